"""Owns saved views: what a pane showed, under a name and a digit."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from afterword.domain.text import clean_line, fold
from afterword.errors import UserError

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
    named = SavedView(name, view.pane, view.state)
    same = [place for place, other in enumerate(views) if fold(other.name) == fold(name)]
    if same:
        return (*views[: same[0]], named, *views[same[0] + 1 :])
    if len(views) >= MOST_VIEWS:
        raise UserError("There are nine views already, one for each digit.", hint="Remove one first.")
    return (*views, named)


def seen(state: Mapping[str, Any]) -> dict[str, Any]:
    """What of a pane's state makes a view: how it shows its lines, not on which of them the person was."""
    place = {name: words for name, words in dict(state.get("place", {})).items() if name != "line"}
    return {name: value for name, value in state.items() if name not in ("tops", "size")} | {"place": place, "tops": {}}
