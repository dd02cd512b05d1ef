"""Owns how a letter is read for its parts: sentence by sentence, and what is denied is not there.

“I am not asking for pointers” asks for none; “do not hesitate to keep me in mind” denies nothing. The words by which
a part is known stand in languages/<code>/letter_parts.toml; they are compiled when the first letter is read.
"""

import re
from collections.abc import Iterable
from functools import cache
from textwrap import wrap

from msgspec import Struct

from afterword.domain.conversation.request import Letter
from afterword.languages.loader import DEFAULT, load

# “am 3. März” is no end of a sentence.
_SENTENCE_END = re.compile(r"(?<=[.?!])(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n\s*\n")
_LONGEST_LETTER, _LONGEST_SENTENCE = 6000, 500
_ASKED = re.compile(r"\?+(?=\W*(\s|$))")
_ARGUING = "arguing"
_THANKING = (Letter.THANK_YOU, Letter.ACCEPT, Letter.DECLINE)
"""Letters that thank for what was given; the others thank for the interview."""


class _Part(Struct, frozen=True):
    """What one part is known by: any of `patterns`, in a sentence that asks where `asks` says so.

    `without` is cut out of the sentence first.
    """

    id: str
    patterns: tuple[re.Pattern[str], ...]
    asks: bool = False
    without: re.Pattern[str] | None = None


class _Reading(Struct, frozen=True):
    """How a sentence is read: what makes it ask, where a denial ends, what denies nothing though it looks like it.

    A `denial` governs what follows it: *not* with a verb of wishing or asking, or right before the words.
    `given_before` comes before a thing that was given already: thanked for, taken, followed. `several` greets more
    than one person, or nobody in particular.
    """

    asking: re.Pattern[str]
    boundary: re.Pattern[str]
    harmless: re.Pattern[str]
    denial: re.Pattern[str]
    denial_after: re.Pattern[str]
    given_before: re.Pattern[str]
    open_wish: re.Pattern[str]
    given_after: re.Pattern[str]
    several: re.Pattern[str]


class _LetterParts(Struct, frozen=True):
    reading: _Reading
    parts: tuple[_Part, ...]
    thank_you: tuple[_Part, ...]


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
    known = file.thank_you if letter in _THANKING else file.parts
    return _any_holds([sign for sign in known if sign.id == part], text, file.reading)


def argues(text: str, language: str = DEFAULT) -> bool:
    """Whether the text argues with the decision."""
    file = _file(language)
    return _any_holds([sign for sign in file.parts if sign.id == _ARGUING], text, file.reading)


def greets_several(text: str, language: str = DEFAULT) -> bool:
    """Whether a letter greets more than one person, or nobody in particular."""
    return _file(language).reading.several.match(text.casefold()) is not None


def questions(text: str) -> int:
    """How many questions a text asks."""
    return len(_ASKED.findall(text))


def _any_holds(parts: list[_Part], text: str, reading: _Reading) -> bool:
    return any(_holds(part, sentence, reading) for sentence in sentences(text) for part in parts)


def _holds(part: _Part, sentence: str, reading: _Reading) -> bool:
    if part.asks and not reading.asking.search(sentence):
        return False
    rest = sentence if part.without is None else part.without.sub(" ", sentence)
    return any(_stated(words, rest, reading, given=part.asks) for words in part.patterns)


def _stated(words: re.Pattern[str], sentence: str, reading: _Reading, *, given: bool) -> bool:
    """Whether the words stand there undenied; `given`: and are not what was given already."""
    return any(
        not _denied(sentence, match, reading) and not (given and _given(sentence, match, reading))
        for match in _matches(words, sentence)
    )


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


def _given(sentence: str, match: re.Match[str], reading: _Reading) -> bool:
    clause = reading.boundary.split(sentence[: match.start()])[-1]
    given = reading.given_before.search(clause) is not None and reading.open_wish.search(clause) is None
    return given or reading.given_after.search(sentence[match.end() :]) is not None


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


def compared(text: str) -> str:
    """The words as they are compared: on one line, in lower case, with one kind of quotes."""
    return re.sub("[“”„«»‹›]", '"', flattened(text).replace("‘", "'")).strip(_EDGES)
