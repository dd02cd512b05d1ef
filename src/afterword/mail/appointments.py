"""Owns the time to meet that a mail names: by an entry for the calendar, else by the day and the hour in its words."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from msgspec import Struct

from afterword.domain.conversation.message import Appointment, Message
from afterword.domain.greeting import is_program_address
from afterword.domain.people import NamedAddress
from afterword.domain.text import clean_line
from afterword.languages.loader import load
from afterword.mail.classify.absence import days_named
from afterword.mail.classify.wording import folded
from afterword.mail.newtext import new_text

_MOST_CHARACTERS = 40_000
_MOST_PEOPLE = 12
_READ_CHARACTERS = 4_000
_UNFOLDED = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(
    r"^([A-Z-]{2,20})((?:;[\w-]{1,40}=(?:\"[^\"\n]{0,200}\"|[^;:\"\n]{0,200}))*):(.*)$", re.MULTILINE
)
_PARAMETER = re.compile(r";([\w-]+)=(?:\"([^\"]*)\"|([^;:\"]*))")
_MOMENT = re.compile(r"\d{8}T\d{4}(?:\d\d)?(Z?)")
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.h](\d\d))? ?(?:(a|p)\.?m\b|uhr\b|h\b|o'clock)|\b(\d{1,2})[:h](\d\d)\b"
    r"|\b(?:at|um|a las|@) (\d{1,2})\b"
)
_MEETING = re.compile(
    r"https://[\w.-]{0,80}(?:zoom|teams|meet|webex|whereby|jitsi|chime)[\w./?=&%+:#-]{0,300}", re.IGNORECASE
)
_AFTERNOON_FROM = 8
_NOON = 12
_HOURS, _MINUTES = 24, 60


class _Zones(Struct, frozen=True):
    windows: Mapping[str, str]


@cache
def _windows() -> Mapping[str, str]:
    return load("zones", _Zones, "any").windows


class _Line(Struct, frozen=True):
    """One line of an entry: its parameters by their names in capitals, and its value."""

    parameters: Mapping[str, str]
    value: str


def appointment_of(message: Message) -> Appointment | None:
    """When the mail asks to meet; None where it names no hour, or takes a meeting back."""
    for part in message.machine_parts:
        if part.content_type in ("text/calendar", "application/ics"):
            return _of_entry(part.text[:_MOST_CHARACTERS], part.parameter("method"), message)
    return _of_words(message)


def _of_entry(text: str, method: str, message: Message) -> Appointment | None:
    plain = _UNFOLDED.sub("", text)
    head, _, rest = plain.partition("BEGIN:VEVENT")
    event = rest.partition("END:VEVENT")[0].partition("BEGIN:VALARM")[0]
    named = _PROPERTY.search(head[head.upper().find("METHOD") :]) if "METHOD" in head.upper() else None
    asked = (method or (named[3] if named is not None else "")).strip().upper()
    lines = dict(_lines(event))
    if asked not in ("", "REQUEST", "PUBLISH") or "DTSTART" not in lines:
        return None
    start = _moment(lines["DTSTART"][0], plain)
    if start is None:
        return None
    at, zone = start
    people = tuple(_people((*lines.get("ORGANIZER", ()), *lines.get("ATTENDEE", ())), message.to))
    where, title = (_value(lines.get(name, ())) for name in ("LOCATION", "SUMMARY"))
    return Appointment(at=at, zone=zone, where=where or _link(event), title=title, people=people[:_MOST_PEOPLE])


def _lines(event: str) -> Iterator[tuple[str, tuple[_Line, ...]]]:
    """The lines of an entry by their names."""
    found: dict[str, tuple[_Line, ...]] = {}
    for match in _PROPERTY.finditer(event):
        parameters = {key.upper(): quoted or bare for key, quoted, bare in _PARAMETER.findall(match[2])}
        found[match[1].upper()] = (*found.get(match[1].upper(), ()), _Line(parameters, match[3].strip()))[:40]
    yield from found.items()


def _value(lines: tuple[_Line, ...]) -> str:
    text = lines[0].value if lines else ""
    return clean_line(re.sub(r"\\([,;\\])", r"\1", text.replace("\\n", " ").replace("\\N", " ")))[:300]


def _moment(line: _Line, entry: str) -> tuple[datetime, str] | None:
    """The instant of a start, and the IANA zone it is told in; a day without an hour is none."""
    match = _MOMENT.match(line.value)
    if match is None:
        return None
    try:
        wall = datetime.strptime(match[0][:13], "%Y%m%dT%H%M")  # noqa: DTZ007  its zone follows
    except ValueError:
        return None
    if match[1]:
        return wall.replace(tzinfo=UTC), "UTC"
    name = line.parameters.get("TZID", "")
    zone = _zone(name)
    if zone is not None:
        return wall.replace(tzinfo=zone), zone.key
    own = _described(name, entry)
    return (wall.replace(tzinfo=own).astimezone(UTC), "") if own is not None else (wall.replace(tzinfo=UTC), "")


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(_windows().get(name.strip(), name.strip())) if name.strip() else None
    except (ValueError, OSError, KeyError):
        return None


def _described(name: str, entry: str) -> tzinfo | None:
    """A zone as the entry describes it itself."""
    start = entry.find("BEGIN:VTIMEZONE")
    end = entry.rfind("END:VTIMEZONE")
    if not name or start < 0 or end < start:
        return None
    try:
        return tzical(StringIO(f"{entry[start:end]}END:VTIMEZONE\n")).get(name)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None


def _people(lines: tuple[_Line, ...], own: tuple[str, ...]) -> Iterator[NamedAddress]:
    """Those who will be there: no rooms, no programs, and not whom the mail went to."""
    mine = {address.casefold() for address in own}
    seen: set[str] = set()
    for line in lines:
        address = re.sub(r"^mailto:", "", line.value, flags=re.IGNORECASE).strip()
        is_person = line.parameters.get("CUTYPE", "INDIVIDUAL").upper() == "INDIVIDUAL" and "@" in address
        if not is_person or address.casefold() in mine | seen or is_program_address(address):
            continue
        seen.add(address.casefold())
        name = clean_line(line.parameters.get("CN", ""))
        yield NamedAddress("" if "@" in name else name, clean_line(address))


def _of_words(message: Message) -> Appointment | None:
    if message.date is None:
        return None
    text = new_text(message.plain[:_READ_CHARACTERS] or None, message.html[: 10 * _READ_CHARACTERS] or None)
    words = folded(f"{message.subject[:300]} . {text[:_READ_CHARACTERS]}")
    day = next((day for day in days_named(words, message.date) if day >= message.date.date()), None)
    hour = next(_hours(words), None)
    if day is None or hour is None:
        return None
    return Appointment(at=_on(day, hour, message.date), where=_link(text))


def _on(day: date, hour: time, sent: datetime) -> datetime:
    return datetime.combine(day, hour, sent.tzinfo or UTC)


def _hours(words: str) -> Iterator[time]:
    """The hours that a folded text names; one without “am” or “pm” before eight is one of the afternoon."""
    for match in _CLOCK.finditer(words):
        hour = int(match[1] or match[4] or match[6])
        minute = int(match[2] or match[5] or 0)
        if match[3]:
            hour = hour % _NOON + (_NOON if match[3] == "p" else 0)
        elif match[6] and hour < _AFTERNOON_FROM:
            hour += _NOON
        if hour < _HOURS and minute < _MINUTES:
            yield time(hour, minute)


def _link(text: str) -> str:
    match = _MEETING.search(text)
    return match[0] if match is not None else ""
