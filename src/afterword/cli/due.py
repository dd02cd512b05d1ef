"""Owns the verb `due`, apart from the others since a shell prompt calls it and nothing else."""

from argparse import Namespace

from afterword.cli import records
from afterword.cli.command import Command, Parser
from afterword.cli.output import TableColumn, table
from afterword.cli.shell import Shell


def _arguments(parser: Parser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print how many, or nothing")


def _due(shell: Shell, args: Namespace) -> None:
    overview = shell.services.overview
    items = overview.due()
    if args.quiet and not shell.json:
        shell.answer(None, str(len(items)) if items else "")
        return
    if not items:
        shell.say("Nothing is due today.")
        _say_what_comes(shell)
    shell.answer([records.due(item) for item in items], "" if shell.json or not items else _listed(shell))


def _listed(shell: Shell) -> str:
    """One line for each, in the order and the words of the screen."""
    overview = shell.services.overview
    reading = overview.due_reading()
    columns = [TableColumn("since", None), TableColumn("what", 20), TableColumn("id", None)]
    rows = [
        (reading.line(item).since, item.text, item.finding_id or item.request_id or item.interview_id)
        for item in overview.due()
    ]
    return table(columns, rows, shell.width)


def _say_what_comes(shell: Shell) -> None:
    from afterword.domain.conversation.today import coming_words

    overview = shell.services.overview
    for coming in overview.coming_up()[:3]:
        shell.say(f"Next: {coming_words(coming, overview.today())}.")


COMMANDS = (
    Command(
        "due",
        "show what is due today, most pressing first",
        _arguments,
        _due,
        "The exit code is 0 either way. For a shell prompt or cron:\n  afterword due --quiet",
    ),
)
