"""`ctrl+z` goes to the shell, and `fg` comes back to the screen as it was, at the size the terminal has by then."""

import shlex
import shutil
import sys
from pathlib import Path

import pytest
from tests.tui.pty_app import OnTerminal, in_own_window
from tests.tui.test_terminal_sizes import call, paths, picture

from afterword.paths import Paths

__all__ = ["paths"]

BASH = shutil.which("bash")
CTRL_Z = "\x1a"
PROMPT = "shell> "


def in_a_shell(folder: Path) -> tuple[str, ...]:
    """A shell with jobs, and nothing of the person's own."""
    (folder / "rc").write_text(f"PS1='{PROMPT}'\n", encoding="utf-8")
    assert BASH is not None
    return BASH, "--noprofile", "--rcfile", str(folder / "rc"), "-i"


def program(paths: Paths) -> list[str]:
    """The command that opens the app."""
    return [sys.executable, "-m", "afterword", *call(paths)]


def start(shell: OnTerminal, paths: Paths) -> None:
    """The app as a job of the shell."""
    shell.until(PROMPT.strip())
    shell.press(f"{shlex.join(program(paths))}\r", "[0 Today")
    shell.press("1", "18 interviews")


@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
def test_it_comes_back_as_it_was(tmp_path: Path, paths: Paths, size: tuple[int, int]) -> None:
    """With the form that was open, what was typed in it, and the keys after it."""
    with in_own_window(in_a_shell(tmp_path), size=size) as shell:
        start(shell, paths)
        shell.press("aZebra", "Zebra")
        before = shell.text
        shell.press(CTRL_Z, "Stopped")
        assert list(paths.typed.glob("*.json"))
        shell.type("fg\r")
        shell.shows(before)
        shell.press(" Nurses", "Zebra Nurses")


@pytest.mark.skipif(BASH is None, reason="there is no bash")
async def test_it_comes_back_into_another_size(tmp_path: Path, paths: Paths) -> None:
    """The terminal was made larger while the app slept."""
    with in_own_window(in_a_shell(tmp_path), size=(80, 24)) as shell:
        start(shell, paths)
        shell.press(CTRL_Z, "Stopped")
        shell.resize((120, 40))
        shell.type("fg\r")
        shell.shows(await picture(paths, "1", (120, 40)))


def test_where_there_is_no_shell_it_says_so(paths: Paths) -> None:
    """As in a window that was opened for the app alone; nothing stops that nobody could wake."""
    with in_own_window(program(paths)) as terminal:
        terminal.until("[0 Today")
        terminal.press(CTRL_Z, "There is no shell behind this window")
        terminal.press("aZebra", "Zebra")
