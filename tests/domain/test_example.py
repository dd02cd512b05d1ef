"""The example bank: what a story still lacks, and how much of it stands."""

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import START

from afterword.domain.practice import Example, weight

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
