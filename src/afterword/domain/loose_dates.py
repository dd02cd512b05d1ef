"""Owns the last resort for dates that people type: dateutil, kept from guessing at what was not written."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 3
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.(\d{2,4})?")
# Two defaults that differ in every field tell which fields were typed. Leap years both, so that 29 Feb fits either.
_PROBES = (datetime(2024, 1, 3, 3, 3, tzinfo=UTC), datetime(2028, 2, 4, 4, 4, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class LooseReading:
    """What was read: an aware moment, and whether its year and its time were typed or filled in from now."""

    at: datetime
    has_year: bool
    has_time: bool


def weekday_index(word: str) -> int | None:
    """0 for `mon` to 6 for `sun`; any beginning of the English name of three letters or more will do."""
    if len(word) < _SHORTEST:
        return None
    return next((index for index, name in enumerate(WEEKDAYS) if name.startswith(word)), None)


def read_loosely(line: str, now: datetime) -> LooseReading:
    """The moment in a line in lower case, what is missing filled in from `now` at noon.

    Raises ValueError or OverflowError when day or month is missing, or the weekday is not that of the day.
    """
    from dateutil import parser

    if not re.search(r"\d", line) or re.fullmatch(r"[\d\s]+", line):
        raise ValueError(line)

    # Zones are recognised in upper case alone.
    shown, day_first = line.upper(), bool(_DOTTED.match(line))

    def offset(name: str | None, seconds: int | None) -> tzinfo | None:
        if seconds is not None:
            return timezone(timedelta(seconds=seconds))
        if name is None:
            return now.tzinfo
        # An abbreviation alone means too many places to guess at.
        raise ValueError(name)

    def parsed(default: datetime) -> datetime:
        found: datetime = parser.parse(shown, default=default, dayfirst=day_first, tzinfos=offset)
        return found

    one, other = (parsed(probe) for probe in _PROBES)
    if (one.month, one.day) != (other.month, other.day):
        raise ValueError(line)
    has_year = one.year == other.year
    index = weekday_index(line.partition(" ")[0].rstrip(",."))
    if has_year and index is not None and one.weekday() != index:
        raise ValueError(line)
    found = parsed(now.replace(hour=12, minute=0, second=0, microsecond=0))
    return LooseReading(found, has_year, one.hour == other.hour)
