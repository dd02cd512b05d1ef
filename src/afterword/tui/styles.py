"""Owns text with a style: runs of text in a few styles, measured, wrapped and cut by the cells of a terminal.

Presenters build cells and lines from `str` and `Span`; no markup is ever read out of a text, whatever it contains.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct
from rich.cells import cell_len, set_cell_size, split_graphemes

from afterword.domain.text import clean


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


Cell = str | Span | Sequence[str | Span]
"""What stands in a cell or a line: one run, or several side by side."""


def pieces(cell: Cell, tone: TextStyle = TextStyle.PLAIN) -> tuple[Span, ...]:
    """The cell as clean pieces; plain parts take `tone`. The last line of defence: nothing a terminal obeys passes."""
    if isinstance(cell, str):
        return (Span(clean(cell), tone),)
    if isinstance(cell, Span):
        return (Span(clean(cell.text), tone if cell.tone is TextStyle.PLAIN else cell.tone),)
    return tuple(piece for part in cell for piece in pieces(part, tone))


def plain(cell: Cell) -> str:
    """The words of the cell without tones."""
    return "".join(piece.text for piece in pieces(cell))


ELLIPSIS = "…"


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, padded with spaces, or cut with `…` where it is longer."""
    if width <= 0:
        return ""
    if text.isascii():
        return text.ljust(width) if len(text) <= width else text[: width - 1] + ELLIPSIS
    size = cell_len(text)
    if size <= width:
        return text + " " * (width - size)
    return set_cell_size(text, width - 1) + ELLIPSIS


def fit_pieces(parts: Sequence[Span], width: int) -> Iterable[Span]:
    """Pieces that fill exactly `width` cells; what does not fit ends in `…`."""
    if len(parts) == 1:
        yield Span(fit(parts[0].text, width), parts[0].tone)
        return
    left = width
    last = len(parts) - 1
    for index, part in enumerate(parts):
        size = cell_len(part.text)
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


def signs_of(text: str) -> Sequence[tuple[int, int, int]]:
    """What is drawn as one sign each: where it begins and ends in the text, and its cells.

    An accent or a joiner belongs to the sign it follows, so that an emoji made of several is one sign of two cells.
    """
    if text.isascii():
        return [(place, place + 1, 1) for place in range(len(text))]
    return split_graphemes(text.replace("\t", " "))[0]


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
