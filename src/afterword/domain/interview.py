"""Owns the interview: company, role, when, with whom, when you arrived and how it ended (R1)."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import show_date, show_moment
from afterword.domain.people import Interviewer
from afterword.domain.text import plural
from afterword.errors import NotFound, UserError

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


EARLY_OUTCOMES = (Outcome.PENDING, Outcome.WITHDRAWN)
"""What can be said of an interview that lies ahead: only your own withdrawal comes before it."""


class Interview(Struct, frozen=True, kw_only=True):
    """One conversation with one company. `at` and `arrived` are aware instants, `zone` the IANA zone of the place.

    `travel_minutes` is how long it takes to get there; None while it is not known.
    """

    id: str
    company: str
    role: str
    at: datetime
    zone: str
    created: datetime
    round: str = ""
    mode: Mode = Mode.ONSITE
    where: str = ""
    interviewers: tuple[Interviewer, ...] = ()
    notes: str = ""
    arrived: datetime | None = None
    outcome: Outcome = Outcome.PENDING
    outcome_on: date | None = None
    deleted: datetime | None = None
    travel_minutes: int | None = None

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

    def interviewer(self, interviewer_id: str) -> Interviewer:
        """The interviewer with that id. Raises `NotFound`."""
        for person in self.interviewers:
            if person.id == interviewer_id:
                return person
        raise NotFound(f"{self.label} has no interviewer “{interviewer_id}”.", hint="See: afterword interview show.")


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
