"""Owns the look at the store's health, and the mending of what can be mended without losing a byte."""

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from afterword.codec import Document, DocumentInvalid, SchemaTooNew, parse
from afterword.domain.journal import TABLES
from afterword.domain.text import plural
from afterword.storage import files
from afterword.storage.document_storage import DocumentStorage
from afterword.storage.references import loose_ends
from afterword.storage.report import Report
from afterword.storage.restoring import replace_with
from afterword.storage.sentences import saving, store_unusable

_CONFLICT_MARKS = ("sync-conflict", "conflicted copy", "conflict-")


@dataclass(slots=True)
class _Chart:
    """What one examination finds; local to it."""

    storage: DocumentStorage
    repair: bool
    problems: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(storage: DocumentStorage, *, repair: bool) -> Report:
    """Looks at everything; a repair never deletes a byte of anybody's records."""
    chart = _Chart(storage, repair)
    try:
        _look_at_journal(chart)
        _look_at_permissions(chart)
        _look_for_strays(chart)
        _look_at_backups(chart)
    except OSError as error:
        chart.problems.append(store_unusable(storage.path, error).title)
    return Report(
        path=storage.path,
        problems=tuple(chart.problems),
        repaired=tuple(chart.repaired),
        notes=tuple(chart.notes),
    )


def _look_at_journal(chart: _Chart) -> None:
    storage = chart.storage
    if files.identity(storage.real) is None:
        _report_absence(chart)
        return
    try:
        document = parse(files.read_whole(storage.real)[0], steps=storage.steps)
    except SchemaTooNew as error:
        chart.problems.append(store_unusable(storage.path, error).title)
    except DocumentInvalid as error:
        _treat_damage(chart, error)
    else:
        _report_contents(chart, document)


def _report_absence(chart: _Chart) -> None:
    newest = next(iter(chart.storage.backups.all()), None)
    if newest is None:
        chart.notes.append("There is no journal yet; the first save creates it.")
    else:
        chart.problems.append(
            f"There is no journal, but there are copies of one. Bring one back with: afterword restore {newest}"
        )


def _report_contents(chart: _Chart, document: Document) -> None:
    counts = ", ".join(f"{len(getattr(document.journal, table))} {table}" for table in TABLES)
    chart.notes.append(f"The journal can be read, schema {document.head.schema}: {counts}.")
    if document.migrated_from is not None:
        chart.notes.append("The next save brings it to the newest schema, after a copy.")
    strangers = [name for name in document.tables if name not in TABLES]
    if strangers:
        chart.notes.append(f"Tables of other programs are kept as they are: {', '.join(strangers)}.")
    chart.problems += loose_ends(document.journal)


def _treat_damage(chart: _Chart, error: DocumentInvalid) -> None:
    storage = chart.storage
    good = _newest_good_copy(storage)
    what = store_unusable(storage.path, error).title
    if good is None:
        chart.problems.append(f"{what} No copy of it can be read either.")
    elif not chart.repair:
        chart.problems.append(f"{what} Bring the newest good copy back with: afterword restore {good[0]}")
    else:
        path, copy = good
        with storage.held():
            kept = replace_with(storage, copy, why="damaged")
        chart.repaired.append(f"{what} It was kept as {kept}, and the newest good copy was restored: {path}.")


def _newest_good_copy(storage: DocumentStorage) -> tuple[Path, Document] | None:
    for path in storage.backups.all():
        try:
            return path, parse(path.read_bytes(), steps=storage.steps)
        except (OSError, DocumentInvalid):
            continue
    return None


def _look_at_permissions(chart: _Chart) -> None:
    real = chart.storage.real
    for path, wanted in ((real.parent, files.PRIVATE_FOLDER), (real, files.PRIVATE_FILE)):
        if not path.exists() or not path.stat().st_mode & 0o077:
            continue
        what = f"{path} can be read by others"
        if not _may_be_closed(path):
            chart.notes.append(f"{what}; it is shared with other things and was left so.")
        elif not chart.repair:
            chart.problems.append(f"{what}. Close it with: afterword doctor --repair")
        else:
            with saving(path):
                path.chmod(wanted)
            chart.repaired.append(f"{what}; now it is for you alone.")


def _may_be_closed(path: Path) -> bool:
    """Only what is one's own and no meeting place: never /tmp, never the home folder."""
    status = path.stat()
    return status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX and path != Path.home().resolve()


def _look_for_strays(chart: _Chart) -> None:
    real = chart.storage.real
    stray = files.temporary_of(real)
    if files.identity(stray) is not None:
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


def _look_at_backups(chart: _Chart) -> None:
    copies = chart.storage.backups.all()
    if not copies:
        chart.notes.append("There are no copies yet; the second save makes the first one.")
        return
    chart.notes.append(f"{plural(len(copies), 'copy', 'copies')} in {copies[0].parent}, the newest: {copies[0].name}.")
