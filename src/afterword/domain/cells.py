"""Owns how many cells of a terminal a text takes: the one measure for lists, tables and lines, in the app and outside.

Terminals disagree about signs that are put together of several: a family of emoji takes two cells in one and six in
another. `settled` draws of these what takes the same cells everywhere; what is stored and sent is never touched.
The widths are those of `wcwidth` in the C library, which xterm, tmux and the console of Linux go by.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

ELLIPSIS = "…"
_ONE_CELL_EACH = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Latin letters with their accents, and dashes, quotation marks and dots: most of what there is to count."""
_TEXT_AND_EMOJI = "[\ufe00-\ufe0f\u20dd-\u20e4\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
"""How a sign is to look: as text or emoji, in a frame, with which skin."""
_UNSETTLED = (
    f"\u200d{_TEXT_AND_EMOJI}*[\u2190-\u2bff\u3030-\u303d\U0001f000-\U0001faff]|{_TEXT_AND_EMOJI}|[\u200b\u200d]"
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]"
)
"""A sign joined to the one before it, and what cannot be seen at all; compiled for the first text that needs it."""
_FLAG_LETTERS = {0x1F1E6 + place: ord("A") + place for place in range(26)}
_FROM_THE_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_READ_ON = rf"({_FROM_THE_RIGHT}[^A-Za-z0-9 {_LEFT_TO_RIGHT}]*)(?= · | \(\d)"
"""A name read from the right, before what stands behind it."""
_READ_FIRST = rf"\A((?:[^\w{_LEFT_TO_RIGHT}]|\d)*)(?={_FROM_THE_RIGHT})"
"""What stands before a name read from the right with which a text begins."""


def settled(text: str) -> str:
    """The text as every terminal draws it in the same cells.

    Of signs joined to one the first stays, without its skin and its look; a flag becomes its two letters; a letter
    and its accent become one sign where there is one. Names read from the right stay in their order and place: a mark
    behind one keeps the order, and one before the first keeps the whole line from being read from the right. mlterm
    counts these marks, and cuts the end of a full line for them.
    """
    if _ONE_CELL_EACH.fullmatch(text):
        return text
    drawn = unicodedata.normalize("NFC", re.sub(_UNSETTLED, "", text)).translate(_FLAG_LETTERS)
    for place in (_READ_ON, _READ_FIRST) if re.search(_FROM_THE_RIGHT, drawn) else ():
        drawn = re.sub(place, rf"\1{_LEFT_TO_RIGHT}", drawn)
    return drawn


@cache
def _cells_of(char: str) -> int:
    # The vowels and finals of Hangul stand within the syllable that begins before them.
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def takes_one_cell_each(text: str) -> bool:
    """Whether every sign of the text takes one cell, and stands alone; true of most texts, and soon told."""
    return _ONE_CELL_EACH.fullmatch(text) is not None


def cells(text: str) -> int:
    """The cells that a text takes once it is settled, as it is drawn."""
    return len(text) if _ONE_CELL_EACH.fullmatch(text) else sum(map(_cells_of, settled(text)))


def signs_of(text: str) -> Sequence[tuple[int, int, int]]:
    """What is drawn as one sign each: where it begins and ends in the text, and its cells.

    An accent belongs to the sign it follows, and so does what is joined to it or only says how it looks.
    """
    if text.isascii():
        return [(place, place + 1, 1) for place in range(len(text))]
    signs: list[tuple[int, int, int]] = []
    joined = {place for match in re.finditer(_UNSETTLED, text) for place in range(*match.span())}
    for place, char in enumerate(text):
        size = 0 if place in joined else _cells_of(char)
        if size or not signs:
            signs.append((place, place + 1, size))
        else:
            start, _, before = signs[-1]
            signs[-1] = (start, place + 1, before)
    return signs


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, with `…` where something was cut."""
    if width <= 0:
        return ""
    text = settled(text)
    if cells(text) <= width:
        return text
    return text[: _reach(text, width - 1)].rstrip() + ELLIPSIS


def _reach(text: str, width: int) -> int:
    """Where the text has to end to take at most `width` cells."""
    if _ONE_CELL_EACH.fullmatch(text):
        return width
    used = 0
    for start, _, size in signs_of(text):
        used += size
        if used > width:
            return start
    return len(text)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, padded with spaces, or cut with `…` where it is longer.

    Where it is read from the right, a mark that takes no cell keeps what stands after it in its place.
    """
    if width <= 0:
        return ""
    shown = cut(text, width)
    if shown.isascii():
        return shown.ljust(width)
    return f"{shown}{' ' * (width - cells(shown))}{_LEFT_TO_RIGHT if re.search(_FROM_THE_RIGHT, shown) else ''}"
