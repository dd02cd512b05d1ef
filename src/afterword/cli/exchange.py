"""Owns the verbs `import` and `export`."""

import os
from argparse import Namespace
from enum import StrEnum
from pathlib import Path

from afterword.cli.command import Command, Parser, word_of, words_of
from afterword.cli.named_file import write_named
from afterword.cli.output import fields
from afterword.cli.shell import LARGEST_FILE, STDIN, Shell
from afterword.domain.journal import TABLES, Journal
from afterword.errors import NotUnderstood, UserError


class Format(StrEnum):
    """What export can write."""

    JSON = "json"


def _export_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--format", metavar=words_of(Format), type=word_of(Format), default=Format.JSON, help="the kind of file"
    )
    parser.add_argument("--out", metavar="FILE", help="where to write it; stdout when left out")


def _export(shell: Shell, args: Namespace) -> None:
    from afterword.exchange.json_document import export_json

    journal = shell.services.overview.journal()
    raw = export_json(journal)
    if len(raw) > LARGEST_FILE:
        raise UserError(
            f"The journal is longer than {LARGEST_FILE:,} bytes, the most that import reads.",
            hint="Copy it as a whole with: afterword backup.",
        )
    if args.out is None or args.out == STDIN:
        shell.write_bytes(raw)
        return
    path = Path(args.out).expanduser()
    if not path.name or args.out.endswith("/"):
        raise NotUnderstood(
            f"“{args.out}” is no name of a file.", hint="Name one with --out, or leave it out for stdout."
        )
    if os.path.realpath(path) == os.path.realpath(shell.places.journal):
        raise UserError(f"{path} is the journal itself.", hint="Choose another place.")
    if shell.is_stdout(path):
        shell.write_bytes(raw)
        return
    write_named(path, raw)
    shell.say(f"Wrote {path}.")
    shell.answer({"path": str(path), **_counts(journal)}, "")


def _import_arguments(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="a .json file that export wrote, or - for stdin")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be taken in")


def _import(shell: Shell, args: Namespace) -> None:
    from afterword.exchange.json_document import check_references, import_json

    incoming = import_json(shell.read_bytes(args.file))
    with shell.services.store.transaction("import") as work:
        added, same = _take_in(work.journal, incoming)
        check_references(work.journal, incoming)
        if not args.dry_run:
            for table in TABLES:
                for key in added[table]:
                    work.put(getattr(incoming, table)[key])
    counts = {table: len(added[table]) for table in TABLES}
    shell.say("Nothing was changed; this is what would come in." if args.dry_run else "Imported.")
    shell.answer(
        {**counts, "known": same}, fields((name, str(count)) for name, count in {**counts, "known": same}.items())
    )


def _take_in(here: Journal, incoming: Journal) -> tuple[dict[str, list[str]], int]:
    """The ids that are new, by table, and how many records are here already. Refused where one differs from ours."""
    added: dict[str, list[str]] = {}
    same = 0
    for table in TABLES:
        ours, theirs = getattr(here, table), getattr(incoming, table)
        added[table] = [key for key in theirs if key not in ours]
        differing = [key for key, record in theirs.items() if key in ours and ours[key] != record]
        if differing:
            raise UserError(
                f"{table} “{differing[0]}” is here already and differs from the one in the file.",
                "Nothing was imported, so that nothing of yours is overwritten.",
                "To go back to that file as a whole: afterword restore FILE.",
            )
        same += len(theirs) - len(added[table])
    return added, same


def _counts(journal: Journal) -> dict[str, int]:
    return {table: len(getattr(journal, table)) for table in TABLES}


COMMANDS = (
    Command("export", "write everything to a file or to stdout", _export_arguments, _export),
    Command(
        "import",
        "take in a file that export wrote: all of it or nothing, and never over records of yours",
        _import_arguments,
        _import,
    ),
)
