"""Owns records as JSON text, both ways: strictly, with what a record must fulfil beyond its types, and set apart.

What cannot be read as the field it should be is set apart: one wrong field must not close the whole journal, and
dropping it would be worse. So a reader leaves it out (or lets a plain stand-in take its place), and the next save moves
what stood there, letter for letter, into the table `set_apart` of the same file, where it stays.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields, replace

from afterword.domain.conversation.request import Finding
from afterword.domain.dates import zone
from afterword.domain.interview import LONGEST_TRAVEL, Interview
from afterword.domain.journal import TABLE_OF, TABLES, Record
from afterword.domain.practice import Rehearsal
from afterword.domain.reflection import Rating, check_value
from afterword.domain.text import shorten
from afterword.errors import AfterwordError

RawTables = Mapping[str, Mapping[str, msgspec.Raw]]
"""Table, id, and the JSON text of the record."""
_LONGEST_PROBLEM = 300
_EMPTY = (None, "", (), False)


class DocumentInvalid(ValueError):
    """The text is not a journal; the message says where and why, in words that follow the name of a file."""

    def __init__(self, problem: str) -> None:
        # Ids and values of a file from outside stand in here, and what is said ends on a terminal.
        super().__init__(shorten(problem, _LONGEST_PROBLEM))


@cache
def shape() -> int:
    """A number for the fields and words of all records: it differs between programs that know different ones."""
    names: dict[type, str] = {}
    for record in TABLES.values():
        _gather_fields(record, names)
    return zlib.crc32(" ".join(sorted(names.values())).encode())


def _gather_fields(kind: type, names: dict[type, str]) -> None:
    for inner in get_args(kind):
        _gather_fields(inner, names)
    if not isinstance(kind, type) or kind in names:
        return
    if issubclass(kind, Enum):
        names[kind] = f"{kind.__name__}({','.join(member.value for member in kind)})"
    elif issubclass(kind, Struct):
        hints = {name: hint for base in kind.__mro__[::-1] for name, hint in _annotations(base).items()}
        names[kind] = f"{kind.__name__}({','.join(f'{name}: {hint}' for name, hint in hints.items())})"
        for hint in hints.values():
            _gather_fields(hint, names)


def _annotations(kind: type) -> dict[str, Any]:
    """The types of the fields of that class alone, without what is said of them; `get_type_hints` takes long."""
    hints = getattr(kind, "__annotations__", {})
    return {name: hint.__origin__ if hasattr(hint, "__metadata__") else hint for name, hint in hints.items()}


def encode_record(record: Record) -> bytes:
    """The record on one line of JSON; fields that are empty by default and still so are left out.

    Raises `DocumentInvalid` for text that JSON in UTF-8 cannot hold (lone surrogates).
    """
    try:
        return msgspec.json.encode(_plain(record))
    except UnicodeEncodeError as error:
        where = f"{TABLE_OF[type(record)]} → {record.id!a}"
        raise DocumentInvalid(f"{where} holds characters that cannot be written as UTF-8") from error


def decode_record(table: str, record_id: str, raw: bytes | msgspec.Raw) -> Record:
    """The record under that id. Raises `DocumentInvalid`, which names the path of the bad value."""
    try:
        record: Record = _decoder(TABLES[table])(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        reason, _, place = str(error).partition(" - at `")
        inside = place.rstrip("`").removeprefix("$").removeprefix(".")
        path = " → ".join(part for part in (table, record_id, inside) if part)
        raise DocumentInvalid(f"{path}: {reason}") from error
    if record.id != record_id:
        raise DocumentInvalid(f"{table} → {record_id} → id: it is “{record.id}”, and both must be the same")
    return record


def decode_table(table: str, text: msgspec.Raw) -> dict[str, Record] | None:
    """The records in the text of that table, all at once; None where one of them is not as it should be."""
    kind: Any = TABLES[table]
    try:
        records: dict[str, Record] = _decoder(dict[str, kind])(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return records if [record.id for record in records.values()] == list(records) else None


@cache
def _decoder(kind: Any) -> Callable[[bytes | msgspec.Raw], Any]:
    return msgspec.json.Decoder(kind).decode


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(element) for element in value]
    if isinstance(value, Struct):
        return {
            field.name: _plain(content)
            for field, omitted_by_default in _plan(type(value))
            if (content := getattr(value, field.name)) != field.default or not omitted_by_default
        }
    return value


@cache
def _plan(record: type) -> tuple[tuple[FieldInfo, bool], ...]:
    """Each field, and whether it is left out while it holds its default: only empty defaults say nothing."""
    return tuple((field, field.default is not NODEFAULT and field.default in _EMPTY) for field in fields(record))


_LONGEST_NUMBER = 400
_DEEPEST = 50
"""More levels than any record has, and few enough for every function that walks through a value."""


class NotJson:
    """A value kept as its word: NaN, Infinity, a number of thousands of digits, or lists in lists without an end."""

    def __init__(self, word: str) -> None:
        self.word = word


class Doubled(dict[str, object]):
    """An object in which a key stands more than once. As a mapping it holds the last value, `pairs` holds all."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs

    @property
    def overruled(self) -> list[tuple[str, object]]:
        """The pairs whose key stands again further on, in their order."""
        last = {key: number for number, (key, _) in enumerate(self.pairs)}
        return [pair for number, pair in enumerate(self.pairs) if last[pair[0]] != number]


def plain_value(text: bytes) -> object:
    """The value in that text. Raises `DocumentInvalid` where it is no JSON at all."""
    import json  # seldom needed, and it takes a while

    try:
        return _shallow(
            json.loads(text, object_pairs_hook=_object, parse_constant=NotJson, parse_int=_whole, parse_float=_float)
        )
    except RecursionError as error:
        raise DocumentInvalid("its values are nested too deeply") from error
    except UnicodeDecodeError as error:
        raise DocumentInvalid(not_utf8(error)) from error
    except json.JSONDecodeError as error:
        raise DocumentInvalid(f"line {error.lineno}, column {error.colno}: {error.msg}") from error


def not_utf8(error: UnicodeDecodeError) -> str:
    """Where a text is no UTF-8, counted in bytes."""
    return f"it is not UTF-8 text from byte {error.start} on"


def pairs_of(value: object) -> Iterable[tuple[str, object]]:
    """The pairs of an object, doubles and all; none for anything else."""
    if isinstance(value, Doubled):
        return value.pairs
    return value.items() if isinstance(value, Mapping) else ()


def as_raw(value: object) -> msgspec.Raw:
    """The value as JSON on one line, in ASCII, since it may hold letters that UTF-8 cannot."""
    import json

    return msgspec.Raw(json.dumps(_writable(value), separators=(",", ":")).encode())


def typeable(record_id: str) -> str:
    """The id itself, or, where it is empty or holds what no keyboard has, one that can be typed in its place."""
    typed = "".join(sign if sign.isprintable() else f"u{ord(sign):04x}" for sign in record_id)
    return typed if typed.strip() else "unnamed"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Doubled(pairs)


def _shallow(value: object, depth: int = 0) -> object:
    """The value, with the text in place of what is nested deeper than any record."""
    if not isinstance(value, dict | list):
        return value
    if depth == _DEEPEST:
        import json

        return NotJson(json.dumps(value, default=lambda element: element.word))
    if isinstance(value, list):
        return [_shallow(element, depth + 1) for element in value]
    pairs = [(key, _shallow(element, depth + 1)) for key, element in pairs_of(value)]
    return Doubled(pairs) if isinstance(value, Doubled) else dict(pairs)


def _whole(word: str) -> object:
    return int(word) if len(word) < _LONGEST_NUMBER else NotJson(word)


def _float(word: str) -> object:
    number = float(word)
    return number if abs(number) < float("inf") else NotJson(word)


def _writable(value: object) -> object:
    """What has no form in JSON gets one: a word that was no number as text, doubles as pairs, half a letter spelled."""
    if isinstance(value, NotJson):
        return value.word
    if isinstance(value, Doubled):
        return [[spelled(key), _writable(element)] for key, element in value.pairs]
    if isinstance(value, Mapping):
        return {spelled(key): _writable(element) for key, element in value.items()}
    if isinstance(value, str):
        return spelled(value)
    return [_writable(element) for element in value] if isinstance(value, list) else value


def spelled(text: str) -> str:
    """The text with halves of letters, which UTF-8 cannot write, spelled out."""
    return text.encode("utf-8", "backslashreplace").decode()


SET_APART = "set_apart"
NOTHING = msgspec.Raw(b"null")
_LONGEST_SHOWN, _LONGEST_PATH = 60, 200


class SetApart(Struct, frozen=True, kw_only=True):
    """One value that was set apart: where it stood, the JSON text of it, and why; `value` is null where none stood.

    `settled` says that the person has been told once and for all, by a repair.
    """

    table: str
    id: str
    value: msgspec.Raw
    field: str = ""
    why: str = ""
    settled: bool = False

    @property
    def where(self) -> str:
        """The path: `reflections → i1 → ratings[0] → value`."""
        return " → ".join(part for part in (self.table, self.id, self.field) if part)

    @property
    def sentence(self) -> str:
        """What stands there, as far as it is short, and what is wrong with it."""
        excerpt = "" if self.value == NOTHING else f" is {shorten(bytes(self.value).decode(), _LONGEST_SHOWN)}"
        return f"{shorten(self.where, _LONGEST_PATH)}{excerpt}: {self.why}"


def rows_of(table: Mapping[str, msgspec.Raw]) -> dict[str, SetApart]:
    """What that table keeps, by key; a row that somebody has rewritten is passed over, and stays where it is."""
    rows = {}
    for key, raw in table.items():
        try:
            rows[key] = msgspec.json.decode(raw, type=SetApart)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
    return rows


def with_rows(table: Mapping[str, msgspec.Raw], fresh: Iterable[SetApart]) -> dict[str, msgspec.Raw]:
    """The table with these added behind what it holds."""
    number = max((int(key) for key in table if key.isascii() and key.isdigit()), default=0)
    added = {str(number + place): _encoded(row) for place, row in enumerate(fresh, 1)}
    return {**table, **added}


def settle(table: Mapping[str, msgspec.Raw]) -> dict[str, msgspec.Raw]:
    """The table with every row marked as told."""
    return {**table, **{key: _encoded(replace(row, settled=True)) for key, row in rows_of(table).items()}}


def _encoded(row: SetApart) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(row))


# Beyond these years, arithmetic with zones and spans runs off the calendar.
_YEARS = range(1900, 2200)


def checked(record: Record) -> tuple[bytes, Record]:
    """The record as text, and as it will be when that is read again. Raises `DocumentInvalid` for what would not pass.

    The two records differ in their zones only: text keeps the offset of a time, not the name of its zone.
    """
    table, raw = TABLE_OF[type(record)], encode_record(record)
    for problem in _problems(record, f"{table} → {record.id}"):
        raise DocumentInvalid(problem)
    again = decode_record(table, record.id, raw)
    if encode_record(again) != raw:
        raise DocumentInvalid(f"{table} → {record.id} would not read back as it is")
    return raw, again


def is_sound(record: Struct, plain: object) -> bool:
    """Whether the record is all that the plain value says, and no value in it needs a second look."""
    if type(plain) is not dict:
        return False
    looks = _looks(type(record))
    for name, inner in plain.items():
        if name not in looks:
            return False
        look = looks[name]
        if look is not None and not look(getattr(record, name), inner):
            return False
    return True


@cache
def _looks(kind: type[Struct]) -> Mapping[str, Callable[[Any, Any], bool] | None]:
    """How each field of such a record is looked at; None where its type says enough."""

    def look(name: str, hint: Any) -> Callable[[Any, Any], bool] | None:
        inner = [member for member in get_args(hint) or (hint,) if isinstance(member, type) and member is not NoneType]
        if any(issubclass(member, Struct) for member in inner):
            return _inner_sound
        if all(issubclass(member, str | bool) for member in inner) and (kind is not Interview or name != "zone"):
            return None
        return lambda value, _plain: misfit(kind, name, value) is None

    return {name: look(name, hint) for name, hint in get_type_hints(kind).items()}


def _inner_sound(value: object, plain: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(is_sound, value, plain))
    return value is None or (isinstance(value, Struct) and is_sound(value, plain))


def as_written(table: str, record_id: str, line: msgspec.Raw) -> Record | None:
    """The record in a line that holds no more and no less, as this program spells it; None for any other line."""
    try:
        record = decode_record(table, record_id, line)
        plain = msgspec.json.decode(line)
        # What stands twice in it would be gone, and what is spelled otherwise would differ.
        same = msgspec.Raw(msgspec.json.encode(plain)) == line
    except (DocumentInvalid, msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return record if same and is_sound(record, plain) else None


def sound_record(table: str, record_id: str, raw: bytes | msgspec.Raw) -> Record:
    """The record under that id, where nothing in it needs a second look. Raises `DocumentInvalid`."""
    record = decode_record(table, record_id, raw)
    if not is_sound(record, plain_value(bytes(raw))):
        raise DocumentInvalid(f"{table} → {record_id} holds what only another version of the program knows")
    return record


def misfit(kind: type, name: str, value: object) -> str | None:
    """Why that value cannot stand in that field of that kind of record, though its type is right."""
    if isinstance(value, date) and value.year not in _YEARS:
        return f"{value.isoformat()} is no day of anybody's life"
    if isinstance(value, datetime) and value.utcoffset() is None:
        return f"{value.isoformat()} has no offset such as Z or +01:00"
    if isinstance(value, int) and name in _RANGES.get(kind, ()) and value not in _RANGES[kind][name]:
        return f"{value} is not between {_RANGES[kind][name].start} and {_RANGES[kind][name].stop - 1}"
    try:
        if kind is Rating and name == "value" and isinstance(value, int):
            check_value(value)
        if kind is Interview and name == "zone" and isinstance(value, str):
            zone(value)
    except AfterwordError as error:
        return error.title.rstrip(".")
    return None


_RANGES: Mapping[type, Mapping[str, range]] = {
    Interview: {"travel_minutes": range(LONGEST_TRAVEL + 1)},
    Rehearsal: {"seconds": range(24 * 60 * 60)},
    Finding: {"start": range(2**31)},
}


def is_text(value: str) -> bool:
    """Whether it can be written as UTF-8: JSON can spell halves of letters that are none."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _problems(value: object, path: str) -> Iterable[str]:
    if isinstance(value, str):
        if not is_text(value):
            yield f"{path}: it holds characters that cannot be written as UTF-8"
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _problems(item, f"{path}[{number}]")
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            inner, where = getattr(value, name), f"{path} → {name}"
            problem = misfit(type(value), name, inner)
            if problem:
                yield f"{where}: {problem}"
            yield from _problems(inner, where)


def digest_of(raw: bytes | msgspec.Raw) -> str:
    """A short name for that state of a record, the same on every machine."""
    return f"{zlib.crc32(raw):08x}"
