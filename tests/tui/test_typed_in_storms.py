"""Typed fast and wrong on a terminal: held keys, bursts, storms of esc, a window that changes while words are typed."""

import json
from pathlib import Path

import pytest
from tests.tui.pty_app import OnTerminal, on_terminal

pytestmark = pytest.mark.long

ESC, DOWN, UP, ENTER, F2 = "\x1b", "\x1b[B", "\x1b[A", "\r", "\x1bOQ"
SIZES = ((60, 20), (120, 40), (41, 13), (80, 24))


def pasted(text: str) -> str:
    """What a terminal sends for it."""
    return f"\x1b[200~{text}\x1b[201~"


def stored(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    """The tables of the journal there."""
    return json.loads((folder / "journal.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def begun(terminal: OnTerminal) -> None:
    """The list of interviews of the sample."""
    terminal.until("In a quiet moment")
    terminal.press("1", "18 interviews")


@pytest.mark.parametrize("held", [DOWN, "j"], ids=["down", "j"])
def test_a_held_key_stops_where_it_is_let_go(held: str) -> None:
    """Down to the end, up beyond the first line and one down, all in one write: what follows acts on the second."""
    back = UP if held == DOWN else "k"
    with on_terminal(["--demo"]) as terminal:
        begun(terminal)
        terminal.type(held * 17 + back * 40 + held + ENTER)
        terminal.until("enter arrival")
        assert "Nakatomi" in terminal.text.splitlines()[1]


def test_a_burst_of_digits_rates_no_row_twice_and_no_other_one() -> None:
    """Each cue has one of them, in order; those behind the last cue are the words of the form that it opens."""
    with on_terminal(["--demo"]) as terminal:
        begun(terminal)
        terminal.type("j" + ENTER + DOWN * 2 + "43212341" + "5" * 32)
        terminal.until("Question *       " + "5" * 32)
        terminal.press(ESC, "Save what you typed?")
        terminal.press("n", "7 of 7 cues")
        rows = [row for line in terminal.text.splitlines() if "■" in (row := line.partition("│")[0])]
        assert "".join(row[row.index("■") :].lstrip("■□ ")[0] for row in rows) == "43212341"


def test_words_typed_while_the_window_changes_are_all_there(tmp_path: Path) -> None:
    """A letter, another size, and so on: the field and what is stored hold every letter."""
    words = "Initech and sons of the north, limited by guarantee"
    with on_terminal(["--data-dir", str(tmp_path), "--config", "/dev/null"]) as terminal:
        terminal.until("1 Reflection")
        terminal.type("1a")
        terminal.until("Company *")
        for place, letter in enumerate(words):
            terminal.type(letter)
            if place % 6 == 5:
                terminal.resize(SIZES[place // 6 % len(SIZES)])
        terminal.resize((110, 32))
        terminal.until(words)
        terminal.type("\tNurse\ttoday 09:00" + F2)
        terminal.until("Interview saved")
    assert words in json.dumps(stored(tmp_path))


def test_five_thousand_characters_into_a_line_are_kept_whole(tmp_path: Path) -> None:
    """They are one line of the company, and what follows goes into the next field."""
    words = " ".join(f"word{number}" for number in range(700))[:5000]
    with on_terminal(["--data-dir", str(tmp_path), "--config", "/dev/null"]) as terminal:
        terminal.until("1 Reflection")
        terminal.type("1a")
        terminal.until("Company *")
        terminal.type(pasted(words) + "\tNurse\ttoday 09:00" + F2)
        terminal.until("Interview saved")
    assert words in json.dumps(stored(tmp_path))


@pytest.mark.parametrize("keys", ["", "a", "aAcme", "j\r", "?", "\x10", "\x06", "/acme", ",", "H", "2/ada\r", "3X"])
def test_a_storm_of_esc_ends_where_keys_work_again(keys: str) -> None:
    """Thirty from anywhere lead to a list, or back to what was typed: `ctrl+q` and `n` throw that away when asked."""
    with on_terminal(["--demo"]) as terminal:
        begun(terminal)
        terminal.type(keys + ESC * 30)
        if "Acme" in keys:
            terminal.until("Company *         Acme")
            terminal.press("\x11", "Save what you typed?")
            terminal.type("n")
        terminal.press("12", "[2 Feedback]")
        assert "Traceback" not in terminal.written.decode(errors="replace")
