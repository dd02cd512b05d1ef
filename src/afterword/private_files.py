"""Owns files of the person's own: new ones they take away, and those another program is shown, gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from afterword.errors import UserError

_PRIVATE = 0o600


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """`stem.ending` in that folder, with a number where the name is taken."""
    number = 1
    while (place := folder / f"{stem}{f'-{number}' if number > 1 else ''}.{ending}").exists():
        number += 1
    return place


def write_file(typed: str, raw: bytes) -> Path:
    """Write a new file that only the person can read. Refused when it is there already or cannot be written."""
    if not typed.strip():
        raise UserError("Where to?", hint="Type a file name, such as ~/letter.txt.")
    place = Path(typed.strip()).expanduser()
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
    except FileExistsError as error:
        raise UserError(
            f"There is a file {place} already.", hint="Choose another name; nothing was overwritten."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        raise UserError(f"{place} cannot be written.", reason or "", "Choose another folder or name.") from error
    return place


_PREFIX = "afterword-shown-"


def show_file(name: str, raw: bytes) -> Path:
    """Write a file that only the person can read, until this process ends. Raises `UserError` where it cannot."""
    sweep_shown_files()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return write_file(str(folder / name), raw)


def sweep_shown_files(folder: Path | None = None) -> None:
    """Remove what processes that were killed have left behind in that folder, or else in the temporary one."""
    try:
        with os.scandir(folder or tempfile.gettempdir()) as entries:
            left = [entry.path for entry in entries if entry.name.startswith(_PREFIX) and _is_left_behind(entry)]
    except OSError:
        return
    for path in left:
        shutil.rmtree(path, ignore_errors=True)


def _is_left_behind(entry: "os.DirEntry[str]") -> bool:
    maker = entry.name.removeprefix(_PREFIX).partition("-")[0]
    if not entry.is_dir(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_uid != os.getuid():
        return False
    return maker.isdecimal() and not _runs(int(maker))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
