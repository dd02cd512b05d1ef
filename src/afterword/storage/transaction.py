"""Owns one use case at work on the journal: the changes it makes, gathered record by record."""

from datetime import datetime, timezone
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.domain.journal import TABLE_OF, Change, Journal, Record

T = TypeVar("T")


class JournalTransaction:
    """Gathers changes over a journal; writing them is the store's."""

    def __init__(self, journal: Journal) -> None:
        self._before = journal
        self._now = journal
        self._pending: dict[tuple[str, str], Change] = {}
        self._gathered: dict[tuple[str, str], Change] = {}

    @property
    def journal(self) -> Journal:
        """The newest state with the changes of this transaction."""
        if self._pending:
            self._now = self._now.apply(self._pending.values())
            self._pending = {}
        return self._now

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the state before, one entry per record, in the order of the first change."""
        return tuple(change for change in self._gathered.values() if change.before != change.after)

    def put(self, record: Record) -> None:
        """Add or replace a record under its id; its moments carry an offset from then on, as they do in the store."""
        self._gather(record, with_offsets(record))

    def remove(self, record: Record) -> None:
        """Remove a record for good; one that is not there stays so."""
        self._gather(record, None)

    def _gather(self, record: Record, after: Record | None) -> None:
        table = TABLE_OF[type(record)]
        change = Change(table, record.id, self._before.find(table, record.id), after)
        self._gathered[table, record.id] = self._pending[table, record.id] = change


def with_offsets(value: T) -> T:
    """The value with every moment in it at its own fixed offset.

    In the hour that clocks repeat, a moment in a named zone equals no moment of another zone, not even the same one.
    """
    if isinstance(value, datetime):
        offset = value.utcoffset()
        return value if offset is None else value.astimezone(timezone(offset))
    if isinstance(value, tuple):
        return type(value)(with_offsets(one) for one in value)
    if isinstance(value, Struct):
        before = {field.name: getattr(value, field.name) for field in fields(value)}
        after = {name: with_offsets(content) for name, content in before.items()}
        changed = {name: content for name, content in after.items() if content is not before[name]}
        return replace(value, **changed) if changed else value
    return value
