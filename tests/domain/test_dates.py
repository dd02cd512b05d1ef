"""What people type for a date, how it is written back, and weekdays."""

import contextlib
import re
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


def test_a_long_text_pasted_as_a_date_is_quoted_by_its_beginning() -> None:
    """What to type instead is not pushed out of sight."""
    with pytest.raises(NotUnderstood) as refused:
        dates.understand_moment("26.11. 14:30 " + "vielen Dank für das Gespräch " * 20, NOW)
    assert len(refused.value.title) < 150


def test_a_time_may_be_written_as_in_german() -> None:
    """With `Uhr` behind it."""
    assert dates.understand_moment("20.11. 14:30 Uhr", NOW) == dates.understand_moment("20 Nov 14:30", NOW)


@pytest.mark.parametrize("text", ["Foo BAR 12", "Next Bloomsday", "10:00 Europe/Nowhere", "12 Nov 12 Dec"])
def test_a_refusal_quotes_what_was_typed(text: str) -> None:
    """The words come back in the capitals in which they were typed."""
    with pytest.raises(NotUnderstood) as refused:
        dates.understand_moment(text, NOW)
    quotations = re.findall("“([^”]+)”", refused.value.title)
    assert quotations
    assert all(quotation in text for quotation in quotations), refused.value.title


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
        ("day before yesterday 10:00", "2026-11-21T10:00+01:00"),
        ("day after tomorrow 10:00", "2026-11-25T10:00+01:00"),
        *(
            (f"in {word} days", f"2026-11-{23 + count}T14:00+01:00")
            for count, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)
        ),
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
    ("text", "meant"),
    [
        ("2026-12-01 09:00-10:00", "2026-12-01T09:00+01:00"),
        ("2026-12-01T09:00–10:00", "2026-12-01T09:00+01:00"),
        ("2026-12-01 9 to 10", "2026-12-01T09:00+01:00"),
        ("tue 9-10", "2026-11-24T09:00+01:00"),
        ("tue 9 – 10", "2026-11-24T09:00+01:00"),
        ("tue 9 to 10am", "2026-11-24T09:00+01:00"),
        ("9-10am", "2026-11-23T09:00+01:00"),
        ("9:00-10", "2026-11-23T09:00+01:00"),
        ("tue 12 to 1pm", "2026-11-24T12:00+01:00"),
        ("tue 12 to 2am", "2026-11-24T00:00+01:00"),
        ("tue 2-3pm", "2026-11-24T14:00+01:00"),
        ("tue 11-1pm", "2026-11-24T11:00+01:00"),
        ("tomorrow from 10:00 until noon", "2026-11-24T10:00+01:00"),
        ("1 dec between 14:00 and 15:30", "2026-12-01T14:00+01:00"),
        ("at 9-10", "2026-11-23T09:00+01:00"),
    ],
)
def test_a_range_takes_its_start(text: str, meant: str) -> None:
    """The end of a range has to come after its start, and is then left alone."""
    assert dates.type_moment(dates.understand_moment(text, NOW)) == meant


@pytest.mark.parametrize(
    ("text", "words"), [("9-10", "what is a time"), ("tue 9-9", "ends before"), ("tue 10:00-10:00", "ends before")]
)
def test_a_range_that_is_none_is_refused(text: str, words: str) -> None:
    """Bare hours without a day or “at” may be anything, and a range that ends as it begins is none."""
    with pytest.raises(NotUnderstood, match=words):
        dates.understand_moment(text, NOW)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-12-01T09:00-10:00", "2026-12-01T09:00-10:00"),
        ("2026-12-01 15:00-05:00", "2026-12-01T15:00-05:00"),
        ("2026-12-01T15:00-0530", "2026-12-01T15:00-05:30"),
        ("20261201T1530Z", "2026-12-01T15:30+00:00"),
        ("1 dec 2026 12:00 GMT+2", "2026-12-01T12:00+02:00"),
        ("1 dec 2026 12:00 UTC-5", "2026-12-01T12:00-05:00"),
        ("1 dec 2026 12:00 utc+05:30", "2026-12-01T12:00+05:30"),
        ("1 dec 2026 12:00 +05:00", "2026-12-01T12:00+05:00"),
        ("1 dec 2026 12:00\N{MINUS SIGN}05:00 ", None),
        ("1 dec 2026 12:00 GMT", "2026-12-01T12:00+00:00"),
        ("1 dec 2026 12:00 america/new_york", "2026-12-01T12:00-05:00"),
        ("1 jul 2026 12:00 America/New_York", "2026-07-01T12:00-04:00"),
        ("Tue, 1 Dec 2026 12:00:00 +0900", "2026-12-01T12:00+09:00"),
        ("2026-10-25 02:30 (Europe/Berlin, +0100)", "2026-10-25T02:30+01:00"),
        ("1 dec 2026 12:00 (Europe/Berlin, +0200)", None),
        ("1 dec 2026 12:00 CET", None),
        ("1 dec 2026 12:00 EST", None),
        ("1 dec 2026 12:00 Etc/GMT+2", None),
        ("1 dec 2026 12:00 Mars/Base", None),
        ("1 dec 2026 12:00 +25:00", None),
        ("1 dec 2026 09:00 -10:00", None),
        ("1 dec 2026 15:00-14:00", None),
        ("2026-12-01 09-08:00", "2026-12-01T09:00-08:00"),
        ("2026-12-01 9-08:00", None),
        ("2026-12-01 09-08", None),
        ("1 dec 2026 +05:00", None),
        ("1 dec 2026 10:00 +05:59", "2026-12-01T10:00+05:59"),
        ("1 dec 2026 10:00 +05:60", None),
        ("1 dec 2026 10:00 +14:00", "2026-12-01T10:00+14:00"),
        ("1 dec 2026 10:00 +14:01", None),
    ],
)
def test_a_distance_from_utc_is_kept_or_refused(text: str, meant: str | None) -> None:
    """A sign is never turned around, a zone never left out; what can mean two distances is refused."""
    if meant is not None:
        assert dates.type_moment(dates.understand_moment(text, NOW)) == meant
        return
    with pytest.raises(NotUnderstood) as refused:
        dates.understand_moment(text, NOW)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["3/12/2026", "03-12-2026 10:00", "3/12", "1/2/26", "thu 3/12/2026"])
def test_a_date_of_numbers_with_two_readings_is_refused_with_both(text: str) -> None:
    """Day first or month first is asked for wherever both could be meant."""
    with pytest.raises(NotUnderstood, match=r"can be \d \w{3}") as refused:
        dates.understand_moment(text, NOW)
    assert " or " in refused.value.hint


@pytest.mark.parametrize("text", ["13/12/2026", "12/13/2026", "13-12-2026", "13.12.2026", "13.12.26", "2026/12/13"])
def test_a_date_of_numbers_with_one_reading_is_understood(text: str) -> None:
    """With a dot the day comes first; elsewhere the numbers themselves must tell."""
    assert dates.understand_date(text, TODAY) == date(2026, 12, 13)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("13.12.00", "2000-12-13"),
        ("13-12-00", "2000-12-13"),
        ("31/12/99", "1999-12-31"),
        ("13.12.75", "2075-12-13"),
        ("13.12.76", "2076-12-13"),
        ("13.12.77", "1977-12-13"),
        ("1/1/2026", "2026-01-01"),
        ("31-12-2026", "2026-12-31"),
        ("12-31-2026", "2026-12-31"),
    ],
)
def test_the_year_of_a_date_of_numbers_lies_within_half_a_century(text: str, meant: str) -> None:
    """Two figures are a year near to now; nothing is a day 0 or a month 0, so those leave one reading."""
    assert dates.understand_date(text, TODAY).isoformat() == meant


@pytest.mark.parametrize(
    "text", ["0/12/2026", "12/0/2026", "0.12.2026", "12.0.2026", "32/12/2026", "13/13/2026", "0/0/2026"]
)
def test_a_day_that_no_month_has_is_refused(text: str) -> None:
    """Whichever number is taken for the day."""
    with pytest.raises(NotUnderstood):
        dates.understand_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("+3d 09:00", "2026-11-26T09:00+01:00"),
        ("2 weeks ago 15:00", "2026-11-09T15:00+01:00"),
        ("15:00 2 weeks ago", "2026-11-09T15:00+01:00"),
        ("noon", "2026-11-23T12:00+01:00"),
        ("tomorrow noon", "2026-11-24T12:00+01:00"),
        ("wed midnight", "2026-11-25T00:00+01:00"),
        ("tomorrow 9am", "2026-11-24T09:00+01:00"),
        ("tomorrow at 9", "2026-11-24T09:00+01:00"),
        ("next tue 2pm", "2026-11-24T14:00+01:00"),
        ("tue next week 2pm", "2026-12-01T14:00+01:00"),
        ("the day after tomorrow, 17h30", "2026-11-25T17:30+01:00"),
        ("12th of november 2026 at 10.30", "2026-11-12T10:30+01:00"),
    ],
)
def test_days_and_times_go_together_in_any_order(text: str, meant: str) -> None:
    """A day in whatever words, and a time beside it."""
    assert dates.type_moment(dates.understand_moment(text, NOW)) == meant


@pytest.mark.parametrize("text", ["+3d", "tue", "2026-12-01", "today", "in two weeks", "12 nov", "nov 12", "next mon"])
def test_a_day_is_not_enough_where_a_time_is_needed(text: str) -> None:
    """An interview does not begin at the minute somebody types its day; with a time the same text will do."""
    with pytest.raises(NotUnderstood, match="time is missing"):
        dates.understand_moment(text, NOW, needs_time=True)
    assert dates.understand_moment(f"{text} 10:00", NOW, needs_time=True).hour == 10
    assert dates.understand_moment("+2h", NOW, needs_time=True).hour == 16


@pytest.mark.parametrize("text", ["now", "30 min ago", "10:05", "9am", "tue 9", "next mon 12", "2026-11-12T12"])
def test_a_time_that_is_said_in_any_way_is_enough(text: str) -> None:
    """Whatever names an hour is a start, also when that hour is noon."""
    assert dates.understand(text, NOW).has_time


whole_texts = st.sampled_from(
    [*("tue 14:30", "2026-11-12T10:00", "12 nov 2026 10:00", "+3d 09:00", "2 weeks ago", "next tue 2pm", "9:00-10:00")]
)
strange_words = st.from_regex(r"[a-z]{1,9}|[0-9]{1,5}|[+/:.-]{1,3}[0-9]{0,4}", fullmatch=True)


JOINING = frozenset((
    "a", "am", "at", "between", "ce", "cet", "de", "del", "dem", "den", "der", "du", "el", "from", "gmt", "h", "je",
    "jeu", "ju", "jue", "la", "las", "le", "los", "ma", "mar", "on", "the", "uhr", "um", "utc", "vom", "von", "z",
))  # fmt: skip
"""Words of four languages that join others, or say once more what is said."""


@given(whole_texts, strange_words, st.booleans())
def test_nothing_that_is_typed_is_left_out(text: str, word: str, first: bool) -> None:  # noqa: FBT001 - a drawn side
    """A word more changes what is understood, or is refused; the few that only join words change nothing."""
    longer = f"{word} {text}" if first else f"{text} {word}"
    before = dates.understand(text, NOW)
    with contextlib.suppress(NotUnderstood):
        after = dates.understand(longer, NOW)
        assert word in JOINING or word[:3] in ("tue", "thu", "nov") or after != before, longer


@given(
    st.datetimes(datetime.fromisoformat("1972-01-03"), datetime.fromisoformat("2199-12-29"), timezones=st.just(UTC)),
    st.sampled_from(
        ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC", "CET", "Etc/GMT+5"]
    ),
    st.sampled_from(Lean),
)
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin", Lean.AHEAD)
@example(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin", Lean.BEHIND)
def test_an_echo_can_be_typed_again(at: datetime, zone: str, lean: Lean) -> None:
    """What the echo of a moment says is understood as the same minute, in any zone and in the hour that repeats."""
    minute = at.replace(second=0, microsecond=0)
    assert dates.understand_moment(dates.show_understood(minute, zone), NOW, lean) == minute


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


@pytest.mark.parametrize("text", ["2026-03-29 02:30", "29 mar 2026 02:00", "2026-03-29 02:30 Europe/Paris"])
def test_an_hour_that_clocks_leave_out_is_refused(text: str) -> None:
    """There is no 02:30 on the night of the change to summer time; the sentence says what clocks show instead."""
    with pytest.raises(NotUnderstood, match="There is no 02:") as refused:
        dates.understand_moment(text, NOW)
    assert "Clocks show 03:" in refused.value.hint


def test_an_hour_that_comes_twice_is_the_first_one_and_says_so() -> None:
    """02:30 on the night of the change to winter time is in summer time; the note says how to type the other."""
    first = dates.understand_moment("2026-10-25 02:30", NOW)
    assert dates.type_moment(first) == "2026-10-25T02:30+02:00"
    note = dates.note_repeated(first, "Europe/Berlin")
    assert "comes twice" in note
    other = dates.understand_moment(note.rpartition(" ")[2].rstrip("."), NOW)
    assert other - first == timedelta(hours=1)
    assert not dates.note_repeated(first + timedelta(hours=3), "Europe/Berlin")
    assert not dates.note_repeated(datetime(2026, 3, 29, 3, 30, tzinfo=BERLIN), "Europe/Berlin")


def test_days_that_nobody_timed_pass_through_the_hour_that_clocks_leave_out() -> None:
    """A day from 02:30 lands where clocks show 03:30: only a time that was typed is refused."""
    before = datetime(2026, 3, 28, 2, 30, tzinfo=BERLIN)
    assert dates.type_moment(dates.understand_moment("+1d", before)) == "2026-03-29T03:30+02:00"


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


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("+90m", ("90 min", "90 months")),
        ("5m ago", ("5 min", "5 months")),
        ("1.12", ("1:12", "1 Dec")),
        ("tue 9.10", ("9:10", "9 Oct")),
        ("26-12-01", ("1 Dec 2026", "26 Dec 2001")),
        ("13-12-26 10:00", ("13 Dec 2026", "26 Dec 2013")),
        ("1/2/26", ("1 Feb 2026", "2 Jan 2026")),
    ],
)
def test_what_can_be_two_things_is_refused_with_both(text: str, readings: tuple[str, str]) -> None:
    """A letter for two units, a dot of a day or of a time, a year in front or behind: both readings can be typed."""
    with pytest.raises(NotUnderstood, match="can be") as refused:
        dates.understand_moment(text, NOW)
    shown = f"{refused.value.title} {refused.value.hint}"
    assert all(reading in shown for reading in readings)
    for reading in (one for one in readings if " " in one and one[-1].isdigit()):
        dates.understand_moment(f"{reading} 10:00", NOW)


@pytest.mark.parametrize("text", ["today 9.10", "9.10 tomorrow", "at 9.10", "9.10 am", "12 nov 9.10", "9.30"])
def test_a_time_with_a_dot_is_understood_where_it_can_be_no_day(text: str) -> None:
    """A day beside it, “at” before it or minutes that are no month make it a time."""
    assert dates.understand(text, NOW).has_time


def test_the_last_day_of_a_month_is_understood_in_numbers() -> None:
    """Whichever of the two numbers is too great for a month is the day."""
    assert (
        dates.understand_date("31/12/2026", TODAY) == dates.understand_date("12/31/2026", TODAY) == date(2026, 12, 31)
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [("32 jan 2026", "32 January 2026"), ("31 june 2026", "31 June 2026"), ("30.2.2026", "30 February 2026")],
)
def test_a_day_that_does_not_exist_is_named(text: str, day: str) -> None:
    """The refusal says which day was understood."""
    with pytest.raises(NotUnderstood, match=f"There is no {day}") as refused:
        dates.understand_date(text, TODAY)
    assert refused.value.hint == "Check the day and the month."


def test_a_second_time_is_named_as_it_was_typed() -> None:
    """Also in the short ISO form, where it stands right behind its day."""
    with pytest.raises(NotUnderstood, match="“1530” is a second time"):
        dates.understand_moment("10:00 20261201T1530", NOW)


# ── words of other languages ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("gestern", "yesterday"),
        ("Vorgestern um 15 Uhr", "day before yesterday 15:00"),
        ("morgen um 10", "tomorrow 10:00"),
        ("morgen früh um 9", "tomorrow 9:00"),
        ("Übermorgen 9 Uhr 30", "day after tomorrow 9:30"),
        ("uebermorgen 9:30", "day after tomorrow 9:30"),
        ("Mo 14:30", "mon 14:30"),
        ("nächsten Dienstag um 10 Uhr", "next tue 10:00"),
        ("vor 3 Tagen", "3 days ago"),
        ("vor einer Woche", "a week ago"),
        ("letzte Woche", "last week"),
        ("12. März 2027, 10 Uhr", "12 march 2027 10:00"),
        ("14:30 am 12. Dezember", "12 dec 14:30"),
        ("nächsten Dienstag 14.30 Uhr", "next tue 14:30"),
        ("Montag, den 30. November 2026 um 10:00 Uhr", "30 nov 2026 10:00"),
        ("Montag, 30.11.2026, 10.15 Uhr", "30 nov 2026 10:15"),
        ("lunes, 30 de noviembre de 2026, 10:00 h", "30 nov 2026 10:00"),
        ("heute von 9 bis 10 Uhr", "today 9-10am"),
        ("hier à 10 h 30", "yesterday 10:30"),
        ("avant-hier", "day before yesterday"),
        ("demain de 10h à 11h", "tomorrow 10:00-11:00"),
        ("après-demain", "day after tomorrow"),
        ("mardi à 9h", "tue 9:00"),
        ("la semaine prochaine", "next week"),
        ("lundi dernier", "last mon"),
        ("il y a 3 jours", "3 days ago"),
        ("le 1er décembre à 9 heures", "1 dec 9:00"),
        ("aujourd’hui 10:00", "today 10:00"),
        ("ayer a las 10", "yesterday 10:00"),
        ("pasado mañana", "day after tomorrow"),
        ("el lunes que viene", "next mon"),
        ("hace 2 semanas", "2 weeks ago"),
        ("12 de noviembre de 2026 a las 10:00", "12 nov 2026 10:00"),
        ("entre las 10h y las 11h", "10:00-11:00"),
    ],
)
def test_days_are_understood_in_four_languages(text: str, english: str) -> None:
    """Whatever language the settings name, and with the accents or without."""
    assert dates.understand(text, NOW) == dates.understand(english, NOW)
    bare = text.translate(str.maketrans("äéèàûñÜ", "aeeaunU"))
    assert dates.understand(bare, NOW) == dates.understand(english, NOW)


@pytest.mark.parametrize("text", ["Di 14:30", "do", "mar 14:30"])
def test_a_word_that_is_two_days_is_neither(text: str) -> None:
    """Tuesday in German is Sunday in French: the sentence names both."""
    with pytest.raises(NotUnderstood, match=r"“\w+” can be \w+ or \w+") as refused:
        dates.understand(text, NOW)
    assert "whole word" in refused.value.hint


@pytest.mark.parametrize("text", ["gestern 25:00", "gestern oder heute", "Quatschtag", "hier soir"])
def test_what_is_no_date_in_any_language_is_repeated_as_it_was_typed(text: str) -> None:
    """Not as what was made of it."""
    with pytest.raises(NotUnderstood, match=f"“{text}” is not a date I understand"):
        dates.understand(text, NOW)


def test_what_is_wrong_with_an_english_day_is_said_as_before() -> None:
    """A month behind its day is no weekday, though “mar” alone is one in French and Spanish."""
    with pytest.raises(NotUnderstood, match="does not say for sure what is a time"):
        dates.understand("12 mar 9", NOW)


def test_a_weekday_of_another_language_is_held_against_its_date() -> None:
    """As the English ones are."""
    assert dates.understand("Donnerstag, 12.11.2026", NOW).at.day == 12
    with pytest.raises(NotUnderstood, match="is a Thursday, not a Monday"):
        dates.understand("Montag, 12.11.2026", NOW)
