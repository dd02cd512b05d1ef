"""What the pages under docs/ say of keys, commands and packages is what the code says; what they promise is kept."""

import json
import re
from pathlib import Path

import pytest
from scripts.reference import PAGES, ROOT, SOURCE, written
from tests.cli.calls import Calls

from afterword.cli.command import GLOBAL_FLAGS, nouns, root_help

COMMANDS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
PRINTED = re.findall(r"^\| `([a-z ]+)` \| (?:a list|one document) of (.*) \|$", COMMANDS, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_what_the_code_says(page: str) -> None:
    """Writing it anew changes nothing; otherwise run `make docs`."""
    assert written(page) == (ROOT / page).read_text(encoding="utf-8")


def test_every_command_and_every_flag_stands_on_the_page() -> None:
    """What the parser takes can be looked up."""
    for noun in nouns():
        for command in noun.commands().values():
            part = _part(command.words)
            for argument in command.parser().given:
                flags = set(argument.option_strings) - {"-h", "--help", "--json"}
                assert all(re.search(rf"`[^`]*(?<![\w-]){flag}\b", part) for flag in flags), command.words


def test_every_command_on_the_page_is_one() -> None:
    """No command and no flag is promised that the parser does not take."""
    known = {
        command.words: {flag for argument in command.parser().given for flag in argument.option_strings}
        for noun in nouns()
        for command in noun.commands().values()
    }
    headings = re.findall(r"^\*\*`afterword ([^`]+)`\*\*", COMMANDS, re.MULTILINE)
    assert sorted(headings) == sorted(known)
    for words in headings:
        assert set(re.findall(r"^\| `(--[\w-]+)", _part(words), re.MULTILINE)) <= known[words], words


def test_the_global_flags_stand_on_the_page() -> None:
    """Those of the help are those of the page."""
    flags = set(re.findall(r"^\| `(--[\w-]+)", COMMANDS.partition("### WHEN")[0], re.MULTILINE))
    assert flags == set(GLOBAL_FLAGS)
    assert all(flag in root_help() for flag in flags)


def test_every_when_on_the_page_is_understood(calls: Calls) -> None:
    """Each example is read as a moment, or as a day where a command that takes a moment says that it is one."""
    table = COMMANDS.partition("### WHEN")[2].partition("###")[0]
    examples = re.findall(r"`([^`]+)`", "\n".join(re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)))
    assert len(examples) >= 10
    for example in examples:
        answer = calls("interview", "add", "--company", "Initech", "--role", "Backend", "--at", example)
        assert answer.code == 0 or "is a day; the time is missing" in answer.err, (example, answer.err)


@pytest.mark.parametrize(("command", "promised"), PRINTED, ids=[command for command, _ in PRINTED])
def test_the_keys_that_the_page_promises_are_printed(command: str, promised: str, tmp_path: Path) -> None:
    """On the sample, each document has every key that the page names."""
    printed = json.loads(Calls(tmp_path)("--demo", *command.split(), "--json").out)
    record = printed[0] if isinstance(printed, list) else printed
    keys = set(re.findall(r"`(\w+)`", promised.partition(";")[0].partition(", where")[0].partition(", each")[0]))
    assert len(keys) >= 5
    assert keys <= record.keys()


def _part(words: str) -> str:
    """What the page says of a command, up to the next one."""
    _, heading, rest = COMMANDS.partition(f"**`afterword {words}`**")
    assert heading, words
    return re.split(r"^(?:\*\*`afterword|### )", rest, flags=re.MULTILINE)[0]


def test_the_map_names_every_package() -> None:
    """Each package and each module at the top has its line."""
    text = written("docs/architecture.md")
    packages = {path.parent for path in SOURCE.rglob("__init__.py")} - {SOURCE}
    modules = {path for path in SOURCE.glob("*.py") if path.name != "__init__.py"}
    for place in packages | modules:
        name = str(place.relative_to(ROOT)) + ("/" if place.is_dir() else "")
        assert re.search(rf"^\| `{re.escape(name)}` \| \S", text, re.MULTILINE), name


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls of a person whose journal is empty."""
    return Calls(tmp_path)
