"""Owns the line over a list in which words are typed to narrow it; what is searched for them is left to the host."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from afterword.domain.text import holds
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import bindings
from afterword.tui.widgets.fields import LineField

_HINT = "any words of the line and of what stands beside it; enter keeps, esc clears"


class FilterLine(ActionHost, Horizontal):
    """Words that must all occur, in any order; every change is told at once. The same in every list."""

    BINDINGS = bindings("filter")

    class Narrowed(Message):
        """The words changed; `done`: the person goes back to the list."""

        def __init__(self, *, done: bool) -> None:
            super().__init__()
            self.done = done

    def __init__(self) -> None:
        super().__init__()
        self._field = LineField("", _HINT)
        self._words = Static("", markup=False, classes="-words")
        self.display = False

    def compose(self) -> ComposeResult:
        """The words typed, and how many lines they keep."""
        yield Static("/", markup=False, classes="-sign")
        yield self._field
        yield self._words

    @property
    def text(self) -> str:
        """The words typed; empty when every line is kept."""
        return self._field.text_value

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text)

    def keeps(self, words: str) -> bool:
        """Whether a line with these words is kept."""
        return holds(words, self.text)

    def ask(self) -> None:
        """Let words be typed; the next key goes there already."""
        self.display = True
        self.screen.set_focus(self._field)

    def clear(self) -> bool:
        """Keep every line again; False when every line was kept."""
        had = self.display
        self._field.put("")
        self.display = False
        return had

    def count(self, shown: int, of: int) -> None:
        """Say how many lines are kept."""
        self._words.update(f" {shown} of {of} · esc shows all ")

    def on_changed(self, message: Message) -> None:
        """Narrow at every keystroke."""
        message.stop()
        self.post_message(self.Narrowed(done=False))

    def on_entered(self, message: Message) -> None:
        """Back to the list, narrowed."""
        message.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Go back to the list: down does so as well as enter."""
        self.display = self.narrows
        self.post_message(self.Narrowed(done=True))
