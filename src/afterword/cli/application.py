"""Owns the verbs `application …`: the hiring processes, each with its rounds, its people and how it ended."""

from argparse import Namespace
from functools import partial

from afterword.cli.command import Parser, id_of
from afterword.cli.fields import check_given, flags_for, given, rows_of
from afterword.cli.interview import add_outcome_flags, heard, say_outcome
from afterword.cli.output import fields
from afterword.cli.shell import Shell
from afterword.domain.application import Application, standing
from afterword.domain.dates import show_moment
from afterword.domain.fields import described, fields_of
from afterword.errors import NotUnderstood
from afterword.services import lookup

_FIELDS = fields_of(Application)
_id = id_of("application")


def answer(shell: Shell, application: Application, words: str = "") -> None:
    """The record of an application with `--json`, else these words."""
    from afterword.cli import records

    shell.answer(records.application(shell.services.store.journal(), application) if shell.json else None, words)


def _list(shell: Shell, _args: Namespace) -> None:
    from afterword.cli import records

    journal = shell.services.overview.journal()
    shell.answer_list(
        journal.live_applications,
        partial(records.application, journal),
        {"id": None, "company": 8, "role": 8, "rounds": None, "outcome": None},
        lambda one: (one.id, one.company, one.role, str(len(journal.rounds_of(one.id))), one.outcome.value),
        "No applications here yet. The first interview begins one: afterword interview add",
    )


def _show(shell: Shell, args: Namespace) -> None:
    application = lookup.application(shell.services.overview.journal(), args.id)
    answer(shell, application, "" if shell.json else _page(shell, application))


def _page(shell: Shell, application: Application) -> str:
    journal = shell.services.overview.journal()
    rounds = journal.rounds_of(application.id)
    held = [
        " · ".join(
            filter(None, (show_moment(item.local), item.round, standing(application, rounds, item).value, item.id))
        )
        for item in rounds
    ]
    joined = (
        "by the update of an older journal; afterword application split takes one out" if application.joined else ""
    )
    return fields(
        [
            ("id", application.id),
            *rows_of(shell, described(Application).values(), application),
            ("rounds", "\n".join(held)),
            ("people", "\n".join(person.label for person in journal.people_of(application.id))),
            ("joined", joined),
        ]
    )


def _edit(shell: Shell, args: Namespace) -> None:
    if args.posting_file and args.posting is not None:
        raise NotUnderstood("The posting was given twice.", hint="Leave out either --posting or --posting-file.")
    old = lookup.application(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _FIELDS, old)
    if args.posting_file:
        changes["posting"] = shell.read_text(args.posting_file)
    check_given(shell, old, changes, "application edit")
    edited = shell.services.applications.edit(old.id, changes, old)
    shell.say(f"Changed {edited.label}.")
    answer(shell, edited)


def _outcome_arguments(parser: Parser) -> None:
    _id(parser)
    add_outcome_flags(parser)


def _outcome(shell: Shell, args: Namespace) -> None:
    decided = shell.services.applications.hear(args.id, heard(shell, args))
    say_outcome(shell, decided)
    answer(shell, decided, f"{decided.label}: {decided.outcome}")


def _join(shell: Shell, args: Namespace) -> None:
    application = shell.services.applications.join(args.id, args.other)
    rounds = shell.services.store.journal().rounds_of(application.id)
    shell.say(f"{application.label} has {len(rounds)} rounds now. Take one out with: afterword application split")
    answer(shell, application, application.id)


def _split(shell: Shell, args: Namespace) -> None:
    application = shell.services.applications.split(args.id)
    shell.say(f"{application.label} is an application of its own now ({application.outcome}).")
    answer(shell, application, application.id)


COMMANDS = {
    "application list": _list,
    "application show": (_id, _show),
    "application edit": (flags_for(_FIELDS, _id), _edit),
    "application outcome": (_outcome_arguments, _outcome),
    "application join": (_id, _join),
    "application split": _split,
}
