"""Owns the verbs `example …`."""

from argparse import Namespace

from afterword.cli import evaluate, records
from afterword.cli.command import id_of
from afterword.cli.fields import check_given, flags_for, given, rows_of
from afterword.cli.output import fields, table
from afterword.cli.shell import Shell
from afterword.domain.dates import show_short
from afterword.domain.fields import fields_of
from afterword.domain.practice import Example, rehearsal_words
from afterword.services import lookup

_FIELDS = fields_of(Example)
_id = id_of("example")


def _add(shell: Shell, args: Namespace) -> None:
    added = shell.services.examples.add(given(shell, args, _FIELDS), args.from_answer or "")
    _tell_missing(shell, added)
    shell.answer(records.example(added), added.id)


def _tell_missing(shell: Shell, example: Example) -> None:
    if example.missing:
        shell.say(f"Still to write: {', '.join(example.missing)}.")


def _list(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    wanted = lookup.competency(journal, args.competency).id if args.competency else None
    found = [example for example in journal.live_examples if wanted is None or wanted in example.competencies]
    shell.answer_list(
        found,
        records.example,
        {"id": None, "title": 8, "competencies": 8, "still to write": 8},
        lambda one: (one.id, one.title, ", ".join(one.competencies) or "-", ", ".join(one.missing) or "-"),
        "No examples yet. Six to twelve are a good bank; begin with: afterword example add --title …",
    )


def _show(shell: Shell, args: Namespace) -> None:
    example = lookup.example(shell.services.overview.journal(), args.id)
    shown = [("id", example.id), *rows_of(shell, _FIELDS, example), ("to write", ", ".join(example.missing))]
    shell.answer(records.example(example), fields([*shown, *practised(shell, example)]))


def _edit(shell: Shell, args: Namespace) -> None:
    old = lookup.example(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _FIELDS, old)
    check_given(shell, old, changes, "example edit")
    edited = shell.services.examples.edit(old.id, changes, old)
    shell.say(f"Changed “{edited.title}”.")
    _tell_missing(shell, edited)
    shell.answer(records.example(edited), "")


def _rm(shell: Shell, args: Namespace) -> None:
    gone = shell.services.examples.remove(args.id)
    shell.say(f"Removed “{gone.title}”. It comes back with: afterword example restore {gone.id}")
    shell.answer(records.example(gone), "")


def _restore(shell: Shell, args: Namespace) -> None:
    back = shell.services.examples.restore(args.id)
    shell.say(f"“{back.title}” is back.")
    shell.answer(records.example(back), "")


def _rehearse(shell: Shell, args: Namespace) -> None:
    example = shell.services.examples.rehearse(args.id, args.seconds, without_notes=args.without_notes)
    shell.say(f"“{example.title}”: {rehearsal_words(example.rehearsals[-1])}.")
    shell.answer(records.example(example), "")


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
    columns = {"competency": None, "has": None, "examples": 8}
    shell.answer(evaluate.bank(bank), table(columns, rows, shell.width))


def practised(shell: Shell, example: Example) -> list[tuple[str, str]]:
    """Where it was told, how telling it aloud went, and what to write next, as named values."""
    entry = shell.services.preparation.evaluation().bank.entry(example.id)
    if entry is None:
        return []
    told = [
        f"{show_short(telling.evidence.on)} {telling.evidence.where}: {telling.evidence.words}; {telling.effect}"
        for telling in entry.tellings
    ]
    aloud = [f"{show_short(rehearsal.at.date())}: {rehearsal_words(rehearsal)}" for rehearsal in example.rehearsals]
    return [("next", entry.advice), ("told", "\n".join(told)), ("rehearsed", "\n".join(aloud))]


COMMANDS = {
    "example add": (flags_for(_FIELDS), _add),
    "example list": _list,
    "example show": (_id, _show),
    "example edit": (flags_for(_FIELDS, _id), _edit),
    "example rm": (_id, _rm),
    "example restore": (_id, _restore),
    "example rehearse": _rehearse,
    "example coverage": _coverage,
}
