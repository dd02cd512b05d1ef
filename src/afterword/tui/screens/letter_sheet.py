"""Owns the sheet a letter is written on: whom it goes to, subject, text, and how it reads back while it is typed."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from afterword.domain.conversation.letters import LetterCheck
from afterword.domain.conversation.request import Draft
from afterword.domain.text import clean_line
from afterword.tui.outcome import Ok, run_action
from afterword.tui.presenters.letter import check_lines, summary_words
from afterword.tui.widgets.fields import LineField, TextField
from afterword.tui.widgets.text_view import TextLine, TextView

_LEAST_ROOM = 12

Check = Callable[[Draft], LetterCheck]
"""Reads a letter back."""


class LetterSheet(Widget):
    """A letter being written, `beside` it what it may draw on; the messages of its fields reach the page, too."""

    class ReadBack(Message):
        """The letter was read back; `words` sum it up."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, draft: Draft, check: Check, beside: Sequence[TextLine] = ()) -> None:
        super().__init__()
        self._beside = tuple(beside)
        self._letter = draft.letter
        self._read = check
        self._to = Static("", markup=False)
        self._subject = LineField(draft.subject, "what it is about")
        self._body = TextField(draft.body.strip(), "Write a sentence or two. f5 writes it anew from the template.")
        self._check = TextView()

    def compose(self) -> ComposeResult:
        """The head over the text and how it reads."""
        with Vertical(id="head"):
            for label, field in (("To", self._to), ("Subject", self._subject)):
                with Horizontal():
                    yield Static(label, markup=False, classes="-label")
                    yield field
        with Container(id="letter"):
            yield self._body
            yield self._check

    def on_mount(self) -> None:
        """Begin in the text."""
        self._check.can_focus = False
        self._body.focus()

    @property
    def typed(self) -> tuple[str, str]:
        """Subject and body as they stand."""
        return self._subject.text_value, self._body.text_value.strip()

    def put(self, subject: str, body: str) -> None:
        """Write both anew; what stands already keeps its cursor."""
        if subject != self.typed[0]:
            self._subject.put(subject)
        if body.strip() != self.typed[1]:
            self._body.put(body.strip())

    def address(self, words: str) -> None:
        """Show whom it goes to."""
        self._to.update(clean_line(words))

    def on_changed(self) -> None:
        """Read it back at every keystroke."""
        self.read_back()

    def on_entered(self) -> None:
        """Enter in the subject goes on to the text."""
        self._body.focus()

    def on_resize(self) -> None:
        """Another width, other columns."""
        self.call_after_refresh(self.read_back)

    def read_back(self) -> None:
        """Say what is there, what is missing, how long it is."""
        subject, body = self.typed
        outcome = run_action(lambda: self._read(Draft(letter=self._letter, subject=subject, body=body)))
        if isinstance(outcome, Ok):
            lines = check_lines(outcome.value, self._letter, self._check.size.width - 1)
            # What the letter may quote is shown where there is room: beside the text, not below it.
            room = self._check.size.height > _LEAST_ROOM
            self._check.show_lines([*lines, *(self._beside if room else ())])
            self.post_message(self.ReadBack(summary_words(outcome.value)))
