"""Owns what a command is (words, flags, help), and the table of all of them, each loaded when it is needed.

The table stands in commands.json; the arguments and the verb behind a command are in the module it names.
"""

import argparse
import functools
import importlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from msgspec import Struct, field, json

from afterword.cli.shell import HelpAsked
from afterword.domain.text import clean_line, nearest
from afterword.domain.text import whole_number as number_in
from afterword.errors import NotUnderstood

if TYPE_CHECKING:
    from afterword.cli.shell import Shell

E = TypeVar("E", bound=str)
T = TypeVar("T")
HELP_WIDTH = 80
# The words of argparse stay English, too: no catalogue is looked for at every one.
setattr(argparse, "_", str)  # noqa: B010 - a name that is not told to type checkers

WHEN_HELP = "WHEN: 2026-11-12T10:00, tue 14:30, tomorrow 9am, +3d 09:00, 2 weeks ago"


class _Help(argparse.Action):
    """`--help`, as an exception that the one place with the streams prints."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Leave the parser with its help text, with what the command does in lines that fit."""
        import textwrap

        parser.description = textwrap.fill(parser.description or "", HELP_WIDTH)
        raise HelpAsked(parser.format_help())


A = TypeVar("A", bound=argparse.Action)


class Parser(argparse.ArgumentParser):
    """The arguments of one command. Wrong words raise `NotUnderstood`, with the nearest right ones as a hint."""

    def __init__(self, prog: str, about: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=about,
            epilog=epilog or None,
            add_help=False,
            allow_abbrev=False,
            formatter_class=functools.partial(argparse.RawDescriptionHelpFormatter, width=HELP_WIDTH),
        )
        self.color = False  # from Python 3.14 on it would colour this help, and no other
        self.given: list[argparse.Action] = []
        self.add_argument("-h", "--help", action=_Help, nargs=0, help="show this help")

    def _add_action(self, action: A) -> A:
        """Take in an argument, also one of a group; `given` keeps them in the order of the help."""
        self.given.append(action)
        return super()._add_action(action)

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the words of the call."""
        text = clean_line(message)
        if lacking := re.fullmatch(r"argument (?:.*/)?(--[\w-]+): expected (?:one|at least one) argument", text):
            text = f"{lacking[1]} needs a value; one that begins with a dash is written {lacking[1]}=VALUE"
        end = "" if text.endswith((".", "?")) else "."
        raise NotUnderstood(f"{text[:1].upper()}{text[1:]}{end}", hint=f"See: {self.prog} --help")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments in these words. Raises `NotUnderstood` and `HelpAsked`."""
        arguments, extra = self.parse_known_args(list(words))
        if extra:
            flags = [flag for action in self.given for flag in action.option_strings]
            early = f"Global flags stand before the command: afterword {extra[0]} …"
            elsewhere = early if extra[0].partition("=")[0] in GLOBAL_FLAGS else ""
            raise NotUnderstood(
                f"{self.prog} does not know “{clean_line(extra[0])}”.",
                hint=_nearest(extra[0], flags) or elsewhere or f"See: {self.prog} --help",
            )
        return arguments


GLOBAL_FLAGS = {
    "--data-dir": "where the data is",
    "--config": "the settings file",
    "--demo": "sample data in a temporary folder",
    "--plain": "talk line by line",
    "--version": "print the version",
}
"""What stands before the command, each with a few words about it."""

Arguments = Callable[[Parser], None]
Run = Callable[["Shell", argparse.Namespace], int | None]
Plain = tuple[tuple[str, dict[str, Any]], ...]
"""Arguments as data: names, and what argparse takes with them.

`type` is a whole number (`number`), or the name of words in `WORDS` of the module behind the command; `choices` may
name pairs there. Their words stand for `{words}` in the help. Those with one `one_of` exclude each other, and one of
them is needed where that ends with an exclamation mark.
"""


class Command(Struct, frozen=True):
    """One command: its words (`interview add`), what it does in a sentence, its arguments, and the verb behind it.

    `run` returns the exit code, None for 0. `notes` stand below the arguments in the help. `of` is the kind of record
    that it is about, by its id, and `plain` are those of the arguments that are data.
    """

    words: str
    about: str
    arguments: Arguments
    run: Run
    notes: str = ""
    of: str = ""
    plain: Plain = ()

    def parser(self) -> Parser:
        """The parser of this command; every command can answer in JSON."""
        about = f"{self.about[0].upper()}{self.about[1:]}."
        parser = Parser(f"afterword {self.words}", about, self.notes)
        if self.of in ("competency", "cue"):
            parser.add_argument("id", metavar=self.of.upper(), help="its name or id")
        elif self.of:
            whose = "their" if self.of == "person" else "its"
            parser.add_argument("id", metavar="ID", help=f"the {self.of}, or the beginning of {whose} id")
        self.arguments(parser)
        parser.set_defaults(command=self.words)
        groups: dict[str, Any] = {"": parser}
        for name, options in self.plain:
            group = options.get("one_of", "")
            if group not in groups:
                groups[group] = parser.add_mutually_exclusive_group(required=group.endswith("!"))
            groups[group].add_argument(name, **{key: value for key, value in options.items() if key != "one_of"})
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        return parser


def _understood(options: dict[str, Any], word_lists: Mapping[str, Any]) -> dict[str, Any]:
    """Such options as argparse takes them, with the words that are known in place of their name."""
    kind, choices, words = options.get("type"), options.get("choices"), ""
    if kind == "number":
        return options | {"type": whole_number}
    if kind is not None:
        reader = WordOf(word_lists[kind])
        words = "|".join(reader.words)
        options = {"metavar": words} | options | {"type": reader}
    elif isinstance(choices, str):
        words = ", ".join(map(" ".join, word_lists[choices]))
        options = options | {"choices": [key for key, _ in word_lists[choices]]}
    return options | {"help": options["help"].replace("{words}", words)}


class WordOf(Generic[E]):
    """Reads one of some words, such as those of an enum, with spaces, dashes or underscores between their parts."""

    def __init__(self, members: Iterable[E]) -> None:
        self._known = {_bare(str(member)): member for member in members}
        self.words = [str(member).replace(" ", "-") for member in self._known.values()]

    def __call__(self, text: str) -> E:
        """The member that was typed; argparse shows the sentence when there is none."""
        member = self._known.get(_bare(text))
        if member is None:
            near = _nearest(text, self.words)
            sentence = f"“{clean_line(text)}” is none of: {', '.join(self.words)}. {near}"
            raise argparse.ArgumentTypeError(sentence.rstrip())
        return member


def whole_number(text: str) -> int:
    """The number that was typed; argparse shows the sentence when it is none."""
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{clean_line(text)}” is no whole number. Type it like 45.") from error


def words_of(members: Iterable[StrEnum]) -> str:
    """The words of an enum as they can be typed: `onsite|video|phone`."""
    return "|".join(WordOf(members).words)


def unknown(word: str, candidates: Iterable[str], prefix: str) -> NotUnderstood:
    """The error for a word that is no command; `prefix` is what stood before it."""
    prog = f"afterword {prefix}".strip()
    return NotUnderstood(
        f"{prog} does not know “{clean_line(word)}”.",
        hint=_nearest(word, list(candidates)) or f"See: {prog} --help",
    )


def _bare(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())


def _nearest(word: str, candidates: list[str]) -> str:
    near = nearest(word.lower(), candidates)
    return f"Did you mean “{near}”?" if near else ""


def choice_in(typed: str, choices: Sequence[T]) -> T:
    """The choice with that number (from 1) or whose words begin so. Raises `NotUnderstood`."""
    number = number_in(typed)
    if number and number <= len(choices):
        return choices[number - 1]
    prefix = typed.casefold().replace("-", " ")
    matching = [choice for choice in choices if str(choice).casefold().replace("-", " ").startswith(prefix)]
    if len(matching) == 1:
        return matching[0]
    raise NotUnderstood(f"“{typed}” is none of the choices.", hint=f"Type a number from 1 to {len(choices)}.")


def choices_in(typed: str, choices: Sequence[T]) -> list[T]:
    """Several choices by their numbers: `1 3`, `1,3`. Raises `NotUnderstood`."""
    return [choice_in(word, choices) for word in typed.replace(",", " ").split()]


def yes_or_no(typed: str) -> bool:
    """Whether the answer is yes. Raises `NotUnderstood`."""
    word = typed.lower()
    if word in ("y", "yes"):
        return True
    if word in ("n", "no"):
        return False
    raise NotUnderstood(f"“{typed}” is neither yes nor no.", hint="Type y or n.")


class CommandWords(Struct, frozen=True):
    """What is said of a command: its words, what it does, and what stands below its arguments in the help.

    `of` is the kind of record that it is about, and `arguments` stand behind those that its module adds.
    """

    words: str
    about: str
    notes: str = ""
    of: str = ""
    arguments: Plain = ()


class Noun(Struct, frozen=True):
    """The first word of some commands. Their module is imported only when the word is typed.

    It has `COMMANDS`, which go from their words to the verb behind each, with the arguments that are no plain data, and
    `WORDS`, by the names that stand for them in those that are.
    """

    word: str
    module: str
    about: str
    described: tuple[CommandWords, ...] = field(name="commands")

    def commands(self) -> dict[str, Command]:
        """The commands of this noun by their words, without the noun (an empty string for the noun alone)."""
        module = importlib.import_module(f"afterword.cli.{self.module}")
        verbs: Mapping[str, Run | tuple[Arguments, Run]] = module.COMMANDS
        words: Mapping[str, Any] = getattr(module, "WORDS", {})
        commands: dict[str, Command] = {}
        for description in self.described:
            behind = verbs[description.words]
            arguments, run = behind if isinstance(behind, tuple) else (lambda _parser: None, behind)
            notes = description.notes.replace("{WHEN}", WHEN_HELP)
            plain = tuple((name, _understood(options, words)) for name, options in description.arguments)
            command = Command(description.words, description.about, arguments, run, notes, description.of, plain)
            commands[description.words.removeprefix(self.word).strip()] = command
        return commands


@functools.cache
def nouns() -> tuple[Noun, ...]:
    """Every command, said once: help, completion, the manual and docs/command-line.md are made from it."""
    return json.decode(Path(__file__).with_name("commands.json").read_bytes(), type=tuple[Noun, ...])


_GLOBALS = """\
global flags, before the command:
  --data-dir DIR   where the data is (AFTERWORD_DATA_DIR)
  --config FILE    the settings file (AFTERWORD_CONFIG)
  --demo           sample data in a temporary folder; your own is never touched
  --plain          talk line by line instead of a full screen (AFTERWORD_PLAIN=1);
                   for screen readers and pipes, and where TERM=dumb
  --version        print the version
  -h, --help       show this help, or that of a command"""

_RULES = f"""\
Data goes to stdout, everything said to you to stderr; --json prints one document.
An ID may be shortened to any prefix that is unique.
{WHEN_HELP}
Exit codes: 0 done, 1 failed or refused, 2 the words were wrong, 3 the store
cannot be used. AFTERWORD_DEBUG=1 shows where an error came from."""


def noun_of(word: str) -> Noun:
    """The noun with that word. Raises `NotUnderstood`."""
    for noun in nouns():
        if noun.word == word:
            return noun
    raise unknown(word, [noun.word for noun in nouns()], "")


def find(words: list[str]) -> tuple[Command | None, Noun, list[str]]:
    """The command these words name, its noun, and the words left over; no command when only a noun was typed."""
    noun = noun_of(words[0])
    commands = noun.commands()
    if "" in commands:
        return commands[""], noun, words[1:]
    if len(words) == 1 or words[1].startswith("-"):
        return None, noun, words[1:]
    command = commands.get(words[1])
    if command is None:
        raise unknown(words[1], commands, noun.word)
    return command, noun, words[2:]


def root_help() -> str:
    """The help of the program."""
    rows = "\n".join(f"  {noun.word:<12} {noun.about}" for noun in nouns())
    return (
        "usage: afterword [global flags] [command …]\n\n"
        "Turn a rejection into an honest reflection, a conversation with the people who\n"
        "interviewed you, and a plan for the next interview. Without a command, the\n"
        f"full-screen app opens.\n\ncommands:\n{rows}\n\n{_GLOBALS}\n\n{_RULES}\n"
    )


def noun_help(noun: Noun) -> str:
    """The help of a noun: each command with its usage and its sentence."""
    from textwrap import TextWrapper

    lines = TextWrapper(HELP_WIDTH - 2, "  ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
    parts = [f"{noun.about[0].upper()}{noun.about[1:]}.\n"]
    for command in noun.commands().values():
        usage = " ".join(command.parser().format_usage().removeprefix("usage: ").split()).replace("[-h] ", "")
        parts += lines.wrap(usage)
        parts.append(f"      {command.about}")
    parts += ["", f"Each has its own help: afterword {noun.word} COMMAND --help", WHEN_HELP]
    return "\n".join(parts) + "\n"
