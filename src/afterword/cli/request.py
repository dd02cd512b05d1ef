"""Owns the verbs `request …` that draft letters and show conversations; what happens to them is in happenings."""

from argparse import Namespace

from afterword.cli import happenings, records, request_pages, sending
from afterword.cli.command import Command, Parser, word_of, words_of
from afterword.cli.fields import add_flags, given
from afterword.cli.shell import Shell
from afterword.domain.conversation.request import Draft, Request
from afterword.domain.conversation.tracking import State
from afterword.domain.fields import fields_of
from afterword.services import lookup


def identified(parser: Parser) -> None:
    """The request that a command is about."""
    parser.add_argument("id", metavar="ID", help="the request, or the beginning of its id")


def found(shell: Shell, args: Namespace) -> Request:
    """That request."""
    return lookup.request(shell.services.overview.journal(), args.id)


def _draft_arguments(parser: Parser) -> None:
    parser.add_argument("interview", metavar="INTERVIEW", help="the interview, or the beginning of its id")
    parser.add_argument("--interviewer", metavar="MAIL", help="only the interviewer with this address")


def _draft(shell: Shell, args: Namespace) -> None:
    drafted = shell.services.requests.draft(args.interview, args.interviewer)
    ids = [one.id for one in drafted]
    shell.answer(ids, "\n".join(ids))


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--state", metavar="STATE", type=word_of(State), help=f"only those: {words_of(State)}")


def _list(shell: Shell, args: Namespace) -> None:
    lines = [one for one in shell.services.overview.tracker() if args.state in (None, one.track.state)]
    if not lines:
        shell.say("No requests here. A rejection opens one for each interviewer: afterword interview outcome")
    shell.answer([records.request(one) for one in lines], request_pages.tracker(lines, shell.width) if lines else "")


def _show(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    line = records.line_of(shell.services, found(shell, args))
    shell.answer(records.conversation(journal, line), request_pages.conversation(journal, line, shell.width))


def _edit_arguments(parser: Parser) -> None:
    identified(parser)
    add_flags(parser, fields_of(Draft))


def _edit(shell: Shell, args: Namespace) -> None:
    request = found(shell, args)
    changes = given(shell, args, fields_of(Draft))
    if changes:
        if args.body is not None:
            changes["body"] = shell.read_text(args.body)
        request = shell.services.requests.edit(request.id, **changes)
        shell.say("The draft is saved.")
    check = shell.services.requests.check(request.id)
    draft = request.draft
    record = {
        "parts": dict(check.parts),
        "words": check.words,
        "questions": check.questions,
        "warnings": list(check.warnings),
    }
    shell.answer(record, request_pages.draft(check, draft.subject, draft.body) if draft else "")


def _follow_up(shell: Shell, args: Namespace) -> None:
    _print_id(shell, shell.services.requests.follow_up(args.id))


def _thank(shell: Shell, args: Namespace) -> None:
    _print_id(shell, shell.services.requests.thank(args.id))


def _print_id(shell: Shell, request: Request) -> None:
    shell.answer([request.id], request.id)


def _discard(shell: Shell, args: Namespace) -> None:
    happenings.answer(shell, shell.services.requests.discard_draft(args.id), "The draft is gone.")


def _eml(shell: Shell, args: Namespace) -> None:
    raw = shell.services.handover.eml(args.id)
    if shell.json:
        shell.answer({"eml": raw.decode("utf-8", "replace")}, "")
    else:
        shell.write_bytes(raw)


COMMANDS = (
    Command(
        "request draft",
        "write a draft for each interviewer not asked yet, and print their ids",
        _draft_arguments,
        _draft,
    ),
    Command("request list", "the tracker: who was asked, who replied, what is next", _list_arguments, _list),
    Command("request show", "one conversation with everything in it", identified, _show),
    Command(
        "request edit",
        "change the draft and say what it holds; without a flag, only say it",
        _edit_arguments,
        _edit,
        "example:\n  afterword request edit k7 --body-file letter.txt",
    ),
    Command(
        "request eml",
        "print the draft as a mail (RFC 5322), to open in your mail program",
        identified,
        _eml,
        "example:\n  afterword request eml k7 > letter.eml",
    ),
    Command("request discard", "throw the unsent draft away", identified, _discard),
    Command("request follow-up", "draft the one reminder, and print the request's id", identified, _follow_up),
    Command(
        "request thank",
        "draft the second thank-you from the marked strengths; only after a reply",
        identified,
        _thank,
    ),
    *sending.COMMANDS,
    *happenings.COMMANDS,
)
