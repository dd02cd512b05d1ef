"""The journal as JSON text, strictly read: what the store and the exchange of files share."""

from afterword.codec.document import (
    SCHEMA,
    Head,
    RawTables,
    SchemaTooNew,
    StoreDocument,
    new_document,
    parse,
    parse_strictly,
    render,
    successor,
)
from afterword.codec.migrations import MIGRATIONS, Migration
from afterword.codec.records import (
    SET_APART,
    DocumentInvalid,
    SetApart,
    checked,
    decode_record,
    digest_of,
    encode_record,
    sound_record,
)

__all__ = [
    "MIGRATIONS",
    "SCHEMA",
    "SET_APART",
    "DocumentInvalid",
    "Head",
    "Migration",
    "RawTables",
    "SchemaTooNew",
    "SetApart",
    "StoreDocument",
    "checked",
    "decode_record",
    "digest_of",
    "encode_record",
    "new_document",
    "parse",
    "parse_strictly",
    "render",
    "sound_record",
    "successor",
]
