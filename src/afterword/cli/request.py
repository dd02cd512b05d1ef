"""Owns the verbs `request …`: drafting letters, showing conversations, and how both look on a terminal."""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from afterword.cli import records, request_events, request_sending
from afterword.cli.command import Parser, WordOf, id_of, words_of
from afterword.cli.fields import flags_for, given
from afterword.cli.output import fields, indented, table
from afterword.cli.shell import Shell
from afterword.domain.conversation.documents import ShownConversation, conversation
from afterword.domain.conversation.letters import LetterCheck, character_words, part_label
from afterword.domain.conversation.request import CHANNELS, Channel, Draft, Letter, Request
from afterword.domain.conversation.tracker import TrackerRow, waiting_words
from afterword.domain.conversation.tracking import State
from afterword.domain.dates import show_date, show_short
from afterword.domain.document import Entry, part_words
from afterword.domain.fields import fields_of
from afterword.domain.finding import GLYPHS, FindingKind
from afterword.domain.journal import Journal
from afterword.domain.people import LANGUAGES
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.services import lookup
from afterword.services.requests import Wish

_id = id_of("request")


def found(shell: Shell, args: Namespace) -> Request:
    """That request."""
    return lookup.request(shell.services.overview.journal(), args.id)


class _Begins(StrEnum):
    """The letters that `request draft` begins; the others answer one that went out, and have commands of their own."""

    REQUEST = Letter.REQUEST.value
    NOTE = Letter.NOTE.value
    STATUS = Letter.STATUS.value
    REAPPROACH = Letter.REAPPROACH.value
    ACCEPT = Letter.ACCEPT.value
    DECLINE = Letter.DECLINE.value


class _Way(StrEnum):
    """The ways a letter can be written for."""

    MAIL = Channel.MAIL.value
    LINKEDIN = Channel.LINKEDIN.value
    PHONE = Channel.PHONE.value


_CODES = ", ".join(f"{code} {name}" for code, name in LANGUAGES)


def _draft_arguments(parser: Parser) -> None:
    parser.add_argument(
        "about", metavar="INTERVIEW|APPLICATION", help="an interview, or an application for all of its rounds"
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument("--interviewer", metavar="MAIL", help="only the interviewer with this address")
    who.add_argument("--person", metavar="ID", help="only this person: an id or an address")
    parser.add_argument(
        "--kind",
        metavar="KIND",
        type=WordOf(_Begins),
        default=_Begins.REQUEST,
        help=f"which letter: {words_of(_Begins)}; request when left out",
    )
    parser.add_argument(
        "--channel",
        metavar=words_of(_Way),
        type=WordOf(_Way),
        help="the way it goes, and so how it is written; the usual one of the person when left out",
    )
    parser.add_argument(
        "--lang",
        metavar="CODE",
        choices=[code for code, _ in LANGUAGES],
        default="",
        help=f"the language ({_CODES}); that of the person, the application or your settings when left out",
    )


def _draft(shell: Shell, args: Namespace) -> None:
    requests, who = shell.services.requests, args.person or args.interviewer
    wish = Wish(channel=Channel(args.channel) if args.channel else None, language=args.lang)
    match Letter(args.kind.value):
        case Letter.REQUEST:
            drafted = requests.draft(args.about, who, wish)
        case Letter.REAPPROACH:
            drafted = tuple(requests.write_again(known.id, wish) for known in _to_come_back(shell, args.about, who))
        case letter:
            drafted = requests.write(args.about, letter, who, wish=wish)
    ids = [request.id for request in drafted]
    shell.answer(ids, "\n".join(ids))


def _to_come_back(shell: Shell, about: str, who: str | None) -> list[Request]:
    """The conversations about that in which a day to write again is named; with a person, theirs."""
    journal = shell.services.overview.journal()
    application, named = lookup.application_or_round(journal, about)
    begun = journal.requests_of(named.id) if named is not None else journal.requests_of_application(application.id)
    people = journal.people
    if who is not None:
        wanted = who.strip().casefold()
        found = [one for one in begun if people[one.person_id].email.casefold() == wanted]
        found = found or [one for one in begun if wanted and one.person_id.casefold().startswith(wanted)]
        if not found:
            raise UserError(
                f"No conversation with “{who}” has begun in {application.label}.",
                hint="To write again continues one; the letters so far are in: afterword request list.",
            )
    else:
        found = [one for one in begun if shell.services.overview.track(one).reapproach_on is not None]
    if not found:
        raise UserError(
            f"Nobody of {application.label} is to be written to again.",
            hint="Plan a day first (afterword request reapproach ID WHEN), or name the person: --person.",
        )
    return found


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--state", metavar="STATE", type=WordOf(State), help=f"only those: {words_of(State)}")


def _list(shell: Shell, args: Namespace) -> None:
    lines = [one for one in shell.services.overview.tracker() if args.state in (None, one.track.state)]
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
    request = found(shell, args)
    changes = given(shell, args, fields_of(Draft))
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


def _follow_up(shell: Shell, args: Namespace) -> None:
    _print_id(shell, shell.services.requests.follow_up(args.id))


def _thank(shell: Shell, args: Namespace) -> None:
    _print_id(shell, shell.services.requests.thank(args.id))


def _print_id(shell: Shell, request: Request) -> None:
    shell.answer([request.id], request.id)


def _discard(shell: Shell, args: Namespace) -> None:
    request_events.answer(shell, shell.services.requests.discard_draft(args.id), "The draft is gone.")


def _eml(shell: Shell, args: Namespace) -> None:
    raw = shell.services.handover.eml(args.id)
    if shell.json:
        shell.answer({"eml": raw.decode("utf-8", "replace")}, "")
    else:
        shell.write_bytes(raw)


def tracker_table(lines: Iterable[TrackerRow], width: int | None) -> str:
    """One line per interviewer and interview."""
    columns = {"id": None, "interviewer": 8, "about": 8, "state": None, "next": None}
    return table(columns, [_row(line) for line in lines], width)


def _row(line: TrackerRow) -> Sequence[str]:
    track = line.track
    waiting = f" {track.waiting_days} d" if track.waiting_days is not None else ""
    return (
        line.request.id,
        line.interviewer.name,
        line.interview.label,
        f"{track.state}{waiting}",
        f"{track.next.action} {show_short(track.next.due)}" if track.next is not None else track.offered or "-",
    )


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
    parts = [head, *map(_event, conversation(reading))]
    marked = journal.findings_of(line.request.id)
    if marked:
        parts.append(findings_table([records.finding(journal, finding) for finding in marked], width))
    return "\n\n".join(parts)


def _event(entry: Entry) -> str:
    when, who, words = map(part_words, entry.lead)
    below = "\n".join("".join(map(part_words, parts)) for parts in entry.below)
    return f"{when}  {who}: {words}" + (f"\n{indented(below)}" if below else "")


def findings_table(records: Iterable[dict[str, Any]], width: int | None) -> str:
    """The marked phrases, each with its sign, its kind and its competency."""
    columns = {"id": None, "kind": None, "competency": 8, "who": 8, "words": 20}
    rows = [
        (
            record["id"],
            f"{GLYPHS[FindingKind(record['kind'])]} {record['kind']}",
            record["competency"] or "-",
            record["interviewer"],
            f"“{record['quote']}”",
        )
        for record in records
    ]
    return table(columns, rows, width)


def draft_page(found: LetterCheck, draft: Draft) -> str:
    """A draft with what it holds and what it lacks."""
    parts = [f"{'yes' if there else 'no ':<3}  {part_label(name, draft.letter)}" for name, there in found.parts.items()]
    counts = f"{plural(found.words, 'word')}, {plural(found.questions, 'question')}"
    if found.characters is not None:
        counts += f", {character_words(found)}"
    head = [("subject", draft.subject)] if draft.channel is Channel.MAIL else [("how", CHANNELS[draft.channel])]
    text = f"{fields(head)}\n\n{indented(draft.body)}"
    return "\n\n".join(block for block in (text, "\n".join(parts), "\n".join([counts, *found.warnings])) if block)


COMMANDS = {
    "request draft": (_draft_arguments, _draft),
    "request list": (_list_arguments, _list),
    "request show": (_id, _show),
    "request edit": (flags_for(fields_of(Draft), _id), _edit),
    "request eml": (_id, _eml),
    "request discard": (_id, _discard),
    "request follow-up": (_id, _follow_up),
    "request thank": (_id, _thank),
    **request_sending.COMMANDS,
    **request_events.COMMANDS,
}
