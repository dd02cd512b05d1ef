"""Owns how letters are read: theirs by sentences and the phrases of a rejection, one of your own for its parts.

“Another candidate was just that bit stronger” says something about another candidate: it is neither praise nor an area
to work on, and never quoted back (N1). In a letter of your own, what is denied is not there: “I am not asking for
pointers” asks for none; “do not hesitate to keep me in mind” denies nothing. The words by which a part is known stand
in languages/<code>/letter_parts.toml; they are made ready when the first letter is read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from textwrap import wrap

from msgspec import Struct

from afterword.domain.conversation.request import Letter
from afterword.domain.text import unaccented
from afterword.languages.loader import DEFAULT, BareSentence, WordKind, bare, gather, load

_STOP = re.compile(r"(?P<word>\S{0,40}?)(?:[.!?…]+(?P<closed>[\"”’»)\]]*)(?=\s|$)|[。！？]+[」』”]*)")
_LEAD = re.compile(r"\s*(?:(?:[-*•·–—◦▪>]|\(?\d{1,2}[.)]|[a-z][.)])\s+)*")
_ENDED = re.compile(r"[.!?…:;,][\"”’»)\]]*\s*$")
_WRAPPED, _MAY_BE_WRAPPED = 55, 40
"""A line so long was most likely broken by a mail program; a shorter one where the next begins with a small letter."""


class _Signs(Struct, frozen=True):
    abbreviations: frozenset[str]
    salutations: tuple[str, ...]


@cache
def _signs() -> _Signs:
    return load("sentences", _Signs, "any")


@cache
def _salutation() -> re.Pattern[str]:
    """`Dear Ms Byron,` before more on the same line."""
    return re.compile(rf"(?i:{'|'.join(_signs().salutations)})(?: [^\W\d_a-z][\w.'’-]*){{0,4}},\s+(?=\S)")


@cache
def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence begins and ends, without bullets and white space around it.

    A sentence ends at its stop, not behind an abbreviation, an initial or the number of a list; and with its paragraph
    or list item. The end of a line ends it, too, unless the line was only broken because it was long. A salutation at
    the beginning is a sentence of its own.
    """
    return tuple(span for start, end in _blocks(text) for span in _in_block(text, start, end))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, put together again where a long one was broken."""
    start = end = 0
    before = ""
    for line in text.split("\n"):
        if before and not _goes_on(before, line):
            yield start, end
            before = ""
        if not before:
            start = end
        before = line if line.strip() else ""
        end += len(line) + 1
    if before:
        yield start, end - 1


def _goes_on(before: str, line: str) -> bool:
    """Whether that line is the rest of the one before."""
    lead = _LEAD.match(line)
    if not line.strip() or (lead is not None and lead[0].strip()):
        return False
    if len(before.rstrip()) >= _WRAPPED:
        return True
    goes_on = line.lstrip()[:1].islower() and not _ENDED.search(before)
    return goes_on and len(before.rstrip()) >= _MAY_BE_WRAPPED


def _in_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lead = _LEAD.match(text, start, end)
    begin = lead.end() if lead is not None else start
    salutation = None if text[:begin].strip() else _salutation().match(text, begin, end)
    if salutation is not None:
        yield from _trimmed(text, begin, salutation.end())
        begin = salutation.end()
    for stop in _STOP.finditer(text, begin, end):
        # “Really?” she asked.
        goes_on = bool(stop["closed"]) and text[stop.end() : end].lstrip()[:1].islower()
        if not goes_on and not _is_abbreviation(stop["word"], text[stop.start() : stop.end()]):
            yield from _trimmed(text, begin, stop.end())
            begin = stop.end()
    yield from _trimmed(text, begin, end)


def _is_abbreviation(word: str, stopped: str) -> bool:
    bare = word.lstrip("(\"“„«'’").casefold()
    one_stop = stopped.endswith(".") and not stopped.endswith("..")
    return one_stop and (bare in _signs().abbreviations or _is_initial(bare))


def _is_initial(word: str) -> bool:
    """A single letter or several with stops between them (`z.B`, `j`), but no “I”."""
    parts = word.split(".")
    return all(len(part) == 1 and part.isalpha() for part in parts) and word != "i"


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    phrase = text[start:end]
    stripped = phrase.strip()
    if stripped:
        lead = len(phrase) - len(phrase.lstrip())
        yield start + lead, start + lead + len(stripped)


def opening(text: str) -> tuple[int, int] | None:
    """The first sentence behind a salutation such as `Hi Sam,`; the first at all where there is nothing else."""
    spans = sentence_spans(text)
    content_spans = (span for span in spans if not _is_salutation(text[span[0] : span[1]]))
    return next(content_spans, spans[0] if spans else None)


_SALUTATION_WORDS = 6


def _is_salutation(sentence: str) -> bool:
    return sentence.endswith((",", ":")) and len(sentence.split()) <= _SALUTATION_WORDS


# ── what the phrases of a rejection tell ──────────────────────────────────────────────────────────────────────────────


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


@cache
def reasons() -> Mapping[str, ReasonKind]:
    """Every kind by its id, the more telling first."""
    return {reason.id: reason for reason in load("reasons", tuple[ReasonKind, ...], section="reason")}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """By which words each kind is known, in the languages that have a reasons.toml."""
    return gather("reasons", "patterns", dict[str, re.Pattern[str]])


@cache
def _praise() -> frozenset[str]:
    return gather("wording", "answer", dict[str, frozenset[str]])["praise"]


def explain(text: str) -> tuple[KnownPhrase, ...]:
    """The phrases of a rejection in a sentence or a whole mail, each kind once, as they come."""
    phrases: dict[str, KnownPhrase] = {}
    for sentence in _their_sentences(text):
        kinds = list(_kinds(unaccented(sentence)))
        telling = any(not kind.general and not kind.formula for kind in kinds)
        for kind in kinds:
            if not (telling and kind.general):
                phrases.setdefault(kind.id, KnownPhrase(sentence, kind))
    return tuple(phrases.values())


@lru_cache(maxsize=8192)
def reason_of(words: str) -> ReasonKind | None:
    """The reason that those words give; the most telling where they give several, None where none is known."""
    kinds = (phrase.reason for phrase in explain(words))
    return min(kinds, key=lambda kind: (kind.formula, kind.general, list(reasons()).index(kind.id)), default=None)


def is_reason(words: str) -> bool:
    """Whether those words give a reason for the decision: others, experience, fit, the post, the market."""
    return any(not kind.about_you for sentence in _their_sentences(words) for kind in _kinds(unaccented(sentence)))


def says_little(words: str) -> bool:
    """Whether those words, such as “Good” or “Great job”, name nothing that could be quoted back."""
    return all(word in _praise() for word in re.findall(r"[^\W\d_]+", words.casefold()))


def _kinds(sentence: str) -> Iterator[ReasonKind]:
    return (reason for key, reason in reasons().items() if _patterns()[key].search(sentence))


def _their_sentences(text: str) -> Iterator[str]:
    """The sentences of a text; lines that a mail program broke are one, and of a very long one the beginning."""
    whole = re.sub(r"(?<![\n.!?:])\n(?![\n*•-])", " ", text.replace("\r\n", "\n"))
    for place, match in enumerate(_SENTENCE.finditer(whole)):
        if place >= _MOST_SENTENCES:
            return
        sentence = " ".join(match[0][:_LONGEST_SENTENCE].split())
        if sentence:
            yield sentence


# ── a letter of your own, read for its parts ──────────────────────────────────────────────────────────────────────────


# “am 3. März” is no end of a sentence.
_SENTENCE_END = re.compile(r"(?<=[.?!])(?<!\b\d\.)(?<!\b\d\d\.)\s+|\n\s*\n")
_LONGEST_LETTER, _LONGEST_OWN_SENTENCE = 6000, 500
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


class _Expressions(Struct, frozen=True):
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
    arguing: _Expressions
    thank_you: tuple[_Expressions, ...]


@cache
def _file(language: str) -> _LetterParts:
    return load("letter_parts", _LetterParts, language)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each on one line, in lower case and with straight apostrophes.

    No letter is as long as what is read of it, and no sentence as what is read at once: a text pasted by mistake must
    not stop the typing.
    """
    flat = (flattened(part) for part in _SENTENCE_END.split(text[:_LONGEST_LETTER]))
    return tuple(piece for sentence in flat for piece in wrap(sentence, _LONGEST_OWN_SENTENCE))


def flattened(text: str) -> str:
    """The text on one line, straight apostrophes for curly ones, for comparing."""
    return " ".join(text.split()).replace("’", "'").casefold()


def holds(letter: Letter, part: str, text: str, language: str = DEFAULT) -> bool:
    """Whether a part stands in a text of one's own words in that language."""
    file = _file(language)
    if letter in _THANKING:
        return any(_is_in(signs, text, file.reading) for signs in file.thank_you if signs.id == part)
    part_signs = [sign for sign in file.parts if sign.id == part]
    return any(_fits(sign, sentence, file) for sentence in _own_sentences(text, language) for sign in part_signs)


def argues(text: str, language: str = DEFAULT) -> bool:
    """Whether the text argues with the decision."""
    file = _file(language)
    return _is_in(file.arguing, text, file.reading) or file.kinds[_DISPUTE].stands_in(_undenied(bare(text), file.kinds))


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
        BareSentence(
            _undenied(bare(piece)[:_LONGEST_OWN_SENTENCE], kinds), kinds, "?" in piece, argues(piece, language)
        )
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


def _is_in(signs: _Expressions, text: str, reading: _Reading) -> bool:
    return any(_holds(signs, sentence, reading) for sentence in sentences(text))


def _holds(signs: _Expressions, sentence: str, reading: _Reading) -> bool:
    rest = sentence if signs.without is None else signs.without.sub(" ", sentence)
    return any(not _denied(rest, match, reading) for words in signs.patterns for match in _matches(words, rest))


def _matches(words: re.Pattern[str], sentence: str) -> Iterable[re.Match[str]]:
    """Every place where the words begin, overlapping ones too: a denied one may hide another."""
    start = 0
    while (match := words.search(sentence, start)) is not None:
        yield match
        start = match.start() + 1


def _denied(sentence: str, match: re.Match[str], reading: _Reading) -> bool:
    masked = reading.harmless.sub(lambda phrase: " " * len(phrase[0]), sentence)
    clause = reading.boundary.split(masked[: match.start()])[-1]
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
    quotes = (next((part for part in match.groups() if part), "") for match in _MARKED.finditer(text))
    return tuple(words for quote in quotes if len(words := quote.strip(_EDGES)) >= _LEAST)


def without_quotations(text: str) -> str:
    """The letter without its quotations: what the person says in words of their own."""
    return _MARKED.sub(" ", text)


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether those words stand in one of the texts; white space, case and the kind of quotes aside, cuts allowed."""
    parts = [part for cut in _CUT.split(quote) if (part := compared(cut))]
    return bool(parts) and any(all(part in whole for part in parts) for whole in map(compared, texts))


@lru_cache(maxsize=1 << 17)
def compared(text: str) -> str:
    """The words as they are compared: on one line, in lower case, without marks of quotation.

    Kept, since a letter is held against all that was ever said to the person at every key.
    """
    return " ".join(_MARKS.sub("", flattened(text)).split()).strip(_EDGES)
