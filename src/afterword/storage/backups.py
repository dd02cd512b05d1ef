"""Owns the copies beside the journal: which are made, what they are called, and which may go again.

Rolling copies (`journal-20261123T091500.json`) are the versions before a save: the first save of each day and some
recent ones. Every other copy says in its name why it was made and is never deleted from here.
"""

import contextlib
import itertools
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from afterword.ports import Clock
from afterword.storage import files

RECENT, DAYS = 6, 14
_APART = timedelta(minutes=10)
_STAMP = "%Y%m%dT%H%M%S"


class Backups:
    """The folder `backups` beside a journal."""

    def __init__(self, journal: Path, clock: Clock) -> None:
        self.folder = journal.parent / "backups"
        self._stem, self._suffix = journal.stem, journal.suffix
        self._clock = clock
        self._rolling = re.compile(re.escape(self._stem) + r"-(\d{8}T\d{6})" + re.escape(self._suffix))

    def rolling(self) -> dict[datetime, Path]:
        """The rolling copies by the local time they were made, oldest first."""
        found: dict[datetime, Path] = {}
        for path in self._names():
            made = self.made_at(path) if self._rolling.fullmatch(path.name) else None
            if made is not None:
                found[made] = path
        return dict(sorted(found.items()))

    def now(self) -> datetime:
        """The present instant."""
        return self._clock.now()

    def made_at(self, copy: Path) -> datetime | None:
        """When that copy was made, by its name; None for a file that says nothing of it."""
        match = re.match(re.escape(self._stem) + r"-(\d{8}T\d{6})", copy.name)
        try:
            return None if match is None else datetime.strptime(match[1], _STAMP).replace(tzinfo=self.now().tzinfo)
        except ValueError:
            return None

    def all(self) -> tuple[Path, ...]:
        """Every copy of this journal, newest first."""
        mine = [path for path in self._names() if path.name.startswith(f"{self._stem}-")]
        return tuple(sorted(mine, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True))

    def _names(self) -> list[Path]:
        try:
            return [Path(entry.path) for entry in os.scandir(self.folder) if entry.name.endswith(self._suffix)]
        except FileNotFoundError:
            return []

    def keep(self, raw: bytes, why: str) -> Path:
        """A copy that stays, with the reason in its name. Raises `OSError`."""
        files.make_private_folder(self.folder)
        stamp = self._clock.now().strftime(_STAMP)
        for number in itertools.count(1):
            path = self.folder / f"{self._stem}-{stamp}-{why}{'' if number == 1 else f'-{number}'}{self._suffix}"
            with contextlib.suppress(FileExistsError):
                files.write_apart(path, raw)
                return path
        raise AssertionError("the count has no end")

    def roll(self, real: Path) -> None:
        """Keeps the version that is about to be replaced, if it is time for one, and lets the oldest go.

        A save is never refused for want of a rolling copy: what cannot be kept is passed over.
        """
        with contextlib.suppress(OSError):
            now = self._clock.now()
            kept = self.rolling()
            if self._is_time(now, list(kept)):
                files.make_private_folder(self.folder)
                path = self.folder / f"{self._stem}-{now.strftime(_STAMP)}{self._suffix}"
                _link_or_copy(real, path)
                self._prune(self.rolling())

    @staticmethod
    def _is_time(now: datetime, kept: list[datetime]) -> bool:
        if not kept:
            return True
        return kept[-1].date() != now.date() or abs(now - kept[-1]) >= _APART

    @staticmethod
    def _prune(kept: dict[datetime, Path]) -> None:
        stamps = list(kept)
        first_of_day = {stamp.date(): stamp for stamp in reversed(stamps)}
        stay = {*stamps[-RECENT:], *sorted(first_of_day.values())[-DAYS:]}
        for stamp, path in kept.items():
            if stamp not in stay:
                path.unlink(missing_ok=True)


def _link_or_copy(real: Path, path: Path) -> None:
    """The journal is replaced, never written into, so a second name for it costs neither time nor room."""
    try:
        path.hardlink_to(real)
    except FileExistsError:
        return
    except OSError:
        files.write_apart(path, files.read_whole(real)[0])
