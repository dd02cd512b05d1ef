"""Owns the description of a form as data; drawing and filling it in is left to the form screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a field is filled in, and what its value is.

    `line`, `date`, `people`, `number`: one line as typed · `text`: several lines · `choice`: the value of one choice ·
    `check`: `yes` or empty · `multi`: the values of the ticked choices, one per line.
    """

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    PEOPLE = "people"
    NUMBER = "number"
    CHECK = "check"
    MULTI = "multi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to fill in.

    `hint` is shown in the empty field. `choices` are values with their words. `echo` is called with what was typed
    and returns how it was understood, shown below the field at once; an `AfterwordError` it raises is shown in its
    place and keeps the form from being saved. An empty field is not echoed, and only refused when `required`.
    """

    id: str
    label: str
    kind: Kind = Kind.LINE
    value: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False
    echo: Callable[[str], str] | None = None


Values = Mapping[str, str]
"""What was filled in, by the id of the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSpec:
    """A form: its title, its fields, what saving calls, and what is said when that worked.

    `submit` may raise an `AfterwordError`: the form stays open with everything typed and shows the sentence. Where the
    sentence depends on what became of it, `said` is called with the values and with what `submit` returned.
    """

    title: str
    fields: Sequence[Field]
    submit: Callable[[Values], object]
    said: "str | Callable[[Values, Any], str]" = "Saved"
