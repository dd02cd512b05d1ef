"""Owns where each look got to: one small file per source beside the journal. Losing it only costs a second look."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any

from msgspec import Struct, field

from afterword.domain.conversation.threads import MailSearch

_MOST_ARRIVALS = 64
EVER = datetime(1970, 1, 1, tzinfo=UTC)


class Bookmarks:
    """A folder of bookmarks; `read` and `write` take the name of a source and a plain document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, source: str) -> dict[str, Any]:
        """The bookmark of that source; empty where there is none or it cannot be read."""
        try:
            document = json.loads(self._path(source).read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return document if isinstance(document, dict) and document.get("source") == source else {}

    def write(self, source: str, document: Mapping[str, Any]) -> None:
        """Keep a bookmark; a full disk only means a second look next time."""
        bookmark = {"source": source, **document}
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(json.dumps(bookmark).encode())
                Path(name).replace(self._path(source))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def _path(self, source: str) -> Path:
        return self._folder / (
            hashlib.blake2b(source.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest() + ".json"
        )


class SearchTerms:
    """What the last look into one inbox was for, against what is looked for now."""

    def __init__(self, bookmarks: Bookmarks, inbox: str, search: MailSearch) -> None:
        self._bookmarks = bookmarks
        self._source = f"terms of {inbox}"
        bookmark = bookmarks.read(self._source)
        self._kept = {"terms": bookmark.get("terms", []), "known": bookmark.get("known", [])}
        self._now = {"terms": sorted(map(_digest, search.begun)), "known": sorted(map(_digest, search.known))}
        self.back_to = self._back_to(search)
        self.digest = _digest("".join(map("".join, self._now.values())))
        """Tells the terms of this look from others."""

    def _back_to(self, search: MailSearch) -> datetime | None:
        """The moment from which mails that were seen before must be looked at again; None when there is no need.

        They must where a term is new. Where a mail that had been dealt with is no longer known, the journal is another
        than it was, perhaps an older copy: then everything is looked at again. A term that has gone, as that of an
        application which has ended or of a draft thrown away, makes no mail worth a second look.
        """
        if not set(self._kept["known"]).issubset(self._now["known"]):
            return EVER
        before = set(self._kept["terms"])
        fresh = [start for term, start in search.begun.items() if _digest(term) not in before]
        return min(fresh) if fresh else None

    def keep(self) -> None:
        """Everything was looked at for these terms."""
        if self._kept != self._now:
            self._bookmarks.write(self._source, self._now)


class LookClock:
    """The moment, as a look goes on that began at the one it was told."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._begun = monotonic()

    def moment(self) -> datetime:
        """Now or a little later: the clock it began with knows whole seconds only."""
        return self._now + timedelta(seconds=monotonic() - self._begun + 1)


class Arrivals(Struct):
    """Up to which place of a mailbox the mails had come, or are dated, at which moment.

    An answer to a later letter lies behind it.
    """

    kept: list[tuple[datetime, int]] = field(default_factory=list)

    def note(self, moment: datetime, place: int) -> None:
        """By that moment the mails up to that place had come."""
        if not self.kept or self.kept[-1][1] < place:
            self.kept = [*self.kept, (moment.astimezone(UTC), place)]
        if len(self.kept) > _MOST_ARRIVALS:
            # Knowing every second place costs a longer look, no mail.
            self.kept = self.kept[1::2]

    def before(self, moment: datetime) -> int:
        """The place up to which everything had come before that moment; 0 where that is not known."""
        return max((place for at, place in self.kept if at <= moment), default=0)


@lru_cache(maxsize=65_536)
def _digest(term: str) -> str:
    return hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=9).hexdigest()
