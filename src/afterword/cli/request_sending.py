"""Owns the verb `request send`: the draft sent by this program, or handed over to the person's own."""

from argparse import Namespace
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import Parser, WordOf, words_of
from afterword.cli.shell import Shell
from afterword.desktop import Clipboard, MailProgram, Opener, by_osc52, free_name, mail_programs, write_file
from afterword.domain.conversation.outgoing import letter_file
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
        type=WordOf(SendVia),
        help="the way out; that of the settings when left out",
    )


def _send(shell: Shell, args: Namespace) -> None:
    via = Via(args.via) if args.via else shell.check_settings("send").mail.send.via
    if via is Via.BY_HAND:
        raise UserError(
            "Your settings say that letters go out by hand.",
            hint="Choose a way there ([send] via = 'smtp'), or say --via. To send it yourself: afterword request eml, "
            "then afterword request sent.",
        )
    if via not in (Via.SMTP, Via.SENDMAIL):
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
    line = services.overview.line(sent.request.id)
    shell.say(f"Sent to {line.interviewer.label} by {via} ({sent.answer}).")
    if sent.warning:
        shell.say(sent.warning)
    outcome = {"via": via.value, "sent": True, "answer": sent.answer, "warning": sent.warning}
    shell.answer({**records.request(line), **outcome}, "")


def _settling(request: "Request") -> str:
    return f"If it did: afterword request sent {request.id}; if not: afterword request not-sent {request.id}"


def _services(shell: Shell, via: Via) -> "Services":
    """The services with this way out, whatever the settings choose."""
    mail = shell.check_settings("send", "smtp", "imap", "me", but=("me.zone",)).mail
    if via is mail.send.via:
        return shell.services
    from afterword.bootstrap import open_journal

    chosen = replace(shell.settings, mail=replace(mail, send=replace(mail.send, via=via)))
    return open_journal(shell.paths, chosen)


def _request(services: "Services", typed: str) -> "Request":
    from afterword.services import lookup

    return lookup.request(services.overview.journal(), typed)


_OPENING = 3.0
"""Seconds in which an opener that fails has said so; one that runs on has opened something."""


def hand_over(shell: Shell, request: "Request", via: Via) -> None:
    """Hand the draft over by that way; nothing counts as sent by it."""
    if via is Via.EML:
        _to_file(shell, request)
    elif via is Via.CLIPBOARD:
        _to_clipboard(shell, request)
    else:
        _to_mail_program(shell, request)


def _later(request: "Request") -> str:
    return f"Nothing counts as sent yet; once it is: afterword request sent {request.id}"


def _answer(shell: Shell, request: "Request", plain: str, **outcome: object) -> None:
    line = shell.services.overview.line(request.id)
    shell.answer({**records.request(line), "sent": False, **outcome}, plain)


def _to_file(shell: Shell, request: "Request") -> None:
    """A file in the current folder, under a name that was free, which mail programs open as a draft."""
    raw = shell.services.handover.eml(request.id, as_draft=True)
    line = shell.services.overview.line(request.id)
    name = letter_file(line.request, line.addressee.name, line.interview.company)
    place = write_file(str(free_name(Path().absolute(), name, "eml")), raw)
    shell.say("Written as a draft: open it in your mail program and send it there.", _later(request))
    _answer(shell, request, str(place), via=Via.EML.value, file=str(place))


def _to_clipboard(shell: Shell, request: "Request") -> None:
    """The words alone in the clipboard; subject and address are told, to be copied one by one."""
    draft = shell.services.handover.draft(request.id)
    said = Clipboard(shell.environ, by_osc52).copy(draft.body)
    address = shell.services.handover.address(request.id)
    shell.say(said, _later(request))
    head = f"To: {address or 'no address yet'}\nSubject: {draft.subject}"
    _answer(shell, request, head, via=Via.CLIPBOARD.value, to=address, subject=draft.subject)


def _to_mail_program(shell: Shell, request: "Request") -> None:
    """Open the draft on the desktop, else in a mail program of this terminal, else say what can be done."""
    if Opener(shell.environ).command:
        url = shell.services.handover.mailto(request.id)
        if _opened(url, shell.environ):
            shell.say("Opened in your mail program.", _later(request))
            _answer(shell, request, url, via=Via.MAILTO.value, url=url, opened=True)
            return
    programs = mail_programs(shell.environ)
    if programs and shell.on_screen and not shell.json:
        _write_here(shell, request, programs[0])
    else:
        _tell_what_to_do(shell, request, programs)


def _opened(url: str, environ: Mapping[str, str]) -> bool:
    """Whether the person's mail program took the address."""
    try:
        Opener(environ).open(url, patience=_OPENING)
    except UserError:
        return False
    return True


def _write_here(shell: Shell, request: "Request", program: MailProgram) -> None:
    handover = shell.services.handover
    shell.say(f"There is no desktop here, so {program.name} opens with the letter filled in.")
    program.write(handover.eml(request.id), handover.mailto(request.id, for_terminal=True), shell.environ)
    shell.say(f"{program.name} has ended.", _later(request))


def _tell_what_to_do(shell: Shell, request: "Request", programs: tuple[MailProgram, ...]) -> None:
    """A script gets the address; a terminal would only be filled by it."""
    url = shell.services.handover.mailto(request.id)
    shell.say("No mail program could be opened from here. What works:")
    eml = f"afterword request eml {request.id} > letter.eml"
    ways = [f"{eml}; {program.name} -H letter.eml" for program in programs if program.takes_file]
    ways += [f"{eml}, and open that file in your mail program", f"afterword request send {request.id} --via clipboard"]
    for way in ways:
        shell.say(f"  {way}")
    shell.say(_later(request))
    _answer(shell, request, "" if shell.on_screen else url, via=Via.MAILTO.value, url=url, opened=False)


COMMANDS = {
    "request send": (_arguments, _send),
}
