"""Owns moving a date that is typed step by step; reading it is left to dates."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from afterword.domain.dates import Lean, Understood, type_moment, understand_date

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
        found = read(text)
        at = found.at
        if not found.has_time:
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
