"""Servers on loopback that say what a test writes down for them, and nothing that a real one would say."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

Answer = Iterable[bytes]
_ENDS_TEST = 30.0


class Hangs(Exception):
    """The server says nothing more and keeps the line."""


class Cuts(Exception):
    """The server puts down the line."""


@dataclass(slots=True)
class Scripted:
    """A server that runs on `port`; `asked` are the lines that were said to it, `answered` how many bytes it sent."""

    port: int
    asked: list[str] = field(default_factory=list)
    answered: int = 0
    over: threading.Event = field(default_factory=threading.Event)


Talk = Callable[[Scripted, "Talker"], None]


class Talker:
    """One line to a client: what it says, line by line, and what it hears."""

    def __init__(self, server: Scripted, line: socket.socket) -> None:
        self._server = server
        self.line = line
        self._heard = line.makefile("rb")

    def say(self, data: bytes) -> None:
        """Send that."""
        self.line.sendall(data)
        self._server.answered += len(data)

    def protect(self, context: ssl.SSLContext) -> None:
        """Go on over TLS."""
        self.line = context.wrap_socket(self.line, server_side=True)
        self._heard = self.line.makefile("rb")

    def hear(self) -> str:
        """The next line. Raises `Cuts` when the client has gone."""
        heard = self._heard.readline()
        if not heard:
            raise Cuts
        said = heard.decode("utf-8", "replace").rstrip("\r\n")
        self._server.asked.append(said)
        return said

    def creep(self, piece: bytes) -> None:
        """Send a piece again and again, as slowly as keeps a client waiting for the next."""
        while not self._server.over.wait(0.05):
            self.say(piece)


@contextlib.contextmanager
def scripted(talk: Talk) -> Iterator[Scripted]:
    """A server whose every line is led by `talk`; ended, with all its lines, by whoever started it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Scripted(listening.getsockname()[1])
        threads: list[threading.Thread] = []
        lines: list[socket.socket] = []
        accepting = threading.Thread(target=_accept, args=(listening, server, talk, threads, lines))
        accepting.start()
        try:
            yield server
        finally:
            server.over.set()
            listening.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for line in lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(_ENDS_TEST)


def _accept(
    listening: socket.socket, server: Scripted, talk: Talk, threads: list[threading.Thread], lines: list[socket.socket]
) -> None:
    while True:
        try:
            line = listening.accept()[0]
        except OSError:
            return
        lines.append(line)
        threads.append(threading.Thread(target=_lead, args=(server, line, talk)))
        threads[-1].start()


def _lead(server: Scripted, line: socket.socket, talk: Talk) -> None:
    talker = Talker(server, line)
    with contextlib.suppress(OSError, ValueError, Cuts):
        try:
            talk(server, talker)
        except Hangs:
            server.over.wait(_ENDS_TEST)
    with contextlib.suppress(OSError):
        talker.line.close()
    line.close()


@dataclass(slots=True)
class ImapScript:
    """An IMAP server with one account. `folders` go from the name on the wire to the mails in it by their UIDs.

    `answers` go from the beginning of a command, such as `UID FETCH 2`, to what is said instead of the usual: lines
    without a tag, `{tag}` being put in. An answer may be a call that says it.
    """

    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    answers: dict[str, bytes | Callable[[Talker], None]] = field(default_factory=dict)
    greeting: bytes | Callable[[Talker], None] = b"* OK ready\r\n"
    capabilities: str = "IMAP4rev1"
    validity: str = "7"
    certificate: ssl.SSLContext | None = None
    opened: dict[int, bytes] = field(default_factory=dict)

    def talk(self, _server: Scripted, line: Talker) -> None:
        """Lead one line."""
        _tell(line, self.greeting)
        while True:
            tag, _, said = line.hear().partition(" ")
            self._answer(line, tag, said)

    def _answer(self, line: Talker, tag: str, said: str) -> None:
        instead = next((told for asked, told in self.answers.items() if said.startswith(asked)), None)
        if instead is not None:
            _tell(line, instead.replace(b"{tag}", tag.encode()) if isinstance(instead, bytes) else instead)
            return
        word = said.removeprefix("UID ").split(" ")[0].upper()
        lines = {"CAPABILITY": self._can, "LIST": self._list, "EXAMINE": self._open, "SEARCH": self._search}
        told = self._fetch(said) if word == "FETCH" else lines[word](said) if word in lines else b""
        if told is None:
            line.say(f"{tag} NO [NONEXISTENT] No such folder\r\n".encode())
            return
        line.say(told + f"{tag} OK done\r\n".encode())
        if word == "STARTTLS" and self.certificate is not None:
            line.protect(self.certificate)
        if word == "LOGOUT":
            raise Cuts

    def _can(self, _said: str) -> bytes:
        return f"* CAPABILITY {self.capabilities}\r\n".encode()

    def _list(self, _said: str) -> bytes:
        return b"".join(f'* LIST (\\Archive) "/" "{name}"\r\n'.encode() for name in self.folders)

    def _open(self, said: str) -> bytes | None:
        name = said.partition(" ")[2].strip('"')
        if name not in self.folders:
            return None
        self.opened = self.folders[name]
        following = max(self.opened, default=0) + 1
        return (
            f"* {len(self.opened)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}] ok\r\n"
            f"* OK [UIDNEXT {following}] next\r\n"
        ).encode()

    def _search(self, said: str) -> bytes:
        ranges = re.search(r"UID ([\d:*,]+)", said.removeprefix("UID SEARCH"))
        wanted = [uid for uid in self.opened if ranges is None or _is_in(uid, ranges[1])]
        return ("* SEARCH " + " ".join(map(str, wanted))).rstrip().encode() + b"\r\n"

    def _fetch(self, said: str) -> bytes:
        _, _, uids, what = said.split(" ", 3)
        told = b""
        for number, (uid, raw) in enumerate(self.opened.items(), 1):
            if _is_in(uid, uids):
                part = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in what else raw
                name = "BODY[HEADER]<0>" if "HEADER" in what else "BODY[]<0>"
                told += f"* {number} FETCH (UID {uid} {name} {{{len(part)}}}\r\n".encode() + part + b")\r\n"
        return told


@dataclass(slots=True)
class SmtpScript:
    """An SMTP server that takes every letter; `letters` are what it was handed.

    `answers` go from the beginning of a command (`.` ends the letter, `TLS` is the handshake) to what is said, or
    done, instead of the usual.
    """

    answers: dict[str, bytes | Callable[[Talker], None]] = field(default_factory=dict)
    greeting: bytes | Callable[[Talker], None] = b"220 mail.example ready\r\n"
    can: tuple[str, ...] = ("AUTH PLAIN",)
    certificate: ssl.SSLContext | None = None
    letters: list[str] = field(default_factory=list)

    def talk(self, _server: Scripted, line: Talker) -> None:
        """Lead one line."""
        _tell(line, self.greeting)
        while True:
            said = line.hear().upper()
            self._answer(line, said, self._usual(said))
            if said == "STARTTLS":
                self._protect(line)
            if said == "DATA":
                self._take(line)
            if said == "QUIT":
                raise Cuts

    def _answer(self, line: Talker, said: str, usual: bytes) -> None:
        _tell(line, next((told for asked, told in self.answers.items() if said.startswith(asked)), usual))

    def _usual(self, said: str) -> bytes:
        if said.startswith("EHLO"):
            able = (*self.can, *(("STARTTLS",) if self.certificate else ()))
            return b"250-mail.example\r\n" + "\r\n".join([*(f"250-{name}" for name in able), "250 HELP\r\n"]).encode()
        codes = {"AUTH": b"235 ok\r\n", "DATA": b"354 go on\r\n", "STARTTLS": b"220 go on\r\n", "QUIT": b"221 bye\r\n"}
        return codes.get(said.partition(" ")[0], b"250 ok\r\n")

    def _protect(self, line: Talker) -> None:
        if "TLS" in self.answers:
            _tell(line, self.answers["TLS"])
        if self.certificate is not None:
            line.protect(self.certificate)

    def _take(self, line: Talker) -> None:
        lines: list[str] = []
        while (said := line.hear()) != ".":
            lines.append(said)
        self.letters.append("\n".join(lines))
        self._answer(line, ".", b"250 queued as 4F2\r\n")


def _tell(line: Talker, what: bytes | Callable[[Talker], None]) -> None:
    if isinstance(what, bytes):
        line.say(what)
    else:
        what(line)


def _is_in(uid: int, ranges: str) -> bool:
    for part in ranges.split(","):
        first, _, last = part.partition(":")
        if int(first) <= uid and (last == "*" or uid <= int(last or first)):
            return True
    return False


def hang(_line: Talker) -> None:
    """Say nothing more."""
    raise Hangs


def cut(_line: Talker) -> None:
    """Put down the line."""
    raise Cuts


def creep(piece: bytes) -> Callable[[Talker], None]:
    """Never end, slowly."""
    return lambda line: line.creep(piece)


def pour(piece: bytes) -> Callable[[Talker], None]:
    """Never end, as fast as it goes."""

    def endless(line: Talker) -> None:
        while True:
            line.say(piece)

    return endless
