"""The journal as JSON text, strictly read: what the store and the exchange of files share."""

from afterword.codec.apart import SET_APART, SetApart
from afterword.codec.document import (
    Head,
    SchemaTooNew,
    StoreDocument,
    new_document,
    parse,
    parse_strictly,
    render,
    successor,
)
from afterword.codec.migrations import MIGRATIONS, SCHEMA, Migration
from afterword.codec.records import DocumentInvalid, decode_record, encode_record
from afterword.codec.references import without_loose_ends
from afterword.codec.scrutiny import checked

__all__ = [
    "MIGRATIONS",
    "SCHEMA",
    "SET_APART",
    "DocumentInvalid",
    "Head",
    "Migration",
    "SchemaTooNew",
    "SetApart",
    "StoreDocument",
    "checked",
    "decode_record",
    "encode_record",
    "new_document",
    "parse",
    "parse_strictly",
    "render",
    "successor",
    "without_loose_ends",
]
