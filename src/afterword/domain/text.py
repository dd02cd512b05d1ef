"""Owns the rules for text: what may reach a record or a terminal, its cells there, how it is found and stands out.

Terminals disagree about signs that are put together of several: a family of emoji takes two cells in one and six in
another. `settled` draws of these what takes the same cells everywhere; what is stored and sent is never touched.
The widths are those of `wcwidth` in the C library, which xterm, tmux and the console of Linux go by. Words find a text
in any order, by their beginnings, whatever the case or accents; every list that is narrowed and the search over
everything ask here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from sys import maxsize
from typing import Any, AnyStr, Self, cast

from msgspec import Struct


class _LazyPattern:
    """Stands for a pattern until something is asked of it; each answer is kept."""

    def __init__(self, *source: Any) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def lazy_pattern(regex: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern that is made for the first text that needs it: making those of a start takes longer than a save."""
    return cast("re.Pattern[AnyStr]", _LazyPattern(regex, flags))


# Most texts are printable, so that these are never made.
_LINE_ENDS = "\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029"
# C0 without \t and \n, DEL, C1, bidi marks, embeddings, overrides and isolates, the BOM, interlinear and tag
# characters, lone surrogates, non-characters: each can move the cursor, hide text or turn its order around.
_NEVER = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_UNSAFE = f"[{_NEVER}]"
_TO_CLEAN = f"[\x0b-\x0d\u2028\u2029{_NEVER}]"
_SPACES = lazy_pattern(r"\s+")
_ACCENTS = lazy_pattern("[\u0300-\u036f]+")


def clean(text: str) -> str:
    """The text with every line end as a newline and without any character a terminal could obey."""
    if text.isprintable() or not re.search(_TO_CLEAN, text):
        return text
    return re.sub(_UNSAFE, "", re.sub(_LINE_ENDS, "\n", text))


def clean_line(text: str) -> str:
    """The text on one line: cleaned, runs of white space as one space, none at the ends."""
    # What is printable holds no blanks but spaces, and nothing to clean.
    if text.isprintable():
        return text.strip(" ") if "  " not in text else " ".join(text.split())
    return _SPACES.sub(" ", clean(text)).strip(" ")


def fold(text: str) -> str:
    """The text for comparing: on one line, without regard to case or to how a letter with its accent is encoded."""
    return unicodedata.normalize("NFKC", clean_line(text)).casefold()


fold_name = lru_cache(maxsize=8192)(fold)
"""`fold` for what comes again and again: the names of companies, roles and rounds."""


def unaccented(text: str) -> str:
    """The text for looking for words in it: in lower case, without accents, with straight apostrophes."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", folded.replace("’", "'")))


def words(text: str) -> int:
    """How many words a person would count."""
    return sum(1 for part in text.split() if any(ch.isalnum() for ch in part))


def shorten(text: str, width: int) -> str:
    """One line of at most `width` characters, with `…` where something was cut."""
    line = clean_line(text)
    return line if len(line) <= width else line[: max(width - 1, 0)].rstrip() + "…"


def plural(count: int, singular: str, plural_form: str | None = None) -> str:
    """`1 day`, `3 days`: a count with its noun."""
    return f"{count} {singular if count == 1 else (plural_form or singular + 's')}"


def times_words(times: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


_INNER = str.maketrans("“”„", "‘’‘")


def in_quotes(text: str) -> str:
    """The text in quotation marks; those that stand in it become the inner ones."""
    return f"“{text.translate(_INNER)}”"


def capital(text: str) -> str:
    """The text with a capital at its beginning, and nothing else changed."""
    return f"{text[:1].upper()}{text[1:]}"


_MOST_DIGITS, _LONGEST_SLUG = 9, 80


def whole_number(text: str) -> int | None:
    """The number that these digits are, in any script; None for anything else, and for one that nobody means."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def slug(text: str) -> str:
    """Lower-case letters, digits and dashes, for ids and file names; never empty, never longer than a name may be."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_SLUG].rstrip("-") or "item"


def nearest(word: str, candidates: Sequence[str]) -> str:
    """The known word that was most likely meant; empty where none is like it."""
    # Asked of wrong words alone.
    import difflib

    return next(iter(difflib.get_close_matches(word, candidates, n=1)), "")


# ── the cells of a terminal ───────────────────────────────────────────────────────────────────────────────────────────


ELLIPSIS = "…"
_ONE_CELL_EACH = lazy_pattern("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027]*")
"""Latin letters with their accents, and dashes, quotation marks and dots: most of what there is to count."""
_TEXT_AND_EMOJI = "[\ufe00-\ufe0f\u20dd-\u20e4\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
"""How a sign is to look: as text or emoji, in a frame, with which skin."""
_UNSETTLED = (
    f"\u200d{_TEXT_AND_EMOJI}*[\u2190-\u2bff\u3030-\u303d\U0001f000-\U0001faff]|{_TEXT_AND_EMOJI}|[\u200b\u200d]"
    "|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]"
)
"""A sign joined to the one before it, and what cannot be seen at all; compiled for the first text that needs it."""
_FLAG_LETTERS = {0x1F1E6 + place: ord("A") + place for place in range(26)}
_FROM_THE_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
_READ_ON = rf"({_FROM_THE_RIGHT}[^A-Za-z0-9 {_LEFT_TO_RIGHT}]*)(?= · | \(\d)"
"""A name read from the right, before what stands behind it."""
_READ_FIRST = rf"\A((?:[^\w{_LEFT_TO_RIGHT}]|\d)*)(?={_FROM_THE_RIGHT})"
"""What stands before a name read from the right with which a text begins."""


def settled(text: str) -> str:
    """The text as every terminal draws it in the same cells.

    Of signs joined to one the first stays, without its skin and its look; a flag becomes its two letters; a letter
    and its accent become one sign where there is one. Names read from the right stay in their order and place: a mark
    behind one keeps the order, and one before the first keeps the whole line from being read from the right. mlterm
    counts these marks, and cuts the end of a full line for them.
    """
    if takes_one_cell_each(text):
        return text
    drawn = unicodedata.normalize("NFC", re.sub(_UNSETTLED, "", text)).translate(_FLAG_LETTERS)
    for place in (_READ_ON, _READ_FIRST) if re.search(_FROM_THE_RIGHT, drawn) else ():
        drawn = re.sub(place, rf"\1{_LEFT_TO_RIGHT}", drawn)
    return drawn


@cache
def _cells_of(char: str) -> int:
    # The vowels and finals of Hangul stand within the syllable that begins before them.
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def takes_one_cell_each(text: str) -> bool:
    """Whether every sign of the text takes one cell, and stands alone; true of most texts, and soon told."""
    return (text.isascii() and text.isprintable()) or _ONE_CELL_EACH.fullmatch(text) is not None


def cells(text: str) -> int:
    """The cells that a text takes once it is settled, as it is drawn."""
    return len(text) if takes_one_cell_each(text) else sum(map(_cells_of, settled(text)))


def signs_of(text: str) -> Sequence[tuple[int, int, int]]:
    """What is drawn as one sign each: where it begins and ends in the text, and its cells.

    An accent belongs to the sign it follows, and so does what is joined to it or only says how it looks.
    """
    if text.isascii():
        return [(place, place + 1, 1) for place in range(len(text))]
    signs: list[tuple[int, int, int]] = []
    joined = {place for match in re.finditer(_UNSETTLED, text) for place in range(*match.span())}
    for place, char in enumerate(text):
        size = 0 if place in joined else _cells_of(char)
        if size or not signs:
            signs.append((place, place + 1, size))
        else:
            start, _, before = signs[-1]
            signs[-1] = (start, place + 1, before)
    return signs


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, with `…` where something was cut."""
    if width <= 0:
        return ""
    text = settled(text)
    if cells(text) <= width:
        return text
    return text[: _reach(text, width - 1)].rstrip() + ELLIPSIS


def _reach(text: str, width: int) -> int:
    """Where the text has to end to take at most `width` cells."""
    if takes_one_cell_each(text):
        return width
    used = 0
    for start, _, size in signs_of(text):
        used += size
        if used > width:
            return start
    return len(text)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells, padded with spaces, or cut with `…` where it is longer.

    Where it is read from the right, a mark that takes no cell keeps what stands after it in its place.
    """
    if width <= 0:
        return ""
    line = cut(text, width)
    if line.isascii():
        return line.ljust(width)
    return f"{line}{' ' * (width - cells(line))}{_LEFT_TO_RIGHT if re.search(_FROM_THE_RIGHT, line) else ''}"


# ── finding a text by typed words ─────────────────────────────────────────────────────────────────────────────────────


Place = tuple[int, int]
"""Where a match begins and ends in a text."""

# What is heard as one letter or is not seen at all: accents, points of Hebrew and Arabic, soft hyphens, joiners, and
# whatever a terminal could obey.
_UNHEARD = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u061c\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e01ef]"
)
_UNHEARD_ASCII = dict.fromkeys((*range(9), *range(14, 28), 127))
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŧ": "t"}
_STROKED = lazy_pattern(f"[{''.join(_LETTERS)}]")
_SPELLED = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
_UMLAUT = lazy_pattern(f"[{''.join(_SPELLED)}]")
_SPELLED_OUT = lazy_pattern("[äöüåøÄÖÜÅØ\u0308\u030a]")
# Scripts that set no spaces between words, or join them: any part of them may be a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_WITHOUT_SPACES = lazy_pattern(f"[{_UNSPACED}\U00020000-\U0003ffff]")
_AT_A_WORD = rf"(?:(?<![^\W_])|(?<=[{_UNSPACED}\U00020000-\U0003ffff]))"
_AROUND = "\"'`“”„‟«»‹›‘’‚()[]{}<>.,;:!?¡¿…"
"""What stands around a word without being part of it."""


def folded(text: str) -> str:
    """The text for comparing, sign by sign: lower case, without accents; `ß` is `ss`, `ø` is `o`, `ł` is `l`."""
    if text.isascii():
        lower = text.lower()
        return lower if lower.isprintable() else lower.translate(_UNHEARD_ASCII)
    bare = re.sub(_UNHEARD, "", unicodedata.normalize("NFKD", text)).casefold()
    return _STROKED.sub(lambda sign: _LETTERS[sign[0]], bare)


def _is_unspaced(sign: str) -> bool:
    """Whether it is of a script that sets no spaces; the pattern takes long to make, and few texts have such signs."""
    return not sign.isascii() and _WITHOUT_SPACES.match(sign) is not None


def searchable(text: str) -> str:
    """The folded text, and after it once more each word that may be spelled out: `müller`, also as `mueller`."""
    if not may_be_spelled_out(text):
        return folded(text)
    return f"{folded(text)}\n{folded(' '.join(dict.fromkeys(_spelled_out(text))))}"


def may_be_spelled_out(text: str) -> bool:
    """Whether it holds a letter for which two are written, too; `searchable` is `folded` for any other text."""
    return not text.isascii() and _SPELLED_OUT.search(text) is not None


def _spelled_out(text: str) -> Iterator[str]:
    """The words with `ä`, `ö`, `ü`, `å`, `ø`, with two letters in place of each."""
    for word in unicodedata.normalize("NFC", text).casefold().split() if may_be_spelled_out(text) else ():
        if _UMLAUT.search(word):
            yield _UMLAUT.sub(lambda sign: _SPELLED[sign[0]], word)


class _Word(Struct, frozen=True, dict=True):
    """One word that was typed, folded, in each way in which it may be spelled."""

    spellings: tuple[str, ...]

    @cached_property
    def begins(self) -> re.Pattern[str]:
        """Where a word begins with it."""
        return re.compile("|".join(map(_at_a_word, self.spellings)))

    def is_in(self, text: str) -> bool:
        """Whether a word of that searchable text begins with it."""
        return self.first_in(text, 0, len(text)) >= 0

    def first_in(self, text: str, begin: int, end: int) -> int:
        """Where the first word of that part of a searchable text begins with it; -1 where none does."""
        if len(self.spellings) == 1:
            return begins_at(text, self.spellings[0], begin, end)
        places = (begins_at(text, spelling, begin, end) for spelling in self.spellings)
        return min((place for place in places if place >= 0), default=-1)

    def is_whole_in(self, text: str, begin: int = 0, end: int = maxsize) -> bool:
        """Whether it is a whole word of that searchable text, or of a part of it."""
        for spelling in self.spellings:
            place = begins_at(text, spelling, begin, end)
            while place >= 0:
                after = place + len(spelling)
                if after == end or not text[after : after + 1].isalnum():
                    return True
                place = begins_at(text, spelling, place + 1, end)
        return False


def _at_a_word(spelling: str) -> str:
    return f"{'' if _begins_anywhere(spelling) else _AT_A_WORD}{re.escape(spelling)}"


def _begins_anywhere(spelling: str) -> bool:
    """A sign that is no letter begins anything, and so does a letter of a script without spaces."""
    return not spelling[0].isalnum() or _is_unspaced(spelling[0])


def begins_at(text: str, spelling: str, begin: int, end: int) -> int:
    """Where the first word of that part of the text begins with these letters; -1 where none does.

    It is what the pattern of `_at_a_word` finds; looking for the letters first is many times faster.
    """
    place = text.find(spelling, begin, end)
    while place > 0 and text[place - 1].isalnum() and not _begins_inside(text[place - 1], spelling):
        place = text.find(spelling, place + 1, end)
    return place


def _begins_inside(before: str, spelling: str) -> bool:
    """Whether a word may begin with these letters though that letter stands before them."""
    return _is_unspaced(before) or _begins_anywhere(spelling)


class SearchWords(Struct, frozen=True, dict=True):
    """What was typed to find something: words that must all occur, each as the beginning of a word."""

    words: tuple[_Word, ...] = ()

    @classmethod
    def of(cls, typed: str) -> Self:
        """The words of what was typed; what stands around them, such as quotation marks, does not count."""
        words = []
        for word in dict.fromkeys(typed.split()):
            bare = word.strip(_AROUND) or word
            ways = [*folded(bare).split(), *(folded(spelled) for spelled in _spelled_out(bare))]
            alone = len(folded(bare).split()) == 1
            words += [_Word(tuple(dict.fromkeys(ways)))] if alone else [_Word((way,)) for way in folded(bare).split()]
        return cls(tuple(words))

    def __bool__(self) -> bool:
        """Whether anything is wanted."""
        return bool(self.words)

    def are_in(self, text: str) -> bool:
        """Whether all of them occur in that searchable text."""
        return all(word.is_in(text) for word in self.words)

    def any_in(self, text: str) -> bool:
        """Whether any of them occurs in that searchable text."""
        return any(word.is_in(text) for word in self.words)

    def narrow(self, before: Self) -> bool:
        """Whether whatever these find was found by those before: more was typed, and nothing taken back."""
        return all(
            any(
                all(any(way.startswith(start) for start in former.spellings) for way in word.spellings)
                for word in self.words
            )
            for former in before.words
        )

    def places(self, text: str) -> Iterator[Place]:
        """Where they stand in a text as it is shown, whole words each, from left to right."""
        # Of plain letters only the case is folded, for all words at once; `…` stands where our own lines are cut.
        plain = text.replace("…", " ")
        if self._plain and plain.isascii() and plain.isprintable():
            lower = plain.lower()
            return iter(sorted({place for spelling in self._plain for place in _in_plain(lower, spelling)}))
        runs = (run for run in _RUN.finditer(text) if self.any_in(searchable(run[0])))
        return (place for run in runs for place in _in_run(self.words, run))

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        """How these are spelled; nothing where they hold other signs than letters and digits."""
        spellings = tuple(spelling for word in self.words for spelling in word.spellings)
        return spellings if all(map(str.isalnum, spellings)) else ()


def _in_plain(text: str, spelling: str) -> Iterator[Place]:
    """The whole words of a plain text without capitals that begin with these letters."""
    place = begins_at(text, spelling, 0, len(text))
    while place >= 0:
        end = place + len(spelling)
        while text[end : end + 1].isalnum():
            end += 1
        yield place, end
        place = begins_at(text, spelling, end, len(text))


_RUN = lazy_pattern(r"\S+")


def _in_run(words: Iterable[_Word], run: re.Match[str]) -> Iterator[Place]:
    """The words of a run of signs that were meant; the run itself where it was its signs, as in `c++`."""
    if not run[0].isascii() and any(map(_is_unspaced, folded(run[0]))):
        yield from _in_unspaced(words, run)
        return
    parts = [
        (run.start() + part.start(), run.start() + part.end())
        for part in _WORD_WITH_ACCENTS.finditer(run[0])
        if any(word.is_in(searchable(part[0])) for word in words)
    ]
    yield from parts or [run.span()]


_WORD_WITH_ACCENTS = lazy_pattern(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad\u200c\u200d])*")


def _in_unspaced(words: Iterable[_Word], run: re.Match[str]) -> Iterator[Place]:
    """The very signs, where words are not parted."""
    owners: list[int] = []
    text = ""
    for place, sign in enumerate(run[0]):
        letters = folded(sign)
        owners += [place] * len(letters)
        text += letters
    places = {match.span() for word in words for match in word.begins.finditer(text) if match[0]}
    end = 0
    for first, last in sorted((owners[start], owners[stop - 1] + 1) for start, stop in places):
        if last > end:
            yield run.start() + max(first, end), run.start() + last
            end = last


search_words = lru_cache(maxsize=64)(SearchWords.of)
"""`SearchWords.of`, once for a list that asks for every one of its lines."""


def matches(text: str, typed: str) -> bool:
    """Whether the words typed find that text; nothing typed finds everything."""
    return search_words(typed).are_in(searchable(text)) if typed else True


# ── how a text stands out, and the forms of a document ────────────────────────────────────────────────────────────────


class DocumentFormat(StrEnum):
    """The forms in which a document can be had."""

    MARKDOWN = "md"
    HTML = "html"
    TEXT = "text"


class Emphasis(StrEnum):
    """How words stand out. It never says anything the words do not say."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    KEY = "key"
