"""Owns files that another program is shown: private, and gone when this one has ended, at the latest at its next start.

Each lies in a folder of its own in the temporary folder, whose name says which process made it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from afterword.new_files import write_file

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
