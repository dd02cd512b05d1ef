"""Owns what is remembered of a record besides itself, and what a merge came to; apart from merging itself.

A save need not load how journals are merged.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.text import shorten

if TYPE_CHECKING:
    from afterword.domain.journal import Journal

GONE = "-"
"""The digest of a record that is not there."""
MOST_STATES = 32
"""Former states that are remembered of a record."""
_SHOWN = 40
"""Characters of a value that a sentence shows."""
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


class Differing(Struct, frozen=True):
    """A value that both sides had changed: the record, the field, and what both said."""

    table: str
    id: str
    field: str
    ours: object
    theirs: object
    kept: object

    @property
    def words(self) -> str:
        """`interviews 7k2m, notes: “calm” and “nervous”; kept “nervous”`."""
        ours, theirs, kept = (shorten(str(value), _SHOWN) for value in (self.ours, self.theirs, self.kept))
        return f"{self.table} {self.id}, {self.field}: “{ours}” and “{theirs}”; kept “{kept}”"


class Merged(Struct, frozen=True):
    """What a merge comes to: the journal, what it remembers, the ids that came in, changed and went, by table.

    `both` is what both sides had changed.
    """

    journal: "Journal"
    revisions: Mapping[RecordKey, Revision]
    added: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, tuple[str, ...]]
    both: tuple[Differing, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many records came in, were changed and removed, and how many values both sides had changed."""
        added, changed, removed = (sum(map(len, ids.values())) for ids in (self.added, self.changed, self.removed))
        return {"added": added, "changed": changed, "removed": removed, "both": len(self.both)}

    @property
    def is_nothing(self) -> bool:
        """Whether ours is as it was."""
        return not any(self.counts.values())

    @property
    def words(self) -> str:
        """`2 added, 1 changed`, or `nothing new`."""
        done = (f"{count} {word}" for word, count in self.counts.items() if count and word != "both")
        return ", ".join(done) or "nothing new"


def _nothing() -> None:
    """There is nothing to be done."""


class Arrival(Struct, frozen=True):
    """What another machine's journal brought in: what it is called, and what the merge with it came to.

    `told` is called once the person was told; the copy of a sync program is removed then.
    """

    name: str
    merged: Merged
    told: Callable[[], None] = _nothing
