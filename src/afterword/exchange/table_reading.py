"""Owns reading a table of interviews as any spreadsheet or job board writes it: encoding, columns, days, outcomes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.calendars import decoded
from afterword.domain import dates
from afterword.domain.conversation.mail_steps import round_named
from afterword.domain.exchange_files import DayOrder, ReadTable, TableLine, TableReading
from afterword.domain.interview import Mode, Outcome
from afterword.domain.people import Person, read_people
from afterword.domain.progress import LONGEST_LATENESS
from afterword.domain.text import clean, clean_line, shorten, whole_number
from afterword.errors import AfterwordError, NotUnderstood
from afterword.exchange.files import APPLICATION_ID, CONVERSATIONS, ID, lines_of, table_fields, unshielded
from afterword.languages.loader import gather

NOON = time(12)
_IGNORED = "–"
_OF_INTERVIEW = ("company", "role", "round", "where", "notes")
_DAYS = ("outcome_on", "promised_on")
_NUMERIC = re.compile(r"(\d{1,4})[./\-\s]+(\d{1,2})[./\-\s]+(\d{1,4})(?:\D|$)")
_SERIAL = re.compile(r"([34]\d{4}|5[0-4]\d{3})(?:[.,](\d+))?")
_SERIAL_BEGINS = date(1899, 12, 30)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s*(?:de\s+)?([^\W\d_]+)\.?"
    r"|([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?)(?:,|\s|\s+de(?:l)?\s)+(\d{4})"
)
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*"
    r"(?:(a|p)\.?\s?m\b\.?|uhr\b|h\b|(?=[\s,)+\-–—Z]|$))",
    re.IGNORECASE,
)
_NEEDED = {"company": "the company", "role": "the role", "at": "the day of the interview"}
_OTHER_WORDS = {
    "at": "Day of the interview",
    "time": "Time of day",
    "interviewers": "Interviewers",
    "emails": "Mail addresses of the interviewers",
    "outcome": "How it ended",
    "outcome_on": "Day of the decision",
    "words": "Words of the rejection",
}
_HELD = (
    *("company", "role", "at", "time", "round", "interviewers", "emails", "contacts", "mode", "where", "zone"),
    *("outcome", "outcome_on", "words", "notes", "posting", "promised_on", "language", "travel_minutes", "arrived"),
)
_FIELDS = frozenset((*_HELD, "id", "application_id"))
_DAY, _APPLIED, _OF_A_SEARCH, _NAME = "day", "applied", "of_a_search", "name"
"""What a column may be that is no field: some day, that of the application, what only lists of applications hold, or
the name of a line."""
_OF_MEETINGS = ("interviewers", "round", "time", "mode")
_NOT_YET, _MET = "before", "interviewed"
_EMPTY = frozenset({"null", "none", "nan", "n/a", "#n/a", "undefined", "-", "–", "—"})
"""How programs write that a cell is empty."""
_SHOWN, _LONGEST_WORDS = 5, 80
"""Lines that are named, and characters of a cell that are."""


def _bare(text: str) -> str:
    """Small letters and digits with single spaces; accents stay. `jobTitle` are two words."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", unicodedata.normalize("NFKC", clean_line(text)))
    return " ".join(re.findall(r"\w+", apart.casefold().replace("_", " ")))


@cache
def _meanings(section: str) -> Mapping[str, str]:
    """What each name of that section stands for, in every language."""
    table = gather("columns", section, dict[str, tuple[str, ...]])
    return {_bare(name): key for key, names in reversed([*table.items()]) for name in names}


class _Columns(Struct, frozen=True):
    """What the columns stand for, by their place: fields, and the rounds whose days some of them hold.

    `is_sure`: those of a day are days of interviews. Else lines that have not come to one are passed over.
    `applied` is the heading of the day of the application.
    """

    fields: Mapping[int, str]
    rounds: Mapping[int, str]
    is_sure: bool
    applied: str


def _understood(heading: Sequence[str], lines: Sequence[tuple[int, list[str]]], chosen: Mapping[str, str]) -> _Columns:
    """What each column stands for.

    `chosen` maps headings to fields, or to `–` for a column to pass over. Raises `NotUnderstood` where it names a
    column or a field that is not there.
    """
    fields = _chosen_columns(heading, chosen)
    day_columns = {place for place, field in fields.items() if field == "at"}
    own = {_bare(column.heading): column.field.name for column in table_fields()}
    own |= {_bare(f"Application: {word}"): "" for word in ("Notes", "Round")}
    is_ours = {ID, APPLICATION_ID, CONVERSATIONS} <= set(map(clean_line, heading))
    if is_ours:
        own |= {_bare(ID): "id", _bare(APPLICATION_ID): "application_id", _bare(CONVERSATIONS): _IGNORED}
    meanings = {} if is_ours else _meanings("columns")
    meant = [own.get(_bare(name), "") or meanings.get(_bare(name), "") for name in heading]
    if not is_ours:
        meant = _settled(heading, lines, meant)
    for place, field in enumerate(meant):
        if place not in fields and field in _FIELDS | {_IGNORED} and field not in fields.values():
            fields[place] = field
    rounds = {} if is_ours else _rounds_of(heading, lines, fields)
    fields |= dict.fromkeys(rounds, "at")
    rounds |= {place: clean_line(heading[place]) for place in day_columns if len(day_columns) > 1}
    is_search = not {_APPLIED, _OF_A_SEARCH}.isdisjoint(meant) and set(meant).isdisjoint(_OF_MEETINGS)
    if "at" not in fields.values() and _DAY in meant and meant.index(_DAY) not in fields and not is_search:
        fields[meant.index(_DAY)] = "at"
    is_sure = any(field == "at" and (meant[place] == "at" or place in rounds) for place, field in fields.items())
    applied = next((heading[at] for kind in (_APPLIED, _DAY) for at, field in enumerate(meant) if field == kind), "")
    used_fields = {place: field for place, field in fields.items() if field not in (_IGNORED, "-")}
    return _Columns(used_fields, rounds, is_sure, clean_line(applied))


def _settled(heading: Sequence[str], lines: Sequence[tuple[int, list[str]]], meant: Sequence[str]) -> list[str]:
    """What the headings mean beside each other and above their cells.

    Of several that say where it stands, the one whose cells say so; the stage beside it is the round. A name is that of
    the company where nothing else is, and words of days and meetings alone are the day of the interview.
    """
    words = gather("columns", "rounds", dict[str, frozenset[str]])
    settled = list(meant)
    standing = [place for place, field in enumerate(meant) if field == "outcome"]
    if len(standing) > 1:
        meanings = {place: [_meant(_cell(cells, place)) for _, cells in lines] for place in standing}
        ends = set(map(str, Outcome))
        chosen = max(standing, key=lambda place: (len(ends & set(meanings[place])), sum(map(bool, meanings[place]))))
        for place in set(standing) - {chosen}:
            settled[place] = "round" if _bare(heading[place]) in words["meeting"] else ""
    for place, name in enumerate(heading):
        heading_words = set(_bare(name).split())
        is_day = bool(heading_words & words["meeting"]) and heading_words <= words["meeting"] | words["day"]
        if not settled[place] and is_day and _holds_days(lines, place):
            settled[place] = "at"
        elif settled[place] == _NAME:
            settled[place] = "" if "company" in meant else "company"
    return settled


def _chosen_columns(heading: Sequence[str], chosen: Mapping[str, str]) -> dict[int, str]:
    names = {_bare(name): place for place, name in enumerate(heading)}
    fields: dict[int, str] = {}
    for name, field in chosen.items():
        if _bare(name) not in names:
            columns = ", ".join(f"“{clean_line(cell)}”" for cell in heading)
            raise NotUnderstood(f"There is no column “{clean_line(name)}”.", hint=f"The columns are: {columns}.")
        if field not in _FIELDS | {_IGNORED, "-"}:
            raise NotUnderstood(
                f"“{clean_line(field)}” is no field.", hint=f"Fields are: {', '.join(sorted(_FIELDS))}."
            )
        fields[names[_bare(name)]] = field
    return fields


def _rounds_of(
    heading: Sequence[str], lines: Sequence[tuple[int, list[str]]], fields: Mapping[int, str]
) -> dict[int, str]:
    """The columns that hold the day of one round each, as `Date Phone Screen` and `Interview 2` do, with its name."""
    words = gather("columns", "rounds", dict[str, frozenset[str]])
    rounds: dict[int, str] = {}
    for place, name in enumerate(heading):
        heading_words = _bare(name).split()
        rest = [word for word in heading_words if word not in words["day"]]
        number = [word for word in rest if re.fullmatch(r"\d(?:st|nd|rd|th|er|re|e|ª|º)?", word)]
        numbered = bool(number) and len(rest) > 1 and set(rest) <= {*words["meeting"], *number}
        called = round_named(" ".join(rest)) or (" ".join(rest).capitalize() if numbered else "")
        if rounds and len(rest) == 1:
            called = called or round_named(f"{rest[0]} interview")
        is_empty = len(rest) < len(heading_words) and not any(_cell(row, place) for _, row in lines)
        if called and place not in fields and (is_empty or _holds_days(lines, place)):
            rounds[place] = called
    return rounds


def _holds_days(lines: Sequence[tuple[int, list[str]]], place: int) -> bool:
    """Whether a column names days, and nothing else with a number in it."""
    cells = [cell for _, row in lines if re.search(r"\d", cell := _cell(row, place))]
    return bool(cells) and all(_NUMERIC.match(cell) or _NAMED.match(cell) for cell in cells)


def read_table(raw: bytes, reading: TableReading, now: datetime) -> ReadTable:
    """The table in these bytes, beside now in the person's zone. Raises `UserError` for what is no table."""
    heading, lines = lines_of(decoded(raw))
    columns = _understood(heading, lines, reading.columns)
    if "at" not in reading.columns.values():
        columns = _without_some_day(columns, lines)
    fields = columns.fields
    labels = {column.field.name: column.field.label for column in table_fields()} | _OTHER_WORDS
    table = ReadTable(
        headings=tuple(map(clean_line, heading)),
        columns={clean_line(heading[place]): field for place, field in sorted(fields.items())},
        fields=tuple((name, labels[name]) for name in _HELD),
    )
    missing = {field: words for field, words in _NEEDED.items() if field not in fields.values()}
    days = [_cell(cells, place) for _, cells in lines for place, field in fields.items() if field in ("at", *_DAYS)]
    work = _Reading(now, reading.order or _order(days))
    rows, left_out, wrong = [], [], {}
    for number, cells in lines if missing.keys() <= {"at"} else ():
        texts = {field: text for place, field in fields.items() if (text := _cell(cells, place))}
        try:
            line_rows = [work.row(number, meeting) for meeting in _meetings(texts, cells, columns)]
        except AfterwordError as error:
            wrong[number] = error.title
            continue
        new_rows = [row for row in line_rows if row is not None]
        rows += new_rows
        if not new_rows:
            left_out.append(number)
    notes = [*_day_notes(columns, missing), *work.notes]
    standing = [place for place, field in fields.items() if field == "outcome"]
    is_board = missing.keys() <= {"at"} and any(_meant(_cell(cells, place)) for _, cells in lines for place in standing)
    if missing and not is_board:
        return replace(table, missing=missing, notes=tuple(notes[: bool(columns.applied)]))
    return replace(
        table, lines=tuple(rows), left_out=tuple(left_out), wrong=wrong, unsure=work.unsure, notes=tuple(notes)
    )


def _day_notes(columns: _Columns, missing: Mapping[str, str]) -> Iterable[str]:
    """What is said of a table that names no day of an interview."""
    if "at" in missing:
        yield (
            f"“{columns.applied}” seems to be the day of the application, not of an interview."
            if columns.applied
            else "No column names the day of an interview."
        )


def _without_some_day(columns: _Columns, lines: Iterable[tuple[int, list[str]]]) -> _Columns:
    """The same without a day that lines name which have not come to an interview: it is that of the application."""
    status = next((place for place, field in columns.fields.items() if field == "outcome"), None)
    if columns.is_sure or status is None or all(_meant(_cell(cells, status)) != _NOT_YET for _, cells in lines):
        return columns
    return replace(columns, fields={place: field for place, field in columns.fields.items() if field != "at"})


def _meetings(texts: dict[str, str], cells: Sequence[str], columns: _Columns) -> Sequence[Mapping[str, str]]:
    """The line once for each interview it tells of: for each round whose day it names, else as it is."""
    if not columns.is_sure and _meant(texts.get("outcome", "")) == _NOT_YET:
        return []
    days = {place: _cell(cells, place) for place, field in columns.fields.items() if field == "at"}
    meeting_days = {place: day for place, day in days.items() if len(days) == 1 or re.search(r"\d", day)}
    if not columns.rounds or not meeting_days:
        return [{field: text for field, text in texts.items() if meeting_days or field != "at"}]
    return [{"round": columns.rounds.get(place, ""), **texts, "at": day} for place, day in meeting_days.items()]


def _meant(status: str) -> str:
    return _meanings("outcomes").get(_bare(status), "")


def _cell(cells: Sequence[str], place: int) -> str:
    text = clean(unshielded(cells[place])).strip() if place < len(cells) else ""
    return "" if text.casefold() in _EMPTY else text


def _order(texts: Iterable[str]) -> DayOrder:
    """Which number is the day, as far as some line of the table shows it: 13 is no month."""
    first = second = dotted = False
    for text in texts:
        match = _NUMERIC.match(text)
        if match and len(match[1]) <= 2:  # noqa: PLR2004 - a year has four digits
            first = first or int(match[1]) > dates.MONTHS
            second = second or int(match[2]) > dates.MONTHS
            dotted = dotted or "." in match[0]
    if first != second:
        return DayOrder(day_first=first, known=True)
    return DayOrder(day_first=True, known=dotted)


class _Reading:
    """The lines of one table at work."""

    def __init__(self, now: datetime, order: DayOrder) -> None:
        self._now = now
        self._order = order
        self.unsure = False
        self.unknown: dict[str, int] = {}
        """What lines without a day say of where they stand that nobody here knows, each with the first such line."""

    @property
    def notes(self) -> Iterable[str]:
        """What the person should know of how it was read."""
        for words, line in list(self.unknown.items())[:_SHOWN]:
            yield f"“{words}” (line {line}) does not say here whether it came to an interview."

    def row(self, number: int, texts: Mapping[str, str]) -> TableLine | None:
        """The line as it will come in; None for what has not come to an interview. Raises `AfterwordError`."""
        outcome = self._outcome(texts.get("outcome", ""))
        has_day = bool(texts.get("at") or "id" in texts)
        if not has_day and outcome in (None, Outcome.PENDING) and _meant(texts.get("outcome", "")) != _MET:
            if texts.get("outcome") and not _meant(texts.get("outcome", "")):
                self.unknown.setdefault(clean_line(texts["outcome"]), number)
            return None
        if not has_day and not (texts.get("company") and texts.get("role")):
            return None
        for needed in ("company", "role"):
            if not texts.get(needed):
                raise NotUnderstood(f"The {needed} is missing.")
        when, assumed = self._when(texts) if has_day else ({}, False)
        application: dict[str, object] = {
            name: self._text(texts, name) for name in ("posting", "language") if name in texts
        }
        if contacts := self._people(texts.get("contacts", ""), ""):
            application["contacts"] = contacts
        if "promised_on" in texts:
            application["promised_on"] = self._day_and_rest(texts["promised_on"])[0]
        return TableLine(
            line=number,
            id=texts.get("id", ""),
            interview={**when, **self._interview(texts)},
            application=application,
            outcome=self._decision(outcome, texts),
            assumed=assumed,
            interviewed=_meant(texts.get("outcome", "")) == _MET,
        )

    def _when(self, texts: Mapping[str, str]) -> tuple[dict[str, object], bool]:
        """The time, its zone and the arrival, by field, and whether the hour is a guess."""
        zone = dates.zone(texts["zone"]) if "zone" in texts else None
        at, assumed = self._moment(texts.get("at", ""), texts.get("time", ""), zone)
        zone_field = {"zone": zone.key} if zone is not None else {}
        return {"at": at, **zone_field, **self._arrival(texts.get("arrived", ""), at)}, assumed

    def _interview(self, texts: Mapping[str, str]) -> dict[str, object]:
        interview: dict[str, object] = {name: self._text(texts, name) for name in _OF_INTERVIEW if name in texts}
        if people := self._people(texts.get("interviewers", ""), texts.get("emails", "")):
            interview["interviewers"] = people
        mode_text = _bare(texts.get("mode", ""))
        mode = _meanings("modes").get(mode_text, mode_text.replace(" ", "-"))
        if mode in {member.value for member in Mode}:
            interview["mode"] = Mode(mode)
        minutes = whole_number(texts.get("travel_minutes", ""))
        if minutes is not None:
            interview["travel_minutes"] = minutes
        return interview

    def _arrival(self, text: str, at: datetime) -> dict[str, object]:
        """When you arrived: a moment, or an hour of the day of the interview; words without a number say neither."""
        if not re.search(r"\d", text):
            return {}
        hour = time.fromisoformat(text) if re.fullmatch(r"\d\d:\d\d(:\d\d)?", text) else _hour(text)
        is_hour = hour is not None and not (_NUMERIC.search(text) or _NAMED.search(text))
        arrived = datetime.combine(at.date(), hour, tzinfo=at.tzinfo) if is_hour and hour else self._moment(text, "")[0]
        if abs(arrived - at) > LONGEST_LATENESS:
            raise NotUnderstood(f"“{shorten(text, _LONGEST_WORDS)}” is more than twelve hours from the interview.")
        return {"arrived": arrived}

    def _decision(self, outcome: Outcome | None, texts: Mapping[str, str]) -> dict[str, object]:
        if outcome is None or outcome is Outcome.PENDING:
            return {}
        decision: dict[str, object] = {"outcome": outcome}
        if "outcome_on" in texts:
            decision["outcome_on"] = self._day_and_rest(texts["outcome_on"])[0]
        if "words" in texts:
            decision["words"] = self._text(texts, "words")
        return decision

    def _text(self, texts: Mapping[str, str], name: str) -> str:
        return clean(texts[name]).strip() if name in ("notes", "words", "posting") else clean_line(texts[name])

    def _outcome(self, text: str) -> Outcome | None:
        bare = _bare(text)
        if bare.replace(" ", "-") in {outcome.value for outcome in Outcome}:
            return Outcome(bare.replace(" ", "-"))
        meaning = _meant(text)
        return Outcome.PENDING if meaning == _MET else Outcome(meaning) if meaning and meaning != _NOT_YET else None

    def _people(self, names: str, mails: str) -> tuple[Person, ...]:
        """The people in both columns, the mails for the names in their order where no name has one."""
        from_names = list(read_people(names.replace("\n", "; "))) if names else []
        addresses = [part.strip("<> ") for part in re.split(r"[;,\s]+", mails) if "@" in part]
        if from_names and len(addresses) == len(from_names) and not any(person.email for person in from_names):
            pairs = zip((person.name for person in from_names), addresses, strict=True)
            return tuple(Person(id="", name=name, email=address) for name, address in pairs)
        people = [Person(id="", name=person.name, email=person.email) for person in from_names]
        emails = {person.email.casefold() for person in people}
        alone = [address for address in addresses if address.casefold() not in emails] if not from_names else []
        more = (read_people(address)[0] for address in alone)
        return (*people, *(Person(id="", name=person.name, email=person.email) for person in more))

    def _moment(self, text: str, clock: str, zone: ZoneInfo | None = None) -> tuple[datetime, bool]:
        """The instant of an interview, and whether its hour is a guess."""
        tzinfo = zone or self._now.tzinfo
        iso = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?", text)
        if iso and iso[2]:
            try:
                at = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{iso[3] or ''}")
            except ValueError as error:
                raise NotUnderstood(f"“{shorten(text, _LONGEST_WORDS)}” is no day that can be read.") from error
            return (at if at.tzinfo else at.replace(tzinfo=tzinfo)), False
        day, rest = self._day_and_rest(text)
        hour = _hour(clock) or _hour(rest)
        return datetime.combine(day, hour or NOON, tzinfo=tzinfo), hour is None

    def _day_and_rest(self, text: str) -> tuple[date, str]:
        for read in (self._serial, self._numeric, self._named_day):
            parsed = read(text)
            if parsed is not None:
                dates.check_year(parsed[0])
                return parsed
        try:
            return dates.understand_date(text, self._now.date(), dates.Lean.BEHIND), ""
        except NotUnderstood as error:
            raise NotUnderstood(f"“{shorten(text, _LONGEST_WORDS)}” is no day that can be read.") from error

    @staticmethod
    def _serial(text: str) -> tuple[date, str] | None:
        """The day that a spreadsheet counts so, and its hour: `46338.5`."""
        match = _SERIAL.fullmatch(text)
        if match is None:
            return None
        minutes = round(float(f"0.{match[2] or 0}") * 24 * 60)
        hour = f"{minutes // 60}:{minutes % 60:02}" if match[2] and minutes < 24 * 60 else ""
        return _SERIAL_BEGINS + timedelta(days=int(match[1])), hour

    def _numeric(self, text: str) -> tuple[date, str] | None:
        match = _NUMERIC.search(text)
        if match is None:
            return None
        first, second, third = (int(part) for part in match.groups())
        if len(match[1]) == len("2026"):
            year, month, day = first, second, third
        else:
            year = third if len(match[3]) > len("26") else 2000 + third
            words = match[0]
            if not self._order.known and "." not in words and first != second:
                self.unsure = True
                raise NotUnderstood(
                    f"“{words.strip()}” may be {first} {_month_name(second)} or {second} {_month_name(first)}."
                )
            day, month = (first, second) if self._order.day_first else (second, first)
        return self._as_day(year, month, day, match[0]), text[match.end(3) :]

    def _named_day(self, text: str) -> tuple[date, str] | None:
        match = _NAMED.search(text)
        if match is None:
            return None
        month = _meanings("months").get(_bare(match[2] or match[3]))
        if month is None:
            return None
        return self._as_day(int(match[5]), int(month), int(match[1] or match[4]), match[0]), text[match.end() :]

    def _as_day(self, year: int, month: int, day: int, words: str) -> date:
        try:
            return datetime(year, month, day, tzinfo=UTC).date()
        except ValueError as error:
            raise NotUnderstood(f"“{words.strip()}” is no day of the calendar.") from error


def _month_name(number: int) -> str:
    return f"{date(2000, number, 1):%B}" if 1 <= number <= dates.MONTHS else str(number)


def _hour(text: str) -> time | None:
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1]), int(match[2] or 0)
        if match[3]:
            hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
        elif match[2] is None and "h" not in match[0].lower():
            continue
        if hour < 24 and minute < 60:  # noqa: PLR2004 - hours and minutes of a clock
            return time(hour, minute)
    return None
