"""Owns how much a server may answer in one step, and for how long: an endless or creeping answer ends all the same."""

import socket
import time

_CHUNK = 65_536
_SLOWEST = 16 * 1024
"""Bytes a second: a step that is given data may take so much longer."""
_LINES = 20_000
"""A step that is answered with more lines than the data of mails has got something else than it asked for."""


class AnswerTooLong(OSError):
    """The server answered with more than anything it was asked for can have."""


class StepLimit:
    """What one step may take: `patience` seconds and the time its data needs on a slow line, and so many bytes.

    What came fast buys no silence: nothing for `patience` seconds ends the step, however much there was before.
    """

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self._end = self._heard = self._quiet = 0.0
        self._left = self._lines = 0

    def begin(self, most: int, times: float = 1) -> None:
        """A step begins that may be answered with `most` bytes, and be waited for `times` as long as usual."""
        self._heard, self._quiet = time.monotonic(), self.patience * times
        self._end = self._heard + self._quiet
        self._left, self._lines = most, _LINES

    def wait(self) -> float:
        """For how many seconds the next bytes can be waited for. Raises `TimeoutError` when the step is over."""
        left = min(self._end, self._heard + self._quiet) - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def take(self, count: int) -> None:
        """So many bytes came in. Raises `AnswerTooLong`."""
        self._left -= count
        self._end += count / _SLOWEST
        self._heard = time.monotonic()
        if self._left < 0:
            raise AnswerTooLong

    def take_line(self) -> None:
        """One more line was read. Raises `AnswerTooLong`."""
        self._lines -= 1
        if self._lines < 0:
            raise AnswerTooLong

    def allow(self, count: int) -> None:
        """The server announces so many bytes. Raises `AnswerTooLong` before the first of them is read."""
        if count > self._left:
            raise AnswerTooLong


class BoundedReader:
    """Reads a socket as a buffered file does, within the limit of the step."""

    def __init__(self, line: socket.socket, limit: StepLimit) -> None:
        self.line = line
        self._limit = limit
        self._buffer = bytearray()

    def readline(self, most: int | None = None) -> bytes:
        """The next line with its end; less after `most` bytes, or when the line was closed."""
        self._limit.take_line()
        looked_at = 0
        while True:
            end = self._buffer.find(b"\n", looked_at) + 1
            if most is not None and max(end, len(self._buffer)) >= most:
                end = min(end or most, most)
            if end:
                return self._taken(end)
            looked_at = len(self._buffer)
            if not self._filled():
                return self._taken(len(self._buffer))

    def read(self, size: int) -> bytes:
        """So many bytes; fewer when the line was closed."""
        self._limit.allow(size - len(self._buffer))
        while len(self._buffer) < size and self._filled():
            pass
        return self._taken(size)

    def close(self) -> None:
        """Nothing to close: the socket is whoever's who opened it."""

    def _filled(self) -> bool:
        self.line.settimeout(self._limit.wait())
        try:
            data = self.line.recv(_CHUNK)
        finally:
            if self.line.fileno() >= 0:
                self.line.settimeout(self._limit.patience)
        self._limit.take(len(data))
        self._buffer += data
        return bool(data)

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken
