"""Owns what people type for a date, how dates are written back, and weekdays; it never reads a clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from afterword.domain.date_grammar import (
    EXAMPLES,
    MONTHS,
    WEEKDAYS,
    Distance,
    Neighbour,
    Parts,
    WrittenDay,
    read_parts,
)
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood

NOON = time(12)
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years a journal of interviews can mean; anything else is a slip of the keyboard."""
_SATURDAY = 5
_HALF_A_YEAR = timedelta(days=183)
_CENTURY = 100


class Lean(StrEnum):
    """Which way a bare weekday points: `tue` in a plan lies ahead, in a report behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


@dataclass(frozen=True, slots=True)
class Understood:
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


def understand(text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None) -> Understood:
    """What was typed, in the zone of `now` (aware) unless a zone or an offset was typed too.

    Every word counts: what is no part of a date, contradicts another part or has two readings is refused.
    `10:05` alone means that time on `day` (or today); of a range of time the start counts. A day without a time means
    now when it is today, the time of now after a distance such as `+3d`, and noon otherwise.
    A time that comes twice, when clocks go back, is the first one. Raises `NotUnderstood`.
    """
    line = clean_line(text).lower().replace("\N{MINUS SIGN}", "-").replace("\N{NON-BREAKING HYPHEN}", "-")
    try:
        found = Understood(now, has_time=True) if line == "now" else _placed(read_parts(line), now, lean, day)
        check_year(found.at)
    except (ValueError, OverflowError) as error:
        raise _not_a_date(text) from error
    return found


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
    return NotUnderstood(f"“{clean_line(text)}” is not a date I understand.", hint=f"Try {EXAMPLES}.")


def _placed(parts: Parts, now: datetime, lean: Lean, day: date | None) -> Understood:
    """The parts on the calendar and the clock of now, or of the zone that was typed."""
    there = now.astimezone(_place(parts) or now.tzinfo)
    if isinstance(parts.day, Distance) and parts.day.unit in ("hours", "minutes"):
        if parts.clock is not None or parts.weekday is not None:
            raise ValueError(parts)
        # Hours and minutes pass on every clock alike; days and months are counted on the calendar of the place.
        step = timedelta(**{parts.day.unit: parts.day.count})
        return Understood((now.astimezone(UTC) + step).astimezone(now.tzinfo), has_time=True)
    found = _day(parts, there, lean, day)
    if parts.clock is None:
        return Understood(_without_time(parts, found, there), has_time=False)
    found = _turned(parts, found, there, lean)
    at = _on_the_clock(parts, datetime.combine(found, parts.clock, tzinfo=there.tzinfo))
    return Understood(at, has_time=True)


def _place(parts: Parts) -> tzinfo | None:
    """The zone that was typed; None where none was."""
    if parts.clock is None and (parts.zone or parts.offset is not None):
        raise ValueError(parts)
    if parts.zone:
        return zone(parts.zone)
    if parts.offset is None:
        return None
    return timezone(parts.offset) if parts.offset else UTC


def _day(parts: Parts, now: datetime, lean: Lean, given: date | None) -> date:
    """The day that the parts name; a weekday beside a date must be that of the date."""
    today = now.date()
    if parts.day is None and parts.weekday is not None:
        return _weekday(parts.weekday, today, lean, strictly=False)
    if parts.day is None and parts.clock is None:
        raise ValueError(parts)
    found = _named_day(parts, today, lean) if parts.day is not None else given or today
    if parts.weekday is not None and found.weekday() != parts.weekday:
        raise NotUnderstood(
            f"{found.day} {MONTHS[found.month - 1].capitalize()} {found.year} is a "
            f"{WEEKDAYS[found.weekday()].capitalize()}, not a {WEEKDAYS[parts.weekday].capitalize()}.",
            hint="Check the day, or leave the weekday out.",
        )
    return found


def _named_day(parts: Parts, today: date, lean: Lean) -> date:
    day, weekday = parts.day, parts.weekday
    if isinstance(day, WrittenDay):
        return _written(day, weekday, today, lean)
    if isinstance(day, Neighbour):
        turned = {1: Lean.AHEAD, -1: Lean.BEHIND}.get(day.side, lean)
        return _weekday(day.weekday, today, turned, strictly=day.side != 0)
    if day is None:
        raise ValueError(parts)
    found = _moved(today, day.count, day.unit)
    if day.unit == "weeks" and not day.keeps_time and weekday is not None:
        # `tue next week`
        return found + timedelta(days=weekday - found.weekday())
    return found


def _moved(today: date, count: int, unit: str) -> date:
    from dateutil.relativedelta import relativedelta

    moved: date = today + relativedelta(**{unit: count})  # type: ignore[arg-type]  # days, weeks, months or years
    return moved


def _weekday(index: int, today: date, lean: Lean, *, strictly: bool) -> date:
    if lean is Lean.AHEAD:
        ahead = (index - today.weekday()) % 7
        return today + timedelta(days=ahead or (7 if strictly else 0))
    behind = (today.weekday() - index) % 7
    return today - timedelta(days=behind or (7 if strictly else 0))


def _written(day: WrittenDay, weekday: int | None, today: date, lean: Lean) -> date:
    """A written day; without a year it is a likely one, or this year's when only that falls on the weekday typed."""
    if day.year is not None:
        return _calendar_day(_whole_year(day.year, today) if day.is_short else day.year, day.month, day.day)
    this = _calendar_day(today.year, day.month, day.day)
    likely = _in_likely_year(this, today, lean)
    return this if weekday is not None and weekday == this.weekday() else likely


def _whole_year(year: int, today: date) -> int:
    """`26` is the year within half a century of now."""
    whole = today.year - today.year % _CENTURY + year
    return whole if abs(whole - today.year) <= _CENTURY // 2 else whole - _CENTURY


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        if not (1 <= month <= len(MONTHS) and FIRST_YEAR <= year <= LAST_YEAR):
            raise
        raise NotUnderstood(
            f"There is no {day} {MONTHS[month - 1].capitalize()} {year}.", hint="Check the day and the month."
        ) from error


def _in_likely_year(found: date, today: date, lean: Lean) -> date:
    """A day without a year: a report is of the past; a plan may be a little late before it means next year."""
    step = 0
    if lean is Lean.BEHIND and found > today:
        step = -1
    elif lean is Lean.AHEAD and today - found > _HALF_A_YEAR:
        step = 1
    return _calendar_day(found.year + step, found.month, found.day)


def _without_time(parts: Parts, found: date, now: datetime) -> datetime:
    if found == now.date():
        return now
    keeps = isinstance(parts.day, Distance) and parts.day.keeps_time
    at = datetime.combine(found, now.time() if keeps else NOON, tzinfo=now.tzinfo)
    # A time that nobody typed may fall into the hour that clocks leave out; then it is what clocks show.
    return at.astimezone(UTC).astimezone(now.tzinfo)


def _turned(parts: Parts, found: date, now: datetime, lean: Lean) -> date:
    """Today's weekday with a time on the wrong side of now means the one a week away."""
    if parts.day is not None or parts.weekday is None or parts.clock is None or found != now.date():
        return found
    if lean is Lean.AHEAD and parts.clock < now.time():
        return found + timedelta(weeks=1)
    if lean is Lean.BEHIND and parts.clock > now.time():
        return found - timedelta(weeks=1)
    return found


def _on_the_clock(parts: Parts, at: datetime) -> datetime:
    """The moment, once the clock of its zone is seen to show that time, and the zone to have the offset typed."""
    back = at.astimezone(UTC).astimezone(at.tzinfo)
    if back.replace(tzinfo=None, fold=0) != at.replace(tzinfo=None, fold=0):
        raise NotUnderstood(
            f"There is no {at:%H:%M} on {show_date(at.date())}: clocks go forward past it ({at.tzinfo}).",
            hint=f"Clocks show {back:%H:%M} then. Type that, or another time.",
        )
    if not parts.zone or parts.offset is None:
        return at
    if parts.offset not in (at.utcoffset(), at.replace(fold=1).utcoffset()):
        raise NotUnderstood(
            f"The clocks of {at.tzinfo} are {show_offset(at)} from UTC then.",
            hint="Leave out either the zone or the distance.",
        )
    return at.replace(tzinfo=timezone(parts.offset))


def show_date(day: date, today: date | None = None) -> str:
    """`Thu 12 Nov`, with the year when it is not that of `today`."""
    shown = f"{WEEKDAYS[day.weekday()][:3].capitalize()} {day.day} {day:%b}"
    return shown if today is not None and day.year == today.year else f"{shown} {day.year}"


def show_short(day: date) -> str:
    """`12 Nov`, for narrow columns."""
    return f"{day.day} {day:%b}"


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
