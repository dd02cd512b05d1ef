"""The ports: what the services ask of the world, without a word about who provides it."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from afterword.domain.journal import Change, Journal, Record


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in the person's own zone."""
        ...

    @property
    def zone(self) -> str:
        """The IANA name of the person's own zone."""
        ...


class Ids(Protocol):
    """Makes ids."""

    def new(self) -> str:
        """A fresh id: lower-case letters and digits, never handed out before."""
        ...


class Transaction(Protocol):
    """One use case at work on the newest state; nothing is written before it ends well."""

    @property
    def journal(self) -> Journal:
        """The newest state with the changes of this transaction."""
        ...

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this transaction changes, one entry per record, in the order of the first change."""
        ...

    def put(self, record: Record) -> None:
        """Add or replace a record under its id."""
        ...

    def remove(self, record: Record) -> None:
        """Remove a record for good."""
        ...


class JournalStore(Protocol):
    """Keeps the journal."""

    def read(self) -> Journal:
        """The newest state; cheap when nothing has changed since the last call. Raises `StoreUnusable`."""
        ...

    def transaction(self) -> AbstractContextManager[Transaction]:
        """All changes inside are written together when the block ends, or none when it raises.

        Raises `SaveFailed` when they cannot be written and `StoreUnusable` when the store cannot be read.
        """
        ...

    def changed(self) -> bool:
        """Whether somebody else has written since the last `read` or transaction; costs one look at the file."""
        ...
