"""Puts faults into copies of the tree, one at a time, runs the tests that run the changed line, and reports.

python scripts/mutate.py --sample 400 --jobs 2 --report build/mutants.md

Which faults there are is cosmic-ray's business, which tests run a line coverage's. Two runs with one seed over the same
code try the same faults. Needs the extra `mutate`.
"""

import argparse
import ast
import os
import queue
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names
from coverage import CoverageData
from msgspec import Struct

ROOT = Path(__file__).parent.parent
PACKAGES = ("domain", "services", "storage", "codec", "mail/classify", "mail/newtext")
NOT_COPIED = shutil.ignore_patterns(".*", "build", "dist", "__pycache__")
NOT_RUN = {"tui"}
"""Folders of tests that start a screen."""
NEED_CHOICES = {"core/VariableReplacer", "core/VariableInserter"}
CACHES = {"cache", "lru_cache"}
MOST_TESTS = 150
LONGEST_SECONDS = 180.0

Span = tuple[tuple[int, int], tuple[int, int]]


class Mutant(Struct, frozen=True, order=True):
    """One fault: `operator` at its `occurrence` in the file `path`, which changes what stands at `span`."""

    path: str
    span: Span
    operator: str
    occurrence: int

    @property
    def lines(self) -> range:
        """The lines that it changes."""
        return range(self.span[0][0], self.span[1][0] + 1)


class Outcome(Struct, frozen=True):
    """What became of a fault: `noticed` by a failing test, by an error or by running too long."""

    mutant: Mutant
    noticed: bool
    tests: int
    seconds: float
    change: tuple[str, str]


def all_mutants(packages: Iterable[str]) -> list[list[Mutant]]:
    """Every fault that can be put in, those of one place together, in a fixed order."""
    places: defaultdict[tuple[str, Span], list[Mutant]] = defaultdict(list)
    for package in packages:
        folder = ROOT / "src" / "afterword" / package
        if not folder.is_dir():
            raise SystemExit(f"There is no package {package}.")
        for file in sorted(folder.rglob("*.py")):
            for mutant in _mutants_of(file):
                places[mutant.path, mutant.span].append(mutant)
    return [sorted(places[place]) for place in sorted(places)]


def _mutants_of(file: Path) -> Iterator[Mutant]:
    text = file.read_text(encoding="utf-8")
    nodes = list(ast_nodes(get_ast(text)))
    unseen = list(_unseen_by_runs(ast.parse(text)))
    for name in operator_names():
        if name in NEED_CHOICES:
            continue
        operator = get_operator(name)()
        spans = (span for node in nodes for span in operator.mutation_positions(node))
        for occurrence, span in enumerate(spans):
            if not any(start <= span[0] and span[1] <= end for start, end in unseen):
                yield Mutant(str(file.relative_to(ROOT)), span, name, occurrence)


def _unseen_by_runs(tree: ast.AST) -> Iterator[Span]:
    """What only a type checker reads, the options of a record's class, and caches: a fault there changes no result."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            yield from _span(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _span(node.returns)
            yield from _caches(node)
        elif isinstance(node, ast.ClassDef):
            for option in node.keywords:
                yield from _span(option.value)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _span(node)


def _caches(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Span]:
    for mark in function.decorator_list:
        if ast.unparse(mark).partition("(")[0] in CACHES:
            # From the sign before it to the end of its line.
            yield (mark.lineno, mark.col_offset - 1), ((mark.end_lineno or mark.lineno) + 1, 0)


def _span(node: ast.AST | None) -> Iterator[Span]:
    if isinstance(node, ast.expr | ast.stmt):
        yield (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def drawn(places: Sequence[Sequence[Mutant]], count: int, seed: int) -> list[Mutant]:
    """So many faults, at most one for each place, so that a place with many possible faults counts no more than others.

    A larger sample of the same seed holds the smaller one.
    """
    chance = random.Random(seed)  # noqa: S311  # the same draw on every machine, nothing secret
    order = chance.sample(range(len(places)), len(places))
    return [chance.choice(places[place]) for place in order[:count]]


class Tree:
    """A copy of the project in which a fault may stand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=NOT_COPIED)

    def pytest(self, *words: str, seconds: float | None = None) -> tuple[int, str]:
        """The exit code of the tests in this copy, 1 when they did not end in time, and what they printed."""
        environ = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "--no-header", *words]
        try:
            done = subprocess.run(  # noqa: S603  # our own interpreter on our own tests
                command, cwd=self.folder, env=environ, timeout=seconds, capture_output=True, text=True, check=False
            )
        except subprocess.TimeoutExpired:
            return 1, ""
        return done.returncode, done.stdout + done.stderr


class Coverage:
    """Which tests run which lines; a test is named without its parameters."""

    def __init__(self, tree: Tree, jobs: int, packages: Iterable[str], folders: Iterable[str]) -> None:
        sources = [f"--cov=src/afterword/{package}" for package in packages]
        code, printed = tree.pytest(*folders, "-rfE", "-n", str(jobs), *sources, "--cov-context=test", "--cov-report=")
        if code not in (0, 1):
            raise SystemExit(f"The tests cannot be run:\n{printed[-2000:]}")
        self.failing = sorted(set(map(_test, re.findall(r"^(?:FAILED|ERROR) (\S+)", printed, re.MULTILINE))))
        """Tests that fail without any fault, and so tell nothing."""
        data = CoverageData(str(tree.folder / ".coverage"))
        data.read()
        self._by_line: dict[str, dict[int, set[str]]] = {}
        self._of_file: dict[str, Counter[str]] = {}
        breadth: Counter[str] = Counter()
        for file in data.measured_files():
            lines = {
                line: set(map(_test, names)) - {"", *self.failing}
                for line, names in data.contexts_by_lineno(file).items()
            }
            path = str(Path(file).relative_to(tree.folder))
            self._by_line[path] = lines
            self._of_file[path] = Counter(name for names in lines.values() for name in names)
            breadth.update(name for names in lines.values() for name in names)
        self._breadth = breadth

    def tests_of(self, mutant: Mutant) -> list[str]:
        """The tests that run these lines, first those of whose lines most are of this file, whatever else they run.

        For what runs at import these are the tests of the whole file.
        """
        lines, of_file = self._by_line.get(mutant.path, {}), self._of_file.get(mutant.path, Counter())
        names = {name for line in mutant.lines for name in lines.get(line, ())}
        if not names and any(line in lines for line in mutant.lines):
            names = {name for tests in lines.values() for name in tests}
        return sorted(names, key=lambda name: (-of_file[name] / self._breadth[name], name))[:MOST_TESTS]


def _test(context: str) -> str:
    return context.partition("|")[0].partition("[")[0]


def tried(tree: Tree, mutant: Mutant, tests: Sequence[str]) -> Outcome | None:
    """What the tests say to that fault; None where it cannot be put in. The tree is whole again afterwards."""
    file = tree.folder / mutant.path
    text = file.read_text(encoding="utf-8")
    try:
        changed = mutate_code(text, get_operator(mutant.operator)(), mutant.occurrence)
    except AttributeError:  # cosmic-ray's own, at an `except` with several names
        return None
    began = time.monotonic()
    code = 0
    if tests:
        try:
            file.write_text(changed, encoding="utf-8")
            code, _ = tree.pytest("-x", *tests, seconds=LONGEST_SECONDS)
        finally:
            file.write_text(text, encoding="utf-8")
    return Outcome(mutant, code != 0, len(tests), time.monotonic() - began, _first_change(text, changed))


def _first_change(text: str, changed: str) -> tuple[str, str]:
    pairs = zip(text.splitlines(), changed.splitlines(), strict=False)
    return next(((old.strip(), new.strip()) for old, new in pairs if old != new), ("", ""))


def report(outcomes: Sequence[Outcome], drawn_from: str) -> str:
    """The share that was noticed, and every fault that was not, as Markdown."""
    missed = [outcome for outcome in outcomes if not outcome.noticed]
    slow = sum(outcome.seconds >= LONGEST_SECONDS for outcome in outcomes)
    share = 100 * (len(outcomes) - len(missed)) / max(1, len(outcomes))
    seconds = sum(outcome.seconds for outcome in outcomes) / max(1, len(outcomes))
    rows = [
        f"{len(outcomes)} faults out of {drawn_from}: {share:.1f} % noticed, {len(missed)} not.",
        f"{seconds:.1f} seconds for each on average; {slow} were noticed only because the tests took too long.",
        "",
        "| package | tried | noticed |",
        "| --- | --- | --- |",
        *_by_package(outcomes),
        "",
        "| not noticed | tests | instead of | stood |",
        "| --- | --- | --- | --- |",
    ]
    for outcome in sorted(missed, key=lambda outcome: outcome.mutant):
        old, new = (f"`{words.replace('|', chr(92) + '|')}`" for words in outcome.change)
        place = f"{outcome.mutant.path.removeprefix('src/afterword/')}:{outcome.mutant.span[0][0]}"
        rows.append(f"| {place} | {outcome.tests} | {old} | {new} |")
    return "\n".join(rows) + "\n"


def _by_package(outcomes: Iterable[Outcome]) -> Iterator[str]:
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.mutant.path.split("/")[2]].append(outcome.noticed)
    for package, noticed in sorted(groups.items()):
        yield f"| {package} | {len(noticed)} | {sum(noticed)} |"


def all_folders() -> list[str]:
    """The folders of tests that are run."""
    folders = sorted({file.relative_to(ROOT / "tests").parts[0] for file in (ROOT / "tests").glob("*/**/test_*.py")})
    return [f"tests/{folder}" for folder in folders if folder not in NOT_RUN]


def run(chosen: argparse.Namespace) -> str:
    """Draw, try and report."""
    places = all_mutants(chosen.packages)
    jobs: int = chosen.jobs
    with tempfile.TemporaryDirectory() as folder:
        trees: queue.SimpleQueue[Tree] = queue.SimpleQueue()
        for number in range(jobs):
            trees.put(Tree(Path(folder) / str(number)))
        first = trees.get()
        coverage = Coverage(first, jobs, chosen.packages, chosen.tests)
        trees.put(first)

        end = time.monotonic() + chosen.minutes * 60

        def attempt(mutant: Mutant) -> Outcome | None:
            if time.monotonic() > end:
                return None
            tree = trees.get()
            try:
                outcome = tried(tree, mutant, coverage.tests_of(mutant))
            finally:
                trees.put(tree)
            sys.stderr.write("?" if outcome is None else "." if outcome.noticed else "!")
            sys.stderr.flush()
            return outcome

        with ThreadPoolExecutor(jobs) as pool:
            attempts = pool.map(attempt, drawn(places, chosen.sample, chosen.seed))
            outcomes = [outcome for outcome in attempts if outcome]
    sys.stderr.write("\n")
    left_out = "".join(f"\n- {name}" for name in coverage.failing)
    told = f"\nLeft out, since they fail without any fault:\n{left_out}\n" if left_out else ""
    return report(outcomes, f"{len(places)} places, seed {chosen.seed}") + told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=24 * 60.0, help="how long, once it is known what runs which line"
    )
    parser.add_argument("--report", type=Path, default=Path("build/mutants.md"))
    parser.add_argument("--packages", nargs="+", default=PACKAGES)
    parser.add_argument("--tests", nargs="+", default=all_folders())
    chosen = parser.parse_args()
    text = run(chosen)
    chosen.report.parent.mkdir(parents=True, exist_ok=True)
    chosen.report.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
