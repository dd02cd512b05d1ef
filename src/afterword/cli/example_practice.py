"""Owns the verbs `example rehearse` and `example coverage`: what the bank as a whole still wants."""

from argparse import Namespace

from afterword.cli import evaluate, records
from afterword.cli.command import Command, Parser, no_arguments
from afterword.cli.output import TableColumn, table
from afterword.cli.shell import Shell
from afterword.domain.dates import show_short
from afterword.domain.example import Example, rehearsal_words


def _rehearse_arguments(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the example, or the beginning of its id")
    parser.add_argument("--seconds", metavar="N", type=int, required=True, help="how long telling it aloud took")
    parser.add_argument("--without-notes", action="store_true", help="you did not look at your notes")


def _rehearse(shell: Shell, args: Namespace) -> None:
    told = shell.services.examples.rehearse(args.id, args.seconds, without_notes=args.without_notes)
    shell.say(f"“{told.title}”: {rehearsal_words(told.rehearsals[-1])}.")
    shell.answer(records.example(told), "")


def _coverage(shell: Shell, _args: Namespace) -> None:
    services = shell.services
    bank = services.preparation.evaluation().bank
    due = bank.to_rehearse(services.overview.today())
    if due:
        shell.say("To rehearse: " + ", ".join(f"“{entry.example.title}”" for entry in due) + ".")
    titles = {entry.example.id: entry.example.title for entry in bank.entries}
    rows = [
        (row.competency.name, row.words, ", ".join(titles[key] for key in (*row.ready, *row.begun)) or "-")
        for row in bank.rows
    ]
    columns = [TableColumn("competency", None), TableColumn("has", None), TableColumn("examples")]
    shell.answer(evaluate.bank(bank), table(columns, rows, shell.width))


def practised(shell: Shell, example: Example) -> list[tuple[str, str]]:
    """Where it was told, how telling it aloud went, and what to write next, as named values."""
    entry = shell.services.preparation.evaluation().bank.entry(example.id)
    if entry is None:
        return []
    told = [
        f"{show_short(one.evidence.on)} {one.evidence.where}: {one.evidence.words}; {one.effect}"
        for one in entry.tellings
    ]
    aloud = [f"{show_short(one.at.date())}: {rehearsal_words(one)}" for one in example.rehearsals]
    return [("next", entry.advice), ("told", "\n".join(told)), ("rehearsed", "\n".join(aloud))]


PRACTICE = (
    Command("example rehearse", "note that you told one aloud", _rehearse_arguments, _rehearse),
    Command("example coverage", "show which competency wants examples, gaps first", no_arguments, _coverage),
)
