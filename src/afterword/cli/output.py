"""Owns how records look on a terminal: aligned tables and blocks that fit the width, free of control characters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from afterword.domain.text import cells, clean, clean_line, fit

WIDTH, LEAST_WIDTH = 80, 40
"""The columns of a terminal that does not say, and the fewest a table is cut to."""
_GAP = "  "
Columns = Mapping[str, int | None]
"""Headings, each with the width below which its cells are never cut; `None` never cuts them at all."""


def as_json(value: Any) -> str:
    """One JSON document. Escaped to ASCII, so that no control or bidi character of stored data gets out."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=True, default=_as_text)


def _as_text(value: Any) -> str:
    """A day or a moment in ISO 8601; anything else is no data."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def plain(record: Struct, *without: str, **computed: Any) -> dict[str, Any]:
    """All fields of a record as plain data but for those named, and what is computed beside them."""
    found: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(date, datetime))
    return {name: value for name, value in found.items() if name not in without} | computed


def table(columns: Columns, rows: Iterable[Sequence[str]], width: int | None = WIDTH) -> str:
    """The rows under their headings, in at most `width` columns where one is given; the widest give way first.

    Without one, as into a pipe, every character stays as it was written. Nothing where there is no row.
    """
    shown = [[clean_line(cell) for cell in row] for row in rows]
    if not shown:
        return ""
    titles = list(columns)
    natural = [max(cells(row[at]) for row in [titles, *shown]) for at in range(len(columns))]
    widths = natural if width is None else _fitted(columns, natural, width - len(_GAP) * (len(columns) - 1))
    padded = fit if width is not None else _padded
    lines = [_GAP.join(map(padded, row, widths)).rstrip() for row in [titles, *shown]]
    return "\n".join(lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _fitted(columns: Columns, natural: list[int], room: int) -> list[int]:
    widths = list(natural)
    while sum(widths) > room:
        loose = [at for at, least in enumerate(columns.values()) if least is not None and widths[at] > max(least, 1)]
        if not loose:
            break
        widest = max(loose, key=lambda at: widths[at])
        widths[widest] -= 1
    return widths


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """`name  value` lines with the names aligned; empty values are left out, longer ones keep their lines."""
    filled = [(name, clean(value).strip()) for name, value in pairs if value.strip()]
    wide = max((cells(name) for name, _ in filled), default=0)
    lines: list[str] = []
    for name, value in filled:
        first, *rest = value.split("\n")
        lines.append(f"{_padded(name, wide)}{_GAP}{first}")
        lines += [f"{' ' * wide}{_GAP}{line}".rstrip() for line in rest]
    return "\n".join(lines)


def indented(text: str, by: int = 4) -> str:
    """The text, cleaned and moved to the right."""
    return "\n".join(" " * by + line if line else "" for line in clean(text).strip("\n").split("\n"))
