"""Owns the one rule by which typed words find a text: any order, beginnings of words, whatever the case or accents.

Every list that is narrowed and the search over everything ask here; what is searched is theirs to say.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from sys import maxsize
from typing import Self

from msgspec import Struct

Place = tuple[int, int]
"""Where a match begins and ends in a text."""

# What is heard as one letter or is not seen at all: accents, points of Hebrew and Arabic, soft hyphens, joiners, and
# whatever a terminal could obey.
_UNHEARD = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u061c\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e01ef]"
)
_UNHEARD_ASCII = dict.fromkeys((*range(9), *range(14, 28), 127))
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŧ": "t"}
_STROKED = re.compile(f"[{''.join(_LETTERS)}]")
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_UMLAUT = re.compile(f"[{''.join(_SPELLED)}]")
_SPELLED_OUT = re.compile("[äöüåøÄÖÜÅØ\u0308\u030a]")
# Scripts that set no spaces between words, or join them: any part of them may be a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_AT_A_WORD = rf"(?:(?<![^\W_])|(?<=[{_UNSPACED}\U00020000-\U0003ffff]))"
_AROUND = "\"'`“”„‟«»‹›‘’‚()[]{}<>.,;:!?¡¿…"
"""What stands around a word without being part of it."""


def folded(text: str) -> str:
    """The text for comparing, sign by sign: lower case, without accents; `ß` is `ss`, `ø` is `o`, `ł` is `l`."""
    if text.isascii():
        lower = text.lower()
        return lower if lower.isprintable() else lower.translate(_UNHEARD_ASCII)
    bare = _UNHEARD.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return _STROKED.sub(lambda sign: _LETTERS[sign[0]], bare)


def _is_unspaced(sign: str) -> bool:
    """Whether it is of a script that sets no spaces; the pattern takes long to make, and few texts have such signs."""
    return not sign.isascii() and _unspaced().match(sign) is not None


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}\U00020000-\U0003ffff]")


def searchable(text: str) -> str:
    """The folded text, and after it once more each word that may be spelled out: `müller`, also as `mueller`."""
    if not may_be_spelled_out(text):
        return folded(text)
    return f"{folded(text)}\n{folded(' '.join(dict.fromkeys(_spelled_out(text))))}"


def may_be_spelled_out(text: str) -> bool:
    """Whether it holds a letter for which two are written, too; `searchable` is `folded` for any other text."""
    return not text.isascii() and _SPELLED_OUT.search(text) is not None


def _spelled_out(text: str) -> Iterator[str]:
    """The words with `ä`, `ö`, `ü`, `å`, `ø`, with two letters in place of each."""
    for word in unicodedata.normalize("NFC", text).casefold().split() if may_be_spelled_out(text) else ():
        if _UMLAUT.search(word):
            yield _UMLAUT.sub(lambda sign: _SPELLED[sign[0]], word)


class _Word(Struct, frozen=True, dict=True):
    """One word that was typed, folded, in each way in which it may be spelled."""

    spellings: tuple[str, ...]

    @cached_property
    def begins(self) -> re.Pattern[str]:
        """Where a word begins with it."""
        return re.compile("|".join(map(_at_a_word, self.spellings)))

    def is_in(self, text: str) -> bool:
        """Whether a word of that searchable text begins with it."""
        return self.first_in(text, 0, len(text)) >= 0

    def first_in(self, text: str, begin: int, end: int) -> int:
        """Where the first word of that part of a searchable text begins with it; -1 where none does."""
        if len(self.spellings) == 1:
            return begins_at(text, self.spellings[0], begin, end)
        places = (begins_at(text, spelling, begin, end) for spelling in self.spellings)
        return min((place for place in places if place >= 0), default=-1)

    def is_whole_in(self, text: str, begin: int = 0, end: int = maxsize) -> bool:
        """Whether it is a whole word of that searchable text, or of a part of it."""
        for spelling in self.spellings:
            place = begins_at(text, spelling, begin, end)
            while place >= 0:
                after = place + len(spelling)
                if after == end or not text[after : after + 1].isalnum():
                    return True
                place = begins_at(text, spelling, place + 1, end)
        return False


def _at_a_word(spelling: str) -> str:
    return f"{'' if _begins_anywhere(spelling) else _AT_A_WORD}{re.escape(spelling)}"


def _begins_anywhere(spelling: str) -> bool:
    """A sign that is no letter begins anything, and so does a letter of a script without spaces."""
    return not spelling[0].isalnum() or _is_unspaced(spelling[0])


def begins_at(text: str, spelling: str, begin: int, end: int) -> int:
    """Where the first word of that part of the text begins with these letters; -1 where none does.

    It is what the pattern of `_at_a_word` finds; looking for the letters first is many times faster.
    """
    place = text.find(spelling, begin, end)
    while place > 0 and text[place - 1].isalnum() and not _begins_inside(text[place - 1], spelling):
        place = text.find(spelling, place + 1, end)
    return place


def _begins_inside(before: str, spelling: str) -> bool:
    """Whether a word may begin with these letters though that letter stands before them."""
    return _is_unspaced(before) or _begins_anywhere(spelling)


class SearchWords(Struct, frozen=True, dict=True):
    """What was typed to find something: words that must all occur, each as the beginning of a word."""

    words: tuple[_Word, ...] = ()

    @classmethod
    def of(cls, typed: str) -> Self:
        """The words of what was typed; what stands around them, such as quotation marks, does not count."""
        words = []
        for word in dict.fromkeys(typed.split()):
            bare = word.strip(_AROUND) or word
            ways = [*folded(bare).split(), *(folded(spelled) for spelled in _spelled_out(bare))]
            alone = len(folded(bare).split()) == 1
            words += [_Word(tuple(dict.fromkeys(ways)))] if alone else [_Word((way,)) for way in folded(bare).split()]
        return cls(tuple(words))

    def __bool__(self) -> bool:
        """Whether anything is wanted."""
        return bool(self.words)

    def are_in(self, text: str) -> bool:
        """Whether all of them occur in that searchable text."""
        return all(word.is_in(text) for word in self.words)

    def any_in(self, text: str) -> bool:
        """Whether any of them occurs in that searchable text."""
        return any(word.is_in(text) for word in self.words)

    def narrow(self, before: Self) -> bool:
        """Whether whatever these find was found by those before: more was typed, and nothing taken back."""
        return all(
            any(
                all(any(way.startswith(start) for start in former.spellings) for way in word.spellings)
                for word in self.words
            )
            for former in before.words
        )

    def places(self, text: str) -> Iterator[Place]:
        """Where they stand in a text as it is shown, whole words each, from left to right."""
        # Of plain letters only the case is folded, for all words at once; `…` stands where our own lines are cut.
        plain = text.replace("…", " ")
        if self._plain and plain.isascii() and plain.isprintable():
            lower = plain.lower()
            return iter(sorted({place for spelling in self._plain for place in _in_plain(lower, spelling)}))
        runs = (run for run in _RUN.finditer(text) if self.any_in(searchable(run[0])))
        return (place for run in runs for place in _in_run(self.words, run))

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        """How these are spelled; nothing where they hold other signs than letters and digits."""
        spellings = tuple(spelling for word in self.words for spelling in word.spellings)
        return spellings if all(map(str.isalnum, spellings)) else ()


def _in_plain(text: str, spelling: str) -> Iterator[Place]:
    """The whole words of a plain text without capitals that begin with these letters."""
    place = begins_at(text, spelling, 0, len(text))
    while place >= 0:
        end = place + len(spelling)
        while text[end : end + 1].isalnum():
            end += 1
        yield place, end
        place = begins_at(text, spelling, end, len(text))


_RUN = re.compile(r"\S+")


def _in_run(words: Iterable[_Word], run: re.Match[str]) -> Iterator[Place]:
    """The words of a run of signs that were meant; the run itself where it was its signs, as in `c++`."""
    if not run[0].isascii() and any(map(_is_unspaced, folded(run[0]))):
        yield from _in_unspaced(words, run)
        return
    parts = [
        (run.start() + part.start(), run.start() + part.end())
        for part in _WORD_WITH_ACCENTS.finditer(run[0])
        if any(word.is_in(searchable(part[0])) for word in words)
    ]
    yield from parts or [run.span()]


_WORD_WITH_ACCENTS = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200c\u200d])*")


def _in_unspaced(words: Iterable[_Word], run: re.Match[str]) -> Iterator[Place]:
    """The very signs, where words are not parted."""
    owners: list[int] = []
    text = ""
    for place, sign in enumerate(run[0]):
        letters = folded(sign)
        owners += [place] * len(letters)
        text += letters
    places = {match.span() for word in words for match in word.begins.finditer(text) if match[0]}
    end = 0
    for first, last in sorted((owners[start], owners[stop - 1] + 1) for start, stop in places):
        if last > end:
            yield run.start() + max(first, end), run.start() + last
            end = last


@lru_cache(maxsize=64)
def search_words(typed: str) -> SearchWords:
    """`SearchWords.of`, once for a list that asks for every one of its lines."""
    return SearchWords.of(typed)


def matches(text: str, typed: str) -> bool:
    """Whether the words typed find that text; nothing typed finds everything."""
    return search_words(typed).are_in(searchable(text)) if typed else True
