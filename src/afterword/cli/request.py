"""Owns the verbs `request …`: drafting, showing, sending and handing over letters, and how they look on a terminal."""

from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from afterword.cli import records, request_events
from afterword.cli.command import Run
from afterword.cli.fields import flags_for, typed_values
from afterword.cli.request_events import noting
from afterword.cli.shell import Shell, fields, indented, table
from afterword.desktop import Clipboard, MailProgram, Opener, by_osc52, free_name, mail_programs, write_file
from afterword.domain.conversation.facts import letter_file
from afterword.domain.conversation.letters import LetterCheck, character_words, part_label
from afterword.domain.conversation.request import CHANNELS, GLYPHS, Channel, Draft, FindingKind, Letter, Request
from afterword.domain.conversation.tracker import TrackerRow, waiting_words
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_date, show_short
from afterword.domain.document import ShownConversation, conversation, part_words
from afterword.domain.fields import fields_of
from afterword.domain.interview import Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import LANGUAGES
from afterword.domain.text import plural
from afterword.errors import SendUnclear, UserError
from afterword.services import lookup
from afterword.services.requests import RequestService, Wish
from afterword.settings import Via

if TYPE_CHECKING:
    from afterword.services.services import Services


BEGUN = (Letter.REQUEST, Letter.NOTE, Letter.STATUS, Letter.REAPPROACH, Letter.ACCEPT, Letter.DECLINE)
"""The letters that `request draft` begins; the others answer one that went out, and have commands of their own."""
WRITTEN_FOR = (Channel.MAIL, Channel.LINKEDIN, Channel.PHONE)
"""The ways a letter can be written for."""
SENT_BY = (Via.SMTP, Via.SENDMAIL, Via.MAILTO, Via.EML, Via.CLIPBOARD)
"""The ways that `--via` takes."""


def _draft(shell: Shell, args: Namespace) -> None:
    requests, who = shell.services.requests, args.person or args.interviewer
    wish = Wish(channel=args.channel, language=args.lang)
    match args.kind:
        case Letter.REQUEST:
            drafted = requests.draft(args.about, who, wish)
            _say_undecided(shell, drafted[0])
        case Letter.REAPPROACH:
            drafted = tuple(
                requests.write_again(old_request.id, wish) for old_request in _to_come_back(shell, args.about, who)
            )
        case letter:
            drafted = requests.write(args.about, letter, who, wish=wish)
    ids = [request.id for request in drafted]
    shell.answer(ids, "\n".join(ids))


def _say_undecided(shell: Shell, drafted: Request) -> None:
    """A request speaks of a decision, so say so where none is noted."""
    journal = shell.services.overview.journal()
    about = journal.interviews[drafted.interview_id]
    if journal.application_of(about).outcome is Outcome.PENDING:
        shell.say(
            "The letter says that you heard of their decision, and none is noted yet. Note it: afterword interview "
            f"outcome {about.id} rejected. Before it, --kind note thanks them, --kind status asks where things stand."
        )


def _to_come_back(shell: Shell, about: str, who: str | None) -> list[Request]:
    """The conversations about that in which a day to write again is named; with a person, theirs."""
    journal = shell.services.overview.journal()
    application, interview = lookup.application_or_round(journal, about)
    requests = (
        journal.requests_of(interview.id) if interview is not None else journal.requests_of_application(application.id)
    )
    people = journal.people
    if who is not None:
        wanted = who.strip().casefold()
        chosen = [request for request in requests if people[request.person_id].email.casefold() == wanted]
        chosen = chosen or [
            request for request in requests if wanted and request.person_id.casefold().startswith(wanted)
        ]
        if not chosen:
            raise UserError(
                f"No conversation with “{who}” has begun in {application.label}.",
                hint="To write again continues one; the letters so far are in: afterword request list.",
            )
    else:
        chosen = [request for request in requests if shell.services.overview.track(request).reapproach_on is not None]
    if not chosen:
        raise UserError(
            f"Nobody of {application.label} is to be written to again.",
            hint="Plan a day first (afterword request reapproach ID WHEN), or name the person: --person.",
        )
    return chosen


def _list(shell: Shell, args: Namespace) -> None:
    lines = [row for row in shell.services.overview.tracker() if args.state in (None, row.track.state)]
    if not lines:
        shell.say("No requests here. A rejection opens one for each interviewer: afterword interview outcome")
    shell.answer((records.request(line) for line in lines), tracker_table(lines, shell.width))


def _show(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    line = shell.services.overview.line(args.id)
    shell.answer(
        records.conversation(journal, line),
        conversation_page(journal, line, shell.services.overview.today(), shell.width),
    )


def _edit(shell: Shell, args: Namespace) -> None:
    request = lookup.request(shell.services.overview.journal(), args.id)
    changes = typed_values(shell, args, fields_of(Draft))
    if changes:
        if args.body is not None:
            changes["body"] = shell.read_text(args.body)
        old, request = request, shell.services.requests.edit(request.id, **changes)
        shell.say("The draft says so already." if request == old else "The draft is saved.")
    check = shell.services.requests.check(request.id)
    draft = request.draft
    record = {
        "parts": dict(check.parts),
        "words": check.words,
        "questions": check.questions,
        "warnings": list(check.warnings),
        "channel": draft.channel if draft else None,
        "characters": check.characters,
        "fits": {str(most): left >= 0 for most, left in check.left.items()},
    }
    shell.answer(record, draft_page(check, draft) if draft else "")


def _eml(shell: Shell, args: Namespace) -> None:
    raw = shell.services.handover.eml(args.id)
    if shell.json:
        shell.answer({"eml": raw.decode("utf-8", "replace")}, "")
    else:
        shell.terminal.show_bytes(raw)


def tracker_table(lines: Iterable[TrackerRow], width: int | None) -> str:
    """One line per interviewer and interview."""
    rows = []
    for line in lines:
        track = line.track
        waiting = f" {track.waiting_days} d" if track.waiting_days is not None else ""
        step = f"{track.next.action} {show_short(track.next.due)}" if track.next is not None else track.offered or "-"
        rows.append((line.request.id, line.interviewer.name, line.interview.label, f"{track.state}{waiting}", step))
    return table({"id": None, "interviewer": 8, "about": 8, "state": None, "next": None}, rows, width)


def conversation_page(journal: Journal, line: TrackerRow, today: date, width: int | None) -> str:
    """Who, about what, how it stands, and everything that was said, oldest first."""
    step = line.track.next
    head = fields(
        [
            ("id", line.request.id),
            ("interviewer", line.interviewer.label),
            ("interview", f"{line.interview.label} ({line.interview.id})"),
            ("state", waiting_words(line.track)),
            ("next", f"{step.action}, {show_date(step.due)}" if step else line.track.offered or "nothing"),
        ]
    )
    reading = ShownConversation(line, journal, today, exact=True)
    parts = [head]
    for entry in conversation(reading):
        when, who, words = map(part_words, entry.lead)
        below = "\n".join("".join(map(part_words, run)) for run in entry.below)
        parts.append(f"{when}  {who}: {words}" + (f"\n{indented(below)}" if below else ""))
    marked = journal.findings_of(line.request.id)
    if marked:
        parts.append(findings_table([records.finding(journal, finding) for finding in marked], width))
    return "\n\n".join(parts)


def findings_table(records: Iterable[dict[str, Any]], width: int | None) -> str:
    """The marked phrases, each with its sign, its kind and its competency."""
    columns = {"id": None, "kind": None, "competency": 8, "who": 8, "words": 20}
    rows = []
    for record in records:
        kind, about, words = record["kind"], record["competency"] or "-", f"“{record['quote']}”"
        rows.append((record["id"], f"{GLYPHS[FindingKind(kind)]} {kind}", about, record["interviewer"], words))
    return table(columns, rows, width)


def draft_page(letter_check: LetterCheck, draft: Draft) -> str:
    """A draft with what it holds and what it lacks."""
    parts = [
        f"{'yes' if present else 'no ':<3}  {part_label(name, draft.letter)}"
        for name, present in letter_check.parts.items()
    ]
    counts = f"{plural(letter_check.words, 'word')}, {plural(letter_check.questions, 'question')}"
    if letter_check.characters is not None:
        counts += f", {character_words(letter_check)}"
    head = [("subject", draft.subject)] if draft.channel is Channel.MAIL else [("how", CHANNELS[draft.channel])]
    text = f"{fields(head)}\n\n{indented(draft.body)}"
    return "\n\n".join(
        block for block in (text, "\n".join(parts), "\n".join([counts, *letter_check.warnings])) if block
    )


def _send(shell: Shell, args: Namespace) -> None:
    via = args.via or shell.check_settings("send").mail.send.via
    if via is Via.BY_HAND:
        raise UserError(
            "Your settings say that letters go out by hand.",
            hint="Choose a way there ([send] via = 'smtp'), or say --via. To send it yourself: afterword request eml, "
            "then afterword request sent.",
        )
    if via not in (Via.SMTP, Via.SENDMAIL):
        hand_over(shell, lookup.request(shell.services.overview.journal(), args.id), via)
        return
    services = _services_with(shell, via)
    request = lookup.request(services.overview.journal(), args.id)
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


def _settling(request: Request) -> str:
    return f"If it did: afterword request sent {request.id}; if not: afterword request not-sent {request.id}"


def _services_with(shell: Shell, via: Via) -> "Services":
    """The services with this way out, whatever the settings choose."""
    mail = shell.check_settings("send", "smtp", "imap", "me", but=("me.zone",)).mail
    if via is mail.send.via:
        return shell.services
    from afterword.bootstrap import open_journal

    chosen = replace(shell.settings, mail=replace(mail, send=replace(mail.send, via=via)))
    return open_journal(shell.paths, chosen)


_OPENING = 3.0
"""Seconds in which an opener that fails has said so; one that runs on has opened something."""


def hand_over(shell: Shell, request: Request, via: Via) -> None:
    """Hand the draft over by that way; nothing counts as sent by it."""
    if via is Via.EML:
        raw = shell.services.handover.eml(request.id, as_draft=True)
        line = shell.services.overview.line(request.id)
        name = letter_file(line.request, line.addressee.name, line.interview.company)
        place = write_file(str(free_name(Path().absolute(), name, "eml")), raw)
        shell.say("Written as a draft: open it in your mail program and send it there.", _later(request))
        _handed(shell, request, str(place), via=Via.EML.value, file=str(place))
    elif via is Via.CLIPBOARD:
        draft = shell.services.handover.draft(request.id)
        message = Clipboard(shell.environ, by_osc52).copy(draft.body)
        address = shell.services.handover.address(request.id)
        shell.say(message, _later(request))
        head = f"To: {address or 'no address yet'}\nSubject: {draft.subject}"
        _handed(shell, request, head, via=Via.CLIPBOARD.value, to=address, subject=draft.subject)
    else:
        _to_mail_program(shell, request)


def _later(request: Request) -> str:
    return f"Nothing counts as sent yet; once it is: afterword request sent {request.id}"


def _handed(shell: Shell, request: Request, plain: str, **outcome: object) -> None:
    line = shell.services.overview.line(request.id)
    shell.answer({**records.request(line), "sent": False, **outcome}, plain)


def _to_mail_program(shell: Shell, request: Request) -> None:
    """Open the draft on the desktop, else in a mail program of this terminal, else say what can be done."""
    if Opener(shell.environ).command:
        url = shell.services.handover.mailto(request.id)
        try:
            Opener(shell.environ).open(url, patience=_OPENING)
        except UserError:
            pass  # What can be done instead is said below.
        else:
            shell.say("Opened in your mail program.", _later(request))
            _handed(shell, request, url, via=Via.MAILTO.value, url=url, opened=True)
            return
    programs = mail_programs(shell.environ)
    if programs and shell.on_screen and not shell.json:
        program = programs[0]
        handover = shell.services.handover
        shell.say(f"There is no desktop here, so {program.name} opens with the letter filled in.")
        program.write(handover.eml(request.id), handover.mailto(request.id, for_terminal=True), shell.environ)
        shell.say(f"{program.name} has ended.", _later(request))
    else:
        _tell_what_to_do(shell, request, programs)


def _tell_what_to_do(shell: Shell, request: Request, programs: tuple[MailProgram, ...]) -> None:
    """A script gets the address; a terminal would only be filled by it."""
    url = shell.services.handover.mailto(request.id)
    shell.say("No mail program could be opened from here. What works:")
    eml = f"afterword request eml {request.id} > letter.eml"
    ways = [f"{eml}; {program.name} -H letter.eml" for program in programs if program.takes_file]
    ways += [f"{eml}, and open that file in your mail program", f"afterword request send {request.id} --via clipboard"]
    for way in ways:
        shell.say(f"  {way}")
    shell.say(_later(request))
    _handed(shell, request, "" if shell.on_screen else url, via=Via.MAILTO.value, url=url, opened=False)


def _beginning(begin: Callable[[RequestService, Namespace], Request]) -> Run:
    """The verb that begins a letter, and prints the id of its request."""

    def run(shell: Shell, args: Namespace) -> None:
        request = begin(shell.services.requests, args)
        shell.answer([request.id], request.id)

    return run


WORDS = {"begun": BEGUN, "way": WRITTEN_FOR, "via": SENT_BY, "state": State, "languages": LANGUAGES, "letter": Letter}
COMMANDS = {
    "request draft": _draft,
    "request list": _list,
    "request show": _show,
    "request edit": (flags_for(fields_of(Draft)), _edit),
    "request eml": _eml,
    "request discard": noting(lambda requests, key, _: requests.discard_draft(key), "The draft is gone."),
    "request follow-up": _beginning(lambda requests, args: requests.follow_up(args.id)),
    "request thank": _beginning(lambda requests, args: requests.thank(args.id)),
    "request send": _send,
    **request_events.COMMANDS,
}
