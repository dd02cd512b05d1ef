"""Owns the Reflection pane: the list of interviews with its verbs, and beside it the guided reflection of one."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical

from afterword.domain.conversation.tracker import DueAction
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.matching import SearchWords, searchable
from afterword.services.services import Services
from afterword.tui.actions.table import SCOPES, bindings
from afterword.tui.app_context import BackWanted
from afterword.tui.panes.guided_reflection import GuidedReflection
from afterword.tui.panes.reflection_verbs import ReflectionVerbs
from afterword.tui.presenters.applications import application_heading, in_applications
from afterword.tui.presenters.reflection import interview_row, interview_when, interview_words
from afterword.tui.widgets.bars import TitleLine
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextView, teaching
from afterword.tui.widgets.virtual_list import VirtualList

_OF_APPLICATION = frozenset({"application", "join", "split", "words", "write_all"})
_OF_INTERVIEW = frozenset({"reflect", "edit", "outcome", "arrival", "remove", "requests", "people"})
_NEED_INTERVIEW = _OF_INTERVIEW | _OF_APPLICATION
_OF_THE_LIST = (_OF_INTERVIEW - {"arrival", "requests"}) | {"add", "restore", "packs"}


class ReflectionPane(ReflectionVerbs):
    """The list and the guided reflection; `enter` goes in, `esc` comes back."""

    BINDINGS = bindings("reflection")
    pane_id = "reflection"

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._guided = GuidedReflection(services)
        self._journal = Journal()
        self._bar = FilterLine()
        self._words: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """The list, the guided reflection, and what is shown while there is nothing."""
        with Vertical(id="interviews-part"):
            yield self._bar
            yield self._list
        with Vertical(id="reflecting"):
            yield TitleLine("")
            yield self._guided
        yield TextView(widget_id="teaching")

    def on_mount(self) -> None:
        """The words for an empty journal."""
        self.query_one("#teaching", TextView).show_lines(teaching(SCOPES[self.pane_id].teaching))

    # ── showing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """Re-read the list and the reflection of the interview under the cursor."""
        self._journal = journal
        self._words.clear()
        self.reload()

    def reload(self) -> None:
        """Show the interviews that the filter keeps, and the reflection of the one under the cursor."""
        journal = self._journal
        interviews = {interview.id: interview for interview in journal.live_interviews}
        today = self._services.overview.today()
        wanted = self._bar.wanted
        kept = {key for key, interview in interviews.items() if self._finds(journal, interview, wanted)}
        keys, headings = in_applications(journal, kept)
        self._list.load(
            keys,
            lambda key: (
                application_heading(journal.applications[key])
                if key in headings
                else interview_row(journal, interviews[key], today)
            ),
            headings=headings,
        )
        self._bar.count(len(kept), len(interviews))
        self._show_guided(journal)
        self._teach(empty=not interviews)
        self.refresh_bindings()

    def read_ahead(self) -> None:
        """The words by which each interview is found."""
        journal, today = self._services.store.journal(), self._services.overview.today()
        if len(self._words) == len(journal.live_interviews):
            return
        words = {
            interview.id: searchable(interview_words(journal, interview, today))
            for interview in journal.live_interviews
        }
        if self._services.store.journal() is journal:
            self._words = words

    def _finds(self, journal: Journal, interview: Interview, wanted: SearchWords) -> bool:
        if not wanted:
            return True
        if interview.id not in self._words:
            words = interview_words(journal, interview, self._services.overview.today())
            self._words[interview.id] = searchable(words)
        return wanted.are_in(self._words[interview.id])

    def _show_guided(self, journal: Journal) -> None:
        interview_id = self._list.key or ""
        interview = journal.interviews.get(interview_id)
        self._guided.show(journal, interview_id)
        title = self.query_one(TitleLine)
        if interview is not None:
            title.show(title=interview.label, words=interview_when(interview))
        else:
            title.show(title="No interview has these words; esc shows all" if self._bar.text else "", words="")

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Another interview under the cursor."""
        if message.sender is self._list:
            self._show_guided(self._services.store.journal())
            self.refresh_keys()

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        """`enter`: begin to reflect."""
        if message.sender is self._list:
            self._guided.rows.focus()

    def on_guided_reflection_left(self, message: GuidedReflection.Left) -> None:
        """Back to the line that led here, else to the list."""
        message.stop()
        self.post_message(BackWanted(self._list.focus))

    def on_descendant_focus(self) -> None:
        """At 80 columns the list makes room while the person reflects."""
        self.set_class(self._guided.has_focus_within, "-reflecting")

    def go_to(self, record_id: str) -> None:
        """The interview with that id: ready for what is due there, else to be reflected on.

        `ID/answer/ID` leads to that row of its reflection.
        """
        interview_id, _, row = record_id.partition("/")
        if self.move_to(interview_id):
            self._guided.go_to(row)
            (self._list if not row and self._is_first_due(interview_id) else self._guided.rows).focus()
            self.refresh_bindings()

    def _is_first_due(self, interview_id: str) -> bool:
        """Whether something else than reflecting is due there."""
        reflects = any(
            item.action is DueAction.REFLECT and item.interview_id == interview_id
            for item in self._services.overview.due()
        )
        return bool(self._due_items(interview_id)) and not reflects

    def move_to(self, interview_id: str) -> bool:
        """Put the cursor on that interview, clearing a filter that hides it; False when there is none."""
        if not self._list.move_to(interview_id) and self._bar.clear():
            self.reload()
        moved = self._list.move_to(interview_id)
        self._show_guided(self._services.store.journal())
        return moved

    def place(self) -> Mapping[str, str]:
        """The interview, the row of its reflection where the person is in it, and the words that narrow the list."""
        row = self._guided.rows.key if self._guided.has_focus_within else None
        return {"line": "/".join(filter(None, (self._list.key, row))), "words": self._bar.text}

    def return_to(self, place: Mapping[str, str]) -> None:
        """To that interview, and into its reflection where they were in it."""
        interview_id, _, row = place.get("line", "").partition("/")
        self._bar.put(place.get("words", ""))
        self.reload()
        if interview_id and self.move_to(interview_id) and row:
            self._guided.go_to(row)
            self._guided.rows.focus()
        else:
            self.focus_first()

    def leave(self) -> bool:
        """From the guided reflection back to the list."""
        if not self._guided.has_focus_within:
            return False
        self._list.focus()
        return True

    def focus_first(self) -> None:
        """The list, or the words where it is empty: what is hidden would lose the focus."""
        (self.query_one("#teaching", TextView) if self.has_class("-empty") else self._list).focus()

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Most keys need an interview; while a person reflects, the keys of the rows come first."""
        if self._guided.has_focus_within:
            here = action == "due_step" and self._is_due_here
            return action in ("arrival", "words", "requests", "filter") or action in _OF_APPLICATION or here
        if action == "restore":
            interviews = self._services.store.journal().interviews.values()
            return any(interview.deleted for interview in interviews)
        if action == "due_step":
            return self._is_due_here
        return action not in _NEED_INTERVIEW or self._list.count > 0

    def reason(self, action: str) -> str:
        """While a person reflects most keys of the list rest; a filter may keep no interview."""
        if self._guided.has_focus_within and action in _OF_THE_LIST:
            return "It works in the list of interviews; esc goes there."
        if action == "due_step" and not self._list.count:
            return "No interview is here that anything could be due for."
        filtered = action in _NEED_INTERVIEW and bool(self._bar.text)
        return "No interview has these words; esc shows all." if filtered else ""

    @property
    def _is_due_here(self) -> bool:
        return bool(self._list.key and self._due_items(self._list.key))

    def offers(self, action: str) -> bool:
        """The filter is named where there is a list to be seen and something in it."""
        return action != "filter" or not (self._guided.has_focus_within or self.has_class("-empty"))

    def action_filter(self) -> None:
        """Let words be typed, in the list again where a person reflects."""
        self.remove_class("-reflecting")
        super().action_filter()

    def action_reflect(self) -> None:
        """Go to the guided reflection."""
        self._guided.rows.focus()
