"""Owns the report on applications: everything a journal holds of them, round by round, to be kept or printed."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import Application
from afterword.domain.conversation.documents import ShownConversation, conversation, finding_run
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.document import Document, DocumentSection, Emphasis, Entry, TextRun, Words, run_words
from afterword.domain.field_reading import ReadingContext, show_field
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.progress import scales_by_id

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
    wanted = [one for one in journal.live_applications if application_id in ("", one.id)]
    report = _Report(journal, lines, now)
    sections = tuple(section for application in wanted for section in report.of_application(application))
    title = wanted[0].label if application_id else TITLE
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
        marked = [Entry(finding_run(one, self._journal)) for one in self._journal.findings_in_words_of(application.id)]
        yield DocumentSection(application.label, (*self._fields(application), *marked))
        for interview in self._journal.rounds_of(application.id):
            name = f"{application.company}: {interview.round or 'interview'}, {show_date(interview.day)}"
            yield DocumentSection(name, (*self._fields(interview), *self._reflection(interview)))
        for line in sorted(self._lines.get(application.id, ()), key=lambda line: line.interview.at):
            shown = ShownConversation(line, self._journal, self._now.date(), whole=True, exact=True)
            said = tuple(_spaced(entry) for entry in conversation(shown))
            if said:
                yield DocumentSection(f"{application.company}: {line.interviewer.name}, {line.track.state}", said)

    def _fields(self, record: Struct) -> Iterator[Entry]:
        kind = type(record)
        zone = getattr(record, "zone", "UTC")
        context = ReadingContext(now=self._now, zone=zone, journal=self._journal)
        for name, field in described(kind).items():
            words = show_field(field, getattr(record, name), context)
            if words.strip() and not (kind in (Application, Interview) and name in _HEADING):
                yield _labelled(field, words)

    def _reflection(self, interview: Interview) -> Iterator[Entry]:
        reflection = self._journal.reflection_of(interview.id)
        for rating in reflection.ratings:
            scale = self._scales.get(rating.dimension)
            if rating.value is not None:
                sentence = f", {scale.anchor(rating.value)}" if scale is not None else ""
                title = scale.title if scale is not None else rating.dimension
                yield Entry((f"{title}: {rating.value} of 5{sentence}",), _runs(rating.note))
        for part in (*reflection.answers, *reflection.own_questions, *reflection.scenarios):
            yield self._part(part)
        yield from self._fields(replace(reflection, private=""))

    def _part(self, part: Struct) -> Entry:
        lead, *rest = self._fields(part)
        return Entry(lead.lead, (*lead.below, *(run for entry in rest for run in (entry.lead, *entry.below))))


def _labelled(field: Field, words: str) -> Entry:
    label = Words(f"{field.label.partition(' (')[0].rstrip(' …?:')}: ", Emphasis.MUTED)
    if field.kind not in (FieldKind.TEXT, FieldKind.LETTER) and "\n" not in words:
        return Entry((label, Words(words, generous=True)))
    return Entry((label,), _runs(words))


def _runs(text: str) -> tuple[TextRun, ...]:
    return tuple((Words(line, generous=True),) for line in text.split("\n") if line.strip())


def _spaced(entry: Entry) -> Entry:
    """The entry of a conversation with its parts told apart where no columns do it."""
    words = [part for part in entry.lead if run_words((part,)).strip()]
    return Entry(tuple(part for word in words for part in (", ", word))[1:], entry.below)
