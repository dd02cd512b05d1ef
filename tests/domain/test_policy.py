"""The intervals of the conversation, the days that count, and dates moved step by step."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.date_reading import step_day, step_moment
from afterword.domain.dates import Policy, check_calendar, country_code, understand
from afterword.errors import NotUnderstood
from afterword.languages.loader import load

spans = st.integers(0, 365)
MONDAY = date(2026, 11, 9)


@given(st.dates(), st.tuples(spans, spans), st.sampled_from(["count", "do not count"]))
def test_every_interval_ends_on_a_day_that_counts(day: date, intervals: tuple[int, int], weekends: str) -> None:
    """Each due day lies its interval later or up to two days more, and never on a weekend when only weekdays count."""
    first, second = intervals
    weekdays_only = weekends == "do not count"
    policy = Policy(
        ask_after=first,
        follow_up_after=first,
        no_answer_after=second,
        status_after=first,
        ghosted_after=second,
        note_within=first,
        weekdays_only=weekdays_only,
    )
    dues = [
        (policy.ask_due(day), first),
        (policy.follow_up_due(day), first),
        (policy.no_answer_due(day, None), second),
        (policy.status_due(day, None), first),
        (policy.ghosted_due(day, None, None), second),
        (policy.note_until(day), first),
    ]
    for due, interval in dues:
        assert not weekdays_only or due.weekday() < 5
        assert due == date.max or interval <= (due - day).days <= interval + 2


def test_the_defaults_follow_what_is_known() -> None:
    """Thank within a day, ask a day after the decision, remind once after a week, call it silence after two."""
    policy = Policy()
    assert policy.note_until(MONDAY) == MONDAY + timedelta(days=1)
    assert policy.ask_due(MONDAY) == MONDAY + timedelta(days=1)
    assert policy.follow_up_due(MONDAY) == MONDAY + timedelta(days=7)
    assert policy.no_answer_due(MONDAY, None) == MONDAY + timedelta(days=14)
    assert policy.no_answer_due(MONDAY, MONDAY + timedelta(days=11)) == MONDAY + timedelta(days=18)
    assert policy.follow_up_ends(MONDAY) == MONDAY + timedelta(days=35)
    assert policy.reapproach_due(MONDAY) == date(2027, 3, 9)
    assert policy.max_follow_ups == 1


@given(st.dates(MONDAY, date(2030, 1, 1)), st.integers(0, 10))
def test_preparing_begins_so_many_working_days_before(interview: date, days: int) -> None:
    """From the day to prepare up to the interview there are exactly so many working days."""
    due = Policy(prepare_before=days).prepare_due(interview)
    between = [due + timedelta(days=past) for past in range((interview - due).days)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert not days or due.weekday() < 5


@pytest.mark.parametrize(
    ("promised", "due"),
    [
        (None, date(2026, 11, 19)),  # ten days after
        (date(2026, 11, 13), date(2026, 11, 16)),  # promised for Friday: on Monday
        (date(2026, 12, 1), date(2026, 12, 2)),
        (date(2026, 11, 2), date(2026, 11, 19)),  # promised before the last round, so the round overtook it
    ],
)
def test_where_things_stand_is_asked_after_the_promised_day(promised: date | None, due: date) -> None:
    """On the next working day after it; ten days after the last round where nothing was promised since."""
    assert Policy().status_due(MONDAY, promised) == due


def test_what_was_asked_gets_its_time_before_silence_counts() -> None:
    """Thirty days; a question of the last day, or a promised one, gets as many days as any question."""
    policy = Policy()
    assert policy.ghosted_due(MONDAY, None, None) == date(2026, 12, 9)
    assert policy.ghosted_due(MONDAY, None, date(2026, 11, 19)) == date(2026, 12, 9)
    assert policy.ghosted_due(MONDAY, None, date(2026, 12, 8)) == date(2026, 12, 18)
    assert policy.ghosted_due(MONDAY, date(2026, 12, 31), None) == date(2027, 1, 11)


def test_public_holidays_are_no_working_days() -> None:
    """With a country, its holidays are passed over, with a region also those of the region; without, none is known."""
    christmas, epiphany = date(2026, 12, 25), date(2027, 1, 6)
    assert Policy().weekday(christmas) == christmas
    assert Policy(country="DE").weekday(christmas) == date(2026, 12, 28)
    assert Policy(country="DE").weekday(epiphany) == epiphany
    assert Policy(country="de", region="by").weekday(epiphany) == date(2027, 1, 7)
    assert Policy(country="DE", weekdays_only=False).weekday(christmas) == date(2026, 12, 27)
    assert Policy(country="GB").prepare_due(date(2026, 12, 29)) == date(2026, 12, 23)  # boxing day is moved to the 28th


def test_an_unknown_country_keeps_nobody_from_working() -> None:
    """It counts no holidays, and those of the whole country where only the region is not known."""
    christmas = date(2026, 12, 25)
    assert Policy(country="Atlantis").weekday(christmas) == christmas
    assert Policy(country="DE", region="ZZ").weekday(christmas) == date(2026, 12, 28)
    assert Policy(country="DE").weekday(date.max) == date.max


@pytest.mark.parametrize(
    ("country", "region", "words"),
    [
        ("Atlantis", "", "No public holidays are known for a country “Atlantis”"),
        ("DE", "ZZ", "“ZZ” is no region of DE"),
        ("", "BY", "needs its country"),
    ],
)
def test_an_unknown_country_or_region_is_named(country: str, region: str, words: str) -> None:
    """With what to write in its place."""
    with pytest.raises(NotUnderstood, match=words) as refused:
        check_calendar(country, region)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("country", "region"), [("", ""), ("DE", ""), ("de", "BY"), ("ES", "CT"), ("FR", ""), ("US", "ca")]
)
def test_known_countries_and_regions_are_taken(country: str, region: str) -> None:
    """In upper or lower case."""
    check_calendar(country, region)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("de", "DE"), ("Germany", "DE"), ("Deutschland", "DE"), ("ALLEMAGNE", "DE"), ("Osterreich", "AT")),
        *(("Suisse", "CH"), ("españa", "ES"), ("United Kingdom", "GB"), ("UK", "GB"), ("USA", "US")),
    ],
)
def test_a_country_may_be_called_as_people_call_it(typed: str, code: str) -> None:
    """In the four languages, with its accents or without; the holidays are known by the code."""
    assert country_code(typed) == code
    check_calendar(code, "")


def test_every_name_of_a_country_is_that_of_one_with_holidays() -> None:
    """No code has a slip in it."""
    for code in load("countries", dict[str, dict[str, tuple[str, ...]]], "any")["names"]:
        check_calendar(code, "")


def test_nobody_loads_the_holidays_of_the_world_without_a_country() -> None:
    """A policy without a country counts its days without the library."""
    code = (
        "import sys; from datetime import date; from afterword.domain.dates import Policy, check_calendar; "
        "check_calendar('', ''); Policy().ask_due(date(2026, 12, 24)); sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own words


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
