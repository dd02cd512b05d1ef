"""Owns the day on which somebody said to write again: “in January”, “in six months”, “ab März”, “closes Friday”.

The words stand in languages/<code>/again.toml, read when the first such phrase is; what becomes of the day is
tracking's.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

from msgspec import Struct

from afterword.domain.dates import add_days, add_months
from afterword.languages.loader import any_of, gather

_FRIDAY = 4
_MONTHS, _WEEK = 12, 7
_NUMERIC = (
    r"(?P<year>20\d\d)-(?P<m>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<day>\d{1,2})[./](?P<m>\d{1,2})[./](?P<year>20\d\d)",
    r"(?P<day>\d{1,2})\. ?(?P<m>\d{1,2})\.",
)
_CLAUSE = re.compile(r"[.;!?\n]+(?=\s|$)|,")
_QUARTERS = {"q1": 1, "q2": 4, "q3": 7, "q4": 10, "h1": 1, "h2": 7}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_UNITS = {"months": 1, "quarters": 3, "years": 12}
_BEFORE = 24
"""How many characters before a day may say that it is the last one, or long past."""


class _Words(Struct, frozen=True):
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    numbers: tuple[str, ...]
    patterns: tuple[str, ...]
    closing: tuple[str, ...]
    past: tuple[str, ...]
    cues: tuple[str, ...]


class _Reader(Struct, frozen=True):
    """The words of all languages, ready to be looked for; names and numbers go to their place, from one on."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    numbers: Mapping[str, int]
    patterns: tuple[re.Pattern[str], ...]
    closing: re.Pattern[str]
    past: re.Pattern[str]
    cues: re.Pattern[str]


@cache
def _reader() -> _Reader:
    words = gather("again", "again", _Words)
    months, weekdays = _placed(words.months, _MONTHS), _placed(words.weekdays, _WEEK)
    numbers = _placed(words.numbers, _MONTHS)
    named = {
        "<month>": rf"(?P<month>{_choices(months)})\b\.?",
        "<weekday>": rf"(?P<weekday>{_choices(weekdays)})s?",
        "<n>": rf"(?P<n>\d{{1,2}}|{_choices(numbers)})",
    }
    return _Reader(
        months,
        weekdays,
        numbers,
        tuple(_compiled(pattern, named) for pattern in (*_NUMERIC, *words.patterns)),
        re.compile(rf"(?<!\w)(?:{any_of(words.closing)})(?: \w+)?\s*$"),
        re.compile(rf"(?<!\w)(?:{any_of(words.past)})(?: (?:the|early|late|in|en|im))?\s*$"),
        re.compile(rf"(?<!\w)(?:{any_of(words.cues)})(?!\w)"),
    )


def _placed(lines: tuple[str, ...], count: int) -> dict[str, int]:
    return {name: place % count + 1 for place, line in enumerate(lines) for name in line.split()}


def _choices(names: Mapping[str, int]) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def _compiled(pattern: str, named: Mapping[str, str]) -> re.Pattern[str]:
    # Of a range (“two to three months”) the last number counts, so the first one gets no name.
    first, ranged, rest = pattern.partition("(?: <n>")
    if ranged:
        pattern = f"{first}(?: {named['<n>'].replace('?P<n>', '?:', 1)}{rest}"
    for name, choices in named.items():
        pattern = pattern.replace(name, choices)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


@lru_cache(maxsize=4096)
def when_to_write_again(text: str, said_on: date) -> date | None:
    """The day to write again that those words name, later than the day on which they were said; None for none.

    Of several days the one beside words such as “try again” counts, else the first. A month means its beginning, the
    end of a period its last week; a closing day on a weekend the Friday before.
    """
    line = _folded(text)
    found = [(place, day) for place, day in _days(line, said_on) if day > said_on]
    if not found:
        return None
    cued = [day for place, day in found if _reader().cues.search(_clause(line, place))]
    return cued[0] if cued else found[0][1]


def speaks_of_again(text: str) -> bool:
    """Whether the words speak of writing, asking or applying again, whatever day they name."""
    return _reader().cues.search(_folded(text)) is not None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return re.sub(r"[ \t]+", " ", "".join(char for char in plain if not unicodedata.combining(char)))


def _clause(line: str, place: int) -> str:
    ends = [match.end() for match in _CLAUSE.finditer(line)]
    start = max((end for end in ends if end <= place), default=0)
    return line[start : min((end for end in ends if end > place), default=len(line))]


def _days(line: str, said_on: date) -> Iterator[tuple[int, date]]:
    """Every day that the line names, with its place; of matches that overlap the longest counts."""
    reader = _reader()
    matches = [match for pattern in reader.patterns for match in pattern.finditer(line)]
    taken = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        before = line[max(0, match.start() - _BEFORE) : match.start()]
        if match.start() < taken or reader.past.search(before) or reader.past.match(match[0]):
            continue
        day = _day(match, said_on)
        if day is None:
            continue
        taken = match.end()
        is_day = match.groupdict().get("day") or match.groupdict().get("weekday")
        closes = is_day and (reader.closing.search(before) or reader.closing.search(match[0].rpartition(" ")[0]))
        yield match.start(), _last_working_day(day, said_on) if closes else day


def _last_working_day(day: date, said_on: date) -> date:
    friday = day - timedelta(days=max(0, day.weekday() - _FRIDAY))
    return friday if friday > said_on else day


def _day(match: re.Match[str], said: date) -> date | None:
    parts = {name: words for name, words in match.groupdict().items() if words}
    readings = (_calendar_day, _distance, _fixed_day, _period)
    try:
        return next((day for reading in readings if (day := reading(parts, said)) is not None), None)
    except (ValueError, OverflowError):
        return None


Parts = Mapping[str, str]


def _calendar_day(parts: Parts, said: date) -> date | None:
    """`15 January`, `2027-01-15`, `Friday`, `tomorrow`."""
    if "tomorrow" in parts:
        return add_days(said, 1)
    if "weekday" in parts:
        ahead = (_reader().weekdays[parts["weekday"]] - 1 - said.weekday()) % _WEEK
        return add_days(said, ahead or _WEEK)
    month = int(parts["m"]) if "m" in parts else _reader().months.get(parts.get("month", ""), 0)
    if "day" not in parts or not month:
        return None
    if "year" in parts:
        return date(int(parts["year"]), month, int(parts["day"]))
    return _ahead(date(said.year, month, int(parts["day"])), said)


def _distance(parts: Parts, said: date) -> date | None:
    """`in six months`, `in half a year`."""
    if "half" in parts:
        return add_months(said, 6)
    if "n" not in parts:
        return None
    count = int(parts["n"]) if parts["n"].isdecimal() else _reader().numbers[parts["n"]]
    if "days" in parts or "weeks" in parts:
        return add_days(said, count * (_WEEK if "weeks" in parts else 1))
    return add_months(said, count * next(months for unit, months in _UNITS.items() if unit in parts))


def _fixed_day(parts: Parts, said: date) -> date | None:
    """`after Christmas`, `après Pâques`, `à la rentrée`, `later this year`, `zum Jahresende`."""
    if "christmas" in parts or "newyear" in parts:
        return _ahead(date(said.year, 1, _WEEK), said)
    if "easter" in parts:
        from dateutil.easter import easter

        days = (easter(year) + timedelta(days=2) for year in (said.year, said.year + 1))
        return next(day for day in days if day > said)
    if "school" in parts:
        return _ahead(date(said.year, 9, 1), said)
    if "later" in parts:
        return min(add_months(said, 2), max(date(said.year, 12, 10), add_days(said, _WEEK)))
    if "yearend" in parts:
        return _ahead(date(said.year, 12, 10), said)
    return None


def _period(parts: Parts, said: date) -> date | None:
    """A month, a season, a quarter or a unit, with its beginning, middle or end: `early March`, `after the summer`."""
    if "month" in parts:
        return _within(_reader().months[parts["month"]], 1, parts, said)
    for names, length in ((_QUARTERS, 3), (_SEASONS, 3)):
        named = next((first for name, first in names.items() if name in parts), None)
        if named is not None:
            return _within(named, 6 if {"h1", "h2"} & parts.keys() else length, parts, said)
    return _unit(parts, said)


def _unit(parts: Parts, said: date) -> date | None:
    """`next quarter`, `end of the month`, `early next year`, `next week`."""
    ahead = 1 if "next" in parts else 0
    if "weeks" in parts:
        return add_days(said, _WEEK * ahead - said.weekday() + (_FRIDAY if "late" in parts else 0))
    length = next((months for unit, months in _UNITS.items() if unit in parts), None)
    if length is None:
        return None
    begun = date(said.year, (said.month - 1) // length * length + 1, 1)
    begun = add_months(begun, length * ahead)
    day = _part(begun, length, parts)
    # “At the beginning of the year”, said in November, is that of the next one.
    return day if day > said or ahead else _part(add_months(begun, length), length, parts)


def _within(first: int, length: int, parts: Parts, said: date) -> date:
    """A day in, or after, a period of so many months that begins with that month, the next time it comes."""
    years = [int(parts["year"])] if "year" in parts else [said.year - 1, said.year, said.year + 1, said.year + 2]
    days = [_part(date(year, first, 1), length, parts) for year in years]
    return next((day for day in days if day > said), days[-1])


def _part(begin: date, length: int, parts: Parts) -> date:
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


def _ahead(day: date, said: date) -> date:
    return day if day > said else day.replace(year=day.year + 1)
