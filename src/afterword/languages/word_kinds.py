"""Owns reading a sentence by the kinds of words in it: “asks, what, weak”, in whatever order and words.

A kind is a list of words and phrases as somebody says them; a rule names the kinds that have to stand in a sentence.
So a new word is known in every way of saying that its kind belongs to, and typing without accents, umlauts,
apostrophes or capitals is read as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

_QUESTION, _ASKING = "?", "ask"
_WHOLE_WORD = 3
"""A word of so many letters or fewer is meant as it is; of a longer one only the beginning is compared."""
_GAP = r"(?:\W+\w+){0,4}?"
_ELIDED = "(?:[djlmnt]|qu)?"
_UMLAUT = re.compile(r"(?<![aeq])ue|(?<=[ao])e")


def bare(text: str) -> str:
    """The text in lower case and on one line, without accents and apostrophes; “ue” is “ü”, as it is often typed."""
    plain = unicodedata.normalize("NFKD", re.sub("['’‘]", "", text.casefold()).replace("ß", "ss"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_UMLAUT.sub(lambda found: found[0][0] if len(found[0]) > 1 else "", letters).split())


class WordKind:
    """Words and phrases of one kind, from lines in which a comma stands between two of them.

    A word ends anywhere, unless it is short or ends with a full stop; with a hyphen before it, it is the end of one.
    `*` stands for up to four words; an apostrophe before a word allows what is elided before it: “l'avis”, “qu'on”.
    """

    def __init__(self, lines: str | Iterable[str]) -> None:
        listed = (lines,) if isinstance(lines, str) else lines
        phrases = (phrase.strip() for line in listed for phrase in line.split(","))
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(_pattern, filter(None, phrases)))})")

    def stands_in(self, text: str) -> bool:
        """Whether one of them stands in a text that was made bare."""
        return self._pattern.search(text) is not None

    def taken_out(self, text: str) -> str:
        """The bare text without them."""
        return self._pattern.sub(" ", text)


def _pattern(phrase: str) -> str:
    words = [_GAP if word == "*" else rf"\W+{_word(word)}" for word in phrase.split()]
    return (_ELIDED if phrase.startswith("'") else "") + "".join(words).removeprefix(r"\W+")


def _word(word: str) -> str:
    if word.startswith("-"):
        return rf"\w*{re.escape(bare(word[1:]))}\b"
    whole = word.endswith(".") or len(word) <= _WHOLE_WORD
    return re.escape(bare(word.removesuffix("."))) + (r"\b" if whole else r"\w*")


class BareSentence(Struct, frozen=True, dict=True):
    """A sentence as rules see it: made bare, whether a question mark stands in it, and whether it argues."""

    text: str
    kinds: Mapping[str, WordKind]
    is_question: bool = False
    is_dispute: bool = False
    known: dict[str, bool] = field(default_factory=dict)

    def fits(self, rule: str) -> bool:
        """Whether it holds each kind that the rule names, and none behind a `!`.

        `?` is a question; `ask` is one, too, or a word of that kind.
        """
        return all(self._has(name.removeprefix("!")) != name.startswith("!") for name in rule.split())

    def _has(self, name: str) -> bool:
        if name == _QUESTION or (name == _ASKING and self.is_question):
            return self.is_question
        if name not in self.known:
            self.known[name] = self.kinds[name].stands_in(self.text)
        return self.known[name]
