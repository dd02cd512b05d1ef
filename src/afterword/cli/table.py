"""Owns the table of commands: every noun, the module that holds its verbs, and the one sentence about it."""

import importlib
import textwrap

from msgspec import Struct

from afterword.cli.command import HELP_WIDTH, WHEN_HELP, Command, unknown


class Noun(Struct, frozen=True):
    """The first word of a command. Its module is imported only when the word is typed."""

    word: str
    module: str
    about: str

    def commands(self) -> dict[str, Command]:
        """The commands of this noun by their words, without the noun (an empty string for the noun alone)."""
        module = importlib.import_module(f"afterword.cli.{self.module}")
        found: tuple[Command, ...] = module.COMMANDS
        return {one.words.removeprefix(self.word).strip(): one for one in found if one.words.split(" ")[0] == self.word}


NOUNS: tuple[Noun, ...] = (
    Noun("interview", "interview", "add, list, show, edit, remove interviews; note arrival and outcome"),
    Noun("reflect", "reflect", "the guided reflection, as plain prompts"),
    Noun("request", "request", "the feedback requests: draft, track, record replies, thank"),
    Noun("finding", "finding", "mark phrases of a reply: strength, area, advice, opportunity"),
    Noun("example", "example", "the bank of personal examples: situation, task, action, result"),
    Noun("pointer", "pointer", "plans for next time: When …, I will …"),
    Noun("competency", "competency", "what interviewers look for"),
    Noun("evaluate", "evaluate", "strengths, areas and unknowns, each with its sources"),
    Noun("prep", "evaluate", "the prep sheet for the next interview"),
    Noun("due", "due", "what is due today, in order"),
    Noun("check", "check", "look for replies in your mailboxes"),
    Noun("doubtful", "check", "the mails that only you can place"),
    Noun("mail", "mail", "tell what a message is"),
    Noun("import", "exchange", "take in a file that export wrote"),
    Noun("export", "exchange", "write everything to a file"),
    Noun("backup", "maintenance", "copy the store"),
    Noun("restore", "maintenance", "put a copy in the store's place"),
    Noun("doctor", "maintenance", "check the store's health"),
    Noun("paths", "maintenance", "where the data and the settings are"),
    Noun("config", "maintenance", "check the settings, print the letters"),
    Noun("completion", "completion", "a completion script for bash, zsh or fish"),
)

_GLOBALS = """\
global flags, before the command:
  --data-dir DIR   where the data is (AFTERWORD_DATA_DIR)
  --config FILE    the settings file (AFTERWORD_CONFIG)
  --demo           sample data in a temporary folder; your own is never touched
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
    for noun in NOUNS:
        if noun.word == word:
            return noun
    raise unknown(word, [noun.word for noun in NOUNS], "")


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
    rows = "\n".join(f"  {noun.word:<12} {noun.about}" for noun in NOUNS)
    return (
        "usage: afterword [global flags] [command …]\n\n"
        "Turn a rejection into an honest reflection, a conversation with the people who\n"
        "interviewed you, and a plan for the next interview. Without a command, the\n"
        f"full-screen app opens.\n\ncommands:\n{rows}\n\n{_GLOBALS}\n\n{_RULES}\n"
    )


def noun_help(noun: Noun) -> str:
    """The help of a noun: each command with its usage and its sentence."""
    parts = [f"{noun.about[0].upper()}{noun.about[1:]}.\n"]
    for command in noun.commands().values():
        usage = " ".join(command.parser().format_usage().removeprefix("usage: ").split())
        flat = usage.replace("[-h] ", "")
        parts += [*_wrapped(flat), f"      {command.about}"]
    parts += ["", f"Each has its own help: afterword {noun.word} COMMAND --help", WHEN_HELP]
    return "\n".join(parts) + "\n"


def _wrapped(usage: str) -> list[str]:
    return textwrap.wrap(
        usage,
        HELP_WIDTH - 2,
        initial_indent="  ",
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
