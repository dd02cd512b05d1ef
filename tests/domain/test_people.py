"""Interviewers and the reading of `Name <mail>`."""

import contextlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from afterword.domain.people import (
    NamedAddress,
    Person,
    check_address,
    check_name,
    natural_name,
    people_words,
    read_named_address,
    read_people,
)
from afterword.errors import NotUnderstood

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
    """People joined by semicolons or line ends come apart again, commas in their names included."""
    assume(all(natural_name(one.name) for one in several))
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
