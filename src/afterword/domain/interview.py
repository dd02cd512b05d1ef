"""Owns the interview: company, role, when, with whom, when you arrived and how it ended (R1)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import check_year, show_date, show_moment, zone
from afterword.domain.fields import Field, FieldKind
from afterword.domain.people import Person
from afterword.domain.text import plural
from afterword.errors import NotFound, NotUnderstood, UserError

_LONGEST_LATENESS = timedelta(hours=12)
LONGEST_TRAVEL = 2 * 24 * 60
"""Minutes on the way beyond which a number cannot be meant."""


class Mode(StrEnum):
    """How you met. Body-language cues differ by mode."""

    ONSITE = "onsite"
    VIDEO = "video"
    PHONE = "phone"


class Outcome(StrEnum):
    """How the application ended, as far as is known."""

    PENDING = "pending"
    REJECTED = "rejected"
    OFFER = "offer"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no-answer"


_MODES = ((Mode.ONSITE, "on site"), (Mode.VIDEO, "video"), (Mode.PHONE, "phone"))
_OUTCOMES = (
    (Outcome.REJECTED, "rejected"),
    (Outcome.PENDING, "pending"),
    (Outcome.OFFER, "offer"),
    (Outcome.WITHDRAWN, "withdrawn"),
    (Outcome.NO_ANSWER, "no answer"),
)
_LEAST = "Company, role and date are all it takes."
EARLY_OUTCOMES = (Outcome.PENDING, Outcome.WITHDRAWN)
"""What can be said of an interview that lies ahead: only your own withdrawal comes before it."""


class Interview(Struct, frozen=True, kw_only=True):
    """One conversation with one company. `at` and `arrived` are aware instants, `zone` the IANA zone of the place.

    `travel_minutes` is how long it takes to get there; None while it is not known.
    """

    id: str
    company: Annotated[str, Field("Company", "the company", required=_LEAST)]
    role: Annotated[str, Field("Role", "the role you applied for", required=_LEAST)]
    at: Annotated[
        datetime,
        Field("When", "the planned start (WHEN)", example="2026-11-12 10:00, today 10:00, tue 14:30", required=_LEAST),
    ]
    interviewers: Annotated[
        tuple[Person, ...],
        Field(
            "Interviewers",
            "somebody who interviewed you",
            kind=FieldKind.PEOPLE,
            example="Ada Byron <ada@initech.example>; Grace Hopper",
            flag="--interviewer 'Name <mail>'",
        ),
    ] = ()
    round: Annotated[
        str, Field("Round", "which round: phone screen, system design …", example="first call, system design, final")
    ] = ""
    mode: Annotated[Mode, Field("How", "how you met", choices=_MODES)] = Mode.ONSITE
    where: Annotated[str, Field("Where", "address, room or link", example="address, link or number")] = ""
    travel_minutes: Annotated[
        int | None,
        Field(
            "Travel (minutes)",
            "how long it takes to get there",
            kind=FieldKind.MINUTES,
            example="45",
            flag="--travel MINUTES",
        ),
    ] = None
    zone: Annotated[
        str,
        Field(
            "Time zone",
            "the IANA zone of the place; yours when left out",
            kind=FieldKind.ZONE,
            example="Europe/Berlin",
            required="Use an IANA name such as Europe/Berlin or UTC.",
            flag="--tz ZONE",
        ),
    ]
    notes: Annotated[str, Field("Notes", "anything to remember", kind=FieldKind.TEXT)] = ""
    arrived: Annotated[
        datetime | None,
        Field(
            "Arrived",
            "when you arrived (WHEN); a bare time means the day of the interview",
            required="Check the time on a mail or a ticket of that day.",
            past=True,
            verb="arrived",
            flag="WHEN",
            prompt="When did you arrive? (10:05)",
        ),
    ] = None
    outcome: Annotated[
        Outcome,
        Field(
            "Outcome",
            "how it ended",
            required="Choose how it ended.",
            choices=_OUTCOMES,
            verb="outcome",
            flag="OUTCOME",
        ),
    ] = Outcome.PENDING
    outcome_on: Annotated[
        date | None,
        Field("You heard on", "the day you heard (WHEN); today when left out", past=True, verb="outcome", flag="--on"),
    ] = None
    created: datetime
    deleted: datetime | None = None

    @property
    def label(self) -> str:
        """`Initech · Backend`, for lists and sentences."""
        return f"{self.company} · {self.role}"

    @property
    def local(self) -> datetime:
        """The planned start on the clock of the place."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The day of the interview at the place."""
        return self.local.date()

    def interviewer(self, person_id: str) -> Person:
        """The interviewer with that id. Raises `NotFound`."""
        for person in self.interviewers:
            if person.id == person_id:
                return person
        raise NotFound(f"{self.label} has no interviewer “{person_id}”.", hint="See: afterword interview show.")


class Punctuality(Struct, frozen=True):
    """Planned against actual arrival. `minutes_late` is negative when early."""

    planned: datetime
    arrived: datetime
    minutes_late: int

    @property
    def words(self) -> str:
        """`on time`, `12 minutes early`, `1 minute late`."""
        if self.minutes_late == 0:
            return "on time"
        side = "late" if self.minutes_late > 0 else "early"
        return f"{plural(abs(self.minutes_late), 'minute')} {side}"


def punctuality(interview: Interview) -> Punctuality | None:
    """Early, on time or late by how much: computed from the two instants, never typed (R1)."""
    if interview.arrived is None:
        return None
    # By the instants, not the clock on the wall, which a change of clocks sets back or forward.
    late = (interview.arrived.timestamp() - interview.at.timestamp()) / 60
    return Punctuality(interview.at, interview.arrived, int(late))


def arrive(interview: Interview, at: datetime) -> Interview:
    """The interview with the actual arrival. Refused more than twelve hours from the plan: that is another day."""
    if not near_plan(interview, at):
        raise UserError(
            "That arrival is more than twelve hours from the planned time.",
            f"Planned: {interview.local:%Y-%m-%d %H:%M} ({interview.zone}).",
            "Check the day, or edit the planned time first.",
        )
    return replace(interview, arrived=at)


def near_plan(interview: Interview, at: datetime) -> bool:
    """Whether somebody who arrived at that moment can have come for this interview."""
    return abs(at.timestamp() - interview.at.timestamp()) <= _LONGEST_LATENESS.total_seconds()


def check_interview(interview: Interview) -> None:
    """Raises `NotUnderstood` for values that cannot stand together or cannot be meant."""
    zone(interview.zone)
    check_year(interview.at)
    minutes = interview.travel_minutes
    if minutes is not None and not 0 <= minutes <= LONGEST_TRAVEL:
        raise NotUnderstood(f"{minutes} minutes on the way cannot be right.", hint="Between 0 and two days.")
    emails = [person.email.lower() for person in interview.interviewers if person.email]
    if len(emails) != len(set(emails)):
        # Nobody could tell whose reply came in.
        raise NotUnderstood("Two interviewers have the same address.", hint="Each person needs an own one.")


def check_took_place(interview: Interview, now: datetime) -> None:
    """Raises `UserError` while the interview lies ahead: nothing can have come of it yet."""
    if interview.at.timestamp() > now.timestamp():
        raise UserError(
            f"{interview.label} lies ahead ({show_moment(interview.local)}, {interview.zone}).",
            hint="Note it once it has happened, or correct its date.",
        )


def check_not_before(interview: Interview, at: datetime) -> None:
    """Raises `UserError` for something that came of the interview and is dated before its day."""
    day = at.astimezone(ZoneInfo(interview.zone)).date()
    if day < interview.day:
        raise UserError(
            f"{show_date(day)} lies before the interview of {show_date(interview.day)}.",
            hint="Check the day, or correct the date of the interview.",
        )


def decide(interview: Interview, outcome: Outcome, on: date) -> Interview:
    """The interview with its outcome; a pending one has no day of decision."""
    pending = outcome is Outcome.PENDING
    if outcome not in EARLY_OUTCOMES and on < interview.day:
        raise UserError(
            f"The outcome ({on.isoformat()}) lies before the interview ({interview.day.isoformat()}).",
            hint="Give the day you heard, or edit the date of the interview.",
        )
    return replace(interview, outcome=outcome, outcome_on=None if pending else on)
