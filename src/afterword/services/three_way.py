"""Owns saving a change without losing another one: what somebody began with, what they made of it, what is stored now.

Every verb that replaces values takes what the person had before them; only what they changed is written.
"""

from collections.abc import Collection
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from afterword.domain.text import clean_line
from afterword.errors import ChangedElsewhere

F = TypeVar("F", bound=Struct)
T = TypeVar("T")


class Was(Struct, Generic[T], frozen=True):
    """The one value that somebody had before them when they began to change it."""

    value: T


def settled(mine: F, began: F | None, stored: F) -> F:
    """`stored` with the fields in which `mine` differs from `began`; all of `mine` where nothing is known of before.

    Raises `ChangedElsewhere`, naming the fields, where both sides changed the same field to different values.
    """
    if began is None:
        return mine
    taken: dict[str, object] = {}
    clashes: dict[str, tuple[object, object]] = {}
    for field in fields(mine):
        ours, before, theirs = (getattr(form, field.name) for form in (mine, began, stored))
        if ours in (before, theirs):
            continue
        if theirs != before:
            clashes[field.name] = (ours, theirs)
        taken[field.name] = ours
    _check(clashes)
    return replace(stored, **taken)


def settled_value(name: str, mine: T, was: Was[T] | None, stored: T) -> T:
    """The same for a single value, called `name` in the error."""
    if was is None or mine == stored:
        return mine
    if mine == was.value:
        return stored
    if stored != was.value:
        _check({name: (mine, stored)})
    return mine


def changed_only(mine: F, began: F, touched: Collection[str]) -> F:
    """`began` with those fields of `mine` that somebody touched: what a form does not show or was left alone stays."""
    return replace(began, **{field.name: getattr(mine, field.name) for field in fields(mine) if field.name in touched})


def _check(clashes: dict[str, tuple[object, object]]) -> None:
    if clashes:
        told = (f"{name}: yours “{_words(ours)}”, saved “{_words(theirs)}”" for name, (ours, theirs) in clashes.items())
        raise ChangedElsewhere(tuple(clashes), "; ".join(told))


def _words(value: object) -> str:
    return clean_line("; ".join(map(_words, value)) if isinstance(value, tuple) else str(value or "–"))
