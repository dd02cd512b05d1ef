"""Owns the one rule for text from outside: what may reach a record or a terminal, and what never does."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_LINE_ENDS = re.compile("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
# C0 without \t and \n, DEL, C1, bidi marks, embeddings, overrides and isolates, the BOM, interlinear and tag
# characters, lone surrogates, non-characters: each can move the cursor, hide text or turn its order around.
_NEVER = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_UNSAFE = re.compile(f"[{_NEVER}]")
# One pass that most texts go through only.
_TO_CLEAN = re.compile(f"[\x0b-\x0d\u2028\u2029{_NEVER}]")
_SPACES = re.compile(r"\s+")
_ACCENTS = re.compile("[\u0300-\u036f]+")


def clean(text: str) -> str:
    """The text with every line end as a newline and without any character a terminal could obey."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text)) if _TO_CLEAN.search(text) else text


def clean_line(text: str) -> str:
    """The text on one line: cleaned, runs of white space as one space, none at the ends."""
    # What is printable holds no blanks but spaces, and nothing to clean.
    if text.isprintable():
        return text.strip(" ") if "  " not in text else " ".join(text.split())
    return _SPACES.sub(" ", clean(text)).strip(" ")


def fold(text: str) -> str:
    """The text for comparing: on one line, without regard to case or to how a letter with its accent is encoded."""
    return unicodedata.normalize("NFKC", clean_line(text)).casefold()


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """`fold` for what comes again and again: the names of companies, roles and rounds."""
    return fold(name)


def unaccented(text: str) -> str:
    """The text for looking for words in it: in lower case, without accents, with straight apostrophes."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", folded.replace("’", "'")))


def words(text: str) -> int:
    """How many words a person would count."""
    return sum(1 for part in text.split() if any(ch.isalnum() for ch in part))


def shorten(text: str, width: int) -> str:
    """One line of at most `width` characters, with `…` where something was cut."""
    line = clean_line(text)
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 day`, `3 days`: a count with its noun."""
    return f"{count} {one if count == 1 else (many or one + 's')}"


def times_words(times: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def capital(text: str) -> str:
    """The text with a capital at its beginning, and nothing else changed."""
    return f"{text[:1].upper()}{text[1:]}"


_MOST_DIGITS = 9


def whole_number(text: str) -> int | None:
    """The number that these digits are, in any script; None for anything else, and for one that nobody means."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


_LONGEST_SLUG = 80


def slug(text: str) -> str:
    """Lower-case letters, digits and dashes, for ids and file names; never empty, never longer than a name may be."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_SLUG].rstrip("-") or "item"


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that was most likely meant; empty where none is like it."""
    # Asked of wrong words alone.
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1)), "")
