"""The words of the evaluation: behaviour in a situation, never a trait, no blame, no score of a person."""

import re
from datetime import timedelta
from typing import get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import fields
from tests.evaluation.full_life import full
from tests.evaluation.histories import AREA, NOW, STRENGTH, History
from tests.evaluation.sheet_forms import prep_text

from afterword.domain.evaluation.documents import evaluation_document
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.evaluation.plans import offer_for
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
LIVES = {
    "full": full,
    "troubled": troubled,
}


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
