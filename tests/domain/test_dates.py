"""What people type for a date, how it is written back, and weekdays."""

import contextlib
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from afterword.domain import dates
from afterword.domain.dates import Lean
from afterword.errors import NotUnderstood

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 14, 0, tzinfo=BERLIN)
"""A Monday afternoon."""
TODAY = NOW.date()

any_day = st.dates(date(dates.FIRST_YEAR, 1, 2), date(dates.LAST_YEAR, 12, 30))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
any_moment = st.datetimes(
    datetime.fromisoformat("1970-01-03"), datetime.fromisoformat("2199-12-29"), timezones=offsets
).map(lambda at: at.replace(second=0, microsecond=0))


@given(any_moment)
def test_a_typed_moment_is_read_back(at: datetime) -> None:
    """What `type_moment` writes is understood as the same instant with the same offset."""
    read = dates.understand_moment(dates.type_moment(at), NOW)
    assert read == at
    assert read.utcoffset() == at.utcoffset()


@given(any_moment, st.sampled_from(Lean))
def test_a_shown_moment_is_read_back(at: datetime, lean: Lean) -> None:
    """What `show_moment` writes with its year is understood as the same minute in the same zone."""
    assert dates.understand_moment(dates.show_moment(at), NOW.replace(tzinfo=at.tzinfo), lean) == at


@given(any_day, st.sampled_from(Lean))
def test_a_shown_day_is_read_back(day: date, lean: Lean) -> None:
    """A day is understood in ISO form and in the form it is shown."""
    assert dates.understand_date(day.isoformat(), TODAY, lean) == day
    assert dates.understand_date(dates.show_date(day), TODAY, lean) == day


@given(st.integers(0, 182))
def test_a_short_day_is_read_back_where_people_use_it(ago: int) -> None:
    """A day of the last half year is understood without its year, in a report and in a plan."""
    day = TODAY - timedelta(days=ago)
    assert dates.understand_date(dates.show_short(day), TODAY, Lean.BEHIND) == day
    assert dates.understand_date(dates.show_date(day, day), TODAY, Lean.AHEAD) in (day, day.replace(year=2026))


@given(st.text(max_size=40) | st.from_regex(r"[0-9a-z+:./ -]{1,20}", fullmatch=True), st.sampled_from(Lean))
@example("12 nov 10:00 XYZ", Lean.AHEAD)
@example("😀 tomorrow", Lean.AHEAD)
@example("٣ nov 2026", Lean.AHEAD)
@example("9" * 30, Lean.AHEAD)
@example("1e400 nov", Lean.AHEAD)
def test_odd_input_is_understood_or_refused(text: str, lean: Lean) -> None:
    """Whatever is typed gives an aware moment or a sentence, never anything else."""
    with contextlib.suppress(NotUnderstood):
        assert dates.understand_moment(text, NOW, lean).tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "32 Nov",
        "+99999d",
        "tue 25:00",
        "99999-01-01",
        "12 nov 99999",
        "0001-01-01",
        "+9999y",
        "3d",
        "in 2 weeks ago",
        "5",
        "2026",
        "nov 2026",
        "12 11",
        "2026-02-30",
        "2026-11-12 25:00",
        "fri 12 nov 2026",
        "today 25:00",
        "13 pm",
        "12 nov 10:00 CET",
        "soon",
        "😀",
        "now now",
    ],
)
def test_what_is_no_date_is_refused_with_examples(text: str) -> None:
    """Nonsense, days that do not exist, and dates with half of them missing are refused with a hint."""
    with pytest.raises(NotUnderstood) as refused:
        dates.understand_moment(text, NOW)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("now", "2026-11-23T14:00+01:00"),
        ("2026-11-12T10:00", "2026-11-12T10:00+01:00"),
        ("2026-11-12 10:00", "2026-11-12T10:00+01:00"),
        ("2026-11-12T10:00+05:30", "2026-11-12T10:00+05:30"),
        ("2026-11-12T10:00Z", "2026-11-12T10:00+00:00"),
        ("2026-11-12", "2026-11-12T12:00+01:00"),
        ("2026-11-23", "2026-11-23T14:00+01:00"),
        ("20261112", "2026-11-12T12:00+01:00"),
        ("today 10:00", "2026-11-23T10:00+01:00"),
        ("Today at 9.30", "2026-11-23T09:30+01:00"),
        ("yesterday", "2026-11-22T12:00+01:00"),
        ("tomorrow 8am", "2026-11-24T08:00+01:00"),
        ("10:05", "2026-11-23T10:05+01:00"),
        ("12 am", "2026-11-23T00:00+01:00"),
        ("+3d", "2026-11-26T14:00+01:00"),
        ("-2h", "2026-11-23T12:00+01:00"),
        ("in two weeks", "2026-12-07T14:00+01:00"),
        ("2 weeks ago", "2026-11-09T14:00+01:00"),
        ("an hour ago", "2026-11-23T13:00+01:00"),
        ("+4 months", "2027-03-23T14:00+01:00"),
        ("next month", "2026-12-23T12:00+01:00"),
        ("last week 10:00", "2026-11-16T10:00+01:00"),
        ("12.11.2026", "2026-11-12T12:00+01:00"),
        ("nov 12, 10am", "2026-11-12T10:00+01:00"),
        ("12 nov 2026 10:00 UTC", "2026-11-12T10:00+00:00"),
        ("29 feb 2028", "2028-02-29T12:00+01:00"),
    ],
)
def test_the_grammar_of_dates(text: str, meant: str) -> None:
    """ISO first, then the small grammar of relative words, then dates as they are written in letters."""
    assert dates.type_moment(dates.understand_moment(text, NOW)) == meant


@pytest.mark.parametrize(
    ("text", "ahead", "behind"),
    [
        ("tue", "2026-11-24", "2026-11-17"),
        ("monday", "2026-11-23", "2026-11-23"),
        ("next mon", "2026-11-30", "2026-11-30"),
        ("last mon", "2026-11-16", "2026-11-16"),
        ("this sun", "2026-11-29", "2026-11-22"),
        ("12 jan", "2027-01-12", "2026-01-12"),
        ("12 dec", "2026-12-12", "2025-12-12"),
        ("12 nov", "2026-11-12", "2026-11-12"),
    ],
)
def test_a_bare_day_leans(text: str, ahead: str, behind: str) -> None:
    """A weekday or a day without its year lies ahead in a plan and behind in a report."""
    assert dates.understand_date(text, TODAY, Lean.AHEAD).isoformat() == ahead
    assert dates.understand_date(text, TODAY, Lean.BEHIND).isoformat() == behind


def test_todays_weekday_with_a_time_leans_by_the_time() -> None:
    """On a Monday at 14:00, `mon 10:00` is today in a report and next week in a plan."""
    assert dates.understand_moment("mon 10:00", NOW, Lean.BEHIND).date() == TODAY
    assert dates.understand_moment("mon 10:00", NOW, Lean.AHEAD).date() == TODAY + timedelta(days=7)
    assert dates.understand_moment("mon 18:00", NOW, Lean.BEHIND).date() == TODAY - timedelta(days=7)


def test_a_bare_time_belongs_to_the_day_that_is_given() -> None:
    """`10:05` for an arrival means that time on the day of the interview."""
    read = dates.understand_moment("10:05", NOW, day=date(2026, 11, 12))
    assert dates.type_moment(read) == "2026-11-12T10:05+01:00"


def test_the_hour_that_clocks_leave_out_is_read_as_clocks_show_it() -> None:
    """02:30 on the night of the change to summer time becomes 03:30, the same instant."""
    read = dates.understand_moment("2026-03-29 02:30", NOW)
    assert dates.type_moment(read) == "2026-03-29T03:30+02:00"


def test_hours_pass_through_a_change_of_clocks_and_days_keep_the_time() -> None:
    """Over the night of the change, +24h is 24 hours later and +1d the same time of day."""
    before = datetime(2026, 10, 24, 14, 0, tzinfo=BERLIN)
    assert dates.type_moment(dates.understand_moment("+24h", before)) == "2026-10-25T13:00+01:00"
    assert dates.type_moment(dates.understand_moment("+1d", before)) == "2026-10-25T14:00+01:00"


@pytest.mark.parametrize("name", ["", "Berlin", "../etc/passwd", "Europe", "\x00"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    """What is no IANA zone is refused with an example."""
    with pytest.raises(NotUnderstood, match="not a known time zone"):
        dates.zone(name)


@given(st.dates())
def test_a_weekday_is_never_before_its_day_nor_on_a_weekend(day: date) -> None:
    """Moving off a weekend goes forward by two days at most, and not at all when weekends count."""
    moved = dates.on_weekday(day)
    assert moved.weekday() < 5
    assert 0 <= (moved - day).days <= 2
    assert dates.on_weekday(day, weekdays_only=False) == day


@given(st.dates(), st.integers(0, 10_000))
def test_adding_time_never_fails(day: date, count: int) -> None:
    """Days and months can be added up to the last day there is."""
    assert day <= dates.add_days(day, count) <= date.max
    assert day <= dates.add_months(day, count) <= date.max


def test_a_month_later_is_the_last_day_where_the_day_is_missing() -> None:
    """A month after 31 January is the end of February."""
    assert dates.add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_days_are_shown_with_the_year_only_where_it_is_not_plain() -> None:
    """Within the year of today a day is shown without it."""
    assert dates.show_date(date(2026, 11, 12), TODAY) == "Thu 12 Nov"
    assert dates.show_date(date(2025, 11, 12), TODAY) == "Wed 12 Nov 2025"
    assert dates.show_short(date(2026, 11, 2)) == "2 Nov"
    assert dates.show_moment(datetime(2026, 11, 12, 9, 5, tzinfo=UTC), TODAY) == "Thu 12 Nov 09:05"
