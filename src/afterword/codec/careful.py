"""Owns the second, slower look at a journal that somebody else has written to: record by record, nothing is dropped.

What decoding alone lets pass is found here: keys that stand twice, fields that no record has, times without an offset,
values off their scale, records that name what is not there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from afterword.codec.apart import SetApart
from afterword.codec.plain import Doubled, as_raw, pairs_of, spelled, typeable
from afterword.codec.salvage import salvage
from afterword.codec.scrutiny import is_sound
from afterword.domain.journal import TABLES, Journal, Record

_TWICE = "it stands twice, and the last one holds"


def single_tables(plain: object) -> tuple[dict[str, dict[str, object]], tuple[SetApart, ...]]:
    """The records of our tables as plain values, each under an id of its own, and what was set apart for that.

    Of two records under one id the first keeps it, since others name it, and the second goes by a new one: whoever
    copied a line and forgot the id has both. A table that stands twice is one table. Of a part that is not ours the
    last one holds, as for every reader of JSON, and what is no table is set apart.
    """
    tables: dict[str, dict[str, object]] = {name: {} for name in TABLES}
    apart: list[SetApart] = []
    for name, table in plain.overruled if isinstance(plain, Doubled) else ():
        if name not in tables:
            apart.append(SetApart(table=spelled(name), id="", value=as_raw(table), why=_TWICE))
    for name, table in pairs_of(plain):
        if name not in tables:
            apart += _not_ours(name, table)
            continue
        if not isinstance(table, Mapping):
            apart.append(SetApart(table=name, id="", value=as_raw(table), why="it is no table of records"))
        for record_id, record in pairs_of(table):
            apart += _put(name, tables[name], record_id, record)
    return tables, tuple(apart)


def _not_ours(name: str, table: object) -> Iterator[SetApart]:
    if not isinstance(table, Mapping):
        yield SetApart(table=spelled(name), id="", value=as_raw(table), why="it is no table of records")
    for key, value in table.overruled if isinstance(table, Doubled) else ():
        yield SetApart(table=spelled(name), id=spelled(key), value=as_raw(value), why=_TWICE)


def _put(name: str, table: dict[str, object], record_id: str, record: object) -> Iterator[SetApart]:
    typed = typeable(record_id)
    if typed != record_id:
        yield SetApart(
            table=name, id=typed, field="id", value=as_raw(record_id), why=f"nobody can type it; this one is {typed}"
        )
        record_id, record = typed, _called(record, typed)
    if record_id not in table:
        table[record_id] = record
    elif table[record_id] == record:
        yield SetApart(table=name, id=record_id, value=as_raw(record), why="it stands twice, word for word")
    else:
        fresh = next(new for number in range(2, len(table) + 3) if (new := f"{record_id}-{number}") not in table)
        table[fresh] = _called(record, fresh)
        yield SetApart(
            table=name,
            id=fresh,
            field="id",
            value=as_raw(record_id),
            why=f"{record_id} stands twice; this one is {fresh}",
        )


def _called(record: object, record_id: str) -> object:
    if not isinstance(record, Mapping):
        return record
    if isinstance(record, Doubled):
        return Doubled([(key, record_id if key == "id" else value) for key, value in record.pairs])
    return {**record, "id": record_id}


def read_carefully(tables: Mapping[str, Mapping[str, object]]) -> tuple[Journal, tuple[SetApart, ...]]:
    """The journal in these plain values as far as it can be read, and what was set apart."""
    journal: dict[str, Any] = {}
    apart: list[SetApart] = []
    for name in TABLES:
        journal[name] = {}
        for record_id, plain in tables.get(name, {}).items():
            record, found = _read(name, record_id, plain)
            apart += found
            if record is not None:
                journal[name][record_id] = record
    return Journal(**journal), tuple(apart)


def _read(table: str, record_id: str, plain: object) -> tuple[Record | None, tuple[SetApart, ...]]:
    """At full speed, and at leisure only what does not pass."""
    try:
        record: Record = msgspec.convert(plain, TABLES[table])
    except (msgspec.ValidationError, UnicodeEncodeError):
        return salvage(table, record_id, plain)
    if record.id == record_id and is_sound(record, plain):
        return record, ()
    return salvage(table, record_id, plain)
