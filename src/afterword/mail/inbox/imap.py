"""Owns looking into an IMAP account: read-only, incremental by UIDVALIDITY and UID, headers before bodies.

Nothing is marked as seen, moved or deleted. Where a folder holds too much to look at every header, the server searches.
"""

import imaplib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from msgspec import Struct

from afterword.domain.conversation.hiring import Processes
from afterword.domain.conversation.incoming import Incoming, Wanted
from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.threads import Thread
from afterword.errors import CheckFailed
from afterword.mail.connection import Session, connected, describe_failure
from afterword.mail.inbox.bookmarks import Bookmarks, SearchTerms
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, hiring_titles
from afterword.mail.inbox.incoming_mail import guarded
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES
from afterword.ports import Progress, Runner
from afterword.settings import ServerSettings

_BATCH = 100
_SLACK = timedelta(days=2)
_SPECIAL = frozenset({b"\\archive", b"\\all", b"\\junk"})
_SENT = frozenset({"sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete elemente"})
_USUAL = frozenset({"archive", "archives", "archiv", "all mail", "junk", "spam", "junk e-mail", "junk email"})
_HEADER, _BODY = b"BODY[HEADER]<0>", b"BODY[]<0>"
_MANY = 2_000
"""So many headers are fetched faster than a server searches for many terms."""
_TERMS_A_SEARCH = 10
_HEADERS_A_TERM = 20
_DAEMONS = ("mailer-daemon", "postmaster", "mail delivery", "microsoftexchange")
_BEHIND = ("Reply-To", "X-Original-From", "X-Original-Sender")
_LETTERS = (EventKind.SENDING, EventKind.SENT)
_RETURNED = ("undeliver", "returned mail", "delivery status", "delivery failure", "failure notice", "unzustellbar")


class _FolderState(Struct, frozen=True):
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
        self._terms: SearchTerms | None = None

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
        terms = SearchTerms(self._bookmarks, self._key(""), wanted)
        closed: list[str] = []
        with connected(self._settings, self._run) as session:
            try:
                yield from self._look(_AccountScan(session, wanted, tell, terms), closed)
            except (OSError, imaplib.IMAP4.error) as error:
                failure = describe_failure(error, self._settings)
                raise CheckFailed(failure.title, "What was found before is recorded.", failure.hint) from error
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

    def _look(self, scan: "_AccountScan", closed: list[str]) -> Iterator[Incoming]:
        for folder in self._folders or _usual_folders(scan.session, sent=scan.seeks_own_letters):
            state = self._entered(scan.session, folder)
            if state is None:
                closed.append(folder)
                continue
            yield from scan.into(state)
            if scan.tell.stopped:
                return
            self._next[self._key(folder)] = {"validity": state.validity, "last": state.end}

    def _entered(self, session: Session, folder: str) -> _FolderState | None:
        """The folder, opened to be read only; None when the server refuses."""
        try:
            status = session.select_folder(folder, readonly=True)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            return None
        validity = int(status.get(b"UIDVALIDITY", 0))
        bookmark = self._bookmarks.read(self._key(folder))
        known = bookmark.get("last") if bookmark.get("validity") == validity else None
        last = known if isinstance(known, int) else None
        return _FolderState(folder, validity, last, max(int(status.get(b"UIDNEXT", 1)) - 1, last or 0))


class _AccountScan:
    """One look over the folders of a session."""

    def __init__(self, session: Session, wanted: Wanted, tell: Progress, terms: SearchTerms) -> None:
        self.session = session
        self.tell = tell
        self.seeks_own_letters = bool(wanted.threads.drafts.every)
        self._wanted = wanted
        self._prefilter = HeaderPrefilter(wanted)
        self._earliest = min(wanted.begun.values())
        self._back_to = terms.back_to
        self._seen = 0

    def into(self, state: _FolderState) -> Iterator[Incoming]:
        """The mails of the folder that may concern somebody; headers come in batches, bodies one by one."""
        uids = sorted(self._uids_to_look_at(state))
        for start in range(0, len(uids), _BATCH):
            batch = uids[start : start + _BATCH]
            headers = self.session.fetch(batch, [b"BODY.PEEK[HEADER]<0.%d>" % HEADERS_BYTES])
            for uid in batch:
                if self.tell.stopped:
                    return
                self._seen += 1
                mail = self._candidate(uid, headers.get(uid, {}).get(_HEADER), state.folder)
                if mail is not None:
                    yield mail
            self.tell.seen(self._seen, self._seen + len(uids) - start - len(batch))

    def _candidate(self, uid: int, header: object, folder: str) -> Incoming | None:
        if not isinstance(header, bytes) or not self._prefilter.lets_through(header):
            return None
        body = self.session.fetch([uid], [b"BODY.PEEK[]<0.%d>" % (MAIL_BYTES + 1)]).get(uid, {}).get(_BODY)
        return guarded(body, self._wanted, f"{folder}: mail {uid}", self.tell) if isinstance(body, bytes) else None

    def _uids_to_look_at(self, state: _FolderState) -> set[int]:
        """The UIDs to look at: those after the bookmark, and older ones where terms are new."""
        uids: set[int] = set()
        since = self._earliest if state.last is None else self._back_to
        if state.last is not None and state.end > state.last:
            fresh = self.session.search(["UID", f"{state.last + 1}:*"])
            uids.update(uid for uid in fresh if uid > state.last)
        if since is not None:
            day = (max(since, self._earliest) - _SLACK).date()
            uids.update(self.session.search(["SINCE", day]))
        return narrowed(self.session, uids, self._wanted, (self._earliest - _SLACK).date())


def _usual_folders(session: Session, *, sent: bool) -> list[str]:
    """The inbox, and what the server or its habit of naming calls archive, all mail, junk, or also sent."""
    folders = ["INBOX"]
    special, names = (_SPECIAL | {b"\\sent"}, _USUAL | _SENT) if sent else (_SPECIAL, _USUAL)
    for flags, delimiter, name in session.list_folders():
        lowered = {flag.lower() for flag in flags}
        usual = name.rpartition(delimiter.decode("ascii", "replace") if delimiter else "/")[2].lower() in names
        if b"\\noselect" not in lowered and name.upper() != "INBOX" and (lowered & special or usual):
            folders.append(name)
    return folders


def narrowed(session: Session, uids: set[int], wanted: Wanted, since: date) -> set[int]:
    """Those of the UIDs that the server finds for any term; all of them where searching would not pay.

    A server that cannot search for letters beyond ASCII is not asked again.
    """
    if len(uids) <= _MANY:
        return uids
    terms = list(_terms(wanted))
    if len(terms) * _HEADERS_A_TERM > len(uids):
        return uids
    hits: set[int] = set()
    parts = iter(terms)
    try:
        while part := list(islice(parts, _TERMS_A_SEARCH)):
            plain = all(word.isascii() for term in part for word in term)
            hits.update(session.search(["SINCE", since, *_any_of(part)], None if plain else "UTF-8"))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return uids
    return uids & hits


def _terms(wanted: Wanted) -> Iterator[tuple[str, ...]]:
    """What to search for; each finds more rather than less, since the headers are looked at afterwards."""
    yield from (("FROM", daemon) for daemon in _DAEMONS)
    for address in sorted(wanted.addresses):
        # With a tag the address stands in two pieces, so what is before the tag is looked for too.
        yield from (("FROM", sender) for sender in (address, f"{address.partition('@')[0]}+"))
        yield from (("HEADER", field, address) for field in _BEHIND)
    yield from (("SUBJECT", words) for words in _RETURNED)
    yield ("HEADER", "Auto-Submitted", "auto-replied")
    yield ("HEADER", "Content-Type", "multipart/report")
    for message_id in sorted(wanted.message_ids):
        yield ("HEADER", "In-Reply-To", message_id)
        yield ("HEADER", "References", message_id)
    for draft in wanted.threads.drafts.every:
        if draft.message_id:
            yield ("HEADER", "Message-ID", draft.message_id)
        if draft.address:
            yield ("TO", draft.address)
    by_word = {term for thread in wanted.threads.all.values() for term in _by_word(thread)}
    yield from sorted(by_word | set(_by_employer(wanted.processes)))


def _by_employer(known: Processes) -> Iterator[tuple[str, str]]:
    """What a mail may carry that decides about an application: its company, or a word of hiring.

    The hundred relays are not asked for: their mails name one or the other.
    """
    for process in known.all.values():
        words = process.application.company.split()
        if words:
            yield from (("FROM", words[0]), ("SUBJECT", words[0]))
        yield from (("FROM", home) for home in process.homes)
    if known.all:
        yield from (("SUBJECT", title) for title in hiring_titles())


def _by_word(thread: Thread) -> Iterator[tuple[str, str]]:
    """The interviewer's longest name and the subjects, in the spelling in which they were written."""
    if thread.name:
        yield "FROM", max(thread.person.name.split(), key=len)
    for event in thread.request.events:
        words = event.subject.split()
        if event.kind in _LETTERS and words:
            yield "SUBJECT", max(words, key=len)


def _any_of(terms: list[tuple[str, ...]]) -> list[object]:
    """`OR a OR b c`, as IMAP wants it."""
    first, *rest = terms
    return ["OR", *first, *_any_of(rest)] if rest else list(first)
