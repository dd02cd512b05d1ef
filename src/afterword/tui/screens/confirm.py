"""Owns yes-or-no questions, where doing nothing is the default, and the question before typed text is lost."""

from enum import StrEnum
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from afterword.domain.text import clean
from afterword.tui.actions.host import Verbs
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

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("confirm")]

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {"confirm.yes": lambda: self.dismiss(True), "confirm.no": lambda: self.dismiss(False)}


class Leaving(StrEnum):
    """What to do with text that is not saved."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


class Unsaved(Question[Leaving]):
    """Asked before something typed would be lost; `esc` goes back to the text."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("unsaved")]

    def __init__(self) -> None:
        super().__init__("Save what you typed?")

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            "unsaved.save": lambda: self.dismiss(Leaving.SAVE),
            "unsaved.discard": lambda: self.dismiss(Leaving.DISCARD),
            "unsaved.stay": lambda: self.dismiss(Leaving.STAY),
        }
