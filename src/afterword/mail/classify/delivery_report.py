"""Owns reading delivery reports (RFC 3464), in their own part or pasted into the text: per recipient, what happened."""

import re
from collections.abc import Iterator

from msgspec import Struct

from afterword.domain.conversation.message import Message
from afterword.mail.decoding import first_address, message_ids

_REPORT_TYPES = {"message/delivery-status", "message/global-delivery-status", "message/delivery-report"}
_FIELD = re.compile(r"^[ \t]*([A-Za-z][A-Za-z-]{3,40})[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
_FULL_MAILBOX = re.compile(
    r"\b[45]\.2\.2\b|mailbox[^.\n]{0,20}full|over ?quota|quota exceeded|exceeded[^.\n]{0,20}quota", re.IGNORECASE
)
_TEXT_CHARS = 20_000


class RecipientReport(Struct, frozen=True):
    """What a report says about one recipient; `action` is the standard's word, or empty."""

    address: str
    action: str
    status: str
    diagnostic: str

    @property
    def permanent(self) -> bool | None:
        """Whether trying again is pointless; a full mailbox may have room later. None where nothing says."""
        if _FULL_MAILBOX.search(f"{self.status} {self.diagnostic}"):
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
        return any(one.action in actions for one in self.recipients)


def delivery_report(message: Message, text: str) -> DeliveryReport | None:
    """The delivery report of a mail, from its own part or else from its text; None where there is none."""
    for part in message.machine_parts:
        if part.content_type in _REPORT_TYPES:
            found = _read(part.text, standard=True)
            if found:
                return found
    return _read(text[:_TEXT_CHARS], standard=False)


def _read(text: str, *, standard: bool) -> DeliveryReport | None:
    recipients: list[RecipientReport] = []
    group: dict[str, str] = {}
    ids: tuple[str, ...] = ()
    for name, value in _fields(text):
        if name in {"final-recipient", "original-recipient"} and _starts_new(group, name):
            recipients += _recipient(group, standard=standard)
            group = {}
        if name in {"original-message-id", "x-original-message-id"}:
            ids = message_ids(value)
        group.setdefault(name, value)
    recipients += _recipient(group, standard=standard)
    return DeliveryReport(tuple(recipients), ids, standard) if recipients else None


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for match in _FIELD.finditer(text):
        yield match[1].lower(), match[2].strip()


def _starts_new(group: dict[str, str], name: str) -> bool:
    return name in group or {"action", "final-recipient"} <= group.keys()


def _recipient(group: dict[str, str], *, standard: bool) -> list[RecipientReport]:
    named = group.get("final-recipient") or group.get("original-recipient", "")
    action = re.split(r"[^a-z]", group.get("action", "").lower().strip(), maxsplit=1)[0]
    if not action and not (named and "status" in group):
        return []
    if not standard and not (named or "status" in group):
        return []
    address = first_address(named.partition(";")[2] or named)[1].strip("<>")
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
