"""Owns the example bank: STAR stories, each tied to competencies, what each lacks, and when it was rehearsed (E3)."""

import re
from datetime import date, datetime
from typing import Annotated

from msgspec import Struct

from afterword.domain.fields import Field, FieldKind
from afterword.domain.policy import Policy
from afterword.domain.text import plural, words

_ENOUGH = {"situation": 12, "task": 8, "action": 25, "result": 12}
_DIGIT = re.compile(r"\d")
TELLING_SECONDS = 90
"""How long telling an example should take; practitioners converge on 90 to 120 seconds."""


class Rehearsal(Struct, frozen=True, kw_only=True, gc=False):
    """The example told aloud once: when, for how long, and whether without looking at notes."""

    at: datetime
    seconds: int
    without_notes: bool = False


class Example(Struct, frozen=True, kw_only=True, gc=False):
    """A story to tell: situation, task, action, result, and the competencies it shows.

    `numbers` are the figures to remember, `roles` the kinds of role it fits (any, when empty).
    """

    id: str
    title: Annotated[
        str,
        Field(
            "Title",
            "a few words to find it by",
            example="a few words to find it by",
            required="A few words to find it by.",
        ),
    ]
    situation: Annotated[
        str, Field("Situation", "where and when it was, in a sentence or two", kind=FieldKind.TEXT)
    ] = ""
    task: Annotated[str, Field("Task", "what you had to achieve", kind=FieldKind.TEXT)] = ""
    action: Annotated[
        str, Field("Action (I did)", "what you did, step by step; this part counts most", kind=FieldKind.TEXT)
    ] = ""
    result: Annotated[str, Field("Result", "what came of it, with a number if there is one", kind=FieldKind.TEXT)] = ""
    numbers: Annotated[
        str, Field("Numbers", "the figures to remember", example="figures to remember: 40 % fewer alarms, 3 weeks")
    ] = ""
    competencies: Annotated[
        tuple[str, ...],
        Field("Shows", "what it shows", kind=FieldKind.MANY, of="competencies", flag="--competency NAME"),
    ] = ()
    roles: Annotated[
        tuple[str, ...],
        Field(
            "Fits roles",
            "a role it fits; any when left out",
            kind=FieldKind.SEVERAL,
            example="backend, SRE; empty: any",
            flag="--role",
        ),
    ] = ()
    created: datetime
    deleted: datetime | None = None
    rehearsals: tuple[Rehearsal, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The STAR parts that are still empty, in their order."""
        return tuple(part for part in _ENOUGH if not getattr(self, part).strip())

    @property
    def ready(self) -> bool:
        """Whether it can be told: it names an own action and a result."""
        return bool(self.action.strip() and self.result.strip())

    @property
    def last_rehearsal(self) -> Rehearsal | None:
        """The latest time it was told aloud, if any."""
        return max(self.rehearsals, key=lambda one: one.at, default=None)


def weight(example: Example) -> float:
    """0 to 1: how much of the story stands, action and result counting twice.

    Stories of real interviews held too much situation and too little action and result (Bangerter et al. 2014).
    """
    shares = {part: min(1.0, words(getattr(example, part)) / enough) for part, enough in _ENOUGH.items()}
    return (shares["situation"] + shares["task"] + 2 * shares["action"] + 2 * shares["result"]) / 6


_MISSING = {
    "situation": "where it was, and what was at stake",
    "task": "what was asked of you",
    "action": "what you did yourself, step by step",
    "result": "what changed, for whom, by how much",
}


def carried(part: str, text: str) -> tuple[float, str]:
    """How much of that part of a story stands, from 0 to 1, and in words what is missing in it or would still help."""
    share = min(words(text) / _ENOUGH[part], 1.0)
    if share < 1:
        return share, f"{words(text)} of about {plural(_ENOUGH[part], 'word')}; missing: {_MISSING[part]}"
    return share, "it stands; a number would help" if part == "result" and not _DIGIT.search(text) else "it stands"


def advise(example: Example) -> str:
    """The next thing to write, in one sentence: the part that weighs most and stands least; empty when none is left."""
    if not example.action.strip():
        return "Write what you did yourself, step by step."
    if not example.result.strip():
        return "Write how it ended, with a number if there is one."
    counts = {part: words(getattr(example, part)) / enough for part, enough in _ENOUGH.items()}
    if counts["action"] < 1:
        return "Say more about what you did yourself."
    if counts["result"] < 1:
        return "Say more about the result: what changed, for whom, by how much."
    if counts["situation"] > 2 * counts["action"]:
        return "The situation is longer than what you did: shorten it."
    return "" if counts["task"] and counts["situation"] else "Add a sentence on the situation and your task."


def rehearsal_due(example: Example, policy: Policy) -> date | None:
    """The day to tell it aloud again, every n days; None while it cannot be told yet."""
    if not example.ready or example.deleted is not None:
        return None
    last = example.last_rehearsal
    return example.created.date() if last is None else policy.rehearsal_due(last.at.date())


def rehearsal_words(rehearsal: Rehearsal) -> str:
    """`95 seconds, without notes`, with what to aim at where it took much longer."""
    told = f"{rehearsal.seconds} seconds, {'without notes' if rehearsal.without_notes else 'with notes'}"
    return f"{told}; aim at {TELLING_SECONDS}" if rehearsal.seconds > TELLING_SECONDS * 4 // 3 else told
