"""Owns the verbs `competency …`."""

from argparse import Namespace
from collections.abc import Sequence

from afterword.cli.command import Parser, argument
from afterword.cli.fields import add_flags, check_given, flags_for, given, rows_of
from afterword.cli.output import fields, plain, table
from afterword.cli.shell import Shell
from afterword.domain.competency import Competency, pack, pack_names
from afterword.domain.fields import described, fields_of
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
    record = [
        {
            "name": name,
            "title": known.title,
            "used": name in used,
            "competencies": [{"id": item.id, "name": item.name, "anchor": item.anchor} for item in known.competencies],
        }
        for name, known in packs.items()
    ]
    columns = {"name": None, "work": None, "used": None, "holds": 8}
    rows = [
        (name, known.title, "yes" if name in used else "", ", ".join(item.name for item in known.competencies))
        for name, known in packs.items()
    ]
    shell.answer(record, table(columns, rows, shell.width))


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
    quotes = [[journal.findings[key].quote for key in group.ids] for group in groups]
    record = [
        {"name": group.name, "words": group.words, "findings": group.ids, "phrases": phrases}
        for group, phrases in zip(groups, quotes, strict=True)
    ]
    if not groups:
        shell.say("No two phrases without a competency share a word.")
    columns = {"word": None, "phrases": None, "such as": 8}
    rows = [
        (group.name, str(len(group.ids)), " · ".join(f"“{phrase}”" for phrase in phrases))
        for group, phrases in zip(groups, quotes, strict=True)
    ]
    shell.answer(record, table(columns, rows, shell.width))


def _list(shell: Shell, args: Namespace) -> None:
    known = shell.services.overview.journal().all_competencies
    found = [one for one in known if args.all or not one.archived]
    columns = {"id": None, "name": None, "shows when": 8}
    rows = [(one.id, one.name + (" (archived)" if one.archived else ""), one.anchor) for one in found]
    shell.answer((plain(one) for one in found), table(columns, rows, shell.width))


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
