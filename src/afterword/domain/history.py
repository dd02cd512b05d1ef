"""Owns what is remembered beside the records: the history, former states, what a merge came to, what is being typed.

How steps are kept, and which of those kept led to the journal as it stands, is the storage's; how journals are merged
is for merging, which a save need not load.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct

from afterword.domain.dates import show_day
from afterword.domain.journal import Change, Journal, Record
from afterword.domain.text import clean_line, fold, shorten
from afterword.errors import UserError

RecordKey = tuple[str, str]
"""The table and the id of a record."""


class ReadChanges(Protocol):
    """What became of the records that a step touched; of those `among` these, unless all are asked for."""

    def __call__(self, among: Collection[RecordKey] | None = None, /) -> tuple[Change, ...]:
        """The changes, in their order. Raises `UserError` where one of them cannot be read."""
        ...


class StepNote(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a transaction is called in the history: a step of its own, or one that takes back or repeats another.

    What happened in the world, such as a letter that went out, is not `undoable`. Steps of one `merge_key` that follow
    each other on the same record count as one. `undoes` and `redoes` are the id of another step.
    """

    name: str = "change"
    undoable: bool = True
    merge_key: str = ""
    undoes: str = ""
    redoes: str = ""


class Step(Struct, frozen=True, kw_only=True):
    """One saved transaction: the version of the journal it led to, when, its name, and the records it touched.

    `removed` are those of the records `touched` that were gone after it; `changes` reads what became of them. A step
    may have touched thousands: ask for the few that matter. `obstacle` says why the step cannot be taken back; it is
    empty for one that can.
    """

    id: str
    at: datetime
    note: StepNote
    touched: tuple[RecordKey, ...]
    removed: tuple[RecordKey, ...] = ()
    changes: ReadChanges
    obstacle: str = ""

    @property
    def name(self) -> str:
        """What was done, in the words that `u` says."""
        return self.note.name

    @property
    def words(self) -> str:
        """The same in a list of steps: one that took another back, or repeated it, says so."""
        lead = "undo: " if self.note.undoes else "redo: " if self.note.redoes else ""
        return f"{lead}{self.note.name}"


class UndoStack(Struct, frozen=True):
    """The steps that stand and can be taken back, and those that were and can be done again; the next one is last."""

    done: tuple[Step, ...]
    undone: tuple[Step, ...]


def undo_stack(steps: Iterable[Step]) -> UndoStack:
    """What can be undone and redone after these steps, oldest first.

    Whatever else was done after an undo ends what could be redone. What cannot be undone, since it happened in the
    world, is passed over; it stands in the way of a step only where both changed the same record.
    """
    done: list[Step] = []
    undone: list[Step] = []
    for step in steps:
        if step.note.undoes:
            _move(step.note.undoes, done, undone)
        elif step.note.redoes:
            _move(step.note.redoes, undone, done)
        elif step.note.undoable:
            done.append(step)
            undone.clear()
    return UndoStack(tuple(done), tuple(undone))


def _move(step_id: str, source: list[Step], target: list[Step]) -> None:
    """A step whose beginning the history has let go of is in neither."""
    moved = [step for step in source if step.id == step_id]
    source[:] = [step for step in source if step.id != step_id]
    target.extend(moved)


def undone_ids(steps: Iterable[Step]) -> set[str]:
    """The steps that do not stand any more, whether they can be done again or not."""
    undone: set[str] = set()
    for step in steps:
        if step.note.undoes:
            undone.add(step.note.undoes)
        undone.discard(step.note.redoes)
    return undone


def later_on(steps: Sequence[Step], step: Step, touched: Iterable[RecordKey]) -> Step | None:
    """The last step after that one which touched one of these records, if any."""
    records = set(touched)
    ids = [other.id for other in steps]
    after = steps[ids.index(step.id) + 1 :] if step.id in ids else ()
    return next((later for later in reversed(after) if not records.isdisjoint(later.touched)), None)


def stood(journal: Journal, steps: Sequence[Step], step_id: str, table: str, record_id: str) -> Record | None:
    """The record as that step left it; None where it did not exist then.

    `journal` is the one that the last of these steps led to. Raises `UserError` where the history does not know.
    """
    record = journal.find(table, record_id)
    for step in reversed(steps):
        if step.id == step_id:
            return record
        if step.obstacle:
            break
        if (table, record_id) in step.touched:
            (change,) = step.changes([(table, record_id)])
            record = change.before
    raise UserError("The history does not reach back that far.")


# ── former states of records, and what a merge came to ────────────────────────────────────────────────────────────────


GONE = "-"
"""The digest of a record that is not there."""
MOST_STATES = 32
"""Former states that are remembered of a record."""
_SHOWN = 40
"""Characters of a value that a sentence shows."""


class Revision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a record was last written, or removed, how often it was, and the names of the states it had before."""

    at: datetime
    count: int = 0
    removed: bool = False
    was: tuple[str, ...] = ()


def state_name(digest: str, count: int) -> str:
    """A name for a state that a record came to by so many writes; coming back to an earlier text is another state."""
    return f"{digest}.{count}" if digest else ""


class Differing(Struct, frozen=True):
    """A value that both sides had changed: the record, the field, and what both said."""

    table: str
    id: str
    field: str
    ours: object
    theirs: object
    kept: object

    @property
    def words(self) -> str:
        """`interviews 7k2m, notes: “calm” and “nervous”; kept “nervous”`."""
        ours, theirs, kept = (shorten(str(value), _SHOWN) for value in (self.ours, self.theirs, self.kept))
        return f"{self.table} {self.id}, {self.field}: “{ours}” and “{theirs}”; kept “{kept}”"


class Merged(Struct, frozen=True):
    """What a merge comes to: the journal, what it remembers, the ids that came in, changed and went, by table.

    `both` is what both sides had changed.
    """

    journal: Journal
    revisions: Mapping[RecordKey, Revision]
    added: Mapping[str, tuple[str, ...]]
    changed: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, tuple[str, ...]]
    both: tuple[Differing, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many records came in, were changed and removed, and how many values both sides had changed."""
        added, changed, removed = (sum(map(len, ids.values())) for ids in (self.added, self.changed, self.removed))
        return {"added": added, "changed": changed, "removed": removed, "both": len(self.both)}

    @property
    def is_nothing(self) -> bool:
        """Whether ours is as it was."""
        return not any(self.counts.values())

    @property
    def words(self) -> str:
        """`2 added, 1 changed`, or `nothing new`."""
        done = (f"{count} {word}" for word, count in self.counts.items() if count and word != "both")
        return ", ".join(done) or "nothing new"


def _nothing_to_do() -> None:
    """There is nothing to be done."""


class Arrival(Struct, frozen=True):
    """What another machine's journal brought in: what it is called, and what the merge with it came to.

    `told` is called once the person was told; the copy of a sync program is removed then. `lost` are sentences about
    what is not there any more, where it took something away.
    """

    name: str
    merged: Merged
    told: Callable[[], None] = _nothing_to_do
    lost: tuple[str, ...] = ()


# ── what the app remembers of its screen ──────────────────────────────────────────────────────────────────────────────


_EXCERPT = 60


class TypedPlace(Struct, frozen=True):
    """The form in which something is typed, known across starts: its `kind`, and the ids that it needs to be opened.

    `words` say what a person does there, such as “adding an interview”.
    """

    kind: str
    ids: tuple[str, ...] = ()
    words: str = ""

    def is_same(self, other: "TypedPlace") -> bool:
        """Whether both are one form; the words may have become others."""
        return (self.kind, self.ids) == (other.kind, other.ids)


class TypedField(Struct, frozen=True):
    """One field: its name and label, what it holds, and what it began with."""

    name: str
    label: str
    text: str
    began: str = ""

    @property
    def added(self) -> str:
        """The text from the first word that differs on, on one line; all of it where nothing was added."""
        words, before = self.text.split(), self.began.split()
        same = next(
            (place for place, pair in enumerate(zip(words, before, strict=False)) if pair[0] != pair[1]), len(before)
        )
        return " ".join(words[same:] or words)


class TypedText(Struct, frozen=True):
    """What was typed in one form since it was last saved, the fields that were touched alone.

    `here` is the field that was being filled in, and `cursor` the line and the column in it. `file` is where an editor
    was writing it, if one was. `at` is set when it is kept.
    """

    place: TypedPlace
    fields: tuple[TypedField, ...]
    here: str = ""
    cursor: tuple[int, int] = (0, 0)
    file: str = ""
    at: datetime | None = None

    @property
    def excerpt(self) -> str:
        """The beginning of what is new in the longest text, so that a person knows it again."""
        longest = max((field.added for field in self.fields), key=len, default="")
        return shorten(longest, _EXCERPT)

    def when(self, now: datetime) -> str:
        """The day and the time at which it was typed last, as seen from `now`."""
        if self.at is None:
            return "before"
        local = self.at.astimezone(now.tzinfo)
        days = (now.date() - local.date()).days
        day = {0: "today", 1: "yesterday"}.get(days) or show_day(local.date())
        return f"{day} {local:%H:%M}"


# ── saved views ───────────────────────────────────────────────────────────────────────────────────────────────────────


MOST_VIEWS = 9
"""One for each digit."""


class SavedView(Struct, frozen=True):
    """A pane with what it shows and how: words, state, sorting, grouping, as the pane itself told it."""

    name: str
    pane: str
    state: Mapping[str, Any]


def with_view(views: Sequence[SavedView], view: SavedView) -> tuple[SavedView, ...]:
    """The views with that one, in place of the one of the same name. Refused without a name, or when there are nine."""
    name = clean_line(view.name)
    if not name:
        raise UserError("A view needs a name.", hint="A word or two will do.")
    new_view = SavedView(name, view.pane, view.state)
    same = [place for place, other in enumerate(views) if fold(other.name) == fold(name)]
    if same:
        return (*views[: same[0]], new_view, *views[same[0] + 1 :])
    if len(views) >= MOST_VIEWS:
        raise UserError("There are nine views already, one for each digit.", hint="Remove one first.")
    return (*views, new_view)


def seen(state: Mapping[str, Any]) -> dict[str, Any]:
    """What of a pane's state makes a view: how it shows its lines, not on which of them the person was."""
    place = {name: words for name, words in dict(state.get("place", {})).items() if name != "line"}
    return {name: value for name, value in state.items() if name not in ("tops", "size")} | {"place": place, "tops": {}}
