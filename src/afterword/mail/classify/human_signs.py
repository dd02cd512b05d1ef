"""Owns the signs that a person wrote: they keep a real answer from being lost to a few unlucky words."""

from collections.abc import Iterator

from afterword.domain.message import Evidence, MailKind
from afterword.mail.classify.facts import Facts

_MANY_WORDS = 120


def human_signs(facts: Facts) -> Iterator[Evidence]:
    """Every sign that a person answered."""
    if facts.answers_us:
        yield _sign(3, "It names a mail of ours as the one it answers.")
    elif facts.message.in_reply_to or facts.message.references:
        yield _sign(2, "It names the mail it answers.")
    if facts.is_titled_reply:
        yield _sign(2, "Its subject begins like a person's answer.")
    if facts.quotes_somebody:
        yield _sign(2, "It quotes what it answers.")
    if facts.own_word_count > _MANY_WORDS:
        yield _sign(1, "Somebody wrote at length.")


def _sign(weight: float, rule: str) -> Evidence:
    return Evidence(MailKind.REPLY, weight, rule)
