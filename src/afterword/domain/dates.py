"""Owns what people type for a date, how dates are written back, and weekdays; it never reads a clock.

The words are taken apart in date_grammar and put on the calendar in date_reading.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from msgspec import Struct

from afterword.domain.text import clean_line, shorten
from afterword.errors import NotUnderstood

NOON = time(12)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHOWN = 40
"""So much of what was typed is repeated: enough to know it again, whatever was pasted."""
EXAMPLES = "2026-11-12 10:00, today 10:00, yesterday, tue 14:30, +3d 09:00 or 2 weeks ago"
MONTHS, _LONGEST_MONTH = 12, 31
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years a journal of interviews can mean; anything else is a slip of the keyboard."""


class Lean(StrEnum):
    """Which way a bare weekday points: `tue` in a plan lies ahead, in a report behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


class Understood(Struct, frozen=True):
    """What a text means: an aware moment, and whether a time of day was typed."""

    at: datetime
    has_time: bool


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, in whatever case it is typed. Raises `NotUnderstood`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        for known in available_timezones():
            if known.lower() == name.lower():
                return ZoneInfo(known)
        raise NotUnderstood(
            f"“{clean_line(name)}” is not a known time zone.",
            hint="Use an IANA name such as Europe/Berlin or UTC.",
        ) from error


@cache
def zone_names() -> tuple[str, ...]:
    """Every IANA zone, by region and place."""
    return tuple(sorted(name for name in available_timezones() if "/" in name))


def understand(text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None) -> Understood:
    """What was typed, in the zone of `now` (aware) unless a zone or an offset was typed too.

    Every word counts: what is no part of a date, contradicts another part or has two readings is refused.
    `10:05` alone means that time on `day` (or today); of a range of time the start counts. A day without a time means
    now when it is today, the time of now after a distance such as `+3d`, and noon otherwise.
    A time that comes twice, when clocks go back, is the first one. Raises `NotUnderstood`.
    """
    # Reading what people type is a large grammar, and most calls only show dates.
    from afterword.domain.date_reading import placed

    line = _plain_signs(text).lower()
    try:
        found = Understood(now, has_time=True) if line == "now" else placed(line, now, lean, day)
        check_year(found.at)
    except NotUnderstood as error:
        raise NotUnderstood(_as_typed(error.title, text), error.detail, error.hint) from error
    except (ValueError, OverflowError) as error:
        raise _not_a_date(text) from error
    return found


def _as_typed(title: str, text: str) -> str:
    """The sentence, with what it quotes in the capitals in which it was typed."""
    line = _plain_signs(text)
    lower = line.lower()

    def typed(quotation: re.Match[str]) -> str:
        at = lower.find(quotation[1])
        return f"“{line[at : at + len(quotation[1])]}”" if at >= 0 else quotation[0]

    return re.sub("“([^“”]+)”", typed, title) if len(lower) == len(line) else title


def _plain_signs(text: str) -> str:
    return clean_line(text).replace("\N{MINUS SIGN}", "-").replace("\N{NON-BREAKING HYPHEN}", "-")


def understand_moment(
    text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None, *, needs_time: bool = False
) -> datetime:
    """The instant that was typed, as `understand` reads it.

    Raises `NotUnderstood`, with `needs_time` also for a day alone.
    """
    found = understand(text, now, lean, day)
    if needs_time and not found.has_time:
        words = clean_line(text)
        raise NotUnderstood(f"“{words}” is a day; the time is missing.", hint=f"Add it, such as: {words} 10:00.")
    return found.at


def understand_date(text: str, today: date, lean: Lean = Lean.AHEAD) -> date:
    """The day that was typed. Raises `NotUnderstood`."""
    return understand_moment(text, datetime.combine(today, NOON, tzinfo=UTC), lean).date()


def check_year(day: date) -> None:
    """Raises `NotUnderstood` for a day or moment no journal of interviews can mean."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood(
            f"The year {day.year} is out of reach.", hint=f"Years go from {FIRST_YEAR} to {LAST_YEAR} here."
        )


def _not_a_date(text: str) -> NotUnderstood:
    return NotUnderstood(f"“{shorten(clean_line(text), SHOWN)}” is not a date I understand.", hint=f"Try {EXAMPLES}.")


@lru_cache(maxsize=1024)
def show_date(day: date, today: date | None = None) -> str:
    """`Thu 12 Nov`, with the year when it is not that of `today`."""
    shown = f"{WEEKDAYS[day.weekday()][:3].capitalize()} {day.day} {day:%b}"
    return shown if today is not None and day.year == today.year else f"{shown} {day.year}"


def soon_words(day: date, today: date) -> str:
    """`Thursday` within the week ahead, else `Thu 12 Nov`."""
    soon = 0 < (day - today).days < len(WEEKDAYS)
    return WEEKDAYS[day.weekday()].capitalize() if soon else show_date(day, today)


def show_short(day: date) -> str:
    """`12 Nov`, for narrow columns."""
    return f"{day.day} {day:%b}"


def show_day(day: date) -> str:
    """`9 Aug 2026`, where the weekday of a day long past would say nothing."""
    return f"{show_short(day)} {day.year}"


def show_moment(at: datetime, today: date | None = None) -> str:
    """`Thu 12 Nov 2026 10:00`, in the offset the instant carries."""
    return f"{show_date(at.date(), today)} {at:%H:%M}"


def show_offset(at: datetime) -> str:
    """`+01:00`: how far the clock of an aware moment is ahead of UTC."""
    return f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:5]


def show_understood(at: datetime, zone_name: str) -> str:
    """How a text was understood, on the clock of that zone: `Thu 12 Nov 2026 10:00 (Europe/Berlin, +0100)`.

    It can be typed again and means the same minute.
    """
    there = at.astimezone(zone(zone_name))
    return f"{show_moment(there)} ({zone_name}, {there:%z})"


def note_repeated(at: datetime, zone_name: str) -> str:
    """A sentence when the clocks of the zone show that time twice, since they go back that night; empty otherwise."""
    there = at.astimezone(zone(zone_name))
    other = there.replace(fold=1 - there.fold)
    if other.utcoffset() == there.utcoffset() or other.astimezone(UTC).astimezone(other.tzinfo).fold != other.fold:
        return ""
    which, rest = ("first", "second") if there.fold == 0 else ("second", "first")
    return (
        f"{there:%H:%M} comes twice that night; this is the {which}. "
        f"For the {rest} type {other:%Y-%m-%dT%H:%M}{show_offset(other)}."
    )


def echo_moment(at: datetime, zone_name: str) -> str:
    """What a field or a call says about the moment it has understood: the moment, and whether it comes twice."""
    note = note_repeated(at, zone_name)
    return f"{show_understood(at, zone_name)}{'. ' if note else ''}{note}"


def type_moment(at: datetime) -> str:
    """The instant as it can be typed again, ISO to the minute with offset: `2026-11-12T10:00+01:00`."""
    return at.isoformat(timespec="minutes")


def add_days(day: date, days: int) -> date:
    """The day that many days later, or the last day there is (a Friday)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month, or the last day there is."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not date.min.year <= year <= date.max.year:
        return date.max
    last = _LONGEST_MONTH if month == MONTHS - 1 else (date(year, month + 2, 1) - timedelta(days=1)).day
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
