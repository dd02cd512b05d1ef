"""Owns one use case at work on the journal: the changes it makes, gathered record by record."""

from afterword.domain.journal import TABLE_OF, Change, Journal, Record


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
        """Add or replace a record under its id."""
        self._gather(record, record)

    def remove(self, record: Record) -> None:
        """Remove a record for good; one that is not there stays so."""
        self._gather(record, None)

    def _gather(self, record: Record, after: Record | None) -> None:
        table = TABLE_OF[type(record)]
        change = Change(table, record.id, self._before.find(table, record.id), after)
        self._gathered[table, record.id] = self._pending[table, record.id] = change
