"""Owns the list every pane uses: it draws only the lines that are seen, so ten thousand rows cost what thirty do.

What stands in a row is a presenter's work; what happens when one is chosen is the pane's.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct, field
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from afterword.domain.text import cells
from afterword.tui.actions import bindings
from afterword.tui.styles import Alternatives, Cell, Span, TextStyle, fit_pieces, pieces, plain
from afterword.tui.widgets.lines import LineStyle, LineView, ground, line_style, strip_of

_MARK, _NO_MARK = "›", " "
_TICK = "✓"
_MOST_STRIPS = 1000
"""So many different lines are kept as they were drawn; lines of other records often look the same."""
_LEAST = 8
"""The cells that are left to a column which gives way."""


class ListColumn(Struct, frozen=True):
    """One column of a list.

    `width` is its width in cells, or the least width of a flexible column; `share` is its part of the cells that are
    left over (0: fixed). A column is left out where the list is narrower than `hide_below` cells.
    """

    title: str
    width: int
    share: int = 0
    hide_below: int = 0


GAP = 1
"""Cells between two columns."""


@lru_cache(maxsize=64)
def layout(columns: tuple[ListColumn, ...], width: int) -> tuple[tuple[int, int], ...]:
    """The columns that are shown in `width` cells, as (index, cells); flexible ones share what is left.

    Where even the least widths are too many, the column that takes the largest share gives way, then the line is cut
    from its right end.
    """
    visible = [index for index, column in enumerate(columns) if width >= column.hide_below]
    room = width - GAP * max(len(visible) - 1, 0) - sum(columns[index].width for index in visible)
    spare, lacking = max(room, 0), max(-room, 0)
    widest = max(visible, key=lambda index: columns[index].share, default=0)
    shares = sum(columns[index].share for index in visible)
    widths: list[tuple[int, int]] = []
    for index in visible:
        column = columns[index]
        extra = spare * column.share // shares if shares else 0
        spare -= extra
        shares -= column.share
        cut = min(lacking, max(column.width - _LEAST, 0)) if index == widest and column.share else 0
        widths.append((index, column.width + extra - cut))
    return tuple(widths)


class Row(Struct, frozen=True):
    """One line: a cell for each column of the list, and the tone of its plain parts."""

    cells: tuple[Cell, ...]
    tone: TextStyle = TextStyle.PLAIN

    @property
    def words(self) -> str:
        """What the line says, to be searched."""
        return "\n".join(plain(cell) for cell in self.cells)


class _Source(Struct, frozen=True, dict=True):
    """The keys in their order, and where each one's row comes from."""

    keys: Sequence[str] = ()
    row: Callable[[str], Row] = lambda _key: Row(())
    places: Mapping[str, int] = field(default_factory=dict)
    headings: Collection[str] = frozenset()


class _OfList(Message):
    """What happened in a list."""

    def __init__(self, sender: "VirtualList") -> None:
        super().__init__()
        self.sender = sender

    @property
    def control(self) -> "VirtualList":
        """The list, for `@on` with a selector."""
        return self.sender


class VirtualList(LineView):
    """A list with a heading line and a cursor.

    The cursor stays on its key when the rows change, and near its place when the key is gone. Headings between the
    rows say what stands below them; the cursor passes over them.
    """

    BINDINGS = bindings("list")

    class Highlighted(_OfList, bubble=False):
        """The cursor is on another key (or on none: the list is empty).

        Sent to the nearest part around the list that hears of it, and not by way of all between them.
        """

        def __init__(self, sender: "VirtualList", key: str | None) -> None:
            super().__init__(sender)
            self.key = key

    class HeadingClicked(_OfList):
        """The heading of a column was clicked; `column` is its place among the columns."""

        def __init__(self, sender: "VirtualList", column: int) -> None:
            super().__init__(sender)
            self.column = column

    class Selected(_OfList):
        """The row under the cursor was opened."""

        def __init__(self, sender: "VirtualList", key: str) -> None:
            super().__init__(sender)
            self.key = key

    def __init__(self, columns: Sequence[ListColumn], *, heading: bool = True, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._columns = tuple(columns)
        self._heading = 1 if heading else 0
        self._source = _Source()
        self._cursor = 0
        self._ticked: Collection[str] = frozenset()
        self._rows: dict[str, Row] = {}
        self._strips: dict[tuple[Row, str, bool, Style, int], Strip] = {}

    # ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def load(
        self,
        keys: Sequence[str],
        row: Callable[[str], Row],
        *,
        at: str | None = None,
        headings: Collection[str] = frozenset(),
    ) -> None:
        """Show these keys; `row` is asked for a key when its line is first seen. `at`: where the cursor goes.

        The rows of `headings` are headings of those below them: two cells, one at each end of the line.
        """
        before, place, was_in_view = self.key, self._cursor, self._in_view(self._rows.get)
        self._source = _Source(keys, row, {key: index for index, key in enumerate(keys)}, headings)
        self._rows.clear()
        new_place = self._source.places.get(at if at is not None else before or "")
        self._cursor = self._landing(place if new_place is None else new_place, 1)
        self.virtual_size = Size(0, len(keys) + self._heading)
        self._reveal()
        self.draw_changed(was_in_view, self._in_view(self._row), self._heading)
        if self.key != before:
            self._tell_moved()

    def _in_view(self, row: Callable[[str], Row | None]) -> Sequence[tuple[Row | None, bool, bool, bool]]:
        """What each line that is seen shows: its row, and whether that is a heading, under the cursor and ticked.

        Whoever loads a list may know no more of what stood in it: no row is asked for that has not been drawn.
        """
        top, source = self.top, self._source
        if not self.is_on_screen:
            return ()
        return [
            (row(key), key in source.headings, place == self._cursor, key in self._ticked)
            for place, key in enumerate(source.keys[top : top + self.size.height - self._heading], top)
        ]

    def _row(self, key: str) -> Row:
        if key not in self._rows:
            self._rows[key] = self._source.row(key)
        return self._rows[key]

    @property
    def key(self) -> str | None:
        """The key under the cursor; None in an empty list."""
        return self._source.keys[self._cursor] if self._source.keys else None

    @property
    def count(self) -> int:
        """How many rows there are, headings aside."""
        return len(self._source.keys) - len(self._source.headings)

    def holds(self, key: str) -> bool:
        """Whether that key is among the rows."""
        return key in self._source.places

    def show_columns(self, columns: Sequence[ListColumn]) -> None:
        """Show the rows in these columns from now on."""
        self._columns = tuple(columns)
        self._strips.clear()
        self.refresh()

    def tick(self, keys: Collection[str]) -> None:
        """Mark these keys as ticked, and no others."""
        was_in_view, room = self._in_view(self._rows.get), self._mark_width
        self._ticked = frozenset(keys)
        if self._mark_width != room:
            self.refresh()
        else:
            self.draw_changed(was_in_view, self._in_view(self._rows.get), self._heading)

    def move_to(self, key: str) -> bool:
        """Put the cursor on that key; False when it is not in the list."""
        place = self._source.places.get(key)
        if place is not None:
            self._move(place)
        return place is not None

    # ── keys and clicks ───────────────────────────────────────────────────────────────────────────────────────────

    def action_move(self, by: int) -> None:
        """Move the cursor so many lines down."""
        self._move(self._cursor + by)

    def action_move_pages(self, by: int) -> None:
        """Move the cursor so many pages down."""
        self.action_move(by * max(self.size.height - self._heading - 1, 1))

    def action_first(self) -> None:
        """Move the cursor to the first line."""
        self._move(0)

    def action_last(self) -> None:
        """Move the cursor to the last line."""
        self._move(len(self._source.keys) - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.key is not None:
            self.post_message(self.Selected(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a second one on the same line opens it; on a heading it chooses the column."""
        place = event.y - self._heading + self.top
        if event.y < self._heading:
            column = self._column_at(event.x)
            if column is not None:
                self.post_message(self.HeadingClicked(self, column))
            return
        if not 0 <= place < len(self._source.keys):
            return
        if place == self._cursor and event.chain > 1:
            self.action_open()
        self._move(place)

    def _column_at(self, x: int) -> int | None:
        """The column that stands there."""
        end = left = self._mark_width
        for index, size in layout(self._columns, self.size.width - left - 1):
            end += size + GAP
            if left <= x < end:
                return index
        return None

    @property
    def _mark_width(self) -> int:
        return 2 if self._ticked else 1

    def _move(self, place: int) -> None:
        place = self._landing(place, 1 if place > self._cursor else -1)
        if place == self._cursor or not self.count:
            return
        old, self._cursor = self._cursor, place
        if not self._reveal():
            self._refresh_line(old)
            self._refresh_line(place)
        self._tell_moved()

    def _tell_moved(self) -> None:
        follower = next((node for node in self.ancestors if hasattr(node, "on_virtual_list_highlighted")), None)
        if follower is not None:
            follower.post_message(self.Highlighted(self, self.key))

    def _landing(self, place: int, step: int) -> int:
        """The row at that place; where it is a heading, the nearest one further on, or else before it."""
        last = len(self._source.keys) - 1
        place = max(min(place, last), 0)
        for way in (step, -step):
            landing = place
            while 0 <= landing <= last and self._is_heading(landing):
                landing += way
            if 0 <= landing <= last:
                return landing
        return 0

    def _is_heading(self, place: int) -> bool:
        return place >= 0 and self._source.keys[place] in self._source.headings

    def _reveal(self) -> bool:
        """Scroll so that the cursor is seen, with a heading right above it; True when it had to scroll.

        Before there is room there is nothing to scroll.
        """
        height = self.size.height - self._heading
        if height <= 0:
            return False
        top = self.top
        first = self._cursor - (height > 1 and bool(self._source.headings) and self._is_heading(self._cursor - 1))
        new_top = min(max(top, self._cursor - height + 1), first)
        if new_top == top:
            return False
        self.scroll_to(y=new_top, animate=False, immediate=True, force=True)
        return True

    def _refresh_line(self, place: int) -> None:
        self.refresh(self.region_of_line(place - self.top + self._heading))

    # ── drawing ───────────────────────────────────────────────────────────────────────────────────────────────────

    def on_resize(self) -> None:
        """Widths change with the screen; the cursor stays in sight."""
        self._reveal()

    def on_focus(self, event: events.Focus) -> None:
        """The cursor line looks different where keys go to it; nothing else does, so nothing else is drawn again."""
        event.prevent_default()
        self.has_focus = True
        self._tell_parent(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """The cursor line alone is drawn again, as when the focus comes."""
        event.prevent_default()
        self.has_focus = False
        self._tell_parent(events.DescendantBlur(self))

    def _tell_parent(self, event: events.Event) -> None:
        self._refresh_line(self._cursor)
        if self.parent is not None:
            self.parent.post_message(event)

    def notify_style_update(self) -> None:
        """Other colours: nothing drawn before is of use."""
        self._strips.clear()
        super().notify_style_update()

    def draw_line(self, y: int, width: int) -> Strip:
        """The line at `y` from the top of the widget."""
        if y < self._heading:
            titles = Row(tuple(column.title for column in self._columns))
            room = " " if self._ticked else ""
            return self._draw(titles, width, _NO_MARK + room, ground(self) + line_style(self, LineStyle.HEADING))
        place = y - self._heading + self.top
        if place >= len(self._source.keys):
            return Strip.blank(width, ground(self))
        key, is_cursor = self._source.keys[place], place == self._cursor
        ticked = (_TICK if key in self._ticked else " ") if self._ticked else ""
        mark, is_heading = (_MARK if is_cursor else _NO_MARK) + ticked, key in self._source.headings
        look = self._row(key), mark, is_heading, self._cursor_style() if is_cursor else ground(self), width
        strip = self._strips.get(look)
        if strip is None:
            if len(self._strips) >= _MOST_STRIPS:
                self._strips.clear()
            strip = self._strips[look] = self._draw_row(*look)
        return strip

    def _draw_row(self, row: Row, mark: str, is_heading: bool, style: Style, width: int) -> Strip:  # noqa: FBT001
        return strip_of(self, _between(row, width), style, width) if is_heading else self._draw(row, width, mark, style)

    def _cursor_style(self) -> Style:
        return ground(self) + line_style(self, LineStyle.CURSOR if self.has_focus else LineStyle.BLURRED_CURSOR)

    def _draw(self, row: Row, width: int, mark: str, style: Style) -> Strip:
        parts = [Span(mark)]
        for index, size in layout(self._columns, width - len(mark) - 1):
            cell = row.cells[index] if index < len(row.cells) else ""
            cell = cell.fitting(size) if isinstance(cell, Alternatives) else cell
            parts.extend(fit_pieces(pieces(cell, row.tone), size))
            parts.append(Span(" " * GAP))
        return strip_of(self, parts, style, width)


def _between(row: Row, width: int) -> Sequence[Span]:
    """A heading: its first cell at the left, its last at the right, a line between them where there is room."""
    right = [Span(" "), *pieces(row.cells[-1], row.tone)]
    room = max(width - sum(cells(part.text) for part in right) - 1, 0)
    left = pieces(row.cells[0], row.tone)
    size = sum(cells(part.text) for part in left)
    if size >= room:
        return [*fit_pieces(left, room), *right]
    return [*left, Span(f" {'─' * (room - size - 1)}", TextStyle.MUTED), *right]
