"""Owns the phrases of a rejection (N1): what each tells, what it does not, what can be done.

“Another candidate was just that bit stronger” says something about another candidate: it is neither praise nor an area
to work on, and never quoted back. How a letter leaves it out is letters'.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from afterword.languages.loader import gather, load

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?!\s|$)[^.!?\n]*)*[.!?]*|\n")
_MOST_SENTENCES = 200
_LONGEST_SENTENCE = 600


class ReasonKind(Struct, frozen=True, kw_only=True):
    """One kind of phrase, for a person: what it tells, what it is silent on, what can be done.

    `about_you`: it speaks of what you did. `formula`: a phrase of politeness or procedure, which gives no reason.
    `general`: it says nothing where the same sentence gives another reason.
    """

    id: str
    name: str
    tells: str
    silent: str
    can: str
    about_you: bool = False
    formula: bool = False
    general: bool = False


class KnownPhrase(Struct, frozen=True):
    """A sentence in which a phrase of a rejection stands, and its kind."""

    words: str
    reason: ReasonKind


class _Catalogue(Struct, frozen=True):
    reason: tuple[ReasonKind, ...]


class _Answer(Struct, frozen=True):
    praise: frozenset[str]


@cache
def reasons() -> Mapping[str, ReasonKind]:
    """Every kind by its id, the more telling first."""
    return {reason.id: reason for reason in load("reasons", _Catalogue).reason}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """By which words each kind is known, in the languages that have a reasons.toml."""
    return gather("reasons", "patterns", dict[str, re.Pattern[str]])


@cache
def _answer() -> _Answer:
    return gather("wording", "answer", _Answer)


def explain(text: str) -> tuple[KnownPhrase, ...]:
    """The phrases of a rejection in a sentence or a whole mail, each kind once, as they come."""
    found: dict[str, KnownPhrase] = {}
    for sentence in _sentences(text):
        kinds = list(_kinds(_plain(sentence)))
        telling = any(not kind.general and not kind.formula for kind in kinds)
        for kind in kinds:
            if not (telling and kind.general):
                found.setdefault(kind.id, KnownPhrase(sentence, kind))
    return tuple(found.values())


@lru_cache(maxsize=8192)
def reason_of(words: str) -> ReasonKind | None:
    """The reason that those words give; the most telling where they give several, None where none is known."""
    kinds = (phrase.reason for phrase in explain(words))
    return min(kinds, key=lambda kind: (kind.formula, kind.general, list(reasons()).index(kind.id)), default=None)


def is_reason(words: str) -> bool:
    """Whether those words give a reason for the decision: others, experience, fit, the post, the market."""
    return any(not kind.about_you for sentence in _sentences(words) for kind in _kinds(_plain(sentence)))


def says_little(words: str) -> bool:
    """Whether those words, such as “Good” or “Great job”, name nothing that could be quoted back."""
    return all(word in _answer().praise for word in re.findall(r"[^\W\d_]+", words.casefold()))


def _kinds(sentence: str) -> Iterator[ReasonKind]:
    return (reason for key, reason in reasons().items() if _patterns()[key].search(sentence))


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text; lines that a mail program broke are one, and of a very long one the beginning."""
    whole = re.sub(r"(?<![\n.!?:])\n(?![\n*•-])", " ", text.replace("\r\n", "\n"))
    for place, match in enumerate(_SENTENCE.finditer(whole)):
        if place >= _MOST_SENTENCES:
            return
        sentence = " ".join(match[0][:_LONGEST_SENTENCE].split())
        if sentence:
            yield sentence


def _plain(sentence: str) -> str:
    bare = unicodedata.normalize("NFKD", sentence.casefold().replace("’", "'"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
