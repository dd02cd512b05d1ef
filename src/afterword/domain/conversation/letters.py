"""Owns writing the letters from templates and facts, and reading them back: F1-F6, words, questions, warnings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from afterword.domain.conversation.letter_signs import ARGUING, SEVERAL, SIGNS, THANK_YOU_SIGNS
from afterword.domain.conversation.request import Draft, Letter
from afterword.domain.conversation.templates import PLACEHOLDER, Template, fill, missing
from afterword.domain.text import plural, words

PARTS = ("thanks", "consideration", "opportunities", "pointers", "advice")
"""F1 to F5, in the order of the promise."""

PART_LABELS: dict[str, str] = {
    "thanks": "thank-you for the opportunity",
    "consideration": "wish to be considered in future",
    "opportunities": "question about new opportunities",
    "pointers": "specific pointers, areas to develop",
    "advice": "advice and helpful information",
    "strength": "a strength in their words",
    "action": "the one thing you will do",
}

# Mails of 50-125 words get the most answers (Boomerang's 40 million); thank-yous are shorter (practice).
_LENGTHS = {Letter.REQUEST: (50, 125), Letter.FOLLOW_UP: (15, 90), Letter.THANK_YOU: (40, 90)}
_DECLINED_LENGTH = (15, 90)
_QUESTIONS = {Letter.REQUEST: 2, Letter.FOLLOW_UP: 1, Letter.THANK_YOU: 0}
_QUOTATION = re.compile("“[^”]*”")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n\s*\n")
_ASKED = re.compile(r"\?+(?=\W*(\s|$))")


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """What a draft holds: each part present or not, its words and questions, and warnings as sentences."""

    parts: Mapping[str, bool]
    words: int
    questions: int
    warnings: tuple[str, ...] = field(default=())


def write(letter: Letter, template: Template, values: Mapping[str, str]) -> Draft:
    """The letter, from those blocks whose placeholders all have a value; a closing without a name stays a closing."""
    usable = {name: fill(text, values).strip() for name, text in template.blocks.items() if not missing(text, values)}
    if "closing" in template.blocks and "closing" not in usable:
        usable["closing"] = PLACEHOLDER.sub("", template.blocks["closing"]).strip()
    paragraphs = [" ".join(usable[name] for name in names if usable.get(name)) for names in template.paragraphs]
    body = "\n\n".join(part[0].upper() + part[1:] for part in paragraphs if part)
    return Draft(letter=letter, subject=fill(template.subject, values).strip(), body=body + "\n")


def check(
    draft: Draft, blocks: Mapping[str, str] | None = None, quotes: tuple[str, ...] = (), *, declined: bool = False
) -> LetterCheck:
    """Read a letter back.

    `blocks` are the filled blocks of the person's own template: where one of them stands in the body as it is, that
    part is present, in whatever language it is written. `quotes` are the strengths a thank-you may cite; with
    `declined` it answers somebody who could give no feedback, so it cites nothing and may be shorter.
    """
    parts = {name: _present(name, draft, blocks or {}) for name in _parts_of(draft.letter, declined=declined)}
    if "strength" in parts:
        parts["strength"] = any(_cites(draft.body, quote) for quote in quotes)
    own_words = _QUOTATION.sub(" ", draft.body)
    found = LetterCheck(parts, words(draft.body), len(_ASKED.findall(own_words)))
    return replace(found, warnings=tuple(_warnings(draft, found, quotes, own_words, declined=declined)))


def _parts_of(letter: Letter, *, declined: bool) -> tuple[str, ...]:
    if letter is Letter.REQUEST:
        return PARTS
    if letter is Letter.FOLLOW_UP:
        return ()
    return ("thanks",) if declined else ("thanks", "strength", "action")


def _flat(text: str) -> str:
    """The text on one line, straight quotes for typographic ones, for comparing."""
    return " ".join(text.split()).replace("’", "'").casefold()


def _cites(body: str, quote: str) -> bool:
    cited = _flat(quote).strip(" .,;")
    return bool(cited) and cited in _flat(body)


def _present(name: str, draft: Draft, blocks: Mapping[str, str]) -> bool:
    block = _flat(blocks.get(name, ""))
    if block and block in _flat(draft.body):
        return True
    sign = (THANK_YOU_SIGNS if draft.letter is Letter.THANK_YOU else SIGNS).get(name)
    if sign is None:
        return False
    sentences = _SENTENCE_END.split(_QUOTATION.sub(" ", draft.body))
    return any(sign.search(_flat(sentence)) for sentence in sentences)


def _warnings(
    draft: Draft, found: LetterCheck, quotes: tuple[str, ...], own_words: str, *, declined: bool
) -> Iterator[str]:
    for name, present in found.parts.items():
        if not present and name == "strength" and not quotes:
            yield "No strength is marked in their reply yet; mark one, and it can be quoted here."
        elif not present:
            yield f"Missing: {PART_LABELS[name]}."
    yield from _size_warnings(draft.letter, found, declined=declined)
    if ARGUING.search(_flat(own_words)):
        yield "This reads like arguing with the decision; they cannot change it now."
    if SEVERAL.search(draft.body):
        yield "One person per mail: greet the interviewer by name."
    left = sorted(set(PLACEHOLDER.findall(draft.subject + own_words)))
    if left:
        yield "Still to fill in: " + ", ".join("{" + name + "}" for name in left) + "."
    if not draft.subject.strip():
        yield "The subject is empty."


def _size_warnings(letter: Letter, found: LetterCheck, *, declined: bool) -> Iterator[str]:
    least, most = _DECLINED_LENGTH if declined and letter is Letter.THANK_YOU else _LENGTHS[letter]
    allowed = _QUESTIONS[letter]
    if found.words < least:
        best = "get the most answers" if letter is Letter.REQUEST else "read best"
        yield f"{plural(found.words, 'word')}; {least} to {most} {best}."
    if found.words > most:
        yield f"{found.words} words; more than {most} is seldom read to the end."
    if found.questions > allowed:
        yield "A thank-you asks nothing new." if not allowed else f"{found.questions} questions; {allowed} at most."
