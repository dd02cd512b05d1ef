"""Owns reading from an out-of-office note until when somebody is away, in the languages such notes come in."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache

from msgspec import Struct, field

from afterword.languages.loader import gather
from afterword.mail.classify.facts import MailFacts
from afterword.mail.classify.wording import folded

_ORDINAL = r"(?:st|nd|rd|th|er|e|\.|º|:e)?"
_YEAR = r"(?:,?\s*(?:de\s+|del\s+)?(\d{4})\b)?"

_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})?)?(?![\d/:-]|\.\d)")
_CHARACTERS = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
_CRITERIA = re.compile(r"enddate=(\d{4})-(\d\d)-(\d\d)")

_FARTHEST = timedelta(days=400)
_JUST_PAST = timedelta(days=3)
_MONTHS_A_YEAR = 12
_DAYS_A_WEEK = 7
_AMERICAN_OFFSETS = range(-10, -3)


class _DateWords(Struct, frozen=True, kw_only=True):
    """The words of dates in folded spelling; `months` and `weekdays` hold one line for each, for every language."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    before: tuple[str, ...]
    before_unspaced: tuple[str, ...]
    between: tuple[str, ...]
    behind: tuple[str, ...]
    tomorrow: tuple[str, ...]
    in_: tuple[str, ...] = field(name="in")
    days: tuple[str, ...]
    weeks: tuple[str, ...]


class _Dates(Struct, frozen=True):
    """How days are written, and what ties a day to a return; numbers by the names of months and weekdays."""

    months: dict[str, int]
    weekdays: dict[str, int]
    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    weekday: re.Pattern[str]
    tomorrow: re.Pattern[str]
    in_days: re.Pattern[str]
    weeks: re.Pattern[str]
    cue: re.Pattern[str]
    cue_after: re.Pattern[str]


@cache
def _dates() -> _Dates:
    words = gather("mail", "dates", _DateWords)
    months = {name: number % _MONTHS_A_YEAR + 1 for name, number in _numbered(words.months)}
    weekdays = {name: number % _DAYS_A_WEEK for name, number in _numbered(words.weekdays)}
    month = rf"({_any(months)})(?:ta)?\b\.?"
    before, between = "|".join(words.before), "|".join(words.between)
    return _Dates(
        months=months,
        weekdays=weekdays,
        day_month=re.compile(rf"(?<![\d.])(\d{{1,2}}){_ORDINAL}\s*(?:of\s+|de\s+|den\s+)?{month}{_YEAR}"),
        month_day=re.compile(
            rf"\b{month}\s*(?:\d{{1,2}}{_ORDINAL}\s*(?:-|to|through)\s*)?(\d{{1,2}}){_ORDINAL}(?![\d:]){_YEAR}"
        ),
        weekday=re.compile(rf"\b({_any(weekdays)})\b"),
        tomorrow=re.compile(rf"\b(?:{'|'.join(words.tomorrow)})\b"),
        in_days=re.compile(rf"\b(?:{'|'.join(words.in_)}) (\d{{1,2}}) ({'|'.join((*words.days, *words.weeks))})\b"),
        weeks=re.compile("|".join(words.weeks)),
        cue=re.compile(
            rf"\b({before})\b(?:[^.!?\n]|\.\s?\d){{0,40}}$|\d\S{{0,12}} (?:{between}) (?:\w+,? )?$"
            rf"|[-–至到~〜]\s*$|({'|'.join(words.before_unspaced)})\s*$"
        ),
        cue_after=re.compile(rf"^[^。.\n]{{0,12}}?({'|'.join(words.behind)})"),
    )


def _numbered(lines: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    return ((folded(name), number) for number, line in enumerate(lines) for name in line.split())


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


class DayMention(Struct, frozen=True):
    """Where a text names a day, and which."""

    start: int
    end: int
    day: date


def return_date(facts: MailFacts) -> date | None:
    """The latest day that the note ties to a return or the end of an absence; None where it names none.

    A day without a year is the next one after the mail's own date; so is a weekday.
    """
    sent = facts.message.date
    if sent is None:
        return None
    criteria = _CRITERIA.search(facts.header("x-apple-criteria"))
    if criteria and (day := _day(int(criteria[1]), int(criteria[2]), int(criteria[3]))):
        return day
    return _cued(facts.own.words, sent) or subject_date(facts)


def subject_date(facts: MailFacts) -> date | None:
    """The day that the subject ties to a return."""
    sent = facts.message.date
    return None if sent is None else _cued(facts.bare_subject, sent)


def days_named(text: str, sent: datetime) -> tuple[DayMention, ...]:
    """Where a folded text names days: with a date, else as seen from when it was written, which is `sent`."""
    return (*_mentions(text, sent),) or (*_relative(text, sent),)


def names_weekday(text: str) -> bool:
    """Whether a folded text names a day of the week, or tomorrow."""
    return bool(_dates().weekday.search(text) or _dates().tomorrow.search(text))


def _cued(text: str, sent: datetime) -> date | None:
    days = [mention.day for mention in _mentions(text, sent) if _has_cue(text, mention)]
    near = [day for day in days if -_JUST_PAST <= day - sent.date() <= _FARTHEST]
    if near:
        return max(near)
    relative = [mention.day for mention in _relative(text, sent) if _has_cue(text, mention)]
    return max(relative, default=None)


def _has_cue(text: str, mention: DayMention) -> bool:
    before = text[max(mention.start - 60, 0) : mention.start]
    return bool(_dates().cue.search(before) or _dates().cue_after.match(text[mention.end : mention.end + 30]))


def _mentions(text: str, sent: datetime) -> Iterator[DayMention]:
    dates = _dates()
    for match in _ISO.finditer(text):
        yield from _mention(match, _day(int(match[1]), int(match[2]), int(match[3])))
    for match in dates.day_month.finditer(text):
        yield from _mention(match, _next(sent, match[3], dates.months[match[2]], int(match[1])))
    for match in dates.month_day.finditer(text):
        yield from _mention(match, _next(sent, match[3], dates.months[match[1]], int(match[2])))
    for match in _CHARACTERS.finditer(text):
        yield from _mention(match, _next(sent, match[1], int(match[2]), int(match[3])))
    for match in _NUMBERS.finditer(text):
        first, second = int(match[1]), int(match[3])
        month_first = match[2] != "." and (second > _MONTHS_A_YEAR or (first <= _MONTHS_A_YEAR and _is_american(sent)))
        month, day = (first, second) if month_first else (second, first)
        yield from _mention(match, _next(sent, match[4], month, day))


def _relative(text: str, sent: datetime) -> Iterator[DayMention]:
    dates = _dates()
    for match in dates.weekday.finditer(text):
        ahead = (dates.weekdays[match[1]] - sent.weekday() - 1) % 7 + 1
        yield from _mention(match, sent.date() + timedelta(days=ahead))
    for match in dates.in_days.finditer(text):
        days = int(match[1]) * (_DAYS_A_WEEK if dates.weeks.fullmatch(match[2]) else 1)
        yield from _mention(match, sent.date() + timedelta(days=days))
    for match in dates.tomorrow.finditer(text):
        yield from _mention(match, sent.date() + timedelta(days=1))


def _mention(match: re.Match[str], day: date | None) -> Iterator[DayMention]:
    if day:
        yield DayMention(match.start(), match.end(), day)


def _is_american(sent: datetime) -> bool:
    offset = sent.utcoffset()
    return offset is not None and offset.total_seconds() / 3600 in _AMERICAN_OFFSETS


def _next(sent: datetime, year: str | None, month: int, day: int) -> date | None:
    """That day in its year, or else the first such day that is not before the mail's."""
    if year:
        return _day(int(year) if len(year) > len("26") else 2000 + int(year), month, day)
    this_year = _day(sent.year, month, day)
    if this_year and this_year < sent.date() - _JUST_PAST:
        return _day(sent.year + 1, month, day)
    return this_year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
