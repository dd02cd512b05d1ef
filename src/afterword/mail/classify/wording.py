"""Owns comparing wordings: one spelling for texts and phrases, so that case, accents and blanks do not matter.

The phrases stand in languages/*/mail.toml; those of all languages are read together when the first mail is told. They
are thousands, and hardly any of them stands in a text: what is cheap to see is asked first. What notes of absence say
stands here, too, and how much of a text is something else: what no automatic note would need, only a person adds.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain
from re import _parser  # type: ignore[attr-defined]  # the library's own reading of an expression
from typing import Any, Self

from msgspec import Struct, field

from afterword.languages.loader import gather, listed

_COMBINING = re.compile("[\u0300-\u036f]")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_SAME = {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"', "ı": "i", "‐": "-", "–": "-"}
_OTHERWISE = re.compile(f"[{''.join(_SAME)}]")
# The two characters before a blank, and the two behind it.
_JOINT = re.compile(r" (?<=(.. ))(?=(..))", re.DOTALL)
# A word that is almost twice as long holds one of the pieces of a text whole.
_PIECE = 4
_CUT = re.compile(f".{{{_PIECE}}}", re.DOTALL)
# Looking for so many phrases takes no longer than taking a text apart.
_FEW = 40
_LEAST_BYTES = 3
_IN_MOST_MAILS = {
    "on ", "dies", "this ", "this", "message", "mail", "from", "your ", "your", "that ", "have ", "read", "file",
}  # fmt: skip
"""Words by which a wording is not looked for where it has others: most mails in English hold one of them."""


def folded(text: str, *, keep_lines: bool = False) -> str:
    """Lower case, without accents, plain quotes and dashes, single blanks; other scripts stay as they are.

    Line ends become blanks unless `keep_lines`.
    """
    if text.isascii():
        plain = text.lower().replace("`", "'")
    else:
        bare = _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
        plain = _OTHERWISE.sub(lambda sign: _SAME[sign[0]], unicodedata.normalize("NFC", bare))
    return _BLANKS_IN_LINE.sub(" ", plain).strip() if keep_lines else " ".join(plain.split())


class Phrases(tuple[str, ...]):  # noqa: SLOT001 - what is made of them is kept
    """Phrases in the spelling of `folded`, each once, in the order of their lists."""

    def __new__(cls, lines: Iterable[str] = ()) -> Self:
        """The phrases as the files of the languages hold them, folded."""
        return super().__new__(cls, dict.fromkeys(map(folded, lines)))

    @classmethod
    def together(cls, *lists: Iterable[str]) -> Self:
        """Several lists of folded phrases as one."""
        return super().__new__(cls, dict.fromkeys(phrase for phrases in lists for phrase in phrases))

    def standing_in(self, text: str) -> list[str]:
        """The phrases that stand in a folded text, in their order."""
        if len(self) <= _FEW:
            return list(filter(text.__contains__, self))
        near = [self._by_key[key] for key in self._by_key.keys() & _keys(text)]
        phrases = set(filter(text.__contains__, chain.from_iterable(near)))
        return sorted(phrases, key=self.index) if len(phrases) > 1 else list(phrases)

    @cached_property
    def _by_key(self) -> dict[tuple[str, str] | str, list[str]]:
        """The phrases by what every text holds in which they stand; which piece of a word, depends on where."""
        phrases: dict[tuple[str, str] | str, list[str]] = {}
        for phrase in self:
            pieces = [phrase[at : at + _PIECE] for at in range(_PIECE)] if len(phrase) >= 2 * _PIECE - 1 else ()
            for key in _JOINT.findall(phrase)[-1:] or pieces or ["" if phrase.isascii() else max(phrase)]:
                phrases.setdefault(key, []).append(phrase)
        return phrases


@lru_cache(maxsize=64)
def _keys(text: str) -> frozenset[tuple[str, str] | str]:
    """What stands around each blank of a text, the text cut into pieces, what is beyond ASCII, and nothing."""
    return frozenset(chain(_JOINT.findall(text), _CUT.findall(text), "" if text.isascii() else text, [""]))


def phrases_in(text: str, table: Iterable[str]) -> list[str]:
    """The phrases that stand in a folded text, in the order of the table."""
    return table.standing_in(text) if isinstance(table, Phrases) else [phrase for phrase in table if phrase in text]


@cache
def listed_phrases(section: str, name: str) -> Phrases:
    """One list of phrases of that section of the files of all languages."""
    return Phrases(listed("mail", section, name))


class Wordings:
    """Regular expressions in folded spelling, each tried only on a text that holds a word which its matches need."""

    def __init__(self, lines: Sequence[str]) -> None:
        """The expressions as the files of the languages hold them. Raises `re.error`."""
        self._lines = tuple(lines)
        self._by_word: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            for word in _needed(_parser.parse(line)) or ("",):
                self._by_word.setdefault(word, []).append(number)
        self.words = Phrases.together(self._by_word)
        """Of these every text holds one that has a place worded so."""

    def places(self, text: str) -> list[str]:
        """The places of a folded text that are worded so, in order, none within another."""
        matches = (match for pattern in self._tried_on(text) for match in pattern.finditer(text))
        places: list[str] = []
        end = -1
        for match in sorted(matches, key=re.Match.start):
            if match.start() >= end:
                places.append(match[0].strip())
                end = match.end()
        return places

    def stand_in(self, text: str) -> bool:
        """Whether a place of a folded text is worded so."""
        return any(pattern.search(text) for pattern in self._tried_on(text))

    def _tried_on(self, text: str) -> Iterator[re.Pattern[str]]:
        """The expressions that may match a text; most never are, so that each is compiled when it is first tried."""
        number_lists = map(self._by_word.__getitem__, self.words.standing_in(text))
        for number in dict.fromkeys(chain.from_iterable(number_lists)):
            yield _compiled(self._lines[number])


_compiled = cache(re.compile)


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Words of which every match of a parsed expression holds one; none where that cannot be told."""
    choices: list[frozenset[str]] = []
    run = ""
    for kind, value in [*parsed, (None, None)]:
        if kind is _parser.LITERAL:
            run += chr(value)
            continue
        choices.append(frozenset({run}))
        run = ""
        if kind is _parser.SUBPATTERN:
            choices.append(_needed(value[-1]))
        elif kind is _parser.MAX_REPEAT and value[0]:
            choices.append(_needed(value[2]))
        elif kind is _parser.BRANCH:
            branches = [_needed(branch) for branch in value[1]]
            choices.append(frozenset().union(*branches) if all(branches) else frozenset())
    candidates = (choice for choice in choices if _shortest(choice) >= _LEAST_BYTES)
    return max(
        candidates, key=lambda choice: (choice.isdisjoint(_IN_MOST_MAILS), _shortest(choice)), default=frozenset()
    )


def _shortest(words: frozenset[str]) -> int:
    return min((len(word.encode()) for word in words), default=0)


_WORD = re.compile(r"[a-z0-9'ß-ʯͰ-ӿ]+|[぀-ヿ一-鿿가-힣]{2}")
# Addresses, telephone numbers, dates and links are where such notes send people.
_POINTER = re.compile(r"\S@\S|https?:|www\.|\d[\d ()/.-]{2,}\d")
# A full stop behind a number makes it the day of a month.
_SENTENCE_END = re.compile(r"((?:[!?:。！？：\n]|(?<!\d)\.)+)(?=\s|$|[^\x00-\x7f])")
_QUESTION, _FULL_STOPS = ("?", "？"), tuple(".!?。！？")
_FEW_WORDS, _FEW_SCRAPS = 2, 3
_LONG_QUESTION = _LONG_ENOUGH = 8
# One phrase explains about a clause, not a paragraph without a full stop.
_EXPLAINED_WORDS = 16


class AutomaticPhrases(Struct, frozen=True, kw_only=True):
    """The wordings of answers written by programs, as the files of the languages explain them."""

    subject: Phrases
    subject_start: Phrases
    subject_weak: Phrases
    subject_away: re.Pattern[str]
    absence: Phrases
    return_: Phrases = field(name="return")
    machine: Phrases
    receipt: Phrases
    receipt_more: Phrases
    thanks: Phrases
    answer: Phrases
    soon: Phrases
    challenge: Phrases
    challenge_more: Phrases
    received: Wordings
    declared: Wordings


class _Notes(Struct, frozen=True):
    """What people and programs say in notes; the patterns are in folded spelling but for those by name."""

    away: Wordings
    departed: Wordings
    departed_by_name: re.Pattern[str]
    moved_by_name: re.Pattern[str]
    closed: Wordings
    rate: Wordings
    courtesy: Phrases
    usual: Phrases
    brief: Wordings
    acts: Wordings
    but: tuple[str, ...]


class _Clauses(Struct, frozen=True):
    """Where a clause ends, and the phrases that explain a clause."""

    end: re.Pattern[str]
    short: re.Pattern[str]
    anywhere: Phrases


@cache
def automatic_phrases() -> AutomaticPhrases:
    """Those of all languages."""
    return gather("mail", "automatic", AutomaticPhrases)


@cache
def notes() -> _Notes:
    """Those of all languages."""
    return gather("mail", "notes", _Notes)


@cache
def telling_words() -> Phrases:
    """A text that holds none of these has nothing of an automatic answer; most hold none."""
    auto, note = automatic_phrases(), notes()
    phrases = (auto.subject, auto.absence, auto.machine, auto.receipt, auto.challenge, auto.challenge_more)
    wordings = (auto.declared, auto.received, note.away, note.closed, note.rate)
    return Phrases.together(*phrases, *(wording.words for wording in wordings))


@cache
def _clauses() -> _Clauses:
    note, auto = notes(), automatic_phrases()
    explaining = dict.fromkeys(
        chain(
            *(auto.subject, auto.absence, auto.return_, auto.machine, auto.receipt, auto.receipt_more),
            *(auto.thanks, auto.answer, auto.soon, auto.challenge, auto.challenge_more, note.courtesy, note.usual),
        )
    )
    # Short words of alphabets count only at the start of a word: "call" is not in "practically".
    short = sorted(re.escape(phrase) for phrase in explaining if len(phrase) < _LONG_ENOUGH)
    return _Clauses(
        end=re.compile(rf"(?:[!?;:,。！？、，；：\n]|(?<!\d)\.)+(?=\s|$|[^\x00-\x7f])| (?:{'|'.join(note.but)}) "),
        short=re.compile(rf"\b(?:{'|'.join(short)})"),
        anywhere=Phrases.together(
            phrase for phrase in explaining if len(phrase) >= _LONG_ENOUGH or ord(phrase[0]) > ord("\u3000")
        ),
    )


def plainly(text: str) -> str:
    """The text as it stands, with “left Initech” worded as “left the company”.

    The name of a company is told by its capital, so that nobody who left a comment has left the company.
    """
    plain = notes().departed_by_name.sub("has left the company", text)
    return notes().moved_by_name.sub("moved on from the company", plain)


class Clauses(Struct, frozen=True):
    """How many words a text has, which share of them no automatic note would need, 0 to 1, and what else a person adds.

    A clause may ask or propose something; a whole sentence may be `apart`, with nothing of an automatic note in it.
    """

    count: int
    others: float
    asking: bool
    apart: bool


def clauses_of(text: str) -> Clauses:
    """What the clauses of a folded text say, its lines kept."""
    total = other = 0
    asking, apart = notes().acts.stand_in(text), False
    pieces = _SENTENCE_END.split(text)
    for sentence, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        scraps, before, plain = 0, total, False
        for clause in _clauses().end.split(sentence):
            count = len(_WORD.findall(clause))
            total += count
            if not count:
                continue
            explained = _is_explained(clause)
            plain = plain or explained
            if count > _FEW_WORDS:
                other += max(count - _EXPLAINED_WORDS, 0) if explained else count
                asking = asking or (end[:1] in _QUESTION and (not explained or count > _LONG_QUESTION))
            elif not explained:
                scraps += count
        # A name between two commas says nothing; several scraps of one sentence do, and two words that are one.
        other += scraps if scraps > _FEW_SCRAPS or (end[:1] == "." and scraps == total - before > 1) else 0
        apart = apart or (not plain and total - before > 1 and end[:1] in _FULL_STOPS)
    return Clauses(total, other / total if total else 0.0, asking, apart)


def _is_explained(clause: str) -> bool:
    if _POINTER.search(clause) or _clauses().short.search(clause) or phrases_in(clause, _clauses().anywhere):
        return True
    note = notes()
    worded = (automatic_phrases().received, note.away, note.departed, note.closed, note.rate)
    return any(wording.stand_in(clause) for wording in worded)
