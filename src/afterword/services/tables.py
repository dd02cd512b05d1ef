"""Owns taking in a table: an interview for each new line, and what a line brings anew of one that is here.

What a line only adds is filled in; what it decides or moves is put before the person. What they changed since stays.
"""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation.message import Appointment, Fate, MailKind, Offer, Proposal
from afterword.domain.dates import show_moment
from afterword.domain.exchange_files import ReadTable, TableLine, TableUnclear
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import TABLE_OF, AnyRecord, Change, Journal, Record
from afterword.domain.people import Person, folded_address, name_words
from afterword.domain.text import clean_line, fold_name
from afterword.errors import AfterwordError
from afterword.ports import Transaction

if TYPE_CHECKING:
    from afterword.services.services import Services

_FILLED = ("round", "where", "interviewers", "travel_minutes", "arrived", "notes")
_OF_A_TABLE = "table-"
"""How the key begins by which an interview knows the line it came of, where a calendar's entry has its UID."""
_MOST_WRONG = 20
_OFFERED = {Outcome.REJECTED: Offer.REJECTION, Outcome.OFFER: Offer.JOB}


class TakenTable(Struct):
    """What came of a table: new interviews, in words what known ones got, what waits now, and how many brought nothing.

    `left_out` have not come to an interview, or are over without one.
    """

    added: list[Interview] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    known: int = 0
    left_out: int = 0


def take_in(services: "Services", name: str, table: ReadTable, *, rehearse: bool) -> TakenTable:
    """All lines as one step, earliest first, so that rounds join their applications; nothing with `rehearse`.

    Raises `TableUnclear`, which names every line that is refused, and then nothing is kept.
    """
    with services.store.transaction(f"import {clean_line(name)}", rehearse=rehearse) as work:
        lines = sorted(table.lines, key=lambda line: math.inf if line.at is None else line.at.timestamp())
        intake = _Intake(work, services, lines)
        refused: dict[int, str] = {}
        for line in lines:
            try:
                intake.take(line)
            except AfterwordError as error:
                refused[line.line] = error.title
        if refused:
            raise TableUnclear(*nothing_came_in(refused), table)
        source = clean_line(PurePath(name).name)
        intake.taken.proposals = [replace(offer, from_name=source) for offer in intake.taken.proposals]
        for offer in intake.taken.proposals:
            work.put(offer)
    return intake.taken


def nothing_came_in(wrong: Mapping[int, str]) -> tuple[str, str, str]:
    """What is said where lines are wrong."""
    lines = [f"Line {line}: {why}" for line, why in islice(wrong.items(), _MOST_WRONG)]
    more = [f"… and {len(wrong) - _MOST_WRONG} more"] if len(wrong) > _MOST_WRONG else []
    return "Nothing was imported.", "\n".join([*lines, *more]), "Mend these lines, and import the file again."


class _Intake:
    """The lines of one table at work on a journal."""

    def __init__(self, work: Transaction, services: "Services", lines: Iterable[TableLine]) -> None:
        self._work = work
        self._services = services
        self._now = services.clock.now()
        self._proposals = dict(work.journal.proposals)
        self._here = _Interviews(work.journal, lines)
        self._parts = _Parts(work)
        self.taken = TakenTable()

    def take(self, line: TableLine) -> None:
        """One line: what it says anew of an interview that is here, else a new one. Raises `AfterwordError`."""
        ours = self._here.meant(line, self._now)
        if ours is not None:
            self._follow(line, ours)
        elif line.at is not None:
            self._add(line)
        elif line.interviewed:
            self._offer([self._invitation(line)])
        else:
            self.taken.left_out += 1

    def _add(self, line: TableLine) -> None:
        part = self._parts.of(line.company, _people_of(line))
        with self._services.store.within(part):
            added = self._services.interviews.add(line.interview)
            if line.application:
                self._services.applications.edit(added.application_id, line.application)
            application = part.journal.applications[added.application_id]
            if line.outcome and not application.is_ended:
                self._services.applications.hear(application.id, line.outcome)
        self.taken.added.append(self._remember(part, line, part.journal.interviews[added.id]))
        waiting = self._proposals.get(self._invitation(line).id)
        if waiting is not None and waiting.fate is Fate.OPEN:
            self._work.put(replace(waiting, fate=Fate.IGNORED))

    def _remember(self, part: Transaction, line: TableLine, ours: Interview) -> Interview:
        """The interview that knows its line, so that the same line says nothing anew whatever becomes of it."""
        if not ours.calendar or ours.calendar.startswith(_OF_A_TABLE):
            ours = replace(ours, calendar=_key(line), calendar_sequence=_version(line))
            part.put(ours)
        self._here.add(ours)
        return ours

    def _follow(self, line: TableLine, ours: Interview) -> None:
        if ours.deleted is not None or (ours.calendar, ours.calendar_sequence) == (_key(line), _version(line)):
            self.taken.known += 1
            return
        part = self._parts.of(ours.company, _people_of(line))
        application = part.journal.applications[ours.application_id]
        filled = self._fill(part, line, ours)
        offers = [*_decided(line, application, self._now), *_moved(line, ours, self._now)]
        self._offer(offers, brings_nothing=not filled)
        if filled or (not ours.calendar and any(offer.appointment is not None for offer in offers)):
            self._remember(part, line, part.journal.interviews[ours.id])

    def _fill(self, part: Transaction, line: TableLine, ours: Interview) -> bool:
        """Fill in what the line tells and nobody has said yet; whether that was anything."""
        application = part.journal.applications[ours.application_id]
        more = {name: line.interview[name] for name in _FILLED if line.interview.get(name) and not getattr(ours, name)}
        about = {
            name: details for name, details in line.application.items() if details and not getattr(application, name)
        }
        outcome = line.outcome.get("outcome")
        ends = application.outcome is Outcome.PENDING and outcome is not None and outcome not in _OFFERED
        if not (more or about or ends):
            return False
        with self._services.store.within(part):
            if more:
                self._services.interviews.edit(ours.id, more)
            if about:
                self._services.applications.edit(application.id, about)
            if ends:
                self._services.applications.hear(application.id, line.outcome)
        details = ", ".join([*more, *about, *([f"{outcome}"] if ends else [])]).replace("_", " ")
        self.taken.changed.append(f"{ours.label}: {details}")
        return True

    def _offer(self, offers: Iterable[Proposal], *, brings_nothing: bool = True) -> None:
        """Put before the person what was not before; a line that brings nothing else is known."""
        new = [offer for offer in offers if offer.id not in self._proposals]
        for offer in new:
            self._proposals[offer.id] = offer
        self.taken.proposals += new
        self.taken.known += brings_nothing and not new

    def _invitation(self, line: TableLine) -> Proposal:
        """A line that came to an interview and names no day: the person says when it is."""
        return _proposal(
            line, Offer.INVITATION, ("interviewed", fold_name(line.company), fold_name(line.role)), self._now
        )


def _decided(line: TableLine, application: Application, now: datetime) -> Iterator[Proposal]:
    """That it was rejected or offered, where that is news."""
    offer = _OFFERED.get(line.outcome.get("outcome"))  # type: ignore[call-overload]
    words = str(line.outcome.get("words", ""))
    unkept = application.outcome is Outcome.REJECTED and bool(words) and not application.words
    is_news = application.outcome in (Outcome.PENDING, Outcome.NO_ANSWER) or (unkept and offer is Offer.REJECTION)
    if offer is None or not is_news:
        return
    on = line.outcome.get("outcome_on")
    at = datetime.combine(on, time(12), tzinfo=now.tzinfo) if isinstance(on, date) else now
    proposal = _proposal(line, offer, (application.id, offer, on, words), at)
    yield replace(proposal, text=words, applications=(application.id,))


def _moved(line: TableLine, ours: Interview, now: datetime) -> Iterator[Proposal]:
    """That it is at another time than here, where the line has not named that time before."""
    if line.at is None or line.at == ours.at or ours.calendar == _key(line):
        return
    where = str(line.interview.get("where", "")) or ours.where
    zone = str(line.interview.get("zone", "")) or ours.zone
    calendar = ours.calendar or _key(line)
    meeting = Appointment(at=line.at, zone=zone, where=where, calendar=calendar, sequence=_version(line))
    proposal = _proposal(line, Offer.INVITATION, (ours.id, line.at), now)
    current = f"Here it is on {show_moment(ours.local)}."
    yield replace(
        proposal, appointment=meeting, applications=(ours.application_id,), reason=f"{proposal.reason} {current}"
    )


def _proposal(line: TableLine, offer: Offer, identity: tuple[object, ...], at: datetime) -> Proposal:
    """What a line tells, as it is put before the person; the same telling has the same id."""
    return Proposal(
        id=f"{_OF_A_TABLE}{_digest(*identity)}",
        from_name="",
        from_address="",
        subject=f"{line.company} · {line.role}",
        at=at,
        kind=MailKind.CALENDAR,
        reason=f"It stands in line {line.line} of the table.",
        text="",
        candidates=(),
        offer=offer,
        company=line.company,
        role=line.role,
    )


def _key(line: TableLine) -> str:
    """What a line is known by from one version of its table to the next."""
    identity = (fold_name(line.company), fold_name(line.role), line.at, line.interview.get("round", ""))
    return f"{_OF_A_TABLE}{_digest(*identity)}"


def _version(line: TableLine) -> int:
    return int(_digest(line.interview, line.application, line.outcome)[:7], 16)


def _digest(*parts: object) -> str:
    return hashlib.blake2b(repr(parts).encode("utf-8", "replace"), digest_size=5).hexdigest()


def _people_of(line: TableLine) -> Iterator[Person]:
    for people in (line.interview.get("interviewers"), line.application.get("contacts")):
        yield from people if isinstance(people, tuple) else ()


class _Interviews:
    """The interviews that are here, by what a line can mean them with."""

    def __init__(self, journal: Journal, lines: Iterable[TableLine]) -> None:
        self._all: dict[str, Interview] = {}
        self._ids: dict[object, str] = {}
        self._of_a_post: dict[object, list[str]] = {}
        self._told = {(line.at, *_post(line)) for line in lines}
        for interview in sorted(journal.interviews.values(), key=lambda interview: interview.at):
            self.add(interview)

    def add(self, interview: Interview) -> None:
        """One more is here, or it has changed."""
        if interview.id not in self._all:
            self._of_a_post.setdefault(_post(interview), []).append(interview.id)
        self._all[interview.id] = interview
        self._ids |= dict.fromkeys((interview.id, (interview.at, *_post(interview))), interview.id)
        if interview.calendar:
            self._ids[interview.calendar] = interview.id

    def meant(self, line: TableLine, now: datetime) -> Interview | None:
        """The one that the line is about: by its id, its time, what it came of; else the next round that it may move.

        A line without a day is about the latest round.
        """
        for known_by in (line.id, (line.at, *_post(line)), _key(line)):
            if known_by in self._ids:
                return self._all[self._ids[known_by]]
        rounds = [self._all[key] for key in self._of_a_post.get(_post(line), ())]
        if line.at is None:
            return next((interview for interview in reversed(rounds) if interview.deleted is None), None)
        ahead = [interview for interview in rounds if self._can_move(interview, line, now)]
        return ahead[0] if len(ahead) == 1 else None

    def _can_move(self, ours: Interview, line: TableLine, now: datetime) -> bool:
        """Whether it lies ahead, is no other round, and stands nowhere else in the table."""
        other_round = {ours.round, line.interview.get("round", "")} - {""}
        lies_ahead = ours.deleted is None and ours.at > now and line.at is not None and line.at > now
        return lies_ahead and len(other_round) < 2 and (ours.at, *_post(ours)) not in self._told  # noqa: PLR2004 - two names


def _post(record: TableLine | Interview) -> tuple[str, str]:
    return fold_name(record.company), fold_name(record.role)


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
        met = [match for email in emails if (match := self._people.get(email)) is not None]
        self._take([person for person in met if self.journal.people.get(person.id) != person])

    def put(self, record: AnyRecord) -> AnyRecord:
        """See `ports.Transaction`."""
        if isinstance(record, Person) and record.email:
            self._people[folded_address(record.email)] = record
        self._take([record])
        return self._whole.put(record)

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

    def of(self, company: str, people: Iterable[Person]) -> _Part:
        """The part that a company and these people concern."""
        words = name_words(company)
        if words not in self._parts:
            self._parts[words] = _Part(self._whole, self._part_of(words), self._people)
        part = self._parts[words]
        part.know(folded_address(person.email) for person in people if person.email)
        return part

    def _part_of(self, company: object) -> Journal:
        journal = self._journal
        applications = {
            key: record for key, record in journal.applications.items() if name_words(record.company) == company
        }
        interviews = {
            key: record
            for key, record in journal.interviews.items()
            if record.application_id in applications or name_words(record.company) == company
        }
        requests = {key: record for key, record in journal.requests.items() if record.interview_id in interviews}
        people_named = {
            *(key for record in interviews.values() for key in record.interviewers),
            *(key for record in applications.values() for key in record.contacts),
            *(record.person_id for record in requests.values()),
        }
        people = {key: person for key, person in journal.people.items() if key in people_named}
        return replace(
            Journal(language=journal.language),
            applications=applications,
            interviews=interviews,
            requests=requests,
            people=people,
        )
