"""Owns what is known of a journal whose file is not there: whether there was one, its copies, and beginning anew."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from afterword.codec.document import new_document
from afterword.codec.records import DocumentInvalid
from afterword.domain.dates import show_moment
from afterword.domain.history import StepNote
from afterword.domain.journal import Journal
from afterword.domain.text import plural
from afterword.errors import StoreMissing, UserError
from afterword.storage import files
from afterword.storage.document_storage import DocumentStorage
from afterword.storage.history import HistoryLine
from afterword.storage.seal import read_seal

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
    found = sorted((*storage.backups.all(), *storage.conflict_copies()), key=storage.backups.age, reverse=True)
    for place, path in enumerate(found):
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
        line = HistoryLine(
            id="",
            before="",
            at=storage.backups.now(),
            schema=storage.schema,
            note=StepNote(name="begin a new journal", undoable=False),
            changes=(),
        )
        storage.install(fresh, line, expected=None)
