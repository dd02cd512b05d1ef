"""Who people are: `Name <mail>` as it is typed; whom you know, and who is asked in which order."""

import contextlib
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from afterword.domain.conversation.agenda import (
    asked_instead,
    asking_order,
    instead_words,
    known_from,
    met_before,
    met_words,
    to_ask,
)
from afterword.domain.interview import Application, Interview
from afterword.domain.journal import Journal
from afterword.domain.people import (
    NamedAddress,
    Part,
    Person,
    check_address,
    check_name,
    natural_name,
    people_words,
    read_named_address,
    read_people,
)
from afterword.errors import NotUnderstood

ALSO = re.compile(r"\s(and|und|et|&|\+)\s", re.IGNORECASE)
SECONDS = 2
"""Of the processor."""
names = st.text(st.characters(exclude_characters='<>@"\n\t', exclude_categories=["C", "Z"]) | st.just(" "), max_size=30)
people = st.builds(
    NamedAddress,
    name=names.map(lambda name: " ".join(name.split())).filter(bool),
    email=st.just("") | st.from_regex(r"[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.example", fullmatch=True),
)


def label(person: NamedAddress) -> str:
    """The person as it can be typed."""
    return Person(id="x", name=person.name, email=person.email).label


@given(people)
def test_a_label_is_read_back(person: NamedAddress) -> None:
    """`Name <mail>` as it is shown gives the same name and address, and it is the name as it is spoken."""
    spoken = NamedAddress(natural_name(person.name), person.email)
    assume(spoken.name)
    assert read_named_address(label(person)) == spoken
    assert read_named_address(label(spoken)) == spoken


@given(st.lists(people, min_size=1, max_size=5), st.sampled_from(["; ", "\n"]))
def test_several_labels_are_told_apart(several: list[NamedAddress], between: str) -> None:
    """People joined by semicolons or line ends come apart again, commas in their names included; “A and B” are two."""
    assume(all(natural_name(one.name) and not ALSO.search(one.name) for one in several))
    spoken = [NamedAddress(natural_name(one.name), one.email) for one in several]
    assert list(read_people(between.join(map(label, several)))) == spoken


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("O'Brien, Pat", ["Pat O'Brien"]),
        ("O’Brien, Pat M.", ["Pat M. O’Brien"]),
        ("van der Berg, Jan", ["Jan van der Berg"]),
        ('"Byron, Ada" <ada@x.example>, Grace', ["Ada Byron", "Grace"]),
        ("Byron, Ada <ada@x.example>, O'Brien, Pat <pat@x.example>", ["Ada Byron", "Pat O'Brien"]),
        ("García Márquez, Gabriel", ["Gabriel García Márquez"]),
        ("García Márquez, Gabriel J. <gabo@x.example>", ["Gabriel J. García Márquez"]),
        ("de la Cruz Santos, Maria", ["Maria de la Cruz Santos"]),
        ("Ada Byron, Mary Anne Evans", ["Ada Byron", "Mary Anne Evans"]),
        ("Anna Maria Luisa, Jo", ["Anna Maria Luisa", "Jo"]),
        ("Smith, Jr.", ["Smith Jr."]),
        ("Pat Smith, Jr.", ["Pat Smith Jr."]),
        ("Smith, Pat, Jr.", ["Pat Smith Jr."]),
        ("King Jr., Martin", ["Martin King Jr."]),
        ("Jane Doe, MD, PhD <jane@x.example>, Ada Byron", ["Jane Doe MD PhD", "Ada Byron"]),
        ("Ada Byron; Grace Hopper", ["Ada Byron", "Grace Hopper"]),
        ("Ada Byron, Grace Hopper", ["Ada Byron", "Grace Hopper"]),
        ("Ada, Grace, Linus", ["Ada", "Grace", "Linus"]),
        ("Ada Byron\n\nO'Brien, Pat\nGrace <g@x.example>\n", ["Ada Byron", "Pat O'Brien", "Grace"]),
        ("ada@x.example, grace@x.example", ["Ada", "Grace"]),
        ("Mary and Dr Patel", ["Mary", "Dr Patel"]),
        ("Frau Groß <g@x.example> und Herr Schön", ["Frau Groß", "Herr Schön"]),
        ("Marie & Luc et Zoé", ["Marie", "Luc", "Zoé"]),
        ('"Smith and Jones" <office@x.example>', ["Smith and Jones"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Andrea Sand", ["Andrea Sand"]),
        ("Byron, Ada ada@x.example", ["Ada Byron"]),
        ("Frau Dr. Anna von der Heide, avh@x.example", ["Frau Dr. Anna von der Heide"]),
        ("Ada Byron, g@x.example", ["Ada Byron", "G"]),
        ("ada@x.example (Byron, Ada)", ["Ada Byron"]),
    ],
)
def test_people_are_told_apart_as_they_are_written(text: str, names: list[str]) -> None:
    """A comma between a family name and given names, before a suffix or in quotes parts nobody."""
    assert [one.name for one in read_people(text)] == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada, Grace", "Grace Ada (no address yet); type a semicolon between two people"),
        ("García Márquez, Gabriel", "Gabriel García Márquez (no address yet); type a semicolon between two people"),
        ("Ada; Grace <g@x.example>", "Ada (no address yet) · Grace (g@x.example)"),
        ("Ada Byron, Grace Hopper", "Ada Byron (no address yet) · Grace Hopper (no address yet)"),
        ('"Byron, Ada" <ada@x.example>', "Ada Byron (ada@x.example)"),
        ("Pat Smith, Jr.", "Pat Smith Jr. (no address yet)"),
        (
            "Sister Agnes Müller, agnes@x.example, Jo Day",
            "Sister Agnes Müller (agnes@x.example) · Jo Day (no address yet)",
        ),
        ("Müller, k.mueller@x.example", "Müller (k.mueller@x.example)"),
        ("Ada Byron, grace@x.example", "Ada Byron (no address yet) · Grace (grace@x.example)"),
        ("jobs@x.example", "jobs@x.example"),
    ],
)
def test_it_is_said_who_was_understood(text: str, words: str) -> None:
    """Where a comma could as well part two people, the echo says how to part them."""
    assert people_words(text) == words


@pytest.mark.parametrize(
    ("text", "name", "email"),
    [
        ("Ada Byron <ada@initech.example>", "Ada Byron", "ada@initech.example"),
        ("  Ada   Byron  ", "Ada Byron", ""),
        ("ada.byron@initech.example", "Ada Byron", "ada.byron@initech.example"),
        ("<ada@initech.example>", "Ada", "ada@initech.example"),
        ('"Byron, Ada" <ada@initech.example>', "Ada Byron", "ada@initech.example"),
        ("ada@initech.example (Ada Byron)", "Ada Byron", "ada@initech.example"),
        ("Ada Byron ada@initech.example", "Ada Byron", "ada@initech.example"),
    ],
)
def test_the_forms_people_type(text: str, name: str, email: str) -> None:
    """A name, an address or both are understood in the forms people use."""
    assert read_named_address(text) == NamedAddress(name, email)


@pytest.mark.parametrize(
    "text", ["", "  ", "Ada <", "Ada <ada>", "Ada <a@b> <c@d>", "ada@", "@initech", "a b@c d", "Ada <a@b, c@d>"]
)
def test_what_is_nobody_is_refused(text: str) -> None:
    """Half an address, two addresses or nothing at all is refused with an example."""
    with pytest.raises(NotUnderstood) as refused:
        read_named_address(text)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["a" * 100_000, f"Ada{' ' * 100_000}Byron", "Ada, " * 20_000, "A." * 50_000])
def test_a_name_without_an_end_is_read_in_no_time(text: str) -> None:
    """Something else than a name was pasted."""
    began = time.process_time()
    assert read_people(text)
    assert time.process_time() - began < SECONDS


@given(st.text(max_size=60))
def test_odd_people_are_understood_or_refused(text: str) -> None:
    """Whatever is typed gives a person with a name, or a sentence."""
    with contextlib.suppress(NotUnderstood):
        assert read_named_address(text).name


def test_an_address_is_one_address() -> None:
    """White space around an address is taken away; more than one address is refused."""
    assert check_address(" ada@initech.example\n") == "ada@initech.example"
    with pytest.raises(NotUnderstood):
        check_address("a@b.example, c@d.example")


def test_a_name_holds_no_address() -> None:
    """Brackets and addresses are no part of a name."""
    assert check_name(' "Ada" ') == "Ada"
    with pytest.raises(NotUnderstood, match="not a name"):
        check_name("Ada <ada>")


@pytest.mark.parametrize(
    ("name", "first"),
    [("Ada Byron", "Ada"), ("Dr. Grace Hopper", "Grace"), ("Prof. Dr. Noether", "Prof. Dr. Noether"), ("Mx", "Mx")],
)
def test_the_greeting_passes_over_titles(name: str, first: str) -> None:
    """Who has a given name is called by it; a family name keeps its titles."""
    assert Person(id="x", name=name).first_name == first


@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("", "ADA@initech.example"),
        ("Recruiting", "ada+jobs@initech.example"),
        ("'Ada Byron' via Hiring", "hiring@initech.example"),
        ("Byron, Ada (Initech)", "reply-7@tracker.example"),
    ],
)
def test_somebody_is_known_by_address_or_whole_name(name: str, email: str) -> None:
    """A tag in the address, a group or a tracker around the name do not make another person of an interviewer."""
    assert NamedAddress(name, email).is_of(Person(id="p", name="Ada Byron", email="ada@initech.example"))


@pytest.mark.parametrize(("name", "email"), [("Jo Park", "jo@initech.example"), ("Ada", "ada@home.example")])
def test_a_colleague_and_another_of_the_same_first_name_are_others(name: str, email: str) -> None:
    """Neither the company's domain nor one word of a name says who somebody is."""
    assert not NamedAddress(name, email).is_of(Person(id="p", name="Ada Byron", email="ada@initech.example"))
    assert not NamedAddress(name, email).is_of(Person(id="p", name="Ada", email="ada@initech.example"))


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
