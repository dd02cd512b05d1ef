"""Owns what is being typed and is not saved yet: where it was typed, what each field held, and how it is spoken of."""

from datetime import datetime

from msgspec import Struct

from afterword.domain.dates import show_day
from afterword.domain.text import shorten

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
