"""Owns the verb `request send`: the draft sent by the way of the settings, or handed to the person's mail program."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from afterword.cli import records
from afterword.cli.command import Command, Parser, word_of, words_of
from afterword.cli.shell import Shell
from afterword.desktop import Opener
from afterword.errors import Refusal, SendUnclear
from afterword.mail_settings import Via

if TYPE_CHECKING:
    from afterword.domain.conversation.request import Request
    from afterword.services.services import Services

_OPENING = 3.0
"""Seconds in which an opener that fails has said so; one that runs on has opened something."""


class SendVia(StrEnum):
    """The ways that `--via` takes."""

    SMTP = Via.SMTP.value
    SENDMAIL = Via.SENDMAIL.value
    MAILTO = Via.MAILTO.value


def _arguments(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the request, or the beginning of its id")
    parser.add_argument(
        "--via",
        metavar=words_of(SendVia),
        type=word_of(SendVia),
        help="the way out; that of the settings when left out",
    )


def _send(shell: Shell, args: Namespace) -> None:
    via = Via(args.via) if args.via else shell.settings.mail.send.via
    if via is Via.MAILTO:
        _hand_over(shell, args.id)
        return
    if via not in (Via.SMTP, Via.SENDMAIL):
        way = "by hand" if via is Via.BY_HAND else f"by {via}"
        raise Refusal(
            f"Your settings say that letters go out {way}.",
            hint="Choose smtp or sendmail there ([send] via = 'smtp'), or say --via. To send it yourself: afterword "
            "request eml, then afterword request sent.",
        )
    services = _services(shell, via)
    request = _request(services, args.id)
    try:
        sent = services.sending.send(request.id)
    except SendUnclear as error:
        raise SendUnclear(error.title, error.detail, f"{error.hint}\n{_settling(request)}") from error
    except KeyboardInterrupt:
        shell.say("Stopped. The letter may have gone out.", _settling(request))
        raise
    line = records.line_of(services, sent.request)
    shell.say(f"Sent to {line.interviewer.label} by {via} ({sent.answer}).")
    if sent.warning:
        shell.say(sent.warning)
    outcome = {"via": via.value, "sent": True, "answer": sent.answer, "warning": sent.warning}
    shell.answer({**records.request(line), **outcome}, "")


def _settling(request: "Request") -> str:
    return f"If it did: afterword request sent {request.id}; if not: afterword request not-sent {request.id}"


def _services(shell: Shell, via: Via) -> "Services":
    """The services with this way out, whatever the settings choose."""
    mail = shell.settings.mail
    if via is mail.send.via:
        return shell.services
    from afterword.bootstrap import open_journal

    chosen = replace(shell.settings, mail=replace(mail, send=replace(mail.send, via=via)))
    return open_journal(shell.places, chosen)


def _request(services: "Services", typed: str) -> "Request":
    from afterword.services import lookup

    return lookup.request(services.overview.journal(), typed)


def _hand_over(shell: Shell, typed: str) -> None:
    """Open the draft in the mail program of the desktop, where there is one, and print its address in any case."""
    request = _request(shell.services, typed)
    url = shell.services.handover.mailto(request.id)
    opened = _opened(url, shell.environ)
    shell.say(
        "Opened in your mail program." if opened else "No mail program could be opened from here.",
        f"Nothing counts as sent yet; once it is: afterword request sent {request.id}",
    )
    line = records.line_of(shell.services, request)
    shell.answer({**records.request(line), "via": "mailto", "sent": False, "url": url, "opened": opened}, url)


def _opened(url: str, environ: Mapping[str, str]) -> bool:
    """Whether the person's mail program took the address."""
    try:
        Opener(environ).open(url, patience=_OPENING)
    except Refusal:
        return False
    return True


COMMANDS = (
    Command(
        "request send",
        "send the draft, or hand it to your mail program (mailto)",
        _arguments,
        _send,
        "A letter that is handed over counts as sent only once you say so:\n  afterword request sent ID",
    ),
)
