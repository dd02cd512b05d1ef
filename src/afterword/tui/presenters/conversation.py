"""Owns how documents, tables and charts read on the screen, and a conversation with the findings in its replies."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from afterword.domain.conversation.letter_reading import is_reason
from afterword.domain.conversation.request import FINDING_EMPHASIS, GLYPHS, Event, Finding, FindingKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date, show_day, show_short
from afterword.domain.document import (
    Document,
    DocumentSection,
    Entry,
    Part,
    RatingChart,
    ShareChart,
    ShownConversation,
    TableRow,
    Words,
    bar,
    competency_words,
    conversation,
    part_words,
)
from afterword.domain.interview import Application
from afterword.domain.journal import Journal
from afterword.domain.reflection import HIGHEST, LOWEST
from afterword.domain.text import clean, fit, shorten
from afterword.tui.presenters.tracker import next_sentence, row, state_of, title_words
from afterword.tui.styles import Span, TextStyle, plain
from afterword.tui.widgets.lines import TextLine, words_of
from afterword.tui.widgets.marking_view import TextMark
from afterword.tui.widgets.virtual_list import ListColumn, Row

_DAY, _WHO, _MARKED = 7, 9, 24
_STYLES = {style.value: style for style in TextStyle}
_JUDGING = (FindingKind.STRENGTH, FindingKind.AREA)
FINDING_COLUMNS = (
    ListColumn("what", 13),
    ListColumn("their words", 20, share=3),
    ListColumn("competency", 16, share=1),
)


def conversation_lines(reading: ShownConversation) -> list[TextLine]:
    """The whole conversation, oldest event first."""
    return [line for entry in conversation(reading) for line in _event(entry)]


def newest_event(lines: Sequence[TextLine]) -> int:
    """The place of the line with which the newest event of a conversation begins."""
    return max((place for place, line in enumerate(lines) if plain(line.text)[:1].strip()), default=0)


def next_lines(reading: ShownConversation) -> list[TextLine]:
    """What comes next in the conversation and when, to stand above it."""
    sentence = next_sentence(reading.line.track, reading.today, marked=bool(reading.findings))
    return [TextLine(Span(sentence, TextStyle.ACCENT), is_help=True)] if sentence else []


def _event(entry: Entry) -> Iterable[TextLine]:
    """The day and who it was in narrow columns, and the words below each other."""
    when, who, words = entry.lead
    column = Span(fit(part_words(who).partition(" ")[0], _WHO - 1) + " ", TextStyle.STRONG)
    day = Span(fit(part_words(when), _DAY - 1) + " ", TextStyle.MUTED)
    yield TextLine((day, column, *as_cell([words])), indent=_DAY)
    for below in entry.below:
        blank = not "".join(map(part_words, below)).strip()
        yield TextLine("" if blank else (" " * _DAY, *as_cell(below)), indent=_DAY)


def search_words(reading: ShownConversation) -> str:
    """Everything that the line of the tracker and the conversation below it say, to be searched."""
    line = reading.line
    parts = (title_words(line), line.interviewer.email, state_of(line), row(line, reading.today).words)
    return "\n".join((*parts, words_of(conversation_lines(reading))))


def tone_of(finding: Finding) -> TextStyle:
    """How a finding stands out."""
    return TextStyle(FINDING_EMPHASIS[finding.kind].value)


def reply_title(line: TrackerRow, reply: Event, replies: Sequence[Event]) -> str:
    """`Ada Byron, 14 Nov` or `Jo Park for Ada Byron, 14 Nov`, and which of several replies it is."""
    many = f" · reply {replies.index(reply) + 1} of {len(replies)}" if len(replies) > 1 and reply in replies else ""
    return f"{reply.writer(line.interviewer)}, {show_date(reply.at.date())}{many}"


class MarkedText(Struct, frozen=True):
    """A text in which phrases are marked, with what is marked in it.

    `place_id` is its request, or its application for the words of a decision; these have no `id` of their own.
    """

    place_id: str
    id: str
    title: str
    text: str
    full_text: str
    findings: Sequence[Finding]


def texts_about(journal: Journal, about: TrackerRow | Application) -> Sequence[MarkedText]:
    """What can be marked: the words of the decision, and those of every reply of a conversation, oldest first."""
    application = about if isinstance(about, Application) else about.application
    application = journal.applications.get(application.id, application)
    texts: list[MarkedText] = []
    if application.words:
        on = f", {show_date(application.outcome_on)}" if application.outcome_on is not None else ""
        marked = journal.findings_in_words_of(application.id)
        title = f"{application.company}: {application.outcome}{on}"
        texts.append(MarkedText(application.id, "", title, application.words, "", marked))
    if isinstance(about, Application):
        return texts
    request = journal.requests.get(about.request.id, about.request)
    marked = journal.findings_of(request.id)
    replies = (
        MarkedText(
            request.id,
            reply.id,
            reply_title(about, reply, request.comments),
            reply.text,
            reply.full_text,
            [finding for finding in marked if finding.reply_id == reply.id],
        )
        for reply in request.comments
    )
    return [*texts, *replies]


def finding_row(finding: Finding, journal: Journal) -> Row:
    """One line of the list of findings; see `FINDING_COLUMNS`."""
    tone = TextStyle.MUTED if finding.competency is None else TextStyle.PLAIN
    return Row(
        (
            Span(f"{GLYPHS[finding.kind]} {finding.kind}", tone_of(finding)),
            f"“{finding.quote}”",
            Span(competency_words(finding, journal), tone),
        )
    )


def shown_text(text: str) -> str:
    """The text, each character in its place, with a sign for every one that a terminal could obey."""
    return text if clean(text) == text else "".join(clean(char) or "\N{REPLACEMENT CHARACTER}" for char in text)


def marks_of(findings: Iterable[Finding]) -> Sequence[TextMark]:
    """Where these findings stand in their text."""
    return [
        TextMark(finding.start, finding.start + len(finding.quote), tone_of(finding), GLYPHS[finding.kind])
        for finding in findings
    ]


def finding_at(findings: Iterable[Finding], at: int) -> Finding | None:
    """That of these findings which stands around a place in their text; the shortest where they overlap."""
    candidates = [finding for finding in findings if finding.start <= at < finding.start + len(finding.quote)]
    return min(candidates, key=lambda finding: len(finding.quote), default=None)


def marked_sentence(finding: Finding, journal: Journal) -> str:
    """What is said when a phrase was marked."""
    competency = journal.competency(finding.competency)
    tied = f"{competency.name}; c changes it" if competency is not None else "c ties it to a competency"
    if finding.kind is FindingKind.REASON:
        tied = "no word about you; e says what it tells"
    elif finding.kind in _JUDGING and is_reason(finding.quote):
        tied = "reads like a reason; = makes it one"
    return f"{finding.kind.capitalize()} “{shorten(finding.quote, _MARKED)}” · {tied}"


def quotable_lines(journal: Journal, request_id: str) -> list[TextLine]:
    """What was marked in that conversation, to draw on while writing; empty when nothing was."""
    findings = journal.findings_of(request_id)
    heading = [TextLine(), TextLine("What you marked in their words", TextStyle.STRONG)] if findings else []
    return [
        *heading,
        *(
            TextLine((Span(f"{GLYPHS[finding.kind]} ", tone_of(finding)), f"“{finding.quote}”"), indent=2)
            for finding in findings
        ),
    ]


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


def as_cell(parts: Iterable[Part], width: int = 0) -> tuple[str | Span, ...]:
    """A line or a cell of a document; its bars are drawn long where there is room for them."""
    return tuple(_span(part, width) for part in parts)


def _span(part: Part, width: int) -> str | Span:
    if isinstance(part, str):
        return part
    if isinstance(part, Words):
        return Span(part.text, _STYLES[part.emphasis])
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


def _chart_row(value: int, values: Sequence[int], step: int, *, first: bool) -> TextLine:
    """One line of the scale; the dot stands in the first line of its value."""
    axis = f"{value} ┤" if first else "  │"
    signs = [_DOT if rating == value and first else _STEM if rating >= value else " " for rating in values]
    dots = "".join(sign.center(step) for sign in signs)
    return TextLine((Span(axis, TextStyle.MUTED), Span(dots, TextStyle.ACCENT)))
