"""Owns the comparison of what you said of yourself with what your interviewers said, interview by interview.

Only interviews with a marked reply count: what was rated before the reply is locked, so nothing was adjusted
afterwards, and what was rated after it is compared with nothing. Where no reflection was written there is no other
side, and nothing is called a blind spot.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from afterword.domain.evaluation.claims import HIGH, LOW, NAMED, Claim, Evidence, Material, Stance, Subject
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX, naming_words, scales

COMPARED = (
    Stance.BLIND_SPOT,
    Stance.HIDDEN_STRENGTH,
    Stance.SHARED_AREA,
    Stance.SHARED_STRENGTH,
    Stance.OPEN,
    Stance.AFTERWARDS,
)
"""How the two sides can stand to each other, in the order in which that is worth reading."""


@cache
def _naming() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """Finds the beginnings of words that name a scale, and the scales that each of them names."""
    named: dict[str, tuple[str, ...]] = {}
    for scale_id, beginnings in naming_words().items():
        for beginning in beginnings:
            named[beginning] = (*named.get(beginning, ()), scale_id)
    # Plain words only, and no boundary in front: so the search can skip ahead by first letters.
    return re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True)))), named


def compare(journal: Journal, material: Material) -> tuple[Claim, ...]:
    """Every comparison, blind spots and hidden strengths first, patterns before what was seen once.

    A claim's evidence are their words, `beside` your ratings of these interviews, and `against` what says otherwise.
    """
    ratings = {scale: {piece.interview_id: piece for piece in group} for scale, group in material.rated.items()}
    claims: list[Claim] = []
    for subject, said in _by_subject(journal, material).items():
        claims += _claims_on(journal, subject, said, ratings.get(subject.id, {}))
    order = {stance: index for index, stance in enumerate(COMPARED)}
    return tuple(sorted(claims, key=lambda claim: (order[claim.stance], not claim.pattern, -len(claim.evidence))))


def _by_subject(journal: Journal, material: Material) -> dict[Subject, list[Evidence]]:
    """Strengths and areas by competency, and by every scale of the reflection that their words name."""
    subjects: dict[Subject, list[Evidence]] = {}
    names = {competency.id: competency.name for competency in journal.subjects if not competency.archived}
    for competency_id, group in material.said.items():
        for piece in group:
            if piece.marked not in NAMED:
                continue
            if competency_id is not None and competency_id in names:
                subject = Subject(COMPETENCY_PREFIX + competency_id, names[competency_id])
                subjects.setdefault(subject, []).append(piece)
            for cue in _cues_in(piece.words):
                subjects.setdefault(Subject(cue, scales()[cue].title), []).append(piece)
    return subjects


@lru_cache(maxsize=8192)
def _cues_in(words: str) -> tuple[str, ...]:
    """The scales that these words name, each once; remembered, since a change leaves most words as they were."""
    lowered, (pattern, named) = words.lower(), _naming()
    found: dict[str, None] = {}
    for match in pattern.finditer(lowered):
        if match.start() == 0 or not lowered[match.start() - 1].isalnum():
            found.update(dict.fromkeys(named[match[0]]))
    return tuple(found)


def _claims_on(
    journal: Journal, subject: Subject, said: list[Evidence], ratings: Mapping[str, Evidence]
) -> Iterable[Claim]:
    by_stance: dict[Stance, list[Evidence]] = {}
    for piece in said:
        rating = ratings.get(piece.interview_id)
        if rating is None and not subject.id.startswith(COMPETENCY_PREFIX):
            # A cue that was not rated here may not even belong to this kind of meeting.
            continue
        by_stance.setdefault(_stance(journal, piece, rating), []).append(piece)
    for stance, pieces in by_stance.items():
        own = tuple(ratings[key] for key in dict.fromkeys(piece.interview_id for piece in pieces) if key in ratings)
        against = (*_otherwise(said, pieces), *_contrary(stance, ratings.values()))
        yield Claim(subject, stance, _sentence(subject, stance, own), tuple(pieces), against, own)


def _stance(journal: Journal, said: Evidence, rating: Evidence | None) -> Stance:
    if said.interview_id not in journal.reflections or said.marked is None:
        return Stance.OPEN
    if rating is not None and rating.after_reply:
        return Stance.AFTERWARDS
    return stance_of(said.marked, None if rating is None else rating.value)


def stance_of(kind: FindingKind, own: int | None) -> Stance:
    """How a strength or an area that was named stands to your own rating before it (1 to 5, None: not rated)."""
    if kind is FindingKind.AREA:
        if own is None or own >= HIGH:
            return Stance.BLIND_SPOT
        return Stance.SHARED_AREA if own <= LOW else Stance.OPEN
    if own is None or LOW < own < HIGH:
        return Stance.OPEN
    return Stance.HIDDEN_STRENGTH if own <= LOW else Stance.SHARED_STRENGTH


def _otherwise(said: Iterable[Evidence], pieces: Iterable[Evidence]) -> Iterable[Evidence]:
    """What interviewers said of the subject that is of the other kind."""
    kinds = {piece.marked for piece in pieces}
    return (piece for piece in said if piece.marked not in kinds)


def _contrary(stance: Stance, ratings: Iterable[Evidence]) -> Iterable[Evidence]:
    """Your own ratings that say otherwise."""
    if stance is Stance.BLIND_SPOT:
        return (piece for piece in ratings if piece.rated <= LOW)
    return (piece for piece in ratings if stance is Stance.HIDDEN_STRENGTH and piece.rated >= HIGH)


_THEY = {
    Stance.BLIND_SPOT: "they named room to grow",
    Stance.HIDDEN_STRENGTH: "they praised it",
    Stance.SHARED_AREA: "they named room to grow",
    Stance.SHARED_STRENGTH: "they praised it",
    Stance.OPEN: "they spoke of it",
    Stance.AFTERWARDS: "they spoke of it",
}


def _sentence(subject: Subject, stance: Stance, own: Iterable[Evidence]) -> str:
    values = [piece.rated for piece in own]
    rated = f"you rated it {_range(values)}" if values else "you had not rated it"
    rated += " after the reply" if stance is Stance.AFTERWARDS else ""
    return f"{subject.name}: {_THEY[stance]}, {rated}."


def _range(values: list[int]) -> str:
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low} to {high}"
