"""Owns the quotations in a letter: what stands between quotation marks or after `>`, and whose words those are."""

import re
from collections.abc import Iterable

from afterword.domain.conversation.letter_reading import flattened

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
_EDGES = " \t\n.,;:!?-–—\"'“”„‘’«»‹›()"


def quotations(text: str) -> tuple[str, ...]:
    """The quoted words of a letter, in the order in which they stand there."""
    found = (next((part for part in match.groups() if part), "") for match in _MARKED.finditer(text))
    return tuple(words for one in found if len(words := one.strip(_EDGES)) >= _LEAST)


def without_quotations(text: str) -> str:
    """The letter without its quotations: what the person says in words of their own."""
    return _MARKED.sub(" ", text)


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether those words stand in one of the texts; white space, case and the kind of quotes aside, cuts allowed."""
    parts = [part for cut in _CUT.split(quote) if (part := compared(cut))]
    return bool(parts) and any(all(part in whole for part in parts) for whole in map(compared, texts))


def compared(text: str) -> str:
    """The words as they are compared: on one line, in lower case, with one kind of quotes."""
    return re.sub("[“”„«»‹›]", '"', flattened(text).replace("‘", "'")).strip(_EDGES)
