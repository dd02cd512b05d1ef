"""How fast the screen is: first paint, and every kind of key on a terminal of its own; beside a bare Textual app.

    python benchmarks/screen_bench.py [DATA_FOLDER | -] [WORDS ...]

Without a folder, or with `-`, an empty journal and one of 1,000 interviews with 3,000 requests are measured. With words
only the keys with one of them in their names are, and no start. The first paint is a median of starts, given as a ratio
to an app with one line of text that is started in turns with it.

Of a key is measured what processor time the program uses, in all its threads, from the byte on the terminal to the last
byte it draws before quiet: what else the machine does changes that little. Figures are 95th percentiles, in
milliseconds and as a ratio to a key of the bare app of the same run that draws its 40 lines anew. Beside them: the
median by the clock to the first change that is seen. "first" is the first time after a start, once the program
has come to rest, over several starts. A key that does not lead where it should is printed as failed.
"""

import os
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.evaluation_bench import large_life
from benchmarks.screen_terminal import Pressed, Terminal

from afterword.codec.document import SCHEMA, new_document, render
from afterword.domain.conversation.request import Event, Request
from afterword.domain.interview import Outcome
from afterword.domain.journal import Journal

STARTS = 9
_FIRST_STARTS, _TOGETHER = 3, 6
"""Starts for the first time of a key; and so many programs run at once, which mostly wait until they are at rest."""
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
_SEEN_FIRST = "1 Reflection"
_FIRST_PAINT = 1.5
_VIEWS = (b"E", b"T", b"Q", b"X", b"C", b"P", b"A")
_LINE, _MOVE, _OPEN, _FIND = 4.0, 20.0, 40.0, 30.0
_UP, _DOWN, _HOME, _END, _PAGE_DOWN = b"\x1b[A", b"\x1b[B", b"\x1b[H", b"\x1b[F", b"\x1b[6~"
_ESC, _ENTER = b"\x1b", b"\r"


class Line(NamedTuple):
    """A kind of key: itself, the keys that lead to where it is pressed, and those that lead back each time.

    `seen`: words that its screen shows, so that no other one is measured. `opens`: measured as the first of its kind
    after a start, too.
    """

    name: str
    budget: float
    there: Sequence[bytes]
    key: bytes
    back: Sequence[bytes] = ()
    seen: str = ""
    opens: bool = False


def opening(name: str, there: Sequence[bytes], key: bytes, seen: str, back: Sequence[bytes] = (_ESC,)) -> Line:
    """A key that opens something."""
    return Line(name, _OPEN, there, key, back, seen, opens=True)


_IN_REFLECTION, _IN_FEEDBACK = (b"1", _HOME, _DOWN), (b"2", _HOME)
_RATED = (*_IN_REFLECTION, _ENTER, _HOME, *(_DOWN,) * 5)
_TYPE, _UNTYPE = b"x", (b"\x7f",)

_LINES = (
    Line("line down in Today", _LINE, (b"0", _HOME), _DOWN),
    Line("line down in Reflection", _LINE, _IN_REFLECTION, _DOWN),
    Line("page down in Reflection", _MOVE, _IN_REFLECTION, _PAGE_DOWN),
    Line("letter narrows Reflection", _FIND, (b"1", b"/", b"f"), b"i", _UNTYPE, "/ fi"),
    Line("first letter narrows Reflection", _FIND, (b"1", b"/"), b"f", _UNTYPE, "/ f"),
    Line("line down in a reflection", _LINE, (*_IN_REFLECTION, _ENTER, _HOME), _DOWN),
    Line("rate", _MOVE, _RATED, b"3", (_UP, b"2", _UP), "■■■□□"),
    Line("line down in Feedback", _LINE, _IN_FEEDBACK, _DOWN),
    Line("page down in Feedback", _MOVE, _IN_FEEDBACK, _PAGE_DOWN),
    Line("letter narrows Feedback", _FIND, (b"2", b"/", b"a"), b"d", _UNTYPE, "/ ad"),
    Line("sort", _MOVE, _IN_FEEDBACK, b">"),
    Line("turn the order", _MOVE, _IN_FEEDBACK, b"<"),
    Line("tick", _MOVE, _IN_FEEDBACK, b" ", seen="✓"),
    Line("tick all", _MOVE, _IN_FEEDBACK, b"*"),
    Line("line down in Evaluation", _LINE, (b"3", b"E", _HOME), _DOWN),
    opening("a reflection", _IN_REFLECTION, _ENTER, "esc interviews"),
    opening("pane Today", (b"1",), b"0", "[0 Today", (b"1",)),
    opening("pane Reflection", (b"2",), b"1", "[1 Reflection]", (b"2",)),
    opening("pane Feedback", (b"1",), b"2", "[2 Feedback]", (b"1",)),
    opening("pane Evaluation", (b"1",), b"3", "[3 Evaluation]", (b"1",)),
    *(opening(f"view {key.decode()}", (b"3",), key, f"[{key.decode()}]", (b"O",)) for key in _VIEWS),
    opening("form of a new interview", (b"1",), b"a", "f2 save"),
    opening("form of a changed interview", _IN_REFLECTION, b"e", "f2 save"),
    opening("form of an outcome", _IN_REFLECTION, b"o", "f2 save"),
    opening("form of an arrival", (b"1", _END), b"t", "f2 save"),
    opening("form of an application", _IN_REFLECTION, b"E", "f2 save"),
    opening("people to choose from", _IN_REFLECTION, b"i", "╭─"),
    opening("form of a person", _IN_FEEDBACK, b"i", "f2 save"),
    opening("form of a note", _RATED, b"m", "f2 save"),
    opening("form of a cue", _RATED, b"+", "f2 save"),
    opening("form of a reply", _IN_FEEDBACK, b"r", "f2 save"),
    opening("columns to choose from", _IN_FEEDBACK, b"|", "╭─"),
    opening("states to choose from", _IN_FEEDBACK, b"F", "╭─"),
    opening("letter", _IN_FEEDBACK, b"a", "f2 "),
    opening("newly drafted letter", _IN_FEEDBACK, b"a", "f2 ", (_ESC, b"u")),
    opening("findings in a reply", (b"2", b"/", b"replied", _ENTER, _HOME), b"f", "+ strength"),
    opening("form of a competency", (b"3", b"O"), b"a", "f2 save"),
    opening("form of an example", (b"3", b"X"), b"a", "f2 save"),
    opening("form of a pointer", (b"3", b"P"), b"a", "f2 save"),
    opening("interviews to choose from", (b"3", b"O"), b"f", "╭─"),
    opening("prep sheet", (b"3", b"O"), b"p", "esc back"),
    opening("report to share", (b"3", b"O"), b"S", "For a mentor"),
    Line("form closed", _OPEN, (b"1", b"a"), _ESC, (b"a",), "company · role"),
    Line("letter in a form", _MOVE, (b"1", b"a"), _TYPE, _UNTYPE, "Company *"),
    Line("letter in a letter", _MOVE, (*_IN_FEEDBACK, b"a"), _TYPE, _UNTYPE, "f2 "),
    opening("search", (b"1",), b"\x06", "words in any order"),
    Line("letter in the search", _FIND, (b"1", b"\x06", b"fi"), b"r", _UNTYPE, "fir"),
    opening("palette", (b"1",), b"\x10", "╭─"),
    Line("letter in the palette", _FIND, (b"1", b"\x10", b"f"), b"i", _UNTYPE),
    opening("help", (b"1",), b"?", "esc close"),
    opening("settings", (b"1",), b",", "Settings"),
    opening("saved views", (b"1",), b"V", "╭─"),
    opening("history", _IN_REFLECTION, b"H", "What changed when"),
    opening("trash", (b"1",), b"\x14", "What was removed"),
)


_TIMES = 15


def starts(folder: Path) -> tuple[float, float]:
    """The first paint of a bare app and of ours, in milliseconds: medians of starts in turns."""
    bare, ours = [], []
    with command(folder) as words:
        for _ in range(STARTS):
            bare.append(started([sys.executable, "-c", _BARE], "one line of text"))
            ours.append(started(words, _SEEN_FIRST))
    return statistics.median(bare), statistics.median(ours)


@contextmanager
def command(folder: Path) -> Iterator[Sequence[str]]:
    """Our program on a copy of the folder, with the name of whoever writes letters."""
    with TemporaryDirectory() as place:
        copy, settings = Path(place) / "copy", Path(place) / "config.toml"
        if folder.exists():
            shutil.copytree(folder, copy)
        settings.write_text('[me]\nname = "Sam Seeker"\n', encoding="utf-8")
        yield [sys.executable, "-m", "afterword", "--data-dir", str(copy), "--config", str(settings)]


def started(words: Sequence[str], expected: str) -> float:
    """Milliseconds until the words are seen."""
    terminal = Terminal(words)
    try:
        return terminal.until(expected)
    finally:
        terminal.close()


def keys(folder: Path, lines: Sequence[Line]) -> Iterator[tuple[Line, Sequence[Pressed] | str]]:
    """Each kind of key in one run of the program, or why it could not be measured; after that the run is a new one."""
    left = list(lines)
    while left:
        with opened(folder) as terminal:
            terminal.rest()
            for line in tuple(left):
                left.remove(line)
                outcome = measured(partial(pressed_again, terminal, line))
                yield line, outcome
                if isinstance(outcome, str):
                    break


def measured(press: Callable[[], Sequence[Pressed]]) -> Sequence[Pressed] | str:
    """What was pressed, or why not in one line."""
    try:
        return press()
    except (TimeoutError, OSError) as error:
        return str(error).partition("\n")[0]


def pressed_again(terminal: Terminal, line: Line) -> Sequence[Pressed]:
    """That key many times, from the panes on."""
    lead(terminal, (*(_ESC,) * 4, *line.there))
    terminal.rest()
    pressed = []
    for _ in range(_TIMES):
        pressed.append(terminal.press(line.key, line.seen))
        for key in line.back:
            terminal.press(key)
    return pressed


def first_times(folder: Path, line: Line) -> Sequence[Pressed]:
    """That key as the first of its kind after a start, over several starts."""
    pressed = []
    for _ in range(_FIRST_STARTS):
        with opened(folder) as terminal:
            # What it makes ready while nothing happens waits for the keys, and is ready once it rests.
            lead(terminal, line.there)
            terminal.rest()
            pressed.append(terminal.press(line.key, line.seen))
    return pressed


def lead(terminal: Terminal, keys: Sequence[bytes]) -> None:
    """Press one after the other, each when the screen rests."""
    for key in keys:
        terminal.send(key)
        terminal.settle()


@contextmanager
def opened(folder: Path) -> Iterator[Terminal]:
    """The program on a copy of the folder, once its pane is seen."""
    with command(folder) as words:
        terminal = Terminal(words)
        try:
            terminal.until(_SEEN_FIRST)
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


def journal() -> Journal:
    """A large life of uneven lengths, in which letters are still to be written and one interview lies ahead."""
    life = large_life()
    last = max(life.interviews.values(), key=lambda interview: interview.at)
    application = replace(life.applications[last.application_id], id="ahead", outcome=Outcome.PENDING, outcome_on=None)
    ahead = replace(last, id="ahead", application_id="ahead", at=last.at + timedelta(days=3650), arrived=None)
    requests = {
        request.id: replace(request, events=() if request.interview_id == last.id else _answered(request, number % 5))
        for number, request in enumerate(life.requests.values())
    }
    answered = {request.id for request in requests.values() if request.replies}
    return replace(
        life,
        applications={**life.applications, application.id: application},
        interviews={**life.interviews, ahead.id: ahead},
        reflections={
            key: replace(said, answers=said.answers[: number % 5], went_well=f"{said.went_well}\n" * (number % 7))
            for number, (key, said) in enumerate(life.reflections.items())
        },
        requests=requests,
        findings={key: finding for key, finding in life.findings.items() if finding.request_id in answered},
    )


def _answered(request: Request, times: int) -> tuple[Event, ...]:
    """What happened, with a reply so many times as long; none where that is nought."""
    *before, reply = request.events
    return (*before, replace(reply, text=f"{reply.text}\n" * times)) if times else tuple(before)


def report_starts(folder: Path) -> None:
    """Measure and print how it begins, and what it costs while nothing is done."""
    bare, ours = starts(folder)
    print(f"  first paint {ours:.0f} ms, bare app {bare:.0f} ms: ratio {ours / bare:.2f} (≤ {_FIRST_PAINT})")
    with opened(folder) as terminal:
        terminal.rest()
        print(f"  idle for 5 s {terminal.idle(5.0):.1f} ms of processor time")


def report_keys(folder: Path, words: Sequence[str]) -> None:
    """Measure and print every key with one of these words in its name, or every one."""
    base = bare_key()
    print(f"  {_BARE_KEY:<33} {base:6.1f} ms of processor time, p95")
    lines = [line for line in _LINES if not words or any(word in line.name for word in words)]
    opens = [line for line in lines if line.opens]
    with ThreadPoolExecutor(_TOGETHER) as pool:
        parts = [lines[place::_TOGETHER] for place in range(_TOGETHER)]
        for outcomes in pool.map(lambda part: list(keys(folder, part)), parts):
            for line, pressed in outcomes:
                show(line.name, line.budget, pressed, base)
        firsts = pool.map(lambda line: measured(partial(first_times, folder, line)), opens)
        for line, pressed in zip(opens, firsts, strict=True):
            show(f"first {line.name}", line.budget, pressed, base)


def show(name: str, budget: float, pressed: Sequence[Pressed] | str, base: float) -> None:
    """One line of figures."""
    if isinstance(pressed, str):
        print(f"  {name:<33} failed: {pressed}", flush=True)
        return
    used = p95([press.processor for press in pressed])
    seen = statistics.median(press.first for press in pressed)
    over = "" if used <= budget else "   OVER"
    figures = f"{used:6.1f} ms (≤ {budget:.0f}), ratio {used / base:5.2f}; seen after {seen:.1f} ms{over}"
    print(f"  {name:<33} {figures}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Measure the folder given, or the two of our own."""
    given, *words = arguments or ["-"]
    with TemporaryDirectory() as place:
        empty, large = Path(place) / "empty", Path(place) / "large"
        if given == "-":
            large.mkdir(mode=0o700)
            (large / "journal.json").write_bytes(render(new_document(journal(), SCHEMA)))
            os.sync()
            if not words:
                print("an empty journal")
                report_starts(empty)
        folder = large if given == "-" else Path(given)
        print("1,000 interviews, 3,000 requests" if given == "-" else given)
        if not words:
            report_starts(folder)
        report_keys(folder, words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
