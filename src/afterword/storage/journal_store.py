"""Owns the journal's store: the port's promises over one document on disk."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from afterword.codec import MIGRATIONS, DocumentInvalid, Migration, checked
from afterword.domain.journal import Change, Journal
from afterword.errors import SaveFailed, UserError
from afterword.ports import Clock
from afterword.storage import files
from afterword.storage.backups import Backups
from afterword.storage.document_storage import DocumentStorage, JournalTable
from afterword.storage.report import HealthReport
from afterword.storage.sentences import saving
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
        self._storage = DocumentStorage(path, Backups(path, clock), patience=patience, steps=migrations)

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

    def set_apart(self) -> tuple[str, ...]:
        """A sentence for each value that could not be read and was set apart in the journal last read."""
        return tuple(one.sentence for one in self._storage.set_apart())

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """All changes are written together when the block ends, or none. Raises `SaveFailed`, `StoreUnusable`."""
        with self._storage.exclusive() as version:
            work = JournalTransaction(version.document.journal)
            yield work
            changes = work.changes
            if changes:
                self._storage.commit(version.document.journal.apply(self._stage(changes)))

    def backup(self) -> Path:
        """A copy of the journal as it stands, kept until somebody deletes it. Raises `UserError`, `StoreUnusable`."""
        version = self._storage.newest()
        if version.identity is None:
            raise UserError("There is no journal to copy yet.", f"It would be {self._path}.")
        with saving(self._path):
            return self._storage.backups.keep(files.read_whole(self._storage.real)[0], "backup")

    def restore(self, file: Path) -> Path | None:
        """Puts a copy in place of the journal; returns where the former one was kept, if there was one.

        Raises `UserError` when the copy cannot be used, and `SaveFailed`.
        """
        from afterword.storage.restoring import restore

        return restore(self._storage, file)

    def doctor(self, *, repair: bool = False) -> HealthReport:
        """The health of the store; with `repair`, what can be mended without losing a byte is mended."""
        from afterword.storage.doctor import examine

        return examine(self._storage, repair=repair)

    def _stage(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Hands the changes to the tables; returns them as they will be read back."""
        tables: dict[str, dict[str, msgspec.Raw | None]] = {}
        settled = []
        try:
            for change in changes:
                text, after = (None, None) if change.after is None else checked(change.after)
                tables.setdefault(change.table, {})[change.id] = None if text is None else msgspec.Raw(text)
                settled.append(replace(change, after=after))
        except DocumentInvalid as error:
            raise SaveFailed(f"This cannot be saved: {error}.", hint="Nothing was changed.") from error
        for name, records in tables.items():
            JournalTable(self._storage, name).write(records)
        return tuple(settled)
