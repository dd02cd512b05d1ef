"""Owns the forms of a conversation: what is told of an event, and what they answered, pasted, from a file or editor.

A whole mail is taken apart by the service; one that is no answer is handed back, for the person to say what it is.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import Outcome
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.incoming import Incoming
from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.request import ADDRESS, TOLD, Channel, EventKind, Letter, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date, show_moment
from afterword.domain.fields import Field, FieldKind
from afterword.domain.screen_memory import TypedPlace
from afterword.domain.text import clean_line, shorten
from afterword.errors import UserError
from afterword.services.checking import IntakeOptions
from afterword.services.requests import Reply
from afterword.services.services import Services, reading_context
from afterword.tui.presenters.mail import KINDS
from afterword.tui.screens.form import Changes, Form, FormSpec

_MOST_BYTES = 1_000_000


_MOST_OF_A_MAIL = 25 * 1024 * 1024


_UNSAID = "now"


def sent_form(services: Services, line: TrackerRow) -> Form:
    """“I sent it”, or said it: when, and how; the way it was drafted for, unless said otherwise."""
    draft = line.request.draft
    drafted = draft.channel if draft is not None else Channel.MAIL

    letters = _undrafted(line)
    fields = (Field(name="letter", label="Letter", kind=FieldKind.CHOICE, choices=letters), *TOLD[EventKind.SENT])

    def save(changes: Changes) -> Request:
        channel = None if changes["channel"] is drafted else changes["channel"]
        letter = changes["letter"] if letters else None
        return services.requests.mark_sent(line.request.id, changes["at"], channel=channel, letter=letter)

    return Form(
        FormSpec(
            title=f"Sent to {line.interviewer.name}",
            place=TypedPlace("sent", (line.request.id,), f"noting that you wrote to {line.interviewer.name}"),
            fields=fields if letters else TOLD[EventKind.SENT],
            save=save,
            context=reading_context(services),
            offered={"at": "now", "channel": drafted.value, "letter": str(letters[0][0]) if letters else ""},
            said=f"The letter to {line.interviewer.name} counts as sent; u takes it back",
        )
    )


def _undrafted(line: TrackerRow) -> tuple[tuple[Letter, str], ...]:
    """The letters that may have gone out where none is drafted and nothing is decided, the likeliest first."""
    facts, step = gather(line.request), line.track.next
    if line.request.draft is not None or facts.in_flight or facts.asked or facts.first_reply:
        return ()
    if line.application.outcome is Outcome.OFFER:
        letters = [Letter.ACCEPT, Letter.DECLINE]
    elif line.application.outcome is Outcome.PENDING:
        letters = [Letter.NOTE, Letter.STATUS, Letter.REQUEST]
        letters.sort(key=lambda letter: step is None or letter.value != step.action.value)
    else:
        letters = []
    return tuple((letter, _LETTER_WORDS[letter]) for letter in letters)


_LETTER_WORDS = {
    Letter.NOTE: "thanks for the interview",
    Letter.STATUS: "the question where things stand",
    Letter.REQUEST: "the request for feedback",
    Letter.ACCEPT: "the acceptance",
    Letter.DECLINE: "the letter of decline",
}


def bounce_form(services: Services, line: TrackerRow) -> Form:
    """The letter came back."""
    save = services.requests.record_bounce
    return _event_form(
        services,
        _told_of(line, EventKind.BOUNCED),
        f"The letter to {line.interviewer.name} came back",
        lambda changes: save(line.request.id, changes["text"], changes["at"]),
        "Noted: it came back. e corrects the address",
    )


def away_form(services: Services, line: TrackerRow) -> Form:
    """An out-of-office note."""
    save = services.requests.record_absence
    return _event_form(
        services,
        _told_of(line, EventKind.AUTO_REPLY),
        f"{line.interviewer.name} is out of office",
        lambda changes: save(line.request.id, changes["until"], changes["text"]),
        "Noted; the reminder waits until they are back",
    )


def snooze_form(services: Services, line: TrackerRow) -> Form:
    """The next step waits until a day."""
    save = services.requests.snooze
    return _event_form(
        services,
        _told_of(line, EventKind.SNOOZED),
        f"Let {line.interviewer.name} wait",
        lambda changes: save(line.request.id, changes["until"]),
        lambda _changes, request: _rests(services, request),
    )


def _told_of(line: TrackerRow, kind: EventKind) -> TypedPlace:
    return TypedPlace(kind.value, (line.request.id,), _TOLD_WORDS[kind].format(line.interviewer.name))


_TOLD_WORDS = {
    EventKind.BOUNCED: "noting that the letter to {} came back",
    EventKind.AUTO_REPLY: "noting that {} is out of office",
    EventKind.SNOOZED: "letting {} wait",
}


def _event_form(
    services: Services,
    place: TypedPlace,
    title: str,
    save: Callable[[Changes], object],
    said: "str | Callable[[Changes, Request], str]",
) -> Form:
    """The form of what is told of an event: it was now, or three days are enough, unless typed otherwise."""
    kind = EventKind(place.kind)
    return Form(
        FormSpec(
            title=title,
            fields=TOLD[kind],
            save=save,
            context=reading_context(services),
            offered={"at": "now"} | ({"until": "+3d"} if kind is EventKind.SNOOZED else {}),
            said=said,
            place=place,
        )
    )


def _rests(services: Services, request: Request) -> str:
    """From which day on the next step is due now; a weekend or an absence may make it later than was asked for."""
    step = services.overview.track(request).next
    return f"It rests; the next step is due on {show_date(step.due, services.overview.today())}" if step else "It rests"


def address_form(services: Services, line: TrackerRow) -> Form:
    """The interviewer's address, corrected."""
    return Form(address_spec(services, line))


def address_spec(services: Services, line: TrackerRow) -> FormSpec:
    """What that form is made of."""
    address = ADDRESS
    return FormSpec(
        title=f"Address of {line.interviewer.name}",
        place=TypedPlace("address", (line.request.id,), f"correcting the address of {line.interviewer.name}"),
        fields=[replace(address, required="Write it like name@example.org.")],
        save=lambda changes: services.requests.mend_address(line.request.id, changes["email"], line.interviewer),
        context=reading_context(services),
        record=line.interviewer,
        whole=True,
        said=f"The address of {line.interviewer.name} is {'corrected' if line.interviewer.email else 'noted'}",
        again=lambda: address_spec(services, newest_line(services, line)),
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
        place=TypedPlace("again", (line.request.id,), f"planning to write to {line.interviewer.name} again"),
        fields=TOLD[EventKind.REAPPROACH],
        save=lambda changes: services.requests.plan_reapproach(line.request.id, changes["until"], line.request),
        context=reading_context(services),
        offered={"until": suggested.isoformat()},
        said=lambda changes, _request: "Planned" if changes["until"] else "No day is planned to write again",
        again=lambda: _reapproach_spec(services, newest_line(services, line)),
    )


def newest_line(services: Services, line: TrackerRow) -> TrackerRow:
    """The line as it is by now; as it was where the conversation is gone."""
    return next((row for row in services.overview.tracker() if row.request.id == line.request.id), line)


class NotAReply(Struct, frozen=True):
    """A mail that was handed in and is not a person's answer; `values` is the form as it was filled in."""

    mail: Incoming
    taking: IntakeOptions
    values: Mapping[str, str]


def reply_form(services: Services, line: TrackerRow, kept: Mapping[str, str] | None = None) -> Form:
    """What they answered; dismissed with the request as it is then, `NotAReply`, or None."""
    text, channel, when, who = TOLD[EventKind.REPLY]
    file = Field(name="file", label="or a file", example="~/reply.eml or ~/reply.txt")
    spec = FormSpec(
        title=f"What {line.interviewer.name} answered",
        place=TypedPlace("reply", (line.request.id,), f"writing down what {line.interviewer.name} answered"),
        fields=[
            text,
            file,
            channel,
            when,
            replace(who, example=f"empty: {line.interviewer.name}; or who answered instead"),
        ],
        save=lambda changes: _record(services, line, changes),
        context=reading_context(services),
        offered=kept or {"channel": Channel.MAIL.value, "at": _UNSAID},
        said="",
        echoes={"file": lambda typed: _echo_file(services, typed)},
    )
    return Form(spec)


def _record(services: Services, line: TrackerRow, changes: Changes) -> Request | NotAReply:
    handed: bytes | str = changes.texts["text"]
    if changes["file"]:
        if changes["text"]:
            raise UserError("There are words and a file.", hint="Empty one of them; a reply is one of both.")
        handed = _read_file(changes["file"])
    at, channel, sender = changes["at"], changes["channel"], changes["sender"]
    mail = services.intake.read(handed)
    if mail is None:
        text = handed if isinstance(handed, str) else _as_text(changes["file"], handed)
        form = Reply(text=text, at=at, channel=channel, sender=sender)
        return services.requests.record_reply(line.request.id, form)
    came = None if changes.texts["at"].strip() == _UNSAID else at
    taking = IntakeOptions(at=came, channel=channel, sender=sender)
    if mail.verdict.kind is not MailKind.REPLY:
        return NotAReply(mail, taking, changes.texts)
    return services.intake.take(line.request.id, mail, taking)


def _place(typed: str) -> Path:
    return Path(typed.strip()).expanduser()


def _read_file(typed: str) -> bytes:
    """What stands in that file. Raises `UserError` when it cannot be read."""
    try:
        place = _place(typed)
        with place.open("rb") as file:
            raw = file.read(_MOST_OF_A_MAIL + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError(f"{typed.strip()} cannot be read.", hint="Check the name of the file.") from error
    if len(raw) > _MOST_OF_A_MAIL:
        raise UserError(f"{place} is too long for a reply.", hint="Copy the words that matter.")
    return raw


def _as_text(typed: str, raw: bytes) -> str:
    if len(raw) > _MOST_BYTES:
        raise UserError(f"{_place(typed)} is too long for a reply.", hint="Copy the words that matter.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(f"{_place(typed)} is not a text.", hint="Save it as UTF-8, or paste the words.") from error


def _echo_file(services: Services, typed: str) -> str:
    raw = _read_file(typed)
    mail = services.intake.read(raw)
    if mail is None:
        text = _as_text(typed, raw)
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        return f"{len(text.split())} words: {first[:60]}"
    who = clean_line(mail.from_name or mail.from_address)
    what = "" if mail.verdict.kind is MailKind.REPLY else f" ({KINDS[mail.verdict.kind]})"
    return f"a mail of {show_moment(mail.at)} from {who}{what}: {shorten(mail.text, 60)}"
