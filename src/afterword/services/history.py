"""Owns what is asked of the history: what was done, what became of one record, what was removed and comes back."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.message import Fate, Proposal
from afterword.domain.conversation.steps import check_letter
from afterword.domain.field_reading import NOUNS, FieldChange, ReadingContext, field_changes, record_words
from afterword.domain.history import RecordKey, Step, undo_stack, undone_ids
from afterword.domain.journal import TABLES, Change, Journal, Record
from afterword.errors import UserError
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.services import UndoableStore

_MOST_NAMED = 3


class ChangedRecord(Struct, frozen=True):
    """What a step did to one record: `noun` and `words` name it; `change` is the whole of it before and after."""

    noun: str
    words: str
    change: Change
    fields: tuple[FieldChange, ...]


class DoneStep(Struct, frozen=True):
    """One step as it is listed: `number` is its place among those that can be undone, 1 the newest, 0 for the others.

    `touched` names the records by table, id and words. `undone`: it was taken back; `redoable`: and is the next to be
    done again, or one of those. `around` are the records it is listed for; None for all.
    """

    step: Step
    number: int
    undone: bool
    redoable: bool
    touched: tuple[tuple[str, str, str], ...]
    around: frozenset[RecordKey] | None = None

    @property
    def state(self) -> str:
        """What can be done about it, in a word or two; empty for one that stands and can be undone."""
        if self.undone:
            return "undone"
        if self.number and not self.step.obstacle:
            return ""
        return "" if self.step.note.undoes or self.step.note.redoes else "cannot be undone"

    @property
    def records(self) -> str:
        """The records it touched in words, the first few of them."""
        names = [f"{NOUNS.get(table, table)} {words}".strip() for table, _, words in self.touched[:_MOST_NAMED]]
        more = len(self.touched) - _MOST_NAMED
        return "; ".join([*names, *([f"and {more} more"] if more > 0 else [])])


class RemovedRecord(Struct, frozen=True):
    """Something that was removed: `key` brings it back; `at` is when it was removed, where that is known."""

    key: str
    noun: str
    words: str
    at: datetime | None


_PARTS = {"answers": "answer", "own_questions": "question", "scenarios": "reason"}
_TAKES_PARTS = frozenset({"discard draft", "remove answer", "remove question", "remove reason"})
"""The steps that take a part out of a record; a test looks that there are no others."""
_GONE_FOR_GOOD = ("findings", "requests", "proposals")
"""Tables whose records are removed on purpose; people and applications go with what they belonged to."""


class HistoryService:
    """What the history tells, and restoring from it."""

    def __init__(self, store: UndoableStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def steps(self) -> tuple[DoneStep, ...]:
        """Everything that was done, newest first, as far as the history goes back."""
        journal, steps = self._store.journal(), self._store.steps()
        return tuple(self._listed(journal, steps, steps))

    @staticmethod
    def _listed(journal: Journal, steps: tuple[Step, ...], selection: Iterable[Step]) -> Iterator[DoneStep]:
        stack = undo_stack(steps)
        numbers = {step.id: number for number, step in enumerate(reversed(stack.done), 1)}
        undone, redoable = undone_ids(steps), {step.id for step in stack.undone}
        for step in reversed(tuple(selection)):
            touched = ((table, key, _words(journal, table, key)) for table, key in step.touched)
            number = numbers.get(step.id, 0)
            yield DoneStep(step, number, step.id in undone, step.id in redoable, tuple(touched))

    def find(self, record_id: str) -> RecordKey:
        """The table and id of the record whose id begins so, whether it still exists or not. Raises `NotFound`."""
        journal = self._store.journal()
        keys: dict[str, RecordKey] = {key: (table, key) for step in self._store.steps() for table, key in step.touched}
        # An interview and its reflection have one id; the parts come with the interview.
        keys |= {key: (table, key) for table in reversed(TABLES) for key in getattr(journal, table)}
        record_key = lookup.by_prefix(keys, record_id, "record", lambda key: _record_words(journal, *key), "history")
        return ("interviews", record_key[1]) if record_key[0] == "reflections" else record_key

    def name_of(self, key: RecordKey) -> str:
        """The words by which people know that record, as far as it still exists."""
        return _words(self._store.journal(), *key)

    def of(self, key: RecordKey) -> tuple[DoneStep, ...]:
        """The steps that touched this record or its parts, newest first."""
        journal, steps = self._store.journal(), self._store.steps()
        around = frozenset(_with_parts(journal, steps, key))
        selection = (step for step in steps if not around.isdisjoint(step.touched))
        return tuple(_restricted(done, around) for done in self._listed(journal, steps, selection))

    def records(self, done: DoneStep) -> tuple[ChangedRecord, ...]:
        """What the step did, record by record, to those it is listed for. Raises `UserError`."""
        journal = self._store.journal()
        context = ReadingContext(now=self._clock.now(), zone=self._clock.zone, journal=journal)
        return tuple(
            ChangedRecord(
                NOUNS[change.table],
                record_words(journal, change.table, _either(change)),
                change,
                field_changes(change, context),
            )
            for change in done.step.changes(done.around)
        )

    # ── what was removed ──────────────────────────────────────────────────────────────────────────────────────────

    def removed(self) -> tuple[RemovedRecord, ...]:
        """All that was removed, put away or thrown away and can come back, newest first; what has no time is last."""
        journal, steps = self._store.journal(), self._store.steps()
        removals = [*_set_aside(journal, steps), *_gone(journal, steps)]
        dated = [(removal.at.timestamp(), removal) for removal in removals if removal.at is not None]
        dated.sort(key=lambda pair: pair[0], reverse=True)
        return (*(removal for _, removal in dated), *(removal for removal in removals if removal.at is None))

    def bring_back(self, prefix: str) -> RemovedRecord:
        """Bring back what was removed under that key, or under the id in it."""
        removals = {removal.key: removal for removal in self.removed()}
        by_id = {key.rpartition("/")[2]: removal for key, removal in removals.items()}
        removal = removals.get(prefix) or lookup.by_prefix(
            by_id, prefix, "removed thing", lambda candidate: f"{candidate.noun} {candidate.words}", "history --removed"
        )
        table, record_id, *part = removal.key.split("/")
        with self._store.transaction(f"restore {removal.noun}") as work:
            record: Any = work.journal.find(table, record_id)
            back = self._former(removal, table, record_id) if record is None or part else _put_out(record)
            if part and record is not None:
                back = _with_part(record, back, part[0])
            _check_names(work.journal, back)
            work.put(back)
        return removal

    def _former(self, removal: RemovedRecord, table: str, record_id: str) -> Record:
        """The record as it stood before it, or the part, was removed."""
        for step in reversed(self._store.steps()):
            if (table, record_id) in step.touched and _takes_out(step, table, record_id):
                for change in step.changes([(table, record_id)]):
                    if change.before is not None:
                        return change.before
        raise UserError(f"This {removal.noun} is not in the history any more.")


def _restricted(done: DoneStep, around: frozenset[RecordKey]) -> DoneStep:
    """The step as far as it touched these records."""
    touched = tuple(entry for entry in done.touched if entry[:2] in around)
    return replace(done, around=around, touched=touched)


def _takes_out(step: Step, table: str, record_id: str) -> bool:
    if step.note.undoes or step.note.redoes:
        return False
    return (table, record_id) in step.removed or step.name in _TAKES_PARTS


def _either(change: Change) -> Record:
    record = change.after or change.before
    if record is None:
        raise UserError("The history holds a change of nothing.")
    return record


def _words(journal: Journal, table: str, record_id: str) -> str:
    record = journal.find(table, record_id)
    return record_words(journal, table, record) if record is not None else ""


def _record_words(journal: Journal, table: str, record_id: str) -> str:
    return f"{NOUNS.get(table, table)} {_words(journal, table, record_id)}".strip()


def _with_parts(journal: Journal, steps: Iterable[Step], key: RecordKey) -> set[RecordKey]:
    """The record and what belongs to it, also what is gone by now."""
    around = {key, *_parts_of(journal, *key)}
    for step in steps:
        if not step.note.undoes:
            gone = {lost for lost in step.removed if lost[0] in ("findings", "requests") and lost not in around}
            changes = _changes(step, gone)
            around |= {(lost.table, lost.id) for lost in changes if not around.isdisjoint(_names(lost.before))}
    return around


def _changes(step: Step, among: set[RecordKey]) -> tuple[Change, ...]:
    """What became of these records, as far as it can be read."""
    try:
        return step.changes(among) if among else ()
    except UserError:
        return ()


def _parts_of(journal: Journal, table: str, record_id: str) -> Iterator[RecordKey]:
    """What belongs to the record, and whom or what it is about."""
    if table == "applications":
        yield from (("findings", marked.id) for marked in journal.findings_in_words_of(record_id))
        rounds = [interview.id for interview in journal.interviews.values() if interview.application_id == record_id]
    else:
        rounds = [record_id] if table == "interviews" else []
    for interview_id in rounds:
        yield from _parts_of_round(journal, interview_id)
    if table == "requests" and record_id in journal.requests:
        yield ("people", journal.requests[record_id].person_id)
        yield from (("findings", marked.id) for marked in journal.findings_of(record_id))


def _parts_of_round(journal: Journal, interview_id: str) -> Iterator[RecordKey]:
    yield from (("interviews", interview_id), ("reflections", interview_id))
    if (interview := journal.interviews.get(interview_id)) is not None:
        yield ("applications", interview.application_id)
        contacts = journal.application_of(interview).contacts
        yield from (("people", person_id) for person_id in (*interview.interviewers, *contacts))
    for request in journal.requests_of(interview_id):
        yield ("requests", request.id)
        yield from (("findings", marked.id) for marked in journal.findings_of(request.id))


def _names(record: Any) -> set[RecordKey]:
    pairs = (("interviews", "interview_id"), ("requests", "request_id"), ("applications", "application_id"))
    return {(table, record_id) for table, field in pairs if (record_id := getattr(record, field, ""))}


def _set_aside(journal: Journal, steps: tuple[Step, ...]) -> Iterator[RemovedRecord]:
    """What is still in the journal, marked as removed or put away."""
    last = {key: step.at for step in steps for key in step.touched}
    for table in ("interviews", "examples", "pointers", "competencies", "cues", "proposals"):
        for record in getattr(journal, table).values():
            deleted = getattr(record, "deleted", None)
            if deleted is None and not _is_put_away(record):
                continue
            at = deleted or last.get((table, record.id))
            yield RemovedRecord(f"{table}/{record.id}", NOUNS[table], record_words(journal, table, record), at)


def _is_put_away(record: Any) -> bool:
    """Archived, but for what became part of another; of mails those that were dismissed."""
    if isinstance(record, Proposal):
        return record.fate is Fate.IGNORED
    return getattr(record, "archived", False) and not getattr(record, "merged_into", None)


def _gone(journal: Journal, steps: tuple[Step, ...]) -> Iterator[RemovedRecord]:
    """What only the history holds: records, drafts, and parts of a reflection; each once, as it was removed last."""
    undone = undone_ids(steps)
    seen: set[str] = set()
    for step in reversed(steps):
        if step.id in undone or step.note.undoes or step.note.redoes:
            continue
        for removal in _lost_by(journal, step):
            if removal.key not in seen:
                seen.add(removal.key)
                yield removal


def _lost_by(journal: Journal, step: Step) -> Iterator[RemovedRecord]:
    gone = {key for key in step.removed if key[0] in _GONE_FOR_GOOD and journal.find(*key) is None}
    for change in _changes(step, gone.union(step.touched) if step.name in _TAKES_PARTS else gone):
        before: Any = change.before
        if (change.table, change.id) in gone and (change.table != "requests" or before.events):
            words = record_words(journal, change.table, before)
            yield RemovedRecord(f"{change.table}/{change.id}", NOUNS[change.table], words, step.at)
        elif change.after is not None and before is not None:
            yield from _lost_parts(journal, change, step.at)


def _lost_parts(journal: Journal, change: Change, at: datetime) -> Iterator[RemovedRecord]:
    before: Any = change.before
    now: Any = journal.find(change.table, change.id)
    about = record_words(journal, change.table, before)
    if change.table == "requests" and now is not None and now.draft is None and before.open_draft is not None:
        yield RemovedRecord(f"{change.table}/{change.id}/{before.open_draft.id}", "draft", about, at)
    for name, noun in _PARTS.items() if change.table == "reflections" else ():
        current_ids = {part.id for part in getattr(now, name, ())}
        for part in getattr(before, name):
            if part.id not in current_ids and part not in getattr(change.after, name):
                words = getattr(part, "question", "") or getattr(part, "label", "")
                yield RemovedRecord(f"{change.table}/{change.id}/{part.id}", noun, f"{words} · {about}", at)


def _put_out(record: Any) -> Record:
    """The record out of the trash."""
    if isinstance(record, Proposal):
        return replace(record, fate=Fate.OPEN)
    back: Record = replace(record, **({"deleted": None} if getattr(record, "deleted", None) else {"archived": False}))
    return back


def _with_part(record: Any, former: Any, part_id: str) -> Record:
    """The record as it is, with a part as it was."""
    for name in ("events", *_PARTS):
        for place, part in enumerate(getattr(former, name, ())):
            if part.id == part_id:
                if name == "events":
                    check_letter(record, part.letter)
                rest = tuple(other for other in getattr(record, name) if other.id != part_id)
                back: Record = replace(record, **{name: (*rest[:place], part, *rest[place:])})
                return back
    raise UserError("It is not in the history any more.")


def _check_names(journal: Journal, record: Record) -> None:
    """What it belongs to has to be there."""
    missing = next((key for key in sorted(_names(record)) if journal.find(*key) is None), None)
    if missing is not None:
        raise UserError(
            f"The {NOUNS[missing[0]]} it belongs to is not there any more.", hint="Bring that back first, if you can."
        )
