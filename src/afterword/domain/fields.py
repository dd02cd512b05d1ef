"""Owns the description of a record's fields, and settling a change of them; reading and showing is for field_reading.

A record carries the descriptions in the types of its attributes (`Annotated[str, Field(label="Company")]`). Forms,
flags, prompts and pages are made from them, so a field that is described is offered everywhere.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.text import clean, clean_line
from afterword.errors import ChangedElsewhere, NotUnderstood

R = TypeVar("R", bound=Struct)


class FieldKind(StrEnum):
    """How a field is filled in, and what its value is.

    `line`: one line · `text`: several · `letter`: several, with a line end behind them · `choice`: one of its choices ·
    `many`: the ids of the choices ticked · `several`: words parted by commas · `lines`: texts, one a line · `tick`: yes
    or no · `number`, `minutes`: a whole number or None · `date`: a day or None · `moment`: an instant, with its time of
    day · `happened`: an instant behind us, for which a day will do · `zone`: an IANA zone, on whose clocks the moments
    of the record stand · `people`: persons.
    """

    LINE = "line"
    TEXT = "text"
    LETTER = "letter"
    CHOICE = "choice"
    MANY = "many"
    SEVERAL = "several"
    LINES = "lines"
    TICK = "tick"
    NUMBER = "number"
    MINUTES = "minutes"
    DATE = "date"
    MOMENT = "moment"
    HAPPENED = "happened"
    ZONE = "zone"
    PEOPLE = "people"


class Field(Struct, frozen=True):
    """One field of a record, as people meet it.

    `label` stands beside it in a form, `help` behind its flag, `example` in the field while it is empty. `kind` is said
    where the type of the attribute does not tell it. `required` is the sentence for whoever leaves it empty; where it
    is empty the field may be. `choices` are values with their words, those of an enum unless said otherwise; with `of`
    they are the records of that table. `past`: a day without a year lies behind. `verb` names the command and form that
    fill it in, where that is not adding and editing. `flag` is typed before it on the command line where its name is
    not, with the word for its value (`--tz ZONE`); without dashes it is that word for an argument that needs no flag.
    `prompt` asks for it line by line. `known` names the table of records whose values are offered while it is typed.
    `name` is the attribute; `fields_of` puts it in.
    """

    label: str
    help: str = ""
    kind: FieldKind = FieldKind.LINE
    example: str = ""
    required: str = ""
    choices: tuple[tuple[object, str], ...] = ()
    of: str = ""
    past: bool = False
    verb: str = ""
    flag: str = ""
    prompt: str = ""
    known: str = ""
    name: str = ""


@cache
def described(record: type[Struct]) -> Mapping[str, Field]:
    """Every field of that record that people fill in, by its attribute."""
    hints = get_type_hints(record, include_extras=True)
    return {
        name: _completed(item, name, hint.__origin__)
        for name, hint in hints.items()
        for item in getattr(hint, "__metadata__", ())
        if isinstance(item, Field)
    }


def _completed(field: Field, name: str, hint: Any) -> Field:
    """The field with its name, and with the kind and the choices that the type of its attribute says."""
    kind, choices = field.kind, field.choices
    (value,) = {*(get_args(hint) if isinstance(hint, UnionType) else (hint,))} - {NoneType}
    if isinstance(value, type) and issubclass(value, StrEnum):
        choices = choices or tuple((word, word.value) for word in value)
    if kind is FieldKind.LINE:
        kind = _KINDS.get(value, FieldKind.CHOICE if choices or field.of else kind)
    return replace(field, name=name, kind=kind, choices=choices)


_KINDS = {bool: FieldKind.TICK, int: FieldKind.NUMBER, date: FieldKind.DATE, datetime: FieldKind.MOMENT}


def fields_of(record: type[Struct], verb: str = "") -> tuple[Field, ...]:
    """The fields that this verb fills in, in the order in which they are asked for; adding and editing without one."""
    return tuple(field for field in described(record).values() if field.verb == verb)


def changed(record: R, changes: Mapping[str, object], began: R | None = None) -> R:
    """The stored record with these values by field, tidied; `began` is what the person had before them, where known.

    A value that stands as it began changes nothing. Raises `ChangedElsewhere` where somebody else changed the same
    field to something else meanwhile, and `NotUnderstood` for a field that is needed and empty.
    """
    fields = described(type(record))
    updates: dict[str, object] = {}
    clashes: dict[str, tuple[object, object]] = {}
    for name, value in changes.items():
        mine, stored = _tidy(fields[name], value), getattr(record, name)
        before = stored if began is None else getattr(began, name)
        if _same(mine, stored) or (began is not None and _same(mine, before)):
            continue
        if not _same(before, stored):
            clashes[name] = (mine, stored)
        updates[name] = mine
    if clashes:
        raise ChangedElsewhere(
            tuple(clashes), "; ".join(clash_words(fields[name].label, *sides) for name, sides in clashes.items())
        )
    new = replace(record, **updates)
    for name, field in fields.items():
        if field.required and (not field.verb or name in changes) and getattr(new, name) in (None, "", ()):
            raise NotUnderstood(f"The {name.replace('_', ' ')} is missing.", hint=field.required)
    return new


def clash_words(label: str, mine: object, stored: object) -> str:
    """Both values of a field that two people changed: `Round: yours “first”, saved “final”`."""
    return f"{label}: yours “{_words(mine)}”, saved “{_words(stored)}”"


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return clean_line("; ".join(map(_words, value)))
    return clean_line(str(getattr(value, "label", value) or "–"))


def _same(first: object, second: object) -> bool:
    """Whether two values are equal; of moments, whether they are one instant.

    In the hour that clocks repeat, moments of two zones never equal each other.
    """
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first.timestamp() == second.timestamp()
    return first == second


def _tidy(field: Field, value: object) -> object:
    """The value without what must not reach a record; of several words each once."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        if field.kind is FieldKind.LETTER:
            return clean(value).strip() + "\n"
        return clean(value).strip() if field.kind is FieldKind.TEXT else clean_line(value)
    if field.kind in (FieldKind.MANY, FieldKind.SEVERAL, FieldKind.LINES) and isinstance(value, tuple):
        return tuple(dict.fromkeys(words for item in value if (words := clean_line(str(item)))))
    return value
