"""Owns turning the bytes of one mail into a Message, in bounded time and memory; what the mail is, classify says."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from afterword.domain.conversation.message import Attachment, MachinePart, Message
from afterword.domain.text import clean, clean_line
from afterword.errors import NotUnderstood
from afterword.mail import limits
from afterword.mail.decoding import addresses, codec_of, decode, first_address, header_text, message_ids
from afterword.mail.mime import MimePart, header_bounds, leaves, parsed

_MAIL_FIELDS = {
    "from", "to", "subject", "date", "received", "message-id", "return-path", "delivered-to", "content-type",
    "mime-version", "in-reply-to", "references",
}  # fmt: skip
_MACHINE_TEXT = {
    "text/calendar", "text/rfc822-headers", "text/rfc822", "text/x-amp-html", "text/xml",
    "text/vnd.google.email-reaction+json",
}  # fmt: skip
_FOLDERS = re.compile(r"[\\/]")
_OUTLOOK_MSG = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "an RTF document",
}
_FROM_LINE = re.compile(rb">?From [^\n]*\n")
_SNIFFED = 200
_SIGNATURE_MARK = "-- "


class NotAMail(NotUnderstood):
    """The bytes are no mail; the hint says what would be."""


def parse(raw: bytes) -> Message:
    """The mail as plain data; parts beyond the limits are left out with a note, attachments are not unpacked.

    Raises NotAMail when the bytes hold no mail, and nothing else, whatever they hold.
    """
    data, notes = _unwrapped(raw)
    mail, cut = parsed(data)
    if not any(name.lower() in _MAIL_FIELDS for name, _ in mail.fields):
        raise NotAMail(
            "This is not a mail.",
            "It has no header such as From, Subject or Date.",
            "Choose a mail saved as .eml, or paste the text as a reply.",
        )
    content = _Content()
    for part in leaves(mail):
        content.take(part)
    return _message(mail, content, [*notes, *cut, *content.notes])


def looks_like_text(raw: bytes) -> bool:
    """Whether bytes that are no mail may be the text of one: not empty, not too long, no binary file."""
    if raw.startswith((_OUTLOOK_MSG, *_OTHER_FILES)) or len(raw) > limits.TEXT_BYTES:
        return False
    return bool(raw.strip()) and b"\0" not in raw


def _unwrapped(raw: bytes) -> tuple[bytes, list[str]]:
    """The mail itself with newlines as line ends, from its first header on, and notes about what was odd.

    Raises NotAMail for files of another kind.
    """
    notes: list[str] = []
    if raw.startswith(_OUTLOOK_MSG):
        raise NotAMail(
            "This is an Outlook .msg file.",
            "Afterword reads mails in the standard form, .eml.",
            "Drag the mail onto a web mailer or save it as .eml, or paste its text.",
        )
    for magic, kind in _OTHER_FILES.items():
        if raw.startswith(magic):
            raise NotAMail(f"This is {kind}, not a mail.", "", "Choose an .eml file, or paste the text.")
    if len(raw) > limits.MAIL_BYTES:
        megabytes = limits.MAIL_BYTES // (1024 * 1024)
        notes.append(f"The mail is larger than {megabytes} MB; only the first {megabytes} MB were read.")
        raw = raw[: limits.MAIL_BYTES]
    raw = _as_bytes_of_mail(raw, notes)
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    raw = raw.lstrip(b" \t\n\0")
    if line := _FROM_LINE.match(raw):
        raw = raw[line.end() :].lstrip(b"\n")
    return raw, notes


def _as_bytes_of_mail(raw: bytes, notes: list[str]) -> bytes:
    codec = ""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec = "utf-16"
    elif raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:]
    elif len(raw) > _SNIFFED and raw[1:_SNIFFED:2].count(0) > _SNIFFED // 3:
        codec = "utf-16-le"
    elif len(raw) > _SNIFFED and raw[0:_SNIFFED:2].count(0) > _SNIFFED // 3:
        codec = "utf-16-be"
    if not codec:
        return raw
    notes.append("The file was stored as UTF-16 and has been converted.")
    return raw.decode(codec, "replace").encode("utf-8", "replace")


def _message(mail: MimePart, content: "_Content", notes: list[str]) -> Message:
    raw = {name.lower(): value for name, value in reversed(mail.fields)}
    headers = tuple((name, _line(value)) for name, value in mail.fields)
    first = {name.lower(): value for name, value in reversed(headers)}
    name, address = first_address(_unfolded(raw.get("from") or raw.get("sender", "")))
    recipients = addresses(_unfolded(raw.get("to", "")))
    return Message(
        message_id=next(iter(message_ids(first.get("message-id", ""))), ""),
        in_reply_to=next(iter(message_ids(first.get("in-reply-to", ""))), ""),
        references=message_ids(first.get("references", "")),
        from_name=clean_line(name),
        from_address=clean_line(address),
        to=tuple(clean_line(recipient) for _, recipient in recipients if recipient),
        subject=first.get("subject", ""),
        date=_date(first.get("date", "")),
        headers=headers,
        plain=clean("\n".join(content.plain)).strip("\n"),
        html=clean("\n".join(content.html)).strip("\n"),
        attachments=tuple(content.attachments),
        machine_parts=tuple(content.machine),
        notes=tuple(dict.fromkeys(notes)),
    )


class _Content:
    """What has been gathered from the parts so far; texts are decoded until the limit, attachments never."""

    def __init__(self) -> None:
        self._room = limits.TEXT_BYTES
        self.plain: list[str] = []
        self.html: list[str] = []
        self.attachments: list[Attachment] = []
        self.machine: list[MachinePart] = []
        self.notes: list[str] = []

    def take(self, part: MimePart | str) -> None:
        """File one part under what it is; a text is a note about parts that were left out."""
        if isinstance(part, str):
            self.notes.append(part)
            return
        kind = part.kind
        attached = part.disposition == "attachment" and not part.is_bare_message
        if kind.startswith("message/") or kind in _MACHINE_TEXT:
            self._machine(part, kind)
        elif attached and kind == "text/plain" and _holds_headers(part):
            self._machine(part, "text/rfc822-headers")
        if attached or not kind.startswith(("text/", "message/")):
            name = clean_line(_FOLDERS.split(part.filename)[-1])[:200]
            self.attachments.append(Attachment(name, clean_line(kind)[:100], part.size))
        elif kind == "text/html":
            self.html.append(self._text(part))
        elif kind.startswith("text/") and kind not in _MACHINE_TEXT:
            text = self._text(part)
            flowed = part.type_parameters.get("format", "").lower() == "flowed"
            self.plain.append(unflow(text) if flowed else text)

    def _text(self, part: MimePart) -> str:
        decoded = part.body(self._room * 4)
        if len(decoded) > self._room:
            self.notes.append("The text was very long and has been cut.")
            decoded = decoded[: self._room]
        self._room -= len(decoded)
        charset = part.type_parameters.get("charset", "")
        if charset and codec_of(charset) is None and not decoded.isascii():
            self.notes.append(f"The character set {clean_line(charset)[:40]} is not known; some letters may be wrong.")
        return decode(decoded, charset)

    def _machine(self, part: MimePart, kind: str) -> None:
        if part.is_bare_message:
            header = part.raw_header[: limits.MACHINE_PART_BYTES].encode("latin-1")
            self.machine.append(MachinePart(kind, (), clean(decode(header))))
            return
        text = part.body(limits.MACHINE_PART_BYTES)
        if kind == "message/rfc822":
            text = text.lstrip(b"\n")
            text = text[: header_bounds(text)[0]]
        parameters = tuple((name, clean_line(value)) for name, value in part.type_parameters.items())
        charset = part.type_parameters.get("charset", "")
        self.machine.append(MachinePart(clean_line(kind), parameters, clean(decode(text, charset))))


def _holds_headers(part: MimePart) -> bool:
    """Whether an attached text is the header of a mail, as some servers return it."""
    start = part.raw_body[: limits.HEADER_BYTES].lower()
    return "\nmessage-id:" in start and "\nfrom:" in start


def unflow(text: str) -> str:
    """Text in format=flowed (RFC 3676) with its soft line ends and the stuffing removed; quoted lines stay lines."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        bare = line.removeprefix(" ")
        quoted = line.startswith(">")
        if goes_on and not quoted:
            lines[-1] += bare
        else:
            lines.append(bare)
        goes_on = bare.endswith(" ") and bare != _SIGNATURE_MARK and not quoted
    return "\n".join(lines)


def _unfolded(value: str) -> str:
    return decode(value.encode("latin-1")).replace("\n", " ")


def _line(value: str) -> str:
    """The value of a header, one character for each of its bytes, as text; most values are plain already."""
    if value.isascii() and "=?" not in value and "\x1b" not in value:
        return clean_line(value.replace("\n", " "))
    return clean_line(header_text(value.encode("latin-1")))


def _date(text: str) -> datetime | None:
    """The Date header with its offset; without one it counts as UTC. None where it cannot be read."""
    try:
        date = parsedate_to_datetime(text[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
