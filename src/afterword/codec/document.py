"""Owns the journal as one JSON document: tables keyed by id, and a first line that says what the file is.

The document is a TinyDB file (`{table: {id: record}}`) with one record per line. Its first table, `meta`, holds
one entry: the schema number, the version of the document with a checksum of all that follows, and the versions
it came from. A document whose checksum holds was written by this program, with the fields it knows, and is read at
full speed; any other one was touched by a person or another program and is looked through key by key.
"""

import codecs
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import msgspec

from afterword.codec.migrations import MIGRATIONS, Migration, migrate
from afterword.codec.records import DocumentInvalid, decode_record, encode_record, shape
from afterword.codec.scrutiny import plain_tables, scrutinise
from afterword.domain.journal import TABLES, Journal, Record

META, HEAD = "meta", "afterword"
_KEPT_VERSIONS = 32
_FIRST_LINE = re.compile(rb'\{\n"meta": \{"afterword": [^\n]*\},\n')
_NO_RAW: Mapping[str, msgspec.Raw] = {}

RawTables = dict[str, dict[str, msgspec.Raw]]
"""Table, id, and the JSON text of the record."""


class SchemaTooNew(DocumentInvalid):
    """The document was written by a newer Afterword."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a document says of itself. `version` is `NUMBER-CHECKSUM`, `after` the versions before it, newest last."""

    schema: int
    version: str = ""
    after: tuple[str, ...] = ()

    def descends_from(self, other: "Head") -> bool:
        """Whether it was made from that version, as far back as versions are kept."""
        return other.version == self.version or other.version in self.after


@dataclass(frozen=True, slots=True)
class Document:
    """A journal as it was read. `tables` holds every table of the file, also those of others."""

    head: Head
    tables: RawTables
    journal: Journal = field(repr=False)
    migrated_from: int | None = None


def parse(
    raw: bytes, known: Document | None = None, steps: Sequence[Migration] = MIGRATIONS, *, trust: bool = True
) -> Document:
    """The document in these bytes; records equal to those of `known` are taken from there instead of decoded.

    Without `trust` the second look is taken even when the checksum holds, as for a file from outside.
    Raises `DocumentInvalid` (and `SchemaTooNew`): a bad value is named with its path, and nothing is skipped.
    """
    text = raw.removeprefix(codecs.BOM_UTF8)
    tables = _split(text)
    head = _read_head(tables.pop(META, {}), newest=len(steps) + 1)
    ours = trust and is_ours(text, head)
    plain = None if ours else plain_tables(text)
    outdated = head.schema <= len(steps)
    if outdated:
        tables = _as_raw(migrate(plain or plain_tables(text), head.schema, steps))
    journal = _decode(tables, known)
    if plain is not None:
        scrutinise(None if outdated else plain, journal)
        tables |= _as_text(journal)
    return Document(head, tables, journal, head.schema if outdated else None)


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


def render(document: Document) -> bytes:
    """The bytes of a document as it stands."""
    return _first_line(document.head) + _render_body(document.tables)


def new_document(journal: Journal, schema: int = len(MIGRATIONS) + 1) -> Document:
    """A first document with that journal, for a file that has no history."""
    tables = _as_text(journal)
    return Document(successor(None, tables, schema)[0], tables, journal)


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
    for name, records in tables.items():
        pieces += (b",\n" if pieces else b"", msgspec.json.encode(name), b": {")
        line_end = b"\n"
        for record_id, text in records.items():
            pieces += (line_end, _json_key(record_id), b": ", text)
            line_end = b",\n"
        pieces.append(b"\n}" if records else b"}")
    pieces.append(b"\n}\n")
    return b"".join(pieces)


def _json_key(text: str) -> bytes:
    return b'"%s"' % text.encode() if text.isalnum() and text.isascii() else msgspec.json.encode(text)


def _split(text: bytes) -> RawTables:
    if not text.strip():
        raise DocumentInvalid("it is empty: a journal holds at least its schema number")
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentInvalid("it is UTF-16 text, and a journal is UTF-8")
    try:
        return msgspec.json.decode(text, type=RawTables)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _explain(text, error)


def _explain(text: bytes, error: Exception) -> NoReturn:
    problem = str(error)
    if b"\0" in text:
        problem = f"it holds NUL bytes, the first at byte {text.index(0)}"
    elif "truncated" in problem:
        problem = "it ends in the middle (truncated)"
    elif isinstance(error, RecursionError):
        problem = "its values are nested too deeply"
    elif isinstance(error, msgspec.ValidationError):
        problem = f"it does not have the shape of a journal: {problem}"
    elif isinstance(error, UnicodeDecodeError):
        problem = f"it is not UTF-8 text ({problem})"
    raise DocumentInvalid(problem) from error


def _read_head(meta: Mapping[str, msgspec.Raw], newest: int) -> Head:
    if HEAD not in meta:
        raise DocumentInvalid("it is JSON, but no journal: it has no schema number (meta → afterword → schema)")
    try:
        head = msgspec.json.decode(meta[HEAD], type=Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentInvalid(f"{META} → {HEAD}: {error}") from error
    if head.schema > newest:
        raise SchemaTooNew(f"it has schema {head.schema}, and this Afterword knows schemas up to {newest}")
    if head.schema < 1 or not re.fullmatch(r"(\d{1,18}-[0-9a-f]{8})?", head.version):
        raise DocumentInvalid(f"{META} → {HEAD}: schema {head.schema}, version “{head.version}” cannot be right")
    return head


def _decode(tables: RawTables, known: Document | None) -> Journal:
    journal: dict[str, Any] = {}
    for name in TABLES:
        before: Mapping[str, Record] = getattr(known.journal, name) if known else {}
        texts = known.tables.get(name, _NO_RAW) if known else _NO_RAW
        journal[name] = dict(_records(name, tables.get(name, {}), before, texts))
    return Journal(**journal)


def _records(
    name: str, tables: Mapping[str, msgspec.Raw], before: Mapping[str, Record], texts: Mapping[str, msgspec.Raw]
) -> Iterable[tuple[str, Record]]:
    for record_id, text in tables.items():
        if text == texts.get(record_id):
            yield record_id, before[record_id]
        else:
            yield record_id, decode_record(name, record_id, text)


def _as_raw(tables: Mapping[str, Mapping[str, object]]) -> RawTables:
    return {
        name: {key: msgspec.Raw(msgspec.json.encode(record)) for key, record in records.items()}
        for name, records in tables.items()
        if name != META
    }
