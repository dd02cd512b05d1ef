"""Owns handing the journal on as a file, taking one in of any kind, and copies of it.

Every kind is taken in as one step or not at all, and the same file twice adds nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import show_moment
from afterword.domain.exchange_files import (
    ExportContent,
    ExportFormat,
    FileKind,
    ReadTable,
    TableLine,
    TableReading,
    TableUnclear,
)
from afterword.domain.interview import Interview
from afterword.domain.journal import TABLE_OF, TABLES, Change, Journal, Record
from afterword.domain.people import Person, folded_address, name_words
from afterword.domain.text import clean_line, fold, plural
from afterword.errors import AfterwordError, UserError
from afterword.ports import Clock, JournalFiles, Transaction
from afterword.services import lookup
from afterword.services.services import Preferences, UndoableStore

if TYPE_CHECKING:
    from afterword.domain.conversation.message import Proposal
    from afterword.domain.revision import Merged
    from afterword.services.applications import ApplicationService
    from afterword.services.checking import CheckingService
    from afterword.services.interviews import InterviewService
    from afterword.services.overview import OverviewService

_SINGULAR = {"people": "person", "competencies": "competency"}
_NOT_NEW = ("known", "left_out", "seen")
_OFFERED = {"reply": "a reply", "rejection": "a rejection", "invitation": "an invitation", "offer": "an offer"}
_SHOWN = 5
"""Lines of a table that are shown."""


class Verbs(Protocol):
    """The other services, each made when it is first needed."""

    @property
    def interviews(self) -> "InterviewService":
        """Interviews."""
        ...

    @property
    def applications(self) -> "ApplicationService":
        """Applications."""
        ...

    @property
    def checking(self) -> "CheckingService":
        """Mails."""
        ...

    @property
    def overview(self) -> "OverviewService":
        """The tracker and what is due."""
        ...


class NamedFile(Struct, frozen=True):
    """A file that the person named, and what stands in it."""

    name: str
    raw: bytes


class TakenIn(Struct, frozen=True, kw_only=True):
    """What came of a file, or would: its kind, how many of what came in, and in words what it was understood as.

    `lines` are the first of what comes in, in words. Of a journal, `merged` tells more; of a table, `table`; of a
    calendar and of mails, `proposals` are what waits for the person now.
    """

    kind: FileKind
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    proposals: "tuple[Proposal, ...]" = ()
    merged: "Merged | None" = None
    table: ReadTable | None = None

    @property
    def is_news(self) -> bool:
        """Whether anything comes in."""
        return any(count for name, count in self.counts.items() if name not in _NOT_NEW)

    @property
    def words(self) -> str:
        """`3 interviews, 1 person; 12 are here already`."""
        counted = ((name, count) for name, count in self.counts.items() if count and name not in _NOT_NEW)
        parts = [
            f"{plural(count, 'record')} changed"
            if name == "changed"
            else plural(count, _SINGULAR.get(name, name.removesuffix("s")), name)
            for name, count in counted
        ]
        known, left_out = (self.counts.get(name, 0) for name in ("known", "left_out"))
        here = f"{known} {'is' if known == 1 else 'are'} here already" if known else ""
        passed_over = f"{left_out} left out" if left_out else ""
        return "; ".join(filter(None, (", ".join(parts) or "nothing new", here, passed_over)))


class ExchangeService:
    """Exports, imports and copies the journal; by the preferences it knows who the person is."""

    def __init__(
        self, store: UndoableStore, clock: Clock, files: JournalFiles, verbs: Verbs, preferences: Preferences
    ) -> None:
        self._store = store
        self._clock = clock
        self._files = files
        self._verbs = verbs
        self._preferences = preferences

    # ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def formats(self) -> Sequence[tuple[str, str]]:
        """What can be written: the ending of the file, and what it is."""
        return self._files.formats

    def export(self, form: ExportFormat, application: str = "", *, in_file: bool = False) -> bytes:
        """The journal in that form, a report on one application where it is named; as it stands `in_file`, or not.

        Raises `UserError`.
        """
        journal, overview = self._store.journal(), self._verbs.overview
        chosen = lookup.application(journal, application).id if application else ""
        content = ExportContent(journal, self._clock.now(), overview.tracker, overview.due, chosen)
        raw = self._files.write(content, form)
        return self._files.marked(raw, form) if in_file else raw

    def backup(self) -> str:
        """Copy the journal as it stands; the path of the copy. Raises `UserError`."""
        return self._files.backup()

    def restore(self, path: str) -> None:
        """Put that copy in the journal's place; what stands there is kept. Raises `UserError`."""
        self._files.restore(path)

    def begin_anew(self) -> None:
        """Begin an empty journal where there is none any more. Raises `UserError`."""
        self._files.begin_anew()

    # ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def take_in(self, file: NamedFile, reading: TableReading | None = None, *, rehearse: bool = False) -> TakenIn:
        """Takes in that file, all of it or nothing, as one step; with `rehearse` nothing is kept.

        Raises `UserError`, and `TableUnclear` for a table of which the person has to say more.
        """
        kind = self._files.kind_of(file.raw, file.name)
        if kind is FileKind.TABLE:
            return self._table(file, reading or TableReading(), rehearse=rehearse)
        verb = {FileKind.JSON: self._journal, FileKind.CALENDAR: self._calendar, FileKind.MAIL: self._mails}.get(kind)
        if verb is None:
            raise UserError(
                f"{clean_line(file.name)} is of a kind that is not known here.",
                "Nothing was imported from it.",
                "What can be imported: .json (from export, or another machine's journal), .csv, .ics, .eml and .mbox.",
            )
        return verb(file, rehearse=rehearse)

    def _journal(self, file: NamedFile, *, rehearse: bool) -> TakenIn:
        """Another machine's journal, merged into ours."""
        incoming = self._files.journal(file.raw, self._store.journal())
        merged = self._files.merge(file.raw, file.name, rehearse=rehearse)
        added, changed = ({table: len(ids[table]) for table in TABLES} for ids in (merged.added, merged.changed))
        touched = sum(added.values()) + sum(changed.values())
        self._store.saves += bool(not rehearse and (touched or any(merged.removed.values())))
        known = sum(len(getattr(incoming, table)) for table in TABLES) - touched
        counts = {**added, "changed": sum(changed.values()), "known": max(known, 0)}
        return TakenIn(kind=FileKind.JSON, counts=counts, merged=merged)

    def _calendar(self, file: NamedFile, *, rehearse: bool) -> TakenIn:
        """The interviews of a calendar, put before the person."""
        from afterword.calendars import read_calendar
        from afterword.services.calendar import CalendarService

        own = frozenset(map(str.casefold, self._preferences.addresses))
        service = CalendarService(self._store, self._clock, own)
        offered = service.offer(read_calendar(file.raw, self._clock.now()), rehearse=rehearse)
        counts = {"proposals": len(offered.proposals), "known": offered.known, "left_out": offered.left_out}
        lines = tuple(map(self._offered_words, offered.proposals))
        return TakenIn(
            kind=FileKind.CALENDAR, counts=counts, notes=offered.notes, lines=lines, proposals=offered.proposals
        )

    def _offered_words(self, mail: "Proposal") -> str:
        """`Fri 20 Nov 2026 14:00  Initech · Backend Engineer (Final round), with Ada Byron`.

        What is no invitation: `a rejection: Your application, from Initech`.
        """
        from afterword.domain.conversation.mail_steps import round_named
        from afterword.domain.conversation.meeting import told_in
        from afterword.domain.conversation.message import Offer
        from afterword.domain.greeting import is_program_address

        meeting = mail.appointment
        if mail.offer is not Offer.INVITATION:
            return f"{_OFFERED[mail.offer]}: {mail.subject}, from {mail.from_name or mail.from_address}"
        known = {each.company for each in self._store.journal().live_applications}
        told = told_in(mail, known, self._preferences.sender.name)
        what = f"{told.company or 'company not named'} · {told.role or 'role not named'}"
        round_name = round_named(meeting.title if meeting is not None else "", mail.subject, mail.reason)
        people = ", ".join(person.name or person.email for person in (meeting.people if meeting is not None else ()))
        if not is_program_address(mail.from_address):
            people = people or mail.from_name or mail.from_address
        gone = "taken back: " if meeting is not None and meeting.cancelled else ""
        when = "no time named" if meeting is None else show_moment(meeting.at)
        zone = f" {meeting.zone}" if meeting is not None and meeting.zone not in ("", self._clock.zone) else ""
        named = f" ({round_name})" if round_name else ""
        return f"{gone}{when}{zone}  {what}{named}{f', with {people}' if people else ''}"

    def _mails(self, file: NamedFile, *, rehearse: bool) -> TakenIn:
        """The mails of a conversation: what is sure is recorded, everything else is put before the person."""
        from afterword.services.checking import recorded_words

        report, passed_over = self._verbs.checking.take_in(self._files.mails(file.raw, file.name), rehearse=rehearse)
        journal = self._store.journal()
        notes = [*passed_over, *(recorded_words(journal, recorded) for recorded in report.recorded)]
        notes += [
            f"“{subject}” tells of an application that is not here: add its interview, and import the file again."
            for subject in report.elsewhere
        ]
        counts = {
            "seen": report.seen,
            "replies": report.replies,
            "proposals": report.proposals,
            "left_out": len(report.elsewhere),
        }
        if report.seen and not (notes or report.offers):
            notes.append("Nothing in it is news about an application, or it is here already.")
        lines = tuple(map(self._offered_words, report.offers))
        return TakenIn(
            kind=FileKind.MAIL, counts=counts, notes=tuple(notes), lines=lines, proposals=tuple(report.offers)
        )

    # ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, file: NamedFile, reading: TableReading, *, rehearse: bool) -> TakenIn:
        """An interview for each line of a table, earliest first, so that rounds join their applications."""
        table = _understood(self._files.table(file.raw, reading, self._clock.now()))
        added: list[Interview] = []
        with suppress(_RehearsedError), self._store.transaction(f"import {clean_line(file.name)}") as work:
            added = self._add_all(work, table)
            if rehearse:
                # A transaction that ends by an error keeps nothing.
                raise _RehearsedError
        known = len(table.lines) - len(added)
        counts = {"interviews": len(added), "known": known, "left_out": len(table.left_out)}
        lines = tuple(map(_interview_words, added[:_SHOWN]))
        return TakenIn(kind=FileKind.TABLE, counts=counts, notes=_notes(table), lines=lines, table=table)

    def _add_all(self, work: Transaction, table: ReadTable) -> list[Interview]:
        known, parts = _Known(work.journal), _Parts(work)
        added: list[Interview] = []
        refused: dict[int, str] = {}
        for line in sorted(table.lines, key=lambda line: str(line.interview["at"])):
            if known.has(line):
                continue
            part = parts.of(line)
            try:
                with self._store.within(part):
                    interview = self._add(part, line)
            except AfterwordError as error:
                refused[line.line] = error.title
                continue
            known.add(interview)
            added.append(interview)
        if refused:
            raise TableUnclear(*_nothing(refused), table)
        return added

    def _add(self, work: Transaction, line: TableLine) -> Interview:
        interview = self._verbs.interviews.add(line.interview)
        if line.application:
            self._verbs.applications.edit(interview.application_id, line.application)
        if line.outcome and not work.journal.applications[interview.application_id].is_ended:
            self._verbs.applications.hear(interview.application_id, line.outcome)
        return interview


class _Part:
    """A transaction on the records that the lines of one company can concern; what it changes, the whole one does.

    Looking at the whole journal again after each of thousands of lines would take minutes.
    """

    def __init__(self, whole: Transaction, journal: Journal, people: dict[str, Person]) -> None:
        self._whole = whole
        self._people = people
        self.journal = journal
        self.note = whole.note

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those of the whole."""
        return self._whole.changes

    def know(self, emails: Iterable[str]) -> None:
        """The people of these addresses may be met here, too."""
        met = [known for email in emails if (known := self._people.get(email)) is not None]
        self._take([person for person in met if self.journal.people.get(person.id) != person])

    def put(self, record: Record) -> None:
        """See `ports.Transaction`."""
        if isinstance(record, Person) and record.email:
            self._people[folded_address(record.email)] = record
        self._take([record])
        self._whole.put(record)

    def remove(self, record: Record) -> None:
        """See `ports.Transaction`."""
        table = TABLE_OF[type(record)]
        self.journal = self.journal.apply([Change(table, record.id, record, None)])
        self._whole.remove(record)

    def _take(self, records: Iterable[Record]) -> None:
        changes = [(TABLE_OF[type(record)], record) for record in records]
        self.journal = self.journal.apply(
            Change(table, record.id, self.journal.find(table, record.id), record) for table, record in changes
        )


class _Parts:
    """The journal in parts, by company."""

    def __init__(self, whole: Transaction) -> None:
        self._whole = whole
        self._journal = whole.journal
        self._parts: dict[object, _Part] = {}
        self._people = {
            folded_address(person.email): person for person in self._journal.people.values() if person.email
        }

    def of(self, line: TableLine) -> _Part:
        """The part that this line concerns."""
        company = name_words(str(line.interview["company"]))
        if company not in self._parts:
            self._parts[company] = _Part(self._whole, self._of(company), self._people)
        part = self._parts[company]
        named = (*_people_in(line.interview, "interviewers"), *_people_in(line.application, "contacts"))
        part.know(folded_address(person.email) for person in named if person.email)
        return part

    def _of(self, company: object) -> Journal:
        journal = self._journal
        applications = {
            key: known for key, known in journal.applications.items() if name_words(known.company) == company
        }
        interviews = {
            key: known
            for key, known in journal.interviews.items()
            if known.application_id in applications or name_words(known.company) == company
        }
        requests = {key: known for key, known in journal.requests.items() if known.interview_id in interviews}
        named = {
            *(key for known in interviews.values() for key in known.interviewers),
            *(key for known in applications.values() for key in known.contacts),
            *(known.person_id for known in requests.values()),
        }
        people = {key: person for key, person in journal.people.items() if key in named}
        return replace(
            Journal(language=journal.language),
            applications=applications,
            interviews=interviews,
            requests=requests,
            people=people,
        )


def _people_in(fields: Mapping[str, object], name: str) -> tuple[Person, ...]:
    people = fields.get(name, ())
    return people if isinstance(people, tuple) else ()


class _RehearsedError(Exception):
    """Nothing is to be kept."""


class _Known:
    """The interviews that are here: each by its id, else by company, role and instant."""

    def __init__(self, journal: Journal) -> None:
        self._ids = set(journal.interviews)
        self._told = {
            (interview.at, fold(interview.company), fold(interview.role)) for interview in journal.interviews.values()
        }

    def has(self, line: TableLine) -> bool:
        """Whether the interview of that line is here."""
        told = line.interview
        return line.id in self._ids or (told["at"], fold(str(told["company"])), fold(str(told["role"]))) in self._told

    def add(self, interview: Interview) -> None:
        """One more is here."""
        self._told.add((interview.at, fold(interview.company), fold(interview.role)))


def _understood(table: ReadTable) -> ReadTable:
    """The same where all of it can be taken in. Raises `TableUnclear`."""
    for field, words in table.missing.items():
        known = ", ".join(f"“{name}”" for name in table.headings)
        told = " ".join((*table.notes, f"The columns are: {known}."))
        raise TableUnclear(f"No column names {words}.", told, f"Say which column holds “{field}”.", table)
    if table.wrong:
        raise TableUnclear(*_nothing(table.wrong), table)
    return table


def _nothing(wrong: Mapping[int, str]) -> tuple[str, str, str]:
    lines = "\n".join(f"Line {line}: {why}" for line, why in wrong.items())
    return "Nothing was imported.", lines, "Mend these lines, and import the file again."


def _notes(table: ReadTable) -> tuple[str, ...]:
    """How the table was understood, and what is not taken from it."""
    columns = ", ".join(f"{heading} → {field}" for heading, field in table.columns.items())
    assumed, left_out = sum(line.assumed for line in table.lines), len(table.left_out)
    return tuple(
        filter(
            None,
            (
                f"Columns: {columns}.",
                f"Left out: {', '.join(table.unknown)}." if table.unknown else "",
                f"{plural(assumed, 'line names', 'lines name')} no hour; noon stands for it." if assumed else "",
                f"{plural(left_out, 'line', 'lines')} without an interview yet: left out." if left_out else "",
            ),
        )
    )


def _interview_words(interview: Interview) -> str:
    people = f", with {plural(len(interview.interviewers), 'person', 'people')}" if interview.interviewers else ""
    named = f" ({interview.round})" if interview.round else ""
    return f"{show_moment(interview.local)}  {interview.company} · {interview.role}{named}{people}"
