"""Owns the journal as one JSON document: tables keyed by id, and a first line that says what the file is.

The document is a TinyDB file (`{table: {id: record}}`) with one record per line. Its first table, `meta`, holds
one entry: the schema number, the version of the document with a checksum of all that follows, and the versions
it came from. A document whose checksum holds was written by this program, with the fields it knows, and is read at
full speed; any other one was touched by a person or another program and is looked through key by key. What is wrong
in it is set apart (see apart), and the rest is read; only a text that is no journal at all is refused.
"""

import codecs
import contextlib
import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from typing import Any, NoReturn

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from afterword.codec.migrations import FORMER_TABLES, MIGRATIONS, Migration, Tables
from afterword.codec.records import (
    SET_APART,
    DocumentInvalid,
    SetApart,
    as_raw,
    decode_records,
    encode_record,
    not_utf8,
    pairs_of,
    plain_value,
    rows_of,
    settle,
    shape,
    spelled,
    with_rows,
)
from afterword.domain.journal import TABLES, Journal, Record

SCHEMA = len(MIGRATIONS) + 1
"""The schema this program writes."""


def migrate(tables: Tables, schema: int, steps: Sequence[Migration] = MIGRATIONS) -> Tables:
    """The tables after every step from that schema on."""
    for step in steps[schema - 1 :]:
        tables = step(tables)
    return tables


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


HEAD = "afterword"
_KEPT_VERSIONS = 32
_FIRST_LINE = re.compile(rb'\{\n"meta": \{"afterword": [^\n]*\},\n')
_NO_RAW: Mapping[str, msgspec.Raw] = {}


class SchemaTooNew(DocumentInvalid):
    """The document was written by a newer Afterword."""


class Head(Struct, frozen=True, kw_only=True):
    """What a document says of itself. `version` is `NUMBER-CHECKSUM`, `after` the versions before it, newest last."""

    schema: int
    version: str = ""
    after: tuple[str, ...] = ()

    def descends_from(self, other: "Head") -> bool:
        """Whether it was made from that version, as far back as versions are kept."""
        return other.version == self.version or other.version in self.after


class _SchemaAlone(Struct, frozen=True):
    schema: int


class StoreDocument(Struct, frozen=True):
    """A journal as it was read. `tables` holds every table as the next save would write it, also those of others.

    `found` is what had to be set apart in this reading, and stands in the file as it was.
    """

    head: Head
    tables: RawTables
    journal: Journal
    migrated_from: int | None = None
    found: tuple[SetApart, ...] = ()

    @property
    def apart(self) -> tuple[SetApart, ...]:
        """Everything that was ever set apart, in that order."""
        return tuple(rows_of(self.tables.get(SET_APART, {})).values())

    @property
    def settled(self) -> "StoreDocument":
        """The same with everything that was set apart marked as told."""
        return replace(self, tables={**self.tables, SET_APART: settle(self.tables.get(SET_APART, {}))})


def parse(
    raw: bytes, known: StoreDocument | None = None, steps: Sequence[Migration] = MIGRATIONS, *, trust: bool = True
) -> StoreDocument:
    """The document in these bytes; records equal to those of `known` are taken from there instead of decoded.

    Without `trust` the second look is taken even when the checksum holds. A value that cannot be read is set apart.
    Raises `DocumentInvalid` (and `SchemaTooNew`) where the text as a whole is no journal.
    """
    text = raw.removeprefix(codecs.BOM_UTF8)
    tables, plain = split(text)
    head, found = _read_head(tables.pop(META, {}), newest=len(steps) + 1)
    if trust and not found and plain is None and head.schema > len(steps) and is_ours(text, head):
        # A word that only another version knows passes the checksum and no decoder: that needs the second look.
        with contextlib.suppress(DocumentInvalid):
            return StoreDocument(head, tables, _decode(tables, known))
    return _look_twice(
        StoreDocument(head, tables, Journal(), None, found), plain_value(text) if plain is None else plain, steps
    )


def parse_strictly(raw: bytes) -> StoreDocument:
    """The document in a file from outside. Raises `DocumentInvalid` for the first value that is not as it should be.

    What its records name may stand elsewhere, so references are not looked at.
    """
    text = raw.removeprefix(codecs.BOM_UTF8)
    tables, plain = split(text)
    head, found = _read_head(tables.pop(META, {}), newest=SCHEMA)
    bare = StoreDocument(head, tables, Journal(), None, found)
    document = _look_twice(bare, plain_value(text) if plain is None else plain, MIGRATIONS, alone=False)
    if document.found:
        raise DocumentInvalid(document.found[0].sentence)
    return document


def _look_twice(bare: StoreDocument, plain: object, steps: Sequence[Migration], *, alone: bool = True) -> StoreDocument:
    """Fills the bare document with what can be read; `alone` says that its records can name nothing outside of it."""
    # Loaded for a journal that somebody else has touched.
    from afterword.codec.references import without_loose_ends
    from afterword.codec.salvage import read_carefully, single_tables

    schema = bare.head.schema
    records, found = single_tables(plain, FORMER_TABLES if schema <= len(steps) else ())
    if schema <= len(steps):
        whole, broken = _records_only(records)
        journal, unread = read_carefully(migrate(whole, schema, steps))
        found = (*found, *broken)
    else:
        journal, unread = read_carefully(records)
    loose: tuple[SetApart, ...] = ()
    if alone:
        journal, loose = without_loose_ends(journal)
    found = (*bare.found, *found, *unread, *loose)
    kept = with_rows(bare.tables.get(SET_APART, {}), found)
    others = {name: table for name, table in bare.tables.items() if name not in FORMER_TABLES}
    tables = {**others, **_as_text(journal), **({SET_APART: kept} if kept else {})}
    return StoreDocument(bare.head, tables, journal, schema if schema <= len(steps) else None, found)


def _records_only(tables: Mapping[str, Mapping[str, object]]) -> tuple[Tables, tuple[SetApart, ...]]:
    """What a step to the next schema can work on, and what was set apart since it is no object."""
    records: Tables = {name: {} for name in tables}
    apart = []
    for name, table in tables.items():
        for key, record in table.items():
            if isinstance(record, dict):
                records[name][key] = record
            else:
                apart.append(SetApart(table=name, id=key, value=as_raw(record), why="it is no object"))
    return records, tuple(apart)


def is_ours(text: bytes, head: Head) -> bool:
    """Whether the text stands as this program wrote it."""
    first = _FIRST_LINE.match(text)
    if first is None:
        return False
    return head.version.endswith(f"-{_checksum(memoryview(text)[first.end() :])}")


def _checksum(body: bytes | memoryview) -> str:
    """Of the text and of the fields its writer knew, so that a file with fields of another program is not trusted."""
    return f"{zlib.crc32(body, shape()):08x}"


def successor(before: Head | None, tables: RawTables, schema: int) -> tuple[Head, tuple[bytes, bytes]]:
    """The head and the text, in two parts, of the version that follows `before` and holds these records."""
    body = _render_body(tables)
    number = int(before.version.partition("-")[0] or 0) if before else 0
    head = Head(
        schema=schema,
        version=f"{number + 1}-{_checksum(body)}",
        after=(*before.after, before.version)[-_KEPT_VERSIONS:] if before else (),
    )
    return head, (_first_line(head), body)


def render(document: StoreDocument) -> bytes:
    """The bytes of a document as it stands."""
    return _first_line(document.head) + _render_body(document.tables)


def new_document(journal: Journal, schema: int = len(MIGRATIONS) + 1) -> StoreDocument:
    """A first document with that journal, for a file that has no history."""
    tables = _as_text(journal)
    return StoreDocument(successor(None, tables, schema)[0], tables, journal)


def _as_text(journal: Journal) -> RawTables:
    return {
        name: {key: msgspec.Raw(encode_record(record)) for key, record in getattr(journal, name).items()}
        for name in TABLES
    }


def _first_line(head: Head) -> bytes:
    return b'{\n"%s": {"%s": %s},\n' % (META.encode(), HEAD.encode(), msgspec.json.encode(head))


def _render_body(tables: RawTables) -> bytes:
    """All tables, gathered as pieces and joined once: at 16 MB every further copy would be felt."""
    pieces: list[bytes | msgspec.Raw] = []
    encode = msgspec.json.Encoder().encode
    for name, records in tables.items():
        pieces += (b",\n" if pieces else b"", encode(name), b": {\n")
        # One line for each record, put together without a step of Python's own: there are ten thousands of them.
        lines = zip(map(encode, records), repeat(b": "), records.values(), repeat(b",\n"), strict=False)
        pieces += chain.from_iterable(lines)
        pieces[-1] = b"\n}" if records else b": {}"
    pieces.append(b"\n}\n")
    return b"".join(pieces)


def _read_head(meta: Mapping[str, msgspec.Raw], newest: int) -> tuple[Head, tuple[SetApart, ...]]:
    """The head, and what of it was set apart: only without a schema number nothing can be read."""
    if HEAD not in meta:
        raise DocumentInvalid("it is JSON, but no journal: it has no schema number (meta → afterword → schema)")
    found: tuple[SetApart, ...] = ()
    try:
        head = msgspec.json.decode(meta[HEAD], type=Head)
        sound = re.fullmatch(r"(\d{1,18}-[0-9a-f]{8})?", head.version) is not None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        head, sound = Head(schema=_schema_alone(meta[HEAD])), False
    if head.schema > newest:
        raise SchemaTooNew(f"it has schema {head.schema}, and this Afterword knows schemas up to {newest}")
    if head.schema < 1:
        raise DocumentInvalid(f"{META} → {HEAD}: schema {head.schema} cannot be right")
    if not sound:
        why = "it does not say which version this is"
        head, found = (
            Head(schema=head.schema),
            (SetApart(table=META, id=HEAD, value=as_raw(bytes(meta[HEAD]).decode()), why=why),),
        )
    return head, found


def _schema_alone(raw: msgspec.Raw) -> int:
    try:
        return msgspec.json.decode(raw, type=_SchemaAlone).schema
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentInvalid(f"{META} → {HEAD} → schema is missing, or no whole number") from error


def _decode(tables: RawTables, known: StoreDocument | None) -> Journal:
    journal: dict[str, Any] = {}
    for name in TABLES:
        before: Mapping[str, Record] = getattr(known.journal, name) if known else {}
        texts = known.tables.get(name, _NO_RAW) if known else _NO_RAW
        fresh = tables.get(name, {})
        same = {key: record for key, record in before.items() if texts.get(key) == fresh.get(key)}
        read = decode_records(name, {key: text for key, text in fresh.items() if key not in same} if same else fresh)
        journal[name] = {key: same.get(key) or read[key] for key in fresh} if same else read
    return Journal(**journal)
