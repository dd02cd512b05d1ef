"""Owns what is remembered of one IMAP folder: how far it was looked through, when, and which mails gave no data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import convert, to_builtins

from afterword.domain.conversation.threads import Wanted
from afterword.mail.imap_session import ListedFolder
from afterword.mail.inbox.bookmarks import Arrivals, Bookmarks, LookClock, SearchTerms

MOST_WAITING = 500
"""A server that gives no data for more mails than these has a trouble of its own."""


class FolderLook:
    """One look into a folder. Its place is kept as it goes, so that a look that is broken off goes on from there.

    `last` is the UID up to which everything was looked at for the terms of before (None: never), `again` the mails that
    gave no data, `tried` those of them that were asked for in this look, `singly` those that are better asked for one
    by one.
    """

    def __init__(self, folder: ListedFolder, bookmarks: Bookmarks, key: str, wanted: Wanted, clock: LookClock) -> None:
        self.folder = folder
        self.again: dict[int, int] = {}
        self.tried: set[int] = set()
        self.singly: set[int] = set()
        self.last: int | None = None
        self.may_hold_new = True
        self._bookmarks = bookmarks
        self._key = key
        self._wanted = wanted
        self._clock = clock
        self._is_known = False
        self._terms = SearchTerms(bookmarks, key, wanted)
        self._validity: int | None = None
        self._end = 0
        self._reached = 0
        self._arrivals = Arrivals()

    @property
    def back_to(self) -> datetime | None:
        """From when on the mails that were seen before must be looked at, too; None when there is no need."""
        return min(self._wanted.begun.values()) if self.last is None else self._terms.back_to

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

    def _remember(self, kept: Mapping[str, Any], validity: int | None) -> None:
        self._is_known, self._validity = True, validity
        self.last, self._reached, self.again, self._arrivals = None, 0, {}, Arrivals()
        if validity is None or kept.get("validity") != validity:
            return
        try:
            digest, reached = kept["reached"]
            self._reached = int(reached) if digest == self._terms.digest else 0
            self.again = {int(uid): int(count) for uid, count in kept["again"].items()}
            self._arrivals = convert(kept["arrivals"], Arrivals)
        except (KeyError, TypeError, ValueError, AttributeError):
            return
        self.last = kept["last"]
