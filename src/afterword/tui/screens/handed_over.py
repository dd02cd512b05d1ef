"""Owns what follows handing a letter over: whether it was sent, and the rest of it on a key each."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from textual.app import ComposeResult
from textual.widgets import Static

from afterword.domain.text import clean
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

    `copies` goes from `words`, `subject` and `address` to what copies a part of the letter and tells so in a sentence.
    """

    BINDINGS = bindings("handed")

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not in the letter cannot be copied."""
        return action != "copy" or parameters[0] in self._copies

    def action_copy(self, part: str) -> None:
        """Copy that part of the letter, and say so."""
        self._said.update(clean(self._copies[part]()))

    def action_answer(self, what: str) -> None:
        """Close with what the person says."""
        self.dismiss(Handed(what))

    def leave(self) -> None:
        """See `Dialog.leave`."""
        self.dismiss(Handed.LATER)
