"""Owns the few tones text can have on the screen and the plain pieces made of them; colours are left to the theme.

Presenters build cells and lines from `str` and `Piece`; no markup is ever read out of a text, whatever it contains.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from afterword.domain.text import clean


class Tone(StrEnum):
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


class Piece(Struct, frozen=True):
    """A run of text in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


Cell = str | Piece | Sequence[str | Piece]
"""What stands in a cell or a line: one run, or several side by side."""


def pieces(cell: Cell, tone: Tone = Tone.PLAIN) -> tuple[Piece, ...]:
    """The cell as clean pieces; plain parts take `tone`. The last line of defence: nothing a terminal obeys passes."""
    if isinstance(cell, str):
        return (Piece(clean(cell), tone),)
    if isinstance(cell, Piece):
        return (Piece(clean(cell.text), tone if cell.tone is Tone.PLAIN else cell.tone),)
    return tuple(piece for part in cell for piece in pieces(part, tone))


def plain(cell: Cell) -> str:
    """The words of the cell without tones."""
    return "".join(piece.text for piece in pieces(cell))
