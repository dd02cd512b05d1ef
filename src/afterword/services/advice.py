"""Owns the verbs on advice: give it a day, mark it as done, let it go."""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import show_date
from afterword.domain.finding import Finding, FindingKind, Todo
from afterword.domain.text import clean_line
from afterword.errors import UserError
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.services import UndoableStore
from afterword.services.three_way import settled


class PlanForm(Struct, frozen=True, kw_only=True):
    """What you will do about an advice (empty: the advice itself), and by which day."""

    text: str = ""
    day: date | None = None


def plan_of(finding: Finding) -> PlanForm:
    """The form, filled with what is planned."""
    return PlanForm(text=finding.todo.text, day=finding.todo.due) if finding.todo else PlanForm()


class AdviceService:
    """The verbs on what you will do about an advice. Each returns the finding as it is now."""

    def __init__(self, ledger: UndoableStore, clock: Clock) -> None:
        self._store = ledger
        self._clock = clock

    def plan(self, finding_id: str, due: date, text: str = "", began: PlanForm | None = None) -> Finding:
        """The advice as an action with a day; its words are the advice itself unless others are given.

        One that was done is to be done again when it gets another day.
        """
        with self._store.transaction("plan advice") as work:
            old = lookup.finding(work.journal, finding_id)
            if old.kind is not FindingKind.ADVICE:
                raise UserError(
                    f"That finding is marked as {old.kind}, not as advice.",
                    hint="Make a pointer from it, or change its kind to advice first.",
                )
            mine = PlanForm(text=clean_line(text) or clean_line(old.quote), day=due)
            form = settled(mine, began, plan_of(old))
            if form.day is not None and form.day != plan_of(old).day and form.day < self._clock.now().date():
                raise UserError(f"{show_date(form.day)} is past.", hint="Choose a day ahead.")
            done = old.todo.done if old.todo is not None and old.todo.due == form.day else None
            finding = replace(old, todo=Todo(text=form.text, due=form.day or due, done=done))
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
