"""Owns looking into Maildirs: only files that are new are opened, and only candidates are read whole. It never writes.

A file is renamed whenever its flags change; what stays is the part of its name before `:2,`, and that is remembered.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from afterword.domain.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
from afterword.mail.inbox.bookmarks import Bookmarks, look_back_to, terms_of
from afterword.mail.inbox.reading import guarded
from afterword.mail.inbox.sieve import Sieve
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES
from afterword.ports import Progress

_HEAD = 16_384

_TELL_EVERY = 500
_SLACK = timedelta(days=1)


class MaildirInbox:
    """One Maildir and the folders in it, in whichever way they are nested."""

    def __init__(self, path: Path, bookmarks: Bookmarks) -> None:
        self._path = path.expanduser()
        self._bookmarks = bookmarks
        self._next: dict[Path, dict[str, Any]] = {}

    @property
    def name(self) -> str:
        """See `ports.Inbox`."""
        return f"Maildir {self._path}"

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self._next.clear()
        if not wanted.begun:
            return
        sieve = Sieve(wanted)
        seen = 0
        for folder in self._folders():
            bookmark = self._bookmarks.read(str(folder))
            files, names, total = _new_files(folder, bookmark, look_back_to(wanted, bookmark))
            self._next[folder] = {"names": names, "terms": terms_of(wanted)}
            for count, file in enumerate(files, start=1):
                if tell.stopped:
                    return
                if count % _TELL_EVERY == 0:
                    tell.seen(seen + count, None)
                raw = _read_candidate(file, sieve)
                mail = guarded(raw, wanted, file.name, tell) if raw else None
                if mail is not None:
                    yield mail
            seen += total
            tell.seen(seen, None)

    def done(self) -> None:
        """See `ports.Inbox`."""
        for folder, bookmark in self._next.items():
            self._bookmarks.write(str(folder), bookmark)

    def _folders(self) -> list[Path]:
        if not self._path.is_dir():
            raise CheckFailed(f"There is no folder {self._path}.", hint="Check [check] maildirs in the settings.")
        try:
            found = [Path(base) for base, inner, _ in os.walk(self._path) if _is_maildir(inner)]
        except OSError as error:
            raise CheckFailed(
                f"{self._path} cannot be read: {error.strerror}.", hint="Check its permissions."
            ) from error
        if not found:
            raise CheckFailed(f"{self._path} is no Maildir.", hint="A Maildir holds the folders cur, new and tmp.")
        return sorted(found)


def _is_maildir(inner: list[str]) -> bool:
    """Whether a folder with these sub-folders is a Maildir; mail folders themselves are not walked into."""
    found = "cur" in inner and "new" in inner
    if found:
        inner[:] = [name for name in inner if name not in ("cur", "new", "tmp")]
    return found


def _new_files(
    folder: Path, bookmark: dict[str, Any], back_to: datetime | None
) -> tuple[Iterator[Path], list[str], int]:
    """The files to open, the base names there are now, and how many of them are looked at for the first time."""
    before = set(bookmark.get("names", ()))
    present: dict[str, Path] = {}
    for part in ("cur", "new"):
        try:
            listed = _names_in(folder / part)
        except OSError as error:
            raise CheckFailed(f"{folder / part} cannot be read: {error.strerror}.") from error
        present.update((name.partition(":2,")[0], folder / part / name) for name in listed if not name.startswith("."))
    fresh = [name for name in present if name not in before]
    older = [name for name in present if name in before] if back_to is not None and before else []
    files = _opened(present, fresh, older, back_to)
    return files, list(present), len(fresh)


def _names_in(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def _opened(present: dict[str, Path], fresh: list[str], older: list[str], back_to: datetime | None) -> Iterator[Path]:
    yield from (present[name] for name in fresh)
    if back_to is None:
        return
    limit = (back_to - _SLACK).timestamp()
    for name in older:
        path = _still_there(present[name])
        if path is not None and path.stat().st_mtime >= limit:
            yield path


def _still_there(path: Path) -> Path | None:
    """The file, or the one it was renamed to since the folder was listed."""
    if path.exists():
        return path
    base = path.name.partition(":2,")[0]
    for part in ("cur", "new"):
        for name in _names_in(path.parent.parent / part):
            if name.partition(":2,")[0] == base:
                return path.parent.parent / part / name
    return None


def _read_candidate(path: Path, sieve: Sieve) -> bytes | None:
    """The whole mail when its header block is let through, else None. A file that has gone is passed over."""
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError:
        moved = _still_there(path)
        return _read_candidate(moved, sieve) if moved is not None and moved != path else None
    except OSError:
        return None
    with file:
        head = file.read(_HEAD)
        if not _head_ends(head) and len(head) == _HEAD:
            head += file.read(HEADERS_BYTES - _HEAD)
        if not sieve.lets_through(_header_of(head)):
            return None
        return head + file.read(MAIL_BYTES - len(head))


def _head_ends(raw: bytes) -> bool:
    return b"\n\n" in raw or b"\r\n\r\n" in raw


def _header_of(raw: bytes) -> bytes:
    ends = [place for place in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if place >= 0]
    return raw[: min(ends)] if ends else raw
