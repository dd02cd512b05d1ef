"""Owns the verbs on applications and people: edit, note the outcome, join, split; the requests a rejection makes due.

Who the people of interviews and applications are is told by the words that were typed, and by what is known.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.conversation.agenda import CLOSE_KINDLY, asked_instead, asking_order, is_written_to
from afterword.domain.conversation.request import Request
from afterword.domain.fields import changed
from afterword.domain.interview import (
    EARLY_OUTCOMES,
    Application,
    Interview,
    Outcome,
    Standing,
    belongs_to,
    decide,
    ended_round,
    is_same_post,
    joined,
    standing,
)
from afterword.domain.journal import Change, Journal
from afterword.domain.people import (
    NamedAddress,
    Part,
    Person,
    check_address,
    check_name,
    check_own_address,
    check_person,
    folded_address,
    name_words,
    natural_name,
)
from afterword.errors import NotUnderstood, UserError
from afterword.ports import Clock, Ids, Transaction
from afterword.services import lookup
from afterword.services.services import RecordService, UndoableStore

_PLAIN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?")
"""One word or two: whatever they mean is read where it is needed, and adding an interview reads no lists of words."""


class PersonService:
    """The verbs on people."""

    def __init__(self, store: UndoableStore) -> None:
        self._store = store

    def edit(self, person_id: str, changes: Mapping[str, object], began: Person | None = None) -> Person:
        """The person with these fields, in every application that names them; a new name fills what it says.

        Refused where somebody else has the address. Raises `ChangedElsewhere` where the same field was changed by
        somebody else since it `began`.
        """
        with self._store.transaction("edit person") as work:
            old = lookup.person(work.journal, person_id)
            fields = dict(changes)
            if str(fields.get("email", "")).strip():
                fields["email"] = check_address(str(fields["email"]))
            if str(fields.get("name", "")).strip() and fields["name"] != fields.get("email", old.email):
                fields["name"] = check_name(str(fields["name"]))
            new = changed(old, fields, began)
            if new.name != old.name:
                new = _renamed(old, new)
            check_own_address(work.journal.people.values(), new)
            return work.put(new)

    def ask_instead(self, request_id: str) -> Request:
        """The request to the recruiter, or whom else a letter reaches, in place of one to a program's address.

        Refused once the conversation has begun, and where there is nobody else.
        """
        with self._store.transaction("ask somebody else") as work:
            journal = work.journal
            request = lookup.request(journal, request_id)
            person, interview = journal.people[request.person_id], journal.interviews[request.interview_id]
            other = asked_instead(person, journal.people_of(interview.application_id))
            if other is None:
                raise UserError(f"There is nobody else to ask at {interview.company}.", hint=CLOSE_KINDLY)
            if request.events:
                raise UserError(f"The conversation with {person.name} has begun.", hint="Close it, and ask the other.")
            theirs = journal.requests_of_application(interview.application_id)
            existing = next((candidate for candidate in theirs if candidate.person_id == other.id), None)
            if existing is not None:
                work.remove(request)
                return existing
            return work.put(replace(request, person_id=other.id))


class Naming(Struct, frozen=True):
    """Turns names and addresses into people, within a transaction; `part` is what somebody new is."""

    _clock: Clock
    _ids: Ids
    part: Part = Part.INTERVIEWER

    def __call__(
        self, work: Transaction, company: str, typed: object, mine: tuple[Person, ...] = ()
    ) -> tuple[str, ...]:
        """The ids of the people with these names and addresses; who is not known yet is added.

        `mine` are those who stood there before: they keep their ids and take the words that are typed now. Somebody of
        the same address, or of the same full name at that company, is known.
        """
        people = [_filled(person) for person in map(check_person, typed if isinstance(typed, tuple) else ())]
        emails = [folded_address(person.email) for person in people if person.email]
        if len(emails) != len(set(emails)):
            # Nobody could tell whose reply came in.
            raise NotUnderstood("Two people have the same address.", hint="Each person needs an own one.")
        matches = _known_people(people, mine)
        ids: list[str] = []
        for place, person in enumerate(people):
            old = matches.get(place)
            if old is not None:
                record = _taking(old, person)
            else:
                record = _met_before(work.journal, company, person, ids) or replace(
                    person, id=self._ids.new(), part=self.part, created=self._clock.now()
                )
            work.put(record)
            ids.append(record.id)
        return tuple(ids)


def forget(work: Transaction, person_id: str) -> None:
    """Takes away a person whom nothing names any more."""
    journal = work.journal
    is_named = any(person_id in interview.interviewers for interview in journal.interviews.values())
    is_named = is_named or any(person_id in application.contacts for application in journal.applications.values())
    if not is_named and not any(request.person_id == person_id for request in journal.requests.values()):
        work.remove(journal.people[person_id])


def _filled(person: NamedAddress) -> Person:
    """Somebody with what their name as it was typed says: a salutation, a family name."""
    somebody = Person(id="", name=person.name, email=person.email)
    if _PLAIN.fullmatch(person.name) and all(word.istitle() for word in person.name.split()):
        return somebody
    from afterword.domain.greeting import addressed

    return addressed(somebody)


def _renamed(old: Person, new: Person) -> Person:
    """The person under a new name; a family name that only the old name said goes with it."""
    from afterword.domain.greeting import addressed

    implied_family = addressed(replace(old, family="")).family
    return addressed(replace(new, family="") if new.family == old.family == implied_family else new)


def _taking(old: Person, typed: Person) -> Person:
    """Somebody who stood there before, with the name and the address that are typed now."""
    new = replace(old, email=typed.email)
    if typed.name != old.name:
        new = _renamed(old, replace(new, name=typed.name))
    return replace(new, salutation=new.salutation or typed.salutation, family=new.family or typed.family)


def _met_before(journal: Journal, company: str, person: Person, used_ids: list[str]) -> Person | None:
    """The same person in another interview, with what only now is known of them.

    A name alone tells only at the same company, in full, and where no two addresses speak against it.
    """
    company_people = _people_at(journal, company)
    for other in journal.people.values():
        is_same_name = other.id in company_people and _same_name(person, other) and not (person.email and other.email)
        if other.id not in used_ids and (_same_address(person, other) or (is_same_name and _is_full(person.name))):
            fuller = person.name if name_words(other.name) < name_words(person.name) else other.name
            unnamed = other.name == other.email != person.name
            return replace(
                other,
                name=person.name if unnamed else fuller,
                email=other.email or person.email,
                salutation=other.salutation or person.salutation,
                family=other.family or person.family,
            )
    return None


def _is_full(name: str) -> bool:
    """Whether a name is given and family name: every second Ada is another one, and so is Frau Weber."""
    from afterword.domain.names import read_name

    spoken = read_name(name)
    return len(spoken.words) > 1 and (bool(spoken.given) or spoken.whole)


def _people_at(journal: Journal, company: str) -> frozenset[str]:
    """The ids of everybody who was met or is written to at that company, however its name is spelled."""
    words = name_words(company)
    met = {
        person_id
        for interview in journal.interviews.values()
        if name_words(interview.company) == words
        for person_id in interview.interviewers
    }
    written_to = {
        person_id
        for application in journal.applications.values()
        if name_words(application.company) == words
        for person_id in application.contacts
    }
    return frozenset(met | written_to)


def _known_people(people: list[Person], before: tuple[Person, ...]) -> dict[int, Person]:
    """Each person that was there before, by place in `people`: all by address first, the rest by name."""
    rest = list(before)
    matches: dict[int, Person] = {}
    for same in (_same_address, _same_name):
        for place, person in enumerate(people):
            match = next((other for other in rest if place not in matches and same(person, other)), None)
            if match is not None:
                rest.remove(match)
                matches[place] = match
    return matches


def _same_address(person: Person, other: Person) -> bool:
    return bool(person.email) and folded_address(other.email) == folded_address(person.email)


def _same_name(person: Person, other: Person) -> bool:
    return natural_name(other.name).casefold() == natural_name(person.name).casefold()


# ── applications ──────────────────────────────────────────────────────────────────────────────────────────────────────


class ApplicationService(RecordService):
    """The verbs on applications."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: Ids) -> None:
        super().__init__(store, clock, ids)
        self._note = OutcomeNoting(clock, ids)
        # Who did not interview you and is written to is a recruiter most of the time.
        self._named = Naming(clock, ids, Part.RECRUITER)

    def edit(self, application_id: str, changes: Mapping[str, object], began: Application | None = None) -> Application:
        """The application with these fields; rounds that bore its company or role bear the new one.

        Raises `ChangedElsewhere` where the same field was changed by somebody else since it `began`.
        """
        with self._store.transaction("edit application") as work:
            old = lookup.application(work.journal, application_id)
            fields = dict(changes)
            if "contacts" in fields:
                mine = tuple(work.journal.people[person_id] for person_id in old.contacts)
                fields["contacts"] = self._named(work, old.company, fields["contacts"], mine)
            new = changed(old, fields, began)
            work.put(new)
            for person_id in set(old.contacts) - set(new.contacts):
                forget(work, person_id)
            for interview in work.journal.rounds_of(old.id):
                new_names = {
                    name: getattr(new, name)
                    for name in ("company", "role")
                    if getattr(interview, name) == getattr(old, name)
                }
                work.put(replace(interview, **new_names))
        return new

    def hear(self, application_id: str, changes: Mapping[str, object], began: Application | None = None) -> Application:
        """The application with how it ended, the day that was heard (today, where it is None), how and in which words.

        A rejection makes a request due to each person of all rounds, once per person. Refused while no round took
        place, but for a withdrawal.
        """
        with self._store.transaction(f"outcome {changes.get('outcome', 'words')}") as work:
            return self._note(work, lookup.application(work.journal, application_id), changes, began)

    def join(self, application_id: str, other_id: str) -> Application:
        """Both as one application, by the id of the one with the earlier round. Refused where both have an outcome."""
        with self._store.transaction("join applications") as work:
            pair = [lookup.application(work.journal, prefix) for prefix in (application_id, other_id)]
            if pair[0].id == pair[1].id:
                raise UserError("That is one application already.", hint="Name two of: afterword application list.")
            first, second = sorted(pair, key=lambda application: _start(work.journal, application))
            application = joined(first, second)
            work.put(application)
            for interview in work.journal.rounds_of(second.id):
                work.put(replace(interview, application_id=first.id))
            for finding in work.journal.findings.values():
                if finding.application_id == second.id:
                    work.put(replace(finding, application_id=first.id))
            for proposal in work.journal.open_proposals:
                if second.id in proposal.applications:
                    rest = tuple(key for key in proposal.applications if key not in (first.id, second.id))
                    work.put(replace(proposal, applications=(*rest, first.id)))
            work.remove(second)
            _drop_doubled(work, application)
            if application.asks:
                open_requests(work, application, self._ids, self._clock)
        return application

    def split(self, interview_id: str) -> Application:
        """An application of its own for that round; the outcome goes with the round that ended it.

        Refused for the only round of an application.
        """
        with self._store.transaction("split application") as work:
            interview = lookup.live_interview(work.journal, interview_id)
            old = work.journal.application_of(interview)
            rounds = work.journal.rounds_of(old.id)
            if len(rounds) == 1:
                raise UserError("Nothing to split: this is the only round of its application.")
            bare = Application(
                id=self._ids.new(), company=interview.company, role=interview.role, created=self._clock.now()
            )
            last = ended_round(old, rounds)
            mine = last is not None and last.id == interview.id
            new = _with_outcome(replace(bare, contacts=old.contacts, language=old.language), old if mine else bare)
            stays = replace(_with_outcome(old, bare) if mine else old, joined=old.joined and len(rounds) > 2)  # noqa: PLR2004
            for record in (new, stays, replace(interview, application_id=new.id)):
                work.put(record)
            for finding in work.journal.findings.values():
                if mine and finding.application_id == old.id:
                    work.put(replace(finding, application_id=new.id))
            _drop_untouched(work, stays if mine else new)
        return new

    def settle_joined(self) -> tuple[Application, ...]:
        """The applications that the update of an older journal put together, once: the next call gives none.

        The first save brings the journal to its new form; `undo` then takes the rounds apart again.
        """
        journal = self._store.journal()
        joined_ones = tuple(record for record in journal.live_applications if record.joined)
        if not joined_ones:
            return ()
        with self._store.transaction("bring the journal up to date", undoable=False) as work:
            for application in joined_ones:
                work.put(replace(application, joined=False))
        journal = self._store.journal()
        changes = (change for record in joined_ones for change in self._apart(journal, record.id))
        self._store.note("put rounds together", tuple(changes))
        return joined_ones

    def _apart(self, journal: Journal, application_id: str) -> Iterator[Change]:
        """What leads from an application for each round to the one that they share."""
        shared = journal.applications[application_id]
        rounds = journal.rounds_of(application_id)
        last = ended_round(shared, rounds) or rounds[-1]
        for interview in rounds:
            if interview.id == last.id:
                continue
            alone = Application(
                id=self._ids.new(), company=interview.company, role=interview.role, created=interview.created
            )
            yield Change("applications", alone.id, alone, None)
            yield Change("interviews", interview.id, replace(interview, application_id=alone.id), interview)


class OutcomeNoting(Struct, frozen=True):
    """Notes how an application ended, within a transaction."""

    _clock: Clock
    _ids: Ids

    def __call__(
        self, work: Transaction, old: Application, changes: Mapping[str, object], began: Application | None = None
    ) -> Application:
        """The application with what was heard; see `ApplicationService.hear`."""
        heard = changed(old, changes, began)
        if heard.ended_by:
            heard = replace(heard, ended_by=lookup.interview(work.journal, heard.ended_by).id)
        rounds = work.journal.rounds_of(old.id)
        if heard.outcome is not Outcome.PENDING:
            heard = replace(heard, outcome_on=self._heard_on(heard, rounds))
        application = decide(heard, rounds, self._clock.now())
        work.put(application)
        if application.asks:
            open_requests(work, application, self._ids, self._clock)
        else:
            _drop_untouched(work, application)
        return application

    def _heard_on(self, heard: Application, rounds: Iterable[Interview]) -> date:
        """The day as it was given, or today; nobody hears of tomorrow, wherever the interview was."""
        now = self._clock.now()
        latest_day = max([now.date(), *(now.astimezone(interview.local.tzinfo).date() for interview in rounds)])
        if heard.outcome_on is not None:
            if heard.outcome_on > latest_day:
                raise to_come(heard.outcome_on)
            return heard.outcome_on
        took_place = [interview.day for interview in rounds if interview.day <= latest_day]
        return now.date() if heard.outcome in EARLY_OUTCOMES else max([now.date(), *took_place])


def to_come(day: date) -> UserError:
    """The refusal of something that is noted before it happened."""
    return UserError(f"{dates.show_date(day)} is still to come.", hint="Note it once it has happened.")


_OUTCOME = ("outcome", "outcome_on", "channel", "ended_by", "words")


def _with_outcome(application: Application, source: Application) -> Application:
    return replace(application, **{name: getattr(source, name) for name in _OUTCOME})


def _start(journal: Journal, application: Application) -> str:
    rounds = journal.rounds_of(application.id)
    return (rounds[0].at if rounds else application.created).isoformat()


def application_for(work: Transaction, interview: Interview, ids: Ids, application_id: str = "") -> Application:
    """The application of a new interview: that of `application_id` (or a `new` one), else the open one it fits."""
    journal = work.journal
    if application_id and application_id != NEW:
        return lookup.application(journal, application_id)
    existing = None
    if application_id != NEW and any(is_same_post(existing, interview) for existing in journal.applications.values()):
        existing = belongs_to(
            interview, ((candidate, journal.rounds_of(candidate.id)) for candidate in journal.live_applications)
        )
    if existing is not None:
        return existing
    application = Application(id=ids.new(), company=interview.company, role=interview.role, created=interview.created)
    work.put(application)
    return application


NEW = "new"
"""What is said in place of an application's id for one that begins."""


def open_requests(work: Transaction, application: Application, ids: Ids, clock: Clock) -> None:
    """A request for each person of all rounds that took place, once per person, about the latest round with them.

    Instead of a program the recruiter is asked, or whom else a letter reaches, where there is somebody.
    """
    journal = work.journal
    asked_ids = {request.person_id for request in journal.requests_of_application(application.id)}
    rounds, people = journal.rounds_of(application.id), journal.people_of(application.id)
    held_rounds = [
        interview for interview in rounds if standing(application, rounds, interview) is not Standing.NOT_HELD
    ]
    about = {person_id: interview.id for interview in held_rounds for person_id in interview.interviewers}
    for person in asking_order(held_rounds, [journal.people[person_id] for person_id in about]):
        other = None if is_written_to(person) else asked_instead(person, people)
        asked, interview_id = other or person, about[person.id]
        if not asked_ids & {asked.id, person.id}:
            asked_ids.add(asked.id)
            work.put(
                Request(
                    id=ids.new(),
                    interview_id=about.get(asked.id, interview_id),
                    person_id=asked.id,
                    created=clock.now(),
                )
            )


def _drop_untouched(work: Transaction, application: Application) -> None:
    """An outcome that is no rejection after all takes back the requests nobody has begun."""
    for request in work.journal.requests_of_application(application.id):
        if not request.events:
            work.remove(request)


def _drop_doubled(work: Transaction, application: Application) -> None:
    """Of two requests to one person, one that nobody has begun goes."""
    requests = work.journal.requests_of_application(application.id)
    for request in requests:
        others = [other for other in requests if other.person_id == request.person_id and other.id != request.id]
        if not request.events and any(other.events or other.id < request.id for other in others):
            work.remove(request)
