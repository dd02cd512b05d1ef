"""Owns comparing wordings: one spelling for texts and phrases, so that case, accents and blanks do not matter.

The phrases stand in languages/*/mail.toml; those of all languages are read together when the first mail is told.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Self

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


class Phrases(tuple[str, ...]):
    """Phrases in the spelling of `folded`, each once, in the order of their lists."""

    __slots__ = ()

    def __new__(cls, lines: Iterable[str] = ()) -> Self:
        """The phrases as the files of the languages hold them, folded."""
        return super().__new__(cls, dict.fromkeys(map(folded, lines)))


def found(text: str, wanted: Iterable[str]) -> list[str]:
    """The phrases that stand in a folded text, in the order of the table."""
    return [phrase for phrase in wanted if phrase in text]
