"""Owns what reports say of a mail: delivery reports (RFC 3464), and receipts (seen, delivered, a reaction, a recall).

A delivery report may stand in its own part or be pasted into the text; a receipt comes without words of a person.
"""

import json
import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.message import EvidenceItem, MailKind, Message, News
from afterword.domain.text import clean_line
from afterword.languages.loader import gather, listed
from afterword.mail.classify.facts import DECISIVE, MailFacts
from afterword.mail.classify.wording import Phrases, phrases_in
from afterword.mail.decoding import first_address, message_ids

_REPORT_TYPES = {"message/delivery-status", "message/global-delivery-status", "message/delivery-report"}
_FIELD = re.compile(r"^[ \t]*([A-Za-z][A-Za-z-]{3,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
_TEXT_CHARS = 20_000
_DISPOSITION = re.compile(r"^disposition[ \t]*:.*?;[ \t]*([a-z]+)", re.IGNORECASE | re.MULTILINE)
_REACTION_PART = "text/vnd.google.email-reaction+json"
_FEW_WORDS = 40
_A_LINE = 16
_TITLED = 10.0
_LONGEST_REACTION = 16


@cache
def full_mailbox() -> re.Pattern[str]:
    """Words of a mailbox that is full."""
    boxes, full = ("|".join(listed("mail", "bounce", words)) for words in ("boxes", "full"))
    phrases = rf"({boxes})[^.\n]{{0,30}}({full})|exceeded[^.\n]{{0,20}}quota|over ?quota|quota exceeded"
    return re.compile(rf"\b[45]\.2\.2\b|{phrases}", re.IGNORECASE)


class RecipientReport(Struct, frozen=True):
    """What a report says about one recipient; `action` is the standard's word, or empty."""

    address: str
    action: str
    status: str
    diagnostic: str

    @property
    def permanent(self) -> bool | None:
        """Whether trying again is pointless; a full mailbox may have room later. None where nothing says."""
        if full_mailbox().search(f"{self.status} {self.diagnostic}"):
            return False
        code = _STATUS.search(self.status) or _STATUS.search(self.diagnostic) or _REPLY_CODE.search(self.diagnostic)
        return code[1] == "5" if code else None


class DeliveryReport(Struct, frozen=True):
    """A whole report: one entry per recipient, the id it names, and whether it came in a part of its own."""

    recipients: tuple[RecipientReport, ...]
    message_ids: tuple[str, ...]
    standard: bool

    def acted(self, *actions: str) -> bool:
        """Whether any recipient met one of these actions."""
        return any(recipient.action in actions for recipient in self.recipients)


def delivery_report(message: Message, text: str) -> DeliveryReport | None:
    """The delivery report of a mail, from its own part or else from its text; None where there is none."""
    for part in message.machine_parts:
        if part.content_type in _REPORT_TYPES:
            report = _read(part.text, standard=True)
            if report:
                return report
    lower_text = text[:_TEXT_CHARS].lower()
    return _read(text[:_TEXT_CHARS], standard=False) if "action" in lower_text or "-recipient" in lower_text else None


def _read(text: str, *, standard: bool) -> DeliveryReport | None:
    recipients: list[RecipientReport] = []
    group: dict[str, str] = {}
    ids: tuple[str, ...] = ()
    for field in _FIELD.finditer(text):
        name, value = field[1].lower(), field[2].strip()
        is_full = name in group or {"action", "final-recipient"} <= group.keys()
        if is_full and name in {"final-recipient", "original-recipient"}:
            recipients += _recipient(group, standard=standard)
            group = {}
        if name in {"original-message-id", "x-original-message-id"}:
            ids = message_ids(value)
        group.setdefault(name, value)
    recipients += _recipient(group, standard=standard)
    return DeliveryReport(tuple(recipients), ids, standard) if recipients else None


def _recipient(group: dict[str, str], *, standard: bool) -> list[RecipientReport]:
    recipient = group.get("final-recipient") or group.get("original-recipient", "")
    action = re.split(r"[^a-z]", group.get("action", "").lower().strip(), maxsplit=1)[0]
    if not action and not (recipient and "status" in group):
        return []
    if not standard and not (recipient or "status" in group):
        return []
    address = first_address(recipient.partition(";")[2] or recipient)[1].strip("<>")
    diagnostic = group.get("diagnostic-code", "")
    return [RecipientReport(address, _settled(action, group.get("status", "")), group.get("status", ""), diagnostic)]


def _settled(action: str, status: str) -> str:
    """The standard's word for an action; where it is missing, the class of the status stands in."""
    for word in ("failed", "delayed", "delivered", "relayed", "expanded"):
        if action and (action.startswith(word[:4]) or word.startswith(action)):
            return word
    if action in {"deferred", "queued"}:
        return "delayed"
    code = _STATUS.search(status)
    return {"2": "delivered"}.get(code[1], "failed") if code else ("failed" if action else "")


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
    parts = [part for part in facts.message.machine_parts if part.content_type == "message/disposition-notification"]
    if not parts and "disposition-notification" not in facts.header("content-type"):
        return
    disposition = next((match[1].lower() for part in parts if (match := _DISPOSITION.search(part.text))), "")
    if disposition in {"deleted", "denied"}:
        yield _receipt(News.DELETED, DECISIVE / 2, "It is a read receipt (RFC 8098): deleted without being read.")
    elif disposition in {"dispatched", "processed"}:
        yield _receipt(News.DELIVERED, DECISIVE / 2, "It is a receipt (RFC 8098): a program took the mail.")
    else:
        yield _receipt(News.SEEN, DECISIVE / 2, "It is a read receipt (RFC 8098): seen, not answered.")


def _reaction(facts: MailFacts) -> Iterator[Receipt]:
    part = next((part for part in facts.message.machine_parts if part.content_type == _REACTION_PART), None)
    if part is not None:
        yield _receipt(News.REACTED, DECISIVE, f"It is a reaction{_emoji(part.text)}, without words.")
    elif (facts.own.count <= _A_LINE and _phrases().reacted.search(facts.own.words)) or _tapped().fullmatch(
        facts.own.words
    ):
        yield _receipt(News.REACTED, DECISIVE, "It is a reaction, without words.")


def _emoji(text: str) -> str:
    try:
        reaction = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    sign = reaction.get("emoji") if isinstance(reaction, dict) else None
    return f" ({clean_line(sign)[:_LONGEST_REACTION]})" if isinstance(sign, str) else ""


def _recall(facts: MailFacts) -> Iterator[Receipt]:
    titled = facts.subject.startswith(_phrases().recall)
    if not titled and facts.own.count > _FEW_WORDS:
        return
    phrases = phrases_in(facts.own.words, _phrases().recall_words)
    if phrases:
        yield _receipt(News.RECALLED, DECISIVE, f"It asks to take a mail back: “{phrases[0]}”.")
    elif titled and not facts.own.count:
        yield _receipt(News.RECALLED, DECISIVE, "Its subject asks to take a mail back, and it holds no words.")


def _worded(facts: MailFacts) -> Iterator[Receipt]:
    """A receipt in a program's own words: its title and a sentence of it, with little else."""
    phrases = _phrases()
    title = ""
    if facts.bare_subject.startswith(phrases.read) or facts.bare_subject.startswith(phrases.unread):
        title = next(filter(facts.bare_subject.startswith, (*phrases.read, *phrases.unread)))
    alone = not facts.own.count or facts.has_empty_sender
    if (
        title
        and facts.own.count <= 2 * _FEW_WORDS
        and (alone or phrases_in(facts.report_text, phrases.read_words) or phrases.read_split.search(facts.report_text))
    ):
        deleted = title in phrases.unread or bool(phrases_in(facts.report_text, phrases.deleted_words))
        yield _receipt(News.DELETED if deleted else News.SEEN, _TITLED, f"Its subject says “{title}”: a read receipt.")
    titled = facts.bare_subject.startswith(phrases.delivered)
    if (titled or facts.system_sender[0]) and (delivered := phrases_in(facts.report_text, phrases.delivered_words)):
        # A server that says both names what went well first: such a report is no bounce.
        weight = DECISIVE if titled and facts.system_sender[0] else _TITLED
        yield _receipt(News.DELIVERED, weight, f"It says the mail was delivered: “{delivered[0]}”.")
