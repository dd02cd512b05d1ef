"""`ctrl+z` goes to the shell, and `fg` comes back to the screen as it was, at the size the terminal has by then."""

import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from tests.tui.pty_app import OnTerminal, on_terminal, started_on_terminal

BASH = shutil.which("bash")
CTRL_Z = "\x1a"
PROMPT = "shell> "


def in_a_shell(folder: Path) -> tuple[str, ...]:
    """A shell with jobs, and nothing of the person's own."""
    (folder / "rc").write_text(f"PS1='{PROMPT}'\n", encoding="utf-8")
    assert BASH is not None
    return BASH, "--noprofile", "--rcfile", str(folder / "rc"), "-i"


def start(shell: OnTerminal, folder: Path) -> None:
    """The app as a job of the shell."""
    shell.until(PROMPT.strip())
    call = shlex.join([sys.executable, "-m", "afterword", "--data-dir", str(folder / "data"), "--config", os.devnull])
    shell.press(f"{call}\r", "add interview")


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
def test_it_comes_back_as_it_was(tmp_path: Path, size: tuple[int, int]) -> None:
    """With the form that was open, what was typed in it, and the keys after it."""
    with started_on_terminal(in_a_shell(tmp_path), size=size) as shell:
        start(shell, tmp_path)
        shell.press("aAcme", "Acme")
        before = shell.text
        shell.press(CTRL_Z, "Stopped")
        assert list((tmp_path / "data" / "typed").glob("*.json"))
        shell.type("fg\r")
        shell.shows(before)
        shell.press(" Nurses", "Acme Nurses")


@pytest.mark.skipif(BASH is None, reason="there is no bash")
def test_it_comes_back_into_another_size(tmp_path: Path) -> None:
    """The terminal was made larger while the app slept."""
    with started_on_terminal(in_a_shell(tmp_path), size=(80, 24)) as shell:
        start(shell, tmp_path)
        shell.press(CTRL_Z, "Stopped")
        shell.resize((120, 40))
        shell.press("fg\r", "add interview")
        lines = shell.text.split("\n")
        assert "nothing due today" in lines[0][90:]
        assert "add interview" in "\n".join(lines[-2:])


def test_where_there_is_no_shell_it_says_so(tmp_path: Path) -> None:
    """As in a window that was opened for the app alone; nothing stops that nobody could wake."""
    with on_terminal(["--data-dir", str(tmp_path)], alone=True) as terminal:
        terminal.until("add interview")
        terminal.press(CTRL_Z, "There is no shell behind this window")
        terminal.press("aAcme", "Acme")
