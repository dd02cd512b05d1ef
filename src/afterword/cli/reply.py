"""Owns taking in a reply: from a mail, a file of plain text, piped words, or the keyboard."""

from argparse import Namespace

from afterword.cli.command import Parser, add_when, word_of, words_of
from afterword.cli.shell import STDIN, Shell, as_text
from afterword.domain.dates import Lean, show_moment
from afterword.domain.message import MailKind, Message, Verdict
from afterword.domain.request import Channel, Request
from afterword.errors import Refusal
from afterword.services import lookup
from afterword.services.requests import ReplyForm

_WHAT = {
    MailKind.BOUNCE: ("a bounce: a mail server returned the letter", "afterword request bounced ID"),
    MailKind.AUTO_REPLY: ("an automatic answer", "afterword request absent ID --until WHEN"),
    MailKind.CALENDAR: ("a calendar mail", ""),
    MailKind.BULK: ("a mail that was sent to many", ""),
}


def reply_arguments(parser: Parser) -> None:
    """The arguments of `request reply`."""
    parser.add_argument("id", metavar="ID", help="the request, or the beginning of its id")
    parser.add_argument("--file", metavar="FILE", help="a mail (.eml) or a text, or - for stdin")
    parser.add_argument(
        "--channel",
        metavar=words_of(Channel),
        type=word_of(Channel),
        default=Channel.MAIL,
        help="how it came; mail when left out",
    )
    add_when(parser, "--on", "when it came (WHEN); the date of the mail, or now, when left out")
    parser.add_argument("--anyway", action="store_true", help="record it even if it looks like no person's answer")


def reply(shell: Shell, args: Namespace) -> Request:
    """The request with the reply recorded. Refused when the mail is no person's answer."""
    request = lookup.request(shell.services.overview.journal(), args.id)
    raw = (
        _asked_for(shell).encode() if args.file is None and shell.interactive else shell.read_bytes(args.file or STDIN)
    )
    form = _form(shell, args, request, raw)
    if args.on:
        form = _dated(shell, args, form)
    return shell.services.requests.record_reply(request.id, form)


def _dated(shell: Shell, args: Namespace, form: ReplyForm) -> ReplyForm:
    from dataclasses import replace

    return replace(form, at=shell.understand(args.on, Lean.BEHIND))


def _asked_for(shell: Shell) -> str:
    shell.say("What did they say? End with an empty line.")
    lines: list[str] = []
    while line := shell.prompt(">"):
        lines.append(line)
    return "\n".join(lines)


def _form(shell: Shell, args: Namespace, request: Request, raw: bytes) -> ReplyForm:
    now = shell.services.clock.now()
    mail = _mail(raw)
    if mail is None:
        return ReplyForm(text=as_text(raw), at=now, channel=args.channel)
    from afterword.mail.classify import classify
    from afterword.mail.newtext import new_text, readable_text

    ours = frozenset(event.message_id for event in request.events if event.message_id)
    if not args.anyway:
        _check(classify(mail, ours), request)
    whole = readable_text(mail.plain, mail.html)
    at = min(mail.date.astimezone(now.tzinfo), now) if mail.date is not None else now
    shell.say(f"Read a mail of {show_moment(at)} from {mail.from_name or mail.from_address}.", *mail.notes)
    return ReplyForm(
        text=new_text(mail.plain, mail.html) or whole,
        at=at,
        channel=args.channel,
        subject=mail.subject,
        full_text=whole,
        message_id=mail.message_id,
    )


def _mail(raw: bytes) -> Message | None:
    """The mail in these bytes, told by its headers; None when they are any other text."""
    from afterword.mail.parse import parse
    from afterword.mail.unwrap import NotAMail, looks_like_text

    try:
        mail = parse(raw)
    except NotAMail:
        if raw.strip() and not looks_like_text(raw):
            raise
        return None
    # People's own words can begin with “To: …”; a mail says from whom it is, and when or which it is.
    told = any(mail.has_header(name) for name in ("date", "message-id", "received", "mime-version", "subject"))
    return mail if mail.has_header("from") and told else None


def _check(verdict: Verdict, request: Request) -> None:
    if verdict.kind is MailKind.REPLY:
        return
    what, command = _WHAT[verdict.kind]
    instead = f"Note it with: {command.replace('ID', request.id)}. " if command else ""
    raise Refusal(
        f"This is not a reply but {what}.", verdict.reason, f"{instead}If it is their answer after all, add --anyway."
    )
