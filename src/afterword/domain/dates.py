"""Owns what people type for a date, how dates are written back, and weekdays; it never reads a clock."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood

NOON = time(12)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})? ?(am|pm)?")
_COUNT = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SPAN = re.compile(
    r"(?P<in>in |\+|-)?(?P<n>\d{1,4}|an?|one|two|three|four|five|six) ?"
    r"(?P<unit>minutes?|mins?|hours?|h|days?|d|weeks?|w|months?|m|years?|y)(?P<ago> ago)?"
)
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.(\d{2,4})?")


class Lean(StrEnum):
    """Which way a bare weekday points: `tue` in a plan lies ahead, in a report behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A day, and a time where one was typed."""

    day: date
    at: time | None = None


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
    line = clean_line(text).lower()
    try:
        return _moment(line, now, lean, day)
    except (ValueError, OverflowError) as error:
        raise _not_a_date(text) from error


def understand_date(text: str, today: date, lean: Lean = Lean.AHEAD) -> date:
    """The day that was typed. Raises `NotUnderstood`."""
    now = datetime.combine(today, NOON, tzinfo=ZoneInfo("UTC"))
    line = clean_line(text).lower()
    try:
        return _moment(line, now, lean, None).date()
    except (ValueError, OverflowError) as error:
        raise _not_a_date(text) from error


def _not_a_date(text: str) -> NotUnderstood:
    return NotUnderstood(
        f"“{clean_line(text)}” is not a date I understand.",
        hint="Try 2026-11-12 10:00, today 10:00, yesterday, tue 14:30, +3d or 2 weeks ago.",
    )


def _moment(line: str, now: datetime, lean: Lean, day: date | None) -> datetime:
    if line in ("now", ""):
        if not line:
            raise ValueError(line)
        return now
    exact = _iso(line, now)
    if exact is not None:
        return exact
    span = _SPAN.fullmatch(line)
    if span is not None:
        return _shifted(now, span)
    reading = _relative(line, now, lean, day)
    if reading is None:
        return _by_dateutil(line, now)
    return _placed(reading, now)


def _iso(line: str, now: datetime) -> datetime | None:
    if not re.match(r"\d{4}-?\d{2}-?\d{2}|\d{4}-?w\d{2}", line):
        return None
    try:
        found = datetime.fromisoformat(line.upper())
    except ValueError:
        return None
    if len(line) <= len("2026-11-12") and "T" not in line.upper():
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
    moved: datetime = now + steps[key](-count if back else count)
    return moved


def _relative(line: str, now: datetime, lean: Lean, day: date | None) -> _Reading | None:
    first, _, rest = line.partition(" ")
    today = now.date()
    named = _named_day(first.rstrip(","), rest, today, lean)
    if named is not None:
        found, rest = named
        return _Reading(found, _clock(rest) if rest else None)
    if _CLOCK.fullmatch(line) and (":" in line or line.endswith(("am", "pm"))):
        return _Reading(day or today, _clock(line))
    return None


def _named_day(first: str, rest: str, today: date, lean: Lean) -> tuple[date, str] | None:
    offsets = {"today": 0, "tomorrow": 1, "yesterday": -1, "tonight": 0}
    if first in offsets:
        return today + timedelta(days=offsets[first]), rest
    if first in ("next", "last", "this"):
        word, _, after = rest.partition(" ")
        if word in ("week", "month"):
            step = timedelta(weeks=1) if word == "week" else timedelta(days=30)
            return today + (step if first == "next" else -step), after
        turned = {"next": Lean.AHEAD, "last": Lean.BEHIND}.get(first, lean)
        found = _weekday(word, today, turned, strictly=first != "this")
        return (found, after) if found else None
    found = _weekday(first, today, lean, strictly=False)
    return (found, rest) if found else None


def _weekday(word: str, today: date, lean: Lean, *, strictly: bool) -> date | None:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    matches = [index for index, name in enumerate(names) if len(word) >= 3 and name.startswith(word)]  # noqa: PLR2004
    if not matches:
        return None
    if lean is Lean.AHEAD:
        ahead = (matches[0] - today.weekday()) % 7
        return today + timedelta(days=ahead or (7 if strictly else 0))
    behind = (today.weekday() - matches[0]) % 7
    return today - timedelta(days=behind or (7 if strictly else 0))


def _clock(text: str) -> time:
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:  # noqa: PLR2004
            raise ValueError(text)
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute)


def _by_dateutil(line: str, now: datetime) -> datetime:
    from dateutil import parser

    if not re.search(r"\d", line) or re.fullmatch(r"[\d\s]{1,3}", line):
        raise ValueError(line)
    # Two defaults that differ in every field tell whether a day and a time were typed at all.
    probes = [datetime(2024, 1, 3, 3, 3, tzinfo=now.tzinfo), datetime(2025, 2, 4, 4, 4, tzinfo=now.tzinfo)]
    day_first = bool(_DOTTED.match(line))
    one, other = (parser.parse(line, default=probe, dayfirst=day_first) for probe in probes)
    if (one.month, one.day) != (other.month, other.day):
        raise ValueError(line)
    timed = one.time() == other.time()
    found: datetime = parser.parse(
        line, default=now.replace(hour=12, minute=0, second=0, microsecond=0), dayfirst=day_first
    )
    return found if timed else _placed(_Reading(found.date()), now)


def show_date(day: date, today: date | None = None) -> str:
    """`Thu 12 Nov`, with the year when it is not that of `today`."""
    shown = f"{_WEEKDAYS[day.weekday()].capitalize()} {day.day} {day:%b}"
    return shown if today is not None and day.year == today.year else f"{shown} {day.year}"


def show_short(day: date) -> str:
    """`12 Nov`, for narrow columns."""
    return f"{day.day} {day:%b}"


def show_moment(at: datetime, today: date | None = None) -> str:
    """`Thu 12 Nov 2026 10:00`, in the offset the instant carries."""
    return f"{show_date(at.date(), today)} {at:%H:%M}"


def type_moment(at: datetime) -> str:
    """The instant as it can be typed again, ISO to the minute with offset: `2026-11-12T10:00+01:00`."""
    return at.isoformat(timespec="minutes")


def on_weekday(day: date, *, weekdays_only: bool = True) -> date:
    """The day itself, or the Monday after it when it falls on a weekend."""
    if not weekdays_only:
        return day
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month."""
    from dateutil.relativedelta import relativedelta

    moved: date = day + relativedelta(months=months)
    return moved
