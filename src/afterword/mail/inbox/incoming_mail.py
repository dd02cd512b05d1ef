"""Owns turning the bytes of a found mail into what the check works with; where the bytes come from is each inbox's."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from afterword.domain.conversation.message import DecisionKind, Incoming, MailKind, Message
from afterword.domain.conversation.threads import Wanted, own_copy
from afterword.domain.people import NamedAddress, folded_address
from afterword.domain.text import clean, clean_line
from afterword.errors import AfterwordError
from afterword.languages.loader import listed
from afterword.mail.appointments import appointment_of
from afterword.mail.classify import classify
from afterword.mail.classify.decisions import decide
from afterword.mail.content import content_of
from afterword.mail.decoding import addresses
from afterword.mail.newtext import MailBody
from afterword.mail.parse import parse
from afterword.ports import Progress

_FULL_TEXT = 100_000
"""Characters of the whole message that are kept beside its new text."""
_AHEAD = timedelta(hours=26)
"""How far ahead a date may lie: another zone mistaken for one's own, and no more."""
ORIGIN_HEADERS = ("reply-to", "x-original-from", "x-google-original-from", "x-original-sender", "sender")
"""The headers that name whom an answer reaches, or whose mail a list or group has passed on."""
_MOST_ADDRESSES = 20
_LIST_TAGS = re.compile(r"^(?:\[(?!fwd?:)[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_SHOWN_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the subject of an answer begins, and that of a mail passed on."""
    answer, forward = ("|".join(listed("mail", "subject", words)) for words in ("answer", "forward"))
    return (
        re.compile(rf"(?:{answer})(?:\[\d+\])?\s*[:：]", re.IGNORECASE),
        re.compile(rf"\[?(?:{forward})(?:\[\d+\])?\s*[:：]", re.IGNORECASE),
    )


def read_incoming(raw: bytes, wanted: Wanted, source: str) -> Incoming:
    """The mail as the check takes it. Raises `AfterwordError` when the bytes hold no mail."""
    return incoming_of(parse(raw), wanted, source)


def incoming_of(message: Message, wanted: Wanted, source: str) -> Incoming:
    """A mail that was read, as the check takes it."""
    body = MailBody.of(message.plain, message.html)
    content, verdict = content_of(message, body), classify(message, wanted.message_ids, body)
    decision = decide(message, verdict, body)
    entered = any(part.content_type == "text/calendar" for part in message.machine_parts)
    meets = decision.kind is DecisionKind.INVITATION or verdict.kind is MailKind.CALENDAR or entered
    return Incoming(
        key=message.message_id or content_key(message),
        from_name=message.from_name,
        from_address=message.from_address,
        subject=message.subject,
        at=_moment(message, wanted.now),
        answers=message.answers,
        verdict=verdict,
        text=content.text,
        full_text=clean(body.readable_text)[:_FULL_TEXT].strip(),
        source=source,
        notes=message.notes,
        to=message.to,
        cc=tuple(address for value in message.header_values("cc")[:1] for _, address in addresses(value) if address),
        note=content.note,
        hidden=content.hidden,
        behind=people_behind(message),
        forward=is_forward(message, body),
        decision=decision,
        appointment=appointment_of(message, body) if meets else None,
    )


def content_key(message: Message) -> str:
    """A key for a mail without a Message-ID: the same mail in two folders has the same one."""
    parts = (message.from_address.lower(), message.subject, str(message.date), message.plain or message.html)
    return "content:" + hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def guarded(raw: bytes, wanted: Wanted, source: str, tell: Progress) -> Incoming | None:
    """The mail, or None when it is of no concern; one that cannot be read leaves a note and never ends a check.

    What the person wrote is no answer, but may be a letter that they handed over and sent.
    """
    try:
        mail = read_incoming(raw, wanted, source)
    except AfterwordError as error:
        tell.skipped(f"{clean_line(source)}: {error.title}")
        return None
    except (RecursionError, MemoryError, ValueError, LookupError) as error:
        tell.skipped(f"{clean_line(source)}: It could not be read ({type(error).__name__}).")
        return None
    if mail.key in wanted.known:
        return None
    drafted = wanted.threads.drafts.named((mail.key,)) is not None
    written_by_me = drafted or folded_address(mail.from_address) in wanted.own
    return own_copy(wanted.threads, mail) if written_by_me else mail


def _moment(message: Message, now: datetime) -> datetime:
    """When the mail was written, by its own date or else by the servers that passed it on; never in the future."""
    dated = message.date if message.date is not None else _passed_on(message)
    if dated is None:
        return now
    try:
        moment = dated.astimezone(UTC)
    except (OverflowError, ValueError):
        return now
    if moment > now + _AHEAD:
        moment = _passed_on(message) or now
    return min(moment, now)


def _passed_on(message: Message) -> datetime | None:
    """When the person's own server took the mail, by its topmost Received line."""
    try:
        passed_on = parsedate_to_datetime(message.header("received").rpartition(";")[2].strip())
        return (passed_on if passed_on.tzinfo else passed_on.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def people_behind(message: Message) -> tuple[NamedAddress, ...]:
    """Those for whom the sender stands, by the headers and by an address in the name itself; each once."""
    people = [
        NamedAddress(name, address)
        for header in ORIGIN_HEADERS
        for value in message.header_values(header)[:1]
        for name, address in addresses(value)[:_MOST_ADDRESSES]
    ]
    people += [NamedAddress("", shown) for shown in _SHOWN_ADDRESS.findall(message.from_name)[:1]]
    return tuple(dict.fromkeys(people))


def is_forward(message: Message, body: MailBody) -> bool:
    """Whether the mail passes on another one, by its subject or, where that is no answer's, by its text."""
    subject = _LIST_TAGS.sub("", message.subject.strip())
    if _titles()[1].match(subject):
        return True
    return not _titles()[0].match(subject) and body.is_passed_on
