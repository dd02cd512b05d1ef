"""Owns the fields of records on the command line: the flags made from them, what was typed, and the block they show."""

from argparse import BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from afterword.cli.command import Arguments, Parser, Run, WordOf, words_of
from afterword.cli.shell import Shell
from afterword.domain.field_reading import (
    ReadingContext,
    lean_of,
    read_field,
    show_field,
    standing,
    type_field,
    with_moments,
)
from afterword.domain.fields import Field, FieldKind, changed, described, fields_of
from afterword.domain.journal import AnyRecord, Journal
from afterword.domain.people import Person, people_words
from afterword.errors import NotUnderstood
from afterword.services.services import reading_context

_WHEN = (FieldKind.DATE, FieldKind.MOMENT, FieldKind.HAPPENED)
_WORDS = {**dict.fromkeys(_WHEN, "WHEN"), FieldKind.NUMBER: "NUMBER"}
_ASSUMED = (FieldKind.ZONE, FieldKind.HAPPENED)
"""The person's own zone and now, where nothing else is said."""
_MANY = (FieldKind.MANY, FieldKind.SEVERAL, FieldKind.LINES, FieldKind.PEOPLE)


def flag_of(field: Field) -> tuple[str, str]:
    """What is typed before the value, and the word for the value: `--travel` and `MINUTES`, or empty and `WHEN`."""
    if field.flag and not field.flag.startswith("--"):
        return "", field.flag
    flag, _, word = field.flag.partition(" ")
    return flag or f"--{field.name.replace('_', '-')}", word or _WORDS.get(field.kind, "TEXT")


def add_flags(parser: Parser, fields: Iterable[Field], *, new: bool = False) -> None:
    """A flag for each field, or an argument without one; the flags that a new record needs are required."""
    for field in fields:
        value = field.choices[0][0] if field.choices else None
        (flag, metavar), kind = flag_of(field), (type(value) if isinstance(value, StrEnum) else None)
        options: dict[str, Any] = {"metavar": metavar, "help": field.help}
        if kind is not None:
            options |= {"metavar": metavar if " " in field.flag else words_of(kind), "type": WordOf(kind)}
        elif field.kind is FieldKind.TICK:
            # `--remote` and `--no-remote`
            options = {"help": field.help, "action": BooleanOptionalAction}
        elif field.kind in _WHEN and not flag:
            options |= {"nargs": "+"}
        if field.kind in _MANY:
            options |= {"action": "append", "help": f"{field.help}; repeat it for each"}
        if flag:
            needed = new and bool(field.required) and field.kind not in _ASSUMED
            parser.add_argument(flag, dest=field.name, required=needed, **options)
        else:
            parser.add_argument(field.name, **options)


def flags_for(fields: Sequence[Field], *, new: bool = False) -> Arguments:
    """The arguments of a command that fills in these fields."""
    return lambda parser: add_flags(parser, fields, new=new)


def typed_values(
    shell: Shell, args: Namespace, fields: Sequence[Field], record: Struct | None = None
) -> dict[str, Any]:
    """The values of the flags that were typed, by field; what was understood is echoed on stderr.

    Another zone alone keeps the time on the clock of the `record`. Raises `NotUnderstood`.
    """
    typed = {field.name: value for field in fields if (value := getattr(args, field.name, None)) is not None}
    context = reading_context(shell.services, record)
    for field in fields:
        if field.name in with_moments(fields, typed) - typed.keys() and record is not None:
            typed[field.name] = type_field(field, getattr(record, field.name), context)
    zone_context = standing(fields, {name: value for name, value in typed.items() if isinstance(value, str)}, context)
    return {field.name: _read(shell, field, typed[field.name], zone_context) for field in fields if field.name in typed}


def _read(shell: Shell, field: Field, value: object, context: ReadingContext) -> object:
    if field.kind is FieldKind.PEOPLE and isinstance(value, list):
        return people(shell, field, value)
    if isinstance(value, list) and field.kind not in _WHEN:
        return tuple(value)
    if isinstance(value, StrEnum) or not isinstance(value, str | list):
        return value
    text = value if isinstance(value, str) else " ".join(value)
    if field.kind is FieldKind.MOMENT:
        return shell.understand_time(text, lean_of(field), zone=context.zone, day=context.day)
    if field.kind is FieldKind.DATE:
        return shell.understand_day(text, lean_of(field))
    if field.kind is FieldKind.HAPPENED:
        return shell.understand(text, lean_of(field))
    return read_field(field, text, context)


def people(shell: Shell, field: Field, texts: Iterable[str]) -> tuple[Person, ...]:
    """Everybody who was named; where a comma was typed it is said who was understood."""
    context, entries = reading_context(shell.services), tuple(texts)
    if any(text.isspace() for text in entries):
        raise NotUnderstood("The name is missing.", hint="Write it like Ada Byron <ada@example.org>.")
    for text in entries:
        if "," in text:
            shell.say(f"Understood: {people_words(text)}.")
    return tuple(person for text in entries for person in read_field(field, text, context))


def edited(
    shell: Shell,
    args: Namespace,
    find: Callable[[Journal, str], AnyRecord],
    edit: Callable[[str, dict[str, Any], AnyRecord], AnyRecord],
) -> AnyRecord:
    """The record that was named, changed as the flags say. Raises `NotUnderstood` where they change nothing."""
    old = find(shell.services.overview.journal(), args.id)
    changes = typed_values(shell, args, fields_of(type(old)), old)
    check_given(shell, args, old, changes)
    return edit(old.id, changes, old)


def changing(
    change: Callable[[Shell, Namespace], Any],
    data: Callable[[Any], Any],
    message: Callable[[Any], str] = lambda _changed: "",
    printed: Callable[[Any], str] = lambda _changed: "",
) -> Run:
    """The verb that changes a record: what is told of it then, and what is printed, as data or in words."""

    def run(shell: Shell, args: Namespace) -> None:
        record = change(shell, args)
        shell.say(message(record))
        shell.answer(data(record), printed(record))

    return run


def check_given(shell: Shell, args: Namespace, record: Struct, changes: Mapping[str, Any]) -> None:
    """Raises `NotUnderstood` where the flags change nothing."""
    people = {name: value for name, value in changes.items() if described(type(record))[name].kind is FieldKind.PEOPLE}
    plain = {name: value for name, value in changes.items() if name not in people}
    all_people = shell.services.store.journal().people
    before = {name: [all_people[person_id].label for person_id in getattr(record, name)] for name in people}
    moved = before != {name: [person.label for person in value] for name, value in people.items()}
    if not changes or (changed(record, plain) == record and not moved):
        raise NotUnderstood("Nothing was said to change.", hint=f"See: afterword {args.command} --help")


def rows_of(shell: Shell, fields: Iterable[Field], record: Struct) -> list[tuple[str, str]]:
    """Each field with its value as it stands on a page, by its label in lower case."""
    context = reading_context(shell.services, record)
    return [(_heading(field), show_field(field, getattr(record, field.name), context)) for field in fields]


def _heading(field: Field) -> str:
    words = field.label.partition(" (")[0].rstrip(" …?")
    return words if words.startswith("I ") else words.lower().replace(" i ", " I ")
