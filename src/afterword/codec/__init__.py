"""The journal as JSON text, strictly read: what the store and the exchange of files share."""

from afterword.codec.document import Document, Head, SchemaTooNew, new_document, parse, render, successor
from afterword.codec.migrations import MIGRATIONS, SCHEMA, Migration
from afterword.codec.records import DocumentInvalid, decode_record, encode_record
from afterword.codec.scrutiny import checked

__all__ = [
    "MIGRATIONS",
    "SCHEMA",
    "Document",
    "DocumentInvalid",
    "Head",
    "Migration",
    "SchemaTooNew",
    "checked",
    "decode_record",
    "encode_record",
    "new_document",
    "parse",
    "render",
    "successor",
]
