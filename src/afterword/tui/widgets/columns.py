"""Owns how the width of a list is shared between its columns; drawing them is left to the list."""

from collections.abc import Sequence

from msgspec import Struct


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


def layout(columns: Sequence[ListColumn], width: int) -> tuple[tuple[int, int], ...]:
    """The columns that are shown in `width` cells, as (index, cells); flexible ones share what is left.

    Where even the least widths are too many, columns are cut from the right end of the line.
    """
    shown = [index for index, column in enumerate(columns) if width >= column.hide_below]
    gaps = GAP * max(len(shown) - 1, 0)
    spare = max(width - gaps - sum(columns[index].width for index in shown), 0)
    shares = sum(columns[index].share for index in shown)
    found: list[tuple[int, int]] = []
    for index in shown:
        column = columns[index]
        extra = spare * column.share // shares if shares else 0
        spare -= extra
        shares -= column.share
        found.append((index, column.width + extra))
    return tuple(found)
