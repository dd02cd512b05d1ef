"""Owns looking into an IMAP account: read-only, incremental by UIDVALIDITY and UID, headers before bodies.

The server searches where there is much to look at; nothing is marked as seen, moved or deleted.
"""

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from afterword.domain.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
from afterword.mail.connection import check_security, checked_context, trouble
from afterword.mail.inbox.bookmarks import Bookmarks, look_back_to, terms_of
from afterword.mail.inbox.reading import guarded
from afterword.mail.inbox.sieve import Sieve
from afterword.mail.limits import MAIL_BYTES
from afterword.mail.secrets import secret_from
from afterword.mail_settings import Auth, Security, ServerSettings
from afterword.ports import Progress, Runner

if TYPE_CHECKING:
    from imapclient import IMAPClient

_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
_BATCH = 100
_MANY = 2_000
"""From so many messages on the server is asked to search before headers are fetched."""
_TERMS_A_SEARCH = 10
_SLACK = timedelta(days=2)
_SPECIAL = (b"\\Archive", b"\\All", b"\\Junk")
_DAEMONS = ("mailer-daemon", "postmaster", "mail delivery")
_HEADER, _BODY = b"BODY[HEADER]", b"BODY[]<0>"


@dataclass(slots=True)
class _Place:
    """Where a look stands in one folder."""

    folder: str
    validity: int
    last: int
    first_look: bool


class ImapInbox:
    """One account; `folders` empty means inbox, archive or all mail, and junk, where they exist."""

    def __init__(self, settings: ServerSettings, folders: Sequence[str], run: Runner, bookmarks: Bookmarks) -> None:
        self._settings = settings
        self._folders = tuple(folders)
        self._run = run
        self._bookmarks = bookmarks
        self._next: dict[str, dict[str, Any]] = {}

    @property
    def name(self) -> str:
        """See `ports.Inbox`."""
        return f"IMAP {self._settings.user}@{self._settings.host}"

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`."""
        self._next.clear()
        if not wanted.begun:
            return
        sieve = Sieve(wanted)
        seen = 0
        with self._session() as client:
            for folder in self._chosen(client):
                place, bookmark = self._enter(client, folder)
                uids = self._to_look_at(client, place, bookmark, wanted)
                for count, raw in self._candidates(client, uids, sieve):
                    tell.seen(seen + count, None)
                    if tell.stopped:
                        return
                    mail = guarded(raw, wanted, f"{folder}", tell) if raw else None
                    if mail is not None:
                        yield mail
                seen += len(uids)
                last = max([place.last, *uids])
                self._next[self._key(folder)] = {"validity": place.validity, "last": last, "terms": terms_of(wanted)}

    def done(self) -> None:
        """See `ports.Inbox`."""
        for key, bookmark in self._next.items():
            self._bookmarks.write(key, bookmark)

    def _key(self, folder: str) -> str:
        return f"imap {self._settings.user}@{self._settings.host}:{self._settings.port}/{folder}"

    # ── the connection ────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _session(self) -> Iterator["IMAPClient"]:
        """A client that is logged in. Every failure of the line becomes `CheckFailed`."""
        try:
            with connected(self._settings, self._run) as client:
                yield client
        except (OSError, imaplib.IMAP4.error) as error:
            told = trouble(error, self._settings)
            raise CheckFailed(told.title, "What was found before is recorded.", told.hint) from error

    def _chosen(self, client: "IMAPClient") -> list[str]:
        if self._folders:
            return list(self._folders)
        found = {"INBOX": None}
        for flags, _, name in client.list_folders():
            if any(flag in flags for flag in _SPECIAL):
                found[name] = None
        return list(found)

    def _enter(self, client: "IMAPClient", folder: str) -> tuple[_Place, dict[str, Any]]:
        try:
            told = client.select_folder(folder, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise CheckFailed(
                f"The folder {folder} cannot be opened on {self._settings.host}.",
                hint="Check [check] folders in the settings.",
            ) from error
        validity = int(told.get(b"UIDVALIDITY", 0))
        bookmark = self._bookmarks.read(self._key(folder))
        if bookmark.get("validity") != validity:
            bookmark = {}
        last = int(bookmark.get("last", 0))
        return _Place(folder, validity, last, not bookmark), bookmark

    # ── which messages ────────────────────────────────────────────────────────────────────────────────────────────

    def _to_look_at(self, client: "IMAPClient", place: _Place, bookmark: dict[str, Any], wanted: Wanted) -> list[int]:
        """The UIDs to look at: those after the bookmark, and older ones where terms are new."""
        back_to = look_back_to(wanted, bookmark)
        found: set[int] = set()
        if not place.first_look:
            fresh = client.search(["UID", f"{place.last + 1}:*"])
            found.update(uid for uid in fresh if uid > place.last)
        if back_to is not None:
            found.update(client.search(["SINCE", (back_to - _SLACK).date()]))
        if len(found) > _MANY:
            oldest = min(wanted.begun.values()) - _SLACK
            found &= self._searched(client, wanted, oldest.date())
        return sorted(found)

    def _searched(self, client: "IMAPClient", wanted: Wanted, since: date) -> set[int]:
        """The UIDs that the server finds for any of the terms."""
        criteria: list[list[object]] = [["FROM", one] for one in (*wanted.addresses, *_DAEMONS)]
        criteria += [["FROM", name] for name in wanted.names if name.isascii()]
        criteria += [["SUBJECT", subject] for subject in wanted.subjects if subject.isascii()]
        for message_id in wanted.message_ids:
            criteria += [["HEADER", "In-Reply-To", message_id], ["HEADER", "References", message_id]]
        found: set[int] = set()
        chunks = iter(criteria)
        while chunk := list(islice(chunks, _TERMS_A_SEARCH)):
            found.update(client.search(["SINCE", since, *_any_of(chunk)]))
        return found

    def _candidates(self, client: "IMAPClient", uids: list[int], sieve: Sieve) -> Iterator[tuple[int, bytes | None]]:
        """How many were looked at so far, and the bytes of each candidate; headers come in batches, bodies one by one."""
        for start in range(0, len(uids), _BATCH):
            batch = uids[start : start + _BATCH]
            headers = client.fetch(batch, [b"BODY.PEEK[HEADER]"])
            yield start, None
            for uid in batch:
                header = headers.get(uid, {}).get(_HEADER, b"")
                if header and sieve.lets_through(header):
                    body = client.fetch([uid], [b"BODY.PEEK[]<0.%d>" % MAIL_BYTES])
                    yield start, body.get(uid, {}).get(_BODY)
        yield len(uids), None


def _any_of(criteria: list[list[object]]) -> list[object]:
    """`OR a OR b c`, as IMAP wants it."""
    first, *rest = criteria
    return ["OR", *first, *_any_of(rest)] if rest else list(first)


@contextmanager
def connected(settings: ServerSettings, run: Runner) -> Iterator["IMAPClient"]:
    """A client that is logged in; closed whatever happens. Raises `CheckFailed`, and what the line raises."""
    from imapclient import IMAPClient, SocketTimeout

    if not settings.host:
        raise CheckFailed("No IMAP server is set.", hint="Put its name into the settings: [imap] host = '…'.")
    check_security(settings, CheckFailed)
    context = checked_context(settings, CheckFailed)
    client = IMAPClient(
        settings.host,
        settings.port or _PORTS[settings.security],
        ssl=settings.security is Security.TLS,
        ssl_context=context if settings.security is Security.TLS else None,
        timeout=SocketTimeout(settings.timeout, settings.timeout),
    )
    try:
        if settings.security is Security.STARTTLS:
            client.starttls(context)
        _log_in(client, settings, run)
        yield client
        client.logout()
    finally:
        client.shutdown() if hasattr(client, "_imap") else None


def _log_in(client: "IMAPClient", settings: ServerSettings, run: Runner) -> None:
    from imapclient.exceptions import LoginError

    if not settings.user:
        return
    secret = secret_from(settings.password_command, run, CheckFailed)
    try:
        if settings.auth is Auth.XOAUTH2:
            client.oauth2_login(settings.user, secret)
        else:
            client.login(settings.user, secret)
    except LoginError as error:
        raise CheckFailed(
            f"{settings.host} did not accept the user name or password.",
            hint="Check user and password_command in the settings.",
        ) from error
