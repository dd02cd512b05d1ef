"""Owns the verbs `evaluate` and `prep`."""

from argparse import Namespace

from afterword.cli import evaluation_json
from afterword.cli.command import Command, Parser, add_when, word_of, words_of
from afterword.cli.shell import Shell
from afterword.domain.dates import Lean
from afterword.domain.document import DocumentFormat
from afterword.domain.evaluation.filters import Filter
from afterword.domain.text import clean_line


def _evaluate_arguments(parser: Parser) -> None:
    add_when(parser, "--since", "only interviews from this day on")
    add_when(parser, "--until", "only interviews up to this day")
    parser.add_argument("--role", metavar="TEXT", default="", help="only this role, by its whole name")
    parser.add_argument("--round", metavar="TEXT", default="", help="only this round, by its whole name")


def _evaluate(shell: Shell, args: Namespace) -> None:
    chosen = Filter(
        since=shell.understand_day(args.since, Lean.BEHIND) if args.since else None,
        until=shell.understand_day(args.until, Lean.BEHIND) if args.until else None,
        role=clean_line(args.role),
        round=clean_line(args.round),
    )
    found = shell.services.preparation.evaluation(chosen)
    if not found.interviews:
        shell.say(f"No interviews here ({chosen.words}), so nothing is said of them.")
    if shell.json:
        shell.answer(evaluation_json.evaluation(found), "")
    else:
        shell.answer(None, shell.services.preparation.evaluation_text(chosen, shell.width))


def _prep_arguments(parser: Parser) -> None:
    parser.add_argument("interview", metavar="INTERVIEW", nargs="?", help="the interview; the next one when left out")
    parser.add_argument(
        "--format",
        metavar=words_of(DocumentFormat),
        type=word_of(DocumentFormat),
        default=DocumentFormat.TEXT,
        help="plain text, Markdown, or a page to print",
    )


def _prep(shell: Shell, args: Namespace) -> None:
    services = shell.services
    sheet = services.preparation.prep(args.interview)
    if shell.json:
        shell.answer(evaluation_json.sheet(sheet), "")
        return
    shell.answer(None, services.preparation.sheet_text(sheet.interview.id, args.format))


COMMANDS = (
    Command(
        "evaluate",
        "show strengths, areas and unknowns with their sources, and what you and they see differently",
        _evaluate_arguments,
        _evaluate,
        "Nothing seen in fewer than two interviews is called a pattern.",
    ),
    Command(
        "prep",
        "write the prep sheet for an interview",
        _prep_arguments,
        _prep,
        "example:\n  afterword prep --format html > sheet.html",
    ),
)
