"""Owns what words point at: the competency a phrase is about, and groups of phrases that share a word.

A phrase may be in any language that the packs are written in, whatever the person's own is. How words are written in
the files of the packs stands in docs/add-a-language.md.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from afterword.domain.practice import TELLING, Competency, standing_for, wording_of
from afterword.domain.text import unaccented
from afterword.languages.loader import languages, load

_HINT, _SCENE, _WORD, _SEVERAL_WORDS = 2, 5, 8, 10
"""What a word is worth that needs a companion, one that names the people or things at work, a word that is enough by
itself, and words that stand together."""
ENOUGH = 6
"""What a text needs to be about something: one word, one that names the people or things and a hint, or three hints."""
NAMED_FROM = _WORD
"""Points from which a text names something, and does not only show its people or things."""
_CLOSE = 5
"""Two that are no more apart than this fit as well as each other."""
_SHORT_WORD, _SHORT_BEFORE_OTHERS = 2, 3
"""Up to this length a part is all of a word: the last one, and those before it (`too` in `too long`)."""
_GAP = 1
"""How many words may stand between two of one term."""
_TOKEN = re.compile(r"[^\W_]+|[.,;:!?–—]")
_SEPARATORS = frozenset(".,;:!?–—")
_ENDS = frozenset(".!?")
_CUT = ";"
"""Stands where words were left out, so that what is on both sides of it is no neighbour."""


def tokens(text: str) -> tuple[str, ...]:
    """The words of the text without case and accents, and the marks that part its clauses."""
    return tuple(_TOKEN.findall(unaccented(text)))


# ── terms: words as the files write them ──────────────────────────────────────────────────────────────────────────────


class _Term(Struct, frozen=True):
    """Word beginnings that point at something; each of `sequences` has to stand in the text, in any order."""

    points_at: str
    weight: int
    sequences: tuple[tuple[str, ...], ...]
    length: int


def _term(text: str, points_at: str, weight: int) -> _Term:
    sequences = tuple(tuple(_parts(sequence)) for sequence in text.split(" + "))
    several = len(sequences) > 1 or len(sequences[0]) > 1
    length = sum(len(part.strip("*.")) for parts in sequences for part in parts)
    return _Term(points_at, _SEVERAL_WORDS if several and weight == _WORD else weight, sequences, length)


def _parts(sequence: str) -> Iterator[str]:
    """`*lehrer` stands anywhere in a word, `art.` is all of a word, everything else begins one."""
    words = sequence.split()
    for place, word in enumerate(words, start=1):
        short = _SHORT_WORD if place == len(words) else _SHORT_BEFORE_OTHERS
        inner, whole = word.startswith("*"), word.endswith(".")
        *before, last = tokens(word.strip("*.")) or ("",)
        yield from (f"{part}." for part in before)
        yield f"{'*' if inner else ''}{last}{'.' if whole or len(last) <= short else ''}"


def _fits(part: str, word: str) -> bool:
    if part[0] == "*":
        return part[1:] in word
    return word == part[:-1] if part[-1] == "." else word.startswith(part)


class _Index:
    """Terms by the part they begin with, so that a word looks up its beginnings and compares with nothing else."""

    def __init__(self, terms: Iterable[_Term]) -> None:
        self._beginning: dict[str, list[_Term]] = {}
        self._inside: dict[str, list[_Term]] = {}
        for term in terms:
            first = term.sequences[0][0]
            if first[0] == "*":
                self._inside.setdefault(first[1:], []).append(term)
            else:
                self._beginning.setdefault(first, []).append(term)

    def matches(self, words: Sequence[str]) -> Iterator[tuple[_Term, int]]:
        """Every term that stands in these words, with the place of its first word."""
        for place, word in enumerate(words):
            for term in self._begun_by(word):
                first, *others = term.sequences
                if _follows(first, words, place) and all(
                    any(_fits(parts[0], word) and _follows(parts, words, at) for at, word in enumerate(words))
                    for parts in others
                ):
                    yield term, place

    def _begun_by(self, word: str) -> Iterator[_Term]:
        for end in range(1, len(word) + 1):
            yield from self._beginning.get(word[:end], ())
        yield from self._beginning.get(f"{word}.", ())
        if self._inside:
            for start in range(len(word)):
                for end in range(start + 1, len(word) + 1):
                    yield from self._inside.get(word[start:end], ())


@lru_cache(maxsize=1024)
def named(words: tuple[str, ...], text: str) -> bool:
    """Whether one of these terms, written as in the files of the packs, stands in the text."""
    return any(True for _ in _Index(_term(word, "", _WORD) for word in words).matches(tokens(text)))


def _follows(parts: Sequence[str], words: Sequence[str], place: int) -> bool:
    """Whether the parts behind the first one stand behind that place, each near the one before."""
    for part in parts[1:]:
        near = range(place + 1, min(place + 2 + _GAP, len(words)))
        following = next((at for at in near if _fits(part, words[at])), None)
        if following is None:
            return False
        place = following
    return True


# ── the language of a phrase, and what of it speaks of something else ─────────────────────────────────────────────────


class _FunctionWords(Struct, frozen=True):
    """The words of a language that belong to no pack.

    `stop` say nothing by themselves, `aside` is said in passing; `denials` begin what a phrase is not about, up to one
    of `contrasts`. So do `openings` where they begin a sentence, which speaks of the interviewers then, up to one of
    `address`, which speaks to the candidate. `own_openings` do where somebody is addressed at all: whoever addresses
    nobody writes of themselves (“I was calm”).
    """

    stop: tuple[str, ...]
    aside: tuple[str, ...]
    denials: tuple[str, ...]
    contrasts: tuple[str, ...]
    openings: tuple[str, ...]
    own_openings: tuple[str, ...]
    address: tuple[str, ...]


@cache
def _function_words() -> dict[str, frozenset[str]]:
    codes = languages("function_words")
    listed = {code: load("function_words", _FunctionWords, code).stop for code in codes}
    return {code: frozenset(token for word in words for token in tokens(word)) for code, words in listed.items()}


@cache
def stop_words() -> frozenset[str]:
    """The words of all languages that say nothing by themselves, without accents."""
    return frozenset(word for words in _function_words().values() for word in words)


@cache
def _phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of that list in all languages, the longest first, by the first letter of each."""
    by_letter: dict[str, list[tuple[str, ...]]] = {}
    for code in languages("function_words"):
        for phrase in getattr(load("function_words", _FunctionWords, code), name):
            parts = tuple(_parts(phrase))
            by_letter.setdefault(parts[0][0], []).append(parts)
    return {letter: sorted(phrases, key=len, reverse=True) for letter, phrases in by_letter.items()}


def _begins_at(phrases: dict[str, list[tuple[str, ...]]], words: Sequence[str], place: int) -> int:
    """How many words the phrase has that stands at that place; 0 where none does."""
    for parts in phrases.get(words[place][0], ()):
        if not _fits(parts[0], words[place]):
            continue
        segment = words[place : place + len(parts)]
        if len(segment) == len(parts) and all(map(_fits, parts, segment)):
            return len(parts)
    return 0


def _to_the_point(words: Sequence[str]) -> list[str]:
    """The words without what is said in passing, and without what they say it is not about."""
    kept: list[str] = []
    place, ended_by = 0, ""
    openings = ["openings"]
    if any(_begins_at(_phrases("address"), words, at) for at in range(len(words))):
        openings.append("own_openings")
    while place < len(words):
        if aside := _begins_at(_phrases("aside"), words, place):
            kept.append(_CUT)
            place += aside
            continue
        if denial := _begins_at(_phrases("denials"), words, place):
            ended_by = "contrasts"
            place += denial
            continue
        begins = not kept or kept[-1] in _ENDS
        if begins and (opening := max(_begins_at(_phrases(name), words, place) for name in openings)):
            ended_by = "address"
            kept.append(_CUT)
            place += opening
            continue
        if ended_by and (words[place] in _SEPARATORS or _begins_at(_phrases(ended_by), words, place)):
            ended_by = ""
        kept.append(_CUT if ended_by else words[place])
        place += 1
    return kept


# ── the competency of a phrase ────────────────────────────────────────────────────────────────────────────────────────


def suggest(text: str, competencies: tuple[Competency, ...]) -> str | None:
    """The id of the competency that `text` is about, or None where no word points anywhere or two fit as well."""
    scores = scores_of(text, competencies)
    most = max(scores.values(), default=0)
    least = max(most - _CLOSE, _WORD if most >= _WORD else ENOUGH)
    best = [key for key, points in scores.items() if points >= least]
    if len(best) > 1:
        # What belongs to the work says more than what belongs to any work, and a topic more than how it was told.
        by_id = {competency.id: competency for competency in competencies}
        topics = [key for key in best if by_id[key].pack] or [key for key in best if key != TELLING]
        best = topics if any(scores[key] == most or by_id[key].pack for key in topics) else [TELLING]
    return best.pop() if len(best) == 1 else None


def scores_of(text: str, competencies: tuple[Competency, ...]) -> dict[str, int]:
    """How much the words of `text` point at each competency, those they never point at left out.

    Words that pointed at a merged competency point at the one that took it over; archived ones are never named.
    """
    return dict(_scores(text, competencies))


@lru_cache(maxsize=8192)
def _scores(text: str, competencies: tuple[Competency, ...]) -> tuple[tuple[str, int], ...]:
    words = _to_the_point(tokens(text))
    best: dict[tuple[str, object], int] = {}
    # The languages most words of the text belong to; all of them where no word tells.
    counts = {code: sum(word in listed for word in words) for code, listed in _function_words().items()}
    for code in (code for code, count in counts.items() if count == max(counts.values())):
        for term, place in _most_specific(_index(competencies, code).matches(words)):
            key = (term.points_at, place if term.weight > _HINT else term.sequences)
            best[key] = max(best.get(key, 0), term.weight)
    scores: dict[str, int] = {}
    for (points_at, _place), weight in best.items():
        scores[points_at] = scores.get(points_at, 0) + weight
    return tuple(scores.items())


def _most_specific(matches: Iterable[tuple[_Term, int]]) -> Iterator[tuple[_Term, int]]:
    """The matches without those that a longer term, worth as much, begins at the same word: a word means one thing."""
    by_place: dict[int, list[_Term]] = {}
    for term, place in matches:
        by_place.setdefault(place, []).append(term)
    for place, terms in by_place.items():
        specific = (
            term
            for term in terms
            if not any((other.length > term.length and other.weight >= term.weight) for other in terms)
        )
        yield from ((term, place) for term in specific)


@lru_cache(maxsize=64)
def _index(competencies: tuple[Competency, ...], language: str) -> _Index:
    """The words of these competencies: those of their packs in that language, their own ones and their names."""
    terms: list[_Term] = []
    for competency in competencies:
        living = standing_for(competency, competencies)
        if living is None:
            continue
        wording = wording_of(competency, language)
        if wording is not None:
            terms += (_term(word, living.id, _WORD) for word in wording.words)
            terms += (_term(word, living.id, _SCENE) for word in wording.scene)
            terms += (_term(word, living.id, _HINT) for word in wording.hints)
        terms += (_term(word, living.id, _WORD) for word in competency.words if tokens(word))
        if tokens(competency.name):
            terms.append(_term(competency.name, living.id, _WORD))
    return _Index(terms)


# ── phrases of one kind, to sort what has no competency ───────────────────────────────────────────────────────────────


class PhraseGroup(Struct, frozen=True):
    """Phrases that share the beginning of a word: the beginnings, a name to begin with, and the ids of the phrases."""

    words: tuple[str, ...]
    name: str
    ids: tuple[str, ...]


_FEWEST = 2
_SHORTEST, _SHORT, _LONG = 4, 0.66, 0.5
_LONG_FROM = 6


def groups_of(phrases: Iterable[tuple[str, str]]) -> tuple[PhraseGroup, ...]:
    """Groups of phrases (id and text) that share the beginning of a word, largest first; a phrase is in one at most.

    Words that say nothing by themselves are left out, in every language.
    """
    spoken = {key: frozenset(_content_words(text)) for key, text in phrases}
    groups: list[PhraseGroup] = []
    while True:
        by_beginning = _by_beginning(spoken)
        largest = max(by_beginning, key=lambda begin: (len(by_beginning[begin]), len(begin), begin), default="")
        if len(by_beginning.get(largest, ())) < _FEWEST:
            return tuple(groups)
        ids = by_beginning[largest]
        # It is called by the form most phrases have, the shorter of two.
        forms = sorted(word for key in ids for word in spoken[key] if word.startswith(largest))
        counted = Counter(forms)
        name = min(counted, key=lambda form: (-counted[form], len(form)), default=largest)
        groups.append(PhraseGroup((largest,), name.capitalize(), ids))
        spoken = {key: words for key, words in spoken.items() if key not in ids}


def _content_words(text: str) -> Iterator[str]:
    for word in tokens(text):
        if len(word) >= _SHORTEST and word not in stop_words() and not word.isdigit():
            yield word


def _by_beginning(spoken: dict[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """The ids of the phrases by the beginning that words of theirs share."""
    vocabulary = sorted({word for words in spoken.values() for word in words})
    families: list[list[str]] = []
    for word in vocabulary:
        if families and _are_akin(families[-1][0], word):
            families[-1].append(word)
        else:
            families.append([word])
    beginnings = {word: _shared(family) for family in families for word in family}
    phrase_ids: dict[str, list[str]] = {}
    for key, words in spoken.items():
        for begin in {beginnings[word] for word in words}:
            phrase_ids.setdefault(begin, []).append(key)
    return {begin: tuple(ids) for begin, ids in phrase_ids.items()}


def _are_akin(first: str, second: str) -> bool:
    """Whether two words are forms of one: they share a beginning that is long beside what is left of the longer."""
    shared = len(_shared((first, second)))
    share = shared / max(len(first), len(second))
    return (shared >= _SHORTEST and share >= _SHORT) or (shared >= _LONG_FROM and share >= _LONG)


def _shared(words: Sequence[str]) -> str:
    first, last = min(words), max(words)
    same = next((place for place, sign in enumerate(first) if last[place : place + 1] != sign), len(first))
    return first[:same]
