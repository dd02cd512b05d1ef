"""Descriptions of fields: what the types say, reading and typing back, and what a change needs."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from tests.domain.builders import START, interview, journal

from afterword.domain.conversation.request import Event
from afterword.domain.field_reading import (
    ReadingContext,
    choices_of,
    echo_field,
    offers,
    read_all,
    read_field,
    show_field,
    step_field,
    type_field,
    with_moments,
)
from afterword.domain.fields import Field, FieldKind, changed, described, fields_of
from afterword.domain.interview import Application, Interview, Mode, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import Competency, Example, Pointer
from afterword.domain.reflection import Answer, Cue
from afterword.errors import NotUnderstood

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
INTERVIEW = described(Interview)
FIELDS = {**described(Application), **INTERVIEW}


def context(zone: str = "Europe/Berlin", day: date | None = None) -> ReadingContext:
    """Words are read on that Wednesday in November."""
    return ReadingContext(now=NOW, zone=zone, day=day, journal=Journal())


class Sample(Struct, frozen=True):
    """A record whose types say what kinds its fields are."""

    words: Annotated[str, Field("Words", required="A word will do.")]
    mode: Annotated[Mode | None, Field("Mode")] = None
    day: Annotated[date | None, Field("Day")] = None
    at: Annotated[datetime | None, Field("At")] = None
    minutes: Annotated[int, Field("Minutes")] = 0
    sure: Annotated[bool, Field("Sure", verb="confirm")] = False
    untold: int = 0


@pytest.mark.parametrize("record", [Answer, Application, Competency, Cue, Event, Example, Interview, Person, Pointer])
def test_what_may_be_typed_is_seen_whole_in_a_narrow_window(record: type[Struct]) -> None:
    """What stands in an empty field of one line leaves room for the frame in sixty columns; texts wrap."""
    longer = (FieldKind.TEXT, FieldKind.LETTER, FieldKind.LINES)
    examples = {name: field.example for name, field in described(record).items() if field.kind not in longer}
    assert {name: example for name, example in examples.items() if len(example or "") > 54} == {}


def test_the_type_says_the_kind_and_the_choices() -> None:
    """Only what the type does not tell is written down; an attribute without a description is no field."""
    kinds = {name: field.kind.value for name, field in described(Sample).items()}
    assert kinds == {
        "words": "line",
        "mode": "choice",
        "day": "date",
        "at": "moment",
        "minutes": "number",
        "sure": "tick",
    }
    assert [words for _, words in described(Sample)["mode"].choices] == [mode.value for mode in Mode]
    assert [field.name for field in fields_of(Sample, "confirm")] == ["sure"]


@given(st.sampled_from(ZONES), st.integers(0, 50 * 365 * 24 * 60))
def test_a_moment_that_is_typed_back_is_the_same_instant(zone: str, minutes: int) -> None:
    """In every zone and also in the hour that clocks show twice."""
    at = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    typed = type_field(INTERVIEW["at"], at.astimezone(ZoneInfo(zone)), context(zone))
    assert read_field(INTERVIEW["at"], typed, context(zone)).timestamp() == at.timestamp()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", Mode.PHONE),
        ("travel_minutes", None),
        ("travel_minutes", 0),
        ("zone", "Asia/Tokyo"),
        ("outcome", Outcome.NO_ANSWER),
        ("outcome_on", date(2026, 11, 2)),
        ("notes", "one\n\ntwo"),
        ("interviewers", (Person(id="", name="Pat O'Brien", email="pat@x.example"),)),
    ],
)
def test_every_kind_reads_back_what_it_types(name: str, value: object) -> None:
    """What a form begins with means the value that is stored."""
    typed = type_field(FIELDS[name], value, context())
    assert read_field(FIELDS[name], typed, context()) == value


@pytest.mark.parametrize(("value", "words"), [(None, "cannot say"), (True, "enough"), (False, "not enough")])
def test_a_choice_of_yes_no_and_unsaid_keeps_all_three(value: bool | None, words: str) -> None:  # noqa: FBT001  # a value
    """Not knowing is no “no”."""
    enough = described(Answer)["enough"]
    typed = type_field(enough, value, context())
    assert read_field(enough, typed, context()) is value
    assert dict(choices_of(enough, context()))[typed] == words
    assert show_field(enough, value, context()) == ("" if value is None else words)


def test_a_moment_is_read_on_the_clocks_of_the_zone_beside_it() -> None:
    """Whichever was typed first; and another zone takes the moment along."""
    fields = fields_of(Interview)
    typed = {"at": "2026-11-20 09:00", "zone": "Asia/Tokyo"}
    assert read_all(fields, typed, context())["at"] == datetime(2026, 11, 20, 0, tzinfo=UTC)
    assert with_moments(fields, ["zone"]) == {"zone", "at"}
    assert with_moments(fields, ["notes"]) == {"notes"}


def test_a_bare_time_means_the_day_of_the_record() -> None:
    """In the form as on the command line."""
    at = read_field(INTERVIEW["at"], "10:30", context("UTC", date(2026, 11, 9)))
    assert at == datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text", "echo"),
    [
        ("at", "fri 10:00", "Fri 20 Nov 2026 10:00 (Europe/Berlin, +0100)"),
        ("outcome_on", "mon", "Mon 16 Nov 2026"),
        ("zone", "europe/berlin", "Europe/Berlin"),
        ("interviewers", "Ada Byron", "Ada Byron (no address yet)"),
        ("company", "Initech", ""),
        ("travel_minutes", "45", ""),
    ],
)
def test_what_was_understood_is_echoed(name: str, text: str, echo: str) -> None:
    """Where a text means what it says there is nothing to add."""
    assert echo_field(FIELDS[name], text, context()) == echo


@pytest.mark.parametrize(("name", "text"), [("mode", "carrier pigeon"), ("travel_minutes", "-"), ("at", "tomorrow")])
def test_what_is_no_value_is_refused_with_a_hint(name: str, text: str) -> None:
    """An unknown choice, a lone sign, a day where a time is needed."""
    with pytest.raises(NotUnderstood) as refused:
        read_field(FIELDS[name], text, context())
    assert refused.value.hint


@pytest.mark.parametrize("changes", [{"words": " \n"}, {"words": ""}])
def test_what_is_needed_is_asked_for(changes: Mapping[str, object]) -> None:
    """The sentence says what is missing and how little it takes."""
    with pytest.raises(NotUnderstood, match="The words is missing") as refused:
        changed(Sample("one"), changes)
    assert refused.value.hint == "A word will do."


def test_values_are_tidied_by_their_kind() -> None:
    """Lines on one line, texts without what a terminal obeys, several words each once."""
    assert changed(Sample("one"), {"words": " two\x1b\n words "}).words == "two words"
    roles = Field("Roles", kind=FieldKind.SEVERAL)
    assert read_field(roles, "backend, , SRE", context()) == ("backend", "SRE")


def test_a_moment_is_stepped_on_the_clock_of_its_place_and_what_happened_on_ones_own() -> None:
    """From an empty text both begin with now."""
    far = context("Asia/Tokyo")
    assert step_field(INTERVIEW["at"], far)("", 0, 1) == "2026-11-18 19:00"
    assert step_field(Field("When", kind=FieldKind.HAPPENED), far)("", 0, 1) == "2026-11-18 10:00"


@pytest.mark.parametrize(
    ("field", "hint"),
    [(Field("Mode", kind=FieldKind.CHOICE), "See: Mode."), (Field("Mode", kind=FieldKind.CHOICE, help="h"), "See: h.")],
)
def test_a_choice_that_there_is_none_of_is_quoted_and_says_where_to_look(field: Field, hint: str) -> None:
    """The words for the field, or its name where it has none."""
    with pytest.raises(NotUnderstood, match="“carrier pigeon” is none of the choices") as refused:
        read_field(field, "carrier\npigeon", context())
    assert refused.value.hint == hint


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", []),
        ("ini", ["Initech", "Big Initech"]),
        ("INITECH", ["Big Initech"]),
        ("big ini", ["Big Initech"]),
        ("tech", []),
        ("a", ["A4", "A3", "A2", "A1"]),
    ],
)
def test_what_was_typed_before_is_offered_by_the_beginnings_of_its_words(typed: str, offered: list[str]) -> None:
    """Of what fits the latest four; what begins with it stands first, and what is typed already is left out."""
    names = ["Initech", "Big Initech", "Initech", "A0", "A1", "A2", "A3", "A4"]
    held = [interview(f"i{place}", START + timedelta(place), company=name) for place, name in enumerate(names)]
    known = replace(context(), journal=journal(*held))
    assert list(offers(FIELDS["company"], typed, {}, known)) == offered


def test_people_who_were_met_are_offered_but_those_who_are_named_already() -> None:
    """Whoever was met at the company that is typed comes first; nothing is offered where no words are known."""
    people = [Person(id=name, name=name, email=f"{name}@x.example") for name in ("Ann", "Anton")]
    held = [
        interview("i1", START, company="Initech", interviewers=("Ann",)),
        interview("i2", START + timedelta(1), company="Globex", interviewers=("Anton",)),
    ]
    known = replace(context(), journal=journal(*people, *held))
    met = next(field for field in FIELDS.values() if field.kind is FieldKind.PEOPLE)
    assert [label[:5] for label in offers(met, "an", {}, known)] == ["Anton", "Ann <"]
    assert [label[:5] for label in offers(met, "an", {"company": "initech"}, known)] == ["Ann <", "Anton"]
    typed = {met.name: "Anton <Anton@x.example>\nann"}
    assert [label[:5] for label in offers(met, "an", typed, known)] == ["Ann <"]
    assert list(offers(FIELDS["notes"], "an", {}, known)) == []


def test_a_field_of_records_offers_those_of_its_table() -> None:
    """Examples where an example is asked for, interviews where an interview is."""
    story = Example(id="e1", title="The queue", created=NOW)
    known = replace(context(), journal=replace(journal(interview("i1", NOW)), examples={"e1": story}))
    assert [key for key, _ in choices_of(Field("Example", of="examples"), known)] == ["", "e1"]
    assert [key for key, _ in choices_of(Field("Interview", of="interviews"), known)] == ["", "i1"]
