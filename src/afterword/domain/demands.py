"""Owns what a role and a round ask for: the packs of their work, and the competencies an interview will look for."""

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct, field

from afterword.domain.competency import Competency, competencies_of, standing_for
from afterword.domain.suggestion import ENOUGH, named, scores_of
from afterword.languages.loader import DEFAULT, languages, load


class _Role(Struct, frozen=True):
    """Words of roles and the pack of their work, with what they ask for beside what the pack asks of everybody."""

    pack: str
    words: tuple[str, ...]
    asks: tuple[str, ...] = ()
    but: tuple[str, ...] = ()

    def fits(self, role: str) -> bool:
        """Whether the words of a role are among these."""
        return named(self.words, role) and not (self.but and named(self.but, role))


class _Round(Struct, frozen=True):
    """Words of rounds and the competencies they ask for."""

    words: tuple[str, ...]
    asks: tuple[str, ...]


class Demanded(Struct, frozen=True):
    """One competency that an interview is likely to ask for; `because` says what points there, `weight` how much.

    It may be one of a pack that the person does not use yet.
    """

    competency: Competency
    because: str
    weight: int


FROM_ROUND, FROM_ROLE, FROM_TEXT = 3, 2, 2
_OFTEN = 3 * ENOUGH
"""How many points the words of a posting need, which speaks of many things in passing."""


class _RoleWords(Struct, frozen=True):
    """What roles and rounds ask for; `asked` is what a pack asks of everybody, and stands in the English file."""

    roles: tuple[_Role, ...] = ()
    rounds: tuple[_Round, ...] = ()
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def _role_words() -> _RoleWords:
    """Those of all languages together."""
    files = [load("roles", _RoleWords, code) for code in languages("roles")]
    roles = sorted((row for file in files for row in file.roles), key=lambda row: list(files[0].asked).index(row.pack))
    return _RoleWords(tuple(roles), tuple(row for file in files for row in file.rounds), files[0].asked)


def fitting_packs(role: str) -> tuple[str, ...]:
    """The packs whose kind of work the words of a role name: leading first, then the work itself."""
    return tuple(dict.fromkeys(row.pack for row in _role_words().roles if row.fits(role)))


def demanded(
    role: str, round_name: str, text: str, known: tuple[Competency, ...], language: str = DEFAULT
) -> tuple[Demanded, ...]:
    """What an interview with that role and round is likely to ask for, heaviest first; `text` is a posting or notes.

    The role asks for what its packs say, used or not; the text for what its words point at. Archived competencies are
    left out, merged ones stand for those that took them over.
    """
    packs = fitting_packs(role)
    used = {competency.id for competency in known}
    more = [item for name in packs for item in competencies_of(name, language) if item.id not in used]
    gathering = DemandGathering((*known, *more))
    if round_name.strip():
        asked = [key for row in _role_words().rounds if named(row.words, round_name) for key in row.asks]
        gathering.add((*asked, *_named_in(round_name, gathering.known)), f"round “{round_name}”", FROM_ROUND)
    if role.strip():
        rows = [row for row in _role_words().roles if row.fits(role)]
        asked = [key for row in rows for key in (*row.asks, *_role_words().asked[row.pack])]
        gathering.add((*asked, *_named_in(role, gathering.known)), f"role “{role}”", FROM_ROLE)
    often = _scores_of_sentences(text, gathering.known)
    gathering.add((key for key, points in often.items() if points >= _OFTEN), "the posting or your notes", FROM_TEXT)
    return gathering.ranked()


def _named_in(name: str, known: tuple[Competency, ...]) -> tuple[str, ...]:
    """What the words of a role or a round name; a hint, such as “first” in “First talk”, names nothing."""
    return tuple(key for key, points in scores_of(name, known).items() if points >= ENOUGH)


def _scores_of_sentences(text: str, known: tuple[Competency, ...]) -> dict[str, int]:
    """The points of a long text, counted sentence by sentence."""
    scores: dict[str, int] = {}
    for sentence in re.split(r"[.!?\n•;]+", text):
        for key, points in scores_of(sentence, known).items():
            scores[key] = scores.get(key, 0) + points * (points >= ENOUGH)
    return scores


class DemandGathering:
    """Collects weights and reasons by competency; it may begin with what is demanded already."""

    def __init__(self, known: Iterable[Competency], found: Iterable[Demanded] = ()) -> None:
        begun = tuple(found)
        self._by_id = {item.id: item for item in (*known, *(demand.competency for demand in begun))}
        self.known = tuple(self._by_id.values())
        self._found = {demand.competency.id: (demand.weight, demand.because) for demand in begun}

    def __len__(self) -> int:
        """How many are demanded."""
        return len(self._found)

    def __contains__(self, competency_id: str) -> bool:
        """Whether that competency is demanded."""
        return competency_id in self._found

    def add(self, ids: Iterable[str], because: str, weight: int) -> None:
        """Something that points at these competencies, or at those they were merged into; it counts once for each."""
        living = (standing_for(self._by_id[key], self.known) for key in ids if key in self._by_id)
        for key in dict.fromkeys(competency.id for competency in living if competency is not None):
            total, first = self._found.get(key, (0, because))
            self._found[key] = (total + weight, first)

    def ranked(self) -> tuple[Demanded, ...]:
        """Heaviest first; those of one weight keep the order of the competencies."""
        order = {competency.id: place for place, competency in enumerate(self.known)}
        ranked = sorted(self._found.items(), key=lambda item: (-item[1][0], order[item[0]]))
        return tuple(Demanded(self._by_id[key], because, weight) for key, (weight, because) in ranked)
