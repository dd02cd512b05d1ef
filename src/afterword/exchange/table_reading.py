"""Owns reading a table of interviews as any spreadsheet or job board writes it: encoding, columns, days, outcomes."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.application import Outcome
from afterword.domain.exchange_files import DayOrder, ReadTable, TableLine, TableReading
from afterword.domain.interview import Mode
from afterword.domain.people import Person, read_people
from afterword.domain.text import clean, clean_line, whole_number
from afterword.errors import AfterwordError, NotUnderstood, UserError
from afterword.exchange.tables import APPLICATION_ID, CONVERSATIONS, ID, table_fields, unshielded
from afterword.languages.loader import gather

SEPARATORS = ",;\t|"
MOST_LINES = 20_000
NOON = time(12)
_IGNORED = "–"
_OF_INTERVIEW = ("company", "role", "round", "where", "notes")
_DAYS = ("outcome_on", "promised_on")
_NUMERIC = re.compile(r"(\d{1,4})[./\-\s]+(\d{1,2})[./\-\s]+(\d{1,4})(?:\D|$)")
_SERIAL = re.compile(r"([34]\d{4}|5[0-4]\d{3})(\.\d+)?")
_SERIAL_BEGINS = date(1899, 12, 30)
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s*(?:de\s+)?([^\W\d_]+)\.?"
    r"|([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?)(?:,|\s|\s+de(?:l)?\s)+(\d{4})"
)
_CLOCK = re.compile(
    r"\b(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*"
    r"(?:(a|p)\.?\s?m\b\.?|uhr\b|h\b|(?=[\s,)+\-Z]|$))",
    re.IGNORECASE,
)
_NEEDED = {"company": "the company", "at": "the day of the interview"}
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


def _field_words() -> tuple[tuple[str, str], ...]:
    """What a column can hold, each with its words."""
    labels = {column.field.name: column.field.label for column in table_fields()} | _OTHER_WORDS
    return tuple((name, labels[name]) for name in _HELD)


class _Names(Struct, frozen=True):
    columns: dict[str, tuple[str, ...]]
    months: dict[str, tuple[str, ...]]
    outcomes: dict[str, tuple[str, ...]]
    modes: dict[str, tuple[str, ...]]


def _bare(text: str) -> str:
    """Small letters and digits with single spaces; accents stay."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", clean_line(text)).casefold().replace("_", " ")))


@cache
def _meanings(section: str) -> Mapping[str, str]:
    """What each name of that section stands for, in every language."""
    table = gather("columns", section, dict[str, tuple[str, ...]])
    return {_bare(name): key for key, names in reversed([*table.items()]) for name in names}


def decoded(raw: bytes) -> str:
    """The text in these bytes: as their mark says, else UTF-8, else what Windows writes in Europe."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def lines_of(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading, and the lines below it with their numbers. Raises `UserError` where that is no table."""
    said = re.match(r"\s*sep=(.)\r?\n", text, re.IGNORECASE)
    body = text[said.end() :] if said else text
    separator = said[1] if said else _separator(body)
    reader = csv.reader(StringIO(body.replace("\0", ""), newline=""), delimiter=separator)
    heading: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    before = (1 if said else 0) + 1
    try:
        for cells in reader:
            number, before = before, reader.line_num + (2 if said else 1)
            if not any(cell.strip() for cell in cells):
                continue
            if heading is None:
                # A title may stand over the heading of a spreadsheet.
                heading = cells if sum(bool(cell.strip()) for cell in cells) > 1 else None
            else:
                rows.append((number, cells))
            if len(rows) > MOST_LINES:
                raise UserError(f"This table has more than {MOST_LINES:,} lines.", hint="Import it in parts.")
    except csv.Error as error:
        raise UserError(f"This table cannot be read: {error}.", hint="Save it as CSV again.") from error
    if heading is None or len(heading) < 2:  # noqa: PLR2004 - one column is no table
        raise UserError(
            "This is no table of interviews.", hint="Its first line names the columns: Company, Role, Date."
        )
    return heading, rows


def _separator(text: str) -> str:
    """The sign that parts most lines into the same number of cells, and into the most."""
    sample = text[:20_000]

    def weight(separator: str) -> tuple[int, int]:
        try:
            counts = Counter(len(cells) for cells in csv.reader(StringIO(sample, newline=""), delimiter=separator))
        except csv.Error:
            return 0, 0
        width, lines = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (lines, width) if width > 1 else (0, 0)

    first = text.splitlines()[0] if text.strip() else ""
    return max(SEPARATORS, key=lambda separator: (weight(separator)[0], first.count(separator)))


def understood(heading: Sequence[str], chosen: Mapping[str, str]) -> dict[int, str]:
    """The field that each column stands for, by its place.

    `chosen` maps headings to fields, or to `–` for a column to pass over. Raises `NotUnderstood` where it names a
    column or a field that is not there.
    """
    names = {_bare(name): place for place, name in enumerate(heading)}
    fields: dict[int, str] = {}
    for name, field in chosen.items():
        if _bare(name) not in names:
            known = ", ".join(f"“{clean_line(each)}”" for each in heading)
            raise NotUnderstood(f"There is no column “{clean_line(name)}”.", hint=f"The columns are: {known}.")
        if field not in _FIELDS | {_IGNORED, "-"}:
            raise NotUnderstood(
                f"“{clean_line(field)}” is no field.", hint=f"Fields are: {', '.join(sorted(_FIELDS))}."
            )
        fields[names[_bare(name)]] = field
    own = {_bare(column.heading): column.field.name for column in table_fields()}
    own |= {_bare(f"Application: {word}"): "" for word in ("Notes", "Round")}
    own |= {_bare(ID): "id", _bare(APPLICATION_ID): "application_id", _bare(CONVERSATIONS): _IGNORED}
    meanings = _meanings("columns")
    is_ours = _bare(APPLICATION_ID) in names
    for place, name in enumerate(heading):
        meant = own.get(_bare(name), "") or ("" if is_ours else meanings.get(_bare(name), ""))
        if place not in fields and meant and meant not in fields.values():
            fields[place] = meant
    return {place: field for place, field in fields.items() if field not in (_IGNORED, "-")}


def read_table(raw: bytes, reading: TableReading, now: datetime) -> ReadTable:
    """The table in these bytes, beside now in the person's zone. Raises `UserError` for what is no table."""
    heading, lines = lines_of(decoded(raw))
    fields = understood(heading, reading.columns)
    columns = {clean_line(heading[place]): field for place, field in sorted(fields.items())}
    table = ReadTable(headings=tuple(map(clean_line, heading)), columns=columns, fields=_field_words())
    missing = {field: words for field, words in _NEEDED.items() if field not in fields.values()}
    if missing:
        return replace(table, missing=missing)
    days = [_cell(cells, place) for _, cells in lines for place, field in fields.items() if field in ("at", *_DAYS)]
    work = _Reading(now, reading.order or _order(days))
    rows, left_out, wrong = [], [], {}
    for number, cells in lines:
        texts = {field: text for place, field in fields.items() if (text := _cell(cells, place))}
        try:
            row = work.row(number, texts)
        except AfterwordError as error:
            wrong[number] = error.title
            continue
        if row is None:
            left_out.append(number)
        else:
            rows.append(row)
    return replace(table, lines=tuple(rows), left_out=tuple(left_out), wrong=wrong, unsure=work.unsure)


def _cell(cells: Sequence[str], place: int) -> str:
    return clean(unshielded(cells[place])).strip() if place < len(cells) else ""


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

    def row(self, number: int, texts: Mapping[str, str]) -> TableLine | None:
        """The line as it will come in; None for what has not come to an interview. Raises `AfterwordError`."""
        outcome = self._outcome(texts.get("outcome", ""))
        if not texts.get("at") and "id" not in texts:
            if outcome is None and texts.get("outcome") and _bare(texts["outcome"]) not in _meanings("outcomes"):
                raise NotUnderstood(f"“{clean_line(texts['outcome'])}” is no outcome known here.")
            return None
        for needed in ("company", "role"):
            if not texts.get(needed):
                raise NotUnderstood(f"The {needed} is missing.")
        zone = dates.zone(texts["zone"]) if "zone" in texts else None
        at, assumed = self._moment(texts.get("at", ""), texts.get("time", ""), zone)
        return TableLine(
            line=number,
            id=texts.get("id", ""),
            application_id=texts.get("application_id", ""),
            interview={"at": at, **({"zone": zone.key} if zone is not None else {}), **self._interview(texts)},
            application=self._application(texts),
            outcome=self._decision(outcome, texts),
            assumed=assumed,
        )

    def _interview(self, texts: Mapping[str, str]) -> dict[str, object]:
        told: dict[str, object] = {name: self._text(texts, name) for name in _OF_INTERVIEW if name in texts}
        if people := self._people(texts.get("interviewers", ""), texts.get("emails", "")):
            told["interviewers"] = people
        named = _bare(texts.get("mode", ""))
        mode = _meanings("modes").get(named, named.replace(" ", "-"))
        if mode in {known.value for known in Mode}:
            told["mode"] = Mode(mode)
        minutes = whole_number(texts.get("travel_minutes", ""))
        if minutes is not None:
            told["travel_minutes"] = minutes
        return told

    def _application(self, texts: Mapping[str, str]) -> dict[str, object]:
        told: dict[str, object] = {name: self._text(texts, name) for name in ("posting", "language") if name in texts}
        if contacts := self._people(texts.get("contacts", ""), ""):
            told["contacts"] = contacts
        if "promised_on" in texts:
            told["promised_on"] = self._day(texts["promised_on"])
        return told

    def _decision(self, outcome: Outcome | None, texts: Mapping[str, str]) -> dict[str, object]:
        if outcome is None or outcome is Outcome.PENDING:
            return {}
        told: dict[str, object] = {"outcome": outcome}
        if "outcome_on" in texts:
            told["outcome_on"] = self._day(texts["outcome_on"])
        if "words" in texts:
            told["words"] = self._text(texts, "words")
        return told

    def _text(self, texts: Mapping[str, str], name: str) -> str:
        return clean(texts[name]).strip() if name in ("notes", "words", "posting") else clean_line(texts[name])

    def _outcome(self, text: str) -> Outcome | None:
        bare = _bare(text)
        if bare.replace(" ", "-") in {outcome.value for outcome in Outcome}:
            return Outcome(bare.replace(" ", "-"))
        named = _meanings("outcomes").get(bare, "")
        return Outcome(named) if named and named != "before" else None

    def _people(self, names: str, mails: str) -> tuple[Person, ...]:
        """The people in both columns, the mails for the names in their order where no name has one."""
        named = list(read_people(names.replace("\n", "; "))) if names else []
        addresses = [part.strip("<> ") for part in re.split(r"[;,\s]+", mails) if "@" in part]
        if named and len(addresses) == len(named) and not any(person.email for person in named):
            pairs = zip((person.name for person in named), addresses, strict=True)
            return tuple(Person(id="", name=name, email=address) for name, address in pairs)
        people = [Person(id="", name=person.name, email=person.email) for person in named]
        known = {person.email.casefold() for person in people}
        alone = [address for address in addresses if address.casefold() not in known] if not named else []
        more = (read_people(address)[0] for address in alone)
        return (*people, *(Person(id="", name=person.name, email=person.email) for person in more))

    def _moment(self, text: str, clock: str, zone: ZoneInfo | None) -> tuple[datetime, bool]:
        """The instant of an interview, and whether its hour is a guess."""
        there = zone or self._now.tzinfo
        iso = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?", text)
        if iso and iso[2]:
            at = datetime.fromisoformat(f"{iso[1]}T{iso[2]}{iso[3] or ''}")
            return (at if at.tzinfo else at.replace(tzinfo=there)), False
        day, rest = self._day_and_rest(text)
        hour = _hour(clock) or _hour(rest)
        return datetime.combine(day, hour or NOON, tzinfo=there), hour is None

    def _day(self, text: str) -> date:
        return self._day_and_rest(text)[0]

    def _day_and_rest(self, text: str) -> tuple[date, str]:
        for read in (self._serial, self._numeric, self._named):
            found = read(text)
            if found is not None:
                dates.check_year(found[0])
                return found
        try:
            return dates.understand_date(text, self._now.date(), dates.Lean.BEHIND), ""
        except NotUnderstood as error:
            raise NotUnderstood(f"“{clean_line(text)}” is no day that can be read.") from error

    @staticmethod
    def _serial(text: str) -> tuple[date, str] | None:
        """The day that a spreadsheet counts so, and its hour: `46338.5`."""
        match = _SERIAL.fullmatch(text)
        if match is None:
            return None
        minutes = round(float(match[2] or 0) * 24 * 60)
        hour = f"{minutes // 60}:{minutes % 60:02}" if match[2] and minutes < 24 * 60 else ""
        return _SERIAL_BEGINS + timedelta(days=int(match[1])), hour

    def _numeric(self, text: str) -> tuple[date, str] | None:
        match = _NUMERIC.search(text)
        if match is None:
            return None
        one, two, three = (int(part) for part in match.groups())
        if len(match[1]) == len("2026"):
            year, month, day = one, two, three
        else:
            year = three if len(match[3]) > len("26") else 2000 + three
            self._check_order(match[0], one, two)
            day, month = (one, two) if self._order.day_first else (two, one)
        return self._as_day(year, month, day, match[0]), text[match.end(3) :]

    def _check_order(self, words: str, one: int, two: int) -> None:
        if not self._order.known and "." not in words and one != two:
            self.unsure = True
            raise NotUnderstood(f"“{words.strip()}” may be {one} {_month_name(two)} or {two} {_month_name(one)}.")

    def _named(self, text: str) -> tuple[date, str] | None:
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
