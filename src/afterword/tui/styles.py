"""Owns the few tones text can have on the screen and the plain pieces made of them; colours are left to the theme.

Presenters build cells and lines from `str` and `Span`; no markup is ever read out of a text, whatever it contains.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

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
