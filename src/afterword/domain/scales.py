"""Owns the anchored rating scales: every point of every scale is a sentence about behaviour (R2, R3)."""

from functools import cache

from msgspec import Struct

from afterword.domain.interview import Mode
from afterword.errors import NotUnderstood
from afterword.languages.loader import load

LOWEST, HIGHEST = 1, 5
COMPETENCY_PREFIX = "competency/"
CONVINCING = "convincing"
"""The id of the scale of how convincing you were."""


class Scale(Struct, frozen=True):
    """A question and its five anchors; `points[0]` is the sentence for 1, `points[4]` for 5."""

    id: str
    title: str
    question: str
    points: tuple[str, str, str, str, str]

    def anchor(self, value: int) -> str:
        """The sentence behind a value from 1 to 5."""
        return self.points[check_value(value) - 1]


class Cue(Struct, frozen=True, kw_only=True):
    """A cue of body language that the person added, or put away (`archived`), which may be one of the usual ones.

    `points` are its five sentences; without them it is a plain rating from 1 to 5. `modes` are the ways to meet in
    which it can be seen; empty: in all.
    """

    id: str
    title: str = ""
    question: str = ""
    points: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    archived: bool = False


def check_value(value: int) -> int:
    """The value itself. Raises `NotUnderstood` outside 1 to 5."""
    if not LOWEST <= value <= HIGHEST:
        raise NotUnderstood(f"{value} is not on the scale.", hint="Ratings go from 1 to 5.")
    return value


class _Wording(Scale, frozen=True):
    """A scale as its file holds it, with the beginnings of words by which an interviewer names it."""

    cues: tuple[str, ...] = ()


class _CompetencyWording(Struct, frozen=True):
    question: str
    points: tuple[str, str, str, str, str]


class _Scales(Struct, frozen=True):
    modes: dict[Mode, tuple[str, ...]]
    scales: tuple[_Wording, ...]
    competency: _CompetencyWording


@cache
def _file() -> _Scales:
    return load("scales", _Scales)


@cache
def scales() -> dict[str, Scale]:
    """How convincing, then every cue of body language, by id."""
    return {scale.id: scale for scale in _file().scales}


def convincing() -> Scale:
    """How convincing you were (R2)."""
    return scales()[CONVINCING]


def cues(mode: Mode) -> tuple[Scale, ...]:
    """The body-language cues that can be rated, by how you met (R3)."""
    return tuple(scales()[key] for key in _file().modes[mode])


def naming_words() -> dict[str, tuple[str, ...]]:
    """By scale, the beginnings of words by which an interviewer names it."""
    return {scale.id: scale.cues for scale in _file().scales if scale.cues}


def competency_scale(competency_id: str, name: str, anchor: str) -> Scale:
    """The scale for rating yourself on a competency, from what you did in this one interview."""
    wording = _file().competency
    question = anchor or wording.question.format(name=name.lower())
    return Scale(COMPETENCY_PREFIX + competency_id, name, question, wording.points)
