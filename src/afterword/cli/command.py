"""Owns what a command is made of: its words, its arguments with their help, and the sentences for wrong words."""

import argparse
import difflib
import functools
import textwrap
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from msgspec import Struct

from afterword.domain.text import clean_line
from afterword.errors import NotUnderstood

if TYPE_CHECKING:
    from afterword.cli.shell import Shell

E = TypeVar("E", bound=StrEnum)
HELP_WIDTH = 80

WHEN_HELP = "WHEN: 2026-11-12T10:00, tue 14:30, tomorrow 9am, +3d 09:00, 2 weeks ago"


class HelpAsked(Exception):
    """Somebody asked for help; `text` is what to print."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class _Help(argparse.Action):
    """`--help`, as an exception that the one place with the streams prints."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Leave the parser with its help text."""
        raise HelpAsked(parser.format_help())


class Parser(argparse.ArgumentParser):
    """The arguments of one command. Wrong words raise `NotUnderstood`, with the nearest right ones as a hint."""

    def __init__(self, prog: str, about: str, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=textwrap.fill(about, HELP_WIDTH),
            epilog=epilog or None,
            add_help=False,
            allow_abbrev=False,
            formatter_class=functools.partial(argparse.RawDescriptionHelpFormatter, width=HELP_WIDTH),
        )
        self.given: list[argparse.Action] = []
        self.add_argument("-h", "--help", action=_Help, nargs=0, help="show this help")

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """Take in an argument; `given` keeps them in the order of the help."""
        action = super().add_argument(*args, **kwargs)
        self.given.append(action)
        return action

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the words of the call."""
        said = clean_line(message)
        end = "" if said.endswith((".", "?")) else "."
        raise NotUnderstood(f"{said[:1].upper()}{said[1:]}{end}", hint=f"See: {self.prog} --help")

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """The arguments in these words. Raises `NotUnderstood` and `HelpAsked`."""
        found, extra = self.parse_known_args(list(words))
        if extra:
            flags = [flag for action in self.given for flag in action.option_strings]
            raise NotUnderstood(
                f"{self.prog} does not know “{clean_line(extra[0])}”.",
                hint=_nearest(extra[0], flags) or self._global_hint(extra[0]) or f"See: {self.prog} --help",
            )
        return found

    def _global_hint(self, word: str) -> str:
        if word.partition("=")[0] in GLOBAL_FLAGS:
            return f"Global flags stand before the command: afterword {word} …"
        return ""


GLOBAL_FLAGS = ("--data-dir", "--config", "--demo", "--version")

Arguments = Callable[[Parser], None]
Run = Callable[["Shell", argparse.Namespace], int | None]


class Command(Struct, frozen=True):
    """One command: its words (`interview add`), what it does in a sentence, its arguments, and the verb behind it.

    `run` returns the exit code, None for 0. `notes` stand below the arguments in the help.
    """

    words: str
    about: str
    arguments: Arguments
    run: Run
    notes: str = ""

    def parser(self) -> Parser:
        """The parser of this command; every command can answer in JSON."""
        about = f"{self.about[0].upper()}{self.about[1:]}."
        parser = Parser(f"afterword {self.words}", about, self.notes)
        self.arguments(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON document")
        return parser


def no_arguments(_parser: Parser) -> None:
    """For commands that take none."""


class WordOf(Generic[E]):
    """Reads one of the words of an enum, with spaces, dashes or underscores between its parts."""

    def __init__(self, kind: type[E]) -> None:
        self._known = {_bare(member.value): member for member in kind}
        self.words = [member.value.replace(" ", "-") for member in kind]

    def __call__(self, text: str) -> E:
        """The member that was typed; argparse shows the sentence when there is none."""
        found = self._known.get(_bare(text))
        if found is None:
            near = _nearest(text, self.words)
            sentence = f"“{clean_line(text)}” is none of: {', '.join(self.words)}. {near}"
            raise argparse.ArgumentTypeError(sentence.rstrip())
        return found


def word_of(kind: type[E]) -> WordOf[E]:
    """The reader of that enum's words."""
    return WordOf(kind)


def words_of(kind: type[StrEnum]) -> str:
    """The words of an enum as they can be typed: `onsite|video|phone`."""
    return "|".join(WordOf(kind).words)


def add_when(parser: Parser, name: str, sentence: str, *, required: bool = False) -> None:
    """A WHEN: as a flag one word (or quoted), as a positional all the words that follow."""
    if name.startswith("-"):
        parser.add_argument(name, metavar="WHEN", required=required, help=sentence)
    else:
        parser.add_argument(name, metavar="WHEN", nargs="+", help=sentence)


def unknown(word: str, known: Iterable[str], prefix: str) -> NotUnderstood:
    """The error for a word that is no command; `prefix` is what stood before it."""
    prog = f"afterword {prefix}".strip()
    return NotUnderstood(
        f"{prog} does not know “{clean_line(word)}”.",
        hint=_nearest(word, list(known)) or f"See: {prog} --help",
    )


def _bare(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word.lower(), known, n=1)
    return f"Did you mean “{near[0]}”?" if near else ""
