"""Owns looking into mbox files: read from where the last look ended, never locked, never written."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from afterword.domain.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
from afterword.mail.inbox.bookmarks import Bookmarks, look_back_to, terms_of
from afterword.mail.inbox.reading import guarded
from afterword.mail.inbox.sieve import Sieve
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES
from afterword.ports import Progress

_FINGERPRINT = 4096
_TELL_EVERY = 200


class MboxInbox:
    """One mbox file."""

    def __init__(self, path: Path, bookmarks: Bookmarks) -> None:
        self._path = path.expanduser()
        self._bookmarks = bookmarks
        self._next: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """See `ports.Inbox`."""
        return f"mbox {self._path}"

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self._next = None
        if not wanted.begun:
            return
        sieve = Sieve(wanted)
        try:
            with self._path.open("rb") as file:
                start = self._start(file, wanted)
                for count, raw in enumerate(messages(file, start), start=1):
                    if tell.stopped:
                        return
                    if count % _TELL_EVERY == 0:
                        tell.seen(count, None)
                    mail = self._candidate(raw, sieve, wanted, tell)
                    if mail is not None:
                        yield mail
                    tell.seen(count, None)
                end = file.tell()
                self._next = {"end": end, "before": _fingerprint(file, end), "terms": terms_of(wanted)}
        except OSError as error:
            raise CheckFailed(
                f"{self._path} cannot be read: {error.strerror}.", hint="Check [check] mboxes in the settings."
            ) from error

    def _candidate(self, raw: bytes, sieve: Sieve, wanted: Wanted, tell: Progress) -> Incoming | None:
        ends = [place for place in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if place >= 0]
        header = raw[: min(ends)] if ends else raw[:HEADERS_BYTES]
        return guarded(raw, wanted, self._path.name, tell) if sieve.lets_through(header) else None

    def done(self) -> None:
        """See `ports.Inbox`."""
        if self._next is not None:
            self._bookmarks.write(str(self._path), self._next)

    def _start(self, file: BinaryIO, wanted: Wanted) -> int:
        """Where to begin: after what was read before, if that still stands there and no term is new."""
        bookmark = self._bookmarks.read(str(self._path))
        end = bookmark.get("end", 0)
        if not isinstance(end, int) or look_back_to(wanted, bookmark) is not None:
            return 0
        size = os.fstat(file.fileno()).st_size
        return end if end <= size and _fingerprint(file, end) == bookmark.get("before") else 0


def _fingerprint(file: BinaryIO, end: int) -> str:
    """A hash of what stands before a place: tells whether the file only grew since it was read to there."""
    file.seek(max(end - _FINGERPRINT, 0))
    return hashlib.blake2b(file.read(min(end, _FINGERPRINT)), digest_size=16).hexdigest()


def messages(file: BinaryIO, start: int = 0) -> Iterator[bytes]:
    """Each message of an mbox from that place on, without its `From ` line, cut at the size of the largest mail.

    A `From ` line counts after an empty line only; `>From ` in a text loses its quoting mark.
    """
    file.seek(start)
    lines: list[bytes] = []
    size = 0
    empty = True
    for line in iter(file.readline, b""):
        if empty and line.startswith(b"From "):
            if lines:
                yield b"".join(lines)
            lines, size = [], 0
        elif size < MAIL_BYTES:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        empty = line in (b"\n", b"\r\n")
    if any(line.strip() for line in lines):
        yield b"".join(lines)
