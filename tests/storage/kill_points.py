"""Kills a verb of the store before every single call it makes to the system, and tells what stands afterwards.

    python kill_points.py FOLDER save|undo|redo|compact

For each point a copy of the same journal is made, a process of its own begins the verb and is killed there, and the
copy is opened by a fresh program: one JSON line says what its journal holds, what could be undone one after the other,
and what could be redone then. A second line says it of the same copy without its seal, a third with the seal as it was
before. The last three are those of a verb which was let through to its end.
"""

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.fakes import FixedClock

from afterword.domain.interview import Application, Interview
from afterword.errors import UserError
from afterword.services.services import UndoableStore
from afterword.storage import TinyJournalStore

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
SEAL = ".journal.json.seal"
LONG_GONE = b'{"id":"1-00000000","before":"","at":"2026-01-01T00:00:00Z","schema":3,"note":{},"changes":[]}\n'
"""A line of a step long gone, which makes the next save let go of it."""


def opened(folder: Path) -> UndoableStore:
    """A fresh program on that folder."""
    return UndoableStore(TinyJournalStore(folder / "journal.json", clock=FixedClock(NOW)))


def rename(store: UndoableStore, company: str) -> None:
    """One step: the interview is at another company from now on; the first step adds it."""
    with store.transaction(company) as work:
        known = work.journal.interviews.get("i1")
        first = Interview(id="i1", application_id="a1", company=company, role="SRE", at=NOW, zone="UTC", created=NOW)
        work.put(Application(id="a1", company=company, role="SRE", created=NOW))
        work.put(first if known is None else replace(known, company=company))


def company(store: UndoableStore) -> str:
    """Where the interview is; empty where there is none."""
    found = store.journal().interviews.get("i1")
    return "" if found is None else found.company


def walk(move: Callable[[], str], store: UndoableStore) -> list[tuple[str, str]]:
    """Every step that can be moved, each with the company after it."""
    moved = []
    while True:
        try:
            moved.append((move(), company(store)))
        except UserError:
            return moved


def report(folder: Path) -> dict[str, object]:
    """What a fresh program finds."""
    store = opened(folder)
    stands = company(store)
    undone = walk(store.undo, store)
    return {"stands": stands, "undone": undone, "redone": walk(store.redo, store)}


def killed_at(point: int, verb: Callable[[], object]) -> bool:
    """Whether the verb made so many calls to the system; it was killed before that one then."""
    child = os.fork()
    if child == 0:
        calls = 0

        def count(_frame: FrameType, event: str, function: object) -> None:
            nonlocal calls
            if event == "c_call" and getattr(function, "__module__", "") in ("posix", "fcntl"):
                calls += 1
                if calls > point:
                    os.kill(os.getpid(), signal.SIGKILL)

        # No thread has room for so large a stack: each call is made in turn, where it is counted.
        threading.stack_size(1 << 46)
        sys.setprofile(count)
        verb()
        sys.setprofile(None)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


VERBS: dict[str, Callable[[UndoableStore], object]] = {
    "save": lambda store: rename(store, "D"),
    "compact": lambda store: rename(store, "D"),
    "undo": lambda store: store.undo(),
    "redo": lambda store: store.redo(),
}


def main() -> None:
    """Every point of one verb."""
    folder, verb = Path(sys.argv[1]), sys.argv[2]
    base, copy, looked_at = folder / "base", folder / "copy", folder / "looked-at"
    store = opened(base)
    rename(store, "A")
    if verb == "compact":
        # Thousands of saves later.
        former = base / SEAL
        former.write_bytes(former.read_bytes().replace(b'"version":"1-', b'"version":"3000-'))
        (base / "history.jsonl").unlink()
    rename(store, "B")
    rename(store, "C")
    if verb == "compact":
        history = base / "history.jsonl"
        history.write_bytes(LONG_GONE + history.read_bytes())
    if verb == "redo":
        store.undo()
    point, went_on = 0, True
    while went_on:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(base, copy)
        beginning = opened(copy)
        beginning.journal()
        went_on = killed_at(point, partial(VERBS[verb], beginning))
        for seal in (None, b"", (base / SEAL).read_bytes()):
            shutil.rmtree(looked_at, ignore_errors=True)
            shutil.copytree(copy, looked_at)
            if seal is not None:
                (looked_at / SEAL).write_bytes(seal)
            sys.stdout.write(json.dumps(report(looked_at)) + "\n")
        point += 1


if __name__ == "__main__":
    main()
