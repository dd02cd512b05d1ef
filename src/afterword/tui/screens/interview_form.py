"""Owns the forms about an interview: add and edit, arrival, outcome."""

from datetime import datetime

from afterword.domain import dates
from afterword.domain.dates import Lean
from afterword.domain.interview import Interview, Mode, Outcome
from afterword.domain.people import read_named_address, split_people
from afterword.services.interviews import InterviewForm
from afterword.services.services import Services
from afterword.tui.screens.form_spec import Field, FormSpec, Kind, Values

_MODES = ((Mode.ONSITE, "on site"), (Mode.VIDEO, "video"), (Mode.PHONE, "phone"))
_OUTCOMES = (
    (Outcome.REJECTED, "rejected"),
    (Outcome.PENDING, "pending"),
    (Outcome.OFFER, "offer"),
    (Outcome.WITHDRAWN, "withdrawn"),
    (Outcome.NO_ANSWER, "no answer"),
)


def interview_form(services: Services, interview: Interview | None = None) -> FormSpec:
    """The form to add an interview, or to edit one."""

    def submit(values: Values) -> Interview:
        form = _read(services, values)
        if interview is None:
            return services.interviews.add(form)
        return services.interviews.edit(interview.id, form)

    return FormSpec(
        title="Add an interview" if interview is None else f"Edit {interview.label}",
        fields=_fields(services, interview),
        submit=submit,
        said="Interview saved",
    )


def _fields(services: Services, old: Interview | None) -> list[Field]:
    zone = old.zone if old else services.clock.zone
    return [
        Field(id="company", label="Company", value=old.company if old else "", required=True),
        Field(id="role", label="Role", value=old.role if old else "", required=True),
        Field(
            id="at",
            label="When",
            kind=Kind.DATE,
            value=f"{old.local:%Y-%m-%d %H:%M}" if old else "",
            hint="2026-11-12 10:00, today 10:00, tue 14:30",
            required=True,
            echo=lambda text: dates.echo_moment(_start(services, text, zone), zone),
        ),
        Field(
            id="people",
            label="Interviewers",
            kind=Kind.PEOPLE,
            value="; ".join(one.label for one in old.interviewers) if old else "",
            hint="Ada Byron <ada@initech.example>; Grace Hopper",
            echo=_echo_people,
        ),
        Field(id="round", label="Round", value=old.round if old else "", hint="first call, system design, final"),
        Field(id="mode", label="How", kind=Kind.CHOICE, value=old.mode if old else Mode.ONSITE, choices=_MODES),
        Field(id="where", label="Where", value=old.where if old else "", hint="address, link or number"),
        Field(id="zone", label="Time zone", value=zone, hint="Europe/Berlin", required=True, echo=_echo_zone),
        Field(id="notes", label="Notes", kind=Kind.TEXT, value=old.notes if old else ""),
    ]


def _read(services: Services, values: Values) -> InterviewForm:
    zone = dates.zone(values["zone"])
    return InterviewForm(
        company=values["company"],
        role=values["role"],
        at=_start(services, values["at"], zone.key),
        zone=zone.key,
        round=values["round"],
        mode=Mode(values["mode"]),
        where=values["where"],
        people=tuple(read_named_address(part) for part in split_people(values["people"])),
        notes=values["notes"],
    )


def _start(services: Services, text: str, zone: str) -> datetime:
    """The start that was typed, on the clock of that zone; without a time it is refused."""
    return dates.understand_moment(text, services.clock.now().astimezone(dates.zone(zone)), needs_time=True)


def _echo_zone(text: str) -> str:
    return dates.zone(text).key


def _echo_people(text: str) -> str:
    return " · ".join(
        f"{one.name} ({one.email or 'no address yet'})" for one in map(read_named_address, split_people(text))
    )


def arrival_form(services: Services, interview: Interview) -> FormSpec:
    """The form for the actual arrival; a bare time means the day of the interview."""
    planned = interview.local

    def read(text: str) -> datetime:
        here = services.clock.now().astimezone(planned.tzinfo)
        return dates.understand_moment(text, here, Lean.BEHIND, planned.date(), needs_time=True)

    return FormSpec(
        title=f"Arrival at {interview.company} (planned {planned:%H:%M})",
        fields=[
            Field(
                id="at",
                label="Arrived",
                kind=Kind.DATE,
                value=f"{(interview.arrived or interview.at).astimezone(planned.tzinfo):%H:%M}",
                hint=f"{planned:%H:%M}",
                required=True,
                echo=lambda text: dates.echo_moment(read(text), interview.zone),
            )
        ],
        submit=lambda values: services.interviews.arrive(interview.id, read(values["at"])),
        said="Arrival noted",
    )


def outcome_form(services: Services, interview: Interview) -> FormSpec:
    """The form for how it ended, and the day you heard."""
    today = services.overview.today()
    heard = interview.outcome_on or max(today, interview.day)
    current = Outcome.REJECTED if interview.outcome is Outcome.PENDING else interview.outcome
    return FormSpec(
        title=f"How did {interview.label} end?",
        fields=[
            Field(id="outcome", label="Outcome", kind=Kind.CHOICE, value=current, choices=_OUTCOMES),
            Field(
                id="on",
                label="You heard on",
                kind=Kind.DATE,
                value=heard.isoformat(),
                echo=lambda text: dates.show_date(dates.understand_date(text, today, Lean.BEHIND)),
                required=True,
            ),
        ],
        submit=lambda values: services.interviews.decide(
            interview.id, Outcome(values["outcome"]), dates.understand_date(values["on"], today, Lean.BEHIND)
        ),
        said=lambda _values, decided: services.overview.outcome_words(decided),
    )
