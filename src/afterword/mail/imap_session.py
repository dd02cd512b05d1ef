"""Owns a session on an IMAP server: connected with its certificate checked, logged in, put down whatever happens.

The library behind it is loaded when the first session begins; reading is the inbox's, keeping copies the outbox's.
"""

import contextlib
import imaplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol, cast

from afterword.errors import CheckFailed
from afterword.mail.connection import check_security, checked_context, describe_failure, secret_from
from afterword.ports import Runner
from afterword.settings import Auth, Security, ServerSettings

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
