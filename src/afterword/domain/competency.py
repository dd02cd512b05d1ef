"""Owns competencies: the default set, their behavioural anchors, and guessing one from words."""

import re
from functools import lru_cache
from typing import Annotated

from msgspec import Struct

from afterword.domain.fields import Field


class Competency(Struct, frozen=True, kw_only=True):
    """Something an interviewer looks for, anchored in one sentence of behaviour.

    `why_me` is your own line on it for the next interview. `merged_into` names the competency that took over its
    findings, ratings, examples and answers; such a one is archived.
    """

    id: str
    name: Annotated[str, Field("Name", "what it is called", required="A word or two will do.", flag="NAME")]
    anchor: Annotated[
        str,
        Field(
            "What one sees",
            "one sentence of behaviour that shows it",
            example="one sentence of behaviour: asks before answering, compares two ways",
        ),
    ] = ""
    archived: bool = False
    why_me: Annotated[
        str,
        Field(
            "I …",
            "your line for the next interview, '' to take it away",
            example="one sentence an interviewer will remember, with its proof",
            verb="why-me",
            flag="TEXT",
        ),
    ] = ""
    merged_into: str | None = None


DEFAULT_COMPETENCIES: tuple[Competency, ...] = (
    Competency(
        id="communication",
        name="Communication",
        anchor="Gives the main point first and checks that it was understood.",
    ),
    Competency(
        id="problem-solving",
        name="Problem solving",
        anchor="Asks before answering, compares two ways, says why one.",
    ),
    Competency(
        id="technical-depth",
        name="Technical depth",
        anchor="Explains how a thing works underneath and where it breaks.",
    ),
    Competency(
        id="system-design",
        name="System design",
        anchor="Names the load, the limits and what was traded away.",
    ),
    Competency(id="teamwork", name="Teamwork", anchor="Tells what others did and how a disagreement was settled."),
    Competency(
        id="ownership",
        name="Ownership",
        anchor="Follows a thing through to its result and says what it cost.",
    ),
    Competency(
        id="leadership",
        name="Leadership",
        anchor="Gives others direction and room, and tells what they achieved.",
    ),
    Competency(id="learning", name="Learning", anchor="Names a mistake and what was done differently afterwards."),
    Competency(
        id="motivation",
        name="Motivation",
        anchor="Says why this role and this company, with a concrete reason.",
    ),
    Competency(id="examples", name="Examples", anchor="Answers with a situation, an own action and a result."),
)

# Words that point at a competency when somebody's sentence holds them: stems, matched at the start of a word.
_HINTS: dict[str, tuple[str, ...]] = {
    "communication": (
        "clear",
        "communicat",
        "explain",
        "listen",
        "concise",
        "articulat",
        "rambl",
        "structur",
        "present",
    ),
    "problem-solving": ("problem", "solv", "approach", "analy", "edge case", "algorithm", "reason", "debug"),
    "technical-depth": ("technical", "depth", "knowledge", "database", "code", "coding", "internals", "test"),
    "system-design": (
        "design",
        "architect",
        "scal",
        "trade-off",
        "tradeoff",
        "back-pressure",
        "cache",
        "distributed",
    ),
    "teamwork": ("team", "collaborat", "colleague", "together", "pair", "conflict"),
    "ownership": ("owner", "responsib", "deliver", "initiative", "follow through", "end to end"),
    "leadership": ("lead", "mentor", "manag", "direction", "stakeholder", "delegat"),
    "learning": ("learn", "curio", "mistake", "grow", "feedback", "improv"),
    "motivation": ("motivat", "enthusias", "interest", "passion", "why us", "company"),
    "examples": ("example", "concrete", "incident", "specific", "story", "situation", "result", "star "),
}


def suggest(text: str, known: tuple[Competency, ...]) -> str | None:
    """The id of the competency whose words occur most often in `text`, or None when no word points anywhere.

    A competency's own name counts twice, so that added ones can be found too.
    """
    scores = scores_of(text, known)
    return max(scores, key=lambda key: scores[key]) if scores else None


def scores_of(text: str, known: tuple[Competency, ...]) -> dict[str, int]:
    """How often the words of `text` point at each competency, those they never point at left out.

    Words that pointed at a merged competency point at the one that took it over; archived ones are never named.
    """
    lowered = text.lower()
    scores: dict[str, int] = {}
    for competency in known:
        score = len(set(_beginnings(_HINTS.get(competency.id, ())).findall(lowered)))
        score += 2 * bool(_beginnings((competency.name.lower(),)).search(lowered))
        living = standing_for(competency, known)
        if score and living is not None:
            scores[living.id] = scores.get(living.id, 0) + score
    return scores


@lru_cache(maxsize=256)
def _beginnings(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Finds words that begin with one of these; nothing where there are none."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, stems))})" if stems else r"(?!)")


def standing_for(competency: Competency, known: tuple[Competency, ...]) -> Competency | None:
    """The competency itself, or the one it ended in after merging; None when that one is archived."""
    by_id = {one.id: one for one in known}
    seen: set[str] = set()
    found: Competency | None = competency
    while found is not None and found.merged_into is not None and found.id not in seen:
        seen.add(found.id)
        found = by_id.get(found.merged_into)
    return None if found is None or found.archived else found
