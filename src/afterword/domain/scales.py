"""Owns the anchored rating scales: every point of every scale is a sentence about behaviour (R2, R3)."""

from functools import cache
from typing import Annotated

from msgspec import Struct

from afterword.domain.fields import Field, FieldKind
from afterword.domain.interview import MODES, Mode
from afterword.errors import NotUnderstood
from afterword.languages.loader import load

LOWEST, HIGHEST = 1, 5
COMPETENCY_PREFIX = "competency/"
CONVINCING = "convincing-2"
"""The id of the scale of how convincing you were."""
ON_CONVINCING = frozenset({"convincing", CONVINCING})
"""The ids of every scale of it, the earlier one included."""
MEETINGS = tuple(mode for mode in Mode if mode is not Mode.TAKE_HOME)
"""The ways in which they see or hear you."""


class Scale(Struct, frozen=True):
    """A question and its five sentences, the first of them for 1; a plain scale from 1 to 5 has none."""

    id: str
    title: str
    question: str
    points: tuple[str, ...] = ()

    def anchor(self, value: int) -> str:
        """The sentence behind a value from 1 to 5; empty on a plain scale."""
        return self.points[check_value(value) - 1] if self.points else ""


class Cue(Struct, frozen=True, kw_only=True):
    """A cue of body language that the person added, or put away (`archived`), which may be one of the usual ones.

    `points` are its five sentences; without them it is a plain rating from 1 to 5. `modes` are the ways to meet in
    which it can be seen; empty: in all.
    """

    id: str
    title: Annotated[
        str,
        Field("Cue", "what could be seen or heard", example="Nodding", required="A word or two: “nodding”."),
    ] = ""
    question: Annotated[
        str, Field("Question", "what you ask yourself about it", example="How often did you nod while they spoke?")
    ] = ""
    points: Annotated[
        tuple[str, ...],
        Field(
            "Sentences",
            "one of its five sentences, from 1 to 5; without any it is a plain 1 to 5",
            kind=FieldKind.LINES,
            example="Five, one a line, from 1 to 5. Leave it empty for a plain 1 to 5.",
            flag="--point TEXT",
        ),
    ] = ()
    modes: Annotated[
        tuple[Mode, ...],
        Field(
            "Only in, else all",
            "how you meet where it is asked for; in all when left out",
            kind=FieldKind.MANY,
            choices=MODES,
            flag="--mode HOW",
        ),
    ] = ()
    archived: bool = False

    @property
    def scale(self) -> Scale:
        """The scale it is rated on."""
        return Scale(self.id, self.title, self.question or f"{self.title}: from 1, not at all, to 5.", self.points)


def check_cue(cue: Cue) -> None:
    """Raises `NotUnderstood` unless it has five sentences that differ, or none."""
    if cue.points and len(set(cue.points)) != HIGHEST:
        raise NotUnderstood(
            f"A scale has five different sentences, and these are {len(set(cue.points))}.",
            hint="Give one for each point from 1 to 5, or none for a plain rating.",
        )


def check_value(value: int) -> int:
    """The value itself. Raises `NotUnderstood` outside 1 to 5."""
    if not LOWEST <= value <= HIGHEST:
        raise NotUnderstood(f"{value} is not on the scale.", hint="Ratings go from 1 to 5.")
    return value


class _Wording(Scale, frozen=True):
    """A scale as its file holds it, with the beginnings of words by which an interviewer names it.

    `replaced_by` are the scales that are asked for in its place, where it is asked for no more.
    """

    cues: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()


class _CompetencyWording(Struct, frozen=True):
    question: str
    points: tuple[str, str, str, str, str]


class _Scales(Struct, frozen=True):
    modes: dict[Mode, tuple[str, ...]]
    sometimes: dict[Mode, tuple[str, ...]]
    scales: tuple[_Wording, ...]
    competency: _CompetencyWording


@cache
def _file() -> _Scales:
    return load("scales", _Scales)


@cache
def scales() -> dict[str, Scale]:
    """Every usual scale by id: how convincing, the cues of body language, and those that are only read any more."""
    return {scale.id: scale for scale in _file().scales}


def convincing() -> Scale:
    """How convincing you were (R2)."""
    return scales()[CONVINCING]


def cues(mode: Mode) -> tuple[Scale, ...]:
    """The usual cues of body language when you meet so (R3); those that fit only some such meetings last."""
    return tuple(scales()[key] for key in (*_file().modes[mode], *_file().sometimes.get(mode, ())))


def may_stay_open(mode: Mode) -> frozenset[str]:
    """The usual cues that fit only some such meetings."""
    return frozenset(_file().sometimes.get(mode, ()))


@cache
def replacements() -> dict[str, tuple[str, ...]]:
    """The scales that are only read any more, each with those that are asked for in its place."""
    return {scale.id: scale.replaced_by for scale in _file().scales if scale.replaced_by}


def naming_words() -> dict[str, tuple[str, ...]]:
    """By scale, the beginnings of words by which an interviewer names it."""
    return {scale.id: scale.cues for scale in _file().scales if scale.cues}


def competency_scale(competency_id: str, name: str, anchor: str) -> Scale:
    """The scale for rating yourself on a competency, from what you did in this one interview."""
    wording = _file().competency
    question = anchor or wording.question.format(name=name.lower())
    return Scale(COMPETENCY_PREFIX + competency_id, name, question, wording.points)
