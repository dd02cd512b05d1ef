"""Owns the time to meet that a mail names: by an entry for the calendar, else by the day and the hour in its words."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.calendars import read_calendar
from afterword.domain.conversation.message import Appointment, Message
from afterword.domain.exchange_files import appointment
from afterword.domain.text import clean_line
from afterword.errors import UserError
from afterword.mail.classify.absence import DayMention, days_named
from afterword.mail.classify.wording import folded
from afterword.mail.newtext import MailBody

_MOST_CHARACTERS = 40_000
_MOST_PEOPLE = 12
_READ_CHARACTERS = 4_000
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.h](\d\d))? ?(?:(a|p)\.?m\b|uhr\b|h\b|o'clock)|\b(\d{1,2})[:h](\d\d)\b"
    r"|\b(?:at|um|a las|@) (\d{1,2})\b(?![:.h]\d| ?[ap]\.?m\b)"
)
_ZONES = {
    "America/Los_Angeles": "P[SD]?T|Pacific(?: Standard| Daylight)? Time",
    "America/Denver": "M[SD]T|Mountain(?: Standard| Daylight)? Time",
    "America/Chicago": "C[SD]T|Central(?: Standard| Daylight)? Time",
    "America/New_York": "E[SD]?T|Eastern(?: Standard| Daylight)? Time",
    "Europe/London": "BST|British Summer Time|(?:UK|London) time",
    "Europe/Berlin": "CES?T|MES?Z|Central European(?: Summer)? Time",
    "Asia/Kolkata": "IST|India(?:n)?(?: Standard)? Time",
    "UTC": "UTC|GMT",
}
_ZONE = re.compile(
    r"\d ?(?:[AaPp]\.?[Mm]\b\.?|[Uu]hr|h)?[ (,|]*(?:"
    + "|".join(f"({words})" for words in _ZONES.values())
    + r")\b(?![+-]\d)"
)
"""The zone behind an hour, as letters to people in other places name it, in capitals: “est” is a word as well."""
_TOPIC = re.compile(r"(?m)^(?:Topic|Thema|Sujet|Tema) ?: *(\S.{0,200})$")
"""What a meeting is about, as Zoom writes it in four languages."""
_MEETING = re.compile(
    r"https://[\w.-]{0,80}(?:zoom|teams|meet|webex|whereby|jitsi|chime)[\w./?=&%+:#-]{0,300}", re.IGNORECASE
)
_UNTIL = re.compile(r" ?(?:-|to|till|until|bis|a|hasta)(?: |$)")
"""What stands between an hour and the one at which something ends."""
_LONG_LINE, _FAR, _APART = 60, 60, 25
"""Characters: of a line that a mail program broke, between a day and its hour, between what is named together."""
_AFTERNOON_FROM = 8
_NOON = 12
_HOURS, _MINUTES = 24, 60


def appointment_of(message: Message, body: MailBody) -> Appointment | None:
    """When the mail with these texts asks to meet; None where it names no hour."""
    for part in message.machine_parts:
        if part.content_type in ("text/calendar", "application/ics"):
            return _of_entry(part.text[:_MOST_CHARACTERS], part.parameter("method"), message)
    return _of_words(message, body)


def _of_entry(text: str, method: str, message: Message) -> Appointment | None:
    """The first meeting of an entry; its people are not those whom the mail went to."""
    try:
        meetings = read_calendar(text, message.date or datetime.now(UTC)).meetings
    except UserError:
        return None
    mine = frozenset(address.casefold() for address in message.to)
    for meeting in meetings:
        people = tuple(person for person in meeting.people if person.email.casefold() not in mine)
        known = appointment(meeting, people[:_MOST_PEOPLE])
        if known is not None:
            return replace(known, cancelled=known.cancelled or method.strip().upper() == "CANCEL")
    return None


def _of_words(message: Message, body: MailBody) -> Appointment | None:
    if message.date is None:
        return None
    text = body.new_text[:_READ_CHARACTERS]
    meets = _time_named(folded(f"{message.subject[:300]}\n{_unwrapped(text)}", keep_lines=True), message.date)
    if meets is None:
        return None
    named = _ZONE.search(f"{message.subject[:300]} . {text}")
    zone = ZoneInfo([*_ZONES][named.lastindex - 1]) if named is not None and named.lastindex else None
    at = datetime.combine(*meets, zone or message.date.tzinfo or UTC)
    topic = _TOPIC.search(text)
    return Appointment(
        at=at,
        zone=zone.key if zone is not None else "",
        where=_link(text),
        title=clean_line(topic[1]) if topic is not None else "",
    )


def _unwrapped(text: str) -> str:
    """The text without the line ends that a mail program put in: those behind a long line."""
    return re.sub(rf"(?m)^(.{{{_LONG_LINE},}})\n(?=\S)", r"\1 ", text)


class _Hour(Struct, frozen=True):
    start: int
    end: int
    time: time


def _time_named(words: str, sent: datetime) -> tuple[date, time] | None:
    """The day and the hour to meet that a folded text names; None where it names none, or several to choose from."""
    days = [mention for mention in days_named(words, sent) if mention.day >= sent.date()]
    hours = _beginnings(words)
    if not days or not hours:
        return None
    named = {(day.day, hour.time) for hour in hours if (day := _day_of(words, days, hour)) is not None}
    if named:
        return next(iter(named)) if len(named) == 1 else None
    if any(later.start - hour.end < _APART for hour, later in pairwise(hours)):
        return None
    pairs = ((abs(day.start - hour.start), day.day, hour.time) for day in days for hour in hours)
    return min(pairs)[1:]


def _day_of(words: str, days: Sequence[DayMention], hour: _Hour) -> DayMention | None:
    """The day in the same sentence before an hour, else right behind it."""
    before = max((day for day in days if day.end <= hour.start), key=lambda day: day.end, default=None)
    behind = min((day for day in days if day.start >= hour.end), key=lambda day: day.start, default=None)
    if before is not None and _is_one_sentence(words[before.end : hour.start], _FAR):
        return before
    if behind is not None and _is_one_sentence(words[hour.end : behind.start], _APART):
        return behind
    return None


def _is_one_sentence(between: str, longest: int) -> bool:
    return len(between) <= longest and re.search(r"\n|[!?] |[a-z]{2}\. ", between) is None


def _beginnings(words: str) -> Sequence[_Hour]:
    """The hours that a folded text names, without those at which something ends."""
    hours = sorted(_hours(words), key=lambda hour: hour.start)
    ends = {later for hour, later in pairwise(hours) if _UNTIL.match(words[hour.end : later.start])}
    return [hour for hour in hours if hour not in ends]


def _hours(words: str) -> Iterator[_Hour]:
    """The hours that a folded text names; one without “am” or “pm” before eight is one of the afternoon."""
    for match in _CLOCK.finditer(words):
        hour = int(match[1] or match[4] or match[6])
        minute = int(match[2] or match[5] or 0)
        if match[3]:
            hour = hour % _NOON + (_NOON if match[3] == "p" else 0)
        elif match[6] and hour < _AFTERNOON_FROM:
            hour += _NOON
        if hour < _HOURS and minute < _MINUTES:
            yield _Hour(match.start(), match.end(), time(hour, minute))


def _link(text: str) -> str:
    match = _MEETING.search(text)
    return match[0] if match is not None else ""
