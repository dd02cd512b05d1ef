"""Real processes: exit codes, two of them on one journal, and what they import."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from afterword.cli.command import nouns

ADD = ("interview", "add", "--company", "Initech", "--role", "SRE", "--at", "2026-11-06 10:00")


def _environ(home: Path) -> Mapping[str, str]:
    (home / "config.toml").touch()
    own = {"AFTERWORD_DATA_DIR": str(home / "data"), "AFTERWORD_CONFIG": str(home / "config.toml")}
    return {**os.environ, **own}


def _start(home: Path, *words: str) -> "subprocess.Popen[str]":
    """A process of its own, its output as text."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "afterword", *words],
        env=_environ(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _call(home: Path, *words: str) -> tuple[int, str, str]:
    with _start(home, *words) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_exit_codes_reach_the_shell(tmp_path: Path) -> None:
    """0, 1, 2 and 3 are what the process ends with."""
    assert _call(tmp_path, "due")[0] == 0
    assert _call(tmp_path, "interview", "show", "zz")[0] == 1
    assert _call(tmp_path, "interview", "shw")[0] == 2
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "journal.json").write_text("torn")
    assert _call(tmp_path, "due")[0] == 3


def test_no_python_colours_the_help(tmp_path: Path) -> None:
    """The help of a command is plain, as all other help is, where Python itself would have coloured it."""
    command = [sys.executable, "-m", "afterword", "interview", "add", "--help"]
    environ = {**_environ(tmp_path), "FORCE_COLOR": "1"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    assert "--company" in done.stdout
    assert "\x1b" not in done.stdout


def test_without_a_screen_the_app_exits_with_1(tmp_path: Path) -> None:
    """No escape sequence is written to a pipe."""
    code, out, err = _call(tmp_path)
    assert (code, out) == (1, "")
    assert "needs a terminal" in err


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Every id that was printed is in the list that another process reads."""
    running = [_start(tmp_path, *ADD) for _ in range(4)]
    ids = {process.communicate(timeout=60)[0].strip() for process in running}
    found = json.loads(_call(tmp_path, "interview", "list", "--json")[1])
    assert len(ids) == 4
    assert {one["id"] for one in found} == ids


_PROOF = """
import io, sys
from afterword.cli.main import run
from afterword.cli.shell import Terminal
import os
import shlex
import shutil
terminal = lambda: Terminal(io.StringIO(), io.StringIO(), io.StringIO(), os.environ)
for words in sys.argv[1:]:
    run(words.split(), terminal(), None)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def _imported(home: Path, *calls: str) -> set[str]:
    program = [sys.executable, "-c", _PROOF, *calls]
    ran = subprocess.run(program, env=_environ(home), capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return set(ran.stdout.split())


def test_no_command_imports_the_screen(tmp_path: Path) -> None:
    """Every command module, and calls that read and write, leave textual and rich alone."""
    calls = ("--demo request list", "--demo interview list", "--demo due", "doctor", "export", "config check")
    helps = [f"{command.words} --help" for noun in nouns() for command in noun.commands().values()]
    assert not {"textual", "rich"} & _imported(tmp_path, *calls, *helps)


def test_help_and_version_touch_no_store(tmp_path: Path) -> None:
    """Asking for help loads no store."""
    assert not {"tinydb", "textual", "afterword.storage"} & _imported(tmp_path, "--version", "--help")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_narrow_encoding_is_no_error(tmp_path: Path, encoding: str) -> None:
    """A terminal that cannot show a letter shows a question mark."""
    assert _call(tmp_path, *ADD, "--round", "☂")[0] == 0
    environ = {**_environ(tmp_path), "PYTHONIOENCODING": encoding}
    program = [sys.executable, "-m", "afterword", "interview", "list"]
    ran = subprocess.run(program, env=environ, capture_output=True, check=False)  # noqa: S603 - our own program
    assert ran.returncode == 0, ran.stderr
    assert b"?" in ran.stdout


def test_closed_streams_are_no_error(tmp_path: Path) -> None:
    """Cron may start a program without any stream; the work is done all the same."""
    line = shlex.join([sys.executable, "-m", "afterword", *ADD])
    program = [shutil.which("sh") or "/bin/sh", "-c", f"{line} <&- >&- 2>&-"]
    ran = subprocess.run(program, env=_environ(tmp_path), check=False)  # noqa: S603 - our own program
    assert ran.returncode == 0
    assert len(json.loads(_call(tmp_path, "interview", "list", "--json")[1])) == 1
