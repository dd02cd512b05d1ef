"""Owns what comes in from files, and what the journal is written to files from: tables, entries of a calendar.

An entry of a calendar is an interview or is not, and names a company and a role, in a file as in an invitation.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.hiring import domain_of, is_for_everybody, is_relay, joined_name, owner_of
from afterword.domain.conversation.message import Appointment, Fate, MailKind, Offer, Proposal
from afterword.domain.greeting import is_program_address
from afterword.domain.journal import Journal
from afterword.domain.people import NamedAddress
from afterword.domain.suggestion import named
from afterword.domain.text import clean_line, fold
from afterword.errors import UserError
from afterword.languages.loader import gather, languages, load

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due, TrackerRow


class FileKind(StrEnum):
    """What a file that is to be taken in is."""

    JSON = "json"
    TABLE = "table"
    CALENDAR = "calendar"
    MAIL = "mail"
    OTHER = "other"


class ExportFormat(StrEnum):
    """The forms in which the journal can be written, by the ending of the file."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "md"
    ICS = "ics"


class ExportContent(Struct, frozen=True):
    """What a file is written from; with `application` a report is about that one alone."""

    journal: Journal
    now: datetime
    tracker: "Callable[[], Iterable[TrackerRow]]"
    due: "Callable[[], Iterable[Due]]"
    application: str = ""


class DayOrder(Struct, frozen=True):
    """Which number of `03/04/2026` is the day; `known` when the table itself, or the person, has said so."""

    day_first: bool
    known: bool


class TableReading(Struct, frozen=True):
    """What the person says of a table: the fields of columns by heading (`-`: passed over), and the order of days."""

    columns: Mapping[str, str] = {}
    order: DayOrder | None = None


class TableLine(Struct, frozen=True, kw_only=True):
    """One line of a table as it will come in: the values of the interview and of its application, by field.

    `line` counts from 1, the heading included. `assumed` says that no hour was named. A line without `at` names no
    day; `interviewed`: it came to an interview all the same.
    """

    line: int
    id: str = ""
    interview: Mapping[str, object]
    application: Mapping[str, object] = {}
    outcome: Mapping[str, object] = {}
    assumed: bool = False
    interviewed: bool = False

    @property
    def company(self) -> str:
        """The company it names."""
        return str(self.interview["company"])

    @property
    def role(self) -> str:
        """The role it names."""
        return str(self.interview["role"])

    @property
    def at(self) -> datetime | None:
        """When the interview is, as far as the line says."""
        at = self.interview.get("at")
        return at if isinstance(at, datetime) else None


class ReadTable(Struct, frozen=True, kw_only=True):
    """A table: its headings, the field of each column that was understood, and its lines.

    `missing` are words for needed columns that nothing stands for, with their fields; then there are no lines. `notes`
    say in sentences what else the person should know of it. `wrong` says by line what is wrong with it. `unsure`: a
    day of it may be one of two. `fields` is what a column can hold, each with its words.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    missing: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    lines: tuple[TableLine, ...] = ()
    left_out: tuple[int, ...] = ()
    wrong: Mapping[int, str] = {}
    unsure: bool = False
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that stand for no field."""
        return tuple(name for name in self.headings if name and name not in self.columns)


class TableUnclear(UserError):
    """A table of which nothing was taken in, since the person has to say more of it or mend it."""

    def __init__(self, title: str, detail: str, hint: str, table: ReadTable) -> None:
        super().__init__(title, detail, hint)
        self.table = table


# ── what an entry of a calendar says of an interview ──────────────────────────────────────────────────────────────────


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """One meeting of a calendar file.

    `at` is aware; with an empty `zone` it is a time on whatever clock the reader has, and stands in UTC here. `at` is
    None for a day without an hour. `uid` and `instance` (the planned start of one of several, else empty) say which
    meeting it is, `sequence` which version of it. `people` are organizer and guests, without rooms and programs.
    """

    uid: str
    day: date
    at: datetime | None = None
    zone: str = ""
    instance: str = ""
    sequence: int = 0
    cancelled: bool = False
    where: str = ""
    title: str = ""
    words: str = ""
    people: tuple[NamedAddress, ...] = ()

    @property
    def key(self) -> str:
        """What stays the same from one version to the next."""
        return f"{self.uid}/{self.instance}" if self.instance else self.uid


class _Titles(Struct, frozen=True):
    """The words of titles: what an interview is called, what stands between its parts, and what it is about.

    `role_too` are words of roles beside those of the packs, `houses` the ends of words for places where people work,
    `salutations` stand before the name of a person. In
    mails, sentences with one of `applied` are about the application, `role_ends` stand behind a role, and a line that
    begins with one of `place` names where.
    """

    interview: tuple[str, ...]
    company_follows: tuple[str, ...]
    role_follows: tuple[str, ...]
    said_too: tuple[str, ...]
    about: tuple[str, ...]
    role_too: tuple[str, ...]
    houses: tuple[str, ...]
    salutations: tuple[str, ...]
    applied: tuple[str, ...]
    role_ends: tuple[str, ...]
    place: tuple[str, ...]


@cache
def _titles() -> _Titles:
    return gather("meetings", "titles", _Titles)


@cache
def _role_words() -> tuple[str, ...]:
    files = (load("roles", tuple[dict[str, Any], ...], language, "roles") for language in languages("roles"))
    words = (word for file in files for role in file for word in role["words"])
    return tuple(dict.fromkeys((*_titles().role_too, *words)))


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _house() -> re.Pattern[str]:
    return re.compile(rf"\b\w*(?:{_any(_titles().houses)})\b", re.IGNORECASE)


def _names_role(part: str) -> bool:
    """Whether it names one beside a place where people work: a `Hotel Manager`, and no `Konditorei Huber`."""
    return named(_role_words(), _house().sub(" ", part))


def _house_apart(part: str) -> tuple[str, ...]:
    """The role and the house, where a part names the one before the other: `Koch im Hotel Adler`."""
    house = _house().search(part)
    if house is None:
        return (part,)
    # Its own name may stand before it, but not over a comma: `Teacher, Riverside School`.
    begins = part.rfind(", ", 0, house.start()) + 2 if ", " in part[: house.start()] else house.start()
    role, named_house = _LAST_LINK.sub("", part[:begins]), part[begins:]
    return (role, named_house) if _names_role(role) and not _names_role(named_house) else (part,)


def is_interview(meeting: "CalendarEntry | Appointment") -> bool:
    """Whether its title calls it an interview."""
    return re.search(rf"\b(?:{_any(_titles().interview)})", meeting.title.casefold()) is not None


class NamedJob(Struct, frozen=True):
    """What a title tells; empty where it does not say."""

    company: str = ""
    role: str = ""


_NO_NAME = re.compile(
    r"[(\[]\s*(?:[a-z]\s*[/|,]\s*){1,3}[a-z*]\s*[)\]]|\b\d{1,3}[ -]?min(?:\w*)\b\.?"
    r"|(?:\b[a-z]{2}\s+)?\b\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|(?<=\w)\([a-zà-ÿ]{1,5}\)"
    r"|\s@\s(?=[^@]*(?:\d[:.]\d\d|\d ?[ap]m\b|\b20\d\d\b)).*",
    re.IGNORECASE,
)
"""What titles hold beside names: `(m/w/d)`, `30 minute`, `@ Tue Dec 8, 2026 4pm - 5pm (CET)`."""
_STRONG = r"\s+[–—|/@-]\s+|\s*[|·•]\s+|\s+@\s*|\s*<-?>\s*|\s+(?:x|×|\+)\s+|\s*\(|\)\s*"
"""What parts a title more than a colon and a comma do."""
_PARTS = rf"{_STRONG}|\s*[:;]\s+"
_COMMA = r",\s+(?!(?:inc|llc|ltd|plc|corp|gmbh|s\.?a|s\.?l|co)\b)"


def told_by(meeting: "CalendarEntry | Appointment", companies: Iterable[str], me: str = "") -> NamedJob:
    """The company and the role that an entry names: those of `companies` first, then by the words around them.

    `me` is the person's own name, which titles name, too. Where the title names no company, the address of whoever
    invites does, unless everybody could have it.
    """
    line = clean_line(_NO_NAME.sub(" ", meeting.title))
    job = _Title(meeting, me, line, commas=re.search(_STRONG, line) is None).job(companies)
    if job.company or "," not in line:
        return job
    return _Title(meeting, me, line, commas=True).job(companies)


def told_in(mail: Proposal, companies: Iterable[str], me: str = "") -> NamedJob:
    """The company and the role that an invitation names: in its entry, else in its subject, its address, its words."""
    if mail.company:
        return NamedJob(mail.company, mail.role)
    # What a program signs with is no person's name, but may be that of a company.
    name = "" if is_program_address(mail.from_address) else mail.from_name
    sender = NamedAddress(name, mail.from_address)
    entry = mail.appointment
    if entry is not None and entry.title:
        return told_by(entry if entry.people else replace(entry, people=(sender,)), companies, me)
    job = told_by(Appointment(at=mail.at, title=mail.subject, people=(sender,)), companies, me)
    words = f"{mail.from_name}\n{mail.reason}\n{mail.text or mail.full_text}"[:_READ]
    if job.company == _of_address((sender,)):
        job = replace(job, company=_as_written(job.company, words))
    return job if _names_role(job.role) else replace(job, role=_role_in(words, job.company))


def _as_written(company: str, words: str) -> str:
    """A company that an address names, as it stands in the words of the mail: `Klinikum Nord`."""
    joined = joined_name(company)
    matches = [
        match for match in re.finditer(r"[^\W_][\w'’&.-]*", words) if joined.startswith(joined_name(match[0])[:2])
    ]
    for first in matches:
        for match in re.finditer(r"\w\b", words[first.start() : first.start() + 2 * len(company)]):
            name = words[first.start() : first.start() + match.end()]
            if name[:1].isupper() and joined_name(name) == joined:
                return clean_line(name)
    return company


def _role_in(words: str, company: str) -> str:
    """The role that a sentence about the application names: behind “for the position of”, else in capital letters."""
    titles = _titles()
    follows = _any(word for word in titles.role_follows if " " in word)
    behind = re.compile(rf"\b(?:{follows})\s*([^.,;:!?\n(]{{3,80}})", re.IGNORECASE)
    ends = re.compile(rf"\s+(?:{_any((*titles.company_follows, *titles.role_ends))})\b.*", re.IGNORECASE)
    sentences = re.split(r"[.!?]\s+|\n\s*\n", words)
    about = [line for line in sentences if re.search(rf"\b(?:{_any(titles.applied)})", line, re.IGNORECASE)]
    for line in about:
        roles = [ends.sub("", clean_line(match[1])) for match in behind.finditer(line)]
        roles += [match[0] for match in _CAPITALS.finditer(clean_line(line))]
        for role in roles:
            bare = _without_interview(ends.sub("", role))
            if fold(company) not in fold(bare) and _names_role(bare) and len(bare.split()) <= _LONGEST_ROLE:
                return bare
    return ""


def place_in(words: str) -> str:
    """The place that a line of a mail names: `Ort: Haus 7, Raum 2.14`."""
    label = rf"(?im)^[ \t*•–-]*(?:{_any(_titles().place)})(?:\s*/\s*\w+)?[ \t]*:[ \t]*(\S.{{2,200}})$"
    match = re.search(label, words[:_READ])
    return clean_line(match[1]) if match is not None else ""


class _Title:
    """A title taken apart; `commas`: at its commas, too, which names and roles hold as well."""

    def __init__(self, meeting: "CalendarEntry | Appointment", me: str, line: str, *, commas: bool) -> None:
        titles = _titles()
        follows = rf"\b(?:{_any(titles.company_follows)})\s+"
        between = (_PARTS, *([_COMMA] if commas else []), follows, rf"\b(?:{_any(titles.role_follows)})\s+")
        self._between = re.compile("|".join(between), re.IGNORECASE)
        self._follows = re.compile(rf"(?:{follows}|@\s*)(.+)", re.IGNORECASE)
        self._meeting = meeting
        self._me = me
        self._line = line

    def job(self, companies: Iterable[str]) -> NamedJob:
        """The company, one that is known first, and the role."""
        line, meeting = self._line, self._meeting
        company = next(
            (name for name in companies if name and re.search(rf"\b{re.escape(fold(name))}\b", fold(line))), ""
        )
        pieces = [part for piece in self._between.split(line) if (part := _without_interview(piece))]
        parts = [part for piece in pieces for part in _house_apart(piece)]
        roles = [part for part in parts if _names_role(part) and fold(part) != fold(company)]
        company = company or self._after_its_word()
        company = company or next((part for part in parts if part not in roles and _house().search(part)), "")
        if not company and len(roles) > 1:
            # A school and a clinic bear the names of what is done there; the house comes last.
            company = roles[-1]
        roles = [part for part in roles if fold(part) != fold(company)]
        rest = [part for part in parts if part not in (*roles, company) and not _is_person(part, meeting, self._me)]
        of_title, of_address = rest[0] if rest else "", _of_address(meeting.people)
        company = company or (of_title or of_address if is_interview(meeting) else of_address or of_title)
        role = roles[0] if roles else next((part for part in rest if fold(part) != fold(company)), "")
        # What stands behind a role is where: `Staff Nurse, Ward 7`. In `Support, Engineer` it is part of it.
        first = re.split(_COMMA, role)[0]
        return NamedJob(company, first if _names_role(first) else role)

    def _after_its_word(self) -> str:
        """The company behind “at”, “bei” or “chez”, where no person stands there."""
        follows = self._follows.search(self._line)
        if follows is None:
            return ""
        first = self._between.split(follows[1])[0].strip()
        # A company may be called like what an interview is: Telefónica.
        company = _without_interview(_house_apart(first)[-1]) or (first if first[:1].isupper() else "")
        is_other = _is_person(company, self._meeting, self._me) or fold(first) in _titles().about
        return "" if is_other else company


def _without_interview(piece: str) -> str:
    """A part of a title without what every such title says; empty where it only says what will be talked about."""
    titles = _titles()
    too = rf"(?:{_any(titles.said_too)})(?:\b|(?<=\w{{5}})\w{{1,2}}\b)"
    pattern = rf"\b(?:(?:{_any(titles.interview)})\w*|{too}|(?-i:the\b))"
    bare = re.sub(r"\s+", " ", re.sub(pattern, " ", piece, flags=re.IGNORECASE)).strip(" ,:;-–—#/|&\"'“”„[]")
    bare = bare.lstrip(".") if _LEGAL_FORM.search(bare) else bare.strip(" .")
    rest = _LAST_LINK.sub("", f" {bare}")
    says_nothing = fold(bare) in titles.about or _DAY.fullmatch(bare) or not re.search(r"[^\W\d_]", rest)
    return "" if says_nothing else bare


def _is_person(part: str, meeting: "CalendarEntry | Appointment", me: str) -> bool:
    people = [person.name for person in meeting.people if person.name and not _is_owner(person)]
    names = {*people, *(name.split()[0] for name in people), me, *me.split()[:1]} - {""}
    whole = [fold(name) for name in (*people, me) if len(name.split()) > 1]
    if re.match(rf"(?:{_any(_titles().salutations)})\b", fold(part)):
        return True
    return fold(part) in set(map(fold, names)) or any(name in fold(part) for name in whole)


_READ, _LONGEST_ROLE = 4_000, 7
"""Characters of a mail that are read for a name, and words of the longest role."""
_CAPITALS = re.compile(
    r"[A-ZÄÖÜÉ][\w/&+'-]*(?: (?:(?:of|de|du|des|für|and|und|la|el) )?(?:[A-ZÄÖÜÉ][\w/&+'-]*|I{2,3}))*"
)
"""Words with capital letters beside each other."""
_LAST_LINK = re.compile(r"(?:[\s,]+[a-zà-ÿ]{1,3})*[\s,]*$")
"""The small words at the end: `im`, `at the`."""
_DAY = re.compile(r"(?:[^\W\d_]{3,9}\.? )?\d{1,2}(?:st|nd|rd|th|\.)?(?: [^\W\d_]{3,9}\.?)?(?:,? 20\d\d)?")
_LONGEST_LETTERS = 3
"""Letters up to which a name is taken for initials: IBM."""
_LEGAL_FORM = re.compile(r"\b(?:inc|ltd|co|corp|s\.a|s\.l|e\.v)\.$", re.IGNORECASE)


def _is_owner(person: NamedAddress) -> bool:
    """Whether the name beside an address is that of the company it belongs to."""
    return bool(person.name) and joined_name(person.name) == joined_name(owner_of(domain_of(person.email)))


def _of_address(people: Iterable[NamedAddress]) -> str:
    """The company by the domain of whoever invites: `Initech` of `ada@mail.initech.example`."""
    for person in people:
        domain = domain_of(person.email)
        if domain and not is_for_everybody(domain) and not is_relay(domain):
            name = owner_of(domain)
            if _is_owner(person):
                return person.name
            parts = name.split("-")
            return name.upper() if len(name) <= _LONGEST_LETTERS else " ".join(part.capitalize() for part in parts)
    return ""


def as_proposal(meeting: CalendarEntry, applications: tuple[str, ...], own: frozenset[str], now: datetime) -> Proposal:
    """The entry as it is put before the person; their own addresses are none of the people."""
    people = tuple(person for person in meeting.people if person.email.casefold() not in own)
    host = people[0] if people else NamedAddress("", "")
    identity = f"{meeting.key}#{meeting.sequence}#{meeting.cancelled}#{meeting.at}"
    return Proposal(
        id=f"calendar-{hashlib.blake2b(identity.encode('utf-8', 'replace'), digest_size=5).hexdigest()}",
        from_name=host.name,
        from_address=host.email,
        subject=meeting.title,
        at=now,
        kind=MailKind.CALENDAR,
        reason="It was taken back." if meeting.cancelled else "It stands in a calendar file.",
        text=meeting.words,
        candidates=(),
        offer=Offer.INVITATION,
        applications=applications,
        appointment=appointment(meeting, people),
        fate=Fate.OPEN,
    )


def appointment(meeting: CalendarEntry, people: tuple[NamedAddress, ...]) -> Appointment | None:
    """The time to meet; None for a day without an hour."""
    if meeting.at is None:
        return None
    return Appointment(
        at=meeting.at,
        zone=meeting.zone,
        where=meeting.where,
        title=meeting.title,
        people=people,
        calendar=meeting.key,
        sequence=meeting.sequence,
        cancelled=meeting.cancelled,
    )
