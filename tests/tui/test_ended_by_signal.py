"""A hang-up and `kill` end the app as leaving does: what is typed is kept, and the terminal is as it was."""

import signal
from pathlib import Path

import pytest
from tests.tui.pty_app import PATIENCE, OnTerminal, on_terminal
from tests.tui.test_terminal_sizes import call, paths

from afterword.paths import Paths
from afterword.tui.session import OF_SIGNALS

__all__ = ["paths"]
LEFT = b"\x1b[?1049l"
"""What makes a terminal leave the alternate screen."""
BOTH = (signal.SIGHUP, signal.SIGTERM)
"""The program takes both in one way, so one of them is enough for what takes long."""
HANG_UP_LATER = (signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.long))


def ended(terminal: OnTerminal, number: signal.Signals) -> None:
    """Send the signal and wait for the end, reading what is written meanwhile."""
    terminal.process.send_signal(number)
    while terminal.process.poll() is None:
        terminal.idle()
    terminal.idle()
    terminal.process.wait(PATIENCE)


@pytest.mark.parametrize("number", HANG_UP_LATER)
def test_not_even_the_last_key_is_lost(paths: Paths, number: signal.Signals) -> None:
    """The form is offered with all of it, though it was typed a moment ago."""
    with on_terminal(call(paths)) as terminal:
        terminal.until("[0 Today")
        terminal.press("1", "18 interviews")
        terminal.press("a", "Company *")
        terminal.type("Kindly slower")
        terminal.until("Kindly slower")
        ended(terminal, number)
        assert terminal.process.returncode == OF_SIGNALS + number
        assert terminal.written.rstrip().rfind(LEFT) > terminal.written.rfind(b"\x1b[?1049h")
    with on_terminal(call(paths)) as terminal:
        terminal.until("You were adding an interview")
        terminal.press("\r", "Company *")
        assert "Kindly slower" in terminal.text


@pytest.mark.parametrize("resized", [False, True])
@pytest.mark.parametrize("number", BOTH)
def test_the_screen_is_left_however_early_the_signal_comes(
    tmp_path: Path,
    number: signal.Signals,
    resized: bool,  # noqa: FBT001 - a case
) -> None:
    """At the moment at which it is taken, and where the window was just given another size."""
    with on_terminal(["--data-dir", str(tmp_path), "--config", "/dev/null"]) as terminal:
        while b"\x1b[?1049h" not in terminal.written:
            terminal.idle()
        if resized:
            terminal.resize((90, 28))
        ended(terminal, number)
        assert terminal.process.returncode == OF_SIGNALS + number
        assert LEFT in terminal.written
        assert b"mistake" not in terminal.written


@pytest.mark.parametrize("number", HANG_UP_LATER)
def test_the_sample_is_gone_with_it(tmp_path: Path, number: signal.Signals) -> None:
    """Nothing of it stays behind, and the screen is left."""
    with on_terminal(["--demo"], TMPDIR=str(tmp_path)) as terminal:
        terminal.until("In a quiet moment")
        assert list(tmp_path.glob("afterword-demo-*"))
        ended(terminal, number)
        assert LEFT in terminal.written
    assert not list(tmp_path.glob("afterword-demo-*"))
