"""Owns bringing another machine's journal into this file: named files, copies that sync programs leave, git's marks.

And the journal's folder as a git repository: set up, committed, merged with the person's own remote, pushed. There git
itself does the work, with the merge driver of this program for the journal. Nobody else writes the journal meanwhile,
so no save can fall between a commit and a merge.
"""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from afterword.codec.document import Head, StoreDocument, new_document, render
from afterword.codec.layout import REVISIONS
from afterword.codec.records import DocumentInvalid, RawTables, digest_of, encode_record
from afterword.domain.field_reading import NOUNS, record_words
from afterword.domain.history import Arrival, Merged, RecordKey, StepNote
from afterword.domain.journal import TABLES, Record
from afterword.domain.merging import MergeState, merge
from afterword.errors import StoreUnusable, UserError
from afterword.storage import files
from afterword.storage.doctor import is_replaced, replace_with
from afterword.storage.document_storage import DocumentStorage
from afterword.storage.files import real_path
from afterword.storage.history import IGNORED, revisions_of, rows_of

_OURS, _BASE, _THEIRS, _END = b"<<<<<<< ", b"||||||| ", b"=======", b">>>>>>> "


class MergedFile(Struct, frozen=True, kw_only=True):
    """A file that was merged: what came of it, where the journal as it was is kept, and the file where it still is."""

    file: Path
    merged: Merged
    kept: Path | None = None


def merged_document(ours: StoreDocument, theirs: StoreDocument, base: StoreDocument | None) -> tuple[Merged, RawTables]:
    """Both documents as one, and its tables; what other programs keep in either is kept."""
    merged = merge(_state(ours), _state(theirs), None if base is None else base.journal.find)
    return merged, _tables(ours, theirs, merged)


def _state(document: StoreDocument) -> MergeState:
    digests = {(table, key): digest_of(raw) for table in TABLES for key, raw in document.tables.get(table, {}).items()}
    return MergeState(document.journal, revisions_of(document.tables), digests)


def is_beyond(document: StoreDocument, other: StoreDocument) -> bool:
    """Whether every record of it is where the other one has it, or has been there and gone on.

    Where both remember the same of a record, what differs was changed by hand, and that is going on, too.
    """
    state, other_state = _state(document), _state(other)
    keys = {*state.digests, *other_state.digests, *state.revisions, *other_state.revisions}
    return all(
        state.revisions.get(key) == other_state.revisions.get(key)
        or state.digest(key) == other_state.digest(key)
        or state.has_been(key, other_state)
        or (key not in other_state.digests and key not in other_state.revisions)
        for key in keys
    )


def _tables(ours: StoreDocument, theirs: StoreDocument, merged: Merged) -> RawTables:
    others = {
        name: {**theirs.tables.get(name, {}), **ours.tables.get(name, {})}
        for name in (*ours.tables, *theirs.tables)
        if name not in TABLES and name != REVISIONS
    }
    return {**new_document(merged.journal).tables, **others, REVISIONS: rows_of(merged.revisions)}


def merge_file(storage: DocumentStorage, file: Path, raw: bytes | None = None, *, rehearse: bool = False) -> MergedFile:
    """That journal merged into ours, as one step that can be undone. Raises `UserError` and `SaveFailed`."""
    try:
        theirs = storage.parsed(files.read_whole(file)[0] if raw is None else raw)
    except (OSError, DocumentInvalid) as error:
        raise _not_merged(str(file), error) from error
    with storage.held():
        return _merge_held(storage, theirs, file, rehearse=rehearse)


def _not_merged(name: str, error: Exception) -> UserError:
    return UserError(
        f"{name} cannot be merged: {_why(error)}.", "Nothing was changed.", "Name a journal of another machine."
    )


def _merge_held(storage: DocumentStorage, theirs: StoreDocument, file: Path, *, rehearse: bool) -> MergedFile:
    ours = storage.newest().document
    our_state, their_state = _state(ours), _state(theirs)
    former = _former(storage)

    def base(table: str, record_id: str) -> Record | None:
        """The latest text that both have had, as far as our history still holds it."""
        key = (table, record_id)
        shared = {their_state.digest(key), *(state.partition(".")[0] for state in their_state.was(key))}
        return next((record for digest, record in reversed(former.get(key, ())) if digest in shared), None)

    merged = merge(our_state, their_state, base, whole=False)
    if rehearse or merged.journal == ours.journal:
        return MergedFile(file=file, merged=merged)
    document = replace(ours, tables=_tables(ours, theirs, merged), journal=merged.journal)
    copy = replace_with(storage, document, f"merge {file.name}", why="merged")
    return MergedFile(file=file, merged=merged, kept=copy)


def _former(storage: DocumentStorage) -> Mapping[RecordKey, Sequence[tuple[str, Record]]]:
    """The states of each record before a change of ours with their digests, oldest first, as far as they are kept."""
    former: dict[RecordKey, list[tuple[str, Record]]] = {}
    for step in storage.history.steps(storage.newest().document, storage.schema):
        try:
            changes = step.changes()
        except UserError:
            continue
        for change in changes:
            if change.before is not None:
                state = digest_of(encode_record(change.before)), change.before
                former.setdefault((change.table, change.id), []).append(state)
    return former


def _why(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)


# ── copies of sync programs ───────────────────────────────────────────────────────────────────────────────────────────


def arrivals(storage: DocumentStorage, copies: Sequence[Path], *, marked: bool) -> tuple[Arrival, ...]:
    """What sync programs and git left beside, inside and in place of the journal, merged into it.

    A copy that cannot be read or merged now is left where it is. Raises `StoreUnusable` for marks that cannot be
    resolved, since the journal can be read no more.
    """
    came: list[Arrival] = []
    if marked:
        try:
            marks = settle_marks(storage)
        except UserError as error:
            raise StoreUnusable(error.title, error.detail, error.hint) from error
        if marks is not None:
            came.append(Arrival("What git could not merge", marks.merged))
    # What cannot be merged now is kept as a copy, and merged at the next look.
    with contextlib.suppress(UserError):
        while storage.parted:
            came += _of_parted(storage, *storage.parted[0])
    for copy in copies:
        with contextlib.suppress(UserError):
            came.append(_of_copy(storage, copy))
    return tuple(came)


def _of_parted(storage: DocumentStorage, ours: StoreDocument, theirs: StoreDocument) -> tuple[Arrival, ...]:
    """What was saved here, merged into the journal that a sync program put in place of it; an earlier one stands."""
    if is_beyond(ours, theirs):
        storage.parted.pop(0)
        return (_of_older(storage, ours, theirs),)
    with storage.held():
        merged = _merge_held(storage, ours, Path("what was saved here"), rehearse=False).merged
        storage.parted.pop(0)
    name = "Another journal was put in place of yours; what you had saved is merged into it"
    return () if merged.is_nothing else (Arrival(name, merged),)


def _of_older(storage: DocumentStorage, ours: StoreDocument, theirs: StoreDocument) -> Arrival:
    """What an earlier journal that was put in place of ours lacks. It stands: going back may be what was wanted."""
    our_digests, their_digests = _state(ours).digests, _state(theirs).digests
    gone, differing = (
        our_digests.keys() - their_digests.keys(),
        {key for key in our_digests.keys() & their_digests.keys() if our_digests[key] != their_digests[key]},
    )
    changed, removed = (
        {table: tuple(record_id for name, record_id in sorted(keys) if name == table) for table in TABLES}
        for keys in (differing, gone)
    )
    replaced = next((copy for copy in storage.backups.all() if is_replaced(copy)), None)
    lost = [
        f"{verb}: {NOUNS[table]} {record_words(ours.journal, table, record)}."
        for verb, keys in (("Not in it", gone), ("As it was before", differing))
        for table, record_id in sorted(keys)
        if (record := ours.journal.find(table, record_id)) is not None
    ]
    back = (
        [f"Yours is kept. To bring it back: afterword restore {shlex.quote(str(replaced))}"]
        if replaced is not None
        else []
    )
    merged = Merged(theirs.journal, {}, {}, changed, removed, ())
    return Arrival("An older journal was put in place of yours", merged, lost=(*back, *lost))


def _of_copy(storage: DocumentStorage, copy: Path) -> Arrival:
    """The copy merged; it goes once it was told, and its bytes stay among the backups."""
    try:
        raw, identity = files.read_whole(copy)
    except OSError as error:
        raise _not_merged(str(copy), error) from error
    # What cannot be merged now is tried again at the next start, not at every look.
    storage.seen_copies[copy] = identity
    merged = merge_file(storage, copy, raw).merged

    def remove() -> None:
        with contextlib.suppress(OSError):
            if files.identity(copy) == identity:
                storage.backups.keep(raw, "merged-copy")
                copy.unlink()

    return Arrival(copy.name, merged, remove)


# ── git ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def has_marks(raw: bytes) -> bool:
    """Whether git left the marks of a conflict in the text."""
    return raw.startswith(_OURS) or (b"\n" + _OURS in raw and b"\n" + _END in raw)


def sides_of(raw: bytes) -> tuple[bytes, bytes, bytes | None]:
    """Ours, theirs and, where the marks tell it, what both began from, of a text with git's marks."""
    texts: dict[str, list[bytes]] = {"ours": [], "theirs": [], "base": []}
    at, has_base = "", False
    for line in raw.splitlines(keepends=True):
        if line.startswith(_OURS) and not at:
            at = "ours"
        elif line.startswith(_BASE) and at == "ours":
            at, has_base = "base", True
        elif line.rstrip(b"\r\n") == _THEIRS and at in ("ours", "base"):
            at = "theirs"
        elif line.startswith(_END) and at == "theirs":
            at = ""
        else:
            for name, lines in texts.items():
                if at in ("", name):
                    lines.append(line)
    ours, theirs, base = (b"".join(lines) for lines in texts.values())
    return ours, theirs, base if has_base else None


def is_marked(storage: DocumentStorage) -> bool:
    """Whether git left the marks of a conflict in the journal."""
    try:
        return has_marks(files.read_whole(storage.real)[0])
    except OSError:
        return False


def settle_marks(storage: DocumentStorage) -> MergedFile | None:
    """The journal without git's marks, both sides merged; None where there are none. Raises `UserError`."""
    try:
        raw, _ = files.read_whole(storage.real)
    except OSError:
        return None
    if not has_marks(raw):
        return None
    with storage.held():
        raw, identity = files.read_whole(storage.real)
        try:
            ours, theirs, base = (None if side is None else _repaired(side, storage) for side in sides_of(raw))
        except DocumentInvalid as error:
            raise UserError(
                f"The marks of a git conflict in {storage.path} cannot be resolved: {error}.",
                "The file was left as it is.",
                "Choose a side with git, such as: git checkout --ours journal.json",
            ) from error
        if ours is None or theirs is None:
            return None
        merged, tables = merged_document(ours, theirs, base)
        copy = storage.backups.keep(raw, "git-conflict")
        # Nobody knows which version it was, so no undo leads beyond it.
        document = StoreDocument(Head(schema=storage.schema), tables, merged.journal)
        # Both sides came from outside, so there is nothing here to go back to.
        line = storage.line(StepNote(name="merge git conflict", undoable=False))
        storage.install(document, line, expected=identity)
    return MergedFile(file=storage.path, merged=merged, kept=copy)


_LONE_COMMA = re.compile(rb"\n,(?=\n)")
_LOOSE_COMMA = re.compile(rb",(\s*[}\]])")
_MISSING_COMMA = re.compile(rb"\}(\n\")")


def _repaired(side: bytes, storage: DocumentStorage) -> StoreDocument:
    """One side of a conflict; where git cut between two lines, the comma between them is put right."""
    try:
        return storage.parsed(side)
    except DocumentInvalid:
        mended = _LOOSE_COMMA.sub(rb"\1", _MISSING_COMMA.sub(rb"},\1", _LONE_COMMA.sub(b"", side)))
        return storage.parsed(mended)


def drive(base: Path, ours: Path, theirs: Path, storage: DocumentStorage) -> Merged:
    """Git's merge driver: writes the merged journal over `ours`. Raises `UserError`, and then nothing is written."""
    documents = []
    for file in (base, ours, theirs):
        try:
            raw = files.read_whole(file)[0]
            documents.append(storage.parsed(raw) if raw.strip() else None)
        except (OSError, DocumentInvalid) as error:
            raise UserError(f"{file} cannot be merged: {_why(error)}.", "Git keeps both sides.") from error
    began, mine, others = documents
    if mine is None or others is None:
        raise UserError("One side holds no journal.", "Git keeps both sides.")
    merged, tables = merged_document(mine, others, began)
    document = StoreDocument(Head(schema=storage.schema), tables, merged.journal)
    files.replace_whole(ours, (render(document),), files.identity(ours))
    return merged


# ── a folder under git ────────────────────────────────────────────────────────────────────────────────────────────────


DRIVER = "afterword"
_TRIES = 5
ATTRIBUTES = f"journal.json merge={DRIVER}\n"
_NOBODY = ("-c", "user.name=Afterword", "-c", "user.email=afterword@localhost")


class Synced(Struct, frozen=True, kw_only=True):
    """What a sync did: whether something was committed, came in and went out, and the commits that came in."""

    committed: bool
    came_in: int = 0
    pushed: bool = False
    remote: str = ""


class GitFolder:
    """The repository in the folder of a journal."""

    def __init__(self, storage: DocumentStorage) -> None:
        self._storage = storage
        self.folder = real_path(storage.path).parent
        self._name = real_path(storage.path).name

    @property
    def is_set_up(self) -> bool:
        """Whether the folder is a repository of its own."""
        return (self.folder / ".git").exists()

    def set_up(self, remote: str) -> None:
        """Makes the folder a repository with its driver and, where one is named, its remote. Raises `UserError`."""
        if not self.is_set_up:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._git("init", "--quiet", "--initial-branch=main")
        self._keep(self.folder / ".gitignore", IGNORED)
        self._keep(self.folder / ".gitattributes", ATTRIBUTES.replace("journal.json", self._name))
        self._git("config", f"merge.{DRIVER}.name", "Afterword, record by record")
        self._git("config", f"merge.{DRIVER}.driver", driver_words())
        if remote:
            verb = "set-url" if self._asks("remote", "get-url", "origin") else "add"
            self._git("remote", verb, "origin", remote)

    @staticmethod
    def _keep(file: Path, lines: str) -> None:
        """Adds the lines that the file lacks; what the person wrote there stays."""
        existing = file.read_text(encoding="utf-8") if file.exists() else ""
        missing = [line for line in lines.splitlines() if line not in existing.splitlines()]
        if missing:
            before = existing if not existing or existing.endswith("\n") else f"{existing}\n"
            file.write_text(before + "\n".join(missing) + "\n", encoding="utf-8")

    def sync(self) -> Synced:
        """Commits, brings in what the remote has, and pushes. Raises `UserError`, and then nothing is lost anywhere."""
        if not self.is_set_up:
            raise UserError(
                "This journal is not in git yet.", hint="Set it up once: afterword sync --init git@host:journal.git"
            )
        self._keep(self.folder / ".gitignore", "typed/\n.*.seal\n")
        committed, came_in = self._commit(), 0
        remote = self._answer("config", "--get", "branch.main.remote") or self._answer("remote").partition("\n")[0]
        if not remote:
            return Synced(committed=committed)
        for _ in range(_TRIES):
            came_in += self._merge(remote)
            if self._asks("push", "--quiet", "--set-upstream", remote, f"HEAD:{self._branch}"):
                return Synced(committed=committed, came_in=came_in, pushed=True, remote=remote)
            committed = self._commit() or committed
        self._git("push", "--quiet", remote, f"HEAD:{self._branch}")
        return Synced(committed=committed, came_in=came_in, pushed=True, remote=remote)

    @property
    def _branch(self) -> str:
        return self._answer("symbolic-ref", "--short", "HEAD") or "main"

    def _commit(self) -> bool:
        """Commits the journal and what was set up, where it has changed."""
        with self._storage.held():
            self._git("add", "--", ".gitignore", ".gitattributes")
            if (self.folder / self._name).exists():
                self._git("add", "--", self._name)
            if self._asks("diff", "--cached", "--quiet"):
                return False
            self._git(*self._author, "commit", "--quiet", "--message", "Save the journal")
        return True

    @property
    def _author(self) -> tuple[str, ...]:
        return () if self._answer("config", "user.email") else _NOBODY

    def _merge(self, remote: str) -> int:
        """Brings in what the remote has; returns how many commits came."""
        self._git("fetch", "--quiet", remote)
        theirs = f"{remote}/{self._branch}"
        if not self._answer("rev-parse", "--verify", "--quiet", theirs):
            return 0
        count = int(self._answer("rev-list", "--count", f"HEAD..{theirs}") or 0)
        if count:
            driver = ("-c", f"merge.{DRIVER}.driver={driver_words()}")
            words = ("merge", "--quiet", "--no-edit", "--allow-unrelated-histories", theirs)
            with self._storage.held():
                merged = self._run(*driver, *self._author, *words)
                if merged.returncode:
                    self._run("merge", "--abort")
                    raise UserError(
                        "Git could not merge what the other machine has.",
                        _output(merged),
                        f"Nothing was changed here. Merge it with git in {self.folder}, then: afterword sync",
                    )
        return count

    # ── calling git ───────────────────────────────────────────────────────────────────────────────────────────────

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        call = [shutil.which("git") or "", *words]
        if not call[0]:
            raise UserError("Git is not installed here.", hint="Install it, or copy the journal's folder another way.")
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or "SSH" in name}
        try:
            return subprocess.run(  # noqa: S603 - the program's own words, without a shell
                call, cwd=self.folder, env=environ, capture_output=True, errors="replace", check=False, umask=0o077
            )
        except OSError as error:
            raise UserError(f"Git cannot be started in {self.folder}.", f"{error.strerror}.") from error

    def _git(self, *words: str) -> None:
        done = self._run(*words)
        if done.returncode:
            verb = next(word for word in words if not word.startswith("-") and "=" not in word)
            raise UserError(f"Git {verb} failed.", _output(done), f"Nothing is lost; look in {self.folder} with git.")

    def _asks(self, *words: str) -> bool:
        return self._run(*words).returncode == 0

    def _answer(self, *words: str) -> str:
        done = self._run(*words)
        return done.stdout.strip() if done.returncode == 0 else ""


def _output(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip() or done.stdout.strip())[:2_000]


def driver_words() -> str:
    """How git calls this program to merge a journal, whatever is on its path."""
    return f'"{sys.executable}" -m afterword merge --driver %O %A %B'
