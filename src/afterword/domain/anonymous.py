"""Owns leaving out of a text who people and firms are: addresses and numbers always, names on wish.

Every name the journal knows is replaced by the same words wherever it stands: whole, its parts, with a salutation, in
capitals, with umlauts written either way. Names that stand nowhere in the journal but in a note cannot be known.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import count, pairwise, zip_longest

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.journal import Journal
from afterword.domain.names import known_words, read_name
from afterword.domain.people import ASKED_LAST
from afterword.domain.text import folded
from afterword.languages.loader import load

ADDRESS, NUMBER = "(address left out)", "(number left out)"
PROFILE, LINK = "(profile left out)", "(link left out)"
ME, SOMEBODY = "candidate", "an interviewer"

_MAIL = re.compile(r"(?:mailto:)?[\w.+%'-]*\w\s*(?:@|[\[({](?:at|ät)[\])}])\s*[\w-]+(?:\.[\w-]+)*", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*(?:linkedin\.com|lnkd\.in|xing\.com)(?:/[^\s<>”\"]*)?", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>”\"]+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|io|dev|app|ai|eu|de|at|ch|fr|es|uk|example|test|invalid)\b"
    r"(?:/[^\s<>”\"]*)?",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_PHONE = re.compile(r"(?<![\w.,])(?:\+|\(\+?\d|0\d|\d{3}[-. ]\d{3}[-. ])[\d ()./–-]{3,}\d(?!\w)")
_FEWEST_DIGITS = 7
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060]")
_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")
_WITHIN = re.compile(r"(?:(?![;:!?\n|/“”])[\W_]){0,3}|\s(?:and|und|et|y|e)\s", re.IGNORECASE)
_ABBREVIATED = 2
"""Letters of a word behind which a full stop ends no sentence: `A. Byron`, `St. Mary`."""
_AFTER_TITLE = re.compile(r"[.\s]{1,3}")
_ANDS = ("and", "und", "et", "y", "e")
_ALWAYS_TITLES = ("frau", "herr", "herrn", "mrs", "mr", "ms", "dr", "prof", "madame", "monsieur", "senora", "senor")
"""Titles that are no ordinary words in lower case either."""
_SIGNS = re.compile(r"[(\[<,|/].*$")
_SHORTEST = 3
"""Letters from which a part of a name is replaced alone; a shorter one only as it is written in the name."""
_EXPANDED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"}


def _lists() -> dict[str, frozenset[str]]:
    """Ordinary and common words, legal forms of firms, and titles, plain."""
    vocabulary = known_words()
    lists = {name: _all_plain(words) for name, words in load("anonymous", dict[str, frozenset[str]], "any").items()}
    titles = _all_plain(vocabulary.titles | vocabulary.women | vocabulary.men)
    return lists | {"legal": lists["legal"] | vocabulary.firms, "titles": titles}


def _all_plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(folded, words))


@lru_cache(maxsize=8192)
def _spellings(word: str) -> frozenset[str]:
    """The plain forms of a word of a name: `müller`, `mueller` and `muller` are one."""
    small = unicodedata.normalize("NFC", word).casefold()
    expanded = "".join(_EXPANDED.get(char, char) for char in small)
    collapsed = re.sub(r"(?<=[^aeoq])([aou])e", r"\1", small) if folded(small) == small else small
    return frozenset({folded(small), folded(expanded), folded(collapsed)})


# ── addresses and numbers ─────────────────────────────────────────────────────────────────────────────────────────────


def without_contacts(text: str) -> str:
    """The text without mail addresses, profiles and phone numbers."""
    masked = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    masked = _MAIL.sub(ADDRESS, _PROFILE.sub(PROFILE, masked))
    return _PHONE.sub(_number, masked)


def _number(match: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in match[0])
    return match[0] if digits < _FEWEST_DIGITS or _DAY.match(match[0]) else NUMBER


# ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Alias(Struct, frozen=True):
    """What stands for a name; `exact` is a short word as it has to be written, `whole` the whole name of a firm."""

    words: str
    person: bool
    exact: str = ""
    whole: bool = False


class _Token(Struct, frozen=True):
    """A word of a text with its place."""

    plain: str
    shown: str
    start: int
    end: int


class Anonymiser:
    """Replaces every name of a journal; `own` are the person's own names."""

    def __init__(self, journal: Journal, own: Collection[str] = ()) -> None:
        self._known: dict[tuple[str, ...], dict[tuple[str, bool], _Alias]] = {}
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        self._roles = _all_plain(
            word for record in journal.applications.values() for word in _WORD.findall(record.role)
        ) | _all_plain(word for record in journal.interviews.values() for word in _WORD.findall(record.role))
        for words, names in _people(journal):
            for name in names:
                self._add_person(name, words)
        for name in own:
            self._add_person(name, ME)
        for words, name in _companies(journal):
            self._add_company(name, words)
        for sequence in self._known:
            self._by_first.setdefault(sequence[0], []).append(sequence)
        for sequences in self._by_first.values():
            sequences.sort(key=len, reverse=True)

    def _add(self, sequence: Sequence[str], alias: _Alias) -> None:
        """Each way in which all of its words can be spelled stands for it."""
        spellings = [sorted(_spellings(word)) for word in sequence]
        ways = zip_longest(*spellings)
        last = [spelling[-1] for spelling in spellings]
        variants = (tuple(word or other for word, other in zip(way, last, strict=True)) for way in ways)
        for plain in (*variants, tuple(map(folded, sequence))):
            self._known.setdefault(plain, {}).setdefault((alias.words, alias.whole), alias)

    def _add_person(self, name: str, words: str) -> None:
        """The whole name, turned, joined, with initials, and each of its parts."""
        parts = _name_parts(name)
        alias = _Alias(words, person=True)
        if not parts:
            return
        turns = [parts, parts[::-1]] if len(parts) > 1 else [parts]
        for turn in turns:
            self._add(turn, alias)
            self._add(["".join(turn)], alias)
        for part in parts:
            if len(part) >= _SHORTEST and folded(part) not in known_words().particles:
                self._add([part], alias)
            elif len(parts) > 1 and len(part) > 1 and folded(part) not in known_words().particles:
                self._add([part], _Alias(words, person=True, exact=part))
        if len(parts) > 1:
            self._add([parts[0][0], parts[-1]], alias)
            self._add([parts[0], parts[-1][0]], alias)

    def _add_company(self, name: str, words: str) -> None:
        """The whole name, with and without its legal form, and each of its parts that names it alone."""
        everything = _WORD.findall(name)
        if not everything:
            return
        parts = [part for part in everything if folded(part) not in _lists()["legal"]] or everything
        alias = _Alias(words, person=False)
        for sequence in (sequence for form in (everything, parts) for sequence in _joined(name, form)):
            self._add(sequence, replace(alias, whole=True))
            self._add(["".join(sequence)], replace(alias, whole=True))
        for part in parts:
            if len(part) >= _SHORTEST and folded(part) not in _lists()["common"] | self._roles:
                self._add([part], alias)

    # ── in a text ─────────────────────────────────────────────────────────────────────────────────────────────────

    def __call__(self, text: str) -> str:
        """The text without names, addresses, numbers and links."""
        masked = _LINK.sub(LINK, without_contacts(text))
        tokens = [_Token(folded(match[0]), match[0], *match.span()) for match in _WORD.finditer(masked)]
        pieces: list[str] = []
        behind, place, last = 0, 0, ""
        while place < len(tokens):
            match = self._name_at(masked, tokens, place)
            if match is None:
                place += 1
                continue
            alias, after, owns = match
            begin = _before_titles(masked, tokens, place, behind) if alias.person else tokens[place].start
            after = after if alias.person else _behind_legal(masked, tokens, after)
            between = masked[behind:begin]
            if not (last == alias.words and _WITHIN.fullmatch(between) and not set(between) & set(".!?;:\n")):
                pieces += [between, alias.words]
            pieces += ["’s"] if owns else []
            behind, place, last = tokens[after - 1].end, after, "" if owns else alias.words
        return "".join((*pieces, masked[behind:]))

    def _name_at(self, text: str, tokens: Sequence[_Token], place: int) -> tuple[_Alias, int, bool] | None:
        """The longest name that begins at that word, the word behind it, and whether it ends with a genitive s."""
        first = tokens[place].plain
        titled = _before_titles(text, tokens, place, 0) < tokens[place].start
        for sequence in (*self._by_first.get(first, ()), *self._by_first.get(first.removesuffix("s"), ())):
            final = place + len(sequence) - 1
            if final < len(tokens) and self._stands(text, tokens[place : final + 1], sequence, titled=titled):
                return self._alias(sequence, titled=titled), final + 1, False
            owns = final < len(tokens) and tokens[final].plain == f"{sequence[-1]}s" and len(sequence[-1]) >= _SHORTEST
            last = tokens[min(final, len(tokens) - 1)]
            bare = replace(last, plain=last.plain[:-1], shown=last.shown[:-1])
            words = [*tokens[place:final], bare] if owns else []
            if owns and self._stands(text, words, sequence, titled=titled):
                return self._alias(sequence, titled=titled), final + 1, True
        return None

    def _alias(self, sequence: tuple[str, ...], *, titled: bool) -> _Alias:
        """Who that is: with a title a person, else a firm by its whole name; of several people nobody in particular."""
        aliases = [*self._known[sequence].values()]
        people = [alias for alias in aliases if alias.person]
        firms = [alias for alias in aliases if alias.whole]
        if firms and not (titled and people):
            return firms[0]
        if len(people) > 1:
            return _Alias(SOMEBODY, person=True)
        return people[0] if people else aliases[0]

    def _stands(self, text: str, words: Sequence[_Token], sequence: tuple[str, ...], *, titled: bool) -> bool:
        """Whether these words are that name, one after the other, and no ordinary words."""
        if tuple(word.plain for word in words) != sequence:
            return False
        aliases = self._known[sequence].values()
        if len(words) == 1:
            return titled or _is_name(words[0], aliases)
        initial = any(len(word.shown) == 1 and word.shown.islower() for word in words)
        ordinary = all(word.shown.islower() and word.plain in _lists()["ordinary"] for word in words)
        is_name = not ordinary and (not initial or any(not alias.person for alias in aliases))
        # Nothing between two words of one name ends a sentence or a clause.
        gaps = ((text[token.end : other.start], len(token.shown)) for token, other in pairwise(words))
        return is_name and all(
            _WITHIN.fullmatch(gap) and (". " not in gap or size <= _ABBREVIATED) for gap, size in gaps
        )


def _is_name(word: _Token, aliases: Collection[_Alias]) -> bool:
    """Whether one word alone is a name: not in lower case where it is an ordinary word as well."""
    ordinary = word.plain in _lists()["ordinary"]
    if all(alias.exact for alias in aliases):
        return not ordinary and any(alias.exact == word.shown for alias in aliases)
    return not (ordinary and word.shown.islower())


def _before_titles(text: str, tokens: Sequence[_Token], place: int, behind: int) -> int:
    """Where the titles before a name begin: `Frau Dr. Weber`."""
    begin = tokens[place].start
    for token in reversed(tokens[:place]):
        called = not token.shown.islower() or token.plain in _ALWAYS_TITLES
        titled = called and token.plain in _lists()["titles"] and token.start >= behind
        if not titled or not _AFTER_TITLE.fullmatch(text[token.end : begin]):
            break
        begin = token.start
    return begin


def _behind_legal(text: str, tokens: Sequence[_Token], after: int) -> int:
    """The word behind the legal form of a firm: `GmbH`, `& Co. KG`."""
    while after < len(tokens):
        token, gap = tokens[after], text[tokens[after - 1].end : tokens[after].start]
        legal = token.plain in _lists()["legal"] and not token.shown.islower()
        if not legal or not re.fullmatch(r"[\s.,&+]{0,4}", gap):
            break
        after += 1
    return after


def _joined(name: str, parts: Sequence[str]) -> Iterator[list[str]]:
    """The words of a firm, also with each way of saying its `&`."""
    yield list(parts)
    bare = [part for part in parts if folded(part) not in _ANDS]
    joins = bool(re.search(r"[&+]", name)) or len(bare) < len(parts)
    if joins and len(bare) > 1:
        yield bare
        for word in _ANDS:
            yield [*bare[:-1], word, bare[-1]]


@lru_cache(maxsize=4096)
def _name_parts(name: str) -> list[str]:
    """The words of a name without titles and what stands around it."""
    bare = _SIGNS.sub("", name) if "@" not in name else ""
    read = read_name(name).words if bare else ()
    return [
        part for word in (read or (bare,)) for part in _WORD.findall(word) if folded(part) not in _lists()["titles"]
    ]


def _people(journal: Journal) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What stands for each person, in the order in which they were met, with their names; one name is one person."""
    met = [person_id for record in reversed(journal.live_interviews) for person_id in record.interviewers]
    met += [person_id for record in journal.live_applications for person_id in record.contacts]
    people = [journal.people[key] for key in dict.fromkeys((*met, *journal.people)) if key in journal.people]
    called = [
        ("recruiter" if person.part in ASKED_LAST else "interviewer", person.name, person.family) for person in people
    ]
    heard = (event for request in journal.requests.values() for event in request.events if event.sender is not None)
    called += [("mentor" if event.is_by_mentor else "person", event.sender.name, "") for event in heard if event.sender]
    numbers: dict[str, Iterator[int]] = defaultdict(partial(count, 1))
    aliases: dict[str, str] = {}
    for kind, name, family in called:
        if name or kind in ("recruiter", "interviewer"):
            key = " ".join(sorted(map(folded, _name_parts(name)))) or folded(name)
            if key not in aliases:
                aliases[key] = f"{kind} {next(numbers[kind])}"
            yield aliases[key], (name, family)


def _companies(journal: Journal) -> Iterator[tuple[str, str]]:
    """What stands for each firm, in the order in which they were met, with its name."""
    names = [interview.company for interview in reversed(journal.live_interviews)]
    names += [application.company for application in journal.applications.values()]
    names += [interview.company for interview in journal.interviews.values()]
    aliases: dict[str, str] = {}
    for name in dict.fromkeys(names):
        words = [plain for part in _WORD.findall(name) if (plain := folded(part)) not in _lists()["legal"]]
        key = " ".join(words) or folded(name)
        aliases.setdefault(key, f"company {_letters(len(aliases))}")
        yield aliases[key], name


def _letters(number: int) -> str:
    """`A` to `Z`, then `AA`."""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)
