"""Owns read-only text that scrolls: plain lines in tones, wrapped to the width; never markup."""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from textual.geometry import Size
from textual.strip import Strip

from afterword.tui.actions.table import bindings
from afterword.tui.styles import Cell, Span, TextStyle, pieces, plain
from afterword.tui.widgets.cells import wrap
from afterword.tui.widgets.line_view import LineView
from afterword.tui.widgets.paint import ground, strip_of


class TextLine(Struct, frozen=True):
    """One paragraph of text; line ends in it are kept. Continuation lines stand `indent` cells to the right.

    `is_help`: it only says what can be done here, so that a search does not look into it.
    """

    text: Cell = ""
    tone: TextStyle = TextStyle.PLAIN
    indent: int = 0
    is_help: bool = False


def words_of(lines: Iterable[TextLine]) -> str:
    """What these lines say about the matter, to be searched."""
    return "\n".join(plain(line.text) for line in lines if not line.is_help)


class TextView(LineView):
    """Lines of text that wrap and scroll."""

    BINDINGS = bindings("text")

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._lines: Sequence[TextLine] = ()
        self._rows: list[tuple[Span, ...]] = []
        self._width = 0

    def show_lines(self, lines: Sequence[TextLine], *, keep_place: bool = False) -> None:
        """Show these lines from the top, or from where the text stood."""
        self._lines = lines
        self._wrap()
        if not keep_place:
            self.scroll_to(y=0, animate=False, immediate=True)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Scroll so many lines down."""
        self.scroll_to(y=self.scroll_offset.y + by, animate=False, immediate=True)

    def action_move_pages(self, by: int) -> None:
        """Scroll so many pages down."""
        self.action_move(by * max(self.size.height - 1, 1))

    def action_first(self) -> None:
        """Scroll to the beginning."""
        self.action_move(-len(self._rows))

    def action_last(self) -> None:
        """Scroll to the end."""
        self.action_move(len(self._rows))

    def on_resize(self) -> None:
        """Another width, other lines."""
        if self.size.width - 1 != self._width:
            self._wrap()

    def _wrap(self) -> None:
        self._width = width = self.size.width - 1
        self._rows = [row for line in self._lines for row in wrap_pieces(line, width)] if width > 0 else []
        self.virtual_size = Size(0, len(self._rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line at `y` from the top of the widget."""
        style = ground(self)
        place = y + self.scroll_offset.y
        row = self._rows[place] if place < len(self._rows) else ()
        return strip_of(self, row, style).adjust_cell_length(self.size.width, style)


def wrap_pieces(line: TextLine, width: int) -> list[tuple[Span, ...]]:
    """The rows of one line set in `width` cells, its tones kept."""
    parts = pieces(line.text, line.tone)
    text = "".join(part.text for part in parts).replace("\t", " ")
    indent = min(line.indent, width // 2)
    rows: list[tuple[Span, ...]] = []
    for number, (start, end) in enumerate(wrap(text, width, indent)):
        lead = (Span(" " * indent),) if number and indent else ()
        rows.append((*lead, *_cut(parts, start, end)))
    return rows


def _cut(parts: Sequence[Span], start: int, end: int) -> list[Span]:
    found: list[Span] = []
    at = 0
    for part in parts:
        piece = part.text[max(start - at, 0) : max(end - at, 0)]
        if piece:
            found.append(Span(piece.replace("\t", " "), part.tone))
        at += len(part.text)
    return found
