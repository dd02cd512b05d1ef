"""Owns what follows handing a letter over: whether it was sent, and the rest of it on a key each."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from afterword.domain.text import clean
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.screens.dialog import Box, Dialog
from afterword.tui.widgets.key_footer import KeyLine


class Handed(StrEnum):
    """What the person says after a letter was handed over."""

    SENT = "sent"
    WRITING = "writing"
    LATER = "later"


class HandedOver(Dialog[Handed]):
    """Says what was done and asks whether it was sent; `esc` means later.

    `copies` goes from the ids of actions to what copies a part of the letter and tells so in a sentence.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("handed")]

    def __init__(self, done: str, copies: Mapping[str, Callable[[], str]]) -> None:
        super().__init__()
        self._copies = copies
        self._said = Static(clean(done), markup=False, classes="-question")

    def compose(self) -> ComposeResult:
        """What was done, over what it means, over the keys."""
        with Box("", small=True):
            yield self._said
            yield Static(
                "Sent it? f3 says so. Until then it is a draft, and nothing waits for an answer.",
                markup=False,
                classes="-detail",
            )
            yield KeyLine()

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        copying = {one: lambda copy=copy: self._said.update(clean(copy())) for one, copy in self._copies.items()}
        return {
            **copying,
            "handed.sent": lambda: self.dismiss(Handed.SENT),
            "handed.letter": lambda: self.dismiss(Handed.WRITING),
            "handed.later": lambda: self.dismiss(Handed.LATER),
        }

    def leave(self) -> None:
        """See `Dialog.leave`."""
        self.dismiss(Handed.LATER)
