"""Owns looking into Maildirs: only files that are new are opened, and only candidates are read whole. It never writes.

A file is renamed whenever its flags change; what stays is the part of its name before `:2,`, and that is remembered.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from afterword.domain.conversation.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
from afterword.mail.inbox.bookmarks import Bookmarks, SearchTerms
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, read_candidate
from afterword.mail.inbox.incoming_mail import guarded
from afterword.ports import Progress

_TELL_EVERY = 500
_SLACK = timedelta(days=2)
_ROUNDS = 5
"""How often a folder is listed again for files that were renamed in between."""


class _Folder(Struct):
    """One mail folder as it was listed: from each base name to `cur/NAME` or `new/NAME`."""

    path: str
    present: dict[str, str]
    unread: set[str] = field(default_factory=set)
    """The names that could not be opened; they are tried again next time."""


class MaildirInbox:
    """One Maildir and the folders in it, in whichever way they are nested."""

    def __init__(self, path: Path, bookmarks: Bookmarks) -> None:
        self._path = path.expanduser().absolute()
        self._bookmarks = bookmarks
        self._next: dict[str, dict[str, Any]] = {}
        self._terms: SearchTerms | None = None

    @property
    def name(self) -> str:
        """See `ports.Inbox`."""
        return f"Maildir {self._path}"

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self._next.clear()
        self._terms = None
        if not wanted.begun:
            return
        problems: list[OSError] = []
        terms = SearchTerms(self._bookmarks, self.name, wanted)
        scan = _MaildirScan(wanted, tell, HeaderPrefilter(wanted), terms.back_to)
        for path in self._folders(problems):
            try:
                folder = _Folder(path, _listed(path))
            except FileNotFoundError:
                continue
            except OSError as error:
                problems.append(error)
                continue
            before = self._bookmarks.read(path).get("names", [])
            yield from scan.into(folder, frozenset(before))
            if tell.stopped:
                return
            names = sorted(folder.present.keys() - folder.unread)
            if names != before:
                self._next[path] = {"names": names}
        if problems:
            raise _unreadable(problems)
        self._terms = terms

    def done(self) -> None:
        """See `ports.Inbox`."""
        for path, bookmark in self._next.items():
            self._bookmarks.write(path, bookmark)
        if self._terms is not None:
            self._terms.keep()

    def _folders(self, problems: list[OSError]) -> list[str]:
        if not self._path.is_dir():
            raise CheckFailed(
                f"There is no folder {self._path}.", hint="Check its name, or [check] maildirs in the settings."
            )
        walked = os.walk(self._path, onerror=problems.append)
        folders = sorted(base for base, inner, _ in walked if _is_maildir(inner))
        if not folders and not problems:
            raise CheckFailed(f"{self._path} is no Maildir.", hint="A Maildir holds the folders cur, new and tmp.")
        return folders


class _MaildirScan:
    """One look over the folders: what is wanted, and how many mails were looked at so far."""

    def __init__(self, wanted: Wanted, tell: Progress, prefilter: HeaderPrefilter, back_to: datetime | None) -> None:
        self._wanted = wanted
        self._tell = tell
        self._prefilter = prefilter
        self._back_to = back_to
        self._seen = 0

    def into(self, folder: _Folder, before: frozenset[str]) -> Iterator[Incoming]:
        """The mails of one folder that may concern somebody: the new ones, and older ones where terms are new."""
        names = [name for name in folder.present if name not in before]
        if self._back_to is not None and before:
            changed = _changed_since(folder.path, (self._back_to - _SLACK).timestamp())
            names += [name for name in changed if name in before and name in folder.present]
        for _ in range(_ROUNDS):
            gone: list[str] = []
            yield from self._opened(folder, names, gone)
            if not gone or self._tell.stopped:
                break
            try:
                listed = _listed(folder.path)
            except OSError:
                break
            # Gone under every name means deleted; under another one, that its flags have changed.
            names = [name for name in gone if name in listed]
            folder.present.update((name, listed[name]) for name in names)
        self._tell.seen(self._seen, None)

    def _opened(self, folder: _Folder, names: list[str], gone: list[str]) -> Iterator[Incoming]:
        for name in names:
            if self._tell.stopped:
                return
            file_name = folder.present[name]
            try:
                raw = read_candidate(f"{folder.path}/{file_name}", self._prefilter)
            except FileNotFoundError:
                gone.append(name)
                continue
            except OSError as error:
                folder.unread.add(name)
                self._tell.skipped(f"{file_name}: It cannot be read ({error.strerror}).")
                continue
            self._seen += 1
            if self._seen % _TELL_EVERY == 0:
                self._tell.seen(self._seen, None)
            mail = guarded(raw, self._wanted, file_name, self._tell) if raw else None
            if mail is not None:
                yield mail


def _is_maildir(inner: list[str]) -> bool:
    """Whether a folder with these sub-folders is a Maildir; mail folders themselves are not walked into."""
    is_maildir = "cur" in inner and "new" in inner
    if is_maildir:
        inner[:] = [name for name in inner if name not in ("cur", "new", "tmp")]
    return is_maildir


def _listed(path: str) -> dict[str, str]:
    """What lies in a folder. New mail is listed first: what moves to `cur` meanwhile is met there again."""
    files: dict[str, str] = {}
    for part in ("new", "cur"):
        with os.scandir(f"{path}/{part}") as entries:
            for name in (entry.name for entry in entries):
                if not name.startswith("."):
                    files[name.partition(":2,")[0]] = f"{part}/{name}"
    return files


def _changed_since(path: str, limit: float) -> Iterator[str]:
    """The names in a folder whose file came, or was changed, after that moment."""
    for part in ("new", "cur"):
        with os.scandir(f"{path}/{part}") as entries:
            for entry in entries:
                if _came_after(entry, limit):
                    yield entry.name.partition(":2,")[0]


def _came_after(entry: os.DirEntry[str], limit: float) -> bool:
    try:
        status = entry.stat()
    except OSError:
        return True  # renamed or gone; opening it tells which
    return max(status.st_mtime, status.st_ctime) >= limit


def _unreadable(problems: list[OSError]) -> CheckFailed:
    first = problems[0]
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    return CheckFailed(
        f"{first.filename}{more} cannot be read ({first.strerror}).",
        "The other folders were looked into.",
        "Check the permissions.",
    )
