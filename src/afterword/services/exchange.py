"""Owns handing the journal on as a file, taking one in of any kind, and copies of it.

Every kind is taken in as one step or not at all, and the same file twice adds nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from afterword.domain.dates import show_moment
from afterword.domain.exchange_files import (
    ExportContent,
    ExportFormat,
    FileKind,
    ReadTable,
    TableReading,
    TableUnclear,
)
from afterword.domain.interview import Interview
from afterword.domain.journal import TABLES
from afterword.domain.text import clean_line, plural
from afterword.errors import UserError
from afterword.ports import Clock, JournalFiles
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
_SHOWN, _MOST_COLUMNS = 5, 40
"""Lines and columns of a table that are named."""


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

    `lines` are the first of what comes in, in words; `proposals` are what waits for the person now, and `offers` are
    these in words. Of a journal, `merged` tells more; of a table, `table`.
    """

    kind: FileKind
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
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
        offers = tuple(map(self._offered_words, offered.proposals))
        return TakenIn(
            kind=FileKind.CALENDAR, counts=counts, notes=offered.notes, offers=offers, proposals=offered.proposals
        )

    def _offered_words(self, mail: "Proposal") -> str:
        """`Fri 20 Nov 2026 14:00  Initech · Backend Engineer (Final round), with Ada Byron`.

        What is no invitation: `a rejection: Your application, from Initech`.
        """
        from afterword.domain.conversation.mail_steps import is_new_version, round_named
        from afterword.domain.conversation.meeting import told_in
        from afterword.domain.conversation.message import Offer
        from afterword.domain.greeting import is_program_address

        meeting = mail.appointment
        if mail.offer is not Offer.INVITATION:
            sender = mail.from_name or mail.from_address
            return f"{_OFFERED[mail.offer]}: {mail.subject}{f', from {sender}' if sender else ''}"
        known = {each.company for each in self._store.journal().live_applications}
        told = told_in(mail, known, self._preferences.sender.name)
        what = f"{told.company or 'company not named'} · {told.role or 'role not named'}"
        round_name = round_named(meeting.title if meeting is not None else "", mail.subject, mail.reason)
        people = ", ".join(person.name or person.email for person in (meeting.people if meeting is not None else ()))
        if mail.from_address and not is_program_address(mail.from_address):
            people = people or mail.from_name or mail.from_address
        moves = is_new_version(self._store.journal(), mail) or (meeting is not None and bool(mail.company))
        gone = "taken back: " if meeting is not None and meeting.cancelled else "moved: " if moves else ""
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
        offers = tuple(map(self._offered_words, report.offers))
        return TakenIn(
            kind=FileKind.MAIL, counts=counts, notes=tuple(notes), offers=offers, proposals=tuple(report.offers)
        )

    def _table(self, file: NamedFile, reading: TableReading, *, rehearse: bool) -> TakenIn:
        """The interviews of a table, and what it tells anew of those that are here."""
        from afterword.services.tables import TableService, nothing_came_in

        table = self._files.table(file.raw, reading, self._clock.now())
        for field, words in table.missing.items():
            known = ", ".join(f"“{name}”" for name in table.headings[:_MOST_COLUMNS])
            told = " ".join((*table.notes, f"The columns are: {known}."))
            raise TableUnclear(f"No column names {words}.", told, f"Say which column holds “{field}”.", table)
        if table.wrong:
            raise TableUnclear(*nothing_came_in(table.wrong), table)
        taken = TableService(self._store, self._clock, self._verbs).take_in(file.name, table, rehearse=rehearse)
        counts = {
            "interviews": len(taken.added),
            "changed": len(taken.changed),
            "proposals": len(taken.proposals),
            "known": taken.known,
            "left_out": len(table.left_out) + taken.left_out,
        }
        return TakenIn(
            kind=FileKind.TABLE,
            counts=counts,
            notes=_notes(table, counts["left_out"]),
            lines=(*map(_interview_words, taken.added[:_SHOWN]), *taken.changed[:_SHOWN]),
            offers=tuple(map(self._offered_words, taken.proposals)),
            proposals=tuple(taken.proposals),
            table=table,
        )


def _notes(table: ReadTable, left_out: int) -> tuple[str, ...]:
    """How the table was understood, and what is not taken from it."""
    columns = ", ".join(f"{heading} → {field}" for heading, field in table.columns.items())
    assumed = sum(line.assumed for line in table.lines)
    return tuple(
        filter(
            None,
            (
                f"Columns: {columns}.",
                f"Left out: {', '.join(table.unknown)}." if table.unknown else "",
                f"{plural(assumed, 'line names', 'lines name')} no hour; noon stands for it." if assumed else "",
                f"{plural(left_out, 'line', 'lines')} without an interview: left out." if left_out else "",
                *table.notes,
            ),
        )
    )


def _interview_words(interview: Interview) -> str:
    people = f", with {plural(len(interview.interviewers), 'person', 'people')}" if interview.interviewers else ""
    named = f" ({interview.round})" if interview.round else ""
    return f"{show_moment(interview.local)}  {interview.company} · {interview.role}{named}{people}"
