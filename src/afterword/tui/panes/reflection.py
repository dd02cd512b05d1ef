"""Owns the Reflection pane: the list of interviews with its verbs, and beside it the guided reflection of one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical

from afterword.domain.conversation.agenda import PART_WORDS, is_written_to
from afterword.domain.conversation.tracker import Due, DueAction, TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_day
from afterword.domain.interview import Application, Interview, Outcome, is_same_post
from afterword.domain.journal import Journal
from afterword.domain.text import SearchWords, plural, searchable
from afterword.services.services import Services
from afterword.tui.actions import SCOPES, bindings
from afterword.tui.app_context import BackWanted, LettersWanted, RecordWanted, with_sender
from afterword.tui.panes.guided_reflection import GuidedReflection
from afterword.tui.panes.pane import ListPane
from afterword.tui.presenters.applications import application_heading, in_applications
from afterword.tui.presenters.reflection import INTERVIEW_COLUMNS, interview_row, interview_when, interview_words
from afterword.tui.presenters.tracker import outcome_words
from afterword.tui.screens.dialogs import Confirm, Option, ask_to_run, ask_which, offer_steps
from afterword.tui.screens.record_forms import (
    application_form,
    arrival_form,
    interview_form,
    outcome_form,
    person_form,
    too_early_to_arrive,
)
from afterword.tui.screens.reflection_forms import choose_packs
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.bars import TitleLine
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextView, teaching
from afterword.tui.widgets.virtual_list import VirtualList

_LABELS = {
    DueAction.PREPARE: "prepare",
    DueAction.INTERVIEW: "prep sheet",
    DueAction.EVENING: "page for tonight",
    DueAction.NOTE: "thank",
    DueAction.STATUS: "ask how it stands",
    DueAction.GHOSTED: "no answer came",
    DueAction.OFFER: "answer the offer",
}
_BACK = "Back in the list"


def to_ask(tracker: Iterable[TrackerRow], application: Application) -> list[TrackerRow]:
    """The people of an application to whom the request is to be written, or is written and has not gone out."""
    return [
        line
        for line in tracker
        if line.application.id == application.id
        and application.asks
        and line.track.state in (State.TO_ASK, State.DRAFT)
        and is_written_to(line.interviewer)
    ]


class ReflectionVerbs(ListPane):
    """The list of interviews with its verbs."""

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self._services = services
        self._list = VirtualList(INTERVIEW_COLUMNS, widget_id="interviews")

    @property
    def _selected(self) -> Interview:
        return self._services.store.journal().interviews[self._list.key or ""]

    @property
    def record(self) -> tuple[str, str] | None:
        """The interview under the cursor."""
        return ("interviews", self._list.key) if self._list.key else None

    def summary(self) -> str:
        """How many interviews there are."""
        count = self._list.count
        return f"{count} interview{'' if count == 1 else 's'}" if count else ""

    def label(self, action: str) -> str:
        """What is due for the interview under the cursor."""
        return self._due_label() if action == "due_step" else ""

    def move_to(self, interview_id: str) -> bool:
        """Put the cursor on that interview; False when there is none."""
        raise NotImplementedError

    def action_add(self) -> None:
        """Add an interview."""

        def added(interview: object) -> None:
            if isinstance(interview, Interview):
                self.show(self._services.store.journal())
                self.move_to(interview.id)

        self.app.push_screen(interview_form(self._services), added)

    def action_edit(self) -> None:
        """Edit it in a form."""
        self.app.push_screen(interview_form(self._services, self._selected.id))

    def action_outcome(self) -> None:
        """Record how it ended."""
        self.app.push_screen(outcome_form(self._services, self._selected.id), self._decided)

    def _decided(self, decided: object) -> None:
        """Name the key that writes to everybody who is to be asked now."""
        overview = self._services.overview
        if isinstance(decided, Application) and to_ask(overview.tracker(), decided):
            words = (overview.outcome_words(decided), "w writes to them.", overview.plan_words(decided))
            self.context.say(" ".join(filter(None, words)), TextStyle.GOOD)

    def action_arrival(self) -> None:
        """Note the arrival, once it can have happened."""
        interview = self._selected
        why = too_early_to_arrive(self._services, interview)
        if why:
            self.context.say(why, TextStyle.WARN)
        else:
            self.app.push_screen(arrival_form(self._services, interview.id))

    def action_packs(self) -> None:
        """Use the competencies of another kind of work."""
        choose_packs(self.app, self.context, self._services)

    def action_people(self) -> None:
        """Who they are and how to write to them; of several people of the application one is chosen first."""
        journal = self._services.store.journal()
        application = journal.application_of(self._selected)
        people = journal.people_of(application.id)

        def chosen(person_id: str) -> None:
            self.app.push_screen(person_form(self._services, person_id, application.id))

        if not people:
            self.context.say("Nobody is named yet: e adds who interviewed you.", TextStyle.WARN)
        elif len(people) == 1:
            chosen(people[0].id)
        else:
            options = [Option(person.id, person.name, PART_WORDS[person.part]) for person in people]
            ask_which(self.app, f"The people of {application.label}", options, chosen)

    def action_remove(self) -> None:
        """Remove it after a question."""
        interview, remove = self._selected, self._services.interviews.remove
        question = Confirm(
            f"Remove {interview.label}?", "Its reflection and conversations go with it; u brings all back."
        )
        notice = f"{interview.label} removed; u brings it back"
        ask_to_run(self, question, lambda: remove(interview.id), notice)

    def action_restore(self) -> None:
        """Bring back one that was removed."""
        interviews = self._services.store.journal().interviews.values()
        options = [
            Option(interview.id, interview.label, show_day(interview.day))
            for interview in interviews
            if interview.deleted is not None
        ]

        run, restore = self.context.run_service, self._services.interviews.restore
        ask_which(self.app, "Bring back which interview?", options, lambda key: run(lambda: restore(key), _BACK))

    def action_words(self) -> None:
        """Mark phrases of the words in which the decision came."""
        application = self._services.store.journal().application_of(self._selected)
        if application.words:
            from afterword.tui.screens.findings import FindingsPage

            self.app.push_screen(FindingsPage(self._services, application))
        else:
            self.context.say("Their words are not kept yet; o keeps them with the outcome.")

    def action_requests(self) -> None:
        """Lead to the conversations about it."""
        interview = self._selected
        journal = self._services.store.journal()
        requests = journal.requests_of(interview.id) or journal.requests_of_application(interview.application_id)
        if requests:
            self.post_message(RecordWanted("feedback", requests[0].id))
        elif journal.application_of(interview).outcome is Outcome.REJECTED:
            self.context.say("Nobody can be asked yet: e adds whoever interviewed you.")
        else:
            self.context.say("There is no conversation yet; o records a rejection and makes requests due.")

    # ── what is due ───────────────────────────────────────────────────────────────────────────────────────────────

    def _due_items(self, interview_id: str) -> tuple[Due, ...]:
        """What is due for that interview and stands in no conversation yet."""
        items = (item for item in self._services.overview.due() if item.interview_id == interview_id)
        return tuple(item for item in items if item.request_id is None and item.action in _LABELS)

    def _due_label(self) -> str:
        """What the key does for the interview under the cursor, in a word or two."""
        items = self._due_items(self._list.key or "")
        return _LABELS[items[0].action] if items else ""

    def action_due_step(self) -> None:
        """Do what is due for this interview; of several things one is chosen."""
        from afterword.tui.panes.due_steps import DueSteps

        items, steps = self._due_items(self._selected.id), DueSteps(self, self._services)
        if len(items) == 1:
            steps.take(items[0], asks=True)
        elif items:
            offer_steps(
                self.app,
                "What is due here",
                *((self._due_text(item), "", partial(steps.take, item, asks=True)) for item in items),
            )

    def _due_text(self, item: Due) -> str:
        """`thank Max Weber`, as short as a list of choices needs it."""
        person = self._services.store.journal().people.get(item.person_id)
        return f"{_LABELS[item.action]} {person.name}" if person is not None else _LABELS[item.action]

    def action_write_all(self) -> None:
        """Write to everybody of this application who is to be asked, and look the letters through one by one."""
        services = self._services
        application = services.store.journal().application_of(self._selected)
        lines = to_ask(services.overview.tracker(), application)
        if not lines:
            self.context.say(f"Nobody of {application.label} is to be asked now.", TextStyle.WARN)
        else:
            with_sender(self, services, lambda: self._write_to(lines))

    def _write_to(self, lines: Sequence[TrackerRow]) -> None:
        services = self._services
        draft = services.requests.draft
        by_id = {line.request.id: line for line in lines}
        batch = self.context.run_service(
            lambda: services.store.for_each(
                f"write {plural(len(lines), 'letter')}",
                by_id,
                lambda key: draft(by_id[key].interview.id, by_id[key].interviewer.id)[0],
            )
        )
        if batch is not None:
            self.post_message(LettersWanted([request.id for request in batch.done]))

    # ── its application ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _application(self) -> Application:
        return self._services.store.journal().application_of(self._selected)

    def action_application(self) -> None:
        """Edit the application in a form."""
        self.app.push_screen(application_form(self._services, self._application.id))

    def action_join(self) -> None:
        """Put the rounds of another application to this one; those for the same company are offered first."""
        application, journal = self._application, self._services.store.journal()
        others = [other for other in journal.live_applications if other.id != application.id]
        if not others:
            self.context.say("There is no other application whose rounds could belong here.")
            return
        others.sort(
            key=lambda other: (not is_same_post(other, application), other.company.casefold() != _company(application))
        )
        options = [Option(other.id, other.label, _detail(journal, other)) for other in others]
        ask_which(self.app, f"Which rounds belong to {application.label}, too?", options, self._join)

    def _join(self, other_id: str) -> None:
        application_id, services = self._application.id, self._services
        application = self.context.run_service(lambda: services.applications.join(application_id, other_id))
        if application is not None:
            rounds = services.store.journal().rounds_of(application.id)
            self.context.say(f"{application.label}: {plural(len(rounds), 'round')} now; u takes them apart again")

    def action_split(self) -> None:
        """Make this round an application of its own."""
        interview, split = self._selected, self._services.applications.split
        application = self.context.run_service(lambda: split(interview.id))
        if application is not None:
            words = interview.round or "this round"
            self.context.say(f"{application.label}: {words} stands alone now ({application.outcome}); u puts it back")


def _company(application: Application) -> str:
    return application.company.casefold()


def _detail(journal: Journal, application: Application) -> str:
    return f"{plural(len(journal.rounds_of(application.id)), 'round')}, {outcome_words(application)}"


_OF_APPLICATION = frozenset({"application", "join", "split", "words", "write_all"})
_OF_INTERVIEW = frozenset({"reflect", "edit", "outcome", "arrival", "remove", "requests", "people"})
_NEED_INTERVIEW = _OF_INTERVIEW | _OF_APPLICATION
_OF_THE_LIST = (_OF_INTERVIEW - {"arrival", "requests"}) | {"add", "restore", "packs"}


class ReflectionPane(ReflectionVerbs):
    """The list and the guided reflection; `enter` goes in, `esc` comes back."""

    BINDINGS = bindings("reflection")
    opens_by = "reflect"
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
        words = self._bar.wanted
        kept = {key for key, interview in interviews.items() if self._finds(journal, interview, words)}
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

    def _finds(self, journal: Journal, interview: Interview, sought: SearchWords) -> bool:
        if not sought:
            return True
        if interview.id not in self._words:
            words = interview_words(journal, interview, self._services.overview.today())
            self._words[interview.id] = searchable(words)
        return sought.are_in(self._words[interview.id])

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
            self._show_guided(self._journal)
            self.refresh_keys()

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
        self._show_guided(self._journal)
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
            is_due_step = action == "due_step" and self._is_due_here
            return action in ("arrival", "words", "requests", "filter") or action in _OF_APPLICATION or is_due_step
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
