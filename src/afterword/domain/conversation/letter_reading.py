"""Owns how a letter is read for its parts: sentence by sentence, and what is denied is not there.

“I am not asking for pointers” asks for none; “do not hesitate to keep me in mind” denies nothing. The words by which
a part is known stand in languages/<code>/letter_parts.toml; they are made ready when the first letter is read.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from textwrap import wrap

from msgspec import Struct

from afterword.domain.conversation.request import Letter
from afterword.languages.loader import DEFAULT, load
from afterword.languages.word_kinds import BareSentence, WordKind, bare

# “am 3. März” is no end of a sentence.
_SENTENCE_END = re.compile(r"(?<=[.?!])(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n\s*\n")
_LONGEST_LETTER, _LONGEST_SENTENCE = 6000, 500
_ASKED = re.compile(r"\?+(?=\W*(\s|$))")
# A sentence, or what stands for one in a hasty mail.
_TURN = re.compile(r"(?<=[.?!])(?<!\b\d\.)(?<!\b\d\d\.)(?<!\b[A-Za-z]\.)\s+|\n\s*\n|…|\s[-–—]\s|\s\(|\)\s")
_CLAUSE = re.compile(r"[,;]\s|\s(?=(?:but|aber|sondern|mais|pero)\b)")
_DENIED, _ELSEWHERE, _DISPUTE = "denied", "elsewhere", "dispute"
_THANKING = (Letter.THANK_YOU, Letter.ACCEPT, Letter.DECLINE)
"""Letters that thank for what was given; the others thank for the interview."""


class _Part(Struct, frozen=True):
    """What one part is known by: a sentence that fits any of the `rules`; `without` is cut out of it first.

    `in_dispute`: in a sentence that argues, too.
    """

    id: str
    rules: tuple[str, ...]
    in_dispute: bool = False
    without: WordKind | None = None


class _Signs(Struct, frozen=True):
    """What is known by expressions: any of `patterns`, undenied, in a sentence from which `without` is cut out."""

    patterns: tuple[re.Pattern[str], ...]
    id: str = ""
    without: re.Pattern[str] | None = None


class _Reading(Struct, frozen=True):
    """How expressions are read: where a denial ends, what denies nothing though it looks like it.

    A `denial` governs what follows it: *not* with a verb of wishing or asking, or right before the words. `several`
    greets more than one person, or nobody in particular.
    """

    boundary: re.Pattern[str]
    harmless: re.Pattern[str]
    denial: re.Pattern[str]
    denial_after: re.Pattern[str]
    several: re.Pattern[str]


class _LetterParts(Struct, frozen=True):
    reading: _Reading
    kinds: Mapping[str, WordKind]
    parts: tuple[_Part, ...]
    arguing: _Signs
    thank_you: tuple[_Signs, ...]


@cache
def _file(language: str) -> _LetterParts:
    return load("letter_parts", _LetterParts, language)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each on one line, in lower case and with straight apostrophes.

    No letter is as long as what is read of it, and no sentence as what is read at once: a text pasted by mistake must
    not stop the typing.
    """
    flat = (flattened(part) for part in _SENTENCE_END.split(text[:_LONGEST_LETTER]))
    return tuple(piece for one in flat for piece in wrap(one, _LONGEST_SENTENCE))


def flattened(text: str) -> str:
    """The text on one line, straight apostrophes for curly ones, for comparing."""
    return " ".join(text.split()).replace("’", "'").casefold()


def holds(letter: Letter, part: str, text: str, language: str = DEFAULT) -> bool:
    """Whether a part stands in a text of one's own words in that language."""
    file = _file(language)
    if letter in _THANKING:
        return any(_shown(signs, text, file.reading) for signs in file.thank_you if signs.id == part)
    known = [sign for sign in file.parts if sign.id == part]
    return any(_fits(sign, sentence, file) for sentence in _own_sentences(text, language) for sign in known)


def argues(text: str, language: str = DEFAULT) -> bool:
    """Whether the text argues with the decision."""
    file = _file(language)
    return _shown(file.arguing, text, file.reading) or file.kinds[_DISPUTE].stands_in(_undenied(bare(text), file.kinds))


def greets_several(text: str, language: str = DEFAULT) -> bool:
    """Whether a letter greets more than one person, or nobody in particular."""
    return _file(language).reading.several.match(text.casefold()) is not None


def questions(text: str) -> int:
    """How many questions a text asks."""
    return len(_ASKED.findall(text))


@lru_cache(maxsize=8)
def _own_sentences(text: str, language: str) -> tuple[BareSentence, ...]:
    """The sentences of a text, bare and without the clauses that deny something."""
    kinds = _file(language).kinds
    pieces = _TURN.split(text[:_LONGEST_LETTER])
    return tuple(
        BareSentence(_undenied(bare(piece)[:_LONGEST_SENTENCE], kinds), kinds, "?" in piece, argues(piece, language))
        for piece in pieces
    )


def _undenied(sentence: str, kinds: Mapping[str, WordKind]) -> str:
    clauses = _CLAUSE.split(kinds[_ELSEWHERE].taken_out(sentence))
    return ", ".join(clause for clause in clauses if not kinds[_DENIED].stands_in(clause))


def _fits(part: _Part, sentence: BareSentence, file: _LetterParts) -> bool:
    if sentence.is_dispute and not part.in_dispute:
        return False
    read = sentence
    if part.without is not None:
        read = BareSentence(part.without.taken_out(sentence.text), file.kinds, sentence.is_question)
    return any(read.fits(rule) for rule in part.rules)


def _shown(signs: _Signs, text: str, reading: _Reading) -> bool:
    return any(_holds(signs, sentence, reading) for sentence in sentences(text))


def _holds(signs: _Signs, sentence: str, reading: _Reading) -> bool:
    rest = sentence if signs.without is None else signs.without.sub(" ", sentence)
    return any(not _denied(rest, match, reading) for words in signs.patterns for match in _matches(words, rest))


def _matches(words: re.Pattern[str], sentence: str) -> Iterable[re.Match[str]]:
    """Every place where the words begin, overlapping ones too: a denied one may hide another."""
    start = 0
    while (match := words.search(sentence, start)) is not None:
        yield match
        start = match.start() + 1


def _denied(sentence: str, match: re.Match[str], reading: _Reading) -> bool:
    told = reading.harmless.sub(lambda found: " " * len(found[0]), sentence)
    clause = reading.boundary.split(told[: match.start()])[-1]
    after = sentence[match.end() :]
    return reading.denial.search(clause) is not None or reading.denial_after.search(after) is not None


_PAIRS = ("“”", "„“", "„”", "«»", "»«", "‹›", '""', "‘’")
_LEAST = 2
_SINGLE = r"(?<!\w)'(?=\S)([^'\n]*\s[^'\n]*?)(?<=\S)'(?!\w)"
_MARKED = re.compile(
    "|".join(
        [
            *(f"{pair[0]}([^{pair[0]}{pair[1]}]*){pair[1]}" for pair in _PAIRS),
            _SINGLE,
            (
                r"(?m:^[ \t]*>+[ "
                "\t]?(.*)$)"
            ),
        ]
    )
)
_CUT = re.compile(r"…|\.\.\.|\[[^\]]*\]")
_MARKS = re.compile(r"""["“”„«»‹›‘‚]|(?<!\w)['’]|['’](?!\w)""")
_EDGES = " \t\n.,;:!?-–—\"'“”„‘’«»‹›()"


def quotations(text: str) -> tuple[str, ...]:
    """The quoted words of a letter, in the order in which they stand there."""
    found = (next((part for part in match.groups() if part), "") for match in _MARKED.finditer(text))
    return tuple(words for one in found if len(words := one.strip(_EDGES)) >= _LEAST)


def without_quotations(text: str) -> str:
    """The letter without its quotations: what the person says in words of their own."""
    return _MARKED.sub(" ", text)


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether those words stand in one of the texts; white space, case and the kind of quotes aside, cuts allowed."""
    parts = [part for cut in _CUT.split(quote) if (part := compared(cut))]
    return bool(parts) and any(all(part in whole for part in parts) for whole in map(compared, texts))


@lru_cache(maxsize=1 << 14)
def compared(text: str) -> str:
    """The words as they are compared: on one line, in lower case, without marks of quotation.

    Kept, since a letter is held against all that was ever said to the person at every key.
    """
    return " ".join(_MARKS.sub("", flattened(text)).split()).strip(_EDGES)
