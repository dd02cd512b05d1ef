"""Writes the manual page from the parser: python scripts/man.py [FILE]."""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from afterword import __version__
from afterword.cli.command import WHEN_HELP, Command, nouns, root_help

PAGE = Path(__file__).parent.parent / "docs" / "afterword.1"
SUMMARY = "reflect on interviews, ask for feedback, prepare for the next one"
DESCRIPTION = (
    "Afterword turns a rejection into an honest reflection, a conversation with the people who interviewed you, and a "
    "plan for the next interview. Without a command the full-screen app opens. Data goes to stdout, everything said to "
    "you to stderr; --json prints one document. An ID may be shortened to any prefix that is unique."
)
EXITS = (
    ("0", "done"),
    ("1", "it failed or was refused"),
    ("2", "the words were wrong"),
    ("3", "the store cannot be used"),
)
ENVIRONMENT = (
    ("AFTERWORD_DATA_DIR", "where the data is"),
    ("AFTERWORD_CONFIG", "the settings file"),
    ("AFTERWORD_PLAIN", "1: prompts line by line instead of the full-screen app"),
    ("AFTERWORD_DEBUG", "1: show where an unexpected error came from"),
    ("NO_COLOR", "no colours"),
)
FILES = (
    ("~/.local/share/afterword/journal.json", "the journal: one JSON document, readable by anything"),
    ("~/.config/afterword/config.toml", "the settings; afterword config init writes them"),
    ("~/.config/afterword/templates.toml", "letters in your own words"),
)


def page() -> str:
    """The whole page in the language of man(7)."""
    lines = [
        f'.TH AFTERWORD 1 "" "Afterword {__version__}" "User Commands"',
        ".SH NAME",
        f"afterword \\- {_text(SUMMARY)}",
        ".SH SYNOPSIS",
        ".B afterword",
        "[\\fIglobal flags\\fR] [\\fIcommand\\fR ...]",
        ".SH DESCRIPTION",
        _text(DESCRIPTION),
        ".SH GLOBAL FLAGS",
        *(line for flag, words in _global_flags() for line in _entry(flag, words)),
        ".SH COMMANDS",
        *(line for noun in nouns() for command in noun.commands().values() for line in _command(command)),
        ".SH DAYS AND HOURS",
        *_plain(WHEN_HELP),
        *_table("EXIT STATUS", EXITS),
        *_table("ENVIRONMENT", ENVIRONMENT),
        *_table("FILES", FILES),
        ".SH EXAMPLES",
        *_plain("afterword due --quiet\nafterword evaluate --format md > evaluation.md\nafterword check --json"),
    ]
    return "\n".join(lines) + "\n"


def _global_flags() -> list[tuple[str, str]]:
    """The flags before the command with their words, as the help says them."""
    told = root_help().partition("global flags, before")[2].partition("\n\n")[0]
    return re.findall(r"^  (\S.*?)  +(\S.*)$", told, re.MULTILINE)


def _command(command: Command) -> Iterator[str]:
    yield f".SS afterword {_text(command.words)}"
    yield f"{_text(command.about[:1].upper() + command.about[1:])}."
    for argument in command.parser().given:
        if not {"--help", "--json"} & set(argument.option_strings):
            yield from _entry(_written(argument), (argument.help or "").replace("%%", "%"))
    notes = command.notes.replace(WHEN_HELP, "").strip()
    if notes:
        yield from (".PP", *_plain(notes))


def _written(argument: argparse.Action) -> str:
    name = argument.metavar if isinstance(argument.metavar, str) else argument.dest.upper()
    if not argument.option_strings:
        return name
    return ", ".join(argument.option_strings) + (f" {name}" if argument.nargs != 0 else "")


def _entry(name: str, words: str) -> Iterator[str]:
    yield from (".TP", f".B {_text(name)}", _text(words))


def _table(title: str, rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield f".SH {title}"
    for name, words in rows:
        yield from _entry(name, words)


def _plain(text: str) -> Iterator[str]:
    yield from (".nf", *map(_text, text.splitlines()), ".fi")


def _text(words: str) -> str:
    """Words as man(7) takes them: a hyphen that can be copied, no line that looks like a request."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("“", '"').replace("”", '"')
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else PAGE).write_text(page(), encoding="utf-8")
