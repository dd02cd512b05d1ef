"""Owns the health of a store, and bringing a copy back: what stands in its place is kept first, even when damaged.

And what is known of a journal whose file is not there: whether there was one, its copies, and beginning anew.
"""

import os
import re
import shlex
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct, field

from afterword.codec.document import SchemaTooNew, StoreDocument, new_document
from afterword.codec.layout import REVISIONS
from afterword.codec.records import SET_APART, DocumentInvalid
from afterword.domain.dates import show_moment
from afterword.domain.history import StepNote, undo_stack
from afterword.domain.journal import TABLES, Journal
from afterword.domain.text import plural
from afterword.errors import StoreMissing, StoreUnusable, UserError
from afterword.storage import files
from afterword.storage.document_storage import DocumentStorage
from afterword.storage.files import saving, store_unusable
from afterword.storage.history import differences, read_seal
from afterword.storage.journal_store import HealthReport

_CONFLICT_MARKS = ("sync-conflict", "conflicted copy", "conflict-")


class _Chart(Struct):
    """What one examination finds; local to it."""

    storage: DocumentStorage
    repair: bool
    problems: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(storage: DocumentStorage, *, repair: bool) -> HealthReport:
    """Looks at everything; a repair never deletes a byte of anybody's records."""
    chart = _Chart(storage, repair)
    try:
        _look_at_journal(chart)
        _look_at_permissions(chart)
        _look_for_strays(chart)
        _look_at_history(chart)
        _look_at_backups(chart)
    except OSError as error:
        chart.problems.append(store_unusable(storage.path, error).title)
    return HealthReport(
        path=storage.path, problems=tuple(chart.problems), repaired=tuple(chart.repaired), notes=tuple(chart.notes)
    )


def _look_at_journal(chart: _Chart) -> None:
    storage = chart.storage
    if files.identity(storage.real) is None:
        _report_absence(chart)
        return
    try:
        document = _read(storage, storage.real)
        if chart.repair and not all(fault.settled for fault in document.apart):
            document = _settle(chart)
    except SchemaTooNew as error:
        chart.problems.append(store_unusable(storage.path, error).title)
    except DocumentInvalid as error:
        _report_damage(chart, error)
    else:
        _report_contents(chart, document)


def _read(storage: DocumentStorage, path: Path) -> StoreDocument:
    """The document there, looked through key by key whatever its checksum says."""
    return storage.parsed(files.read_whole(path)[0], trust=False)


def _report_absence(chart: _Chart) -> None:
    gone = missing(chart.storage)
    if gone is None:
        chart.notes.append("There is no journal yet; the first save creates it.")
    else:
        chart.problems.append(" ".join(str(gone).split("\n")))


_ONE = {"people": "person", "competencies": "competency"}


def _report_contents(chart: _Chart, document: StoreDocument) -> None:
    sizes = {table: len(getattr(document.journal, table)) for table in TABLES}
    counts = ", ".join(f"{size} {_ONE.get(table, table[:-1]) if size == 1 else table}" for table, size in sizes.items())
    chart.notes.append(f"The journal can be read, schema {document.head.schema}: {counts}.")
    if document.migrated_from is not None:
        chart.notes.append("The next save brings it to the newest schema, after a copy.")
    strangers = [name for name in document.tables if name not in (*TABLES, SET_APART, REVISIONS)]
    if strangers:
        chart.notes.append(f"Tables of other programs are kept as they are: {', '.join(strangers)}.")
    chart.problems += _asked_twice(document.journal)
    open_faults = [fault for fault in document.apart if not fault.settled]
    chart.problems += [f"{fault.sentence}. It is left out of what is shown." for fault in open_faults]
    if open_faults:
        chart.problems.append(
            "Set it right in the file, or set it apart for good with: afterword doctor --repair "
            f"(everything else stays as it is). {_newest_sound(chart)}"
        )
    chart.notes += [f"Kept in the table {SET_APART}: {fault.sentence}." for fault in document.apart if fault.settled]


def _asked_twice(journal: Journal) -> list[str]:
    pairs = Counter((request.person_id, request.interview_id) for request in journal.requests.values())
    return [
        f"There are two requests to {person_id} about {interview_id}."
        for (person_id, interview_id), count in pairs.items()
        if count > 1
    ]


def _settle(chart: _Chart) -> StoreDocument:
    """Writes the journal with what is wrong in it set apart; nothing else changes, and the file as it was is kept.

    It never goes back to a copy: everything written since would be gone. The way back is named, with its age.
    """
    storage = chart.storage
    with storage.held():
        former = _read(storage, storage.real)
        document = former.settled
        copy = replace_with(storage, document, "repair the journal", why="set-apart")
    lost = [fault for fault in document.apart if fault not in former.apart]
    chart.repaired += [f"{fault.sentence}. Its value is set apart." for fault in lost]
    chart.repaired.append(
        f"What was set apart stands in the table {SET_APART} of the journal, and the file as it was is kept as {copy}. "
        f"{_newest_sound(chart)}"
    )
    return document


def _newest_sound(chart: _Chart) -> str:
    """Where a value might still stand as it was, and how old that is."""
    newest = _newest_copy(chart.storage, lambda copy: not copy.apart)
    if newest is None:
        return "There is no copy without a fault."
    return f"The newest copy without a fault, {_age(chart.storage, newest[0])}: {newest[0]}"


def _report_damage(chart: _Chart, error: DocumentInvalid) -> None:
    """A text that is no journal cannot be mended, and going back is for the person to decide."""
    title = store_unusable(chart.storage.path, error).title
    good = _newest_copy(chart.storage, lambda _copy: True)
    if good is None:
        chart.problems.append(f"{title} No copy of it can be read either.")
        return
    path, copy = good
    chart.problems.append(
        f"{title} The newest copy that can be read, {_age(chart.storage, path)}, holds "
        f"{plural(len(copy.journal.interviews), 'interview')}; what was written later is not in it. "
        f"Bring it back with: afterword restore {path} (the damaged file is kept)."
    )


def _newest_copy(
    storage: DocumentStorage, is_wanted: Callable[[StoreDocument], bool]
) -> tuple[Path, StoreDocument] | None:
    for path in storage.backups.all():
        try:
            copy = _read(storage, path)
        except (OSError, DocumentInvalid):
            continue
        if is_wanted(copy):
            return path, copy
    return None


def _age(storage: DocumentStorage, copy: Path) -> str:
    made_at = storage.backups.made_at(copy)
    if made_at is None:
        return "of unknown age"
    minutes = max(int((storage.backups.now() - made_at).total_seconds() // 60), 0)
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{plural(minutes // size, unit)} old"
    return "less than a minute old"


def _look_at_permissions(chart: _Chart) -> None:
    real = chart.storage.real
    history = chart.storage.history.path
    wanted_of = {real.parent: files.PRIVATE_FOLDER, real: files.PRIVATE_FILE, history: files.PRIVATE_FILE}
    for path, mode in wanted_of.items():
        if not path.exists() or not path.stat().st_mode & 0o077:
            continue
        problem = f"{path} can be read by others"
        if not _may_be_closed(path):
            chart.notes.append(f"{problem}; it is shared with other things and was left so.")
        elif not chart.repair:
            chart.problems.append(f"{problem}. Close it with: afterword doctor --repair")
        else:
            with saving(path):
                path.chmod(mode)
            chart.repaired.append(f"{problem}; now it is for you alone.")


def _may_be_closed(path: Path) -> bool:
    """Only what is one's own and no meeting place: never /tmp, never the home folder."""
    status = path.stat()
    return status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX and path != Path.home().resolve()


def _look_for_strays(chart: _Chart) -> None:
    real = chart.storage.real
    for stray in map(files.temporary_of, (real, chart.storage.history.path)):
        if files.identity(stray) is None:
            continue
        if not chart.repair:
            chart.problems.append(
                f"{stray} is left from an interrupted save. Remove it with: afterword doctor --repair"
            )
        else:
            with chart.storage.held():
                stray.unlink(missing_ok=True)
            chart.repaired.append(f"{stray}, left from an interrupted save, was removed.")
    if real.parent.is_dir():
        for path in sorted(real.parent.iterdir()):
            if path.name.startswith(real.stem) and any(mark in path.name.lower() for mark in _CONFLICT_MARKS):
                chart.notes.append(f"{path} is a copy that a sync tool set aside; it is left alone.")


def _look_at_history(chart: _Chart) -> None:
    """How far back undo reaches; what cannot be read there costs no record."""
    storage = chart.storage
    try:
        lines, unread = storage.history.lines()
    except OSError as error:
        chart.problems.append(f"The history {storage.history.path} cannot be read ({error.strerror}): no undo.")
        return
    if unread:
        many = plural(unread, "line")
        chart.notes.append(f"{many} of the history cannot be read; what was done before cannot be undone.")
    try:
        steps = storage.history.steps(storage.newest().document, storage.schema)
    except StoreUnusable:
        return
    if lines:
        count = sum(not step.obstacle for step in undo_stack(steps).done)
        chart.notes.append(f"The history holds {plural(len(steps), 'step')}; {count} of them can be undone.")


def is_replaced(copy: Path) -> bool:
    """Whether it is the journal as it was when another program put another one in its place."""
    return re.search(r"-replaced(?:-\d+)?\.", copy.name) is not None


def _look_at_backups(chart: _Chart) -> None:
    backups = chart.storage.backups
    try:
        copies = backups.all()
    except OSError as error:
        chart.problems.append(
            f"The folder of copies {backups.folder} cannot be read ({error.strerror}): no copy is made until it can."
        )
        return
    if not copies:
        chart.notes.append("There are no copies yet; the second save makes the first one.")
        return
    chart.notes.append(f"{plural(len(copies), 'copy', 'copies')} in {copies[0].parent}, the newest: {copies[0].name}.")
    if replaced := next(filter(is_replaced, copies), None):
        chart.notes.append(
            "A copy that ends in “-replaced” is your journal as it stood when another program put another one in its "
            f"place. The newest of them is brought back by: afterword restore {shlex.quote(str(replaced))}"
        )


def restore(storage: DocumentStorage, file: Path) -> Path | None:
    """Puts the copy in place of the journal; returns where the former one was kept, if there was one."""
    copy = read_copy(storage, file)
    with storage.held():
        return replace_with(storage, copy, f"restore {file.name}", why="before-restore")


def read_copy(storage: DocumentStorage, file: Path) -> StoreDocument:
    """The journal in a copy. Raises `UserError` when it cannot be used."""
    try:
        return storage.parsed(files.read_whole(file)[0])
    except OSError as error:
        raise UserError(
            f"{file} cannot be read: {error.strerror or error}.", hint="Which copies there are: afterword backup --list"
        ) from error
    except DocumentInvalid as error:
        raise UserError(
            f"{file} cannot be restored: {error}.", "The journal was left as it is.", "Choose another copy."
        ) from error


def replace_with(storage: DocumentStorage, copy: StoreDocument, name: str, *, why: str) -> Path | None:
    """Keeps the bytes that stand there and installs the copy, as a step of that name; inside `held`."""
    kept_copy: Path | None = None
    former: StoreDocument | None = None
    with saving(storage.path):
        identity = files.identity(storage.real)
        if identity is not None:
            raw, identity = files.read_whole(storage.real)
            kept_copy = storage.backups.keep(raw, why)
            former = _sound(raw, storage)
    # The restored version leads on from the one it replaces, so that a running Afterword takes it over.
    head = copy.head if former is None else former.head
    # What stood there and could not be read cannot be brought back by undo.
    changes = () if former is None else differences(former.tables, copy.tables)
    line = storage.line(StepNote(name=name, undoable=bool(changes)), changes)
    as_written = former is not None and former.as_written
    storage.install(StoreDocument(head, copy.tables, copy.journal, as_written=as_written), line, expected=identity)
    return kept_copy


def _sound(raw: bytes, storage: DocumentStorage) -> StoreDocument | None:
    try:
        return storage.parsed(raw)
    except DocumentInvalid:
        return None


# ── a journal whose file is not there ─────────────────────────────────────────────────────────────────────────────────


_COUNTED = 5
"""So many copies, the newest, are read to say how much is in them."""


def missing(storage: DocumentStorage) -> StoreMissing | None:
    """What is missing and what there is instead; None where nothing says that there ever was a journal."""
    link = files.dangling_link(storage.path)
    if link is not None and not storage.real.parent.is_dir():
        return link_leads_nowhere(storage.path, link)
    copies = dict(_copies(storage))
    if copies:
        why = "though there are copies of it"
    elif link is not None:
        why = f"where the link {link} leads"
    elif _was_there(storage):
        why = "though there was one, and there are no copies of it"
    else:
        return None
    newest = next(iter(copies.items()), None)
    from_elsewhere = "Put it back where it was if you have it elsewhere, or name it: afterword restore FILE"
    ways = [f"Bring it back with: afterword restore {shlex.quote(newest[0])}" if newest else from_elsewhere]
    if newest and copies.keys() - {newest[0]}:
        ways.append("Every copy is listed by: afterword backup --list")
    ways.append("A new, empty one is begun with: afterword restore --empty")
    return StoreMissing(
        f"The journal {storage.path} is not there, {why}.",
        f"The newest copy: {newest[1]}." if newest else "",
        "\n".join(ways),
        copies=copies,
    )


def _was_there(storage: DocumentStorage) -> bool:
    """Whether a save went on from another: history and seal say of the very first what is about to happen."""
    seal = read_seal(storage.real)
    try:
        lines, _ = storage.history.lines()
    except OSError:
        lines = []
    return bool((seal and seal.after) or any(line.before for line in lines))


def link_leads_nowhere(path: Path, link: Path) -> StoreMissing:
    """The journal is on a disk that is not there, and nothing may be made in its place."""
    return StoreMissing(
        f"The journal {path} cannot be reached: the link {link} leads to {link.readlink()}, which is not there.",
        "Nothing was changed.",
        "Connect the disk that it is on, then try again. To begin elsewhere, remove the link or name another folder "
        "with --data-dir.",
        can_begin=False,
    )


def _copies(storage: DocumentStorage) -> Iterator[tuple[str, str]]:
    """Every copy with what is told of it: those among the backups, and those that a sync program put aside."""
    copies = sorted((*storage.backups.all(), *storage.conflict_copies()), key=storage.backups.age, reverse=True)
    for place, path in enumerate(copies):
        holds = _contents(storage, path) if place < _COUNTED else f"{path.stat().st_size:,} bytes"
        yield str(path), f"{show_moment(storage.backups.age(path)[0])}, {holds}"


def _contents(storage: DocumentStorage, path: Path) -> str:
    try:
        journal = storage.parsed(files.read_whole(path)[0]).journal
    except (OSError, DocumentInvalid):
        return "cannot be read"
    return plural(len(journal.interviews), "interview")


def begin_anew(storage: DocumentStorage) -> None:
    """Writes an empty journal where there is none; copies stay. Raises `UserError`, `SaveFailed`, `StoreMissing`."""
    with storage.held():
        if files.identity(storage.real) is not None:
            raise UserError(
                f"There is a journal: {storage.path}.",
                "Nothing was changed.",
                "To begin with an empty one beside it, name another folder with --data-dir.",
            )
        fresh = new_document(Journal(), storage.schema)
        storage.install(fresh, storage.line(StepNote(name="begin a new journal", undoable=False)), expected=None)
