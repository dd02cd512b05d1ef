"""What the tests of the store share: a clock that is set by hand, and a journal file in a folder of its own."""

from pathlib import Path

import pytest
from tests.storage.samples import SetClock

from afterword.storage import TinyJournalStore


@pytest.fixture
def clock() -> SetClock:
    """A clock that only moves when told to."""
    return SetClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal will be; the folder does not exist yet."""
    return tmp_path / "data" / "journal.json"


@pytest.fixture
def store(path: Path, clock: SetClock) -> TinyJournalStore:
    """A store without a file so far."""
    return TinyJournalStore(path, clock=clock)
