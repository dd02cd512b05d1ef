"""Owns the verbs `cue …`: what body language is rated by, put away, or added."""

from argparse import Namespace

from afterword.cli.command import Parser
from afterword.cli.fields import check_given, flags_for, given, rows_of
from afterword.cli.output import fields, plain
from afterword.cli.shell import Shell
from afterword.domain.fields import fields_of
from afterword.domain.interview import Mode
from afterword.domain.progress import all_cues
from afterword.domain.reflection import Cue
from afterword.services import lookup

_FIELDS = fields_of(Cue)


def _add(shell: Shell, args: Namespace) -> None:
    added = shell.services.cues.add(given(shell, args, _FIELDS))
    shell.answer(plain(added), added.id)


def _list(shell: Shell, args: Namespace) -> None:
    found = [cue for cue in all_cues(shell.services.overview.journal()) if args.all or not cue.archived]
    shell.answer_list(found, plain, {"id": None, "cue": None, "where": 8}, _row)


def _row(cue: Cue) -> tuple[str, ...]:
    return cue.id, cue.title + (" (put away)" if cue.archived else ""), _where(cue)


def _where(cue: Cue) -> str:
    return ", ".join(mode.value for mode in map(Mode, cue.modes)) or "wherever they see or hear you"


def _which(parser: Parser) -> None:
    parser.add_argument("cue", metavar="CUE", help="its name or id")


def _show(shell: Shell, args: Namespace) -> None:
    cue = lookup.cue(shell.services.overview.journal(), args.cue)
    away = [("put away", "yes; what was rated by it stays")] if cue.archived else []
    shell.answer(plain(cue), fields([("id", cue.id), *rows_of(shell, _FIELDS, cue), *away]))


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.cue(shell.services.overview.journal(), args.cue)
    changes = given(shell, args, _FIELDS, old)
    check_given(shell, old, changes, "cue edit")
    edited = shell.services.cues.edit(old.id, changes, old)
    shell.answer(plain(edited), edited.id)


def _away(shell: Shell, args: Namespace) -> None:
    cue = shell.services.cues.put_away(args.cue)
    shell.say(f"{cue.title} is put away; what was rated by it stays. cue back brings it back.")
    shell.answer(plain(cue), "")


def _back(shell: Shell, args: Namespace) -> None:
    cue = shell.services.cues.put_away(args.cue, away=False)
    shell.say(f"{cue.title} is asked for again.")
    shell.answer(plain(cue), "")


COMMANDS = {
    "cue list": _list,
    "cue show": (_which, _show),
    "cue add": (flags_for(_FIELDS, new=True), _add),
    "cue edit": (flags_for(_FIELDS, _which), _edit),
    "cue away": (_which, _away),
    "cue back": (_which, _back),
}
