"""Fakes of a few lines for the ports, so that a test hands in what the world would provide."""

import contextlib
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from afterword.codec.document import new_document
from afterword.codec.layout import ids_holding
from afterword.domain.history import Arrival, RecordKey, Step, StepNote
from afterword.domain.journal import Change, Journal
from afterword.storage.journal_store import JournalTransaction

AT = datetime(2026, 11, 9, 10, tzinfo=UTC)
"""When every step was taken."""


class FixedClock:
    """A clock that stands still, for samples and proofs."""

    def __init__(self, at: datetime, zone: str = "UTC") -> None:
        self._zone = ZoneInfo(zone)
        self._at = at.astimezone(self._zone)

    def now(self) -> datetime:
        """The instant it was set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Set it to another instant."""
        self._at = at.astimezone(self._zone)

    @property
    def zone(self) -> str:
        """The IANA name of the zone."""
        return self._zone.key


class MemoryHistory:
    """The steps of a store in memory."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def note(self, note: StepNote, changes: tuple[Change, ...]) -> None:
        """One more step; those of one sitting are one."""
        last = self.steps[-1] if self.steps else None
        if note.merge_key and last is not None and last.note == note and _leads_to(last.changes(), changes):
            changes = (replace(changes[0], before=self.steps.pop().changes()[0].before),)
        if any(change.before != change.after for change in changes):
            number, touched = f"s{len(self.steps) + 1}", tuple((change.table, change.id) for change in changes)
            removed = tuple((change.table, change.id) for change in changes if change.after is None)
            read = partial(_among, changes)
            self.steps.append(Step(id=number, at=AT, note=note, touched=touched, removed=removed, changes=read))


def _among(changes: tuple[Change, ...], asked: Collection[RecordKey] | None = None, /) -> tuple[Change, ...]:
    return tuple(change for change in changes if asked is None or (change.table, change.id) in asked)


def _leads_to(first: tuple[Change, ...], second: tuple[Change, ...]) -> bool:
    if len(first) != 1 or len(second) != 1:
        return False
    return (first[0].table, first[0].id, first[0].after) == (second[0].table, second[0].id, second[0].before)


class MemoryJournal:
    """A journal store that forgets everything when it goes."""

    def __init__(self, journal: Journal | None = None) -> None:
        self._journal = journal or Journal()
        self._history = MemoryHistory()
        self.note = self._history.note

    def read(self) -> Journal:
        """The journal as it stands."""
        return self._journal

    def holding(self, letters: str) -> set[str]:
        """As it would be stored."""
        return ids_holding(new_document(self._journal).tables, {}, letters.encode())

    def set_apart(self) -> tuple[str, ...]:
        """Nothing in it was ever unreadable."""
        return ()

    def changed(self) -> bool:
        """Nobody else can reach it."""
        return False

    def steps(self) -> tuple[Step, ...]:
        """What was done, oldest first."""
        return tuple(self._history.steps)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Nothing comes in from other machines."""
        return ()

    def unrecorded(self) -> str:
        """Everything is in the history."""
        return ""

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """All changes when the block ends well."""
        work = JournalTransaction(self._journal)
        yield work
        self._journal = self._journal.apply(work.changes)
        if work.changes:
            self._history.note(work.note, work.changes)
