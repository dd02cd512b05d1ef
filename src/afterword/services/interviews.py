"""Owns the verbs on interviews: add, edit, arrive, decide, remove; and the requests that a rejection makes due."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.conversation.request import HAPPENED, Request
from afterword.domain.interview import (
    EARLY_OUTCOMES,
    LONGEST_TRAVEL,
    Interview,
    Mode,
    Outcome,
    arrive,
    check_not_before,
    check_took_place,
    decide,
    near_plan,
)
from afterword.domain.people import Interviewer, NamedAddress, check_person, natural_name
from afterword.domain.text import clean, clean_line
from afterword.errors import NotUnderstood, UserError
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.services import UndoableStore
from afterword.services.three_way import Was, settled, settled_value


class InterviewForm(Struct, frozen=True, kw_only=True):
    """What a person fills in to add or edit an interview. `at` is aware; its zone is `zone`."""

    company: str
    role: str
    at: datetime
    zone: str
    round: str = ""
    mode: Mode = Mode.ONSITE
    where: str = ""
    people: tuple[NamedAddress, ...] = ()
    notes: str = ""
    travel_minutes: int | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """What a person fills in when they hear how it ended. `people` join those who are known; `on` None: today."""

    outcome: Outcome
    on: date | None = None
    people: tuple[NamedAddress, ...] = ()


def form_of(interview: Interview) -> InterviewForm:
    """The form, filled with an interview."""
    return InterviewForm(
        company=interview.company,
        role=interview.role,
        at=interview.at,
        zone=interview.zone,
        round=interview.round,
        mode=interview.mode,
        where=interview.where,
        people=_named(interview),
        notes=interview.notes,
        travel_minutes=interview.travel_minutes,
    )


class InterviewService:
    """The verbs on interviews."""

    def __init__(self, ledger: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = ledger
        self._clock = clock
        self._ids = ids

    def add(self, form: InterviewForm) -> Interview:
        """A new interview. Raises `NotUnderstood` when company or role is missing or the zone is unknown."""
        blank = Interview(
            id=self._ids.new(), company="", role="", at=form.at, zone=form.zone, created=self._clock.now()
        )
        interview = self._filled(blank, form)
        with self._store.transaction("add interview") as work:
            work.put(interview)
        return interview

    def edit(self, interview_id: str, form: InterviewForm, began: InterviewForm | None = None) -> Interview:
        """The interview with what the form changed since it `began`; who has a conversation cannot be taken out.

        Raises `ChangedElsewhere` where the same field was changed by somebody else.
        """
        with self._store.transaction("edit interview") as work:
            old = lookup.live_interview(work.journal, interview_id)
            new = self._filled(old, settled(form, began, form_of(old)))
            if new.at != old.at:
                self._check_moved(work, new)
            if new.arrived is not None and not near_plan(new, new.arrived):
                # An arrival noted for another day says nothing about this one.
                new = replace(new, arrived=None)
            self._keep_conversations(work, old, new)
            work.put(new)
            if new.outcome is Outcome.REJECTED:
                self._open_requests(work, new)
        return new

    def arrive(self, interview_id: str, at: datetime, was: Was[datetime | None] | None = None) -> Interview:
        """The interview with the actual arrival, which cannot lie ahead."""
        now = self._clock.now()
        self._check_past(at.astimezone(now.tzinfo).date())
        with self._store.transaction("note arrival") as work:
            old = lookup.live_interview(work.journal, interview_id)
            arrived = settled_value("at", at, was, old.arrived) or at
            interview = arrive(old, arrived)
            if arrived > now:
                raise UserError(f"{dates.show_moment(arrived)} is still to come.", hint="Note it once you are there.")
            work.put(interview)
        return interview

    def decide(self, interview_id: str, outcome: Outcome, on: date | None = None) -> Interview:
        """The interview with its outcome; a rejection opens a request for each interviewer."""
        return self.hear(interview_id, Decision(outcome=outcome, on=on))

    def hear(self, interview_id: str, heard: Decision, began: Decision | None = None) -> Interview:
        """The interview with how it ended and who else interviewed you; a rejection opens a request for each of them.

        Refused for one that lies ahead, but for a withdrawal.
        """
        with self._store.transaction(f"outcome {heard.outcome}") as work:
            old = lookup.live_interview(work.journal, interview_id)
            chosen = settled(heard, began, decision_of(old))
            if chosen.outcome not in EARLY_OUTCOMES:
                check_took_place(old, self._clock.now())
            if chosen.people:
                old = replace(old, interviewers=self._people(old, (*_named(old), *chosen.people)))
            interview = decide(old, chosen.outcome, self._heard_on(old, chosen))
            work.put(interview)
            if chosen.outcome is Outcome.REJECTED:
                self._open_requests(work, interview)
            else:
                _drop_untouched(work, interview)
        return interview

    def _heard_on(self, interview: Interview, heard: Decision) -> date:
        now = self._clock.now()
        today = max(now.date(), now.astimezone(ZoneInfo(interview.zone)).date())
        if heard.on is None:
            return now.date() if heard.outcome in EARLY_OUTCOMES else max(now.date(), interview.day)
        if heard.outcome is not Outcome.PENDING and heard.on > today:
            raise _to_come(heard.on)
        return heard.on

    def remove(self, interview_id: str) -> Interview:
        """The interview marked as removed; everything about it comes back with `restore`."""
        with self._store.transaction("remove interview") as work:
            old = lookup.interview(work.journal, interview_id)
            if old.deleted is not None:
                raise UserError(f"{old.label} has been removed already.", hint="See: afterword interview restore.")
            interview = replace(old, deleted=self._clock.now())
            work.put(interview)
        return interview

    def restore(self, interview_id: str) -> Interview:
        """A removed interview, back in the lists."""
        with self._store.transaction("restore interview") as work:
            removed = {key: one for key, one in work.journal.interviews.items() if one.deleted is not None}
            interview = replace(lookup.by_prefix(removed, interview_id, "interview"), deleted=None)
            work.put(interview)
        return interview

    def _filled(self, interview: Interview, form: InterviewForm) -> Interview:
        company, role = clean_line(form.company), clean_line(form.role)
        for name, value in (("company", company), ("role", role)):
            if not value:
                raise NotUnderstood(f"The {name} is missing.", hint="Company, role and date are all it takes.")
        zone = dates.zone(form.zone)
        dates.check_year(form.at)
        return replace(
            interview,
            company=company,
            role=role,
            at=form.at.astimezone(ZoneInfo(zone.key)),
            zone=zone.key,
            round=clean_line(form.round),
            mode=form.mode,
            where=clean_line(form.where),
            interviewers=self._people(interview, form.people),
            notes=clean(form.notes).strip(),
            travel_minutes=_travel(form.travel_minutes),
        )

    def _people(self, interview: Interview, people: tuple[NamedAddress, ...]) -> tuple[Interviewer, ...]:
        """The interviewers, each keeping the id it had."""
        named = [check_person(one) for one in people]
        known = _known_ids(named, interview.interviewers)
        chosen = tuple(
            Interviewer(id=known.get(place) or self._ids.new(), name=person.name, email=person.email)
            for place, person in enumerate(named)
        )
        check_addresses(chosen)
        return chosen

    def _check_past(self, day: date) -> None:
        if day > self._clock.now().date():
            raise _to_come(day)

    def _check_moved(self, work: Transaction, new: Interview) -> None:
        """Refuse a new time that what already came of the interview contradicts."""
        if new.outcome not in EARLY_OUTCOMES:
            check_took_place(new, self._clock.now())
            decide(new, new.outcome, new.outcome_on or new.day)
        for request in work.journal.requests_of(new.id):
            for event in request.events:
                if event.kind in HAPPENED:
                    check_not_before(new, event.at)

    def _keep_conversations(self, work: Transaction, old: Interview, new: Interview) -> None:
        staying = {person.id for person in new.interviewers}
        for request in work.journal.requests_of(old.id):
            if request.interviewer_id in staying:
                continue
            if request.events:
                name = old.interviewer(request.interviewer_id).name
                raise UserError(
                    f"There is a conversation with {name}, so they stay in this interview.",
                    hint="To correct a name, keep the address; to correct an address, keep the name.",
                )
            work.remove(request)

    def _open_requests(self, work: Transaction, interview: Interview) -> None:
        begun = {request.interviewer_id for request in work.journal.requests_of(interview.id)}
        for person in interview.interviewers:
            if person.id not in begun:
                work.put(
                    Request(
                        id=self._ids.new(),
                        interview_id=interview.id,
                        interviewer_id=person.id,
                        created=self._clock.now(),
                    )
                )


def decision_of(interview: Interview) -> Decision:
    """The form for how it ended, filled with an interview."""
    return Decision(outcome=interview.outcome, on=interview.outcome_on)


def _named(interview: Interview) -> tuple[NamedAddress, ...]:
    return tuple(NamedAddress(person.name, person.email) for person in interview.interviewers)


def _to_come(day: date) -> UserError:
    return UserError(f"{dates.show_date(day)} is still to come.", hint="Note it once it has happened.")


def _travel(minutes: int | None) -> int | None:
    if minutes is not None and not 0 <= minutes <= LONGEST_TRAVEL:
        raise NotUnderstood(f"{minutes} minutes on the way cannot be right.", hint="Between 0 and two days.")
    return minutes


def _drop_untouched(work: Transaction, interview: Interview) -> None:
    """An outcome that is no rejection after all takes back the requests nobody has begun."""
    for request in work.journal.requests_of(interview.id):
        if not request.events:
            work.remove(request)


def check_addresses(people: tuple[Interviewer, ...]) -> None:
    """Refuse two interviewers with one address: nobody could tell whose reply came in."""
    emails = [person.email.lower() for person in people if person.email]
    if len(emails) != len(set(emails)):
        raise NotUnderstood("Two interviewers have the same address.", hint="Each person needs an own one.")


def _known_ids(people: list[NamedAddress], known: tuple[Interviewer, ...]) -> dict[int, str]:
    """The id of each person that was there before, by place in `people`: all by address first, the rest by name."""
    left = list(known)
    found: dict[int, str] = {}
    for same in (_same_address, _same_name):
        for place, person in enumerate(people):
            match = next((one for one in left if place not in found and same(person, one)), None)
            if match is not None:
                left.remove(match)
                found[place] = match.id
    return found


def _same_address(person: NamedAddress, one: Interviewer) -> bool:
    return bool(person.email) and one.email.lower() == person.email.lower()


def _same_name(person: NamedAddress, one: Interviewer) -> bool:
    return natural_name(one.name).casefold() == natural_name(person.name).casefold()
