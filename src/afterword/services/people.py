"""Owns who the people of interviews and applications are: by the words that were typed, and by what is known."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.outgoing import CLOSE_KINDLY, asked_instead
from afterword.domain.conversation.request import Request
from afterword.domain.fields import changed
from afterword.domain.journal import Journal
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
from afterword.services.services import UndoableStore

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
            taken = dict(changes)
            if str(taken.get("email", "")).strip():
                taken["email"] = check_address(str(taken["email"]))
            if str(taken.get("name", "")).strip() and taken["name"] != taken.get("email", old.email):
                taken["name"] = check_name(str(taken["name"]))
            new = changed(old, taken, began)
            if new.name != old.name:
                new = _renamed(old, new)
            check_own_address(work.journal.people.values(), new)
            work.put(new)
        return new

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
            begun = next((known for known in theirs if known.person_id == other.id), None)
            if begun is not None:
                work.remove(request)
                return begun
            asked = replace(request, person_id=other.id)
            work.put(asked)
        return asked


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
        named = [_filled(person) for person in map(check_person, typed if isinstance(typed, tuple) else ())]
        emails = [folded_address(person.email) for person in named if person.email]
        if len(emails) != len(set(emails)):
            # Nobody could tell whose reply came in.
            raise NotUnderstood("Two people have the same address.", hint="Each person needs an own one.")
        kept = _kept(named, mine)
        ids: list[str] = []
        for place, person in enumerate(named):
            known = kept.get(place)
            if known is not None:
                record = _taking(known, person)
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
    named = any(person_id in interview.interviewers for interview in journal.interviews.values())
    named = named or any(person_id in application.contacts for application in journal.applications.values())
    if not named and not any(request.person_id == person_id for request in journal.requests.values()):
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

    said = addressed(replace(old, family="")).family
    return addressed(replace(new, family="") if new.family == old.family == said else new)


def _taking(known: Person, typed: Person) -> Person:
    """Somebody who stood there before, with the name and the address that are typed now."""
    new = replace(known, email=typed.email)
    if typed.name != known.name:
        new = _renamed(known, replace(new, name=typed.name))
    return replace(new, salutation=new.salutation or typed.salutation, family=new.family or typed.family)


def _met_before(journal: Journal, company: str, person: Person, taken: list[str]) -> Person | None:
    """The same person in another interview, with what only now is known of them.

    A name alone tells only at the same company, in full, and where no two addresses speak against it.
    """
    here = _people_at(journal, company)
    for known in journal.people.values():
        named = known.id in here and _same_name(person, known) and not (person.email and known.email)
        if known.id not in taken and (_same_address(person, known) or (named and _is_full(person.name))):
            fuller = person.name if name_words(known.name) < name_words(person.name) else known.name
            unnamed = known.name == known.email != person.name
            return replace(
                known,
                name=person.name if unnamed else fuller,
                email=known.email or person.email,
                salutation=known.salutation or person.salutation,
                family=known.family or person.family,
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


def _kept(people: list[Person], known: tuple[Person, ...]) -> dict[int, Person]:
    """Each person that was there before, by place in `people`: all by address first, the rest by name."""
    left = list(known)
    matches: dict[int, Person] = {}
    for same in (_same_address, _same_name):
        for place, person in enumerate(people):
            match = next((other for other in left if place not in matches and same(person, other)), None)
            if match is not None:
                left.remove(match)
                matches[place] = match
    return matches


def _same_address(person: Person, other: Person) -> bool:
    return bool(person.email) and folded_address(other.email) == folded_address(person.email)


def _same_name(person: Person, other: Person) -> bool:
    return natural_name(other.name).casefold() == natural_name(person.name).casefold()
