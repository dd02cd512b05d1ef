"""Owns the verb `due`, apart from the others since a shell prompt calls it and nothing else."""

from argparse import Namespace

from afterword.cli import records
from afterword.cli.command import Command, Parser
from afterword.cli.output import TableColumn, table
from afterword.cli.shell import Shell


def _arguments(parser: Parser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print how many, or nothing")


def _due(shell: Shell, args: Namespace) -> None:
    found = shell.services.overview.due()
    if args.quiet and not shell.json:
        shell.answer(None, str(len(found)) if found else "")
        return
    if not found:
        shell.say("Nothing is due today.")
    columns = [TableColumn("due", None), TableColumn("what", 20), TableColumn("id", None)]
    rows = [(one.due.isoformat(), one.text, one.finding_id or one.request_id or one.interview_id) for one in found]
    shell.answer([records.due(one) for one in found], table(columns, rows, shell.width) if rows else "")


COMMANDS = (
    Command(
        "due",
        "show what is due today, most pressing first",
        _arguments,
        _due,
        "The exit code is 0 either way. For a shell prompt or cron:\n  afterword due --quiet",
    ),
)
