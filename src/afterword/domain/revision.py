"""Owns what is remembered of a record besides itself; apart from merging, which a save need not load."""

from datetime import datetime

from msgspec import Struct

GONE = "-"
"""The digest of a record that is not there."""
MOST_STATES = 32
"""Former states that are remembered of a record."""
RecordKey = tuple[str, str]
"""A table and an id."""


class Revision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a record was last written, or removed, how often it was, and the names of the states it had before."""

    at: datetime
    count: int = 0
    removed: bool = False
    was: tuple[str, ...] = ()


def state_name(digest: str, count: int) -> str:
    """A name for a state that a record came to by so many writes; coming back to an earlier text is another state."""
    return f"{digest}.{count}" if digest else ""
