"""On a real terminal every size begins with the right layout, a resize ends in it, and `fg` comes back to it."""

import shlex
import shutil
import sys
from pathlib import Path
from shutil import copytree

import pytest
from tests.tui.pty_app import OnTerminal, Size, in_own_window, on_terminal
from tests.tui.running import running
from tests.tui.screens import text_of

from afterword.bootstrap import open_journal
from afterword.demo import fill_with_sample, sample_settings
from afterword.paths import Paths
from afterword.settings_file import load_settings
from afterword.tui.app import AfterwordApp

SIZES = ((60, 20), (80, 24), (100, 30), (120, 40), (200, 50))
TODAY, PANES = "0", ("1", "2", "3")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A journal with the sample in it."""
    found = Paths(tmp_path / "data", tmp_path / "config.toml")
    found.settings.write_text(sample_settings(), encoding="utf-8")
    fill_with_sample(open_journal(found))
    return found


def call(paths: Paths) -> tuple[str, ...]:
    """The words that open the app on it."""
    return "--data-dir", str(paths.data_dir), "--config", str(paths.settings)


_DRAWN: dict[Size, dict[str, str]] = {}


async def pictures(paths: Paths, size: Size) -> dict[str, str]:
    """What the pilot draws of each pane, which knows its size from the beginning and has its services at once."""
    if size in _DRAWN:
        return _DRAWN[size]
    settings = load_settings(paths.settings)
    # Where it is closed is kept beside the journal, and the next start would open there.
    copied = Paths(paths.data_dir.with_name("x".join(map(str, size))), paths.settings)
    copytree(paths.data_dir, copied.data_dir)
    app = AfterwordApp(open_journal(copied, settings), settings)
    async with running(app, size=size) as pilot:
        drawn = _DRAWN[size] = {}
        for pane in (PANES[0], TODAY, *PANES[1:]):
            await pilot.press(*pane.strip(PANES[0]))
            while drawn.get(pane) != (seen := text_of(app)):
                drawn[pane] = seen
                await pilot.pause()
        return drawn


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_first_screen_is_the_right_one(paths: Paths, size: Size) -> None:
    """And so is every pane when it is first shown."""
    drawn = await pictures(paths, size)
    with on_terminal(call(paths), size=size) as terminal:
        terminal.shows(drawn[TODAY])
        for pane in PANES:
            terminal.type(pane)
            terminal.shows(drawn[pane])


async def test_another_size_is_drawn_as_if_begun_in_it(paths: Paths) -> None:
    """Each pane, up and down through all sizes."""
    drawn = {size: await pictures(paths, size) for size in SIZES}
    with on_terminal(call(paths), size=SIZES[0]) as terminal:
        for pane in PANES:
            terminal.type(pane)
            for size in (*SIZES, *reversed(SIZES[:-1])):
                terminal.resize(size)
                terminal.shows(drawn[size][pane])


ODD = {"COLUMNS": "7", "LINES": "9" * 20, "TEXTUAL_FPS": "0", "TEXTUAL_COLOR_SYSTEM": "none"}


async def test_what_the_environment_says_of_the_terminal_is_not_believed(tmp_path: Path, paths: Paths) -> None:
    """The window has its own size and grows, and errors that go into a file take no screen with them."""
    errors = tmp_path / "errors.txt"
    command = ["/bin/sh", "-c", f"exec {shlex.join(program(paths))} 2>{shlex.quote(str(errors))}"]
    with in_own_window(command, size=(80, 24), **ODD) as terminal:
        terminal.shows((await pictures(paths, (80, 24)))[TODAY])
        terminal.resize((120, 40))
        terminal.shows((await pictures(paths, (120, 40)))[TODAY])
    assert errors.read_text(encoding="utf-8") == ""


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
        shell.shows((await pictures(paths, (120, 40)))["1"])


def test_where_there_is_no_shell_it_says_so(paths: Paths) -> None:
    """As in a window that was opened for the app alone; nothing stops that nobody could wake."""
    with in_own_window(program(paths)) as terminal:
        terminal.until("[0 Today")
        terminal.press(CTRL_Z, "There is no shell behind this window")
        terminal.press("aZebra", "Zebra")
