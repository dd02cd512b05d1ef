"""Owns the verbs on advice: give it a day, mark it as done, let it go."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from afterword.domain.dates import show_date
from afterword.domain.fields import changed
from afterword.domain.finding import Finding, FindingKind, Todo
from afterword.errors import UserError
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.services import UndoableStore

_UNPLANNED = Todo(text="", due=date.max)
"""What stands where nothing is planned yet."""


class AdviceService:
    """The verbs on what you will do about an advice. Each returns the finding as it is now."""

    def __init__(self, ledger: UndoableStore, clock: Clock) -> None:
        self._store = ledger
        self._clock = clock

    def plan(self, finding_id: str, changes: Mapping[str, object], began: Finding | None = None) -> Finding:
        """The advice as an action with a day, `due`; its `text` is the advice itself unless others are given.

        One that was done is to be done again when it gets another day.
        """
        with self._store.transaction("plan advice") as work:
            old = lookup.finding(work.journal, finding_id)
            if old.kind is not FindingKind.ADVICE:
                raise UserError(
                    f"That finding is marked as {old.kind}, not as advice.",
                    hint="Make a pointer from it, or change its kind to advice first.",
                )
            stored = old.todo or _UNPLANNED
            mine = {**changes, "text": changes.get("text") or old.quote}
            todo = changed(stored, mine, None if began is None else began.todo or _UNPLANNED)
            if todo.due != stored.due and todo.due < self._clock.now().date():
                raise UserError(f"{show_date(todo.due)} is past.", hint="Choose a day ahead.")
            finding = replace(old, todo=replace(todo, done=stored.done if todo.due == stored.due else None))
            work.put(finding)
        return finding

    def done(self, finding_id: str, on: date | None = None) -> Finding:
        """The action marked as done, today unless another day is given."""
        with self._store.transaction("advice done") as work:
            old = lookup.finding(work.journal, finding_id)
            finding = replace(old, todo=replace(_planned(old), done=on or self._clock.now().date()))
            work.put(finding)
        return finding

    def reopen(self, finding_id: str) -> Finding:
        """The action still to be done after all."""
        with self._store.transaction("advice open again") as work:
            old = lookup.finding(work.journal, finding_id)
            finding = replace(old, todo=replace(_planned(old), done=None))
            work.put(finding)
        return finding

    def drop(self, finding_id: str) -> Finding:
        """The advice without an action; the advice itself stays."""
        with self._store.transaction("drop action") as work:
            old = lookup.finding(work.journal, finding_id)
            _planned(old)
            finding = replace(old, todo=None)
            work.put(finding)
        return finding


def _planned(finding: Finding) -> Todo:
    if finding.todo is None:
        raise UserError("Nothing is planned for this advice yet.", hint="Give it a day first.")
    return finding.todo
