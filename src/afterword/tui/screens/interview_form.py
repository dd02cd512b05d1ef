"""Owns the forms about an interview: add and edit, arrival, outcome."""

from datetime import datetime

from msgspec.structs import replace

from afterword.domain import dates
from afterword.domain.date_reading import step_day, step_moment
from afterword.domain.dates import Lean
from afterword.domain.interview import EARLY_OUTCOMES, Interview, Mode, Outcome, near_plan
from afterword.domain.people import people_words, read_people
from afterword.errors import NotUnderstood
from afterword.services import lookup
from afterword.services.interviews import Decision, InterviewForm, decision_of, form_of
from afterword.services.services import Services
from afterword.services.three_way import Was, changed_only
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec, Values

_MODES = ((Mode.ONSITE, "on site"), (Mode.VIDEO, "video"), (Mode.PHONE, "phone"))
_OUTCOMES = (
    (Outcome.REJECTED, "rejected"),
    (Outcome.PENDING, "pending"),
    (Outcome.OFFER, "offer"),
    (Outcome.WITHDRAWN, "withdrawn"),
    (Outcome.NO_ANSWER, "no answer"),
)
_FIRST = 4
"""Company, role, when and with whom: what every interview begins with."""


def interview_form(services: Services, old: Interview | None = None) -> FormSpec:
    """The form to add an interview, or to edit one."""

    def submit(values: Values) -> Interview:
        form = _read(services, values)
        if old is None:
            return services.interviews.add(form)
        # Another zone keeps the time on the clock, and with it moves the instant.
        touched = values.touched | ({"at"} if "zone" in values.touched else set())
        began = form_of(old)
        return services.interviews.edit(old.id, changed_only(form, began, touched), began)

    return FormSpec(
        title="Add an interview" if old is None else f"Edit {old.label}",
        fields=_fields(services, old),
        submit=submit,
        said="Interview saved",
        again=None if old is None else lambda: interview_form(services, _newest(services, old)),
        walk=_FIRST if old is None else 0,
    )


def _newest(services: Services, interview: Interview) -> Interview:
    return lookup.live_interview(services.store.journal(), interview.id)


def _fields(services: Services, old: Interview | None) -> list[Field]:
    zone = old.zone if old else services.clock.zone
    travel = "" if old is None or old.travel_minutes is None else str(old.travel_minutes)
    return [
        Field(id="company", label="Company", value=old.company if old else "", required=True),
        Field(id="role", label="Role", value=old.role if old else "", required=True),
        _start_field(services, zone, f"{old.local:%Y-%m-%d %H:%M}" if old else ""),
        _people_field("Interviewers", "; ".join(one.label for one in old.interviewers) if old else ""),
        Field(id="round", label="Round", value=old.round if old else "", hint="first call, system design, final"),
        Field(id="mode", label="How", kind=FieldKind.CHOICE, value=old.mode if old else Mode.ONSITE, choices=_MODES),
        Field(id="where", label="Where", value=old.where if old else "", hint="address, link or number"),
        Field(id="travel_minutes", label="Travel (minutes)", kind=FieldKind.NUMBER, value=travel, hint="45"),
        Field(id="zone", label="Time zone", value=zone, hint="Europe/Berlin", required=True, echo=_echo_zone),
        Field(id="notes", label="Notes", kind=FieldKind.TEXT, value=old.notes if old else ""),
    ]


def _start_field(services: Services, zone: str, value: str = "") -> Field:
    """The planned start, read on the clocks of the place, which another field names."""
    there = _there(services, zone)
    return Field(
        id="at",
        label="When",
        kind=FieldKind.DATE,
        value=value,
        hint="2026-11-12 10:00, today 10:00, tue 14:30",
        required=True,
        echo=lambda text: dates.echo_moment(_start(services, text, zone), zone),
        step=step_moment(there, lambda text: dates.understand(text, there)),
        given=lambda values: _start_field(services, dates.zone(values["zone"]).key),
    )


def _people_field(label: str, value: str = "") -> Field:
    return Field(
        id="people",
        label=label,
        kind=FieldKind.PEOPLE,
        value=value,
        hint="Ada Byron <ada@initech.example>; Grace Hopper",
        echo=people_words,
    )


def _read(services: Services, values: Values) -> InterviewForm:
    zone = dates.zone(values["zone"]).key
    return InterviewForm(
        company=values["company"],
        role=values["role"],
        at=_start(services, values["at"], zone),
        zone=zone,
        round=values["round"],
        mode=Mode(values["mode"]),
        where=values["where"],
        people=read_people(values["people"]),
        notes=values["notes"],
        travel_minutes=_minutes(values["travel_minutes"]),
    )


def _start(services: Services, text: str, zone: str) -> datetime:
    """The start that was typed, on the clock of that zone; without a time it is refused."""
    return dates.understand_moment(text, _there(services, zone), needs_time=True)


def _minutes(text: str) -> int | None:
    try:
        return int(text) if text else None
    except ValueError as error:
        raise NotUnderstood(f"“{text}” is no number of minutes.", hint="Type it like 45.") from error


def _there(services: Services, zone: str) -> datetime:
    """Now, on the clock of the place."""
    return services.clock.now().astimezone(dates.zone(zone))


def _echo_zone(text: str) -> str:
    return dates.zone(text).key


def too_early_to_arrive(interview: Interview, now: datetime) -> str:
    """Why no arrival can be noted yet; empty from half a day before the interview on."""
    if near_plan(interview, now) or interview.at <= now:
        return ""
    start = dates.show_understood(interview.at, interview.zone)
    return f"{interview.label} lies ahead: {start}. Note the arrival once you are there."


def arrival_form(services: Services, interview: Interview) -> FormSpec:
    """The form for the actual arrival; a bare time means the day of the interview."""
    planned, there = interview.local, _there(services, interview.zone)
    offered = (interview.arrived or min(interview.at, there)).astimezone(planned.tzinfo)

    def read(text: str) -> dates.Understood:
        return dates.understand(text, there, Lean.BEHIND, planned.date())

    def arrived(text: str) -> datetime:
        return dates.understand_moment(text, there, Lean.BEHIND, planned.date(), needs_time=True)

    def submit(values: Values) -> Interview:
        kept = None if "at" in values.touched else interview.arrived
        return services.interviews.arrive(interview.id, kept or arrived(values["at"]), Was(interview.arrived))

    return FormSpec(
        title=f"Arrival at {interview.company} (planned {planned:%H:%M})",
        fields=[
            Field(
                id="at",
                label="Arrived",
                kind=FieldKind.DATE,
                value=f"{offered:%H:%M}" if offered.date() == planned.date() else f"{offered:%Y-%m-%d %H:%M}",
                hint=f"{planned:%H:%M}",
                required=True,
                echo=lambda text: dates.echo_moment(arrived(text), interview.zone),
                step=step_moment(there, read),
            )
        ],
        submit=submit,
        said="Arrival noted",
        again=lambda: arrival_form(services, _newest(services, interview)),
    )


def outcome_form(services: Services, interview: Interview) -> FormSpec:
    """The form for how it ended and the day you heard; where nobody is known yet, for who interviewed you, too."""
    today, ahead = services.overview.today(), interview.at > services.clock.now()
    began = decision_of(interview)
    heard = began.on or (today if ahead else max(today, interview.day))
    offered = Outcome.WITHDRAWN if ahead else Outcome.REJECTED
    current = offered if interview.outcome is Outcome.PENDING else interview.outcome
    possible = [(one, words) for one, words in _OUTCOMES if not ahead or one in (*EARLY_OUTCOMES, current)]

    def submit(values: Values) -> Interview:
        on = dates.understand_date(values["on"], today, Lean.BEHIND)
        people = read_people(values.get("people", ""))
        mine = Decision(outcome=Outcome(values["outcome"]), on=on, people=people)
        return services.interviews.hear(interview.id, mine, began)

    return FormSpec(
        title=f"How did {interview.label} end?",
        fields=[
            Field(id="outcome", label="Outcome", kind=FieldKind.CHOICE, value=current, choices=possible),
            Field(
                id="on",
                label="You heard on",
                kind=FieldKind.DATE,
                value=heard.isoformat(),
                echo=lambda text: dates.show_date(dates.understand_date(text, today, Lean.BEHIND)),
                step=step_day(today, Lean.BEHIND),
                required=True,
            ),
            *([] if interview.interviewers else [replace(_people_field("Who met you"), hint=_WHOM)]),
        ],
        submit=submit,
        said=lambda _values, decided: services.overview.outcome_words(decided),
        again=lambda: outcome_form(services, _newest(services, interview)),
    )


_WHOM = "Ada Byron <ada@initech.example>: then they can be asked for feedback"
