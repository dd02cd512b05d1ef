"""Owns the verbs `pointer …`."""

from argparse import Namespace

from afterword.cli import records
from afterword.cli.command import Parser, WordOf, id_of, words_of
from afterword.cli.fields import check_given, flags_for, given, rows_of
from afterword.cli.output import fields
from afterword.cli.shell import Shell
from afterword.domain.fields import described, fields_of
from afterword.domain.practice import Kept, Occasion, Pointer
from afterword.domain.progress import pointers_to_check
from afterword.errors import NotFound
from afterword.services import lookup

_FIELDS = fields_of(Pointer)
_id = id_of("pointer")


def _add(shell: Shell, args: Namespace) -> None:
    changes = given(shell, args, (*_FIELDS, *fields_of(Pointer, "origin")))
    added = shell.services.pointers.add(changes, args.finding)
    shell.say(added.sentence)
    shell.answer(records.pointer(added), added.id)


def _list(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    found = journal.live_pointers
    if args.interview:
        found = pointers_to_check(journal, lookup.interview(journal, args.interview))
    shell.answer_list(
        found,
        records.pointer,
        {"id": None, "pointer": 8, "last time": None},
        lambda one: (one.id, one.sentence, _last(one)),
        "No pointers here. Make one with: afterword pointer add --when … --will …",
    )


def _last(pointer: Pointer) -> str:
    if pointer.occasion is Occasion.DECISION:
        return "for the next no"
    return pointer.checks[-1].kept.value if pointer.checks else "-"


def _check_arguments(parser: Parser) -> None:
    _id(parser)
    parser.add_argument("--interview", metavar="ID", required=True, help="the interview it was meant for")
    parser.add_argument("--kept", metavar=words_of(Kept), type=WordOf(Kept), required=True, help="what became of it")


def _check(shell: Shell, args: Namespace) -> None:
    checked = shell.services.pointers.check(args.id, args.interview, args.kept)
    shell.answer(records.pointer(checked), f"{args.kept}: {checked.sentence}")


def _show(shell: Shell, args: Namespace) -> None:
    from afterword.cli import evaluate

    wanted = lookup.pointer(shell.services.overview.journal(), args.id)
    found = next(
        (pointer for pointer in shell.services.preparation.evaluation().pointers if pointer.pointer.id == wanted.id),
        None,
    )
    if found is None:
        raise NotFound(f"“{wanted.sentence}” has been removed.", hint="See: afterword pointer list.")
    origin = rows_of(shell, fields_of(Pointer, "origin"), wanted)
    occasion = rows_of(shell, [described(Pointer)["occasion"]], wanted)
    shown = [("id", wanted.id), ("pointer", wanted.sentence), *occasion, *origin, ("so far", found.words)]
    shown += [("ratings", found.shift.words)] if found.shift is not None else []
    shell.answer(evaluate.history(found), fields(shown))


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.pointer(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _FIELDS, old)
    check_given(shell, old, changes, "pointer edit")
    edited = shell.services.pointers.edit(old.id, changes, old)
    shell.say(edited.sentence)
    shell.answer(records.pointer(edited), "")


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.pointers.remove(args.id)
    shell.say(f"Removed: {gone.sentence}")
    shell.answer(records.pointer(gone), "")


COMMANDS = {
    "pointer add": (flags_for((*_FIELDS, *fields_of(Pointer, "origin"))), _add),
    "pointer list": _list,
    "pointer show": (_id, _show),
    "pointer check": (_check_arguments, _check),
    "pointer edit": (flags_for(_FIELDS, _id), _edit),
    "pointer rm": (_id, _rm),
}
