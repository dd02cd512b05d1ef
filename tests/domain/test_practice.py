"""What is practised: competencies guessed from words, pointers and their halves, examples and what they lack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.domain.builders import MONDAY, START, pointer

from afterword.domain.practice import (
    Competency,
    Example,
    Kept,
    bare_half,
    check,
    competencies_of,
    default_competencies,
    telling,
    weight,
)
from afterword.domain.suggestion import suggest
from afterword.errors import NotUnderstood


def test_every_default_is_anchored_in_behaviour() -> None:
    """Each competency of the default set has an id, a name and a sentence of behaviour."""
    assert len({one.id for one in default_competencies()}) == len(default_competencies())
    assert all(one.anchor.endswith(".") and one.name for one in default_competencies())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("you explained your approach in a clear, structured way", "communication"),
        ("I would have liked a concrete incident as an example", "telling"),
        ("how it scales and the trade-offs of your cache", "system-design"),
        ("we met on a Tuesday", None),
        ("", None),
    ],
)
def test_words_point_at_a_competency(words: str, expected: str | None) -> None:
    """The competency whose words occur most is suggested, and none where no word points anywhere."""
    known = (*default_competencies(), *competencies_of("engineering"), telling())
    assert suggest(words, known) == expected


def test_an_own_competency_is_found_by_its_name_and_an_archived_one_never() -> None:
    """An added competency is suggested where its name stands; an archived one is not."""
    own = Competency(id="humour", name="Humour")
    assert suggest("your humour helped", (own,)) == "humour"
    assert suggest("your humour helped", (replace(own, archived=True),)) is None


phrases = st.text(min_size=1, max_size=40)


@given(phrases, phrases)
def test_the_words_of_a_pointer_are_read_back(when: str, will: str) -> None:
    """Both halves stay as they are when they are typed again, with or without the words the sentence adds."""
    try:
        first, second = bare_half("when", when), bare_half("will", will)
    except NotUnderstood:
        return
    assert (bare_half("when", first), bare_half("will", second)) == (first, second)
    assert (bare_half("when", f"When {first},"), bare_half("will", f"I will {second}.")) == (first, second)


def test_the_sentence_says_both_halves_once() -> None:
    """Typed in full or in halves, the plan reads as one sentence."""
    first = bare_half("when", "when they ask about scale,")
    second = bare_half("will", "I'll name the load first.")
    assert pointer(when=first, will=second).sentence == "When they ask about scale, I will name the load first."


@pytest.mark.parametrize(("when", "will"), [("", "breathe"), ("they ask", " "), ("When …", "I will …"), ("when", "x")])
def test_half_a_pointer_is_refused(when: str, will: str) -> None:
    """A pointer without its moment or its deed is refused."""
    with pytest.raises(NotUnderstood, match="both halves"):
        bare_half("when", when) + bare_half("will", will)


def test_a_second_answer_replaces_the_first() -> None:
    """What became of a pointer is kept once for each interview."""
    checked = check(check(pointer(), "i1", Kept.FORGOT, MONDAY), "i2", Kept.DONE, MONDAY)
    again = check(checked, "i1", Kept.PARTLY, MONDAY)
    assert {one.interview_id: one.kept for one in again.checks} == {"i1": Kept.PARTLY, "i2": Kept.DONE}


texts = st.text("ab ", max_size=200)


def test_what_a_story_lacks_is_named() -> None:
    """The parts that are still empty are named in their order."""
    assert Example(id="e", title="Outage", created=START, task=" ", action="I paged the team").missing == (
        "situation",
        "task",
        "result",
    )


@given(texts, texts, texts, texts)
def test_a_weight_lies_between_nothing_and_all(situation: str, task: str, action: str, result: str) -> None:
    """The weight of any story lies from 0 to 1, and writing more never lowers it."""
    story = Example(id="e", title="t", created=START, situation=situation, task=task, action=action, result=result)
    longer = Example(
        id="e", title="t", created=START, situation=situation, task=task, action=action + " more", result=result
    )
    assert 0 <= weight(story) <= weight(longer) <= 1


def test_action_and_result_weigh_more_than_the_situation() -> None:
    """A story that is all situation weighs less than one that is all action."""
    many = "word " * 40
    assert weight(Example(id="e", title="t", created=START, situation=many)) < weight(
        Example(id="e", title="t", created=START, action=many)
    )
