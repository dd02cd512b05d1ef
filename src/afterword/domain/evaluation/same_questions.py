"""Owns which questions of interviews are the same in other words; what is known of each is questions'.

Two count as one only where they plainly are; what belongs to no group stands for itself.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from itertools import chain, combinations
from math import ceil, comb
from typing import Generic, TypeVar

from msgspec import Struct

from afterword.domain.text import capital, clean_line, unaccented
from afterword.languages.loader import gather

T = TypeVar("T")


class _Compared(Struct, frozen=True):
    """Words without accents: those that say nothing or little, those that ask, and what words of one family end in."""

    empty: frozenset[str]
    little: frozenset[str]
    asks: frozenset[str]
    endings: frozenset[str]


_SIGN = "="
"""Begins the word that stands for what is asked everywhere."""
_COMPANY = "ourcompany"
_TOKEN = re.compile(rf"{_SIGN}[a-z-]+|\w+")
_SHORTEST_STEM, _LONGEST_ENDING, _SHORTEST_NAME = 4, 5, 4
_ALIKE, _LITTLE = 0.7, 0.5
"""The share of words that two questions of several words share where they are the same, and what a small one weighs."""
_ROUNDING = 1e-9
_FIRST = 12
"""As many stems of a question are looked up; longer ones are rarely asked twice in other words."""
_PRACTICAL = frozenset({"salary", "start", "ask-us", "why-leave", "years"})
"""What is asked everywhere and calls for no story."""


@cache
def _compared() -> _Compared:
    return gather("questions", "compared", _Compared)


@cache
def _little() -> frozenset[str]:
    """The stems of the words that say little, those that ask among them."""
    return frozenset(map(_stem, _compared().little)) | _asking()


@cache
def _asking() -> frozenset[str]:
    return frozenset(map(_stem, _compared().asks))


@cache
def _same() -> Mapping[str, re.Pattern[str]]:
    return gather("questions", "same", dict[str, re.Pattern[str]])


class QuestionSubject(Struct, frozen=True, dict=True):
    """What a question is about: its words as they stand, folded, and the stems that say it, each with its weight."""

    folded: str
    weights: tuple[tuple[str, float], ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems."""
        return frozenset(self._weight_of)

    @cached_property
    def _weight_of(self) -> dict[str, float]:
        return dict(self.weights)

    @cached_property
    def weight(self) -> float:
        """What all its stems weigh."""
        return sum(self._weight_of.values())

    @property
    def is_practical(self) -> bool:
        """Whether it is about pay, a date, plans or what you want to know, which no story answers."""
        return bool(self.weights) and self.stems <= {_SIGN + name for name in _PRACTICAL}

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every two of the first stems; two questions that are alike have such a pair in common."""
        return combinations([stem for stem, _ in self.weights[:_FIRST]], 2)

    @property
    def is_long(self) -> bool:
        """Whether it has more stems than are looked up."""
        return len(self.weights) > _FIRST

    @property
    def fewest_pairs(self) -> int:
        """How many of its pairs a question that is alike has in common at least, where neither is long."""
        return 1 if self.is_long else comb(max(2, ceil(_ALIKE * self.weight - _ROUNDING)), 2)

    def is_alike(self, other: "QuestionSubject") -> bool:
        """Whether both say the same in several words, but for little."""
        shared = sum(map(self._weight_of.__getitem__, self.stems & other.stems))
        return shared >= _ALIKE * (self.weight + other.weight - shared)


@lru_cache(maxsize=16384)
def subject_of(question: str, company: str = "") -> QuestionSubject:
    """What that question is about; the name of the `company` that asked it makes no difference."""
    plain = folded = unaccented(clean_line(question))
    for name in _names(company):
        if name in plain:
            plain = re.sub(rf"\b{re.escape(name)}\b", _COMPANY, plain)
    for key, pattern in _same().items():
        plain = pattern.sub(f" {_SIGN}{key} ", plain)
    spoken = (word for word in _TOKEN.findall(plain) if len(word) > 1 or not word.isascii() or word.isdigit())
    stems = frozenset(_stem(word) for word in spoken if word not in _compared().empty and word != _COMPANY)
    little = stems & _little()
    much = stems - little
    if len(much) > 1 or any(stem.startswith(_SIGN) for stem in much):
        little &= _asking()
    elif len(stems) == 1:
        little = frozenset()
    return QuestionSubject(folded, tuple((stem, _LITTLE if stem in little else 1.0) for stem in sorted(much | little)))


@lru_cache(maxsize=1024)
def _names(company: str) -> tuple[str, ...]:
    """How the company may be called: by its name, or the first word of it where that is no short one."""
    name = unaccented(clean_line(company))
    first = name.partition(" ")[0]
    return tuple(dict.fromkeys(filter(None, (name, first if len(first) >= _SHORTEST_NAME else ""))))


@lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """The word without its endings, as long as enough of it is left."""
    if word.startswith(_SIGN):
        return word
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in _compared().endings and not (word.endswith("ss") and length == 1):
            return _stem(word[:-length])
    return word


class QuestionGroups(Generic[T]):
    """Things by what is asked in them; a group keeps to the subject of the first thing in it."""

    def __init__(self) -> None:
        self._numbers: dict[str | frozenset[str], int] = {}
        self._subjects: list[QuestionSubject] = []
        self._with_pair: dict[tuple[str, str], list[int]] = {}
        self._long: set[int] = set()
        self.members: list[list[T]] = []

    def add(self, subject: QuestionSubject, thing: T) -> None:
        """Put it to those that ask the same, or begin a group with it."""
        number = self._numbers.get(subject.folded)
        if number is not None:
            self.members[number].append(thing)
            return
        number = self.find(subject)
        if number is None:
            number = len(self.members)
            self.members.append([])
            self._subjects.append(subject)
            self._long.update([number] if subject.is_long else ())
            for pair in subject.pairs:
                self._with_pair.setdefault(pair, []).append(number)
        self.members[number].append(thing)
        self._numbers.setdefault(subject.folded, number)
        if subject.weights:
            self._numbers.setdefault(subject.stems, number)

    def find(self, subject: QuestionSubject) -> int | None:
        """The group that asks the same, if there is one."""
        for key in (subject.folded, subject.stems):
            if key and key in self._numbers:
                return self._numbers[key]
        # Most that share a pair share too few to be alike: counting them first spares comparing them one by one.
        near = Counter(chain.from_iterable(self._with_pair.get(pair, ()) for pair in subject.pairs))
        fewest = subject.fewest_pairs
        close = {number for number, common in near.items() if common >= fewest} | (near.keys() & self._long)
        return min((number for number in close if self._subjects[number].is_alike(subject)), default=None)


def example_title(question: str) -> str:
    """The question without the words that only ask for a story: `A conflict in your team`; any other as it is."""
    words = clean_line(question)
    bare = _openings().sub("", words)
    bare = bare if bare == words else bare.strip(" ?.…")
    return capital(bare) or words


@cache
def _openings() -> re.Pattern[str]:
    told = gather("questions", "opening", dict[str, re.Pattern[str]])["told"]
    return re.compile(rf"^[¿\s]*(?:{told.pattern})(?:\s+|(?<=['’]))", re.IGNORECASE)
