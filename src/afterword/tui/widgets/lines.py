"""Owns widgets that draw their own lines in the colours of the theme: some that stand still, and texts that scroll."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget, _RenderCache

from afterword.domain.text import cells, fit, settled
from afterword.tui.actions import TABLE, bindings, keys_of
from afterword.tui.app_context import ActionHost, context_of
from afterword.tui.styles import FEW, GLYPHS, Cell, Span, TextStyle, on_console, pieces, plain, wrap

if TYPE_CHECKING:
    from afterword.domain.text import SearchWords

    _Mixed = Widget
else:
    _Mixed = object

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
_KEY = re.compile(r"\[([^]]+)\]")
_COME_FIRST = tuple(action for action in TABLE if action.priority)
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


class LineStyle(StrEnum):
    """A line or a cell that stands out as a whole. Told by its colours, and without colour by more than they."""

    CURSOR = "cursor"
    BLURRED_CURSOR = "blurred cursor"
    CARET = "caret"
    HEADING = "heading"
    FIELD = "field"


_LINE_COLOURS: Mapping[LineStyle, tuple[str, str]] = MappingProxyType(
    {
        LineStyle.CURSOR: ("foreground", "line-cursor"),
        LineStyle.BLURRED_CURSOR: ("foreground", "line-cursor-blurred"),
        LineStyle.CARET: ("caret-text", "caret"),
        LineStyle.HEADING: ("muted", ""),
        LineStyle.FIELD: ("", "panel"),
    }
)
"""The variables of the theme for a line's words and its ground; an empty one leaves what is there."""
_REVERSED = frozenset({LineStyle.CURSOR, LineStyle.CARET})


def line_style(widget: Widget, kind: LineStyle) -> Style:
    """What such a line adds to the ground. Straight from the theme: Textual looks up styles of parts at each focus."""
    colours = widget.app.theme_variables
    words, behind = _LINE_COLOURS[kind]
    return _line_style(kind, colours.get(words, ""), colours.get(behind, ""), plain=widget.app.no_color)


@cache
def _line_style(kind: LineStyle, words: str, behind: str, *, plain: bool) -> Style:
    return Style(
        color=Color.parse(words).rich_color if words else None,
        bgcolor=Color.parse(behind).rich_color if behind else None,
        bold=True if kind is LineStyle.CURSOR and not plain else None,
        underline=True if kind is LineStyle.HEADING or (plain and kind is LineStyle.BLURRED_CURSOR) else None,
        reverse=True if plain and kind in _REVERSED else None,
    )


def ground(widget: Widget) -> Style:
    """The style of a line nothing is said about. Textual's own `rich_style` is worked out anew at every call."""
    return widget.visual_style.rich_style


def strip_of(widget: Widget, parts: Iterable[Span], on: Style, width: int) -> Strip:
    """One line of the screen in exactly `width` cells: the pieces in their tones on the style of the line."""
    segments: list[Segment] = []
    room = width
    few_glyphs = widget.app.theme_variables.get(GLYPHS) == FEW
    for part in parts:
        text, size = _measured(part.text, few_glyphs=few_glyphs)
        if size > room:
            text, size = fit(text, room), room
        segments.append(Segment(text, on if part.tone is TextStyle.PLAIN else on + tone_style(widget, part.tone)))
        room -= size
    if room:
        segments.append(Segment(" " * room, on))
    # Counted by Textual it would be another measure.
    return Strip(segments, width)


@lru_cache(maxsize=4096)
def _measured(words: str, *, few_glyphs: bool) -> tuple[str, int]:
    """A piece as it is drawn, and its cells."""
    text = settled(on_console(words) if few_glyphs else words)
    return text, cells(text)


class LineCache(StylesCache):
    """Puts the edges of a widget around its lines as Textual does, but works out once what they are.

    It is for widgets whose lines are as wide as they are, and which nothing dims.
    """

    _edges: tuple[Sequence[Segment], Sequence[Segment]] | None = None

    def clear(self) -> None:
        """Other styles, or another width: nothing drawn before is of use."""
        super().clear()
        self._edges = None

    def render_widget(self, widget: Any, crop: Region) -> list[Strip]:
        """The lines that are asked for; every line but those of the border has the same edges."""
        gutter, size = widget.styles.gutter, widget.outer_size
        if widget.get_line_filters() or crop.column_span != (0, size.width):
            return super().render_widget(widget, crop)
        strips: list[Strip] = []
        width = size.width - gutter.width
        for y in crop.line_range:
            is_content = gutter.top <= y < size.height - gutter.bottom
            if y in self._cache and not self.is_dirty(y) and size.width == self._width:
                strip = self._cache[y]
            elif is_content and (self._edges or not gutter.width) and size.width == self._width:
                left, right = self._edges or ((), ())
                line = widget.draw_line(y - gutter.top, width)
                self._cache[y] = strip = Strip([*left, *line, *right], size.width) if left or right else line
            else:
                [strip] = super().render_widget(widget, Region(0, y, size.width, 1))
                if is_content:
                    self._edges = [*strip.crop(0, gutter.left)], [*strip.crop(size.width - gutter.right, size.width)]
            strips.append(strip)
        self._dirty_lines.difference_update(crop.line_range)
        return strips


class DrawsLines(_Mixed):
    """A widget of lines; its screen draws those that are drawn again without being sent a message for each part.

    It stands before the Textual class and is none itself: Textual reads the styles of the first base that is one.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._styles_cache: StylesCache = LineCache()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw these parts again, or all of it."""
        if layout or recompose or not (repaint and self._is_mounted and self.is_attached):
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        draw_soon = getattr(self.screen, "draw_soon", None)
        if draw_soon is None:
            return super().refresh(*regions)
        self._set_dirty(*regions)
        if self.display:
            draw_soon(self)
        return self

    def draw_line(self, y: int, _width: int) -> Strip:
        """The line at `y` within the edges, in so many cells."""
        return super().render_line(y)

    def render_line(self, y: int) -> Strip:
        """The line at `y` as Textual asks for it, which looks up the width for each."""
        return self.draw_line(y, self.size.width)


class Painted(DrawsLines, Widget):
    """A widget of one or more lines made of pieces; `line(y)` says what stands in each."""

    def line(self, y: int, width: int) -> Sequence[Span]:
        """The pieces of the line at `y`, at most `width` cells wide."""
        raise NotImplementedError

    def draw_line(self, y: int, width: int) -> Strip:
        """The line at `y` from its pieces."""
        return strip_of(self, self.line(y, width), ground(self), width)


class LineBar(DrawsLines, ScrollBar):
    """A scrollbar whose lines are made once for every place of its thumb, and drawn where they changed."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw again what looks different."""
        if not (regions or layout or recompose) and repaint and self.is_on_screen:
            before, size = self._render_cache, self.size
            self._render_content()
            old, new = before.lines if before.size == size else (), self._render_cache.lines
            regions = tuple(Region(0, y, size.width, 1) for y, line in enumerate(new) if line not in old[y : y + 1])
            if not regions:
                return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _render_content(self) -> None:
        bar: Any = self.render()
        look = (self.size.height, bar.virtual_size, bar.window_size, bar.position, self.size.width)
        self._render_cache = _RenderCache(self.size, _lines_of_bar(look, bar.style, ground(self)))
        self._dirty_regions.clear()


@lru_cache(maxsize=512)
def _lines_of_bar(look: tuple[int, float, float, float, int], style: Style, on: Style) -> list[Strip]:
    colours: Any = style.bgcolor, style.color  # of the theme, which no bar is without
    bar = ScrollBarRender.render_bar(*look, True, *colours)
    return [Strip([Segment(cell.text, on + (cell.style or on))], look[-1]) for cell in bar.segments]


class LineView(ActionHost, DrawsLines, ScrollView, can_focus=True, inherit_bindings=False):
    """A widget that scrolls over lines it draws itself in `render_line`."""

    virtual_size = Reactive(Size(0, 0), repaint=False)
    """How many lines there are. Textual's own would lay out the whole screen anew whenever that changes."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar at the right, which is drawn as lines, too."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = LineBar(thickness=self.scrollbar_size_vertical)
            bar.display = False
            self.app._start_widget(self, bar)  # noqa: SLF001 - as Textual does with its own
        return self._vertical_scrollbar

    @property
    def top(self) -> int:
        """How many lines are scrolled out of sight above."""
        return round(self.scroll_y)

    def watch_virtual_size(self) -> None:
        """The bar follows; whatever else stands on the screen keeps its place, unless this is as high as its lines."""
        if self.styles.auto_dimensions:
            self.refresh(layout=True)
        self._scroll_update(self.virtual_size)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: FBT001, FBT002 - Textual's signature
        """Take another size; at the same one Textual would draw the bar anew after every layout."""
        return size != self._size and super()._size_updated(size, virtual_size, container_size, layout)

    def draw_changed(self, before: Sequence[object], after: Sequence[object], first: int = 0) -> None:
        """Draw again, of the lines from `first` on, those that show something else than before.

        What is not seen has none; it is drawn as a whole when it is.
        """
        if not self.is_on_screen:
            self.refresh()
            return
        changed = (y for y, (old, new) in enumerate(zip_longest(before, after), first) if old != new)
        if regions := [self.region_of_line(y) for y in changed]:
            self.refresh(*regions)

    def region_of_line(self, y: int) -> Region:
        """Where the line at `y` stands with its edges, so that it is drawn as it is kept."""
        return Region(-self.styles.gutter.left, y, self.outer_size.width, 1)

    async def takes_key(self, key: events.Key) -> bool:
        """Whether a key that comes first, or the `on_key` of a part around, takes that key; else the app is next.

        Textual sends it to the queue of each part on the way, whether that has anything to do with keys or not.
        """
        app, keymap = context_of(self), context_of(self).keymap
        app.app_focus = True
        comes_first = any(key.key in keys_of(action, keymap) for action in _COME_FIRST)
        if comes_first and await app._check_bindings(key.key, priority=True):  # noqa: SLF001 - as Textual does
            return True
        hearing = (part.on_key for part in self.ancestors_with_self if hasattr(part, "on_key"))
        key._set_forwarded()  # noqa: SLF001
        return any(on_key(key) or key._stop_propagation for on_key in hearing)  # noqa: SLF001

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - Textual's signature
        """Take the focus now; Textual's own way puts it off, and a key typed in between would go astray."""
        if not self.is_attached:
            return super().focus(scroll_visible)
        self.screen.set_focus(self, scroll_visible)
        return self


class TextLine(Struct, frozen=True):
    """One paragraph of text; line ends in it are kept. Continuation lines stand `indent` cells to the right.

    `is_help`: it only says what can be done here, so that a search does not look into it. `found_by` are words it is
    found by, though they are not shown.
    """

    text: Cell = ""
    tone: TextStyle = TextStyle.PLAIN
    indent: int = 0
    is_help: bool = False
    found_by: str = ""


def teaching(paragraphs: Sequence[str]) -> tuple[TextLine, ...]:
    """What stands in an empty place: the first of the paragraphs stands out, and so do the keys in brackets: `[a]`."""
    first, *others = paragraphs
    return (TextLine(first, TextStyle.STRONG), *(TextLine(keyed(paragraph)) for paragraph in others))


def keyed(words: str) -> tuple[str | Span, ...]:
    """The words with the keys that stand in brackets: `[a] adds one`."""
    parts = _KEY.split(words)
    return tuple(Span(part, TextStyle.KEY) if place % 2 else part for place, part in enumerate(parts))


def words_of(lines: Iterable[TextLine]) -> str:
    """What these lines say about the matter, to be searched."""
    return "\n".join(plain(line.text) + f" {line.found_by}" * bool(line.found_by) for line in lines if not line.is_help)


class TextView(LineView):
    """Lines of text that wrap and scroll."""

    BINDINGS = bindings("text")

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._lines: Sequence[TextLine] = ()
        self._rows: list[tuple[Span, ...]] = []
        self._pinned: Sequence[TextLine] = ()
        self._pinned_rows: list[tuple[Span, ...]] = []
        self._newest: int | None = None
        self._width = 0

    def show_lines(
        self,
        lines: Sequence[TextLine],
        *,
        pinned: Sequence[TextLine] = (),
        newest: int | None = None,
        keep_place: bool = False,
    ) -> None:
        """Show these lines from the top, or from where the text stood.

        `pinned` lines stand above them and do not scroll. With `newest` the text is shown so that its end is in view
        from that line on; where that is more than there is room for, it begins at the top.
        """
        before = self._in_view()
        self._lines, self._pinned = lines, pinned
        self._newest = self._newest if keep_place else newest
        self._wrap()
        if not keep_place:
            self.scroll_to(y=self._first_row(), animate=False, immediate=True, force=True)
        self.draw_changed(before, self._in_view())

    def _in_view(self) -> Sequence[Sequence[Span]]:
        height, pinned, top = self.size.height if self.is_on_screen else 0, self._pinned_rows, self.top
        rows = (*pinned, *self._rows[top : top + max(height - len(pinned), 0)])[:height]
        return (*rows, *((),) * (height - len(rows)))

    def _row_at(self, y: int) -> Sequence[Span]:
        pinned = len(self._pinned_rows)
        if y < pinned:
            return self._pinned_rows[y]
        place = y - pinned + self.top
        return self._rows[place] if place < len(self._rows) else ()

    def _first_row(self) -> int:
        if self._newest is None or self._width <= 0:
            return 0
        begins = sum(len(wrap_pieces(line, self._width)) for line in self._lines[: self._newest])
        return max(min(begins, len(self._rows) - self._room), 0)

    @property
    def _room(self) -> int:
        return max(self.size.height - len(self._pinned_rows), 1)

    def reveal(self, words: "SearchWords") -> None:
        """Scroll to the first of the lines in which most of these words stand; stay where none of them does."""
        from afterword.domain.text import searchable

        texts = [searchable("".join(piece.text for piece in row)) for row in self._rows]
        counts = [sum(word.is_in(text) for word in words.words) for text in texts]
        if most := max(counts, default=0):
            self._newest = None
            self.scroll_to(y=max(counts.index(most) - 1, 0), animate=False, immediate=True)

    def action_move(self, by: int) -> None:
        """Scroll so many lines down."""
        self._newest = None
        self.scroll_to(y=self.top + by, animate=False, immediate=True)

    def action_move_pages(self, by: int) -> None:
        """Scroll so many pages down."""
        self.action_move(by * max(self._room - 1, 1))

    def action_first(self) -> None:
        """Scroll to the beginning."""
        self.action_move(-len(self._rows))

    def action_last(self) -> None:
        """Scroll to the end."""
        self.action_move(len(self._rows))

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:  # noqa: FBT001 - Textual's signature
        """The bar that comes after the text was scrolled stands where the text does."""
        if shown:
            self.vertical_scrollbar.position = self.top

    def on_resize(self) -> None:
        """Another width, other lines; what was newest stays in view until the text is scrolled."""
        if self.size.width - 1 != self._width:
            self._wrap()
            self.refresh()
        if self._newest is not None:
            self.scroll_to(y=self._first_row(), animate=False, immediate=True, force=True)

    def _wrap(self) -> None:
        self._width = width = self.size.width - 1
        self._rows = _wrapped(self._lines, width)
        self._pinned_rows = _wrapped(self._pinned, width)
        self.virtual_size = Size(0, len(self._rows) + len(self._pinned_rows))

    def draw_line(self, y: int, width: int) -> Strip:
        """The line at `y` from the top of the widget."""
        return strip_of(self, self._row_at(y), ground(self), width)


def _wrapped(lines: Iterable[TextLine], width: int) -> list[tuple[Span, ...]]:
    return [row for line in lines for row in wrap_pieces(line, width)] if width > 0 else []


@lru_cache(maxsize=2048)
def wrap_pieces(line: TextLine, width: int) -> Sequence[tuple[Span, ...]]:
    """The rows of one line set in `width` cells, its tones kept."""
    parts = pieces(line.text, line.tone)
    text = _text_of(parts)
    indent = min(line.indent, width // 2)
    rows: list[tuple[Span, ...]] = []
    for number, (start, end) in enumerate(wrap(text, width, indent)):
        lead = (Span(" " * indent),) if number and indent else ()
        rows.append((*lead, *_cut(parts, start, end)))
    return rows


def _text_of(parts: Sequence[Span]) -> str:
    return "".join(part.text for part in parts).replace("\t", " ")


def _cut(parts: Sequence[Span], start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for part in parts:
        piece = part.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            spans.append(Span(piece.replace("\t", " "), part.tone))
        at += len(part.text)
    return spans
