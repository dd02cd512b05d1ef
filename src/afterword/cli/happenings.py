"""Owns the verbs `request …` that record what happened: sent, replied, bounced, away, snoozed, closed."""

from argparse import Namespace

from afterword.cli import records
from afterword.cli.command import WHEN_HELP, Command, Parser, add_when, word_of, words_of
from afterword.cli.reply import reply, reply_arguments
from afterword.cli.shell import Shell
from afterword.domain.conversation.request import CloseAs, EventKind, Request
from afterword.domain.conversation.tracker import waiting_words
from afterword.domain.dates import Lean, show_date


def answer(shell: Shell, request: Request, sentence: str) -> None:
    """Say what was done and how the conversation stands now; the record with `--json`."""
    line = records.line_of(shell.services, request)
    step = line.track.next
    ahead = f" Next: {step.action}, {show_date(step.due, shell.services.overview.today())}." if step else ""
    shell.say(f"{sentence} {line.interviewer.name}: {waiting_words(line.track)}.{ahead}")
    shell.answer(records.request(line), "")


def _id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the request, or the beginning of its id")


def _sent_arguments(parser: Parser) -> None:
    _id(parser)
    add_when(parser, "--on", "when it went out (WHEN); now when left out")


def _sent(shell: Shell, args: Namespace) -> None:
    at = shell.understand(args.on, Lean.BEHIND) if args.on else None
    request = shell.services.requests.mark_sent(args.id, at)
    letter = next((e.letter for e in reversed(request.events) if e.kind is EventKind.SENT), None)
    answer(shell, request, f"Noted as sent: the {letter}.")


def _not_sent(shell: Shell, args: Namespace) -> None:
    answer(shell, shell.services.requests.mark_not_sent(args.id), "Noted as not sent; the draft is kept.")


def _reply(shell: Shell, args: Namespace) -> None:
    answer(shell, reply(shell, args), "The reply is recorded.")


def _bounced_arguments(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("--reason", metavar="TEXT", default="", help="what the mail server said")
    add_when(parser, "--on", "when it came back (WHEN); now when left out")


def _bounced(shell: Shell, args: Namespace) -> None:
    at = shell.understand(args.on, Lean.BEHIND) if args.on else None
    answer(shell, shell.services.requests.record_bounce(args.id, args.reason, at), "Noted: the letter came back.")


def _address_arguments(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("address", metavar="MAIL", help="the right address")


def _address(shell: Shell, args: Namespace) -> None:
    answer(shell, shell.services.requests.mend_address(args.id, args.address), "The address is mended.")


def _until(parser: Parser) -> None:
    _id(parser)
    add_when(parser, "--until", "the day (WHEN)", required=True)


def _absent(shell: Shell, args: Namespace) -> None:
    until = shell.understand_day(args.until, Lean.AHEAD)
    answer(shell, shell.services.requests.record_absence(args.id, until), "Noted: they are away.")


def _snooze(shell: Shell, args: Namespace) -> None:
    until = shell.understand_day(args.until, Lean.AHEAD)
    answer(shell, shell.services.requests.snooze(args.id, until), "It rests until then.")


def _reapproach_arguments(parser: Parser) -> None:
    _id(parser)
    add_when(parser, "--on", "the day to write again (WHEN); left out, the settings say how many months later")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--draft", action="store_true", help="write the letter now, and print the request's id")
    instead.add_argument("--done", action="store_true", help="note that you have written to them again")
    instead.add_argument("--never", action="store_true", help="take the day away")


def _reapproach(shell: Shell, args: Namespace) -> None:
    services = shell.services
    if args.draft:
        drafted = services.requests.write_again(args.id)
        shell.answer([drafted.id], drafted.id)
        return
    if args.done:
        answer(shell, services.requests.mark_written_again(args.id), "Noted: you have written to them again.")
        return
    day, today = None, services.overview.today()
    if not args.never:
        day = shell.understand_day(args.on, Lean.AHEAD) if args.on else services.policy.reapproach_due(today)
    changed = services.requests.plan_reapproach(args.id, day)
    answer(shell, changed, f"Write again on {show_date(day, today)}." if day else "No day to write again.")


def _close_arguments(parser: Parser) -> None:
    _id(parser)
    parser.add_argument(
        "--as",
        dest="close_as",
        metavar=words_of(CloseAs),
        type=word_of(CloseAs),
        default=CloseAs.DONE,
        help="why; done when left out",
    )


def _close(shell: Shell, args: Namespace) -> None:
    answer(shell, shell.services.requests.close(args.id, args.close_as), "Closed.")


def _reopen(shell: Shell, args: Namespace) -> None:
    answer(shell, shell.services.requests.reopen(args.id), "Open again.")


COMMANDS = (
    Command("request sent", "note that you sent the draft yourself", _sent_arguments, _sent, WHEN_HELP),
    Command("request not-sent", "note that a letter caught in sending did not go out", _id, _not_sent),
    Command(
        "request reply",
        "record a reply; a mail (.eml) is read for its new text and its date",
        reply_arguments,
        _reply,
        f"{WHEN_HELP}\nWithout --file, the text is asked for, or taken from piped stdin.\n\nexample:\n"
        "  afterword request reply k7 --channel phone --on yesterday < words.txt",
    ),
    Command("request bounced", "note that the letter came back", _bounced_arguments, _bounced, WHEN_HELP),
    Command(
        "request address",
        "mend the interviewer's address and draft the returned letter again",
        _address_arguments,
        _address,
    ),
    Command("request absent", "note that they are out of office until a day", _until, _absent, WHEN_HELP),
    Command("request snooze", "let the next step rest until a day", _until, _snooze, WHEN_HELP),
    Command(
        "request reapproach",
        "plan a day to write again, write that letter, or note that it is done",
        _reapproach_arguments,
        _reapproach,
        WHEN_HELP,
    ),
    Command("request close", "close the conversation", _close_arguments, _close),
    Command("request reopen", "open a closed conversation again", _id, _reopen),
)
