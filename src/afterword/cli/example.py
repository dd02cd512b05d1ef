"""Owns the verbs `example …`."""

from argparse import Namespace

from msgspec.structs import replace

from afterword.cli import records
from afterword.cli.command import Command, Parser
from afterword.cli.example_practice import PRACTICE, practised
from afterword.cli.output import TableColumn, fields, table
from afterword.cli.shell import Shell
from afterword.domain.example import Example
from afterword.errors import NotUnderstood
from afterword.services import lookup
from afterword.services.practice import ExampleForm, form_of

_PARTS = {
    "situation": "where and when it was, in a sentence or two",
    "task": "what you had to achieve",
    "action": "what you did, step by step; this part counts most",
    "result": "what came of it, with a number if there is one",
    "numbers": "the figures to remember",
}


def _id(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="the example, or the beginning of its id")


def _parts(parser: Parser) -> None:
    for name, sentence in _PARTS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=sentence)
    parser.add_argument("--competency", metavar="NAME", action="append", help="what it shows; repeat it for each")
    parser.add_argument("--role", metavar="TEXT", action="append", help="a role it fits; any when left out")


def _add_arguments(parser: Parser) -> None:
    parser.add_argument("--title", metavar="TEXT", required=True, help="a few words to find it by")
    _parts(parser)


def _add(shell: Shell, args: Namespace) -> None:
    form = ExampleForm(
        title=args.title,
        situation=args.situation or "",
        task=args.task or "",
        action=args.action or "",
        result=args.result or "",
        numbers=args.numbers or "",
        competencies=tuple(args.competency or ()),
        roles=tuple(args.role or ()),
    )
    added = shell.services.examples.add(form)
    _tell_missing(shell, added)
    shell.answer(records.example(added), added.id)


def _tell_missing(shell: Shell, example: Example) -> None:
    if example.missing:
        shell.say(f"Still to write: {', '.join(example.missing)}.")


def _list_arguments(parser: Parser) -> None:
    parser.add_argument("--competency", metavar="NAME", help="only those that show it")


def _list(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    wanted = lookup.competency(journal, args.competency).id if args.competency else None
    found = [one for one in journal.live_examples if wanted is None or wanted in one.competencies]
    if not found:
        shell.say("No examples yet. Six to twelve are a good bank; begin with: afterword example add --title …")
    columns = [
        TableColumn("id", None),
        TableColumn("title"),
        TableColumn("competencies"),
        TableColumn("still to write"),
    ]
    rows = [(one.id, one.title, ", ".join(one.competencies) or "-", ", ".join(one.missing) or "-") for one in found]
    shell.answer([records.example(one) for one in found], table(columns, rows, shell.width) if rows else "")


def _show(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    example = lookup.example(journal, args.id)
    names = [one.name for key in example.competencies if (one := journal.competency(key))]
    shown = [("id", example.id), ("title", example.title)]
    shown += [(name, getattr(example, name)) for name in _PARTS]
    shown += [("shows", ", ".join(names)), ("fits", ", ".join(example.roles)), ("to write", ", ".join(example.missing))]
    shown += practised(shell, example)
    shell.answer(records.example(example), fields(shown))


def _edit_arguments(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("--title", metavar="TEXT", help="a few words to find it by")
    _parts(parser)


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.example(shell.services.overview.journal(), args.id)
    given = {name: getattr(args, name) for name in ("title", *_PARTS) if getattr(args, name) is not None}
    if args.competency is not None:
        given["competencies"] = tuple(name for name in args.competency if name)
    if args.role is not None:
        given["roles"] = tuple(args.role)
    if not given:
        raise NotUnderstood("Nothing was said to change.", hint="See: afterword example edit --help")
    began = form_of(old)
    changed = shell.services.examples.edit(old.id, replace(began, **given), began)
    shell.say(f"Changed “{changed.title}”.")
    _tell_missing(shell, changed)
    shell.answer(records.example(changed), "")


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.examples.remove(args.id)
    shell.say(f"Removed “{gone.title}”. It comes back with: afterword example restore {gone.id}")
    shell.answer(records.example(gone), "")


def _restore(shell: Shell, args: Namespace) -> None:
    back = shell.services.examples.restore(args.id)
    shell.say(f"“{back.title}” is back.")
    shell.answer(records.example(back), "")


COMMANDS = (
    Command(
        "example add",
        "add a story and print its id; a title is enough to begin with",
        _add_arguments,
        _add,
        "example:\n  afterword example add --title 'The stalled queue' --competency Ownership",
    ),
    Command("example list", "list the stories with what they show and still lack", _list_arguments, _list),
    Command("example show", "show one story", _id, _show),
    Command("example edit", "change what the flags name; --competency replaces all of them", _edit_arguments, _edit),
    Command("example rm", "remove one; it can be brought back", _id, _rm),
    Command("example restore", "bring a removed one back", _id, _restore),
    *PRACTICE,
)
