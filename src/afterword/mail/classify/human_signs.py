"""Owns the signs that a person wrote: they keep a real answer from being lost to a few unlucky words."""

from collections.abc import Iterator

from afterword.domain.conversation.message import EvidenceItem, MailKind
from afterword.mail.classify.facts import MailFacts

_MANY_WORDS = 120
_A_FEW_WORDS = 5
_MOSTLY = 0.45
_NEARLY_ALL = 0.65


def human_envelope_signs(facts: MailFacts) -> Iterator[EvidenceItem]:
    """The signs of an answer around the text; careful programs set them as well."""
    if facts.answers_us:
        yield _sign(3, "It names a mail of ours as the one it answers.")
    elif facts.message.in_reply_to or facts.message.references:
        yield _sign(2, "It names the mail it answers.")
    if facts.is_titled_reply:
        yield _sign(2, "Its subject begins like a person's answer.")


def human_text_signs(facts: MailFacts, *, doubted: bool) -> Iterator[EvidenceItem]:
    """The signs of a person in the text itself; what else it says is asked only where its words are `doubted`."""
    if facts.quotes_somebody:
        yield _sign(2, "It quotes what it answers.")
    if facts.own_word_count > _MANY_WORDS:
        yield _sign(1, "Somebody wrote at length.")
    if doubted and facts.answers_us and facts.speaks_to_reader:
        yield _sign(3, "It says something about you.")
    other = facts.share_of_other_words if doubted else 0.0
    if other > _MOSTLY and facts.own_word_count > _A_FEW_WORDS:
        yield _sign(4 if other > _NEARLY_ALL else 2, "Most of the text is about something only a person would add.")


def _sign(weight: float, rule: str) -> EvidenceItem:
    return EvidenceItem(MailKind.REPLY, weight, rule)
