"""Types into the app on a terminal what nobody would: bursts, pastes, the mouse, other sizes, in one window or two.

    python benchmarks/app_fuzz.py [--minutes 60] [--seed N] [--case NUMBER]

Each case opens the app on the sample journal, often with a damaged file beside it or with texts in it that no terminal
should get, types for a while, ends it as people and systems do, and lets `doctor` look at what is left. An end that
nobody asked for, a screen that answers no more, a mistake that is told, a control character on the terminal or a
journal that is not sound is a find, printed with the seed and the number of its case.
"""

import argparse
import json
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, chdir
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.fuzz import FAST, SESSION, TYPED, VIEWS, samples
from benchmarks.odd_words import STRANGE, happens, odd_json, odd_text, typed_words
from tests.tui.pty_app import OnTerminal, in_own_window

HANGS_AFTER = 40.0
SIZES = ((80, 24), (120, 40), (60, 20), (41, 13), (200, 50), (20, 6), (300, 90), (1, 1))
NAMED = [f"\x1b[{code}" for code in "ABCDFHZ"] + [f"\x1bO{code}" for code in "PQRS"]
NAMED += [f"\x1b[{number}~" for number in (2, 3, 5, 6, 15, 17, 18, 19, 20, 21, 24)]
NAMED += [f"\x1b[1;{modifier}{code}" for modifier in (2, 3, 5) for code in "ABCDFH"]
PLAIN = [*"0123abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ/?,.><|*+-' "]
CONTROL = [
    "\r",
    "\r",
    "\t",
    "\t",
    "\x1b",
    "\x1b",
    "\x7f",
    "\x10",
    "\x06",
    "\x14",
    "\x01",
    "\x05",
    "\x0b",
    "\x15",
    "\x17",
]
FROM_TERMINALS = [
    "\x1b[I",
    "\x1b[O",
    "\x1b[?1;2c",
    "\x1b[48;24;80;0;0t",
    "\x1b[?2026;2$y",
    "\x1b[",
    "\x1b]11;rgb:0/0/0\x07",
]
ALLOWED = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
    rb"|\x1b[=>78MDEHc]|\x1b[()][0-9AB]|[\r\n\t\b]"
)
CUT_OFF = re.compile(rb"\x1b[^a-zA-Z\x07]*\Z")
"""The beginning of a sequence at the very end, where it was not read on."""
RAW = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
TOLD = re.compile(rb"Traceback \(most|Something went wrong|mistake in the program|Something unexpected")
TAKEN, LEFT = b"\x1b[?1049h", b"\x1b[?1049l"
"""How the app takes the screen, and leaves it."""
READS = b"\x1b[?2004h"
AWAY = re.compile(rb"\x1b\[\?2004l.*?(?:\x1b\[\?2004h|\Z)", re.DOTALL)
"""From the first step of leaving the screen until keys are read again; the terminal itself shows what is typed then."""
QUIT, SIGNALLED = 0, (129, 143, -signal.SIGHUP, -signal.SIGTERM)
"""The codes it ends with; by the signal itself while it is being loaded."""


class Find(Exception):
    """What went wrong."""


def mouse(dice: random.Random) -> bytes:
    """A click, a drag, a wheel, somewhere, also beyond the edge."""
    column, line, button = dice.randint(0, 130), dice.randint(0, 45), dice.choice((0, 0, 0, 1, 2, 32, 64, 65))
    moved = f"\x1b[<32;{dice.randint(1, 120)};{dice.randint(1, 40)}M" if happens(dice, 0.2) else ""
    return f"\x1b[<{button};{column};{line}M{moved}\x1b[<{button};{column};{line}m".encode()


def pasted(dice: random.Random) -> bytes:
    """A text, as terminals hand it on."""
    text = odd_text(dice, typed_words(dice)).replace("\x1b[201~", "")
    return b"\x1b[200~" + text.encode("utf-8", "replace") + b"\x1b[201~"


KINDS: Sequence[tuple[int, Callable[[random.Random], bytes]]] = (
    (45, lambda dice: str(dice.choice(PLAIN)).encode() * dice.choice((1, 1, 1, 2, 30))),
    (20, lambda dice: str(dice.choice(NAMED)).encode() * dice.choice((1, 1, 3, 60))),
    (15, lambda dice: str(dice.choice(CONTROL)).encode() * dice.choice((1, 1, 1, 5))),
    (5, lambda dice: "".join(dice.choice([*PLAIN, *NAMED, *CONTROL]) for _ in range(dice.randint(2, 40))).encode()),
    (5, mouse),
    (4, pasted),
    (3, lambda dice: typed_words(dice).encode("utf-8", "replace")),
    (3, lambda dice: str(dice.choice((*FROM_TERMINALS, *STRANGE))).encode("utf-8", "replace")),
)
"""What may come next, and how often: keys held and not, bursts, the mouse, pastes, words, what terminals say."""


def keys(dice: random.Random) -> bytes:
    """The next few keys."""
    return dice.choices([make for _, make in KINDS], [share for share, _ in KINDS])[0](dice)


def hand_over(window: OnTerminal, typed: bytes) -> None:
    """Write it all, reading what is drawn meanwhile. Raises `Find` where the app takes nothing any more."""
    end = time.monotonic() + HANGS_AFTER
    while typed and window.process.poll() is None:
        if time.monotonic() > end:
            raise Find("it reads no key any more")
        readable, writable, _ = select.select([window.fd], [window.fd], [], 1.0)
        if readable:
            window.idle()
        if writable:
            typed = typed[os.write(window.fd, typed[:500]) :]


def answers(window: OnTerminal) -> None:
    """Another size is drawn. Raises `Find`."""
    before = len(window.written)
    window.resize((90, 28) if window.size != (90, 28) else (91, 28))
    end = time.monotonic() + HANGS_AFTER
    while len(window.written) == before and window.process.poll() is None:
        if time.monotonic() > end:
            raise Find(f"it draws nothing any more:\n{window.text}")
        window.idle()


def looked_at(window: OnTerminal, *, ended: Sequence[int]) -> None:
    """What it wrote and how it ended. Raises `Find`."""
    while window.process.poll() is not None and window.idle():
        continue
    # Before it reads keys the terminal itself shows what is typed.
    written = CUT_OFF.sub(b"", bytes(window.written).partition(READS)[2])
    code = window.process.poll()
    told = TOLD.search(written)
    if told or (code is not None and code not in ended):
        shown = written[: told.end() + 1000] if told else written
        raise Find(f"exit code {code}\n{ALLOWED.sub(b'', shown).decode('utf-8', 'replace')[-4000:]}")
    raw = RAW.search(ALLOWED.sub(b"", AWAY.sub(b"", written)).decode("utf-8", "replace"))
    if raw is not None:
        around = raw.string[max(0, raw.start() - 60) : raw.end() + 40]
        raise Find(f"{raw[0]!r} on the terminal: {around!r}")


def spoil(dice: random.Random, data: Path) -> bool:
    """Perhaps a damaged file, or strange texts; whether the journal is among them."""
    typed = data / "typed" / "0011223344556677.json"
    for path, raw in ((typed, TYPED), (data / "session.json", SESSION), (data / "views.json", VIEWS)):
        if happens(dice, 0.3):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(odd_json(dice, raw))
    if not happens(dice, 0.3):
        return False
    journal = json.loads((data / "journal.json").read_bytes())
    for table in journal.values():
        for record in table.values():
            for name, value in record.items():
                if isinstance(value, str) and name in TEXTS and happens(dice, 0.4):
                    record[name] = odd_text(dice, value)
    (data / "journal.json").write_bytes(json.dumps(journal).encode())
    return True


TEXTS = frozenset({"company", "role", "name", "notes", "words", "where", "round", "title", "when", "will", "quote"})


def one_case(dice: random.Random, home: Path) -> None:
    """Open, type, end, look. Raises `Find`, and whatever the emulator raises of a sequence that is none."""
    spoiled = spoil(dice, home / "data")
    words = ["--data-dir", str(home / "data"), "--config", str(home / "config.toml")]
    more = {"HOME": str(home), "EDITOR": "true", "BROWSER": "true", "PATH": "/nowhere"}
    with ExitStack() as stack:
        stack.enter_context(chdir(home))  # where files are written that are asked for by a bare name
        sizes = [dice.choice(SIZES[:5]) for _ in range(dice.choice((1, 1, 2)))]
        # In a window of its own: ctrl+z would stop this program with the app.
        command = [sys.executable, "-m", "afterword", *words]
        windows = [stack.enter_context(in_own_window(command, size=size, **more)) for size in sizes]
        for window in windows if happens(dice, 0.9) else ():
            started(window)
        for _ in range(dice.randint(20, 150)):
            window = dice.choice(windows)
            if happens(dice, 0.05):
                window.resize(dice.choice(SIZES))
            hand_over(window, keys(dice))
            if happens(dice, 0.3):
                window.idle()
        for window in windows:
            started(window)
            answers(window)
            looked_at(window, ended=(QUIT,))
            end_it(window, dice.choice((signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)))
    command = [sys.executable, "-m", "afterword", *words, "doctor"]
    said = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(home)})
    if said.returncode not in ((0, 1) if spoiled else (0,)):
        raise Find(f"doctor: {said.returncode} {said.stdout[-1500:]} {said.stderr[-1500:]}")


def end_it(window: OnTerminal, number: int) -> None:
    """Send that signal, and look how it goes. Raises `Find`."""
    window.process.send_signal(number)
    end = time.monotonic() + HANGS_AFTER
    while window.process.poll() is None:
        if time.monotonic() > end:
            raise Find(f"signal {number} does not end it")
        window.idle()
    looked_at(window, ended=(QUIT, *SIGNALLED, -signal.SIGKILL))
    if number != signal.SIGKILL and window.written.rfind(TAKEN) > window.written.rfind(LEFT):
        raise Find(f"signal {number} ends it on its own screen")


def started(window: OnTerminal) -> None:
    """Wait until it takes the screen, if it ever does."""
    end = time.monotonic() + HANGS_AFTER
    while TAKEN not in window.written and window.process.poll() is None and time.monotonic() < end:
        window.idle()


def main() -> int:
    """Try cases for so long; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=Fraction, default=Fraction(60))
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--case", type=int)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    number, finds, begun = options.case or 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as name:
        made, home = Path(name) / "made", Path(name) / "case"
        made.mkdir()
        samples(made)
        while time.monotonic() - begun < options.minutes * 60:
            shutil.rmtree(home, ignore_errors=True)
            shutil.copytree(made, home)
            try:
                one_case(random.Random(f"{options.seed}/{number}"), home)  # noqa: S311 - what to type, not a secret
            except (Find, TypeError) as find:
                finds += 1
                print(f"\n── case {number} of seed {options.seed}\n{find}\n", flush=True)
            number += 1
            if options.case is not None:
                break
    print(f"{number} cases in {(time.monotonic() - begun) / 60:.1f} minutes, {finds} finds, seed {options.seed}")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
