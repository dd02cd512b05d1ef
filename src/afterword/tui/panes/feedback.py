"""Owns the feedback pane: the tracker, its filter, and below it the conversation of the line under the cursor."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.journal import Journal
from afterword.services.services import Services
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.panes.feedback_courier import Courier
from afterword.tui.panes.feedback_events import FeedbackEvents
from afterword.tui.panes.feedback_filter import FilterBar
from afterword.tui.panes.feedback_letters import FeedbackLetters, fits, step_label
from afterword.tui.panes.feedback_mail import FeedbackMail
from afterword.tui.panes.feedback_replies import FeedbackReplies
from afterword.tui.panes.pane import Pane
from afterword.tui.presenters.conversation import Reading, conversation_lines, head_words, search_words, title_words
from afterword.tui.presenters.placing import waiting_words
from afterword.tui.presenters.tracker import COLUMNS, NO_MATCH, TEACHING, row
from afterword.tui.widgets.text_view import TextView
from afterword.tui.widgets.title_line import TitleLine
from afterword.tui.widgets.virtual_list import Row, VirtualList

_WITHOUT_A_LINE = ("feedback.filter", "feedback.states", "feedback.send-all")


class FeedbackPane(Pane):
    """One line per interviewer and interview, what is due first on top."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("feedback")]
    pane_id = "feedback"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self._journal = Journal()
        self._lines: dict[str, TrackerRow] = {}
        self._whole = False
        self._words: dict[str, str] = {}
        self._shown: str | None = None
        self.courier = Courier(services)
        self._bar = FilterBar()
        self._list = VirtualList(COLUMNS, widget_id="tracker")
        self._title = TitleLine("")
        self._text = TextView(widget_id="conversation")
        self._events = FeedbackEvents(self)
        self._replies = FeedbackReplies(self)
        self._letters = FeedbackLetters(self, self._events, self._replies)
        self._mail = FeedbackMail(self)

    def compose(self) -> ComposeResult:
        """The tracker over (or beside) the conversation."""
        with Container(id="tracker-part"):
            yield self._bar
            yield self._list
        with Container(id="conversation-part"):
            yield self._title
            yield self._text
        yield self.courier

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show(self, journal: Journal) -> None:
        """See `Pane.show`."""
        self._journal = journal
        self._lines = {line.request.id: line for line in self.services.overview.tracker()}
        self._words.clear()
        self._reload()

    def _reload(self) -> None:
        today = self.services.overview.today()
        keys = [key for key, line in self._lines.items() if self._bar.keeps_state(line, today) and self._finds(key)]
        self._list.load(keys, self._row)
        self._bar.count(len(keys), len(self._lines))
        self.set_class(not self._lines, "-empty")
        self._shown = self._shown if self._shown == self._list.key else None
        self._show_conversation()

    def _finds(self, key: str) -> bool:
        """Whether the words of the filter occur in that line or in its conversation, as it is shown."""
        if not self._bar.text:
            return True
        if key not in self._words:
            reading = Reading(self._lines[key], self._journal, self.services.overview.today(), self._whole)
            self._words[key] = search_words(reading)
        return self._bar.keeps(self._words[key])

    def _row(self, key: str) -> Row:
        return row(self._lines[key], self.services.overview.today(), on_the_way=self.courier.carries(key))

    def _show_conversation(self) -> None:
        line = self.line
        if line is None:
            self._title.show(title="", words="")
            self._text.show_lines(NO_MATCH if self._lines else TEACHING)
            return
        reading = Reading(line, self._journal, self.services.overview.today(), self._whole)
        self._title.show(title=title_words(line), words=head_words(line))
        self._text.show_lines(conversation_lines(reading), keep_place=self._shown == line.request.id)
        self._shown = line.request.id

    def on_courier_moved(self) -> None:
        """A letter is on its way, or no longer."""
        self._reload()

    def on_virtual_list_highlighted(self) -> None:
        """Another line: its conversation, and other keys."""
        if self.line is None or self.line.request.id != self._shown:
            self._show_conversation()
            self.refresh_bindings()

    def on_virtual_list_selected(self) -> None:
        """Enter does what comes next."""
        self._letters.next_step()

    def summary(self) -> str:
        """See `Pane.summary`."""
        words = self.services.overview.reply_words() if self._lines else ""
        return " · ".join(filter(None, (waiting_words(len(self._journal.open_doubtful)), words)))

    def focus_first(self) -> None:
        """See `Pane.focus_first`."""
        (self._list if self._lines else self._text).focus()

    # ── where the person is ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def line(self) -> TrackerRow | None:
        """The line under the cursor."""
        return self._lines.get(self._list.key or "")

    def line_of(self, request_id: str) -> TrackerRow | None:
        """The newest line of that request."""
        return next((one for one in self.services.overview.tracker() if one.request.id == request_id), None)

    def go_to(self, record_id: str) -> None:
        """See `Pane.go_to`."""
        found = (key for key, line in self._lines.items() if line.interview.id == record_id)
        key = record_id if record_id in self._lines else next(found, "")
        if not self._list.move_to(key) and key:
            self._bar.clear()
            self._reload()
            self._list.move_to(key)
        self.focus_first()

    @property
    def narrowed(self) -> bool:
        """See `Pane.narrowed`."""
        return self._bar.display or self._whole

    def offers(self, action_id: str) -> bool:
        """See `ActionHost.offers`."""
        return self.available(action_id) and (self.line is None or fits(action_id, self.line))

    def label(self, action_id: str) -> str:
        """What `enter` does with the interviewer under the cursor."""
        return step_label(self.line) if action_id == "feedback.next-step" and self.line is not None else ""

    def clear(self) -> bool:
        """See `Pane.clear`. What is under way is stopped first."""
        if self.courier.stop():
            return False
        had = self._bar.clear()
        if had:
            self._reload()
            self.focus_first()
        elif self._whole:
            self._toggle_whole()
            return True
        return had

    def on_filter_line_narrowed(self, message: FilterBar.Narrowed) -> None:
        """Other words or another state to show."""
        message.stop()
        self._reload()
        if message.done:
            self.focus_first()

    # ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            **self._letters.verbs(),
            **self._events.verbs(),
            **self._replies.verbs(),
            **self._mail.verbs(),
            "feedback.filter": self._bar.ask,
            "feedback.states": lambda: self._bar.offer(tuple(self._lines.values()), self.services.overview.today()),
            "feedback.whole": self._toggle_whole,
        }

    def available(self, action_id: str) -> bool:
        """Without a line there is only the filter to change, and the mailbox to look into."""
        if action_id in _WITHOUT_A_LINE:
            return bool(self._lines)
        if action_id == "feedback.to-place":
            return bool(self._journal.open_doubtful)
        return self.line is not None or action_id == "feedback.check"

    def _toggle_whole(self) -> None:
        self._whole = not self._whole
        self._words.clear()
        self._reload()
