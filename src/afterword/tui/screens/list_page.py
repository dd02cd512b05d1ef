"""Owns the full screens over the panes with a list that words narrow, and those with one text to read."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual.widget import Widget

from afterword.domain.journal import Journal
from afterword.tui.actions.table import bindings
from afterword.tui.screens.page import Page
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.virtual_list import VirtualList

T = TypeVar("T")


class NarrowedPage(Page[T]):
    """A page with one list. A subclass sets `listed`, yields `bar` above it, asks it in `show`, and reads `newest`."""

    BINDINGS = bindings("narrow")

    def __init__(self, title: str, listed: VirtualList) -> None:
        super().__init__(title)
        self.bar = FilterLine()
        self.listed = listed
        self._asked_from: Widget | None = None

    def newest(self) -> Journal:
        """The journal as it is now."""
        raise NotImplementedError

    def show(self, journal: Journal) -> None:
        """Show the lines that the words keep."""
        raise NotImplementedError

    def offers(self, action: str) -> bool:
        """The filter is named where there is something to be searched."""
        return action != "filter" or self.bar.display or self.listed.count > 0

    def action_filter(self) -> None:
        """Let words be typed."""
        self._asked_from = self.focused
        self.bar.ask()

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
            # Where nothing is listed, the person goes on in the text beside the list.
            (self.listed if self.listed.count else self._asked_from or self.listed).focus()


class ReadingPage(Page[None]):
    """A text under its title."""

    def __init__(self, title: str, lines: Sequence[TextLine], words: str = "") -> None:
        super().__init__(title, words)
        self._view = TextView()
        self._lines = lines

    def content(self) -> Iterable[Widget]:
        """The text."""
        yield self._view

    def on_mount(self) -> None:
        """Show the text."""
        self._view.show_lines(self._lines)
        self._view.focus()
