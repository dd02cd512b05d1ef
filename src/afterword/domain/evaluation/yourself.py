"""Owns what you noted yourself and what comes back in it: low ratings, what went well, pointers, what changed."""

from collections.abc import Iterable, Mapping, Sequence

from afterword.domain.competency import Competency
from afterword.domain.evaluation.claims import (
    HIGH,
    LOW,
    Claim,
    Evidence,
    Stance,
    Subject,
    employers,
)
from afterword.domain.evaluation.material import Material, anchors
from afterword.domain.evaluation.own_words import OwnWords, telling_words
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.pointer import Kept
from afterword.domain.scales import COMPETENCY_PREFIX, scales

WELL_PREFIX, POINTER_PREFIX = "well/", "pointer/"
_CHANGED = 2
"""Points between the first and the last rating that are worth a line."""
_MOST_WORDS = 3


def titles(journal: Journal) -> Mapping[str, str]:
    """Every scale that can be rated with its title: how convincing, cues, your own cues, living competencies."""
    named = {scale.id: scale.title for scale in scales().values()}
    named |= {cue.id: cue.title for cue in journal.cues.values() if cue.title}
    living = (competency for competency in journal.subjects if not competency.archived)
    return named | {COMPETENCY_PREFIX + competency.id: competency.name for competency in living}


# ── low ratings, and what changed ─────────────────────────────────────────────────────────────────────────────────────


def own_lows(material: Material, journal: Journal) -> tuple[Claim, ...]:
    """What you rated 2 or lower more often than 4 or higher, patterns first; praise by others stands against it."""
    points = anchors(journal)
    put_away = {cue.id for cue in journal.cues.values() if cue.archived}
    found = [
        _low(Subject(key, title), material, points.get(key, ()))
        for key, title in titles(journal).items()
        if key not in put_away and _mostly_low(material.rated.get(key, ()))
    ]
    return tuple(sorted(found, key=lambda claim: (not claim.pattern, -len(claim.evidence))))


def _mostly_low(pieces: Iterable[Evidence]) -> bool:
    values = [piece.value or 0 for piece in pieces]
    return sum(value <= LOW for value in values) > sum(value >= HIGH for value in values)


def _low(subject: Subject, material: Material, sentences: Sequence[str]) -> Claim:
    """`Voice: you rated it 2 or lower in 3 of 3 interviews, and it stayed low.`."""
    points = material.rated[subject.id]
    low = tuple(piece for piece in points if piece.rated <= LOW)
    rest = tuple(piece for piece in points if piece.rated > LOW)
    praise: tuple[Evidence, ...] = ()
    if subject.id.startswith(COMPETENCY_PREFIX):
        said = material.said_of(subject.record_id)
        praise = tuple(piece for piece in said if piece.marked is FindingKind.STRENGTH)
    sentence = f"{subject.name}: {_low_words(low, points)}."
    return Claim(subject, Stance.OWN_LOW, sentence, low, praise, rest, will=_next_point(low, sentences))


def _low_words(low: Sequence[Evidence], points: Sequence[Evidence]) -> str:
    if len(points) == 1:
        return f"you rated it {low[0].rated}"
    values = {piece.rated for piece in low}
    shown = f"{LOW} or lower" if len(values) > 1 else f"{low[0].rated}"
    stays = "and it stayed low" if points[-1].rated <= LOW else f"and the latest is {points[-1].rated}"
    return f"you rated it {shown} in {len(low)} of {len(points)} interviews, {stays}"


def _next_point(low: Sequence[Evidence], points: Sequence[str]) -> str:
    """The sentence one point above the low one that you chose last."""
    return f"aim for one point up: “{points[low[-1].rated].rstrip('.')}”" if points else ""


def changes(trends: Iterable[Claim]) -> tuple[Claim, ...]:
    """The ratings whose first and last lie two points or more apart, up or down, over three interviews or more."""
    return tuple(
        Claim(trend.subject, Stance.CHANGE, _change(trend), trend.evidence)
        for trend in trends
        if len(trend.values) > _CHANGED and abs(trend.values[-1] - trend.values[0]) >= _CHANGED
    )


def _change(trend: Claim) -> str:
    first, last = trend.evidence[0], trend.evidence[-1]
    return (
        f"{trend.subject.name}: {first.rated} at first ({first.company}), {last.rated} last ({last.company}), "
        f"over {len(trend.values)} interviews."
    )


# ── what went well ────────────────────────────────────────────────────────────────────────────────────────────────────


def went_well(material: Material, competencies: Iterable[Competency], own_words: OwnWords) -> tuple[Claim, ...]:
    """What came back at two employers or more in what went well: competencies by their words, then your own words.

    Your own words are left out where a competency stands for the same interviews already.
    """
    names = {competency.id: competency.name for competency in competencies if not competency.archived}
    by_topic: dict[str, list[Evidence]] = {}
    by_word: dict[str, list[Evidence]] = {}
    shown: dict[str, str] = {}
    for piece in material.went_well:
        for topic in own_words.named_in(piece.words):
            by_topic.setdefault(topic, []).append(piece)
        for key, word in telling_words(piece.words).items():
            by_word.setdefault(key, []).append(piece)
            shown.setdefault(key, word)
    topics = [_well((COMPETENCY_PREFIX + key, names[key]), pieces) for key, pieces in by_topic.items() if key in names]
    told = [claim.interviews for claim in topics]
    together: dict[tuple[str, ...], list[str]] = {}
    for key, pieces in by_word.items():
        together.setdefault(tuple(piece.interview_id for piece in pieces), []).append(key)
    words = [
        _well((WELL_PREFIX + keys[0], ", ".join(f"“{shown[key]}”" for key in keys[:_MOST_WORDS])), by_word[keys[0]])
        for interviews, keys in together.items()
        if not any(topic.issuperset(interviews) for topic in told)
    ]
    return (*_again(topics), *_again(words)[:_MOST_WORDS])


def _again(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Those that are patterns, the one at most employers first."""
    patterns = (claim for claim in claims if claim.pattern)
    return tuple(sorted(patterns, key=lambda claim: -employers(claim.evidence)))


def _well(about: tuple[str, str], pieces: Sequence[Evidence]) -> Claim:
    comes = "come back" if "”, “" in about[1] else "comes back"
    return Claim(Subject(*about), Stance.WENT_WELL, f"{about[1]} {comes} in what went well.", tuple(pieces))


# ── pointers that were forgotten ──────────────────────────────────────────────────────────────────────────────────────


def forgotten(histories: Iterable[PointerHistory]) -> tuple[Claim, ...]:
    """The pointers that were forgotten the last time there was an occasion."""
    return tuple(_forgotten(history) for history in histories if history.last is Kept.FORGOT)


def _forgotten(history: PointerHistory) -> Claim:
    pointer = history.pointer
    missed = tuple(check.evidence for check in history.checks if check.kept is Kept.FORGOT)
    kept = tuple(check.evidence for check in history.checks if check.kept in (Kept.DONE, Kept.PARTLY))
    sentence = f"“{pointer.sentence}”: forgotten {_times(len(missed))}, last at {missed[-1].where}."
    will = "say it aloud once on the way there"
    return Claim(
        Subject(POINTER_PREFIX + pointer.id, pointer.sentence), Stance.FORGOTTEN, sentence, missed, kept, will=will
    )


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
