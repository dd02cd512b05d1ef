"""Owns pointers, *When …, I will …*, and whether they were kept (R6)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.document import Emphasis
from afterword.domain.fields import Field
from afterword.errors import NotUnderstood, UserError


class Kept(StrEnum):
    """What became of a pointer in an interview."""

    DONE = "done"
    PARTLY = "partly"
    NO_OCCASION = "no occasion"
    FORGOT = "forgot"


class Occasion(StrEnum):
    """What a pointer is for: the next interview, or the next rejection."""

    INTERVIEW = "interview"
    DECISION = "decision"


NEXT_NO = "the next no comes"
"""The moment of a plan for the next rejection, where no other is named."""


KEPT_GLYPHS: Mapping[Kept, str] = {Kept.DONE: "✓", Kept.PARTLY: "±", Kept.NO_OCCASION: "–", Kept.FORGOT: "✗"}
KEPT_EMPHASIS: Mapping[Kept, Emphasis] = {
    Kept.DONE: Emphasis.GOOD,
    Kept.PARTLY: Emphasis.PLAIN,
    Kept.NO_OCCASION: Emphasis.PLAIN,
    Kept.FORGOT: Emphasis.WARN,
}


class Check(Struct, frozen=True, kw_only=True, gc=False):
    """What became of the pointer in that interview."""

    interview_id: str
    kept: Kept
    on: date


class Pointer(Struct, frozen=True, kw_only=True, gc=False):
    """A plan of the form *When …, I will …*, from one interview (or a finding), checked after later ones."""

    id: str
    when: Annotated[
        str,
        Field(
            "When …",
            "the moment: they ask about scale",
            example="they ask what can fail",
            required="When … (the moment), I will … (what you do).",
        ),
    ]
    will: Annotated[
        str,
        Field(
            "I will …",
            "what you will do: name the load first",
            example="tell what I did and what came of it",
            required="When … (the moment), I will … (what you do).",
        ),
    ]
    created: datetime
    interview_id: Annotated[
        str | None,
        Field("It comes from", "the interview it comes from", of="interviews", verb="origin", flag="--interview ID"),
    ] = None
    finding_id: str | None = None
    checks: tuple[Check, ...] = ()
    deleted: datetime | None = None
    occasion: Annotated[
        Occasion,
        Field(
            "It is for",
            "what it is for: the next interview, or the next no (decision), when it is shown as you record it",
            choices=((Occasion.INTERVIEW, "the next interview"), (Occasion.DECISION, "the next no")),
            flag="--for OCCASION",
        ),
    ] = Occasion.INTERVIEW

    @property
    def sentence(self) -> str:
        """The plan as one sentence: `When they ask about scale, I will name the load first`."""
        return f"When {self.when}, I will {self.will}".rstrip(".") + "."


def for_interviews(pointers: Iterable[Pointer]) -> tuple[Pointer, ...]:
    """Those that are practised before an interview and checked after it."""
    return tuple(pointer for pointer in pointers if pointer.occasion is Occasion.INTERVIEW)


def for_a_no(pointers: Iterable[Pointer]) -> tuple[Pointer, ...]:
    """The plans for the next rejection."""
    return tuple(pointer for pointer in pointers if pointer.occasion is Occasion.DECISION)


_OPENINGS = {"when": ("when",), "will": ("i will", "i'll", "i’ll", "will")}


def bare_half(name: str, words: str) -> str:
    """What was typed for `when` or `will`, without the words and marks that the sentence adds.

    Raises `NotUnderstood` when nothing is left.
    """
    half = _without(words, *_OPENINGS[name]).rstrip(" ,.…" if name == "when" else " .…")
    if not half:
        raise NotUnderstood("A pointer needs both halves.", hint="When … (the moment), I will … (what you do).")
    return half


def _without(text: str, *openings: str) -> str:
    """The text without those words in front, however often they were typed."""
    bare = text.strip()
    for opening in openings:
        if bare.lower() == opening or bare.lower().startswith(opening + " "):
            return _without(bare[len(opening) :], *openings)
    return bare


def check(pointer: Pointer, interview_id: str, kept: Kept, on: date) -> Pointer:
    """The pointer with what became of it in that interview; a second answer replaces the first.

    Refused for a plan for the next no, which no interview keeps or forgets.
    """
    if pointer.occasion is Occasion.DECISION:
        raise UserError("This plan is for the next no, and is not checked after an interview.")
    others = tuple(old for old in pointer.checks if old.interview_id != interview_id)
    return replace(pointer, checks=(*others, Check(interview_id=interview_id, kept=kept, on=on)))
