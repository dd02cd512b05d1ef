"""Owns who the people of interviews and applications are: by the words that were typed, and by what is known."""

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.people import NamedAddress, Person, check_person, natural_name
from afterword.errors import NotUnderstood
from afterword.ports import Clock, Ids, Transaction


class Naming(Struct, frozen=True):
    """Turns names and addresses into people, within a transaction."""

    _clock: Clock
    _ids: Ids

    def __call__(
        self, work: Transaction, company: str, typed: object, mine: tuple[Person, ...] = ()
    ) -> tuple[str, ...]:
        """The ids of the people with these names and addresses; who is not known yet is added.

        `mine` are those who stood there before: they keep their ids and take the words that are typed now. Somebody of
        the same address, or of the same full name at that company, is known.
        """
        named = [check_person(person) for person in (typed if isinstance(typed, tuple) else ())]
        emails = [person.email.casefold() for person in named if person.email]
        if len(emails) != len(set(emails)):
            # Nobody could tell whose reply came in.
            raise NotUnderstood("Two people have the same address.", hint="Each person needs an own one.")
        kept = _kept(named, mine)
        ids: list[str] = []
        for place, person in enumerate(named):
            known = kept.get(place)
            if known is not None:
                record = replace(known, name=person.name, email=person.email)
            else:
                record = _met_before(work, company, person, ids) or Person(
                    id=self._ids.new(), name=person.name, email=person.email, created=self._clock.now()
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


def _met_before(work: Transaction, company: str, person: NamedAddress, taken: list[str]) -> Person | None:
    """The same person in another interview, with the address where only now it is known."""
    journal = work.journal
    here = {
        person_id
        for interview in journal.interviews.values()
        if interview.company.casefold() == company.casefold()
        for person_id in interview.interviewers
    }
    for known in journal.people.values():
        same = _same_address(person, known) or (
            known.id in here and _same_name(person, known) and not (person.email and known.email) and " " in person.name
        )
        if same and known.id not in taken:
            return replace(known, email=known.email or person.email)
    return None


def _kept(people: list[NamedAddress], known: tuple[Person, ...]) -> dict[int, Person]:
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


def _same_address(person: NamedAddress, other: Person) -> bool:
    return bool(person.email) and other.email.casefold() == person.email.casefold()


def _same_name(person: NamedAddress, other: Person) -> bool:
    return natural_name(other.name).casefold() == natural_name(person.name).casefold()
