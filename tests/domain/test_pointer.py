"""Pointers: *When …, I will …*."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import MONDAY, pointer

from afterword.domain.practice import Kept, bare_half, check
from afterword.errors import NotUnderstood

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
