"""A world in memory for the screen: a store that keeps a journal, a clock that stands still, ids in order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from tests.fakes import FixedClock, MemoryHistory

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.codec.document import new_document
from afterword.codec.layout import ids_holding
from afterword.demo import demo_journal
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.history import Arrival, Merged, SavedView, Step, StepNote, TypedText
from afterword.domain.journal import TABLES, Change, Journal, Record
from afterword.domain.merging import MergeState, merge
from afterword.exchange.files import ExchangeFiles, import_json
from afterword.mail.adapters import inbox_of_file
from afterword.ports import Transaction
from afterword.services.letters import Writer
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.storage.journal_store import JournalTransaction

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


@dataclass
class MemoryStore:
    """A store in memory; `write_elsewhere` is what another process does."""

    journal: Journal = field(default_factory=Journal)
    news: bool = False
    broken: Exception | None = None
    apart: tuple[str, ...] = ()
    history: MemoryHistory = field(default_factory=MemoryHistory)

    def read(self) -> Journal:
        """The newest state."""
        self.news = False
        return self.journal

    def holding(self, letters: str) -> set[str]:
        """As it would be stored."""
        return ids_holding(new_document(self.journal).tables, {}, letters.encode())

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """All or nothing."""
        if self.broken is not None:
            raise self.broken
        work = JournalTransaction(self.journal)
        yield work
        self.journal = work.journal
        if work.changes:
            self.history.note(work.note, work.changes)

    def steps(self) -> tuple[Step, ...]:
        """What was done, oldest first."""
        return tuple(self.history.steps)

    def note(self, note: StepNote, changes: tuple[Change, ...]) -> None:
        """A step from before."""
        self.history.note(note, changes)

    def arrivals(self) -> tuple[Arrival, ...]:
        """Nothing comes in from other machines."""
        return ()

    def unrecorded(self) -> str:
        """Everything is in the history."""
        return ""

    def set_apart(self) -> tuple[str, ...]:
        """What the test says could not be read."""
        return self.apart

    def changed(self) -> bool:
        """Whether somebody else has written."""
        return self.news

    def write_elsewhere(self, *records: Record) -> None:
        """Another process puts records."""
        work = JournalTransaction(self.journal)
        for record in records:
            work.put(record)
        self.journal, self.news = work.journal, True


@dataclass
class CountingIds:
    """Ids in order."""

    count: int = 0

    def new(self) -> str:
        """The next id."""
        self.count += 1
        return f"id{self.count}"


@cache
def sample_journal() -> Journal:
    """The sample on the day at which the clock stands, made once: nobody can change a journal."""
    return demo_journal(NOW, "UTC")


@dataclass
class MemoryViews:
    """Saved views in memory."""

    kept: tuple[SavedView, ...] = ()

    def read(self) -> tuple[SavedView, ...]:
        """The views."""
        return self.kept

    def write(self, views: Sequence[SavedView]) -> None:
        """Keep these."""
        self.kept = tuple(views)


COPY = Path("backups") / "journal-backup.json"


class Copies:
    """Copies of a journal that is on no disk: there is always the same one."""

    def backup(self) -> Path:
        """It."""
        return COPY

    def restore(self, file: Path) -> None:
        """Nothing to bring back."""

    def begin_anew(self) -> None:
        """Nothing to begin."""


def merge_into(store: MemoryStore, raw: bytes, name: str, rehearse: bool) -> Merged:  # noqa: FBT001 - a MergeBytes
    """Another journal merged into that of the store."""
    merged = merge(MergeState(store.journal), MergeState(import_json(raw)))
    if not rehearse:
        with store.transaction() as work:
            work.note = StepNote(name=f"merge {name}")
            for table in TABLES:
                for record in getattr(merged.journal, table).values():
                    work.put(record)
    return merged


def services(store: MemoryStore, views: MemoryViews | None = None) -> Services:
    """The services on that store."""
    kept = views or MemoryViews()
    files = ExchangeFiles(partial(merge_into, store), inbox_of_file, Copies())
    world = World(store, FixedClock(NOW), CountingIds(), files=lambda: files, views=lambda: kept)
    return wired(world, Settings(), lambda: Writer(default_templates(), "Sam"))


@dataclass
class ClosedOn:
    """Where the person was when the app was closed, everything that is due being known; what is typed is not kept."""

    state: Mapping[str, object]
    trouble: str = ""

    def keep(self, texts: tuple[TypedText, ...]) -> None:
        """Nothing is kept."""

    def left(self) -> tuple[TypedText, ...]:
        """Nothing was being typed."""
        return ()

    def drop(self, text: TypedText) -> None:
        """Nothing is there to drop."""

    def session(self) -> Mapping[str, object]:
        """Where the person was."""
        return self.state

    def keep_session(self, state: Mapping[str, object]) -> None:
        """The next start begins where this one did."""

    def flush(self) -> None:
        """Nothing waits for a disk."""

    def close(self) -> None:
        """Nothing is open."""


def closed_on(pane_id: str, store: MemoryStore) -> Services:
    """The services on that store of somebody who closed the app on that pane; it opens there again."""
    state = {"pane": pane_id, "due": [item.key for item in services(store).overview.due()]}
    world = World(store, FixedClock(NOW), CountingIds(), typed=lambda: ClosedOn(state))
    return wired(world, Settings(), lambda: Writer(default_templates(), "Sam"))
