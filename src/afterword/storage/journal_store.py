"""Owns the journal's store: the port's promises over one document on disk."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from afterword.codec import MIGRATIONS, DocumentInvalid, Migration, checked_text
from afterword.domain.journal import Change, Journal
from afterword.errors import SaveFailed
from afterword.ports import Clock
from afterword.storage.document_storage import DocumentStorage, JournalTable
from afterword.storage.transaction import JournalTransaction

PATIENCE_SECONDS = 10.0


class TinyJournalStore:
    """The journal in one JSON file. Threads and processes may share it; nothing is read before it is asked for."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        migrations: Sequence[Migration] = MIGRATIONS,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._path = path
        self._clock = clock
        self._storage = DocumentStorage(path, patience, migrations)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def read(self) -> Journal:
        """The newest state; one look at the file when nothing has changed. Raises `StoreUnusable`."""
        return self._storage.newest().document.journal

    def changed(self) -> bool:
        """Whether somebody else has written since the last `read` or transaction."""
        return self._storage.changed()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """All changes are written together when the block ends, or none. Raises `SaveFailed`, `StoreUnusable`."""
        with self._storage.exclusive() as version:
            work = JournalTransaction(version.document.journal)
            yield work
            changes = work.changes
            if changes:
                self._stage(changes)
                self._storage.commit(version.document.journal.apply(changes))

    def _stage(self, changes: Iterable[Change]) -> None:
        tables: dict[str, dict[str, msgspec.Raw | None]] = {}
        try:
            for change in changes:
                text = None if change.after is None else msgspec.Raw(checked_text(change.after))
                tables.setdefault(change.table, {})[change.id] = text
        except DocumentInvalid as error:
            raise SaveFailed(f"This cannot be saved: {error}.", hint="Nothing was changed.") from error
        for name, records in tables.items():
            JournalTable(self._storage, name).write(records)
