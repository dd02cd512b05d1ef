"""Owns the short forms of a conversation: when it was sent, came back, is snoozed, planned; each saves one event."""

from collections.abc import Callable

from msgspec.structs import replace

from afterword.domain.conversation.request import TOLD, EventKind, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.fields import fields_of
from afterword.domain.people import Interviewer
from afterword.services.services import Services
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Changes, FormSpec, reading_context


def sent_form(services: Services, line: TrackerRow) -> Form:
    """“I sent it”, and when."""
    save = services.requests.mark_sent
    return _event_form(
        services,
        EventKind.SENT,
        f"Sent to {line.interviewer.name}",
        lambda changes: save(line.request.id, changes["at"]),
        f"The letter to {line.interviewer.name} counts as sent; u takes it back",
    )


def bounce_form(services: Services, line: TrackerRow) -> Form:
    """The letter came back."""
    save = services.requests.record_bounce
    return _event_form(
        services,
        EventKind.BOUNCED,
        f"The letter to {line.interviewer.name} came back",
        lambda changes: save(line.request.id, changes["text"], changes["at"]),
        "Noted: it came back. e corrects the address",
    )


def away_form(services: Services, line: TrackerRow) -> Form:
    """An out-of-office note."""
    save = services.requests.record_absence
    return _event_form(
        services,
        EventKind.AUTO_REPLY,
        f"{line.interviewer.name} is out of office",
        lambda changes: save(line.request.id, changes["until"], changes["text"]),
        "Noted; the reminder waits until they are back",
    )


def snooze_form(services: Services, line: TrackerRow) -> Form:
    """The next step waits until a day."""
    save = services.requests.snooze
    return _event_form(
        services,
        EventKind.SNOOZED,
        f"Snooze {line.interviewer.name}",
        lambda changes: save(line.request.id, changes["until"]),
        lambda _changes, request: _rests(services, request),
    )


def _event_form(
    services: Services,
    kind: EventKind,
    title: str,
    save: Callable[[Changes], object],
    said: "str | Callable[[Changes, Request], str]",
) -> Form:
    """The form of what is told of an event: it was now, or three days are enough, unless typed otherwise."""
    offered = {"at": "now"} | ({"until": "+3d"} if kind is EventKind.SNOOZED else {})
    context = reading_context(services)
    return Form(FormSpec(title=title, fields=TOLD[kind], save=save, context=context, offered=offered, said=said))


def _rests(services: Services, request: Request) -> str:
    """From which day on the next step is due now; a weekend or an absence may make it later than was asked for."""
    step = services.overview.track(request).next
    return f"It rests; the next step is due on {show_date(step.due, services.overview.today())}" if step else "It rests"


def address_form(services: Services, line: TrackerRow) -> Form:
    """The interviewer's address, corrected."""
    return Form(_address_spec(services, line))


def _address_spec(services: Services, line: TrackerRow) -> FormSpec:
    (address,) = fields_of(Interviewer, "address")
    return FormSpec(
        title=f"Address of {line.interviewer.name}",
        fields=[replace(address, required="Write it like name@example.org.")],
        save=lambda changes: services.requests.mend_address(line.request.id, changes["email"], line.interviewer),
        context=reading_context(services),
        record=line.interviewer,
        whole=True,
        said=f"The address of {line.interviewer.name} is corrected",
        again=lambda: _address_spec(services, _newest(services, line)),
    )


def reapproach_form(services: Services, line: TrackerRow) -> Form:
    """A day to write again; empty takes it away. The policy suggests one."""
    return Form(_reapproach_spec(services, line))


def _reapproach_spec(services: Services, line: TrackerRow) -> FormSpec:
    today = services.overview.today()
    track = line.track
    suggested = track.reapproach_on or services.policy.reapproach_due(track.replied_on or today)
    if suggested <= today:
        suggested = services.policy.reapproach_due(today)
    return FormSpec(
        title=f"Write to {line.interviewer.name} again",
        fields=TOLD[EventKind.REAPPROACH],
        save=lambda changes: services.requests.plan_reapproach(line.request.id, changes["until"], line.request),
        context=reading_context(services),
        offered={"until": suggested.isoformat()},
        said=lambda changes, _request: "Planned" if changes["until"] else "No day is planned to write again",
        again=lambda: _reapproach_spec(services, _newest(services, line)),
    )


def _newest(services: Services, line: TrackerRow) -> TrackerRow:
    """The line as it is by now; as it was where the conversation is gone."""
    return next((row for row in services.overview.tracker() if row.request.id == line.request.id), line)
