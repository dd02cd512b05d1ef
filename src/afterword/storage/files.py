"""Owns files on the disk: written whole or not at all, locked, and in words what the disk says when it refuses."""

import _thread
import contextlib
import errno
import fcntl
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from io import FileIO
from pathlib import Path

from msgspec import Struct

from afterword.codec.document import SchemaTooNew
from afterword.domain.text import lazy_pattern
from afterword.errors import SaveFailed, StoreUnusable

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP)
_POLL_SECONDS = 0.004


class Identity(Struct, frozen=True):
    """What tells one version of a file from another without opening it."""

    device: int
    inode: int
    size: int
    mtime_ns: int


class Overtaken(Exception):
    """The file is not the one that was read: somebody replaced it without taking the lock."""


class Unconfirmed(Exception):
    """The file was replaced, and the disk did not confirm that the new name would survive a power cut."""


def real_path(path: Path) -> Path:
    """The file behind the path; a symbolic link stays one when the file is replaced."""
    return Path(os.path.realpath(path))


def dangling_link(path: Path) -> Path | None:
    """The symbolic link on the way to the file that leads to nothing; None where there is none."""
    return next((place for place in (path, *path.parents) if place.is_symlink() and not place.exists()), None)


def identity(path: Path) -> Identity | None:
    """The identity of the file, or None when there is none."""
    try:
        return _identity(path.stat())
    except FileNotFoundError:
        return None


def _identity(status: os.stat_result) -> Identity:
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


_CONFLICT_COPY = lazy_pattern(r"[ ._(-](?i:.*[ck]onfli.*)|[ ]?\(\d{1,2}\)|[ ]\d{1,2}|-[A-Z][A-Z0-9-]{2,14}")
"""What sync programs put behind the name of a journal that was changed on two machines.

Syncthing, Dropbox, Nextcloud and ownCloud say so in the language of the person; iCloud and Google Drive count, and
OneDrive names the other machine.
"""


def conflict_copies(path: Path) -> list[Path]:
    """The files that a sync program put beside that one because both had changed, by their names.

    What the person put there under a name of their own is left alone.
    """
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(path.stem) and entry.is_file()]
    except OSError:
        return []
    ends = {name: name.removeprefix(path.stem).removesuffix(path.suffix) for name in names if name != path.name}
    copies = (name for name, end in ends.items() if name.endswith(path.suffix) and _CONFLICT_COPY.fullmatch(end))
    return [path.with_name(name) for name in sorted(copies)]


def read_whole(path: Path) -> tuple[bytes, Identity]:
    """The bytes and the identity they belong to; read again while somebody writes into the file."""
    with _open_to_read(path) as file:
        while True:
            before = _identity(os.fstat(file.fileno()))
            file.seek(0)
            raw = file.readall()
            unchanged = _identity(os.fstat(file.fileno())) == before
            if raw is None or (unchanged and not before.size and raw):
                raise OSError(errno.EINVAL, "it says nothing of how long it is", str(path))
            if unchanged and len(raw) == before.size:
                return raw, before


def _open_to_read(path: Path) -> FileIO:
    """The file, opened without waiting. Raises `OSError` for a pipe or a device, which may have no end."""
    file = FileIO(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    mode = os.fstat(file.fileno()).st_mode
    if stat.S_ISREG(mode):
        return file
    file.close()
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.EINVAL, "it is a pipe or a device, and no file", str(path))


def replace_whole(
    path: Path,
    parts: Sequence[bytes | memoryview],
    expected: Identity | None,
    beside: Callable[[], None] = lambda: None,
) -> Identity:
    """Puts these parts, one after the other, in place of the file, durably and at once; only while the lock is held.

    What is to be done `beside` has been done before the file is replaced; what that raises leaves the file untouched.
    Raises `Overtaken` when the file is not the expected one any more, and `OSError`: then it is untouched. Raises
    `Unconfirmed` when it was replaced and only the last confirmation is missing.
    """
    fresh = temporary_of(path)
    with contextlib.suppress(FileNotFoundError):
        fresh.unlink()  # left behind by a process that was killed
    try:
        with _meanwhile(beside):
            written = _create(fresh, parts)
        with _open_folder(path.parent) as folder, _staying_a_while(path) as former:
            _check_same(path, expected)
            _rename_over(fresh, path, former)
            _confirm(folder, path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    return written


@contextlib.contextmanager
def _meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """That work is done in a thread, and has been done afterwards, so that the disk has both at once to do."""
    running, raised = _thread.allocate_lock(), list[BaseException]()

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            raised.append(error)
        finally:
            running.release()

    running.acquire()
    try:
        _thread.start_new_thread(run, ())
    except RuntimeError:
        run()
    try:
        yield
    finally:
        running.acquire()
    if raised:
        raise raised[0]


def _check_same(path: Path, expected: Identity | None) -> None:
    if identity(path) != expected:
        raise Overtaken(path)


@contextlib.contextmanager
def _staying_a_while(path: Path) -> Iterator[list[int]]:
    """Keeps open what has that name until afterwards: the system takes its time to give back a large file's room."""
    former = []
    with contextlib.suppress(OSError):
        former.append(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    try:
        yield former
    finally:
        for descriptor in former:
            try:
                _thread.start_new_thread(os.close, (descriptor,))
            except RuntimeError:
                os.close(descriptor)


def _rename_over(fresh: Path, path: Path, former: list[int]) -> None:
    try:
        fresh.rename(path)
    except OSError:
        # A folder that Windows shares replaces no file that is open.
        if not former:
            raise
        os.close(former.pop())
        fresh.rename(path)


def temporary_of(path: Path) -> Path:
    """The file that a write fills before it takes the place of the real one."""
    return path.with_name(f".{path.name}.tmp")


def write_apart(path: Path, raw: bytes) -> None:
    """Writes a new file, durably. Raises `FileExistsError` rather than overwrite, and `OSError`."""
    _create(path, (raw,))
    with _open_folder(path.parent) as folder:
        _sync_folder(folder)


def _create(path: Path, parts: Sequence[bytes | memoryview]) -> Identity:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, PRIVATE_FILE)
    try:
        _fill(descriptor, parts)
        os.fchmod(descriptor, PRIVATE_FILE)
        sync(descriptor)
        return _identity(os.fstat(descriptor))
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    finally:
        os.close(descriptor)


_AT_ONCE = 16
"""Parts of a new file that are handed to the system at once: about a megabyte of a journal."""


def _fill(descriptor: int, parts: Sequence[bytes | memoryview]) -> None:
    """Writes all of them into a new file; the disk is at work on some while the next are handed over."""
    start = 0
    for first in range(0, len(parts), _AT_ONCE):
        some = parts[first : first + _AT_ONCE]
        write_all(descriptor, some)
        length = sum(map(len, some))
        if first + _AT_ONCE < len(parts) and sys.platform != "darwin":
            with contextlib.suppress(OSError):
                os.posix_fadvise(descriptor, start, length, os.POSIX_FADV_DONTNEED)
        start += length


def write_all(descriptor: int, parts: Sequence[bytes | memoryview]) -> None:
    """Writes these few parts to the last byte, however many the system takes at once. Raises `OSError`."""
    written = os.writev(descriptor, parts)
    if written < sum(map(len, parts)):
        rest = memoryview(b"".join(parts))[written:]
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Waits until the disk has what was written there. Raises `OSError`."""
    # On macOS fsync leaves the data in the drive's own memory.
    thorough: int | None = getattr(fcntl, "F_FULLFSYNC", None)
    if thorough is None:
        os.fdatasync(descriptor)
    else:
        fcntl.fcntl(descriptor, thorough)


@contextlib.contextmanager
def _open_folder(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _confirm(folder: int, path: Path) -> None:
    try:
        _sync_folder(folder)
    except OSError as error:
        raise Unconfirmed(path) from error


def _sync_folder(folder: int) -> None:
    """Makes the names in it durable, where the file system can."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


def make_private_folder(folder: Path) -> None:
    """Creates the folder and those above it that are missing, for their owner alone and durably."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
    with _open_folder(folder.parent) as parent:
        _sync_folder(parent)


@contextlib.contextmanager
def locked(path: Path, patience: float) -> Iterator[None]:
    """Holds the lock that belongs to the file, waiting at most `patience` seconds. Raises `SaveFailed`, `OSError`."""
    lock = lock_of(path)
    deadline = time.monotonic() + patience
    descriptor = _open_lock(lock)
    try:
        while not took_lock(descriptor, lock):
            if time.monotonic() > deadline:
                raise SaveFailed(
                    "Another Afterword is writing to the journal and does not finish.",
                    f"Waited {patience:g} seconds for {lock}.",
                    "Nothing was changed. Try again, or close the other one.",
                )
            time.sleep(_POLL_SECONDS)
            os.close(descriptor)
            descriptor = _open_lock(lock)
        yield
    finally:
        os.close(descriptor)


def lock_of(path: Path) -> Path:
    """The file whose lock stands for the real one, which cannot be locked itself since it is replaced."""
    return path.with_name(f".{path.name}.lock")


def _open_lock(lock: Path) -> int:
    return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)


def took_lock(descriptor: int, lock: Path) -> bool:
    """Takes the lock of that open file; false when somebody holds it, or when another file stands in its place by now.

    A lock file that was deleted meanwhile locks nothing: the next one makes a new file, and would hold that.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    now = identity(lock)
    return now is not None and now.inode == os.fstat(descriptor).st_ino


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


def unrecorded(path: Path, error: OSError) -> str:
    """What it means that a change is saved and not in the history, and why that is so."""
    return f"It is saved, but it cannot be undone: the history {path} cannot be written ({_words(error)})."


def _words(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error) or type(error).__name__
