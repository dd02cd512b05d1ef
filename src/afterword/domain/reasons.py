"""Owns how what they wrote is read: its sentences, and what the phrases of a rejection tell and do not tell (N1).

“Another candidate was just that bit stronger” says something about another candidate: it is neither praise nor an area
to work on, and never quoted back. How a letter leaves it out is letters'.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from msgspec import Struct

from afterword.domain.text import unaccented
from afterword.languages.loader import gather, load

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
    kept = phrase.strip()
    if kept:
        lead = len(phrase) - len(phrase.lstrip())
        yield start + lead, start + lead + len(kept)


def opening(text: str) -> tuple[int, int] | None:
    """The first sentence behind a salutation such as `Hi Sam,`; the first at all where there is nothing else."""
    spans = sentence_spans(text)
    told = (span for span in spans if not _is_salutation(text[span[0] : span[1]]))
    return next(told, spans[0] if spans else None)


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
    found: dict[str, KnownPhrase] = {}
    for sentence in _sentences(text):
        kinds = list(_kinds(unaccented(sentence)))
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
    return any(not kind.about_you for sentence in _sentences(words) for kind in _kinds(unaccented(sentence)))


def says_little(words: str) -> bool:
    """Whether those words, such as “Good” or “Great job”, name nothing that could be quoted back."""
    return all(word in _praise() for word in re.findall(r"[^\W\d_]+", words.casefold()))


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
