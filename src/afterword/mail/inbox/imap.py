"""Owns looking into an IMAP account: read-only, incremental by UIDVALIDITY and UID, headers before bodies.

Nothing is marked as seen, moved or deleted. Where a folder holds too much to look at every header, the server searches.
Every folder and every mail fails alone: it is named, the rest is looked at, and it is asked for again the next time.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any

from msgspec import convert, to_builtins

from afterword.domain.conversation.hiring import Processes
from afterword.domain.conversation.message import Incoming
from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.threads import MailSearch, Thread
from afterword.domain.text import shorten
from afterword.errors import CheckFailed
from afterword.mail.imap_session import ImapSession, ListedFolder, Refused, connected, lost, named
from afterword.mail.inbox.bookmarks import Arrivals, Bookmarks, LookClock, SearchTerms
from afterword.mail.inbox.header_prefilter import HeaderPrefilter, hiring_titles
from afterword.mail.inbox.incoming_mail import guarded
from afterword.mail.limits import HEADERS_BYTES, MAIL_BYTES
from afterword.ports import Progress, Runner
from afterword.settings import ServerSettings

MOST_WAITING = 500
"""A server that gives no data for more mails than these has a trouble of its own."""


class FolderLook:
    """One look into a folder. Its place is kept as it goes, so that a look that is broken off goes on from there.

    `last` is the UID up to which everything was looked at for the terms of before (None: never), `again` the mails that
    gave no data, `tried` those of them that were asked for in this look, `singly` those that are better asked for one
    by one. `lost_at` is when the line was lost over the folder last, empty where it was looked through since.
    """

    def __init__(
        self, folder: ListedFolder, bookmarks: Bookmarks, key: str, search: MailSearch, clock: LookClock
    ) -> None:
        self.folder = folder
        self.again: dict[int, int] = {}
        self.tried: set[int] = set()
        self.singly: set[int] = set()
        self.last: int | None = None
        self.may_hold_new = True
        self.lost_at = str(bookmarks.read(f"lost at {key}").get("moment", ""))
        self._bookmarks = bookmarks
        self._key = key
        self._search = search
        self._clock = clock
        self._is_known = False
        self._terms = SearchTerms(bookmarks, key, search)
        self._validity: int | None = None
        self._end = 0
        self._reached = 0
        self._arrivals = Arrivals()

    @property
    def back_to(self) -> datetime | None:
        """From when on the mails that were seen before must be looked at, too; None when there is no need."""
        return min(self._search.begun.values()) if self.last is None else self._terms.back_to

    @property
    def not_before(self) -> int:
        """The first UID that has to be looked at: what lies before had come before the letters, or was looked at."""
        if self.last is not None and self._terms.back_to is None:
            return self.last + 1
        floor = self._reached
        if self._terms.back_to is not None and self.last is not None:
            floor = max(floor, self._arrivals.before(self._terms.back_to))
        return floor + 1

    def enter(self, status: Mapping[str, int | None]) -> None:
        """The folder was opened. Where the server numbers its mails anew, old numbers mean nothing."""
        validity, following = status["UIDVALIDITY"], status["UIDNEXT"]
        if not self._is_known or validity != self._validity:
            self._remember(self._bookmarks.read(self._key), validity)
        if following is not None and self.last is not None and following <= self.last:
            self._remember({}, validity)
        self.may_hold_new = following is None or self.last is None or following > self.last + 1
        self.ends_at((following or 1) - 1)

    def ends_at(self, uid: int) -> None:
        """The folder holds a mail of that UID, so everything before it has come by now."""
        self._end = max(self._end, uid, self.last or 0)
        self._arrivals.note(self._clock.moment(), self._end)

    def misses(self, uid: int) -> int:
        """The mail gave no data: how often that was so, with this time."""
        self.tried.add(uid)
        self.again[uid] = self.again.get(uid, 0) + 1
        return self.again[uid]

    def settle(self, uid: int) -> None:
        """The mail was looked at, or is gone."""
        self.again.pop(uid, None)

    def reached(self, uid: int) -> None:
        """Everything up to that mail was dealt with, for the terms of now."""
        self._reached = uid
        if self.last is not None and self._terms.back_to is None:
            self.last = max(self.last, uid)

    def finish(self) -> None:
        """The folder was looked through."""
        self.last = self._reached = self._end
        self.keep()
        self._terms.keep()
        if self.lost_at:
            self.lost_at = ""
            self._bookmarks.write(f"lost at {self._key}", {})

    def loses(self) -> None:
        """The line was lost over it, so the next look begins with the others, and this one goes on from here."""
        self.lost_at = self._clock.moment().isoformat()
        self._bookmarks.write(f"lost at {self._key}", {"moment": self.lost_at})
        self.keep()

    def keep(self) -> None:
        """Remember the place; not where the server has no lasting numbers."""
        if self._validity is None:
            return
        self._bookmarks.write(
            self._key,
            {
                "validity": self._validity,
                "last": self.last,
                "reached": [self._terms.digest, self._reached],
                "again": {str(uid): self.again[uid] for uid in sorted(self.again)[:MOST_WAITING]},
                "arrivals": to_builtins(self._arrivals),
            },
        )

    def _remember(self, bookmark: Mapping[str, Any], validity: int | None) -> None:
        self._is_known, self._validity = True, validity
        self.last, self._reached, self.again, self._arrivals = None, 0, {}, Arrivals()
        if validity is None or bookmark.get("validity") != validity:
            return
        try:
            digest, reached = bookmark["reached"]
            self._reached = int(reached) if digest == self._terms.digest else 0
            self.again = {int(uid): int(count) for uid, count in bookmark["again"].items()}
            self._arrivals = convert(bookmark["arrivals"], Arrivals)
        except (KeyError, TypeError, ValueError, AttributeError):
            return
        self.last = bookmark["last"]


_BATCH = 100
_SLACK = timedelta(days=2)
_SPECIAL = frozenset({b"\\archive", b"\\all", b"\\junk"})
_SENT = frozenset({"sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete elemente"})
_USUAL = frozenset({"archive", "archives", "archiv", "all mail", "junk", "spam", "junk e-mail", "junk email"})
_MANY = 2_000
"""So many headers are fetched faster than a server searches for many terms."""
_MOST_LINES = 5
"""So often a lost line is opened again within one look, to go on after what broke it."""
_MOST_FOLDERS = 1_000
_NAMED = _MOST_LINES
_LONGEST_NAME, _LONGEST_LEFT = 100, 600
_TERMS_A_SEARCH = 10
_HEADERS_A_TERM = 20
_DAEMONS = ("mailer-daemon", "postmaster", "mail delivery", "microsoftexchange")
_BEHIND = ("Reply-To", "X-Original-From", "X-Original-Sender")
_LETTERS = (EventKind.SENDING, EventKind.SENT)
_RETURNED = ("undeliver", "returned mail", "delivery status", "delivery failure", "failure notice", "unzustellbar")


class ImapInbox:
    """One account; `folders` empty means inbox, archive or all mail, and junk, where they exist.

    While a letter may have been handed over or written by hand, they look for it among the sent mails, too.
    """

    def __init__(self, settings: ServerSettings, folders: Sequence[str], run: Runner, bookmarks: Bookmarks) -> None:
        self._settings = settings
        self.name = f"IMAP {settings.user}@{settings.host}"
        self._folders = tuple(folders)
        self._run = run
        self._bookmarks = bookmarks

    def look(self, search: MailSearch, tell: Progress) -> Iterator[Incoming]:
        """See `ports.Inbox`. What failed is named after everything else was looked at."""
        if not search.begun:
            return
        clock = LookClock(search.now)
        look = _AccountLook(lambda folder: self._folder_look(folder, search, clock), search, tell)
        # A password command may ask the person, so one look runs it once.
        run = cache(self._run)
        for _ in range(_MOST_LINES):
            try:
                with connected(self._settings, run) as session:
                    yield from look.over(session, self._folders)
                break
            except OSError as error:
                failure = lost(error, self._settings)
                if not look.blame(f"{failure.title} {failure.detail}".rstrip()):
                    raise CheckFailed(*look.failure_words(failure)) from error
        else:
            raise CheckFailed(*look.failure_words(failure))
        if look.troubles:
            raise CheckFailed(*look.failure_words())

    def done(self) -> None:
        """See `ports.Inbox`. Each folder keeps its place as it is looked through."""

    def _folder_look(self, folder: ListedFolder, search: MailSearch, clock: LookClock) -> FolderLook:
        settings = self._settings
        key = f"imap {settings.user}@{settings.host}:{settings.port}/{folder.name}"
        return FolderLook(folder, self._bookmarks, key, search, clock)


class _AccountLook:
    """One look over the folders of an account, over as many lines as it takes."""

    def __init__(self, make: Callable[[ListedFolder], FolderLook], search: MailSearch, tell: Progress) -> None:
        self.troubles: list[str] = []
        self._make = make
        self._search = search
        self._tell = tell
        self._prefilter = HeaderPrefilter(search)
        self._earliest = (min(search.begun.values()) - _SLACK).date()
        self._todo: deque[FolderLook] | None = None
        self._again: deque[FolderLook] = deque()
        self._asked: list[int] = []
        self._seen = 0

    def over(self, session: ImapSession, folders: Sequence[str]) -> Iterator[Incoming]:
        """The mails that may concern somebody, going on after what broke the line before.

        What failed at an earlier look comes last, so that it keeps nothing else from being seen.
        """
        if self._todo is None:
            chosen = [named(name) for name in folders] or self._usual(session)
            self._todo = deque(sorted(map(self._make, chosen), key=lambda look: look.lost_at))
        for waiting, into in ((self._todo, self._through), (self._again, self._once_more)):
            while waiting and not self._tell.stopped:
                look = waiting[0]
                try:
                    look.enter(session.examine(look.folder))
                    yield from into(session, look)
                except Refused as error:
                    self._cannot_open(look.folder.name, error.reason)
                    look.keep()
                if self._tell.stopped:
                    return
                waiting.popleft()

    def blame(self, why: str) -> bool:
        """Name what was asked for when the line was lost, so that the next one goes on after it; False: nothing."""
        if self._todo is None:
            self._cannot_list(why)
            self._todo = deque([self._make(named("INBOX"))])
            return True
        waiting = self._todo or self._again
        if not waiting:
            return False
        look = waiting[0]
        if len(self._asked) > 1:
            look.singly.update(self._asked)
        elif self._asked:
            self._fails(look, self._asked[0], why)
        else:
            self._cannot_open(waiting.popleft().folder.name, why)
        self._asked = []
        look.loses()
        return True

    def failure_words(self, failure: CheckFailed | None = None) -> tuple[str, str, str]:
        """What failed, in words: title, detail, hint."""
        sentences = self.troubles[:_NAMED]
        more = len(self.troubles) - len(sentences)
        sentences += [f"And {more} more."] if more else []
        if failure is not None:
            note = "What was found before is recorded."
            folders = ", ".join(f"“{look.folder.name[:_LONGEST_NAME]}”" for look in self._todo or ())
            sentences += [f"Not looked at this time: {shorten(folders, _LONGEST_LEFT)}."] if folders else []
            return failure.title, " ".join(filter(None, [failure.detail, note, *sentences])), failure.hint
        hint = "Everything else was looked at; they are asked for again the next time."
        return sentences[0], " ".join(sentences[1:]), hint

    def _usual(self, session: ImapSession) -> list[ListedFolder]:
        try:
            folders, odd = session.folders()
        except Refused as error:
            self._cannot_list(error.reason)
            folders, odd = [], []
        self.troubles += [f"The list of folders holds what cannot be understood: “{line}”." for line in odd[:1]]
        return usual_folders(folders, sent=bool(self._search.written_to))[:_MOST_FOLDERS]

    def _through(self, session: ImapSession, look: FolderLook) -> Iterator[Incoming]:
        """The mails of the folder that are new, and older ones where terms are; headers come in batches."""
        uids = self._uids_to_look_at(session, look)
        for start in range(0, len(uids), _BATCH):
            batch = uids[start : start + _BATCH]
            headers = self._headers(session, look, batch)
            for uid in batch:
                if self._tell.stopped:
                    return
                self._seen += 1
                if uid in headers:
                    yield from self._candidate(session, look, uid, headers[uid])
                look.reached(uid)
            look.keep()
            self._tell.seen(self._seen, self._seen + len(uids) - start - len(batch))
        look.finish()
        if look.again:
            self._again.append(look)

    def _once_more(self, session: ImapSession, look: FolderLook) -> Iterator[Incoming]:
        """The mails that gave no data before, as far as they are still there."""
        waiting = sorted(look.again.keys() - look.tried)
        present = set(session.search(["UID", ",".join(map(str, waiting))])) if waiting else set()
        for uid in waiting:
            if self._tell.stopped:
                return
            if uid not in present:
                look.settle(uid)
            elif header := self._headers(session, look, [uid]).get(uid):
                self._seen += 1
                self._tell.seen(self._seen, None)
                yield from self._candidate(session, look, uid, header)
        look.keep()

    def _headers(self, session: ImapSession, look: FolderLook, uids: list[int]) -> dict[int, bytes]:
        """The header blocks; of each mail alone where one of them makes the server refuse, or breaks the line."""
        uids = [uid for uid in uids if uid not in look.tried]
        if len(uids) > 1 and not look.singly.isdisjoint(uids):
            return {uid: header for single in uids for uid, header in self._headers(session, look, [single]).items()}
        if not uids:
            return {}
        self._asked = uids
        try:
            headers = session.fetch(uids, "HEADER", HEADERS_BYTES)
        except Refused as error:
            if len(uids) == 1:
                self._fails(look, uids[0], error.reason)
                return {}
            look.singly.update(uids)
            return self._headers(session, look, uids)
        self._asked = []
        for uid in uids:
            if uid not in headers:
                self._is_empty(look, uid)
        return headers

    def _candidate(self, session: ImapSession, look: FolderLook, uid: int, header: bytes) -> Iterator[Incoming]:
        if not self._prefilter.lets_through(header):
            look.settle(uid)
            return
        self._asked = [uid]
        try:
            body = session.fetch([uid], "", MAIL_BYTES + 1).get(uid)
        except Refused as error:
            self._fails(look, uid, error.reason)
            return
        self._asked = []
        # What is shorter than its own header is not the mail that was asked for; a second time it is what there is.
        if body is None or (len(body) < len(header.rstrip()) and uid not in look.again):
            self._is_empty(look, uid)
            return
        look.settle(uid)
        mail = guarded(body, self._search, f"{look.folder.name}: mail {uid}", self._tell)
        if mail is not None:
            yield mail

    def _uids_to_look_at(self, session: ImapSession, look: FolderLook) -> list[int]:
        """The UIDs after the bookmark, and older ones where terms are new, in order."""
        uids: set[int] = set()
        if look.last is not None and look.may_hold_new:
            fresh = session.search(["UID", f"{look.last + 1}:*"])
            uids.update(uid for uid in fresh if uid > look.last)
        if look.back_to is not None:
            day = max((look.back_to - _SLACK).date(), self._earliest)
            uids.update(session.search(["UID", f"{look.not_before}:*", "SINCE", day]))
        candidates = {uid for uid in uids if uid >= look.not_before}
        look.ends_at(max(uids, default=0))
        return sorted(narrowed(session, candidates, self._search, self._earliest))

    def _is_empty(self, look: FolderLook, uid: int) -> None:
        """The server has the mail and gives no data: it is asked for again, and named when it stays so."""
        if look.misses(uid) > 1:
            self.troubles.append(f"{look.folder.name}: mail {uid} stays empty; the server gives no data for it.")
        if len(look.again) > MOST_WAITING:
            raise Refused(reason="The server gives no data for hundreds of mails.")

    def _fails(self, look: FolderLook, uid: int, why: str) -> None:
        look.misses(uid)
        self._asked = []
        self.troubles.append(f"{look.folder.name}: mail {uid} cannot be fetched. {why}")

    def _cannot_open(self, name: str, why: str) -> None:
        self.troubles.append(f"The folder “{name[:_LONGEST_NAME]}” cannot be opened. {why}")

    def _cannot_list(self, why: str) -> None:
        self.troubles.append(f"The list of folders cannot be had, so only the inbox is known. {why}")


def usual_folders(folders: Sequence[ListedFolder], *, sent: bool) -> list[ListedFolder]:
    """The inbox, and what the server or its habit of naming calls archive, all mail, junk, or also sent."""
    chosen = [named("INBOX")]
    special, names = (_SPECIAL | {b"\\sent"}, _USUAL | _SENT) if sent else (_SPECIAL, _USUAL)
    for folder in folders:
        usual = folder.name.rpartition(folder.delimiter or "/")[2].lower() in names
        fits = usual or not folder.flags.isdisjoint(special)
        if fits and b"\\noselect" not in folder.flags and folder.name.upper() != "INBOX":
            chosen.append(folder)
    return chosen


def narrowed(session: ImapSession, uids: set[int], search: MailSearch, since: date) -> set[int]:
    """Those of the UIDs that the server finds for any term; all of them where searching would not pay.

    A server that cannot search for letters beyond ASCII is not asked again.
    """
    if len(uids) <= _MANY:
        return uids
    terms = list(_terms(search))
    if len(terms) * _HEADERS_A_TERM > len(uids):
        return uids
    hits: set[int] = set()
    parts = iter(terms)
    try:
        while part := list(islice(parts, _TERMS_A_SEARCH)):
            plain = all(word.isascii() for term in part for word in term)
            hits.update(session.search(["SINCE", since, *_any_of(part)], None if plain else "UTF-8"))
    except Refused:
        return uids
    return uids & hits


def _terms(search: MailSearch) -> Iterator[tuple[str, ...]]:
    """What to search for; each finds more rather than less, since the headers are looked at afterwards."""
    yield from (("FROM", daemon) for daemon in _DAEMONS)
    for address in sorted(search.addresses):
        # With a tag the address stands in two pieces, so what is before the tag is looked for too.
        yield from (("FROM", sender) for sender in (address, f"{address.partition('@')[0]}+"))
        yield from (("HEADER", field, address) for field in _BEHIND)
    yield from (("SUBJECT", words) for words in _RETURNED)
    yield ("HEADER", "Auto-Submitted", "auto-replied")
    yield ("HEADER", "Content-Type", "multipart/report")
    for message_id in sorted(search.message_ids):
        yield ("HEADER", "In-Reply-To", message_id)
        yield ("HEADER", "References", message_id)
    for draft in search.threads.drafts.every:
        if draft.message_id:
            yield ("HEADER", "Message-ID", draft.message_id)
    yield from (("TO", address) for address in sorted(search.written_to))
    by_word = {term for thread in search.threads.all.values() for term in _by_word(thread)}
    yield from sorted(by_word | set(_by_employer(search.processes)))


def _by_employer(processes: Processes) -> Iterator[tuple[str, str]]:
    """What a mail may carry that decides about an application: its company, or a word of hiring.

    The hundred relays are not asked for: their mails name one or the other.
    """
    for process in processes.all.values():
        words = process.application.company.split()
        if words:
            yield from (("FROM", words[0]), ("SUBJECT", words[0]))
        yield from (("FROM", home) for home in process.homes)
    if processes.all:
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
