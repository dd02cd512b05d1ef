"""Owns how somebody is greeted, from a name as people write it; where that cannot be told, nobody is named.

A greeting is right or it is left open: titles, ranks, initials, family names in front, in capitals or before a comma,
and the addresses of programs and teams, which are nobody's name.
"""

import re
import unicodedata
from functools import cache

from msgspec import Struct

from afterword.languages.loader import load

_AROUND = re.compile(
    r"\([^)]*\)|<[^>]*>|\[[^\]]*\]|\s+(?:via|from|bei|chez|at|@)\s.*$|\s+[|/·•–—-]\s.*$", re.IGNORECASE
)
_QUOTES = "\"'“”„‘’‚«»‹›`´"
_INITIAL = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.-?)+[^\W\d_]?")
_GIVEN_AND_FAMILY = 2
_NICKNAME = 2
"""Letters of what may be what somebody is called: JD, AJ."""
_SPLIT = re.compile(r"[\s._+-]+")


class _Names(Struct, frozen=True):
    """The words around names and in addresses, as languages/any/names.toml holds and explains them."""

    titles: frozenset[str]
    dotted: frozenset[str]
    openings: frozenset[str]
    openings_of_titles: frozenset[str]
    title_or_name: frozenset[str]
    name_or_title: frozenset[str]
    shortened: frozenset[str]
    firms: frozenset[str]
    styles: frozenset[str]
    callings: frozenset[str]
    couples: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    family_first: frozenset[str]
    team: frozenset[str]
    maybe_team: frozenset[str]
    job_words: frozenset[str]
    offices: frozenset[str]
    silent: tuple[str, ...]
    team_run: re.Pattern[str]


@cache
def _names() -> _Names:
    return load("names", _Names, "any")


class Greeting(Struct, frozen=True):
    """How to greet somebody. `name` is empty where that cannot be told; `question` then asks for it, in a sentence."""

    name: str
    question: str = ""


def greeting(name: str, address: str = "") -> Greeting:
    """The greeting for a name as it was typed, or as it stands before an address."""
    if _is_nobody(name) or name == address:
        return Greeting("", "Nobody is greeted by name: find out who reads this, and write to that person.")
    found = _called(name)
    if found:
        return Greeting(found)
    return Greeting("", f"How do you greet “{name}”? Write it into the first line; only part of the name is known.")


def full_name(name: str) -> str:
    """The name in the order in which it is spoken, without what stands around it: `Smith, John, PhD` is John Smith."""
    if _is_nobody(name):
        return ""
    family, given, _comma = _halves(name)
    titles, words = _untitled([*given, *family])
    return " ".join(_cased([*titles, *words]))


def is_program_address(address: str) -> bool:
    """Whether an address is read by a program or by a team, so that no single person is written to."""
    known = _names()
    local, _, domain = address.strip().casefold().rpartition("@")
    if not local:
        return False
    words = [word for part in _SPLIT.split(local.partition("+")[0]) if (word := part.strip("0123456789"))]
    joined = "".join(words)
    company = set(_SPLIT.split(domain.replace(".", " ")))
    if (
        joined.startswith(known.silent)
        or joined.endswith(known.silent)
        or joined in known.team
        or known.team_run.fullmatch(joined)
    ):
        return True
    if words and words[0] in known.offices:
        return True
    if not words or not any(word in known.team or word in known.maybe_team for word in words):
        return False
    return all(word in known.team or word in known.maybe_team or word in company for word in words)


def _is_nobody(name: str) -> bool:
    known = _names()
    words = [word.casefold().strip(",;:") for word in _SPLIT.split(name) if word]
    return any(word in known.team for word in words) or (
        bool(words) and all(word in known.maybe_team for word in words)
    )


def _called(name: str) -> str:
    family, given, comma = _halves(name)
    titles, words = _untitled([*given, *family] if given else family)
    if not words or _is_doubtful(family, given, titles):
        return ""
    if titles and any(_bare(title) in _names().styles for title in titles):
        return " ".join(_cased([*titles, *words]))
    if given:
        called = next((word for word in _untitled(given)[1] if not _is_short(word)), "")
        return _cased([called])[0] if called else _formal(titles, family)
    if len(words) == 1 and (comma or titles):
        return "" if _is_short(words[0]) else _formal(titles, words)
    return _first(titles, words)


def _is_doubtful(family: list[str], given: list[str], titles: list[str]) -> bool:
    """Whether it may be two people, a firm, or a name that begins with what may be a title."""
    known = _names()
    words = [*given, *family]
    if (
        any(word.casefold() in known.couples - known.particles or word == "y" for word in words)
        or _bare(words[-1]) in known.firms
    ):
        return True
    if any(":" in word or "@" in word or word[0].isdigit() for word in words):
        return True
    first = _bare(words[0])
    if first == "st" or (first in known.title_or_name and len(words) > 1):
        return True
    if first in known.name_or_title and len(words) > _GIVEN_AND_FAMILY:
        return True  # Don Draper is called Don, Don Pedro Almodóvar is not
    names = [[word for word in half if not _is_short(word) and word not in known.particles] for half in (family, given)]
    return not titles and all(len(half) > 1 for half in names)


def _first(titles: list[str], words: list[str]) -> str:
    """The given name among words in the order of speech; the whole name where its first word is a family name."""
    known = _names()
    if words[0] in known.particles:
        return _formal(titles, words)
    if not any(char.upper() != char.lower() for char in words[0]):
        return " ".join(words)
    capitals = [word for word in words if _in_capitals(word)]
    names = [word for word in words if word not in capitals and word not in known.particles] if capitals else words
    full = [word for word in names if not _is_short(word)]
    if not full:
        names, full = words, [word for word in words if not _is_short(word)]
    if not full or (full[1:] == [] and len(full) < len(names)):
        return _formal(titles, full)
    if len(names) > 1 and full[0].casefold() in known.family_first:
        return " ".join(_cased(names))
    return _cased(words)[words.index(full[0])]


def _formal(titles: list[str], family: list[str]) -> str:
    """`Frau Müller`, `Dr. von Braun`: a family name needs a title to be greeted by."""
    return " ".join([*_cased(titles), *_cased(family)]) if titles and family else ""


def _halves(name: str) -> tuple[list[str], list[str], bool]:
    """What stands before the comma, what stands after it, and whether there was one; without it all is the first."""
    shown = "".join(char for char in name if unicodedata.category(char) != "Cf")
    text = _AROUND.sub(" ", shown).strip(_QUOTES + " \t")
    parts = [words for part in text.split(",") if (words := _words(part))]
    told = [words for words in parts if not _is_addition(words)]
    comma = "," in text and len(told) == len(parts)
    if not told:
        return [], [], comma
    return told[0], told[1] if len(told) > 1 else [], comma


def _words(part: str) -> list[str]:
    known = _names()
    words = [word.strip(_QUOTES + ";:") for word in part.split()]
    words = [word for word in words if word and (any(char.isalpha() for char in word) or word in known.couples)]
    if (
        len(words) == 1
        and "." in words[0].strip(".")
        and not (_is_initial(words[0]) or _bare(words[0]) in known.suffixes)
    ):
        words = [word for word in words[0].split(".") if word]
    while len(words) > 1 and _is_before_names(words):
        words = words[1:]
    while len(words) > 1 and _bare(words[-1]) in known.suffixes:
        words.pop()
    return words


def _is_before_names(words: list[str]) -> bool:
    """Whether the first of several words opens a letter, or is a degree that stands in front."""
    known = _names()
    first, second = _bare(words[0]), _bare(words[1])
    opens = first in known.openings or (first in known.openings_of_titles and second in known.titles)
    return opens or ("." in words[0] and first in known.suffixes - known.titles)


def _is_addition(words: list[str]) -> bool:
    """Whether a part between commas is a suffix or a job and no part of the name."""
    known = _names()
    return all(_bare(word) in known.suffixes for word in words) or any(
        word.casefold() in known.job_words for word in words
    )


def _untitled(words: list[str]) -> tuple[list[str], list[str]]:
    """The titles among the first words, and the rest."""
    titles = [word for word in words if _is_title(word, words)]
    return titles, [word for word in words if word not in titles]


def _is_title(word: str, words: list[str]) -> bool:
    known = _names()
    bare = _bare(word)
    if bare in known.callings and words.index(word) > 0:
        return False
    if bare in known.dotted and not word.endswith("."):
        return False
    return bare in known.titles or bare in known.styles


def _bare(word: str) -> str:
    return word.casefold().replace(".", "").strip(_QUOTES + ",")


def _is_initial(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None and word.upper() != word.lower()


def _is_short(word: str) -> bool:
    """Whether a word is an initial or a shortened name."""
    return _is_initial(word) or _bare(word) in _names().shortened


def _in_capitals(word: str) -> bool:
    """Whether a word stands in capitals as family names do; `JD` and `AJ` are what people are called."""
    word = re.sub(r"^(?:Mc|Mac)(?=[A-Z]{2})", "", word)
    long = sum(char.isalpha() for char in word) > _NICKNAME
    return word.isupper() and not _is_initial(word) and (long or word.casefold() in _names().family_first)


def _cased(words: list[str]) -> list[str]:
    """The words as names are written, where they are all in capitals or all in small letters."""
    text = "".join(words)
    if not (text.isupper() or text.islower()):
        return [word if not _in_capitals(word) else _title(word) for word in words]
    return [word if word.casefold() in _names().particles and text.islower() else _title(word) for word in words]


def _title(word: str) -> str:
    if len(word) == _NICKNAME and word.isupper() and not set(word.casefold()) & set("aeiouyäöüéèáíóúàâêî"):
        return word
    return re.sub(r"[^\W\d_]+", lambda found: found[0][0].upper() + found[0][1:].lower(), word)
