"""Owns what SMTP and IMAP share: certificates that are always checked, ports, passwords, and failures in words."""

import contextlib
import imaplib
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from msgspec import Struct

from afterword.errors import AfterwordError, CheckFailed, UserError
from afterword.ports import Runner
from afterword.settings import Auth, Security, ServerSettings, is_loopback

_CERTIFICATE_HINTS = {
    "expired": "Whoever runs the server has to renew it; check the clock of this machine too.",
    "mismatch": "Write the server's name in the settings as its certificate has it.",
    "issuer": "If the authority is your own, name its file in ca_file.",
    "self-signed": "If the authority is your own, name its file in ca_file.",
}
_PATIENCE = 60.0
"""Seconds for the command; it may have to ask the person first."""


class ConnectionFailure(Struct, frozen=True):
    """A failed connection in words: what happened and what to do."""

    title: str
    hint: str


def checked_context(settings: ServerSettings, fail: type[AfterwordError]) -> ssl.SSLContext:
    """A context that checks certificate and host name, with the person's own authority beside the system's."""
    try:
        context = ssl.create_default_context()
        if settings.ca_file:
            context.load_verify_locations(cafile=Path(settings.ca_file).expanduser())
    except (OSError, ssl.SSLError) as error:
        raise fail(
            f"{settings.ca_file} is no usable certificate file.", hint="Check ca_file in the settings."
        ) from error
    return context


def check_security(settings: ServerSettings, fail: type[AfterwordError]) -> None:
    """Refuse an unprotected connection to any host but this machine."""
    if settings.security is Security.NONE and not is_loopback(settings.host):
        raise fail(
            f"An unprotected connection to {settings.host} is refused.",
            hint="Set security to starttls or tls; none is for this machine only.",
        )


def describe_failure(error: Exception, settings: ServerSettings) -> ConnectionFailure:
    """What went wrong with the connection, and what to do about it."""
    host = settings.host
    cause = _underlying(error)
    if isinstance(cause, ssl.SSLError):
        return _tls_failure(cause, settings)
    if isinstance(cause, socket.gaierror | UnicodeError):
        return ConnectionFailure(
            f"The server {host} was not found.", "Check its name in the settings, and your network."
        )
    if isinstance(cause, ConnectionRefusedError):
        return ConnectionFailure(f"{host} refused the connection.", "Check the port in the settings.")
    if isinstance(cause, TimeoutError):
        return ConnectionFailure(f"{host} did not answer within {settings.timeout:g} seconds.", _timeout_hint(settings))
    if isinstance(cause, OSError) and cause.strerror:
        return ConnectionFailure(f"The connection to {host} failed: {cause.strerror}.", "Try again later.")
    return ConnectionFailure(f"{host} closed the connection.", "Try again later.")


def _underlying(error: BaseException) -> BaseException:
    """The failure of the line itself: libraries for mail wrap it in sentences of their own."""
    own = (ssl.SSLError, socket.gaierror, UnicodeError, ConnectionError, TimeoutError)
    wrapped = error.__cause__ or error.__context__
    if isinstance(error, own) or (isinstance(error, OSError) and error.errno is not None) or wrapped is None:
        return error
    return _underlying(wrapped)


def _tls_failure(error: ssl.SSLError, settings: ServerSettings) -> ConnectionFailure:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = str(error.verify_message).rstrip(".")
        hint = next((hint for sign, hint in _CERTIFICATE_HINTS.items() if sign in why.lower()), "")
        return ConnectionFailure(
            f"The certificate of {settings.host} is not valid: {why}.", f"Nothing was sent to it. {hint}"
        )
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return ConnectionFailure(f"{settings.host} closed the connection.", "Try again later.")
    reason = str(error.reason or error).replace("_", " ").lower()
    return ConnectionFailure(
        f"No protected connection to {settings.host} came about: {reason}.",
        "Check security and port in the settings: tls goes with 465 or 993, starttls with 587 or 143.",
    )


def _timeout_hint(settings: ServerSettings) -> str:
    if settings.security is Security.STARTTLS:
        return "Try again later; if the port wants TLS from the start, as 465 and 993 do, set security = 'tls'."
    return "Try again later, or check host and port in the settings."


def run_command(words: tuple[str, ...], patience: float = _PATIENCE) -> str:
    """What the command printed. Raises `UserError`; neither what it printed nor its arguments stand in the sentence."""
    command = words[0]
    try:
        done = subprocess.run(  # noqa: S603 - the person's own words
            expanded(words), capture_output=True, timeout=patience, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError as error:
        raise UserError(
            f"The command “{command}” was not found.", hint="Check password_command in the settings."
        ) from error
    except subprocess.TimeoutExpired:
        # The exception of the library holds what was printed so far, so it is not carried on.
        raise UserError(
            f"The command “{command}” did not end within {patience:g} seconds.", hint="Try it in a terminal first."
        ) from None
    except (OSError, ValueError) as error:
        raise UserError(
            f"The command “{command}” could not be run.", hint="Check password_command in the settings."
        ) from error
    if done.returncode != 0:
        raise UserError(
            f"The command “{command}” ended with status {done.returncode}.", hint="Try it in a terminal first."
        )
    return done.stdout.decode("utf-8", "replace")


def secret_from(command: tuple[str, ...], run: Runner, fail: type[AfterwordError]) -> str:
    """The first line the password command prints. Raises `fail` when there is no command or it prints nothing."""
    if not command:
        raise fail(
            "A user is set but no password command.", hint="Set password_command, such as ['pass', 'show', 'mail']."
        )
    try:
        printed = run(command)
    except UserError as error:
        raise fail("The password could not be had.", error.title, error.hint) from error
    secret = printed.split("\n", 1)[0].rstrip("\r")
    if not secret:
        raise fail(f"The command “{command[0]}” printed no password.", hint="Try it in a terminal first.")
    return secret


def expanded(words: tuple[str, ...]) -> list[str]:
    """The command as it is run: word by word, without a shell, `~/` being the person's own folder."""
    command, *arguments = words
    return [str(Path(command).expanduser()) if command.startswith("~/") else command, *arguments]


_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}


class Session(Protocol):
    """What is asked of a server once somebody is logged in; the words are those of imapclient."""

    def list_folders(self) -> Sequence[tuple[Sequence[bytes], bytes, str]]:
        """Flags, delimiter and name of every folder."""
        ...

    def select_folder(self, folder: str, *, readonly: bool = False) -> Mapping[bytes, Any]:
        """What the server tells about the folder: UIDVALIDITY, UIDNEXT, EXISTS."""
        ...

    def search(self, criteria: Sequence[object], charset: str | None = None) -> Sequence[int]:
        """The UIDs that meet every criterion."""
        ...

    def fetch(self, messages: Sequence[int], data: Sequence[bytes]) -> Mapping[int, Mapping[bytes, Any]]:
        """The items asked for, by UID."""
        ...

    def append(self, folder: str, msg: bytes, flags: Sequence[bytes] = (), msg_time: datetime | None = None) -> bytes:
        """Put a message into a folder; the server's answer."""
        ...


class _Client(Session, Protocol):
    """The session before somebody is logged in and after they are done."""

    def has_capability(self, capability: str) -> bool: ...

    def starttls(self, ssl_context: object) -> object: ...

    def login(self, username: str, password: str) -> object: ...

    def plain_login(self, identity: str, password: str) -> object: ...

    def oauth2_login(self, user: str, access_token: str) -> object: ...

    def logout(self) -> object: ...

    def shutdown(self) -> None: ...


@contextmanager
def connected(settings: ServerSettings, run: Runner) -> Iterator[Session]:
    """A session that is logged in. Raises `CheckFailed` when that fails, and later what the line raises."""
    if not settings.host:
        raise CheckFailed("No IMAP server is set.", hint="Put its name into the settings: [imap] host = '…'.")
    check_security(settings, CheckFailed)
    try:
        client = _logged_in(settings, run)
    except (OSError, imaplib.IMAP4.error) as error:
        failure = describe_failure(error, settings)
        raise CheckFailed(failure.title, hint=failure.hint) from error
    well = False
    try:
        yield client
        well = True
    finally:
        # How the line is put down changes nothing about what was read; a broken one is not waited for again.
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            if well:
                client.logout()
            else:
                client.shutdown()


def _logged_in(settings: ServerSettings, run: Runner) -> _Client:
    from imapclient import IMAPClient, SocketTimeout

    context = checked_context(settings, CheckFailed)
    client = cast(
        "_Client",
        IMAPClient(
            settings.host,
            settings.port or _PORTS[settings.security],
            ssl=settings.security is Security.TLS,
            ssl_context=context if settings.security is Security.TLS else None,
            timeout=SocketTimeout(settings.timeout, settings.timeout),
        ),
    )
    try:
        if settings.security is Security.STARTTLS:
            _protect(client, settings, context)
        _log_in(client, settings, run)
    except BaseException:
        with contextlib.suppress(OSError):
            client.shutdown()
        raise
    return client


def _protect(client: _Client, settings: ServerSettings, context: ssl.SSLContext) -> None:
    if not client.has_capability("STARTTLS"):
        raise CheckFailed(
            f"{settings.host} offers no protected connection.", hint="Try security = 'tls' in the settings."
        )
    client.starttls(context)


def _log_in(client: _Client, settings: ServerSettings, run: Runner) -> None:
    from imapclient.exceptions import LoginError

    if not settings.user:
        return
    secret = secret_from(settings.password_command, run, CheckFailed)
    token = settings.auth is Auth.XOAUTH2
    try:
        if token:
            client.oauth2_login(settings.user, secret)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(settings.user, secret)
        else:
            client.login(settings.user, secret)
    except (LoginError, UnicodeError):
        # The library's own words may repeat what was sent.
        raise CheckFailed(
            f"{settings.host} did not accept the user name or {'token' if token else 'password'}.",
            hint="Check user and password_command in the settings.",
        ) from None
