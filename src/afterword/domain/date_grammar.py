"""Owns the words of a date: a line taken apart into day, time and zone, with nothing left over; it knows no now."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from functools import cache

from msgspec import Struct

from afterword.domain.dates import EXAMPLES, SHOWN, WEEKDAYS
from afterword.domain.text import folded, shorten
from afterword.errors import NotUnderstood
from afterword.languages.loader import languages, load

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORTEST = 3
_MINUTES = 60
_LAST_DAY = 31
_SHORT_YEAR = 2
_SIGN_REVERSED = re.compile(r"etc/gmt[+-]\d")
_TWO_DIGITS = re.compile(r"\d\d(?::\d\d)?", re.ASCII)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})", re.ASCII)
_LONGEST_OFFSET = timedelta(hours=14)
_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_UNITS = {"mi": "minutes", "h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}
_NEAR_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1, "day after tomorrow": 2, "day before yesterday": -2}


class WrittenDay(Struct, frozen=True):
    """A day of the calendar; the year may be left out, or be its last two digits (`is_short`)."""

    year: int | None
    month: int
    day: int
    is_short: bool = False


class Distance(Struct, frozen=True):
    """So many minutes, hours, days, weeks, months or years from now; `keeps_time` keeps the time of day of now."""

    count: int
    unit: str
    keeps_time: bool = False


class Neighbour(Struct, frozen=True):
    """`next`, `last` or `this` weekday: 1, -1 or 0."""

    side: int
    weekday: int


class Parts(Struct):
    """What a line says.

    `bare` marks an hour without minutes, `said_at` one that the word “at” stands before; `is_iso` and `has_t` a day
    in ISO form, and the letter T between it and the time; `dotted` holds `9.10`, which may be a day, too.
    """

    day: WrittenDay | Distance | Neighbour | None = None
    weekday: int | None = None
    clock: time | None = None
    offset: timedelta | None = None
    zone: str = ""
    bare: bool = False
    said_at: bool = False
    is_iso: bool = False
    has_t: bool = False
    dotted: str = ""

    def put(self, name: str, value: object, words: str) -> None:
        """Keep one part. Raises `NotUnderstood` when the line has said it already."""
        if getattr(self, name) not in (None, ""):
            labels = {"day": "a second day", "weekday": "a second weekday", "clock": "a second time"}
            raise NotUnderstood(
                f"“{words.strip()}” is {labels.get(name, 'a second zone')} in the same text.",
                hint="Type one day and one time, such as 2026-11-12 10:00.",
            )
        setattr(self, name, value)


def weekday_index(word: str) -> int | None:
    """0 for `mon` to 6 for `sun`; any beginning of the English name of three letters or more will do."""
    if len(word) < _SHORTEST:
        return None
    return next((index for index, name in enumerate(WEEKDAYS) if name.startswith(word)), None)


def read_parts(line: str) -> Parts:
    """The parts of a line in lower case, in English or in any language whose words of dates are known.

    Raises `NotUnderstood` when a part is not clear or words are left over.
    """
    try:
        return _read(line)
    except (NotUnderstood, ValueError) as problem:
        english = _in_english(line)
        if english == line:
            raise
        try:
            return _read(english)
        except (NotUnderstood, ValueError):
            raise problem from None


def _read(line: str) -> Parts:
    parts, place = Parts(), 0
    while place < len(line):
        filler = _pattern(_FILLER).match(line, place)
        place = filler.end() if filler else place
        if place == len(line):
            break
        match = next(
            (attempt for pattern, take in _TOKENS if (attempt := _match(parts, pattern, take, line, place))), None
        )
        if match is None:
            raise _left_over(line, line[place:], after_time=parts.clock is not None)
        place = match.end()
    _check_hour(parts, line)
    return parts


Take = Callable[[Parts, "re.Match[str]"], bool]


def _match(parts: Parts, pattern: str, take: Take, line: str, place: int) -> "re.Match[str] | None":
    match = _pattern(pattern).match(line, place)
    return match if match is not None and take(parts, match) else None


def _left_over(line: str, words: str, *, after_time: bool) -> NotUnderstood:
    abbreviation = re.match(r"(?:[a-z]{1,4}t|msk)(?![a-z])", words)
    if after_time and abbreviation:
        return NotUnderstood(
            f"“{abbreviation[0].upper()}” after a time does not say for sure how far from UTC it is.",
            hint="Type the distance, such as 10:00 +01:00, or a zone, such as 10:00 Europe/Berlin.",
        )
    rest = "." if words == line else f": “{shorten(words, SHOWN)}” is left over."
    return NotUnderstood(f"“{shorten(line, SHOWN)}” is not a date I understand{rest}", hint=f"Try {EXAMPLES}.")


def _check_hour(parts: Parts, line: str) -> None:
    """An hour without minutes is clear after “at” or beside a day named by a word; `12 nov 9` is not.

    Neither is `9.10`, a time or a day, before another part has named the day.
    """
    if parts.dotted and parts.day is None and not parts.said_at:
        day, month = parts.dotted.split(".")
        raise NotUnderstood(
            f"“{parts.dotted}” can be {int(day)}:{month} or {_day_words(int(day), int(month), '')}.",
            hint=f"Type the time with a colon, {int(day)}:{month}, or the day with a second dot, {parts.dotted}.",
        )
    has_day = parts.day is not None or parts.weekday is not None
    if parts.bare and not parts.said_at and (isinstance(parts.day, WrittenDay) or not has_day):
        raise NotUnderstood(f"“{line}” does not say for sure what is a time.", hint="Type times like 09:00 or 9am.")


def _take_iso(parts: Parts, match: "re.Match[str]") -> bool:
    parts.put("day", WrittenDay(int(match["y"]), int(match["m"]), int(match["d"])), match[0])
    parts.is_iso, parts.has_t = True, match[0].endswith("t")
    return True


def _take_week(parts: Parts, match: "re.Match[str]") -> bool:
    day = date.fromisocalendar(int(match[1]), int(match[2]), int(match[3]))
    parts.put("day", WrittenDay(day.year, day.month, day.day), match[0])
    return True


def _take_numbers(parts: Parts, match: "re.Match[str]") -> bool:
    """`12.11.2026` puts the day first; with a slash or a dash either may come first, so both must not be possible."""
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    by_day, by_month = _is_day_of_year(first, second), _is_day_of_year(second, first)
    if match["sep"] != "." and by_day and by_month and first != second:
        raise _two_readings(match[0], (first, second), year)
    if match["sep"] == "-" and len(match["a"]) == len(year) and _is_day_of_year(int(year), second):
        raise _year_first_or_last(match[0], (first, second, int(year)))
    day, month = (first, second) if by_day or match["sep"] == "." else (second, first)
    parts.put("day", WrittenDay(int(year) if year else None, month, day, is_short=len(year) == _SHORT_YEAR), match[0])
    return True


def _is_day_of_year(day: int, month: int) -> bool:
    return 1 <= month <= len(MONTHS) and 1 <= day <= _LAST_DAY


def _two_readings(words: str, numbers: tuple[int, int], year: str) -> NotUnderstood:
    whole = f"20{year}" if len(year) == _SHORT_YEAR else year
    reading, other = (_day_words(day, month, whole) for day, month in (numbers, numbers[::-1]))
    return NotUnderstood(
        f"“{words}” can be {reading} or {other}.", hint=f"Type the month by its name: {reading}, or {other}."
    )


def _year_first_or_last(words: str, numbers: tuple[int, int, int]) -> NotUnderstood:
    first, month, last = numbers
    reading, other = (_day_words(day, month, f"20{year:02}") for day, year in ((last, first), (first, last)))
    return NotUnderstood(f"“{words}” can be {reading} or {other}.", hint=f"Type the whole year: {reading}, or {other}.")


def _day_words(day: int, month: int, year: str) -> str:
    return f"{day} {MONTHS[month - 1][:3].capitalize()} {year}".strip()


def _take_month(parts: Parts, match: "re.Match[str]") -> bool:
    month = next(index for index, name in enumerate(MONTHS, 1) if name.startswith(match["month"][:3]))
    year = int(match["year"]) if match["year"] else None
    parts.put("day", WrittenDay(year, month, int(match["day"])), match[0])
    return True


def _take_distance(parts: Parts, match: "re.Match[str]") -> bool:
    raw, unit = match["n"] or match["n2"], match["unit"] or match["unit2"]
    count = _COUNT.get(raw) or int(raw)
    if unit == "m":
        raise NotUnderstood(
            f"“{match[0]}” can be minutes or months.", hint=f"Type {count} min or {count} months in its place."
        )
    back = match["sign"] == "-" or match["ago"] == "ago"
    name = _UNITS["mi" if unit.startswith("mi") else unit[0]]
    parts.put("day", Distance(-count if back else count, name, keeps_time=True), match[0])
    return True


def _take_neighbour(parts: Parts, match: "re.Match[str]") -> bool:
    side, word = {"next": 1, "last": -1, "this": 0}[match[1]], match[2]
    if word in ("week", "month", "year"):
        parts.put("day", Distance(side, f"{word}s"), match[0])
        return True
    weekday = weekday_index(word)
    if weekday is None:
        return False
    parts.put("day", Neighbour(side, weekday), match[0])
    return True


def _take_near_day(parts: Parts, match: "re.Match[str]") -> bool:
    parts.put("day", Distance(_NEAR_DAYS[match[0]], "days"), match[0])
    return True


def _take_weekday(parts: Parts, match: "re.Match[str]") -> bool:
    weekday = weekday_index(match[1])
    if weekday is not None:
        parts.put("weekday", weekday, match[0])
    return weekday is not None


def _take_clock(parts: Parts, match: "re.Match[str]") -> bool:
    parts.put("clock", _time(match, "1"), match[0])
    parts.bare, parts.said_at = _is_bare(match, "1"), parts.has_t or match["at"] is not None
    dotted = _DOTTED.fullmatch(match[0])
    parts.dotted = match[0] if dotted and _is_day_of_year(int(dotted[1]), int(dotted[2])) else ""
    return True


def _take_compact_clock(parts: Parts, match: "re.Match[str]") -> bool:
    """`10:30` at the end, or `T1030`, the short ISO form."""
    parts.put("clock", _time(match, "1"), match[0])
    return True


def _take_range(parts: Parts, match: "re.Match[str]") -> bool:
    """`9-10`, `09:00 – 10:00`, `9 to 10am`: the start, once the end is seen to come after it."""
    if _is_offset(parts, match):
        parts.put("clock", _time(match, "1"), match[0])
        hours, _, minutes = match["until"].partition(":")
        _put_offset("-", hours, minutes, parts)
        return True
    end = _time(match, "2")
    start = _time(match, "1", _borrowed_half(match, end))
    if start >= end:
        raise NotUnderstood(f"“{match[0].strip()}” ends before it begins.", hint="Type the start alone, such as 09:00.")
    parts.put("clock", start, match[0])
    clear = not _is_bare(match, "1") or not _is_bare(match, "2") or isinstance(parts.day, WrittenDay)
    parts.bare, parts.said_at = not clear, match["at"] is not None
    return True


def _is_offset(parts: Parts, match: "re.Match[str]") -> bool:
    """Whether `10:00-05:00` gives a distance from UTC: after a T it does, elsewhere when it cannot be an end.

    Raises `NotUnderstood` where both are possible.
    """
    if "-" not in match["to"] or not _TWO_DIGITS.fullmatch(match["until"]) or match["to"] == " - ":
        return False
    if parts.has_t and match["to"] == "-":
        return True
    if not _TWO_DIGITS.fullmatch(match["from"]) or ":" not in match["until"]:
        return False
    lopsided = match["to"] != "-"
    if _time(match, "1") >= _time(match, "2"):
        return parts.is_iso or lopsided
    if lopsided:
        raise _range_or_offset(match)
    return False


def _range_or_offset(match: "re.Match[str]") -> NotUnderstood:
    start, until = match["from"], match["until"]
    return NotUnderstood(
        f"“{match[0].strip()}” can be a time until {until}, or a distance from UTC.",
        hint=f"Type {start} alone for the start, or {start} UTC-{until} for the distance.",
    )


def _borrowed_half(match: "re.Match[str]", end: time) -> str:
    """In `9 to 10am` the start takes the half of the day from the end, in `11-1pm` the other one."""
    if match["p1"] or match["noon1"] or not match["p2"] or int(match["h1"]) not in range(1, 13):
        return ""
    half = match["p2"]
    return half if _time(match, "1", half) < end else {"a": "p", "p": "a"}[half]


def _is_bare(match: "re.Match[str]", which: str) -> bool:
    return not any(match[f"{name}{which}"] for name in ("m", "hh", "p", "noon"))


def _time(match: "re.Match[str]", which: str, half: str = "") -> time:
    """The time of day of one of the two clocks in a match. Raises ValueError for one that no clock shows."""
    parts = match.groupdict()
    noon_word = parts.get(f"noon{which}")
    if noon_word:
        return time(0 if noon_word == "midnight" else 12)
    hour, minute, second = (int(parts.get(f"{name}{which}") or 0) for name in ("h", "m", "s"))
    half = half or parts.get(f"p{which}") or ""
    if half:
        if hour not in range(1, 13):
            raise ValueError(match[0])
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute, second)


def _take_offset(parts: Parts, match: "re.Match[str]") -> bool:
    if parts.clock is None:
        return False
    _put_offset(match["sign"] or "+", match["oh"] or "0", match["om"], parts)
    return True


def _put_offset(sign: str, hours: str, minutes: str | None, parts: Parts) -> None:
    words = f"{sign}{hours}:{minutes or '00'}"
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if size > _LONGEST_OFFSET or int(minutes or 0) >= _MINUTES:
        raise NotUnderstood(f"“{words}” is no distance from UTC.", hint="Type it like +05:30; it ends at 14 hours.")
    parts.put("offset", -size if sign == "-" else size, words)


def _take_zone(parts: Parts, match: "re.Match[str]") -> bool:
    """The name of a zone; one without a slash, such as CET, counts only beside the distance itself, as echoes show."""
    if parts.clock is None or ("/" not in match[0] and not match["with"]):
        return False
    if _SIGN_REVERSED.match(match["zone"]) and not match["with"]:
        raise NotUnderstood(
            f"“{match['zone']}” has its sign turned around by an old convention.",
            hint="Type the distance itself, such as 10:00 UTC+2.",
        )
    parts.put("zone", match["zone"], match["zone"])
    return True


def _clock_pattern(which: str) -> str:
    return (
        rf"(?:(?:12 )?(?P<noon{which}>noon|midday|midnight)(?![a-z])"
        rf"|(?P<h{which}>\d{{1,2}})(?:[:.h](?P<m{which}>\d{{2}})(?::(?P<s{which}>\d{{2}})(?:[.,]\d+)?)?|(?P<hh{which}>h))?"
        rf"(?: ?(?P<p{which}>[ap])\.?m(?:\.|(?![a-z])))?(?![\d:]|\.\d|(?!z(?![a-z])|utc|gmt)[a-z]))"
    )


_MONTH = (
    "(?P<month>"
    + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS).replace("sep(?:tember)?", "sep(?:t(?:ember)?)?")
    + ")(?![a-z])"
)
_YEAR = r"(?:[ \-/.,]*(?P<year>\d{4})(?![\d:.]))?"
_UNIT = r"minutes?|mins?|hours?|h|days?|d|weeks?|w|months?|m|years?|y"
_N = r"\d{1,4}|an?|one|two|three|four|five|six"
_AT = r"(?P<at>(?:at|@) ?)?"
_OFFSET = r"(?P<sign>[+-])(?P<oh>\d{2})(?::?(?P<om>\d{2}))?(?![\d:])"


@cache
def _pattern(text: str) -> "re.Pattern[str]":
    """Made when a line is first held against it: most lines are of few kinds."""
    return re.compile(text, re.ASCII)


# ── words of other languages ──────────────────────────────────────────────────────────────────────────────────────────


@cache
def _meanings() -> Mapping[str, frozenset[str]]:
    """What each word of a date, folded, is in English; in several languages it may be several things."""
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for word, english in _words():
        meanings[folded(word)].add(english)
    return {word: frozenset(meant) for word, meant in meanings.items()}


def _words() -> Iterator[tuple[str, str]]:
    yield from ((name[:_SHORTEST], name) for name in (*MONTHS, *WEEKDAYS))
    for language in languages("dates"):
        names = load("mail", dict[str, tuple[str, ...]], language, "dates")
        for name, line in zip((*MONTHS, *WEEKDAYS), (*names["months"], *names["weekdays"]), strict=True):
            yield from ((word, name) for word in line.split())
        for english, words in load("dates", dict[str, tuple[str, ...]], language, "means").items():
            yield from ((word, "" if english == _SAYS_NOTHING else english) for word in words)


_SAYS_NOTHING = "on"
_NAMED_DAY = f"(?:{'|'.join(WEEKDAYS)}|week|month|year)"


@cache
def _foreign() -> "re.Pattern[str]":
    words = sorted(map(re.escape, _meanings()), key=len, reverse=True)
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words)})(?![^\W_])")


def _in_english(line: str) -> str:
    """The line with the words of other languages in English, in the order of English; as it is where there are none.

    Raises `NotUnderstood` for a word that is one thing in one language and another in the next.
    """
    plain = folded(line)
    english = " ".join(_foreign().sub(_one_meaning, plain).split())
    english = re.sub(r"(\d) ?h(?: ?(\d\d)(?!\d))?(?![a-z\d])", r"\1h\2", english)
    english = re.sub(r"(?<![\d.:])(\d{1,2})[:.](\d\d) ?h(?![a-z\d])", r"\1:\2", english)
    english = re.sub(r"(\dh|\dh\d\d|:\d\d) at (?=\d)", r"\1 until ", english)
    english = re.sub(rf"(?<![a-z])ago ((?:{_N}) ?(?:{_UNIT}))(?![a-z])", r"\1 ago", english)
    english = re.sub(rf"({_NAMED_DAY}) (next|last)(?! {_NAMED_DAY})", r"\2 \1", english)
    return line if english == plain else english


def _one_meaning(match: "re.Match[str]") -> str:
    meanings = _meanings()[match[0]]
    if len(meanings) > 1 and re.search(r"\d[ .]*$", match.string[: match.start()]):
        # `12 mar`: behind its day it is a month.
        meanings = meanings.intersection(MONTHS) or meanings
    if len(meanings) > 1:
        choices = " or ".join(sorted(meaning.capitalize() for meaning in meanings))
        raise NotUnderstood(f"“{match[0]}” can be {choices}.", hint="Type the whole word, or the day as a date.")
    return next(iter(meanings))


# ── what can stand in a line ──────────────────────────────────────────────────────────────────────────────────────────


_FILLER = r"(?:[ ,()·⋅]|(?:on|from|between|the|uhr)(?![a-z]))+"
_TOKENS: tuple[tuple[str, Take], ...] = (
    # Most lines end so: nothing else has to be tried then.
    (r"(?P<h1>\d\d):(?P<m1>\d\d)(?::(?P<s1>\d\d))?$", _take_compact_clock),
    (
        (
            rf"(?:(?P<sign>in |[+-]) ?(?P<n>{_N}) ?(?P<unit>{_UNIT})"
            rf"|(?P<n2>{_N}) ?(?P<unit2>{_UNIT}) (?P<ago>ago|from now))(?![a-z\d])"
        ),
        _take_distance,
    ),
    (r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?:t(?=\d)|(?![\d:]))", _take_iso),
    (r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:t(?=\d)|(?!\d))", _take_iso),
    (r"(\d{4})-?w(\d{2})-?(\d)(?!\d)", _take_week),
    (r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![\d:])", _take_numbers),
    (r"(?P<a>\d{1,2})(?P<sep>\.)(?P<b>\d{1,2})\.(?P<y>)(?!\d)", _take_numbers),
    (r"(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})(?P<y>)(?![\d/])", _take_numbers),
    (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ .\-/]*(?:of )?{_MONTH}\.?{_YEAR}", _take_month),
    (rf"{_MONTH}[ .\-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[:h.]\d| ?[ap]\.?m|h){_YEAR}", _take_month),
    (f"(?:{'|'.join(_NEAR_DAYS)})(?![a-z])", _take_near_day),
    (r"(next|last|this) ([a-z]+)", _take_neighbour),
    (r"([a-z]+)[.,]?(?![a-z])", _take_weekday),
    (
        (
            rf"{_AT}(?P<from>{_clock_pattern('1')})(?P<to> ?[-–—] ?| (?:to|until|till|and) )"
            rf"(?P<until>{_clock_pattern('2')})"
        ),
        _take_range,
    ),
    (r"(?<=t)(?P<h1>\d{2})(?P<m1>\d{2})(?P<s1>\d{2})?(?!\d)", _take_compact_clock),
    (_AT + _clock_pattern("1"), _take_clock),
    (_OFFSET, _take_offset),
    (r"(?:utc|gmt)(?: ?(?P<sign>[+-]) ?(?P<oh>\d{1,2})(?::?(?P<om>\d{2}))?)?(?![\da-z:]|, ?[+-])", _take_offset),
    (r"z(?P<sign>)(?P<oh>)(?P<om>)(?![\da-z])", _take_offset),
    (r"(?P<zone>[a-z][a-z0-9_+-]*(?:/[a-z0-9_+-]+)*)(?P<with>,? ?(?=[+-]\d))?", _take_zone),
)
