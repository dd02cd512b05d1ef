"""Owns text with a style: runs of text in a few styles, measured, wrapped and cut by the cells of a terminal.

Presenters build cells and lines from `str` and `Span`; no markup is ever read out of a text, whatever it contains.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct

from afterword.domain.text import ELLIPSIS, cells, clean, fit, settled, signs_of, takes_one_cell_each


class TextStyle(StrEnum):
    """How a piece of text stands out. A tone never says anything the words beside it do not say."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MARKED = "marked"
    KEY = "key"
    ACTIVE = "active"


class Span(Struct, frozen=True):
    """A run of text in one tone."""

    text: str
    tone: TextStyle = TextStyle.PLAIN


class Alternatives(Struct, frozen=True):
    """The same said ever shorter: a column takes the first that fits into it whole, and the last where none does."""

    spans: Sequence[str | Span]

    def fitting(self, width: int) -> str | Span:
        """What stands in a column of that width."""
        whole = (span for span in self.spans if cells(span if isinstance(span, str) else span.text) <= width)
        return next(whole, self.spans[-1])


Cell = str | Span | Sequence[str | Span] | Alternatives
"""What stands in a cell or a line: one run, several side by side, or one of several."""


def pieces(cell: Cell, tone: TextStyle = TextStyle.PLAIN) -> tuple[Span, ...]:
    """The cell as clean pieces; plain parts take `tone`. The last line of defence: nothing a terminal obeys passes.

    Nor does what terminals draw in different cells.
    """
    if isinstance(cell, str):
        return (Span(settled(clean(cell)), tone),)
    if isinstance(cell, Span):
        return (Span(settled(clean(cell.text)), tone if cell.tone is TextStyle.PLAIN else cell.tone),)
    if isinstance(cell, Alternatives):
        return pieces(cell.spans[0], tone)
    return tuple(piece for part in cell for piece in pieces(part, tone))


GLYPHS, FEW = "glyphs", "few"
"""The variable of the theme that says which signs the terminal has, and its value for the console of Linux."""
_ON_CONSOLE = str.maketrans("✓✔✗›‹□●▪◦▁▂▃▅▆▇╭╮╰╯", "√√x><·•··__▄▄██┌┐└┘")


def on_console(text: str) -> str:
    """The text in signs that the fonts of the Linux console have, each in as many cells."""
    return text if text.isascii() else text.translate(_ON_CONSOLE)


def plain(cell: Cell) -> str:
    """The words of the cell without tones."""
    return "".join(piece.text for piece in pieces(cell))


def fit_pieces(parts: Sequence[Span], width: int) -> Iterable[Span]:
    """Pieces that fill exactly `width` cells; what does not fit ends in `…`."""
    if len(parts) == 1:
        yield Span(fit(parts[0].text, width), parts[0].tone)
        return
    left = width
    last = len(parts) - 1
    for index, part in enumerate(parts):
        size = cells(part.text)
        if size > left or (size == left and index < last and any(rest.text for rest in parts[index + 1 :])):
            yield Span(fit(part.text + " " * (left - size) + ELLIPSIS, left), part.tone)
            return
        yield part
        left -= size
    if left:
        yield Span(" " * left)


def wrap(text: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """Where the lines of `text` begin and end when it is set in `width` cells, all but the first in `hang` cells less.

    Offsets into `text`; a line end is in no line, and a space at which a line was broken belongs to the line before it.
    Every other character is in exactly one line. An empty text is one empty line.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        first = max(width - (hang if lines else 0), 2)
        lines.extend((start + begin, start + end) for begin, end in _wrap_line(paragraph, first, max(width - hang, 2)))
        start += len(paragraph) + 1
    return lines


def _wrap_line(line: str, first: int, later: int) -> list[tuple[int, int]]:
    if len(line) * 2 <= first:
        return [(0, len(line))]
    if takes_one_cell_each(line):
        return _wrap_even_line(line, first, later)
    signs = signs_of(line)
    lines: list[tuple[int, int]] = []
    place, width = 0, first
    while True:
        after = _line_end(line, signs, place, width)
        end = signs[after][0] if after < len(signs) else len(line)
        lines.append((signs[place][0], end))
        if after >= len(signs):
            return lines
        place, width = after, later


def _wrap_even_line(line: str, first: int, later: int) -> list[tuple[int, int]]:
    """The same for a line whose signs need not be measured: most lines, many times as fast."""
    lines: list[tuple[int, int]] = []
    begin, width = 0, first
    while True:
        over = begin + width
        while over < len(line) and line[over] == " ":
            over += 1
        if over >= len(line):
            return [*lines, (begin, len(line))]
        end = line.rfind(" ", begin, over) + 1 or over
        lines.append((begin, end))
        begin, width = end, later


def _line_end(line: str, signs: Sequence[tuple[int, int, int]], begin: int, width: int) -> int:
    """The sign at which the next line begins."""
    used, gap = 0, -1
    for place in range(begin, len(signs)):
        start, _, size = signs[place]
        used += size
        if line[start] == " ":
            # A space may hang over the edge, where nobody sees it.
            gap = place
        elif used > width:
            return gap + 1 if gap >= begin else max(place, begin + 1)
    return len(signs)
