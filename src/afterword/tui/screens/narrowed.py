"""Owns narrowing the list of a screen over the panes by words, as every list is; what is searched is its subclass's."""

from typing import ClassVar, TypeVar

from textual.binding import BindingType

from afterword.domain.journal import Journal
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import bindings
from afterword.tui.screens.page import Page
from afterword.tui.widgets.filter_line import FilterLine
from afterword.tui.widgets.virtual_list import VirtualList

T = TypeVar("T")


class NarrowedPage(Page[T]):
    """A page with one list. A subclass sets `listed`, yields `bar` above it, asks it in `show`, and reads `newest`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("narrow")]

    def __init__(self, title: str, listed: VirtualList) -> None:
        super().__init__(title)
        self.bar = FilterLine()
        self.listed = listed

    def newest(self) -> Journal:
        """The journal as it is now."""
        raise NotImplementedError

    def show(self, journal: Journal) -> None:
        """Show the lines that the words keep."""
        raise NotImplementedError

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {**super().verbs(), "narrow.filter": self.bar.ask}

    def available(self, action_id: str) -> bool:
        """See `ActionHost.available`."""
        return action_id != "narrow.filter" or self.bar.display or self.listed.count > 0

    def leave(self) -> None:
        """Show every line again first, then go back."""
        if self.bar.clear():
            self._narrow(done=True)
        else:
            self.dismiss(None)

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self._narrow(done=message.done)

    def _narrow(self, *, done: bool) -> None:
        self.show(self.newest())
        if done:
            self.listed.focus()
