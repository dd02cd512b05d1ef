"""Owns opening an address or a file in the program that the person's desktop has for it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping

from msgspec import Struct

from afterword.errors import UserError

_DESKTOPS = ("DISPLAY", "WAYLAND_DISPLAY")


class Opener(Struct, frozen=True):
    """Hands one target to the opener of the system: `open` on macOS, `termux-open-url`, `xdg-open` on a desktop."""

    environ: Mapping[str, str]
    find: Callable[[str], str | None] | None = None
    platform: str = sys.platform

    @property
    def command(self) -> str:
        """The program that opens things here; empty where there is none. Without a desktop a text browser would."""
        if self.platform == "darwin":
            names = ["open"]
        else:
            names = ["termux-open-url"]
            names += ["xdg-open"] if any(self.environ.get(one) for one in _DESKTOPS) else []
        return next((found for name in names if (found := self._found(name)) is not None), "")

    def _found(self, name: str) -> str | None:
        return self.find(name) if self.find is not None else shutil.which(name, path=self.environ.get("PATH"))

    def open(self, target: str, *, patience: float = 0.0) -> None:
        """Open it; the opener lives on without us. Raises `UserError` where nothing opens it.

        `patience`: seconds to wait for the opener to say that it failed.
        """
        command = self.command
        if not command:
            raise _closed("There is no desktop here to open it on.")
        nothing = subprocess.DEVNULL
        try:
            process = subprocess.Popen(  # noqa: S603 - one argument, no shell
                [command, target],
                env=dict(self.environ),
                start_new_session=True,
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
            )
            if patience and process.wait(patience) != 0:
                raise _closed("It could not be opened.")
        except subprocess.TimeoutExpired:
            return
        except OSError as error:
            raise _closed("It could not be opened.") from error


def _closed(title: str) -> UserError:
    return UserError(title, hint="Copy it, or write it to a file.")
