"""Whom you know: the order of asking, who is asked instead of a program, and where you met before."""

from datetime import UTC, datetime, timedelta

import pytest

from afterword.domain.application import Application
from afterword.domain.conversation.agenda import (
    asked_instead,
    asking_order,
    instead_words,
    known_from,
    met_before,
    met_words,
    to_ask,
)
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import Part, Person

BEGIN = datetime(2026, 11, 2, 10, tzinfo=UTC)
NOBODY = Person(id="none", name="no-reply@initech.example", email="no-reply@initech.example")


def person(name: str, part: Part = Part.INTERVIEWER, email: str | None = None, linkedin: str = "") -> Person:
    """Somebody whose id is the first name in small letters, with an address unless another one is given."""
    first = name.partition(" ")[0].lower()
    known = f"{first}@x.example" if email is None else email
    return Person(id=first, name=name, part=part, email=known, linkedin=linkedin)


def round_of(process: str, day: int, *people: Person, **changes: object) -> Interview:
    """A round of that application on that day after the beginning."""
    at = BEGIN + timedelta(days=day)
    company, role = ("Initech", "Backend") if process == "a" else ("Hooli", "Platform")
    return Interview(
        id=f"{process}{day}",
        application_id=process,
        company=company,
        role=role,
        at=at,
        zone="UTC",
        created=at,
        interviewers=tuple(known.id for known in people),
        **changes,  # type: ignore[arg-type]
    )


def journal(
    rounds: list[Interview], people: list[Person], contacts: dict[str, tuple[str, ...]] | None = None
) -> Journal:
    """These rounds with their applications and people."""
    processes = {
        held.application_id: Application(
            id=held.application_id,
            company=held.company,
            role=held.role,
            created=held.at,
            contacts=(contacts or {}).get(held.application_id, ()),
        )
        for held in rounds
    }
    return Journal(
        applications=processes,
        people={known.id: known for known in people},
        interviews={held.id: held for held in rounds},
    )


ADA, EVA, MAX = person("Ada Byron"), person("Eva Lang"), person("Max Weber")
BOSS = person("Bea Boss", Part.MANAGER)
JO, TOM = person("Jo Park", Part.RECRUITER), person("Tom Agent", Part.AGENCY)


def test_whoever_saw_you_last_is_asked_first() -> None:
    """Then whoever saw you more often; the manager before others of a round, the recruiter behind all, each once."""
    rounds = [round_of("a", 0, JO, ADA), round_of("a", 7, ADA, EVA, MAX), round_of("a", 14, EVA, BOSS)]
    everybody = [JO, ADA, ADA, EVA, MAX, BOSS, TOM]
    assert [known.id for known in asking_order(rounds, everybody)] == ["eva", "bea", "ada", "max", "jo", "tom"]


def test_in_one_round_the_hiring_manager_is_asked_first() -> None:
    """Everybody else stays as given."""
    assert asking_order([round_of("a", 0, ADA, EVA, BOSS)], [ADA, EVA, BOSS]) == (BOSS, ADA, EVA)


@pytest.mark.parametrize(
    ("others", "asked"),
    [
        ((ADA, TOM, JO), JO),
        ((ADA, TOM), TOM),
        ((EVA, BOSS), BOSS),
        ((person("Ira Inside", Part.INTERNAL),), person("Ira Inside", Part.INTERNAL)),
        ((person("Lin Profile", Part.RECRUITER, email="", linkedin="linkedin.com/in/lin"), ADA), None),
        ((person("Mute Mule", Part.RECRUITER, email=""),), None),
        ((person("Relay", Part.RECRUITER, email="x@us.greenhouse-mail.io"),), None),
        ((), None),
    ],
)
def test_the_recruiter_is_asked_instead_of_a_program(others: tuple[Person, ...], asked: Person | None) -> None:
    """Then the agency, then whom else a letter reaches by any way; nobody where there is none."""
    found = asked_instead(NOBODY, (NOBODY, *others))
    if others and others[0].linkedin:
        assert found == others[0]
    else:
        assert found == asked


def test_what_to_do_with_a_program_is_said() -> None:
    """Who is asked instead, or how to close it kindly; of a person nothing."""
    assert "Ask Jo Park instead (recruiter)" in instead_words(NOBODY, [NOBODY, JO])
    assert "says nothing about you" in instead_words(NOBODY, [NOBODY])
    assert instead_words(ADA, [ADA, JO]) == ""


def test_a_program_among_those_you_met_is_passed_over() -> None:
    """Its place is that of whoever is asked instead, once."""
    rounds = [round_of("a", 0, NOBODY, ADA)]
    assert to_ask(rounds, [NOBODY, ADA], [NOBODY, ADA, JO]) == (JO, ADA)
    assert to_ask(rounds, [NOBODY], [NOBODY]) == ()


def test_somebody_of_an_earlier_application_was_met_before() -> None:
    """The latest earlier interview is named; another round of the same application is no meeting again."""
    earlier = [round_of("b", -400, MAX), round_of("b", -390, MAX)]
    rounds = [round_of("a", 0, MAX, ADA), round_of("a", 7, MAX, ADA)]
    known = journal([*earlier, *rounds], [MAX, ADA])
    (met,) = met_before(known, rounds[1])
    assert met.words == "Max, 2025 · Hooli · Platform"
    assert met.interview == earlier[1]
    assert met_words([met]) == "met Max in 2025"
    assert met_before(known, earlier[1]) == ()


def test_a_contact_of_an_earlier_application_is_known() -> None:
    """A recruiter need not have interviewed you."""
    known = journal([round_of("b", -40, ADA), round_of("a", 0, JO)], [ADA, JO], {"b": ("jo",)})
    assert [met.words for met in met_before(known, known.interviews["a0"])] == ["Jo, 2026 · Hooli · Platform"]
    assert [(process.id, len(rounds)) for process, rounds in known_from(known, JO)] == [("a", 1), ("b", 0)]
