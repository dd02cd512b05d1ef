"""Two people change the same record: only what each changed is written, and nothing is lost silently."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from tests.services.world import Life

from afterword.domain.conversation.request import Draft, FindingKind
from afterword.domain.fields import Field, changed
from afterword.domain.interview import Outcome
from afterword.domain.reflection import AnswerKind, ScenarioKind
from afterword.errors import ChangedElsewhere, UserError
from afterword.services.reflections import Mark
from afterword.services.requests import Writing


class Pair(Struct, frozen=True):
    """A record of two fields."""

    one: Annotated[int, Field(label="One")]
    other: Annotated[int, Field(label="The other")]


pairs = st.builds(Pair, one=st.integers(0, 2), other=st.integers(0, 2))
NAMES = ("one", "other")


@given(pairs, pairs, pairs)
def test_every_field_goes_to_whoever_changed_it(began: Pair, mine: Pair, stored: Pair) -> None:
    """A field that one side changed is theirs; one that both changed differently is named."""
    sides = [(getattr(mine, name), getattr(began, name), getattr(stored, name), name) for name in NAMES]
    changes = {name: getattr(mine, name) for name in NAMES}
    both = tuple(name for ours, before, theirs, name in sides if len({ours, before, theirs}) == 3)
    if both:
        with pytest.raises(ChangedElsewhere) as refused:
            changed(stored, changes, began)
        assert refused.value.fields == both
        assert ("The other: yours" in refused.value.detail) == ("other" in both)
        return
    merged = changed(stored, changes, began)
    for ours, before, theirs, name in sides:
        assert getattr(merged, name) == (theirs if ours == before else ours)


def test_what_is_not_named_stays() -> None:
    """Only the fields among the changes count, and one that no record has is a slip of the program."""
    assert changed(Pair(1, 2), {"other": 8}) == Pair(1, 8)
    with pytest.raises(KeyError):
        changed(Pair(1, 2), {"third": 8})


def test_an_interview_keeps_what_another_window_wrote() -> None:
    """The company changed here and the round changed there are both kept; the same field is not overwritten."""
    life = Life()
    made = life.interview(travel_minutes=45)
    verbs = life.services.interviews
    verbs.edit(made.id, {"round": "final", "notes": "third floor"}, made)
    kept = verbs.edit(made.id, {"company": "X", "notes": made.notes}, made)
    assert (kept.company, kept.round, kept.notes, kept.travel_minutes) == ("X", "final", "third floor", 45)
    with pytest.raises(ChangedElsewhere, match="Round: yours “first”, saved “final”") as refused:
        verbs.edit(made.id, {"round": "first"}, made)
    assert refused.value.fields == ("round",)
    pending = life.journal.application_of(made)
    life.decide(made.id, Outcome.REJECTED)
    with pytest.raises(ChangedElsewhere):
        verbs.hear(made.id, {"outcome": Outcome.OFFER, "outcome_on": life.clock.now().date()}, pending)
    with pytest.raises(ChangedElsewhere):
        verbs.arrive(verbs.arrive(made.id, made.at).id, life.clock.now(), made)


EXAMPLE = {"title": "The outage", "action": "I paged"}
ANSWER = {"question": "a conflict", "kind": AnswerKind.STORY}
REASON = {"kind": ScenarioKind.STRONGER}


Save = Callable[[int, str], object]


def _example(life: Life) -> Save:
    old = life.services.examples.add(EXAMPLE)
    changes = ({"task": "one"}, {"task": "two"}, {"result": "up"})
    return lambda number, _words: life.services.examples.edit(old.id, changes[number], old)


def _answer(life: Life) -> Save:
    made = life.interview()
    (old,) = life.services.reflections.put_answer(made.id, ANSWER).answers
    changes: tuple[dict[str, object], ...] = ({"note": "one"}, {"note": "two"}, {"action": True})
    return lambda number, _words: life.services.reflections.put_answer(made.id, changes[number], old.id, old)


def _reason(life: Life) -> Save:
    made = life.interview()
    (old,) = life.services.reflections.put_scenario(made.id, REASON).scenarios
    changes = ({"evidence_for": "one"}, {"evidence_for": "two"}, {"title": "so"})
    return lambda number, _words: life.services.reflections.put_scenario(made.id, changes[number], old.id, old)


def _pointer(life: Life) -> Save:
    old = life.services.pointers.add({"when": "they ask", "will": "breathe"})
    changes = ({"when": "one", "will": old.will}, {"when": "two"}, {"will": "tell it"})
    return lambda number, _words: life.services.pointers.edit(old.id, changes[number], old)


def _competency(life: Life) -> Save:
    old = life.services.competencies.add({"name": "Humour", "anchor": "laughs"})
    changes = ({"name": "One", "anchor": old.anchor}, {"name": "Two"}, {"anchor": "smiles"})
    return lambda number, _words: life.services.competencies.edit(old.id, changes[number], old)


def _advice(life: Life) -> Save:
    made = life.services.findings.mark(life.replied().id, Mark(kind=FindingKind.ADVICE, quote="concrete incident"))
    day = date(2026, 12, 1)
    old = life.services.advice.plan(made.id, {"due": day, "text": "as it was"})
    changes: tuple[dict[str, object], ...] = (
        {"due": day, "text": "one"},
        {"due": day, "text": "two"},
        {"due": date(2026, 12, 9), "text": "as it was"},
    )
    return lambda number, _words: life.services.advice.plan(made.id, changes[number], old)


def _letter(life: Life) -> Callable[[int, str], object]:
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    assert isinstance(request.draft, Draft)
    writing = Writing(began=request.draft)
    parts: tuple[tuple[str | None, str | None], ...] = ((None, "One."), (None, "Two."), ("Subject", None))
    return lambda number, _words: life.services.requests.edit(request.id, *parts[number], writing)


@pytest.mark.parametrize("record", [_example, _answer, _reason, _pointer, _competency, _advice, _letter])
def test_no_form_loses_what_was_saved_meanwhile(record: Callable[[Life], Callable[[int, str], object]]) -> None:
    """The first saves; the second, who changed the same, is told; the third, who changed something else, saves too."""
    life = Life()
    save = record(life)
    save(0, "")
    before = life.journal
    with pytest.raises(ChangedElsewhere):
        save(1, "")
    assert life.journal == before
    save(2, "")
    assert life.journal != before
    with pytest.raises(ChangedElsewhere):
        save(1, "")


def test_single_texts_are_not_overwritten_either() -> None:
    """Notes, what went well, thoughts, an address, a day to write again, the line on why you."""
    life = Life()
    asked = life.asked()
    interview_id, services = asked.interview_id, life.services
    journal = life.journal
    reflection, teamwork = journal.reflection_of(interview_id), journal.competency("teamwork")
    ada = journal.people[asked.person_id]
    verbs: list[Callable[[str], object]] = [
        lambda text: services.reflections.note(interview_id, "convincing-2", text, reflection.rating("convincing-2")),
        lambda text: services.reflections.edit(interview_id, {"went_well": text}, reflection),
        lambda text: services.reflections.edit(interview_id, {"thoughts": text}, reflection),
        lambda text: services.competencies.edit("teamwork", {"why_me": text}, teamwork),
        lambda text: services.requests.mend_address(asked.id, f"{text}@initech.example", ada),
    ]
    for verb in verbs:
        verb("one")
        with pytest.raises(ChangedElsewhere):
            verb("two")
    services.requests.plan_reapproach(asked.id, date(2027, 3, 1), asked)
    with pytest.raises(ChangedElsewhere):
        services.requests.plan_reapproach(asked.id, date(2027, 4, 1), asked)


def test_words_of_one_letter_never_land_in_another() -> None:
    """When the draft that was being written has gone and another one stands in its place, it is left alone."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    began = request.draft
    life.services.requests.mark_sent(request.id)
    life.wait(7)
    life.services.requests.follow_up(request.id)
    with pytest.raises(UserError, match="Another letter is being written"):
        life.services.requests.edit(request.id, body="Dear Ada", writing=Writing(began=began))


def test_an_advice_that_was_done_stays_done_in_other_words() -> None:
    """Only another day makes it something to do again."""
    life = Life()
    made = life.services.findings.mark(life.replied().id, Mark(kind=FindingKind.ADVICE, quote="concrete incident"))
    day = date(2026, 12, 1)
    life.services.advice.plan(made.id, {"due": day})
    life.services.advice.done(made.id)
    with pytest.raises(UserError, match="is past"):
        life.services.advice.plan(made.id, {"due": date(2019, 3, 4)})
    for due, stays in ((day, True), (date(2026, 12, 2), False)):
        todo = life.services.advice.plan(made.id, {"due": due, "text": "in other words"}).todo
        assert todo is not None
        assert (todo.done is not None) is stays
