"""A program on a terminal of its own: when its words appear, and how soon a key changes what is seen."""

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pyte

QUIET = 0.06
"""Seconds without output after which a screen has settled."""
_SETTLED = 0.15
"""The same for what is not measured."""
_BRIEFLY = 0.002
GIVE_UP = 60.0
_UNTIL_SEEN, _ANY_CHANGE = 40.0, 1.0
"""Seconds that a key is waited for: until its words are seen, and where they are, until anything changes."""
_A_LOOK, _LOOKS, _AT_REST, _REST_FOR = 0.5, 3, 2.0, 30.0
"""Seconds of a look whether a program is at rest, and so many in a row, longer than it waits before it works ahead;
milliseconds of processor time that it may use in each: it looks for keys ten times a second. After the last, in
seconds, it is taken to be at rest."""


class Pressed(NamedTuple):
    """Milliseconds from a key to the first change that is seen, to the last, and of processor time used until then."""

    first: float
    settled: float
    processor: float


class Terminal:
    """One run of a program at a size; output is stamped on arrival and read by an emulator only afterwards."""

    def __init__(self, command: Sequence[str], columns: int = 120, lines: int = 40) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for name in ("NO_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"):
            environment.pop(name, None)
        self._fd, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._begin = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=inner, stdout=inner, stderr=inner, env=environment, start_new_session=True
        )
        os.close(inner)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def until(self, words: str) -> float:
        """Milliseconds from the start until these words are seen. Raises `TimeoutError`."""
        while time.perf_counter() - self._begin < GIVE_UP:
            chunk = self._read(GIVE_UP)
            arrived = time.perf_counter()
            self._stream.feed(chunk)
            if self._shows(words):
                self.settle()
                return (arrived - self._begin) * 1000
            if not chunk:
                break
        raise TimeoutError(f"“{words}” never appeared:\n" + "\n".join(self.screen.display))

    def press(self, keys: bytes, seen: str = "") -> "Pressed":
        """What a key cost, to the first change and to the last one before quiet, with these words on the screen.

        Raises `TimeoutError` when they are not seen.
        """
        begin, used = time.perf_counter(), self._processor_time()
        os.write(self._fd, keys)
        spent: list[tuple[float, float]] = []
        while chunk := self._read(self._patience(spent, seen)):
            spent.append((time.perf_counter() - begin, self._processor_time() - used))
            self._stream.feed(chunk)
        if not self._shows(seen):
            raise TimeoutError(f"“{seen}” is not seen:\n" + "\n".join(self.screen.display))
        first, last = (spent[0], spent[-1]) if spent else ((0.0, 0.0), (0.0, 0.0))
        return Pressed(first[0] * 1000, last[0] * 1000, last[1] * 1000)

    def _patience(self, spent: Sequence[object], seen: str) -> float:
        if not self._shows(seen):
            return _UNTIL_SEEN
        return QUIET if spent else _ANY_CHANGE

    def _shows(self, words: str) -> bool:
        return not words or any(words in line for line in self.screen.display)

    def send(self, keys: bytes) -> None:
        """Press keys without waiting for what they do."""
        os.write(self._fd, keys)

    def settle(self) -> None:
        """Wait until nothing more is drawn."""
        while chunk := self._read(_SETTLED):
            self._stream.feed(chunk)

    def idle(self, seconds: float) -> float:
        """Milliseconds of processor time used while nothing happens."""
        before, end = self._processor_time(), time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._stream.feed(self._read(left))
        return (self._processor_time() - before) * 1000

    def rest(self) -> None:
        """Wait until the program does nothing more by itself."""
        end, quiet = time.perf_counter() + _REST_FOR, 0
        while quiet < _LOOKS and time.perf_counter() < end:
            quiet = quiet + 1 if self.idle(_A_LOOK) <= _AT_REST else 0

    def leave(self, keys: bytes) -> float:
        """Milliseconds from the keys that end the program to its end."""
        begin = time.perf_counter()
        os.write(self._fd, keys)
        while self._process.poll() is None and time.perf_counter() - begin < GIVE_UP:
            self._read(_BRIEFLY)
        return (time.perf_counter() - begin) * 1000

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def _processor_time(self) -> float:
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9

    def _read(self, wait: float) -> bytes:
        if not select.select([self._fd], [], [], wait)[0]:
            return b""
        try:
            return os.read(self._fd, 1 << 16)
        except OSError:
            return b""
