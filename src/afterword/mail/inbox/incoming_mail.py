"""Owns turning the bytes of a found mail into what the check works with; where the bytes come from is each inbox's."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.calendars import read_calendar
from afterword.domain.conversation.message import Appointment, DecisionKind, Incoming, MailKind, Message
from afterword.domain.conversation.threads import MailSearch, own_copy
from afterword.domain.exchange_files import appointment
from afterword.domain.people import NamedAddress, folded_address
from afterword.domain.text import clean, clean_line
from afterword.errors import AfterwordError, UserError
from afterword.languages.loader import listed
from afterword.mail.classify import classify
from afterword.mail.classify.absence import DayMention, days_named
from afterword.mail.classify.decisions import decide
from afterword.mail.classify.wording import folded
from afterword.mail.content import content_of
from afterword.mail.decoding import addresses
from afterword.mail.newtext import MailBody
from afterword.mail.parse import parse
from afterword.ports import Progress

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
        entry = appointment(meeting, people[:_MOST_PEOPLE])
        if entry is not None:
            return replace(entry, cancelled=entry.cancelled or method.strip().upper() == "CANCEL")
    return None


def _of_words(message: Message, body: MailBody) -> Appointment | None:
    if message.date is None:
        return None
    text = body.new_text[:_READ_CHARACTERS]
    meets = _time_named(folded(f"{message.subject[:300]}\n{_unwrapped(text)}", keep_lines=True), message.date)
    if meets is None:
        return None
    zone_match = _ZONE.search(f"{message.subject[:300]} . {text}")
    zone = ZoneInfo([*_ZONES][zone_match.lastindex - 1]) if zone_match is not None and zone_match.lastindex else None
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
    moments = {(day.day, hour.time) for hour in hours if (day := _day_of(words, days, hour)) is not None}
    if moments:
        return next(iter(moments)) if len(moments) == 1 else None
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


_FULL_TEXT = 100_000
"""Characters of the whole message that are kept beside its new text."""
_AHEAD = timedelta(hours=26)
"""How far ahead a date may lie: another zone mistaken for one's own, and no more."""
ORIGIN_HEADERS = ("reply-to", "x-original-from", "x-google-original-from", "x-original-sender", "sender")
"""The headers that name whom an answer reaches, or whose mail a list or group has passed on."""
_MOST_ADDRESSES = 20
_LIST_TAGS = re.compile(r"^(?:\[(?!fwd?:)[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_SHOWN_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the subject of an answer begins, and that of a mail passed on."""
    answer, forward = ("|".join(listed("mail", "subject", words)) for words in ("answer", "forward"))
    return (
        re.compile(rf"(?:{answer})(?:\[\d+\])?\s*[:：]", re.IGNORECASE),
        re.compile(rf"\[?(?:{forward})(?:\[\d+\])?\s*[:：]", re.IGNORECASE),
    )


def read_incoming(raw: bytes, search: MailSearch, source: str) -> Incoming:
    """The mail as the check takes it. Raises `AfterwordError` when the bytes hold no mail."""
    return incoming_of(parse(raw), search, source)


def incoming_of(message: Message, search: MailSearch, source: str) -> Incoming:
    """A mail that was read, as the check takes it."""
    body = MailBody.of(message.plain, message.html)
    content, verdict = content_of(message, body), classify(message, search.message_ids, body)
    decision = decide(message, verdict, body)
    entered = any(part.content_type == "text/calendar" for part in message.machine_parts)
    meets = decision.kind is DecisionKind.INVITATION or verdict.kind is MailKind.CALENDAR or entered
    return Incoming(
        key=message.message_id or content_key(message),
        from_name=message.from_name,
        from_address=message.from_address,
        subject=message.subject,
        at=_moment(message, search.now),
        answers=message.answers,
        verdict=verdict,
        text=content.text,
        full_text=clean(body.readable_text)[:_FULL_TEXT].strip(),
        source=source,
        notes=message.notes,
        to=message.to,
        cc=tuple(address for value in message.header_values("cc")[:1] for _, address in addresses(value) if address),
        note=content.note,
        hidden=content.hidden,
        behind=people_behind(message),
        forward=is_forward(message, body),
        decision=decision,
        appointment=appointment_of(message, body) if meets else None,
    )


def content_key(message: Message) -> str:
    """A key for a mail without a Message-ID: the same mail in two folders has the same one."""
    parts = (message.from_address.lower(), message.subject, str(message.date), message.plain or message.html)
    return "content:" + hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def guarded(raw: bytes, search: MailSearch, source: str, tell: Progress) -> Incoming | None:
    """The mail, or None when it is of no concern; one that cannot be read leaves a note and never ends a check.

    What the person wrote is no answer, but may be a letter that they handed over and sent.
    """
    try:
        mail = read_incoming(raw, search, source)
    except AfterwordError as error:
        tell.skipped(f"{clean_line(source)}: {error.title}")
        return None
    except (RecursionError, MemoryError, ValueError, LookupError) as error:
        tell.skipped(f"{clean_line(source)}: It could not be read ({type(error).__name__}).")
        return None
    if mail.key in search.known:
        return None
    drafted = search.threads.drafts.named((mail.key,)) is not None
    written_by_me = drafted or folded_address(mail.from_address) in search.own
    return own_copy(search.threads, mail) if written_by_me else mail


def _moment(message: Message, now: datetime) -> datetime:
    """When the mail was written, by its own date or else by the servers that passed it on; never in the future."""
    dated = message.date if message.date is not None else _passed_on(message)
    if dated is None:
        return now
    try:
        moment = dated.astimezone(UTC)
    except (OverflowError, ValueError):
        return now
    if moment > now + _AHEAD:
        moment = _passed_on(message) or now
    return min(moment, now)


def _passed_on(message: Message) -> datetime | None:
    """When the person's own server took the mail, by its topmost Received line."""
    try:
        passed_on = parsedate_to_datetime(message.header("received").rpartition(";")[2].strip())
        return (passed_on if passed_on.tzinfo else passed_on.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def people_behind(message: Message) -> tuple[NamedAddress, ...]:
    """Those for whom the sender stands, by the headers and by an address in the name itself; each once."""
    people = [
        NamedAddress(name, address)
        for header in ORIGIN_HEADERS
        for value in message.header_values(header)[:1]
        for name, address in addresses(value)[:_MOST_ADDRESSES]
    ]
    people += [NamedAddress("", email) for email in _SHOWN_ADDRESS.findall(message.from_name)[:1]]
    return tuple(dict.fromkeys(people))


def is_forward(message: Message, body: MailBody) -> bool:
    """Whether the mail passes on another one, by its subject or, where that is no answer's, by its text."""
    subject = _LIST_TAGS.sub("", message.subject.strip())
    if _titles()[1].match(subject):
        return True
    return not _titles()[0].match(subject) and body.is_passed_on
