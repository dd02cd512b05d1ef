"""Owns the line at the top of a screen that lies over the panes: what it is about."""

from collections.abc import Sequence

from rich.cells import cell_len

from afterword.domain.text import clean_line
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.paint import Painted


class TitleLine(Painted):
    """A title at the left, a few words at the right."""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title = clean_line(title)
        self._words = clean_line(words)

    def show(self, *, title: str | None = None, words: str | None = None) -> None:
        """Show another title or other words; None leaves them as they were."""
        self._title = self._title if title is None else clean_line(title)
        self._words = self._words if words is None else clean_line(words)
        self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        if y:
            return ()
        right = f" {self._words} " if self._words else ""
        left = fit(f" {self._title}", max(width - cell_len(right), 0))
        return Span(left, TextStyle.STRONG), Span(right, TextStyle.ACCENT)
