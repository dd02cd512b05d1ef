"""Owns what a bounce tells beyond being one: whose mail came back, to whom it could not go, and for good or not."""

import re
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.message import MachinePart
from afterword.languages.loader import gather
from afterword.mail.classify.delivery_report import DeliveryReport
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.wording import Phrases, folded, found
from afterword.mail.decoding import addresses, message_ids

_ENCLOSED = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "text/rfc822", "message/partial"}
_NAMED_IDS = ("original-message-id", "x-original-message-id", "x-ms-exchange-parent-message-id")
_ID_LINE = re.compile(
    r"^[ \t>|]*(?:x-)?(?:original-)?message[- ]id[ \t]*:[ \t]*\n?[ \t]*(<[^<>\s]+>|\S+@\S+)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,200}\.?\w")
_RETURNED = re.compile(
    r"^[ \t]*(?:-{2,40}[^\n-].{0,60}(?:copy|original|message|header|below)|(?:message-id|received|return-path)[ \t]*:"
    r"|.{0,60}(?:original message|message headers?|headers) follows?)",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"(?<![\d.])([45])\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.:-])([45])[0-5]\d[ :-]")
_TEXT_CHARS = 60_000
_REPORT_CHARS = 6_000
_MOST = 20


class BouncePhrases(Struct, frozen=True):
    """The wordings of mails that came back or are late, as the files of the languages explain them."""

    subject: Phrases
    subject_delay: Phrases
    delay: Phrases
    undelivered: Phrases
    technical: Phrases
    returned: Phrases
    temporary: Phrases
    permanent: Phrases
    daemons: Phrases
    boxes: tuple[str, ...]
    full: tuple[str, ...]


@cache
def bounce_phrases() -> BouncePhrases:
    """Those of all languages."""
    return gather("mail", "bounce", BouncePhrases)


@cache
def _full() -> re.Pattern[str]:
    """Words of a mailbox that is full."""
    boxes, full = map("|".join, (bounce_phrases().boxes, bounce_phrases().full))
    return re.compile(
        rf"\b[45]\.2\.2\b|({boxes})[^.\n]{{0,30}}({full})|over ?quota|quota exceeded",
        re.IGNORECASE,
    )


def returned_ids(facts: MailFacts, report: DeliveryReport | None) -> tuple[str, ...]:
    """The Message-IDs of the mail a report is about: named in it, in the enclosed original, or in the text."""
    named: list[str] = list(report.message_ids) if report else []
    for header in _NAMED_IDS:
        named += [one for value in facts.message.header_values(header) for one in message_ids(value)]
    for part in facts.message.machine_parts:
        named += _ids_of(part)
    for text in (facts.message.plain, facts.full_text):
        for match in _ID_LINE.finditer(text[:_TEXT_CHARS]):
            named += message_ids(match[1])
    named += [one for one in facts.message.answers if one != facts.message.message_id]
    return tuple(dict.fromkeys(named))[:_MOST]


def _ids_of(part: MachinePart) -> list[str]:
    if part.content_type in _ENCLOSED or part.content_type == "message/disposition-notification":
        return [one for match in _ID_LINE.finditer(part.text) for one in message_ids(match[1])]
    return []


def failed_recipients(facts: MailFacts, report: DeliveryReport | None) -> tuple[str, ...]:
    """The addresses that could not be reached, in the order the mail names them; empty where it does not say."""
    named: list[str] = []
    if report:
        named += [one.address for one in report.recipients if one.address and one.action in {"failed", "delayed"}]
    for value in facts.message.header_values("x-failed-recipients"):
        named += [address for _, address in addresses(value)]
    return tuple(dict.fromkeys(named or _from_text(facts)))[:_MOST]


def _from_text(facts: MailFacts) -> list[str]:
    """The first address in the words of the report itself that is not that of the person who gets it."""
    own = {one.casefold() for one in (*facts.message.to, facts.message.from_address)}
    found = [one[0].strip("'.") for one in _ADDRESS.finditer(_before_the_original(facts))]
    return [one for one in found if one.casefold() not in own and "mailto:" not in one][:1]


def _before_the_original(facts: MailFacts) -> str:
    """The report's own words: the text up to where the returned mail begins."""
    text = facts.full_text[:_TEXT_CHARS]
    returned = _RETURNED.search(text, 1)
    return text[: returned.start()] if returned else text


def is_permanent(facts: MailFacts, report: DeliveryReport | None) -> bool | None:
    """Whether trying that address again is pointless; a full mailbox may have room later. None where nothing says."""
    if report:
        said = [one.permanent for one in report.recipients if one.action == "failed"]
        if any(one is not None for one in said):
            return True in said
    text = _before_the_original(facts)
    if _full().search(text):
        return False
    code = _STATUS.search(text) or _REPLY_CODE.search(text)
    if code:
        return code[1] == "5"
    words = folded(text[:_REPORT_CHARS])
    if found(words, bounce_phrases().temporary):
        return False
    return True if found(words, bounce_phrases().permanent) else None
