"""Owns days: what people type for a date, how it is written back, the intervals of the conversation, and working days.

The words are taken apart in date_grammar and put on the calendar in date_reading; what the intervals lead to is
computed in tracking. Nothing here reads a clock.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from msgspec import Struct

from afterword.domain.fields import Field
from afterword.domain.text import clean_line, folded, shorten
from afterword.errors import NotUnderstood
from afterword.languages.loader import load

NOON = time(12)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHOWN = 40
"""So much of what was typed is repeated: enough to know it again, whatever was pasted."""
EXAMPLES = "2026-11-12 10:00, today 10:00, yesterday, tue 14:30, +3d 09:00 or 2 weeks ago"
MONTHS, _LONGEST_MONTH = 12, 31
_LONGEST_TEXT = 300
"""Characters of a date; a longer text is looked at no further."""
FIRST_YEAR, LAST_YEAR = 1970, 2199
"""The years a journal of interviews can mean; anything else is a slip of the keyboard."""


class Lean(StrEnum):
    """Which way a bare weekday points: `tue` in a plan lies ahead, in a report behind."""

    AHEAD = "ahead"
    BEHIND = "behind"


class Understood(Struct, frozen=True):
    """What a text means: an aware moment, and whether a time of day was typed."""

    at: datetime
    has_time: bool


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, in whatever case it is typed. Raises `NotUnderstood`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        if zone_name := _zones().get(name.lower()):
            return ZoneInfo(zone_name)
        raise NotUnderstood(
            f"“{shorten(name, SHOWN)}” is not a known time zone.",
            hint="Use an IANA name such as Europe/Berlin or UTC.",
        ) from error


@cache
def _zones() -> Mapping[str, str]:
    return {name.lower(): name for name in available_timezones()}


def zone_names() -> Sequence[str]:
    """Every IANA zone, by region and place."""
    return sorted(name for name in _zones().values() if "/" in name)


def understand(text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None) -> Understood:
    """What was typed, in the zone of `now` (aware) unless a zone or an offset was typed too.

    Every word counts: what is no part of a date, contradicts another part or has two readings is refused.
    `10:05` alone means that time on `day` (or today); of a range of time the start counts. A day without a time means
    now when it is today, the time of now after a distance such as `+3d`, and noon otherwise.
    A time that comes twice, when clocks go back, is the first one. Raises `NotUnderstood`.
    """
    # Reading what people type is a large grammar, and most calls only show dates.
    from afterword.domain.date_reading import resolve

    line = _plain_signs(text).lower()
    if len(line) > _LONGEST_TEXT:
        raise _not_a_date(text)
    try:
        understood = Understood(now, has_time=True) if line == "now" else resolve(line, now, lean, day)
        check_year(understood.at)
    except NotUnderstood as error:
        raise NotUnderstood(_as_typed(error.title, text), error.detail, error.hint) from error
    except (ValueError, OverflowError) as error:
        raise _not_a_date(text) from error
    return understood


def _as_typed(title: str, text: str) -> str:
    """The sentence, with what it quotes in the capitals in which it was typed."""
    line = _plain_signs(text)
    lower = line.lower()

    def typed(quotation: re.Match[str]) -> str:
        at = lower.find(quotation[1])
        return f"“{line[at : at + len(quotation[1])]}”" if at >= 0 else quotation[0]

    return re.sub("“([^“”]+)”", typed, title) if len(lower) == len(line) else title


def _plain_signs(text: str) -> str:
    return clean_line(text).replace("\N{MINUS SIGN}", "-").replace("\N{NON-BREAKING HYPHEN}", "-")


def understand_moment(
    text: str, now: datetime, lean: Lean = Lean.AHEAD, day: date | None = None, *, needs_time: bool = False
) -> datetime:
    """The instant that was typed, as `understand` reads it.

    Raises `NotUnderstood`, with `needs_time` also for a day alone.
    """
    understood = understand(text, now, lean, day)
    if needs_time and not understood.has_time:
        words = clean_line(text)
        raise NotUnderstood(f"“{words}” is a day; the time is missing.", hint=f"Add it, such as: {words} 10:00.")
    return understood.at


def understand_date(text: str, today: date, lean: Lean = Lean.AHEAD) -> date:
    """The day that was typed. Raises `NotUnderstood`."""
    return understand_moment(text, datetime.combine(today, NOON, tzinfo=UTC), lean).date()


def check_year(day: date) -> None:
    """Raises `NotUnderstood` for a day or moment no journal of interviews can mean."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NotUnderstood(
            f"The year {day.year} is out of reach.", hint=f"Years go from {FIRST_YEAR} to {LAST_YEAR} here."
        )


def _not_a_date(text: str) -> NotUnderstood:
    return NotUnderstood(f"“{shorten(clean_line(text), SHOWN)}” is not a date I understand.", hint=f"Try {EXAMPLES}.")


@lru_cache(maxsize=1024)
def show_date(day: date, today: date | None = None) -> str:
    """`Thu 12 Nov`, with the year when it is not that of `today`."""
    text = f"{WEEKDAYS[day.weekday()][:3].capitalize()} {day.day} {day:%b}"
    return text if today is not None and day.year == today.year else f"{text} {day.year}"


def soon_words(day: date, today: date) -> str:
    """`Thursday` within the week ahead, else `Thu 12 Nov`."""
    soon = 0 < (day - today).days < len(WEEKDAYS)
    return WEEKDAYS[day.weekday()].capitalize() if soon else show_date(day, today)


def show_short(day: date) -> str:
    """`12 Nov`, for narrow columns."""
    return f"{day.day} {day:%b}"


def show_day(day: date) -> str:
    """`9 Aug 2026`, where the weekday of a day long past would say nothing."""
    return f"{show_short(day)} {day.year}"


def show_moment(at: datetime, today: date | None = None) -> str:
    """`Thu 12 Nov 2026 10:00`, in the offset the instant carries."""
    return f"{show_date(at.date(), today)} {at:%H:%M}"


def show_offset(at: datetime) -> str:
    """`+01:00`: how far the clock of an aware moment is ahead of UTC."""
    return f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:5]


def show_understood(at: datetime, zone_name: str) -> str:
    """How a text was understood, on the clock of that zone: `Thu 12 Nov 2026 10:00 (Europe/Berlin, +0100)`.

    It can be typed again and means the same minute.
    """
    local = at.astimezone(zone(zone_name))
    return f"{show_moment(local)} ({zone_name}, {local:%z})"


def note_repeated(at: datetime, zone_name: str) -> str:
    """A sentence when the clocks of the zone show that time twice, since they go back that night; empty otherwise."""
    local = at.astimezone(zone(zone_name))
    other = local.replace(fold=1 - local.fold)
    if other.utcoffset() == local.utcoffset() or other.astimezone(UTC).astimezone(other.tzinfo).fold != other.fold:
        return ""
    which, rest = ("first", "second") if local.fold == 0 else ("second", "first")
    return (
        f"{local:%H:%M} comes twice that night; this is the {which}. "
        f"For the {rest} type {other:%Y-%m-%dT%H:%M}{show_offset(other)}."
    )


def echo_moment(at: datetime, zone_name: str) -> str:
    """What a field or a call says about the moment it has understood: the moment, and whether it comes twice."""
    note = note_repeated(at, zone_name)
    return f"{show_understood(at, zone_name)}{'. ' if note else ''}{note}"


def type_moment(at: datetime) -> str:
    """The instant as it can be typed again, ISO to the minute with offset: `2026-11-12T10:00+01:00`."""
    return at.isoformat(timespec="minutes")


def add_days(day: date, days: int) -> date:
    """The day that many days later, or the last day there is (a Friday)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month, or the last day there is."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not date.min.year <= year <= date.max.year:
        return date.max
    last = _LONGEST_MONTH if month == MONTHS - 1 else (date(year, month + 2, 1) - timedelta(days=1)).day
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


# ── the intervals of the conversation, and which days count ───────────────────────────────────────────────────────────


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

    for subdivision in (region, region.upper()):
        try:
            # It warns on the terminal of years for which it lacks the days that follow the moon.
            with warnings.catch_warnings(action="ignore"):
                return frozenset(country_holidays(country.upper(), subdiv=subdivision or None, years=year))
        except NotImplementedError:
            continue
    return None
