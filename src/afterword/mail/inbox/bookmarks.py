"""Owns where each look got to: one small file per source beside the journal. Losing it only costs a second look."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from afterword.domain.incoming import Wanted


class Bookmarks:
    """A folder of bookmarks; `read` and `write` take the name of a source and a plain document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, source: str) -> dict[str, Any]:
        """The bookmark of that source; empty where there is none or it cannot be read."""
        try:
            found = json.loads(self._path(source).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) and found.get("source") == source else {}

    def write(self, source: str, document: Mapping[str, Any]) -> None:
        """Keep a bookmark; a full disk only means a second look next time."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({"source": source, **document}, file)
                Path(name).replace(self._path(source))
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise

    def _path(self, source: str) -> Path:
        return self._folder / (hashlib.blake2b(source.encode(), digest_size=12).hexdigest() + ".json")


def terms_of(wanted: Wanted) -> list[str]:
    """The terms of a look, as a bookmark keeps them."""
    return sorted(wanted.begun)


def look_back_to(wanted: Wanted, bookmark: Mapping[str, Any]) -> datetime | None:
    """The moment from which mails that were seen before must be looked at again, because of terms that are new.

    None when every term was there at the last look.
    """
    known = set(bookmark.get("terms", ()))
    fresh = [begun for term, begun in wanted.begun.items() if term not in known]
    return min(fresh) if fresh else None
