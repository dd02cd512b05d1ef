"""Drives the store from outside: `write STORE` saves an interview per id on stdin, `read STORE` lists them.

`write` prints `ok ID` once the interview is durable; `read` prints one JSON object per line. The exit code is 1
when something was refused and 3 when the store cannot be used, with a sentence on stderr.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from afterword.domain.application import Application
from afterword.domain.interview import Interview
from afterword.errors import AfterwordError, Unusable
from afterword.storage import TinyJournalStore


class SystemClock:
    """The machine's clock."""

    zone = "UTC"

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


def write(store: TinyJournalStore, clock: SystemClock) -> None:
    """One transaction for each line of stdin."""
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
        with store.transaction() as work:
            work.put(application)
            work.put(interview)
        print("ok", record_id, flush=True)


def read(store: TinyJournalStore) -> None:
    """Every interview on one line."""
    for interview in store.read().interviews.values():
        print(json.dumps({"id": interview.id, "company": interview.company}))


def main() -> int:
    """The exit code."""
    mode, path = sys.argv[1:]
    clock = SystemClock()
    store = TinyJournalStore(Path(path), clock=clock)
    try:
        if mode == "write":
            write(store, clock)
        else:
            read(store)
    except AfterwordError as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error, Unusable) else 1
    except OSError as error:
        print(f"The answer could not be written: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
