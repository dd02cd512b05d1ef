"""Owns what a person practises: the competencies interviewers look for, pointers, and the bank of examples.

Competencies come in packs, with names in each language. A pointer says *When …, I will …*; an example is a STAR story.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import Policy
from afterword.domain.fields import Field, FieldKind
from afterword.domain.text import Emphasis, lazy_pattern, plural, words
from afterword.errors import NotUnderstood, UserError
from afterword.languages.loader import DEFAULT, languages, load, names

CORE = "core"
"""The pack that belongs to every journal."""
TELLING = "telling"
"""The id of the one subject that is no competency: how answers were told. Findings and ratings can be tied to it."""


class Competency(Struct, frozen=True, kw_only=True):
    """Something an interviewer looks for, anchored in one sentence of behaviour.

    `why_me` is your own line on it for the next interview. `merged_into` names the competency that took over its
    findings, ratings, examples and answers; such a one is archived. `words` are beginnings of words by which a phrase
    is known to be about it, beside those of its `pack`, which is empty for the core and for your own.
    """

    id: str
    name: Annotated[str, Field("Name", "what it is called", required="A word or two will do.", flag="NAME")]
    anchor: Annotated[
        str,
        Field(
            "What one sees",
            "one sentence of behaviour that shows it",
            example="one sentence of behaviour: asks before answering",
        ),
    ] = ""
    archived: bool = False
    why_me: Annotated[
        str,
        Field(
            "Why me",
            "your line for the next interview, '' to take it away",
            example="one sentence they will remember, with its proof",
            verb="why-me",
            flag="TEXT",
        ),
    ] = ""
    merged_into: str | None = None
    words: Annotated[
        tuple[str, ...],
        Field(
            "Words",
            "beginnings of words by which a phrase is known to be about it, parted by commas",
            kind=FieldKind.SEVERAL,
            example="beginnings of words: prioritis, triage",
        ),
    ] = ()
    pack: str = ""


class CompetencyWording(Struct, frozen=True):
    """A competency in one language: name, anchor, and by which words a phrase is known to be about it.

    Each of `words` is enough; one of `scene`, the people and things at work, counts with one of `hints`; of these alone
    it takes three. docs/add-a-language.md says how they are written. `when` and `will` begin a pointer on it.
    """

    id: str
    name: str
    anchor: str
    words: tuple[str, ...] = ()
    scene: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    when: str = ""
    will: str = ""


class Pack(Struct, frozen=True):
    """The competencies of one kind of work, in one language."""

    title: str
    competencies: tuple[CompetencyWording, ...]

    def wording(self, competency_id: str) -> CompetencyWording | None:
        """The competency with that id."""
        return next((wording for wording in self.competencies if wording.id == competency_id), None)


@cache
def pack_names() -> tuple[str, ...]:
    """The names of all packs that can be added to the core."""
    return tuple(name for name in names("competencies") if name != CORE)


@cache
def pack(name: str, language: str = DEFAULT) -> Pack:
    """That pack in that language; in English where nobody has translated it."""
    return load(f"competencies/{name}", Pack, language)


@cache
def pack_in_all_languages(name: str) -> Mapping[str, Pack]:
    """That pack by the code of each language it is written in, English first; nothing where it is not known here."""
    if name not in (CORE, *pack_names()):
        return {}
    return {language: pack(name, language) for language in languages(f"competencies/{name}")}


@cache
def competencies_of(name: str, language: str = DEFAULT) -> tuple[Competency, ...]:
    """The competencies of that pack, called as that language calls them; how answers were told is none of them."""
    stored = "" if name == CORE else name
    return tuple(
        Competency(id=wording.id, name=wording.name, anchor=wording.anchor, pack=stored)
        for wording in pack(name, language).competencies
        if wording.id != TELLING
    )


def default_competencies(language: str = DEFAULT) -> tuple[Competency, ...]:
    """What every journal begins with: the core."""
    return competencies_of(CORE, language)


def telling(language: str = DEFAULT) -> Competency:
    """How answers were told, as a subject that findings and ratings can be tied to. It is no competency."""
    wording = pack(CORE, language).wording(TELLING)
    if wording is None:
        raise LookupError(TELLING)
    return Competency(id=TELLING, name=wording.name, anchor=wording.anchor)


def wording_of(competency: Competency, language: str = DEFAULT) -> CompetencyWording | None:
    """How its pack words it in that language; None for one of your own, or of a pack that is not known here."""
    name = competency.pack or CORE
    return pack(name, language).wording(competency.id) if name in (CORE, *pack_names()) else None


def in_language(competency: Competency, language: str) -> Competency:
    """The competency, called as that language calls it where the person did not choose other words."""
    wording = wording_of(competency, language)
    if wording is None or (competency.name, competency.anchor) == (wording.name, wording.anchor):
        return competency
    codes = pack_in_all_languages(competency.pack or CORE)
    usual = [variant for code in codes if (variant := wording_of(competency, code)) is not None]
    name = wording.name if competency.name in [variant.name for variant in usual] else competency.name
    anchor = wording.anchor if competency.anchor in [variant.anchor for variant in usual] else competency.anchor
    return replace(competency, name=name, anchor=anchor)


def standing_for(competency: Competency, competencies: tuple[Competency, ...]) -> Competency | None:
    """The competency itself, or the one it ended in after merging; None when that one is archived."""
    by_id = {other.id: other for other in competencies}
    visited: set[str] = set()
    living: Competency | None = competency
    while living is not None and living.merged_into is not None and living.id not in visited:
        visited.add(living.id)
        living = by_id.get(living.merged_into)
    return None if living is None or living.archived else living


# ── pointers, and whether they were kept (R6) ─────────────────────────────────────────────────────────────────────────


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


# ── the example bank (E3) ─────────────────────────────────────────────────────────────────────────────────────────────


_ENOUGH = {"situation": 12, "task": 8, "action": 25, "result": 12}
_DIGIT = lazy_pattern(r"\d")
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
        return max(self.rehearsals, key=lambda rehearsal: rehearsal.at, default=None)


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
    summary = f"{rehearsal.seconds} seconds, {'without notes' if rehearsal.without_notes else 'with notes'}"
    return f"{summary}; aim at {TELLING_SECONDS}" if rehearsal.seconds > TELLING_SECONDS * 4 // 3 else summary
