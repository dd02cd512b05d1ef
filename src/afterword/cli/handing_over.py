"""Owns the ways of `request send` on which the person sends: their mail program, an `.eml` file, the clipboard."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from afterword.cli import records
from afterword.cli.shell import Shell
from afterword.desktop import Clipboard, MailProgram, Opener, by_osc52, mail_programs
from afterword.domain.conversation.outgoing import letter_file
from afterword.errors import UserError
from afterword.private_files import free_name, write_file
from afterword.settings import Via

if TYPE_CHECKING:
    from afterword.domain.conversation.request import Request

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
    line = records.line_of(shell.services, request)
    shell.answer({**records.request(line), "sent": False, **outcome}, plain)


def _to_file(shell: Shell, request: "Request") -> None:
    """A file in the current folder, under a name that was free, which mail programs open as a draft."""
    raw = shell.services.handover.eml(request.id, as_draft=True)
    line = records.line_of(shell.services, request)
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
    if _opens_on_desktop(shell.environ):
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


def _opens_on_desktop(environ: Mapping[str, str]) -> bool:
    return bool(Opener(environ).command)


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
