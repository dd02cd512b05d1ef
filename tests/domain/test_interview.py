"""Interviews: planned and actual arrival, and how they ended."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.builders import START, application, interview

from afterword.domain.application import Outcome, decide
from afterword.domain.interview import arrive, punctuality
from afterword.errors import UserError


@pytest.mark.parametrize(
    ("seconds", "minutes", "words"),
    [
        (0, 0, "on time"),
        (59, 0, "on time"),
        (-59, 0, "on time"),
        (60, 1, "1 minute late"),
        (-720, -12, "12 minutes early"),
        (3 * 3600, 180, "180 minutes late"),
    ],
)
def test_lateness_is_computed_in_whole_minutes(seconds: int, minutes: int, words: str) -> None:
    """Early, on time or late by how much follows from the two moments."""
    found = punctuality(arrive(interview(), START + timedelta(seconds=seconds)))
    assert found is not None
    assert (found.minutes_late, found.words) == (minutes, words)


def test_no_arrival_says_nothing_about_lateness() -> None:
    """Without an arrival there is no punctuality."""
    assert punctuality(interview()) is None


def test_lateness_counts_through_a_change_of_clocks() -> None:
    """Over the hour that clocks repeat, lateness is the time that passed."""
    berlin = ZoneInfo("Europe/Berlin")
    planned = interview(at=datetime(2026, 10, 25, 2, 30, tzinfo=berlin), zone="Europe/Berlin")
    found = punctuality(arrive(planned, datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=berlin)))
    assert found is not None
    assert found.minutes_late == 60


@given(st.timedeltas(timedelta(days=-3), timedelta(days=3)))
def test_an_arrival_belongs_to_its_interview(late: timedelta) -> None:
    """An arrival within twelve hours of the plan is kept; any other is refused."""
    if abs(late) <= timedelta(hours=12):
        assert arrive(interview(), START + late).arrived == START + late
    else:
        with pytest.raises(UserError, match="twelve hours"):
            arrive(interview(), START + late)


def test_the_day_is_that_of_the_place() -> None:
    """Late in the evening in New York it is still the day of the interview there."""
    late = interview(at=datetime(2026, 11, 10, 2, 0, tzinfo=UTC), zone="America/New_York")
    assert late.day == date(2026, 11, 9)


def test_an_outcome_comes_on_or_after_the_day() -> None:
    """A rejection before the interview is refused; a withdrawal before it is not; pending has no day."""
    before = date(2026, 11, 1)
    with pytest.raises(UserError, match="lies before the interview"):
        decide(application(outcome_on=before), [interview()], START)
    withdrawn = application(outcome=Outcome.WITHDRAWN, outcome_on=before)
    assert decide(withdrawn, [interview()], START).outcome_on == before
    assert decide(application(outcome=Outcome.PENDING, outcome_on=before), [interview()], START).outcome_on is None
