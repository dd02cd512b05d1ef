"""Fakes of a few lines for the ports, so that a test hands in what the world would provide."""

import contextlib
from collections.abc import Iterator

from afterword.domain.journal import Journal
from afterword.storage.journal_store import JournalTransaction


class MemoryJournal:
    """A journal store that forgets everything when it goes."""

    def __init__(self, journal: Journal | None = None) -> None:
        self._journal = journal or Journal()

    def read(self) -> Journal:
        """The journal as it stands."""
        return self._journal

    def set_apart(self) -> tuple[str, ...]:
        """Nothing in it was ever unreadable."""
        return ()

    def changed(self) -> bool:
        """Nobody else can reach it."""
        return False

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """All changes when the block ends well."""
        work = JournalTransaction(self._journal)
        yield work
        self._journal = self._journal.apply(work.changes)
