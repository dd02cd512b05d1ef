"""Builders for records with believable values, so that a test names only what it is about."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from msgspec.structs import replace

from afterword.domain.conversation.request import (
    Channel,
    CloseAs,
    Event,
    EventKind,
    Finding,
    FindingKind,
    Letter,
    Request,
)
from afterword.domain.interview import Application, Interview, Mode, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import Pointer
from afterword.domain.reflection import Cue, Rating, Reflection

MONDAY = date(2026, 11, 9)
"""The Monday on which most of these stories begin."""
START = datetime(2026, 11, 9, 10, tzinfo=UTC)
ADA = Person(id="ada", name="Ada Byron", email="ada@initech.example")


def application(application_id: str = "a-i1", **changes: object) -> Application:
    """A rejected application at Initech."""
    made = Application(
        id=application_id,
        company="Initech",
        role="Backend Engineer",
        outcome=Outcome.REJECTED,
        outcome_on=MONDAY,
        created=START,
    )
    return replace(made, **changes)


def interview(interview_id: str = "i1", at: datetime = START, **changes: object) -> Interview:
    """An interview at Initech with Ada Byron, the only round of its application."""
    made = Interview(
        id=interview_id,
        application_id=f"a-{interview_id}",
        company="Initech",
        role="Backend Engineer",
        at=at,
        zone="UTC",
        created=at,
        mode=Mode.ONSITE,
        interviewers=("ada",),
    )
    return replace(made, **changes)


def event(kind: EventKind, day: int = 0, letter: Letter | None = None, **changes: object) -> Event:
    """An event `day` days after the start."""
    made = Event(id=f"{kind}-{day}-{letter}", kind=kind, at=START + timedelta(days=day), letter=letter)
    return replace(made, **changes)


def drafted(day: int = 0, letter: Letter = Letter.REQUEST) -> Event:
    """A draft."""
    return event(EventKind.DRAFTED, day, letter, subject="A question", text="Hello Ada, thank you.")


def sent(day: int = 0, letter: Letter = Letter.REQUEST) -> Event:
    """A letter that went out."""
    return event(EventKind.SENT, day, letter, subject="A question", text="Hello Ada, thank you.")


def reply(day: int = 0, text: str = "You were clear about trade-offs.") -> Event:
    """A reply by mail."""
    return event(EventKind.REPLY, day, text=text, channel=Channel.MAIL)


def request(*events: Event, request_id: str = "r1", interview_id: str = "i1") -> Request:
    """The conversation with Ada that these events make, in the order in which they were recorded."""
    return Request(id=request_id, interview_id=interview_id, person_id="ada", created=START, events=events)


def finding(quote: str, kind: FindingKind, competency: str | None, **changes: object) -> Finding:
    """A phrase marked in the first reply of r1."""
    made = Finding(
        id=f"f-{quote}",
        request_id="r1",
        reply_id="reply",
        kind=kind,
        quote=quote,
        start=0,
        created=START,
        competency=competency,
    )
    return replace(made, **changes)


def rated(interview_id: str, **values: int) -> Reflection:
    """A reflection with self-ratings of competencies, named with underscores for dashes."""
    ratings = (Rating(dimension=f"competency/{name.replace('_', '-')}", value=value) for name, value in values.items())
    return Reflection(id=interview_id, ratings=tuple(ratings))


def pointer(pointer_id: str = "p1", **changes: object) -> Pointer:
    """The plan to name the load first when they ask about scale."""
    made = Pointer(id=pointer_id, when="they ask about scale", will="name the load first", created=START)
    return replace(made, **changes)


def journal(*records: Application | Person | Interview | Reflection | Request | Finding | Pointer | Cue) -> Journal:
    """A journal of these records and Ada Byron; an interview without its application was rejected on its day."""

    def of(kind: type) -> dict[str, object]:
        return {record.id: record for record in records if isinstance(record, kind)}

    rejected = {
        record.application_id: application(
            record.application_id, company=record.company, role=record.role, outcome_on=record.day
        )
        for record in records
        if isinstance(record, Interview)
    }
    tables = {
        "applications": {**rejected, **of(Application)},
        "people": {"ada": ADA, **of(Person)},
        "interviews": of(Interview),
        "reflections": of(Reflection),
        "requests": of(Request),
        "findings": of(Finding),
        "pointers": of(Pointer),
        "cues": of(Cue),
    }
    return Journal(**tables)  # type: ignore[arg-type]  # one mapping per kind of record


# Six weeks, in which every interval of the policy begins and ends for some of the events.
days = st.dates(MONDAY, MONDAY + timedelta(days=45))
moments = st.integers(0, 40 * 24).map(lambda hours: START + timedelta(hours=hours))
events = st.builds(
    Event,
    id=st.uuids().map(str),
    kind=st.sampled_from([*EventKind, EventKind.SENT, EventKind.SENT, EventKind.REPLY]),
    at=moments,
    letter=st.sampled_from([Letter.REQUEST, *Letter, None]),
    subject=st.just("A question"),
    text=st.just("Some words."),
    until=st.none() | days,
    close_as=st.none() | st.sampled_from(CloseAs),
)
requests = st.lists(events, max_size=8).map(lambda found: request(*found))
