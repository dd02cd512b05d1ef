"""Owns finding the parts of a mail within the limits on number and depth; what a part means is for others."""

import re

from msgspec import Struct

from afterword.mail import limits
from afterword.mail.fields import Fields, fields, first, typed

_SKIPPED_HEAD = re.compile(rb"\n+(?=content-[a-z-]{2,30}:)", re.IGNORECASE)

_BOUNDARY_LINE = re.compile(
    rb"^--([^\s-][^\n]{1,70}|-[^\n]{5,70})\ncontent-[a-z-]{2,30}:", re.IGNORECASE | re.MULTILINE
)


class Part(Struct, frozen=True):
    """One leaf of a mail: where its body stands in the data, and what its header says about it."""

    start: int
    end: int
    content_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    transfer_encoding: str


class Walk(Struct):
    """The leaves of a mail in reading order, and notes about what was not followed."""

    parts: list[Part]
    notes: list[str]


def walk(data: bytes, found: Fields, body: int) -> Walk:
    """Find the leaves of the mail whose header fields are given and whose body starts at `body`.

    Enclosed messages are leaves. Nothing is copied or decoded here.
    """
    result = Walk([], [])
    stack: list[tuple[Fields, int, int, int]] = [(found, body, len(data), 0)]
    while stack:
        if len(result.parts) >= limits.PARTS:
            result.notes.append(f"The mail has more than {limits.PARTS} parts; the others were left out.")
            break
        own, start, end, depth = stack.pop()
        content_type, parameters = typed(first(own, "content-type"))
        multipart = content_type.startswith("multipart/")
        boundary = (parameters.get("boundary") or _guessed_boundary(data, start, end)) if multipart else ""
        if boundary and depth >= limits.DEPTH:
            result.notes.append(f"Parts nested deeper than {limits.DEPTH} were left out.")
            continue
        ranges = _split(data, start, end, boundary.encode("utf-8", "replace")) if boundary else []
        if not ranges:
            result.parts.append(_leaf(own, start, end, (content_type, parameters)))
            continue
        for inner_start, inner_end in reversed(ranges[: limits.PARTS + 1]):
            inner, at = _head(data, inner_start, inner_end)
            if _is_bare_message(inner):
                inner, at = [("Content-Type", b"message/rfc822")], inner_start
            stack.append((inner, at, inner_end, depth + 1))
    return result


def head_end(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block that begins at `start` ends, and where its body begins."""
    if data.startswith(b"\n", start):
        return start, start + 1
    blank = data.find(b"\n\n", start, end)
    return (end, end) if blank < 0 else (blank, blank + 2)


def _head(data: bytes, start: int, end: int) -> tuple[Fields, int]:
    # Some senders put an empty line between a boundary and the part's own header.
    if skipped := _SKIPPED_HEAD.match(data, start, end):
        start = skipped.end()
    stop, body = head_end(data, start, end)
    return fields(data[start : min(stop, start + limits.HEADERS_BYTES)])[0], body


def _guessed_boundary(data: bytes, start: int, end: int) -> str:
    """The boundary of a multipart that does not name it: the first line that looks like one."""
    found = _BOUNDARY_LINE.search(data, start, min(end, start + limits.HEADER_BYTES))
    return found[1].decode("utf-8", "replace").rstrip() if found else ""


def _is_bare_message(own: Fields) -> bool:
    """Whether a part is a whole mail that nobody declared as one, as in some old servers' reports."""
    names = {name.lower() for name, _ in own}
    return "message-id" in names and not names.isdisjoint({"from", "received", "return-path"})


def _split(data: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """The ranges between the boundary's lines; text before the first is no part, a missing last line is forgiven."""
    mark = b"--" + boundary
    ranges: list[tuple[int, int]] = []
    opened, position = -1, start - 1 if start else 0
    for _ in range(limits.FALSE_BOUNDARIES):
        at = data.find(mark, position, end)
        if at < 0 or len(ranges) > limits.PARTS:
            break
        position = at + len(mark)
        line_end = data.find(b"\n", position, end)
        line_end = end if line_end < 0 else line_end
        rest = data[position : min(line_end, position + 100)].strip()
        if (at > start and data[at - 1 : at] != b"\n") or rest not in (b"", b"--"):
            continue
        if opened >= 0:
            ranges.append((opened, max(at - 1, opened)))
        opened = -1 if rest else min(line_end + 1, end)
        position = line_end
        if rest:
            break
    if 0 <= opened < end:
        ranges.append((opened, end))
    return ranges


def _leaf(own: Fields, start: int, end: int, declared: tuple[str, dict[str, str]]) -> Part:
    content_type, parameters = declared
    disposition, more = typed(first(own, "content-disposition"))
    # A multipart without a usable boundary is shown as the text it is.
    if "/" not in content_type or content_type.startswith("multipart/"):
        content_type = "text/plain"
    encoding = first(own, "content-transfer-encoding").decode("ascii", "replace")
    filename = more.get("filename") or parameters.get("name", "")
    return Part(start, end, content_type, parameters, disposition, filename, encoding)
