"""Owns looking into an IMAP account: read-only, incremental by UIDVALIDITY and UID, headers before bodies.

Nothing is marked as seen, moved or deleted.
"""

import imaplib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct

from afterword.domain.conversation.incoming import Incoming, Wanted
from afterword.errors import CheckFailed
from afterword.mail.connection import trouble
from afterword.mail.imap_session import Session, connected
from afterword.mail.inbox.bookmarks import Bookmarks, Terms
from afterword.mail.inbox.header_prefilter import HeaderPrefilter
from afterword.mail.inbox.imap_search import narrowed
from afterword.mail.inbox.reading import guarded
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES
from afterword.ports import Progress, Runner
from afterword.settings import ServerSettings

_BATCH = 100
_SLACK = timedelta(days=2)
_SPECIAL = frozenset({b"\\archive", b"\\all", b"\\junk"})
_SENT = frozenset({"sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete elemente"})
_USUAL = frozenset({"archive", "archives", "archiv", "all mail", "junk", "spam", "junk e-mail", "junk email"})
_HEADER, _BODY = b"BODY[HEADER]<0>", b"BODY[]<0>"


class _Place(Struct, frozen=True):
    """One folder as it was entered: up to where it was looked at before (None: never), and where it ends now."""

    folder: str
    validity: int
    last: int | None
    end: int


class ImapInbox:
    """One account; `folders` empty means inbox, archive or all mail, and junk, where they exist.

    While a letter may have been handed over, they look for it among the sent mails, too.
    """

    def __init__(self, settings: ServerSettings, folders: Sequence[str], run: Runner, bookmarks: Bookmarks) -> None:
        self._settings = settings
        self._folders = tuple(folders)
        self._run = run
        self._bookmarks = bookmarks
        self._next: dict[str, dict[str, Any]] = {}
        self._terms: Terms | None = None

    @property
    def name(self) -> str:
        """See `ports.Inbox`."""
        return f"IMAP {self._settings.user}@{self._settings.host}"

    def look(self, wanted: Wanted, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`. A folder that cannot be opened is named after the others were looked into."""
        self._next.clear()
        self._terms = None
        if not wanted.begun:
            return
        terms = Terms(self._bookmarks, self._key(""), wanted)
        closed: list[str] = []
        with connected(self._settings, self._run) as session:
            try:
                yield from self._look(_Look(session, wanted, tell, terms), closed)
            except (OSError, imaplib.IMAP4.error) as error:
                told = trouble(error, self._settings)
                raise CheckFailed(told.title, "What was found before is recorded.", told.hint) from error
        if tell.stopped:
            return
        if closed:
            raise CheckFailed(
                f"The folder “{closed[0]}” cannot be opened on {self._settings.host}.",
                "The others were looked into.",
                "Check [check] folders in the settings.",
            )
        self._terms = terms

    def done(self) -> None:
        """See `ports.Inbox`."""
        for key, bookmark in self._next.items():
            self._bookmarks.write(key, bookmark)
        if self._terms is not None:
            self._terms.keep()

    def _key(self, folder: str) -> str:
        return f"imap {self._settings.user}@{self._settings.host}:{self._settings.port}/{folder}"

    def _look(self, look: "_Look", closed: list[str]) -> Iterator[Incoming]:
        for folder in self._folders or _usual_folders(look.session, sent=look.seeks_own_letters):
            place = self._entered(look.session, folder)
            if place is None:
                closed.append(folder)
                continue
            yield from look.into(place)
            if look.tell.stopped:
                return
            self._next[self._key(folder)] = {"validity": place.validity, "last": place.end}

    def _entered(self, session: Session, folder: str) -> _Place | None:
        """The folder, opened to be read only; None when the server refuses."""
        try:
            told = session.select_folder(folder, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return None
        validity = int(told.get(b"UIDVALIDITY", 0))
        bookmark = self._bookmarks.read(self._key(folder))
        known = bookmark.get("last") if bookmark.get("validity") == validity else None
        last = known if isinstance(known, int) else None
        return _Place(folder, validity, last, max(int(told.get(b"UIDNEXT", 1)) - 1, last or 0))


class _Look:
    """One look over the folders of a session."""

    def __init__(self, session: Session, wanted: Wanted, tell: Progress, terms: Terms) -> None:
        self.session = session
        self.tell = tell
        self.seeks_own_letters = bool(wanted.threads.drafts.every)
        self._wanted = wanted
        self._sieve = HeaderPrefilter(wanted)
        self._earliest = min(wanted.begun.values())
        self._back_to = terms.back_to
        self._seen = 0

    def into(self, place: _Place) -> Iterator[Incoming]:
        """The mails of the folder that may concern somebody; headers come in batches, bodies one by one."""
        uids = sorted(self._to_look_at(place))
        for start in range(0, len(uids), _BATCH):
            batch = uids[start : start + _BATCH]
            headers = self.session.fetch(batch, [b"BODY.PEEK[HEADER]<0.%d>" % HEADERS_BYTES])
            for uid in batch:
                if self.tell.stopped:
                    return
                self._seen += 1
                mail = self._candidate(uid, headers.get(uid, {}).get(_HEADER), place.folder)
                if mail is not None:
                    yield mail
            self.tell.seen(self._seen, self._seen + len(uids) - start - len(batch))

    def _candidate(self, uid: int, header: object, folder: str) -> Incoming | None:
        if not isinstance(header, bytes) or not self._sieve.lets_through(header):
            return None
        body = self.session.fetch([uid], [b"BODY.PEEK[]<0.%d>" % (MAIL_BYTES + 1)]).get(uid, {}).get(_BODY)
        return guarded(body, self._wanted, f"{folder}: mail {uid}", self.tell) if isinstance(body, bytes) else None

    def _to_look_at(self, place: _Place) -> set[int]:
        """The UIDs to look at: those after the bookmark, and older ones where terms are new."""
        found: set[int] = set()
        since = self._earliest if place.last is None else self._back_to
        if place.last is not None and place.end > place.last:
            fresh = self.session.search(["UID", f"{place.last + 1}:*"])
            found.update(uid for uid in fresh if uid > place.last)
        if since is not None:
            day = (max(since, self._earliest) - _SLACK).date()
            found.update(self.session.search(["SINCE", day]))
        return narrowed(self.session, found, self._wanted, (self._earliest - _SLACK).date())


def _usual_folders(session: Session, *, sent: bool) -> list[str]:
    """The inbox, and what the server or its habit of naming calls archive, all mail, junk, or also sent."""
    found = ["INBOX"]
    special, names = (_SPECIAL | {b"\\sent"}, _USUAL | _SENT) if sent else (_SPECIAL, _USUAL)
    for flags, delimiter, name in session.list_folders():
        told = {flag.lower() for flag in flags}
        usual = name.rpartition(delimiter.decode("ascii", "replace") if delimiter else "/")[2].lower() in names
        if b"\\noselect" not in told and name.upper() != "INBOX" and (told & special or usual):
            found.append(name)
    return found
