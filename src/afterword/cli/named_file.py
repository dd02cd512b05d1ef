"""Owns writing a file that the person named: whole or not at all, and never something else in its place."""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from afterword.domain.text import clean
from afterword.errors import UserError


def write_named(path: Path, raw: bytes) -> None:
    """Puts the bytes there, for your eyes only: they hold what others wrote to you. Raises `UserError`.

    A file is replaced at once, behind a symbolic link too, which stays. A pipe or a device is written into as it is.
    """
    try:
        kind = _kind(path)
        if kind is not None and stat.S_ISREG(kind) and not os.access(path, os.W_OK):
            raise UserError(f"{path} may only be read.", hint="Choose another place, or change its permissions.")
        if kind is None or stat.S_ISREG(kind):
            _replace(Path(os.path.realpath(path)), raw)
        elif stat.S_ISFIFO(kind) or stat.S_ISCHR(kind):
            _write_into(path, raw)
        else:
            raise UserError(f"{path} is {_WORDS.get(stat.S_IFMT(kind), 'no file')}.", hint="Name a file.")
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UserError(f"{path} cannot be written.", f"{why}.", "Choose another place.") from error


_WORDS = {stat.S_IFDIR: "a folder", stat.S_IFBLK: "a disk", stat.S_IFSOCK: "a socket"}


def _kind(path: Path) -> int | None:
    """What stands there, behind any symbolic link; None for nothing yet."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(real: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(real)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink(missing_ok=True)
        raise


def _write_into(path: Path, raw: bytes) -> None:
    try:
        # Without this flag, a pipe that nobody reads from would hold the program for ever.
        descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        if stat.S_ISFIFO(path.stat().st_mode):
            raise UserError(f"Nobody reads from the pipe {path}.", hint="Start the reader first.") from error
        raise
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        os.set_blocking(descriptor, True)
        rest = memoryview(clean(raw.decode("utf-8", "replace")).encode() if file.isatty() else raw)
        while rest:
            rest = rest[file.write(rest) :]
