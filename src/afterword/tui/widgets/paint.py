"""Owns the way from tones to the colours of the theme, for widgets that draw their own lines."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from afterword.tui.styles import Span, TextStyle

PLAIN_LINE = "line--plain"
CURSOR_LINE = "line--cursor"
BLURRED_CURSOR_LINE = "line--cursor-blurred"
CURSOR_CELL = "line--caret"
HEADING = "line--heading"
"""Component classes. A widget names those it draws with and no others: each is worked out anew when focus changes,
and so tones, which are the same everywhere, come straight from the theme."""

_COLOURS: Mapping[TextStyle, str] = MappingProxyType(
    {
        TextStyle.MUTED: "muted",
        TextStyle.ACCENT: "accent",
        TextStyle.GOOD: "success",
        TextStyle.WARN: "warning",
        TextStyle.BAD: "error",
        TextStyle.MARKED: "foreground",
        TextStyle.KEY: "primary",
        TextStyle.ACTIVE: "primary",
    }
)
"""The variable of the theme that colours a tone; the others keep the colour of their line."""
_BOLD = frozenset({TextStyle.STRONG, TextStyle.BAD, TextStyle.KEY, TextStyle.ACTIVE})


def tone_style(widget: Widget, tone: TextStyle) -> Style:
    """The colour and weight of a tone; only what is marked brings a ground of its own."""
    if tone is TextStyle.PLAIN:
        return Style.null()
    colours = widget.app.theme_variables
    return _style(tone, colours.get(_COLOURS.get(tone, ""), ""), colours.get("marked", ""))


@cache
def _style(tone: TextStyle, colour: str, marked: str) -> Style:
    return Style(
        color=Color.parse(colour).rich_color if colour else None,
        bgcolor=Color.parse(marked).rich_color if tone is TextStyle.MARKED and marked else None,
        bold=True if tone in _BOLD else None,
        underline=True if tone is TextStyle.MARKED else None,
    )


def ground(widget: Widget) -> Style:
    """The style of a line nothing is said about. Textual's own `rich_style` is worked out anew at every call."""
    return widget.get_component_rich_style(PLAIN_LINE)


def strip_of(widget: Widget, parts: Iterable[Span], on: Style) -> Strip:
    """One line of the screen: the pieces in their tones on the style of the line."""
    return Strip([Segment(part.text, on + tone_style(widget, part.tone)) for part in parts])


class Painted(Widget):
    """A widget of one or more lines made of pieces; `line(y)` says what stands in each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {PLAIN_LINE}

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The pieces of the line at `y`, at most `width` cells wide."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line, as Textual asks for it."""
        width = self.size.width
        style = ground(self)
        return strip_of(self, self.line(y, width), style).adjust_cell_length(width, style)
