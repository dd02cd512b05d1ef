"""Owns the verb `mail explain`."""

from argparse import Namespace

from afterword.cli.command import Command, Parser
from afterword.cli.output import fields, indented
from afterword.cli.shell import Shell
from afterword.errors import UserError
from afterword.mail.content import Explanation, explain


def _arguments(parser: Parser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="mails (.eml) or texts, or - for stdin")


def _explain(shell: Shell, args: Namespace) -> int:
    found: list[Explanation] = []
    for name in args.files:
        try:
            found.append(explain(name, shell.read_bytes(name)))
        except UserError as error:
            shell.say(f"{name}: {error.title}", error.detail, error.hint)
    shell.answer([one.as_document() for one in found], "\n\n".join(_page(one) for one in found))
    return 0 if len(found) == len(args.files) else 1


def _page(one: Explanation) -> str:
    head = fields(
        [
            ("file", one.file),
            ("kind", one.kind.value.replace("_", "-")),
            ("because", one.reason),
            ("from", one.sender),
            ("answers", one.in_reply_to),
            ("note", "\n".join(one.notes)),
        ]
    )
    return f"{head}\n\n{indented(one.text)}" if one.text else head


COMMANDS = (
    Command(
        "mail explain",
        "tell what a message is, which rule said so, and what was newly written; touches no store",
        _arguments,
        _explain,
    ),
)
