"""Owns the interview: one round of an application, with company, role, when, with whom, when you arrived (R1)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import check_year, show_date, show_moment, zone
from afterword.domain.fields import Field, FieldKind
from afterword.domain.text import plural
from afterword.errors import NotUnderstood, UserError

LONGEST_LATENESS = timedelta(hours=12)
"""How far from the plan somebody can arrive for this interview and no other."""
LONGEST_TRAVEL = 2 * 24 * 60
"""Minutes on the way beyond which a number cannot be meant."""


class Mode(StrEnum):
    """How you met. Body-language cues differ by mode."""

    ONSITE = "onsite"
    VIDEO = "video"
    PHONE = "phone"
    ASSESSMENT = "assessment-centre"
    TRIAL = "trial"
    ONE_WAY = "one-way-video"
    TAKE_HOME = "take-home"


MODES = (
    (Mode.ONSITE, "on site"),
    (Mode.VIDEO, "video"),
    (Mode.PHONE, "phone"),
    (Mode.ASSESSMENT, "assessment centre"),
    (Mode.TRIAL, "trial shift or lesson"),
    (Mode.ONE_WAY, "one-way video"),
    (Mode.TAKE_HOME, "take-home task"),
)
HANDED_IN = {Mode.ONE_WAY: "Record it", Mode.TAKE_HOME: "Hand it in"}
"""The modes in which nobody waits for you, with what is to be done until the time of the interview."""
_LEAST = "Company, role and date are all it takes."


class PutOff(Struct, frozen=True, kw_only=True, gc=False):
    """Something due for an interview that the person lets wait until a day: its kind, and whom it concerns if anybody.

    What is due in a conversation that has begun waits there.
    """

    what: str
    until: date
    person_id: str = ""


class Interview(Struct, frozen=True, kw_only=True, dict=True):
    """One round. `at` and `arrived` are aware instants, `zone` the IANA zone of the place.

    `application_id` is the hiring process it belongs to, `interviewers` are the ids of people.
    `travel_minutes` is how long it takes to get there; None while it is not known. `put_off` is what waits.
    """

    id: str
    application_id: str
    company: Annotated[str, Field("Company", "the company", required=_LEAST, known="interviews")]
    role: Annotated[str, Field("Role", "the role you applied for", required=_LEAST, known="interviews")]
    at: Annotated[
        datetime,
        Field("When", "the planned start (WHEN)", example="2026-11-12 10:00, today 10:00, tue 14:30", required=_LEAST),
    ]
    interviewers: Annotated[
        tuple[str, ...],
        Field(
            "Interviewers",
            "somebody who interviewed you",
            kind=FieldKind.PEOPLE,
            example="Ada Byron <ada@initech.example>; Grace Hopper",
            flag="--interviewer 'Name <mail>'",
        ),
    ] = ()
    round: Annotated[
        str,
        Field(
            "Round",
            "which round: phone screen, system design …",
            example="first call, system design, final",
            known="interviews",
        ),
    ] = ""
    mode: Annotated[
        Mode,
        Field(
            "How",
            "how you met: onsite, video, phone, assessment-centre, trial (shift or lesson), one-way-video, take-home",
            choices=MODES,
            flag="--mode HOW",
        ),
    ] = Mode.ONSITE
    where: Annotated[
        str, Field("Where", "address, room or link", example="address, link or number", known="interviews")
    ] = ""
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
            prompt="When did you arrive? (10:05, or on time)",
        ),
    ] = None
    created: datetime
    deleted: datetime | None = None
    calendar: str = ""
    calendar_sequence: int = 0
    put_off: tuple[PutOff, ...] = ()

    def waits_until(self, what: str, person_id: str = "") -> date | None:
        """The day until which that kind of thing waits, which may have come by now; None where it was never put off."""
        days = (each.until for each in self.put_off if (each.what, each.person_id) == (what, person_id))
        return max(days, default=None)

    @cached_property
    def label(self) -> str:
        """`Initech · Backend`, for lists and sentences."""
        return f"{self.company} · {self.role}"

    @property
    def has_arrival(self) -> bool:
        """Whether there is somewhere to arrive, or a call to join; a task and a recording have a deadline instead."""
        return self.mode not in HANDED_IN

    @property
    def local(self) -> datetime:
        """The planned start on the clock of the place."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @cached_property
    def day(self) -> date:
        """The day of the interview at the place."""
        return self.local.date()


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
    if interview.arrived is None or not interview.has_arrival:
        return None
    # By the instants, not the clock on the wall, which a change of clocks sets back or forward.
    late = (interview.arrived.timestamp() - interview.at.timestamp()) / 60
    return Punctuality(interview.at, interview.arrived, int(late))


def arrive(interview: Interview, at: datetime) -> Interview:
    """The interview with the actual arrival. Refused more than twelve hours from the plan: that is another day.

    Refused as well where nobody waits for you.
    """
    if not interview.has_arrival:
        raise UserError(no_arrival_words(interview))
    if not near_plan(interview, at):
        raise UserError(
            "That arrival is more than twelve hours from the planned time.",
            f"Planned: {interview.local:%Y-%m-%d %H:%M} ({interview.zone}).",
            "Check the day, or edit the planned time first.",
        )
    return replace(interview, arrived=at)


def no_arrival_words(interview: Interview) -> str:
    """Why no arrival is noted for a task or a recording."""
    return f"A {dict(MODES)[interview.mode]} has no arrival: its time is when it is due."


def near_plan(interview: Interview, at: datetime) -> bool:
    """Whether somebody who arrived at that moment can have come for this interview."""
    return abs(at.timestamp() - interview.at.timestamp()) <= LONGEST_LATENESS.total_seconds()


def check_interview(interview: Interview) -> None:
    """Raises `NotUnderstood` for values that cannot stand together or cannot be meant."""
    zone(interview.zone)
    check_year(interview.at)
    minutes = interview.travel_minutes
    if minutes is not None and not 0 <= minutes <= LONGEST_TRAVEL:
        raise NotUnderstood(f"{minutes} minutes on the way cannot be right.", hint="Between 0 and two days.")


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
