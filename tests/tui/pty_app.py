"""The program on a terminal of its own: every byte it writes there is kept, and read by an emulator."""

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyte

PATIENCE = 20.0
_COLUMNS, _LINES = 110, 32
_QUIET = 0.1
"""Seconds without output after which a screen has settled."""


@dataclass
class OnTerminal:
    """A run: the bytes that were written, and what a person sees."""

    fd: int
    process: "subprocess.Popen[bytes]"
    written: bytearray = field(default_factory=bytearray)
    screen: pyte.Screen = field(default_factory=lambda: pyte.Screen(_COLUMNS, _LINES))

    def __post_init__(self) -> None:
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """What a person sees."""
        return "\n".join(self.screen.display)

    def press(self, keys: str, until: str) -> None:
        """Press keys and wait until these words are seen."""
        os.write(self.fd, keys.encode())
        self.until(until)

    def until(self, words: str) -> None:
        """Wait until these words are seen and nothing more is being drawn."""
        end = time.monotonic() + PATIENCE
        while select.select([self.fd], [], [], _QUIET)[0] or words not in self.text:
            assert time.monotonic() < end, f"“{words}” never appeared:\n{self.text}"
            if select.select([self.fd], [], [], _QUIET)[0]:
                self._take()

    def leave(self) -> None:
        """Press q and read to the end."""
        os.write(self.fd, b"q")
        end = time.monotonic() + PATIENCE
        while self._take():
            assert time.monotonic() < end, f"It did not end:\n{self.text}"
        self.process.wait(PATIENCE)

    def _take(self) -> bool:
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:
            return False
        self.written += chunk
        self._stream.feed(chunk)
        return bool(chunk)


@contextmanager
def on_terminal(words: Sequence[str]) -> Iterator[OnTerminal]:
    """The program with these words of the call, ended by its process id."""
    fd, inner = os.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, _COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        environment.pop(name, None)
    process = subprocess.Popen(  # noqa: S603 - the program under test
        [sys.executable, "-m", "afterword", *words], stdin=inner, stdout=inner, stderr=inner, env=environment
    )
    os.close(inner)
    try:
        yield OnTerminal(fd, process)
    finally:
        process.kill()
        process.wait()
        os.close(fd)
