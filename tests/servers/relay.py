"""Owns what can stand between a program and a mail server in tests: a line that is listened to or cut, and silence."""

import contextlib
import selectors
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_CHUNK = 65_536


@dataclass(slots=True)
class Line:
    """A line through the relay on `port`: what was asked, and how many bytes were answered."""

    port: int
    asked: list[bytes] = field(default_factory=list)
    answered: int = 0

    @property
    def commands(self) -> list[str]:
        """The lines that were asked, without their tags."""
        lines = b"".join(self.asked).decode("utf-8", "replace").splitlines()
        return [line.partition(" ")[2] for line in lines]


def _never(_answer: bytes) -> bool:
    return False


@contextlib.contextmanager
def relayed(target: int, cut: Callable[[bytes], bool] = _never) -> Iterator[Line]:
    """A line to the server on that port; it breaks in the middle of the first answer for which `cut` is true."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = Line(listening.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listening, target, line, cut))
        thread.start()
        try:
            yield line
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """The port of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextlib.contextmanager
def handshaking(context: ssl.SSLContext) -> Iterator[int]:
    """The port of a server that offers that certificate once and has nothing to say afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_shake_hands, args=(listening, context))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            thread.join()


def _shake_hands(listening: socket.socket, context: ssl.SSLContext) -> None:
    near = listening.accept()[0]
    with near, contextlib.suppress(OSError):
        context.wrap_socket(near, server_side=True).close()


def _serve(listening: socket.socket, target: int, line: Line, cut: Callable[[bytes], bool]) -> None:
    while True:
        try:
            near, _ = listening.accept()
        except OSError:
            return
        with near, socket.create_connection(("127.0.0.1", target)) as far, contextlib.suppress(OSError):
            _pass_on(near, far, line, cut)


def _pass_on(near: socket.socket, far: socket.socket, line: Line, cut: Callable[[bytes], bool]) -> None:
    with selectors.DefaultSelector() as ready:
        ready.register(near, selectors.EVENT_READ, far)
        ready.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in ready.select():
                source, sink = (near, far) if key.fileobj is near else (far, near)
                data = source.recv(_CHUNK)
                if not data:
                    return
                if source is near:
                    line.asked.append(data)
                else:
                    line.answered += len(data)
                    if cut(data):
                        sink.sendall(data[: len(data) // 2])
                        return
                sink.sendall(data)
