"""Owns the line over the tracker in which it is narrowed: words typed, and one state; seen only while it narrows."""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from afterword.domain.conversation.tracker import Line
from afterword.tui.presenters.tracker import Filter, choice_words, choices
from afterword.tui.screens.pick import Option, Pick
from afterword.tui.widgets.fields import LineField

_ALL = "all"


class FilterBar(Horizontal):
    """Words and a state; every change is told at once."""

    class Narrowed(Message):
        """The filter changed; `done`: the person goes back to the list."""

        def __init__(self, *, done: bool) -> None:
            super().__init__()
            self.done = done

    def __init__(self) -> None:
        super().__init__()
        self._state = ""
        self._field = LineField("", "words of a name, a company or a role; enter keeps, esc clears")
        self._words = Static("", markup=False, classes="-words")
        self.display = False

    def compose(self) -> ComposeResult:
        """The words typed, and what they keep."""
        yield Static("/", markup=False, classes="-sign")
        yield self._field
        yield self._words

    @property
    def chosen(self) -> Filter:
        """What is shown."""
        return Filter(self._state, self._field.text_value)

    def ask(self) -> None:
        """Let words be typed."""
        self.display = True
        self._field.focus()

    def offer(self, lines: Sequence[Line], today: date) -> None:
        """Let one of the states there are be chosen."""
        options = [Option(value or _ALL, words, str(count)) for value, words, count in choices(lines, today)]
        self.app.push_screen(Pick("Show only", options), self._picked)

    def _picked(self, chosen: tuple[str, ...] | None) -> None:
        if chosen:
            self.only("" if chosen[0] == _ALL else chosen[0])

    def only(self, state: str) -> None:
        """Show one state only; empty for all."""
        self._state = state
        self.display = bool(state or self._field.text_value)
        self.post_message(self.Narrowed(done=True))

    def clear(self) -> bool:
        """Show everything again; False when everything was shown."""
        had = self.display
        self._state = ""
        self._field.put("")
        self.display = False
        return had

    def count(self, shown: int, of: int) -> None:
        """Say how many lines are kept."""
        state = f"only {choice_words(self._state)} · " if self._state else ""
        self._words.update(f" {state}{shown} of {of} · esc shows all ")

    def on_changed(self, message: Message) -> None:
        """Narrow at every keystroke."""
        message.stop()
        self.post_message(self.Narrowed(done=False))

    def on_entered(self, message: Message) -> None:
        """Back to the list, narrowed."""
        message.stop()
        self.display = bool(self._state or self._field.text_value)
        self.post_message(self.Narrowed(done=True))
