"""Owns one record as JSON text, both ways; the document that holds many of them is left to document."""

import zlib
from collections.abc import Callable
from functools import cache
from typing import get_args, get_type_hints

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from afterword.domain.journal import TABLE_OF, TABLES, Record
from afterword.domain.text import shorten

_LONGEST_PROBLEM = 300
_EMPTY = (None, "", (), False)


class DocumentInvalid(ValueError):
    """The text is not a journal; the message says where and why, in words that follow the name of a file."""

    def __init__(self, problem: str) -> None:
        # Ids and values of a file from outside stand in here, and what is said ends on a terminal.
        super().__init__(shorten(problem, _LONGEST_PROBLEM))


@cache
def shape() -> int:
    """A number for the fields of all records: it differs between programs that know different ones."""
    names: dict[type, str] = {}
    for record in TABLES.values():
        _gather_fields(record, names)
    return zlib.crc32(" ".join(sorted(names.values())).encode())


def _gather_fields(kind: type, names: dict[type, str]) -> None:
    for inner in get_args(kind):
        _gather_fields(inner, names)
    if isinstance(kind, type) and issubclass(kind, Struct) and kind not in names:
        hints = get_type_hints(kind)
        names[kind] = f"{kind.__name__}({','.join(hints)})"
        for hint in hints.values():
            _gather_fields(hint, names)


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
        record = _decoder(table)(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentInvalid(_located(table, record_id, str(error))) from error
    if record.id != record_id:
        raise DocumentInvalid(f"{table} → {record_id} → id: it is “{record.id}”, and both must be the same")
    return record


@cache
def _decoder(table: str) -> Callable[[bytes | msgspec.Raw], Record]:
    return msgspec.json.Decoder(TABLES[table]).decode


def _located(table: str, record_id: str, problem: str) -> str:
    """The path first, then the problem; the decoder writes ``Expected `str` - at `$.events[2].at```."""
    what, _, place = problem.partition(" - at `")
    inside = place.rstrip("`").removeprefix("$").removeprefix(".")
    path = " → ".join(part for part in (table, record_id, inside) if part)
    return f"{path}: {what}"


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
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
