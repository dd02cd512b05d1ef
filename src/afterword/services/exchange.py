"""Owns handing the journal on as a file, taking one in of any kind, and copies of it.

Every kind is taken in as one step or not at all, and the same file twice adds nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.mail_steps import is_new_version, round_named
from afterword.domain.conversation.message import Fate, Offer, Proposal
from afterword.domain.dates import show_moment
from afterword.domain.exchange_files import (
    CalendarEntry,
    ExportContent,
    ExportFormat,
    FileKind,
    ReadTable,
    TableReading,
    TableUnclear,
    as_proposal,
    is_interview,
    told_by,
    told_in,
)
from afterword.domain.greeting import is_program_address
from afterword.domain.interview import Interview
from afterword.domain.journal import TABLES, Journal, grouped
from afterword.domain.text import clean_line, fold, plural
from afterword.errors import UserError
from afterword.ports import JournalFiles, Transaction
from afterword.services import lookup
from afterword.services.services import Preferences

if TYPE_CHECKING:
    from afterword.calendars import ReadCalendar
    from afterword.domain.history import Merged
    from afterword.services.services import Services

_SINGULAR = {"people": "person", "competencies": "competency"}
_NOT_NEW = ("known", "left_out", "seen")
_OFFERED = {"reply": "a reply", "rejection": "a rejection", "invitation": "an invitation", "offer": "an offer"}
_SHOWN, _MOST_COLUMNS, _LONGEST_TITLE = 5, 40, 60
"""Lines and columns of a table that are named, and characters of a title."""


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
    proposals: tuple[Proposal, ...] = ()
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
        known_count, left_out = (self.counts.get(name, 0) for name in ("known", "left_out"))
        known_words = f"{known_count} {'is' if known_count == 1 else 'are'} here already" if known_count else ""
        passed_over = f"{left_out} left out" if left_out else ""
        return "; ".join(filter(None, (", ".join(parts) or "nothing new", known_words, passed_over)))


class ExchangeService:
    """Exports, imports and copies the journal; by the preferences it knows who the person is."""

    def __init__(self, services: "Services", files: JournalFiles, preferences: Preferences) -> None:
        self._services = services
        self._store = services.store
        self._clock = services.clock
        self._files = files
        self._preferences = preferences
        self.copies = files.copies
        """The copies of the journal."""

    # ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def formats(self) -> Sequence[tuple[str, str]]:
        """What can be written: the ending of the file, and what it is."""
        return self._files.formats

    def export(self, form: ExportFormat, application: str = "", *, in_file: bool = False) -> bytes:
        """The journal in that form, a report on one application where it is named; as it stands `in_file`, or not.

        Raises `UserError`.
        """
        journal, overview = self._store.journal(), self._services.overview
        chosen = lookup.application(journal, application).id if application else ""
        content = ExportContent(journal, self._clock.now(), overview.tracker, overview.due, chosen)
        raw = self._files.write(content, form)
        return self._files.marked(raw, form) if in_file else raw

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
        unchanged = sum(len(getattr(incoming, table)) for table in TABLES) - touched
        counts = {**added, "changed": sum(changed.values()), "known": max(unchanged, 0)}
        return TakenIn(kind=FileKind.JSON, counts=counts, merged=merged)

    def _calendar(self, file: NamedFile, *, rehearse: bool) -> TakenIn:
        """The interviews of a calendar, put before the person."""
        from afterword.calendars import read_calendar

        read = read_calendar(file.raw, self._clock.now())
        if rehearse:
            return self._offered(_Meetings(self._store.journal()), read)
        with self._store.transaction("offer the entries of a calendar") as work:
            meetings = _Meetings(work.journal)
            intake = self._offered(meetings, read)
            for proposal in intake.proposals:
                meetings.put(work, proposal)
        return intake

    def _offered(self, meetings: "_Meetings", read: "ReadCalendar") -> TakenIn:
        """Each interview among the meetings as a proposal; of a calendar with many, those that are called one.

        A later version takes the place of an earlier one; one that is known already is passed over.
        """
        own = frozenset(map(str.casefold, self._preferences.addresses))
        proposals, known_count = [], 0
        left_out: dict[str, list[str]] = {}
        for title, why in read.left_out:
            left_out.setdefault(why, []).append(title)
        versions = sorted(map(self._on_my_clock, read.meetings), key=lambda meeting: meeting.sequence)
        newest = {meeting.key: meeting for meeting in versions}
        for meeting in sorted(newest.values(), key=lambda meeting: meeting.day):
            applications = meetings.applications(meeting)
            is_relevant = len(newest) == 1 or is_interview(meeting) or bool(applications)
            if why := meetings.why_not(meeting, wanted=is_relevant):
                left_out.setdefault(why, []).append(meeting.title)
                continue
            proposal = as_proposal(meeting, applications, own, self._clock.now())
            if meetings.knows(meeting) or proposal.id in meetings.proposals:
                known_count += 1
            else:
                proposals.append(proposal)
        notes = (f"{_titles(titles)} {why}: left out." for why, titles in left_out.items())
        return TakenIn(
            kind=FileKind.CALENDAR,
            counts={"proposals": len(proposals), "known": known_count, "left_out": sum(map(len, left_out.values()))},
            notes=(*read.answers, *notes),
            offers=tuple(map(self._offered_words, proposals)),
            proposals=tuple(proposals),
        )

    def _on_my_clock(self, meeting: CalendarEntry) -> CalendarEntry:
        """On the person's own clock what stands on none, and what only programs write in UTC."""
        if meeting.at is None or meeting.zone not in ("", "UTC"):
            return meeting
        tzinfo = self._clock.now().tzinfo
        at = meeting.at.astimezone(tzinfo) if meeting.zone else meeting.at.replace(tzinfo=tzinfo)
        return replace(meeting, at=at, zone=self._clock.zone)

    def _offered_words(self, mail: Proposal) -> str:
        """`Fri 20 Nov 2026 14:00  Initech · Backend Engineer (Final round), with Ada Byron`.

        What is no invitation: `a rejection: Your application, from Initech`.
        """
        meeting = mail.appointment
        if mail.offer is not Offer.INVITATION:
            sender = mail.from_name or mail.from_address
            return f"{_OFFERED[mail.offer]}: {mail.subject}{f', from {sender}' if sender else ''}"
        companies = {application.company for application in self._store.journal().live_applications}
        job = told_in(mail, companies, self._preferences.sender.name)
        label = f"{job.company or 'company not named'} · {job.role or 'role not named'}"
        round_name = round_named(meeting.title if meeting is not None else "", mail.subject, mail.reason)
        people = ", ".join(person.name or person.email for person in (meeting.people if meeting is not None else ()))
        if mail.from_address and not is_program_address(mail.from_address):
            people = people or mail.from_name or mail.from_address
        moves = is_new_version(self._store.journal(), mail) or (meeting is not None and bool(mail.company))
        gone = "taken back: " if meeting is not None and meeting.cancelled else "moved: " if moves else ""
        when = "no time named" if meeting is None else show_moment(meeting.at)
        zone = f" {meeting.zone}" if meeting is not None and meeting.zone not in ("", self._clock.zone) else ""
        round_words = f" ({round_name})" if round_name else ""
        return f"{gone}{when}{zone}  {label}{round_words}{f', with {people}' if people else ''}"

    def _mails(self, file: NamedFile, *, rehearse: bool) -> TakenIn:
        """The mails of a conversation: what is sure is recorded, everything else is put before the person."""
        from afterword.services.checking import recorded_words

        report, passed_over = self._services.checking.take_in(self._files.mails(file.raw, file.name), rehearse=rehearse)
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
        from afterword.services.tables import nothing_came_in, take_in

        table = self._files.table(file.raw, reading, self._clock.now())
        for field, words in table.missing.items():
            columns = ", ".join(f"“{name}”" for name in table.headings[:_MOST_COLUMNS])
            detail = " ".join((*table.notes, f"The columns are: {columns}."))
            raise TableUnclear(f"No column names {words}.", detail, f"Say which column holds “{field}”.", table)
        if table.wrong:
            raise TableUnclear(*nothing_came_in(table.wrong), table)
        intake = take_in(self._services, file.name, table, rehearse=rehearse)
        counts = {
            "interviews": len(intake.added),
            "changed": len(intake.changed),
            "proposals": len(intake.proposals),
            "known": intake.known,
            "left_out": len(table.left_out) + intake.left_out,
        }
        return TakenIn(
            kind=FileKind.TABLE,
            counts=counts,
            notes=_notes(table, counts["left_out"]),
            lines=(*map(_interview_words, intake.added[:_SHOWN]), *intake.changed[:_SHOWN]),
            offers=tuple(map(self._offered_words, intake.proposals)),
            proposals=tuple(intake.proposals),
            table=table,
        )


class _Meetings:
    """What a journal knows of meetings, each looked up by what an entry names."""

    def __init__(self, journal: Journal) -> None:
        self.proposals = journal.proposals
        self._by_entry = {interview.calendar: interview for interview in journal.live_interviews if interview.calendar}
        self._waiting = grouped((_entry(proposal), proposal) for proposal in journal.open_proposals)
        self._companies_at = grouped((interview.at, fold(interview.company)) for interview in journal.live_interviews)
        self._companies = {application.company for application in journal.live_applications}
        still_open = (application for application in journal.live_applications if not application.is_ended)
        self._applications = grouped((fold(application.company), application.id) for application in still_open)

    def applications(self, meeting: CalendarEntry) -> tuple[str, ...]:
        """The open applications at the company that it names, where one is here."""
        return self._applications.get(fold(told_by(meeting, self._companies).company), ())

    def why_not(self, meeting: CalendarEntry, *, wanted: bool) -> str:
        """Why an entry is not put before the person, as the end of a sentence; empty where it is.

        One that no interview came of is, where it is `wanted`: it stands alone, is called one, or is of a company here.
        """
        if meeting.at is None:
            return "names no hour"
        if meeting.key in self._by_entry:
            return ""
        if meeting.cancelled:
            return "" if meeting.key in self._waiting else "was taken back, and is not here"
        return "" if wanted else "is not called an interview, and names no company that is here"

    def knows(self, meeting: CalendarEntry) -> bool:
        """Whether there is nothing new in it."""
        ours = self._by_entry.get(meeting.key)
        if ours is None:
            companies = self._companies_at.get(meeting.at, ()) if meeting.at is not None else ()
            return any(company in fold(meeting.title) for company in companies)
        same = (ours.at, ours.where) == (meeting.at, meeting.where)
        return not meeting.cancelled and (meeting.sequence < ours.calendar_sequence or same)

    def put(self, work: Transaction, proposal: Proposal) -> None:
        """The proposal in place of an earlier version that still waits; a meeting taken back only settles that one."""
        entry = _entry(proposal)
        for waiting in self._waiting.get(entry, ()):
            work.put(replace(waiting, fate=Fate.IGNORED))
        taken_back = proposal.appointment is not None and proposal.appointment.cancelled
        work.put(replace(proposal, fate=Fate.IGNORED) if taken_back and entry not in self._by_entry else proposal)


def _entry(proposal: Proposal) -> str:
    return proposal.appointment.calendar if proposal.appointment is not None else ""


def _titles(titles: Sequence[str]) -> str:
    """`“Stand-up”` or `“Stand-up” (like 11 more)`."""
    first = f"“{clean_line(titles[0])[:_LONGEST_TITLE] or 'An entry without a title'}”"
    return f"{first} (like {len(titles) - 1} more)" if len(titles) > 1 else first


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
    round_words = f" ({interview.round})" if interview.round else ""
    return f"{show_moment(interview.local)}  {interview.company} · {interview.role}{round_words}{people}"
