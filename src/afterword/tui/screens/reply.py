"""Owns recording a reply: pasted, from a file or the editor, by any channel; marking it is left to the findings.

A whole mail is taken apart by the service; one that is no answer is handed back, for the person to say what it is.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.incoming import Incoming
from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.request import TOLD, Channel, EventKind, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_moment
from afterword.domain.fields import Field
from afterword.domain.text import clean_line, shorten
from afterword.errors import UserError
from afterword.services.intake import IntakeOptions
from afterword.services.requests import Reply
from afterword.services.services import Services
from afterword.tui.presenters.placing import KINDS
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Changes, FormSpec, reading_context

_MOST_BYTES = 1_000_000
_MOST_OF_A_MAIL = 25 * 1024 * 1024
_UNSAID = "now"


class NoAnswer(Struct, frozen=True):
    """A mail that was handed in and is not a person's answer; `values` is the form as it was filled in."""

    mail: Incoming
    taking: IntakeOptions
    values: Mapping[str, str]


def reply_form(services: Services, line: TrackerRow, kept: Mapping[str, str] | None = None) -> Form:
    """What they answered; dismissed with the request as it is then, `NoAnswer`, or None."""
    text, channel, when, who = TOLD[EventKind.REPLY]
    file = Field(name="file", label="or a file", example="~/reply.eml or ~/reply.txt")
    spec = FormSpec(
        title=f"What {line.interviewer.name} answered",
        fields=[
            text,
            file,
            channel,
            when,
            replace(who, example=f"empty: {line.interviewer.name}; or the name of whoever answered instead"),
        ],
        save=lambda changes: _record(services, line, changes),
        context=reading_context(services),
        offered=kept or {"channel": Channel.MAIL.value, "at": _UNSAID},
        said="",
        echoes={"file": lambda typed: _echo_file(services, typed)},
    )
    return Form(spec)


def _record(services: Services, line: TrackerRow, changes: Changes) -> Request | NoAnswer:
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
        return NoAnswer(mail, taking, changes.texts)
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
