"""Owns how a journal stands in its file: the text in stretches by table, so that a change makes only a few anew."""

import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from afterword.codec.records import RawTables
from afterword.domain.journal import AS_ADDED, TABLES

META, HEAD = "meta", "afterword"
"""The first table, and its one entry."""
REVISIONS = "revisions"
"""The table of what is remembered of each record besides itself."""
NO_RAW: Mapping[str, msgspec.Raw] = {}


def checksum(text: bytes) -> str:
    """What tells one text from another; of a sort that can be put together from those of its parts."""
    return f"{zlib.adler32(text):08x}"


_LINES, _LONG = 256, 131_072
"""Lines of a stretch that is put together anew, and bytes after which one that was read is cut."""
_BETWEEN = b"\n,\n"
_ORDERED = frozenset({*TABLES, REVISIONS}) - AS_ADDED
_MODULUS = 65521


class Stretch(Struct, frozen=True, gc=False):
    """A stretch of a text with its checksum."""

    text: bytes | memoryview
    sum: int

    @classmethod
    def of(cls, text: bytes | memoryview) -> "Stretch":
        """That text."""
        return cls(text, zlib.adler32(text))

    @property
    def first(self) -> str:
        """The id of the first record in it."""
        return _key_of(self.text)


_KEY = re.compile(rb'"(?:[^"\\]|\\.)*"')
_SEPARATES = re.compile(_BETWEEN)


def _key_of(line: bytes | memoryview) -> str:
    """The name at the beginning of the line; empty where it is none."""
    match = _KEY.match(line)
    try:
        return "" if match is None else msgspec.json.decode(match[0], type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


_NOT_PLAIN = re.compile(rb"\\u|[\x7f-\xff]")


def ids_holding(tables: RawTables, sections: Mapping[str, msgspec.Raw], letters: bytes) -> set[str]:
    """The ids of records in whose lines these small letters stand in any case, or others than plain letters do.

    `sections` is the text of those tables that stand as this program wrote them.
    """
    ids: set[str] = set()
    for name in TABLES:
        section = sections.get(name)
        rows = tables.get(name, NO_RAW) if section is None else NO_RAW
        text = _BETWEEN.join([_line(*row) for row in rows.items()]) if section is None else bytes(section)
        ids.update(_keys_at(text, text.lower(), re.compile(letters)))
        if not text.isascii() or b"\\u00" in text or b"\x7f" in text:
            ids.update(_keys_at(text, text, _NOT_PLAIN))
    return ids


def _keys_at(text: bytes, searched: bytes, pattern: re.Pattern[bytes]) -> Iterator[str]:
    """The keys of the lines in which the pattern stands; `searched` is as long as the text."""
    start = 0
    while (match := pattern.search(searched, start)) is not None:
        if (key := _KEY.match(text, text.rfind(b"\n", 0, match.start()) + 1)) is not None:
            yield msgspec.json.decode(key[0], type=str)
        end = text.find(b"\n", match.start())
        if end < 0:
            return
        start = end + 1


class Layout(Struct, frozen=True):
    """The text of a document in parts by table, so that a change makes only a few of them anew.

    A record is one line, and between two records stands a line with a comma alone, so that no line depends on another
    one: what two machines changed in different places, a program that merges line by line can put together. For that
    the records are in the order of their ids, so that new ones do not all come to the same place. Tables in which the
    order says something keep it, and so do those of other programs.
    """

    tables: Mapping[str, Sequence[Stretch]]

    @classmethod
    def of(cls, tables: RawTables) -> "Layout":
        """The text of all these tables."""
        names = dict.fromkeys((*TABLES, REVISIONS, *tables))
        return cls({name: _lines(name, tables.get(name, NO_RAW)) for name in names})

    @classmethod
    def of_written(cls, sections: Mapping[str, msgspec.Raw]) -> "Layout":
        """The text of tables as this program wrote them; no record is looked at for that."""
        return cls({name: _stretches(memoryview(section)) for name, section in sections.items()})

    @property
    def lengths(self) -> tuple[int, ...]:
        """The bytes of each table from its first brace to its last, by which `cut` finds them again."""
        between, around = len(_BETWEEN), len(_OPENING + _CLOSING.text)
        sizes = (sum(len(part.text) + between for part in lines) + around - between for lines in self.tables.values())
        return tuple(max(size, len(_NO_TABLE)) for size in sizes)

    def changed(self, tables: RawTables, keys: Mapping[str, Iterable[str]]) -> "Layout":
        """The same with the records under these ids of these tables as they are now."""
        fresh = {
            name: _with_changed(list(self.tables[name]), tables[name], changed)
            if name in _ORDERED
            else _lines(name, tables[name])
            for name, changed in keys.items()
        }
        return Layout({**self.tables, **fresh})

    def parts(self, schema: int) -> list[Stretch]:
        """The text, to be written one part after the other."""
        parts = [Stretch.of(_head(schema))]
        for name, lines in self.tables.items():
            between = Stretch.of(_name_before(name) + _OPENING)
            for some in lines or (Stretch.of(b""),):
                parts += (between, some)
                between = _SEPARATOR
            parts.append(_CLOSING if lines else Stretch.of(b"}"))
        parts.append(Stretch.of(_END))
        return parts


_SEPARATOR, _CLOSING = Stretch.of(_BETWEEN), Stretch.of(b"\n}")
_OPENING, _NO_TABLE, _END = b"{\n", b"{\n}", b"\n}\n"
_NAMED = re.compile(rb',\n("(?:[^"\\]|\\.)*"): (?={\n)')


def _head(schema: int) -> bytes:
    return b'{\n"%s": {"%s": {"schema":%d}}' % (META.encode(), HEAD.encode(), schema)


def _name_before(name: str) -> bytes:
    return b",\n%s: " % msgspec.json.encode(name)


def cut(text: bytes, schema: int, lengths: Sequence[int]) -> dict[str, msgspec.Raw] | None:
    """The text of each table in one that a layout with these lengths may have made; None where it is another one.

    What stands between the tables is as it would be made then, so that the checksum of the parts is that of the text.
    """
    sections: dict[str, msgspec.Raw] = {}
    at, head, view = 0, _head(schema), memoryview(text)
    if not text.startswith(head):
        return None
    at = len(head)
    for length in lengths:
        match = _NAMED.match(text, at)
        if match is None:
            return None
        name, begin, at = _key_of(match[1]), match.end(), match.end() + length
        if _name_before(name) != match[0] or text[at - 2 : at] != _CLOSING.text:
            return None
        sections[name] = msgspec.Raw(view[begin:at])
    return sections if text[at:] == _END and sections.keys() >= {*TABLES, REVISIONS} else None


def checksum_of(parts: Iterable[Stretch]) -> str:
    """The checksum of all of them together, from that of each: what did not change need not be looked at."""
    low, high = 1, 0
    for part in parts:
        length = len(part.text)
        high = (high + (part.sum >> 16) + length * (low - 1)) % _MODULUS
        low = (low + (part.sum & 0xFFFF) - 1) % _MODULUS
    return f"{high << 16 | low:08x}"


def text_of(layout: Layout, schema: int) -> bytes:
    """All of it as one."""
    return b"".join(part.text for part in layout.parts(schema))


def joined(records: Mapping[str, msgspec.Raw]) -> list[Stretch]:
    """Their lines in that order."""
    return _joined([_line(*row) for row in records.items()])


def _lines(name: str, records: Mapping[str, msgspec.Raw]) -> Sequence[Stretch]:
    return joined({key: records[key] for key in sorted(records)} if name in _ORDERED else records)


def _line(key: str, record: msgspec.Raw) -> bytes:
    return b"%s: %s" % (msgspec.json.encode(key), record)


def _joined(lines: Sequence[bytes]) -> list[Stretch]:
    return [Stretch.of(_BETWEEN.join(lines[at : at + _LINES])) for at in range(0, len(lines), _LINES)]


def _stretches(section: memoryview) -> Sequence[Stretch]:
    """The lines of a table between its braces, cut between two of them."""
    lines = section[2:-2]
    stretches, start = [], 0
    while start < len(lines):
        cut = _SEPARATES.search(lines, start + _LONG)
        end = len(lines) if cut is None else cut.start()
        stretches.append(Stretch.of(lines[start:end]))
        start = end + len(_BETWEEN)
    return stretches


def _with_changed(
    parts: list[Stretch], records: Mapping[str, msgspec.Raw], changed: Iterable[str]
) -> Sequence[Stretch]:
    places: dict[int, list[str]] = {}
    for key in changed:
        places.setdefault(max(bisect_right(parts, key, key=lambda part: part.first) - 1, 0), []).append(key)
    for place in sorted(places, reverse=True):
        lines = bytes(parts[place].text).split(_BETWEEN) if parts else []
        for key in places[place]:
            at = bisect_left(lines, key, key=_key_of)
            is_present = lines[at : at + 1] and _key_of(lines[at]) == key
            lines[at : at + bool(is_present)] = [_line(key, records[key])] if key in records else []
        parts[place : place + 1] = _joined(lines)
    return parts
