"""The completion scripts, tried in a real bash."""

import shutil
import subprocess

import pytest
from tests.cli.calls import Calls

from afterword.cli.table import NOUNS


def _completed(script: str, line: str) -> set[str]:
    """What bash offers at the end of this line."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    program = (
        f'{script}\nCOMP_WORDS=({quoted})\nCOMP_CWORD={len(words) - 1}\n_afterword\nprintf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    bash = shutil.which("bash") or "/bin/bash"
    ran = subprocess.run([bash, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    return set(ran.stdout.split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("afterword inter", {"interview"}),
        ("afterword --demo request fol", {"follow-up"}),
        ("afterword --data-dir /x interview li", {"list"}),
        ("afterword interview add --comp", {"--company"}),
        ("afterword interview add --mode ", {"onsite", "video", "phone"}),
        ("afterword request close k7 --as d", {"declined", "done"}),
        ("afterword interview outcome k7 rej", {"rejected"}),
        ("afterword reflect k7 --sh", {"--show"}),
        ("afterword completion z", {"zsh"}),
    ],
)
def test_bash_offers_what_can_come_next(calls: Calls, line: str, expected: set[str]) -> None:
    """Nouns, verbs, flags and fixed words are offered where they can stand."""
    assert _completed(calls.done("completion", "bash"), line) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_know_every_command(calls: Calls, shell: str) -> None:
    """Each script names every noun and every verb, since it is made from the parsers."""
    script = calls.done("completion", shell)
    for noun in NOUNS:
        for word in (noun.word, *noun.commands()):
            assert word in script


def test_another_shell_is_refused(calls: Calls) -> None:
    """A shell there is no script for is named with those there are."""
    answer = calls("completion", "tcsh")
    assert answer.code == 2
    assert "bash, zsh, fish" in answer.err
