"""Owns recording a reply: pasted, from a file or the editor, by any channel; marking it is left to the findings."""

import re
from collections.abc import Mapping
from pathlib import Path

from afterword.domain.dates import Lean, understand_moment
from afterword.domain.request import Channel, Request
from afterword.domain.tracker import Line
from afterword.errors import Refusal
from afterword.services.requests import ReplyForm
from afterword.services.services import Services
from afterword.tui.presenters.conversation import CHANNELS
from afterword.tui.screens.conversation_forms import moment_field
from afterword.tui.screens.form import Form
from afterword.tui.screens.form_spec import Field, FormSpec, Kind

_MOST_BYTES = 1_000_000
_MAIL = re.compile(
    r"(From |(Return-Path|Received|Delivered-To|Message-ID|MIME-Version|DKIM-Signature):)", re.IGNORECASE
)


def reply_form(services: Services, line: Line) -> Form:
    """What they answered; dismissed with the request as it is then, or None."""
    spec = FormSpec(
        title=f"What {line.interviewer.name} answered",
        fields=[
            Field(
                id="text",
                label="Their words",
                kind=Kind.TEXT,
                hint="Paste or type what they wrote or said. f4 opens your editor.",
            ),
            Field(id="file", label="or a text file", hint="~/reply.txt", echo=_echo_file),
            Field(
                id="channel",
                label="How",
                kind=Kind.CHOICE,
                value=Channel.MAIL.value,
                choices=[(channel.value, words) for channel, words in CHANNELS.items()],
            ),
            moment_field(services),
        ],
        submit=lambda values: _record(services, line, values),
        said="The reply is recorded",
    )
    return Form(spec)


def _record(services: Services, line: Line, values: Mapping[str, str]) -> Request:
    text = values["text"]
    if values["file"]:
        if text.strip():
            raise Refusal("There are words and a file.", hint="Empty one of them; a reply is one of both.")
        text = read_text(values["file"])
    at = understand_moment(values["when"], services.clock.now(), Lean.BEHIND)
    form = ReplyForm(text=text, at=at, channel=Channel(values["channel"]))
    return services.requests.record_reply(line.request.id, form)


def read_text(typed: str) -> str:
    """The text of that file. Raises `Refusal` when it cannot be read as text."""
    place = Path(typed.strip()).expanduser()
    try:
        with place.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        if len(raw) > _MOST_BYTES:
            raise Refusal(f"{place} is too long for a reply.", hint="Copy the words that matter.")
        return _own_words(place, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refusal(f"{place} is not a text.", hint="Save it as UTF-8, or paste the words.") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise Refusal(f"{place} cannot be read.", hint="Check the name of the file.") from error


def _own_words(place: Path, text: str) -> str:
    if _MAIL.match(text):
        # Its headers and quotations are no words of theirs; taking mails apart is not done in a form.
        raise Refusal(f"{place} is a whole mail.", hint="Paste the words they wrote, or save them as a text.")
    return text


def _echo_file(typed: str) -> str:
    text = read_text(typed)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"{len(text.split())} words: {first[:60]}"
