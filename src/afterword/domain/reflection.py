"""Owns the anchored scales and the reflection on one interview, R2 to R5, with its lock; pointers (R6) are records."""

from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.fields import Field, FieldKind
from afterword.domain.interview import MODES, Mode
from afterword.errors import NotUnderstood, UserError
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


# ── the reflection ────────────────────────────────────────────────────────────────────────────────────────────────────


class AnswerKind(StrEnum):
    """What kind of answer an example was (Bangerter et al. 2014)."""

    STORY = "story"
    PSEUDO_STORY = "pseudo-story"
    EXAMPLE = "example"
    OPINION = "opinion"
    SELF_DESCRIPTION = "self-description"

    @property
    def tells(self) -> bool:
        """Whether something that happened is told in it."""
        return self in TOLD


TOLD = frozenset({AnswerKind.STORY, AnswerKind.PSEUDO_STORY, AnswerKind.EXAMPLE})
"""The kinds of answer that tell of something; only they can name an action or a result."""


class Taken(StrEnum):
    """How they took an answer."""

    FOLLOWED_UP = "followed up"
    PUSHED_BACK = "pushed back"
    MOVED_ON = "moved on"


class Control(StrEnum):
    """Whether a scenario lay in your hands. “Cannot know” is an honest answer."""

    MINE = "in my control"
    NOT_MINE = "not in my control"
    UNKNOWN = "cannot know"


class ScenarioKind(StrEnum):
    """The scenarios offered behind a rejection; `other` takes a title of its own (R5)."""

    STRONGER = "another was stronger"
    EXPERIENCE = "experience did not fit"
    ANSWERS = "answers stayed general"
    PREPARATION = "preparation fell short"
    RAPPORT = "we did not find a rapport"
    TERMS = "terms did not fit"
    POSITION = "the position changed or was filled"
    INTERNAL = "somebody internal was chosen"
    NERVES = "nerves or health"
    TEST = "a test or task went badly"
    LEVEL = "over- or underqualified"
    UNFAIR = "it was not fair"
    UNKNOWABLE = "cannot know"
    OTHER = "other"


USUAL_CONTROL: dict[ScenarioKind, Control] = {
    ScenarioKind.STRONGER: Control.NOT_MINE,
    ScenarioKind.EXPERIENCE: Control.NOT_MINE,
    ScenarioKind.ANSWERS: Control.MINE,
    ScenarioKind.PREPARATION: Control.MINE,
    ScenarioKind.POSITION: Control.NOT_MINE,
    ScenarioKind.INTERNAL: Control.NOT_MINE,
    ScenarioKind.NERVES: Control.NOT_MINE,
    ScenarioKind.TEST: Control.MINE,
    ScenarioKind.LEVEL: Control.NOT_MINE,
    ScenarioKind.UNFAIR: Control.NOT_MINE,
}
"""What a reason is taken for until the person says otherwise; “cannot know” for those that are not here."""

ANSWER_MEANINGS: dict[AnswerKind, str] = {
    AnswerKind.STORY: "one event, with what happened, what I did and how it ended",
    AnswerKind.PSEUDO_STORY: "what usually happens, told like a story",
    AnswerKind.EXAMPLE: "an instance named, without how it went",
    AnswerKind.OPINION: "what I think about it",
    AnswerKind.SELF_DESCRIPTION: "what I say I am like",
}


class Rating(Struct, frozen=True, kw_only=True, gc=False):
    """A value from 1 to 5, or none yet, on the scale with the id `dimension`, with a note.

    `after_reply`: it was given when a reply was already known, so it is no claim that their words can be held against.
    `not_asked`: the interview gave no occasion to show it, which is said instead of a value.
    """

    dimension: str
    value: int | None = None
    note: Annotated[str, Field("A note to this rating", kind=FieldKind.TEXT)] = ""
    after_reply: bool = False
    not_asked: bool = False

    @property
    def is_given(self) -> bool:
        """Whether there is a value, or it was said that it was not asked for."""
        return self.value is not None or self.not_asked

    @property
    def from_before(self) -> bool:
        """Whether it was given before any reply was known: what a reply locks."""
        return self.is_given and not self.after_reply


class Answer(Struct, frozen=True, kw_only=True, gc=False):
    """One question and the answer you gave: its kind, what it named, whether it was enough (R4, Q1).

    `person_id` is who asked, `taken` how they took the answer, `better` the answer you would give now.
    """

    id: str
    question: Annotated[
        str,
        Field(
            "Question",
            "what they asked",
            required="A few words are enough: “a conflict in a team”.",
            prompt="A question they asked:",
        ),
    ]
    kind: Annotated[
        AnswerKind,
        Field(
            "Kind",
            "what kind of answer you gave",
            choices=tuple((kind, f"{kind}: {meaning}") for kind, meaning in ANSWER_MEANINGS.items()),
            prompt="What kind of answer did you give?",
        ),
    ]
    action: Annotated[
        bool,
        Field(
            "Named an action",
            choices=((True, "an action"), (False, "no action")),
            prompt="Did it name something you did yourself?",
        ),
    ] = False
    result: Annotated[
        bool,
        Field("Named a result", choices=((True, "a result"), (False, "no result")), prompt="Did it name a result?"),
    ] = False
    enough: Annotated[
        bool | None,
        Field(
            "Was it enough?",
            kind=FieldKind.CHOICE,
            choices=((None, "cannot say"), (True, "enough"), (False, "not enough")),
            prompt="Was it enough?",
        ),
    ] = None
    person_id: Annotated[str | None, Field("Asked by", of="people", prompt="Who asked?")] = None
    taken: Annotated[
        Taken | None,
        Field(
            "Then they",
            "how they took the answer",
            choices=((None, "–"), *((taken, taken.value) for taken in Taken)),
            prompt="What did they do with the answer?",
        ),
    ] = None
    better: Annotated[
        str,
        Field(
            "Better answer",
            kind=FieldKind.TEXT,
            example="Next time they ask this, I will say …",
            prompt="Next time they ask this, what will you say?",
        ),
    ] = ""
    competency: Annotated[str | None, Field("Competency", of="competencies")] = None
    example: Annotated[str | None, Field("Example told", of="examples")] = None
    note: Annotated[str, Field("Note", kind=FieldKind.TEXT)] = ""


class OwnQuestion(Struct, frozen=True, kw_only=True, gc=False):
    """A question that you asked them, and what they said to it (Q1)."""

    id: str
    question: Annotated[
        str,
        Field(
            "I asked",
            "what you asked them",
            required="A few words are enough: “what a usual day is like”.",
            prompt="A question you asked them:",
        ),
    ]
    reply: Annotated[str, Field("They said", kind=FieldKind.TEXT, prompt="What did they say?")] = ""


class Scenario(Struct, frozen=True, kw_only=True, gc=False):
    """One possible reason, with what speaks for and against it (R5)."""

    id: str
    kind: Annotated[ScenarioKind, Field("Reason")]
    title: Annotated[
        str, Field("In own words", example="needed for “other” only", prompt="In your own words, what reason?")
    ] = ""
    evidence_for: Annotated[str, Field("Speaks for it", prompt="What speaks for it?")] = ""
    evidence_against: Annotated[str, Field("Speaks against it", prompt="What speaks against it?")] = ""
    control: Annotated[Control, Field("It was", prompt="Was it in your control?")] = Control.UNKNOWN

    @property
    def label(self) -> str:
        """Its own title, or the words of its kind."""
        return self.title or self.kind.value


class Reflection(Struct, frozen=True, kw_only=True, gc=False):
    """What you say about one interview; its id is the interview's id.

    `private` is written for nobody: it counts nowhere and is never shared.
    """

    id: str
    ratings: tuple[Rating, ...] = ()
    answers: tuple[Answer, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    went_well: Annotated[
        str,
        Field(
            "What went well",
            kind=FieldKind.TEXT,
            example="One thing that went well, however small",
            prompt="At least one thing that went well:",
        ),
    ] = ""
    thoughts: Annotated[str, Field("Other thoughts", kind=FieldKind.TEXT, prompt="Anything else?")] = ""
    updated: datetime | None = None
    own_questions: tuple[OwnQuestion, ...] = ()
    private: Annotated[
        str,
        Field(
            "Private writing",
            kind=FieldKind.TEXT,
            example="For nobody: never counted, never shared.",
            prompt="For nobody: never counted, never shared. What do you want to write?",
        ),
    ] = ""

    def rating(self, dimension: str) -> Rating:
        """The rating on that scale; an empty one when there is none."""
        for rating in self.ratings:
            if rating.dimension == dimension:
                return rating
        return Rating(dimension=dimension)


def rate(reflection: Reflection, dimension: str, value: int | None, *, locked: bool) -> Reflection:
    """The reflection with a new value on that scale (None clears it).

    `locked`, by a reply: a rating from before it is refused, and one that was never given is marked as given after it.
    """
    old = _unlocked(reflection, dimension, locked=locked)
    new = None if value is None else check_value(value)
    rating = replace(old, value=new, not_asked=False, after_reply=locked and new is not None)
    return _with_rating(reflection, rating)


def not_asked(reflection: Reflection, dimension: str, *, locked: bool) -> Reflection:
    """The reflection with the word that this interview gave no occasion to show it; locked as a value is."""
    old = _unlocked(reflection, dimension, locked=locked)
    return _with_rating(reflection, replace(old, value=None, not_asked=True, after_reply=locked))


def _unlocked(reflection: Reflection, dimension: str, *, locked: bool) -> Rating:
    old = reflection.rating(dimension)
    if locked and old.from_before:
        raise UserError(
            "This rating is locked.",
            "A reply has been recorded, and what you thought before it is kept for comparison.",
            "Notes stay editable, and what you had not rated can still be rated.",
        )
    return old


def note(reflection: Reflection, dimension: str, text: str) -> Reflection:
    """The reflection with a note on that scale; always possible."""
    return _with_rating(reflection, replace(reflection.rating(dimension), note=text))


def _with_rating(reflection: Reflection, rating: Rating) -> Reflection:
    others = tuple(old for old in reflection.ratings if old.dimension != rating.dimension)
    new = (rating,) if rating.is_given or rating.note else ()
    return replace(reflection, ratings=tuple(sorted(others + new, key=lambda rated: rated.dimension)))
