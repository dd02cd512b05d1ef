"""Owns what a journal remembers of its records: when each was written or removed, in the table `revisions`.

With it two journals can be merged without the state that both began from. Every save reads no more than this module.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from afterword.codec import RawTables
from afterword.domain.journal import TABLES, Change

# Merging is loaded by those who merge.
if TYPE_CHECKING:
    from afterword.domain.merging import Stamps

REVISIONS = "revisions"
_REMEMBERED = timedelta(days=400)
"""How long a removal is remembered; a machine that was away longer brings the record back."""


class _Revision(Struct, frozen=True, omit_defaults=True):
    at: datetime
    removed: bool = False


def revised(changes: Iterable[Change], at: datetime) -> Mapping[str, msgspec.Raw]:
    """The rows of the table for what a save changes."""
    moment = at.replace(microsecond=0)
    return {
        _key(change.table, change.id): msgspec.Raw(msgspec.json.encode(_Revision(moment, change.after is None)))
        for change in changes
    }


def _key(table: str, record_id: str) -> str:
    return f"{table}/{record_id}"


def stamps_of(tables: RawTables) -> "Stamps":
    """What the document remembers; a row that cannot be read tells nothing."""
    from afterword.domain.merging import Stamps

    written: dict[tuple[str, str], datetime] = {}
    removed: dict[tuple[str, str], datetime] = {}
    for key, raw in tables.get(REVISIONS, {}).items():
        table, _, record_id = key.partition("/")
        try:
            revision = msgspec.json.decode(raw, type=_Revision)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        if table in TABLES and revision.at.tzinfo is not None:
            (removed if revision.removed else written)[table, record_id] = revision.at
    return Stamps(written, removed)


def rows_of_stamps(stamps: "Stamps") -> dict[str, msgspec.Raw]:
    """The rows of the table for what is known; a removal is forgotten in the end."""
    rows = {_key(*key): _Revision(at) for key, at in stamps.written.items()}
    newest = max((*stamps.written.values(), *stamps.removed.values()), default=None)
    for key, at in stamps.removed.items():
        if newest is None or at > newest - _REMEMBERED:
            rows[_key(*key)] = _Revision(at, removed=True)
    return {key: msgspec.Raw(msgspec.json.encode(row)) for key, row in sorted(rows.items())}
