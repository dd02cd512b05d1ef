"""Owns reading a name as people write it: its titles, given names and family name, and what only stands around it.

Which word is the family name is told by commas, capitals, particles and the customs of names, never by a guess at who
somebody is; where nobody can tell, all of the name is said.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from afterword.languages.loader import load

_AROUND = re.compile(
    r"\([^)]*\)|<[^>]*>|\[[^\]]*\]|\s+(?:via|from|bei|chez|at|@)\s.*$|\s*\|.*$|\s+[/·•–—-]\s.*$", re.IGNORECASE
)
_QUOTES = "\"'“”„‘’‚«»‹›`´"
_NICKNAME = re.compile(r"(?:^|(?<=\s))(?:[\"“”„«‚‘'](\w[\w'-]*)[\"“”»‘’'](?=\s|$)|\((\w[\w'-]*)\)(?=\s+\w))")
_INITIAL = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.-?)+[^\W\d_]?")
_SPLIT = re.compile(r"[\s._+-]+")
_HIDDEN = {"Cf", "So", "Sk", "Co", "Cn"}
_GIVEN_AND_FAMILY = 2
_WITH_PATRONYMIC = 3
_WITH_RANK = 2
_LONGEST_SHORT = 2
"""Letters of what may be what somebody is called: JD, AJ."""


class NameWords(Struct, frozen=True):
    """The words around names and in addresses, as languages/any/names.toml holds and explains them."""

    titles: frozenset[str]
    dotted: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]
    spanish_titles: frozenset[str]
    doctors: frozenset[str]
    doctor_of: frozenset[str]
    professors: frozenset[str]
    openings: frozenset[str]
    openings_of_titles: frozenset[str]
    title_or_name: frozenset[str]
    name_or_title: frozenset[str]
    shortened: frozenset[str]
    firms: frozenset[str]
    styles: frozenset[str]
    by_given: frozenset[str]
    orders: frozenset[str]
    before_styles: frozenset[str]
    neutral: frozenset[str]
    abbreviated: frozenset[str]
    callings: frozenset[str]
    couples: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    nobility: frozenset[str]
    inner_particles: frozenset[str]
    before_particles: frozenset[str]
    joiners: frozenset[str]
    sons: frozenset[str]
    hungarian: frozenset[str]
    family_first: frozenset[str]
    given_too: frozenset[str]
    spanish: re.Pattern[str]
    second_names: frozenset[str]
    joint_names: frozenset[str]
    half_names: frozenset[str]
    patronymics: re.Pattern[str]
    icelandic: re.Pattern[str]
    eastern: re.Pattern[str]
    team: frozenset[str]
    maybe_team: frozenset[str]
    job_words: frozenset[str]
    offices: frozenset[str]
    silent: tuple[str, ...]
    team_run: re.Pattern[str]
    relays: tuple[str, ...]


@cache
def known_words() -> NameWords:
    """The lists of languages/any/names.toml."""
    return load("names", NameWords, "any")


class SpokenName(Struct, frozen=True):
    """A name taken apart; without `words` it is nobody's.

    `words` are the names in the order of speech, `titles` what stands before them, `suffixes` behind them. `whole`:
    which word is the given name nobody can tell, so all of them are said. `patronym`: there is no family name, and
    formal speech uses the given one. `doubtful`: it may be two people, a firm, or a name that begins with a title.
    """

    titles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    nickname: str = ""
    whole: bool = False
    patronym: bool = False
    doubtful: bool = False

    @property
    def called(self) -> str:
        """What somebody is called on first-name terms; empty where that cannot be told."""
        if self.doubtful or (self.whole and not self.nickname):
            return ""
        return self.nickname or _called(self.given, self.family)


def _called(given: tuple[str, ...], family: tuple[str, ...]) -> str:
    """The first of the given names that is no initial; both of `José Luis`, `Abdul Rahman`."""
    lexicon = known_words()
    full = [word for word in given if not is_short(word)]
    if len(full) < _GIVEN_AND_FAMILY or not family:
        return full[0] if full else ""
    first, second = full[0].casefold(), full[1].casefold()
    both = first in lexicon.half_names or (first in lexicon.joint_names and second in lexicon.second_names)
    return " ".join(full[:2]) if both else full[0]


class _Halves(Struct, frozen=True):
    """What stands before the comma and after it; without a comma all is `before`."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    comma: bool
    suffixes: tuple[str, ...]


def read_name(name: str, titles_here: frozenset[str] = frozenset(), *, spanish: bool = False) -> SpokenName:
    """The name taken apart. `titles_here` are titles in one language only, such as the French `m`.

    With `spanish`, of three words or more the last two are family names.
    """
    if is_nobody(name):
        return SpokenName()
    visible = "".join(char for char in name if unicodedata.category(char) not in _HIDDEN)
    nickname = _NICKNAME.search(visible)
    halves = _halves(_NICKNAME.sub(" ", visible) if nickname else visible)
    if nickname and not halves.before:
        nickname, halves = None, _halves(visible)
    read = _read(halves, titles_here, spanish=spanish)
    return replace(read, nickname=(nickname[1] or nickname[2]) if nickname and read.words else "")


def _read(halves: _Halves, titles_here: frozenset[str], *, spanish: bool) -> SpokenName:
    front, family = _untitled(halves.before, titles_here)
    back, given = _untitled(halves.after, titles_here)
    titles = _titles_cased([*front, *back])
    turned = bool(front) and halves.before[0] not in front
    spanish = spanish or any(bare(title) in known_words().spanish_titles for title in titles)
    if not family and not given:
        return SpokenName(titles)
    if _is_doubtful(family, given, titles):
        return SpokenName(titles, tuple(cased([*given, *family])), suffixes=halves.suffixes, doubtful=True)
    if given or (halves.comma and len(family) == 1):
        split = _Split(given, family)
    elif turned and len(family) == _GIVEN_AND_FAMILY:
        # Weber Anna Dr.: a degree stands last where the family name stands first.
        split = _Split(family[1:], family[:1])
    else:
        split = _split(family, titles, spanish=spanish)
    written = split.given + split.family if split.turned else family
    spelling = dict(zip(written, cased(written), strict=True))
    return SpokenName(
        titles,
        tuple(map(spelling.__getitem__, written)),
        given=tuple(map(spelling.__getitem__, split.given)),
        family=tuple(map(spelling.__getitem__, split.family)),
        suffixes=halves.suffixes,
        whole=split.whole,
        patronym=bool(split.given) and known_words().icelandic.fullmatch(" ".join(written).casefold()) is not None,
    )


# ── which words are the family name ───────────────────────────────────────────────────────────────────────────────────


class _Split(Struct, frozen=True):
    """Given names and family name; `whole` where all of them are said. `turned`: they are said in this order."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    whole: bool = False
    turned: bool = True


def _split(words: tuple[str, ...], titles: tuple[str, ...], *, spanish: bool) -> _Split:
    """The words of a name without a comma, of which one at least is there."""
    if not any(char.upper() != char.lower() for char in words[0]):
        return _Split(words, (), whole=len(words) > 1)
    if len(words) == 1:
        return _Split((), words) if titles else _Split(words, ())
    first = words[0].casefold()
    lexicon = known_words()
    if first in lexicon.title_or_name or (first in lexicon.name_or_title and len(words) > _GIVEN_AND_FAMILY):
        # Don Draper is called Don, Don Pedro Almodóvar is not.
        return _Split(words, (), whole=True)
    by_capitals = _by_capitals(words)
    if by_capitals is not None:
        return by_capitals
    western = any(bare(title) in lexicon.before_particles for title in titles)
    if first in lexicon.particles and (western or first not in lexicon.family_first):
        return _Split((), words)
    if first in lexicon.nobility:
        return _Split((), words) if titles else _Split(words, (), whole=True)
    return _by_first_word(words) or _western(words, spanish=spanish)


def _by_capitals(words: tuple[str, ...]) -> _Split | None:
    """`WEBER Anna`, `Anna von WEBER`: what stands in capitals, with its particles, is the family name."""
    loud = [_in_capitals(word) for word in words]
    if all(loud) or not any(loud):
        return None
    for place in reversed(range(len(words) - 1)):
        loud[place] = loud[place] or (loud[place + 1] and is_particle(words[place]))
    family = tuple(word for word, belongs in zip(words, loud, strict=True) if belongs)
    given = tuple(word for word, belongs in zip(words, loud, strict=True) if not belongs)
    # J. R. SMITH is written in capitals altogether.
    return _Split(given, family) if given else None


def _by_first_word(words: tuple[str, ...]) -> _Split | None:
    """`Nagy Éva`, `Tanaka Hiroshi`, `Иванова Ольга Петровна`: family names that stand first where people write so."""
    lexicon = known_words()
    first, rest = words[0], words[1:]
    if first.casefold().partition("-")[0] in lexicon.hungarian:
        return _Split(rest, (first,), turned=False)
    if len(words) == _WITH_PATRONYMIC and lexicon.patronymics.fullmatch(words[-1].casefold()):
        return _Split(rest, (first,), turned=False)
    if first.casefold() not in lexicon.family_first:
        return None
    if not all(lexicon.eastern.fullmatch(_plain(word)) for word in rest):
        return None
    either = rest[-1].casefold() in lexicon.family_first
    joined = "-" in rest[0] or len(rest) > 1
    if either or (first.casefold() in lexicon.given_too and not joined):
        return _Split(words, (), whole=True)
    return _Split(rest, (first,), whole=True, turned=False)


def _western(words: tuple[str, ...], *, spanish: bool) -> _Split:
    """Given names first; the family name is the last word, with its particles and what Spanish puts before it."""
    start = _family_start(words, spanish=spanish)
    if words[start].casefold() in known_words().sons:
        # Mohammed bin Rashid is Mr Mohammed: what follows is his father's name.
        return _Split(words[:start], words[:start], turned=False)
    if is_short(words[-1]):
        return _Split(words, ())
    return _Split(words[:start], words[start:])


def _family_start(words: tuple[str, ...], *, spanish: bool) -> int:
    lexicon = known_words()
    last = len(words) - 1
    start = last
    for place in range(1, last):
        if words[place] in lexicon.joiners and place > 1:
            start = place - 1
            break
        inner = words[place].casefold() in lexicon.inner_particles | lexicon.nobility
        if inner or (is_particle(words[place]) and not _is_within_given(words, place)):
            start = place
            break
    before = start - 1
    if before < 1 or is_short(words[before]):
        return start
    two = lexicon.spanish.fullmatch(words[before].casefold()) is not None
    customary = spanish and start == last and words[before].casefold() not in lexicon.second_names
    return before if two or customary else start


def _is_within_given(words: tuple[str, ...], place: int) -> bool:
    """Whether a particle belongs to the given names: `María del Carmen García`, `María de los Ángeles Ruiz`."""
    behind = place
    while behind < len(words) - 1 and is_particle(words[behind]):
        behind += 1
    return behind < len(words) - 1 and words[behind].casefold() in known_words().second_names


def is_particle(word: str) -> bool:
    """Whether a word is a small one within a family name."""
    return word.casefold() in known_words().particles


def _plain(word: str) -> str:
    """The word in lower case, without accents and hyphens."""
    parts = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(char for char in parts if char.isalpha())


# ── what stands around a name ─────────────────────────────────────────────────────────────────────────────────────────


def is_nobody(name: str) -> bool:
    """Whether a name is that of a program or a team."""
    parts = [part for part in _AROUND.sub(" ", name).split(",") if part.strip()]
    lone = len(parts[0].split()) == 1 if parts else True
    return any(map(_is_team, parts if lone else parts[:1])) or (not parts and _is_team(name))


def _is_team(part: str) -> bool:
    lexicon = known_words()
    # Herr Müller, and not the people who hire.
    words = [word.casefold().strip(";:") for word in _SPLIT.split(re.sub(r"(?i)^\W*hr\.\s+(?=\w)", "", part)) if word]
    return any(word in lexicon.team for word in words) or (
        bool(words) and all(word in lexicon.maybe_team for word in words)
    )


def _is_doubtful(family: tuple[str, ...], given: tuple[str, ...], titles: tuple[str, ...]) -> bool:
    """Whether it may be two people, a firm, or a name that begins with what may be a title."""
    lexicon = known_words()
    words = [*given, *family]
    if any(_joins_two(words, place) for place in range(len(words))) or bare(words[-1]) in lexicon.firms:
        return True
    if any(":" in word or "@" in word or word[0].isdigit() for word in words):
        return True
    first = bare(words[0])
    if first == "st":
        return True
    if given and _is_family(family):
        return False
    names = [
        [word for word in half if not is_short(word) and word not in lexicon.particles] for half in (family, given)
    ]
    return not titles and all(len(half) > 1 for half in names)


def _is_family(words: tuple[str, ...]) -> bool:
    """Whether several words before a comma are one family name: in capitals, or two that are common in Spanish."""
    spanish = known_words().spanish
    names = [word for word in words if not is_particle(word)]
    return all(map(_in_capitals, names)) or all(spanish.fullmatch(word.casefold()) for word in names)


def _joins_two(words: list[str], place: int) -> bool:
    """Whether that word stands between two people: not so in `von und zu Guttenberg`, `Ortega y Gasset`."""
    lexicon = known_words()
    if words[place].casefold() not in lexicon.couples:
        return False
    around = words[place - 1 : place] + words[place + 1 : place + 2]
    if all(map(is_particle, around)) and len(around) > 1:
        return False
    return words[place] not in lexicon.joiners or place <= 1


def _halves(name: str) -> _Halves:
    text = _AROUND.sub(" ", name).strip(_QUOTES + " \t")
    read = [(words, suffixes) for part in text.split(",") for words, suffixes in [_words(part)] if words or suffixes]
    parts = [words for words, _ in read if words]
    name_parts = [words for words in parts if not _is_addition(words)]
    suffixes = [word for _, endings in read for word in endings]
    suffixes += [word for words in parts if _are_suffixes(words) for word in words]
    comma = "," in text and len(name_parts) == len(parts) == len(read)
    if not name_parts:
        return _Halves((), (), comma, tuple(suffixes))
    return _Halves(tuple(name_parts[0]), tuple(name_parts[1]) if len(name_parts) > 1 else (), comma, tuple(suffixes))


def _words(part: str) -> tuple[list[str], list[str]]:
    """The words of a name, and the suffixes behind them."""
    lexicon = known_words()
    words = [
        word if word in lexicon.particles else word.strip(_QUOTES + ";:") for word in part.split() if "/" not in word
    ]
    words = [word for word in words if word and (any(char.isalpha() for char in word) or word in lexicon.couples)]
    if (
        len(words) == 1
        and "." in words[0].strip(".")
        and not (_is_initial(words[0]) or bare(words[0]) in lexicon.suffixes)
    ):
        words = [word for word in words[0].split(".") if word]
    while len(words) > 1 and _is_before_names(words):
        words = words[1:]
    suffixes: list[str] = []
    while len(words) > 1 and bare(words[-1]) in lexicon.suffixes:
        suffixes.insert(0, words.pop())
    return words, suffixes


def _is_before_names(words: list[str]) -> bool:
    """Whether the first of several words opens a letter, or is a degree that stands in front."""
    lexicon = known_words()
    first, second = bare(words[0]), bare(words[1])
    opens = first in lexicon.openings or (first in lexicon.openings_of_titles and second in lexicon.titles)
    return opens or ("." in words[0] and first in lexicon.suffixes - lexicon.titles)


def _is_addition(words: Iterable[str]) -> bool:
    """Whether a part between commas is a suffix or a job and no part of the name."""
    lexicon, tokens = known_words(), list(words)
    if len(tokens) > _WITH_RANK and bare(tokens[0]) in lexicon.before_styles and bare(tokens[1]) in lexicon.styles:
        # Head Nurse Angela Mbeki is called so; Head of Nursing is a job.
        tokens = tokens[_WITH_RANK:]
    return _are_suffixes(tokens) or any(word.casefold() in lexicon.job_words for word in tokens)


def _are_suffixes(words: Iterable[str]) -> bool:
    return all(bare(word) in known_words().suffixes for word in words)


def _untitled(words: tuple[str, ...], titles_here: frozenset[str]) -> tuple[list[str], tuple[str, ...]]:
    """The titles before the names and behind them, and the names."""
    begin, end = 0, len(words)
    while begin < end and _is_title(words, begin, titles_here):
        begin += 1
    while end - 1 > begin and _is_title_behind(words[end - 1]):
        end -= 1
    return [*words[:begin], *words[end:]], words[begin:end]


def _is_title(words: tuple[str, ...], place: int, titles_here: frozenset[str]) -> bool:
    lexicon = known_words()
    word = words[place]
    following = bare(words[place + 1]) if place + 1 < len(words) else ""
    if bare(word) in lexicon.callings and 0 < place > len(words) - _WITH_PATRONYMIC:
        # Dr. Bishop is called so; Hon. Judge Mary Doe is a judge.
        return False
    if bare(word) in lexicon.dotted and not word.endswith("."):
        return False
    if bare(word) in lexicon.before_styles:
        return following in lexicon.styles
    if bare(word) in lexicon.doctor_of:
        return place > 0 and bool(following)
    return (
        bare(word) in lexicon.titles or bare(word) in lexicon.styles or (bool(following) and bare(word) in titles_here)
    )


def _is_title_behind(word: str) -> bool:
    lexicon = known_words()
    degree = bare(word) in lexicon.doctors or bare(word) in lexicon.professors
    return degree or (word.endswith(".") and bare(word) in lexicon.titles and not _is_initial(word))


def bare(word: str) -> str:
    """The word in lower case, without full stops and quotes: how titles are listed."""
    return word.casefold().replace(".", "").strip(_QUOTES + ",")


def _is_initial(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None and word.upper() != word.lower()


def is_short(word: str) -> bool:
    """Whether a word is an initial or a shortened name."""
    return _is_initial(word) or bare(word) in known_words().shortened


def _in_capitals(word: str) -> bool:
    """Whether a word stands in capitals as family names do; `JD` and `AJ` are what people are called."""
    word = re.sub(r"^(?:Mc|Mac)(?=[A-Z]{2})", "", word)
    long = sum(char.isalpha() for char in word) > _LONGEST_SHORT
    return word.isupper() and not _is_initial(word) and (long or word.casefold() in known_words().family_first)


def cased(words: Iterable[str]) -> list[str]:
    """The words as names are written, where they are all in capitals or all in small letters."""
    words = list(words)
    text = "".join(words)
    last = len(words) - 1
    if not (text.isupper() or text.islower()):
        small = [word.isupper() and place < last and is_particle(word) for place, word in enumerate(words)]
        return [
            word.lower() if low else _capitalised(word) if _in_capitals(word) else word
            for word, low in zip(words, small, strict=True)
        ]
    return [
        word.lower() if place < last and is_particle(word) and len(words) > 1 else _capitalised(word)
        for place, word in enumerate(words)
    ]


def _capitalised(word: str) -> str:
    if len(word) == _LONGEST_SHORT and word.isupper() and not set(_plain(word)) & set("aeiouy"):
        return word
    if re.match(r"(?:Mc|Mac)[A-Z]{2}", word):
        return word[: word.index("c") + 2] + word[word.index("c") + 2 :].lower()
    name = re.sub(r"[^\W\d_]+", lambda match: match[0][0].upper() + match[0][1:].lower(), word)
    return re.sub(r"^Mc([a-z])", lambda match: "Mc" + match[1].upper(), name)


def _titles_cased(titles: Iterable[str]) -> tuple[str, ...]:
    lexicon = known_words()
    return tuple(
        word[0].upper() + word[1:].lower()
        if (word.isupper() or word.islower()) and bare(word) not in lexicon.doctor_of | lexicon.abbreviated
        else word
        for word in titles
    )
