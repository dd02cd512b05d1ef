"""Owns how a conversation reads on the screen, and the findings marked in its replies."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from afterword.domain.application import Application
from afterword.domain.conversation.documents import (
    ShownConversation,
    competency_words,
    conversation,
)
from afterword.domain.conversation.letter_reading import is_reason
from afterword.domain.conversation.request import FINDING_EMPHASIS, GLYPHS, Event, Finding, FindingKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.document import Entry, part_words
from afterword.domain.journal import Journal
from afterword.domain.text import clean, fit, shorten
from afterword.tui.presenters.documents import as_cell
from afterword.tui.presenters.tracker import next_sentence, state_of, title_words
from afterword.tui.presenters.tracker_list import row
from afterword.tui.styles import Span, TextStyle, plain
from afterword.tui.widgets.lines import TextLine, words_of
from afterword.tui.widgets.marking_view import TextMark
from afterword.tui.widgets.virtual_list import ListColumn, Row

_DAY, _WHO, _MARKED = 7, 9, 24
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
    known = journal.competency(finding.competency)
    tied = f"{known.name}; c changes it" if known is not None else "c ties it to a competency"
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
