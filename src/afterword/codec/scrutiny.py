"""Owns what a record must fulfil beyond the types of its fields: times with an offset, values on their scale."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import fields

from afterword.codec.plain import Doubled
from afterword.codec.records import DocumentInvalid, decode_record, encode_record
from afterword.domain.dates import zone
from afterword.domain.example import Rehearsal
from afterword.domain.finding import Finding
from afterword.domain.interview import LONGEST_TRAVEL, Interview
from afterword.domain.journal import TABLE_OF, Record
from afterword.domain.reflection import Rating
from afterword.domain.scales import check_value
from afterword.errors import AfterwordError

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


def is_sound(record: Record, plain: object) -> bool:
    """Whether the record is all that the plain value says, and nothing in it needs a second look."""
    return not any(_problems(record, "")) and _says_all(record, plain)


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
        for number, one in enumerate(value):
            yield from _problems(one, f"{path}[{number}]")
    elif isinstance(value, Struct):
        for field in fields(value):
            inner, where = getattr(value, field.name), f"{path} → {field.name}"
            problem = misfit(type(value), field.name, inner)
            if problem:
                yield f"{where}: {problem}"
            yield from _problems(inner, where)


def _says_all(record: object, plain: object) -> bool:
    if isinstance(plain, list) and isinstance(record, tuple):
        return all(_says_all(one, inner) for one, inner in zip(record, plain, strict=True))
    if isinstance(plain, Mapping) and isinstance(record, Struct):
        known = {field.name for field in fields(record)}
        return not isinstance(plain, Doubled) and all(
            key in known and _says_all(getattr(record, key), inner) for key, inner in plain.items()
        )
    return True
