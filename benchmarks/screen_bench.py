"""How fast the screen is: first paint, a line down, a page down, a change of pane; beside a bare Textual app.

    python benchmarks/screen_bench.py [DATA_FOLDER]

Without a folder an empty journal and one of 1,000 interviews with 3,000 requests are measured. Figures are medians (of
starts) and 95th percentiles (of keys); the first paint is given as a ratio to an app with one line of text, started in
turns with it.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.evaluation_bench import large_life
from benchmarks.screen_terminal import Terminal

from afterword.codec import SCHEMA, new_document, render

STARTS = 9
_BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("one line of text")

Bare().run()
"""
_DOWN, _PAGE_DOWN, _ESC = b"\x1b[B", b"\x1b[6~", b"\x1b"
_BUDGETS = {"first paint": 1.5, "line down": 4.0, "page down": 20.0, "change of pane": 20.0, "opening a form": 40.0}


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


def keys(folder: Path, expected: str) -> dict[str, list[tuple[float, float]]]:
    """Times of keys in the tracker, and of going from pane to pane."""
    terminal = Terminal(command(folder))
    try:
        terminal.until(expected)
        for key in (b"3", b"1", b"2"):
            terminal.press(key)
        return {
            "line down": [terminal.press(_DOWN) for _ in range(60)],
            "page down": [terminal.press(_PAGE_DOWN) for _ in range(30)],
            "change of pane": [terminal.press(key) for key in (b"1", b"2", b"3") * 8],
            "opening a form": forms(terminal),
            "idle": [(terminal.idle(5.0), 0.0)],
        }
    finally:
        terminal.close()


def forms(terminal: Terminal) -> list[tuple[float, float]]:
    """Times of opening the form of an interview, from the first pane."""
    terminal.press(b"1")
    times = []
    for _ in range(20):
        times.append(terminal.press(b"a"))
        terminal.press(_ESC)
    return times


def p95(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


def report(folder: Path, title: str, expected: str) -> None:
    """Measure and print one folder."""
    bare, ours = starts(folder, expected)
    print(f"{title}")
    print(
        f"  first paint      {ours:6.0f} ms   bare app {bare:.0f} ms   "
        f"ratio {ours / bare:.2f} (≤ {_BUDGETS['first paint']})"
    )
    for name, times in keys(folder, expected).items():
        first = [one for one, _ in times]
        if name == "idle":
            print(f"  idle, 5 s        {first[0]:6.1f} ms of processor time")
            continue
        settled = [one for _, one in times]
        print(
            f"  {name:<16} {p95(first):6.1f} ms   p95 to the first change (≤ {_BUDGETS[name]:.0f}), "
            f"median {statistics.median(first):.1f}, settled {statistics.median(settled):.1f}"
        )


def main(arguments: Sequence[str]) -> int:
    """Measure the folder given, or the two of our own."""
    if arguments:
        report(Path(arguments[0]), arguments[0], "1 Reflection")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        empty, large = Path(folder) / "empty", Path(folder) / "large"
        large.mkdir(mode=0o700)
        (large / "journal.json").write_bytes(render(new_document(large_life(), SCHEMA)))
        os.sync()
        report(empty, "an empty journal", "1 Reflection")
        report(large, "1,000 interviews, 3,000 requests", "1 Reflection")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
