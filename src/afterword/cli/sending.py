"""Owns the verb `request send`: the draft sent by the way of the settings, or handed to the person."""

from argparse import Namespace
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import Command, Parser, word_of, words_of
from afterword.cli.shell import Shell
from afterword.errors import SendUnclear, UserError
from afterword.settings import Via

if TYPE_CHECKING:
    from afterword.domain.conversation.request import Request
    from afterword.services.services import Services


class SendVia(StrEnum):
    """The ways that `--via` takes."""

    SMTP = Via.SMTP.value
    SENDMAIL = Via.SENDMAIL.value
    MAILTO = Via.MAILTO.value
    EML = Via.EML.value
    CLIPBOARD = Via.CLIPBOARD.value


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
    if via is Via.BY_HAND:
        raise UserError(
            "Your settings say that letters go out by hand.",
            hint="Choose a way there ([send] via = 'smtp'), or say --via. To send it yourself: afterword request eml, "
            "then afterword request sent.",
        )
    if via not in (Via.SMTP, Via.SENDMAIL):
        from afterword.cli.handing_over import hand_over

        hand_over(shell, _request(shell.services, args.id), via)
        return
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


COMMANDS = (
    Command(
        "request send",
        "send the draft, or hand it over: to your mail program, as a file, through the clipboard",
        _arguments,
        _send,
        "mailto opens your mail program; without a desktop: $MAILER, neomutt, mutt, aerc\n"
        "or alpine, with the letter filled in;\n"
        "eml writes a file that opens there as a draft;\n"
        "clipboard copies the words, and prints address and subject.\n"
        "A letter that is handed over counts as sent only once you say so:\n  afterword request sent ID",
    ),
)
