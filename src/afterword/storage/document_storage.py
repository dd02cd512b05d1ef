"""Owns the store as TinyDB sees it: a Storage that keeps one document safely on disk, and the table over it.

Inside, a record stays the JSON text it is stored as (`msgspec.Raw`), so that a save encodes only what changed.
"""

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from tinydb.storages import Storage
from tinydb.table import Table

from afterword.codec import (
    MIGRATIONS,
    Document,
    DocumentInvalid,
    Migration,
    new_document,
    parse,
    successor,
)
from afterword.domain.journal import Journal
from afterword.errors import SaveFailed
from afterword.storage import files
from afterword.storage.files import Identity
from afterword.storage.sentences import save_failed, store_unusable

_SETTLING_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Version:
    """A document and the file it was read from; None while there is no file."""

    document: Document
    identity: Identity | None


class JournalTable(Table):
    """A table keyed by our own ids."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB types it as int and documents str as a choice

    def write(self, records: Mapping[str, msgspec.Raw | None]) -> None:
        """Adds or replaces these records in their place, and removes those that are None."""

        def update(table: dict[Any, Any]) -> None:
            for record_id, record in records.items():
                if record is None:
                    table.pop(record_id, None)
                else:
                    table[record_id] = record

        self._update_table(update)


class DocumentStorage(Storage):
    """One document in one file: read when it has changed, replaced at once, never in place.

    TinyDB's writes are staged and reach the disk with `commit`, inside `exclusive`.
    """

    def __init__(self, path: Path, patience: float, steps: Sequence[Migration] = MIGRATIONS) -> None:
        self._path = path
        self._patience = patience
        self._steps = steps
        self._writing = threading.Lock()
        self._loading = threading.Lock()
        self._version: Version | None = None
        self._staged: dict[str, dict[str, msgspec.Raw]] | None = None

    @property
    def schema(self) -> int:
        """The schema that is written."""
        return len(self._steps) + 1

    @property
    def real(self) -> Path:
        """The file itself, behind any symbolic link."""
        return files.real_path(self._path)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, with what is staged; a copy as deep as TinyDB changes it."""
        return dict(self._staged if self._staged is not None else self.newest().document.tables)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Stages these tables for the commit."""
        self._staged = data

    def changed(self) -> bool:
        """Whether the file is not the one last read or written."""
        version = self._version
        try:
            return version is None or version.identity != files.identity(self.real)
        except OSError as error:
            raise store_unusable(self._path, error) from error

    def newest(self) -> Version:
        """The newest version. Raises `StoreUnusable`."""
        version = self._version
        if version is not None and not self.changed():
            return version
        with self._loading:
            return self._load()

    def _load(self) -> Version:
        try:
            found = files.identity(self.real)
            version = self._version
            if version is not None and (found is None or found == version.identity):
                # A file that has vanished under us is still whole in memory, and the next save brings it back.
                self._version = Version(version.document, found)
            elif found is None:
                self._version = Version(new_document(Journal(), self.schema), None)
            else:
                self._version = self._parsed(version)
        except (OSError, DocumentInvalid) as error:
            raise store_unusable(self._path, error) from error
        return self._version

    def _parsed(self, before: Version | None) -> Version:
        while True:
            raw, found = files.read_whole(self.real)
            try:
                return Version(parse(raw, before.document if before else None, self._steps), found)
            except DocumentInvalid:
                # Somebody may be in the middle of writing it in place; what stands still is damaged.
                time.sleep(_SETTLING_SECONDS)
                if files.identity(self.real) == found:
                    raise

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[Version]:
        """The newest version, with nobody else writing. What is staged and not committed is dropped."""
        if not self._writing.acquire(timeout=self._patience):
            raise SaveFailed("The last save is still under way.", hint="Try again in a moment.")
        try:
            with self._locked_file():
                yield self.newest()
        finally:
            self._staged = None
            self._writing.release()

    @contextlib.contextmanager
    def _locked_file(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            try:
                files.make_private_folder(self.real.parent)
                stack.enter_context(files.locked(self.real, self._patience))
            except OSError as error:
                raise save_failed(self._path, error) from error
            yield

    def commit(self, journal: Journal) -> None:
        """Writes what is staged as the next version, which holds that journal. Raises `SaveFailed`."""
        before = self._version
        if before is None or self._staged is None:
            raise RuntimeError("commit() belongs inside exclusive(), after a write")
        head, raw = successor(before.document.head, self._staged, self.schema)
        document = Document(head, self._staged, journal)
        try:
            written = files.replace_whole(self.real, raw, before.identity)
        except (OSError, files.Overtaken) as error:
            raise save_failed(self._path, error) from error
        self._version = Version(document, written)
