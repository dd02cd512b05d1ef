"""Owns reading a mail's file in two steps: its header block, and the rest only when that is let through."""

import os

from afterword.mail.inbox.header_prefilter import HeaderPrefilter
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES

_HEAD = 8_192


def read_candidate(path: str, sieve: HeaderPrefilter) -> bytes | None:
    """The whole mail when its header block is let through, else None. Raises `OSError`.

    One byte more than the largest mail is read, so that the reader can tell that something was cut.
    """
    # Not waiting matters for a named pipe that lies among the mails.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        head = os.read(handle, _HEAD)
        if len(head) == _HEAD and header_end(head) < 0:
            head += _more(handle, HEADERS_BYTES - _HEAD)
        if not sieve.lets_through(header_of(head)):
            return None
        return head + _more(handle, MAIL_BYTES + 1 - len(head))
    finally:
        os.close(handle)


def header_of(raw: bytes) -> bytes:
    """The header block of a mail, or of its beginning."""
    end = header_end(raw)
    return raw[:end] if end >= 0 else raw[:HEADERS_BYTES]


def header_end(raw: bytes) -> int:
    """Where the header block ends; -1 where no empty line was met."""
    unix = raw.find(b"\n\n")
    windows = raw.find(b"\r\n\r\n", 0, unix if unix >= 0 else len(raw))
    return windows if windows >= 0 else unix


def _more(handle: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := os.read(handle, min(size, 1024 * 1024))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
