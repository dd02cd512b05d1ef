"""Owns the one tree in which what is read at length is laid out, and how a conversation and an application are in it.

A document says what stands where and how it stands out, never how that looks. Renderers exist for the screen, plain
text, Markdown and HTML.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.facts import news_of, speaker
from afterword.domain.conversation.message import News
from afterword.domain.conversation.request import (
    CHANNELS,
    FINDING_EMPHASIS,
    GLYPHS,
    Channel,
    CloseAs,
    Event,
    EventKind,
    Finding,
    FindingKind,
    letter_name,
)
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_date, show_moment, show_short
from afterword.domain.field_reading import ReadingContext, show_field
from afterword.domain.fields import FieldKind, described
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import Journal
from afterword.domain.progress import scales_by_id
from afterword.domain.text import Emphasis, capital, plural


class Words(Struct, frozen=True):
    """A run of words. `generous`: where room is short, they may take more of it than others."""

    text: str
    emphasis: Emphasis = Emphasis.PLAIN
    generous: bool = False


class RatingChart(Struct, frozen=True):
    """Ratings from 1 to 5, oldest first; `label` says the same in words for whoever does not see a picture.

    With `days` it is drawn large where there is room, each rating over its day.
    """

    values: tuple[int, ...]
    label: str
    days: tuple[date, ...] = ()


class ShareChart(Struct, frozen=True):
    """A share from 0 to 1; `label` says the same in words."""

    share: float
    label: str


Part = str | Words | RatingChart | ShareChart
TextRun = tuple[Part, ...]
"""What stands in one line or one cell, one part after the other."""


class Entry(Struct, frozen=True):
    """One point of a section: its first line, and the lines below it. A point `to_tick` is ticked off with a pen."""

    lead: TextRun
    below: tuple[TextRun, ...] = ()
    to_tick: bool = False


class TableRow(Struct, frozen=True):
    """One line of a table, cell by cell; `key` says what it is about. One that is `muted` has nothing to say yet."""

    key: str
    cells: tuple[TextRun, ...]
    muted: bool = False


def as_entry(row: TableRow, below: Iterable[TextRun] = ()) -> Entry:
    """The row where there are no columns: `> advice: by Fri 27 Nov; “draw first”; Ada Byron`."""
    cells = [cell for cell in row.cells if any(part_words(part).strip(" –") for part in cell)]
    lead: list[Part] = []
    for number, cell in enumerate(cells):
        ends = bool(lead) and part_words(lead[-1]).endswith((".", "!", "?"))
        lead += [" " if ends else ": " if number == 1 else "; "] * bool(lead)
        lead += [Words(part, generous=True) if isinstance(part, str) else part for part in cell]
    return Entry(tuple(lead), tuple(below))


class DocumentSection(Struct, frozen=True):
    """One titled part: points, or paragraphs of running text."""

    title: str
    entries: tuple[Entry, ...] = ()
    paragraphs: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """A whole document. `kind` says what it is, where its title does not; `facts` are labels with what they stand for.

    `made_on` is the day it was made, where that matters; `pages` on how many it has to fit when it is printed.
    """

    title: str
    kind: str = ""
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[DocumentSection, ...] = ()
    made_on: date | None = None
    pages: int = 2


def mapped(document: Document, change: Callable[[str], str]) -> Document:
    """The document with every text in it changed, those that only a screen reader says included."""

    def part(old: Part) -> Part:
        if isinstance(old, str):
            return change(old)
        return replace(old, text=change(old.text)) if isinstance(old, Words) else replace(old, label=change(old.label))

    def run(old: TextRun) -> TextRun:
        return tuple(map(part, old))

    def section(old: DocumentSection) -> DocumentSection:
        entries = (replace(entry, lead=run(entry.lead), below=tuple(map(run, entry.below))) for entry in old.entries)
        return DocumentSection(change(old.title), tuple(entries), tuple(map(change, old.paragraphs)))

    return replace(
        document,
        title=change(document.title),
        kind=change(document.kind),
        subtitle=change(document.subtitle),
        facts=tuple((change(label), change(words)) for label, words in document.facts),
        sections=tuple(map(section, document.sections)),
    )


def part_words(part: Part) -> str:
    """The part in plain characters."""
    if isinstance(part, str):
        return part
    if isinstance(part, Words):
        return part.text
    return sparkline(part.values) if isinstance(part, RatingChart) else f"{bar(part.share)} "


def run_words(run: TextRun) -> str:
    """The run in plain characters, without what a picture only repeats."""
    return "".join(part_words(part) for part in run if not isinstance(part, RatingChart | ShareChart))


TICKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], low: float = 1, high: float = 5, width: int = 24) -> str:
    """One character per value, the last `width` of them, on the fixed range from `low` to `high`.

    The range is fixed so that two lines can be compared; values outside it stand at its ends.
    """
    if not values or high <= low:
        return ""
    top = len(TICKS) - 1
    steps = (round((value - low) / (high - low) * top) for value in values[-width:])
    return "".join(TICKS[min(max(step, 0), top)] for step in steps)


def bar(share: float, width: int = 10) -> str:
    """A bar of `width` cells, filled by that share from 0 to 1: `████░░░░░░`."""
    filled = round(min(max(share, 0.0), 1.0) * width)
    return "█" * filled + "░" * (width - filled)


def percent(part: int, whole: int) -> int:
    """The share in whole percent; 0 where there is nothing to share."""
    return round(100 * part / whole) if whole else 0


# ── a conversation, and all that is known of an application ───────────────────────────────────────────────────────────


CLOSED_AS: Mapping[CloseAs, str] = {
    CloseAs.NO_ANSWER: "no answer",
    CloseAs.DECLINED: "declined: they may give no feedback",
    CloseAs.DONE: "done",
    CloseAs.SKIPPED: "skipped: they are not asked",
}
_NEWS: Mapping[News, str] = {
    News.LEFT: "Has left the company",
    News.CASE_CLOSED: "A service desk says that the case is closed",
    News.SEEN: "Has seen the letter (a read receipt)",
    News.DELETED: "Deleted the letter unread (a read receipt)",
    News.DELIVERED: "The letter was delivered",
    News.DELAYED: "The letter is late and still under way",
    News.REACTED: "Reacted, without words",
    News.RECALLED: "Asked to take a mail back",
}
_SETTLING = (EventKind.SENT, EventKind.FAILED)
_WIDEST = max(len(kind) for kind in FindingKind)


class ShownConversation(Struct, frozen=True):
    """What a conversation is read with. `whole`: letters and full messages instead of subjects and new words.

    `exact`: moments instead of days, and letters with their words.
    """

    line: TrackerRow
    journal: Journal
    today: date
    whole: bool = False
    exact: bool = False

    @property
    def findings(self) -> Sequence[Finding]:
        """What was marked in its replies."""
        return self.journal.findings_of(self.line.request.id)


class _Said(Struct, frozen=True):
    """What an event says in a sentence, and the text below it; the text of a reply is as plain as its sentence."""

    words: str
    text: str = ""
    tone: Emphasis = Emphasis.PLAIN
    below: Emphasis = Emphasis.MUTED


def conversation(reading: ShownConversation) -> Iterator[Entry]:
    """The events that say something, oldest first: when, who, what; below it the words and what was marked in them."""
    interviewer = reading.line.interviewer
    for event in reading.line.request.history:
        statement = _SAY[event.kind](event, reading)
        if statement is None:
            continue
        # Who did it, in one or two words: `you`, `Ada`, `mail system`.
        other = None if event.is_by_mentor else event.written_for(interviewer)
        who = speaker(event, interviewer) if other is None else other.label.partition(" ")[0]
        who = "mentor" if event.is_by_mentor else who
        when = show_moment(event.at) if reading.exact else show_short(event.at.date())
        texts = ((statement.text.strip(), statement.below), (event.note.strip(), Emphasis.MUTED))
        below: list[TextRun] = [(Words(line, tone),) for text, tone in texts if text for line in text.split("\n")]
        below += [finding_run(finding, reading.journal) for finding in reading.findings if finding.reply_id == event.id]
        lead = (Words(when, Emphasis.MUTED), Words(who, Emphasis.STRONG), Words(statement.words, statement.tone))
        yield Entry(lead, tuple(below))


def finding_run(finding: Finding, journal: Journal) -> TextRun:
    """`+ strength     “clear answers”  Communication`."""
    kind = Words(f"{GLYPHS[finding.kind]} {finding.kind.ljust(_WIDEST)}  ", FINDING_EMPHASIS[finding.kind])
    return (kind, f"“{finding.quote}”", Words(f"  {competency_words(finding, journal)}", Emphasis.MUTED))


def competency_words(finding: Finding, journal: Journal) -> str:
    """The name of its competency, or that it has none."""
    competency = journal.competency(finding.competency)
    return competency.name if competency is not None else "no competency"


def _letter(event: Event, verb: str, reading: ShownConversation, tone: Emphasis = Emphasis.PLAIN) -> _Said:
    subject = f": {event.subject}" if event.subject else ""
    text = event.text if reading.whole or reading.exact else ""
    return _Said(f"{letter_name(event.letter)} {verb}{subject}", text, tone)


def _drafted(event: Event, reading: ShownConversation) -> _Said | None:
    if reading.line.request.open_draft != event or reading.line.track.state is State.SENDING:
        return None
    return _letter(event, "draft, not sent yet", reading, Emphasis.ACCENT)


def _sending(event: Event, reading: ShownConversation) -> _Said | None:
    events = reading.line.request.events
    if any(later.kind in _SETTLING for later in events[events.index(event) + 1 :]):
        return None
    return _letter(event, "may have gone out", reading, Emphasis.WARN)


def _sent(event: Event, reading: ShownConversation) -> _Said:
    if event.channel not in (None, Channel.MAIL):
        return _letter(event, f"sent {_way(event.channel)}", reading)
    via = f" {event.via}" if event.via == "by hand" else f" by {event.via}" if event.via else ""
    return _letter(event, f"sent{via}", reading)


def _way(channel: Channel | None) -> str:
    """`by mail`, `by phone`, `in person`, `by LinkedIn`."""
    return "in person" if channel is Channel.IN_PERSON else f"by {CHANNELS[channel or Channel.MAIL]}"


def _undelivered(event: Event, reading: ShownConversation) -> _Said:
    """What did not go out, or came back."""
    whole, reason = event.full_text if reading.whole else "", event.text.strip().split("\n")[0]
    if event.kind is EventKind.FAILED:
        return _Said(f"{letter_name(event.letter)} did not go out. {event.text}", whole, Emphasis.WARN)
    return _Said(f"It came back{': ' + reason if reason else ''}", whole, Emphasis.BAD)


def _auto_reply(event: Event, reading: ShownConversation) -> _Said:
    news = news_of(event)
    until = f", back on {_day(event.until, reading)}" if event.until else ""
    away = f"Out of office{until} (an automatic answer)"
    words = away if news is News.AWAY else _NEWS.get(news, "") if news else ""
    return _Said(words or "An automatic answer, no reply yet", event.text, Emphasis.MUTED)


def _receipt(event: Event, _reading: ShownConversation) -> _Said:
    news = event.news or News.SEEN
    return _Said(_NEWS.get(news, "A receipt"), event.text if news is News.REACTED else "", Emphasis.MUTED)


def _reply(event: Event, reading: ShownConversation) -> _Said:
    interviewer, way = reading.line.interviewer, _way(event.channel)
    text = event.full_text if reading.whole and event.full_text else event.text
    if event.is_by_mentor:
        return _Said(f"{capital(event.writer(interviewer))}, said", text, Emphasis.PLAIN, Emphasis.PLAIN)
    asked = reading.line.track.asked_on
    days = (event.at.date() - asked).days if asked is not None else -1
    took = f" after {plural(days, 'day')}" if days > 0 else ""
    replied = "Replied" if event.written_for(interviewer) is None else f"{event.writer(interviewer)} replied"
    return _Said(f"{replied} {way}{took}", text, Emphasis.GOOD, Emphasis.PLAIN)


def _day(day: date | None, reading: ShownConversation) -> str:
    return "later" if day is None else show_date(day, None if reading.exact else reading.today)


def _quiet(words: str) -> _Said:
    return _Said(words, tone=Emphasis.MUTED)


_SAY: Mapping[EventKind, Callable[[Event, ShownConversation], _Said | None]] = {
    EventKind.DRAFTED: _drafted,
    EventKind.SENDING: _sending,
    EventKind.FAILED: _undelivered,
    EventKind.SENT: _sent,
    EventKind.BOUNCED: _undelivered,
    EventKind.AUTO_REPLY: _auto_reply,
    EventKind.RECEIPT: _receipt,
    EventKind.REPLY: _reply,
    EventKind.SNOOZED: lambda event, reading: _quiet(f"Snoozed until {_day(event.until, reading)}"),
    EventKind.CLOSED: lambda event, _: _quiet(f"Closed as {CLOSED_AS[event.close_as or CloseAs.DONE]}"),
    EventKind.REOPENED: lambda _event, _reading: _quiet("Opened again"),
    EventKind.REAPPROACH: lambda event, reading: _quiet(
        f"Write again on {_day(event.until, reading)}" if event.until else "No day to write again"
    ),
}


# ── everything about an application ───────────────────────────────────────────────────────────────────────────────────


TITLE = "My applications"
_HEADING = ("company", "role")


def journal_report(
    journal: Journal, tracker: Iterable[TrackerRow], now: datetime, application_id: str = ""
) -> Document:
    """The report on one application, or on all of them, the one with the latest round first.

    Letters and replies stand in it whole, private writing does not.
    """
    lines: dict[str, list[TrackerRow]] = {}
    for line in tracker:
        lines.setdefault(line.application.id, []).append(line)
    applications = [candidate for candidate in journal.live_applications if application_id in ("", candidate.id)]
    report = _Report(journal, lines, now)
    sections = tuple(section for application in applications for section in report.of_application(application))
    title = applications[0].label if application_id else TITLE
    return Document(title=title, kind="Report", sections=sections, made_on=now.date(), pages=99)


class _Report:
    """One report at work; `lines` are the conversations of each application."""

    def __init__(self, journal: Journal, lines: Mapping[str, list[TrackerRow]], now: datetime) -> None:
        self._journal = journal
        self._lines = lines
        self._now = now
        self._scales = scales_by_id(journal)

    def of_application(self, application: Application) -> Iterator[DocumentSection]:
        """What is known of it as a whole, its rounds, and the conversations about it."""
        marked = [
            Entry(finding_run(finding, self._journal)) for finding in self._journal.findings_in_words_of(application.id)
        ]
        yield DocumentSection(application.label, (*self._fields(application), *marked))
        for interview in self._journal.rounds_of(application.id):
            name = f"{application.company}: {interview.round or 'interview'}, {show_date(interview.day)}"
            yield DocumentSection(name, (*self._fields(interview), *self._reflection(interview)))
        for line in sorted(self._lines.get(application.id, ()), key=lambda line: line.interview.at):
            reading = ShownConversation(line, self._journal, self._now.date(), whole=True, exact=True)
            # The parts are told apart where no columns do it.
            parted = (
                (entry, [part for part in entry.lead if run_words((part,)).strip()]) for entry in conversation(reading)
            )
            entries = tuple(
                Entry(tuple(part for word in words for part in (", ", word))[1:], entry.below)
                for entry, words in parted
            )
            if entries:
                yield DocumentSection(f"{application.company}: {line.interviewer.name}, {line.track.state}", entries)

    def _fields(self, record: Struct) -> Iterator[Entry]:
        kind = type(record)
        zone = getattr(record, "zone", "UTC")
        context = ReadingContext(now=self._now, zone=zone, journal=self._journal)
        for name, field in described(kind).items():
            words = show_field(field, getattr(record, name), context)
            if words.strip() and not (kind in (Application, Interview) and name in _HEADING):
                label = Words(f"{field.label.partition(' (')[0].rstrip(' …?:')}: ", Emphasis.MUTED)
                is_long = field.kind in (FieldKind.TEXT, FieldKind.LETTER) or "\n" in words
                yield Entry((label,), _runs(words)) if is_long else Entry((label, Words(words, generous=True)))

    def _reflection(self, interview: Interview) -> Iterator[Entry]:
        reflection = self._journal.reflection_of(interview.id)
        for rating in reflection.ratings:
            scale = self._scales.get(rating.dimension)
            if rating.value is not None:
                sentence = f", {scale.anchor(rating.value)}" if scale is not None else ""
                title = scale.title if scale is not None else rating.dimension
                yield Entry((f"{title}: {rating.value} of 5{sentence}",), _runs(rating.note))
        for part in (*reflection.answers, *reflection.own_questions, *reflection.scenarios):
            lead, *rest = self._fields(part)
            yield Entry(lead.lead, (*lead.below, *(run for entry in rest for run in (entry.lead, *entry.below))))
        yield from self._fields(replace(reflection, private=""))


def _runs(text: str) -> tuple[TextRun, ...]:
    return tuple((Words(line, generous=True),) for line in text.split("\n") if line.strip())
