"""Owns what a person is told when the store cannot be read or written."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

from afterword.codec import SchemaTooNew
from afterword.errors import SaveFailed, StoreUnusable
from afterword.storage.files import Overtaken, Unconfirmed

_REASONS = {
    errno.ENOSPC: ("The disk is full.", "Make some room, then save again."),
    errno.EDQUOT: ("Your share of the disk is used up.", "Make some room, then save again."),
    errno.EROFS: ("The disk can only be read.", "Move the data folder to a disk that can be written."),
    errno.EACCES: ("You may not write there.", "Check the permissions of the folder."),
    errno.EPERM: ("You may not write there.", "Check the permissions of the folder."),
    errno.EIO: ("The disk reported an error.", "Check the disk, and keep a copy of the folder elsewhere."),
    errno.ENOLCK: ("The file system offers no locks.", "Move the data folder to a local disk."),
    errno.EOPNOTSUPP: ("The file system offers no locks.", "Move the data folder to a local disk."),
}


@contextlib.contextmanager
def saving(path: Path) -> Iterator[None]:
    """Turns what the disk says into `SaveFailed`."""
    try:
        yield
    except (OSError, Overtaken, Unconfirmed) as error:
        raise save_failed(path, error) from error


def save_failed(path: Path, error: Exception) -> SaveFailed:
    """Why nothing was saved, and what to do."""
    if isinstance(error, Overtaken):
        return SaveFailed(
            "Another program replaced the journal in this very moment, so nothing was saved.",
            f"It is {path}.",
            "Save again: it will build on what stands there now.",
        )
    if isinstance(error, Unconfirmed):
        return SaveFailed(
            "The disk did not confirm the save.",
            f"{path} holds the change now, but it might not survive a power cut.",
            "Check the disk, and save something again.",
        )
    number = error.errno if isinstance(error, OSError) else None
    reason, hint = _REASONS.get(number or 0, (f"{_words(error)}.", "Nothing was changed; try again."))
    return SaveFailed(f"The journal could not be saved. {reason}", f"It is {path}, unchanged.", hint)


def store_unusable(path: Path, error: Exception) -> StoreUnusable:
    """Why the store cannot be read, and the way back."""
    if isinstance(error, SchemaTooNew):
        return StoreUnusable(
            f"The journal {path} was written by a newer Afterword: {error}.",
            "It was left as it is.",
            "Update Afterword, or bring an older copy back with: afterword restore FILE.",
        )
    if isinstance(error, OSError):
        return StoreUnusable(
            f"The journal {path} cannot be read: {_words(error)}.",
            "It was left as it is.",
            "Check its permissions, or look at it with: afterword doctor.",
        )
    return StoreUnusable(
        f"The journal {path} is damaged: {error}.",
        "It was left as it is.",
        "See what can be done with: afterword doctor. Bring a copy back with: afterword restore FILE.",
    )


def _words(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
