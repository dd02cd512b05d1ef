"""However the app ends, by a signal, a kill or with its terminal: what is typed is kept, and all is left in order."""

import contextlib
import io
import os
import select
import signal
import subprocess
import termios
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.tui.pty_app import PATIENCE, OnTerminal, on_terminal
from tests.tui.test_terminal_sizes import call, paths

from afterword.bootstrap import open_journal
from afterword.paths import Paths
from afterword.tui.key_input import TerminalWriter
from afterword.tui.session import OF_SIGNALS

__all__ = ["paths"]
LEFT = b"\x1b[?1049l"
"""What makes a terminal leave the alternate screen."""
ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
"""The program takes all in one way, so one of them is enough for what takes long."""
OTHERS_LATER = (
    signal.SIGTERM,
    *(pytest.param(number, marks=pytest.mark.long) for number in (signal.SIGINT, signal.SIGHUP)),
)


def ended(terminal: OnTerminal, number: signal.Signals) -> None:
    """Send the signal and wait for the end, reading what is written meanwhile."""
    terminal.process.send_signal(number)
    while terminal.process.poll() is None:
        terminal.idle()
    terminal.idle()
    terminal.process.wait(PATIENCE)


@pytest.mark.parametrize("number", OTHERS_LATER)
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
@pytest.mark.parametrize("number", ENDINGS)
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


@pytest.mark.parametrize("number", OTHERS_LATER)
def test_the_sample_is_gone_with_it(tmp_path: Path, number: signal.Signals) -> None:
    """Nothing of it stays behind, and the screen is left."""
    with on_terminal(["--demo"], TMPDIR=str(tmp_path)) as terminal:
        terminal.until("In a quiet moment")
        assert list(tmp_path.glob("afterword-demo-*"))
        ended(terminal, number)
        assert LEFT in terminal.written
    assert not list(tmp_path.glob("afterword-demo-*"))


WORDS = "Kindly slower 日本 é"
TYPED_IN: dict[str, tuple[Sequence[tuple[str, str]], str]] = {
    "a form": ([("a", "Add an interview")], "You were adding an interview"),
    "an edited record": ([("e", "Edit "), ("\t", "Edit ")], "You were editing"),
    "a note": ([("\r", "on time"), ("G\r", "f2 save")], "You were writing"),
    "an answer": ([("2/hopper\r", "esc"), ("r", "answered")], "You were writing down what"),
    "a letter": ([("2/mary\r", "esc"), ("a", "Subject")], "You were writing to"),
    "a person": ([("2", "[2"), ("i", "Who is"), ("\t", "Who is")], "You were writing down who"),
    "an example": ([("3X", "›e[X]amples"), ("a", "An example to tell")], "You were writing an example"),
    "a pointer": ([("3P", "›[P]ointers"), ("a", "I will")], "You were writing a pointer"),
}
"""Where something is typed: the keys that lead there, what is seen there, and what the next start says."""


def kept(terminal: OnTerminal, paths: Paths) -> None:
    """Wait until the words are on the disk, which takes less than a second from the last key."""
    end = time.monotonic() + PATIENCE
    while not any(WORDS in file.read_text(encoding="utf-8") for file in paths.typed.glob("*.json")):
        assert time.monotonic() < end, f"what was typed was never kept:\n{terminal.text}"
        terminal.idle()


@pytest.mark.long
@pytest.mark.parametrize("place", TYPED_IN)
def test_what_was_typed_is_offered_whole(paths: Paths, place: str) -> None:
    """One key, and it stands where it was typed, with the cursor behind it."""
    steps, words = TYPED_IN[place]
    with on_terminal(call(paths), size=(100, 30)) as terminal:
        terminal.until("[0 Today")
        terminal.press("1", "18 interviews")
        for keys, seen in steps:
            terminal.press(keys, seen)
        terminal.press(WORDS, WORDS)
        kept(terminal, paths)
        terminal.process.kill()
    with on_terminal(call(paths), size=(100, 30)) as terminal:
        terminal.until("enter go on")
        assert words in terminal.text
        terminal.press("\r", steps[-1][1])
        terminal.press("!", f"{WORDS}!")


@pytest.mark.long
def test_a_terminal_that_goes_takes_not_even_the_last_key(paths: Paths) -> None:
    """Then the program ends by itself, and keeps what was typed at that moment."""
    with on_terminal(call(paths)) as terminal:
        terminal.until("[0 Today")
        terminal.press("1", "18 interviews")
        terminal.press(f"a{WORDS}", WORDS)
        terminal.vanish()
        terminal.process.wait(PATIENCE)
    with on_terminal(call(paths)) as terminal:
        terminal.until("You were adding an interview")
        terminal.press("\r", "Company *")
        assert WORDS in terminal.text


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
