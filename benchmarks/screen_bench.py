"""How fast the screen is: first paint, and every kind of key on a terminal of its own; beside a bare Textual app.

    python benchmarks/screen_bench.py [DATA_FOLDER]

Without a folder an empty journal and one of 1,000 interviews with 3,000 requests are measured. The first paint is a
median of starts, given as a ratio to an app with one line of text that is started in turns with it.

Of a key is measured what processor time the program uses, in all its threads, from the byte on the terminal to the last
byte it draws before quiet: what else the machine does changes that little. Figures are 95th percentiles, in
milliseconds and as a ratio to a key of the bare app of the same run that draws its 40 lines anew. Beside them: the
median by the clock to the first change that is seen. "first" is the first time after a start, once the program
has come to rest, over several starts.
"""

import os
import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.evaluation_bench import large_life
from benchmarks.screen_terminal import Pressed, Terminal

from afterword.codec import SCHEMA, new_document, render

STARTS = 9
_FIRST_STARTS = 3
_BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("one line of text")

Bare().run()
"""
_BARE_KEYS = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    presses = 0

    def compose(self):
        yield Static("one line of text")

    def on_key(self):
        self.presses += 1
        self.query_one(Static).update("\\n".join(f"line {line} after {self.presses} keys " * 4 for line in range(40)))

Bare().run()
"""
_BARE_KEY = "a bare app draws 40 lines"
_FIRST_PAINT = 1.5
_VIEWS = (b"E", b"T", b"Q", b"X", b"C", b"P", b"A")
_MOVE, _OPEN, _FIND = 20.0, 40.0, 30.0
_UP, _DOWN, _HOME, _PAGE_DOWN, _ESC, _ENTER = b"\x1b[A", b"\x1b[B", b"\x1b[H", b"\x1b[6~", b"\x1b", b"\r"


class Line(NamedTuple):
    """A kind of key: itself, the keys that lead to where it is pressed, and those that lead back each time.

    `seen`: words that its screen shows, so that no other one is measured.
    """

    name: str
    budget: float
    there: Sequence[bytes]
    key: bytes
    back: Sequence[bytes] = ()
    seen: str = ""


_LINES = (
    Line("line down in Reflection", _MOVE, (b"0", b"1"), _DOWN),
    Line("page down in Reflection", _MOVE, (), _PAGE_DOWN),
    Line("letter narrows Reflection", _FIND, (b"/", b"f"), b"i", (b"\x7f",)),
    Line("line down in Feedback", _MOVE, (_ESC, _ESC, b"2"), _DOWN),
    Line("page down in Feedback", _MOVE, (), _PAGE_DOWN),
    Line("sort", _MOVE, (), b">"),
    Line("tick", _MOVE, (_HOME,), b" "),
    Line("rate", _MOVE, (b"1", _HOME, _DOWN, _ENTER, *(_DOWN,) * 5), b"3", (_UP,), "■■■□□"),
    Line("open a reflection", _OPEN, (_ESC,), _ENTER, (_ESC,), "Arrival"),
    Line("pane Today", _OPEN, (_ESC,), b"0", (b"1",), "[0 Today"),
    Line("pane Reflection", _OPEN, (b"2",), b"1", (b"2",), "[1 Reflection]"),
    Line("pane Feedback", _OPEN, (b"1",), b"2", (b"1",), "[2 Feedback]"),
    Line("pane Evaluation", _OPEN, (b"1",), b"3", (b"1",), "[3 Evaluation]"),
    *(Line(f"view {key.decode()}", _OPEN, (b"3",), key, (b"O",), f"[{key.decode()}]") for key in _VIEWS),
    Line("form of an example", _OPEN, (b"3", b"X"), b"a", (_ESC,), "f2 save"),
    Line("form of an outcome", _OPEN, (b"1", _HOME), b"o", (_ESC,), "Outcome *"),
    Line("form of a changed interview", _OPEN, (), b"e", (_ESC,), "f2 save"),
    Line("form of a new interview", _OPEN, (), b"a", (_ESC,), "Company *"),
    Line("form closed", _OPEN, (b"a",), _ESC, (b"a",), "company · role"),
    Line("letter in a form", _MOVE, (), b"x", (b"\x7f",), "Company *"),
    Line("form of a reply", _OPEN, (_ESC, b"2", _HOME), b"r", (_ESC,), "f2 save"),
    Line("search", _OPEN, (), b"\x06", (_ESC,), "words in any order"),
    Line("letter in the search", _FIND, (b"\x06", b"fi"), b"r", (b"\x7f",), "/ fir"),
    Line("palette", _OPEN, (_ESC, _ESC, b"1"), b"\x10", (_ESC,), "╭─"),
    Line("letter in the palette", _FIND, (b"\x10", b"f"), b"i", (b"\x7f",)),
    Line("help", _OPEN, (_ESC, _ESC, b"1"), b"?", (_ESC,), "esc close"),
    Line("settings", _OPEN, (), b",", (_ESC,), "Settings"),
    Line("history", _OPEN, (), b"H", (_ESC,), "What changed when"),
    Line("trash", _OPEN, (), b"\x14", (_ESC,), "What was removed"),
)
_NOT_TWICE = ("line", "page", "letter", "sort", "tick", "rate", "view", "form closed")


_TIMES = 20


def starts(folder: Path, expected: str) -> tuple[float, float]:
    """The first paint of a bare app and of ours, in milliseconds: medians of starts in turns."""
    bare, ours = [], []
    for _ in range(STARTS):
        bare.append(started([sys.executable, "-c", _BARE], "one line of text"))
        ours.append(started(command(folder), expected))
    return statistics.median(bare), statistics.median(ours)


def command(folder: Path) -> Sequence[str]:
    """Our program on that folder."""
    return [sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", "/dev/null"]


def started(words: Sequence[str], expected: str) -> float:
    """Milliseconds until the words are seen."""
    terminal = Terminal(words)
    try:
        return terminal.until(expected)
    finally:
        terminal.close()


def keys(folder: Path, expected: str) -> Iterator[tuple[Line, list[Pressed]]]:
    """Each kind of key in one run of the program."""
    with opened(folder, expected) as terminal:
        for line in _LINES:
            press_all(terminal, line.there)
            pressed = []
            for _ in range(_TIMES):
                pressed.append(terminal.press(line.key, line.seen))
                press_all(terminal, line.back)
            yield line, pressed


def first_times(folder: Path, expected: str, line: Line) -> Iterator[Pressed]:
    """That key as the first of its kind after a start."""
    for _ in range(_FIRST_STARTS):
        with opened(folder, expected) as terminal:
            press_all(terminal, [key for key in line.there if key != _ESC])
            terminal.rest()
            yield terminal.press(line.key, line.seen)


def press_all(terminal: Terminal, keys: Sequence[bytes]) -> None:
    """One after the other."""
    for key in keys:
        terminal.press(key)


@contextmanager
def opened(folder: Path, expected: str) -> Iterator[Terminal]:
    """The program at rest on a copy of the folder."""
    with TemporaryDirectory() as copies:
        copy = Path(copies) / "copy"
        if folder.exists():
            shutil.copytree(folder, copy)
        terminal = Terminal(command(copy))
        try:
            terminal.until(expected)
            terminal.rest()
            yield terminal
        finally:
            terminal.close()


def bare_key() -> float:
    """What a key costs in a bare app that draws every line anew for it."""
    terminal = Terminal([sys.executable, "-c", _BARE_KEYS])
    try:
        terminal.until("one line of text")
        return p95([terminal.press(b"x").processor for _ in range(40)])
    finally:
        terminal.close()


def p95(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


def report(folder: Path, title: str, expected: str) -> None:
    """Measure and print one folder."""
    bare, ours = starts(folder, expected)
    print(title)
    print(f"  first paint {ours:.0f} ms, bare app {bare:.0f} ms: ratio {ours / bare:.2f} (≤ {_FIRST_PAINT})")
    with opened(folder, expected) as terminal:
        print(f"  idle for 5 s {terminal.idle(5.0):.1f} ms of processor time")
    base = bare_key()
    print(f"  {_BARE_KEY:<28} {base:6.1f} ms of processor time, p95")
    for line, pressed in keys(folder, expected):
        show(line.name, line.budget, pressed, base)
    for line in _LINES:
        if not line.name.startswith(_NOT_TWICE):
            show(f"first {line.name}", line.budget, list(first_times(folder, expected, line)), base)


def show(name: str, budget: float, pressed: Sequence[Pressed], base: float) -> None:
    """One line of figures."""
    used = p95([press.processor for press in pressed])
    seen = statistics.median(press.first for press in pressed)
    over = "" if used <= budget else "   OVER"
    print(f"  {name:<28} {used:6.1f} ms (≤ {budget:.0f}), ratio {used / base:5.2f}; seen after {seen:.1f} ms{over}")


def main(arguments: Sequence[str]) -> int:
    """Measure the folder given, or the two of our own."""
    if arguments:
        report(Path(arguments[0]), arguments[0], "1 Reflection")
        return 0
    with TemporaryDirectory() as folder:
        empty, large = Path(folder) / "empty", Path(folder) / "large"
        large.mkdir(mode=0o700)
        (large / "journal.json").write_bytes(render(new_document(large_life(), SCHEMA)))
        os.sync()
        report(empty, "an empty journal", "1 Reflection")
        report(large, "1,000 interviews, 3,000 requests", "1 Reflection")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
