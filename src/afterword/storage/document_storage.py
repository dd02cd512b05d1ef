"""Owns the journal's file under TinyDB: read and written whole, with copies of former versions beside it.

Rolling copies (`journal-20261123T091500.json`) are the versions before a save: the first save of each day and some
recent ones. Every other copy says in its name why it was made. All are bounded by number and by size, those that were
made by themselves by age as well; what somebody asked for (`backup`) and what may hold what nothing else does stays.
"""

import contextlib
import itertools
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from afterword import quick_answers
from afterword.codec.document import Head, StoreDocument, as_written, new_document, parse, render
from afterword.codec.layout import REVISIONS, Layout, checksum, checksum_of
from afterword.codec.migrations import MIGRATIONS, Migration
from afterword.codec.records import DocumentInvalid, SetApart
from afterword.domain.history import StepNote
from afterword.domain.journal import Journal
from afterword.errors import SaveFailed
from afterword.ports import Clock
from afterword.storage import files
from afterword.storage.files import Identity, saving, store_unusable
from afterword.storage.history import (
    MOST_VERSIONS,
    History,
    HistoryLine,
    RecordedChange,
    keep_out_of_git,
    number_of,
    read_seal,
    write_seal,
)

RECENT, DAYS = 6, 14
MOST_BYTES, LEAST = 100_000_000, 6
"""Bytes that rolling copies take at most, and how many stay however large they are."""
PASSING = ("replaced", "schema", "merged", "merged-copy", "before-restore", "git-conflict")
"""Why copies were made that are let go in time: by then what they hold has gone into other versions, or been missed."""
MOST_OF_A_KIND, MONTHS_OLD = 20, timedelta(days=90)
"""How many copies of such a kind stay, and from which age on only the newest of its kind does."""
_APART = timedelta(minutes=10)
_STAMP = "%Y%m%dT%H%M%S"


class Backups:
    """The folder `backups` beside a journal."""

    def __init__(self, journal: Path, clock: Clock) -> None:
        self.folder = journal.parent / "backups"
        self._stem, self._suffix = journal.stem, journal.suffix
        self._clock = clock
        self._seen: tuple[Identity | None, datetime | None] = (None, None)
        self._rolling = re.compile(re.escape(self._stem) + r"-(\d{8}T\d{6})" + re.escape(self._suffix))

    def rolling(self) -> dict[datetime, Path]:
        """The rolling copies by the local time they were made, oldest first."""
        mine = (path for path in self._names() if self._rolling.fullmatch(path.name))
        return dict(sorted((made_at, path) for path in mine if (made_at := self.made_at(path)) is not None))

    def now(self) -> datetime:
        """The present instant."""
        return self._clock.now()

    def made_at(self, copy: Path) -> datetime | None:
        """When that copy was made, by its name; None for a file that says nothing of it."""
        match = re.match(re.escape(self._stem) + r"-(\d{8}T\d{6})", copy.name)
        try:
            return None if match is None else datetime.fromisoformat(match[1]).replace(tzinfo=self.now().tzinfo)
        except ValueError:
            return None

    def all(self) -> tuple[Path, ...]:
        """Every copy of this journal, newest first."""
        mine = [path for path in self._names() if path.name.startswith(f"{self._stem}-")]
        return tuple(sorted(mine, key=self.age, reverse=True))

    def age(self, copy: Path) -> tuple[datetime, int, str]:
        """What copies are put in order by: the time in the name; a folder that was copied may have any of its files."""
        written = copy.stat().st_mtime_ns
        made_at = self.made_at(copy) or datetime.fromtimestamp(written / 1e9, self.now().tzinfo)
        return made_at, written, copy.name

    def _names(self) -> list[Path]:
        try:
            return [Path(entry.path) for entry in os.scandir(self.folder) if entry.name.endswith(self._suffix)]
        except FileNotFoundError:
            return []

    def keep(self, raw: bytes, why: str) -> Path:
        """A copy that stays, with the reason in its name. Raises `OSError`."""
        files.make_private_folder(self.folder)
        stamp = self._clock.now().strftime(_STAMP)
        for number in itertools.count(1):
            path = self.folder / f"{self._stem}-{stamp}-{why}{'' if number == 1 else f'-{number}'}{self._suffix}"
            with contextlib.suppress(FileExistsError):
                files.write_apart(path, raw)
                self._let_go(why)
                return path
        raise AssertionError("the count has no end")

    def roll(self, real: Path) -> None:
        """Keeps the version that is about to be replaced, if it is time for one, and lets the oldest go.

        A save is never refused for want of a rolling copy: what cannot be kept is passed over.
        """
        with contextlib.suppress(OSError):
            now = self._clock.now()
            if self._is_time(now):
                files.make_private_folder(self.folder)
                path = self.folder / f"{self._stem}-{now.strftime(_STAMP)}{self._suffix}"
                _link_or_copy(real, path)
                self._prune(self.rolling())

    def _is_time(self, now: datetime) -> bool:
        """Whether the newest is old enough; the folder is looked through again once something in it has changed."""
        folder = files.identity(self.folder)
        if folder is None or self._seen[0] != folder:
            self._seen = folder, max(self.rolling(), default=None)
        newest = self._seen[1]
        return newest is None or newest.date() != now.date() or abs(now - newest) >= _APART

    @staticmethod
    def _prune(copies: dict[datetime, Path]) -> None:
        """Lets go what is neither recent nor the first of a day, and then the oldest until the rest is small enough."""
        stamps = list(copies)
        first_of_day = {stamp.date(): stamp for stamp in reversed(stamps)}
        stay = {*stamps[-RECENT:], *sorted(first_of_day.values())[-DAYS:]}
        wanted = [copies[stamp] for stamp in reversed(stamps) if stamp in stay]
        small = set(_within(wanted, least=LEAST))
        for path in copies.values():
            if path not in small:
                path.unlink(missing_ok=True)

    def _let_go(self, why: str) -> None:
        """Of the copies made by themselves for that reason, lets go the old and the many; never the newest."""
        kind = next((reason for reason in PASSING if re.fullmatch(rf"{reason}(-\d+)?", why)), None)
        if kind is None:
            return
        name = re.compile(rf"{re.escape(self._stem)}-\d{{8}}T\d{{6}}-{kind}(-\d+)*{re.escape(self._suffix)}")
        since = self.now() - MONTHS_OLD
        with contextlib.suppress(OSError):
            mine = [path for path in self._names() if name.fullmatch(path.name)]
            copies = sorted(mine, key=self.age, reverse=True)
            recent = [path for path in copies[1:MOST_OF_A_KIND] if (self.made_at(path) or since) >= since]
            small = set(_within([*copies[:1], *recent], least=1))
            for path in copies:
                if path not in small:
                    path.unlink(missing_ok=True)


def _within(copies: Sequence[Path], *, least: int) -> Iterator[Path]:
    """The first of these copies as far as they are small enough together, and `least` of them in any case."""
    room = MOST_BYTES
    for place, path in enumerate(copies):
        room -= path.stat().st_size
        if room < 0 and place >= least:
            return
        yield path


def _link_or_copy(real: Path, path: Path) -> None:
    """The journal is replaced, never written into, so a second name for it costs neither time nor room."""
    try:
        path.hardlink_to(real)
    except FileExistsError:
        return
    except OSError:
        files.write_apart(path, files.read_whole(real)[0])


_SETTLING_SECONDS = 0.05


class Version(Struct, frozen=True):
    """A document and the file it was read from; None while there is no file."""

    document: StoreDocument
    identity: Identity | None


class DocumentStorage:
    """One document in one file: read when it has changed, replaced at once, never in place.

    A storage as TinyDB wants one; whoever only reads never loads TinyDB. Its writes are staged until `commit`.
    """

    def __init__(
        self, path: Path, backups: Backups, *, patience: float, steps: Sequence[Migration] = MIGRATIONS
    ) -> None:
        self.path = path
        self.backups = backups
        self.steps = steps
        self._patience = patience
        self._held: Path | None = None
        self._writing = threading.Lock()
        self._loading = threading.Lock()
        self._version: Version | None = None
        self._basis: Version | None = None
        self._staged: dict[str, dict[str, msgspec.Raw]] | None = None
        self._outrun: list[StoreDocument] = []
        self.parted: list[tuple[StoreDocument, StoreDocument]] = []
        """Versions of ours in place of which a sync tool put another one, and that one; to be merged, or told."""
        self.seen_copies: dict[Path, Identity] = {}
        """Conflict copies that were dealt with, as they were then."""
        self.history = History(path.with_name("history.jsonl"))
        self.due_moved: Callable[[Journal, Journal, str], quick_answers.Moved] | None = None
        """Tells what a change of the journal did to what is due, and to the line that is kept with that."""
        self.unrecorded = ""
        """Why the last change is not in the history, in a sentence; empty where it is."""

    @property
    def schema(self) -> int:
        """The schema that is written."""
        return len(self.steps) + 1

    @property
    def real(self) -> Path:
        """The file itself, behind any symbolic link; the same as long as it is held."""
        return self._held or files.real_path(self.path)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables, with what is staged; a copy as deep as TinyDB changes it."""
        basis = self._basis or self.newest()
        tables: Mapping[str, Any] = self._staged if self._staged is not None else basis.document.tables
        return dict(tables)

    def set_apart(self) -> tuple[SetApart, ...]:
        """What is set apart in the version last read and was not told once and for all; looks at no file."""
        version = self._version
        return () if version is None else tuple(fault for fault in version.document.apart if not fault.settled)

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Stages these tables for the commit."""
        self._staged = data

    def changed(self) -> bool:
        """Whether the file is not the one last read or written."""
        version = self._version
        try:
            # The system itself follows links, many times as fast as they are read one by one.
            return version is None or version.identity != files.identity(self._held or self.path)
        except OSError as error:
            raise store_unusable(self.path, error) from error

    def newest(self) -> Version:
        """The newest version. Raises `StoreUnusable`."""
        version = self._version
        if version is not None and not self.changed():
            return version
        with self._loading:
            return self._load()

    def _load(self) -> Version:
        try:
            identity = files.identity(self.real)
            version = self._version
            if version is not None and (identity is None or identity == version.identity):
                # A file that has vanished under us is still whole in memory, and the next save brings it back.
                self._version = Version(version.document, identity)
            elif identity is None:
                self._version = self._empty_version()
            else:
                self._version = self._parsed(version.document if version else None)
        except (OSError, DocumentInvalid) as error:
            raise store_unusable(self.path, error) from error
        return self._version

    def _empty_version(self) -> Version:
        """The version that everybody begins with, which is empty. Raises `StoreMissing` where there was one before."""
        # Loaded for a journal that is not there yet, or not any more.
        from afterword.storage.doctor import missing

        gone = missing(self)
        if gone is None:
            return Version(new_document(Journal(), self.schema), None)
        # The history of a first save, by another process, is there a moment before its journal.
        if files.identity(self.real) is None:
            raise gone
        return self._parsed(None)

    def _parsed(self, before: StoreDocument | None) -> Version:
        while True:
            raw, identity = files.read_whole(self.real)
            try:
                document = self.parsed(raw, before)
            except DocumentInvalid:
                # Somebody may be in the middle of writing it in place; what stands still is damaged.
                time.sleep(_SETTLING_SECONDS)
                if files.identity(self.real) == identity:
                    raise
                continue
            if before is not None and not document.head.descends_from(before.head):
                self._note_replaced(before, document)
            return Version(document, identity)

    def parsed(self, raw: bytes, before: StoreDocument | None = None, *, trust: bool = True) -> StoreDocument:
        """The document in these bytes, and which of our versions it is; without `trust` looked through in any case.

        Raises `DocumentInvalid`.
        """
        seal = read_seal(self.real)
        sections = None if seal is None else seal.sections_of(raw, self.schema)
        layout = None if sections is None else Layout.of_written(sections)
        digest = checksum(raw) if layout is None else checksum_of(layout.parts(self.schema))
        versions = None if seal is None else seal.versions_of(digest)
        version, after = versions or ("", ())
        if sections is not None and layout is not None and version and trust:
            return as_written(sections, layout, Head(schema=self.schema, version=version, after=after), before)
        document = parse(raw, before, self.steps)
        if document.head.version:
            return document
        version = version or self._name_of(digest)
        document = replace(document, head=replace(document.head, version=version, after=after))
        if document.as_written and sections is None:
            self._seal_anew(raw, document)
        return document

    def _name_of(self, checksum: str) -> str:
        """The version of bytes that no seal knows: as the history calls it, or a new one."""
        suffix = f"-{checksum}"
        try:
            lines, _ = self.history.lines()
        except OSError:
            lines = []
        versions = (line.version for line in reversed(lines) if line.version.endswith(suffix))
        return next(versions, "") or f"{self._last_number() + 1}{suffix}"

    def _last_number(self) -> int:
        """The highest number of a version so far, as far as seal and history tell."""
        seal = read_seal(self.real)
        names = [] if seal is None else [seal.version]
        with contextlib.suppress(OSError):
            names += [line.id for line in self.history.lines()[0][-1:]]
        return max(map(number_of, names), default=0)

    def _seal_anew(self, raw: bytes, document: StoreDocument) -> None:
        """Spares the next reader the second look, unless somebody is writing just now, or nobody ever wrote here.

        Only what stands as this program lays it out is sealed: of such a text it reads no more than it needs.
        """
        if not files.lock_of(self.real).exists() or render(document) != raw:
            return
        with contextlib.suppress(OSError, SaveFailed), files.locked(self.real, 0):
            if files.read_whole(self.real)[0] == raw:
                write_seal(self.real, document.head, document.laid_out.lengths)

    def _note_replaced(self, before: StoreDocument, document: StoreDocument) -> None:
        """What stood here is kept, where another line of versions was put in place of it."""
        # Loaded for a journal that somebody else has put here.
        from afterword.storage.merging import is_beyond

        if is_beyond(document, before):
            return
        self._outrun.append(before)
        self.parted.append((before, document))
        with contextlib.suppress(OSError):
            self._keep_outrun()

    def _keep_outrun(self) -> None:
        """Keeps each version that was replaced by one not made from it, as a copy among the backups."""
        while self._outrun:
            self.backups.keep(render(self._outrun[0]), "replaced")
            self._outrun.pop(0)

    def conflict_copies(self) -> tuple[Path, ...]:
        """The journals that a sync program put beside ours because both had changed, but for those seen."""
        return tuple(
            path for path in files.conflict_copies(self.real) if self.seen_copies.get(path) != files.identity(path)
        )

    @contextlib.contextmanager
    def exclusive(self) -> Iterator[Version]:
        """The newest version, with nobody else writing. What is staged and not committed is dropped."""
        with self.held():
            self._basis = self.newest()
            try:
                yield self._basis
            finally:
                self._basis = self._staged = None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes, in this process or another. Raises `SaveFailed` and `StoreMissing`."""
        if not self._writing.acquire(timeout=self._patience):
            raise SaveFailed("The last save is still under way.", hint="Try again in a moment.")
        try:
            self._held = self._reached()
            with contextlib.ExitStack() as stack:
                with saving(self.path):
                    stack.enter_context(files.locked(self._held, self._patience))
                yield
        finally:
            self._held = None
            self._writing.release()

    def _reached(self) -> Path:
        """The file itself, in a folder. None is made for a disk that is not there: it would be hidden once the disk is.

        Raises `SaveFailed` and `StoreMissing`.
        """
        real = files.real_path(self.path)
        if real.parent.is_dir():
            return real
        if (link := files.dangling_link(self.path)) is not None:
            from afterword.storage.doctor import link_leads_nowhere

            raise link_leads_nowhere(self.path, link)
        with saving(self.path):
            files.make_private_folder(real.parent)
        return real

    def line(self, note: StepNote, changes: tuple[RecordedChange, ...] = ()) -> HistoryLine:
        """A line for the history; the versions it leads from and to are filled in when it is written."""
        return HistoryLine(id="", before="", at=self.backups.now(), schema=self.schema, note=note, changes=changes)

    def commit(self, journal: Journal, line: HistoryLine) -> None:
        """Writes what is staged as the next version, which holds that journal. Raises `SaveFailed`."""
        if self._basis is None or self._staged is None:
            raise RuntimeError("commit() belongs inside exclusive(), after a write")
        before = self._basis
        with saving(self.path):
            self._keep_outrun()
            if before.document.migrated_from is not None:
                self.backups.keep(files.read_whole(self.real)[0], f"schema-{before.document.migrated_from}")
            elif before.document.found:
                # What is wrong moves into the table `set_apart` now; the file as it was shows what stood around it.
                self.backups.keep(files.read_whole(self.real)[0], "set-apart")
            elif before.identity is not None:
                self.backups.roll(self.real)
        changed: dict[str, list[str]] = {REVISIONS: []}
        for change in line.changes:
            changed.setdefault(change.table, []).append(change.id)
            changed[REVISIONS].append(f"{change.table}/{change.id}")
        document = replace(
            before.document,
            tables=self._staged,
            journal=journal,
            migrated_from=None,
            found=(),
            sections={name: text for name, text in before.document.sections.items() if name not in changed},
            layout=before.document.laid_out.changed(self._staged, changed),
        )
        self.install(document, line, expected=before.identity)

    def install(self, document: StoreDocument, line: HistoryLine, *, expected: Identity | None) -> None:
        """Puts the version after this one, with these records, in place of the expected file; inside `held`.

        The line of the history and the seal say before what is about to happen: the journal alone tells whether it did.
        The document is `as_written` where the one that stands there was. Raises `SaveFailed`.
        """
        before, layout, real = document.head, document.laid_out, self.real
        parts = layout.parts(self.schema)
        number = number_of(before.version) or self._last_number()
        after = (*before.after, before.version)[-MOST_VERSIONS:] if before.version and document.as_written else ()
        head = Head(schema=self.schema, version=f"{number + 1}-{checksum_of(parts)}", after=after)
        line = replace(line, id=head.version, before=before.version)

        def announce() -> None:
            self.record(line)
            if write_seal(real, head, layout.lengths):
                keep_out_of_git(real.parent)

        with saving(self.path):
            written = files.replace_whole(real, [part.text for part in parts], expected, announce)
        with self._loading:
            self._version = Version(replace(document, head=head, layout=layout, as_written=True), written)
        moved, basis, folder = self.due_moved, self._basis, str(self.path.parent)
        if expected is not None and moved is not None and basis is not None:
            tell = None if line.leaves_what_is_due else partial(moved, basis.document.journal, document.journal)
            quick_answers.outlives(folder, (astuple(expected), astuple(written)), tell)

    def record(self, line: HistoryLine) -> None:
        """Adds a line to the history; no save is refused for want of it. Only inside `held`.

        Raises `SaveFailed` for an undo: what is taken back without a line could not be done again.
        """
        try:
            self.history.append(line)
            self.unrecorded = ""
        except OSError as error:
            if line.note.undoes or line.note.redoes:
                raise files.save_failed(self.path, error) from error
            self.unrecorded = files.unrecorded(self.history.path, error)
