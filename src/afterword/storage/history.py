"""Owns the history of a journal: one line of JSON for each save, beside it, so that it can be taken back later.

The journal itself remembers, in its table `revisions`, when each record was written and its former states: with that
two journals can be merged without the state that both began from.

A line says from which version of the journal it leads to which, and is written before the journal is. So the journal
alone decides what happened: a line counts when a chain of versions leads from the journal's own to it. A save that was
broken off leaves a line that no chain reaches, and a line that is missing or damaged ends the chain: what lies before
it can be read, and is never undone. The line is on the disk before the journal is, so that a power cut costs neither.
The file is written by whoever holds the journal's lock.

Beside it lies the seal: which version of the journal its bytes are that were written last, so that the journal itself
holds nothing that changes with every save. It is written before the journal is, and names the versions before, too:
whatever of the two a crash leaves, one of them fits. Nothing rests on it. Where it is missing, or fits no more since
somebody else has written, or a sync program carried it along at another moment, the journal is looked through once and
sealed anew.
"""

import contextlib
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from afterword.codec.document import Head, StoreDocument
from afterword.codec.layout import REVISIONS, cut
from afterword.codec.records import DocumentInvalid, RawTables, digest_of, shape, sound_record
from afterword.domain.history import GONE, MOST_STATES, RecordKey, Revision, Step, StepNote, state_name
from afterword.domain.journal import TABLES, Change
from afterword.domain.text import lazy_pattern
from afterword.errors import UserError
from afterword.storage import files

NOTHING = msgspec.Raw(b"null")
MOST_STEPS, MOST_BYTES = 2000, 20_000_000
_SLACK = 500
"""So many versions more are kept before the oldest are let go: that writes the file anew."""
_LONGEST = MOST_BYTES // 4
_NUMBER = re.compile(rb'\{"id":"(\d{1,18})-')
_FIRST = 64
_REMEMBERED = timedelta(days=400)
"""How long a removal is remembered; a machine that was away longer brings the record back."""


class RecordedChange(Struct, frozen=True):
    """A record before and after as the journal holds it, `null` where it did not exist."""

    table: str
    id: str
    before: msgspec.Raw = NOTHING
    after: msgspec.Raw = NOTHING

    @property
    def leaves_what_is_due(self) -> bool:
        """Whether it is of a table by which nothing is due, or changed the content of a reflection, or notes alone."""
        if NOTHING in (self.before, self.after) or self.table not in ("reflections", "interviews"):
            return self.table in _NEVER_DUE
        return self.table == "reflections" or _same_but_notes(self.before, self.after)


_NEVER_DUE = frozenset({"examples", "competencies", "cues"})


def _same_but_notes(*sides: msgspec.Raw) -> bool:
    first, second = ({**msgspec.json.decode(side, type=dict[str, Any]), "notes": None} for side in sides)
    return first == second


class HistoryLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One save: the version `id` that it led to, the one `before` it, and what it changed, in that schema.

    `without_values`: it changed so much that only the names of the records are kept.
    """

    id: str
    before: str
    at: datetime
    schema: int
    note: StepNote
    changes: tuple[RecordedChange, ...]
    without_values: bool = False

    @property
    def version(self) -> str:
        """The version of the journal that it led to; a line that was only noted led to the one before it."""
        return self.id.removesuffix(NOTED)

    @property
    def leaves_what_is_due(self) -> bool:
        """Whether nothing was changed by which anything is due, and it is known what was."""
        return bool(self.changes) and all(change.leaves_what_is_due for change in self.changes)

    def goes_on(self, earlier: "HistoryLine") -> bool:
        """Whether it goes on with the same record in the same sitting, with nothing in between."""
        if not self.note.merge_key or self.note != earlier.note or self.before != earlier.version:
            return False
        if len(self.changes) != 1 or len(earlier.changes) != 1 or self.without_values or earlier.without_values:
            return False
        first, second = earlier.changes[0], self.changes[0]
        return (first.table, first.id, first.after) == (second.table, second.id, second.before)

    def joined(self, earlier: "HistoryLine") -> "HistoryLine":
        """Both as one."""
        return replace(
            self, before=earlier.before, changes=(replace(self.changes[0], before=earlier.changes[0].before),)
        )


NOTED = "+"
"""Behind the id of a step that was taken before anybody wrote a history, and was noted later."""
_decode = msgspec.json.Decoder(HistoryLine).decode


def differences(before: RawTables, after: RawTables) -> tuple[RecordedChange, ...]:
    """What leads from one document to another, record by record."""
    changes = []
    for table in TABLES:
        old, new = before.get(table, {}), after.get(table, {})
        for record_id in dict.fromkeys((*old, *new)):
            sides = old.get(record_id, NOTHING), new.get(record_id, NOTHING)
            if sides[0] != sides[1]:
                changes.append(RecordedChange(table, record_id, *sides))
    return tuple(changes)


class History:
    """The file of one journal. Reading passes over what is no line; writing raises `OSError`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: tuple[files.Identity, list[HistoryLine], int] | None = None

    def append(self, line: HistoryLine) -> None:
        """One more line; then the oldest are let go where there are too many. Only inside the lock."""
        raw = _one_line(line)
        if len(raw) > _LONGEST:
            names = tuple(RecordedChange(change.table, change.id) for change in line.changes)
            raw = _one_line(replace(line, changes=names, without_values=True))
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, files.PRIVATE_FILE)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileExistsError(None, "it is no file", str(self.path))
            if stat.S_IMODE(status.st_mode) != files.PRIVATE_FILE:
                with contextlib.suppress(OSError):  # somebody else's file in a shared folder
                    os.fchmod(descriptor, files.PRIVATE_FILE)
            first = os.pread(descriptor, _FIRST, 0)
            cut_off = status.st_size > 0 and os.pread(descriptor, 1, status.st_size - 1) != b"\n"
            files.write_all(descriptor, (b"\n" if cut_off else b"", raw))
            files.sync(descriptor)
        finally:
            os.close(descriptor)
        if first and self._is_long(status.st_size + len(raw), first, _number(raw)):
            self._let_go(_number(raw))

    @staticmethod
    def _is_long(size: int, first: bytes, newest: int) -> bool:
        return size > MOST_BYTES or _number(first) <= newest - MOST_STEPS - _SLACK

    def _let_go(self, newest: int) -> None:
        """Writes the file anew with the newest lines, half as many bytes as there may be; a damaged line goes, too."""
        raw, identity = files.read_whole(self.path)
        raw_lines: list[bytes] = []
        room = MOST_BYTES // 2
        for line in reversed(joined(_lines(raw))):
            text = _one_line(line)
            room -= len(text)
            if room < 0 or _number(text) <= newest - MOST_STEPS:
                break
            raw_lines.append(text)
        files.replace_whole(self.path, raw_lines[::-1], identity)

    def lines(self) -> tuple[list[HistoryLine], int]:
        """The lines that can be read, oldest first, and how many cannot; read again when they have changed.

        Raises `OSError`.
        """
        cached, identity = self._known, files.identity(self.path)
        if identity is None:
            return [], 0
        if cached is None or cached[0] != identity:
            raw, identity = files.read_whole(self.path)
            lines = list(_lines(raw))
            unread = sum(1 for line in raw.split(b"\n") if line.strip(b" \r\0")) - len(lines)
            cached = self._known = (identity, lines, unread)
        return cached[1], cached[2]

    def steps(self, document: StoreDocument, schema: int) -> tuple[Step, ...]:
        """The steps that led to that version of the journal, oldest first, as far as they are kept."""
        try:
            lines, _ = self.lines()
        except OSError:
            return ()
        return tuple(_step(line, schema, gap=gap) for line, gap in led_to(lines, document))


def _lines(raw: bytes) -> Iterator[HistoryLine]:
    for text in raw.split(b"\n"):
        try:
            yield _decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue


def _one_line(line: HistoryLine) -> bytes:
    return msgspec.json.encode(line).replace(b"\n", b" ") + b"\n"


def _number(line: bytes) -> int:
    """The number of the version in a line; 0 where it is no line."""
    match = _NUMBER.match(line)
    return int(match[1]) if match else 0


def joined(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    """The lines with those of one sitting made one."""
    merged: list[HistoryLine] = []
    for line in lines:
        merged.append(line.joined(merged.pop()) if merged and line.goes_on(merged[-1]) else line)
    return merged


def led_to(lines: Sequence[HistoryLine], document: StoreDocument) -> list[tuple[HistoryLine, bool]]:
    """The lines on the way to that version, oldest first, each with whether one is missing after it.

    Where one is missing, the states that the journal remembers of its records tell which others were on its way.
    """
    head, recorded = document.head, {line.version for line in lines}
    reached, versions, seen, gap = head.version, {head.version, *head.after} - {""}, set[str](), False
    was: _Past | None = None
    way: list[tuple[HistoryLine, bool]] = []
    for line in reversed(lines):
        if line.id in seen:
            continue
        if line.version not in versions:
            if reached in recorded:
                continue
            was = _Past(document) if was is None else was
            if not was.holds(line):
                continue
        gap = gap or line.version != reached
        reached = line.before
        versions.add(line.before)
        seen.add(line.id)
        way.append((line, gap))
    gaps = {line.id: gap for line, gap in way}
    whole = joined(line for line, _ in reversed(way))
    return [(line, gaps[line.id]) for line in whole if not _is_idle(line)]


class _Past:
    """The states that the records of a journal are in, and went through."""

    def __init__(self, document: StoreDocument) -> None:
        self._tables = document.tables
        self._revisions = revisions_of(document.tables)

    def holds(self, line: HistoryLine) -> bool:
        """Whether every record that the line changed has been where it left it, or was written then for the last time.

        What was changed by hand since remembers no more than that.
        """
        return all(self._has_been(change, line.at.replace(microsecond=0)) for change in line.changes)

    def _has_been(self, change: RecordedChange, at: datetime) -> bool:
        if self._tables.get(change.table, {}).get(change.id, NOTHING) == change.after:
            return True
        revision = self._revisions.get((change.table, change.id))
        digest = GONE if change.after == NOTHING else digest_of(change.after)
        return revision is not None and (
            revision.at == at or any(state.partition(".")[0] == digest for state in revision.was)
        )


def _is_idle(line: HistoryLine) -> bool:
    """Whether what was typed in a sitting was taken back in it."""
    return bool(line.note.merge_key) and all(change.before == change.after for change in line.changes)


def _step(line: HistoryLine, schema: int, *, gap: bool) -> Step:
    return Step(
        id=line.id,
        at=line.at,
        note=line.note,
        touched=tuple((change.table, change.id) for change in line.changes),
        removed=tuple(
            (change.table, change.id) for change in line.changes if change.after == NOTHING and not line.without_values
        ),
        changes=partial(_changes, line, schema),
        obstacle=_obstacle(line, schema, gap=gap),
    )


def _obstacle(line: HistoryLine, schema: int, *, gap: bool) -> str:
    if gap:
        return "A change after it is not in the history: another program, another machine or a damaged line."
    if line.schema != schema:
        return "It was made before the journal came to its present form."
    return "It changed too much to be kept." if line.without_values else ""


def _changes(line: HistoryLine, schema: int, among: Collection[RecordKey] | None = None) -> tuple[Change, ...]:
    """What the line changed, as far as it is asked for. Raises `UserError`."""
    if line.schema != schema or line.without_values:
        raise UserError(f"What “{line.note.name}” changed cannot be read.", _obstacle(line, schema, gap=False))
    try:
        return tuple(
            Change(
                change.table,
                change.id,
                None if change.before == NOTHING else sound_record(change.table, change.id, change.before),
                None if change.after == NOTHING else sound_record(change.table, change.id, change.after),
            )
            for change in line.changes
            if among is None or (change.table, change.id) in among
        )
    except (DocumentInvalid, KeyError) as error:
        raise UserError(f"What “{line.note.name}” changed cannot be read.", f"{error}.") from error


# ── what the journal itself remembers of its records: when each was written, and its former states ────────────────────


def revised(
    rows: Mapping[str, msgspec.Raw], changes: Iterable[tuple[str, str, msgspec.Raw | None, bool]], at: datetime
) -> dict[str, msgspec.Raw]:
    """The rows for what a save changes: table, id, the record as it was (None: not there), and whether it goes."""
    moment, written = at.replace(microsecond=0), {}
    for table, record_id, before, removed in changes:
        key = f"{table}/{record_id}"
        revision = _read_row(rows[key]) if key in rows else None
        count = revision.count if revision is not None else 0
        state = state_name(GONE if before is None else digest_of(before), count)
        # A record that was never there has no state behind it.
        former = () if before is None and revision is None else (*(revision.was if revision is not None else ()), state)
        written[key] = _row(Revision(at=moment, count=count + 1, removed=removed, was=former[-MOST_STATES:]))
    return written


def _read_row(raw: msgspec.Raw) -> Revision | None:
    try:
        revision = msgspec.json.decode(raw, type=Revision)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return revision if revision.at.tzinfo is not None else None


def _row(revision: Revision) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(revision))


def revisions_of(tables: RawTables) -> dict[RecordKey, Revision]:
    """What the document remembers, by table and id; a row that cannot be read tells nothing."""
    revisions: dict[RecordKey, Revision] = {}
    for key, raw in tables.get(REVISIONS, {}).items():
        table, _, record_id = key.partition("/")
        revision = _read_row(raw)
        if table in TABLES and revision is not None:
            revisions[table, record_id] = revision
    return revisions


def rows_of(revisions: Mapping[RecordKey, Revision]) -> dict[str, msgspec.Raw]:
    """The rows of the table for what is known; a removal is forgotten in the end."""
    newest = max((revision.at for revision in revisions.values()), default=None)
    return {
        f"{table}/{record_id}": _row(revision)
        for (table, record_id), revision in sorted(revisions.items())
        if not revision.removed or newest is None or revision.at > newest - _REMEMBERED
    }


# ── the seal, which says of what version the bytes of the journal are ─────────────────────────────────────────────────


MOST_VERSIONS = 32
_LONGEST_SEAL = 4096
_VERSION = lazy_pattern(r"\d{1,18}-[0-9a-f]{8}")
IGNORED = (
    "# What belongs to this machine alone.\n"
    "backups/\nbookmarks/\nhistory.jsonl\ntyped/\nsession.json*\nviews.json*\n.due*\n.*.lock\n.*.seal\n.*.tmp\n"
)
"""What git is told to leave alone beside a journal."""


class Seal(Struct, frozen=True):
    """The version that was written last and those it came from, by a program that knew the fields of that shape.

    `lengths` are those of its tables, so that none of them has to be looked for.
    """

    shape: int
    version: str
    after: tuple[str, ...] = ()
    lengths: tuple[int, ...] = ()

    def sections_of(self, raw: bytes, schema: int) -> dict[str, msgspec.Raw] | None:
        """The text of the tables in these bytes, if they are of the version written last; else most likely None.

        None where the program that wrote them knew other fields.
        """
        return cut(raw, schema, self.lengths) if self.shape == shape() else None

    def versions_of(self, checksum: str) -> tuple[str, tuple[str, ...]] | None:
        """Which of its versions that is the checksum of, and those before it; None where it knows none."""
        suffix = f"-{checksum}"
        versions = (*self.after, self.version)
        places = (place for place in reversed(range(len(versions))) if versions[place].endswith(suffix))
        place = next(places, None)
        return None if place is None else (versions[place], versions[:place])


def number_of(version: str) -> int:
    """The number in the name of a version; 0 where it has none."""
    return int(version.partition("-")[0] or 0)


def seal_of(path: Path) -> Path:
    """The seal of the journal there."""
    return path.with_name(f".{path.name}.seal")


def read_seal(path: Path) -> Seal | None:
    """The seal of the journal there; None where there is none that makes sense."""
    try:
        descriptor = os.open(seal_of(path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            seal = msgspec.json.decode(os.read(descriptor, _LONGEST_SEAL).partition(b"\n")[0], type=Seal)
        finally:
            os.close(descriptor)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    sound = 0 <= seal.shape < 2**32 and all(map(_VERSION.fullmatch, (seal.version, *seal.after)))
    return seal if sound else None


def write_seal(path: Path, head: Head, lengths: tuple[int, ...]) -> bool:
    """Seals the journal there, for the first time or again. Where that cannot be, the next reader looks twice.

    Only while the lock is held. Its bytes are written in place.
    """
    raw = msgspec.json.encode(Seal(shape(), head.version, head.after, lengths)) + b"\n"
    flags = os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    with contextlib.suppress(OSError):
        descriptor = os.open(seal_of(path), flags, files.PRIVATE_FILE)
        try:
            status = os.fstat(descriptor)
            if stat.S_ISREG(status.st_mode):
                os.pwrite(descriptor, raw, 0)
                if status.st_size > len(raw):
                    os.ftruncate(descriptor, len(raw))
                files.sync(descriptor)
                return not status.st_size
        finally:
            os.close(descriptor)
    return False


def keep_out_of_git(folder: Path) -> None:
    """Tells git to leave alone what belongs to one machine, where nobody has told it anything."""
    with contextlib.suppress(OSError):
        files.write_apart(folder / ".gitignore", IGNORED.encode())
