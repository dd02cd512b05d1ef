"""What the program costs with 100, 1,000 and 10,000 interviews, as tables, which it also writes into its page.

    python benchmarks/growth_bench.py [--write] [--sizes N …]

Each interview has a reflection, three people asked, three replies and six findings. A command is called as a person
calls it, as a process of its own, and its processor time counts, the least of some calls: what else the machine does
changes that little. `growth` is how many times as much it takes for ten times as many interviews: 10 is linear. The
screen is started in turns with a bare Textual app with one line of text, and medians of nine count. A change is
measured beside writing and syncing the same bytes plainly.
"""

import argparse
import itertools
import os
import resource
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import evaluation_bench
from benchmarks.screen_bench import Line, first_times, opened, p95, pressed_again
from benchmarks.screen_terminal import Pressed, Terminal

from afterword.bootstrap import open_journal
from afterword.codec.document import new_document, render
from afterword.domain.journal import Journal
from afterword.paths import Paths
from afterword.quick_answers import DUE, SCREEN
from afterword.services.services import Services
from afterword.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- written by make bench -->", "<!-- to here -->"
SIZES = (100, 1_000, 10_000)
MEGABYTE = 1_000_000
STARTS, RUNS, LARGE, FEW = 9, 3, 10_000, 3
"""Starts of the screen, and calls of a command; of a journal from LARGE on FEW starts and two calls have to do."""
COMMANDS = (
    "interview list",
    "interview show {interview}",
    "interview add --company Acme --role Nurse --at '+3d 09:00'",
    "interview edit {interview} --notes {run}",
    "interview outcome {interview} rejected",
    "request list",
    "request draft {ahead}",
    "due",
    "due --quiet",
    "evaluate",
    "prep",
    "prep {interview}",
    "search outage",
    "undo",
    "history",
    "export --format json",
    "doctor",
)


def journal_of(size: int) -> Journal:
    """A life of so many interviews, one of them ahead."""
    evaluation_bench.INTERVIEWS = size
    life = evaluation_bench.large_life()
    last = life.interviews[f"i{size - 1}"]
    ahead = replace(last, at=evaluation_bench.NOW + timedelta(days=400), arrived=None)
    requests = {key: one for key, one in life.requests.items() if one.interview_id != ahead.id}
    findings = {key: one for key, one in life.findings.items() if one.request_id in requests}
    pointers = {key: one for key, one in life.pointers.items() if one.interview_id in life.interviews}
    pointers = {
        key: replace(one, checks=tuple(check for check in one.checks if check.interview_id in life.interviews))
        for key, one in pointers.items()
    }
    return replace(
        life,
        interviews={**life.interviews, ahead.id: ahead},
        reflections={key: one for key, one in life.reflections.items() if key != ahead.id},
        requests=requests,
        findings=findings,
        pointers=pointers,
    )


def names_in(journal: Journal, size: int) -> dict[str, str]:
    """The ids that the commands are called with."""
    request = next(iter(journal.requests.values()))
    return {
        "interview": f"i{size // 2}",
        "application": f"i{size // 2}a",
        "person": request.person_id,
        "request": request.id,
        "ahead": f"i{size - 1}",
    }


class Spent(Struct, frozen=True):
    """What a process took: milliseconds of processor time, and megabytes at most."""

    processor: float
    memory: float


_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, code)
"""
"""Measures a call from a small process: a child counts the memory of whoever started it as its own at first."""


def spent(call: Sequence[str]) -> Spent:
    """What that program takes; one that is refused has done its work, too."""
    words = [sys.executable, "-S", "-c", _MEASURED, *call]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    seconds, kilobytes, code = done.stdout.split()
    if code not in ("0", "1"):
        raise SystemExit(f"{' '.join(call)} ended with {code}")
    return Spent(float(seconds) * 1e3, int(kilobytes) * 1024 / MEGABYTE)


def least(calls: Iterable[Sequence[str]]) -> Spent:
    """The least time of some calls, and the most memory."""
    found = [spent(call) for call in calls]
    return Spent(min(one.processor for one in found), max(one.memory for one in found))


def program(folder: Path) -> list[str]:
    """Our program on that folder, with settings of its own."""
    return [sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", str(folder / "config.toml")]


def services_on(folder: Path) -> Services:
    """Its services."""
    return open_journal(Paths(folder, folder / "config.toml"), Settings())


def fill(folder: Path, size: int) -> dict[str, str]:
    """Writes that journal there, as the store would; the names its commands are called with."""
    journal = journal_of(size)
    folder.mkdir(mode=0o700)
    (folder / "config.toml").touch()
    (folder / "journal.json").write_bytes(render(new_document(journal)))
    # What the program did not write itself is looked through at every reading until it is saved.
    services_on(folder).interviews.edit("i0", {"notes": "saved once"})
    return names_in(journal, size)


# ── commands ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def command_lines(folders: Mapping[int, Path], names: Mapping[int, Mapping[str, str]]) -> Iterator[str]:
    """Each command at every size."""
    bare = least([[sys.executable, "-c", "pass"]] * 3 * RUNS).processor
    heads = [f"{size:,}" for size in folders]
    times = " | ".join(f"{head}, ms" for head in heads)
    yield f"| command | {times} | × bare at {heads[0]} | growth | {heads[-1]}, MB |"
    yield f"| --- |{' --- |' * (len(heads) + 3)}"
    yield f"| *a bare interpreter* | {' | '.join(f'{bare:.0f}' for _ in heads)} | 1.0 | | |"
    for words in COMMANDS:
        found = [
            least(
                [*program(folder), *shlex.split(words.format(**names[size], run=run))]
                for run in range(2 if size >= LARGE else RUNS)
            )
            for size, folder in folders.items()
        ]
        shown = words.format(**dict.fromkeys(names[min(folders)], "ID"), run="N")
        growth = found[-1].processor / found[-2].processor if len(found) > 1 else 1
        times = " | ".join(f"{one.processor:,.0f}" for one in found)
        ratio = found[0].processor / bare
        yield f"| `{shown}` | {times} | {ratio:.1f} | {growth:.1f} | {found[-1].memory:.0f} |"


# ── a durable change ──────────────────────────────────────────────────────────────────────────────────────────────────


def durable(folder: Path) -> tuple[float, float]:
    """Milliseconds of one change, and of writing and syncing the same bytes into a new file: the least of some."""
    services = services_on(folder)
    raw = (folder / "journal.json").read_bytes()
    changes, plain = [], []
    for number in range(STARTS):
        start = time.perf_counter()
        services.interviews.edit("i1", {"notes": f"note {number}"})
        changes.append((time.perf_counter() - start) * 1e3)
        start = time.perf_counter()
        with (folder / "plain").open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        plain.append((time.perf_counter() - start) * 1e3)
    (folder / "plain").unlink()
    return min(changes), min(plain)


def durable_lines(folders: Mapping[int, Path]) -> Iterator[str]:
    """A change beside a plain write."""
    yield "| interviews | bytes | a change, ms | plain write and fsync, ms | ratio |"
    yield "| --- | --- | --- | --- | --- |"
    for size, folder in folders.items():
        change, plain = durable(folder)
        count = (folder / "journal.json").stat().st_size
        yield f"| {size:,} | {count:,} | {change:.1f} | {plain:.1f} | {change / plain:.2f} |"


# ── the screen ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Start(Struct, frozen=True):
    """Milliseconds to the words that were waited for, to the end once it was wanted, and megabytes at rest."""

    rows: float
    leaving: float
    memory: float


_BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("one line of text")
Bare().run()
"""
_ROWS = "Company "
_TYPED = ((b"1", "[1 Reflection]"), (b"2", "[2 Feedback]"))
_LEAVE, _DOWN, _PAGE_DOWN = b"\x11", b"\x1b[B", b"\x1b[6~"
_KEYS = (
    Line("line down in a list", 20, (b"1",), _DOWN),
    Line("page down in a list", 20, (b"1",), _PAGE_DOWN),
    Line("change to Feedback", 20, (b"1",), b"2", (b"1",), "[2 Feedback]"),
)
_FIRST_CHANGE = Line("the first change to Evaluation", 40, (b"1",), b"3", (), "[3 Evaluation]")


def start(call: Sequence[str], expected: str, rest: float = 0.0, keys: bytes = b"") -> Start:
    """One start of a full-screen program, which rests for so long before it is left; `keys` are typed at once."""
    terminal = Terminal(call)
    terminal.send(keys)
    try:
        rows, end = terminal.until(expected), time.perf_counter() + rest
        while (left := end - time.perf_counter()) > 0:
            terminal.idle(left)
        status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="ascii")
        kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        return Start(rows, terminal.leave(_LEAVE), int(kilobytes) * 1024 / MEGABYTE)
    finally:
        terminal.close()


def screen_lines(folders: Mapping[int, Path]) -> Iterator[str]:
    """First rows, the end, memory and keys, beside the bare app."""
    calls = {0: ([sys.executable, "-c", _BARE], "one line of text")}
    calls |= {size: (program(folder), _ROWS) for size, folder in folders.items()}
    starts: dict[str, dict[int, list[Start]]] = {name: {size: [] for size in calls} for name in _STARTS}
    for turn, (size, (call, expected)) in itertools.product(range(STARTS), calls.items()):
        if size >= LARGE and turn >= FEW:
            continue
        if size:
            keys, seen = _TYPED[turn % 2]
            starts["key"][size].append(start(call, seen, keys=keys))
            for name, gone in (("first", (SCREEN, "session.json")), ("nothing", (SCREEN, "session.json", DUE))):
                for kept in gone:
                    (folders[size] / kept).unlink(missing_ok=True)
                starts[name][size].append(start(call, expected))
        starts["known"][size].append(start(call, expected))
    yield f"| what | a bare Textual app | {' | '.join(f'{size:,}' for size in folders)} |"
    yield f"| --- | --- |{' --- |' * len(folders)}"
    for name, title in _STARTS.items():
        taken = starts[name] | {0: starts["known"][0]}
        yield _beside(title, [statistics.median(one.rows for one in taken[size]) for size in calls])
    # The known rows are seen before there is an app that could be left.
    taken = starts["first"] | {0: starts["known"][0]}
    yield _beside("leaving, ms", [statistics.median(one.leaving for one in taken[size]) for size in calls])
    rested = [start(call, expected, 3 + 12 * (size >= LARGE)).memory for size, (call, expected) in calls.items()]
    yield _beside("most memory, once it rests, MB", rested)
    imported = f"import {', '.join(_IMPORTED)}\n{_BARE}"
    most = start([sys.executable, "-c", imported], "one line of text").memory
    yield f"| most memory of the bare app with our modules, MB | {most:.0f} |{' |' * len(folders)}"
    for line in _KEYS:
        yield _keys(line.name, [used(partial(pressed_at_rest, folder, line)) for folder in folders.values()])
    changes = [used(partial(first_times, folder, _FIRST_CHANGE)) for folder in folders.values()]
    yield _keys(_FIRST_CHANGE.name, changes)


_STARTS = {
    "known": "first rows, ms",
    "first": "first rows where it was another day or journal, ms",
    "nothing": "first rows where nothing is known from the last time, ms",
    "key": "a key typed at once has acted, ms",
}
_IMPORTED = ("afterword.cli.main", "afterword.bootstrap", "afterword.tui.app", "afterword.tui.panes.today")


def pressed_at_rest(folder: Path, line: Line) -> Sequence[Pressed]:
    """That key many times in one run."""
    with opened(folder) as terminal:
        return pressed_again(terminal, line)


def used(press: Callable[[], Sequence[Pressed]]) -> str:
    """The 95th percentile of what a key takes; what was not seen in time stops nothing else."""
    try:
        return f"{p95([one.processor for one in press()]):.1f}"
    except (TimeoutError, OSError):
        return "not seen in time"


def _beside(name: str, figures: Sequence[float]) -> str:
    bare, *others = figures
    return f"| {name} | {bare:.0f} | {' | '.join(f'{one:.0f} ({one / bare:.2f} ×)' for one in others)} |"


def _keys(name: str, figures: Sequence[str]) -> str:
    return f"| {name}, ms of processor time, 95th percentile | | {' | '.join(figures)} |"


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def lines(home: Path, sizes: Sequence[int]) -> Iterator[str]:
    """All of it, line by line."""
    folders = {size: home / str(size) for size in sizes}
    names = {size: fill(folder, size) for size, folder in folders.items()}
    yield f"Measured at commit {_commit()}, in one run, on {os.cpu_count()} cores with Python {sys.version.split()[0]}."
    yield from ("", "### The screen", "")
    yield from screen_lines(folders)
    yield from ("", "### A durable change", "")
    yield from durable_lines(folders)
    yield from ("", "### Commands", "")
    yield from command_lines(folders, names)


def _commit() -> str:
    git = shutil.which("git")
    if git is None:
        return "unknown"
    call = [git, "-C", str(ROOT), "rev-parse", "--short=8", "HEAD"]
    return subprocess.run(call, capture_output=True, text=True, check=False).stdout.strip()


def written(page: str, table: str) -> str:
    """The page with that between its marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.partition(END)[2]}"


def main(arguments: Sequence[str]) -> int:
    """Prints the tables, and writes them into the page if that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--write", action="store_true", help="also write them into docs/performance.md")
    chosen = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    printed = []
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder), chosen.sizes):
            print(line, flush=True)
            printed.append(line)
    if chosen.write:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), "\n".join(printed)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
