"""Owns the way from tones to the colours of the theme, for widgets that draw their own lines."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from afterword.tui.tones import Piece, Tone

PLAIN_LINE = "line--plain"
CURSOR_LINE = "line--cursor"
CURSOR_CELL = "line--caret"
HEADING = "line--heading"

LINE_CLASSES = frozenset({PLAIN_LINE, CURSOR_LINE, CURSOR_CELL, HEADING, *(f"tone--{tone}" for tone in Tone)})
"""The component classes of a widget that paints through this module."""


def tone_style(widget: Widget, tone: Tone) -> Style:
    """The colour and weight of a tone, without a background."""
    if tone is Tone.PLAIN:
        return Style.null()
    return widget.get_component_rich_style(f"tone--{tone}", partial=True)


def ground(widget: Widget) -> Style:
    """The style of a line nothing is said about. Textual's own `rich_style` is worked out anew at every call."""
    return widget.get_component_rich_style(PLAIN_LINE)


def strip_of(widget: Widget, parts: Iterable[Piece], on: Style) -> Strip:
    """One line of the screen: the pieces in their tones on the style of the line."""
    return Strip([Segment(part.text, on + tone_style(widget, part.tone)) for part in parts])


class Painted(Widget):
    """A widget of one or more lines made of pieces; `line(y)` says what stands in each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = set(LINE_CLASSES)

    def line(self, y: int, width: int) -> Sequence[Piece]:
        """The pieces of the line at `y`, at most `width` cells wide."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line, as Textual asks for it."""
        width = self.size.width
        style = ground(self)
        return strip_of(self, self.line(y, width), style).adjust_cell_length(width, style)
