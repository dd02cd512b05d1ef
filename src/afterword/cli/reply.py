"""Owns taking in a reply: from a mail, a file of plain text, piped words, or the keyboard."""

from argparse import Namespace

from afterword.cli.command import Parser
from afterword.cli.fields import add_flags, given
from afterword.cli.shell import STDIN, Shell, as_text
from afterword.domain.conversation.message import MailKind, Verdict
from afterword.domain.conversation.request import TOLD, Channel, EventKind, Request
from afterword.domain.dates import show_moment
from afterword.errors import UserError
from afterword.services import lookup
from afterword.services.checking import IntakeOptions
from afterword.services.requests import ReplyForm

_WHAT = {
    MailKind.BOUNCE: ("a bounce: a mail server returned the letter", "afterword request bounced ID"),
    MailKind.AUTO_REPLY: ("an automatic answer", "afterword request absent ID --until WHEN"),
    MailKind.RECEIPT: ("a receipt: news about a letter, without words of theirs", ""),
    MailKind.CALENDAR: ("a calendar mail", ""),
    MailKind.BULK: ("a mail that was sent to many", ""),
}


def reply_arguments(parser: Parser) -> None:
    """The arguments of `request reply`."""
    parser.add_argument("id", metavar="ID", help="the request, or the beginning of its id")
    add_flags(parser, TOLD[EventKind.REPLY])
    parser.add_argument("--anyway", action="store_true", help="record it even if it looks like no person's answer")


def reply(shell: Shell, args: Namespace) -> Request:
    """The request with the reply recorded. Refused when the mail is no person's answer."""
    request = lookup.request(shell.services.overview.journal(), args.id)
    raw = (
        _asked_for(shell).encode() if args.text is None and shell.interactive else shell.read_bytes(args.text or STDIN)
    )
    told = given(shell, args, TOLD[EventKind.REPLY])
    at, channel, sender = told.get("at"), told.get("channel", Channel.MAIL), told.get("sender", "")
    mail = shell.services.intake.read(raw)
    if mail is None:
        at = at or shell.services.clock.now()
        form = ReplyForm(text=as_text(raw), at=at, channel=channel, sender=sender)
        return shell.services.requests.record_reply(request.id, form)
    if not args.anyway:
        _check(mail.verdict, request)
    shell.say(
        f"Read a mail of {show_moment(mail.at)} from {mail.from_name or mail.from_address}.", *mail.notes, mail.note
    )
    taking = IntakeOptions(kind=MailKind.REPLY, at=at, channel=channel, sender=sender)
    return shell.services.intake.take(request.id, mail, taking)


def _asked_for(shell: Shell) -> str:
    shell.say("What did they say? End with an empty line.")
    lines: list[str] = []
    while line := shell.prompt(">"):
        lines.append(line)
    return "\n".join(lines)


def _check(verdict: Verdict, request: Request) -> None:
    if verdict.kind is MailKind.REPLY:
        return
    what, command = _WHAT[verdict.kind]
    instead = f"Note it with: {command.replace('ID', request.id)}. " if command else ""
    raise UserError(
        f"This is not a reply but {what}.", verdict.reason, f"{instead}If it is their answer after all, add --anyway."
    )
