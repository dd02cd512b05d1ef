"""What holds for any life: every claim has its sources, and its words speak of behaviour, never of a trait."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields
from tests.evaluation.full_life import full
from tests.evaluation.histories import ADVICE, AREA, NOW, OPPORTUNITY, STRENGTH, History
from tests.evaluation.sheet_forms import prep_html, prep_markdown, prep_text
from tests.storage.samples import journals

from afterword.domain.conversation.request import FindingKind
from afterword.domain.evaluation.documents import evaluation_document
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import offer_for
from afterword.domain.evaluation.prep import MOST_POINTERS, PrepSheet, prep_sheet
from afterword.domain.evaluation.sheet_parts import MOST_EXAMPLES
from afterword.domain.journal import Journal
from afterword.domain.practice import default_competencies
from afterword.domain.reflection import AnswerKind
from afterword.exchange.documents import as_text

UNKIND = re.compile(
    r"\b(you are|you're|you should|should have|your fault|fail(ed|ure)?|bad(ly)?|poor(ly)?|weakness(es)?|wrong|lazy"
    r"|always|never|score|streak|badge|unfortunately|sadly|mistakes? you)\b",
    re.IGNORECASE,
)


_OF_AN_ANSWER = re.compile(r"never (told )?with a result", re.IGNORECASE)
"""What is said of a question that was asked, and of nobody."""


def unkind(text: str) -> list[str]:
    """The words that blame or label; what somebody wrote themselves is theirs."""
    return [match[0] for match in UNKIND.finditer(_OF_AN_ANSWER.sub("", re.sub(r"“[^”]*”", "", text)))]


def troubled() -> History:
    """Late, without results, in opinions only, praised for nothing: the hardest life to speak of kindly."""
    life = History()
    for number in range(4):
        key = f"firm{number}"
        made = life.interview(key, 60 - number, arrived=NOW - timedelta(days=60 - number) + timedelta(minutes=25))
        life.rate(key, convincing=1, c_communication=5, voice=5)
        life.answer(key, AnswerKind.STORY)
        life.answer(key, AnswerKind.OPINION)
        life.answer(key, AnswerKind.SELF_DESCRIPTION)
        life.said(made.id, AREA, "the thread", "communication")
    life.said("firm0", STRENGTH, "the ending", "communication")
    life.interview("oscorp", -4)
    return life


# Their own words are harmless, so that whatever is found was written by the program.
LIVES = {"full": full, "troubled": troubled}


@pytest.mark.parametrize("name", LIVES)
def test_no_line_blames_or_labels(name: str) -> None:
    """Neither the evaluation nor the sheet says what somebody is, or what they ought to have done."""
    life = LIVES[name]()
    shown = as_text(evaluation_document(life.shown())) + prep_text(life.sheet("oscorp"))
    assert unkind(shown) == []


@pytest.mark.parametrize("competency", default_competencies(), ids=lambda one: one.id)
def test_every_offered_plan_is_something_to_do(competency: object) -> None:
    """It names a moment and a behaviour."""
    assert isinstance(competency, type(default_competencies()[0]))
    when, will = offer_for(competency)
    assert UNKIND.search(f"{when} {will}") is None
    assert not will.startswith(("be ", "try", "not "))


def test_the_hard_life_is_told_of_its_habits_with_a_way_to_go_on() -> None:
    """Each observation that is a pattern comes with one way to do it next time."""
    habits = troubled().report().habits
    assert {one.subject.id for one in habits} == {"late", "no-result", "no-action", "untold"}
    assert all(one.will for one in habits)


def test_no_part_of_the_evaluation_is_a_number_for_a_person() -> None:
    """It is made of claims and what they rest on, and none of its parts is a score."""
    assert issubclass(Evaluation, Struct)
    made = (getattr(part, "func", None) or getattr(part, "fget", None) for part in vars(Evaluation).values())
    numbers = [part.__name__ for part in made if part is not None and part.__annotations__["return"] in (int, float)]
    hints = get_type_hints(Evaluation)
    assert [*numbers, *(one.name for one in fields(Evaluation) if hints[one.name] in (int, float))] == []


COMPETENCIES = [one.id for one in default_competencies()]
keys = st.sampled_from(["initech", "hooli", "umbrella", "globex"])
competencies = st.sampled_from(COMPETENCIES)
Step = Callable[[History], object]


def _said(key: str, kind: FindingKind, about: str | None, person: str, words: str) -> Step:
    return lambda life: life.said(key, kind, words, about, person)


def _rated(key: str, about: str, value: int) -> Step:
    return lambda life: life.rate(key, **{"c_" + about.replace("-", "_"): value, "voice": value})


def _answered(key: str, kind: AnswerKind, about: str, *, result: bool) -> Step:
    return lambda life: life.answer(key, kind, competency=about, result=result, example="story")


steps = st.one_of(
    st.builds(
        _said,
        keys,
        st.sampled_from([STRENGTH, AREA, ADVICE, OPPORTUNITY]),
        st.none() | competencies,
        st.sampled_from("pq"),
        st.sampled_from(["your voice was quiet", "clear", "too fast", "the numbers", "no eye contact"]),
    ),
    st.builds(_rated, keys, competencies, st.integers(1, 5)),
    st.builds(_answered, keys, st.sampled_from(AnswerKind), competencies, result=st.booleans()),
)


def lived(taken: list[Step]) -> History:
    """A life of four interviews in which these steps were taken."""
    life = History()
    for number, key in enumerate(("initech", "hooli", "umbrella", "globex")):
        life.interview(key, 90 - 20 * number, round="Panel" if number % 2 else "Final")
    life.example("story", "teamwork", "telling")
    for step in taken:
        step(life)
    life.interview("oscorp", -4, round="Panel")
    return life


@given(st.lists(steps, max_size=25))
def test_every_claim_has_its_sources_and_a_pattern_two_interviews(taken: list[Step]) -> None:
    """No line without somebody's words or an instance; none called a pattern that was seen in one interview."""
    whole = lived(taken).report()
    for line in whole.comparisons:
        assert line.evidence
        assert line.pattern == (len(line.interviews) >= 2) == ("pattern" in line.seen)
    for evidence in (*whole.said.strengths, *whole.said.areas):
        assert evidence.evidence
        assert evidence.pattern == (len(evidence.interviews) >= 2)
    assert all(len(habit.evidence) > len(habit.against) for habit in whole.habits)


@given(st.lists(steps, max_size=25))
def test_every_marked_strength_and_area_is_shown_once_in_the_table(taken: list[Step]) -> None:
    """Nothing that was marked is lost, and nothing is counted twice."""
    life = lived(taken)
    table = life.report().said
    shown = [one.finding_id for line in (*table.strengths, *table.areas) for one in line.evidence]
    shown += [one.finding_id for one in table.unassigned]
    marked = [one.id for one in life.journal.findings.values() if one.kind in (STRENGTH, AREA)]
    assert sorted(shown) == sorted(marked)


@given(st.lists(steps, max_size=25))
def test_every_word_on_the_sheet_in_quotation_marks_was_said_or_written(taken: list[Step]) -> None:
    """Strengths and advice are quoted as they stand in a reply."""
    life = lived(taken)
    sheet = life.sheet("oscorp")
    said = {one.quote for one in life.journal.findings.values()}
    assert {one.words for line in sheet.strengths for one in line.evidence} <= said
    assert {one.source.words for one in sheet.advice} <= said
    assert len(sheet.examples) <= MOST_EXAMPLES
    assert len(sheet.pointers) <= MOST_POINTERS


@given(journals())
def test_any_journal_can_be_evaluated_and_prepared_from(journal: Journal) -> None:
    """Loose ends, odd words and missing records raise nothing, in any form of the sheet."""
    life = History(journal)
    whole = life.report()
    for interview in journal.live_interviews:
        sheet: PrepSheet = prep_sheet(journal, interview, whole, interview.day)
        assert prep_html(sheet).endswith("</html>\n")
        assert prep_markdown(sheet).startswith("# ")
        assert prep_text(sheet)
