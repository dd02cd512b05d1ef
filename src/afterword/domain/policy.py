"""Owns the intervals of the conversation; what they lead to is computed in tracking."""

from datetime import date

from msgspec import Struct

from afterword.domain.dates import add_days, add_months, on_weekday


class Policy(Struct, frozen=True, kw_only=True):
    """How long to wait before each step, in days unless said otherwise.

    Defaults: ask 24-48 hours after the decision, one nudge after a week, silence after two (practice; two
    independent tools stop at two messages). Rehearsing comes back every `rehearse_every` days, always the same
    number: expanding intervals were no better (g = .03 apart).
    """

    ask_after: int = 1
    follow_up_after: int = 7
    no_answer_after: int = 14
    max_follow_ups: int = 1
    reapproach_months: int = 4
    rehearse_every: int = 7
    weekdays_only: bool = True

    def ask_due(self, decided: date) -> date:
        """The day to ask, given the day of the decision."""
        return self.weekday(add_days(decided, self.ask_after))

    def follow_up_due(self, asked: date) -> date:
        """The day to nudge, given the day of the request."""
        return self.weekday(add_days(asked, self.follow_up_after))

    def no_answer_due(self, asked: date, nudged: date | None) -> date:
        """The first day on which silence counts as `no answer`; a late nudge gets its week too."""
        due = self.weekday(add_days(asked, self.no_answer_after))
        return due if nudged is None else max(due, self.follow_up_due(nudged))

    def reapproach_due(self, replied: date) -> date:
        """The day to write again after “keep me in mind”."""
        return self.weekday(add_months(replied, self.reapproach_months))

    def rehearsal_due(self, last: date) -> date:
        """The day to tell an example aloud again."""
        return add_days(last, max(1, self.rehearse_every))

    def weekday(self, day: date) -> date:
        """The day, moved off a weekend when only weekdays count."""
        return on_weekday(day, weekdays_only=self.weekdays_only)
