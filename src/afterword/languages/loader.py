"""Owns how phrases, letters and wordings are read: one folder of TOML files for each language, beside this module.

They are constants that a native speaker can add to without touching code. A file is read when it is first needed and
checked against the type its reader names; docs/add-a-language.md says what each file holds. A sentence is read by the
kinds of words in it: “asks, what, weak”, in whatever order and words. A kind is a list of words and phrases as somebody
says them; a rule names the kinds that have to stand in a sentence. So a new word is known in every way of saying that
its kind belongs to, and typing without accents, umlauts, apostrophes or capitals is read as well.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar, get_origin

from msgspec import Struct, convert, field

T = TypeVar("T")
DEFAULT = "en"
_FOLDER = Path(__file__).parent
_NAMED = re.compile(r"\{([a-z]\w*)\}")
_WORDS = "words"
_AT_HAND = 16
"""Files kept as they were read: whoever reads one asks for all of its sections, and keeps what it makes of them."""


def languages(name: str = "scales") -> tuple[str, ...]:
    """The codes of the languages that have a file of that name, such as `en`, which is the first."""
    codes = (file.relative_to(_FOLDER).parts[0] for file in _FOLDER.glob(f"*/{name}.toml"))
    return tuple(sorted(codes, key=lambda code: (code != DEFAULT, code)))


def names(folder: str) -> tuple[str, ...]:
    """The names of the files in that folder of the English ones, such as the packs in `competencies`, sorted."""
    return tuple(sorted(file.stem for file in (_FOLDER / DEFAULT / folder).glob("*.toml")))


def load(name: str, kind: type[T], language: str = DEFAULT, section: str = "") -> T:
    """The file of that name in that language as a value of `kind`, or a section of it; in English where it has none.

    A field that is a pattern is any of the regular expressions listed for it, in which `{name}` stands for any of the
    words of that name under `[words]`; a class of the reader's own is made of the list. Raises
    `msgspec.ValidationError` with the place in the file that does not fit.
    """
    file_language = language if (_FOLDER / language / f"{name}.toml").exists() else DEFAULT
    table = _table(name, file_language)
    return convert(table[section] if section else table, kind, dec_hook=_converted)


def gather(name: str, section: str, kind: type[T]) -> T:
    """That section of the files of that name in all languages as one value: what each lists, put together."""
    together: dict[str, Any] = {}
    for language in languages(name):
        _add(together, _table(name, language).get(section, {}))
    return convert(together, kind, dec_hook=_converted)


@cache
def listed(name: str, section: str, field: str) -> tuple[str, ...]:
    """One list of that section of the files of that name: what all languages hold, put together."""
    return tuple(gather(name, section, dict[str, Any])[field])


@lru_cache(maxsize=_AT_HAND)
def _table(name: str, language: str) -> dict[str, Any]:
    # Most calls, and the first rows of the screen, read no words.
    import tomllib

    with (_FOLDER / language / f"{name}.toml").open("rb") as file:
        table = tomllib.load(file)
    words: dict[str, str] = {}
    for word, choices in table.pop(_WORDS, {}).items():
        words[word] = _filled(choices if isinstance(choices, str) else f"(?:{'|'.join(choices)})", words)
    return {key: _filled(value, words) for key, value in table.items()} if words else table


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    """The value with `{name}` replaced by the words of that name in every text of it."""
    if isinstance(value, str):
        return _NAMED.sub(lambda match: words.get(match[1], match[0]), value)
    if isinstance(value, list):
        return [_filled(part, words) for part in value]
    return {key: _filled(part, words) for key, part in value.items()} if isinstance(value, dict) else value


def _add(together: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Put lists behind lists, and tables into tables."""
    for key, value in more.items():
        if isinstance(value, dict):
            _add(together.setdefault(key, {}), value)
        else:
            together[key] = [*together.get(key, ()), *value]


def _converted(kind: Any, lines: str | list[str]) -> Any:
    """One pattern of several, or what else `kind` makes of lines. Raises `ValueError` where it is no pattern."""
    if get_origin(kind) is not re.Pattern:
        return kind(lines)
    try:
        return re.compile(any_of([lines] if isinstance(lines, str) else lines))
    except (re.error, TypeError) as problem:
        message = f"a regular expression is expected: {problem}"
        raise ValueError(message) from problem


def any_of(patterns: Iterable[str]) -> str:
    """One regular expression for several, in their order.

    Neighbours that begin at a word stand together, so that they are tried nowhere else: many times as fast.
    """
    runs = groupby(patterns, key=lambda pattern: pattern.startswith(r"\b"))
    return "|".join(f"(?:{'|'.join(run)})" for _, run in runs)


# ── sentences read by the kinds of their words ────────────────────────────────────────────────────────────────────────


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
    return " ".join(_UMLAUT.sub(lambda match: match[0][0] if len(match[0]) > 1 else "", letters).split())


class WordKind:
    """Words and phrases of one kind, from lines in which a comma stands between two of them.

    A word ends anywhere, unless it is short or ends with a full stop; with a hyphen before it, it is the end of one.
    `*` stands for up to four words; an apostrophe before a word allows what is elided before it: “l'avis”, “qu'on”.
    """

    def __init__(self, lines: str | Iterable[str]) -> None:
        listed = (lines,) if isinstance(lines, str) else lines
        phrases = (phrase.strip() for line in listed for phrase in line.split(","))
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(_phrase_pattern, filter(None, phrases)))})")

    def stands_in(self, text: str) -> bool:
        """Whether one of them stands in a text that was made bare."""
        return self._pattern.search(text) is not None

    def taken_out(self, text: str) -> str:
        """The bare text without them."""
        return self._pattern.sub(" ", text)


def _phrase_pattern(phrase: str) -> str:
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
