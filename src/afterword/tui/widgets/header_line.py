"""Owns the line at the top: the name, the three tabs, and what is due today in words."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from afterword.domain.text import clean_line
from afterword.tui.panes.registry import TABS
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit
from afterword.tui.widgets.paint import Painted

_TITLE = " Afterword  "
_SAMPLE = " Sample data  "


class HeaderLine(Painted):
    """Title and tabs at the left, due words at the right; where they do not fit the title goes first, then words."""

    class TabClicked(Message):
        """A tab was clicked."""

        def __init__(self, pane_id: str) -> None:
            super().__init__()
            self.pane_id = pane_id

    def __init__(self, *, sample: bool = False) -> None:
        super().__init__()
        # That these people are invented is never left away for want of room; the program's name is.
        self._titles = (_SAMPLE,) if sample else (_TITLE, " ")
        self._active = ""
        self._words = ""

    def show(self, *, active: str | None = None, words: str | None = None) -> None:
        """Mark the active tab, and show what is due; None leaves it as it was."""
        shown = (active if active is not None else self._active, words if words is not None else self._words)
        if shown != (self._active, self._words):
            self._active, self._words = shown
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        if y:
            return ()
        title, tabs, words = self._parts(width)
        left = "".join(piece.text for piece in (*title, *tabs))
        space = max(width - cell_len(left), 0)
        right = shortened(words, space)
        return (*title, *tabs, Span(" " * (space - cell_len(right))), Span(right, TextStyle.ACCENT))

    def _parts(self, width: int) -> tuple[tuple[Span, ...], tuple[Span, ...], str]:
        words = clean_line(self._words) + " " if self._words else ""
        for title in self._titles:
            tabs = tuple(piece for tab in TABS for piece in self._tab(tab.pane_id, f"{tab.key} {tab.title}"))
            size = cell_len(title) + sum(cell_len(piece.text) for piece in tabs)
            if size + cell_len(words) + 1 <= width:
                break
        return (Span(title, TextStyle.STRONG),), tabs, words

    def _tab(self, pane_id: str, text: str) -> tuple[Span, ...]:
        # The active tab is told by its brackets; the tone only helps.
        if pane_id == self._active:
            return (Span(f"[{text}]", TextStyle.ACTIVE),)
        return (Span(f" {text} ", TextStyle.MUTED),)

    def on_click(self, event: events.Click) -> None:
        """A click on a tab shows its pane."""
        title, tabs, _ = self._parts(self.size.width)
        at = cell_len(title[0].text)
        for tab, piece in zip(TABS, tabs, strict=True):
            if at <= event.x < at + cell_len(piece.text):
                self.post_message(self.TabClicked(tab.pane_id))
            at += cell_len(piece.text)


def shortened(words: str, space: int) -> str:
    """As many of the parts as fit whole, then how many more things: half a word about a due thing tells nothing."""
    parts = words.strip().split(" · ")
    for count in range(len(parts), 0, -1):
        text = " · ".join(parts[:count]) + (f" · … +{_things(parts[count:])} " if count < len(parts) else " ")
        if cell_len(text) <= space:
            return text
    return fit(words, space)


def _things(parts: Sequence[str]) -> int:
    """How many things these parts count: `2 to ask` is two of them."""
    numbers = (part.partition(" ")[0] for part in parts)
    return sum(int(number) if number.isdecimal() else 1 for number in numbers)
