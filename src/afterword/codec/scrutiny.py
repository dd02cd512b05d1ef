"""Owns the second, slower look at a journal that somebody else has written to: what decoding alone lets pass.

Keys that stand twice, fields that no record has, times without an offset, values off their scale.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import NoReturn

from afterword.codec.migrations import Tables
from afterword.codec.records import DocumentInvalid, decode_record, encode_record
from afterword.domain.dates import zone
from afterword.domain.interview import Interview
from afterword.domain.journal import TABLE_OF, TABLES, Journal, Record
from afterword.domain.reflection import Rating
from afterword.domain.scales import check_value
from afterword.errors import AfterwordError


def plain_tables(text: bytes) -> Tables:
    """The tables as plain values. Raises `DocumentInvalid` where a key stands twice."""
    try:
        tables: Tables = json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except RecursionError as error:
        raise DocumentInvalid("its values are nested too deeply") from error
    except UnicodeDecodeError as error:
        raise DocumentInvalid(f"it is not UTF-8 text ({error})") from error
    except json.JSONDecodeError as error:
        raise DocumentInvalid(f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    return tables


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise DocumentInvalid(f"“{double}” stands twice in one object, and only one of the two can be kept")
    return found


def _no_constant(word: str) -> NoReturn:
    raise DocumentInvalid(f"{word} is not a value in JSON")


def scrutinise(plain: Tables | None, journal: Journal) -> None:
    """Raises `DocumentInvalid` for the first thing in the records that must not be passed over.

    `plain` are the same records as plain values; None skips the search for unknown fields.
    """
    for name in TABLES:
        for record_id, record in getattr(journal, name).items():
            path = f"{name} → {record_id}"
            for problem in _problems(record, path):
                raise DocumentInvalid(problem)
            if plain is not None:
                for problem in _unknown(plain[name][record_id], record, path):
                    raise DocumentInvalid(problem)


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


def _problems(value: object, path: str) -> Iterable[str]:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            yield f"{path}: {value.isoformat()} has no offset such as Z or +01:00"
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _problems(one, f"{path}[{number}]")
    elif is_dataclass(value):
        yield from _off_range(value, path)
        for field in fields(value):
            yield from _problems(getattr(value, field.name), f"{path} → {field.name}")


def _off_range(value: object, path: str) -> Iterable[str]:
    try:
        match value:
            case Interview():
                zone(value.zone)
            case Rating(value=int() as points):
                check_value(points)
    except AfterwordError as error:
        yield f"{path}: {error.title}"


def _unknown(plain: object, record: object, path: str) -> Iterable[str]:
    if isinstance(plain, list) and isinstance(record, tuple):
        for number, (inner, one) in enumerate(zip(plain, record, strict=True)):
            yield from _unknown(inner, one, f"{path}[{number}]")
    elif isinstance(plain, Mapping) and is_dataclass(record):
        for key, inner in plain.items():
            if key not in {field.name for field in fields(record)}:
                yield f"{path} → {key}: there is no such field, and saving would drop it"
            else:
                yield from _unknown(inner, getattr(record, key), f"{path} → {key}")
