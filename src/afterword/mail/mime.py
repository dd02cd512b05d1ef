"""Owns taking a mail apart into its parts, within the limits on size and depth, whatever its senders got wrong.

Bytes are read as Latin-1, so that every character is one byte of the mail. The standard library reads parameters.
"""

import binascii
import re
from collections.abc import Iterator
from email.message import Message as LibraryMessage
from functools import cached_property
from itertools import islice

from afterword.mail import limits
from afterword.mail.decoding import base64_bytes, decode, header_text

_Fields = list[tuple[str, str]]

_FIELD = re.compile(r"^([!-9;-~]{1,100})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)\n?", re.MULTILINE)
_FIELD_OF_A_PART = re.compile(r"^(?:content|x)-[a-z-]{2,60}:", re.IGNORECASE | re.MULTILINE)
_SKIPPED_LINES = re.compile(r"\n+(?=content-[a-z-]{2,30}:)", re.IGNORECASE)
_BOUNDARY_LINE = re.compile(r"^--([^\s-][^\n]{1,70}|-[^\n]{5,70})\ncontent-[a-z-]{2,30}:", re.IGNORECASE | re.MULTILINE)
_BLANKS = " \t\n\v\f"
TOO_MANY_PARTS = f"The mail has more than {limits.PARTS} parts; the others were left out."
TOO_DEEP = f"Parts nested deeper than {limits.DEPTH} were left out."


class MimePart:
    """A part of a mail: its header fields, each cut at its limit, and its body, one character for each byte."""

    def __init__(self, fields: _Fields, raw_body: str, depth: int = 0) -> None:
        self.fields = fields
        self.raw_body = raw_body
        self.depth = depth
        self._first = {name.lower(): value for name, value in reversed(fields)}

    @cached_property
    def declared_type(self) -> str:
        """The type named in Content-Type, in lower case; empty where none is named."""
        return _before_parameters(self._first.get("content-type", ""))

    @cached_property
    def is_bare_message(self) -> bool:
        """Whether a part is a whole mail that nobody declared as one, as in some old servers' reports."""
        headers = self._first
        return self.depth > 0 and "message-id" in headers and not headers.keys().isdisjoint(_ON_THEIR_WAY)

    @cached_property
    def type_parameters(self) -> dict[str, str]:
        """The parameters of Content-Type, their names in lower case."""
        return self._parameters("content-type")

    @cached_property
    def disposition(self) -> str:
        """`attachment`, `inline` or whatever else is declared, in lower case."""
        return _before_parameters(self._first.get("content-disposition", ""))

    @property
    def filename(self) -> str:
        """The name the sender gave to the part; it may hold folders."""
        return self._parameters("content-disposition").get("filename") or self.type_parameters.get("name", "")

    @property
    def kind(self) -> str:
        """What the part counts as: plain text where it names no type, or calls itself a multipart and is none."""
        if self.is_bare_message:
            return "message/rfc822"
        is_declared = "/" in self.declared_type and not self.declared_type.startswith("multipart/")
        return self.declared_type if is_declared else "text/plain"

    @property
    def raw_header(self) -> str:
        """The undecoded fields, one character for each byte."""
        return "\n".join(f"{name}: {value}" for name, value in self.fields)

    @property
    def boundary(self) -> str:
        """What parts a multipart; where it is not named, the first line that looks like it. Empty for other parts."""
        if self.is_bare_message or not self.declared_type.startswith("multipart/"):
            return ""
        if boundary := self.type_parameters.get("boundary"):
            return boundary
        line = _BOUNDARY_LINE.search(self.raw_body, 0, limits.HEADER_BYTES)
        return line[1].rstrip() if line else ""

    def open(self, boundary: str, most: int) -> list["MimePart"]:
        """The parts of a multipart, at most so many, which it then holds no longer; none where it has no boundary."""
        parts = [_part(text, self.depth + 1) for text in islice(_pieces(self.raw_body, boundary), most)]
        self.raw_body = "" if parts else self.raw_body
        return parts

    def body(self, limit: int) -> bytes:
        """The beginning of the body, at most `limit` encoded bytes of it, with its transfer encoding undone."""
        data = self.raw_body[:limit].encode("latin-1")
        if self._transfer_encoding == "base64":
            return base64_bytes(data)
        return binascii.a2b_qp(data) if self._transfer_encoding == "quoted-printable" else data

    @property
    def size(self) -> int:
        """About how many bytes the body holds, without decoding it."""
        if self._transfer_encoding == "base64":
            return max(len(self.raw_body) - self.raw_body.count("\n"), 0) * 3 // 4
        return len(self.raw_body)

    @property
    def _transfer_encoding(self) -> str:
        return self._first.get("content-transfer-encoding", "").lower()

    def _parameters(self, header: str) -> dict[str, str]:
        value = self._first.get(header, "")
        if ";" not in value:
            return {}
        library = LibraryMessage()
        library.set_raw(header, value)
        try:
            pairs = library.get_params([], header)[1:]
        except (TypeError, ValueError):
            # The library compares numbered with unnumbered pieces of one parameter (RFC 2231), and counts without end.
            return {}
        parameters: dict[str, str] = {}
        for name, raw in filter(all, pairs):
            plain = header_text(_text(raw)) if isinstance(raw, str) else _extended(*raw)
            parameters.setdefault(name.lower(), plain.strip())
        return parameters


_ON_THEIR_WAY = frozenset({"from", "received", "return-path"})


def parsed(data: bytes) -> tuple[MimePart, list[str]]:
    """The mail with its header, still to be opened, and notes about what was cut; line ends have to be newlines.

    Lines in its header that are no fields are left out.
    """
    notes: list[str] = []
    end, start = header_bounds(data)
    fields, cut = _limited_fields(data[:end].decode("latin-1"))
    if cut:
        notes.append("The header was too large and has been cut.")
    if data.count(b"\n", start) > limits.LINES:
        start, data = 0, b"\n".join(data[start:].split(b"\n", limits.LINES)[: limits.LINES])
        notes.append(f"The mail has more than {limits.LINES:,} lines; the others were left out.")
    return MimePart(fields, data[start:].decode("latin-1")), notes


def leaves(mail: MimePart) -> Iterator[MimePart | str]:
    """The parts without parts of their own, in the order of the mail; notes stand where some were left out."""
    count, waiting = 0, [mail]
    while waiting and count < limits.PARTS:
        part = waiting.pop()
        boundary = part.boundary
        if boundary and part.depth >= limits.DEPTH:
            yield TOO_DEEP
        elif boundary and (parts := part.open(boundary, limits.PARTS + 1)):
            waiting += reversed(parts)
        else:
            count += 1
            yield part
    if waiting:
        yield TOO_MANY_PARTS


def header_bounds(data: bytes) -> tuple[int, int]:
    """Where the header block at the beginning of a mail ends, and where its body begins."""
    if data.startswith(b"\n"):
        return 0, 1
    blank = data.find(b"\n\n")
    return (len(data), len(data)) if blank < 0 else (blank, blank + 2)


def _limited_fields(header: str) -> tuple[_Fields, bool]:
    """The fields of a header block within the limits, and whether anything was cut."""
    fields: _Fields = []
    size, cut = 0, False
    for match in _FIELD.finditer(header):
        if size >= limits.HEADERS_BYTES or len(fields) >= limits.HEADER_FIELDS:
            return fields, True
        length = match.end() - match.start()
        cut = cut or length > limits.HEADER_BYTES + 1
        size += min(length, limits.HEADER_BYTES)
        fields.append(_field(match))
    return fields, cut


def _field(match: re.Match[str]) -> tuple[str, str]:
    name, value = match.groups()
    limit = limits.PARAMETERS_BYTES if name.lower().startswith("content-") else limits.HEADER_BYTES
    return name, value[:limit].strip(_BLANKS)


def _part(text: str, depth: int) -> MimePart:
    """A part of a multipart; empty lines above its header are skipped, and so are lines in it that are no fields."""
    if skipped := _SKIPPED_LINES.match(text):
        text = text[skipped.end() :]
    fields: _Fields = []
    at = 0
    while len(fields) < limits.HEADER_FIELDS and (field := _FIELD.match(text, at)):
        fields.append(_field(field))
        at = field.end()
    if text.startswith("\n", at):
        return MimePart(fields, text[at + 1 :], depth)
    head, _, rest = text[at:].partition("\n\n")
    if _FIELD_OF_A_PART.search(head):
        return MimePart([*fields, *_limited_fields(head)[0]], rest, depth)
    return MimePart(fields, text[at:], depth)


def _pieces(text: str, boundary: str) -> Iterator[str]:
    """What stands between the lines of a boundary, each without its last line end; what the last one closes is all."""
    mark = f"\n--{boundary}"
    text = f"\n{text}"
    start = None
    at = 0
    while (at := text.find(mark, at)) >= 0:
        end = text.find("\n", at + len(mark))
        end = len(text) if end < 0 else end
        closing = text[at + len(mark) : end].rstrip(" \t")
        if closing in {"", "--"}:
            if start is not None and start <= at:
                yield text[start:at]
            if closing:
                return
            start = end + 1
        at = end
    if start is not None:
        yield text[start:].removesuffix("\n")


def _before_parameters(value: str) -> str:
    return _text(value).partition(";")[0].strip().lower()


def _text(latin: str) -> str:
    return decode(latin.encode("latin-1")).replace("\n", " ")


def _extended(charset: str | None, _language: str | None, value: str) -> str:
    return decode(value.encode("latin-1", "replace"), charset or "")
