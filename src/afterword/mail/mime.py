"""Owns taking a mail apart into its parts with the standard library's parser, within the limits on size and depth.

Bytes are handed to the parser as Latin-1, so that every character it gives back is one byte of the mail.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email.errors import MissingHeaderBodySeparatorDefect
from email.feedparser import FeedParser
from email.message import Message as LibraryMessage
from email.policy import Policy, compat32
from functools import cached_property
from itertools import chain

from afterword.mail import limits
from afterword.mail.decoding import base64_bytes, decode, header_text

_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_FIELD_OF_A_PART = re.compile(r"^(?:content|x)-[a-z-]{2,60}:", re.IGNORECASE | re.MULTILINE)
_SKIPPED_LINES = re.compile(r"\n*(?=content-[a-z-]{2,30}:)", re.IGNORECASE)
_BOUNDARY_LINE = re.compile(r"^--([^\s-][^\n]{1,70}|-[^\n]{5,70})\ncontent-[a-z-]{2,30}:", re.IGNORECASE | re.MULTILINE)
_CHUNK = 64 * 1024
"""What the parser is fed at once; it copies each chunk."""
TOO_MANY_PARTS = f"The mail has more than {limits.PARTS} parts; the others were left out."
TOO_DEEP = f"Parts nested deeper than {limits.DEPTH} were left out."


class _PartsExhaustedError(Exception):
    """Ends the parsing of a mail that has many more parts than are read."""


class MimePart(LibraryMessage):
    """A part of a mail. Each header is cut at its limit while it is parsed, and only multiparts are opened.

    Enclosed messages stay closed, and so does what is nested deeper than the limit, which bounds the recursion of the
    parser.
    """

    def __init__(self, policy: Policy = compat32, *, depth: int = 0) -> None:
        super().__init__(policy)
        self.depth = depth
        self.top = self
        self.parts: list[MimePart] = []
        self.attached = 0

    def set_raw(self, name: str, value: str) -> None:
        """Called by the parser for each header field."""
        limit = limits.PARAMETERS_BYTES if name.lower().startswith("content-") else limits.HEADER_BYTES
        super().set_raw(name, value[:limit])

    def attach(self, payload: "MimePart") -> None:  # type: ignore[override]
        """Called by the parser for each part of a multipart."""
        payload.depth, payload.top = self.depth + 1, self.top
        self.top.attached += 1
        if self.top.attached > 2 * limits.PARTS:
            raise _PartsExhaustedError
        super().attach(payload)
        self.parts.append(payload)

    def get_content_type(self) -> str:
        """Called by the parser to learn what it may open."""
        opened = self.is_declared_multipart and self.depth < limits.DEPTH and not self.is_bare_message
        return self.declared_type if opened else "text/plain"

    def get_boundary(self, failobj: str | None = None) -> str | None:  # type: ignore[override]
        """Called by the parser to split a multipart."""
        return self.type_parameters.get("boundary") or failobj

    @cached_property
    def declared_type(self) -> str:
        """The type named in Content-Type, in lower case; empty where none is named."""
        return _text(str(self.get("content-type", ""))).partition(";")[0].strip().lower()

    @property
    def is_declared_multipart(self) -> bool:
        """Whether Content-Type says that the part has parts."""
        return self.declared_type.startswith("multipart/")

    @property
    def is_bare_message(self) -> bool:
        """Whether a part is a whole mail that nobody declared as one, as in some old servers' reports."""
        return (
            self.depth > 0
            and "message-id" in self
            and any(name in self for name in ("from", "received", "return-path"))
        )

    @cached_property
    def type_parameters(self) -> dict[str, str]:
        """The parameters of Content-Type, their names in lower case."""
        return self._parameters("content-type")

    @cached_property
    def disposition(self) -> str:
        """`attachment`, `inline` or whatever else is declared, in lower case."""
        return _text(str(self.get("content-disposition", ""))).partition(";")[0].strip().lower()

    @property
    def filename(self) -> str:
        """The name the sender gave to the part; it may hold folders."""
        return self._parameters("content-disposition").get("filename") or self.type_parameters.get("name", "")

    @property
    def kind(self) -> str:
        """What the part counts as: plain text where it names no type, or calls itself a multipart and is none."""
        if self.is_bare_message:
            return "message/rfc822"
        return self.declared_type if "/" in self.declared_type and not self.is_declared_multipart else "text/plain"

    @property
    def raw_header(self) -> str:
        """The undecoded fields, one character for each byte."""
        return "\n".join(f"{name}: {value}" for name, value in self.raw_items())

    @property
    def raw_body(self) -> str:
        """The undecoded body of a part that was not opened, one character for each byte."""
        payload = self.get_payload()
        return payload if isinstance(payload, str) else ""

    def body(self, limit: int) -> bytes:
        """The beginning of the body, at most `limit` encoded bytes of it, with its transfer encoding undone."""
        return _decoded(self.raw_body[:limit].encode("latin-1"), self._transfer_encoding)

    @property
    def size(self) -> int:
        """About how many bytes the body holds, without decoding it."""
        body = self.raw_body
        if self._transfer_encoding == "base64":
            return max(len(body) - body.count("\n"), 0) * 3 // 4
        return len(body)

    @property
    def _transfer_encoding(self) -> str:
        return str(self.get("content-transfer-encoding", "")).strip().lower()

    def _parameters(self, header: str) -> dict[str, str]:
        if ";" not in str(self.get(header, "")):
            return {}
        try:
            pairs = self.get_params([], header)[1:]
        except (TypeError, ValueError):
            # The library compares numbered with unnumbered pieces of one parameter (RFC 2231), and counts without end.
            return {}
        parameters: dict[str, str] = {}
        for name, value in filter(all, pairs):
            plain = header_text(_text(value)) if isinstance(value, str) else _extended(*value)
            parameters.setdefault(name.lower(), plain.strip())
        return parameters


def parsed(data: bytes) -> tuple[MimePart, list[str]]:
    """The mail with its parts, and notes about what was cut; line ends have to be newlines.

    Lines in its header that are no fields are left out; the library would begin the body with them.
    """
    notes: list[str] = []
    end, start = header_bounds(data)
    header, cut = _limited_header(data[:end])
    if cut:
        notes.append("The header was too large and has been cut.")
    if data.count(b"\n", start) > limits.LINES:
        start, data = 0, b"\n".join(data[start:].split(b"\n", limits.LINES)[: limits.LINES])
        notes.append(f"The mail has more than {limits.LINES:,} lines; the others were left out.")
    body = (data[at : at + _CHUNK].decode("latin-1") for at in range(start, len(data), _CHUNK))
    return _parsed(chain([header, "\n"], body), 0), notes


def leaves(mail: MimePart) -> Iterator[MimePart | str]:
    """The parts without parts of their own, in the order of the mail; notes stand where some were left out."""
    count, waiting = 0, [mail]
    repaired = 0
    while waiting and count < limits.PARTS:
        part = waiting.pop()
        if part.parts:
            waiting += reversed(part.parts)
        elif part.is_declared_multipart and part.depth >= limits.DEPTH and (part.get_boundary() or _boundary_in(part)):
            yield TOO_DEEP
        elif repaired <= limits.REPAIRED_BYTES and (again := _repaired(part)) is not None:
            repaired += len(part.raw_body)
            waiting.append(again)
        else:
            count += 1
            yield part
    if waiting or mail.attached > 2 * limits.PARTS:
        yield TOO_MANY_PARTS


def header_bounds(data: bytes) -> tuple[int, int]:
    """Where the header block at the beginning of a mail ends, and where its body begins."""
    if data.startswith(b"\n"):
        return 0, 1
    blank = data.find(b"\n\n")
    return (len(data), len(data)) if blank < 0 else (blank, blank + 2)


def _parsed(text: Iterable[str], depth: int) -> MimePart:
    made: list[MimePart] = []

    def make(policy: Policy) -> MimePart:
        made.append(MimePart(policy, depth=depth))
        return made[-1]

    parser = FeedParser(policy=compat32.clone(message_factory=make))
    with suppress(_PartsExhaustedError):
        for chunk in text:
            parser.feed(chunk)
        parser.close()
    return made[0]


def _limited_header(header: bytes) -> tuple[str, bool]:
    """The fields of a header block within the limits, and whether anything was cut."""
    fields: list[bytes] = []
    size, cut = 0, False
    for match in _FIELD.finditer(header):
        if size >= limits.HEADERS_BYTES or len(fields) >= limits.HEADER_FIELDS:
            return b"".join(fields).decode("latin-1"), True
        field = (match[1] + b":" + match[2])[: limits.HEADER_BYTES]
        cut = cut or len(match[0]) > limits.HEADER_BYTES
        size += len(field) + 1
        fields.append(field.rstrip() + b"\n")
    return b"".join(fields).decode("latin-1"), cut


def _repaired(part: MimePart) -> MimePart | None:
    """The part parsed once more where it does not name its boundary, or where the library ended its header early.

    It does so at an empty line before the first field, and at a line that is no field.
    """
    body = part.raw_body
    if part.is_declared_multipart and not part.get_boundary() and (boundary := _boundary_in(part)):
        return _parsed([f'Content-Type: {part.declared_type}; boundary="{boundary}"\n\n', body], part.depth)
    if not part.depth:
        return None
    if any(isinstance(defect, MissingHeaderBodySeparatorDefect) for defect in part.defects):
        head, _, rest = body.partition("\n\n")
        if _FIELD_OF_A_PART.search(head):
            header, _ = _limited_header(f"{part.raw_header}\n{head}".encode("latin-1"))
            return _parsed([header, "\n", rest], part.depth)
    skipped = _SKIPPED_LINES.match(body)
    return _parsed([body[skipped.end() :]], part.depth) if skipped and not len(part) else None


def _boundary_in(part: MimePart) -> str:
    """The first line of a multipart that looks like a boundary, without its dashes."""
    line = _BOUNDARY_LINE.search(part.raw_body, 0, limits.HEADER_BYTES)
    return line[1].rstrip() if line else ""


def _decoded(data: bytes, transfer_encoding: str) -> bytes:
    """An encoding that is not known leaves the bytes as they are; Base64 may be cut or hold other characters."""
    if transfer_encoding == "base64":
        return base64_bytes(data)
    return binascii.a2b_qp(data) if transfer_encoding == "quoted-printable" else data


def _text(latin: str) -> str:
    return decode(latin.encode("latin-1")).replace("\n", " ")


def _extended(charset: str | None, _language: str | None, value: str) -> str:
    return decode(value.encode("latin-1", "replace"), charset or "")
