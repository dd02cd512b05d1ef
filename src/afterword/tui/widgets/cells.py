"""Owns the cutting of text by terminal cells: wide characters count two, and none is ever cut in half."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size

from afterword.tui.tones import Piece

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


def fit_pieces(parts: Sequence[Piece], width: int) -> Iterable[Piece]:
    """Pieces that fill exactly `width` cells; what does not fit ends in `…`."""
    if len(parts) == 1:
        yield Piece(fit(parts[0].text, width), parts[0].tone)
        return
    left = width
    last = len(parts) - 1
    for index, part in enumerate(parts):
        size = cell_len(part.text)
        if size > left or (size == left and index < last and any(rest.text for rest in parts[index + 1 :])):
            yield Piece(fit(part.text + " " * (left - size) + ELLIPSIS, left), part.tone)
            return
        yield part
        left -= size
    if left:
        yield Piece(" " * left)


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
    found: list[tuple[int, int]] = []
    begin, width = 0, first
    while True:
        end = _line_end(line, begin, width)
        found.append((begin, end))
        if end >= len(line):
            return found
        begin, width = end, later


def _line_end(line: str, begin: int, width: int) -> int:
    used, gap = 0, -1
    for index in range(begin, len(line)):
        char = line[index]
        if char == " ":
            # A space may hang over the edge, where nobody sees it.
            used, gap = used + 1, index
            continue
        used += cell_len(char)
        if used > width:
            return gap + 1 if gap >= begin else max(index, begin + 1)
    return len(line)
