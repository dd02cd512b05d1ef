"""Owns competencies: the default set, their behavioural anchors, and guessing one from words."""

import re
from functools import cache, lru_cache
from typing import Annotated

from msgspec import Struct

from afterword.domain.fields import Field
from afterword.languages.loader import load


class Competency(Struct, frozen=True, kw_only=True):
    """Something an interviewer looks for, anchored in one sentence of behaviour.

    `why_me` is your own line on it for the next interview. `merged_into` names the competency that took over its
    findings, ratings, examples and answers; such a one is archived. `words` are beginnings of words by which a phrase
    is known to be about it, beside those of its pack.
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
            "Why me",
            "your line for the next interview, '' to take it away",
            example="one sentence an interviewer will remember, with its proof",
            verb="why-me",
            flag="TEXT",
        ),
    ] = ""
    merged_into: str | None = None
    words: tuple[str, ...] = ()


class CompetencyWording(Struct, frozen=True):
    """A competency of the default set: `words` are beginnings of words that point at it when a sentence holds them.

    `when` and `will` begin a pointer on it.
    """

    id: str
    name: str
    anchor: str
    words: tuple[str, ...]
    when: str
    will: str


class _Competencies(Struct, frozen=True):
    competencies: tuple[CompetencyWording, ...]


@cache
def wordings() -> dict[str, CompetencyWording]:
    """The default set as its file holds it, by id."""
    return {wording.id: wording for wording in load("competencies", _Competencies).competencies}


@cache
def default_competencies() -> tuple[Competency, ...]:
    """The default set."""
    return tuple(Competency(id=wording.id, name=wording.name, anchor=wording.anchor) for wording in wordings().values())


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
        words = wordings()[competency.id].words if competency.id in wordings() else ()
        score = len(set(_beginnings(words).findall(lowered)))
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
