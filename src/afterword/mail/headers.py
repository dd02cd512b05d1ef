"""Owns the values of header fields: encoded words, Message-IDs and addresses, whatever a sender puts into them."""

import binascii
import re

from msgspec import Struct, field

from afterword.mail import limits
from afterword.mail.charsets import decode

# Blanks between two encoded words belong to neither.
_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s]{0,60}\?[bBqQ]\?)")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_ID = re.compile(r"<([^<>]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;\"]{1,400}@[^\s<>,;\"]{1,400}")
_BLANKS = re.compile(r"\s+")


def header_text(value: bytes | str) -> str:
    """A header's value as text: raw bytes as UTF-8 or Windows-1252, encoded words (RFC 2047) decoded, folds undone.

    One word that is damaged spoils no other.
    """
    text = decode(value) if isinstance(value, bytes) else value
    text = text.replace("\n", " ")
    if "=?" not in text:
        return text
    return _decoded_words(_BETWEEN_WORDS.sub(r"\1", text))


def _decoded_words(text: str) -> str:
    pieces: list[str] = []
    pending, charset, position = b"", "", 0
    for word in _WORD.finditer(text):
        between = text[position : word.start()]
        name = word[1].split("*")[0].lower()
        # A character may be split over two words of one charset: join the bytes before decoding.
        if between or name != charset:
            pieces += [decode(pending, charset), between]
            pending = b""
        charset = name
        payload = word[3].encode("utf-8", "replace")
        pending += base64_bytes(payload) if word[2] in "bB" else binascii.a2b_qp(payload, header=True)
        position = word.end()
    pieces += [decode(pending, charset), text[position:]]
    return "".join(pieces)


def base64_bytes(data: bytes) -> bytes:
    """Base64 decoded, whatever stands between its characters or is missing at its end."""
    digits = data.translate(None, _NOT_BASE64)
    digits = digits[:-1] if len(digits) % 4 == 1 else digits
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def message_ids(value: str) -> tuple[str, ...]:
    """Every Message-ID in a header's value, with angle brackets, blanks inside removed (long ids get folded)."""
    ids = [f"<{_BLANKS.sub('', match[1])}>" for match in _ID.finditer(value)]
    if not ids:
        ids = [f"<{match[0]}>" for match in _BARE_ID.finditer(value)]
    return tuple(dict.fromkeys(ids[: limits.IDS]))


class _Scan(Struct):
    """The state of one pass over a header's value."""

    found: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    angle: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    depth: int = 0
    quoted: bool = False
    escaped: bool = False
    in_angle: bool = False
    had_angle: bool = False

    def flush(self) -> None:
        """End one address: take the name and the address seen since the last comma."""
        words, comment = "".join(self.words).strip(), "".join(self.comment).strip()
        if self.had_angle:
            self._keep(words or comment, "".join(self.angle))
        elif "@" in words:
            self._keep(comment, words)
        elif words or comment:
            self._keep(words or comment, "")
        self.words, self.angle, self.comment = [], [], []
        self.depth, self.quoted, self.in_angle, self.had_angle = 0, False, False, False

    def _keep(self, name: str, address: str) -> None:
        self.found.append((header_text(name).strip(), "".join(address.split())))

    def take(self, char: str) -> None:
        """Take the next character of the value."""
        if self.escaped:
            (self.comment if self.depth else self.words).append(char)
            self.escaped = False
        elif char == "\\" and (self.quoted or self.depth):
            self.escaped = True
        elif self.depth:
            self.depth += (char == "(") - (char == ")")
            self.comment += [char] if self.depth else []
        elif self.quoted and char != '"':
            (self.angle if self.in_angle else self.words).append(char)
        elif self.quoted:
            self.quoted = False
        else:
            self._take_plain(char)

    def _take_plain(self, char: str) -> None:
        """Take one character outside of quotes and comments."""
        if char == '"':
            self.quoted = True
        elif char == "(":
            self.depth = 1
        elif self.in_angle:
            self.in_angle = char != ">"
            if self.in_angle and char != "<":
                self.angle.append(char)
        elif char == "<":
            self.in_angle = self.had_angle = True
            self.angle = []
        elif char in ",;":
            self.flush()
        elif char == ":" and "@" not in "".join(self.words[-80:]):
            self.words = []
        else:
            self.words.append(char)


def addresses(value: str) -> tuple[tuple[str, str], ...]:
    """The (name, address) pairs of an address header before encoded words are decoded; at most `ADDRESSES`.

    Either half may be empty. A name is decoded; an address has no blanks.
    """
    scan = _Scan()
    for char in value[: limits.HEADER_BYTES]:
        scan.take(char)
        if len(scan.found) >= limits.ADDRESSES:
            break
    scan.flush()
    return tuple(scan.found[: limits.ADDRESSES])


def first_address(value: str) -> tuple[str, str]:
    """The first pair that has an address; where the whole value was encoded, the one inside the encoding."""
    found = addresses(value)
    if not any("@" in address for _, address in found) and "=?" in value:
        found = addresses(header_text(value)) or found
    return next((pair for pair in found if pair[1]), found[0] if found else ("", ""))
