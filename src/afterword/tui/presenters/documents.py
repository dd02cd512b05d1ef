"""Owns how documents, tables and charts read on the screen."""

from collections.abc import Iterable, Iterator, Sequence

from afterword.domain.dates import show_date, show_day, show_short
from afterword.domain.document import (
    Document,
    DocumentSection,
    Entry,
    Part,
    RatingChart,
    ShareChart,
    TableRow,
    Words,
    bar,
    part_words,
)
from afterword.domain.reflection import HIGHEST, LOWEST
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine
from afterword.tui.widgets.virtual_list import Row

_LABEL = 15
_BELOW = 4
_HANG = 2
_AXIS = 4
_DATED_FROM = 7
_ROOMY = 60
"""Cells from which bars are drawn long."""
_WIDEST_STEP, _LEAST_STEP = 8, 3
_DOT, _STEM = "●", "│"


def document_lines(document: Document) -> list[TextLine]:
    """The whole document but for its title, which the page shows."""
    lines = [
        TextLine((Span(label.ljust(_LABEL), TextStyle.MUTED), words), indent=_LABEL) for label, words in document.facts
    ]
    for section in document.sections:
        lines += [TextLine(""), TextLine(Span(section.title, TextStyle.STRONG))]
        lines += [line for entry in section.entries for line in _entry(entry)]
        lines += [
            TextLine(paragraph) for paragraph in "\n\n".join(section.paragraphs).split("\n") if section.paragraphs
        ]
    if document.made_on is not None:
        lines += [TextLine(""), TextLine(Span(f"Made on {show_date(document.made_on)}.", TextStyle.MUTED))]
    return lines


def _entry(entry: Entry) -> Iterable[TextLine]:
    sign = "[ ] " if entry.to_tick else "- "
    yield TextLine((sign, *as_cell(entry.lead)), indent=len(sign))
    for parts in entry.below:
        yield TextLine((" " * _BELOW, *as_cell(parts)), indent=_BELOW)


def section_lines(sections: Iterable[DocumentSection], width: int = _ROOMY) -> list[TextLine]:
    """Parts one below the other, their points without a sign before them; charts are as wide as `width`."""
    lines: list[TextLine] = []
    for section in sections:
        lines += [TextLine("")] * bool(lines)
        lines += [TextLine(Span(section.title, TextStyle.STRONG))] * bool(section.title)
        lines += chart_lines(section.entries, width)
    return lines


def chart_lines(entries: Iterable[Entry], width: int, rows: int = 1) -> Iterator[TextLine]:
    """Points without a sign before them; a chart of ratings has `rows` lines for each point of the scale."""
    for entry in entries:
        first = entry.lead[0]
        if isinstance(first, RatingChart) and first.days:
            yield from _rating_chart(first, width, rows)
        else:
            yield TextLine(as_cell(entry.lead, width), indent=_HANG)


def row_of(row: TableRow) -> Row:
    """The line of a table in a list."""
    cells = tuple(as_cell(cell) for cell in row.cells)
    return Row(cells, TextStyle.MUTED if row.muted else TextStyle.PLAIN)


def as_cell(parts: Iterable[Part], width: int = 0) -> Sequence[str | Span]:
    """A line or a cell of a document; its bars are drawn long where there is room for them."""
    return tuple(_span(part, width) for part in parts)


def _span(part: Part, width: int) -> str | Span:
    if isinstance(part, str):
        return part
    if isinstance(part, Words):
        return Span(part.text, TextStyle(part.emphasis.value))
    if isinstance(part, ShareChart) and width >= _ROOMY:
        return Span(f"{bar(part.share, 20)} ", TextStyle.ACCENT)
    return Span(part_words(part), TextStyle.ACCENT)


def _rating_chart(chart: RatingChart, width: int, rows: int) -> Iterator[TextLine]:
    """Ratings from 1 to 5 over time, one column per interview, the last that fit."""
    room = max(width - _AXIS, _LEAST_STEP)
    step = max(_LEAST_STEP, min(_WIDEST_STEP, room // max(len(chart.values), 1)))
    values, days = chart.values[-(room // step) :], chart.days[-(room // step) :]
    for value in range(HIGHEST, LOWEST - 1, -1):
        for first in (True, *([False] * (rows - 1))):
            yield _chart_row(value, values, step, first=first)
    yield TextLine(Span("  └" + "─" * (step * len(values)), TextStyle.MUTED))
    yield TextLine("   " + "".join(str(value).center(step) for value in values))
    if step >= _DATED_FROM:
        yield TextLine(Span("   " + "".join(show_short(day).center(step) for day in days), TextStyle.MUTED))
    if days:
        left_out = f"the last {len(days)} of {len(chart.days)}, " if len(days) < len(chart.days) else ""
        yield TextLine(Span(f"   {left_out}{show_day(days[0])} to {show_day(days[-1])}", TextStyle.MUTED))


def _chart_row(value: int, shown: Sequence[int], step: int, *, first: bool) -> TextLine:
    """One line of the scale; the dot stands in the first line of its value."""
    axis = f"{value} ┤" if first else "  │"
    signs = [_DOT if rating == value and first else _STEM if rating >= value else " " for rating in shown]
    dots = "".join(sign.center(step) for sign in signs)
    return TextLine((Span(axis, TextStyle.MUTED), Span(dots, TextStyle.ACCENT)))
