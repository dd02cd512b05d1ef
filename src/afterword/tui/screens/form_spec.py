"""Owns the description of a form as data; drawing and filling it in is left to the form screen."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class FieldKind(StrEnum):
    """How a field is filled in, and what its value is.

    `line`, `date`, `people`, `number`: one line as typed; of several that are pasted `people` makes one person each ·
    `text`: several lines · `choice`: the value of one choice · `check`: `yes` or empty · `multi`: the values of the
    ticked choices, one per line.
    """

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    PEOPLE = "people"
    NUMBER = "number"
    CHECK = "check"
    MULTI = "multi"


class Field(Struct, frozen=True, kw_only=True):
    """One thing to fill in.

    `hint` is shown in the empty field. `choices` are values with their words. `echo` is called with what was typed
    and returns how it was understood, shown below the field at once; an `AfterwordError` it raises is shown in its
    place and keeps the form from being saved. An empty field is not echoed, and only refused when `required`.
    `step` moves a date: given the text, the place of the cursor and 1 or -1 it returns the text after it. `given`
    returns the field as it is beside what the other fields hold, where its meaning hangs on them.
    """

    id: str
    label: str
    kind: FieldKind = FieldKind.LINE
    value: str = ""
    hint: str = ""
    choices: Sequence[tuple[str, str]] = ()
    required: bool = False
    echo: Callable[[str], str] | None = None
    step: Callable[[str, int, int], str] | None = None
    given: "Callable[[Mapping[str, str]], Field] | None" = None


class Values(dict[str, str]):
    """What was filled in, by the id of the field; `began` is what the fields held before anybody typed."""

    def __init__(self, filled: Mapping[str, str], began: Mapping[str, str]) -> None:
        super().__init__(filled)
        self.began = dict(began)

    @property
    def touched(self) -> frozenset[str]:
        """The ids of the fields that hold something else than they began with."""
        return frozenset(key for key, value in self.items() if value != self.began.get(key))


class FormSpec(Struct, frozen=True, kw_only=True):
    """A form: its title, its fields, what saving calls, and what is said when that worked.

    `submit` may raise an `AfterwordError`: the form stays open with everything typed and shows the sentence. Where it
    changes a record it raises `ChangedElsewhere`, with ids of fields, for what somebody else changed meanwhile; `again`
    then makes the form of the newest record, so that the person can choose. Where what is said depends on what became
    of it, `said` is called with the values and with what `submit` returned. In the first `walk` fields, enter goes on
    to the next one.
    """

    title: str
    fields: Sequence[Field]
    submit: Callable[[Values], object]
    said: "str | Callable[[Values, Any], str]" = "Saved"
    again: "Callable[[], FormSpec] | None" = field(default=None)
    walk: int = 0
