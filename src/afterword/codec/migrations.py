"""Owns the schema number of a journal and the numbered steps from each schema to the next: pure, dict to dict."""

from collections.abc import Callable, Sequence

Tables = dict[str, dict[str, dict[str, object]]]
"""Every table of a document as plain JSON values: table, id, field."""

Migration = Callable[[Tables], Tables]
"""Takes the tables of schema n, gives those of schema n + 1. It may change what it was given."""

MIGRATIONS: tuple[Migration, ...] = ()
"""The step at index n - 1 leads from schema n to n + 1."""

SCHEMA = len(MIGRATIONS) + 1
"""The schema this program writes."""


def migrate(tables: Tables, schema: int, steps: Sequence[Migration] = MIGRATIONS) -> Tables:
    """The tables after every step from that schema on."""
    for step in steps[schema - 1 :]:
        tables = step(tables)
    return tables
