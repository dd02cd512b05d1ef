"""Owns writing the letters from templates and facts, and reading them back: F1-F6, words, questions, warnings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from afterword.domain.request import Draft, Letter
from afterword.domain.templates import PLACEHOLDER, Template, fill, missing
from afterword.domain.text import words

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
_QUESTIONS = {Letter.REQUEST: 2, Letter.FOLLOW_UP: 1, Letter.THANK_YOU: 0}

_SIGNS: dict[str, str] = {
    "thanks": r"\bthank(s| you)\b|\bgrateful\b|\bappreciate[d]?\b (the|your|having)",
    "consideration": r"\b(consider(ed)?|keep|bear|think of|remember)\b[^.?!]{0,60}\b(future|mind|again|later|other roles?|another role)\b"
    r"|\bfuture (roles?|opening|position|opportunit)|\bapply again\b|\bbe considered\b",
    "opportunities": r"\b(opening|opportunit|vacanc|position|role|team)\w*\b[^.!]{0,120}\?"
    r"|\b(are|is) there\b[^.!?]{0,80}\b(opening|opportunit|vacanc|position|role)",
    "pointers": r"\bpointers?\b|\bareas? (to|for|of|where)\b|\bareas? [^.?!]{0,30}\b(develop|improv|work on|grow)"
    r"|\b(could|should|can|might) (i )?(improve|develop|do better|have done)|\bspecific feedback\b",
    "advice": r"\badvi[cs]e\b|\brecommend|\bsuggest|\btips?\b|\bhelpful (information|resources?|reading)\b"
    r"|\bin my place\b|\bresources?\b",
    "action": r"\b(next time|from now on|i will|i'll|i am going to|i have started|i plan to)\b",
}
_ARGUING = re.compile(
    r"\b(i disagree|unfair|wrong decision|your mistake|reconsider|i deserve|not fair|you were wrong|change your mind"
    r"|i don't understand why|i do not understand why|disappointed (by|in|with) (you|your))\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"^\s*(hello|hi|dear|hey)\s+(all|everyone|everybody|team|both|sirs?|ladies|hiring)\b", re.IGNORECASE
)


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


def check(draft: Draft, blocks: Mapping[str, str] | None = None, quotes: tuple[str, ...] = ()) -> LetterCheck:
    """Read a letter back.

    `blocks` are the filled blocks of the person's own template: where one of them stands in the body as it is, that
    part is present, in whatever language it is written. `quotes` are the strengths a thank-you may cite.
    """
    flat = " ".join(draft.body.split())
    parts = {name: _present(name, flat, blocks or {}) for name in _parts_of(draft.letter)}
    if draft.letter is Letter.THANK_YOU:
        parts["strength"] = any(" ".join(quote.split()).casefold() in flat.casefold() for quote in quotes if quote)
    count, questions = words(draft.body), draft.body.count("?")
    return LetterCheck(parts, count, questions, tuple(_warnings(draft, parts, count, questions)))


def _parts_of(letter: Letter) -> tuple[str, ...]:
    if letter is Letter.REQUEST:
        return PARTS
    return ("thanks", "strength", "action") if letter is Letter.THANK_YOU else ()


def _present(name: str, flat: str, blocks: Mapping[str, str]) -> bool:
    block = " ".join(blocks.get(name, "").split())
    if block and block.casefold() in flat.casefold():
        return True
    sign = _SIGNS.get(name)
    return sign is not None and re.search(sign, flat, re.IGNORECASE) is not None


def _warnings(draft: Draft, parts: Mapping[str, bool], count: int, questions: int) -> list[str]:
    least, most = _LENGTHS[draft.letter]
    allowed = _QUESTIONS[draft.letter]
    found = [f"Missing: {PART_LABELS[name]}." for name, present in parts.items() if not present]
    if count < least:
        found.append(f"{count} words; {least} to {most} get the most answers.")
    if count > most:
        found.append(f"{count} words; more than {most} is seldom read to the end.")
    if questions > allowed:
        found.append("A thank-you asks nothing new." if not allowed else f"{questions} questions; {allowed} at most.")
    if _ARGUING.search(draft.body):
        found.append("This reads like arguing with the decision.")
    if _SEVERAL.search(draft.body):
        found.append("One person per mail: greet the interviewer by name.")
    left = sorted(set(PLACEHOLDER.findall(draft.subject + draft.body)))
    if left:
        found.append("Still to fill in: " + ", ".join("{" + name + "}" for name in left) + ".")
    if not draft.subject.strip():
        found.append("The subject is empty.")
    return found
