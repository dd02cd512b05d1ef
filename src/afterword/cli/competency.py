"""Owns the verbs `competency …`."""

from argparse import Namespace

from afterword.cli.command import Command, Parser
from afterword.cli.fields import add_flags, given, rows_of
from afterword.cli.output import TableColumn, fields, plain, table
from afterword.cli.shell import Shell
from afterword.domain.competency import Competency
from afterword.domain.fields import described, fields_of
from afterword.services import lookup

_FIELDS = fields_of(Competency)
_WHY_ME = fields_of(Competency, "why-me")


def _add_arguments(parser: Parser) -> None:
    add_flags(parser, _FIELDS)


def _add(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.add(given(shell, args, _FIELDS)))


def _answer(shell: Shell, competency: Competency) -> None:
    shell.answer(plain(competency), competency.id)


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--all", action="store_true", help="archived ones too")


def _list(shell: Shell, args: Namespace) -> None:
    known = shell.services.overview.journal().all_competencies
    found = [one for one in known if args.all or not one.archived]
    columns = [TableColumn("id", None), TableColumn("name", None), TableColumn("shows when")]
    rows = [(one.id, one.name + (" (archived)" if one.archived else ""), one.anchor) for one in found]
    shell.answer([plain(one) for one in found], table(columns, rows, shell.width))


def _which(parser: Parser) -> None:
    parser.add_argument("competency", metavar="COMPETENCY", help="its name or id")


def _show(shell: Shell, args: Namespace) -> None:
    found = lookup.competency(shell.services.overview.journal(), args.competency)
    shown = [("id", found.id), *rows_of(shell, described(Competency).values(), found)]
    shell.answer(plain(found), fields(shown))


def _rename_arguments(parser: Parser) -> None:
    _which(parser)
    add_flags(parser, _FIELDS)


def _rename(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.edit(args.competency, given(shell, args, _FIELDS)))


def _archive_arguments(parser: Parser) -> None:
    _which(parser)
    parser.add_argument("--back", action="store_true", help="bring it back")


def _archive(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.archive(args.competency, archived=not args.back))


def _merge_arguments(parser: Parser) -> None:
    _which(parser)
    parser.add_argument("into", metavar="INTO", help="the one that remains, by name or id")


def _merge(shell: Shell, args: Namespace) -> None:
    kept = shell.services.competencies.merge(args.competency, args.into)
    shell.say(f"Everything of the first is with “{kept.name}” now.")
    _answer(shell, kept)


def _why_me_arguments(parser: Parser) -> None:
    _which(parser)
    add_flags(parser, _WHY_ME)


def _why_me(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.edit(args.competency, given(shell, args, _WHY_ME)))


COMMANDS = (
    Command("competency list", "list what interviewers look for", _list_arguments, _list),
    Command("competency show", "show one with your line on why you", _which, _show),
    Command("competency add", "add one of your own and print its id", _add_arguments, _add),
    Command("competency rename", "call one by another name; what is tied to it stays tied", _rename_arguments, _rename),
    Command("competency archive", "put one out of the way; its history stays", _archive_arguments, _archive),
    Command("competency merge", "move findings, ratings, examples and answers to another", _merge_arguments, _merge),
    Command("competency why-me", "write why you, in one line, for the prep sheet", _why_me_arguments, _why_me),
)
