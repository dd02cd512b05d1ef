"""Owns the guess at what an interview will ask for: competencies, each with the words or the history it comes from."""

import re
from collections.abc import Iterable

from msgspec import Struct

from afterword.domain.competency import Competency, scores_of, standing_for
from afterword.domain.evaluation.evaluation import Evaluation
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.languages.loader import load

MOST = 6
_FEWEST = 3
_WEIGHTS = {"round": 3, "role": 2, "notes": 2, "earlier": 2, "named": 1}


class Demand(Struct, frozen=True):
    """One competency the interview is likely to ask for; `because` says what points there, `weight` how much."""

    competency: Competency
    because: str
    weight: int


class _Words(Struct, frozen=True):
    """A regular expression for the beginning of a word, and the competencies it points at."""

    pattern: str
    competencies: tuple[str, ...]


class _Demands(Struct, frozen=True):
    roles: tuple[_Words, ...]
    rounds: tuple[_Words, ...]


def demands(journal: Journal, interview: Interview, whole: Evaluation) -> tuple[Demand, ...]:
    """At most six, heaviest first, always the same for the same journal.

    Words of the round, role and notes count, then what earlier rounds of that name asked, then what interviewers
    named as room to grow; where all that gives fewer than three, what most interviews ask for is added.
    """
    tables = load("demands", _Demands)
    gathering = _Gathering(journal.all_competencies)
    gathering.words("round", interview.round, tables.rounds)
    gathering.words("role", interview.role, tables.roles)
    gathering.words("notes", interview.notes, ())
    for competency in _asked_earlier(journal, interview):
        gathering.add(competency, f"asked in an earlier {interview.round} round", _WEIGHTS["earlier"])
    for area in whole.said.areas:
        gathering.add(area.subject.record_id, f"named as room to grow, {area.seen}", _WEIGHTS["named"])
    for competency in ("examples", "motivation", "communication"):
        if len(gathering.found) < _FEWEST:
            gathering.add(competency, "most interviews ask for it", _WEIGHTS["named"])
    return gathering.ranked()[:MOST]


class _Gathering:
    """Collects weights and reasons by competency."""

    def __init__(self, known: tuple[Competency, ...]) -> None:
        self._known = known
        self._by_id = {one.id: one for one in known}
        self.found: dict[str, tuple[int, list[str]]] = {}

    def add(self, competency_id: str, because: str, weight: int) -> None:
        """One more thing that points at this competency, or at the one it was merged into."""
        named = self._by_id.get(competency_id)
        living = standing_for(named, self._known) if named is not None else None
        if living is None:
            return
        total, reasons = self.found.get(living.id, (0, []))
        if because not in reasons:
            self.found[living.id] = (total + weight, [*reasons, because])

    def words(self, source: str, text: str, table: Iterable[_Words]) -> None:
        """What the words of the round, the role or the notes point at."""
        if not text.strip():
            return
        because = "your notes" if source == "notes" else f"{source} “{text}”"
        for competency in scores_of(text, self._known):
            self.add(competency, because, _WEIGHTS[source])
        for words in table:
            if re.search(rf"\b(?:{words.pattern})", text, re.IGNORECASE):
                for competency in words.competencies:
                    self.add(competency, because, _WEIGHTS[source])

    def ranked(self) -> tuple[Demand, ...]:
        """Heaviest first; those of one weight keep the order of the competencies."""
        order = {one.id: index for index, one in enumerate(self._known)}
        ranked = sorted(self.found.items(), key=lambda item: (-item[1][0], order[item[0]]))
        return tuple(Demand(self._by_id[key], reasons[0], weight) for key, (weight, reasons) in ranked)


def _asked_earlier(journal: Journal, interview: Interview) -> Iterable[str]:
    """The competencies that questions of earlier rounds of the same name were about, most frequent first."""
    if not interview.round.strip():
        return ()
    counts: dict[str, int] = {}
    for other in journal.live_interviews:
        if other.id == interview.id or other.round.casefold() != interview.round.casefold():
            continue
        for answer in journal.reflection_of(other.id).answers:
            if answer.competency is not None:
                counts[answer.competency] = counts.get(answer.competency, 0) + 1
    return sorted(counts, key=lambda key: (-counts[key], key))
