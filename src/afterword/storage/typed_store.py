"""Owns what is being typed, on the disk: a file for each window, written by a thread, found again when it is gone.

A window holds the lock beside its file while it lives; the system lets go of it however the window ends. So a file
whose lock is free was left behind, and whoever takes that lock answers for it. No window writes into another's file.

Beside it lies the file of saved views, of this machine as well.
"""

import contextlib
import errno
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.history import TypedText
from afterword.errors import SaveFailed
from afterword.ports import Clock
from afterword.storage.files import PRIVATE_FILE, make_private_folder, read_whole, temporary_of, took_lock, write_apart

if TYPE_CHECKING:
    from afterword.domain.history import SavedView

_MOST_TEXTS, _MOST_BYTES, _MOST_OF_A_SESSION, _MOST_OF_VIEWS = 50, 16_000_000, 200_000, 1_000_000
_PATIENCE = 2.0
"""Seconds that the end of the program waits for a disk."""


_NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading raises for bytes that are no JSON, no text, or far too deep."""


class WindowFile(Struct):
    """What another window left: the lock that was taken, and the texts nobody has decided on yet."""

    lock: int
    texts: list[TypedText]


class FileTypedStore:
    """What is being typed in this window, in `folder`, and where the person is, in the file `session`.

    Nothing is made before there is something to keep; where the person is, is kept only beside a journal.
    """

    def __init__(self, folder: Path, session: Path, clock: Clock) -> None:
        self._folder = folder
        self._session = session
        self._clock = clock
        self._window = os.urandom(8).hex()
        self._lock: int | None = None
        self._texts: tuple[TypedText, ...] = ()
        self._state: Mapping[str, object] = {}
        self._left: dict[str, WindowFile] = {}
        self._writer = _Writer(self._write)

    @property
    def trouble(self) -> str:
        """Why what is typed cannot be kept."""
        return self._writer.trouble

    # ── what is typed here ────────────────────────────────────────────────────────────────────────────────────────

    def keep(self, texts: tuple[TypedText, ...]) -> None:
        """Write them soon; one that changed gets the time of now."""
        kept = {replace(text, at=None): text for text in self._texts}
        now = self._clock.now()
        texts = tuple(kept.get(text) or replace(text, at=now) for text in texts)
        if texts != self._texts:
            self._texts = texts
            self._writer.put(self._file(self._window), texts)

    def _file(self, window: str) -> Path:
        return self._folder / f"{window}.json"

    # ── what others left ──────────────────────────────────────────────────────────────────────────────────────────

    def left(self) -> tuple[TypedText, ...]:
        """Take over what windows that are gone have left."""
        with contextlib.suppress(OSError):
            windows = {path.stem for path in self._folder.iterdir() if path.suffix in (".json", ".lock")}
            for window in windows - {self._window} - self._left.keys():
                self._take_over(window)
        texts = [text for window in self._left.values() for text in window.texts]
        texts.sort(key=lambda text: text.at.timestamp() if text.at else 0, reverse=True)
        for text in texts[_MOST_TEXTS:]:
            self.drop(text)
        return tuple(texts[:_MOST_TEXTS])

    def _take_over(self, window: str) -> None:
        file = self._file(window)
        lock = _take_lock(file.with_suffix(".lock"))
        if lock is None:
            return
        texts = _read_texts(file)
        if texts:
            self._left[window] = WindowFile(lock, texts)
            return
        if texts is not None:
            _remove(file)
        os.close(lock)

    def drop(self, text: TypedText) -> None:
        """Forget it; with the last text of a window its file goes."""
        for name, window in self._left.items():
            if text in window.texts:
                window.texts.remove(text)
                self._writer.put(self._file(name), tuple(window.texts))
                return

    # ── where the person is ───────────────────────────────────────────────────────────────────────────────────────

    def session(self) -> Mapping[str, object]:
        """What stands in the file; nothing where it makes no sense."""
        try:
            session = msgspec.json.decode(read_whole(self._session)[0][:_MOST_OF_A_SESSION], type=dict[str, Any])
        except (OSError, *_NO_JSON):
            return {}
        return session

    def keep_session(self, state: Mapping[str, object]) -> None:
        """Write it soon, where it is another by now."""
        if state != self._state and self._session.parent.is_dir():
            self._state = state
            self._writer.put(self._session, state)

    # ── the disk ──────────────────────────────────────────────────────────────────────────────────────────────────

    def flush(self) -> None:
        """Wait for the disk, though not for ever."""
        self._writer.wait(_PATIENCE)

    def close(self) -> None:
        """Let go of every lock; this window's goes where nothing is left to keep."""
        self.flush()
        if self._lock is not None and not self._texts:
            _remove(self._file(self._window))
        for lock in (self._lock, *(window.lock for window in self._left.values())):
            if lock is not None:
                os.close(lock)
        self._lock, self._left = None, {}

    def _write(self, path: Path, content: object) -> None:
        """In the thread: put it in place of the file, whole or not at all. Raises `OSError`."""
        if path != self._session and not content:
            # The lock of this window stays, for what is typed next.
            path.unlink(missing_ok=True) if path.stem == self._window else _remove(path)
            return
        raw = msgspec.json.encode(content)
        if len(raw) > _MOST_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        make_private_folder(self._folder)
        while self._lock is None and path != self._session:
            self._lock = _take_lock(self._file(self._window).with_suffix(".lock"))
        fresh = self._folder / f".{self._window}.tmp"
        fresh.unlink(missing_ok=True)
        write_apart(fresh, raw)
        fresh.replace(path)


def _take_lock(lock: Path) -> int | None:
    """The lock in that file, open as long as it is held; None where somebody has it."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    if took_lock(descriptor, lock):
        return descriptor
    os.close(descriptor)
    return None


def _remove(file: Path) -> None:
    """What belongs to that window; the file first, since a lock without it means nothing."""
    for path in (file, file.with_suffix(".lock"), file.with_name(f".{file.stem}.tmp")):
        path.unlink(missing_ok=True)


def _read_texts(file: Path) -> list[TypedText] | None:
    """What stands there, nothing where there is no file; None where it cannot be read, and is left as it is."""
    try:
        return msgspec.json.decode(read_whole(file)[0], type=list[TypedText])
    except FileNotFoundError:
        return []
    except (OSError, *_NO_JSON):
        return None


class _Writer:
    """Hands the newest of each file to `write`, in a thread, in the order in which they were first asked for."""

    def __init__(self, write: Callable[[Path, object], None]) -> None:
        self._write = write
        self._waiting: dict[Path, object] = {}
        self._is_writing = False
        self._changed = Condition()
        self._thread: Thread | None = None
        self.trouble = ""

    def put(self, path: Path, content: object) -> None:
        """Let this be written; what still waited for the same file is overtaken."""
        with self._changed:
            self._waiting[path] = content
            self._changed.notify_all()
            if self._thread is None:
                self._thread = Thread(target=self._run, name="what is typed", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> None:
        """Come back when nothing waits any more, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._is_writing, seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._is_writing = False
                self._changed.notify_all()
                self._changed.wait_for(lambda: bool(self._waiting))
                path = next(iter(self._waiting))
                content, self._is_writing = self._waiting.pop(path), True
            try:
                self._write(path, content)
            except OSError as error:
                if isinstance(content, tuple):
                    self.trouble = f"What you type is kept only once you save it: {error.strerror}."
            else:
                self.trouble = "" if isinstance(content, tuple) else self.trouble


class FileViews:
    """The views in one file, written whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> "tuple[SavedView, ...]":
        """The views in their order; none where there is no file, or none that makes sense."""
        from afterword.domain.history import MOST_VIEWS, SavedView

        try:
            views = msgspec.json.decode(read_whole(self._path)[0][:_MOST_OF_VIEWS], type=tuple[SavedView, ...])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return ()
        return views[:MOST_VIEWS]

    def write(self, views: "Sequence[SavedView]") -> None:
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
