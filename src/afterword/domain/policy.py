"""Owns the intervals of the conversation and which days count; what they lead to is computed in tracking."""

import warnings
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated

from msgspec import Struct

from afterword.domain.dates import FIRST_YEAR, LAST_YEAR, add_days, add_months
from afterword.domain.fields import Field
from afterword.domain.text import folded
from afterword.errors import NotUnderstood
from afterword.languages.loader import load

_SATURDAY = 5
_CODE = 2
_LONGEST_REST = 60
"""Days without a working day among them: no country has as many, so a longer search has gone astray."""


class Policy(Struct, frozen=True, kw_only=True):
    """How long to wait before each step, in days unless said otherwise.

    Defaults: a note of thanks within a day of the interview; asking 24-48 hours after the decision, one nudge after a
    week, silence after two (practice; two independent tools stop at two messages); one question where things stand ten
    days after the last round, and after thirty it counts as no answer. After five weeks no nudge goes out, and thanks
    for a reply are no task any more: they belong to the same day (practice), and so late they are kind, yet nobody
    waits for them. Rehearsing comes back every `rehearse_every` days, always the same number: expanding intervals were
    no better (g = .03 apart).

    Public holidays of `country` (`DE`) and `region` (`BY`) are no working days; without a country none is known.
    """

    note: Annotated[bool, Field("Notes of thanks", "false asks for no note of thanks after an interview.")] = True
    note_within: Annotated[int, Field("Thank within", "Days after the interview in which the note is in time.")] = 1
    prepare_before: Annotated[
        int, Field("Prepare before", "Working days before an interview from which preparing is due.")
    ] = 2
    status_after: Annotated[
        int, Field("Ask where it stands after", "Days without a word until you ask where things stand, once.")
    ] = 10
    ghosted_after: Annotated[
        int, Field("No word counts as no after", "Days without a word until it counts as no answer.")
    ] = 30
    ask_after: Annotated[int, Field("Ask after the decision", "Days from the decision to the request.")] = 1
    follow_up_after: Annotated[int, Field("Remind after", "Days from the request to the nudge.")] = 7
    no_answer_after: Annotated[int, Field("No answer after", "Days from the request until silence is no answer.")] = 14
    follow_up_until: Annotated[
        int, Field("Remind at most until", "Days after the request beyond which no nudge goes out.")
    ] = 35
    thank_until: Annotated[
        int,
        Field("Thank for a reply until", "Days after a reply beyond which thanks are no longer due, only possible."),
    ] = 35
    max_follow_ups: Annotated[int, Field("Reminders", "How many nudges there are; 0 for none.")] = 1
    reapproach_months: Annotated[
        int, Field("Write again after", "Months until you write again where they named no day.")
    ] = 4
    rehearse_every: Annotated[int, Field("Rehearse every", "Days until an example is told aloud again.")] = 7
    weekdays_only: Annotated[bool, Field("Working days only", "false counts Saturdays and Sundays as well.")] = True
    country: Annotated[
        str,
        Field("Country", "The country whose public holidays are no working days: DE; empty for none.", example="DE"),
    ] = ""
    region: Annotated[
        str, Field("Region", "A region of it with holidays of its own: BY; empty for none.", example="BY")
    ] = ""

    def prepare_due(self, interview: date) -> date:
        """The day to prepare for an interview: `prepare_before` working days ahead."""
        day = interview
        for _ in range(self.prepare_before):
            day = self._nearest(day - timedelta(days=1), -1)
        return day

    def note_until(self, interview: date) -> date:
        """The last day on which a note of thanks for the interview is in time."""
        return self.weekday(add_days(interview, self.note_within))

    def status_due(self, met: date, promised: date | None) -> date:
        """The day to ask where things stand: after the day they promised, else `status_after` the last word of them."""
        if promised is not None and promised >= met:
            return self.weekday(add_days(promised, 1))
        return self.weekday(add_days(met, self.status_after))

    def ghosted_due(self, met: date, promised: date | None, enquired: date | None) -> date:
        """The first day on which an application without a word counts as no answer; what was asked gets its time."""
        waited = [add_days(met, self.ghosted_after)]
        if promised is not None and promised >= met:
            waited.append(add_days(self.status_due(met, promised), self.status_after))
        if enquired is not None:
            waited.append(add_days(enquired, self.status_after))
        return self.weekday(max(waited))

    def ask_due(self, decided: date) -> date:
        """The day to ask, given the day of the decision."""
        return self.weekday(add_days(decided, self.ask_after))

    def follow_up_due(self, asked: date) -> date:
        """The day to nudge, given the day of the request."""
        return self.weekday(add_days(asked, self.follow_up_after))

    def follow_up_ends(self, asked: date) -> date:
        """The last day on which a nudge still reminds of the request; later it is better to write again."""
        return max(add_days(asked, self.follow_up_until), self.follow_up_due(asked))

    def thanks_end(self, replied: date) -> date:
        """The last day on which thanks for a reply are due; later they are only offered."""
        return max(add_days(replied, self.thank_until), self.weekday(replied))

    def no_answer_due(self, asked: date, nudge: date | None) -> date:
        """The first day on which silence is `no answer`; the nudge, sent or due that day, gets its time first."""
        due = self.weekday(add_days(asked, self.no_answer_after))
        return due if nudge is None else max(due, self.follow_up_due(nudge))

    def reapproach_due(self, replied: date) -> date:
        """The day to write again after “keep me in mind”."""
        return self.weekday(add_months(replied, self.reapproach_months))

    def rehearsal_due(self, last: date) -> date:
        """The day to tell an example aloud again."""
        return add_days(last, max(1, self.rehearse_every))

    def weekday(self, day: date) -> date:
        """The day, moved on to the next one that counts: no weekend when only weekdays count, no public holiday."""
        return self._nearest(day, 1)

    def counts(self, day: date) -> bool:
        """Whether it is a working day."""
        if self.weekdays_only and day.weekday() >= _SATURDAY:
            return False
        return not self.country or day not in _public_holidays(self.country, self.region, day.year)

    def _nearest(self, day: date, step: int) -> date:
        tried = day
        for _ in range(_LONGEST_REST):
            if self.counts(tried):
                return tried
            tried = add_days(tried, step)
        return day


def country_code(typed: str) -> str:
    """The code of a country that was typed by its code or a name people have for it; what is neither stays as it is."""
    names = load("countries", dict[str, tuple[str, ...]], "any", "names")
    code = next((code for code, called in names.items() if folded(typed) in map(folded, called)), "")
    if code or len(typed) <= _CODE:
        return code or typed.upper()
    from holidays.registry import COUNTRIES

    name = typed.casefold().replace(" ", "_")
    return COUNTRIES[name][1] if name in COUNTRIES else typed


def check_calendar(country: str, region: str) -> None:
    """Raises `NotUnderstood` for a country or region whose public holidays nobody knows."""
    if not country and region:
        raise NotUnderstood(f"A region (“{region}”) needs its country.", hint="Add country = 'DE', for example.")
    if not country:
        return
    if _calendar(country, "", FIRST_YEAR) is None:
        raise NotUnderstood(
            f"No public holidays are known for a country “{country}”.",
            hint="Write its name or its code of two letters, such as Germany or DE; without one, none is counted.",
        )
    if region and _calendar(country, region, FIRST_YEAR) is None:
        raise NotUnderstood(
            f"“{region}” is no region of {country} with holidays of its own.",
            hint="Write its code, such as BY for Bavaria; without one, the holidays of the whole country count.",
        )


@lru_cache
def _public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays of a year; those of the whole country where the region is not known, none without country."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return frozenset()
    return _calendar(country, region, year) or _calendar(country, "", year) or frozenset()


def _calendar(country: str, region: str, year: int) -> frozenset[date] | None:
    """The public holidays of that year; None where nobody knows the country or the region."""
    # A large library, which only those need who have named a country.
    from holidays import country_holidays

    for given in (region, region.upper()):
        try:
            # It warns on the terminal of years for which it lacks the days that follow the moon.
            with warnings.catch_warnings(action="ignore"):
                return frozenset(country_holidays(country.upper(), subdiv=given or None, years=year))
        except NotImplementedError:
            continue
    return None
