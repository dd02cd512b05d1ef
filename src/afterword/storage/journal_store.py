"""Owns the journal's store: the port's promises over one document on disk."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from afterword.codec.layout import REVISIONS, ids_holding
from afterword.codec.migrations import MIGRATIONS, Migration
from afterword.codec.records import DocumentInvalid, checked, encode_record
from afterword.domain.history import Step, StepNote
from afterword.domain.journal import TABLE_OF, AnyRecord, Change, Journal, Record
from afterword.errors import SaveFailed, StoreMissing, StoreUnusable, UserError
from afterword.languages.loader import DEFAULT
from afterword.ports import Clock
from afterword.storage import files
from afterword.storage.document_storage import Backups, DocumentStorage
from afterword.storage.files import saving
from afterword.storage.history import NOTED, NOTHING, RecordedChange, revised

if TYPE_CHECKING:
    from tinydb.table import Table

    from afterword.domain.history import Arrival, Merged
    from afterword.quick_answers import Moved
    from afterword.storage.merging import GitFolder, MergedFile

T = TypeVar("T")


class JournalTransaction:
    """Gathers changes over a journal; writing them is the store's."""

    def __init__(self, journal: Journal) -> None:
        self._before = journal
        self._now = journal
        self._pending: dict[tuple[str, str], Change] = {}
        self._gathered: dict[tuple[str, str], Change] = {}
        self.note = StepNote()

    @property
    def journal(self) -> Journal:
        """The newest state with the changes of this transaction."""
        if self._pending:
            self._now = self._now.apply(self._pending.values())
            self._pending = {}
        return self._now

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the state before, one entry per record, in the order of the first change."""
        return tuple(change for change in self._gathered.values() if change.before != change.after)

    def put(self, record: AnyRecord) -> AnyRecord:
        """The record, added or replaced under its id; the store keeps its moments with their offset."""
        self._gather(record, with_offsets(record))
        return record

    def remove(self, record: Record) -> None:
        """Remove a record for good; one that is not there stays so."""
        self._gather(record, None)

    def _gather(self, record: Record, after: Record | None) -> None:
        table = TABLE_OF[type(record)]
        change = Change(table, record.id, self._before.find(table, record.id), after)
        self._gathered[table, record.id] = self._pending[table, record.id] = change


def with_offsets(value: T) -> T:
    """The value with every moment in it at its own fixed offset.

    In the hour that clocks repeat, a moment in a named zone equals no moment of another zone, not even the same one.
    """
    if isinstance(value, datetime):
        offset = value.utcoffset()
        return value if offset is None else value.astimezone(timezone(offset))
    if isinstance(value, tuple):
        return type(value)(with_offsets(part) for part in value)
    if isinstance(value, Struct):
        before = {name: getattr(value, name) for name in value.__struct_fields__}
        after = {name: with_offsets(content) for name, content in before.items()}
        changed = {name: content for name, content in after.items() if content is not before[name]}
        return replace(value, **changed) if changed else value
    return value


class HealthReport(Struct, frozen=True, kw_only=True):
    """The health of a store in sentences: what is wrong, what was mended, and what is worth knowing."""

    path: Path
    problems: tuple[str, ...]
    repaired: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong (any more)."""
        return not self.problems


PATIENCE_SECONDS = 10.0


class TinyJournalStore:
    """The journal in one JSON file. Threads and processes may share it; nothing is read before it is asked for.

    `language` is the person's own, in which competencies are called.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        migrations: Sequence[Migration] = MIGRATIONS,
        patience: float = PATIENCE_SECONDS,
        language: str = DEFAULT,
    ) -> None:
        self._path = path
        self._clock = clock
        self._language = language
        self._worded: tuple[Journal, Journal] | None = None
        self._storage = DocumentStorage(path, Backups(path, clock), patience=patience, steps=migrations)

    def keep_due(self, moved: "Callable[[Journal, Journal, str], Moved]") -> None:
        """From now on saves keep the answer of what is due right; `moved` tells what a change did to it."""
        self._storage.due_moved = moved

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def read(self) -> Journal:
        """The newest state; one look at the file when nothing has changed. Raises `StoreUnusable`."""
        return self._in_language(self._storage.newest().document.journal)

    def holding(self, letters: str) -> set[str]:
        """The ids of records in whose lines these letters stand, or others that may be folded to them."""
        document = self._storage.newest().document
        return ids_holding(document.tables, document.sections, letters.encode("ascii"))

    def _in_language(self, journal: Journal) -> Journal:
        """The same journal in the person's language: one object as long as nothing changes."""
        if journal.language == self._language:
            return journal
        worded = self._worded
        if worded is None or worded[0] is not journal:
            self._worded = worded = (journal, replace(journal, language=self._language))
        return worded[1]

    def changed(self) -> bool:
        """Whether somebody else has written since the last `read` or transaction."""
        return self._storage.changed()

    def set_apart(self) -> tuple[str, ...]:
        """A sentence for each value that could not be read and was set apart in the journal last read."""
        return tuple(fault.sentence for fault in self._storage.set_apart())

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """All changes are written together when the block ends, or none. Raises `SaveFailed`, `StoreUnusable`."""
        with self._storage.exclusive() as version:
            journal = self._in_language(version.document.journal)
            work = JournalTransaction(journal)
            yield work
            changes = work.changes
            if changes:
                staged = self._stage(changes)
                after = journal.apply(settled for settled, _ in staged)
                if work.note.undoes or work.note.redoes:
                    _check_ends(after, work.note)
                recorded = tuple(recorded for _, recorded in staged)
                self._storage.commit(after, self._storage.line(work.note, recorded))

    def steps(self) -> tuple[Step, ...]:
        """The steps that led to the newest state, oldest first, as far as they are kept. Raises `StoreUnusable`."""
        return self._storage.history.steps(self._storage.newest().document, self._storage.schema)

    def note(self, note: StepNote, changes: tuple[Change, ...]) -> None:
        """Takes down a step that was taken before there was a history. Raises `SaveFailed`."""
        recorded = [
            RecordedChange(change.table, change.id, _raw(change.before), _raw(change.after)) for change in changes
        ]
        with self._storage.exclusive() as version:
            head = version.document.head.version
            self._storage.record(replace(self._storage.line(note, tuple(recorded)), id=f"{head}{NOTED}", before=head))

    def unrecorded(self) -> str:
        """Why the last change is saved and not in the history, in a sentence; empty where it is."""
        return self._storage.unrecorded

    def backup(self) -> Path:
        """A copy of the journal as it stands, kept until somebody deletes it. Raises `UserError`, `StoreUnusable`."""
        version = self._storage.newest()
        if version.identity is None:
            raise UserError("There is no journal to copy yet.", f"It would be {self._path}.")
        with saving(self._path):
            return self._storage.backups.keep(files.read_whole(self._storage.real)[0], "backup")

    def restore(self, file: Path) -> Path | None:
        """Puts a copy in place of the journal; returns where the former one was kept, if there was one.

        Raises `UserError` when the copy cannot be used, and `SaveFailed`.
        """
        from afterword.storage.doctor import restore

        return restore(self._storage, file)

    def begin_anew(self) -> None:
        """Writes an empty journal where there is none any more. Raises `UserError` and `SaveFailed`."""
        from afterword.storage.doctor import begin_anew

        begin_anew(self._storage)

    def merge(self, file: Path, raw: bytes | None = None, *, rehearse: bool = False) -> "MergedFile":
        """Another machine's journal merged into this one, as one step; with `rehearse` nothing is changed.

        `raw` are the bytes of the file, where they were read already. Raises `UserError` and `SaveFailed`.
        """
        from afterword.storage.merging import merge_file

        return merge_file(self._storage, file, raw, rehearse=rehearse)

    def drive(self, base: Path, ours: Path, theirs: Path) -> "Merged":
        """Git's merge driver: writes the merged journal over `ours`. Raises `UserError`."""
        from afterword.storage.merging import drive

        return drive(base, ours, theirs, self._storage)

    def git(self) -> "GitFolder":
        """The folder of the journal as a git repository."""
        from afterword.storage.merging import GitFolder

        return GitFolder(self._storage)

    def arrivals(self) -> "tuple[Arrival, ...]":
        """What sync programs and git left beside, inside and in place of the journal since the last call, merged.

        Whoever tells the person calls `told` of each; a copy stands where it was until then. One that cannot be read
        or merged is passed over. Raises `StoreUnusable` for a journal that cannot be read, such as for git's marks that
        cannot be resolved.
        """
        storage, marked = self._storage, False
        try:
            storage.newest()
        except StoreMissing:
            return ()
        except StoreUnusable:
            from afterword.storage.merging import is_marked

            marked = is_marked(storage)
            if not marked:
                raise
        copies = storage.conflict_copies()
        if not (marked or copies or storage.parted):
            return ()
        from afterword.storage.merging import arrivals

        return arrivals(storage, copies, marked=marked)

    def doctor(self, *, repair: bool = False) -> HealthReport:
        """The health of the store; with `repair`, what can be mended without losing a byte is mended."""
        from afterword.storage.doctor import examine

        return examine(self._storage, repair=repair)

    def _stage(self, changes: Sequence[Change]) -> list[tuple[Change, RecordedChange]]:
        """Hands the changes to the tables; returns each as it will be read back, and as the history keeps it."""
        tables: dict[str, dict[str, msgspec.Raw | None]] = {}
        former = self._storage.read() or {}
        settled = []
        try:
            for change in changes:
                text, after = (None, None) if change.after is None else checked(change.after)
                raw = None if text is None else msgspec.Raw(text)
                tables.setdefault(change.table, {})[change.id] = raw
                before = former.get(change.table, {}).get(change.id, NOTHING)
                recorded = RecordedChange(change.table, change.id, before, NOTHING if raw is None else raw)
                settled.append((replace(change, after=after), recorded))
        except DocumentInvalid as error:
            raise SaveFailed(f"This cannot be saved: {error}.", hint="Nothing was changed.") from error
        moved = [
            (
                recorded_change.table,
                recorded_change.id,
                None if recorded_change.before == NOTHING else recorded_change.before,
                recorded_change.after == NOTHING,
            )
            for _, recorded_change in settled
        ]
        tables[REVISIONS] = {**revised(former.get(REVISIONS, {}), moved, self._clock.now())}
        from tinydb.table import Table

        for name, records in tables.items():
            _write(Table(self._storage, name), records)  # type: ignore[arg-type]  # it asks for two methods
        return settled


def _write(table: "Table", records: Mapping[str, msgspec.Raw | None]) -> None:
    """Adds or replaces these records in their place, and removes those that are None."""
    # TinyDB's verbs take and copy dictionaries; over the storage that every table has, records stay JSON text.
    tables = table.storage.read() or {}
    rows = dict(tables.get(table.name, {}).items())
    for record_id, record in records.items():
        if record is None:
            rows.pop(record_id, None)
        else:
            rows[record_id] = record
    table.storage.write({**tables, table.name: rows})
    table.clear_cache()


def _raw(record: Record | None) -> msgspec.Raw:
    return NOTHING if record is None else msgspec.Raw(encode_record(record))


def _check_ends(journal: Journal, note: StepNote) -> None:
    """Nothing may be left that names a record which goes with the step."""
    # Loaded for the few calls that undo or redo.
    from afterword.codec.references import without_loose_ends

    _, loose = without_loose_ends(journal)
    if loose:
        raise UserError(
            f"“{note.name}” cannot be {'undone' if note.undoes else 'redone'}.",
            f"What was made since refers to it ({loose[0].where}).",
            "Change it by hand.",
        )
