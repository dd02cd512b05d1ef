"""Owns what a file can be wrapped in: byte order marks, UTF-16, "From " lines, three kinds of line ends."""

import re

from afterword.errors import NotUnderstood
from afterword.mail import limits

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


class NotAMail(NotUnderstood):
    """The bytes are no mail; the hint says what would be."""


def unwrap(raw: bytes) -> tuple[bytes, list[str]]:
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
    for magic, what in _OTHER_FILES.items():
        if raw.startswith(magic):
            raise NotAMail(f"This is {what}, not a mail.", "", "Choose an .eml file, or paste the text.")
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


def looks_like_text(raw: bytes) -> bool:
    """Whether bytes that are no mail may be the text of one: not empty, not too long, no binary file."""
    if raw.startswith((_OUTLOOK_MSG, *_OTHER_FILES)) or len(raw) > limits.TEXT_BYTES:
        return False
    return bool(raw.strip()) and b"\0" not in raw
