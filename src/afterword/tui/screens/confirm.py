"""Owns yes-or-no questions, where doing nothing is the default, and the question before typed text is lost."""

from enum import StrEnum
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from afterword.domain.text import clean
from afterword.tui.actions.table import bindings
from afterword.tui.screens.dialog import Box, Dialog
from afterword.tui.widgets.key_footer import KeyLine

T = TypeVar("T")


class Question(Dialog[T]):
    """A question with its circumstances and the keys that answer it."""

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail

    def compose(self) -> ComposeResult:
        """The question over its keys."""
        with Box("", small=True):
            yield Static(clean(self._question), markup=False, classes="-question")
            if self._detail:
                yield Static(clean(self._detail), markup=False, classes="-detail")
            yield KeyLine()


class Confirm(Question[bool]):
    """`y` answers True; `n`, `esc` and `enter` answer False."""

    BINDINGS = bindings("confirm")


class Leaving(StrEnum):
    """What to do with text that is not saved."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


class Settle(StrEnum):
    """Whose words stay where two changed the same."""

    MINE = "mine"
    THEIRS = "theirs"


class BothChanged(Question[Settle]):
    """The same was changed here and elsewhere: both are shown, and the person chooses; `esc` goes back."""

    BINDINGS = bindings("changed")

    def __init__(self, name: str, mine: str, theirs: str) -> None:
        super().__init__(f"{name} was changed elsewhere while you were typing." if name else "Both changed this text.")
        self._mine = mine
        self._theirs = theirs

    def compose(self) -> ComposeResult:
        """Both texts over the keys."""
        with Box("", small=True):
            yield Static(clean(self._question), markup=False, classes="-question")
            for heading, words in (("Yours:", self._mine), ("Saved meanwhile:", self._theirs)):
                yield Static(heading, markup=False, classes="-detail")
                with VerticalScroll(classes="-both"):
                    yield Static(clean(words) or "(nothing)", markup=False)
            yield KeyLine()

    def action_answer(self, whose: str) -> None:
        """Close with whose words stay; the arrow keys and tab reach the longer texts before."""
        self.dismiss(Settle(whose))


class Unsaved(Question[Leaving]):
    """Asked before something typed would be lost; `esc` goes back to the text."""

    BINDINGS = bindings("unsaved")

    def __init__(self) -> None:
        super().__init__("Save what you typed?")

    def action_answer(self, what: str) -> None:
        """Close with what to do."""
        self.dismiss(Leaving(what))
