"""Owns the verbs on interviews: add, edit, arrive, decide, remove; and the requests that a rejection makes due."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from afterword.domain import dates
from afterword.domain.conversation.request import Request
from afterword.domain.interview import LONGEST_TRAVEL, Interview, Mode, Outcome, arrive, decide, near_plan
from afterword.domain.people import Interviewer, NamedAddress, check_person
from afterword.domain.text import clean, clean_line
from afterword.errors import NotUnderstood, Refusal
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewForm:
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
        people=tuple(NamedAddress(person.name, person.email) for person in interview.interviewers),
        notes=interview.notes,
        travel_minutes=interview.travel_minutes,
    )


class InterviewService:
    """The verbs on interviews."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ids = ids

    def add(self, form: InterviewForm) -> Interview:
        """A new interview. Raises `NotUnderstood` when company or role is missing or the zone is unknown."""
        blank = Interview(
            id=self._ids.new(), company="", role="", at=form.at, zone=form.zone, created=self._clock.now()
        )
        interview = self._filled(blank, form)
        with self._ledger.transaction("add interview") as work:
            work.put(interview)
        return interview

    def edit(self, interview_id: str, form: InterviewForm) -> Interview:
        """The interview with the form's values; an interviewer with a conversation cannot be taken out."""
        with self._ledger.transaction("edit interview") as work:
            old = lookup.live_interview(work.journal, interview_id)
            new = self._filled(old, form)
            if new.arrived is not None and not near_plan(new, new.arrived):
                # An arrival noted for another day says nothing about this one.
                new = replace(new, arrived=None)
            self._keep_conversations(work, old, new)
            work.put(new)
            if new.outcome is Outcome.REJECTED:
                self._open_requests(work, new)
        return new

    def arrive(self, interview_id: str, at: datetime) -> Interview:
        """The interview with the actual arrival."""
        self._check_past(at.astimezone(self._clock.now().tzinfo).date())
        with self._ledger.transaction("note arrival") as work:
            interview = arrive(lookup.live_interview(work.journal, interview_id), at)
            work.put(interview)
        return interview

    def decide(self, interview_id: str, outcome: Outcome, on: date | None = None) -> Interview:
        """The interview with its outcome; a rejection opens a request for each interviewer."""
        with self._ledger.transaction(f"outcome {outcome}") as work:
            old = lookup.live_interview(work.journal, interview_id)
            if on is not None and outcome is not Outcome.PENDING:
                self._check_past(on)
            day = on or max(self._clock.now().date(), old.day)
            interview = decide(old, outcome, day)
            work.put(interview)
            if outcome is Outcome.REJECTED:
                self._open_requests(work, interview)
            else:
                _drop_untouched(work, interview)
        return interview

    def remove(self, interview_id: str) -> Interview:
        """The interview marked as removed; everything about it comes back with `restore`."""
        with self._ledger.transaction("remove interview") as work:
            old = lookup.interview(work.journal, interview_id)
            if old.deleted is not None:
                raise Refusal(f"{old.label} has been removed already.", hint="See: afterword interview restore.")
            interview = replace(old, deleted=self._clock.now())
            work.put(interview)
        return interview

    def restore(self, interview_id: str) -> Interview:
        """A removed interview, back in the lists."""
        with self._ledger.transaction("restore interview") as work:
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
            raise Refusal(f"{dates.show_date(day)} is still to come.", hint="Note it once it has happened.")

    def _keep_conversations(self, work: Transaction, old: Interview, new: Interview) -> None:
        staying = {person.id for person in new.interviewers}
        for request in work.journal.requests_of(old.id):
            if request.interviewer_id in staying:
                continue
            if request.events:
                name = old.interviewer(request.interviewer_id).name
                raise Refusal(
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
    return one.name.casefold() == person.name.casefold()
