"""Owns what a mail holds as an answer: its new words, and what stands beside them or in their place.

Words can be hidden (attached, encrypted, packed by a program) or missing (a signature alone): both are said in a
sentence, and neither armour nor a signature counts as words.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from afterword.domain.conversation.message import Attachment, Message
from afterword.domain.text import clean, shorten
from afterword.mail.newtext import is_signature, new_text

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
_SEALED: dict[str, str] = {
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
# What mail programs write into the text where a picture stands.
_PICTURES = re.compile(
    r"\[(?:image|cid|bild|imagen|immagine|imagem|afbeelding|inline image)\b[^\]\n]{0,200}\]|<image\d+\.\w{3,4}>",
    re.IGNORECASE,
)
_PROTECTED = "application/x-microsoft-rpmsg-message"
_MOST_NAMED = 5
_KILO = 1000
_SHOWN = 60


class Content(Struct, frozen=True):
    """The new words of a mail; `note` says what is beside or instead of them, `hidden` that words cannot be read."""

    text: str
    note: str = ""
    hidden: bool = False


def content_of(message: Message) -> Content:
    """What was newly written in a mail, and what it holds beside that or in its place."""
    plain, sealed = without_armour(message.plain)
    text, sealed_in_markup = without_armour(new_text(plain or None, message.html or None))
    text = clean(text).strip()
    attached = tuple(one for one in message.attachments if _counts(one))
    way = _way_sealed(message, attached) or (_SEALED["application/pgp-encrypted"] if sealed or sealed_in_markup else "")
    signature = is_signature(text, message.from_name)
    pictures = bool(text) and not _PICTURES.sub("", text).strip()
    words = "" if signature or pictures or (way and way == _SEALED[_PROTECTED]) else text
    if words:
        beside = [one for one in attached if not one.content_type.startswith("image/")]
        return Content(words, way or (f"Attached: {_named(beside)}." if beside else ""))
    if way:
        return Content("", way, hidden=True)
    # Pictures beside a signature are its logos; alone they may show words.
    files = [one for one in attached if not (signature and text and one.content_type.startswith("image/"))]
    if files:
        return Content("", f"It holds no words, only what is attached: {_named(files)}.", hidden=True)
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


def _counts(one: Attachment) -> bool:
    """Whether an attachment is anything but the signature of a program or a calendar's entry."""
    return one.content_type.lower() not in (*_SIGNATURES, "text/calendar", "application/ics")


def _way_sealed(message: Message, attached: Sequence[Attachment]) -> str:
    """The sentence on how the words are sealed in an attachment; empty where they are not."""
    for one in attached:
        kind = one.content_type.lower()
        kind = next((told for name, told in _BY_NAME if name.fullmatch(one.name)), kind)
        if kind in _SEALED:
            signed = "pkcs7" in kind and "signed-data" in message.header("content-type").lower()
            return _SIGNED if signed else _SEALED[kind]
    return ""


def _named(files: Sequence[Attachment]) -> str:
    named = [f"{one.name or 'a part without a name'} ({one.content_type}, {_size(one.size)})" for one in files]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return ", ".join(named[:_MOST_NAMED]) + more


def _size(size: int) -> str:
    if size < _KILO:
        return f"{size} bytes"
    return f"{size / _KILO:.0f} kB" if size < _KILO * _KILO else f"{size / _KILO / _KILO:.1f} MB"
