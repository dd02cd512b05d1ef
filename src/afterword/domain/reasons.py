"""Owns telling a reason for a decision from a word about the person: it is neither praise nor an area to work on.

“Another candidate was just that bit stronger” says something about another candidate. Known by its kind, in the
languages that have a wording.toml; how a letter leaves it out is letters'.
"""

import re
from functools import cache

from msgspec import Struct

from afterword.languages.loader import gather


class _Answer(Struct, frozen=True):
    reasons: re.Pattern[str]
    praise: frozenset[str]


@cache
def _answer() -> _Answer:
    return gather("wording", "answer", _Answer)


def is_reason(words: str) -> bool:
    """Whether those words give a reason for the decision: others, experience, fit, the post, the market."""
    line = " ".join(words.casefold().replace("’", "'").split())
    return _answer().reasons.search(line) is not None


def says_little(words: str) -> bool:
    """Whether those words, such as “Good” or “Great job”, name nothing that could be quoted back."""
    return all(word in _answer().praise for word in re.findall(r"[^\W\d_]+", words.casefold()))
