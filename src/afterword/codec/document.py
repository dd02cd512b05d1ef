"""Owns the journal as one JSON document: tables keyed by id, and a first line that says what the file is.

The document is a TinyDB file (`{table: {id: record}}`) with one record per line. Its first table, `meta`, holds
one entry, the schema number, so that nothing in it changes with every save. Of a document that is known to be as this
program wrote it, a table is read when it is first asked for; any other one was touched by a person or another program
and is looked through key by key. What is wrong in it is set apart, and the rest is read; only a text that is no journal
at all is refused.
"""

import codecs
import re
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from functools import cached_property, partial
from typing import Any, Generic, NoReturn, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from afterword.codec.layout import HEAD, META, NO_RAW, Layout, joined, text_of
from afterword.codec.migrations import FORMER_TABLES, MIGRATIONS, Migration, Tables
from afterword.codec.records import (
    SET_APART,
    DocumentInvalid,
    RawTables,
    SetApart,
    as_raw,
    decode_table,
    encode_record,
    not_utf8,
    pairs_of,
    plain_value,
    rows_of,
    settle,
    spelled,
    with_rows,
)
from afterword.domain.journal import TABLES, Journal, Record

SCHEMA = len(MIGRATIONS) + 1
"""The schema this program writes."""

V = TypeVar("V")


class LazyTable(Mapping[str, V], Generic[V]):
    """A table that is read when something in it is first asked for; `names` tell without that what stands in it."""

    def __init__(self, read: Callable[[], dict[str, V]], names: Mapping[str, object] | None = None) -> None:
        self._read = read
        self._names = names

    @cached_property
    def _table(self) -> dict[str, V]:
        self._names = None
        return self._read()

    def __getitem__(self, key: str) -> V:
        return self._table[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def __contains__(self, key: object) -> bool:
        return key in self.keys()

    def get(self, key: str, default: Any = None) -> Any:
        """What stands under that key, or that."""
        return self._table.get(key, default)

    def keys(self) -> KeysView[str]:
        """The keys in their order."""
        names = self._names
        return self._table.keys() if names is None else names.keys()

    def values(self) -> ValuesView[V]:
        """What stands under each."""
        return self._table.values()

    def items(self) -> ItemsView[str, V]:
        """Both."""
        return self._table.items()


def split(text: bytes) -> tuple[dict[str, dict[str, msgspec.Raw]], object]:
    """The tables, and the plain value of it all where only the patient reader could make them out, else None."""
    if not text.strip():
        raise DocumentInvalid("it is empty: a journal holds at least its schema number")
    if text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DocumentInvalid("it is UTF-16 text, and a journal is UTF-8")
    try:
        return msgspec.json.decode(text, type=dict[str, dict[str, msgspec.Raw]]), None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        tables, plain = _split_patiently(text)
        if tables is None:
            _explain(text, error)
        return tables, plain


def _split_patiently(text: bytes) -> tuple[dict[str, dict[str, msgspec.Raw]] | None, object]:
    """The same for a text with NaN for a number, or with a list in place of a table; None for any other."""
    try:
        plain = plain_value(text)
    except DocumentInvalid:
        return None, None
    tables: dict[str, dict[str, msgspec.Raw]] = {}
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


class SchemaTooNew(DocumentInvalid):
    """The document was written by a newer Afterword."""


class Head(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a document. `version` is `NUMBER-CHECKSUM`, `after` the versions before it, newest last.

    Documents of former programs say so themselves; of others it stands beside them, and only the schema in them.
    """

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

    `found` is what had to be set apart in this reading, and stands in the file as it was. `as_written`: every record
    stands in the text as this program writes it, so that no second look is needed. `sections` is the text of tables
    that are as they were read, and `layout` all of the text, once it was made.
    """

    head: Head
    tables: RawTables
    journal: Journal
    migrated_from: int | None = None
    found: tuple[SetApart, ...] = ()
    as_written: bool = False
    sections: Mapping[str, msgspec.Raw] = {}
    layout: "Layout | None" = None

    @property
    def apart(self) -> tuple[SetApart, ...]:
        """Everything that was ever set apart, in that order."""
        return tuple(rows_of(self.tables.get(SET_APART, {})).values())

    @property
    def laid_out(self) -> "Layout":
        """All of the text, of which only what was changed since it was read is put together anew."""
        return self.layout or Layout.of(self.tables)

    @property
    def settled(self) -> "StoreDocument":
        """The same with everything that was set apart marked as told."""
        return replace(self, tables={**self.tables, SET_APART: settle(self.tables.get(SET_APART, {}))})


def parse(raw: bytes, previous: StoreDocument | None = None, steps: Sequence[Migration] = MIGRATIONS) -> StoreDocument:
    """The document in these bytes; what is as in `previous` is taken from there instead of decoded.

    A value that cannot be read is set apart. Raises `DocumentInvalid` (and `SchemaTooNew`) where the text as a whole is
    no journal.
    """
    return _looked_through(raw, previous, steps)


def parse_strictly(raw: bytes) -> StoreDocument:
    """The document in a file from outside. Raises `DocumentInvalid` for the first value that is not as it should be.

    What its records name may stand elsewhere, so references are not looked at.
    """
    document = _looked_through(raw, alone=False)
    if document.found:
        raise DocumentInvalid(document.found[0].sentence)
    return document


class _Look(Struct, frozen=True):
    """What is looked through: a text, its plain value where only the patient reader made it out, what is known."""

    text: bytes
    plain: object
    known: StoreDocument | None
    steps: Sequence[Migration]

    def records(self, head: Head, tables: RawTables) -> tuple[Journal, RawTables | None, tuple[SetApart, ...]]:
        """The journal as far as it can be read, the text of its records where that can stay, and what is set apart."""
        # Loaded for a journal that somebody else has touched.
        from afterword.codec.salvage import read_carefully, read_lines, single_tables

        is_older = head.schema <= len(self.steps)
        if not is_older and self.plain is None and _is_laid_out(self.text, head, tables):
            read = read_lines(tables, self.known)
            if read is not None:
                return read
        plain = plain_value(self.text) if self.plain is None else self.plain
        apart: tuple[SetApart, ...]
        records, apart = single_tables(plain, FORMER_TABLES if is_older else ())
        if is_older:
            whole, broken = _records_only(records)
            for step in self.steps[head.schema - 1 :]:
                whole = step(whole)
            journal, unread = read_carefully(whole)
            apart = (*apart, *broken)
        else:
            journal, unread = read_carefully(records)
        return journal, None, (*apart, *unread)


def _looked_through(
    raw: bytes, previous: StoreDocument | None = None, steps: Sequence[Migration] = MIGRATIONS, *, alone: bool = True
) -> StoreDocument:
    """All that can be read of it; `alone` says that its records can name nothing outside of it."""
    from afterword.codec.references import without_loose_ends

    text = raw.removeprefix(codecs.BOM_UTF8)
    tables, plain = split(text)
    head, wrong = _read_head(tables.pop(META, {}), newest=len(steps) + 1)
    read, texts, apart = _Look(text, plain, previous, steps).records(head, tables)
    journal, loose = without_loose_ends(read) if alone else (read, ())
    apart = (*wrong, *apart, *loose)
    texts = _as_text(journal, read, texts)
    as_written = not apart and all(texts[name] == tables.get(name, {}) for name in TABLES)
    apart_rows = with_rows(tables.get(SET_APART, {}), apart)
    others = {name: table for name, table in tables.items() if name not in FORMER_TABLES}
    migrated_from = head.schema if head.schema <= len(steps) else None
    written = {**others, **texts, **({SET_APART: apart_rows} if apart_rows else {})}
    return StoreDocument(head, written, journal, migrated_from, apart, as_written)


def _is_laid_out(text: bytes, head: Head, tables: RawTables) -> bool:
    """Whether line by line it is as this program writes it; then nothing stands twice in it."""
    if not all(key.isprintable() and key.strip() for name in TABLES for key in tables.get(name, NO_RAW)):
        return False
    layout = Layout({name: joined(rows) for name, rows in tables.items()})
    return text_of(layout, head.schema) == text


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


def render(document: StoreDocument) -> bytes:
    """The bytes of a document as it stands."""
    return text_of(Layout.of(document.tables), document.head.schema)


def new_document(journal: Journal, schema: int = len(MIGRATIONS) + 1) -> StoreDocument:
    """A first document with that journal, for a file that has no history."""
    return StoreDocument(Head(schema=schema), _as_text(journal), journal)


def _as_text(journal: Journal, source: Journal | None = None, texts: RawTables | None = None) -> RawTables:
    """The text of every record; that of the same one in `source` stands in `texts`."""
    return {
        name: {
            key: texts[name][key]
            if source is not None and texts is not None and source.find(name, key) is record
            else msgspec.Raw(encode_record(record))
            for key, record in getattr(journal, name).items()
        }
        for name in TABLES
    }


def _read_head(meta: Mapping[str, msgspec.Raw], newest: int) -> tuple[Head, tuple[SetApart, ...]]:
    """The head, and what of it was set apart: only without a schema number nothing can be read."""
    if HEAD not in meta:
        raise DocumentInvalid("it is JSON, but no journal: it has no schema number (meta → afterword → schema)")
    apart: tuple[SetApart, ...] = ()
    try:
        head = msgspec.json.decode(meta[HEAD], type=Head)
        sound = re.fullmatch(r"(\d{1,18}-[0-9a-f]{8})?", head.version) is not None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        try:
            head, sound = Head(schema=msgspec.json.decode(meta[HEAD], type=_SchemaAlone).schema), False
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise DocumentInvalid(f"{META} → {HEAD} → schema is missing, or no whole number") from error
    if head.schema > newest:
        raise SchemaTooNew(f"it has schema {head.schema}, and this Afterword knows schemas up to {newest}")
    if head.schema < 1:
        raise DocumentInvalid(f"{META} → {HEAD}: schema {head.schema} cannot be right")
    if not sound:
        why = "it does not say which version this is"
        head, apart = (
            Head(schema=head.schema),
            (SetApart(table=META, id=HEAD, value=as_raw(bytes(meta[HEAD]).decode()), why=why),),
        )
    return head, apart


def as_written(
    sections: Mapping[str, msgspec.Raw], layout: Layout, head: Head, previous: StoreDocument | None
) -> StoreDocument:
    """The document of tables that this program wrote, of which nothing is read yet but where each stands."""
    raw = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
    tables: RawTables = {name: LazyTable(partial(raw, section)) for name, section in sections.items()}
    records: dict[str, Any] = {
        name: getattr(previous.journal, name)
        if previous is not None and previous.sections.get(name) == sections[name]
        else LazyTable(partial(_records, name, tables[name], sections[name]), tables[name])
        for name in TABLES
    }
    return StoreDocument(head, tables, Journal(**records), as_written=True, sections=sections, layout=layout)


def _records(name: str, table: Mapping[str, msgspec.Raw], section: msgspec.Raw) -> dict[str, Record]:
    records = decode_table(name, section)
    if records is not None:
        return records
    # This program wrote it and cannot read it all the same; the text stays where it is.
    from afterword.codec.salvage import read_lines

    read = read_lines({name: table}, None)
    return {} if read is None else dict(getattr(read[0], name))
