"""Owns what people type for a date, how dates are written back, and weekdays; it never reads a clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from afterword.domain.loose_dates import WEEKDAYS, read_loosely, weekday_index
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood

NOON = time(12)
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years a journal of interviews can mean; anything else is a slip of the keyboard."""
_SATURDAY = 5
_HALF_A_YEAR = timedelta(days=183)
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})? ?(am|pm)?")
_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SPAN = re.compile(
    r"(?P<in>in |\+|-)?(?P<n>\d{1,4}|an?|one|two|three|four|five|six) ?"
    r"(?P<unit>minutes?|mins?|hours?|h|days?|d|weeks?|w|months?|m|years?|y)(?P<ago> ago)?"
)


class Lean(StrEnum):
    """Which way a bare weekday points: `tue` in a plan lies ahead, in a report behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A day, and a time where one was typed. `repeats` marks a bare weekday, which comes round every week."""

    day: date
    at: time | None = None
    repeats: bool = False


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises `NotUnderstood`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NotUnderstood(
            f"“{clean_line(name)}” is not a known time zone.",
            hint="Use an IANA name such as Europe/Berlin or UTC.",
        ) from error


def understand_moment(text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None) -> datetime:
    """The instant that was typed, in the zone of `now` (aware) unless an offset was typed too.

    `10:05` alone means that time on `day` (or today). A day without a time means now when it is today and noon
    otherwise; the caller shows what was understood. Raises `NotUnderstood`.
    """
    try:
        found = _moment(clean_line(text).lower(), now, lean, day)
        check_year(found)
        return _as_it_is(found)
    except (ValueError, OverflowError) as error:
        raise _not_a_date(text) from error


def understand_date(text: str, today: date, lean: Lean = Lean.AHEAD) -> date:
    """The day that was typed. Raises `NotUnderstood`."""
    return understand_moment(text, datetime.combine(today, NOON, tzinfo=UTC), lean).date()


def check_year(day: date) -> None:
    """Raises `NotUnderstood` for a day or moment no journal of interviews can mean."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood(
            f"The year {day.year} is out of reach.", hint=f"Years go from {FIRST_YEAR} to {LAST_YEAR} here."
        )


def _as_it_is(moment: datetime) -> datetime:
    """The same instant as clocks show it: 02:30 in the hour that a change of clocks leaves out becomes 03:30."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo)


def _not_a_date(text: str) -> NotUnderstood:
    return NotUnderstood(
        f"“{clean_line(text)}” is not a date I understand.",
        hint="Try 2026-11-12 10:00, today 10:00, yesterday, tue 14:30, +3d or 2 weeks ago.",
    )


def _moment(line: str, now: datetime, lean: Lean, day: date | None) -> datetime:
    if line == "now":
        return now
    exact = _iso(line, now)
    if exact is not None:
        return exact
    span = _SPAN.fullmatch(line)
    if span is not None:
        return _shifted(now, span)
    reading = _relative(line, now, lean, day)
    if reading is None:
        return _by_dateutil(line, now, lean)
    return _turned(_placed(reading, now), reading, now, lean)


def _turned(found: datetime, reading: _Reading, now: datetime, lean: Lean) -> datetime:
    """Today's weekday with a time on the wrong side of now means the one a week away."""
    if reading.repeats and reading.at is not None and reading.day == now.date():
        if lean is Lean.AHEAD and found < now:
            return found + timedelta(weeks=1)
        if lean is Lean.BEHIND and found > now:
            return found - timedelta(weeks=1)
    return found


def _iso(line: str, now: datetime) -> datetime | None:
    if not re.match(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?w\d{2}", line):
        return None
    try:
        found = datetime.fromisoformat(line.upper())
    except ValueError:
        return None
    if len(line) <= len("2026-11-12"):
        return _placed(_Reading(found.date()), now)
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def _placed(reading: _Reading, now: datetime) -> datetime:
    if reading.at is None:
        return now if reading.day == now.date() else datetime.combine(reading.day, NOON, tzinfo=now.tzinfo)
    return datetime.combine(reading.day, reading.at, tzinfo=now.tzinfo)


def _shifted(now: datetime, span: re.Match[str]) -> datetime:
    from dateutil.relativedelta import relativedelta

    raw = span["n"]
    count = _COUNT.get(raw) or int(raw)
    back = span["ago"] is not None or span["in"] == "-"
    if back and span["in"] in ("in ", "+"):
        raise ValueError(span[0])
    if not back and span["in"] is None:
        raise ValueError(span[0])
    unit = span["unit"]
    steps: dict[str, Callable[[int], relativedelta]] = {
        "mi": lambda n: relativedelta(minutes=n),
        "h": lambda n: relativedelta(hours=n),
        "d": lambda n: relativedelta(days=n),
        "w": lambda n: relativedelta(weeks=n),
        "m": lambda n: relativedelta(months=n),
        "y": lambda n: relativedelta(years=n),
    }
    key = "mi" if unit.startswith("mi") else unit[0]
    step = steps[key](-count if back else count)
    # Hours and minutes pass on every clock alike; days and months are counted on the calendar of the place.
    start = now.astimezone(UTC) if key in ("mi", "h") else now
    moved: datetime = (start + step).astimezone(now.tzinfo)
    return moved


def _relative(line: str, now: datetime, lean: Lean, day: date | None) -> _Reading | None:
    first, _, rest = line.partition(" ")
    today = now.date()
    named = _named_day(first.rstrip(",."), rest, today, lean)
    if named is not None:
        found, rest, repeats = named
        if not rest or _CLOCK.fullmatch(rest):
            return _Reading(found, _clock(rest) if rest else None, repeats)
        return None
    if _CLOCK.fullmatch(line) and (":" in line or line.endswith(("am", "pm"))):
        return _Reading(day or today, _clock(line))
    return None


def _named_day(first: str, rest: str, today: date, lean: Lean) -> tuple[date, str, bool] | None:
    """The day that the first words name, the words after it, and whether it was a bare weekday."""
    offsets = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if first in offsets:
        return today + timedelta(days=offsets[first]), rest, False
    if first in ("next", "last", "this"):
        found, after = _qualified_day(first, rest, today, lean)
        return (found, after, False) if found else None
    found = _weekday(first, today, lean, strictly=False)
    return (found, rest, True) if found else None


def _qualified_day(first: str, rest: str, today: date, lean: Lean) -> tuple[date | None, str]:
    word, _, after = rest.partition(" ")
    sign = {"next": 1, "last": -1}.get(first, 0)
    if word == "week":
        return today + timedelta(weeks=sign), after
    if word == "month":
        return add_months(today, sign), after
    turned = {1: Lean.AHEAD, -1: Lean.BEHIND}.get(sign, lean)
    return _weekday(word, today, turned, strictly=sign != 0), after


def _weekday(word: str, today: date, lean: Lean, *, strictly: bool) -> date | None:
    index = weekday_index(word)
    if index is None:
        return None
    if lean is Lean.AHEAD:
        ahead = (index - today.weekday()) % 7
        return today + timedelta(days=ahead or (7 if strictly else 0))
    behind = (today.weekday() - index) % 7
    return today - timedelta(days=behind or (7 if strictly else 0))


def _clock(text: str) -> time:
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if hour not in range(1, 13):
            raise ValueError(text)
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute)


def _by_dateutil(line: str, now: datetime, lean: Lean) -> datetime:
    read = read_loosely(line, now)
    found = read.at if read.has_year else _in_likely_year(read.at, now, lean)
    return found if read.has_time else _placed(_Reading(found.date()), now)


def _in_likely_year(found: datetime, now: datetime, lean: Lean) -> datetime:
    """A day without a year: a report is of the past; a plan may be a little late before it means next year."""
    from dateutil.relativedelta import relativedelta

    step = 0
    if lean is Lean.BEHIND and found.date() > now.date():
        step = -1
    elif lean is Lean.AHEAD and now.date() - found.date() > _HALF_A_YEAR:
        step = 1
    moved: datetime = found + relativedelta(years=step)
    return moved


def show_date(day: date, today: date | None = None) -> str:
    """`Thu 12 Nov`, with the year when it is not that of `today`."""
    shown = f"{WEEKDAYS[day.weekday()][:3].capitalize()} {day.day} {day:%b}"
    return shown if today is not None and day.year == today.year else f"{shown} {day.year}"


def show_short(day: date) -> str:
    """`12 Nov`, for narrow columns."""
    return f"{day.day} {day:%b}"


def show_day(day: date) -> str:
    """`9 Aug 2026`, where the weekday of a day long past would say nothing."""
    return f"{show_short(day)} {day.year}"


def show_moment(at: datetime, today: date | None = None) -> str:
    """`Thu 12 Nov 2026 10:00`, in the offset the instant carries."""
    return f"{show_date(at.date(), today)} {at:%H:%M}"


def type_moment(at: datetime) -> str:
    """The instant as it can be typed again, ISO to the minute with offset: `2026-11-12T10:00+01:00`."""
    return at.isoformat(timespec="minutes")


def on_weekday(day: date, *, weekdays_only: bool = True) -> date:
    """The day itself, or the Monday after it when it falls on a weekend."""
    if not weekdays_only or day.weekday() < _SATURDAY:
        return day
    return day + timedelta(days=7 - day.weekday())


def add_days(day: date, days: int) -> date:
    """The day that many days later, or the last day there is (a Friday)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month, or the last day there is."""
    from dateutil.relativedelta import relativedelta

    try:
        moved: date = day + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max
    return moved
