"""Owns what the app remembers of its screen: what is being typed and is not saved yet, and saved views."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from afterword.domain.dates import show_day
from afterword.domain.text import clean_line, fold, shorten
from afterword.errors import UserError

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
        there = self.at.astimezone(now.tzinfo)
        days = (now.date() - there.date()).days
        day = {0: "today", 1: "yesterday"}.get(days) or show_day(there.date())
        return f"{day} {there:%H:%M}"


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
