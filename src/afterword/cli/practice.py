"""Owns the verbs on what is practised: `competency …`, `example …`, `pointer …`, and `cue …`."""

from argparse import Namespace
from collections.abc import Sequence

from afterword.cli import records
from afterword.cli.command import Parser, WordOf, argument, id_of, words_of
from afterword.cli.fields import add_flags, check_given, flags_for, given, rows_of
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

_COMPETENCY = fields_of(Competency)
_WHY_ME = fields_of(Competency, "why-me")


def _add_competency(shell: Shell, args: Namespace) -> None:
    _answer_competency(shell, shell.services.competencies.add(given(shell, args, _COMPETENCY)))


def _answer_competency(shell: Shell, competency: Competency) -> None:
    shell.answer(plain(competency), competency.id)


def _pack_arguments(parser: Parser) -> None:
    parser.add_argument("verb", metavar="list|use", choices=("list", "use"), help="list the packs, or use some")
    parser.add_argument("names", metavar="NAME", nargs="*", help="the packs to use, such as care")


def _pack(shell: Shell, args: Namespace) -> None:
    if args.verb == "list":
        _packs(shell)
        return
    if not args.names:
        raise NotUnderstood("Which pack?", hint=f"Choose one of: {', '.join(pack_names())}.")
    used = [shell.services.competencies.use_pack(name) for name in args.names]
    for taken in used:
        came = ", ".join(competency.name for competency in taken.came)
        shell.say(f"“{taken.title}” brings: {came}." if came else f"“{taken.title}” is used already.")
    came_ids = [competency.id for taken in used for competency in taken.came]
    shell.answer([plain(competency) for taken in used for competency in taken.came], "\n".join(came_ids))


def _packs(shell: Shell) -> None:
    journal = shell.services.overview.journal()
    used = {competency.pack for competency in journal.all_competencies if not competency.archived}
    packs = {name: pack(name, journal.language) for name in pack_names()}

    def record(name: str) -> dict[str, object]:
        held = [{"id": item.id, "name": item.name, "anchor": item.anchor} for item in packs[name].competencies]
        return {"name": name, "title": packs[name].title, "used": name in used, "competencies": held}

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
    _answer_competency(shell, competency)


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
    known = shell.services.overview.journal().all_competencies
    found = [one for one in known if args.all or not one.archived]
    columns = {"id": None, "name": None, "shows when": 8}
    shell.answer_list(found, plain, columns, _competency_row)


def _competency_row(competency: Competency) -> tuple[str, ...]:
    return competency.id, competency.name + (" (archived)" if competency.archived else ""), competency.anchor


_competency_id = argument("competency", metavar="COMPETENCY", help="its name or id")


def _show_competency(shell: Shell, args: Namespace) -> None:
    found = lookup.competency(shell.services.overview.journal(), args.competency)
    shown = [("id", found.id), *rows_of(shell, described(Competency).values(), found)]
    shell.answer(plain(found), fields(shown))


def _rename_arguments(parser: Parser) -> None:
    _competency_id(parser)
    name, *others = _COMPETENCY
    parser.add_argument(name.name, metavar=name.flag, nargs="?", help=f"{name.help}; as before when left out")
    add_flags(parser, others)


def _rename(shell: Shell, args: Namespace) -> None:
    changes = given(shell, args, _COMPETENCY)
    check_given(shell, lookup.competency(shell.services.store.journal(), args.competency), changes, "competency rename")
    _answer_competency(shell, shell.services.competencies.edit(args.competency, changes))


def _archive(shell: Shell, args: Namespace) -> None:
    _answer_competency(shell, shell.services.competencies.archive(args.competency, archived=not args.back))


def _merge(shell: Shell, args: Namespace) -> None:
    kept = shell.services.competencies.merge(args.competency, args.into)
    shell.say(f"Everything of the first is with “{kept.name}” now.")
    _answer_competency(shell, kept)


def _why_me(shell: Shell, args: Namespace) -> None:
    _answer_competency(shell, shell.services.competencies.edit(args.competency, given(shell, args, _WHY_ME)))


_EXAMPLE = fields_of(Example)
_example_id = id_of("example")


def _add_example(shell: Shell, args: Namespace) -> None:
    added = shell.services.examples.add(given(shell, args, _EXAMPLE), args.from_answer or "")
    _tell_missing(shell, added)
    shell.answer(records.example(added), added.id)


def _tell_missing(shell: Shell, example: Example) -> None:
    if example.missing:
        shell.say(f"Still to write: {', '.join(example.missing)}.")


def _list_examples(shell: Shell, args: Namespace) -> None:
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


def _show_example(shell: Shell, args: Namespace) -> None:
    example = lookup.example(shell.services.overview.journal(), args.id)
    shown = [("id", example.id), *rows_of(shell, _EXAMPLE, example), ("to write", ", ".join(example.missing))]
    shell.answer(records.example(example), fields([*shown, *_practised(shell, example)]))


def _edit_example(shell: Shell, args: Namespace) -> None:
    old = lookup.example(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _EXAMPLE, old)
    check_given(shell, old, changes, "example edit")
    edited = shell.services.examples.edit(old.id, changes, old)
    shell.say(f"Changed “{edited.title}”.")
    _tell_missing(shell, edited)
    shell.answer(records.example(edited), "")


def _rm_example(shell: Shell, args: Namespace) -> None:
    gone = shell.services.examples.remove(args.id)
    shell.say(f"Removed “{gone.title}”. It comes back with: afterword example restore {gone.id}")
    shell.answer(records.example(gone), "")


def _restore_example(shell: Shell, args: Namespace) -> None:
    back = shell.services.examples.restore(args.id)
    shell.say(f"“{back.title}” is back.")
    shell.answer(records.example(back), "")


def _rehearse(shell: Shell, args: Namespace) -> None:
    example = shell.services.examples.rehearse(args.id, args.seconds, without_notes=args.without_notes)
    shell.say(f"“{example.title}”: {rehearsal_words(example.rehearsals[-1])}.")
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
    told = [
        f"{show_short(telling.evidence.on)} {telling.evidence.where}: {telling.evidence.words}; {telling.effect}"
        for telling in entry.tellings
    ]
    aloud = [f"{show_short(rehearsal.at.date())}: {rehearsal_words(rehearsal)}" for rehearsal in example.rehearsals]
    return [("next", entry.advice), ("told", "\n".join(told)), ("rehearsed", "\n".join(aloud))]


_POINTER = fields_of(Pointer)
_pointer_id = id_of("pointer")


def _add_pointer(shell: Shell, args: Namespace) -> None:
    changes = given(shell, args, (*_POINTER, *fields_of(Pointer, "origin")))
    added = shell.services.pointers.add(changes, args.finding)
    shell.say(added.sentence)
    shell.answer(records.pointer(added), added.id)


def _list_pointers(shell: Shell, args: Namespace) -> None:
    journal = shell.services.overview.journal()
    found = journal.live_pointers
    if args.interview:
        found = pointers_to_check(journal, lookup.interview(journal, args.interview))
    shell.answer_list(
        found,
        records.pointer,
        {"id": None, "pointer": 8, "last time": None},
        lambda one: (one.id, one.sentence, _last_pointer(one)),
        "No pointers here. Make one with: afterword pointer add --when … --will …",
    )


def _last_pointer(pointer: Pointer) -> str:
    if pointer.occasion is Occasion.DECISION:
        return "for the next no"
    return pointer.checks[-1].kept.value if pointer.checks else "-"


def _check_pointer_arguments(parser: Parser) -> None:
    _pointer_id(parser)
    parser.add_argument("--interview", metavar="ID", required=True, help="the interview it was meant for")
    parser.add_argument("--kept", metavar=words_of(Kept), type=WordOf(Kept), required=True, help="what became of it")


def _check_pointer(shell: Shell, args: Namespace) -> None:
    checked = shell.services.pointers.check(args.id, args.interview, args.kept)
    shell.answer(records.pointer(checked), f"{args.kept}: {checked.sentence}")


def _show_pointer(shell: Shell, args: Namespace) -> None:
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


def _edit_pointer(shell: Shell, args: Namespace) -> None:
    old = lookup.pointer(shell.services.overview.journal(), args.id)
    changes = given(shell, args, _POINTER, old)
    check_given(shell, old, changes, "pointer edit")
    edited = shell.services.pointers.edit(old.id, changes, old)
    shell.say(edited.sentence)
    shell.answer(records.pointer(edited), "")


def _rm_pointer(shell: Shell, args: Namespace) -> None:
    gone = shell.services.pointers.remove(args.id)
    shell.say(f"Removed: {gone.sentence}")
    shell.answer(records.pointer(gone), "")


_CUE = fields_of(Cue)


def _add_cue(shell: Shell, args: Namespace) -> None:
    added = shell.services.cues.add(given(shell, args, _CUE))
    shell.answer(plain(added), added.id)


def _list_cues(shell: Shell, args: Namespace) -> None:
    found = [cue for cue in all_cues(shell.services.overview.journal()) if args.all or not cue.archived]
    shell.answer_list(found, plain, {"id": None, "cue": None, "where": 8}, _cue_row)


def _cue_row(cue: Cue) -> tuple[str, ...]:
    return cue.id, cue.title + (" (put away)" if cue.archived else ""), _where_cue(cue)


def _where_cue(cue: Cue) -> str:
    return ", ".join(mode.value for mode in map(Mode, cue.modes)) or "wherever they see or hear you"


_cue_id = argument("cue", metavar="CUE", help="its name or id")


def _show_cue(shell: Shell, args: Namespace) -> None:
    cue = lookup.cue(shell.services.overview.journal(), args.cue)
    away = [("put away", "yes; what was rated by it stays")] if cue.archived else []
    shell.answer(plain(cue), fields([("id", cue.id), *rows_of(shell, _CUE, cue), *away]))


def _edit_cue(shell: Shell, args: Namespace) -> None:
    old = lookup.cue(shell.services.overview.journal(), args.cue)
    changes = given(shell, args, _CUE, old)
    check_given(shell, old, changes, "cue edit")
    edited = shell.services.cues.edit(old.id, changes, old)
    shell.answer(plain(edited), edited.id)


def _away_cue(shell: Shell, args: Namespace) -> None:
    cue = shell.services.cues.put_away(args.cue)
    shell.say(f"{cue.title} is put away; what was rated by it stays. cue back brings it back.")
    shell.answer(plain(cue), "")


def _back_cue(shell: Shell, args: Namespace) -> None:
    cue = shell.services.cues.put_away(args.cue, away=False)
    shell.say(f"{cue.title} is asked for again.")
    shell.answer(plain(cue), "")


COMMANDS = {
    "competency list": _list_competencies,
    "competency show": (_competency_id, _show_competency),
    "competency add": (flags_for(_COMPETENCY), _add_competency),
    "competency rename": (_rename_arguments, _rename),
    "competency pack": (_pack_arguments, _pack),
    "competency sort": _sort,
    "competency archive": (_competency_id, _archive),
    "competency merge": (_competency_id, _merge),
    "competency why-me": (flags_for(_WHY_ME, _competency_id), _why_me),
    "example add": (flags_for(_EXAMPLE), _add_example),
    "example list": _list_examples,
    "example show": (_example_id, _show_example),
    "example edit": (flags_for(_EXAMPLE, _example_id), _edit_example),
    "example rm": (_example_id, _rm_example),
    "example restore": (_example_id, _restore_example),
    "example rehearse": _rehearse,
    "example coverage": _coverage,
    "pointer add": (flags_for((*_POINTER, *fields_of(Pointer, "origin"))), _add_pointer),
    "pointer list": _list_pointers,
    "pointer show": (_pointer_id, _show_pointer),
    "pointer check": (_check_pointer_arguments, _check_pointer),
    "pointer edit": (flags_for(_POINTER, _pointer_id), _edit_pointer),
    "pointer rm": (_pointer_id, _rm_pointer),
    "cue list": _list_cues,
    "cue show": (_cue_id, _show_cue),
    "cue add": (flags_for(_CUE, new=True), _add_cue),
    "cue edit": (flags_for(_CUE, _cue_id), _edit_cue),
    "cue away": (_cue_id, _away_cue),
    "cue back": (_cue_id, _back_cue),
}
