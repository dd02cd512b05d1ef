"""Owns the verbs on interviews: add, edit, arrive, decide, remove; and the requests that a rejection makes due."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.conversation.request import HAPPENED, Request
from afterword.domain.fields import changed
from afterword.domain.interview import (
    EARLY_OUTCOMES,
    Interview,
    Outcome,
    arrive,
    check_interview,
    check_not_before,
    check_took_place,
    decide,
    near_plan,
)
from afterword.domain.people import NamedAddress, Person, check_person, natural_name
from afterword.errors import UserError
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.services import UndoableStore


class InterviewService:
    """The verbs on interviews."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    def add(self, changes: Mapping[str, object]) -> Interview:
        """A new interview with these fields. Raises `NotUnderstood` when one is missing or makes no sense."""
        now = self._clock.now()
        blank = Interview(id=self._ids.new(), company="", role="", at=now, zone=self._clock.zone, created=now)
        interview = self._with(blank, changes)
        with self._store.transaction("add interview") as work:
            work.put(interview)
        return interview

    def edit(self, interview_id: str, changes: Mapping[str, object], began: Interview | None = None) -> Interview:
        """The interview with these fields; who has a conversation cannot be taken out.

        Raises `ChangedElsewhere` where the same field was changed by somebody else since it `began`.
        """
        with self._store.transaction("edit interview") as work:
            old = lookup.live_interview(work.journal, interview_id)
            new = self._with(old, changes, began)
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

    def arrive(self, interview_id: str, at: datetime, began: Interview | None = None) -> Interview:
        """The interview with the actual arrival, which cannot lie ahead."""
        now = self._clock.now()
        self._check_past(at.astimezone(now.tzinfo).date())
        with self._store.transaction("note arrival") as work:
            old = lookup.live_interview(work.journal, interview_id)
            interview = arrive(old, changed(old, {"arrived": at}, began).arrived or at)
            if at > now:
                raise UserError(f"{dates.show_moment(at)} is still to come.", hint="Note it once you are there.")
            work.put(interview)
        return interview

    def decide(self, interview_id: str, outcome: Outcome, on: date | None = None) -> Interview:
        """The interview with its outcome; a rejection opens a request for each interviewer."""
        return self.hear(interview_id, {"outcome": outcome, "outcome_on": on})

    def hear(self, interview_id: str, changes: Mapping[str, object], began: Interview | None = None) -> Interview:
        """The interview with how it ended, the day that was heard (today, where it is None), and who interviewed you.

        A rejection opens a request for each of them. Refused for one that lies ahead, but for a withdrawal.
        """
        with self._store.transaction(f"outcome {changes['outcome']}") as work:
            old = lookup.live_interview(work.journal, interview_id)
            heard = self._with(old, changes, began)
            if heard.outcome not in EARLY_OUTCOMES:
                check_took_place(old, self._clock.now())
            interview = decide(heard, heard.outcome, self._heard_on(heard))
            work.put(interview)
            if interview.outcome is Outcome.REJECTED:
                self._open_requests(work, interview)
            else:
                _drop_untouched(work, interview)
        return interview

    def _heard_on(self, heard: Interview) -> date:
        now = self._clock.now()
        today = max(now.date(), now.astimezone(ZoneInfo(heard.zone)).date())
        if heard.outcome_on is None:
            return now.date() if heard.outcome in EARLY_OUTCOMES else max(now.date(), heard.day)
        if heard.outcome is not Outcome.PENDING and heard.outcome_on > today:
            raise _to_come(heard.outcome_on)
        return heard.outcome_on

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
            see = "interview list --removed"
            found = lookup.by_prefix(removed, interview_id, "removed interview", lookup.interview_words, see)
            interview = replace(found, deleted=None)
            work.put(interview)
        return interview

    def _with(self, interview: Interview, changes: Mapping[str, object], began: Interview | None = None) -> Interview:
        """The interview with these fields, its moments on the clock of its zone, and ids for the people in it."""
        taken = dict(changes)
        if "interviewers" in taken:
            taken["interviewers"] = self._people(interview, taken["interviewers"])
        if "zone" in taken:
            taken["zone"] = dates.zone(str(taken["zone"])).key
        new = changed(interview, taken, began)
        check_interview(new)
        return replace(new, at=new.at.astimezone(ZoneInfo(new.zone)))

    def _people(self, interview: Interview, people: object) -> tuple[Person, ...]:
        """The interviewers of these names and addresses, each keeping the id it had."""
        given = people if isinstance(people, tuple) else ()
        named = [check_person(person) for person in given]
        known = _known_ids(named, interview.interviewers)
        return tuple(
            Person(id=known.get(place) or self._ids.new(), name=person.name, email=person.email)
            for place, person in enumerate(named)
        )

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
            if request.person_id in staying:
                continue
            if request.events:
                name = old.interviewer(request.person_id).name
                raise UserError(
                    f"There is a conversation with {name}, so they stay in this interview.",
                    hint="To correct a name, keep the address; to correct an address, keep the name.",
                )
            work.remove(request)

    def _open_requests(self, work: Transaction, interview: Interview) -> None:
        begun = {request.person_id for request in work.journal.requests_of(interview.id)}
        for person in interview.interviewers:
            if person.id not in begun:
                work.put(
                    Request(
                        id=self._ids.new(),
                        interview_id=interview.id,
                        person_id=person.id,
                        created=self._clock.now(),
                    )
                )


def _to_come(day: date) -> UserError:
    return UserError(f"{dates.show_date(day)} is still to come.", hint="Note it once it has happened.")


def _drop_untouched(work: Transaction, interview: Interview) -> None:
    """An outcome that is no rejection after all takes back the requests nobody has begun."""
    for request in work.journal.requests_of(interview.id):
        if not request.events:
            work.remove(request)


def _known_ids(people: list[NamedAddress], known: tuple[Person, ...]) -> dict[int, str]:
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


def _same_address(person: NamedAddress, one: Person) -> bool:
    return bool(person.email) and one.email.lower() == person.email.lower()


def _same_name(person: NamedAddress, one: Person) -> bool:
    return natural_name(one.name).casefold() == natural_name(person.name).casefold()
