"""Owns header blocks: cutting them off, splitting them into fields within the limits, and reading their values."""

import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from afterword.mail import limits
from afterword.mail.charsets import decode
from afterword.mail.encoded import header_text

_FIELD_END = re.compile(rb"\n(?![ \t])")
_NAME = re.compile(rb"[!-9;-~]{1,100}")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_ID = re.compile(r"<([^<>]{1,900})>")
_BARE_ID = re.compile(r"[^\s<>,;\"]{1,400}@[^\s<>,;\"]{1,400}")
_PLACE = re.compile(r"[0-9]{1,3}")
_BLANKS = re.compile(r"\s+")

Fields = list[tuple[str, bytes]]


def fields(head: bytes) -> tuple[Fields, bool]:
    """The fields of a header block (line ends are newlines) as name and raw value, and whether anything was cut."""
    found: Fields = []
    position, total, cut = 0, 0, False
    while position < len(head):
        if total >= limits.HEADERS_BYTES or len(found) >= limits.HEADER_FIELDS:
            return found, True
        end_match = _FIELD_END.search(head, position)
        end = end_match.start() if end_match else len(head)
        line = head[position : min(end, position + limits.HEADER_BYTES)]
        cut = cut or end - position > limits.HEADER_BYTES
        total += len(line) + 1
        position = end + 1
        name, colon, value = line.partition(b":")
        name = name.strip()
        if colon and _NAME.fullmatch(name):
            found.append((name.decode("ascii"), value.strip()))
    return found, cut


def first(found: Iterable[tuple[str, bytes]], name: str) -> bytes:
    """The first raw value of a field, or nothing."""
    return next((value for key, value in found if key.lower() == name), b"")


def message_ids(value: str) -> tuple[str, ...]:
    """Every Message-ID in a header's value, with angle brackets, blanks inside removed (long ids get folded)."""
    found = [f"<{_BLANKS.sub('', one[1])}>" for one in _ID.finditer(value)]
    if not found:
        found = [f"<{one[0]}>" for one in _BARE_ID.finditer(value)]
    return tuple(dict.fromkeys(found[: limits.IDS]))


def typed(value: bytes) -> tuple[str, dict[str, str]]:
    """A Content-Type or Content-Disposition: the word before the first `;` in lower case, and its parameters."""
    text = decode(value).replace("\n", " ")
    word = text.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(text):
        name, star, rest = match[1].lower().partition("*")
        worth = _unquoted(match[2])
        if not star:
            plain.setdefault(name, header_text(worth))
            continue
        number = rest.rstrip("*")
        place = int(number) if _PLACE.fullmatch(number) else 0
        pieces.setdefault(name, []).append((place, rest.endswith("*") or not rest, worth))
    return word, plain | {name: _joined(parts) for name, parts in pieces.items()}


def _unquoted(worth: str) -> str:
    worth = worth.strip()
    if len(worth) > 1 and worth[0] == worth[-1] and worth[0] in "\"'":
        worth = re.sub(r"\\(.)", r"\1", worth[1:-1])
    return worth.strip()


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """RFC 2231: the numbered pieces in order; the first extended one names the charset."""
    charset, data = "", b""
    for place, (_, extended, worth) in enumerate(sorted(parts)):
        if not extended:
            data += worth.encode("utf-8", "replace")
        elif place == 0 and worth.count("'") > 1:
            charset, _, escaped = worth.split("'", 2)
            data += unquote_to_bytes(escaped)
        else:
            data += unquote_to_bytes(worth)
    return decode(data, charset)
