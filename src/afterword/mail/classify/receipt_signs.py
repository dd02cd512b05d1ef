"""Owns the signs of a receipt: news about a mail without words of a person (seen, delivered, a reaction, a recall)."""

import json
import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.message import EvidenceItem, MailKind, News
from afterword.domain.text import clean_line
from afterword.languages.loader import gather
from afterword.mail.classify.delivery_report import DeliveryReport
from afterword.mail.classify.facts import DECISIVE, MailFacts
from afterword.mail.classify.wording import Phrases, found

_DISPOSITION = re.compile(r"^disposition[ \t]*:.*?;[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_REACTION_PART = "text/vnd.google.email-reaction+json"
_FEW_WORDS = 40
_A_LINE = 16
_TITLED = 10.0
_LONGEST_REACTION = 16


class _Phrases(Struct, frozen=True):
    """The wordings of receipts, as the files of the languages explain them."""

    read: Phrases
    unread: Phrases
    read_words: Phrases
    read_split: re.Pattern[str]
    deleted_words: Phrases
    delivered: Phrases
    delivered_words: Phrases
    reacted: re.Pattern[str]
    tapped: tuple[str, ...]
    recall: Phrases
    recall_words: Phrases


@cache
def _phrases() -> _Phrases:
    return gather("mail", "receipt", _Phrases)


@cache
def _tapped() -> re.Pattern[str]:
    """What a telephone writes for a sign put on a message; the message stands in it as a quotation."""
    return re.compile(rf"(?:{'|'.join(_phrases().tapped)}) ?[\"«].{{1,2000}}[\"»]\.?")


class Receipt(Struct, frozen=True):
    """What a receipt tells, and the sign that says so."""

    news: News
    sign: EvidenceItem


def receipts(facts: MailFacts, report: DeliveryReport | None) -> Iterator[Receipt]:
    """What the mail tells about another mail, the surest first."""
    yield from _disposition(facts)
    if report and report.acted("delivered", "relayed", "expanded") and not report.acted("failed", "delayed"):
        yield _receipt(News.DELIVERED, DECISIVE, "A delivery report says the mail was delivered.")
    yield from _reaction(facts)
    yield from _recall(facts)
    yield from _worded(facts)


def _receipt(news: News, weight: float, rule: str) -> Receipt:
    return Receipt(news, EvidenceItem(MailKind.RECEIPT, weight, rule))


def _disposition(facts: MailFacts) -> Iterator[Receipt]:
    parts = [one for one in facts.message.machine_parts if one.content_type == "message/disposition-notification"]
    if not parts and "disposition-notification" not in facts.header("content-type"):
        return
    said = next((match[1].lower() for one in parts if (match := _DISPOSITION.search(one.text))), "")
    if said in {"deleted", "denied"}:
        yield _receipt(News.DELETED, DECISIVE / 2, "It is a read receipt (RFC 8098): deleted without being read.")
    elif said in {"dispatched", "processed"}:
        yield _receipt(News.DELIVERED, DECISIVE / 2, "It is a receipt (RFC 8098): a program took the mail.")
    else:
        yield _receipt(News.SEEN, DECISIVE / 2, "It is a read receipt (RFC 8098): seen, not answered.")


def _reaction(facts: MailFacts) -> Iterator[Receipt]:
    part = next((one for one in facts.message.machine_parts if one.content_type == _REACTION_PART), None)
    if part is not None:
        yield _receipt(News.REACTED, DECISIVE, f"It is a reaction{_emoji(part.text)}, without words.")
    elif (facts.own_word_count <= _A_LINE and _phrases().reacted.search(facts.own_words)) or _tapped().fullmatch(
        facts.own_words
    ):
        yield _receipt(News.REACTED, DECISIVE, "It is a reaction, without words.")


def _emoji(text: str) -> str:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    sign = told.get("emoji") if isinstance(told, dict) else None
    return f" ({clean_line(sign)[:_LONGEST_REACTION]})" if isinstance(sign, str) else ""


def _recall(facts: MailFacts) -> Iterator[Receipt]:
    titled = facts.subject.startswith(_phrases().recall)
    said = found(facts.own_words, _phrases().recall_words)
    if said and (titled or facts.own_word_count <= _FEW_WORDS):
        yield _receipt(News.RECALLED, DECISIVE, f"It asks to take a mail back: “{said[0]}”.")
    elif titled and not facts.own_word_count:
        yield _receipt(News.RECALLED, DECISIVE, "Its subject asks to take a mail back, and it holds no words.")


def _worded(facts: MailFacts) -> Iterator[Receipt]:
    """A receipt in a program's own words: its title and a sentence of it, with little else."""
    words = facts.report_text
    title = next((one for one in (*_phrases().read, *_phrases().unread) if facts.bare_subject.startswith(one)), "")
    alone = not facts.own_word_count or facts.has_empty_sender
    if (
        title
        and facts.own_word_count <= 2 * _FEW_WORDS
        and (alone or found(words, _phrases().read_words) or _phrases().read_split.search(words))
    ):
        deleted = title in _phrases().unread or bool(found(words, _phrases().deleted_words))
        yield _receipt(News.DELETED if deleted else News.SEEN, _TITLED, f"Its subject says “{title}”: a read receipt.")
    delivered = found(words, _phrases().delivered_words)
    titled = facts.bare_subject.startswith(_phrases().delivered)
    if delivered and (titled or facts.is_from_daemon):
        # A server that says both names what went well first: such a report is no bounce.
        weight = DECISIVE if titled and facts.is_from_daemon else _TITLED
        yield _receipt(News.DELIVERED, weight, f"It says the mail was delivered: “{delivered[0]}”.")
