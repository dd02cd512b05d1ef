"""Owns what SMTP and IMAP share: certificates that are always checked, ports, passwords, failures in words.

How much a server may answer in one step, and for how long, stands here too: an endless or creeping answer ends.
"""

import atexit
import os
import selectors
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from afterword.domain.text import clean_line, shorten
from afterword.errors import AfterwordError, UserError
from afterword.paths import typed_path
from afterword.ports import Runner
from afterword.settings import Security, ServerSettings, is_loopback

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
        remaining = min(self._end, self._heard + self._quiet) - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        return remaining

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
                return self._take(end)
            looked_at = len(self._buffer)
            if not self._filled():
                return self._take(len(self._buffer))

    def read(self, size: int) -> bytes:
        """So many bytes; fewer when the line was closed."""
        self._limit.allow(size - len(self._buffer))
        while len(self._buffer) < size and self._filled():
            pass
        return self._take(size)

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

    def _take(self, size: int) -> bytes:
        chunk = bytes(self._buffer[:size])
        del self._buffer[:size]
        return chunk


_CERTIFICATE_HINTS = {
    "expired": "Whoever runs the server has to renew it; check the clock of this machine too.",
    "not yet valid": "Check the clock of this machine; if it is right, try again when the certificate has begun.",
    "mismatch": "Write the server's name in the settings as its certificate has it.",
    "issuer": "If the authority is your own, name its file in ca_file.",
    "self-signed": "If the authority is your own, name its file in ca_file.",
}
_OTHER_HINT = "Whoever runs the server has to give it another."
_OLD_TLS = ("protocol version", "unsupported protocol")
_PATIENCE = 60.0
"""Seconds for the command; it may have to ask the person first."""
_MOST_PRINTED = 64 * 1024
_LONGEST_NAME, _LONGEST_ANSWER = 100, 300
_GLANCE = 0.05
"""Seconds between two looks whether a command has ended whose child still holds what it prints to."""


class ConnectionFailure(Struct, frozen=True):
    """A failed connection in words: what happened and what to do."""

    title: str
    hint: str


def checked_context(settings: ServerSettings, fail: type[AfterwordError]) -> ssl.SSLContext:
    """A context that checks certificate and host name, with the person's own authority beside the system's."""
    try:
        context = ssl.create_default_context()
        if settings.ca_file:
            file = typed_path(settings.ca_file)
            if not (file.is_file() and file.stat().st_size):  # what has no length may be waited for
                raise FileNotFoundError
            context.load_verify_locations(cafile=file)
    except (OSError, UserError) as error:  # what is wrong with TLS is an OSError, too
        title = f"{settings.ca_file} is no usable certificate file."
        raise fail(title, hint="Check ca_file in the settings.") from error
    return context


def check_security(settings: ServerSettings, fail: type[AfterwordError]) -> None:
    """Refuse an unprotected connection to any host but this machine."""
    if settings.security is Security.NONE and not is_loopback(settings.host):
        hint = "Set security to starttls or tls; none is for this machine only."
        raise fail(f"An unprotected connection to {settings.host} is refused.", hint=hint)


def describe_failure(error: Exception, settings: ServerSettings) -> ConnectionFailure:
    """What went wrong with the connection, and what to do about it."""
    host = settings.host
    cause = _underlying(error)
    if isinstance(cause, ssl.SSLError):
        return _tls_failure(cause, settings)
    if isinstance(cause, TimeoutError):
        return ConnectionFailure(f"{host} did not answer within {settings.timeout:g} seconds.", _timeout_hint(settings))
    for kinds, title, hint in _FAILURES:
        if isinstance(cause, kinds):
            return ConnectionFailure(title.format(host), hint)
    if isinstance(cause, OSError) and cause.strerror:
        return ConnectionFailure(f"The connection to {host} failed: {cause.strerror}.", "Try again later.")
    return ConnectionFailure(f"{host} closed the connection.", "Try again later.")


_FAILURES = (
    (AnswerTooLong, "{} answered with far more than it was asked for.", "Nothing of it was kept; try again later."),
    (
        (socket.gaierror, UnicodeError),
        "The server {} was not found.",
        "Check its name in the settings, and your network.",
    ),
    (ConnectionRefusedError, "{} refused the connection.", "Check the port in the settings."),
)


def _underlying(error: BaseException) -> BaseException:
    """The failure of the line itself: libraries for mail wrap it in sentences of their own."""
    own = (ssl.SSLError, socket.gaierror, UnicodeError, ConnectionError, TimeoutError, AnswerTooLong)
    wrapped = error.__cause__ or error.__context__
    if isinstance(error, own) or (isinstance(error, OSError) and error.errno is not None) or wrapped is None:
        return error
    return _underlying(wrapped)


def _tls_failure(error: ssl.SSLError, settings: ServerSettings) -> ConnectionFailure:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = str(error.verify_message).rstrip(".")
        hint = next((hint for sign, hint in _CERTIFICATE_HINTS.items() if sign in why.lower()), _OTHER_HINT)
        title = f"The certificate of {settings.host} is not valid: {why}."
        return ConnectionFailure(title, f"Nothing was sent to it. {hint}")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return ConnectionFailure(f"{settings.host} closed the connection.", "Try again later.")
    reason = str(error.reason or error).replace("_", " ").lower()
    hint = "Check security and port in the settings: tls goes with 465 or 993, starttls with 587 or 143."
    if reason.endswith(_OLD_TLS):
        hint = "It speaks only a TLS that is not safe any more; whoever runs the server has to renew it."
    return ConnectionFailure(f"No protected connection to {settings.host} came about: {reason}.", hint)


def _timeout_hint(settings: ServerSettings) -> str:
    if settings.security is Security.STARTTLS:
        return "Try again later; if the port wants TLS from the start, as 465 and 993 do, set security = 'tls'."
    return "Try again later, or check host and port in the settings."


def server_words(answer: bytes | str) -> str:
    """The answer as words on one line, without a full stop at its end."""
    text = answer if isinstance(answer, str) else answer.decode("utf-8", "replace")
    return clean_line(text)[:_LONGEST_ANSWER].rstrip(".")


def started(words: Sequence[str], fail: type[AfterwordError], setting: str, **streams: Any) -> subprocess.Popen[bytes]:
    """The person's own command, running without a shell. Raises `fail`, with the setting to look at."""
    try:
        return subprocess.Popen(words, **streams)  # noqa: S603 - the person's own words
    except (OSError, ValueError) as error:
        problem = "was not found" if (missing := isinstance(error, FileNotFoundError)) else "could not be run"
        why = "" if missing else f"{getattr(error, 'strerror', error)}."
        title = f"The command “{shorten(words[0], _LONGEST_NAME)}” {problem}."
        raise fail(title, why, f"Check {setting} in the settings.") from error


def run_command(words: tuple[str, ...], patience: float = _PATIENCE) -> str:
    """What the command printed. Raises `UserError`; neither what it printed nor its arguments stand in the sentence."""

    def failure(problem: str) -> UserError:
        name = shorten(words[0], _LONGEST_NAME)
        return UserError(f"The command “{name}” {problem}.", hint="Try it in a terminal first.")

    null = subprocess.DEVNULL
    process = started(expanded(words), UserError, "password_command", stdin=null, stdout=subprocess.PIPE, stderr=null)
    end = partial(_end, process)
    atexit.register(end)  # whoever leaves the app while it is waited for leaves nothing behind
    with process, process.stdout as stream:  # type: ignore[union-attr]  # it was asked for
        try:
            printed = _printed(process, stream, patience)
        finally:
            end()
            atexit.unregister(end)
    if printed is None:
        raise failure(f"did not end within {patience:g} seconds")
    if len(printed) > _MOST_PRINTED:
        raise failure("printed far more than a password")
    if process.returncode != 0:
        how = f"ended with status {process.returncode}"
        raise failure(how if process.returncode > 0 else f"was ended by signal {-process.returncode}")
    return printed.decode("utf-8", "replace")


def _printed(process: subprocess.Popen[bytes], stream: IO[bytes], patience: float) -> bytes | None:
    """What the command prints until it ends, and hardly more than the most; None when it does not end in time.

    What it leaves running may hold its output open for ever (an agent does), so only the command is waited for.
    """
    printed, end = bytearray(), time.monotonic() + patience
    os.set_blocking(stream.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while len(printed) <= _MOST_PRINTED:
            has_ended = process.poll() is not None
            remaining = end - time.monotonic()
            if ready.select(0 if has_ended else max(min(remaining, _GLANCE), 0)):
                part = os.read(stream.fileno(), _MOST_PRINTED)
                printed += part
                if not part:
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(max(remaining, 0))
                        return bytes(printed)
                    return None
            elif has_ended:
                return bytes(printed)
            elif remaining <= 0:
                return None
    return bytes(printed)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all that it started and still waits for, where the system lists that under /proc.

    A session of its own would end all of it anywhere, but a command may have to ask the person on the terminal.
    """
    children: dict[int, list[int]] = {}
    for listed in Path("/proc").glob("[0-9]*/stat") if process.poll() is None else ():
        with suppress(OSError):
            parent = listed.read_bytes().rpartition(b")")[2].split()[1]
            children.setdefault(int(parent), []).append(int(listed.parent.name))
    doomed = [process.pid] if process.poll() is None else []
    for pid in doomed:
        doomed += children.get(pid, ())
        with suppress(OSError):
            os.kill(pid, signal.SIGKILL)


def secret_from(command: tuple[str, ...], run: Runner, fail: type[AfterwordError]) -> str:
    """The first line the password command prints. Raises `fail` when there is no command or it prints nothing."""
    if not command:
        hint = "Set password_command, such as ['pass', 'show', 'mail']."
        raise fail("A user is set but no password command.", hint=hint)
    try:
        printed = run(command)
    except UserError as error:
        raise fail("The password could not be had.", error.title, error.hint) from error
    secret = printed.split("\n", 1)[0].rstrip("\r")
    if not secret or any(ord(sign) < ord(" ") for sign in secret):  # what colours a terminal is no password
        raise fail(
            f"The command “{shorten(command[0], _LONGEST_NAME)}” printed no password.",
            hint="It has to be the first line, without anything around it. Try the command in a terminal first.",
        )
    return secret


def expanded(words: tuple[str, ...]) -> list[str]:
    """The command as it is run: word by word, without a shell, `~/` being the person's own folder."""
    command, *arguments = words
    return [os.path.expanduser(command) if command.startswith("~/") else command, *arguments]  # noqa: PTH111 - it never fails
