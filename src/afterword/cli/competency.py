"""Owns the verbs `competency …`."""

from argparse import Namespace
from collections.abc import Sequence

from afterword.cli.command import Parser, argument
from afterword.cli.fields import add_flags, check_given, flags_for, given, rows_of
from afterword.cli.output import fields, plain
from afterword.cli.shell import Shell
from afterword.domain.fields import described, fields_of
from afterword.domain.practice import Competency, pack, pack_names
from afterword.domain.suggestion import PhraseGroup
from afterword.domain.text import clean_line, fold, plural
from afterword.errors import NotFound, NotUnderstood
from afterword.services import lookup

_FIELDS = fields_of(Competency)
_WHY_ME = fields_of(Competency, "why-me")


def _add(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.add(given(shell, args, _FIELDS)))


def _answer(shell: Shell, competency: Competency) -> None:
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
    _answer(shell, competency)


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


def _list(shell: Shell, args: Namespace) -> None:
    known = shell.services.overview.journal().all_competencies
    found = [one for one in known if args.all or not one.archived]
    columns = {"id": None, "name": None, "shows when": 8}
    shell.answer_list(found, plain, columns, _row)


def _row(competency: Competency) -> tuple[str, ...]:
    return competency.id, competency.name + (" (archived)" if competency.archived else ""), competency.anchor


_which = argument("competency", metavar="COMPETENCY", help="its name or id")


def _show(shell: Shell, args: Namespace) -> None:
    found = lookup.competency(shell.services.overview.journal(), args.competency)
    shown = [("id", found.id), *rows_of(shell, described(Competency).values(), found)]
    shell.answer(plain(found), fields(shown))


def _rename_arguments(parser: Parser) -> None:
    _which(parser)
    name, *others = _FIELDS
    parser.add_argument(name.name, metavar=name.flag, nargs="?", help=f"{name.help}; as before when left out")
    add_flags(parser, others)


def _rename(shell: Shell, args: Namespace) -> None:
    changes = given(shell, args, _FIELDS)
    check_given(shell, lookup.competency(shell.services.store.journal(), args.competency), changes, "competency rename")
    _answer(shell, shell.services.competencies.edit(args.competency, changes))


def _archive(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.archive(args.competency, archived=not args.back))


def _merge(shell: Shell, args: Namespace) -> None:
    kept = shell.services.competencies.merge(args.competency, args.into)
    shell.say(f"Everything of the first is with “{kept.name}” now.")
    _answer(shell, kept)


def _why_me(shell: Shell, args: Namespace) -> None:
    _answer(shell, shell.services.competencies.edit(args.competency, given(shell, args, _WHY_ME)))


COMMANDS = {
    "competency list": _list,
    "competency show": (_which, _show),
    "competency add": (flags_for(_FIELDS), _add),
    "competency rename": (_rename_arguments, _rename),
    "competency pack": (_pack_arguments, _pack),
    "competency sort": _sort,
    "competency archive": (_which, _archive),
    "competency merge": (_which, _merge),
    "competency why-me": (flags_for(_WHY_ME, _which), _why_me),
}
