"""Owns looking into Maildirs: only files that are new are opened, and only candidates are read whole. It never writes.

A file is renamed whenever its flags change; what stays is the part of its name before `:2,`, and that is remembered,
with the moment of the look that met it: what was there before a letter went cannot answer it.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.threads import MailSearch
from afterword.errors import CheckFailed
from afterword.mail.inbox.bookmarks import Bookmarks, LookClock, SearchTerms
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, read_candidate
from afterword.mail.inbox.incoming_mail import guarded
from afterword.ports import Progress

_TELL_EVERY = 500
_SLACK = timedelta(days=2)
_MOST_LOOKS = 64
_SECONDS = len("1700000000")
_ROUNDS = 5
"""How often a folder is listed again for files that were renamed in between."""


class _Folder(Struct, dict=True):
    """One mail folder as it was listed: from each base name to `cur/NAME` or `new/NAME`."""

    path: str
    present: dict[str, str]
    met: list[tuple[str, list[str]]]
    """The names that looks before met, with the moment by which each of them had."""
    terms: SearchTerms
    unread: set[str] = field(default_factory=set)
    """The names that could not be opened; they are tried again next time."""

    @cached_property
    def known(self) -> set[str]:
        """Every name that a look before met."""
        return {name for _, names in self.met for name in names}

    def older(self) -> list[str]:
        """The known names whose mails may have come since the first letter with a new term."""
        back_to = self.terms.back_to
        if back_to is None:
            return []
        met = (names for moment, names in self.met if not moment or datetime.fromisoformat(moment) > back_to)
        limit = (back_to - _SLACK).timestamp()
        present_names = (name for names in met for name in names if name in self.present)
        late = (name for name in present_names if not _was_delivered_before(name, limit))
        return [name for name in late if _came_after(f"{self.path}/{self.present[name]}", limit)]

    def met_by(self, moment: datetime) -> list[tuple[str, list[str]]]:
        """What is met now, by look; the oldest looks are put together where they are many."""
        met_names = self.present.keys() - self.unread
        if met_names == self.known:
            return self.met
        met = [(at, rest) for at, names in self.met if (rest := [name for name in names if name in met_names])]
        new = sorted(met_names - self.known)
        met += [(moment.astimezone(UTC).isoformat(), new)] if new else []
        while len(met) > _MOST_LOOKS:
            met[:2] = [(met[1][0], met[0][1] + met[1][1])]
        return met


class MaildirInbox:
    """One Maildir and the folders in it, in whichever way they are nested."""

    def __init__(self, path: Path, bookmarks: Bookmarks) -> None:
        self._path = path.expanduser().absolute()
        self.name = f"Maildir {self._path}"
        self._bookmarks = bookmarks
        self._next: dict[str, dict[str, Any]] = {}
        self._terms: list[SearchTerms] = []

    def look(self, search: MailSearch, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self._next.clear()
        self._terms.clear()
        if not search.begun:
            return
        problems: list[OSError] = []
        clock = LookClock(search.now)
        scan = _MaildirScan(search, tell, HeaderPrefilter(search))
        for path in self._folders(problems):
            try:
                folder = self._entered(path, search)
            except FileNotFoundError:
                continue
            except OSError as error:
                problems.append(error)
                continue
            moment = clock.moment()
            yield from scan.into(folder)
            if tell.stopped:
                return
            met = folder.met_by(moment)
            if met != folder.met:
                self._next[path] = {"met": met}
            self._terms.append(folder.terms)
        if problems:
            raise _unreadable(problems)

    def _entered(self, path: str, search: MailSearch) -> _Folder:
        looks = self._bookmarks.read(path).get("met", [])
        met = [(str(moment), list(names)) for moment, names in looks]
        return _Folder(path, _listed(path), met, SearchTerms(self._bookmarks, f"Maildir {path}", search))

    def done(self) -> None:
        """See `ports.Inbox`."""
        for path, bookmark in self._next.items():
            self._bookmarks.write(path, bookmark)
        for terms in self._terms:
            terms.keep()

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

    def __init__(self, search: MailSearch, tell: Progress, prefilter: HeaderPrefilter) -> None:
        self._search = search
        self._tell = tell
        self._prefilter = prefilter
        self._seen = 0

    def into(self, folder: _Folder) -> Iterator[Incoming]:
        """The mails of one folder that may concern somebody: the new ones, and older ones where terms are new."""
        before = folder.known
        names = [name for name in folder.present if name not in before] + folder.older()
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
            mail = guarded(raw, self._search, file_name, self._tell) if raw else None
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


def _was_delivered_before(name: str, limit: float) -> bool:
    """Whether the name of a file says so: who delivers it begins with the second."""
    return name[_SECONDS : _SECONDS + 1] == "." and name[:_SECONDS].isdecimal() and int(name[:_SECONDS]) < limit


def _came_after(path: str, limit: float) -> bool:
    """Whether a file came, or was changed, after that moment."""
    try:
        status = Path(path).stat()
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
