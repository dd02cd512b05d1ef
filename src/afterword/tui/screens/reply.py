"""Owns recording a reply: pasted, from a file or the editor, by any channel; marking it is left to the findings.

A whole mail is taken apart by the service; one that is no answer is handed back, for the person to say what it is.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.incoming import Incoming
from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.request import Channel, Request
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import Lean, show_moment, understand_moment
from afterword.domain.text import clean_line, shorten
from afterword.errors import UserError
from afterword.services.checking import IntakeOptions
from afterword.services.requests import ReplyForm
from afterword.services.services import Services
from afterword.tui.presenters.conversation import CHANNELS
from afterword.tui.presenters.placing import KINDS
from afterword.tui.screens.conversation_forms import moment_field
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FieldKind, FormSpec

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
    values = kept or {}
    who = Field(
        id="sender",
        label="Who wrote",
        value=values.get("sender", ""),
        hint=f"empty: {line.interviewer.name}; or the name of whoever answered instead",
    )
    channel = Field(
        id="channel",
        label="How",
        kind=FieldKind.CHOICE,
        value=values.get("channel", Channel.MAIL.value),
        choices=[(channel.value, words) for channel, words in CHANNELS.items()],
    )
    when = replace(
        moment_field(services),
        value=values.get("when", _UNSAID),
        hint="now, yesterday 16:00, 12 Nov; a mail brings its own date",
    )
    spec = FormSpec(
        title=f"What {line.interviewer.name} answered",
        fields=[*_words_fields(services, values), channel, when, who],
        submit=lambda filled: _record(services, line, filled),
        said="",
    )
    return Form(spec)


def _words_fields(services: Services, values: Mapping[str, str]) -> tuple[Field, Field]:
    text = Field(
        id="text",
        label="Their words",
        kind=FieldKind.TEXT,
        value=values.get("text", ""),
        hint="Paste or type what they wrote or said, or the source of a whole mail. f4 opens your editor.",
    )
    file = Field(
        id="file",
        label="or a file",
        value=values.get("file", ""),
        hint="~/reply.eml or ~/reply.txt",
        echo=lambda typed: _echo_file(services, typed),
    )
    return text, file


def _record(services: Services, line: TrackerRow, values: Mapping[str, str]) -> Request | NoAnswer:
    handed: bytes | str = values["text"]
    if values["file"]:
        if values["text"].strip():
            raise UserError("There are words and a file.", hint="Empty one of them; a reply is one of both.")
        handed = _read_file(values["file"])
    at = understand_moment(values["when"], services.clock.now(), Lean.BEHIND)
    channel = Channel(values["channel"])
    mail = services.intake.read(handed)
    if mail is None:
        text = handed if isinstance(handed, str) else _as_text(values["file"], handed)
        form = ReplyForm(text=text, at=at, channel=channel, sender=values["sender"])
        return services.requests.record_reply(line.request.id, form)
    came = None if values["when"].strip() == _UNSAID else at
    taking = IntakeOptions(at=came, channel=channel, sender=values["sender"])
    if mail.verdict.kind is not MailKind.REPLY:
        return NoAnswer(mail, taking, dict(values))
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
