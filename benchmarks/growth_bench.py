"""How every command grows with the journal: time and memory at 100, 1,000 and 10,000 interviews, as a table.

Each interview has a reflection, three people asked, three replies and six findings. A command is called as a person
calls it, as a process of its own; the figure is the best of some calls. `growth` is how many times as long it takes for
ten times as many interviews: 10 is linear. A change is measured beside writing and syncing the same bytes plainly.
"""

import argparse
import os
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import evaluation_bench
from benchmarks.screen_terminal import Terminal

from afterword.bootstrap import open_journal
from afterword.codec import new_document, render
from afterword.domain.journal import Journal
from afterword.paths import Paths
from afterword.settings import Settings

SIZES = (100, 1_000, 10_000)
MEGABYTE = 1_000_000
COMMANDS = (
    "interview list",
    "interview show {interview}",
    "interview add --company Acme --role Nurse --at '+3d 09:00'",
    "interview edit {interview} --notes N",
    "interview arrived {interview} 2026-01-01T10:00",
    "interview outcome {interview} rejected",
    "application list",
    "application show {application}",
    "person list",
    "person show {person}",
    "reflect {interview} --show",
    "request list",
    "request show {request}",
    "request draft {ahead}",
    "finding list",
    "example list",
    "pointer list",
    "question list",
    "competency list",
    "proposal list",
    "due",
    "due --quiet",
    "evaluate",
    "prep",
    "prep {interview}",
    "share --anonymous",
    "search outage",
    "undo --list",
    "undo",
    "history",
    "export --format json",
    "export --format csv",
    "export --format md",
    "export --format ics",
    "doctor",
    "backup",
    "completion bash",
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


_MEASURED = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, code)
"""
"""Measures a call from a small process: a child counts the memory of whoever started it as its own at first."""


def called(folder: Path, words: Sequence[str]) -> tuple[float, float]:
    """Seconds and megabytes of one call."""
    config = folder / "config.toml"
    config.touch()
    return measured([sys.executable, "-m", "afterword", "--data-dir", str(folder), "--config", str(config), *words])


def measured(call: Sequence[str]) -> tuple[float, float]:
    """Seconds and megabytes of that program; one that is refused has done its work, too."""
    done = subprocess.run([sys.executable, "-S", "-c", _MEASURED, *call], capture_output=True, text=True, check=True)
    seconds, kilobytes, code = done.stdout.split()
    if code not in ("0", "1"):
        raise SystemExit(f"{' '.join(call)} ended with {code}")
    return float(seconds), int(kilobytes) * 1024 / MEGABYTE


def fill(folder: Path, size: int) -> dict[str, str]:
    """Writes that journal there, as the store would; the names its commands are called with."""
    journal = journal_of(size)
    folder.mkdir(mode=0o700)
    (folder / "journal.json").write_bytes(render(new_document(journal)))
    return names_in(journal, size)


def best(call: Callable[[], tuple[float, float]], runs: int) -> tuple[float, float]:
    """The shortest of some calls, and the most memory."""
    taken = [call() for _ in range(runs)]
    return min(seconds for seconds, _ in taken), max(memory for _, memory in taken)


def durable(folder: Path) -> tuple[float, float]:
    """Seconds of one change, and of writing and syncing the same bytes into a new file; the best of some."""
    services = open_journal(Paths(folder, folder / "config.toml"), Settings())
    first = next(iter(services.store.journal().interviews))
    raw = (folder / "journal.json").read_bytes()
    changes, plain = [], []
    for number in range(9):
        start = time.perf_counter()
        services.interviews.edit(first, {"notes": f"note {number}"})
        changes.append(time.perf_counter() - start)
        start = time.perf_counter()
        with (folder / "plain").open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        plain.append(time.perf_counter() - start)
    return min(changes), min(plain)


_BARE = """
import sys
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("ready")
Bare().run()
"""


def screen_memory(words: Sequence[str], expected: str) -> float:
    """Megabytes of a full-screen program once these words are seen and it rests."""
    terminal = Terminal(words)
    try:
        terminal.until(expected)
        terminal.idle(3)
        status = Path(f"/proc/{terminal.pid}/status").read_text(encoding="ascii")
    finally:
        terminal.close()
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) * 1024 / MEGABYTE


def lines(home: Path, sizes: Sequence[int], runs: int) -> Iterator[str]:
    """The tables, line by line."""
    folders = {size: home / str(size) for size in sizes}
    names = {size: fill(folder, size) for size, folder in folders.items()}
    heads = [f"{size:,}" for size in sizes]
    yield f"| command | {' | '.join(f'{head}, s' for head in heads)} | growth | {heads[-1]}, MB |"
    yield f"| --- |{' --- |' * (len(sizes) + 2)}"
    for words in COMMANDS:
        found = []
        for size, folder in folders.items():
            call = shlex.split(words.format(**names[size]))
            found.append(best(partial(called, folder, call), runs))
        growth = found[-1][0] / found[-2][0] if len(found) > 1 else 0
        seconds = " | ".join(f"{seconds:.2f}" for seconds, _ in found)
        shown = words.format(**dict.fromkeys(names[sizes[0]], "ID"))
        yield f"| `{shown}` | {seconds} | {growth:.1f} | {found[-1][1]:.0f} |"
    yield ""
    yield "| a durable change | interviews | bytes | ms | plain write and fsync, ms | ratio |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for size, folder in folders.items():
        change, plain = durable(folder)
        count = (folder / "journal.json").stat().st_size
        yield f"| one note | {size:,} | {count:,} | {change * 1e3:.1f} | {plain * 1e3:.1f} | {change / plain:.2f} |"


def memory_lines(home: Path, sizes: Sequence[int]) -> Iterator[str]:
    """What the open app takes, beside the toolkit with one line of text."""
    yield "| resident at rest | MB |"
    yield "| --- | --- |"
    yield f"| a bare interpreter | {measured([sys.executable, '-c', 'pass'])[1]:.0f} |"
    yield f"| a bare Textual app | {screen_memory([sys.executable, '-c', _BARE], 'ready'):.0f} |"
    for size in sizes:
        folder = home / str(size)
        call = ["--data-dir", str(folder), "--config", str(folder / "config.toml")]
        taken = screen_memory([sys.executable, "-m", "afterword", *call], "Today")
        yield f"| the app, {size:,} interviews | {taken:.0f} |"


def main(arguments: Sequence[str]) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=2)
    chosen = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for line in lines(home, chosen.sizes, chosen.runs):
            print(line, flush=True)
        print()
        for line in memory_lines(home, chosen.sizes):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
