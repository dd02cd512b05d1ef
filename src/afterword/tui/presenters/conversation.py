"""Owns how a conversation reads, event by event, and the findings marked in its replies."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from afterword.domain.application import Application
from afterword.domain.conversation.facts import news_of, speaker
from afterword.domain.conversation.message import News
from afterword.domain.conversation.request import CHANNELS, Channel, CloseAs, Event, EventKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_date, show_short
from afterword.domain.finding import GLYPHS, Finding, FindingKind
from afterword.domain.journal import Journal
from afterword.domain.text import clean, plural
from afterword.tui.presenters.mail import letter_name
from afterword.tui.presenters.tracker import next_sentence, row, state_of, title_words
from afterword.tui.styles import Cell, Span, TextStyle, fit
from afterword.tui.widgets.lines import TextLine, words_of
from afterword.tui.widgets.marking_view import TextMark
from afterword.tui.widgets.virtual_list import ListColumn, Row

CLOSED_AS: Mapping[CloseAs, str] = {
    CloseAs.NO_ANSWER: "no answer",
    CloseAs.DECLINED: "declined: they may give no feedback",
    CloseAs.DONE: "done",
    CloseAs.SKIPPED: "skipped: they are not asked",
}
_DAY, _WHO = 7, 9
_INDENT = _DAY + _WHO


TONES: Mapping[FindingKind, TextStyle] = {
    FindingKind.STRENGTH: TextStyle.GOOD,
    FindingKind.AREA: TextStyle.WARN,
    FindingKind.ADVICE: TextStyle.ACCENT,
    FindingKind.OPPORTUNITY: TextStyle.KEY,
    FindingKind.REASON: TextStyle.MUTED,
}


FINDING_COLUMNS = (
    ListColumn("what", 13),
    ListColumn("their words", 20, share=3),
    ListColumn("competency", 16, share=1),
)


_WIDEST = max(len(kind) for kind in FindingKind)


class ShownConversation(Struct, frozen=True):
    """What a conversation is read with. `whole`: letters and full messages instead of subjects and new words."""

    line: TrackerRow
    journal: Journal
    today: date
    whole: bool = False

    @property
    def findings(self) -> Sequence[Finding]:
        """What was marked in its replies."""
        return self.journal.findings_of(self.line.request.id)


def conversation_lines(reading: ShownConversation) -> list[TextLine]:
    """The whole conversation, oldest event first, and what comes next."""
    lines: list[TextLine] = []
    for event in reading.line.request.history:
        lines += _SHOW[event.kind](event, reading)
    sentence = next_sentence(reading.line.track, reading.today, marked=bool(reading.findings))
    if sentence:
        lines.append(TextLine((" " * _INDENT, Span(sentence, TextStyle.ACCENT)), indent=_INDENT, is_help=True))
    return lines


def search_words(reading: ShownConversation) -> str:
    """Everything that the line of the tracker and the conversation below it say, to be searched."""
    line = reading.line
    parts = (title_words(line), line.interviewer.email, row(line, reading.today).words)
    return "\n".join((*parts, words_of(conversation_lines(reading))))


def head_words(line: TrackerRow) -> str:
    """The state in words for the title over a conversation."""
    return state_of(line)


def _event(event: Event, who: str, words: str, tone: TextStyle = TextStyle.PLAIN) -> TextLine:
    day = Span(fit(show_short(event.at.date()), _DAY - 1) + " ", TextStyle.MUTED)
    return TextLine((day, Span(fit(who, _WHO - 1) + " ", TextStyle.STRONG), Span(words, tone)), indent=_INDENT)


def _text(text: str, tone: TextStyle = TextStyle.PLAIN) -> Iterator[TextLine]:
    for paragraph in text.strip().split("\n"):
        yield TextLine((" " * _INDENT, Span(paragraph, tone)) if paragraph.strip() else "", indent=_INDENT)


def _letter(
    event: Event, verb: str, reading: ShownConversation, tone: TextStyle = TextStyle.PLAIN
) -> Iterator[TextLine]:
    subject = f": {event.subject}" if event.subject else ""
    yield _event(event, "you", f"{letter_name(event.letter)} {verb}{subject}", tone)
    if reading.whole and event.text:
        yield from _text(event.text, TextStyle.MUTED)


def _drafted(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    if reading.line.request.open_draft == event and reading.line.track.state is not State.SENDING:
        yield from _letter(event, "draft, not sent yet", reading, TextStyle.ACCENT)


def _sending(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    settled = any(later.kind in _SETTLING for later in _after(event, reading))
    if not settled:
        yield from _letter(event, "may have gone out", reading, TextStyle.WARN)


_SETTLING = (EventKind.SENT, EventKind.FAILED)


def _after(event: Event, reading: ShownConversation) -> Sequence[Event]:
    events = reading.line.request.events
    return events[events.index(event) + 1 :]


def _failed(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    yield _event(event, "you", f"{letter_name(event.letter)} did not go out. {event.text}", TextStyle.WARN)
    if reading.whole and event.full_text:
        yield from _text(event.full_text, TextStyle.MUTED)


def _sent(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    via = f" {event.via}" if event.via == "by hand" else f" by {event.via}" if event.via else ""
    yield from _letter(event, f"sent{via}", reading)


def _bounced(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    reason = event.text.strip().split("\n")[0]
    yield _event(event, "mail", f"It came back{': ' + reason if reason else ''}", TextStyle.BAD)
    if reading.whole and event.full_text:
        yield from _text(event.full_text, TextStyle.MUTED)


def _auto_reply(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    until = f", back on {show_date(event.until, reading.today)}" if event.until else ""
    words = {
        News.AWAY: f"Out of office{until} (an automatic answer)",
        News.LEFT: "Has left the company",
        News.CASE_CLOSED: "A service desk says that the case is closed",
    }
    news = news_of(event)
    said = words.get(news, _NO_REPLY_YET) if news is not None else _NO_REPLY_YET
    yield _event(event, _column(event, reading), said, TextStyle.MUTED)
    if event.text:
        yield from _text(event.text, TextStyle.MUTED)


def _column(event: Event, reading: ShownConversation) -> str:
    """Who it was, for the narrow column before the words."""
    other = event.written_for(reading.line.interviewer)
    return speaker(event, reading.line.interviewer) if other is None else other.label.partition(" ")[0]


_NO_REPLY_YET = "An automatic answer, no reply yet"


def _receipt(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    words = _RECEIPTS.get(event.news or News.SEEN, "A receipt")
    yield _event(event, _column(event, reading), words, TextStyle.MUTED)
    if event.news is News.REACTED and event.text:
        yield from _text(event.text, TextStyle.MUTED)


_RECEIPTS: Mapping[News, str] = {
    News.SEEN: "Has seen the letter (a read receipt)",
    News.DELETED: "Deleted the letter unread (a read receipt)",
    News.DELIVERED: "The letter was delivered",
    News.DELAYED: "The letter is late and still under way",
    News.REACTED: "Reacted, without words",
    News.RECALLED: "Asked to take a mail back",
}


def _reply(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    channel = {Channel.IN_PERSON: "in person"}.get(event.channel or Channel.MAIL)
    way = channel or f"by {CHANNELS[event.channel or Channel.MAIL]}"
    asked = reading.line.track.asked_on
    days = (event.at.date() - asked).days if asked is not None else -1
    took = f" after {plural(days, 'day')}" if days > 0 else ""
    other = event.written_for(reading.line.interviewer)
    replied = f"{event.writer(reading.line.interviewer)} replied" if other is not None else "Replied"
    yield _event(event, _column(event, reading), f"{replied} {way}{took}", TextStyle.GOOD)
    yield from _text(event.full_text if reading.whole and event.full_text else event.text)
    if event.note:
        yield from _text(event.note, TextStyle.MUTED)
    for finding in reading.findings:
        if finding.reply_id == event.id:
            yield finding_line(finding, reading.journal, _INDENT)
    marked = any(finding.reply_id == event.id for finding in reading.findings)
    if not marked and reading.line.track.state is not State.DECLINED:
        hint = "Nothing is marked in it yet: f marks strengths, areas, advice."
        yield TextLine((" " * _INDENT, Span(hint, TextStyle.MUTED)), indent=_INDENT, is_help=True)


def _snoozed(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    until = show_date(event.until, reading.today) if event.until else "later"
    yield _event(event, "you", f"Snoozed until {until}", TextStyle.MUTED)


def _closed(event: Event, _reading: ShownConversation) -> Iterator[TextLine]:
    yield _event(event, "you", f"Closed as {CLOSED_AS[event.close_as or CloseAs.DONE]}", TextStyle.MUTED)


def _reopened(event: Event, _reading: ShownConversation) -> Iterator[TextLine]:
    yield _event(event, "you", "Opened again", TextStyle.MUTED)


def _reapproach(event: Event, reading: ShownConversation) -> Iterator[TextLine]:
    words = f"Write again on {show_date(event.until, reading.today)}" if event.until else "No day to write again"
    yield _event(event, "you", words, TextStyle.MUTED)


_SHOW: Mapping[EventKind, Callable[[Event, ShownConversation], Iterator[TextLine]]] = {
    EventKind.DRAFTED: _drafted,
    EventKind.SENDING: _sending,
    EventKind.FAILED: _failed,
    EventKind.SENT: _sent,
    EventKind.BOUNCED: _bounced,
    EventKind.AUTO_REPLY: _auto_reply,
    EventKind.RECEIPT: _receipt,
    EventKind.REPLY: _reply,
    EventKind.SNOOZED: _snoozed,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
    EventKind.REAPPROACH: _reapproach,
}


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
            reply_title(about, reply, request.replies),
            reply.text,
            reply.full_text,
            [finding for finding in marked if finding.reply_id == reply.id],
        )
        for reply in request.replies
    )
    return [*texts, *replies]


def kind_words(kind: FindingKind) -> str:
    """`+ strength`."""
    return f"{GLYPHS[kind]} {kind}"


def competency_words(finding: Finding, journal: Journal) -> str:
    """The name of its competency, or that it has none."""
    known = journal.competency(finding.competency)
    return known.name if known is not None else "no competency"


def finding_row(finding: Finding, journal: Journal) -> Row:
    """One line of the list of findings; see `FINDING_COLUMNS`."""
    tone = TextStyle.MUTED if finding.competency is None else TextStyle.PLAIN
    return Row(
        (
            Span(kind_words(finding.kind), TONES[finding.kind]),
            f"“{finding.quote}”",
            Span(competency_words(finding, journal), tone),
        )
    )


def finding_line(finding: Finding, journal: Journal, indent: int) -> TextLine:
    """A finding as a line of a text."""
    text: Cell = (
        " " * indent,
        Span(f"{GLYPHS[finding.kind]} {finding.kind.ljust(_WIDEST)}  ", TONES[finding.kind]),
        f"“{finding.quote}”",
        Span(f"  {competency_words(finding, journal)}", TextStyle.MUTED),
    )
    return TextLine(text, indent=indent + _WIDEST + 4)


def shown_text(text: str) -> str:
    """The text, each character in its place, with a sign for every one that a terminal could obey."""
    return text if clean(text) == text else "".join(clean(char) or "\N{REPLACEMENT CHARACTER}" for char in text)


def marks_of(findings: Iterable[Finding]) -> Sequence[TextMark]:
    """Where these findings stand in their text."""
    return [
        TextMark(finding.start, finding.start + len(finding.quote), TONES[finding.kind], GLYPHS[finding.kind])
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
    return f"{finding.kind.capitalize()} “{finding.quote}” · {tied}"


def quotable_lines(journal: Journal, request_id: str) -> list[TextLine]:
    """What was marked in that conversation, to draw on while writing; empty when nothing was."""
    findings = journal.findings_of(request_id)
    heading = [TextLine(), TextLine("What you marked in their words", TextStyle.STRONG)] if findings else []
    return [
        *heading,
        *(
            TextLine((Span(f"{GLYPHS[finding.kind]} ", TONES[finding.kind]), f"“{finding.quote}”"), indent=2)
            for finding in findings
        ),
    ]
