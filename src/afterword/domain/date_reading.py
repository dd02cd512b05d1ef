"""Owns putting a typed date on the calendar of now, and moving it step by step; dates is the way in."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from afterword.domain.date_grammar import MONTHS, Distance, Neighbour, Parts, WrittenDay, read_parts
from afterword.domain.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    NOON,
    WEEKDAYS,
    Lean,
    Understood,
    show_date,
    show_offset,
    type_moment,
    understand_date,
    zone,
)
from afterword.errors import NotUnderstood

_HALF_A_YEAR = timedelta(days=183)
_CENTURY = 100


def resolve(line: str, now: datetime, lean: Lean, day: date | None) -> Understood:
    """What a line in lower case means, on the calendar and the clock of now, or of the zone that was typed.

    Raises `NotUnderstood`, or ValueError and OverflowError where there is no more to say than that it is no date.
    """
    parts = read_parts(line)
    local_now = now.astimezone(_place(parts) or now.tzinfo)
    if isinstance(parts.day, Distance) and parts.day.unit in ("hours", "minutes"):
        if parts.clock is not None or parts.weekday is not None:
            raise ValueError(parts)
        # Hours and minutes pass on every clock alike; days and months are counted on the calendar of the place.
        step = timedelta(**{parts.day.unit: parts.day.count})
        return Understood((now.astimezone(UTC) + step).astimezone(now.tzinfo), has_time=True)
    named_day = _day(parts, local_now, lean, day)
    if parts.clock is None:
        return Understood(_without_time(parts, named_day, local_now), has_time=False)
    named_day = _turned(parts, named_day, local_now, lean)
    at = _on_the_clock(parts, datetime.combine(named_day, parts.clock, tzinfo=local_now.tzinfo))
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


def _day(parts: Parts, now: datetime, lean: Lean, default: date | None) -> date:
    """The day that the parts name; a weekday beside a date must be that of the date."""
    today = now.date()
    if parts.day is None and parts.weekday is not None:
        return _weekday(parts.weekday, today, lean, strictly=False)
    if parts.day is None and parts.clock is None:
        raise ValueError(parts)
    day = _named_day(parts, today, lean) if parts.day is not None else default or today
    if parts.weekday is not None and day.weekday() != parts.weekday:
        raise NotUnderstood(
            f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year} is a "
            f"{WEEKDAYS[day.weekday()].capitalize()}, not a {WEEKDAYS[parts.weekday].capitalize()}.",
            hint="Check the day, or leave the weekday out.",
        )
    return day


def _named_day(parts: Parts, today: date, lean: Lean) -> date:
    day, weekday = parts.day, parts.weekday
    if isinstance(day, WrittenDay):
        return _written(day, weekday, today, lean)
    if isinstance(day, Neighbour):
        turned = {1: Lean.AHEAD, -1: Lean.BEHIND}.get(day.side, lean)
        return _weekday(day.weekday, today, turned, strictly=day.side != 0)
    if day is None:
        raise ValueError(parts)
    moved = _moved(today, day.count, day.unit)
    if day.unit == "weeks" and not day.keeps_time and weekday is not None:
        # `tue next week`
        return moved + timedelta(days=weekday - moved.weekday())
    return moved


def _moved(today: date, count: int, unit: str) -> date:
    if unit in ("days", "weeks"):
        return today + timedelta(**{unit: count})
    # A large library, for steps of unequal length alone.
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


def _in_likely_year(day: date, today: date, lean: Lean) -> date:
    """A day without a year: a report is of the past; a plan may be a little late before it means next year."""
    step = 0
    if lean is Lean.BEHIND and day > today:
        step = -1
    elif lean is Lean.AHEAD and today - day > _HALF_A_YEAR:
        step = 1
    return _calendar_day(day.year + step, day.month, day.day)


def _without_time(parts: Parts, day: date, now: datetime) -> datetime:
    if day == now.date():
        return now
    keeps = isinstance(parts.day, Distance) and parts.day.keeps_time
    at = datetime.combine(day, now.time() if keeps else NOON, tzinfo=now.tzinfo)
    # A time that nobody typed may fall into the hour that clocks leave out; then it is what clocks show.
    return at.astimezone(UTC).astimezone(now.tzinfo)


def _turned(parts: Parts, day: date, now: datetime, lean: Lean) -> date:
    """Today's weekday with a time on the wrong side of now means the one a week away."""
    if parts.day is not None or parts.weekday is None or parts.clock is None or day != now.date():
        return day
    if lean is Lean.AHEAD and parts.clock < now.time():
        return day + timedelta(weeks=1)
    if lean is Lean.BEHIND and parts.clock > now.time():
        return day - timedelta(weeks=1)
    return day


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


STEP = timedelta(minutes=15)
_CLOCK = re.compile(r"\d{1,2}:\d{2}")

Read = Callable[[str], Understood]
"""Understands a text as a moment. Raises `NotUnderstood`."""


def step_day(today: date, lean: Lean = Lean.AHEAD) -> Callable[[str, int, int], str]:
    """Moves a day that is typed by days; from an empty text it begins with today."""

    def step(text: str, _cursor: int, by: int) -> str:
        day = understand_date(text, today, lean) + timedelta(days=by) if text else today
        return day.isoformat()

    return step


def step_moment(now: datetime, read: Read) -> Callable[[str, int, int], str]:
    """Moves a moment by a quarter of an hour where the cursor is on its time, else by days.

    From an empty text it begins with the last quarter; a time alone stays one while the day is the same.
    """

    def step(text: str, cursor: int, by: int) -> str:
        if not text:
            return _typed(now - timedelta(minutes=now.minute % 15), now)
        understood = read(text)
        at = understood.at
        if not understood.has_time:
            return (at.date() + timedelta(days=by)).isoformat()
        if cursor < text.find(":") - 2:
            return _typed(at + timedelta(days=by), now)
        moved = (at.astimezone(UTC) + by * STEP).astimezone(at.tzinfo)
        alone = _CLOCK.fullmatch(text) is not None and moved.date() == at.date()
        return f"{moved:%H:%M}" if alone else _typed(moved, now)

    return step


def _typed(at: datetime, now: datetime) -> str:
    """The moment as it can be typed again; its offset only where it is not that of the place."""
    if at.utcoffset() == at.astimezone(now.tzinfo).utcoffset():
        return f"{at:%Y-%m-%d %H:%M}"
    return type_moment(at)
