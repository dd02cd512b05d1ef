"""Kills the full-screen app while it saves, again and again: what was shown as saved must be there afterwards.

    python benchmarks/app_torture.py [--kills 50] [--seed 1]

The app runs on a terminal of its own with the cursor on a rating; digits are typed, and at a random moment the process
is killed. A rating whose “Rated N” was seen is acknowledged: the journal holds that one, or the one typed after it.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
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
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
