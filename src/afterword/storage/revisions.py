"""Owns what a journal remembers of its records in the table `revisions`: when each was written, and its former states.

With it two journals can be merged without the state that both began from. Every save reads no more than this module.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from afterword.codec import REVISIONS, RawTables, digest_of
from afterword.domain.journal import TABLES
from afterword.domain.revision import GONE, MOST_STATES, RecordKey, Revision, state_name

_REMEMBERED = timedelta(days=400)
"""How long a removal is remembered; a machine that was away longer brings the record back."""


def revised(
    rows: Mapping[str, msgspec.Raw], changes: Iterable[tuple[str, str, msgspec.Raw | None, bool]], at: datetime
) -> dict[str, msgspec.Raw]:
    """The rows for what a save changes: table, id, the record as it was (None: not there), and whether it goes."""
    moment, written = at.replace(microsecond=0), {}
    for table, record_id, before, removed in changes:
        key = f"{table}/{record_id}"
        known = _read(rows[key]) if key in rows else None
        count = known.count if known is not None else 0
        state = state_name(GONE if before is None else digest_of(before), count)
        # A record that was never there has no state behind it.
        former = () if before is None and known is None else (*(known.was if known is not None else ()), state)
        written[key] = _row(Revision(at=moment, count=count + 1, removed=removed, was=former[-MOST_STATES:]))
    return written


def _read(raw: msgspec.Raw) -> Revision | None:
    try:
        revision = msgspec.json.decode(raw, type=Revision)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return revision if revision.at.tzinfo is not None else None


def _row(revision: Revision) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(revision))


def revisions_of(tables: RawTables) -> dict[RecordKey, Revision]:
    """What the document remembers, by table and id; a row that cannot be read tells nothing."""
    known: dict[RecordKey, Revision] = {}
    for key, raw in tables.get(REVISIONS, {}).items():
        table, _, record_id = key.partition("/")
        revision = _read(raw)
        if table in TABLES and revision is not None:
            known[table, record_id] = revision
    return known


def rows_of(revisions: Mapping[RecordKey, Revision]) -> dict[str, msgspec.Raw]:
    """The rows of the table for what is known; a removal is forgotten in the end."""
    newest = max((revision.at for revision in revisions.values()), default=None)
    return {
        f"{table}/{record_id}": _row(revision)
        for (table, record_id), revision in sorted(revisions.items())
        if not revision.removed or newest is None or revision.at > newest - _REMEMBERED
    }
