"""Findings: where marked words stand in a reply."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.conversation.request import locate
from afterword.errors import UserError

REPLY = "You started well.\nYour art of asking was “clear”, it didn’t ramble – and the star\n  example stood out."


@given(st.integers(0, len(REPLY)), st.integers(1, 30))
def test_words_of_the_reply_are_found_in_it(start: int, length: int) -> None:
    """Any stretch of the reply is found, and what is returned stands in the reply at the place returned."""
    quote = REPLY[start : start + length]
    if quote.strip():
        place, found = locate(quote, REPLY)
        assert REPLY[place : place + len(found)] == found
        assert found.split() == quote.split() or found.casefold().split() == quote.casefold().split()


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("YOUR ART OF ASKING", "Your art of asking"),
        ("the star example", "the star\n  example"),
        ('"clear"', "“clear”"),
        ("didn't ramble - and", "didn’t ramble – and"),
    ],
)
def test_words_are_found_as_people_retype_them(typed: str, stands: str) -> None:
    """Case, white space, quotation marks and dashes may differ; the words come back as they stand there."""
    assert locate(typed, REPLY)[1] == stands


def test_whole_words_are_found_first() -> None:
    """`art` is found where it stands alone, not inside `started`; a part of a word alone is found too."""
    assert locate("art", REPLY)[0] == REPLY.index("art of")
    assert locate("tarted", REPLY)[1] == "tarted"


@pytest.mark.parametrize("quote", ["", "  \n", "you were great", "clear.*", "star example stands"])
def test_words_that_are_not_there_are_refused(quote: str) -> None:
    """Nothing, or words that nobody wrote, are refused with a hint."""
    with pytest.raises(UserError) as refused:
        locate(quote, REPLY)
    assert refused.value.hint
