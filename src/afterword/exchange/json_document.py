"""Owns the journal as a JSON file to hand on, as the store writes it; apart from the command line by its layer."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.codec.document import new_document, parse_strictly, render
from afterword.codec.records import DocumentInvalid
from afterword.codec.references import without_loose_ends
from afterword.domain.journal import TABLES, Journal, Record
from afterword.domain.text import clean, clean_line
from afterword.errors import UserError


def export_json(journal: Journal) -> bytes:
    """The journal as a document of its own, with its schema number. Raises `UserError` for text no file can hold."""
    try:
        return render(new_document(journal))
    except DocumentInvalid as error:
        raise UserError(f"The journal cannot be exported: {error}.") from error


def import_json(raw: bytes) -> Journal:
    """The journal in such a file, whole or not at all. Raises `UserError`, which names the place of a bad value."""
    try:
        journal = parse_strictly(raw).journal
        _check_ids(journal)
    except DocumentInvalid as error:
        raise UserError(
            f"This file cannot be imported: {error}.",
            "Nothing was imported.",
            "It should be a file written by: afterword export --format json.",
        ) from error
    tables: dict[str, Any] = {table: _cleaned_records(getattr(journal, table)) for table in TABLES}
    return Journal(**tables)


def check_references(here: Journal, incoming: Journal) -> None:
    """Raises `UserError` when a record that comes in would name one that is neither here nor in the file."""
    tables: dict[str, Any] = {table: {**getattr(incoming, table), **getattr(here, table)} for table in TABLES}
    for end in without_loose_ends(Journal(**tables))[1]:
        if end.id in getattr(incoming, end.table) and end.id not in getattr(here, end.table):
            raise UserError(f"This file cannot be imported: {end.sentence}.", "Nothing was imported.")


def _check_ids(journal: Journal) -> None:
    for table in TABLES:
        for record_id in getattr(journal, table):
            if not record_id or clean_line(record_id) != record_id:
                raise DocumentInvalid(f"{table} → {record_id!a}: an id has no control characters and is not empty")


def _cleaned_records(records: Mapping[str, Record]) -> dict[str, Any]:
    return {record_id: _cleaned(record) for record_id, record in records.items()}


def _cleaned(value: object) -> object:
    """The value with all its texts as the domain lets them in: a file from outside may hold anything."""
    if type(value) is str:
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(one) for one in value)
    if isinstance(value, Struct):
        return replace(value, **{field.name: _cleaned(getattr(value, field.name)) for field in fields(value)})
    return value
