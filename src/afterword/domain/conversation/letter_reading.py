"""Owns how a letter is read for its parts: sentence by sentence, and what is denied is not there.

“I am not asking for pointers” asks for none; “do not hesitate to keep me in mind” denies nothing.
"""

import re
from collections.abc import Iterable
from functools import cache
from textwrap import wrap

from afterword.domain.conversation.letter_disputes import arguing
from afterword.domain.conversation.letter_signs import signs, thank_you_signs
from afterword.domain.conversation.letter_words import Sign
from afterword.domain.conversation.request import Letter

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n\s*\n")
_LONGEST_LETTER, _LONGEST_SENTENCE = 6000, 500
_ASKED = re.compile(r"\?+(?=\W*(\s|$))")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each on one line, in lower case and with straight apostrophes.

    No letter is as long as what is read of it, and no sentence as what is read at once: a text pasted by mistake must
    not stop the typing.
    """
    flat = (flattened(part) for part in _SENTENCE_END.split(text[:_LONGEST_LETTER]))
    return tuple(piece for one in flat for piece in wrap(one, _LONGEST_SENTENCE))


def flattened(text: str) -> str:
    """The text on one line, straight apostrophes for curly ones, for comparing."""
    return " ".join(text.split()).replace("’", "'").casefold()


def holds(letter: Letter, part: str, text: str) -> bool:
    """Whether a part stands in a text of one's own words."""
    known = (thank_you_signs() if letter is Letter.THANK_YOU else signs()).get(part, ())
    return any(_holds(sign, sentence) for sentence in sentences(text) for sign in known)


def argues(text: str) -> bool:
    """Whether the text argues with the decision."""
    return any(_holds(sign, sentence) for sentence in sentences(text) for sign in arguing())


def questions(text: str) -> int:
    """How many questions a text asks."""
    return len(_ASKED.findall(text))


def _holds(sign: Sign, sentence: str) -> bool:
    if sign.asks and not _asking().search(sentence):
        return False
    rest = sentence if sign.without is None else sign.without.sub(" ", sentence)
    return _stated(sign.words, rest, given=sign.asks)


def _stated(words: re.Pattern[str], sentence: str, *, given: bool) -> bool:
    """Whether the words stand there undenied; `given`: and are not what was given already."""
    return any(
        not _denied(sentence, match) and not (given and _given(sentence, match)) for match in _matches(words, sentence)
    )


def _matches(words: re.Pattern[str], sentence: str) -> Iterable[re.Match[str]]:
    """Every place where the words begin, overlapping ones too: a denied one may hide another."""
    start = 0
    while (match := words.search(sentence, start)) is not None:
        yield match
        start = match.start() + 1


def _denied(sentence: str, match: re.Match[str]) -> bool:
    told = _harmless().sub(lambda found: " " * len(found[0]), sentence)
    clause = _boundary().split(told[: match.start()])[-1]
    after = sentence[match.end() :]
    return _denial().search(clause) is not None or _denial_after().search(after) is not None


def _given(sentence: str, match: re.Match[str]) -> bool:
    clause = _boundary().split(sentence[: match.start()])[-1]
    given = _given_before().search(clause) is not None and _open_wish().search(clause) is None
    return given or _given_after().search(sentence[match.end() :]) is not None


@cache
def _asking() -> re.Pattern[str]:
    """What makes a sentence ask: a question mark, a wish, a plea."""
    return re.compile(
        r"\?|\b(would|could|can|may|might|please|kindly|any|love|like|hope|hear|welcome|valu\w+|grateful|glad|happy|"
        r"thankful|obliged|keen|appreciat\w*|ask\w*|request|wonder\w*|help\w*|means?|worth|interest\w*|tell|share|know|"
        r"send|give|looking|need|seek\w*|wish|delighted|precious|treasured|cherished|assist|curious|useful|spare|learn|"
        r"understand|treasure|gladly|rather|all ears|"
        r"if you (have|can|know|find|see)|fortunate|pleased|eager|be straight|point me|with pleasure|gimme|hit me)\b|"
        r"'d\b"
    )


@cache
def _boundary() -> re.Pattern[str]:
    """Where a denial ends: at a new clause, not at the comma of a list."""
    return re.compile(
        r"[;:()]|\s[–—-]\s|\b(but|yet|however|though|although|because|instead)\b|"
        r",\s+(and |so |or )?(i|we|you|it|that|this|they|there|what|which|where|how|would|could|please|if|when|your|"
        r"just|"
        r"simply|only|rather|any|so)\b|,\s+(?=nor\b)|"
        r"\band (i|we|you|it|that|this|they|what|which|would|could|please|if|when|your|any|ask)\b"
    )


@cache
def _harmless() -> re.Pattern[str]:
    """Words that deny nothing though they look like it."""
    return re.compile(
        r"\bnot (only|just|least)\b|\bnothing (better|more)\b|\bnot (too |very |so |quite |at all )?(sure|certain|"
        r"clear)\b|\bunsure\b|"
        r"\b(do(n't| not)|please) hesitate\b|\bhesitate\b|\b(do|would)(n't| not) mind\b|\b(do(n't| not)|didn't|did "
        r"not) know\b|"
        r"\b(can|could|would|wo|will|do)n't you\b|\b(could|would|can|will|do) you not\b|\bno (doubt|problem|worries|"
        r"matter|"
        r"longer|hard feelings)\b|\b(cannot|can't|could not|couldn't) (thank|help|wait|be more|have been more)\b|"
        r"\bif not\b|\bor not\b|\bwhy not\b|\bnever (\w+ )?(before|forget)\b|\bwithout (a |any )?(doubt|question|"
        r"hesitation)\b"
    )


@cache
def _denial() -> re.Pattern[str]:
    """A denial that governs what follows: *not* with a verb of wishing or asking, or right before the words."""
    no = r"(not|n't|cannot|never|neither|nor|hardly|without|rather than|instead of|far be it from me|nothing|nobody|no)"
    governs = (
        r"(ask\w*|want\w*|look\w*|seek\w*|expect\w*|need\w*|request\w*|wish\w*|hop(e|ing)|after|fish\w*|beg\w*|plan\w*|"
        r"try\w*|trying|writ(e|ing)|here|intend\w*|intention|interest\w*|going|trouble|bother|think\w*|thought|"
        r"believ\w+|"
        r"feel\w*|say\w*|suggest\w*|claim\w*|imply\w*|find|consider\w*|question|require\w*|oblig\w+|have to|worry|"
        r"mean\w*|desire|reason|call|able|allowed|permitted|possible|position|give|offer|provide|share|send|keep)"
    )
    return re.compile(rf"\b{no}\b.*\b{governs}\b|(\b{no}|n't)( [\w']+){{0,3}} ?$|n't\b.*\b{governs}\b")


@cache
def _denial_after() -> re.Pattern[str]:
    return re.compile(
        r"^[^.?!;]{0,40}\b(is|are|'s)?(n't| not) (needed|necessary|required|what|my (aim|point)|the point|why)\b|"
        r"\b(would|'d) rather not\b|\bno,? thanks\b"
    )


@cache
def _given_before() -> re.Pattern[str]:
    """What comes before a thing that was given already: thanked for, taken, followed."""
    return re.compile(
        r"\b(thank(s| you)?( \w+){0,3} for|took|taken|follow(ed|ing)|remember\w*|heed\w*|acted on|noted|gave me|"
        r"given me|"
        r"gave|grateful for|appreciated?|for (giving|ringing|sending|sharing|offering|phoning|calling|"
        r"telling))\b[^,;]*$"
    )


@cache
def _open_wish() -> re.Pattern[str]:
    return re.compile(r"\b(any|in advance|future|would|could|should|'d|further|some|such)\b")


@cache
def _given_after() -> re.Pattern[str]:
    return re.compile(
        r"^[^,;?]{0,40}\b(has|have|had|was|were) (\w+ (and )?)?(help\w*|useful|great|right|spot|kind|fair|honest|"
        r"clear|frank|thoughtful|of (great|much)|"
        r"already)\b"
    )
