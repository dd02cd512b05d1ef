"""Owns what notes say: that somebody is away or has left, that a case is closed; and how much of a text is else.

What no automatic note would need, only a person adds.
"""

import re
from functools import cache
from itertools import chain

from msgspec import Struct, field

from afterword.languages.loader import gather
from afterword.mail.classify.wording import Phrases, Wordings, found

_WORD = re.compile(r"[a-z0-9'ß-ʯͰ-ӿ]+|[぀-ヿ一-鿿가-힣]{2}")
# Addresses, telephone numbers, dates and links are where such notes send people.
_POINTER = re.compile(r"\S@\S|https?:|www\.|\d[\d ()/.-]{2,}\d")
_SENTENCE_END = re.compile(r"[.!?。！？\n]+(?=\s|$|[^\x00-\x7f])")
_FEW_WORDS = 2
_FEW_SCRAPS = 3
_LONG_ENOUGH = 8
# One phrase explains about a clause, not a paragraph without a full stop.
_EXPLAINED_WORDS = 16


class AutomaticPhrases(Struct, frozen=True, kw_only=True):
    """The wordings of answers written by programs, as the files of the languages explain them."""

    subject: Phrases
    subject_start: Phrases
    subject_weak: Phrases
    subject_away: re.Pattern[str]
    absence: Phrases
    return_: Phrases = field(name="return")
    machine: Phrases
    receipt: Phrases
    receipt_more: Phrases
    challenge: Phrases
    challenge_more: Phrases
    received: Wordings
    declared: Wordings


class _Notes(Struct, frozen=True):
    """What people and programs say in notes; the patterns are in folded spelling but for those by name."""

    away: Wordings
    departed: Wordings
    departed_by_name: re.Pattern[str]
    moved_by_name: re.Pattern[str]
    closed: Wordings
    rate: Wordings
    courtesy: Phrases
    usual: Phrases
    brief: Wordings
    reader: tuple[str, ...]
    reader_unspaced: tuple[str, ...]
    but: tuple[str, ...]


class _Clauses(Struct, frozen=True):
    """Where a clause ends, what speaks to the reader, and the phrases that explain a clause."""

    end: re.Pattern[str]
    reader: re.Pattern[str]
    short: re.Pattern[str]
    anywhere: Phrases


@cache
def automatic_phrases() -> AutomaticPhrases:
    """Those of all languages."""
    return gather("mail", "automatic", AutomaticPhrases)


@cache
def notes() -> _Notes:
    """Those of all languages."""
    return gather("mail", "notes", _Notes)


@cache
def _clauses() -> _Clauses:
    said, auto = notes(), automatic_phrases()
    explaining = dict.fromkeys(
        chain(
            *(auto.absence, auto.return_, auto.machine, auto.receipt, auto.receipt_more),
            *(auto.challenge, auto.challenge_more, said.courtesy, said.usual),
        )
    )
    # Short words of alphabets count only at the start of a word: "call" is not in "practically".
    short = sorted(re.escape(phrase) for phrase in explaining if len(phrase) < _LONG_ENOUGH)
    return _Clauses(
        end=re.compile(rf"[.!?;:,。！？、，；：\n]+(?=\s|$|[^\x00-\x7f])| (?:{'|'.join(said.but)}) "),
        reader=re.compile(rf"\b(?:{'|'.join(said.reader)})\b|{'|'.join(said.reader_unspaced)}"),
        short=re.compile(rf"\b(?:{'|'.join(short)})"),
        anywhere=Phrases.together(
            phrase for phrase in explaining if len(phrase) >= _LONG_ENOUGH or ord(phrase[0]) > ord("\u3000")
        ),
    )


def plainly(text: str) -> str:
    """The text as it stands, with “left Initech” worded as “left the company”.

    The name of a company is told by its capital, so that nobody who left a comment has left the company.
    """
    named = notes().departed_by_name.sub("has left the company", text)
    return notes().moved_by_name.sub("moved on from the company", named)


def share_of_other_words(text: str) -> float:
    """Which share of the words of a folded text stands in clauses that no automatic note would need, 0 to 1."""
    total = other = 0
    for sentence in _SENTENCE_END.split(text):
        scraps = 0
        for clause in _clauses().end.split(sentence):
            count = len(_WORD.findall(clause))
            total += count
            if count > _FEW_WORDS:
                other += max(count - _EXPLAINED_WORDS, 0) if _is_explained(clause) else count
            elif count and not _is_explained(clause):
                scraps += count
        # A name between two commas says nothing; several scraps of one sentence do.
        other += scraps if scraps > _FEW_SCRAPS else 0
    return other / total if total else 0.0


def speaks_to_reader(text: str) -> bool:
    """Whether a clause of a folded text is about the reader, and not about their mail: no program knows that."""
    clauses = (clause for clause in _clauses().end.split(text) if len(_WORD.findall(clause)) > _FEW_WORDS)
    return any(_clauses().reader.search(clause) and not _is_explained(clause) for clause in clauses)


def _is_explained(clause: str) -> bool:
    if _POINTER.search(clause) or _clauses().short.search(clause) or found(clause, _clauses().anywhere):
        return True
    said = notes()
    worded = (automatic_phrases().received, said.away, said.departed, said.closed, said.rate)
    return any(wording.places(clause) for wording in worded)
