"""Kills the full-screen app again and again: what was shown as saved is there afterwards, what was typed is offered.

    python benchmarks/app_torture.py [--kills 50] [--seed 1]

The app runs on a terminal of its own with the cursor on a rating; digits are typed, and at a random moment the process
is killed. A rating whose “Rated N” was seen is acknowledged: the journal holds that one, or the one typed after it.

Then it is killed while words are typed, in one form, note or letter after the other: everything that was typed a
second before must be offered by the next start, which takes it in with one key.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.screen_terminal import Terminal

from afterword.domain.scales import CONVINCING

ADD = ["interview", "add", "--company", "Initech", "--role", "SRE", "--at", "yesterday 10:00"]
RATED = "Rated "


def call(folder: Path, *words: str) -> str:
    """The output of one command line call; the store must be readable."""
    command = [sys.executable, "-m", "afterword", "--data-dir", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def stored(folder: Path, interview: str) -> int | None:
    """The rating in the journal."""
    reflection = json.loads(call(folder, "reflect", interview, "--show", "--json"))
    found = [one["value"] for one in reflection["ratings"] if one["dimension"] == CONVINCING]
    return found[0] if found else None


def one_life(folder: Path, dice: random.Random, before: int | None) -> tuple[int | None, int | None]:
    """Type ratings until the kill; the last one seen as saved, and the last one typed."""
    command = [sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", "/dev/null"]
    terminal = Terminal(command)
    seen, typed = before, before
    try:
        terminal.until("Initech")
        for key in (b"\r", b"j", b"j"):
            terminal.press(key)
        deadline = time.perf_counter() + dice.uniform(0.05, 1.5)
        while time.perf_counter() < deadline:
            typed = dice.choice([one for one in range(1, 6) if one != typed])
            terminal.press(str(typed).encode())
            shown = "\n".join(terminal.screen.display)
            if f"{RATED}{typed}" in shown:
                seen = typed
        typed = dice.choice([one for one in range(1, 6) if one != typed])
        terminal.send(str(typed).encode())
        time.sleep(dice.uniform(0, 0.02))
    finally:
        terminal.close()
    return seen, typed


WORDS = ("kindly", "slower", "naïve", "日本語", "don’t", "e\u0301", "x", "“yes”", "-", "42")
PLACES = {
    "an interview": (b"1", b"a"),
    "an edited interview": (b"1", b"e"),
    "how it ended": (b"1", b"o", b"\t", b"\t", b"\t"),
    "a note": (b"1", b"\r", b"G", b"\r"),
    "a person": (b"2", b"i"),
    "a reply": (b"2", b"r"),
    "a letter": (b"2", b"a"),
    "an example": (b"3", b"X", b"a"),
    "a pointer": (b"3", b"P", b"a"),
    "a competency": (b"3", b"O", b"a"),
}
"""The keys that lead to each place where something is typed."""
A_SECOND = 1.0


def one_text(folder: Path, dice: random.Random, keys: Sequence[bytes]) -> tuple[str, str]:
    """Type words until the kill; what was typed a second before it, and what the next start holds of it."""
    command = [sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", "/dev/null"]
    terminal = Terminal(command)
    typed: list[tuple[float, str]] = []
    try:
        terminal.until("Initech")
        for key in keys:
            terminal.press(key)
        deadline = time.perf_counter() + dice.uniform(2.0, 4.0)
        while time.perf_counter() < deadline:
            word = dice.choice(WORDS) + " "
            terminal.press(word.encode())
            typed.append((time.perf_counter(), word))
    finally:
        killed_at = time.perf_counter()
        terminal.close()
    terminal = Terminal(command)
    try:
        terminal.until("enter go on")
        terminal.press(b"\r")
        time.sleep(A_SECOND)
        terminal.press(b"!")
        time.sleep(A_SECOND)
        texts = [json.loads(file.read_bytes()) for file in (folder / "typed").glob("*.json")]
    finally:
        terminal.close()
    found = " ".join(field["text"] for window in texts for text in window for field in text["fields"])
    return "".join(word for at, word in typed if at < killed_at - A_SECOND).strip(), found


def type_and_kill(dice: random.Random, rounds: int) -> int:
    """Kill the app in each place so many times; how often something was lost."""
    lost = characters = 0
    for place, keys in PLACES.items():
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as name:
                call(Path(name), *ADD, "--interviewer", "Ada Byron <ada@initech.example>")
                interview = json.loads(call(Path(name), "interview", "list", "--json"))[0]["id"]
                call(Path(name), "interview", "outcome", interview, "rejected", "--on", "today")
                typed, found = one_text(Path(name), dice, keys)
            characters += len(typed)
            if not typed or typed not in found:
                lost += 1
                print(f"LOST in {place}: {typed!r} was typed, the next start has {found!r}")
    kills = len(PLACES) * rounds
    print(f"{kills} kills in {len(PLACES)} places while {characters} characters were typed: {lost} lost")
    return lost


def main() -> int:
    """Kill the app so many times; 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)  # noqa: S311 - moments to kill at, not a secret
    lost, saved, value = 0, 0, None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        interview = call(folder, *ADD).strip()
        for _ in range(chosen.kills):
            seen, typed = one_life(folder, dice, value)
            value = stored(folder, interview)
            saved += seen is not None
            if value not in (seen, typed):
                lost += 1
                print(f"LOST: “Rated {seen}” was shown, {typed} was being typed, the journal holds {value}")
    print(f"{chosen.kills} kills while the app saved: {saved} with a rating seen as saved, {lost} lost")
    lost += type_and_kill(dice, -(-chosen.kills // 10))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
