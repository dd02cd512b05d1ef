"""Owns the Feedback pane: the tracker, its filter, and below it the conversation of the line under the cursor."""

from collections.abc import Mapping, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.document import ShownConversation
from afterword.domain.journal import Journal
from afterword.domain.text import SearchWords, searchable
from afterword.services.services import Services
from afterword.tui.actions import SCOPES, bindings
from afterword.tui.panes.feedback_letters import LetterVerbs
from afterword.tui.panes.pane import DetailPart
from afterword.tui.presenters.conversation import conversation_lines, newest_event, next_lines, search_words
from afterword.tui.presenters.mail import waiting_words
from afterword.tui.presenters.tracker import NO_MATCH, choice_words, choices, keeps_state, state_of, title_words
from afterword.tui.screens.dialogs import Option, ask_which
from afterword.tui.widgets.bars import TitleLine
from afterword.tui.widgets.fields import FilterLine, count_words
from afterword.tui.widgets.lines import TextView, teaching, words_of

_ALL = "all"
_ON_LINES = frozenset({"states", "send_all", "sort", "turn"})
"""What needs lines, though none under the cursor."""


class StateFilterLine(FilterLine):
    """Words and a state; every change is told at once."""

    def __init__(self) -> None:
        super().__init__()
        self._state = ""

    @property
    def narrows(self) -> bool:
        """Whether words or a state leave anything out."""
        return bool(self._state or self.text)

    @property
    def state(self) -> str:
        """The state that alone is shown; empty for all."""
        return self._state

    def put(self, words: str, state: str = "") -> None:
        """Keep the lines with these words and in that state."""
        self._state = state
        super().put(words)

    def keeps_state(self, line: TrackerRow, today: date) -> bool:
        """Whether that line is in the state that is shown."""
        return keeps_state(self._state, line.track, today)

    def offer(self, lines: Sequence[TrackerRow], today: date) -> None:
        """Let one of the states there are be chosen."""
        options = [Option(value or _ALL, words, str(count)) for value, words, count in choices(lines, today)]
        ask_which(self.app, "Show only", options, lambda state: self.only("" if state == _ALL else state))

    def only(self, state: str) -> None:
        """Show one state only; empty for all."""
        self._state = state
        self.stay()
        self.post_message(self.Narrowed(done=True))

    def clear(self) -> bool:
        """Keep every line again; False when every line was kept."""
        self._state = ""
        return super().clear()

    def count(self, shown: int, of: int) -> None:
        """Say which state is shown, and how many lines are kept."""
        state = f"only {choice_words(self._state)} · " if self._state else ""
        self.tell(f"{state}{count_words(shown, of)}")


class FeedbackPane(LetterVerbs):
    """One line per interviewer and interview, what is due first on top."""

    BINDINGS = bindings("feedback", "tracker")
    pane_id = "feedback"

    _bar: StateFilterLine

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._journal = Journal()
        self._replies = ""
        self._whole = False
        self._search_words: dict[str, str] = {}
        self._shown: str | None = None
        self._bar = StateFilterLine()
        self._title = TitleLine("")
        self._text = TextView(widget_id="conversation")

    def compose(self) -> ComposeResult:
        """The tracker over (or beside) the conversation."""
        with Container(id="tracker-part"):
            yield self._bar
            yield self._list
        with DetailPart(id="conversation-part"):
            yield self._title
            yield self._text
        yield self.sender

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """Read the tracker again, and the conversation under the cursor."""
        self._journal = journal
        self._lines = {line.request.id: line for line in self.services.overview.tracker()}
        self._replies = self.services.overview.reply_words() if self._lines else ""
        self._search_words.clear()
        self.keep_ticks()
        self.reload()

    def reload(self) -> None:
        """Show the lines that the filter keeps, and the conversation under the cursor."""
        today, words = self.services.overview.today(), self._bar.wanted
        kept = (
            key for key, line in self._lines.items() if self._bar.keeps_state(line, today) and self._finds(key, words)
        )
        keys = list(kept if self._bar.narrows else self._lines)
        self.show_lines(keys)
        self._bar.count(len(keys), len(self._lines))
        self._teach(empty=not self._lines)
        self._shown = self._shown if self._shown == self._list.key else None
        self._show_conversation()

    def _finds(self, key: str, words: SearchWords) -> bool:
        """Whether these words occur in that line or in its conversation, as it is shown."""
        if not words:
            return True
        if key not in self._search_words:
            self._search_words[key] = self._words_of(self._lines[key])
        return words.are_in(self._search_words[key])

    def _words_of(self, line: TrackerRow) -> str:
        reading = ShownConversation(line, self._journal, self.services.overview.today(), self._whole)
        return searchable(search_words(reading))

    def read_ahead(self) -> None:
        """The words by which each line is found."""
        lines, journal, whole = self._lines, self._journal, self._whole
        if len(self._search_words) < len(lines):
            words = {key: self._words_of(line) for key, line in lines.items()}
            if self._journal is journal and self._whole is whole:
                self._search_words = words

    def _show_conversation(self) -> None:
        line = self.line
        if line is None:
            self._title.show(title="", words="")
            self._text.show_lines(NO_MATCH if self._lines else teaching(SCOPES[self.pane_id].teaching))
            return
        reading = ShownConversation(line, self._journal, self.services.overview.today(), self._whole)
        self._title.show(title=title_words(line), words=state_of(line))
        lines = conversation_lines(reading)
        self._text.show_lines(
            lines, pinned=next_lines(reading), newest=newest_event(lines), keep_place=self._shown == line.request.id
        )
        self._shown = line.request.id

    def on_letter_sender_letters_moved(self) -> None:
        """A letter is on its way, or no longer."""
        self.reload()

    def on_virtual_list_highlighted(self) -> None:
        """Another line: its conversation, and other keys."""
        if self.line is None or self.line.request.id != self._shown:
            self._show_conversation()
            self.refresh_keys()

    def on_virtual_list_selected(self) -> None:
        """Enter does what comes next; where only the list is seen, it shows the conversation first."""
        if self.is_single and not self.is_reading:
            self.read(reading=True)
            self._text.focus()
        else:
            self.action_next_step()

    def summary(self) -> str:
        """How many mails wait to be placed, and how many replied."""
        waiting = waiting_words(self._journal.open_proposals)
        return " · ".join(filter(None, (self.order_words(), waiting, self._replies)))

    def focus_first(self) -> None:
        """Put the focus into the tracker, or the words where it is empty."""
        if self.is_reading and self._lines:
            self.read(reading=False)
        (self._list if self._lines else self._text).focus()

    # ── where the person is ───────────────────────────────────────────────────────────────────────────────────────

    def go_to(self, record_id: str) -> None:
        """Put the cursor on that request, or the first one of that interview; `proposal/ID` is decided on."""
        if record_id.startswith("proposal/"):
            self.decide(record_id.removeprefix("proposal/"))
            return
        of_interview = (key for key, line in self._lines.items() if line.interview.id == record_id)
        self._move_to(record_id if record_id in self._lines else next(of_interview, ""))
        self.focus_first()

    def select(self, request_id: str) -> bool:
        """Put the cursor on that line alone, whatever was ticked or filtered; False when there is none."""
        self.untick()
        self._move_to(request_id)
        return self._list.key == request_id

    def _move_to(self, key: str) -> None:
        if not self._list.move_to(key) and key:
            self._bar.clear()
            self.reload()
            self._list.move_to(key)

    def reveal(self, words: SearchWords) -> None:
        """Where the words stand in the conversation, it is read from there; in whole texts if need be."""
        line, today = self.line, self.services.overview.today()
        if line is None:
            return
        for whole in (self._whole, True):
            reading = ShownConversation(line, self._journal, today, whole)
            if words.any_in(searchable(words_of(conversation_lines(reading)))):
                if whole != self._whole:
                    self.action_whole()
                if self.is_single:
                    self.read(reading=True)
                super().reveal(words)
                return

    def place(self) -> Mapping[str, str]:
        """The line, and what narrows the tracker."""
        whole = "whole" if self._whole else ""
        return {"line": self._list.key or "", "words": self._bar.text, "state": self._bar.state, "texts": whole}

    def return_to(self, place: Mapping[str, str]) -> None:
        """To that line, with what narrowed the tracker then."""
        today = self.services.overview.today()
        states = {value for value, *_ in choices(tuple(self._lines.values()), today)}
        state = place.get("state", "")
        self._bar.put(place.get("words", ""), state if state in states else "")
        self._whole = bool(place.get("texts"))
        self.reload()
        self.go_to(place.get("line", ""))

    @property
    def narrowed(self) -> bool:
        """Whether a filter, ticks or the whole texts can be left."""
        return self.is_reading or super().narrowed or self._whole

    def clear(self) -> bool:
        """Stop what is being sent, else clear the filter, else the ticks, else go back to the new words only."""
        if self.sender.stop():
            return False
        if self.is_reading:
            self.focus_first()
            return True
        if super().clear():
            return True
        if had := self._whole:
            self.action_whole()
        return had

    # ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Without a line there is only the filter to change, and the mailbox to look into."""
        if action in ("tick", "group"):
            # In the conversation their keys scroll.
            return bool(self._lines) and self._list.has_focus
        if action in _ON_LINES:
            return bool(self._lines)
        if action == "to_place":
            return bool(self._journal.open_proposals)
        return self.line is not None or action in ("check", "filter")

    def reason(self, action: str) -> str:
        """There may be no line at all, none that the filter keeps, or the person may be in the conversation."""
        if not self._lines and action != "to_place":
            return "There is nothing to show yet; a request appears when an outcome was recorded (1, then o)."
        if action in ("tick", "group") and self._lines:
            return "It works in the list; tab goes there."
        narrowed = self._bar.narrows and self.line is None
        return "No line has these words or this state; esc shows all." if narrowed else ""

    def action_states(self) -> None:
        """Ask for one state to be shown."""
        self._bar.offer(tuple(self._lines.values()), self.services.overview.today())

    def action_whole(self) -> None:
        """Show letters and whole messages, or only what is new in them."""
        self._whole = not self._whole
        self._search_words.clear()
        self.reload()
