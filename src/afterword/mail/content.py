"""Owns what a mail says: its new words, what stands beside them or in their place, and the explanation of one file.

Words can be hidden (attached, encrypted, packed by a program) or missing (a signature alone): both are said in a
sentence, and neither armour nor a signature counts as words.
"""

import re
from collections.abc import Sequence
from functools import cache

from msgspec import Struct, field, to_builtins

from afterword.domain.conversation.message import Attachment, MailKind, Message
from afterword.domain.text import clean, shorten
from afterword.languages.loader import listed
from afterword.mail.classify import classify
from afterword.mail.decoding import decode
from afterword.mail.newtext import MailBody, is_signature, new_text
from afterword.mail.parse import NotAMail, looks_like_text, parse

_FRAME = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Za-z-]+:[^\n]*\n)*", re.MULTILINE)
_BLOCK = re.compile(
    r"^-----BEGIN PGP (SIGNATURE|MESSAGE|PUBLIC KEY BLOCK|PRIVATE KEY BLOCK)[^\n]{0,40}-----[ \t]*$"
    r"(?:(?!^-----END PGP ).)*+(?:^-----END PGP [^\n]{0,60}-----[ \t]*$)?",
    re.MULTILINE | re.DOTALL,
)
_ESCAPED = re.compile(r"^- (?=-)", re.MULTILINE)
_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
_SIGNED = "It is signed with S/MIME, and its words stand inside; your mail program can open it."
_PACKED = "Outlook packed it into winmail.dat; your mail program may open it, or ask them for plain text."
_ENCRYPTED: dict[str, str] = {
    "application/pgp-encrypted": "It is encrypted with PGP; your mail program can open it.",
    "application/pkcs7-mime": "It is encrypted with S/MIME; your mail program can open it.",
    "application/x-pkcs7-mime": "It is encrypted with S/MIME; your mail program can open it.",
    "application/ms-tnef": _PACKED,
    "application/vnd.ms-tnef": _PACKED,
    "application/x-microsoft-rpmsg-message": "It is encrypted by Microsoft 365; open it in your mail program.",
}
_BY_NAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"winmail\d*\.dat", re.IGNORECASE), "application/ms-tnef"),
    (re.compile(r"smime\.p7m", re.IGNORECASE), "application/pkcs7-mime"),
    (re.compile(r".*\.rpmsg", re.IGNORECASE), "application/x-microsoft-rpmsg-message"),
    (
        re.compile(r"(?!signature)[^/]*(?:encrypt|msg)[^/]*\.(?:asc|pgp|gpg)", re.IGNORECASE),
        "application/pgp-encrypted",
    ),
)
_PROTECTED = "application/x-microsoft-rpmsg-message"
_MOST_NAMED = 5
_KILO = 1000
_SHOWN = 60
_HTML = re.compile(r"\s*(?:<!doctype|<html|<head|<body|<div|<p\b|<meta|<table|<span|<style)", re.IGNORECASE)


@cache
def _pictures() -> re.Pattern[str]:
    """What mail programs write into the text where a picture stands."""
    words = listed("quotations", "quotation", "pictures")
    return re.compile(rf"\[(?:{'|'.join(words)})\b[^\]\n]{{0,200}}\]|<image\d+\.\w{{3,4}}>", re.IGNORECASE)


class Content(Struct, frozen=True):
    """The new words of a mail; `note` says what is beside or instead of them, `hidden` that words cannot be read."""

    text: str
    note: str = ""
    hidden: bool = False


def content_of(message: Message, body: MailBody | None = None) -> Content:
    """What was newly written in a mail, and what it holds beside that or in its place.

    `body` are its texts, where they have been taken apart already.
    """
    plain, is_encrypted = without_armour(message.plain)
    if body is None or plain != message.plain:
        body = MailBody.of(plain, message.html)
    text, is_html_encrypted = without_armour(body.new_text)
    text = clean(text).strip()
    attached = tuple(filter(_counts, message.attachments))
    encryption = _encryption(message, attached)
    if not encryption and (is_encrypted or is_html_encrypted):
        encryption = _ENCRYPTED["application/pgp-encrypted"]
    signature = is_signature(text, message.from_name)
    pictures = bool(text) and not _pictures().sub("", text).strip()
    words = "" if signature or pictures or encryption == _ENCRYPTED[_PROTECTED] else text
    if words:
        files = [file for file in attached if not file.content_type.startswith("image/")]
        return Content(words, encryption or (f"Attached: {_file_names(files)}." if files else ""))
    if encryption:
        return Content("", encryption, hidden=True)
    # Pictures beside a signature are its logos; alone they may show words.
    files = [file for file in attached if not (signature and text and file.content_type.startswith("image/"))]
    if files:
        return Content("", f"It holds no words, only what is attached: {_file_names(files)}.", hidden=True)
    if pictures:
        return Content("", "It holds only a picture; your mail program can show it.", hidden=True)
    return Content("", f"It holds only a signature: “{shorten(text, _SHOWN)}”." if text else "It holds no words.")


def without_armour(text: str) -> tuple[str, bool]:
    """A text without the armour of PGP (what was signed stays), and whether something in it was encrypted."""
    if "-----BEGIN PGP " not in text:
        return text, False
    encrypted = any(block[1] == "MESSAGE" for block in _BLOCK.finditer(text))
    framed = _FRAME.sub("", text)
    bare = _BLOCK.sub("", framed)
    return (_ESCAPED.sub("", bare) if framed != text else bare), encrypted


def _counts(file: Attachment) -> bool:
    """Whether an attachment is anything but the signature of a program or a calendar's entry."""
    return file.content_type.lower() not in (*_SIGNATURES, "text/calendar", "application/ics")


def _encryption(message: Message, attached: Sequence[Attachment]) -> str:
    """The sentence on how the words are encrypted or packed in an attachment; empty where they are not."""
    for file in attached:
        kind = next((kind for name, kind in _BY_NAME if name.fullmatch(file.name)), file.content_type.lower())
        if kind in _ENCRYPTED:
            signed = "pkcs7" in kind and "signed-data" in message.header("content-type").lower()
            return _SIGNED if signed else _ENCRYPTED[kind]
    return ""


def _file_names(files: Sequence[Attachment]) -> str:
    labels = [f"{file.name or 'a part without a name'} ({file.content_type}, {_size(file.size)})" for file in files]
    more = f" and {len(labels) - _MOST_NAMED} more" if len(labels) > _MOST_NAMED else ""
    return ", ".join(labels[:_MOST_NAMED]) + more


def _size(size: int) -> str:
    if size < _KILO:
        return f"{size} bytes"
    return f"{size / _KILO:.0f} kB" if size < _KILO * _KILO else f"{size / _KILO / _KILO:.1f} MB"


class Explanation(Struct, frozen=True):
    """What `mail explain` prints about one file; every string is cleaned and safe for a terminal."""

    file: str
    kind: MailKind
    reason: str
    sender: str = field(name="from")
    in_reply_to: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, object]:
        """The JSON form: `file, kind, reason, from, in_reply_to, text, attachments`, and `notes` on what was odd."""
        document: dict[str, object] = to_builtins(self)
        return document | {
            "attachments": [
                {"name": file.name, "type": file.content_type, "size": file.size} for file in self.attachments
            ]
        }


def explain(name: str, raw: bytes) -> Explanation:
    """What the file called `name` holds; a text without a mail header counts as the pasted text of a reply.

    Raises NotAMail for empty files and for files that are neither mail nor text.
    """
    try:
        message = parse(raw)
    except NotAMail:
        if not looks_like_text(raw):
            raise
        return _explain_paste(name, raw)
    body = MailBody.of(message.plain, message.html)
    verdict = classify(message, body=body)
    sender = f"{message.from_name} <{message.from_address}>" if message.from_name else message.from_address
    content = content_of(message, body)
    return Explanation(
        file=clean(name),
        kind=verdict.kind,
        reason=verdict.reason,
        sender=sender,
        in_reply_to=message.in_reply_to,
        text=content.text,
        notes=(*message.notes, *filter(None, [content.note])),
        attachments=message.attachments,
    )


def _explain_paste(name: str, raw: bytes) -> Explanation:
    text = clean(decode(raw.removeprefix(b"\xef\xbb\xbf")))
    is_html = name.lower().endswith((".html", ".htm")) or _HTML.match(text)
    written = new_text(None, text) if is_html else new_text(text, None)
    reason = "It has no mail header, so it is read as the text of a reply."
    return Explanation(clean(name), MailKind.REPLY, reason, "", "", clean(written))
