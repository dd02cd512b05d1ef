"""An address is checked when it is typed, so that sending never has to refuse it later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain import people
from afterword.errors import NotUnderstood
from afterword.mail import compose

PARTS = st.text(st.sampled_from("aZé☃.-_+'`!%=@ \t\r\n<>,;:\"()[]\\\x00\u200b\u202e|/＜＠，．"), max_size=12)


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "ada@",
        "@x.example",
        "a..b@x.example",
        ".a@x.example",
        "a.@x.example",
        "a@x..example",
        "a@x.example.",
        "a@-x.example",
        "a@x-.example",
        "a@b@x.example",
        "a@x.example, b@x.example",
        "a@x.example\r\nBcc: b@x.example",
        "a\u200bb@x.example",
        "a@x＜y.example",
        "a@x＠y.example",
        f"{'a' * 65}@x.example",
        f"a@{'b' * 64}.example",
        f"a@{'.'.join(['b' * 60] * 5)}",
    ],
)
def test_what_is_no_address_is_refused_when_it_is_typed(typed: str) -> None:
    """The sentence shows how to write one."""
    with pytest.raises(NotUnderstood, match="is not a mail address") as refused:
        people.check_address(typed)
    assert "name@example.org" in refused.value.hint


@pytest.mark.parametrize(
    "typed",
    ["ada@x.example", " ada@x.example\n", "zoë@bücher.example", "a+b_c'd@x-y.example", "root@localhost", "a@1.2.3.4"],
)
def test_what_is_an_address_is_taken(typed: str) -> None:
    """Accents, plus signs and bare hosts are fine."""
    assert people.check_address(typed) == typed.strip()


@given(PARTS, PARTS)
def test_what_was_taken_when_typed_is_taken_when_sent(local: str, domain: str) -> None:
    """Neither check lets pass what the other refuses, and nothing that passes can end a line."""
    try:
        typed = people.check_address(f"{local}@{domain}")
    except NotUnderstood:
        return
    sent = compose.check_address(typed)
    assert not set(sent) & set("\r\n\0 <>,")
    assert sent.count("@") == 1
