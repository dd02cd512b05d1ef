"""Owns the day on which somebody said to write again: “in January”, “in six months”, “ab März”, “closes Friday”.

The words stand in languages/<code>/again.toml, read when the first such phrase is; what becomes of the day is
tracking's.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from string import digits

from msgspec import Struct

from afterword.domain.dates import add_days, add_months
from afterword.domain.text import unaccented
from afterword.languages.loader import any_of, languages, load

_FRIDAY = 4
_MONTHS, _WEEK = 12, 7
_NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)-(?P<m>\d{1,2})-(?P<day>\d{1,2})"
    r"|(?P<day_2>\d{1,2})[./](?P<m_2>\d{1,2})[./](?P<year_2>20\d\d)|(?P<day_3>\d{1,2})\. ?(?P<m_3>\d{1,2})\.)(?!\d)"
)
_DIGITS = re.compile(r"\d[-./]")
_WORDS_AND_DIGITS = re.compile(r"[^\W\d_]+|\d")
_HEAD = 3
"""So many letters of a word tell whether it may name a day."""
_CLAUSE = re.compile(r"[.;!?\n]+(?=\s|$)|,")
_BLANKS = re.compile(r"[ \t]+")
_QUARTERS = {"q1": 1, "q2": 4, "q3": 7, "q4": 10, "h1": 1, "h2": 7}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_TERMS = ((1, 7), (4, 20), (9, 1))
"""When terms of a school begin, more or less."""
_UNITS = {"months": 1, "quarters": 3, "halves": 6, "years": 12}
_BEFORE = 24
"""How many characters before a day may say that it is the last one, or long past."""


class _Words(Struct, frozen=True):
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    numbers: tuple[str, ...]
    signs: tuple[str, ...]
    patterns: tuple[str, ...]
    closing: tuple[str, ...]
    past: tuple[str, ...]
    cues: tuple[str, ...]


class _Reader(Struct, frozen=True, dict=True):
    """The words of one language; each pattern is compiled when the first text needs it."""

    words: _Words

    @cached_property
    def months(self) -> Mapping[str, int]:
        """From each name to its number."""
        return _numbered(self.words.months)

    @cached_property
    def weekdays(self) -> Mapping[str, int]:
        """From each name to its number, one for Monday."""
        return _numbered(self.words.weekdays)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """From each word to its number."""
        return _numbered(self.words.numbers)

    @cached_property
    def signs(self) -> re.Pattern[str]:
        """A word without which a text names no day in this language; most texts hold none."""
        return re.compile(rf"(?<!\w)(?:{_choices(self.months)}|{_choices(self.weekdays)}|{any_of(self.words.signs)})")

    @property
    def heads(self) -> Iterator[str]:
        """How the words in these signs begin; a digit alone may be part of a day."""
        for words in (*self.months, *self.weekdays, *self.words.signs):
            yield from (word[:_HEAD] for word in _WORDS_AND_DIGITS.findall(words) if len(word) > 1)

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The ways of naming a day."""
        placeholders = {
            "<month>": rf"(?P<month>{_choices(self.months)})\b\.?",
            "<weekday>": rf"(?P<weekday>{_choices(self.weekdays)})s?",
            "<n>": rf"(?P<n>\d{{1,2}}|{_choices(self.numbers)})",
        }
        return tuple(_compiled(pattern, placeholders) for pattern in self.words.patterns)

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """What stands before a day that is the last one."""
        return re.compile(rf"(?<!\w)(?:{any_of(self.words.closing)})(?: \w+)?\s*$")

    @cached_property
    def past(self) -> re.Pattern[str]:
        """What stands before a day that has been."""
        return re.compile(rf"(?<!\w)(?:{any_of(self.words.past)})(?: (?:the|early|late|in|en|im))?\s*$")

    @cached_property
    def cues(self) -> re.Pattern[str]:
        """What speaks of writing again."""
        return re.compile(rf"(?<!\w)(?:{any_of(self.words.cues)})(?!\w)")


@cache
def _readers() -> tuple[_Reader, ...]:
    return tuple(_Reader(load("again", _Words, language, "again")) for language in languages("again"))


@cache
def _heads() -> frozenset[str]:
    return frozenset(head for reader in _readers() for head in reader.heads).union(digits)


def may_name_a_day(text: str) -> bool:
    """False for most texts that name no day in any language, told by how their words begin: many times as fast."""
    words = _WORDS_AND_DIGITS.findall(unaccented(text))
    return not _heads().isdisjoint([word[:_HEAD] for word in words])


def _numbered(lines: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, line in enumerate(lines, 1) for name in line.split()}


def _choices(names: Mapping[str, int]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def _compiled(pattern: str, placeholders: Mapping[str, str]) -> re.Pattern[str]:
    # Of a range (“two to three months”) the last number counts, so the first one gets no name.
    first, ranged, rest = pattern.partition("(?: <n>")
    if ranged:
        pattern = f"{first}(?: {placeholders['<n>'].replace('?P<n>', '?:', 1)}{rest}"
    for name, choices in placeholders.items():
        pattern = pattern.replace(name, choices)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


@lru_cache(maxsize=4096)
def when_to_write_again(text: str, said_on: date) -> date | None:
    """The day to write again that those words name, later than the day on which they were said; None for none.

    Of several days the one beside words such as “try again” counts, else the first. A month means its beginning, the
    end of a period its last week; a closing day on a weekend the Friday before.
    """
    line = _folded(text)
    days = [(place, day) for place, day in _days(line, said_on) if day > said_on]
    days = [(place, day) for place, day in days if _has_cue(_clause(line, place))] or days
    return days[0][1] if days else None


def speaks_of_again(text: str) -> bool:
    """Whether the words speak of writing, asking or applying again, whatever day they name."""
    return _has_cue(_folded(text))


def _has_cue(line: str) -> bool:
    return any(reader.cues.search(line) for reader in _readers())


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", unaccented(text))


def _clause(line: str, place: int) -> str:
    ends = [match.end() for match in _CLAUSE.finditer(line)]
    start = max((end for end in ends if end <= place), default=0)
    return line[start : min((end for end in ends if end > place), default=len(line))]


class _Named(Struct, frozen=True):
    """A match that may name a day: where it stands, its words, what each part of it says, and in which language."""

    start: int
    end: int
    words: str
    parts: Mapping[str, str]
    reader: _Reader


def _named_in(line: str) -> list[_Named]:
    readers = [reader for reader in _readers() if reader.signs.search(line)]
    matches = [(match, reader) for reader in readers for pattern in reader.patterns for match in pattern.finditer(line)]
    if _DIGITS.search(line):
        matches += [(match, _readers()[0]) for match in _NUMERIC.finditer(line)]
    mentions = [
        _Named(
            match.start(),
            match.end(),
            match[0],
            {name.partition("_")[0]: text for name, text in match.groupdict().items() if text},
            reader,
        )
        for match, reader in matches
    ]
    return sorted(mentions, key=lambda match: (match.start, -match.end))


def _days(line: str, said_on: date) -> list[tuple[int, date]]:
    """Every day that the line names, with its place; of matches that overlap the longest counts."""
    days: list[tuple[int, date]] = []
    end = 0
    for match in _named_in(line):
        before = line[max(0, match.start - _BEFORE) : match.start]
        if match.start < end or match.reader.past.search(before) or match.reader.past.match(match.words):
            continue
        day = _day(match, said_on)
        if day is not None:
            end = match.end
            days.append((match.start, _last_working_day(day, said_on) if _closes(match, before) else day))
    return days


def _closes(match: _Named, before: str) -> bool:
    """Whether the day is a last one."""
    if not {"day", "weekday"} & match.parts.keys():
        return False
    inside = match.words.rpartition(" ")[0]
    return any(reader.closing.search(before) or reader.closing.search(inside) for reader in _readers())


def _last_working_day(day: date, said_on: date) -> date:
    friday = day - timedelta(days=max(0, day.weekday() - _FRIDAY))
    return friday if friday > said_on else day


def _day(match: _Named, said_on: date) -> date | None:
    readings = (_calendar_day, _distance, _fixed_day, _period)
    try:
        return next((day for reading in readings if (day := reading(match, said_on)) is not None), None)
    except (ValueError, OverflowError):
        return None


def _calendar_day(match: _Named, said_on: date) -> date | None:
    """`15 January`, `2027-01-15`, `Friday`, `tomorrow`."""
    parts, reader = match.parts, match.reader
    if "tomorrow" in parts:
        return add_days(said_on, 1)
    if "weekday" in parts:
        ahead = (reader.weekdays[parts["weekday"]] - 1 - said_on.weekday()) % _WEEK
        return add_days(said_on, ahead or _WEEK)
    month = int(parts["m"]) if "m" in parts else reader.months.get(parts.get("month", ""), 0)
    if "day" not in parts or not month:
        return None
    if "year" in parts:
        return date(int(parts["year"]), month, int(parts["day"]))
    return _ahead(date(said_on.year, month, int(parts["day"])), said_on)


def _distance(match: _Named, said_on: date) -> date | None:
    """`in six months`, `in half a year`."""
    parts = match.parts
    if "half" in parts:
        return add_months(said_on, 6)
    if "n" not in parts:
        return None
    count = int(parts["n"]) if parts["n"].isdecimal() else match.reader.numbers[parts["n"]]
    if "days" in parts or "weeks" in parts:
        return add_days(said_on, count * (_WEEK if "weeks" in parts else 1))
    return add_months(said_on, count * next(months for unit, months in _UNITS.items() if unit in parts))


def _fixed_day(match: _Named, said_on: date) -> date | None:
    """`after Christmas`, `après Pâques`, `à la rentrée`, `later this year`, `zum Jahresende`."""
    parts = match.parts
    if "christmas" in parts or "newyear" in parts:
        return _ahead(date(said_on.year, 1, _WEEK), said_on)
    if "easter" in parts:
        from dateutil.easter import easter

        days = (easter(year) + timedelta(days=2) for year in (said_on.year, said_on.year + 1))
        return next(day for day in days if day > said_on)
    if "school" in parts:
        return _ahead(date(said_on.year, 9, 1), said_on)
    if "term" in parts:
        return min(_ahead(date(said_on.year, month, day), said_on) for month, day in _TERMS)
    if "soon" in parts:
        return add_months(said_on, 2)
    if "later" in parts:
        return min(add_months(said_on, 2), max(date(said_on.year, 12, 10), add_days(said_on, _WEEK)))
    if "yearend" in parts:
        return _ahead(date(said_on.year, 12, 10), said_on)
    return None


def _period(match: _Named, said_on: date) -> date | None:
    """A month, a season, a quarter or a unit, with its beginning, middle or end: `early March`, `after the summer`."""
    parts = match.parts
    if "month" in parts:
        return _within(match.reader.months[parts["month"]], 1, parts, said_on)
    for names, length in ((_QUARTERS, 3), (_SEASONS, 3)):
        month = next((first for name, first in names.items() if name in parts), None)
        if month is not None:
            return _within(month, 6 if {"h1", "h2"} & parts.keys() else length, parts, said_on)
    if "year" in parts:
        return _part(date(int(parts["year"]), 1, 1), _MONTHS, parts)
    return _unit(parts, said_on)


def _unit(parts: Mapping[str, str], said_on: date) -> date | None:
    """`next quarter`, `end of the month`, `early next year`, `next week`."""
    ahead = 1 if "next" in parts else 0
    if "weeks" in parts:
        return add_days(said_on, _WEEK * ahead - said_on.weekday() + (_FRIDAY if "late" in parts else 0))
    length = next((months for unit, months in _UNITS.items() if unit in parts), None)
    if length is None:
        return None
    start = date(said_on.year, (said_on.month - 1) // length * length + 1, 1)
    start = add_months(start, length * ahead)
    day = _part(start, length, parts)
    # “At the beginning of the year”, said in November, is that of the next one.
    return day if day > said_on or ahead else _part(add_months(start, length), length, parts)


def _within(first: int, length: int, parts: Mapping[str, str], said_on: date) -> date:
    """A day in, or after, a period of so many months that begins with that month, the next time it comes."""
    years = (
        [int(parts["year"])]
        if "year" in parts
        else [said_on.year - 1, said_on.year, said_on.year + 1, said_on.year + 2]
    )
    days = [_part(date(year, first, 1), length, parts) for year in years]
    return next((day for day in days if day > said_on), days[-1])


def _part(begin: date, length: int, parts: Mapping[str, str]) -> date:
    """The day in a period of so many months: its middle, its last week, the day after it, or its beginning.

    A year ends before its holidays, and January begins after them.
    """
    if "after" in parts:
        begin = add_months(begin, length)
    elif "mid" in parts:
        return add_days(add_months(begin, length // 2), 0 if length > 1 and length % 2 == 0 else 14)
    elif "late" in parts:
        last = add_months(begin, length - 1)
        return last.replace(day=10 if last.month == _MONTHS else 25)
    return begin.replace(day=_WEEK) if begin.month == 1 and begin.day == 1 else begin


def _ahead(day: date, said_on: date) -> date:
    return day if day > said_on else day.replace(year=day.year + 1)
