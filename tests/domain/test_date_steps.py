"""Dates moved step by step."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from afterword.domain.date_reading import step_day, step_moment
from afterword.domain.dates import understand

NOW = datetime(2026, 11, 18, 10, 7, tzinfo=ZoneInfo("Europe/Berlin"))


def test_days_and_quarters_are_stepped() -> None:
    """A time alone stays a time, words become a date, an empty field begins with today."""
    step = step_moment(NOW, lambda text: understand(text, NOW))
    assert step("", 0, 1) == "2026-11-18 10:00"
    assert step("10:00", 5, 1) == "10:15"
    assert step("now", 3, -1) == "2026-11-18 09:52"
    assert step("2026-11-18", 10, 1) == "2026-11-19"
    assert step("2026-11-18 10:00", 5, -1) == "2026-11-17 10:00"
    days = step_day(date(2026, 11, 18))
    assert [days("", 0, 1), days("tomorrow", 0, 1), days("2027-01-01", 0, -1)] == [
        "2026-11-18",
        "2026-11-20",
        "2026-12-31",
    ]


def test_an_empty_moment_begins_with_the_last_quarter() -> None:
    """At any minute of the hour."""
    late = NOW.replace(minute=59)
    assert step_moment(late, lambda text: understand(text, late))("", 0, 1) == "2026-11-18 10:45"
