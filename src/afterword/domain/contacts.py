"""Owns whom you know: in which order people are asked, who is asked instead of a program, and where you met before."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from afterword.domain.application import Application
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import ASKED_LAST, PARTS, Part, Person

_INSTEAD = (Part.RECRUITER, Part.AGENCY, Part.MANAGER, Part.INTERVIEWER, Part.INTERNAL)
PART_WORDS = dict(PARTS)
CLOSE_KINDLY = (
    "Nobody there can be written to, and that says nothing about you. Close it, and what you know yourself counts; "
    "or name a recruiter or another contact, and they are asked."
)


class Acquaintance(Struct, frozen=True):
    """Somebody of an interview, and the latest interview of another application in which you met them before."""

    person: Person
    interview: Interview

    @property
    def words(self) -> str:
        """`Max, 2025 · Hooli · Backend`."""
        met = self.interview
        return f"{self.person.first_name}, {met.day.year} · {met.company} · {met.role}"


def asking_order(rounds: Sequence[Interview], people: Iterable[Person]) -> tuple[Person, ...]:
    """The people of an application in the order in which they are asked, each once; `rounds` are earliest first.

    Whoever saw you in the latest round comes first, then whoever saw you in more of them; a hiring manager before the
    other people of that round, recruiters and agencies last.
    """
    last = {person_id: place for place, held in enumerate(rounds) for person_id in held.interviewers}
    often = {person_id: sum(person_id in held.interviewers for held in rounds) for person_id in last}

    def key(person: Person) -> tuple[bool, int, int, bool]:
        return (
            person.part in ASKED_LAST,
            -last.get(person.id, -1),
            -often.get(person.id, 0),
            person.part is not Part.MANAGER,
        )

    return tuple(sorted({person.id: person for person in people}.values(), key=key))


def is_written_to(person: Person) -> bool:
    """Whether a person reads what is written there, and no program or team."""
    from afterword.domain.greeting import is_program_address

    return not is_program_address(person.email)


def asked_instead(person: Person, people: Iterable[Person]) -> Person | None:
    """Who of the application's people is asked instead of a program: the recruiter, the agency, else anybody.

    None where there is nobody else whom a letter reaches.
    """
    others = [other for other in people if other.id != person.id and is_written_to(other) and _is_reached(other)]
    return min(others, key=lambda other: _INSTEAD.index(other.part), default=None)


def to_ask(rounds: Sequence[Interview], met: Iterable[Person], people: Iterable[Person]) -> tuple[Person, ...]:
    """Whom to ask of those you met, in order, each once; who is asked instead of a program stands in its place.

    `people` are all of the application. A program without anybody to ask instead is left out.
    """
    known = tuple(people)
    read = (person if is_written_to(person) else asked_instead(person, known) for person in asking_order(rounds, met))
    return tuple({person.id: person for person in read if person is not None}.values())


def _is_reached(person: Person) -> bool:
    return bool(person.email or person.linkedin or person.phone)


def instead_words(person: Person, people: Iterable[Person]) -> str:
    """What to do where that address is read by a program, in a sentence; empty where a person reads it."""
    if is_written_to(person):
        return ""
    other = asked_instead(person, people)
    said = f"{person.email} is read by a program or a team."
    return f"{said} Ask {other.name} instead ({PART_WORDS[other.part]})." if other else f"{said} {CLOSE_KINDLY}"


def met_before(journal: Journal, interview: Interview) -> tuple[Acquaintance, ...]:
    """Those of its interviewers whom you met in an earlier application, with the latest interview of it."""
    return tuple(_acquaintances(journal, interview))


def _acquaintances(journal: Journal, interview: Interview) -> Iterator[Acquaintance]:
    for person in journal.interviewers_of(interview):
        others = (other for other in journal.rounds_with(person.id) if other.application_id != interview.application_id)
        before = next((other for other in others if other.at < interview.at), None)
        if before is not None:
            yield Acquaintance(person, before)


def met_words(people: Sequence[Acquaintance]) -> str:
    """`met Max in 2025`, or `met Max, Eva before`, where there is little room."""
    names = ", ".join(known.person.first_name for known in people)
    when = f"in {people[0].interview.day.year}" if len(people) == 1 else "before"
    return f"met {names} {when}" if people else ""


def known_from(journal: Journal, person: Person) -> tuple[tuple[Application, tuple[Interview, ...]], ...]:
    """The applications that name somebody, latest first, each with the rounds in which they interviewed you."""
    ids = {interview.application_id for interview in journal.rounds_with(person.id)}
    latest = {application_id: journal.rounds_of(application_id)[-1] for application_id in ids}
    ordered = sorted(ids, key=lambda key: (latest[key].at, latest[key].id), reverse=True)
    return tuple(
        (
            journal.applications[application_id],
            tuple(held for held in journal.rounds_of(application_id) if person.id in held.interviewers),
        )
        for application_id in ordered
    )
