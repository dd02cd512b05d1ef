"""Owns the verbs on what is practised: `competency …`, `example …`, `pointer …`, and `cue …`."""

from argparse import Namespace
from collections.abc import Sequence
from operator import attrgetter

from afterword.cli import records
from afterword.cli.command import Parser
from afterword.cli.fields import add_flags, changing, edited, flags_for, rows_of, typed_values
from afterword.cli.shell import Shell, fields, plain, table
from afterword.domain.dates import show_short
from afterword.domain.fields import described, fields_of
from afterword.domain.interview import Mode
from afterword.domain.practice import Competency, Example, Kept, Occasion, Pointer, pack, pack_names, rehearsal_words
from afterword.domain.progress import all_cues, pointers_to_check
from afterword.domain.reflection import Cue
from afterword.domain.suggestion import PhraseGroup
from afterword.domain.text import clean_line, fold, plural
from afterword.errors import NotFound, NotUnderstood
from afterword.services import lookup

_COMPETENCY, _WHY_ME = fields_of(Competency), fields_of(Competency, "why-me")
_EXAMPLE, _CUE = fields_of(Example), fields_of(Cue)
_POINTER, _ORIGIN = fields_of(Pointer), fields_of(Pointer, "origin")
_id = attrgetter("id")


def _pack(shell: Shell, args: Namespace) -> None:
    if args.verb == "list":
        _packs(shell)
        return
    if not args.names:
        raise NotUnderstood("Which pack?", hint=f"Choose one of: {', '.join(pack_names())}.")
    used = [shell.services.competencies.use_pack(name) for name in args.names]
    for used_pack in used:
        came = ", ".join(competency.name for competency in used_pack.came)
        shell.say(f"“{used_pack.title}” brings: {came}." if came else f"“{used_pack.title}” is used already.")
    came_all = [competency for used_pack in used for competency in used_pack.came]
    shell.answer(list(map(plain, came_all)), "\n".join(map(_id, came_all)))


def _packs(shell: Shell) -> None:
    journal = shell.services.overview.journal()
    used = {competency.pack for competency in journal.all_competencies if not competency.archived}
    packs = {name: pack(name, journal.language) for name in pack_names()}

    def record(name: str) -> dict[str, object]:
        competencies = [{"id": item.id, "name": item.name, "anchor": item.anchor} for item in packs[name].competencies]
        return {"name": name, "title": packs[name].title, "used": name in used, "competencies": competencies}

    def row(name: str) -> tuple[str, ...]:
        names = ", ".join(item.name for item in packs[name].competencies)
        return name, packs[name].title, "yes" if name in used else "", names

    shell.answer_list(tuple(packs), record, {"name": None, "work": None, "used": None, "holds": 8}, row)


def _sort(shell: Shell, args: Namespace) -> None:
    groups = shell.services.competencies.groups()
    if args.group is None:
        _groups(shell, groups)
        return
    typed = fold(args.group)
    chosen = next((group for group in groups if typed in (fold(group.name), *group.words)), None)
    if chosen is None:
        raise NotFound(f"There is no group “{clean_line(args.group)}”.", hint="See: afterword competency sort")
    fields = {"name": args.name or chosen.name, "words": chosen.words}
    competency = shell.services.competencies.sort(chosen.ids, fields, args.into)
    shell.say(f"{plural(len(chosen.ids), 'phrase')} tied to “{competency.name}”.")
    shell.answer(plain(competency), competency.id)


def _groups(shell: Shell, groups: Sequence[PhraseGroup]) -> None:
    journal = shell.services.overview.journal()

    def record(group: PhraseGroup) -> dict[str, object]:
        quotes = [journal.findings[key].quote for key in group.ids]
        return {"name": group.name, "words": group.words, "findings": group.ids, "phrases": quotes}

    def row(group: PhraseGroup) -> tuple[str, ...]:
        quotes = " · ".join(f"“{journal.findings[key].quote}”" for key in group.ids)
        return group.name, str(len(group.ids)), quotes

    columns = {"word": None, "phrases": None, "such as": 8}
    shell.answer_list(groups, record, columns, row, "No two phrases without a competency share a word.")


def _list_competencies(shell: Shell, args: Namespace) -> None:
    competencies = shell.services.overview.journal().all_competencies
    shell.answer_list(
        [competency for competency in competencies if args.all or not competency.archived],
        plain,
        {"id": None, "name": None, "shows when": 8},
        lambda competency: (
            competency.id,
            competency.name + (" (archived)" if competency.archived else ""),
            competency.anchor,
        ),
    )


def _show_competency(shell: Shell, args: Namespace) -> None:
    competency = lookup.competency(shell.services.overview.journal(), args.id)
    shell.answer(
        plain(competency), fields([("id", competency.id), *rows_of(shell, described(Competency).values(), competency)])
    )


def _rename_arguments(parser: Parser) -> None:
    name, *others = _COMPETENCY
    parser.add_argument(name.name, metavar=name.flag, nargs="?", help=f"{name.help}; as before when left out")
    add_flags(parser, others)


def _missing_words(example: Example) -> str:
    return f"Still to write: {', '.join(example.missing)}." if example.missing else ""


def _list_examples(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    competency_id = lookup.competency(journal, args.competency).id if args.competency else None
    examples = [
        example for example in journal.live_examples if competency_id is None or competency_id in example.competencies
    ]
    shell.answer_list(
        examples,
        records.example,
        {"id": None, "title": 8, "competencies": 8, "still to write": 8},
        lambda record: (
            record.id,
            record.title,
            ", ".join(record.competencies) or "-",
            ", ".join(record.missing) or "-",
        ),
        "No examples yet. Six to twelve are a good bank; begin with: afterword example add --title …",
    )


def _show_example(shell: Shell, args: Namespace) -> None:
    example = lookup.example(shell.services.overview.journal(), args.id)
    rows = [("id", example.id), *rows_of(shell, _EXAMPLE, example), ("to write", ", ".join(example.missing))]
    shell.answer(records.example(example), fields([*rows, *_practised(shell, example)]))


def _edit_example(shell: Shell, args: Namespace) -> None:
    example = edited(shell, args, lookup.example, shell.services.examples.edit)
    shell.say(f"Changed “{example.title}”.")
    shell.say(_missing_words(example))
    shell.answer(records.example(example), "")


def _coverage(shell: Shell, _args: Namespace) -> None:
    from afterword.cli import evaluate

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


def _practised(shell: Shell, example: Example) -> list[tuple[str, str]]:
    """Where it was told, how telling it aloud went, and what to write next, as named values."""
    entry = shell.services.preparation.evaluation().bank.entry(example.id)
    if entry is None:
        return []
    tellings = [
        f"{show_short(telling.evidence.on)} {telling.evidence.where}: {telling.evidence.words}; {telling.effect}"
        for telling in entry.tellings
    ]
    aloud = [f"{show_short(rehearsal.at.date())}: {rehearsal_words(rehearsal)}" for rehearsal in example.rehearsals]
    return [("next", entry.advice), ("told", "\n".join(tellings)), ("rehearsed", "\n".join(aloud))]


def _add_pointer(shell: Shell, args: Namespace) -> Pointer:
    return shell.services.pointers.add(typed_values(shell, args, (*_POINTER, *_ORIGIN)), args.finding)


def _list_pointers(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    pointers = journal.live_pointers
    if args.interview:
        pointers = pointers_to_check(journal, lookup.interview(journal, args.interview))

    def last_time(pointer: Pointer) -> str:
        if pointer.occasion is Occasion.DECISION:
            return "for the next no"
        return pointer.checks[-1].kept.value if pointer.checks else "-"

    shell.answer_list(
        pointers,
        records.pointer,
        {"id": None, "pointer": 8, "last time": None},
        lambda record: (record.id, record.sentence, last_time(record)),
        "No pointers here. Make one with: afterword pointer add --when … --will …",
    )


def _check_pointer(shell: Shell, args: Namespace) -> None:
    checked = shell.services.pointers.check(args.id, args.interview, args.kept)
    shell.answer(records.pointer(checked), f"{args.kept}: {checked.sentence}")


def _show_pointer(shell: Shell, args: Namespace) -> None:
    from afterword.cli import evaluate

    pointer = lookup.pointer(shell.services.overview.journal(), args.id)
    histories = shell.services.preparation.evaluation().pointers
    pointer_history = next((history for history in histories if history.pointer.id == pointer.id), None)
    if pointer_history is None:
        raise NotFound(f"“{pointer.sentence}” has been removed.", hint="See: afterword pointer list.")
    more = rows_of(shell, (described(Pointer)["occasion"], *_ORIGIN), pointer)
    rows = [("id", pointer.id), ("pointer", pointer.sentence), *more, ("so far", pointer_history.words)]
    rows += [("ratings", pointer_history.shift.words)] if pointer_history.shift is not None else []
    shell.answer(evaluate.history(pointer_history), fields(rows))


def _list_cues(shell: Shell, args: Namespace) -> None:
    cues = [cue for cue in all_cues(shell.services.overview.journal()) if args.all or not cue.archived]

    def row(cue: Cue) -> tuple[str, ...]:
        where = ", ".join(mode.value for mode in map(Mode, cue.modes)) or "wherever they see or hear you"
        return cue.id, cue.title + (" (put away)" if cue.archived else ""), where

    shell.answer_list(cues, plain, {"id": None, "cue": None, "where": 8}, row)


def _show_cue(shell: Shell, args: Namespace) -> None:
    cue = lookup.cue(shell.services.overview.journal(), args.id)
    away = [("put away", "yes; what was rated by it stays")] if cue.archived else []
    shell.answer(plain(cue), fields([("id", cue.id), *rows_of(shell, _CUE, cue), *away]))


WORDS = {"kept": Kept}
COMMANDS = {
    "competency list": _list_competencies,
    "competency show": _show_competency,
    "competency add": (
        flags_for(_COMPETENCY),
        changing(
            lambda shell, args: shell.services.competencies.add(typed_values(shell, args, _COMPETENCY)),
            plain,
            printed=_id,
        ),
    ),
    "competency rename": (
        _rename_arguments,
        changing(
            lambda shell, args: edited(shell, args, lookup.competency, shell.services.competencies.edit),
            plain,
            printed=_id,
        ),
    ),
    "competency pack": _pack,
    "competency sort": _sort,
    "competency archive": changing(
        lambda shell, args: shell.services.competencies.archive(args.id, archived=not args.back), plain, printed=_id
    ),
    "competency merge": changing(
        lambda shell, args: shell.services.competencies.merge(args.id, args.into),
        plain,
        lambda kept: f"Everything of the first is with “{kept.name}” now.",
        _id,
    ),
    "competency why-me": (
        flags_for(_WHY_ME),
        changing(
            lambda shell, args: shell.services.competencies.edit(args.id, typed_values(shell, args, _WHY_ME)),
            plain,
            printed=_id,
        ),
    ),
    "example add": (
        flags_for(_EXAMPLE),
        changing(
            lambda shell, args: shell.services.examples.add(
                typed_values(shell, args, _EXAMPLE), args.from_answer or ""
            ),
            records.example,
            _missing_words,
            _id,
        ),
    ),
    "example list": _list_examples,
    "example show": _show_example,
    "example edit": (flags_for(_EXAMPLE), _edit_example),
    "example rm": changing(
        lambda shell, args: shell.services.examples.remove(args.id),
        records.example,
        lambda gone: f"Removed “{gone.title}”. It comes back with: afterword example restore {gone.id}",
    ),
    "example restore": changing(
        lambda shell, args: shell.services.examples.restore(args.id),
        records.example,
        lambda back: f"“{back.title}” is back.",
    ),
    "example rehearse": changing(
        lambda shell, args: shell.services.examples.rehearse(args.id, args.seconds, without_notes=args.without_notes),
        records.example,
        lambda example: f"“{example.title}”: {rehearsal_words(example.rehearsals[-1])}.",
    ),
    "example coverage": _coverage,
    "pointer add": (
        flags_for((*_POINTER, *_ORIGIN)),
        changing(_add_pointer, records.pointer, attrgetter("sentence"), _id),
    ),
    "pointer list": _list_pointers,
    "pointer show": _show_pointer,
    "pointer check": _check_pointer,
    "pointer edit": (
        flags_for(_POINTER),
        changing(
            lambda shell, args: edited(shell, args, lookup.pointer, shell.services.pointers.edit),
            records.pointer,
            attrgetter("sentence"),
        ),
    ),
    "pointer rm": changing(
        lambda shell, args: shell.services.pointers.remove(args.id),
        records.pointer,
        lambda gone: f"Removed: {gone.sentence}",
    ),
    "cue list": _list_cues,
    "cue show": _show_cue,
    "cue add": (
        flags_for(_CUE, new=True),
        changing(lambda shell, args: shell.services.cues.add(typed_values(shell, args, _CUE)), plain, printed=_id),
    ),
    "cue edit": (
        flags_for(_CUE),
        changing(lambda shell, args: edited(shell, args, lookup.cue, shell.services.cues.edit), plain, printed=_id),
    ),
    "cue away": changing(
        lambda shell, args: shell.services.cues.put_away(args.id),
        plain,
        lambda cue: f"{cue.title} is put away; what was rated by it stays. cue back brings it back.",
    ),
    "cue back": changing(
        lambda shell, args: shell.services.cues.put_away(args.id, away=False),
        plain,
        lambda cue: f"{cue.title} is asked for again.",
    ),
}
