"""Owns the comparison of what you said of yourself with what your interviewers said, interview by interview.

Only interviews with a marked reply count: what was rated before the reply is locked, so nothing was adjusted
afterwards, and what was rated after it is compared with nothing. Where no reflection was written there is no other
side, and nothing is called a blind spot.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from afterword.domain.evaluation.competency_evidence import HIGH, LOW, OwnRating, Source
from afterword.domain.evaluation.patterns import is_pattern, seen_in
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX, CONVINCING, CUES


class View(StrEnum):
    """How the two sides stand to each other, in the order in which they are worth reading."""

    BLIND_SPOT = "blind spot"
    HIDDEN_STRENGTH = "hidden strength"
    SHARED_AREA = "both see room to grow"
    SHARED_STRENGTH = "both see a strength"
    OPEN = "they said it, you rated the middle or not at all"
    AFTERWARDS = "they said it, you rated it only afterwards"


class Dimension(Struct, frozen=True):
    """What is compared: a competency (`competency/…`) or a scale of the reflection."""

    id: str
    name: str


class Pair(Struct, frozen=True):
    """Both sides of one interview: one marked phrase, and your rating (None: not rated)."""

    said: Source
    rating: OwnRating | None

    @property
    def interview_id(self) -> str:
        """The interview both are about."""
        return self.said.interview_id

    @property
    def own(self) -> int | None:
        """Your rating, 1 to 5."""
        return None if self.rating is None else self.rating.value


class CalibrationLine(Struct, frozen=True):
    """One view on one dimension: the interviews it rests on, and what speaks against it."""

    dimension: Dimension
    view: View
    pairs: tuple[Pair, ...]
    against_said: tuple[Source, ...]
    against_own: tuple[OwnRating, ...]
    sentence: str

    @property
    def seen(self) -> str:
        """`seen once` or `a pattern, in 2 interviews`."""
        return seen_in((pair.interview_id for pair in self.pairs), len({pair.said.request_id for pair in self.pairs}))

    @property
    def pattern(self) -> bool:
        """Whether two interviews or more say so."""
        return is_pattern(pair.interview_id for pair in self.pairs)


_CUE_WORDS: dict[str, tuple[str, ...]] = {
    "convincing": ("convinc", "persua", "concrete", "specific example", "stayed general", "too general", "vague"),
    "eye-contact": ("eye contact", "looked away", "looked at me", "looked at us"),
    "camera": ("eye contact", "looked away", "the camera"),
    "posture": ("posture", "slouch", "sat upright", "leaned back"),
    "hands": ("your hands", "fidget", "gestur"),
    "greeting": ("greeted", "greeting", "handshake", "used our names"),
    "framing": ("microphone", "sound quality", "your sound", "your picture", "lighting", "background noise"),
    "expression": ("smiled", "smiling", "nodded", "nodding", "facial", "your face"),
    "voice": ("your voice", "too quiet", "too loud", "mumbl", "monoton", "hard to hear", "hear you"),
    "pace": (
        "too fast",
        "too slow",
        "spoke fast",
        "spoke quickly",
        "talked fast",
        "your pace",
        "pauses",
        "paused",
        "rushed",
        "interrupted us",
        "interrupted me",
        "talked over",
        "spoke over",
    ),
}
"""Beginnings of words by which an interviewer names a scale of the reflection.

Rather too few than too many: “hands-on”, “the bigger picture” or “a fast learner” speak of something else.
"""

_CUES_OF = {
    stem: tuple(cue for cue, stems in _CUE_WORDS.items() if stem in stems)
    for one in _CUE_WORDS.values()
    for stem in one
}
# Plain words only, and no boundary in front: so the search can skip ahead by first letters.
_ANY_CUE = re.compile("|".join(map(re.escape, sorted(_CUES_OF, key=len, reverse=True))))
_CUE_NAMES = {CONVINCING.id: CONVINCING.title} | {cue.id: cue.title for group in CUES.values() for cue in group}
_NO_RATINGS: Mapping[str, OwnRating] = {}


def calibrate(
    journal: Journal, said: Mapping[str | None, Iterable[Source]], own: Mapping[str, Iterable[OwnRating]]
) -> tuple[CalibrationLine, ...]:
    """Every line of the comparison, blind spots and hidden strengths first, patterns before what was seen once.

    `said` are the sources by competency, `own` the self-ratings by scale, both oldest first.
    """
    ratings = {scale: {one.interview_id: one for one in group} for scale, group in own.items()}
    lines: list[CalibrationLine] = []
    for dimension, sources in _by_dimension(journal, said).items():
        lines.extend(_lines_of(journal, dimension, sources, ratings.get(dimension.id, _NO_RATINGS)))
    order = {view: index for index, view in enumerate(View)}
    return tuple(sorted(lines, key=lambda line: (order[line.view], not line.pattern, -len(line.pairs))))


def _by_dimension(journal: Journal, said: Mapping[str | None, Iterable[Source]]) -> dict[Dimension, list[Source]]:
    found: dict[Dimension, list[Source]] = {}
    names = {one.id: one.name for one in journal.all_competencies if not one.archived}
    for competency, sources in said.items():
        for source in sources:
            if source.kind not in (FindingKind.STRENGTH, FindingKind.AREA):
                continue
            if competency is not None and competency in names:
                dimension = Dimension(COMPETENCY_PREFIX + competency, names[competency])
                found.setdefault(dimension, []).append(source)
            for cue in _cues_in(source.words):
                found.setdefault(Dimension(cue, _CUE_NAMES[cue]), []).append(source)
    return found


@lru_cache(maxsize=8192)
def _cues_in(words: str) -> tuple[str, ...]:
    """The scales that these words name, each once; remembered, since a change leaves most words as they were."""
    lowered = words.lower()
    found: dict[str, None] = {}
    for match in _ANY_CUE.finditer(lowered):
        if match.start() == 0 or not lowered[match.start() - 1].isalnum():
            found.update(dict.fromkeys(_CUES_OF[match[0]]))
    return tuple(found)


def _lines_of(
    journal: Journal, dimension: Dimension, sources: Iterable[Source], ratings: Mapping[str, OwnRating]
) -> Iterable[CalibrationLine]:
    everything = list(sources)
    views: dict[View, list[Pair]] = {}
    for source in everything:
        rating = ratings.get(source.interview_id)
        if rating is None and not dimension.id.startswith(COMPETENCY_PREFIX):
            # A cue that was not rated here may not even belong to this kind of meeting.
            continue
        reflected = source.interview_id in journal.reflections
        view = _view(source.kind, rating) if reflected else View.OPEN
        views.setdefault(view, []).append(Pair(source, rating))
    for view, pairs in views.items():
        yield _line(dimension, view, pairs, everything, ratings)


def _view(kind: FindingKind, rating: OwnRating | None) -> View:
    if rating is not None and rating.after_reply:
        return View.AFTERWARDS
    return view_of(kind, None if rating is None else rating.value)


def view_of(kind: FindingKind, own: int | None) -> View:
    """How a strength or an area that was named stands to your own rating before it (1 to 5, None: not rated)."""
    if kind is FindingKind.AREA:
        if own is None or own >= HIGH:
            return View.BLIND_SPOT
        return View.SHARED_AREA if own <= LOW else View.OPEN
    if own is None or LOW < own < HIGH:
        return View.OPEN
    return View.HIDDEN_STRENGTH if own <= LOW else View.SHARED_STRENGTH


def _line(
    dimension: Dimension,
    view: View,
    pairs: list[Pair],
    everything: list[Source],
    ratings: Mapping[str, OwnRating],
) -> CalibrationLine:
    kinds = {pair.said.kind for pair in pairs}
    against = tuple(source for source in everything if source.kind not in kinds)
    own: tuple[OwnRating, ...] = ()
    if view is View.BLIND_SPOT:
        own = tuple(one for one in ratings.values() if one.value <= LOW)
    elif view is View.HIDDEN_STRENGTH:
        own = tuple(one for one in ratings.values() if one.value >= HIGH)
    return CalibrationLine(dimension, view, tuple(pairs), against, own, _sentence(dimension, view, pairs))


def _sentence(dimension: Dimension, view: View, pairs: list[Pair]) -> str:
    values = [pair.own for pair in pairs if pair.own is not None]
    rated = f"you rated it {_range(values)}" if values else "you had not rated it"
    rated += " after the reply" if view is View.AFTERWARDS else ""
    named = {
        View.BLIND_SPOT: "they named room to grow",
        View.HIDDEN_STRENGTH: "they praised it",
        View.SHARED_AREA: "they named room to grow",
        View.SHARED_STRENGTH: "they praised it",
        View.OPEN: "they spoke of it",
        View.AFTERWARDS: "they spoke of it",
    }[view]
    return f"{dimension.name}: {named}, {rated}."


def _range(values: list[int]) -> str:
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low} to {high}"
