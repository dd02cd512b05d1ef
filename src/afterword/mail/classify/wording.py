"""Owns comparing wordings: one spelling for texts and phrases, so that case, accents and blanks do not matter."""

import re
import unicodedata
from collections.abc import Iterable

_COMBINING = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "ı": "i", "‐": "-", "–": "-"}
)


def folded(text: str, *, keep_lines: bool = False) -> str:
    """Lower case, without accents, plain quotes and dashes, single blanks; other scripts stay as they are.

    Line ends become blanks unless `keep_lines`.
    """
    bare = _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = unicodedata.normalize("NFC", bare).translate(_SAME)
    return (_BLANKS_IN_LINE if keep_lines else _BLANKS).sub(" ", plain).strip()


def phrases(*lines: str) -> tuple[str, ...]:
    """A table of phrases, written one or several to a line with `|` between, in the spelling of `folded`."""
    return tuple(dict.fromkeys(folded(one) for line in lines for one in line.split("|") if one.strip()))


def found(text: str, wanted: Iterable[str]) -> list[str]:
    """The phrases that stand in a folded text, in the order of the table."""
    return [one for one in wanted if one in text]
