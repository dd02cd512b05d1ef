"""Owns how documents and charts read on the screen."""

from collections.abc import Iterable, Sequence

from afterword.domain.dates import show_date, show_day, show_short
from afterword.domain.document import Document, Emphasis, Entry, Part, RatingChart, Words, bar, percent, sparkline
from afterword.domain.evaluation.claims import Evidence
from afterword.domain.evaluation.trends import STORY_SHARE, Answers, Replies
from afterword.domain.scales import HIGHEST, LOWEST
from afterword.tui.styles import Span, TextStyle, fit
from afterword.tui.widgets.lines import TextLine

_LABEL = 15
_BELOW = 4


_STYLES = {
    Emphasis.PLAIN: TextStyle.PLAIN,
    Emphasis.MUTED: TextStyle.MUTED,
    Emphasis.STRONG: TextStyle.STRONG,
    Emphasis.GOOD: TextStyle.GOOD,
    Emphasis.WARN: TextStyle.WARN,
}


_AXIS = 4


_DATED_FROM = 7


_BAR = 20


_BAR_LABEL = 17


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
    yield TextLine((sign, *map(_span, entry.lead)), indent=len(sign))
    for parts in entry.below:
        yield TextLine((" " * _BELOW, *map(_span, parts)), indent=_BELOW)


def _span(part: Part) -> Span:
    if isinstance(part, Words):
        return Span(part.text, _STYLES[part.emphasis])
    if isinstance(part, RatingChart):
        return Span(sparkline(part.values), TextStyle.ACCENT)
    return Span(f"{bar(part.share)} ", TextStyle.MUTED)


_WIDEST_STEP, _LEAST_STEP = 8, 3
_DOT, _STEM = "●", "│"
_ROOMY, _NARROW = 60, 42
"""Cells from which the bars of arrivals are drawn long, and from which a share stands beside its count."""


def rating_chart(points: Sequence[Evidence], width: int, rows: int = 1) -> list[TextLine]:
    """Ratings from 1 to 5 over time, one column per interview, the last that fit; `rows` lines for each point."""
    room = max(width - _AXIS, _LEAST_STEP)
    step = max(_LEAST_STEP, min(_WIDEST_STEP, room // max(len(points), 1)))
    shown = points[-(room // step) :]
    lines = [
        _row(value, shown, step, first=first) for value in range(HIGHEST, LOWEST - 1, -1) for first in _first_of(rows)
    ]
    lines.append(TextLine(Span("  └" + "─" * (step * len(shown)), TextStyle.MUTED)))
    lines.append(TextLine("   " + "".join(str(rating.value).center(step) for rating in shown)))
    if step >= _DATED_FROM:
        lines.append(
            TextLine(Span("   " + "".join(show_short(rating.on).center(step) for rating in shown), TextStyle.MUTED))
        )
    if shown:
        left_out = f"the last {len(shown)} of {len(points)}, " if len(shown) < len(points) else ""
        lines.append(
            TextLine(Span(f"   {left_out}{show_day(shown[0].on)} to {show_day(shown[-1].on)}", TextStyle.MUTED))
        )
    return lines


def _first_of(rows: int) -> list[bool]:
    """The line with the dot first, then the lines below it."""
    return [True, *([False] * (rows - 1))]


def _row(value: int, shown: Sequence[Evidence], step: int, *, first: bool) -> TextLine:
    axis = f"{value} ┤" if first else "  │"
    signs = [_DOT if rating.rated == value and first else _STEM if rating.rated >= value else " " for rating in shown]
    dots = "".join(sign.center(step) for sign in signs)
    return TextLine((Span(axis, TextStyle.MUTED), Span(dots, TextStyle.ACCENT)))


def bar_line(label: str, part: int, whole: int, width: int) -> TextLine:
    """`story             ████░░  3 of 12 (25 %)`; the bar takes what the words leave."""
    share = f" ({percent(part, whole)} %)" if width >= _NARROW else ""
    words = f" {part} of {whole}{share}"
    size = max(min(width - _BAR_LABEL - len(words) - 1, _BAR), 0)
    return TextLine(
        (fit(label, _BAR_LABEL), " ", Span(bar(part / whole if whole else 0.0, size), TextStyle.ACCENT), words)
    )


def answer_chart(answers: Answers, width: int) -> list[TextLine]:
    """What kinds of answer were given, and how many full stories are usual."""
    total = len(answers.given)
    lines = [bar_line(str(kind), count, total, width) for kind, count in answers.kinds.items()]
    return [
        *lines,
        TextLine(Span(f"In 62 real interviews {STORY_SHARE} % of the answers were stories.", TextStyle.MUTED)),
    ]


def reply_chart(groups: Sequence[Replies], width: int) -> list[TextLine]:
    """The share of replies by round, where there are requests enough to show one."""
    lines: list[TextLine] = []
    for group in groups:
        name = group.name or "all rounds"
        if group.enough:
            lines.append(bar_line(name, group.replied, group.asked, width))
            if group.median_days is not None:
                lines.append(
                    TextLine(
                        Span(
                            f"{' ' * (_BAR_LABEL + 1)}{_days(group.median_days)} to reply, in the middle",
                            TextStyle.MUTED,
                        )
                    )
                )
        else:
            lines.append(TextLine((fit(name, _BAR_LABEL), f" {group.replied} of {group.asked} replied")))
    return lines


def _days(middle: float) -> str:
    return f"{middle:g} {'day' if middle == 1 else 'days'}"


def arrival_chart(arrivals: Sequence[Evidence], width: int) -> list[TextLine]:
    """A bar per arrival, the latest first; a late one points to the right of the line, an early one to the left."""
    most = max((abs(arrival.rated) for arrival in arrivals), default=0) or 1
    half = _BAR // 2 if width >= _ROOMY else _BAR // 4
    lines = [TextLine(Span("early".rjust(half) + "│" + "late", TextStyle.MUTED))]
    for arrival in reversed(arrivals):
        size = round(abs(arrival.rated) / most * half) or (1 if arrival.rated else 0)
        left = ("█" * size if arrival.rated < 0 else "").rjust(half)
        right = ("█" * size if arrival.rated > 0 else "").ljust(half)
        tone = TextStyle.WARN if arrival.rated > 0 else TextStyle.ACCENT
        picture = (Span(left, tone), Span("│", TextStyle.MUTED), Span(right, tone))
        lines.append(TextLine((*picture, f" {arrival.words}, {arrival.where}"), indent=2 * half + 2))
    return lines
