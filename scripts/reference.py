"""Writes what the documents say of keys, commands and packages from where it is said in the code, between two marks.

python scripts/reference.py
"""

import argparse
import ast
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from afterword.cli.command import WHEN_HELP, Command, nouns
from afterword.own_settings import SECTION_TITLES, Setting, all_settings
from afterword.tui.actions import key_table_markdown

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "afterword"


def commands() -> str:
    """Every command with its arguments, as the parser takes them."""
    parts = []
    for noun in nouns():
        parts.append(f"### {noun.word}\n\n{_sentence(noun.about)}")
        parts += [_command(command) for command in noun.commands().values()]
    return "\n\n".join(parts)


def _command(command: Command) -> str:
    rows = [_argument(argument) for argument in command.parser().given if not {"--help", "--json"} & _flags(argument)]
    parts = [f"**`afterword {command.words}`** – {command.about}"]
    if rows:
        parts.append("\n".join(["| argument | |", "| --- | --- |", *rows]))
    notes = command.notes.replace(WHEN_HELP, "").strip()
    if notes:
        parts.append(f"```text\n{notes}\n```")
    return "\n\n".join(parts)


def _flags(argument: argparse.Action) -> set[str]:
    return set(argument.option_strings)


def _argument(argument: argparse.Action) -> str:
    name = argument.metavar if isinstance(argument.metavar, str) else argument.dest.upper()
    words = name if not argument.option_strings else ", ".join(argument.option_strings)
    if argument.option_strings and argument.nargs != 0:
        words += f" {name}"
    needed = " (required)" if argument.option_strings and argument.required else ""
    return f"| `{_cell(words)}`{needed} | {_cell(argument.help or '')} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("%%", "%").split()).replace("|", "\\|")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def code_map() -> str:
    """Every package, and every module at the top, with the sentence it opens with."""
    rows = [f"| `{path}` | {sentence} |" for path, sentence in _places()]
    return "\n".join(["| place | what it owns |", "| --- | --- |", *rows])


def _places() -> Iterator[tuple[str, str]]:
    packages = sorted(path for path in SOURCE.rglob("__init__.py") if path.parent != SOURCE)
    modules = sorted(path for path in SOURCE.glob("*.py") if path.name != "__init__.py")
    for path in (*packages, *modules):
        place = f"{path.parent.relative_to(ROOT)}/" if path.name == "__init__.py" else str(path.relative_to(ROOT))
        sentence = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]
        yield place, _cell(sentence.removeprefix("Owns ").removesuffix("."))


def settings() -> str:
    """Every setting with its usual value and its sentence, section by section as in the file."""
    parts = []
    for section in dict.fromkeys(known.section for known in all_settings()):
        rows = [_setting(known) for known in all_settings() if known.section == section]
        head = f"## {SECTION_TITLES[section]}"
        parts.append("\n".join([head, "", f"| `[{section}]` | |", "| --- | --- |", *rows]))
    return "\n\n".join(parts)


def _setting(known: Setting) -> str:
    usual = list(known.default) if isinstance(known.default, tuple) else known.default
    example = f" Such as `{known.field.example}`." if known.field.example else ""
    return f"| `{known.field.name} = {json.dumps(usual)}` | {_cell(known.field.help + example)} |"


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/keys.md": key_table_markdown,
    "docs/command-line.md": commands,
    "docs/settings.md": settings,
    "docs/architecture.md": code_map,
}
"""Each page with what stands between its marks."""

BEGIN, END = "<!-- written by make docs -->", "<!-- to here -->"


def written(page: str) -> str:
    """The page as it should be today."""
    before, _, rest = (ROOT / page).read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{PAGES[page]().strip()}\n\n{END}{after}"


if __name__ == "__main__":
    for name in PAGES:
        (ROOT / name).write_text(written(name), encoding="utf-8")
