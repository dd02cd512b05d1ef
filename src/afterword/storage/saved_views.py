"""Owns the file of saved views beside the journal, of this machine; loaded when a view is first asked for."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from afterword.domain.saved_view import MOST_VIEWS, SavedView
from afterword.errors import SaveFailed
from afterword.storage.files import make_private_folder, temporary_of, write_apart

_MOST_BYTES = 1_000_000


class FileViews:
    """The views in one file, written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[SavedView, ...]:
        """The views in their order; none where there is no file, or none that makes sense."""
        try:
            with self._path.open("rb") as file:
                found = msgspec.json.decode(file.read(_MOST_BYTES), type=tuple[SavedView, ...])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return ()
        return found[:MOST_VIEWS]

    def write(self, views: Sequence[SavedView]) -> None:
        """Keep these views and no others. Raises `SaveFailed`."""
        fresh = temporary_of(self._path)
        try:
            make_private_folder(self._path.parent)
            fresh.unlink(missing_ok=True)
            write_apart(fresh, msgspec.json.encode(views))
            fresh.replace(self._path)
        except OSError as error:
            raise SaveFailed(
                "The views could not be kept.", f"{self._path}: {error.strerror}.", "They are as they were."
            ) from error
