"""Owns the verb `completion`: a script for bash, zsh or fish, made from the table of commands."""

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterword.cli.command import GLOBAL_FLAGS, Command, WordOf, nouns
from afterword.cli.shell import Shell
from afterword.domain.text import clean_line

if TYPE_CHECKING:
    from afterword.domain.journal import Journal

Candidates = dict[str, str]
"""What can be typed, each with a word about it."""
Table = Mapping[str, Candidates | str]

TEXT, FILE, FOLDER = "@text", "@file", "@dir"
_BY_METAVAR = {"FILE": FILE, "DIR": FOLDER}


def _completion(shell: Shell, args: Namespace) -> None:
    if args.ids is not None:
        # Nobody reads here what would be told.
        shell.brings_in = False
        candidates = dict(_ids(shell.services.overview.journal(), args.ids))
        shell.answer(candidates, "\n".join(f"{key}\t{label}" for key, label in candidates.items()))
        return
    script = _SHELLS[args.shell](_table())
    shell.answer({"shell": args.shell, "script": script}, script)


def _ids(journal: "Journal", kind: str) -> Iterator[tuple[str, str]]:
    """Each id with the words people know the record by, on one line."""
    for record in _RECORDS[kind.removeprefix("removed-")](journal):
        if (getattr(record, "deleted", None) is not None) == kind.startswith("removed-"):
            # Without their brackets, which a shell would take for something else.
            yield record.id.strip("<>"), clean_line(_label(journal, record))


def _all_cues(journal: "Journal") -> Iterable[Any]:
    from afterword.domain.progress import all_cues

    return all_cues(journal)


_RECORDS: Mapping[str, Callable[["Journal"], Iterable[Any]]] = {
    "interview": lambda journal: journal.interviews.values(),
    "application": lambda journal: journal.live_applications,
    "person": lambda journal: journal.people.values(),
    "request": lambda journal: journal.live_requests,
    "finding": lambda journal: journal.findings.values(),
    "example": lambda journal: journal.examples.values(),
    "pointer": lambda journal: journal.pointers.values(),
    "question": lambda journal: (
        answer for held in journal.live_interviews for answer in journal.reflection_of(held.id).answers
    ),
    "competency": lambda journal: journal.competencies.values(),
    "cue": _all_cues,
    "proposal": lambda journal: journal.open_proposals,
}
_KINDS = (*_RECORDS, "removed-interview", "removed-example")
"""What has an id that a command can be given."""


def _label(journal: "Journal", record: Any) -> str:
    about = journal.interviews.get(getattr(record, "interview_id", ""))
    if about is not None and hasattr(record, "person_id"):
        return f"{journal.people[record.person_id].name} · {about.label}"
    for name in ("label", "title", "quote", "name", "when", "subject", "question"):
        if isinstance(words := getattr(record, name, None), str):
            return words
    return ""


def _table() -> dict[str, Candidates | str]:
    """What can follow, by key: candidates with a word on each, or one of `@file`, `@dir`, `@text` and `@` with a kind.

    The keys are `.` for the nouns and `-` for the global flags, `:NOUN` for its verbs, the words of a command for its
    flags, then `COMMAND FLAG` for the value of a flag, `COMMAND 1` for its first argument, and `COMMAND +` for all
    arguments after those.
    """
    flags = {**GLOBAL_FLAGS, "--help": "show the help"}
    table: dict[str, Candidates | str] = {".": {noun.word: noun.about for noun in nouns()}, "-": flags}
    table |= {" --data-dir": FOLDER, " --config": FILE}
    for noun in nouns():
        verbs = {verb: command.about for verb, command in noun.commands().items() if verb}
        if verbs:
            table[f":{noun.word}"] = verbs
    for command in (command for noun in nouns() for command in noun.commands().values()):
        table |= _of_command(command)
    return table


def _of_command(command: Command) -> dict[str, Candidates | str]:
    arguments = command.parser().given
    flags = {flag: action.help or "" for action in arguments for flag in action.option_strings if len(flag) > 2}  # noqa: PLR2004
    table: dict[str, Candidates | str] = {command.words: flags}
    place = 0
    for action in arguments:
        follows = _follows(command, action)
        if action.option_strings:
            table |= {f"{command.words} {flag}": follows for flag in action.option_strings if action.nargs != 0}
        else:
            place += 1
            table[f"{command.words} {place}"] = follows
        if action.nargs == "+":
            table[f"{command.words} +"] = follows
    return table


def _follows(command: Command, action: argparse.Action) -> Candidates | str:
    """What an argument, or the value of a flag, can be."""
    if isinstance(action.type, WordOf):
        return dict.fromkeys(action.type.words, "")
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    kind = _BY_METAVAR.get(metavar) or _kind(command, action, metavar)
    return kind if kind.startswith("@") else f"@{kind}"


def _kind(command: Command, action: argparse.Action, metavar: str) -> str:
    """The kind of id that is asked for; text where it is none."""
    noun, _, verb = command.words.partition(" ")
    word = action.option_strings[-1].lstrip("-") if action.option_strings else action.dest
    if metavar == "ID":
        name = word if action.option_strings else {"reflect": "interview", "history": "interview"}.get(noun, noun)
    elif word == "competency" or metavar == "INTO":
        name = "competency"
    else:
        name = metavar.partition("|")[0].lower()
    if verb == "restore":
        name = f"removed-{name}"
    return name if name in _KINDS else TEXT


_SCRIPTS = Path(__file__).with_name("completions")


def bash(table: Table) -> str:
    """The script for bash."""
    return _walked("afterword.bash", table)


def zsh(table: Table) -> str:
    """The script for zsh, to be evaluated or put into a folder of `$fpath` as `_afterword`."""
    return _walked("afterword.zsh", table)


def fish(table: Table) -> str:
    """The script for fish, which also shows a word about each candidate."""

    def quoted(text: str) -> str:
        escaped = text.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"

    cases = []
    for key, follows in table.items():
        lines = [follows] if isinstance(follows, str) else [f"{word}\t{about}" for word, about in follows.items()]
        cases.append(f"    case {quoted(key)}\n      printf '%s\\n' {' '.join(map(quoted, lines))}")
    return (_SCRIPTS / "afterword.fish").read_text(encoding="utf-8").replace("TABLE", "\n".join(cases))


def _walked(name: str, table: Table) -> str:
    """That script, with the table as the cases of the function that both shells walk through it by."""
    specs = {key: follows if isinstance(follows, str) else " ".join(follows) for key, follows in table.items()}
    # `shlex.quote` leaves plain words bare.
    quoted = [["'" + text.replace("'", "'\\''") + "'" for text in pair] for pair in specs.items()]
    cases = "\n".join(f"    {key}) spec={spec} ;;" for key, spec in quoted)
    walk = (_SCRIPTS / "walk.sh").read_text(encoding="utf-8").replace("TABLE", cases)
    return (_SCRIPTS / name).read_text(encoding="utf-8").replace("WALK\n", walk)


_SHELLS = {"bash": bash, "zsh": zsh, "fish": fish}
WORDS = {"shell": tuple(_SHELLS), "id": _KINDS}
COMMANDS = {"completion": _completion}
