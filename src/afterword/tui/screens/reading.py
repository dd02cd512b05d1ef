"""Owns a page that shows one text to read, such as a whole message; nothing is changed there."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from afterword.tui.screens.page import Page
from afterword.tui.widgets.text_view import TextLine, TextView


class ReadingPage(Page[None]):
    """A text under its title."""

    def __init__(self, title: str, lines: Sequence[TextLine], words: str = "") -> None:
        super().__init__(title, words)
        self._view = TextView()
        self._lines = lines

    def content(self) -> Iterable[Widget]:
        """See `Page.content`."""
        yield self._view

    def on_mount(self) -> None:
        """Show the text."""
        self._view.show_lines(self._lines)
        self._view.focus()
