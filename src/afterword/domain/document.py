"""Owns the one tree in which everything that is read at length is laid out; how a format writes it is the renderers'.

A document says what stands where and how it stands out, never how that looks. Renderers exist for the screen, plain
text, Markdown and HTML.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class DocumentFormat(StrEnum):
    """The forms in which a document can be had."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "text"


class Emphasis(StrEnum):
    """How words stand out. It never says anything the words do not say."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    KEY = "key"


class Words(Struct, frozen=True):
    """A run of words. `generous`: where room is short, they may take more of it than others."""

    text: str
    emphasis: Emphasis = Emphasis.PLAIN
    generous: bool = False


class RatingChart(Struct, frozen=True):
    """Ratings from 1 to 5, oldest first; `label` says the same in words for whoever does not see a picture.

    With `days` it is drawn large where there is room, each rating over its day.
    """

    values: tuple[int, ...]
    label: str
    days: tuple[date, ...] = ()


class ShareChart(Struct, frozen=True):
    """A share from 0 to 1; `label` says the same in words."""

    share: float
    label: str


Part = str | Words | RatingChart | ShareChart
TextRun = tuple[Part, ...]
"""What stands in one line or one cell, one part after the other."""


class Entry(Struct, frozen=True):
    """One point of a section: its first line, and the lines below it. A point `to_tick` is ticked off with a pen."""

    lead: TextRun
    below: tuple[TextRun, ...] = ()
    to_tick: bool = False


class TableRow(Struct, frozen=True):
    """One line of a table, cell by cell; `key` says what it is about. One that is `muted` has nothing to say yet."""

    key: str
    cells: tuple[TextRun, ...]
    muted: bool = False


def as_entry(row: TableRow, below: Iterable[TextRun] = ()) -> Entry:
    """The row where there are no columns: `> advice: by Fri 27 Nov; “draw first”; Ada Byron`."""
    cells = [cell for cell in row.cells if any(part_words(part).strip(" –") for part in cell)]
    lead: list[Part] = []
    for number, cell in enumerate(cells):
        ends = bool(lead) and part_words(lead[-1]).endswith((".", "!", "?"))
        lead += [" " if ends else ": " if number == 1 else "; "] * bool(lead)
        lead += [Words(part, generous=True) if isinstance(part, str) else part for part in cell]
    return Entry(tuple(lead), tuple(below))


class DocumentSection(Struct, frozen=True):
    """One titled part: points, or paragraphs of running text."""

    title: str
    entries: tuple[Entry, ...] = ()
    paragraphs: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """A whole document. `kind` says what it is, where its title does not; `facts` are labels with what they stand for.

    `made_on` is the day it was made, where that matters; `pages` on how many it has to fit when it is printed.
    """

    title: str
    kind: str = ""
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[DocumentSection, ...] = ()
    made_on: date | None = None
    pages: int = 2


def mapped(document: Document, change: Callable[[str], str]) -> Document:
    """The document with every text in it changed, those that only a screen reader says included."""

    def part(old: Part) -> Part:
        if isinstance(old, str):
            return change(old)
        return replace(old, text=change(old.text)) if isinstance(old, Words) else replace(old, label=change(old.label))

    def run(old: TextRun) -> TextRun:
        return tuple(map(part, old))

    def section(old: DocumentSection) -> DocumentSection:
        entries = (replace(entry, lead=run(entry.lead), below=tuple(map(run, entry.below))) for entry in old.entries)
        return DocumentSection(change(old.title), tuple(entries), tuple(map(change, old.paragraphs)))

    return replace(
        document,
        title=change(document.title),
        kind=change(document.kind),
        subtitle=change(document.subtitle),
        facts=tuple((change(label), change(words)) for label, words in document.facts),
        sections=tuple(map(section, document.sections)),
    )


def part_words(part: Part) -> str:
    """The part in plain characters."""
    if isinstance(part, str):
        return part
    if isinstance(part, Words):
        return part.text
    return sparkline(part.values) if isinstance(part, RatingChart) else f"{bar(part.share)} "


def run_words(run: TextRun) -> str:
    """The run in plain characters, without what a picture only repeats."""
    return "".join(part_words(part) for part in run if not isinstance(part, RatingChart | ShareChart))


TICKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float], low: float = 1, high: float = 5, width: int = 24) -> str:
    """One character per value, the last `width` of them, on the fixed range from `low` to `high`.

    The range is fixed so that two lines can be compared; values outside it stand at its ends.
    """
    if not values or high <= low:
        return ""
    top = len(TICKS) - 1
    steps = (round((value - low) / (high - low) * top) for value in values[-width:])
    return "".join(TICKS[min(max(step, 0), top)] for step in steps)


def bar(share: float, width: int = 10) -> str:
    """A bar of `width` cells, filled by that share from 0 to 1: `████░░░░░░`."""
    filled = round(min(max(share, 0.0), 1.0) * width)
    return "█" * filled + "░" * (width - filled)


def percent(part: int, whole: int) -> int:
    """The share in whole percent; 0 where there is nothing to share."""
    return round(100 * part / whole) if whole else 0
