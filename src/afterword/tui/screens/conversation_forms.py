"""Owns the short forms of a conversation: when it was sent, came back, is snoozed, planned; each saves one event."""

from datetime import date

from msgspec.structs import replace

from afterword.domain.conversation.request import Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.date_reading import step_day, step_moment
from afterword.domain.dates import Lean, echo_moment, show_date, understand, understand_date, understand_moment
from afterword.services.services import Services
from afterword.services.three_way import Was
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec, Values


def moment_field(services: Services, *, label: str = "When") -> Field:
    """When something happened: `now` unless typed otherwise, echoed as it was understood."""
    now = services.clock.now()
    return Field(
        id="when",
        label=label,
        kind=FieldKind.DATE,
        value="now",
        hint="now, yesterday 16:00, 12 Nov",
        required=True,
        echo=lambda text: echo_moment(understand_moment(text, now, Lean.BEHIND), services.clock.zone),
        step=step_moment(now, lambda text: understand(text, now, Lean.BEHIND)),
    )


def day_field(services: Services, *, label: str, value: str = "", hint: str = "+3d, next mon, 12 Jan") -> Field:
    """A day ahead."""
    today = services.overview.today()
    return Field(
        id="day",
        label=label,
        kind=FieldKind.DATE,
        value=value,
        hint=hint,
        echo=lambda text: show_date(understand_date(text, today), today),
        step=step_day(today),
    )


def sent_form(services: Services, line: TrackerRow) -> Form:
    """“I sent it”, and when."""
    now = services.clock.now()
    spec = FormSpec(
        title=f"Sent to {line.interviewer.name}",
        fields=[moment_field(services, label="Sent")],
        submit=lambda values: services.requests.mark_sent(
            line.request.id, understand_moment(values["when"], now, Lean.BEHIND)
        ),
        said=f"The letter to {line.interviewer.name} counts as sent; u takes it back",
    )
    return Form(spec)


def bounce_form(services: Services, line: TrackerRow) -> Form:
    """The letter came back."""
    now = services.clock.now()
    spec = FormSpec(
        title=f"The letter to {line.interviewer.name} came back",
        fields=[
            Field(id="reason", label="Reason", hint="what the mail server wrote, if anything"),
            moment_field(services),
        ],
        submit=lambda values: services.requests.record_bounce(
            line.request.id, values["reason"], understand_moment(values["when"], now, Lean.BEHIND)
        ),
        said="Noted: it came back. e corrects the address",
    )
    return Form(spec)


def address_form(services: Services, line: TrackerRow) -> Form:
    """The interviewer's address, corrected."""
    return Form(_address_spec(services, line))


def _address_spec(services: Services, line: TrackerRow) -> FormSpec:
    return FormSpec(
        title=f"Address of {line.interviewer.name}",
        fields=[
            Field(id="address", label="Address", value=line.interviewer.email, hint="name@example.org", required=True)
        ],
        submit=lambda values: services.requests.mend_address(
            line.request.id, values["address"], Was(line.interviewer.email)
        ),
        said=f"The address of {line.interviewer.name} is corrected",
        again=lambda: _address_spec(services, _newest(services, line)),
    )


def away_form(services: Services, line: TrackerRow) -> Form:
    """An out-of-office note."""
    today = services.overview.today()
    spec = FormSpec(
        title=f"{line.interviewer.name} is out of office",
        fields=[
            day_field(services, label="Back on", hint="mon, 12 Jan; empty when they did not say"),
            Field(id="words", label="Their words", hint="if you want to keep them"),
        ],
        submit=lambda values: services.requests.record_absence(
            line.request.id, understand_date(values["day"], today) if values["day"] else None, values["words"]
        ),
        said="Noted; the reminder waits until they are back",
    )
    return Form(spec)


def snooze_form(services: Services, line: TrackerRow) -> Form:
    """The next step waits until a day."""
    today = services.overview.today()
    spec = FormSpec(
        title=f"Snooze {line.interviewer.name}",
        fields=[_required(day_field(services, label="Until", value="+3d"))],
        submit=lambda values: services.requests.snooze(line.request.id, understand_date(values["day"], today)),
        said=lambda _values, request: _rests(services, request),
    )
    return Form(spec)


def _rests(services: Services, request: Request) -> str:
    """From which day on the next step is due now; a weekend or an absence may make it later than was asked for."""
    step = services.overview.track(request).next
    return f"It rests; the next step is due on {show_date(step.due, services.overview.today())}" if step else "It rests"


def reapproach_form(services: Services, line: TrackerRow) -> Form:
    """A day to write again; empty takes it away. The policy suggests one."""
    return Form(_reapproach_spec(services, line))


def _reapproach_spec(services: Services, line: TrackerRow) -> FormSpec:
    today = services.overview.today()
    track = line.track
    suggested = track.reapproach_on or services.policy.reapproach_due(track.replied_on or today)
    if suggested <= today:
        suggested = services.policy.reapproach_due(today)

    def submit(values: Values) -> object:
        day: date | None = understand_date(values["day"], today) if values["day"] else None
        return services.requests.plan_reapproach(line.request.id, day, Was(track.reapproach_on))

    return FormSpec(
        title=f"Write to {line.interviewer.name} again",
        fields=[day_field(services, label="On", value=suggested.isoformat(), hint="+4 months; empty for no day")],
        submit=submit,
        said=lambda values, _request: "Planned" if values["day"] else "No day is planned to write again",
        again=lambda: _reapproach_spec(services, _newest(services, line)),
    )


def _newest(services: Services, line: TrackerRow) -> TrackerRow:
    """The line as it is by now; as it was where the conversation is gone."""
    return next((one for one in services.overview.tracker() if one.request.id == line.request.id), line)


def _required(field: Field) -> Field:
    return replace(field, required=True)
