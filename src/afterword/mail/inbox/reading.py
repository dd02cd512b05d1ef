"""Owns turning the bytes of a found mail into what the check works with; where the bytes come from is each inbox's."""

import hashlib
from datetime import UTC, datetime

from afterword.domain.incoming import Incoming, Wanted
from afterword.domain.message import Message
from afterword.domain.text import clean
from afterword.errors import AfterwordError
from afterword.mail.classify import classify
from afterword.mail.newtext import new_text, readable_text
from afterword.mail.parse import parse
from afterword.ports import Progress

_FULL_TEXT = 100_000
"""Characters of the whole message that are kept beside its new text."""


def read_incoming(raw: bytes, wanted: Wanted, source: str) -> Incoming:
    """The mail as the check takes it. Raises `AfterwordError` when the bytes hold no mail."""
    message = parse(raw)
    verdict = classify(message, wanted.message_ids)
    plain, html = message.plain or None, message.html or None
    return Incoming(
        key=message.message_id or content_key(message),
        from_name=message.from_name,
        from_address=message.from_address,
        subject=message.subject,
        at=message.date or datetime.now(UTC).replace(microsecond=0),
        answers=message.answers,
        verdict=verdict,
        text=clean(new_text(plain, html)).strip(),
        full_text=clean(readable_text(plain, html))[:_FULL_TEXT].strip(),
        source=source,
    )


def content_key(message: Message) -> str:
    """A key for a mail without a Message-ID: the same mail in two folders has the same one."""
    parts = (message.from_address.lower(), message.subject, str(message.date), message.plain or message.html)
    return "content:" + hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def guarded(raw: bytes, wanted: Wanted, source: str, tell: Progress) -> Incoming | None:
    """The mail, or None with a note when it cannot be read: one bad mail never ends a check."""
    try:
        mail = read_incoming(raw, wanted, source)
    except AfterwordError as error:
        tell.skipped(f"{source}: {error.title}")
        return None
    except (RecursionError, MemoryError, ValueError, LookupError) as error:
        tell.skipped(f"{source}: it could not be read ({type(error).__name__}).")
        return None
    return None if mail.key in wanted.known else mail
