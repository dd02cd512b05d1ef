"""Owns turning the bytes of one mail into a Message, in bounded time and memory; what the mail is, classify says."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from afterword.domain.conversation.message import Attachment, MachinePart, Message
from afterword.domain.text import clean, clean_line
from afterword.mail import limits
from afterword.mail.addresses import addresses, first_address
from afterword.mail.charsets import codec_of, decode
from afterword.mail.encoded import body_bytes, decoded_size, header_text
from afterword.mail.fields import Fields, fields, first, message_ids
from afterword.mail.flowed import unflow
from afterword.mail.mime import Part, head_end, walk
from afterword.mail.unwrap import NotAMail, unwrap

_MAIL_FIELDS = {
    "from",
    "to",
    "subject",
    "date",
    "received",
    "message-id",
    "return-path",
    "delivered-to",
    "content-type",
    "mime-version",
    "in-reply-to",
    "references",
}
_MACHINE_TEXT = {
    "text/calendar",
    "text/rfc822-headers",
    "text/rfc822",
    "text/x-amp-html",
    "text/xml",
    "text/vnd.google.email-reaction+json",
}
_FOLDERS = re.compile(r"[\\/]")


def parse(raw: bytes) -> Message:
    """The mail as plain data; parts beyond the limits are left out with a note, attachments are not unpacked.

    Raises NotAMail when the bytes hold no mail, and nothing else, whatever they hold.
    """
    data, notes = unwrap(raw)
    stop, body = head_end(data, 0, len(data))
    found, cut = fields(data[:stop])
    if not any(name.lower() in _MAIL_FIELDS for name, _ in found):
        raise NotAMail(
            "This is not a mail.",
            "It has no header such as From, Subject or Date.",
            "Choose a mail saved as .eml, or paste the text as a reply.",
        )
    if cut:
        notes.append("The header was too large and has been cut.")
    walked = walk(data, found, body)
    content = _Content(data)
    for part in walked.parts:
        content.take(part)
    return _message(found, content, [*notes, *walked.notes, *content.notes])


def _message(found: Fields, content: "_Content", notes: list[str]) -> Message:
    sender = first(found, "from") or first(found, "sender")
    name, address = first_address(decode(sender).replace("\n", " "))
    to = addresses(decode(first(found, "to")).replace("\n", " "))
    return Message(
        message_id=next(iter(message_ids(_line(first(found, "message-id")))), ""),
        in_reply_to=next(iter(message_ids(_line(first(found, "in-reply-to")))), ""),
        references=message_ids(_line(first(found, "references"))),
        from_name=clean_line(name),
        from_address=clean_line(address),
        to=tuple(clean_line(one) for _, one in to if one),
        subject=_line(first(found, "subject")),
        date=_date(_line(first(found, "date"))),
        headers=tuple((key, _line(value)) for key, value in found),
        plain=clean("\n".join(content.plain)).strip("\n"),
        html=clean("\n".join(content.html)).strip("\n"),
        attachments=tuple(content.attachments),
        machine_parts=tuple(content.machine),
        notes=tuple(dict.fromkeys(notes)),
    )


class _Content:
    """What has been gathered from the parts so far; texts are decoded until the limit, attachments never."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._room = limits.TEXT_BYTES
        self.plain: list[str] = []
        self.html: list[str] = []
        self.attachments: list[Attachment] = []
        self.machine: list[MachinePart] = []
        self.notes: list[str] = []

    def take(self, part: Part) -> None:
        """File one part under what it is."""
        kind = part.content_type
        if kind.startswith("message/") or kind in _MACHINE_TEXT:
            self._machine(part, kind)
        elif part.disposition == "attachment" and kind == "text/plain" and self._holds_headers(part):
            self._machine(part, "text/rfc822-headers")
        if part.disposition == "attachment" or not kind.startswith(("text/", "message/")):
            self._attachment(part)
        elif kind == "text/html":
            self.html.append(self._text(part))
        elif kind.startswith("text/") and kind not in _MACHINE_TEXT:
            text = self._text(part)
            self.plain.append(unflow(text) if part.parameters.get("format", "").lower() == "flowed" else text)

    def _text(self, part: Part) -> str:
        encoded = self._data[part.start : min(part.end, part.start + self._room * 4)]
        decoded = body_bytes(encoded, part.transfer_encoding)
        if len(decoded) > self._room:
            self.notes.append("The text was very long and has been cut.")
            decoded = decoded[: self._room]
        self._room -= len(decoded)
        charset = part.parameters.get("charset", "")
        if charset and codec_of(charset) is None and not decoded.isascii():
            self.notes.append(f"The character set {clean_line(charset)[:40]} is not known; some letters may be wrong.")
        return decode(decoded, charset)

    def _holds_headers(self, part: Part) -> bool:
        """Whether an attached text is the header of a mail, as some servers return it."""
        start = self._data[part.start : min(part.end, part.start + limits.HEADER_BYTES)].lower()
        return b"\nmessage-id:" in start and b"\nfrom:" in start

    def _machine(self, part: Part, kind: str) -> None:
        encoded = self._data[part.start : min(part.end, part.start + limits.MACHINE_PART_BYTES)]
        text = body_bytes(encoded, part.transfer_encoding)
        if kind == "message/rfc822":
            text = text.lstrip(b"\n")
            text = text[: head_end(text, 0, len(text))[0]]
        parameters = tuple((key, clean_line(value)) for key, value in part.parameters.items())
        charset = part.parameters.get("charset", "")
        self.machine.append(MachinePart(clean_line(kind), parameters, clean(decode(text, charset))))

    def _attachment(self, part: Part) -> None:
        lines = self._data.count(b"\n", part.start, part.end)
        size = decoded_size(part.end - part.start, lines, part.transfer_encoding)
        name = clean_line(_FOLDERS.split(part.filename)[-1])[:200]
        self.attachments.append(Attachment(name, clean_line(part.content_type)[:100], size))


def _line(value: bytes) -> str:
    return clean_line(header_text(value))


def _date(text: str) -> datetime | None:
    """The Date header with its offset; without one it counts as UTC. None where it cannot be read."""
    try:
        found = parsedate_to_datetime(text[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
