"""Moments whose time must be said, and dates moved step by step."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from afterword.domain.dates import understand_moment
from afterword.domain.moments import names_time, show_in_zone, step_day, step_moment, understand_start
from afterword.errors import NotUnderstood

NOW = datetime(2026, 11, 18, 10, 7, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "now",
            "+2h",
            "in 2 hours",
            "30 min ago",
            "10:05",
            "9am",
            "today 10:00",
            "tue 14:30",
            "tue 9",
            "tomorrow 9 pm",
        ),
        *("2026-11-12T10:00", "2026-11-12 10:00", "2026-11-12T10:00+05:00", "12 Nov 2026 12:00", "next mon 12"),
        *("yesterday 9.30", "2026-11-12T12"),
    ],
)
def test_a_time_that_is_said_is_taken(text: str) -> None:
    """Whatever names an hour is a start, also when that hour is noon."""
    assert understand_start(text, NOW) == understand_moment(text, NOW)


@pytest.mark.parametrize(
    "text",
    ["today", "tue", "tomorrow", "+3d", "2 weeks ago", "12 Nov", "nov 12", "12 Nov 2026", "2026-11-12", "next mon"],
)
def test_a_day_alone_asks_for_its_time(text: str) -> None:
    """It is neither noon nor the minute of now; the sentence names the day, and the hint how to go on."""
    with pytest.raises(NotUnderstood, match="At which time on") as refused:
        understand_start(text, NOW)
    assert text in refused.value.hint
    assert not names_time(text, NOW)


def test_the_zone_is_named() -> None:
    """An instant is shown on the clocks of the place, with its zone and offset."""
    at = datetime(2026, 11, 12, 10, tzinfo=UTC)
    assert show_in_zone(at, "America/New_York") == "Thu 12 Nov 2026 05:00 (America/New_York, -0500)"


def test_days_and_quarters_are_stepped() -> None:
    """A time alone stays a time, words become a date, an empty field begins with today."""
    step = step_moment(NOW, lambda text: understand_moment(text, NOW))
    assert step("", 0, 1) == "2026-11-18 10:00"
    assert step("10:00", 5, 1) == "10:15"
    assert step("now", 3, -1) == "2026-11-18 09:52"
    days = step_day(date(2026, 11, 18))
    assert [days("", 0, 1), days("tomorrow", 0, 1), days("2027-01-01", 0, -1)] == [
        "2026-11-18",
        "2026-11-20",
        "2026-12-31",
    ]
