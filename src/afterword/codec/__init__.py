"""The journal as JSON text, strictly read: what the store and the exchange of files share."""

from afterword.codec.document import (
    REVISIONS,
    SCHEMA,
    Head,
    Layout,
    SchemaTooNew,
    StoreDocument,
    checksum,
    new_document,
    parse,
    parse_strictly,
    render,
)
from afterword.codec.migrations import MIGRATIONS, Migration
from afterword.codec.records import (
    SET_APART,
    DocumentInvalid,
    RawTables,
    SetApart,
    checked,
    decode_record,
    digest_of,
    encode_record,
    shape,
    sound_record,
)

__all__ = [
    "MIGRATIONS",
    "REVISIONS",
    "SCHEMA",
    "SET_APART",
    "DocumentInvalid",
    "Head",
    "Layout",
    "Migration",
    "RawTables",
    "SchemaTooNew",
    "SetApart",
    "StoreDocument",
    "checked",
    "checksum",
    "decode_record",
    "digest_of",
    "encode_record",
    "new_document",
    "parse",
    "parse_strictly",
    "render",
    "shape",
    "sound_record",
]
