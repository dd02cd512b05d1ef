"""Records to store, a clock to set, and strategies that make any journal."""

import enum
import types
import typing
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec import Struct

from afterword.codec.references import without_loose_ends
from afterword.domain.conversation.request import Channel, Event, EventKind, Finding, FindingKind, Letter, Request
from afterword.domain.interview import LONGEST_TRAVEL, Application, Interview
from afterword.domain.journal import TABLES, Journal
from afterword.domain.people import Person
from afterword.storage import TinyJournalStore

NOW = datetime(2026, 11, 12, 9, 15, tzinfo=ZoneInfo("Europe/Berlin"))


class SetClock:
    """A clock that stands still until somebody sets it."""

    zone = "Europe/Berlin"

    def __init__(self) -> None:
        self.instant = NOW

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant


def interview(record_id: str = "i1", company: str = "Initech") -> Interview:
    """An interview by Ada Byron."""
    return Interview(
        id=record_id,
        application_id=f"a-{record_id}",
        company=company,
        role="Backend",
        at=NOW,
        zone="Europe/Berlin",
        created=NOW,
        interviewers=("ada",),
    )


def application(record_id: str = "a-i1", company: str = "Initech") -> Application:
    """The application of that interview."""
    return Application(id=record_id, company=company, role="Backend", created=NOW)


ADA = Person(id="ada", name="Ada Byron", email="ada@example.org")


def request(record_id: str = "r1", interview_id: str = "i1") -> Request:
    """A conversation with Ada Byron: asked and answered."""
    return Request(
        id=record_id,
        interview_id=interview_id,
        person_id="ada",
        created=NOW,
        events=(
            Event(id="e1", kind=EventKind.SENT, at=NOW, letter=Letter.REQUEST, subject="One question", text="Dear Ada"),
            Event(id="e2", kind=EventKind.REPLY, at=NOW + timedelta(days=1), channel=Channel.MAIL, text="Very clear."),
        ),
    )


def finding(record_id: str = "f1", request_id: str = "r1") -> Finding:
    """A strength in Ada's reply."""
    return Finding(
        id=record_id,
        request_id=request_id,
        reply_id="e2",
        kind=FindingKind.STRENGTH,
        quote="clear",
        start=5,
        created=NOW,
    )


def save(store: TinyJournalStore, *records: Interview | Request | Finding) -> None:
    """One transaction with these records, with Ada and the application where an interview is among them."""
    with store.transaction() as work:
        for record in records:
            if isinstance(record, Interview):
                work.put(ADA)
                work.put(application(record.application_id, record.company))
        for record in records:
            work.put(record)


_ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu"])
_IDS = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12)
_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_MOMENTS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01"), timezones=_OFFSETS)
_DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
_BY_NAME: dict[str, st.SearchStrategy[typing.Any]] = {
    "value": st.none() | st.integers(1, 5),
    "zone": _ZONES,
    "travel_minutes": st.none() | st.integers(0, LONGEST_TRAVEL),
    "seconds": st.integers(0, 3600),
    "start": st.integers(0, 10_000),
}


def _of_hint(hint: typing.Any) -> st.SearchStrategy[typing.Any]:
    arguments = typing.get_args(hint)
    if isinstance(hint, types.UnionType):
        return st.one_of([_of_hint(one) for one in arguments])
    if typing.get_origin(hint) is tuple:
        return st.lists(_of_hint(arguments[0]), max_size=3).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return records(hint)
    if issubclass(hint, enum.Enum):
        return st.sampled_from(list(hint))
    leaves: dict[type, st.SearchStrategy[typing.Any]] = {
        str: st.text(max_size=40),
        int: st.integers(-(2**53), 2**53),
        bool: st.booleans(),
        datetime: _MOMENTS,
        date: _DAYS,
        type(None): st.none(),
    }
    return leaves[hint]


def records(kind: type) -> st.SearchStrategy[typing.Any]:
    """Any record of that class, whatever its fields are called."""
    hints = typing.get_type_hints(kind)
    return st.builds(
        kind, **{name: _BY_NAME.get(name, _IDS if name == "id" else _of_hint(hint)) for name, hint in hints.items()}
    )


def journals() -> st.SearchStrategy[Journal]:
    """Any journal."""
    anything = st.builds(
        Journal,
        **{
            table: st.lists(records(kind), max_size=3).map(lambda some: {record.id: record for record in some})
            for table, kind in TABLES.items()
        },
    )
    return anything.map(lambda journal: without_loose_ends(journal)[0])
