"""Owns moments whose time must be said: asking for a missing one, naming the zone, and moving a date step by step."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from afterword.domain.dates import Lean, show_date, show_moment, type_moment, understand_date, understand_moment
from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood

STEP = timedelta(minutes=15)
_NAMED = re.compile(
    r"\d[:h]\d{2}|\dt\d{2}|\d ?[ap]\.?m\b|\bat \d|\d ?h\b|\b(?:now|noon|midday|midnight|hours?|minutes?|mins?)\b"
)
_BARE = re.compile(r"(.*\S) (\d{1,2}(?:\.\d{2})?)(?:-\d{1,2}(?:\.\d{2})?)?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")

Read = Callable[[str], datetime]
"""Understands a text as a moment. Raises `NotUnderstood`."""


def understand_start(text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None) -> datetime:
    """The moment that was typed, as `understand_moment` reads it; a day without a time is refused."""
    found = understand_moment(text, now, lean, day)
    if not names_time(text, now):
        raise NotUnderstood(f"At which time on {show_date(found.date())}?", hint=f"Add it: {clean_line(text)} 14:30.")
    return found


def names_time(text: str, now: datetime) -> bool:
    """Whether a text that is understood says a time of day, and not a day alone (for which noon would stand in)."""
    line = clean_line(text).lower()
    if _NAMED.search(line):
        return True
    # `tue 9` ends in a time, `nov 9` in a day: without its end only the first still names that day.
    bare = _BARE.fullmatch(line)
    if bare is None:
        return False
    try:
        return understand_moment(bare[1], now).date() == understand_moment(line, now).date()
    except NotUnderstood:
        return False


def show_in_zone(at: datetime, zone: str, today: date | None = None) -> str:
    """`Thu 12 Nov 2026 10:00 (Europe/Berlin, +0100)`: the instant on the clocks of that zone."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{show_moment(there, today)} ({zone}, {there:%z})"


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
        found = read(text)
        if not names_time(text, now):
            return (found.date() + timedelta(days=by)).isoformat()
        if cursor < text.find(":") - 2:
            return _typed(found + timedelta(days=by), now)
        moved = (found.astimezone(UTC) + by * STEP).astimezone(found.tzinfo)
        alone = _CLOCK.fullmatch(text) is not None and moved.date() == found.date()
        return f"{moved:%H:%M}" if alone else _typed(moved, now)

    return step


def _typed(at: datetime, now: datetime) -> str:
    """The moment as it can be typed again; its offset only where it is not that of the place."""
    if at.utcoffset() == at.astimezone(now.tzinfo).utcoffset():
        return f"{at:%Y-%m-%d %H:%M}"
    return type_moment(at)
