"""Owns the ways a letter leaves the program without being sent by it: files and the person's own mail program."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from afterword.errors import Refusal

_PRIVATE = 0o600
_OPENERS = (("xdg-open", ("DISPLAY", "WAYLAND_DISPLAY")), ("open", ()), ("termux-open-url", ()))


def write_file(typed: str, raw: bytes) -> Path:
    """Write a new file that only the person can read. Refused when it is there already or cannot be written."""
    if not typed.strip():
        raise Refusal("Where to?", hint="Type a file name, such as ~/letter.txt.")
    place = Path(typed.strip()).expanduser()
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
    except FileExistsError as error:
        raise Refusal(
            f"There is a file {place} already.", hint="Choose another name; nothing was overwritten."
        ) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        raise Refusal(f"{place} cannot be written.", reason or "", "Choose another folder or name.") from error
    return place


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens an address (`mailto:`) or a file in the program that the person's desktop has for it."""

    environ: Mapping[str, str]
    find: Callable[[str], str | None] = shutil.which

    @property
    def command(self) -> str:
        """The program that opens things here; empty where there is none or no desktop."""
        for name, needs in _OPENERS:
            if (not needs or any(self.environ.get(one) for one in needs)) and self.find(name) is not None:
                return name
        return ""

    def open(self, target: str) -> None:
        """Open it. Raises `Refusal` where there is nothing to open it with."""
        if not self.command:
            raise Refusal(
                "There is no desktop here to open a mail program on.", hint="Copy the letter, or write it to a file."
            )
        try:
            # The opener of the desktop, with one argument and no shell; it lives on without us.
            subprocess.Popen(  # noqa: S603
                [self.command, target],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise Refusal(
                "The mail program cannot be opened.", hint="Copy the letter, or write it to a file."
            ) from error
