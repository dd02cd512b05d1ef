"""Two people change the same record: only what each changed is written, and nothing is lost silently."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from tests.services.world import Life

from afterword.domain.conversation.request import Draft
from afterword.domain.finding import FindingKind
from afterword.domain.interview import Outcome
from afterword.domain.reflection import AnswerKind, ScenarioKind
from afterword.errors import ChangedElsewhere, UserError
from afterword.services.advice import PlanForm
from afterword.services.findings import Mark
from afterword.services.interviews import Decision, decision_of, form_of
from afterword.services.practice import CompetencyForm, ExampleForm, PointerForm
from afterword.services.practice import form_of as form_of_example
from afterword.services.reflections import (
    AnswerForm,
    ScenarioForm,
    form_of_answer,
    form_of_scenario,
)
from afterword.services.requests import Writing
from afterword.services.three_way import Was, changed_only, settled, settled_value


class Pair(Struct, frozen=True):
    """A record of two fields."""

    one: int
    other: int


pairs = st.builds(Pair, one=st.integers(0, 2), other=st.integers(0, 2))


@given(pairs, pairs, pairs)
def test_every_field_goes_to_whoever_changed_it(began: Pair, mine: Pair, stored: Pair) -> None:
    """A field that one side changed is theirs; one that both changed differently is named."""
    sides = [(getattr(mine, name), getattr(began, name), getattr(stored, name), name) for name in ("one", "other")]
    both = tuple(name for ours, before, theirs, name in sides if len({ours, before, theirs}) == 3)
    if both:
        with pytest.raises(ChangedElsewhere) as refused:
            settled(mine, began, stored)
        assert refused.value.fields == both
        return
    merged = settled(mine, began, stored)
    for ours, before, theirs, name in sides:
        assert getattr(merged, name) == (theirs if ours == before else ours)


def test_what_a_form_does_not_show_stays() -> None:
    """Of what was filled in only the fields that were touched count."""
    assert changed_only(Pair(7, 8), Pair(1, 2), {"other"}) == Pair(1, 8)
    untouched: Was[date | None] = Was(None)
    assert settled_value("day", None, untouched, date(2026, 1, 1)) == date(2026, 1, 1)


def test_an_interview_keeps_what_another_window_wrote() -> None:
    """The company changed here and the round changed there are both kept; the same field is not overwritten."""
    life = Life()
    made = life.interview(travel_minutes=45)
    began = form_of(made)
    verbs = life.services.interviews
    verbs.edit(made.id, replace(began, round="final", notes="third floor"), began)
    kept = verbs.edit(made.id, replace(began, company="X"), began)
    assert (kept.company, kept.round, kept.notes, kept.travel_minutes) == ("X", "final", "third floor", 45)
    with pytest.raises(ChangedElsewhere, match="yours “first”, saved “final”") as refused:
        verbs.edit(made.id, replace(began, round="first"), began)
    assert refused.value.fields == ("round",)
    verbs.decide(made.id, Outcome.REJECTED)
    with pytest.raises(ChangedElsewhere):
        verbs.hear(made.id, Decision(outcome=Outcome.OFFER, on=life.clock.now().date()), decision_of(made))
    with pytest.raises(ChangedElsewhere):
        verbs.arrive(verbs.arrive(made.id, made.at).id, life.clock.now(), Was(None))


EXAMPLE = ExampleForm(title="The outage", action="I paged")
ANSWER = AnswerForm(question="a conflict", kind=AnswerKind.STORY)
REASON = ScenarioForm(kind=ScenarioKind.STRONGER)


def _example(life: Life) -> Callable[[int, str], object]:
    made = life.services.examples.add(EXAMPLE)
    began = form_of_example(made)
    forms = (replace(began, task="one"), replace(began, task="two"), replace(began, result="up"))
    return lambda number, _words: life.services.examples.edit(made.id, forms[number], began)


def _answer(life: Life) -> Callable[[int, str], object]:
    made = life.interview()
    (old,) = life.services.reflections.put_answer(made.id, ANSWER).answers
    began = form_of_answer(old)
    forms = (replace(began, note="one"), replace(began, note="two"), replace(began, action=True))
    return lambda number, _words: life.services.reflections.put_answer(made.id, forms[number], old.id, began)


def _reason(life: Life) -> Callable[[int, str], object]:
    made = life.interview()
    (old,) = life.services.reflections.put_scenario(made.id, REASON).scenarios
    began = form_of_scenario(old)
    forms = (replace(began, evidence_for="one"), replace(began, evidence_for="two"), replace(began, title="so"))
    return lambda number, _words: life.services.reflections.put_scenario(made.id, forms[number], old.id, began)


def _pointer(life: Life) -> Callable[[int, str], object]:
    old = life.services.pointers.add("they ask", "breathe")
    began = PointerForm(when=old.when, will=old.will)
    halves = (("one", old.will), ("two", old.will), (old.when, "tell it"))
    return lambda number, _words: life.services.pointers.edit(old.id, *halves[number], began)


def _competency(life: Life) -> Callable[[int, str], object]:
    old = life.services.competencies.add("Humour", "laughs")
    began = CompetencyForm(name=old.name, anchor=old.anchor)
    parts = (("One", old.anchor), ("Two", old.anchor), (old.name, "smiles"))
    return lambda number, _words: life.services.competencies.rename(old.id, *parts[number], began)


def _advice(life: Life) -> Callable[[int, str], object]:
    made = life.services.findings.mark(life.replied().id, Mark(kind=FindingKind.ADVICE, quote="concrete incident"))
    day = date(2026, 12, 1)
    life.services.advice.plan(made.id, day, "as it was")
    began = PlanForm(text="as it was", day=day)
    parts = ((day, "one"), (day, "two"), (date(2026, 12, 9), "as it was"))
    return lambda number, _words: life.services.advice.plan(made.id, *parts[number], began)


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
    verbs: list[Callable[[str, Was[str]], object]] = [
        lambda text, was: services.reflections.note(interview_id, "convincing", text, was),
        lambda text, was: services.reflections.set_went_well(interview_id, text, was),
        lambda text, was: services.reflections.set_thoughts(interview_id, text, was),
        lambda text, was: services.competencies.set_why_me("teamwork", text, was),
        lambda text, was: services.requests.mend_address(asked.id, f"{text}@initech.example", was),
    ]
    for verb in verbs:
        was = Was("ada@initech.example") if verb is verbs[-1] else Was("")
        verb("one", was)
        with pytest.raises(ChangedElsewhere):
            verb("two", was)
    services.requests.plan_reapproach(asked.id, date(2027, 3, 1), Was(None))
    with pytest.raises(ChangedElsewhere):
        services.requests.plan_reapproach(asked.id, date(2027, 4, 1), Was(None))


def test_words_of_one_letter_never_land_in_another() -> None:
    """When the draft that was being written has gone and another one stands in its place, it is left alone."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    began = request.draft
    life.services.requests.mark_sent(request.id)
    life.services.requests.follow_up(request.id)
    with pytest.raises(UserError, match="Another letter is being written"):
        life.services.requests.edit(request.id, body="Dear Ada", writing=Writing(began=began))


def test_an_advice_that_was_done_stays_done_in_other_words() -> None:
    """Only another day makes it something to do again."""
    life = Life()
    made = life.services.findings.mark(life.replied().id, Mark(kind=FindingKind.ADVICE, quote="concrete incident"))
    day = date(2026, 12, 1)
    life.services.advice.plan(made.id, day)
    life.services.advice.done(made.id)
    with pytest.raises(UserError, match="is past"):
        life.services.advice.plan(made.id, date(2019, 3, 4))
    for due, stays in ((day, True), (date(2026, 12, 2), False)):
        todo = life.services.advice.plan(made.id, due, "in other words").todo
        assert todo is not None
        assert (todo.done is not None) is stays
