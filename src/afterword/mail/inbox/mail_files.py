"""Owns looking into mail files: mboxes, which are neither locked nor written, and single mails that somebody names."""

import codecs
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct, ValidationError, convert, field, to_builtins
from msgspec.structs import replace

from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.threads import MailSearch
from afterword.errors import CheckFailed
from afterword.mail.inbox.bookmarks import EVER, Arrivals, Bookmarks, LookClock, SearchTerms
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, header_end, header_of
from afterword.mail.inbox.incoming_mail import guarded
from afterword.mail.limits import MAIL_BYTES
from afterword.ports import Progress

_FINGERPRINT = 4096
_TELL_EVERY = 200
_LINE = 65_536
_POSTMARK = re.compile(rb"From \S+ .*\d\d:\d\d.*\d{4}")
_DATED = re.compile(rb"([A-Z][a-z]{2}) +(\d{1,2}) +\d\d:\d\d(?::\d\d)?(?: +[A-Z+-]\S{0,5})? +(\d{4})[\r\n]*$")
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")
_ZONES = timedelta(days=2)
"""A postmark names no zone, and its second may be that of another clock."""
_NO_DAY = datetime.max.replace(tzinfo=UTC)
_QUOTED = re.compile(rb">+From ")


class MboxInbox:
    """One mbox file."""

    def __init__(self, path: Path, bookmarks: Bookmarks) -> None:
        self._path = path.expanduser().absolute()
        self.name = f"mbox {self._path}"
        self._bookmarks = bookmarks
        self._next: dict[str, Any] | None = None
        self._terms: SearchTerms | None = None

    def look(self, search: MailSearch, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self._next = self._terms = None
        if not search.begun:
            return
        try:
            with _opened(self._path) as file:
                yield from self._look(file, search, tell)
        except OSError as error:
            raise CheckFailed(
                f"{self._path} cannot be read ({error.strerror}).",
                hint="Check its name, or [check] mboxes in the settings.",
            ) from error

    def _look(self, file: BinaryIO, search: MailSearch, tell: Progress) -> Iterator[Incoming]:
        prefilter, clock = HeaderPrefilter(search), LookClock(search.now)
        terms = SearchTerms(self._bookmarks, self.name, search)
        size = os.fstat(file.fileno()).st_size
        mark = _read_mark(self._bookmarks.read(self.name), file, size)
        start = mark.start(terms, file, size)
        place, count = start, 0
        for offset, postmark, raw in messages(file, start, size):
            place = offset
            if tell.stopped or not count % _TELL_EVERY:
                # Everything before this mail was dealt with, should the look end here.
                mark.dated.note(mark.latest, place)
                self._next = mark.at(file, place, -1, terms)
            mark.latest = max(mark.latest, _day_of(postmark))
            if tell.stopped:
                return
            if header_end(raw) < 0:
                continue  # still being delivered; the next look begins with it
            count += 1
            if count % _TELL_EVERY == 0:
                tell.seen(count, None)
            mail = guarded(raw, search, self._path.name, tell) if prefilter.lets_through(header_of(raw)) else None
            if mail is not None:
                yield mail
        tell.seen(count, None)
        self._terms = terms
        if start < size or not size or terms.back_to is not None:
            mark.arrivals.note(clock.moment(), place)
            self._next = mark.at(file, place, size, terms)

    def done(self) -> None:
        """See `ports.Inbox`."""
        if self._next is not None:
            self._bookmarks.write(self.name, self._next)
        if self._terms is not None:
            self._terms.keep()


class _Mark(Struct):
    """Where looks into an mbox got to.

    `last` is where the last mail seen begins, which may have been half written; `reached` how far the terms with that
    `digest` were looked for; `size` and `end` tell whether anything came since.
    """

    last: int = 0
    size: int = -1
    before: str = ""
    end: str = ""
    digest: str = ""
    reached: int = 0
    arrivals: Arrivals = field(default_factory=Arrivals)
    dated: Arrivals = field(default_factory=Arrivals)
    latest: datetime = EVER

    def start(self, terms: SearchTerms, file: BinaryIO, size: int) -> int:
        """Where to begin: nowhere if nothing changed, else at the last mail; before it where terms are new.

        A mail that had come before a letter went cannot answer it.
        """
        if terms.back_to is None:
            unchanged = self.size == size and _fingerprint(file, size) == self.end
            return size if unchanged else self.last
        reached = self.reached if self.digest == terms.digest else 0
        older = self.dated.before(terms.back_to - _ZONES)
        return min(max(reached, self.arrivals.before(terms.back_to), older), self.last)

    def at(self, file: BinaryIO, place: int, size: int, terms: SearchTerms) -> dict[str, Any]:
        """The bookmark of a look that got to a mail that begins there; `size` is -1 where it did not see everything."""
        last = max(place, self.last)
        now = replace(self, last=last, size=size, before=_fingerprint(file, last), end=_fingerprint(file, max(size, 0)))
        document: dict[str, Any] = to_builtins(replace(now, digest=terms.digest, reached=last if size >= 0 else place))
        return document


def _read_mark(bookmark: Mapping[str, Any], file: BinaryIO, size: int) -> _Mark:
    """The bookmark; a new one when what stood before its place has changed, since then the file was rewritten."""
    try:
        mark = convert(bookmark, _Mark)
    except ValidationError:
        return _Mark()
    return mark if mark.last <= size and _fingerprint(file, mark.last) == mark.before else _Mark()


def _fingerprint(file: BinaryIO, end: int) -> str:
    """A hash of what stands before a place: tells whether the file only grew since it was read to there."""
    size = min(end, _FINGERPRINT)
    return hashlib.blake2b(os.pread(file.fileno(), size, end - size), digest_size=16).hexdigest()


def _day_of(postmark: bytes) -> datetime:
    """The moment that the line above a mail names, as if it were UTC; the end of time where it names none."""
    dated = _DATED.search(postmark)
    try:
        return datetime(int(dated[3]), _MONTHS.index(dated[1]) + 1, int(dated[2]), tzinfo=UTC) if dated else _NO_DAY
    except ValueError:
        return _NO_DAY


def messages(file: BinaryIO, start: int, end: int) -> Iterator[tuple[int, bytes, bytes]]:
    """Where each message of an mbox between two places begins, its `From ` line, and its bytes without that.

    A `From ` line counts after an empty line, or when it carries a postmark; `>From ` loses its quoting mark. A
    message is cut at the size of the largest mail.
    """
    file.seek(start)
    offset, postmark, lines, size = start, b"", list[bytes](), 0
    at, whole, empty = start, True, True
    while at < end and (line := file.readline(min(_LINE, end - at))):
        if whole and line.startswith(b"From ") and (empty or _POSTMARK.match(line)):
            if any(map(bytes.strip, lines)):
                yield offset, postmark, b"".join(lines)
            offset, postmark, lines, size = at, line, [], 0
        elif size <= MAIL_BYTES:
            lines.append(line[1:] if whole and _QUOTED.match(line) else line)
            size += len(line)
        at += len(line)
        whole = line.endswith(b"\n")
        empty = line in (b"\n", b"\r\n")
    if any(map(bytes.strip, lines)):
        yield offset, postmark, b"".join(lines)


class FilesInbox:
    """The files of one call; nothing is remembered, since each is named on purpose."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.name = "mail files"
        self._paths = tuple(paths)

    def look(self, search: MailSearch, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`. A file that cannot be read is named after the others were looked at."""
        failed: list[OSError] = []
        files = [file for path in self._paths for file in _files(path.expanduser(), failed)]
        yield from _looked(((file.name, raw) for file in files for raw in _mails(file, failed)), search, tell)
        if failed:
            first = failed[0]
            more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
            raise CheckFailed(f"{first.filename}{more} cannot be read ({first.strerror}).", hint="Check the name.")

    def done(self) -> None:
        """Nothing to remember."""


def _opened(path: Path) -> BinaryIO:
    """The file. A pipe is read where a shell hands it over by its number: others may never end."""
    if stat.S_ISFIFO(path.stat().st_mode) and path.parent.name != "fd":
        raise OSError(errno.EINVAL, "it is a pipe, and no file")
    return path.open("rb")


def _files(path: Path, failed: list[OSError]) -> list[Path]:
    """The file itself, or the mails in a folder and the folders below it."""
    if not path.is_dir():
        return [path]
    try:
        return sorted(file for file in path.rglob("*") if file.suffix.lower() == ".eml" and file.is_file())
    except OSError as error:
        failed.append(error)
        return []


def _mails(file: Path, failed: list[OSError]) -> Iterator[bytes]:
    """The mail in a file, or each of them when it is an mbox under another name."""
    try:
        with _opened(file) as opened:
            if _is_mbox(opened.read(len(b"From "))):
                yield from (raw for _, _, raw in messages(opened, 0, os.fstat(opened.fileno()).st_size))
                return
            opened.seek(0)
            raw = opened.read(MAIL_BYTES + 1)
    except OSError as error:
        failed.append(error)
        return
    yield raw


def _looked(mails: Iterable[tuple[str, bytes]], search: MailSearch, tell: Progress) -> Iterator[Incoming]:
    """Those of the mails, each with the name of its file, that concern somebody."""
    for count, (name, raw) in enumerate(mails, 1):
        if tell.stopped:
            return
        tell.seen(count, None)
        mail = guarded(raw, search, name, tell)
        if mail is not None:
            yield mail


def _is_mbox(beginning: bytes) -> bool:
    return beginning.startswith(b"From ")


class HandedInbox:
    """The mail, or the mails of an mbox, in the bytes of one file; nothing is remembered."""

    def __init__(self, name: str, raw: bytes) -> None:
        self.name = name
        self._raw = raw

    def look(self, search: MailSearch, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        whole = self._raw.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
        mails = (raw for _, _, raw in messages(BytesIO(whole), 0, len(whole))) if _is_mbox(whole) else (whole,)
        yield from _looked(((self.name, raw) for raw in mails), search, tell)

    def done(self) -> None:
        """Nothing to remember."""
