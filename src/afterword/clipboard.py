"""Owns the way of a text into the clipboard: the machine's own tool first, the terminal (OSC 52) where none is."""

import base64
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from afterword.errors import UserError

_SECONDS = 5.0
_TOOLS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
    ("", ("termux-clipboard-set",)),
    ("", ("clip.exe",)),
)
_REMOTE = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")

Run = Callable[[Sequence[str], str], int]
"""Runs a command with a text on its input and returns its exit code. Raises `OSError`."""


def run(command: Sequence[str], text: str, environ: Mapping[str, str] | None = None) -> int:
    """Run a clipboard tool. Some stay behind to hold the text, so nothing of theirs is waited for but their end.

    What stays behind is in a session of its own: closing the terminal ends only what belongs to the terminal.
    """
    # One of the tools named above, found on the person's own path; never a shell.
    done = subprocess.run(  # noqa: S603
        command,
        input=text.encode(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
        start_new_session=True,
        env=None if environ is None else dict(environ),
    )
    return done.returncode


def by_osc52(text: str) -> None:
    """Hand a text to the terminal of this process (OSC 52). Raises `OSError` where there is none."""
    packed = base64.b64encode(text.encode()).decode("ascii")
    with Path("/dev/tty").open("w", encoding="ascii") as terminal:
        terminal.write(f"\x1b]52;c;{packed}\a")


class Clipboard(Struct, frozen=True):
    """The clipboard of the machine the person sits at, as far as it can be reached.

    `by_terminal` hands the text to the terminal, which may or may not take it and never says so.
    """

    environ: Mapping[str, str]
    by_terminal: Callable[[str], object]
    find: Callable[[str], str | None] | None = None
    run: Run | None = None

    @property
    def remote(self) -> bool:
        """Whether the program runs on another machine than the one with the keyboard."""
        return any(self.environ.get(name) for name in _REMOTE)

    def copy(self, text: str) -> str:
        """Copy the text and return a sentence about where it went. Raises `UserError`."""
        tools = [] if self.remote else [words for needs, words in _TOOLS if self._there(needs, words[0])]
        for words in tools:
            if self._copied(words, text):
                return f"Copied to the clipboard ({words[0]})."
        try:
            self.by_terminal(text)
        except OSError as error:
            raise UserError("The clipboard cannot be reached.", hint="Write the letter to a file instead.") from error
        return "Handed to your terminal's clipboard; if pasting brings nothing, write it to a file instead."

    def _there(self, needs: str, tool: str) -> bool:
        return (not needs or bool(self.environ.get(needs))) and self._found(tool) is not None

    def _found(self, tool: str) -> str | None:
        return self.find(tool) if self.find is not None else shutil.which(tool, path=self.environ.get("PATH"))

    def _copied(self, words: Sequence[str], text: str) -> bool:
        try:
            status = run(words, text, self.environ) if self.run is None else self.run(words, text)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return status == 0
