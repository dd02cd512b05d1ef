"""Owns the interview, one round (R1), and its application: one hiring process with one outcome (A1, A2)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.dates import check_year, show_date, show_moment, zone
from afterword.domain.fields import Field, FieldKind
from afterword.domain.people import LANGUAGES
from afterword.domain.text import lazy_pattern, plural
from afterword.errors import NotFound, NotUnderstood, UserError

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

    def waits_until(self, kind: str, person_id: str = "") -> date | None:
        """The day until which that kind of thing waits, which may have come by now; None where it was never put off."""
        days = (delay.until for delay in self.put_off if (delay.what, delay.person_id) == (kind, person_id))
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
    """How far the arrival was from the plan; `minutes_late` is negative when early."""

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
    return Punctuality(int((interview.arrived.timestamp() - interview.at.timestamp()) / 60))


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


# ── the application ───────────────────────────────────────────────────────────────────────────────────────────────────


SAME_PROCESS = timedelta(days=180)
"""Rounds of one process lie no further apart."""
_WORD = lazy_pattern(r"[^\W_]+")


class Outcome(StrEnum):
    """How the application ended, as far as is known."""

    PENDING = "pending"
    REJECTED = "rejected"
    OFFER = "offer"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no-answer"


EARLY_OUTCOMES = (Outcome.PENDING, Outcome.WITHDRAWN)
"""What can be said before any round took place: only your own withdrawal comes before it."""


class Standing(StrEnum):
    """What became of one round."""

    OPEN = "open"
    PASSED = "passed"
    ENDED = "ended here"
    HELD = "held"
    NOT_HELD = "not held"


class Way(StrEnum):
    """By which way the decision came."""

    MAIL = "mail"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    PORTAL = "portal"
    IN_PERSON = "in-person"


_WAYS = (
    (Way.MAIL, "mail"),
    (Way.PHONE, "phone"),
    (Way.LINKEDIN, "LinkedIn"),
    (Way.PORTAL, "their portal"),
    (Way.IN_PERSON, "in person"),
)
_OUTCOMES = (
    (Outcome.REJECTED, "rejected"),
    (Outcome.PENDING, "pending"),
    (Outcome.OFFER, "offer"),
    (Outcome.WITHDRAWN, "withdrawn"),
    (Outcome.NO_ANSWER, "no answer"),
)
_LEAST_OF_A_POST = "Company and role are all it takes."


class Application(Struct, frozen=True, kw_only=True, gc=False):
    """One hiring process; its rounds are the interviews that name it.

    `contacts` are the ids of people who are written to and did not interview you: a recruiter, an agency, the company's
    contact. `ended_by` is the interview that ended it, the last one where it is empty; the rounds before it were
    passed. `joined` says that the update of an older journal put its rounds together.
    """

    id: str
    company: Annotated[str, Field("Company", "the company", required=_LEAST_OF_A_POST)]
    role: Annotated[str, Field("Role", "the role you applied for", required=_LEAST_OF_A_POST)]
    contacts: Annotated[
        tuple[str, ...],
        Field(
            "Contacts",
            "somebody to write to who did not interview you: a recruiter, an agency",
            kind=FieldKind.PEOPLE,
            example="Jo Park <jo@talent.example>",
            flag="--contact 'Name <mail>'",
        ),
    ] = ()
    language: Annotated[
        str,
        Field("Language", "the language of its letters; yours when left out", choices=LANGUAGES, flag="--lang CODE"),
    ] = ""
    promised_on: Annotated[
        date | None, Field("Decision by", "the day by which they promised to decide (WHEN)", example="fri, 12 Dec")
    ] = None
    posting: Annotated[
        str,
        Field(
            "Posting",
            "the text of the job posting; the prep sheet reads from it what they will ask for",
            kind=FieldKind.TEXT,
            example="Paste the job posting: the prep sheet reads from it what they will ask for.",
        ),
    ] = ""
    notes: Annotated[str, Field("Notes", "anything to remember", kind=FieldKind.TEXT)] = ""
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
    channel: Annotated[Way | None, Field("Heard by", "by which way you heard", choices=_WAYS, verb="outcome")] = None
    ended_by: Annotated[
        str,
        Field(
            "Round",
            "the round that ended it; the last one when left out",
            of="interviews",
            verb="outcome",
            flag="--round ID",
        ),
    ] = ""
    words: Annotated[
        str,
        Field(
            "Their words",
            "the words of the decision, kept as they are",
            kind=FieldKind.TEXT,
            example="Paste what they wrote, or what you remember of the call. It can be marked like a reply.",
            verb="outcome",
        ),
    ] = ""
    created: datetime
    joined: bool = False

    @property
    def label(self) -> str:
        """`Initech · Backend`, for lists and sentences."""
        return f"{self.company} · {self.role}"

    @property
    def decided_on(self) -> date | None:
        """The day from which asking falls due: that of the rejection, or on which silence was taken as one."""
        return self.outcome_on if self.asks else None

    @property
    def asks(self) -> bool:
        """Whether it ended so that its people are asked for feedback: rejected, or without an answer."""
        return self.outcome in (Outcome.REJECTED, Outcome.NO_ANSWER)

    @property
    def is_ended(self) -> bool:
        """Whether an offer or a withdrawal has ended what its conversations were to bring."""
        return self.outcome in (Outcome.OFFER, Outcome.WITHDRAWN)


def ended_round(application: Application, rounds: Sequence[Interview]) -> Interview | None:
    """The round that ended it: the one that was named, else the last one up to that day; None while it is pending."""
    if application.outcome is Outcome.PENDING:
        return None
    ending = next((interview for interview in rounds if interview.id == application.ended_by), None)
    on = application.outcome_on
    candidates = [interview for interview in rounds if on is None or interview.day <= on]
    return ending or next(reversed(candidates), None)


def standing(application: Application, rounds: Sequence[Interview], interview: Interview) -> Standing:
    """What became of that round; `rounds` are all of the application, earliest first. Passed rounds stay passed.

    A round behind the one that ended it was held where it lies before the day of the decision.
    """
    place = _place(rounds, interview)
    if application.outcome is Outcome.PENDING:
        return Standing.PASSED if place < len(rounds) - 1 else Standing.OPEN
    last = ended_round(application, rounds)
    ended = _place(rounds, last) if last is not None else -1
    if place > ended:
        on = application.outcome_on
        return Standing.HELD if last is not None and on is not None and interview.day <= on else Standing.NOT_HELD
    return Standing.PASSED if place < ended or application.outcome is Outcome.OFFER else Standing.ENDED


def _place(rounds: Sequence[Interview], interview: Interview) -> int:
    return next((place for place, other in enumerate(rounds) if other.id == interview.id), len(rounds))


def decide(application: Application, rounds: Sequence[Interview], now: datetime) -> Application:
    """The application with its outcome in order; a pending one has no day of decision and no round that ended it.

    Raises `UserError` for an outcome before any round took place, or before the round that ended it.
    """
    if application.outcome is Outcome.PENDING:
        return replace(application, outcome_on=None, channel=None, ended_by="")
    endings = [interview for interview in rounds if interview.id == application.ended_by]
    if application.ended_by and not endings:
        raise NotFound(
            f"{application.label} has no round “{application.ended_by}”.", hint="See: afterword application show."
        )
    if application.outcome not in EARLY_OUTCOMES and rounds:
        earliest = (endings or rounds)[0]
        check_took_place(earliest, now)
        on = application.outcome_on
        if on is not None and on < earliest.day:
            raise UserError(
                f"The outcome ({on.isoformat()}) lies before the interview ({earliest.day.isoformat()}).",
                hint="Give the day you heard, or edit the date of the interview.",
            )
    return application


def is_same_post(first: Application | Interview, second: Application | Interview) -> bool:
    """Whether both are for the same role at the same company, as people write them."""
    return _has_words(first.company, _words(second.company)) and _has_words(first.role, _words(second.role))


@lru_cache(maxsize=4)
def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())


def _has_words(name: str, words: list[str]) -> bool:
    """Whether the name has these words and no others; of most names a look for the first one tells."""
    folded = name.casefold()
    return (not words or words[0] in folded) and _WORD.findall(folded) == words


def belongs_to(
    interview: Interview, processes: Iterable[tuple[Application, Sequence[Interview]]]
) -> Application | None:
    """The process that a new interview belongs to: same company and role, at most 180 days apart, and not over by then.

    Where several fit, the one with the nearest round. None where it begins a process of its own.
    """
    near = [
        (distance, application)
        for application, rounds in processes
        if is_same_post(application, interview)
        and not (application.outcome_on is not None and interview.day > application.outcome_on)
        and (distance := min((abs(other.at - interview.at) for other in rounds), default=SAME_PROCESS)) <= SAME_PROCESS
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def joined(first: Application, second: Application) -> Application:
    """Both as one application under the id of the first, with everything that either knew.

    Raises `UserError` where both have an outcome.
    """
    decided = [application for application in (first, second) if application.outcome is not Outcome.PENDING]
    if len(decided) > 1:
        raise UserError(
            f"Both have an outcome: {first.outcome} ({_day(first)}) and {second.outcome} ({_day(second)}).",
            "One application has one outcome, and joining them would lose the other.",
            "Set the outcome that is not one back to pending first.",
        )
    ending = decided[0] if decided else first
    return replace(
        first,
        contacts=tuple(dict.fromkeys((*first.contacts, *second.contacts))),
        language=first.language or second.language,
        promised_on=max(filter(None, (first.promised_on, second.promised_on)), default=None),
        posting="\n\n".join(dict.fromkeys(filter(None, (first.posting, second.posting)))),
        notes="\n\n".join(dict.fromkeys(filter(None, (first.notes, second.notes)))),
        outcome=ending.outcome,
        outcome_on=ending.outcome_on,
        channel=ending.channel,
        ended_by=ending.ended_by,
        words="\n\n".join(dict.fromkeys(filter(None, (first.words, second.words)))),
        joined=False,
    )


def _day(application: Application) -> str:
    return show_date(application.outcome_on) if application.outcome_on is not None else "no day"
