"""Owns talking to an IMAP server: what is asked, what its answers mean, and that one bad answer spoils no other."""

import base64
import contextlib
import imaplib
import logging
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import LoginError, ProtocolError
from imapclient.imap_utf7 import decode, encode
from imapclient.response_parser import parse_response
from msgspec import Struct

from afterword.domain.text import clean_line
from afterword.errors import CheckFailed
from afterword.mail.connection import (
    BoundedReader,
    StepLimit,
    check_security,
    checked_context,
    describe_failure,
    secret_from,
    server_words,
)
from afterword.ports import Runner
from afterword.settings import Auth, Security, ServerSettings

T = TypeVar("T")
_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
_SHORT, _LIST, _NUMBERS = 1024 * 1024, 4 * 1024 * 1024, 8 * 1024 * 1024
_AROUND = 64 * 1024
"""What may stand around the data of a mail, and whatever else a server tells meanwhile."""
_SLOW = 3
"""So many times the usual patience for what a server has to look for."""
_GOODBYE = 1.0
_SAID = re.compile(
    r"(?:failed: |command error: BAD \[b['\"])(.*?)(?:['\"]\])?$|^b['\"](.*?)['\"]\s+This error may", re.DOTALL
)
_ONE_WORD = re.compile(rb"[A-P]{4}\d+ [A-Z]+")
_UNEXPECTED = re.compile(r"unexpected (?:tagged )?response: b['\"](.*?)['\"]?$", re.DOTALL)
_FOR_NOW = ("[UNAVAILABLE]", "[SERVERBUG]", "[INUSE]", "[LIMIT]", "[CONTACTADMIN]")
_ODD = (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError)
# What the library tells of odd answers would stand on the terminal as the server wrote it.
logging.getLogger("imapclient").addHandler(logging.NullHandler())


class Refused(Exception):
    """The server said no in these words, or without any what cannot be understood. The line still stands.

    `reason`: that as a sentence, or a sentence of our own about what it did.
    """

    def __init__(self, words: str = "", reason: str = "") -> None:
        super().__init__(words)
        self.reason = reason or (f"The server said: {words}." if words else "The server's answer cannot be understood.")


class LineLost(OSError):
    """The line is of no more use; `words` are what the server said before, if anything; `odd`: not what it should."""

    def __init__(self, words: str = "", *, odd: bool = False) -> None:
        super().__init__(words)
        self.words = words
        self.odd = odd


class ListedFolder(Struct, frozen=True):
    """One folder of the server: `name` as a person reads it, `wire` as the server wrote it."""

    name: str
    wire: bytes
    flags: frozenset[bytes]
    delimiter: str


class _Line(imaplib.IMAP4):
    """The line to the server, bounded in what it may say in one step."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, limit: StepLimit) -> None:
        self._context = context
        self._limit = limit
        self._reader: BoundedReader | None = None
        self.heard = b""
        limit.begin(_SHORT)
        super().__init__(host, port, limit.patience)

    def _create_socket(self, _timeout: float | None = None) -> socket.socket:
        line = socket.create_connection((self.host, self.port), self._limit.patience)
        # Commands are written in pieces; each would wait for the server to acknowledge the one before.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line if self._context is None else self._context.wrap_socket(line, server_hostname=self.host)

    def read(self, size: int) -> bytes:
        return self._bounded.read(size)

    def readline(self) -> bytes:
        # The library understands neither an end without carriage return nor an answer that is one word.
        line = self._bounded.readline()
        words = self.heard = line.rstrip(b"\r\n")
        return line if words == line else words + (b" \r\n" if _ONE_WORD.fullmatch(words) else b"\r\n")

    @property
    def _bounded(self) -> BoundedReader:
        """The reader of the socket; what came in before the line was protected is not believed afterwards."""
        if self._reader is None or self._reader.line is not self.sock:
            self._reader = BoundedReader(self.sock, self._limit)
        return self._reader


class _Client(IMAPClient):  # type: ignore[misc]  # the library has no types
    """The client of the library over a bounded line."""

    def __init__(self, settings: ServerSettings, context: ssl.SSLContext, limit: StepLimit) -> None:
        self._limit = limit
        self._hidden: tuple[str, ...] = ()
        tls = settings.security is Security.TLS
        port = settings.port or _PORTS[settings.security]
        super().__init__(settings.host, port, ssl=tls, ssl_context=context if tls else None, timeout=limit.patience)
        # Names go over the line as the server wrote them, whether or not they can be decoded.
        self.folder_encode = False

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the library's name
        return _Line(self.host, self.port, self.ssl_context if self.ssl else None, self._limit)

    @property
    def is_let_in(self) -> bool:
        """Whether the server wants no log-in: it greeted as one that knows who is there."""
        return bool(self._imap.state == "AUTH")

    def listed(self) -> Sequence[Any]:
        """The answers to LIST, one for each folder, as they came."""
        status, data = self._imap.list('""', '"*"')
        self._checkok("list", status, data)
        return [answer for answer in data if answer not in (None, b"")]

    def opened(self, wire: bytes) -> dict[str, int | None]:
        """Open a folder; the numbers it tells, None for one that it does not tell or that is no number."""
        if set(wire) & set(b"\r\n\0"):
            raise Refused(reason="Nobody can ask for such a name.")
        status, data = self._imap.select(b'"%s"' % re.sub(rb'(["\\])', rb"\\\1", wire), readonly=True)
        self._checkok("select", status, data)
        return {name: _number(self._imap.untagged_responses.get(name)) for name in ("UIDVALIDITY", "UIDNEXT")}

    def goodbye(self) -> str:
        """What the server said when it ended the line."""
        responses = self._imap.untagged_responses.get("BYE") or [b""]
        return self.words(responses[-1].decode("utf-8", "replace"))

    def heard(self) -> str:
        """The last answer without its tag, where the library does not hand it on."""
        return self.words(self._imap.heard.partition(b" ")[2].decode("utf-8", "replace"))

    def misread(self) -> Refused | LineLost:
        """What an answer that cannot be understood comes to: one not read to its end leaves the line of no use."""
        return LineLost(odd=True) if None in self._imap.tagged_commands.values() else Refused()

    def hide(self, user: str, secret: str) -> None:
        """No answer of the server may bring the secret back onto the screen, as it is or as it is sent."""
        sent = (f"\0{user}\0{secret}", f"user={user}\1auth=Bearer {secret}\1\1", secret)
        self._hidden = (*(base64.b64encode(text.encode("utf-8", "replace")).decode() for text in sent), secret)

    def words(self, text: str) -> str:
        """What the server said, as words on one line without the secret."""
        for hidden in self._hidden:
            text = text.replace(hidden, "…")
        return server_words(text)


class ImapSession:
    """A server somebody is logged in to. Each step raises `Refused`, or an `OSError` when the line is lost."""

    def __init__(self, client: _Client, limit: StepLimit) -> None:
        self._client = client
        self._limit = limit

    def folders(self) -> tuple[list[ListedFolder], list[str]]:
        """Every folder, and the answers that cannot be understood."""
        folders: list[ListedFolder] = []
        odd: list[str] = []
        for answer in self._ask(self._client.listed, _LIST, _SLOW):
            try:
                folders.append(_folder(answer))
            except (ProtocolError, *_ODD):
                line = answer[0] if isinstance(answer, tuple) else answer
                odd.append(self._client.words(bytes(line).decode("utf-8", "replace")))
        return folders, odd

    def examine(self, folder: ListedFolder) -> dict[str, int | None]:
        """Open a folder to be read only: UIDVALIDITY and UIDNEXT, None where the server tells no such number."""
        return self._ask(lambda: self._client.opened(folder.wire), _SHORT, _SLOW)

    def search(self, criteria: Sequence[object], charset: str | None = None) -> list[int]:
        """The UIDs that meet every criterion."""
        return self._ask(lambda: [uid for uid in self._client.search(criteria, charset) if uid > 0], _NUMBERS, _SLOW)

    def fetch(self, uids: Sequence[int], part: str, most: int) -> dict[int, bytes]:
        """The first `most` bytes of that part (`HEADER`, or nothing for all) by UID; where there are none, no entry."""
        asked = f"BODY.PEEK[{part}]<0.{most}>".encode()
        room = len(uids) * (most + 1024) + _AROUND
        answers = self._ask(lambda: self._client.fetch(uids, [asked]), room, _SLOW)
        return {uid: data for uid, answer in answers.items() if (data := _data(answer))}

    def append(self, folder: ListedFolder, raw: bytes, flags: Sequence[bytes], at: datetime) -> None:
        """Put a message into a folder."""
        self._ask(lambda: self._client.append(folder.wire, raw, flags=flags, msg_time=at), _SHORT, _SLOW)

    def _ask(self, call: Callable[[], T], most: int, times: int = 1) -> T:
        self._limit.begin(most, times)
        return _understood(self._client, call)


def named(name: str) -> ListedFolder:
    """A folder of that name, as a person wrote it."""
    return ListedFolder(name, encode(name), frozenset(), "/")


def _folder(answer: object) -> ListedFolder:
    """One answer to LIST. Raises whatever the parts of an odd one raise."""
    flags, delimiter, name = parse_response([answer])
    wire = name if isinstance(name, bytes) else str(int(name)).encode()
    try:
        folder_name = str(decode(wire))
    except _ODD:
        folder_name = wire.decode("utf-8", "replace")
    between = delimiter.decode("ascii") if isinstance(delimiter, bytes) else ""
    return ListedFolder(clean_line(folder_name), wire, frozenset(bytes(flag).lower() for flag in flags), between)


def _data(answer: dict[bytes, Any]) -> bytes | None:
    bodies = (value for key, value in answer.items() if key.startswith(b"BODY[") and isinstance(value, bytes))
    return next(bodies, None)


def _number(answers: Sequence[bytes] | None) -> int | None:
    return int(answers[-1]) if answers and re.fullmatch(rb"\d{1,18}", answers[-1] or b"") else None


def _understood(client: _Client, call: Callable[[], T]) -> T:
    """What the call gives; what the libraries raise is told apart. Raises `Refused`, or `OSError`."""
    try:
        return call()
    except imaplib.IMAP4.abort as error:
        raise _broken(error, client) from error
    except ProtocolError as error:
        raise client.misread() from error
    except imaplib.IMAP4.error as error:
        raise Refused(client.words(_server_text(error))) from error
    except OSError:
        raise  # a refused certificate is a ValueError, too
    except _ODD as error:
        raise client.misread() from error


def _server_text(error: BaseException) -> str:
    """The server's words in what a library raises, which holds them in one way or another."""
    text = error.args[0] if error.args else ""
    if isinstance(error, UnicodeDecodeError):
        text = error.object
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    match = _SAID.search(text)
    return (match[1] or match[2] or "") if match else text


def _broken(error: imaplib.IMAP4.abort, client: _Client | None = None) -> LineLost:
    odd = _UNEXPECTED.search(str(error))
    words = client.words if client is not None else server_words
    goodbye = client.goodbye() if client is not None else ""
    return LineLost(words(odd[1]) if odd else goodbye, odd=odd is not None)


@contextmanager
def connected(settings: ServerSettings, run: Runner) -> Iterator[ImapSession]:
    """A session that is logged in. Raises `CheckFailed` when that fails, and later what the line raises."""
    if not settings.host:
        raise CheckFailed("No IMAP server is set.", hint="Put its name into the settings: [imap] host = '…'.")
    check_security(settings, CheckFailed)
    limit = StepLimit(settings.timeout)
    client = _greeted(settings, limit)
    well = False
    try:
        _enter(client, settings, run, limit)
        yield ImapSession(client, limit)
        well = True
    finally:
        # How the line is put down changes nothing about what was read; a broken one is not waited for again.
        with contextlib.suppress(OSError, imaplib.IMAP4.error, *_ODD):
            limit.begin(_AROUND, min(_GOODBYE / limit.patience, 1))
            if well:
                client.logout()
            else:
                client.shutdown()


def lost(error: Exception, settings: ServerSettings, detail: str = "") -> CheckFailed:
    """A line that was lost, in words: those of the server where it said any."""
    failure = describe_failure(error, settings)
    title = failure.title
    if isinstance(error, LineLost) and error.odd:
        title = f"{settings.host} answered in a way that cannot be understood."
    server_message = f"It said: {error.words}." if isinstance(error, LineLost) and error.words else ""
    return CheckFailed(title, " ".join(part for part in (server_message, detail) if part), failure.hint)


def _greeted(settings: ServerSettings, limit: StepLimit) -> _Client:
    try:
        return _Client(settings, checked_context(settings, CheckFailed), limit)
    except imaplib.IMAP4.abort as error:
        raise lost(_broken(error), settings) from error
    except (OSError, imaplib.IMAP4.error, *_ODD) as error:
        if isinstance(error, OSError | UnicodeError) and not isinstance(error, UnicodeDecodeError):
            raise lost(error, settings) from error
        raise CheckFailed(
            f"{settings.host} did not greet as an IMAP server does.",
            f"It said: {server_words(_server_text(error)).removeprefix('* ')}.",
            "Try again later, or check host and port in the settings.",
        ) from error


def _enter(client: _Client, settings: ServerSettings, run: Runner, limit: StepLimit) -> None:
    """Protect the line where that is still to be done, and log in."""
    try:
        if settings.security is Security.STARTTLS:
            limit.begin(_SHORT)
            _understood(client, lambda: _protect(client, settings))
        if settings.user and not client.is_let_in:
            secret = secret_from(settings.password_command, run, CheckFailed)
            limit.begin(_SHORT)
            _understood(client, lambda: _log_in(client, settings, secret))
    except Refused as error:
        hint = "Check security and port in the settings."
        raise CheckFailed(f"{settings.host} does not go on.", error.reason, hint) from error
    except OSError as error:
        raise lost(error, settings) from error


def _protect(client: _Client, settings: ServerSettings) -> None:
    if client.is_let_in or not client.has_capability("STARTTLS"):
        hint = "Try security = 'tls' in the settings."
        raise CheckFailed(f"{settings.host} offers no protected connection.", hint=hint)
    context = checked_context(settings, CheckFailed)
    try:
        client.starttls(context)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Refused(client.heard()) from error


def _log_in(client: _Client, settings: ServerSettings, secret: str) -> None:
    """Log in once. The library's own words may repeat what was sent, so they are not carried on."""
    kind = "token" if settings.auth is Auth.XOAUTH2 else "password"
    client.hide(settings.user, secret)
    try:
        _send_log_in(client, settings, secret)
    except LoginError as error:
        cause = error.__context__
        gone = _broken(cause, client) if isinstance(cause, imaplib.IMAP4.abort) else None
        words = client.words(_server_text(cause or error))
    except UnicodeError:
        raise CheckFailed(
            f"{settings.host} offers no log-in for a user or {kind} with letters beyond ASCII.",
            hint=f"Use a {kind} of plain letters, digits and signs.",
        ) from None
    except imaplib.IMAP4.abort as error:
        gone, words = _broken(error, client), ""
    else:
        return
    if gone:
        raise gone
    server_message = words and f"It said: {words}."
    if words.upper().startswith(_FOR_NOW):
        raise CheckFailed(f"{settings.host} cannot check the log-in just now.", server_message, "Try again later.")
    raise CheckFailed(
        f"{settings.host} did not accept the user name or {kind}.",
        server_message,
        "Check user and password_command in the settings.",
    )


def _send_log_in(client: _Client, settings: ServerSettings, secret: str) -> None:
    if settings.auth is Auth.XOAUTH2:
        client.oauth2_login(settings.user, secret)
    elif client.has_capability("AUTH=PLAIN"):
        client.plain_login(settings.user, secret)
    elif client.has_capability("LOGINDISABLED"):
        raise CheckFailed(
            f"{settings.host} offers no log-in by a password on this connection.",
            hint="Set security to tls or starttls, or auth to xoauth2.",
        )
    else:
        client.login(settings.user, secret)
