"""A terminal that vanishes without a signal, or takes nothing for a while: the program ends and leaves all in order."""

import contextlib
import io
import os
import select
import signal
import subprocess
import termios
import threading
from pathlib import Path

import pytest
from tests.tui.pty_app import PATIENCE, on_terminal

from afterword.bootstrap import open_journal
from afterword.paths import Paths
from afterword.tui.key_input import TerminalWriter

LATER = (("?", "/ filter"), ("\x10", "type to narrow"), ("/word", "esc shows all"))
PLACES = (
    ("", "In a quiet moment"),
    ("2", "[2 Feedback]"),
    ("aAcme", "Company *         Acme"),
    *(pytest.param(*place, marks=pytest.mark.long) for place in LATER),
)
"""Keys that lead to a list, a pane, a form with words in it, later to help, the palette and a filter; what is seen."""


@pytest.mark.parametrize(("keys", "seen"), PLACES)
def test_the_program_ends_with_its_terminal(keys: str, seen: str, tmp_path: Path) -> None:
    """Wherever it is; the folder of the sample goes with it."""
    with on_terminal(["--demo"], TMPDIR=str(tmp_path)) as terminal:
        terminal.until("In a quiet moment")
        terminal.press(keys, seen)
        assert list(tmp_path.glob("afterword-demo-*"))
        terminal.vanish()
        terminal.process.wait(PATIENCE)
    assert not list(tmp_path.glob("afterword-demo-*"))


def test_what_was_saved_is_kept(tmp_path: Path) -> None:
    """A form that was saved before the end is found again."""
    config = tmp_path / "config.toml"
    config.touch()
    with on_terminal(["--data-dir", str(tmp_path), "--config", str(config)]) as terminal:
        terminal.until("add interview")
        terminal.press("aAcme\tNurse\t2026-01-07 10:00\x1bOQ", "1 interview")
        terminal.vanish()
        terminal.process.wait(PATIENCE)
    journal = open_journal(Paths(tmp_path, tmp_path / "config.toml")).store.journal()
    assert [one.company for one in journal.interviews.values()] == ["Acme"]


@pytest.mark.long
def test_no_key_is_shown_in_the_middle_of_the_last_frame() -> None:
    """While a slow line still carries it, the terminal does not show what is typed."""
    with on_terminal(["--demo"], size=(100, 30)) as terminal:
        terminal.until("In a quiet moment")
        terminal.resize((300, 90))
        assert select.select([terminal.fd], [], [], PATIENCE)[0]
        terminal.type("q")
        # Nobody reads: more than a terminal holds is still to come, and the program has to wait for it.
        with contextlib.suppress(subprocess.TimeoutExpired):
            terminal.process.wait(1.5)
        assert terminal.process.poll() is None
        assert not termios.tcgetattr(terminal.fd)[3] & termios.ECHO
        terminal.leave()
    assert terminal.process.returncode == 0


def test_a_signal_costs_nothing_of_what_is_written() -> None:
    """Also where Python is told to write everything at once (PYTHONUNBUFFERED), and forgets the rest then."""
    nothing = signal.signal(signal.SIGUSR1, lambda *_: None)
    reading, writing = os.pipe()
    unbuffered = io.TextIOWrapper(io.FileIO(writing, "w"), encoding="utf-8", write_through=True)
    writer = TerminalWriter(unbuffered)

    def write() -> None:
        writer.write("x" * 1_000_000)
        writer.flush()

    thread = threading.Thread(target=write)
    thread.start()
    count = 0
    while count < 100_000:
        count += len(os.read(reading, 4096))
        signal.pthread_kill(thread.ident or 0, signal.SIGUSR1)
    while count < 1_000_000 and select.select([reading], [], [], 1)[0]:
        count += len(os.read(reading, 65_536))
    thread.join()
    signal.signal(signal.SIGUSR1, nothing)
    unbuffered.close()
    os.close(reading)
    assert count == 1_000_000
