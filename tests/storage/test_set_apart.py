"""One wrong value costs that value: the rest is read and saved, and what stood there is kept."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fakes import FixedClock, MemoryJournal
from tests.services.world import START, CountingIds
from tests.storage.samples import NOW, SetClock, finding, interview, request, save

from afterword.bootstrap import World, services
from afterword.codec.document import new_document, parse, render
from afterword.codec.records import encode_record
from afterword.demo import demo_journal
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.interview import LONGEST_TRAVEL, Mode
from afterword.domain.journal import TABLES, Journal
from afterword.domain.reflection import Cue, Rating, Reflection
from afterword.domain.text import DocumentFormat
from afterword.services.letters import Writer
from afterword.settings import Settings
from afterword.storage import TinyJournalStore

Plain = dict[str, Any]


def edited(path: Path, change: Callable[[Plain], object]) -> bytes:
    """The journal there after somebody changed it in an editor."""
    plain = json.loads(path.read_bytes())
    change(plain)
    path.write_text(json.dumps(plain, indent=1))
    return path.read_bytes()


@pytest.fixture
def filled(path: Path, clock: SetClock) -> Path:
    """A sound journal: two interviews, a reflection, a conversation and a finding."""
    rated = Reflection(id="i1", ratings=(Rating(dimension="convincing", value=4, note="calm"),), went_well="The start")
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"), interview("i2"), request("r1"), finding("f1"))
    with store.transaction() as work:
        work.put(rated)
    return path


def rate(value: object) -> Callable[[Plain], object]:
    """A rating with that value."""
    return lambda plain: plain["reflections"]["i1"]["ratings"][0].update(value=value)


def told(path: Path, clock: SetClock) -> tuple[str, ...]:
    """What the journal there tells of when it is read."""
    store = TinyJournalStore(path, clock=clock)
    store.read()
    return store.set_apart()


def nested(depth: int) -> object:
    """A list in a list in a list."""
    found: object = []
    for _ in range(depth):
        found = [found]
    return found


WRONG: dict[str, tuple[Callable[[Plain], object], str, str]] = {
    "off the scale": (rate(9), "reflections → i1 → ratings[0] → value is 9", "9"),
    "a word for a number": (rate("four"), 'ratings[0] → value is "four"', '"four"'),
    "a list for a number": (rate([4]), "ratings[0] → value is [4]", "[4]"),
    "a number for a text": (lambda plain: plain["interviews"]["i1"].update(company=7), "company is 7", "7"),
    "an unknown word": (lambda plain: plain["interviews"]["i1"].update(mode="moon"), "onsite, video, phone", '"moon"'),
    "no such day": (lambda plain: plain["interviews"]["i1"].update(at="2026-13-45"), "at is", '"2026-13-45"'),
    "no offset": (lambda plain: plain["interviews"]["i1"].update(created="2026-11-12T09:15:00"), "no offset", "T09:15"),
    "no such zone": (lambda plain: plain["interviews"]["i1"].update(zone="Mars/Olympus"), "Mars/Olympus", "Mars"),
    "a journey of years": (lambda plain: plain["interviews"]["i1"].update(travel_minutes=10**12), "travel_", "1000000"),
    "the year 1": (
        lambda plain: plain["applications"]["a-i1"].update(outcome_on="0001-01-01"),
        "outcome_on",
        "0001-01-01",
    ),
    "an unknown field": (lambda plain: plain["interviews"]["i1"].update(rank="first"), "no such field", '"first"'),
    "an unknown field of a person": (
        lambda plain: plain["people"]["ada"].update(rank="first"),
        "no such field",
        '"first"',
    ),
    "another id": (lambda plain: plain["interviews"]["i1"].update(id="i9"), "id is", '"i9"'),
    "half a letter": (lambda plain: plain["interviews"]["i1"].update(notes="\ud800"), "UTF-8", "ud800"),
    "no list": (lambda plain: plain["interviews"]["i1"].update(interviewers="Ada"), "no list", '"Ada"'),
    "an unknown event": (
        lambda plain: plain["requests"]["r1"]["events"][1].update(kind="answer"),
        "events[1]",
        "answer",
    ),
    "no person": (lambda plain: plain["requests"]["r1"].update(person_id="eve"), "person_id", '"eve"'),
    "no reply": (lambda plain: plain["findings"]["f1"].update(reply_id="e9"), "e9, is not there", '"e9"'),
    "no interview": (lambda plain: plain["requests"]["r1"].update(interview_id="i8"), "i8 is not there", '"i8"'),
    "no competency": (lambda plain: plain["findings"]["f1"].update(competency="juggling"), "juggling", "juggling"),
    "an id twice": (
        lambda plain: plain["requests"]["r1"]["events"].append(dict(plain["requests"]["r1"]["events"][1], text="Also")),
        "the id stands twice",
        '"e2"',
    ),
    "a record that is a text": (lambda plain: plain["interviews"].update(i2="later"), "no object", '"later"'),
    "half a letter for a time": (lambda plain: plain["interviews"]["i1"].update(at="\ud800"), "at is", "ud800"),
    "half a letter for a word": (lambda plain: plain["interviews"]["i1"].update(mode="\ud800"), "mode is", "ud800"),
    "half a letter for a field": (lambda plain: plain["interviews"]["i1"].update({"\ud800": 1}), "such field", "ud800"),
    "half a letter for an id": (
        lambda plain: plain["interviews"].update({"\ud800": {"company": "Hooli"}}),
        "nobody can type it",
        "ud800",
    ),
    "no id at all": (
        lambda plain: plain["interviews"].update({"": {"company": "Hooli"}}),
        "this one is unnamed",
        "unnamed",
    ),
    "lists in lists": (lambda plain: plain["interviews"]["i1"].update(notes=nested(600)), "notes is [[", "[["),
    "no place of a quote": (lambda plain: plain["findings"]["f1"].update(start="there"), "start is", "there"),
    "another program's number": (lambda plain: plain.update(other=7), "other is 7", "7"),
    "a list of what was set apart": (lambda plain: plain.update(set_apart=[1]), "set_apart is [1]", "[1]"),
    "a table that is a list": (lambda plain: plain.update(pointers=[1, 2]), "pointers is [1,2]", "[1, 2]"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_costs_that_value(name: str, filled: Path, clock: SetClock) -> None:
    """Reading goes on and names it; a save keeps what stood there, in the journal and in a copy of the whole file."""
    change, words, kept = WRONG[name]
    before = edited(filled, change)
    store = TinyJournalStore(filled, clock=clock)
    assert "i1" in store.read().interviews
    assert any(words in one for one in store.set_apart()), store.set_apart()
    assert filled.read_bytes() == before
    save(store, interview("i3"))
    rows = json.loads(filled.read_bytes())["set_apart"]
    assert any(kept in json.dumps(row) for row in rows.values())
    assert before in [one.read_bytes() for one in (filled.parent / "backups").glob("*set-apart*")]
    fresh = TinyJournalStore(filled, clock=clock)
    assert {"i1", "i3"} <= set(fresh.read().interviews)
    assert fresh.set_apart() == store.set_apart()


def test_what_is_not_wrong_stays_as_it_was(filled: Path, clock: SetClock) -> None:
    """A rating of 9 leaves its note, the other fields of the reflection and every other record alone."""
    sound = TinyJournalStore(filled, clock=clock).read()
    edited(filled, rate(9))
    found = TinyJournalStore(filled, clock=clock).read()
    assert found.reflections["i1"] == Reflection(
        id="i1", ratings=(Rating(dimension="convincing", note="calm"),), went_well="The start"
    )
    assert (found.interviews, found.requests, found.findings) == (sound.interviews, sound.requests, sound.findings)


@pytest.mark.parametrize("field", ["company", "role", "at", "zone", "created", "id"])
def test_an_interview_survives_without_a_required_field(field: str, filled: Path, clock: SetClock) -> None:
    """All that hangs on the interview stays: its conversation, its reflection, its finding."""
    edited(filled, lambda plain: plain["interviews"]["i1"].pop(field))
    store = TinyJournalStore(filled, clock=clock)
    journal = store.read()
    assert [len(getattr(journal, table)) for table in ("interviews", "reflections", "requests", "findings")] == [
        2,
        1,
        1,
        1,
    ]
    assert any(f"i1 → {field}: it is missing" in one for one in store.set_apart())


def test_two_records_under_one_id_are_both_read(filled: Path, clock: SetClock) -> None:
    """Whoever copied a line and forgot the id has both: the first keeps it, with all that names it."""
    line = next(one for one in filled.read_text().split("\n") if one.startswith('"i2"'))
    copied = line.rstrip(",").replace("Initech", "Hooli")
    filled.write_text(filled.read_text().replace(line, f"{line.rstrip(',')},\n{copied}"))
    journal = TinyJournalStore(filled, clock=clock).read()
    assert {key: one.company for key, one in journal.interviews.items()} == {
        "i1": "Initech",
        "i2": "Initech",
        "i2-2": "Hooli",
    }


@pytest.mark.parametrize("table", ["meta", "set_apart", "other"])
def test_a_part_that_stands_twice_costs_no_record(table: str, filled: Path, clock: SetClock) -> None:
    """Two machines' files put together line by line hold our first line twice: the last holds, the first is kept."""
    plain = json.loads(filled.read_bytes())
    first = json.dumps(plain.get(table, {"1": {"table": "x", "id": "y", "value": 1}}))
    filled.write_text(json.dumps({**plain, table: json.loads(first)}).replace("{", f'{{"{table}": {first}, ', 1))
    store = TinyJournalStore(filled, clock=clock)
    assert set(store.read().interviews) == {"i1", "i2"}
    assert any(one.startswith(table) and "stands twice" in one for one in store.set_apart())
    save(store, interview("i3"))
    assert set(TinyJournalStore(filled, clock=clock).read().interviews) == {"i1", "i2", "i3"}


def test_a_quote_finds_its_place_again(filled: Path, clock: SetClock) -> None:
    """Where the number of its place is lost, the words themselves tell it."""
    sound = TinyJournalStore(filled, clock=clock).read().findings["f1"]
    edited(filled, lambda plain: plain["findings"]["f1"].pop("start"))
    assert TinyJournalStore(filled, clock=clock).read().findings["f1"] == sound


def test_a_field_that_stands_twice_keeps_both_values(filled: Path, clock: SetClock) -> None:
    """The last one holds, as for every reader of JSON, and the first is kept."""
    filled.write_text(filled.read_text().replace('"company":', '"company":"Hooli","company":', 1))
    store = TinyJournalStore(filled, clock=clock)
    assert store.read().interviews["i1"].company == "Initech"
    assert any('"Hooli"' in one for one in store.set_apart())


def test_a_field_that_stands_twice_in_a_record_without_parts_keeps_both_values(filled: Path, clock: SetClock) -> None:
    """It needs no other fault beside it to be seen."""
    filled.write_text(filled.read_text().replace('"quote":', '"quote":"calm","quote":', 1))
    store = TinyJournalStore(filled, clock=clock)
    assert store.read().findings["f1"].quote == "clear"
    assert any('"calm"' in one for one in store.set_apart())


@pytest.mark.parametrize(
    ("field", "value", "apart"),
    [
        ("outcome_on", "1900-01-01", 0),
        ("outcome_on", "1899-12-31", 1),
        ("outcome_on", "2199-12-31", 0),
        ("outcome_on", "2200-01-01", 1),
        ("travel_minutes", LONGEST_TRAVEL, 0),
        ("travel_minutes", LONGEST_TRAVEL + 1, 1),
        ("travel_minutes", 0, 0),
        ("travel_minutes", -1, 1),
    ],
)
def test_the_last_value_that_can_be_true_is_read(
    field: str, value: object, apart: int, filled: Path, clock: SetClock
) -> None:
    """Only what lies beyond it is set apart."""
    table, key = ("interviews", "i1") if field == "travel_minutes" else ("applications", "a-i1")
    edited(filled, lambda plain: plain[table][key].update({field: value}))
    assert len(told(filled, clock)) == apart


@pytest.mark.parametrize(("seconds", "apart"), [(24 * 60 * 60 - 1, 0), (24 * 60 * 60, 1)])
def test_a_telling_takes_less_than_a_day(seconds: int, apart: int, filled: Path, clock: SetClock) -> None:
    """One second less is read."""
    telling = {"at": NOW.isoformat(), "seconds": seconds}
    story = {"id": "e1", "title": "A story", "created": NOW.isoformat(), "rehearsals": [telling]}
    edited(filled, lambda plain: plain.update(examples={"e1": story}))
    assert len(told(filled, clock)) == apart


def test_a_missing_time_is_another_one_of_that_record(filled: Path, clock: SetClock) -> None:
    """The day of the interview is nearer to the truth than any other."""
    edited(filled, lambda plain: plain["interviews"]["i1"].pop("created"))
    assert TinyJournalStore(filled, clock=clock).read().interviews["i1"].created == NOW


def test_a_part_without_an_id_gets_one_by_its_place(filled: Path, clock: SetClock) -> None:
    """Places count from one."""
    edited(filled, lambda plain: plain["requests"]["r1"]["events"][0].pop("id"))
    assert [one.id for one in TinyJournalStore(filled, clock=clock).read().requests["r1"].events] == ["r1-1", "e2"]


def test_what_goes_as_a_whole_is_told_once(filled: Path, clock: SetClock) -> None:
    """An event of an unknown kind has no faults of its own beside that."""
    edited(filled, lambda plain: plain["requests"]["r1"]["events"][0].update(id=7, kind="answer"))
    (sentence,) = told(filled, clock)
    assert "events[0]" in sentence


def test_a_default_that_says_nothing_is_not_named(filled: Path, clock: SetClock) -> None:
    """That “False” stands in for a tick helps nobody."""
    edited(filled, lambda plain: plain["findings"]["f1"].update(whole="yes"))
    (sentence,) = told(filled, clock)
    assert sentence.endswith("it should be true or false")


def test_of_two_things_with_one_id_the_second_gets_an_id_of_its_own(filled: Path, clock: SetClock) -> None:
    """The first keeps it, and what stands beside them is left alone."""

    def double(plain: Plain) -> None:
        events = plain["requests"]["r1"]["events"]
        events += [{**events[0], "subject": "Another"}, {**events[0], "id": "jo", "subject": "A third"}]

    edited(filled, double)
    events = TinyJournalStore(filled, clock=clock).read().requests["r1"].events
    named = [(event.id, event.subject) for event in events if event.subject]
    assert named == [("e1", "One question"), ("e1-2", "Another"), ("jo", "A third")]


def test_what_is_set_apart_is_numbered_past_keys_that_are_no_numbers(filled: Path, clock: SetClock) -> None:
    """A row that somebody has named stays under its name."""
    row = {"table": "x", "id": "y", "value": 1}
    edited(filled, lambda plain: (rate(9)(plain), plain.update(set_apart={"mine": row, "²": row, "7": row})))
    save(TinyJournalStore(filled, clock=clock), interview("i3"))
    assert set(json.loads(filled.read_bytes())["set_apart"]) == {"mine", "²", "7", "8"}


@pytest.mark.parametrize("word", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_a_number_that_is_none_costs_its_field(word: str, filled: Path, clock: SetClock) -> None:
    """What other programs write for a number they could not work out closes nothing."""
    filled.write_text(filled.read_text().replace('"value":4', f'"value":{word}'))
    store = TinyJournalStore(filled, clock=clock)
    assert store.read().reflections["i1"].ratings[0].value is None
    save(store, interview("i3"))
    assert word in json.loads(filled.read_bytes())["set_apart"]["1"]["value"]


def test_a_version_that_says_nothing_is_no_damage(filled: Path, clock: SetClock) -> None:
    """Only the schema number is needed to read a journal."""
    edited(filled, lambda plain: plain["meta"]["afterword"].update(version=7, after="never"))
    store = TinyJournalStore(filled, clock=clock)
    assert set(store.read().interviews) == {"i1", "i2"}
    save(store, interview("i3"))
    assert set(TinyJournalStore(filled, clock=clock).read().interviews) == {"i1", "i2", "i3"}


def test_the_doctor_names_and_settles(filled: Path, clock: SetClock) -> None:
    """A repair sets apart, keeps everything else, says what is lost and how old the newest sound copy is."""
    store = TinyJournalStore(filled, clock=clock)
    good = store.backup()
    clock.instant = NOW.replace(day=15)
    before = edited(filled, rate(9))
    fresh = TinyJournalStore(filled, clock=clock)
    report = fresh.doctor()
    assert not report.ok
    assert any("value is 9" in one for one in report.problems)
    assert filled.read_bytes() == before
    report = fresh.doctor(repair=True)
    assert report.ok
    assert any("value is 9" in one for one in report.repaired)
    assert any(f"3 days old: {good}" in one for one in report.repaired)
    assert before in [one.read_bytes() for one in good.parent.glob("*set-apart*")]
    again = TinyJournalStore(filled, clock=clock)
    assert set(again.read().interviews) == {"i1", "i2"}
    assert again.set_apart() == ()
    assert any("value is 9" in one for one in again.doctor().notes)
    assert not any("other programs" in one for one in again.doctor().notes)


def test_a_repair_never_goes_back(filled: Path, clock: SetClock) -> None:
    """What was written after the last copy is still there after a repair."""
    store = TinyJournalStore(filled, clock=clock)
    store.backup()
    save(store, interview("late"))
    edited(filled, rate(9))
    TinyJournalStore(filled, clock=clock).doctor(repair=True)
    assert "late" in TinyJournalStore(filled, clock=clock).read().interviews


def _places(value: object) -> Iterator[tuple[str | int, ...]]:
    """The paths of all values in a record; of a list, those of its first item."""
    items = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, inner in items:
        yield (key,)
        yield from ((key, *rest) for rest in _places(inner))


def _replaced(record: Plain, place: tuple[str | int, ...], value: object) -> Plain:
    changed: Any = copy.deepcopy(record)
    *way, last = place
    holder = changed
    for step in way:
        holder = holder[step]
    if value is KeyError:
        del holder[last]
    else:
        holder[last] = value
    return dict(changed)


def _use(journal: Journal) -> None:
    """What every pane and page asks of a journal."""
    clock = FixedClock(START)
    known = services(
        World(MemoryJournal(journal), clock, CountingIds()), Settings(), lambda: Writer(default_templates(), "Sam")
    )
    known.overview.tracker()
    known.overview.due()
    known.preparation.evaluation()
    for form in DocumentFormat:
        known.preparation.sheet_text(form=form)


@pytest.mark.parametrize("apart", [3, pytest.param(1, marks=pytest.mark.long)], ids=["three of the ways", "all ways"])
@pytest.mark.parametrize("table", TABLES)
def test_any_wrong_value_leaves_a_journal_that_can_be_used(table: str, apart: int) -> None:
    """Every field of every record, wrong in nine ways: it is read, every pane can show it, and it is saved soundly."""
    plain = json.loads(render(new_document(demo_journal(START, "Europe/Berlin"))))
    plain["proposals"] = json.loads((Path(__file__).parent / "schemas" / "2.json").read_bytes())["proposals"]
    cue = Cue(id="nodding", title="Nodding", points=("Not once.", "Once."), modes=(Mode.VIDEO,), archived=True)
    plain["cues"] = {cue.id: json.loads(encode_record(cue))}
    richest = max(plain[table], key=lambda key: len(json.dumps(plain[table][key])))
    record = plain[table][richest]
    used: set[str] = set()
    for number, place in enumerate((*_places(record), ("unheard",))):
        values: tuple[Any, ...] = (9, -1, "x", None, [], {}, True, "0001-01-01T00:00:00Z", KeyError)
        for value in values[number % apart :: apart]:
            if place == ("unheard",) and value is KeyError:
                continue
            plain[table][richest] = _replaced(record, place, value)
            document = parse(json.dumps(plain).encode())
            # Many wrong values are read as the same journal, which is used once.
            if (read := repr(document.journal)) not in used:
                used.add(read)
                _use(document.journal)
            again = parse(render(document))
            assert (again.found, again.journal) == ((), document.journal), (place, value)
