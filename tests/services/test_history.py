"""What was done, what became of one record, and what was removed and comes back."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace
from tests.services.verbs import VERBS
from tests.services.world import Life

from afterword.domain.conversation.request import CloseAs, FindingKind
from afterword.domain.interview import Outcome
from afterword.domain.reflection import Reflection
from afterword.errors import NotFound, UserError
from afterword.services.history import ChangedRecord
from afterword.services.reflections import Mark


def fields(life: Life, key: tuple[str, str], step: str) -> dict[str, tuple[str, str]]:
    """What the newest step of that name changed in the record and its parts, by label."""
    done = next(done for done in life.services.history.of(key) if done.step.words == step)
    records = life.services.history.records(done)
    return {field.label: (field.before, field.after) for record in records for field in record.fields}


def test_every_field_is_told_before_and_after_in_the_words_of_the_form() -> None:
    """Of a new record all that it says; of a changed one what is different now."""
    life = Life()
    made = life.interview(notes="bring the diagram")
    life.services.interviews.edit(made.id, {"round": "final", "notes": ""}, made)
    key = ("interviews", made.id)
    assert fields(life, key, "add interview")["Company"] == ("", "Initech")
    assert fields(life, key, "edit interview") == {
        "Round": ("system design", "final"),
        "Notes": ("bring the diagram", ""),
    }


def test_the_parts_of_an_interview_belong_to_its_history() -> None:
    """Its reflection, its application, its conversations and what was marked in them, also what is gone by now."""
    life = Life()
    finding = life.marked()
    (request,) = life.journal.requests.values()
    life.services.findings.remove(finding.id)
    about = life.journal.interviews[request.interview_id]
    life.services.reflections.rate(about.id, "convincing-2", 4)
    life.services.examples.add({"title": "The outage"})
    life.services.people.edit(request.person_id, {"remember": "likes diagrams"})
    names = [done.step.words for done in life.services.history.of(("interviews", about.id))]
    assert names[:4] == ["edit person", "rate", "remove finding", "mark strength"]
    assert "record reply" in names
    assert "outcome rejected" in names
    assert names[-1] == "add interview"
    assert "add example" not in names
    assert fields(life, ("interviews", about.id), "rate")["How convincing · Rating"] == ("", "4")
    assert fields(life, ("interviews", about.id), "record reply")["Reply · Their words"][1].startswith("You were clear")


def test_the_steps_are_numbered_as_they_will_be_undone() -> None:
    """What was undone says so, and what happened in the world has no number."""
    life = Life()
    made = life.interview()
    life.services.pointers.add({"when": "they ask", "will": "breathe"})
    life.services.store.undo()
    with life.services.store.transaction("send", undoable=False) as work:
        work.put(replace(made, notes="sent"))
    life.services.examples.add({"title": "The outage"})
    told = [(done.number, done.step.words, done.state) for done in life.services.history.steps()]
    assert told == [
        (1, "add example", ""),
        (0, "send", "cannot be undone"),
        (0, "undo: add pointer", ""),
        (0, "add pointer", "undone"),
        (2, "add interview", ""),
    ]


def test_what_can_be_done_again_says_that_it_was_undone() -> None:
    """Until something else is done."""
    life = Life()
    life.interview()
    life.services.store.undo()
    assert [done.state for done in life.services.history.steps()] == ["", "undone"]


def test_a_record_is_found_by_the_beginning_of_its_id_also_when_it_is_gone() -> None:
    """One that nobody knows is refused with a sentence."""
    life = Life()
    finding = life.marked()
    life.services.findings.remove(finding.id)
    assert life.services.history.find(finding.id) == ("findings", finding.id)
    about = next(iter(life.journal.interviews))
    life.services.reflections.rate(about, "convincing-2", 4)
    assert life.services.history.find(about) == ("interviews", about)
    with pytest.raises(NotFound, match="no record"):
        life.services.history.find("nowhere")


REMOVING = [
    ("interviews.remove", []),
    ("examples.remove", ["examples.add"]),
    ("pointers.remove", ["pointers.add"]),
    ("cues.put_away", []),
    ("competencies.archive", []),
    ("findings.remove", ["findings.mark"]),
    ("requests.discard_draft", ["requests.thank"]),
    ("reflections.remove", ["reflections.put_answer", "reflections.put_answer"]),
    ("reflections.remove question", ["reflections.put_own_question"]),
    ("reflections.remove reason", ["reflections.put_scenario", "reflections.tick_scenarios"]),
]


def test_every_verb_that_removes_is_known_here() -> None:
    """A new one has to come with its way back."""
    words = ("remove", "discard", "archive", "put_away")
    removing = {name for name in VERBS if any(word in name for word in words) and not name.endswith("back")}
    assert removing == {name for name, _ in REMOVING}


@pytest.mark.parametrize(("verb", "first"), REMOVING)
def test_whatever_was_removed_is_in_the_trash_and_comes_back(verb: str, first: list[str]) -> None:
    """As it was, in its place; and bringing back is a step that can be undone."""
    life = Life()
    life.replied()
    for name in first:
        VERBS[name](life)
    before = life.journal
    VERBS[verb](life)
    gone = life.journal
    (thing,) = life.services.history.removed()
    assert thing.words
    assert life.services.history.bring_back(thing.key) == thing
    for table in ("interviews", "examples", "pointers", "findings", "requests", "reflections"):
        assert _undated(getattr(life.journal, table)) == _undated(getattr(before, table))
    assert not life.services.history.removed()
    life.services.store.undo()
    assert life.journal == gone
    assert life.services.history.removed() == (thing,)


def _undated(records: Mapping[str, object]) -> dict[str, object]:
    """Bringing back is a change of its own, at its own time."""
    return {
        key: replace(record, updated=None) if isinstance(record, Reflection) else record
        for key, record in records.items()
    }


def test_what_undo_took_back_is_no_trash() -> None:
    """It comes back by redo."""
    life = Life()
    life.replied()
    life.services.findings.mark(next(iter(life.journal.requests)), Mark(kind=FindingKind.STRENGTH, quote="trade-offs"))
    life.services.store.undo()
    assert not life.services.history.removed()


def test_a_draft_does_not_come_back_beside_another() -> None:
    """Nor after the conversation was closed."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    life.services.requests.discard_draft(request.id)
    (thing,) = life.services.history.removed()
    life.services.requests.close(request.id, CloseAs.SKIPPED)
    with pytest.raises(UserError):
        life.services.history.bring_back(thing.key)
    life.services.requests.reopen(request.id)
    life.services.requests.draft(request.interview_id)
    assert not life.services.history.removed()
    with pytest.raises(NotFound):
        life.services.history.bring_back(thing.key)


def test_what_it_belonged_to_has_to_be_there() -> None:
    """A finding does not come back without its conversation."""
    life = Life()
    finding = life.marked()
    (request,) = life.journal.requests.values()
    life.services.findings.remove(finding.id)
    with life.services.store.transaction("remove conversation") as work:
        work.remove(request)
    things = {thing.noun: thing for thing in life.services.history.removed()}
    with pytest.raises(UserError, match="conversation it belongs to is not there"):
        life.services.history.bring_back(things["finding"].key)
    life.services.history.bring_back(things["conversation"].key)
    life.services.history.bring_back(things["finding"].key)
    assert life.journal.findings == {finding.id: finding}


def test_the_trash_is_newest_first() -> None:
    """By when each was removed."""
    life = Life()
    first = life.interview()
    life.wait(1)
    second = life.interview()
    life.services.interviews.remove(second.id)
    life.wait(1)
    life.services.interviews.remove(first.id)
    assert [thing.key for thing in life.services.history.removed()] == [
        f"interviews/{first.id}",
        f"interviews/{second.id}",
    ]


def test_no_step_of_any_verb_is_without_words() -> None:
    """Everything that people do is told with names they know, and every change with a label."""
    life = Life()
    request = life.replied()
    for name in (
        "findings.mark",
        "requests.thank",
        "requests.edit",
        "pointers.add",
        "pointers.check",
        "examples.add",
        "examples.rehearse",
        "reflections.put_answer",
        "reflections.put_scenario",
        "cues.add",
        "requests.close",
    ):
        VERBS[name](life)
    life.decide(request.interview_id, Outcome.REJECTED)
    for done in life.services.history.steps():
        for record in life.services.history.records(done):
            assert record.words, done.step.words
            assert record.noun
            assert _told(record), done.step.words


def _told(record: ChangedRecord) -> bool:
    return bool(record.fields) and all(field.label and (field.before or field.after) for field in record.fields)
