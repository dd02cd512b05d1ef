"""Owns writing the letters from templates and facts, and reading them back: F1-F6, words, questions, warnings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation import letter_reading
from afterword.domain.conversation.letter_reading import flattened, is_reason, quotations, stands_in, without_quotations
from afterword.domain.conversation.phrasing import PLACEHOLDER, Template, fill, language_of, missing
from afterword.domain.conversation.request import Channel, Draft, Letter
from afterword.domain.text import plural, shorten, words
from afterword.languages.loader import DEFAULT, gather

PARTS = ("thanks", "consideration", "opportunities", "pointers", "advice")
"""F1 to F5, in the order of the promise."""

_PART_LABELS: dict[str, str] = {
    "consideration": "wish to be considered in future",
    "opportunities": "question about new opportunities",
    "pointers": "specific pointers, areas to develop",
    "advice": "advice and helpful information",
    "strength": "a strength in their words",
    "action": "the one thing you will do",
}


class _LetterKind(Struct, frozen=True):
    """What a letter of one kind holds: words from `least` to `most`, its parts, and questions at most."""

    least: int
    most: int
    parts: tuple[str, ...]
    questions: int
    thanks_for: str = "the opportunity"


# Mails of 50-125 words get the most answers (Boomerang's 40 million); thank-yous are shorter (practice).
_KINDS = {
    Letter.REQUEST: _LetterKind(50, 125, PARTS, 2),
    Letter.FOLLOW_UP: _LetterKind(15, 90, (), 1),
    Letter.THANK_YOU: _LetterKind(40, 90, ("thanks", "strength", "action"), 0, "the feedback"),
    Letter.REAPPROACH: _LetterKind(30, 110, ("consideration", "opportunities"), 1),
    Letter.NOTE: _LetterKind(25, 90, ("thanks",), 0),
    Letter.STATUS: _LetterKind(25, 90, (), 1),
    Letter.ACCEPT: _LetterKind(25, 90, ("thanks",), 1, "the offer"),
    Letter.DECLINE: _LetterKind(25, 90, ("thanks",), 0, "the offer"),
}
_BARE_LENGTH = (15, 90)
LINKEDIN_FREE, LINKEDIN_MOST = 200, 300
"""Characters that a note on LinkedIn may hold: with a free account, and at most."""
ALIKE = 0.8
"""From which share of the same words on two letters look like one that was copied."""
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
    """What a draft holds: each part present or not, its words and questions, and warnings as sentences.

    `characters` are counted for what goes out by LinkedIn.
    """

    parts: Mapping[str, bool]
    words: int
    questions: int
    warnings: tuple[str, ...] = field(default=())
    characters: int | None = None

    @property
    def left(self) -> dict[int, int]:
        """How many characters are left of each limit of a note on LinkedIn; negative where it is too long."""
        limits = (LINKEDIN_FREE, LINKEDIN_MOST)
        return {} if self.characters is None else {limit: limit - self.characters for limit in limits}


class LetterContext(Struct, frozen=True, kw_only=True):
    """What a letter is read against: who gets it and what may be quoted.

    `said` are the texts its addressee wrote, `about` what may stand in quotes besides (company, role); `elsewhere` goes
    from words that others said to who said them. `greeting` is the question about the greeting, asked while nobody is
    named. `remarks` are sentences on what else to know; `siblings` the same letter to others of one company, by name.
    """

    said: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    greeting: str = ""
    remarks: tuple[str, ...] = ()
    siblings: Mapping[str, str] = field(default_factory=dict)


def names_nobody(line: str) -> bool:
    """Whether that first line of a letter greets without a name."""
    return _unnamed()[0].fullmatch(line) is not None


def write(letter: Letter, template: Template, values: Mapping[str, str]) -> Draft:
    """The letter, from those blocks whose placeholders all have a value; greeting and closing stand without a name.

    Of a letter that would be longer than its kind may be, the spare blocks are left out one by one.
    """
    chosen = template.chosen() if template.cases or not _is_chosen(template) else template
    blocks = {name: text for name, text in chosen.blocks.items() if isinstance(text, str)}
    usable = {name: fill(text, values).strip() for name, text in blocks.items() if not missing(text, values)}
    for name in ("greeting", "closing"):
        if name in blocks and name not in usable:
            usable[name] = _UNFILLED.sub("", fill(blocks[name], values)).strip()
    spare = [name for name in chosen.spare if usable.get(name)]
    # Some count what stands between blanks, so that a French question mark is a word.
    while spare and len(" ".join(usable.values()).split()) > _KINDS[letter].most:
        del usable[spare.pop(0)]
    subject = chosen.subject if not missing(chosen.subject, values) else chosen.first_subject or chosen.subject
    return Draft(letter=letter, subject=fill(subject, values).strip(), body=_body(chosen, usable) + "\n")


def write_short(letter: Letter, channel: Channel, lines: Iterable[str], values: Mapping[str, str], most: int) -> Draft:
    """What is sent or said another way than by mail: sentences in a row of at most `most` characters, or lines to say.

    The last sentences go first where they are too long together; lines are all kept.
    """
    usable = [_UNFILLED.sub("", fill(line, values)).strip() for line in lines if not missing(line, values)]
    if channel is Channel.PHONE:
        return Draft(letter=letter, channel=channel, body="\n".join(usable) + "\n")
    while len(usable) > 1 and len(" ".join(usable)) > most:
        usable.pop()
    return Draft(letter=letter, channel=channel, body=" ".join(usable) + "\n")


def _is_chosen(template: Template) -> bool:
    return all(isinstance(text, str) for text in template.blocks.values())


def _body(template: Template, usable: Mapping[str, str]) -> str:
    paragraphs = [" ".join(usable[name] for name in names if usable.get(name)) for names in template.paragraphs]
    filled = [part for part in paragraphs if part]
    goes_on = template.small_start and filled[:1] and filled[0].endswith(",")
    return "\n\n".join(
        part if goes_on and place == 1 else part[0].upper() + part[1:] for place, part in enumerate(filled)
    )


def alike(letter: str, other: str) -> float:
    """The share of the same words of two letters, from 0 to 1, without greeting and signature."""
    from difflib import SequenceMatcher  # only where two letters are compared: it is slow to load

    first, second = _substance(letter), _substance(other)
    by_words = SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio()
    by_letters = SequenceMatcher(None, first, second, autojunk=False).ratio() if by_words > ALIKE / 2 else 0.0
    return max(by_words, by_letters)


def _substance(body: str) -> str:
    """The letter without its greeting and its signature."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    if lines and lines[0][-1] in ",:!" and words(lines[0]) <= _LONGEST_NAME + 1:
        lines = lines[1:]
    while lines and words(lines[-1]) <= _LONGEST_NAME and lines[-1][-1] not in ".?":
        lines.pop()
    return flattened(" ".join(lines))


def check(
    draft: Draft,
    blocks: Mapping[str, str] | None = None,
    quotes: tuple[str, ...] = (),
    around: LetterContext | None = None,
    *,
    wanted: tuple[str, ...] | None = None,
) -> LetterCheck:
    """Read a letter back.

    `blocks` are the filled blocks of the person's own template: where one of them stands in the body as it is, that
    part is present, in whatever language it is written. `quotes` are the strengths a thank-you may cite. `wanted` are
    the parts it shall hold where they are not the usual ones of its kind: who could give no feedback is thanked alone.
    Without `around` nothing is said of quotations, greeting and signature.
    """
    own_words = without_quotations(draft.body)
    language = language_of(own_words, draft.language or DEFAULT)
    names = _KINDS[draft.letter].parts if wanted is None else wanted
    parts = {name: _present(name, draft, own_words, blocks or {}, language) for name in names}
    if "strength" in parts:
        parts["strength"] = any(_cites(draft.body, quote) for quote in quotes)
    characters = len(draft.body.strip()) if draft.channel is Channel.LINKEDIN else None
    letter_check = LetterCheck(parts, words(draft.body), letter_reading.questions(own_words), characters=characters)
    warnings = [*_surrounding_warnings(draft, around)] if around is not None else []
    warnings += _part_warnings(draft, letter_check, quotes)
    warnings += _channel_warnings(draft, letter_check)
    warnings += _warnings(draft, own_words, language)
    return replace(letter_check, warnings=tuple(warnings))


def character_words(check: LetterCheck) -> str:
    """`187 characters: 13 left of 200, 113 of 300`; `24 over 200` where it is too long."""
    limits = [f"{left} left of {limit}" if left >= 0 else f"{-left} over {limit}" for limit, left in check.left.items()]
    return f"{plural(check.characters or 0, 'character')}: {', '.join(limits)}"


def part_label(name: str, letter: Letter) -> str:
    """What that part of a letter is called: `specific pointers, areas to develop`."""
    return f"thank-you for {_KINDS[letter].thanks_for}" if name == "thanks" else _PART_LABELS[name]


def _cites(body: str, quote: str) -> bool:
    cited = flattened(quote).strip(" .,;")
    if not cited:
        return False
    return cited in flattened(body) or any(stands_in(words_cited, (quote,)) for words_cited in quotations(body))


def _present(name: str, draft: Draft, own_words: str, blocks: Mapping[str, str], language: str) -> bool:
    block = flattened(blocks.get(name, ""))
    if block and block in flattened(draft.body):
        return True
    return letter_reading.holds(draft.letter, name, own_words, language)


def _surrounding_warnings(draft: Draft, around: LetterContext) -> Iterator[str]:
    yield from _quotation_warnings(draft, around)
    if _OWN_HELP.search(draft.body):
        yield "“(they said: …)” is this program's help and no part of a letter; take it out."
    lines = [line.strip() for line in draft.body.splitlines() if line.strip()]
    if around.greeting and lines and names_nobody(lines[0]):
        yield around.greeting
    if lines and draft.channel is Channel.MAIL and _is_unsigned(lines):
        yield "Nobody has signed: write your name below; once in the settings, it stands under each letter."
    yield from around.remarks
    for name, body in around.siblings.items():
        if draft.channel is Channel.MAIL and alike(draft.body, body) > ALIKE:
            yield f"Nearly the same letter goes to {name}; they may compare. Say a sentence or two in another way."
            return


def _quotation_warnings(draft: Draft, around: LetterContext) -> Iterator[str]:
    for quote in dict.fromkeys(quotations(draft.body)):
        excerpt = shorten(quote, _SHOWN)
        if not stands_in(quote, (*around.said, *around.about)):
            other = next((who for text, who in around.elsewhere.items() if stands_in(quote, (text,))), "")
            whose = f"was said by {other}" if other else "is not what this person said"
            yield f"“{excerpt}” {whose}: a letter quotes nobody but the person it goes to."
        elif draft.letter is Letter.THANK_YOU and stands_in(quote, around.said) and is_reason(quote):
            yield f"“{excerpt}” is a reason for the decision, not a word about you; leave it out."
    own_words = without_quotations(draft.body)
    for text, who in around.elsewhere.items():
        if words(text) > _SHORTEST and stands_in(text, (own_words,)) and not stands_in(text, around.said):
            yield f"“{shorten(text, _SHOWN)}” was said by {who}: a letter repeats nobody but the person it goes to."


def _is_unsigned(lines: list[str]) -> bool:
    """Whether the letter ends with its closing words, or with a sentence, and without a name."""
    last = lines[-1]
    return _unnamed()[1].fullmatch(last) is not None or (words(last) > _LONGEST_NAME and last[-1] in ".?!")


def _part_warnings(draft: Draft, letter_check: LetterCheck, quotes: tuple[str, ...]) -> Iterator[str]:
    if draft.channel is not Channel.MAIL:
        # There is no room for everything: a thank-you, and a question for pointers or advice.
        if draft.letter is Letter.REQUEST and not (letter_check.parts["pointers"] or letter_check.parts["advice"]):
            yield f"Missing: {part_label('pointers', draft.letter)}, or {part_label('advice', draft.letter)}."
        return
    for name, present in letter_check.parts.items():
        if not present and name == "strength" and not quotes:
            yield "No strength is marked in their reply yet that could be quoted; mark one, and it can stand here."
        elif not present:
            yield f"Missing: {part_label(name, draft.letter)}."


def _channel_warnings(draft: Draft, letter_check: LetterCheck) -> Iterator[str]:
    if draft.channel is Channel.MAIL:
        yield from _size_warnings(draft.letter, letter_check)
        if not draft.subject.strip():
            yield "The subject is empty."
    elif letter_check.characters is not None and letter_check.characters > LINKEDIN_MOST:
        yield f"{letter_check.characters} characters; a note on LinkedIn holds {LINKEDIN_MOST}, or {LINKEDIN_FREE}."
    elif letter_check.characters is not None and letter_check.characters > LINKEDIN_FREE:
        yield f"{letter_check.characters} characters; a note holds {LINKEDIN_FREE} with a free account of LinkedIn."


def _warnings(draft: Draft, own_words: str, language: str) -> Iterator[str]:
    if letter_reading.argues(own_words, language):
        yield "This reads like arguing with the decision; they cannot change it now."
    if letter_reading.greets_several(draft.body, language):
        yield "One person per mail: greet the interviewer by name."
    placeholders = sorted(set(PLACEHOLDER.findall(draft.subject + own_words)))
    if placeholders:
        yield "Still to fill in: " + ", ".join("{" + name + "}" for name in placeholders) + "."


def _size_warnings(letter: Letter, letter_check: LetterCheck) -> Iterator[str]:
    # A thank-you that has nothing to cite is short.
    bare = letter is Letter.THANK_YOU and "strength" not in letter_check.parts
    kind = _KINDS[letter]
    least, most = _BARE_LENGTH if bare else (kind.least, kind.most)
    allowed = kind.questions
    if letter_check.words < least:
        best = "get the most answers" if letter is Letter.REQUEST else "read best"
        yield f"{plural(letter_check.words, 'word')}; {least} to {most} {best}."
    if letter_check.words > most:
        yield f"{letter_check.words} words; more than {most} is seldom read to the end."
    if letter_check.questions > allowed:
        yield (
            "A thank-you asks nothing new."
            if not allowed
            else f"{letter_check.questions} questions; {allowed} at most."
        )
