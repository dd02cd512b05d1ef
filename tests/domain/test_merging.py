"""Two machines' journals as one: what stays where both wrote, what is joined, and that both come to the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields, replace
from tests.domain.builders import ADA, application, interview
from tests.storage.samples import journals, records

from afterword.codec.references import without_loose_ends
from afterword.domain.conversation.request import Channel, Event, EventKind, Finding, FindingKind, Letter, Request
from afterword.domain.history import GONE, Merged, Revision, state_name
from afterword.domain.interview import Interview
from afterword.domain.journal import TABLES, Journal, Record
from afterword.domain.merging import BOTH, MergeState, merge
from afterword.domain.reflection import Rating, Reflection

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def journal(*rows: Record, **more: Any) -> Journal:
    """A journal with Ada's interview and these records, which replace those of the same id."""
    tables: dict[str, Any] = {table: {} for table in TABLES}
    table_of = {kind: table for table, kind in TABLES.items()}
    for record in (ADA, application(), interview(), *rows):
        tables[table_of[type(record)]][record.id] = record
    return Journal(**{**tables, **more})


def written(state: Journal, at: datetime = NOON, **removed: datetime) -> MergeState:
    """The journal with all its records written at that moment; `removed` names findings."""
    kept = {(table, key): Revision(at=at) for table in TABLES for key in getattr(state, table)}
    gone = {("findings", key): Revision(at=moment, removed=True) for key, moment in removed.items()}
    return MergeState(state, {**kept, **gone}, digests(state))


def digests(state: Journal) -> dict[tuple[str, str], str]:
    """A name for the state of each record."""
    return {(table, key): repr(record) for table in TABLES for key, record in getattr(state, table).items()}


def joined(result: Merged) -> MergeState:
    """What a machine has after a merge."""
    return MergeState(result.journal, result.revisions, digests(result.journal))


def merged(ours: MergeState, theirs: MergeState, base: Journal | None = None) -> Merged:
    """Both as one, with or without the state that both began from."""
    return merge(ours, theirs, None if base is None else base.find)


def event(key: str, kind: EventKind = EventKind.REPLY, at: datetime = NOON, **more: Any) -> Event:
    """A dated thing."""
    return Event(id=key, kind=kind, at=at, **more)


def conversation(key: str = "r1", *events: Event) -> Request:
    """Ada's conversation about the interview."""
    return Request(id=key, interview_id="i1", person_id="ada", created=NOON, events=events)


def test_different_fields_of_one_record_are_both_kept_where_the_common_state_is_known() -> None:
    """Neither side loses what it wrote."""
    base = journal()
    ours, theirs = journal(interview(round="first")), journal(interview(where="Room 4"))
    both = merged(written(ours), written(theirs, LATER), base).journal.interviews["i1"]
    assert (both.round, both.where) == ("first", "Room 4")


def test_what_one_side_emptied_stays_empty_where_the_common_state_is_known() -> None:
    """Emptying a field is a change like any other."""
    base = journal(interview(where="Room 4"))
    both = merged(written(journal(interview(where=""))), written(base, LATER), base)
    assert both.journal.interviews["i1"].where == ""


def test_without_a_common_state_words_count_for_more_than_none() -> None:
    """Nobody can know whether it was emptied or not yet filled in."""
    both = merged(written(journal(interview(where=""))), written(journal(interview(where="Room 4")), LATER))
    assert both.journal.interviews["i1"].where == "Room 4"
    assert not both.both


def test_of_one_line_that_both_changed_the_later_one_stays_and_both_are_told() -> None:
    """Two lines cannot stand in one field; what gave way is told."""
    base = journal()
    ours, theirs = written(journal(interview(round="first"))), written(journal(interview(round="final")), LATER)
    for sides in ((ours, theirs), (theirs, ours)):
        result = merged(*sides, base)
        assert result.journal.interviews["i1"].round == "final"
        assert {(one.id, one.field, one.kept) for one in result.both} == {("i1", "round", "final")}


def test_a_text_that_both_changed_is_kept_twice_the_earlier_first() -> None:
    """Nobody's sentence is thrown away."""
    base = journal(interview(notes="Bring the badge."))
    ours = written(journal(interview(notes="Bring the badge. Ask Ada about Kafka.")))
    theirs = written(journal(interview(notes="Bring the badge and a pen.")), LATER)
    for sides in ((ours, theirs), (theirs, ours)):
        notes = merged(*sides, base).journal.interviews["i1"].notes
        assert notes == f"Bring the badge. Ask Ada about Kafka.{BOTH}Bring the badge and a pen."


def test_a_text_kept_twice_does_not_grow_when_a_side_comes_again() -> None:
    """Files of sync programs may come any number of times."""
    ours, theirs = written(journal(interview(notes="One."))), written(journal(interview(notes="Two.")), LATER)
    once = merged(ours, theirs)
    again = merged(joined(once), ours)
    assert again.journal.interviews["i1"].notes == once.journal.interviews["i1"].notes == f"One.{BOTH}Two."


def test_events_of_both_sides_stand_in_one_conversation_in_order() -> None:
    """Each machine noted what it saw."""
    base = journal(conversation("r1", event("e1", EventKind.SENT, letter=Letter.REQUEST)))
    sent = base.requests["r1"].events
    ours = journal(conversation("r1", *sent, event("e2", at=LATER, text="Kind words", channel=Channel.PHONE)))
    theirs = journal(conversation("r1", *sent, event("e3", EventKind.SNOOZED, NOON + timedelta(minutes=5))))
    events = merged(written(ours), written(theirs), base).journal.requests["r1"].events
    assert [one.id for one in events] == ["e1", "e3", "e2"]


def test_an_event_taken_away_on_one_side_stays_away() -> None:
    """It was taken away on purpose."""
    base = journal(conversation("r1", event("e1"), event("e2", at=LATER)))
    ours = journal(conversation("r1", event("e1")))
    assert len(merged(written(ours), written(base), base).journal.requests["r1"].events) == 1


def test_ratings_of_both_sides_are_joined_by_what_they_rate() -> None:
    """A list of things with names is joined by the names."""
    first, second = Rating(dimension="convincing", value=4), Rating(dimension="posture", value=2)
    ours, theirs = journal(Reflection(id="i1", ratings=(first,))), journal(Reflection(id="i1", ratings=(second,)))
    ratings = merged(written(ours), written(theirs)).journal.reflections["i1"].ratings
    assert {rating.dimension: rating.value for rating in ratings} == {"convincing": 4, "posture": 2}


def test_the_same_mail_found_by_both_machines_is_one_reply_with_the_findings_of_both() -> None:
    """Both had checked the same mailbox."""

    def told(key: str, quote: str, finding_id: str) -> Journal:
        reply = event(key, message_id="<1@initech>", text="Clear and calm.", channel=Channel.MAIL)
        finding = Finding(
            id=finding_id,
            request_id="r1",
            reply_id=key,
            kind=FindingKind.STRENGTH,
            quote=quote,
            start="Clear and calm.".index(quote),
            created=NOON,
        )
        return journal(conversation("r1", reply), finding)

    both = merged(
        written(told("e1", "Clear", "f1")), written(told("e2", "calm", "f2")), journal(conversation())
    ).journal
    assert [one.id for one in both.requests["r1"].events] == ["e1"]
    assert [(one.quote, one.reply_id) for one in both.findings.values()] == [("Clear", "e1"), ("calm", "e1")]


def test_a_phrase_that_both_marked_in_the_same_mail_is_marked_once() -> None:
    """The same mark, though each machine gave it an id of its own."""

    def told(key: str) -> Journal:
        reply = event(key, message_id="<1@initech>", text="Clear.")
        finding = Finding(
            id=f"f-{key}",
            request_id="r1",
            reply_id=key,
            kind=FindingKind.STRENGTH,
            quote="Clear",
            start=0,
            created=NOON,
        )
        return journal(conversation("r1", reply), finding)

    assert len(merged(written(told("e1")), written(told("e2"))).journal.findings) == 1


def test_a_conversation_that_both_machines_began_is_one() -> None:
    """A person is asked once about an interview."""
    ours = journal(conversation("ra", event("e1", EventKind.DRAFTED, letter=Letter.REQUEST)))
    theirs = journal(conversation("rb", event("e2", at=LATER, text="Kind")))
    requests = merged(written(ours), written(theirs), journal()).journal.requests
    assert {key: [one.id for one in request.events] for key, request in requests.items()} == {"ra": ["e1", "e2"]}


def finding_of_r1() -> Finding:
    """A finding in Ada's only reply."""
    return Finding(id="f1", request_id="r1", reply_id="e1", kind=FindingKind.AREA, quote="a", start=0, created=NOON)


def test_a_removed_record_stays_removed_with_and_without_the_common_state() -> None:
    """Removing is remembered."""
    base = journal(conversation("r1", event("e1", text="a")), finding_of_r1())
    without = replace(base, findings={})
    assert not merged(written(without), written(base), base).journal.findings
    assert not merged(written(without, f1=LATER), written(base, NOON)).journal.findings
    assert not merged(written(base, NOON), written(without, f1=LATER)).journal.findings


def test_a_removed_record_that_the_other_side_changed_later_is_kept() -> None:
    """What was written after the removal was written by somebody who wanted it."""
    base = journal(conversation("r1", event("e1", text="a")), finding_of_r1())
    changed = replace(base, findings={"f1": replace(finding_of_r1(), kind=FindingKind.ADVICE)})
    without = replace(base, findings={})
    assert merged(written(without), written(changed), base).journal.findings["f1"].kind is FindingKind.ADVICE
    assert "f1" in merged(written(without, f1=NOON), written(changed, LATER)).journal.findings


def test_a_record_of_which_nobody_knows_that_it_was_removed_comes_in() -> None:
    """In doubt nothing is lost."""
    base = journal(conversation("r1", event("e1", text="a")), finding_of_r1())
    result = merged(written(replace(base, findings={})), written(base))
    assert result.added["findings"] == ("f1",)


def test_a_person_removed_here_comes_back_for_an_interview_that_was_added_there() -> None:
    """A record never names one that is not there."""
    base = journal()
    ours = replace(base, people={}, interviews={}, applications={})
    theirs = journal(Interview(**{**_values(interview()), "id": "i2"}))
    both = merged(written(ours), written(theirs), base).journal
    assert set(both.interviews) == {"i2"}
    assert set(both.people) == {"ada"}
    assert set(both.applications) == {"a-i1"}


def _values(record: Struct) -> dict[str, Any]:
    return {field.name: getattr(record, field.name) for field in fields(record)}


@given(journals(), journals(), st.sampled_from([NOON, LATER, NOON - timedelta(hours=1)]))
def test_the_order_of_the_sides_makes_no_difference_and_a_second_time_changes_nothing(
    ours: Journal, theirs: Journal, later: datetime
) -> None:
    """Both machines come to the same journal."""
    here, there = written(ours, later), written(theirs)
    one, other = merged(here, there), merged(there, here)
    assert one.journal == replace(other.journal, language=one.journal.language)
    known = joined(one)
    assert merged(known, there).journal == one.journal
    assert merged(known, here).journal == one.journal


@given(journals(), st.data())
def test_a_change_on_one_side_alone_is_taken_whole(base: Journal, data: st.DataObject) -> None:
    """Of any record but those that hang on others."""
    tables = {table: getattr(base, table) for table in TABLES}
    table = data.draw(st.sampled_from([*TABLES]))
    kind = TABLES[table]
    if table in ("requests", "findings", "interviews", "reflections") or not tables[table]:
        return
    key = data.draw(st.sampled_from([*tables[table]]))
    fresh = replace(data.draw(records(kind)), id=key)
    theirs = replace(base, **{table: {**tables[table], key: fresh}})
    assert merged(written(base), written(theirs), base).journal.find(table, key) == fresh
    assert merged(written(theirs), written(base), base).journal.find(table, key) == fresh


WORDS = st.sampled_from(["", "a", "b", "c d", "a\n\nb"])


@st.composite
def edited(draw: st.DrawFn, base: Journal) -> MergeState:
    """The journal after some edits at moments of any clock: fields, lists, new records, removed ones."""
    state, known = base, dict[tuple[str, str], Revision]()
    for _ in range(draw(st.integers(0, 4))):
        table = draw(st.sampled_from(["interviews", "reflections", "requests", "people", "examples"]))
        moment = NOON + timedelta(seconds=draw(st.integers(-50, 50)))
        there = getattr(state, table)
        key = draw(st.sampled_from(["i1", "i2", "ada", "x1", "x2"]))
        old = there.get(key)
        last = known.get((table, key), Revision(at=NOON))
        state_before = state_name(GONE if old is None else repr(old), last.count)
        was = (*last.was, state_before) if last.count or old is not None else ()
        count = last.count + 1
        if old is not None and draw(st.integers(0, 4)) == 0:
            state = replace(state, **{table: {name: record for name, record in there.items() if name != key}})
            known[table, key] = Revision(at=moment, count=count, removed=True, was=was)
            continue
        new = replace(draw(records(TABLES[table])), id=key)
        if old is not None:
            name = draw(st.sampled_from([field.name for field in fields(new) if field.name != "id"]))
            new = replace(old, **{name: draw(WORDS) if isinstance(getattr(old, name), str) else getattr(new, name)})
        state = replace(state, **{table: {**getattr(state, table), key: new}})
        known[table, key] = Revision(at=moment, count=count, was=was)
    sound = without_loose_ends(state)[0]
    for table in TABLES:
        # What goes with the record that it hangs on is a removal like any other.
        for key in getattr(state, table).keys() - getattr(sound, table).keys():
            last = known.get((table, key), Revision(at=NOON))
            was = (*last.was, state_name(repr(getattr(state, table)[key]), last.count))
            known[table, key] = Revision(at=NOON, count=last.count + 1, removed=True, was=was)
    return MergeState(sound, known, digests(sound))


@given(st.data(), st.sampled_from(["with the common state", "without"]))
def test_edits_of_one_common_state_come_to_the_same_from_both_sides(data: st.DataObject, known: str) -> None:
    """Whatever two people at two machines do, with clocks that differ."""
    base = journal(conversation("r1", event("e1", text="a")), finding_of_r1())
    ours, theirs = data.draw(edited(base)), data.draw(edited(base))
    one = merged(ours, theirs, base if known != "without" else None)
    other = merged(theirs, ours, base if known != "without" else None)
    assert one.journal == other.journal
    assert one.revisions == other.revisions
    assert not without_loose_ends(one.journal)[1]
    assert merged(joined(one), joined(other)).journal == one.journal
    assert merged(joined(one), ours).journal == one.journal
