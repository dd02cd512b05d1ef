"""Drives the store from outside: `write STORE` saves an interview per id on stdin, `read STORE` lists them.

`write` prints `ok ID` once the interview is durable; `read` prints one JSON object per line; `move` undoes the last
step and does it again, `redo` does again whatever can be. `judge` takes the last steps back, one by one, and does them
again: it prints how many there were and what was wrong about them. The exit code is 1 when something was refused and 3
when the store cannot be used, with a sentence on stderr.
"""

import contextlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from afterword.domain.interview import Application, Interview
from afterword.errors import AfterwordError, StoreMissing, Unusable, UserError
from afterword.services.services import UndoableStore
from afterword.storage import TinyJournalStore


class SystemClock:
    """The machine's clock."""

    zone = "UTC"

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


MOST_JUDGED = 40


def write(store: UndoableStore, path: Path, clock: SystemClock) -> None:
    """One transaction for each line of stdin. A journal that was taken away is begun anew: torture does so at times."""
    try:
        store.journal()
    except StoreMissing:
        # Another writer may have begun it meanwhile.
        with contextlib.suppress(UserError):
            TinyJournalStore(path, clock=clock).begin_anew()
    for line in iter(sys.stdin.readline, ""):
        record_id = line.strip()
        now = clock.now()
        application = Application(id=f"a-{record_id}", company="Initech", role="Backend", created=now)
        interview = Interview(
            id=record_id,
            application_id=application.id,
            company=application.company,
            role=application.role,
            at=now,
            zone="UTC",
            created=now,
        )
        with store.transaction(record_id) as work:
            work.put(application)
            work.put(interview)
        print("ok", record_id, flush=True)


def move(store: UndoableStore) -> None:
    """One step back and forth."""
    print(store.undo(), store.redo())


def redo(store: UndoableStore) -> None:
    """Everything that was taken back, again."""
    try:
        while True:
            print(store.redo())
    except UserError:
        return


def judge(store: UndoableStore) -> None:
    """Whether each step back takes away what it is called by and nothing else, and each step forth brings it again."""
    wrong, undone = "", list[str]()
    states = [set(store.journal().interviews)]
    try:
        while len(undone) < MOST_JUDGED:
            undone.append(store.undo())
            states.append(set(store.journal().interviews))
            if states[-2] - states[-1] != {undone[-1]} or states[-1] - states[-2]:
                wrong = f"undoing {undone[-1]} changed {states[-2] ^ states[-1]}"
    except UserError:
        pass
    for name, state in zip(reversed(undone), reversed(states[:-1]), strict=False):
        if store.redo() != name or set(store.journal().interviews) != state:
            wrong = f"redoing {name} leads elsewhere"
    print(json.dumps({"undone": len(undone), "there": len(states[0]), "wrong": wrong}))


def read(store: UndoableStore) -> None:
    """Every interview on one line."""
    for interview in store.journal().interviews.values():
        print(json.dumps({"id": interview.id, "company": interview.company}))


def main() -> int:
    """The exit code."""
    mode, path = sys.argv[1:]
    clock = SystemClock()
    store = UndoableStore(TinyJournalStore(Path(path), clock=clock))
    try:
        if mode == "write":
            write(store, Path(path), clock)
        else:
            {"read": read, "move": move, "redo": redo, "judge": judge}[mode](store)
    except AfterwordError as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error, Unusable) else 1
    except OSError as error:
        print(f"The answer could not be written: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
