"""Owns the one tree in which everything that is read at length is laid out; how a format writes it is the renderers'.

A document says what stands where and how it stands out, never how that looks. Renderers exist for the screen, plain
text, Markdown and HTML.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct


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
    GOOD = "good"
    WARN = "warn"


class Words(Struct, frozen=True):
    """A run of words. `generous`: where room is short, they may take more of it than others."""

    text: str
    emphasis: Emphasis = Emphasis.PLAIN
    generous: bool = False


class RatingChart(Struct, frozen=True):
    """Ratings from 1 to 5, oldest first; `label` says the same in words for whoever does not see a picture."""

    values: tuple[int, ...]
    label: str


class ShareChart(Struct, frozen=True):
    """A share from 0 to 1; `label` says the same in words."""

    share: float
    label: str


Part = Words | RatingChart | ShareChart


class Entry(Struct, frozen=True):
    """One point of a section: its first line, and the lines below it. A point `to_tick` is ticked off with a pen."""

    lead: tuple[Part, ...]
    below: tuple[tuple[Part, ...], ...] = ()
    to_tick: bool = False


class DocumentSection(Struct, frozen=True):
    """One titled part: points, or paragraphs of running text."""

    title: str
    entries: tuple[Entry, ...] = ()
    paragraphs: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """A whole document. `kind` says what it is, where its title does not; `facts` are labels with what they stand for.

    `made_on` is the day it was made, where that matters.
    """

    title: str
    kind: str = ""
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[DocumentSection, ...] = ()
    made_on: date | None = None


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
