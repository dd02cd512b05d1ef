"""Owns cutting the text of a journal into its tables, and saying why a text is no journal at all."""

import codecs
from typing import NoReturn

import msgspec

from afterword.codec.plain import as_raw, not_utf8, pairs_of, plain_value, spelled
from afterword.codec.records import DocumentInvalid
from afterword.domain.journal import TABLES

META = "meta"

RawTables = dict[str, dict[str, msgspec.Raw]]
"""Table, id, and the JSON text of the record."""


def split(text: bytes) -> tuple[RawTables, object]:
    """The tables, and the plain value of it all where only the patient reader could make them out, else None."""
    if not text.strip():
        raise DocumentInvalid("it is empty: a journal holds at least its schema number")
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentInvalid("it is UTF-16 text, and a journal is UTF-8")
    try:
        return msgspec.json.decode(text, type=RawTables), None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        tables, plain = _split_patiently(text)
        if tables is None:
            _explain(text, error)
        return tables, plain


def _split_patiently(text: bytes) -> tuple[RawTables | None, object]:
    """The same for a text with NaN for a number, or with a list in place of a table; None for any other."""
    try:
        plain = plain_value(text)
    except DocumentInvalid:
        return None, None
    tables: RawTables = {}
    for name, table in pairs_of(plain):
        if name not in TABLES and isinstance(table, dict):
            tables[spelled(name)] = {spelled(key): as_raw(record) for key, record in table.items()}
    return (tables, plain) if META in tables else (None, None)


def _explain(text: bytes, error: Exception) -> NoReturn:
    problem = str(error)
    if b"\0" in text:
        problem = f"it holds NUL bytes, the first at byte {text.index(0)}"
    elif "truncated" in problem:
        problem = "it ends in the middle (truncated)"
    elif isinstance(error, RecursionError):
        problem = "its values are nested too deeply"
    elif isinstance(error, msgspec.ValidationError):
        problem = "it is JSON, but no journal: that is tables of records"
    elif isinstance(error, UnicodeDecodeError):
        problem = not_utf8(error)
    raise DocumentInvalid(problem) from error
