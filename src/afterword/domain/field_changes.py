"""Owns what a record is called in a sentence, and what changed in it, field by field, in the product's words."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.domain.conversation.request import Event, letter_name
from afterword.domain.dates import show_date, show_moment
from afterword.domain.field_reading import ReadingContext, show_field
from afterword.domain.fields import described
from afterword.domain.journal import Change, Journal, Record
from afterword.domain.practice import Check
from afterword.domain.progress import scales_by_id
from afterword.domain.reflection import Rating
from afterword.domain.text import capital, clean_line

NOUNS: Mapping[str, str] = {
    "applications": "application",
    "people": "person",
    "interviews": "interview",
    "reflections": "reflection",
    "requests": "conversation",
    "findings": "finding",
    "examples": "example",
    "pointers": "pointer",
    "competencies": "competency",
    "cues": "cue",
    "proposals": "proposal",
}
"""What a record of each table is called."""
_UNTOLD = frozenset({"id", "created", "updated", "dimension", "message_id", "start"})
"""Fields that say nothing to a person."""
_LABELS = {
    "deleted": "Removed",
    "archived": "Put away",
    "todo": "To do",
    "full_text": "Whole message",
    "value": "Rating",
}


class FieldChange(Struct, frozen=True):
    """What a field said before and says now; empty where it said nothing."""

    label: str
    before: str
    after: str


def record_words(journal: Journal, table: str, record: Record) -> str:
    """What people know the record by; the noun is not in it."""
    known: Any = record
    words: Mapping[str, Callable[[], str]] = {
        "reflections": lambda: _interview_words(journal, known.id),
        "requests": lambda: " · ".join(
            filter(None, (_person_words(journal, known.person_id), _interview_words(journal, known.interview_id)))
        ),
        "interviews": lambda: f"{known.label}, {show_date(known.day)}",
        "findings": lambda: f"“{known.quote}”",
        "pointers": lambda: known.sentence,
        "examples": lambda: known.title,
        "cues": lambda: known.title or _scale_words(journal, known.id),
        "proposals": lambda: known.subject or known.from_name or known.from_address,
        "competencies": lambda: known.name or getattr(journal.competency(known.id), "name", known.id),
    }
    say = words.get(table)
    return clean_line(known.label if say is None else say())


def _scale_words(journal: Journal, scale_id: str) -> str:
    scale = scales_by_id(journal).get(scale_id)
    return scale.title if scale is not None else scale_id


def _interview_words(journal: Journal, interview_id: str) -> str:
    known = journal.interviews.get(interview_id)
    return known.label if known is not None else ""


def _person_words(journal: Journal, person_id: str) -> str:
    known = journal.people.get(person_id)
    return known.name if known is not None else ""


def field_changes(change: Change, context: ReadingContext) -> tuple[FieldChange, ...]:
    """What is different now, in the order of the record's fields; of a new record all that it says."""
    sample: Any = change.after or change.before
    context = replace(context, zone=getattr(sample, "zone", "") or context.zone)
    return tuple(_differences(type(sample), change.before, change.after, context))


def _differences(kind: type[Struct], before: Any, after: Any, context: ReadingContext) -> Iterator[FieldChange]:
    for field in fields(kind):
        old, new = getattr(before, field.name, None), getattr(after, field.name, None)
        if field.name in _UNTOLD or old == new:
            continue
        if _is_parts(old) or _is_parts(new):
            yield from _parts(old or (), new or (), context)
        elif isinstance(old or new, Struct):
            inner: Any = old or new
            yield from _named(_label(kind, field.name), _differences(type(inner), old, new, context))
        else:
            sides = _shown(kind, field.name, old, context), _shown(kind, field.name, new, context)
            if sides[0] != sides[1]:
                yield FieldChange(_label(kind, field.name), *sides)


def _is_parts(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Struct)


def _parts(before: tuple[Any, ...], after: tuple[Any, ...], context: ReadingContext) -> Iterator[FieldChange]:
    """Answers, ratings, events and the like, each known by what tells it from the others."""
    old, new = ({_key(part, number): part for number, part in enumerate(parts)} for parts in (before, after))
    for key in dict.fromkeys((*old, *new)):
        left, right = old.get(key), new.get(key)
        part: Any = left if right is None else right
        if left != right:
            yield from _named(_part_label(part, context), _differences(type(part), left, right, context))


def _key(part: Any, number: int) -> object:
    return (
        getattr(part, "id", None) or getattr(part, "dimension", None) or getattr(part, "interview_id", None) or number
    )


def _named(name: str, changes: Iterator[FieldChange]) -> Iterator[FieldChange]:
    for change in changes:
        yield replace(change, label=f"{name} · {change.label}" if name else change.label)


def _part_label(part: Any, context: ReadingContext) -> str:
    if isinstance(part, Rating):
        return _scale_words(context.journal, part.dimension)
    if isinstance(part, Event):
        return f"{letter_name(part.letter)} {part.kind}" if part.letter is not None else part.kind.value.capitalize()
    if isinstance(part, Check):
        return _interview_words(context.journal, part.interview_id)
    for name in ("question", "label", "title"):
        if isinstance(words := getattr(part, name, None), str) and words:
            return clean_line(words)
    return type(part).__name__


def _label(kind: type[Struct], name: str) -> str:
    field = described(kind).get(name)
    words = field.label if field is not None else _LABELS.get(name, name.removesuffix("_id").replace("_", " "))
    return capital(words).partition(" (")[0].rstrip(" …?")


def _shown(kind: type[Struct], name: str, value: Any, context: ReadingContext) -> str:
    """The value as a page shows it; a record by its words."""
    field = described(kind).get(name)
    if value is None or value in ((), ""):
        return ""
    if field is not None:
        return clean_line(show_field(field, value, context))
    if name.endswith("_id") and isinstance(value, str):
        return _named_record(context.journal, name, value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return show_moment(value)
    if isinstance(value, date):
        return show_date(value)
    return clean_line(", ".join(map(str, value)) if isinstance(value, tuple) else str(getattr(value, "value", value)))


_TABLE_OF_ID = {
    "application_id": "applications",
    "interview_id": "interviews",
    "person_id": "people",
    "request_id": "requests",
    "finding_id": "findings",
    "example_id": "examples",
}


def _named_record(journal: Journal, name: str, record_id: str) -> str:
    table = _TABLE_OF_ID.get(name, "")
    record = journal.find(table, record_id) if table else None
    return record_words(journal, table, record) if record is not None else ""
