"""The intervals of the conversation."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from afterword.domain.policy import Policy

spans = st.integers(0, 365)


@given(st.dates(), st.tuples(spans, spans), st.sampled_from(["count", "do not count"]))
def test_every_interval_ends_on_a_day_that_counts(day: date, intervals: tuple[int, int], weekends: str) -> None:
    """Each due day lies its interval later or up to two days more, and never on a weekend when only weekdays count."""
    first, second = intervals
    weekdays_only = weekends == "do not count"
    policy = Policy(ask_after=first, follow_up_after=first, no_answer_after=second, weekdays_only=weekdays_only)
    dues = {
        policy.ask_due(day): first,
        policy.follow_up_due(day): first,
        policy.no_answer_due(day, None): second,
    }
    for due, interval in dues.items():
        assert not weekdays_only or due.weekday() < 5
        assert due == date.max or interval <= (due - day).days <= interval + 2


def test_the_defaults_follow_what_is_known() -> None:
    """Ask a day after the decision, remind once after a week, call it silence after two."""
    monday = date(2026, 11, 9)
    policy = Policy()
    assert policy.ask_due(monday) == monday + timedelta(days=1)
    assert policy.follow_up_due(monday) == monday + timedelta(days=7)
    assert policy.no_answer_due(monday, None) == monday + timedelta(days=14)
    assert policy.no_answer_due(monday, monday + timedelta(days=11)) == monday + timedelta(days=18)
    assert policy.reapproach_due(monday) == date(2027, 3, 9)
    assert policy.max_follow_ups == 1
