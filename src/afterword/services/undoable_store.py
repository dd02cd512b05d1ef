"""Owns the one way to write: a transaction of the store that can be undone and redone in this session."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.journal import Change, Journal
from afterword.errors import UserError
from afterword.ports import JournalStore, Transaction


class Step(Struct, frozen=True):
    """One transaction that went through: its name in words, and what it changed."""

    name: str
    changes: tuple[Change, ...]
    merge_key: object | None = None

    def leads_to(self, later: "Step") -> bool:
        """Whether `later` goes on with the same record in the same sitting, with nothing in between."""
        if self.merge_key is None or self.merge_key is not later.merge_key or self.name != later.name:
            return False
        if len(self.changes) != 1 or len(later.changes) != 1:
            return False
        first, second = self.changes[0], later.changes[0]
        return (first.table, first.id, first.after) == (second.table, second.id, second.before)

    def then(self, later: "Step") -> "Step":
        """Both as one step."""
        return replace(later, changes=(replace(later.changes[0], before=self.changes[0].before),))


class UndoableStore:
    """Every use case writes through here, so that each of them can be taken back. `saves` counts what was written."""

    def __init__(self, store: JournalStore) -> None:
        self._store = store
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self.saves = 0

    def journal(self) -> Journal:
        """The newest state."""
        return self._store.read()

    def changed(self) -> bool:
        """Whether another process has written since the last look."""
        return self._store.changed()

    def set_apart(self) -> tuple[str, ...]:
        """A sentence for each value that could not be read and was set apart, until a repair settled it."""
        return self._store.set_apart()

    @contextmanager
    def transaction(
        self, name: str, *, undoable: bool = True, merge_key: object | None = None
    ) -> Iterator[Transaction]:
        """A transaction called `name` (“add interview”), recorded for undo when it changed anything.

        What happened in the world, such as a letter that went out, is not undoable. Steps of one `merge_key` that
        follow each other on the same record, such as the savings of a letter while it is written, are undone together.
        """
        with self._store.transaction() as work:
            yield work
        if work.changes:
            self.saves += 1
        if work.changes and undoable:
            self._note(Step(name, work.changes, merge_key))
            self._undone.clear()

    def _note(self, step: Step) -> None:
        if self._done and self._done[-1].leads_to(step):
            step = self._done.pop().then(step)
        if any(change.before != change.after for change in step.changes):
            self._done.append(step)

    def undo(self) -> str:
        """Take back the last step and return its name. Refused when there is none or another process wrote there."""
        return self._move(self._done, self._undone, back=True)

    def redo(self) -> str:
        """Do the last undone step again and return its name."""
        return self._move(self._undone, self._done, back=False)

    def _move(self, source: list[Step], target: list[Step], *, back: bool) -> str:
        if not source:
            raise UserError("There is nothing to undo." if back else "There is nothing to redo.")
        step = source[-1]
        changes = [change.reversed for change in reversed(step.changes)] if back else list(step.changes)
        with self._store.transaction() as work:
            for change in changes:
                if work.journal.find(change.table, change.id) != change.before:
                    raise UserError(
                        f"“{step.name}” cannot be {'undone' if back else 'redone'}.",
                        "The same record has been changed since, perhaps by another window.",
                        "Change it by hand.",
                    )
            for change in changes:
                _put_back(work, change)
        self.saves += 1
        source.pop()
        target.append(step)
        return step.name


def _put_back(work: Transaction, change: Change) -> None:
    if change.after is not None:
        work.put(change.after)
    elif change.before is not None:
        work.remove(change.before)
