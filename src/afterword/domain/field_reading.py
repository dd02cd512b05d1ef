"""Owns what people type into the fields of a record, how that is shown, and what changed in a record field by field.

Reading, typing back, echoing and showing go by the kind of the field; a change is told in the product's words.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.domain import dates
from afterword.domain.conversation.request import Event, letter_name
from afterword.domain.dates import Lean, show_date, show_moment
from afterword.domain.fields import Field, FieldKind, described
from afterword.domain.journal import Change, Journal, Record
from afterword.domain.people import Person, people_words, read_people
from afterword.domain.practice import Check
from afterword.domain.reflection import Rating
from afterword.domain.text import capital, clean, clean_line, fold, fold_name, plural
from afterword.errors import NotUnderstood

Choices = Sequence[tuple[str, str]]


class ReadingContext(Struct, frozen=True, kw_only=True):
    """What typed words are read beside: `now` on the person's own clock, the `zone` of the place, the journal.

    `day` is the day that a bare time means; today where there is none.
    """

    now: datetime
    zone: str
    journal: Journal
    day: date | None = None

    @property
    def local_now(self) -> datetime:
        """Now, on the clock of the place."""
        return self.now.astimezone(ZoneInfo(self.zone))


def lean_of(field: Field) -> Lean:
    """Which way a bare weekday points in that field."""
    return Lean.BEHIND if field.past or field.kind is FieldKind.HAPPENED else Lean.AHEAD


def read_field(field: Field, text: str, context: ReadingContext) -> Any:
    """The value that was typed. Raises `NotUnderstood`."""
    return _READERS[field.kind](field, text, context)


def type_field(field: Field, value: Any, context: ReadingContext) -> str:
    """The text that reads back as that value; empty where there is none."""
    return "" if value is None and not field.choices else _typist(field)(field, value, context)


def echo_field(field: Field, text: str, context: ReadingContext) -> str:
    """How a text is understood, in a sentence; empty where it means what it says. Raises `NotUnderstood`."""
    echo = _ECHOES.get(field.kind)
    return echo(field, text, context) if echo is not None else ""


def show_field(field: Field, value: Any, context: ReadingContext) -> str:
    """The value as it stands on a page; empty where there is nothing to say."""
    return "" if value is None else _SHOWN.get(field.kind, _typist(field))(field, value, context)


def read_all(fields: Iterable[Field], typed: Mapping[str, str], context: ReadingContext) -> dict[str, object]:
    """The values of all fields that are among the texts, by name. Raises `NotUnderstood`."""
    zoned = standing(fields, typed, context)
    return {field.name: read_field(field, typed[field.name], zoned) for field in fields if field.name in typed}


def standing(fields: Iterable[Field], typed: Mapping[str, str], context: ReadingContext) -> ReadingContext:
    """The context on the clocks of the zone that is among the texts, where one is. Raises `NotUnderstood`."""
    for field in fields:
        if field.kind is FieldKind.ZONE and typed.get(field.name):
            return replace(context, zone=read_field(field, typed[field.name], context))
    return context


def with_moments(fields: Iterable[Field], names: Iterable[str]) -> frozenset[str]:
    """These names, and with a zone the moments on its clocks: another zone keeps the time and moves the instant."""
    chosen = frozenset(names)
    if not any(field.kind is FieldKind.ZONE and field.name in chosen for field in fields):
        return chosen
    return chosen | {field.name for field in fields if field.kind is FieldKind.MOMENT}


def choices_of(field: Field, context: ReadingContext, text: str = "") -> Choices:
    """The choices of a field as texts with their words; records out of sight are offered where `text` names them."""
    if not field.of:
        return [(_key(value), words) for value, words in field.choices]
    choices = _records(field.of, context.journal, context.now, frozenset(text.split("\n")))
    return choices if field.kind is FieldKind.MANY else [("", "–"), *choices]


def _records(table: str, journal: Journal, now: datetime, tied: frozenset[str]) -> Choices:
    if table == "competencies":
        living = {item.id for item in journal.all_competencies if not item.archived}
        return [(item.id, item.name) for item in journal.subjects if item.id in living or item.id in tied]
    if table == "people":
        return sorted(((person.id, person.name) for person in journal.people.values()), key=lambda pair: fold(pair[1]))
    if table == "examples":
        examples = sorted(journal.examples.values(), key=lambda item: (item.created, item.id))
        return [(item.id, item.title) for item in examples if not item.deleted or item.id in tied]
    past = (item for item in journal.live_interviews if item.at <= now or item.id in tied)
    return [(item.id, f"{item.label}, {dates.show_date(item.day)}") for item in past]


def _key(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _read_choice(field: Field, text: str, _context: ReadingContext) -> object:
    if field.of:
        return text or None
    for value, _ in field.choices:
        if _key(value) == text:
            return value
    raise NotUnderstood(f"“{clean_line(text)}” is none of the choices.", hint=f"See: {field.help or field.label}.")


def _read_day(field: Field, text: str, context: ReadingContext) -> date | None:
    return dates.understand_date(text, context.now.date(), lean_of(field)) if text.strip() else None


def _read_moment(field: Field, text: str, context: ReadingContext) -> datetime | None:
    if not text.strip():
        return None
    return dates.understand_moment(text, context.local_now, lean_of(field), context.day, needs_time=True)


def _read_number(field: Field, text: str, _context: ReadingContext) -> int | None:
    try:
        return int(text) if text else None
    except ValueError as error:
        expected = "number of minutes" if field.kind is FieldKind.MINUTES else "whole number"
        raise NotUnderstood(f"“{text}” is no {expected}.", hint="Type it like 45.") from error


def _check_number(field: Field, text: str, context: ReadingContext) -> str:
    _read_number(field, text, context)
    return ""


def _read_persons(_field: Field, text: str, _context: ReadingContext) -> tuple[Person, ...]:
    return tuple(Person(id="", name=person.name, email=person.email) for person in read_people(text))


def _labels(value: Iterable[Person | str], context: ReadingContext) -> Iterator[str]:
    """Each person as `Name <mail>`: as they were typed, or by the id under which they are known."""
    for person in value:
        record = context.journal.people.get(person) if isinstance(person, str) else person
        yield record.label if record is not None else ""


def _type_moment(_field: Field, value: datetime, context: ReadingContext) -> str:
    local = value.astimezone(ZoneInfo(context.zone))
    again = dates.note_repeated(value, context.zone) and local.fold
    return dates.type_moment(local) if again else f"{local:%Y-%m-%d %H:%M}"


def _show_choice(field: Field, value: object, context: ReadingContext) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if not value and (field.of or _key(value) not in dict(choices_of(field, context))):
        return ""
    return dict(choices_of(field, context, _key(value))).get(_key(value), _key(value))


def _show_many(field: Field, value: tuple[str, ...], context: ReadingContext) -> str:
    words = dict(choices_of(field, context, "\n".join(value)))
    return ", ".join(words.get(item, item) for item in value)


# ── the kinds ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_Use = Callable[[Field, Any, ReadingContext], Any]

_READERS: dict[FieldKind, _Use] = {
    FieldKind.LINE: lambda _field, text, _context: clean_line(text),
    FieldKind.TEXT: lambda _field, text, _context: clean(text).strip(),
    FieldKind.LETTER: lambda _field, text, _context: clean(text).strip() + "\n",
    FieldKind.CHOICE: _read_choice,
    FieldKind.MANY: lambda _field, text, _context: tuple(filter(None, text.split("\n"))),
    FieldKind.SEVERAL: lambda _field, text, _context: tuple(part.strip() for part in text.split(",") if part.strip()),
    FieldKind.LINES: lambda _field, text, _context: tuple(filter(None, map(clean_line, text.split("\n")))),
    FieldKind.TICK: lambda _field, text, _context: bool(text),
    FieldKind.NUMBER: _read_number,
    FieldKind.MINUTES: _read_number,
    FieldKind.DATE: _read_day,
    FieldKind.MOMENT: _read_moment,
    FieldKind.HAPPENED: lambda field, text, context: dates.understand_moment(text, context.now, lean_of(field)),
    FieldKind.ZONE: lambda _field, text, _context: dates.zone(text).key,
    FieldKind.PEOPLE: _read_persons,
}
_TYPISTS: dict[FieldKind, _Use] = {
    FieldKind.CHOICE: lambda _field, value, _context: _key(value),
    FieldKind.MANY: lambda _field, value, _context: "\n".join(value),
    FieldKind.SEVERAL: lambda _field, value, _context: ", ".join(value),
    FieldKind.LINES: lambda _field, value, _context: "\n".join(value),
    FieldKind.TICK: lambda _field, value, _context: "yes" if value else "",
    FieldKind.NUMBER: lambda _field, value, _context: str(value),
    FieldKind.MINUTES: lambda _field, value, _context: str(value),
    FieldKind.DATE: lambda _field, value, _context: value.isoformat(),
    FieldKind.MOMENT: _type_moment,
    FieldKind.HAPPENED: _type_moment,
    FieldKind.PEOPLE: lambda _field, value, context: "\n".join(_labels(value, context)),
}


def _typist(field: Field) -> _Use:
    """What types a value back; a text is its own."""
    return _TYPISTS.get(field.kind, lambda _field, value, _context: value)


_ECHOES: dict[FieldKind, _Use] = {
    FieldKind.NUMBER: _check_number,
    FieldKind.MINUTES: _check_number,
    FieldKind.DATE: lambda field, text, context: dates.show_date(
        _read_day(field, text, context) or context.now.date(), None if field.past else context.now.date()
    ),
    FieldKind.MOMENT: lambda field, text, context: dates.echo_moment(read_field(field, text, context), context.zone),
    FieldKind.HAPPENED: lambda field, text, context: dates.echo_moment(read_field(field, text, context), context.zone),
    FieldKind.ZONE: lambda _field, text, _context: dates.zone(text).key,
    FieldKind.PEOPLE: lambda _field, text, _context: people_words(text),
}
_SHOWN: dict[FieldKind, _Use] = {
    FieldKind.CHOICE: _show_choice,
    FieldKind.MANY: _show_many,
    FieldKind.TICK: lambda field, value, _context: dict(field.choices).get(value, "yes" if value else ""),
    FieldKind.MINUTES: lambda _field, value, _context: plural(value, "minute"),
    FieldKind.DATE: lambda _field, value, _context: dates.show_date(value),
    FieldKind.MOMENT: lambda _field, value, context: (
        f"{dates.show_moment(value.astimezone(ZoneInfo(context.zone)))} ({context.zone})"
    ),
    FieldKind.HAPPENED: lambda _field, value, context: dates.show_moment(value.astimezone(ZoneInfo(context.zone))),
    # The moments name it.
    FieldKind.ZONE: lambda _field, _value, _context: "",
    FieldKind.PEOPLE: lambda _field, value, context: "\n".join(_labels(value, context)),
}


# ── what is known already and may be meant ────────────────────────────────────────────────────────────────────────────

_MOST_OFFERS = 4


def offers(field: Field, prefix: str, typed: Mapping[str, str], context: ReadingContext) -> Sequence[str]:
    """The few known values that begin like this, the likeliest first; `typed` holds the other fields.

    Of people those of the company that is typed stand first, else whoever was met last; nobody is named twice.
    """
    if field.kind is FieldKind.ZONE:
        values: Iterable[str] = dates.zone_names()
    elif field.kind is FieldKind.PEOPLE:
        lines = {fold(line) for line in typed.get(field.name, "").split("\n")}
        values = (label for label in _people_met(context.journal, typed) if fold(label) not in lines)
    elif field.known:
        values = _values_of(field, context.journal)
    else:
        return ()
    from afterword.domain.text import folded, matches, search_words

    sought = folded(prefix.strip())
    candidates = dict.fromkeys(values) if search_words(prefix) else ()
    fitting = (value for value in candidates if folded(value) != sought and matches(value, prefix))
    # Those that begin with it as a whole come before those of which a later word does.
    ranked = sorted(islice(fitting, _MOST_FITTING), key=lambda value: not folded(value).startswith(sought))
    return ranked[:_MOST_OFFERS]


_MOST_FITTING = 200


def _values_of(field: Field, journal: Journal) -> Iterator[str]:
    """What stands in that field of the records of its table, the latest first."""
    people = sorted(journal.people.values(), key=lambda person: person.created.timestamp() if person.created else 0)
    records = journal.live_interviews if field.known == "interviews" else reversed(people)
    return (value for record in records if (value := getattr(record, field.name)))


def _people_met(journal: Journal, typed: Mapping[str, str]) -> Iterator[str]:
    """Everybody that is known: of the company and the role that are typed, of the company, then of any."""
    company, role = fold(typed.get("company", "")), fold(typed.get("role", ""))
    likeliest = sorted(
        journal.live_interviews,
        key=lambda interview: (fold_name(interview.company) != company, fold_name(interview.role) != role),
    )
    ids = [person_id for interview in likeliest for person_id in interview.interviewers]
    for person_id in dict.fromkeys((*ids, *journal.people)):
        if (person := journal.people.get(person_id)) is not None:
            yield person.label


# ── moving a date by the arrow keys ───────────────────────────────────────────────────────────────────────────────────

Step = Callable[[str, int, int], str]
"""Moves a date: the text, the place of the cursor and 1 or -1 give the text after it."""


def step_field(field: Field, context: ReadingContext) -> Step:
    """What moves a date in that field."""
    from afterword.domain.date_reading import step_day, step_moment

    lean = lean_of(field)
    if field.kind is FieldKind.DATE:
        return step_day(context.now.date(), lean)
    now = context.local_now if field.kind is FieldKind.MOMENT else context.now
    return step_moment(now, lambda text: dates.understand(text, now, lean, context.day))


# ── what a record is called in a sentence, and what changed in it ─────────────────────────────────────────────────────


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
    entry: Any = record
    words: Mapping[str, Callable[[], str]] = {
        "reflections": lambda: _interview_words(journal, entry.id),
        "requests": lambda: " · ".join(
            filter(None, (_person_words(journal, entry.person_id), _interview_words(journal, entry.interview_id)))
        ),
        "interviews": lambda: f"{entry.label}, {show_date(entry.day)}",
        "findings": lambda: f"“{entry.quote}”",
        "pointers": lambda: entry.sentence,
        "examples": lambda: entry.title,
        "cues": lambda: entry.title or _scale_words(journal, entry.id),
        "proposals": lambda: entry.subject or entry.from_name or entry.from_address,
        "competencies": lambda: entry.name or getattr(journal.competency(entry.id), "name", entry.id),
    }
    say = words.get(table)
    return clean_line(entry.label if say is None else say())


def _scale_words(journal: Journal, scale_id: str) -> str:
    # Only the history asks.
    from afterword.domain.progress import scales_by_id

    scale = scales_by_id(journal).get(scale_id)
    return scale.title if scale is not None else scale_id


def _interview_words(journal: Journal, interview_id: str) -> str:
    interview = journal.interviews.get(interview_id)
    return interview.label if interview is not None else ""


def _person_words(journal: Journal, person_id: str) -> str:
    person = journal.people.get(person_id)
    return person.name if person is not None else ""


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
            yield from _labelled(_label(kind, field.name), _differences(type(inner), old, new, context))
        else:
            sides = _value_words(kind, field.name, old, context), _value_words(kind, field.name, new, context)
            if sides[0] != sides[1]:
                yield FieldChange(_label(kind, field.name), *sides)


def _is_parts(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Struct)


def _parts(before: tuple[Any, ...], after: tuple[Any, ...], context: ReadingContext) -> Iterator[FieldChange]:
    """Answers, ratings, events and the like, each known by what tells it from the others."""
    old, new = ({_part_key(part, number): part for number, part in enumerate(parts)} for parts in (before, after))
    for key in dict.fromkeys((*old, *new)):
        left, right = old.get(key), new.get(key)
        part: Any = left if right is None else right
        if left != right:
            yield from _labelled(_part_label(part, context), _differences(type(part), left, right, context))


def _part_key(part: Any, number: int) -> object:
    return (
        getattr(part, "id", None) or getattr(part, "dimension", None) or getattr(part, "interview_id", None) or number
    )


def _labelled(name: str, changes: Iterator[FieldChange]) -> Iterator[FieldChange]:
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


def _value_words(kind: type[Struct], name: str, value: Any, context: ReadingContext) -> str:
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
