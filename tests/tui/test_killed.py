"""The app is killed wherever something is being typed: the next start offers all of it again."""

import signal
import time
from collections.abc import Sequence

import pytest
from tests.tui.pty_app import PATIENCE, OnTerminal, on_terminal
from tests.tui.test_terminal_sizes import call, paths

from afterword.paths import Paths

pytestmark = pytest.mark.long

__all__ = ["paths"]
WORDS = "Kindly slower 日本 é"
PLACES: dict[str, tuple[Sequence[tuple[str, str]], str]] = {
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


@pytest.mark.parametrize("place", PLACES)
def test_what_was_typed_is_offered_whole(paths: Paths, place: str) -> None:
    """One key, and it stands where it was typed, with the cursor behind it."""
    steps, words = PLACES[place]
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


def test_a_hang_up_is_no_other_end(paths: Paths) -> None:
    """As when a connection is lost."""
    with on_terminal(call(paths)) as terminal:
        terminal.until("[0 Today")
        terminal.press("1", "18 interviews")
        terminal.press(f"a{WORDS}", WORDS)
        kept(terminal, paths)
        terminal.process.send_signal(signal.SIGHUP)
        terminal.process.wait(PATIENCE)
    with on_terminal(call(paths)) as terminal:
        terminal.until("You were adding an interview")


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
