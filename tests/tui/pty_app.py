"""The program on a terminal of its own: every byte it writes there is kept, and read by an emulator."""

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory

import pyte

PATIENCE = 20.0
Size = tuple[int, int]
"""Columns and lines."""
_SIZE: Size = (110, 32)
_QUIET = 0.1
"""Seconds without output after which a screen has settled."""


@dataclass
class OnTerminal:
    """A run: the bytes that were written, and what a person sees."""

    fd: int
    process: "subprocess.Popen[bytes]"
    written: bytearray = field(default_factory=bytearray)
    size: Size = _SIZE
    screen: pyte.Screen = field(init=False)

    def __post_init__(self) -> None:
        self.screen = pyte.Screen(*self.size)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """What a person sees."""
        return "\n".join(self.screen.display)

    def type(self, keys: str) -> None:
        """Press keys, all in one write."""
        os.write(self.fd, keys.encode())

    def press(self, keys: str, until: str) -> None:
        """Press keys and wait until these words are seen."""
        self.type(keys)
        self.until(until)

    def until(self, words: str) -> None:
        """Wait until these words are seen and nothing more is being drawn."""
        end = time.monotonic() + PATIENCE
        while select.select([self.fd], [], [], _QUIET)[0] or words not in self.text:
            assert time.monotonic() < end, f"“{words}” never appeared:\n{self.text}"
            if select.select([self.fd], [], [], _QUIET)[0]:
                self._take()

    def shows(self, picture: str) -> None:
        """Wait until the screen is this picture, but for blanks at the ends of its lines."""
        end = time.monotonic() + PATIENCE
        while _trimmed(self.text) != _trimmed(picture):
            assert time.monotonic() < end, f"It shows\n{self.text}\nand not\n{picture}"
            if select.select([self.fd], [], [], _QUIET)[0]:
                self._take()

    def idle(self) -> bool:
        """Let a moment pass, reading what is drawn meanwhile; whether anything was."""
        return bool(select.select([self.fd], [], [], _QUIET)[0]) and self._take()

    def resize(self, size: Size) -> None:
        """Give the terminal another size, as dragging its window does."""
        self.screen.resize(lines=size[1], columns=size[0])
        _set_size(self.fd, size)
        self.process.send_signal(signal.SIGWINCH)

    def vanish(self) -> None:
        """Be gone, as a terminal whose window, or whose connection, dies; the program is sent no signal."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self.fd)
        os.close(nothing)

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


def _trimmed(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().splitlines()]


def _set_size(fd: int, size: Size) -> None:
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))


@contextmanager
def on_terminal(words: Sequence[str], *, size: Size = _SIZE, **more: str) -> Iterator[OnTerminal]:
    """The program with these words of the call, ended by its process id; `more`: names added to its environment."""
    command = [sys.executable, "-m", "afterword", *words]
    with _on_pty(command, size, more, alone=False) as terminal:
        yield terminal


@contextmanager
def in_own_window(command: Sequence[str], *, size: Size = _SIZE, **more: str) -> Iterator[OnTerminal]:
    """Any command in a session of its own with the terminal for itself, as in a window that was opened for it."""
    with _on_pty([sys.executable, "-c", _OWN_TERMINAL, *command], size, more, alone=True) as terminal:
        yield terminal


_OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


@contextmanager
def _on_pty(command: Sequence[str], size: Size, more: Mapping[str, str], *, alone: bool) -> Iterator[OnTerminal]:
    fd, inner = os.openpty()
    _set_size(inner, size)
    # What runs in the background ignores ctrl+c, after nohup also a terminal that hangs up, and would hand that on.
    for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    # Who is killed in the end leaves the folder of its sample data behind.
    with TemporaryDirectory() as left_behind:
        environment = {**os.environ, **terminal, "TMPDIR": left_behind, **more}
        for name in {"NO_COLOR", "COLUMNS", "LINES"} - set(more):
            environment.pop(name, None)
        process = subprocess.Popen(  # noqa: S603 - the program under test
            command, stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=alone
        )
        os.close(inner)
        try:
            yield OnTerminal(fd, process, size=size)
        finally:
            process.kill()
            process.wait()
            os.close(fd)
