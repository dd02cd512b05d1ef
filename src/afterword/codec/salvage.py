"""Owns the second, slower look at a journal that somebody else has written to: nothing that stands there is dropped.

What decoding alone lets pass is found here: keys that stand twice, fields that no record has, times without an offset,
values off their scale. A field that may be empty falls back to its default. A required one gets a stand-in that shows
(`?`), as far as there is an honest one: an interview without a company is still an interview, with all that hangs on
it. Where there is none (the kind of an event, the quote of a finding), what holds the field is set apart as a whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct, field
from msgspec.structs import FieldInfo, fields

from afterword.codec.records import (
    NOTHING,
    DocumentInvalid,
    Doubled,
    NotJson,
    RawTables,
    SetApart,
    as_raw,
    as_written,
    encode_record,
    is_sound,
    is_text,
    misfit,
    pairs_of,
    plain_value,
    spelled,
    typeable,
)
from afterword.domain.journal import TABLES, Journal, Record

if TYPE_CHECKING:
    from afterword.codec.document import StoreDocument

_UNKNOWN = "?"
_NAMES = ("company", "role", "name", "title", "question", "when", "will")
_STAND_INS: dict[str, object] = {**dict.fromkeys(_NAMES, _UNKNOWN), "zone": "UTC", "start": 0, "application_id": ""}
_NOUNS = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    datetime: "a time such as 2026-11-12T10:00:00+01:00",
    date: "a day such as 2026-11-12",
}
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class _Unfit(Exception):
    """The value is not what it should be; the message says why."""


def salvage(table: str, record_id: str, plain: object) -> tuple[Record | None, tuple[SetApart, ...]]:
    """What can be read of the record under that id, None when nothing can, and what was set apart."""
    reading = _Reading(table, record_id, _first_time(plain) or _NO_TIME)
    try:
        record: Record = reading.structure(TABLES[table], plain, "", record_id)
    except _Unfit as unfit:
        return None, (SetApart(table=table, id=record_id, value=as_raw(plain), why=str(unfit)),)
    return record, tuple(reading.apart)


class _Reading(Struct):
    """One record being read; `time` stands in where a time is missing."""

    table: str
    id: str
    time: datetime
    apart: list[SetApart] = field(default_factory=list)

    def structure(self, kind: type, plain: object, path: str, own_id: str) -> Any:
        """The record of that kind; `own_id` is what it should be called. Raises `_Unfit`."""
        if not isinstance(plain, Mapping):
            raise _Unfit("it is no object")
        before = len(self.apart)
        try:
            values = self._fields(kind, plain, path, own_id)
        except _Unfit:
            del self.apart[before:]  # it goes as a whole, with all that stands in it
            raise
        field_names = {field_info.name for field_info in fields(kind)}
        for key, value in plain.items():
            if key not in field_names:
                self._put_apart(_join(path, key), as_raw(value), "there is no such field")
        for key, value in plain.overruled if isinstance(plain, Doubled) else ():
            self._put_apart(_join(path, key), as_raw(value), "it stands twice, and the last one holds")
        return kind(**values)

    def _fields(self, kind: type, plain: Mapping[str, object], path: str, own_id: str) -> dict[str, Any]:
        values = {}
        hints = get_type_hints(kind)
        for field_info in fields(kind):
            stored, where = plain.get(field_info.name, NODEFAULT), _join(path, field_info.name)
            try:
                values[field_info.name] = self._value(hints[field_info.name], stored, where)
                self._check(kind, field_info.name, values[field_info.name], own_id if not path else "")
            except _Unfit as unfit:
                values[field_info.name] = self._instead(field_info, hints[field_info.name], own_id, unfit)
                if stored is not NODEFAULT or field_info.default is NODEFAULT:
                    value, stands = NOTHING if stored is NODEFAULT else as_raw(stored), values[field_info.name]
                    # What is read in its place is told, where something is that could be taken for a value.
                    is_told = field_info.default is NODEFAULT or stands not in (None, "", (), False)
                    stand_in = stands.isoformat() if isinstance(stands, date) else stands
                    self._put_apart(where, value, f"{unfit}; “{stand_in}” stands in" if is_told else str(unfit))
        return values

    @staticmethod
    def _check(kind: type, name: str, value: object, key: str) -> None:
        problem = misfit(kind, name, value)
        if problem:
            raise _Unfit(problem)
        if name == "id" and key and value != key:
            raise _Unfit(f"it stands under {key}, and both must be the same")

    def _instead(self, field_info: FieldInfo, hint: Any, own_id: str, unfit: _Unfit) -> Any:
        """The default or a stand-in. Raises `_Unfit` when there is neither."""
        if field_info.default is not NODEFAULT:
            return field_info.default
        if field_info.name == "id":
            return own_id
        if hint is datetime:
            return self.time
        if field_info.name in _STAND_INS:
            return _STAND_INS[field_info.name]
        raise _Unfit(f"{field_info.name}: {unfit}")

    def _value(self, hint: Any, plain: object, path: str) -> Any:
        """The value of that type. Raises `_Unfit`."""
        if plain is NODEFAULT:
            raise _Unfit("it is missing")
        if isinstance(hint, UnionType):
            if plain is None:
                return None
            hint = next(member for member in get_args(hint) if member is not NoneType)
        if get_origin(hint) is tuple:
            return tuple(self._items(get_args(hint)[0], plain, path))
        if isinstance(hint, type) and issubclass(hint, Struct):
            return self.structure(hint, plain, path, "")
        return _scalar(hint, plain)

    def _items(self, hint: Any, plain: object, path: str) -> Iterator[Any]:
        """The items that can be read; the others are set apart one by one."""
        if not isinstance(plain, list):
            raise _Unfit("it is no list")
        for number, inner in enumerate(plain):
            where = f"{path}[{number}]"
            try:
                if isinstance(hint, type) and issubclass(hint, Struct):
                    yield self.structure(hint, inner, where, f"{self.id}-{number + 1}")
                else:
                    yield self._value(hint, inner, where)
            except _Unfit as unfit:
                self._put_apart(where, as_raw(inner), str(unfit))

    def _put_apart(self, path: str, value: msgspec.Raw, why: str) -> None:
        self.apart.append(SetApart(table=self.table, id=self.id, field=spelled(path), value=value, why=why))


def _scalar(hint: Any, plain: object) -> Any:
    if isinstance(plain, NotJson):
        raise _Unfit("it is no value in JSON")
    if isinstance(plain, str) and not is_text(plain):
        raise _Unfit("it holds characters that cannot be written as UTF-8")
    try:
        value = msgspec.convert(plain, hint)
    except msgspec.ValidationError as error:
        raise _Unfit(f"it should be {_NOUNS.get(hint) or 'one of: ' + ', '.join(hint)}") from error
    return value


def _first_time(plain: object) -> datetime | None:
    """The first good time that stands anywhere in it, with an offset."""
    for text in filter(is_text, _texts(plain)):
        try:
            moment = msgspec.convert(text, datetime)
        except msgspec.ValidationError:
            continue
        if moment.utcoffset() is not None and misfit(datetime, "", moment) is None:
            return moment
    return None


def _texts(plain: object) -> Iterable[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, Mapping | list):
        for inner in plain.values() if isinstance(plain, Mapping) else plain:
            yield from _texts(inner)


def _join(path: str, name: str) -> str:
    return f"{path} → {name}" if path else name


_TWICE = "it stands twice, and the last one holds"


def single_tables(
    plain: object, former: Iterable[str] = ()
) -> tuple[dict[str, dict[str, object]], tuple[SetApart, ...]]:
    """The records of our tables as plain values, each under an id of its own, and what was set apart for that.

    `former` are tables that an older schema had. Of two records under one id the first keeps it, since others name it,
    and the second goes by a new one: whoever copied a line and forgot the id has both. A table that stands
    twice is one table. Of a part that is not ours the last one holds, as for every reader of JSON, and what is no table
    is set apart.
    """
    tables: dict[str, dict[str, object]] = {name: {} for name in (*TABLES, *former)}
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
            apart += _add_record(name, tables[name], record_id, record)
    return tables, tuple(apart)


def _not_ours(name: str, table: object) -> Iterator[SetApart]:
    if not isinstance(table, Mapping):
        yield SetApart(table=spelled(name), id="", value=as_raw(table), why="it is no table of records")
    for key, value in table.overruled if isinstance(table, Doubled) else ():
        yield SetApart(table=spelled(name), id=spelled(key), value=as_raw(value), why=_TWICE)


def _add_record(name: str, table: dict[str, object], record_id: str, record: object) -> Iterator[SetApart]:
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
            record, set_apart = _read(name, record_id, plain)
            apart += set_apart
            if record is not None:
                journal[name][record_id] = record
    return Journal(**journal), tuple(apart)


def read_lines(
    tables: RawTables, previous: "StoreDocument | None"
) -> tuple[Journal, RawTables, tuple[SetApart, ...]] | None:
    """The same of records as text, each read by itself, with the text of what was read; None where that cannot be.

    Nothing may stand twice in the tables. What is as in `previous` was looked at before.
    """
    journal: dict[str, Any] = {}
    texts: dict[str, dict[str, msgspec.Raw]] = {}
    apart: list[SetApart] = []
    for name in TABLES:
        records, lines = journal.setdefault(name, {}), texts.setdefault(name, {})
        before = previous.tables.get(name, {}) if previous is not None else {}
        for record_id, line in tables.get(name, {}).items():
            if previous is not None and before.get(record_id) == line:
                records[record_id], lines[record_id] = previous.journal.find(name, record_id), line
                continue
            record = as_written(name, record_id, line)
            if record is not None:
                records[record_id], lines[record_id] = record, line
                continue
            try:
                record, set_apart = _read(name, record_id, plain_value(bytes(line)))
            except DocumentInvalid:
                return None
            apart += set_apart
            if record is not None:
                records[record_id], lines[record_id] = record, msgspec.Raw(encode_record(record))
    return Journal(**journal), texts, tuple(apart)


def _read(table: str, record_id: str, plain: object) -> tuple[Record | None, tuple[SetApart, ...]]:
    """At full speed, and at leisure only what does not pass."""
    try:
        record: Record = msgspec.convert(plain, TABLES[table])
        msgspec.json.encode(record)
    except (msgspec.ValidationError, UnicodeEncodeError):
        return salvage(table, record_id, plain)
    if record.id == record_id and is_sound(record, plain):
        return record, ()
    return salvage(table, record_id, plain)
