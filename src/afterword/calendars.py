"""Owns calendar files (RFC 5545): the meetings they name, and what a journal writes into one.

Mails and files for others both use it, so it stands below them.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from msgspec import Struct

from afterword.domain.dates import FIRST_YEAR, LAST_YEAR
from afterword.domain.exchange_files import CalendarEntry
from afterword.domain.greeting import is_program_address
from afterword.domain.people import NamedAddress
from afterword.domain.text import clean, clean_line
from afterword.errors import UserError

# The library takes a while to load, and most calls never see a calendar.
if TYPE_CHECKING:
    from icalendar import Calendar, Component

PRODUCT = "-//Afterword//Journal//EN"
LARGEST = 2_000_000
"""Bytes of the largest file that is read."""
_LENGTH = timedelta(hours=1)
"""How long a meeting takes that does not say so."""
_MOST_ENTRIES, _MOST_SERIES, _MOST_INSTANCES, _MOST_PEOPLE, _LONGEST = 5_000, 500, 60, 30, 4_000
_AHEAD, _BEHIND = timedelta(days=370), timedelta(days=740)
_TAKEN_BACK = ("CANCEL", "CANCELLED")
_ANSWERS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")
_LINK = re.compile(
    r"https://[\w.-]{0,80}(?:zoom|teams|meet|webex|whereby|jitsi|chime|bluejeans)[\w./?=&%+:#@-]{0,400}", re.IGNORECASE
)
_SENDERS = ("messenger@webex.com", "no-reply@zoom.us", "mailer@doodle.com")
"""Programs that invite in the place of people."""
_NEEDED = re.compile(
    r"(?mi)^(?:UID|DTSTART|SUMMARY|LOCATION|DESCRIPTION|STATUS|SEQUENCE|RECURRENCE-ID|RRULE|RDATE|EXDATE|ORGANIZER"
    r"|ATTENDEE|URL|CONFERENCE|X-GOOGLE-CONFERENCE|X-MICROSOFT-SKYPETEAMSMEETINGURL|X-ALT-DESC)[:;].*\n"
)
"""The lines of an entry that a meeting is made of."""
_ALARM = re.compile(r"(?ims)^BEGIN:VALARM\s*$.*?^END:VALARM\s*?\n")
_FAMILY_FIRST = re.compile(r"^([^,]{2,40}), ([^,]{2,40})$")
"""`Byron, Ada`, as directories of companies write it."""
_ROOMS = ("ROOM", "RESOURCE", "GROUP")


class CalendarItem(Struct, frozen=True, kw_only=True):
    """One entry of a calendar that is written: a meeting at an aware moment, or something due on a day."""

    uid: str
    title: str
    at: datetime | date
    where: str = ""
    words: str = ""
    taken_back: bool = False


class ReadCalendar(Struct, frozen=True):
    """The meetings of a calendar, and what else stands in it that is none or cannot be read.

    `left_out` are titles, each with why as the end of a sentence; `answers` says in sentences that it is no invitation.
    """

    meetings: tuple[CalendarEntry, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    answers: tuple[str, ...] = ()


_UNREADABLE = (ValueError, IndexError, KeyError, AttributeError, TypeError, OverflowError, OSError, RecursionError)
"""What the library raises of a file that breaks the standard, or names a zone that no system could have."""


def read_calendar(raw: bytes | str, now: datetime) -> ReadCalendar:
    """The meetings in that file, those of a series one by one from two years ago to a year ahead of `now`.

    Raises `UserError` for what is no calendar. What cannot be read of one meeting leaves the others alone.
    """
    text = (raw if isinstance(raw, str) else decoded(raw)).lstrip("\ufeff")
    if len(text) > LARGEST:
        raise UserError(f"This calendar is longer than {LARGEST:,} characters.", hint="Export a shorter period.")
    calendars, left_out = _calendars(text), list[tuple[str, str]]()
    methods = {clean_line(str(calendar.get("METHOD", ""))).capitalize() for calendar in calendars}
    answers = tuple(
        f"It is the answer of a guest to an invitation ({method}), and no invitation."
        for method in sorted(methods)
        if method.upper() in _ANSWERS
    )
    if not any(calendar.walk("VEVENT") for calendar in calendars):
        answers = ("It holds no meeting, only what else calendars keep: tasks, notes, zones.",)
    meetings = tuple(meeting for calendar in calendars for meeting in _meetings(calendar, now, left_out))
    return ReadCalendar(meetings, tuple(left_out), answers)


def decoded(raw: bytes) -> str:
    """The text in these bytes: as their mark says, else UTF-8, else what Windows writes in Europe."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _calendars(text: str) -> Sequence["Calendar"]:
    """The calendars in that text; where it breaks the standard, what can be read of it."""
    upper = text.upper()
    if "BEGIN:VCALENDAR" not in upper and "BEGIN:VEVENT" not in upper:
        raise UserError("This is no calendar.", hint="A calendar file begins with BEGIN:VCALENDAR.")
    for whole in (text, _mended(text)):
        try:
            calendars = _parsed(whole)
        except _UNREADABLE:
            continue
        if any(calendar.walk("VEVENT") for calendar in calendars):
            return calendars
    calendars = _piece_by_piece(_mended(text))
    if not calendars and "BEGIN:VEVENT" in upper:
        raise UserError("This calendar cannot be read.", hint="Save the invitation again from your calendar.")
    return calendars


def _parsed(text: str) -> list["Calendar"]:
    from icalendar import Calendar

    # What the library guesses of a zone's name, it also warns of.
    with warnings.catch_warnings(action="ignore"):
        calendars: list[Calendar] = Calendar.from_ical(text, multiple=True)
        return calendars


def _piece_by_piece(text: str) -> list["Calendar"]:
    """Each meeting with its exceptions as a calendar of its own: with the zones that can be read, else without."""
    head = "".join(re.findall(r"(?m)^(?:METHOD|X-WR-TIMEZONE)\b.*\n", text))
    zones = [zone for zone in _blocks("VTIMEZONE", text) if _is_readable(f"{zone}BEGIN:VEVENT\nEND:VEVENT\n")]
    series: dict[str, str] = {}
    for place, block in enumerate(_blocks("VEVENT", text)):
        uid = re.search(r"(?mi)^UID.*", block)
        key, lines = uid[0] if uid else str(place), "".join(_NEEDED.findall(_ALARM.sub("", block)))
        series[key] = f"{series.get(key, '')}BEGIN:VEVENT\n{lines}END:VEVENT\n"
    calendars = []
    for events in series.values():
        whole = next((body for body in (f"{''.join(zones)}{events}", events) if _is_readable(body)), "")
        if whole:
            calendars += _parsed(f"BEGIN:VCALENDAR\n{head}{whole}END:VCALENDAR\n")
    return calendars


def _blocks(name: str, text: str) -> Sequence[str]:
    return re.findall(rf"(?ims)^BEGIN:{name}\s*$.*?^END:{name}\s*?\n", text)


def _is_readable(body: str) -> bool:
    try:
        return any(calendar.walk("VEVENT") for calendar in _parsed(f"BEGIN:VCALENDAR\n{body}END:VCALENDAR\n"))
    except _UNREADABLE:
        return False


def _mended(text: str) -> str:
    """The calendar on unfolded lines, each part closed, and without lines that are none."""
    lines = re.sub(r"\r?\n[ \t]", "", text.replace("\0", "")).splitlines()
    output: list[str] = []
    open_parts: list[str] = []
    for line in lines:
        begins, ends = (re.fullmatch(rf"{word}:([\w-]+)\s*", line, re.IGNORECASE) for word in ("BEGIN", "END"))
        if begins:
            open_parts.append(begins[1].upper())
        elif ends:
            if ends[1].upper() not in open_parts:
                continue
            while open_parts[-1] != ends[1].upper():
                output.append(f"END:{open_parts.pop()}")
            open_parts.pop()
        elif not re.match(r"[A-Za-z][\w-]*(?:;[^:]*(?:\"[^\"]*\"[^:]*)*)?:", line):
            continue
        output.append(line)
    whole = "\n".join([*output, *(f"END:{name}" for name in reversed(open_parts))]) + "\n"
    return whole if whole.upper().startswith("BEGIN:VCALENDAR") else f"BEGIN:VCALENDAR\n{whole}END:VCALENDAR\n"


def _meetings(calendar: "Calendar", now: datetime, left_out: list[tuple[str, str]]) -> Iterator[CalendarEntry]:
    method = clean_line(str(calendar.get("METHOD", ""))).upper()
    if method in _ANSWERS:
        return
    shown_in = _zone(clean_line(str(calendar.get("X-WR-TIMEZONE", ""))))
    for event in _instances(calendar, now, left_out):
        try:
            meeting = _meeting(event, method, shown_in)
        except _UNREADABLE:
            meeting = None
        if meeting is not None:
            yield meeting
        else:
            left_out.append((_text(event, "SUMMARY"), "has no time that can be read"))


def _instances(calendar: "Calendar", now: datetime, left_out: list[tuple[str, str]]) -> Iterator["Component"]:
    """Each meeting; of a series those around `now`."""
    events = calendar.walk("VEVENT")[:_MOST_ENTRIES]
    try:
        repeated = {str(event.get("UID")): event for event in events if event.get("RRULE") or event.get("RDATE")}
        if not repeated or len(repeated) > _MOST_SERIES or not all(map(_is_counted, events)):
            yield from events
            return
        from recurring_ical_events import of

        counted = of(calendar, skip_bad_series=True)
        behind, ahead = counted.between(now - _BEHIND, now), counted.between(now, now + _AHEAD)
    except _UNREADABLE:
        yield from events
        return
    # A single meeting of any day is one; the library counts those around now, and marks them as parts of a series.
    yield from (event for event in events if str(event.get("UID")) not in repeated)
    met: Counter[str] = Counter()
    for event in (*ahead, *reversed(behind)):
        uid = str(event.get("UID"))
        met[uid] += uid in repeated
        if 0 < met[uid] <= _MOST_INSTANCES:
            yield event
    never = "repeats, but never from two years ago to a year ahead"
    left_out += [(_text(event, "SUMMARY"), never) for uid, event in repeated.items() if not met[uid]]


def _is_counted(event: "Component") -> bool:
    """Whether a series has so few meetings that they can be told one by one: nobody is interviewed every minute."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        if not isinstance(rule, Mapping):  # what the library could not read
            return False
        often = str((rule.get("FREQ") or [""])[0]).upper() in ("SECONDLY", "MINUTELY", "HOURLY")
        if often or any(len(rule.get(name) or ()) > 1 for name in ("BYSECOND", "BYMINUTE", "BYHOUR")):
            return False
    return True


def _meeting(event: "Component", method: str, shown_in: ZoneInfo | None) -> CalendarEntry | None:
    start = event.get("DTSTART")
    # An hour of no day, a length or a period is no beginning either, nor is what lies before and after all interviews.
    if start is None or not isinstance(start.dt, date) or not FIRST_YEAR <= start.dt.year <= LAST_YEAR:
        return None
    at, zone = _moment(start.dt, shown_in, str(start.params.get("TZID", "")))
    title, place, words = (_text(event, name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))
    link = next((match[0] for text in (place, _conference(event), words) if (match := _LINK.search(text))), "")
    status = clean_line(str(event.get("STATUS", ""))).upper()
    instance = event.get("RECURRENCE-ID")
    return CalendarEntry(
        uid=clean_line(str(event.get("UID", "")))[:300] or f"{title}@{at or start.dt}",
        day=at.date() if at is not None else start.dt,
        at=at,
        zone=zone,
        instance=instance.dt.isoformat() if instance is not None else "",
        sequence=_number(event.get("SEQUENCE", 0)),
        cancelled=method in _TAKEN_BACK or status in _TAKEN_BACK,
        where=_where(clean_line(place), link),
        title=clean_line(title)[:300],
        words=clean(words)[:_LONGEST].strip(),
        people=tuple(_people(event))[:_MOST_PEOPLE],
    )


def _where(place: str, link: str) -> str:
    """The place with the link to it, where it is not the link itself: `Teams: https://…`."""
    if not place or link.startswith(place) or place.startswith("https://"):
        return link or place
    return f"{place}: {link}" if link and link not in place else place[:300]


def _conference(event: "Component") -> str:
    names = ("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "CONFERENCE", "URL", "X-ALT-DESC")
    return " ".join(_text(event, name) for name in names)


def _text(event: "Component", name: str) -> str:
    value = event.get(name, "")
    first = value[0] if isinstance(value, list) and value else value
    return clean(str(first))[: 4 * _LONGEST]


def _number(value: Any) -> int:
    try:
        return max(0, min(int(value), 2**31))
    except (ValueError, TypeError):
        return 0


def _moment(start: date, shown_in: ZoneInfo | None, name: str) -> tuple[datetime | None, str]:
    """The instant on the clock of its zone, and that zone's IANA name; None for a day without an hour."""
    if not isinstance(start, datetime):
        return None, ""
    zone = _zone(name) or _guessed(name, start)
    if start.tzinfo is None:
        return (start.replace(tzinfo=zone), zone.key) if zone is not None else (start.replace(tzinfo=UTC), "")
    if zone is not None:
        # The name says more than a description of it, which some programs write with the rules of another year.
        return start.replace(tzinfo=zone), zone.key
    instant = start.astimezone(UTC)
    if start.utcoffset() == timedelta(0) and name in ("", "UTC", "Etc/UTC"):
        return (instant.astimezone(shown_in), shown_in.key) if shown_in is not None else (instant, "UTC")
    return start.astimezone(shown_in or UTC), shown_in.key if shown_in is not None else "UTC"


def _zone(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, as calendars write it: Windows names, paths and quotes included."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    bare = name.strip().strip('"')
    candidates = (WINDOWS_TO_OLSON.get(bare, bare), "/".join(bare.split("/")[-2:]), bare.replace("_", "/", 1))
    return next(filter(None, map(_iana, candidates)), None)


def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def _guessed(name: str, start: datetime) -> ZoneInfo | None:
    """The zone of a name made for people: `(UTC+01:00) Amsterdam, Berlin, Rome`, `Eastern Time (US & Canada)`.

    Where the file describes the zone itself, the guess has to agree with it.
    """
    bare = re.sub(r"^\((?:UTC|GMT)[^)]*\)\s*", "", name.strip().strip('"'))
    windows = re.sub(r" Time \(US (?:&|and) Canada\).*", "", bare)
    cities = [_cities().get(part.strip().casefold(), "") for part in re.split(r",|\(", bare)]
    zone = _zone(f"{windows} Standard Time") or next(filter(None, map(_iana, cities)), None)
    agrees = zone is not None and start.utcoffset() in (None, start.replace(tzinfo=zone).utcoffset())
    return zone if agrees else None


@cache
def _cities() -> Mapping[str, str]:
    return {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in available_timezones() if "/" in zone}


def _people(event: "Component") -> Iterator[NamedAddress]:
    """Organizer and guests, each once: no rooms, no programs, nobody who declined."""
    seen: set[str] = set()
    for name in ("ORGANIZER", "ATTENDEE"):
        value = event.get(name, [])
        for address in value if isinstance(value, list) else [value]:
            parameters: Mapping[str, Any] = getattr(address, "params", {})
            mail = clean_line(re.sub(r"^mailto:", "", str(address), flags=re.IGNORECASE)).strip("<> ")
            kind, answer = (str(parameters.get(key, "")).upper() for key in ("CUTYPE", "PARTSTAT"))
            is_person = mail.casefold() not in _SENDERS and kind not in _ROOMS and answer != "DECLINED" and "@" in mail
            if is_person and mail.casefold() not in seen and not is_program_address(mail):
                seen.add(mail.casefold())
                called = clean_line(str(parameters.get("CN", ""))).strip('"')
                yield NamedAddress("" if "@" in called else _FAMILY_FIRST.sub(r"\2 \1", called), mail)


def write_calendar(items: Iterable[CalendarItem], now: datetime, name: str) -> bytes:
    """A calendar with these items, which a second import brings up to date, since each keeps its UID."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    for key, value in (("PRODID", PRODUCT), ("VERSION", "2.0"), ("METHOD", "PUBLISH"), ("X-WR-CALNAME", name)):
        calendar.add(key, value)
    for item in items:
        event = Event()
        event.add("UID", item.uid)
        event.add("DTSTAMP", now.astimezone(UTC).replace(microsecond=0))
        event.add("SUMMARY", clean_line(item.title))
        for key, text in (("LOCATION", clean_line(item.where)), ("DESCRIPTION", clean(item.words).strip())):
            if text:
                event.add(key, text)
        if item.taken_back:
            event.add("STATUS", "CANCELLED")
        _add_times(event, item)
        calendar.add_component(event)
    raw: bytes = calendar.to_ical()
    return raw


def _add_times(event: Any, item: CalendarItem) -> None:
    if isinstance(item.at, datetime):
        # An instant in UTC needs no description of zones, and every calendar shows it on its own clock.
        start = item.at.astimezone(UTC).replace(microsecond=0)
        event.add("DTSTART", start)
        event.add("DTEND", start + _LENGTH)
        return
    # What is due on a day blocks no hour of it.
    event.add("DTSTART", item.at)
    event.add("DTEND", (datetime.combine(item.at, time()) + timedelta(days=1)).date())
    event.add("TRANSP", "TRANSPARENT")
