"""Owns the words of the prep sheet: sentences of a story, plans in their own language, what holds a figure."""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from afterword.domain.conversation.phrasing import language_of
from afterword.domain.practice import Competency, Example, Pointer
from afterword.domain.text import clean_line
from afterword.languages.loader import DEFAULT, gather, load

# A sentence ends at its mark, not behind an initial or a short title such as “Dr.”.
_SENTENCE_END = re.compile(r"(?<!\b\w)(?<!\b[A-Z]\w)(?<!\b[A-Z]\w\w)[.!?…]+[”\"’)]?\s+(?=\S)")
_DIGIT = re.compile(r"[\d%]")
_SHARE = re.compile(r"%|\d\s*/\s*\d+|\b\d+ (?:of|out of|von|sur|de) \d+\b")


def sentences(example: Example) -> Iterator[str]:
    """The sentences of a story from its beginning."""
    for part in (example.situation, example.task, example.action):
        text = clean_line(part)
        begin = 0
        for end in _SENTENCE_END.finditer(text):
            yield text[begin : end.end()].strip()
            begin = end.end()
        if text[begin:]:
            yield text[begin:]


class _Signs(Struct, frozen=True):
    """Words by which praise turns, and by which a share or a rating is written out."""

    but: tuple[str, ...]
    figures: tuple[str, ...]


@cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = gather("sheet", "evening", _Signs)
    return (
        re.compile(rf"\b(?:{'|'.join(lists.but)})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{'|'.join(lists.figures)})\b", re.IGNORECASE),
    )


def is_plain_praise(words: str) -> bool:
    """Whether praise holds no figure, and does not turn into something else by a “but”."""
    return not has_figures(words) and _signs()[0].search(words) is None


def has_share(words: str) -> bool:
    """Whether the words name a share or a rating: “40 %”, “4 of 5”."""
    return _SHARE.search(words) is not None or _signs()[1].search(words) is not None


def has_figures(words: str) -> bool:
    """Whether the words hold any figure."""
    return _DIGIT.search(words) is not None or _signs()[1].search(words) is not None


class _Plan(Struct, frozen=True):
    """How a plan is said: `say` where the second half fits `infinitive`, else `otherwise`; `drops` is not repeated."""

    say: str
    otherwise: str
    infinitive: re.Pattern[str]
    drops: re.Pattern[str]


def plan_words(pointer: Pointer) -> str:
    """The plan as one sentence in the language it was written in: `Wenn sie nach SAP fragen, werde ich …`."""
    language = language_of(f"{pointer.when} {pointer.will}", DEFAULT)
    if language == DEFAULT:
        return pointer.sentence
    plan = load("sheet", _Plan, language, "plan")
    when, will = (plan.drops.sub("", half).rstrip(" .,…") for half in (pointer.when, pointer.will))
    said = plan.say if plan.infinitive.fullmatch(will) else plan.otherwise
    return said.format(when=when, will=will)


def question_on(competency: Competency) -> str:
    """A question that asks for it, to prepare one story on."""
    known = load("sheet", dict[str, str], section="questions")
    return known.get(competency.id) or f"Can you tell us about one time that called for {competency.name.lower()}?"
