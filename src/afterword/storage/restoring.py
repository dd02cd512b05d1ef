"""Owns bringing a copy back: what stands in its place is kept first, even when it is damaged."""

from pathlib import Path

from afterword.codec import DocumentInvalid, Head, StoreDocument, parse
from afterword.errors import UserError
from afterword.storage import files
from afterword.storage.document_storage import DocumentStorage
from afterword.storage.sentences import saving


def restore(storage: DocumentStorage, file: Path) -> Path | None:
    """Puts the copy in place of the journal; returns where the former one was kept, if there was one."""
    copy = read_copy(storage, file)
    with storage.held():
        return replace_with(storage, copy, why="before-restore")


def read_copy(storage: DocumentStorage, file: Path) -> StoreDocument:
    """The journal in a copy. Raises `UserError` when it cannot be used."""
    try:
        return parse(file.read_bytes(), steps=storage.steps)
    except OSError as error:
        raise UserError(
            f"{file} cannot be read: {error.strerror or error}.", hint="The copies are listed by: afterword doctor."
        ) from error
    except DocumentInvalid as error:
        raise UserError(
            f"{file} cannot be restored: {error}.", "The journal was left as it is.", "Choose another copy."
        ) from error


def replace_with(storage: DocumentStorage, copy: StoreDocument, why: str) -> Path | None:
    """Keeps the bytes that stand there and installs the copy; inside `held`."""
    kept: Path | None = None
    head = copy.head
    with saving(storage.path):
        found = files.identity(storage.real)
        if found is not None:
            raw, found = files.read_whole(storage.real)
            kept = storage.backups.keep(raw, why)
            head = _head_of(raw, storage) or head
    # The restored version leads on from the one it replaces, so that a running Afterword takes it over.
    storage.install(copy.tables, copy.journal, after=head, expected=found)
    return kept


def _head_of(raw: bytes, storage: DocumentStorage) -> Head | None:
    try:
        return parse(raw, steps=storage.steps).head
    except DocumentInvalid:
        return None
