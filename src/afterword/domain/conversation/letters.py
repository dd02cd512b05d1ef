"""Owns writing the letters from templates and facts, and reading them back: F1-F6, words, questions, warnings."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation import letter_reading
from afterword.domain.conversation.letter_reading import flattened, quotations, stands_in, without_quotations
from afterword.domain.conversation.request import Draft, Letter
from afterword.domain.conversation.templates import PLACEHOLDER, Template, fill, missing
from afterword.domain.reasons import is_reason
from afterword.domain.text import plural, shorten, words
from afterword.languages.loader import gather

PARTS = ("thanks", "consideration", "opportunities", "pointers", "advice")
"""F1 to F5, in the order of the promise."""

_PART_LABELS: dict[str, str] = {
    "thanks": "thank-you for the opportunity",
    "consideration": "wish to be considered in future",
    "opportunities": "question about new opportunities",
    "pointers": "specific pointers, areas to develop",
    "advice": "advice and helpful information",
    "strength": "a strength in their words",
    "action": "the one thing you will do",
}

# Mails of 50-125 words get the most answers (Boomerang's 40 million); thank-yous are shorter (practice).
_LENGTHS = {
    Letter.REQUEST: (50, 125),
    Letter.FOLLOW_UP: (15, 90),
    Letter.THANK_YOU: (40, 90),
    Letter.REAPPROACH: (30, 110),
    Letter.NOTE: (25, 90),
    Letter.STATUS: (25, 90),
    Letter.ACCEPT: (25, 90),
    Letter.DECLINE: (25, 90),
}
_DECLINED_LENGTH = (15, 90)
_QUESTIONS = {
    Letter.REQUEST: 2,
    Letter.FOLLOW_UP: 1,
    Letter.THANK_YOU: 0,
    Letter.REAPPROACH: 1,
    Letter.NOTE: 0,
    Letter.STATUS: 1,
    Letter.ACCEPT: 1,
    Letter.DECLINE: 0,
}
_UNFILLED = re.compile(r"\s*\{[a-z_]+\}")
_OWN_HELP = re.compile(r"\(they said:[^)]*\)?", re.IGNORECASE)
_SHOWN = 60
_SHORTEST = 3
"""Words up to which a phrase may be anybody's."""
_LONGEST_NAME = 5


class _Letter(Struct, frozen=True):
    """How letters begin and end where no name stands there: what may follow a greeting, and stand around a closing."""

    greetings: tuple[str, ...]
    nobody: tuple[str, ...]
    closings: tuple[str, ...]
    closing_before: tuple[str, ...]
    closing_after: tuple[str, ...]


@cache
def _unnamed() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A first line that greets without a name, and a closing line without one."""
    words = gather("wording", "letter", _Letter)
    greetings, nobody, closings = map("|".join, (words.greetings, words.nobody, words.closings))
    before, after = map("|".join, (words.closing_before, words.closing_after))
    first = rf"\s*({greetings})(\s+({nobody}))?\s*[,.!:]*\s*"
    last = rf"\W*(({before}) )*({closings})(,? ({after}))?\W*"
    return re.compile(first, re.IGNORECASE), re.compile(last, re.IGNORECASE)


class LetterCheck(Struct, frozen=True):
    """What a draft holds: each part present or not, its words and questions, and warnings as sentences."""

    parts: Mapping[str, bool]
    words: int
    questions: int
    warnings: tuple[str, ...] = field(default=())


class LetterContext(Struct, frozen=True, kw_only=True):
    """What a letter is read against: who gets it and what may be quoted.

    `said` are the texts its addressee wrote, `about` what may stand in quotes besides (company, role); `elsewhere` goes
    from words that others said to who said them. `greeting` is the question about the greeting, asked while nobody is
    named. `remarks` are sentences on what else to know.
    """

    said: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    greeting: str = ""
    remarks: tuple[str, ...] = ()


def names_nobody(line: str) -> bool:
    """Whether that first line of a letter greets without a name."""
    return _unnamed()[0].fullmatch(line) is not None


def write(letter: Letter, template: Template, values: Mapping[str, str]) -> Draft:
    """The letter, from those blocks whose placeholders all have a value; greeting and closing stand without a name."""
    usable = {name: fill(text, values).strip() for name, text in template.blocks.items() if not missing(text, values)}
    for name in ("greeting", "closing"):
        if name in template.blocks and name not in usable:
            usable[name] = _UNFILLED.sub("", fill(template.blocks[name], values)).strip()
    paragraphs = [" ".join(usable[name] for name in names if usable.get(name)) for names in template.paragraphs]
    body = "\n\n".join(part[0].upper() + part[1:] for part in paragraphs if part)
    return Draft(letter=letter, subject=fill(template.subject, values).strip(), body=body + "\n")


def check(
    draft: Draft,
    blocks: Mapping[str, str] | None = None,
    quotes: tuple[str, ...] = (),
    around: LetterContext | None = None,
    *,
    declined: bool = False,
) -> LetterCheck:
    """Read a letter back.

    `blocks` are the filled blocks of the person's own template: where one of them stands in the body as it is, that
    part is present, in whatever language it is written. `quotes` are the strengths a thank-you may cite; with
    `declined` it answers somebody who could give no feedback, so it cites nothing and may be shorter. Without `around`
    nothing is said of quotations, greeting and signature.
    """
    own_words = without_quotations(draft.body)
    wanted = _parts_of(draft.letter, declined=declined)
    parts = {name: _present(name, draft, own_words, blocks or {}) for name in wanted}
    if "strength" in parts:
        parts["strength"] = any(_cites(draft.body, quote) for quote in quotes)
    found = LetterCheck(parts, words(draft.body), letter_reading.questions(own_words))
    warnings = [*_surrounding_warnings(draft, around)] if around is not None else []
    warnings += _warnings(draft, found, quotes, own_words, declined=declined)
    return replace(found, warnings=tuple(warnings))


def part_label(name: str, letter: Letter) -> str:
    """What that part of a letter is called: `specific pointers, areas to develop`."""
    thanked = name == "thanks" and letter is Letter.THANK_YOU
    return "thank-you for the feedback" if thanked else _PART_LABELS[name]


def _parts_of(letter: Letter, *, declined: bool) -> tuple[str, ...]:
    if letter is Letter.REQUEST:
        return PARTS
    if letter is Letter.FOLLOW_UP:
        return ()
    if letter is Letter.REAPPROACH:
        return ("consideration", "opportunities")
    return ("thanks",) if declined else ("thanks", "strength", "action")


def _cites(body: str, quote: str) -> bool:
    cited = flattened(quote).strip(" .,;")
    return bool(cited) and cited in flattened(body)


def _present(name: str, draft: Draft, own_words: str, blocks: Mapping[str, str]) -> bool:
    block = flattened(blocks.get(name, ""))
    if block and block in flattened(draft.body):
        return True
    return letter_reading.holds(draft.letter, name, own_words)


def _surrounding_warnings(draft: Draft, around: LetterContext) -> Iterator[str]:
    yield from _quotation_warnings(draft, around)
    if _OWN_HELP.search(draft.body):
        yield "“(they said: …)” is this program's help and no part of a letter; take it out."
    lines = [line.strip() for line in draft.body.splitlines() if line.strip()]
    if around.greeting and lines and names_nobody(lines[0]):
        yield around.greeting
    if lines and _is_unsigned(lines):
        yield (
            "Nobody has signed: write your name below, or set it once in your settings ([me] name = 'Your Name'; "
            "afterword paths names the file)."
        )
    yield from around.remarks


def _quotation_warnings(draft: Draft, around: LetterContext) -> Iterator[str]:
    for quote in dict.fromkeys(quotations(draft.body)):
        shown = shorten(quote, _SHOWN)
        if not stands_in(quote, (*around.said, *around.about)):
            other = next((who for said, who in around.elsewhere.items() if stands_in(quote, (said,))), "")
            whose = f"was said by {other}" if other else "is not what this person said"
            yield f"“{shown}” {whose}: a letter quotes nobody but the person it goes to."
        elif draft.letter is Letter.THANK_YOU and stands_in(quote, around.said) and is_reason(quote):
            yield f"“{shown}” is a reason for the decision, not a word about you; leave it out."
    own_words = without_quotations(draft.body)
    for said, who in around.elsewhere.items():
        if words(said) > _SHORTEST and stands_in(said, (own_words,)) and not stands_in(said, around.said):
            yield f"“{shorten(said, _SHOWN)}” was said by {who}: a letter repeats nobody but the person it goes to."


def _is_unsigned(lines: list[str]) -> bool:
    """Whether the letter ends with its closing words, or with a sentence, and without a name."""
    last = lines[-1]
    return _unnamed()[1].fullmatch(last) is not None or (words(last) > _LONGEST_NAME and last[-1] in ".?!")


def _warnings(
    draft: Draft, found: LetterCheck, quotes: tuple[str, ...], own_words: str, *, declined: bool
) -> Iterator[str]:
    for name, present in found.parts.items():
        if not present and name == "strength" and not quotes:
            yield "No strength is marked in their reply yet that could be quoted; mark one, and it can stand here."
        elif not present:
            yield f"Missing: {part_label(name, draft.letter)}."
    yield from _size_warnings(draft.letter, found, declined=declined)
    if letter_reading.argues(own_words):
        yield "This reads like arguing with the decision; they cannot change it now."
    if letter_reading.greets_several(draft.body):
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
