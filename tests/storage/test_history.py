"""Undo and redo rest on a history beside the journal, and nothing that happens to either makes them wrong."""

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.storage.samples import ADA, SetClock, application, finding, interview, request, save
from tests.storage.test_sharing import no_file_larger_than

from afterword.codec.document import SCHEMA
from afterword.domain.history import StepNote, stood
from afterword.domain.journal import Change, Journal
from afterword.errors import SaveFailed, UserError
from afterword.paths import find_paths
from afterword.services.services import UndoableStore
from afterword.storage import TinyJournalStore
from afterword.storage.history import MOST_STEPS, HistoryLine, RecordedChange

KILL_POINTS = Path(__file__).with_name("kill_points.py")


class Program:
    """A program on a journal, begun anew; each of its steps gives the interview another company."""

    def __init__(self, path: Path, clock: SetClock) -> None:
        self.inner = TinyJournalStore(path, clock=clock)
        self.store = UndoableStore(self.inner)
        self.history = path.with_name("history.jsonl")

    def step(self, company: str, merge_key: str = "") -> None:
        """One more step, called after the company."""
        with self.store.transaction(company, merge_key=merge_key) as work:
            work.put(ADA)
            work.put(application(company="Initech"))
            work.put(interview(company=company))

    @property
    def company(self) -> str:
        """Where the interview is; empty where there is none."""
        known = self.store.journal().interviews.get("i1")
        return "" if known is None else known.company

    def undo_all(self) -> list[str]:
        """Everything undone, one after the other; each step has to leave what stood before it."""
        names: list[str] = []
        with contextlib.suppress(UserError):
            while True:
                names.append(self.store.undo())
        return names


@pytest.fixture
def begin(path: Path, clock: SetClock) -> Callable[[], Program]:
    """Begins a program on the same journal."""
    return lambda: Program(path, clock)


def test_the_history_lies_where_the_paths_say(path: Path, clock: SetClock) -> None:
    """What `afterword paths` prints is the file that is written, for its owner alone."""
    save(TinyJournalStore(path, clock=clock), interview())
    history = find_paths({}, str(path.parent), "/x/config.toml").history
    assert history.stat().st_mode & 0o777 == 0o600


def test_undo_and_redo_outlive_the_program(begin: Callable[[], Program]) -> None:
    """A fresh program takes back what others did, step by step, and does it again."""
    for company in "ABC":
        begin().step(company)
    assert [(begin().store.undo(), begin().company) for _ in range(2)] == [("C", "B"), ("B", "A")]
    assert [(begin().store.redo(), begin().company) for _ in range(2)] == [("B", "B"), ("C", "C")]
    with pytest.raises(UserError, match="nothing to redo"):
        begin().store.redo()
    assert begin().undo_all() == ["C", "B", "A"]
    assert begin().store.journal() == Journal()


def test_what_is_done_after_an_undo_ends_redo_everywhere(begin: Callable[[], Program]) -> None:
    """Also in another program."""
    mine, other = begin(), begin()
    mine.step("A")
    mine.step("B")
    mine.store.undo()
    other.step("C")
    with pytest.raises(UserError, match="nothing to redo"):
        mine.store.redo()
    assert mine.undo_all() == ["C", "A"]


def test_the_savings_of_one_sitting_are_one_step_after_a_restart(begin: Callable[[], Program]) -> None:
    """They lead from the first state to the last; a sitting that ends where it began is no step."""

    def edit(company: str, sitting: str) -> None:
        with begin().store.transaction("edit", merge_key=sitting) as work:
            work.put(interview(company=company))

    begin().step("A")
    for company in ("A1", "A2", "A3"):
        edit(company, "a sitting")
    for company in ("A4", "A3"):
        edit(company, "another")
    assert [step.name for step in begin().store.steps()] == ["A", "edit"]
    assert (begin().store.undo(), begin().company) == ("edit", "A")
    assert (begin().store.redo(), begin().company) == ("edit", "A3")


@pytest.mark.long
@pytest.mark.parametrize(
    ("verb", "before", "after"),
    [
        ("save", ("C", "CBA", "ABC"), ("D", "DCBA", "ABCD")),
        ("undo", ("C", "CBA", "ABC"), ("B", "BA", "ABC")),
        ("redo", ("B", "BA", "ABC"), ("C", "CBA", "ABC")),
        ("compact", ("C", "CB", "BC"), ("D", "DCB", "BCD")),
    ],
)
def test_a_kill_at_any_point_leaves_undo_right(
    tmp_path: Path, verb: str, before: tuple[str, str, str], after: tuple[str, str, str]
) -> None:
    """Killed before each of its calls to the system, a verb has happened for journal and history, or for neither."""
    command = [sys.executable, str(KILL_POINTS), str(tmp_path), verb]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    found = [
        (one["stands"], "".join(name for name, _ in one["undone"]), "".join(name for name, _ in one["redone"]))
        for one in reports
    ]
    assert set(found) == {before, after}
    assert found[-1] == after
    assert found.index(after) > len(found) // 2
    for one in reports:
        names = [name for name, _ in one["undone"]]
        assert [company for _, company in one["undone"]][:-1] == names[1:]
        assert all(name == company for name, company in one["redone"])


def test_a_line_cut_off_anywhere_costs_its_step_at_most(path: Path, clock: SetClock, tmp_path: Path) -> None:
    """Neither a save that never came nor a line lost behind one that did makes undo take back anything else."""
    program = Program(path, clock)
    program.step("A")
    program.step("B")
    journal = path.read_bytes()
    program.step("C")
    whole, saved = program.history.read_bytes(), path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(start, len(whole) - 1, 7):
        for stands in (journal, saved):
            folder = tmp_path / f"{cut}-{len(stands)}"
            folder.mkdir()
            (folder / path.name).write_bytes(stands)
            (folder / "history.jsonl").write_bytes(whole[:cut])
            again = Program(folder / path.name, clock)
            if stands == journal:
                assert (again.store.undo(), again.company) == ("B", "A")
            else:
                with pytest.raises(UserError, match="“B” cannot be undone"):
                    again.store.undo()
                again.step("D")
                assert (again.store.undo(), again.company) == ("D", "C")
            shutil.rmtree(folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda raw: bytes(len(raw)),
        lambda raw: b"\xff\xfe" + raw[::-1],
        lambda raw: raw.replace(b"{", b"[", 1),
        lambda raw: raw.replace(b'"company":"B"', b'"company":7'),
        lambda raw: raw.replace(b'"interviews"', b'"nowhere"'),
        lambda raw: raw + b'{"id":' * 100_000,
        lambda raw: b"<<<<<<< HEAD\n" + raw + b"=======\n" + raw + b">>>>>>> x\n",
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw + raw,
    ],
)
def test_a_damaged_history_is_no_error_and_no_wrong_undo(
    begin: Callable[[], Program], damage: Callable[[bytes], bytes]
) -> None:
    """What can be undone leaves what stood before it; new steps are undone as ever."""
    program = begin()
    for company in "ABC":
        program.step(company)
    program.history.write_bytes(damage(program.history.read_bytes()))
    fresh = begin()
    names = fresh.undo_all()
    assert "CBA".startswith("".join(names))
    assert fresh.company == {0: "C", 1: "B", 2: "A", 3: ""}[len(names)]
    fresh.step("D")
    fresh.step("E")
    assert (begin().store.undo(), begin().company) == ("E", "D")


def test_a_damaged_line_costs_that_step_and_older_ones(begin: Callable[[], Program]) -> None:
    """The steps after it are undone, and then it is said why no more can be."""
    program = begin()
    for company in "ABCD":
        program.step(company)
    lines = program.history.read_bytes().split(b"\n")
    lines[1] = lines[1][:-20]
    program.history.write_bytes(b"\n".join(lines))
    assert program.undo_all() == ["D", "C"]
    with pytest.raises(UserError, match="“A” cannot be undone") as refused:
        program.store.undo()
    assert "not in the history" in refused.value.detail
    assert program.company == "B"


def test_a_history_that_cannot_be_written_refuses_no_save(begin: Callable[[], Program]) -> None:
    """The change is saved, it is said that it cannot be undone, and what is older is not undone in its place."""
    program = begin()
    program.step("A")
    program.history.rename(program.history.with_name("kept"))
    program.history.mkdir()
    program.step("B")
    assert program.company == "B"
    assert "cannot be undone" in program.store.unrecorded()
    program.history.rmdir()
    program.history.with_name("kept").rename(program.history)
    program.step("C")
    assert program.store.unrecorded() == ""
    assert (program.store.undo(), program.company) == ("C", "B")
    with pytest.raises(UserError, match="“A” cannot be undone"):
        program.store.undo()


def test_what_cannot_be_noted_is_not_taken_back(begin: Callable[[], Program]) -> None:
    """It could not be done again."""
    program = begin()
    program.step("A")
    program.step("B")
    noise = b"x" * 50_000 + b"\n"
    program.history.write_bytes(noise + program.history.read_bytes())
    with no_file_larger_than(len(noise)), pytest.raises(SaveFailed):
        program.store.undo()
    assert (program.company, program.store.unrecorded()) == ("B", "")
    assert program.undo_all() == ["B", "A"]


def test_a_save_that_fails_leaves_no_step(begin: Callable[[], Program]) -> None:
    """The line written before it leads nowhere, and the same step taken later counts once."""
    program = begin()
    program.step("A")
    temporary = program.history.with_name(".journal.json.tmp")
    temporary.mkdir()
    with pytest.raises(SaveFailed):
        program.step("B")
    temporary.rmdir()
    assert begin().undo_all() == ["A"]
    program.store.redo()
    program.step("B")
    assert begin().undo_all() == ["B", "A"]


def test_steps_of_another_line_of_versions_do_not_apply(path: Path, clock: SetClock, tmp_path: Path) -> None:
    """A sync tool puts another machine's journal in place: its changes are not ours to undo, nor ours in its place."""
    mine = Program(path, clock)
    mine.step("A")
    elsewhere = tmp_path / "elsewhere" / path.name
    elsewhere.parent.mkdir()
    shutil.copy(path, elsewhere)
    mine.step("B")
    clock.instant += timedelta(minutes=1)
    other = Program(elsewhere, clock)
    other.step("X")
    shutil.copy(elsewhere, path)
    fresh = Program(path, clock)
    with pytest.raises(UserError, match="“A” cannot be undone"):
        fresh.store.undo()
    fresh.step("C")
    assert fresh.undo_all() == ["C"]
    assert fresh.company == "X"


def test_an_older_version_put_in_place_has_its_own_steps(path: Path, clock: SetClock) -> None:
    """What came after it did not happen there."""
    program = Program(path, clock)
    program.step("A")
    program.step("B")
    older = path.read_bytes()
    program.step("C")
    path.write_bytes(older)
    assert Program(path, clock).undo_all() == ["B", "A"]


def test_a_change_by_hand_is_not_undone_with_a_step(begin: Callable[[], Program], path: Path) -> None:
    """Nobody knows what else was changed."""
    program = begin()
    program.step("A")
    path.write_bytes(path.read_bytes().replace(b'"company":"A"', b'"company":"Z"'))
    with pytest.raises(UserError, match="“A” cannot be undone") as refused:
        begin().store.undo()
    assert "not in the history" in refused.value.detail
    assert begin().company == "Z"


def test_what_was_made_since_keeps_what_it_names(path: Path, clock: SetClock) -> None:
    """A step that added a record is not undone while another one, which cannot be undone, refers to it."""
    store = UndoableStore(TinyJournalStore(path, clock=clock))
    with store.transaction("add") as work:
        for record in (ADA, application(), interview()):
            work.put(record)
    with store.transaction("check", undoable=False) as work:
        work.put(request())
    with pytest.raises(UserError, match="“add” cannot be undone") as refused:
        store.undo()
    assert "requests → r1" in refused.value.detail
    assert "i1" in store.journal().interviews


@pytest.mark.parametrize(
    ("table", "before", "after", "leaves"),
    [
        ("cues", None, {"text": "a"}, True),
        ("examples", {"title": "a"}, {"title": "b"}, True),
        ("competencies", {"name": "a"}, None, True),
        ("reflections", {"went_well": "a"}, {"went_well": "b"}, True),
        ("reflections", None, {"went_well": "b"}, False),
        ("reflections", {"went_well": "a"}, None, False),
        ("interviews", {"at": "1", "notes": "a"}, {"at": "1", "notes": "b"}, True),
        ("interviews", {"at": "1"}, {"at": "1", "notes": "b"}, True),
        ("interviews", {"at": "1", "notes": "a"}, {"at": "2", "notes": "a"}, False),
        ("interviews", None, {"at": "1"}, False),
        ("requests", {"events": "a"}, {"events": "b"}, False),
        ("people", {"notes": "a"}, {"notes": "b"}, False),
    ],
)
def test_what_leaves_all_that_is_due_as_it_was(
    table: str, before: dict[str, str] | None, after: dict[str, str] | None, *, leaves: bool
) -> None:
    """What nothing is due by, what is written in a reflection, and notes; then no prompt is worked out anew."""
    raws = [msgspec.Raw(json.dumps(side).encode()) for side in (before, after)]
    change = RecordedChange(table, "x", *raws)
    assert change.leaves_what_is_due is leaves
    line = HistoryLine(id="2-b", before="1-a", at=SetClock().now(), schema=SCHEMA, note=StepNote(), changes=(change,))
    assert line.leaves_what_is_due is leaves
    assert not replace(line, changes=()).leaves_what_is_due


def test_steps_of_an_older_schema_are_shown_and_never_undone(path: Path, clock: SetClock) -> None:
    """Their values are not what the journal means by them now."""
    program = Program(path, clock)
    program.step("A")
    raw = program.history.read_bytes()
    program.history.write_bytes(raw.replace(b'"schema":%d' % SCHEMA, b'"schema":%d' % (SCHEMA - 1)))
    fresh = Program(path, clock)
    assert [step.name for step in fresh.store.steps()] == ["A"]
    with pytest.raises(UserError, match="“A” cannot be undone") as refused:
        fresh.store.undo()
    assert "present form" in refused.value.detail
    with pytest.raises(UserError):
        fresh.store.steps()[0].changes()


def test_a_field_of_another_version_is_not_lost_by_undoing(path: Path, clock: SetClock) -> None:
    """What this program does not know it cannot bring back."""
    program = Program(path, clock)
    program.step("A")
    program.step("B")
    raw = program.history.read_bytes()
    program.history.write_bytes(raw.replace(b'"company":"A"', b'"dress":"tie","company":"A"'))
    with pytest.raises(UserError, match="“B” changed cannot be read"):
        program.store.undo()


def test_of_a_step_only_the_records_asked_for_are_read(path: Path, clock: SetClock) -> None:
    """What one record says can be told, whatever the thousands beside it hold."""
    program = Program(path, clock)
    program.step("A")
    with program.store.transaction("both") as work:
        work.put(application(company="Globex"))
        work.put(interview(company="B"))
    raw = program.history.read_bytes()
    program.history.write_bytes(raw.replace(b'"company":"Globex"', b'"dress":"tie","company":"Globex"'))
    step = program.store.steps()[-1]
    (change,) = step.changes([("interviews", "i1")])
    assert change.before == interview(company="A")
    with pytest.raises(UserError):
        step.changes()


def test_a_restored_copy_is_a_step_that_can_be_undone(begin: Callable[[], Program]) -> None:
    """What stood there before comes back, and the steps before it are undone as if nothing had been."""
    program = begin()
    program.step("A")
    copy = program.inner.backup()
    program.step("B")
    program.inner.restore(copy)
    assert begin().company == "A"
    assert (begin().store.undo(), begin().company) == (f"restore {copy.name}", "B")
    assert begin().undo_all() == ["B", "A"]


def test_restoring_over_a_damaged_journal_begins_anew(begin: Callable[[], Program], path: Path) -> None:
    """What stood there cannot be brought back by undo."""
    program = begin()
    program.step("A")
    copy = program.inner.backup()
    program.step("B")
    path.write_bytes(path.read_bytes()[:-30])
    begin().inner.restore(copy)
    assert begin().undo_all() == ["A"]


def test_the_oldest_steps_are_let_go(path: Path, clock: SetClock) -> None:
    """The history keeps the newest steps and stays a file of some megabytes; those of one sitting are one."""
    program = Program(path, clock)
    program.step("A")
    seal = path.with_name(".journal.json.seal")
    seal.write_bytes(seal.read_bytes().replace(b'"version":"1-', b'"version":"%d-' % (MOST_STEPS + 600)))
    program = Program(path, clock)
    program.step("B")
    for company in ("B1", "B2"):
        with program.store.transaction("edit", merge_key="a sitting") as work:
            work.put(interview(company=company))
    lines = program.history.read_text().splitlines()
    assert len(lines) == 3
    program.history.write_text(f"{'x' * 21_000_000}\n" + "".join(f"{line}\n" for line in lines))
    program.step("C")
    assert len(program.history.read_text().splitlines()) == 3
    assert program.history.stat().st_mode & 0o777 == 0o600
    assert Program(path, clock).undo_all() == ["C", "edit", "B"]


def test_a_step_too_large_to_be_kept_ends_what_can_be_undone(path: Path, clock: SetClock) -> None:
    """Its name stays, and it is never jumped over."""
    program = Program(path, clock)
    program.step("A")
    with program.store.transaction("import") as work:
        work.put(replace(interview(company="B"), notes="x" * 6_000_000))
    assert program.history.stat().st_size < 10_000
    with pytest.raises(UserError, match="“import” cannot be undone") as refused:
        program.store.undo()
    assert "too much" in refused.value.detail


def test_a_repair_does_not_end_what_can_be_undone(begin: Callable[[], Program], path: Path) -> None:
    """Setting a value apart is a step of its own, of a record that was never touched."""
    program = begin()
    program.step("A")
    with program.store.transaction("more") as work:
        work.put(request())
        work.put(finding())
    path.write_bytes(path.read_bytes().replace(b'"kind":"strength"', b'"kind":"wonder"'))
    begin().inner.doctor(repair=True)
    fresh = begin()
    assert [step.name for step in fresh.store.steps()][-1] == "repair the journal"


def test_a_step_noted_later_is_undone_first(path: Path, clock: SetClock) -> None:
    """What an older program did can be taken back by name."""
    program = Program(path, clock)
    program.step("A")
    program.step("B")
    program.store.note("as it was", (Change("interviews", "i1", interview(company="Z"), interview(company="B")),))
    assert (Program(path, clock).store.undo(), program.company) == ("as it was", "Z")


def test_a_record_is_known_as_it_stood_after_a_step(begin: Callable[[], Program]) -> None:
    """After undo and redo, too; of what no step tells nothing is known."""
    program = begin()
    for company in "ABC":
        program.step(company)
    first, second, _third = program.store.steps()
    program.store.undo()
    steps, journal = program.store.steps(), program.store.journal()
    assert stood(journal, steps, first.id, "interviews", "i1") == interview(company="A")
    assert stood(journal, steps, second.id, "interviews", "i1") == interview(company="B")
    assert stood(journal, steps, steps[-1].id, "interviews", "i1") == interview(company="B")
    with pytest.raises(UserError, match="reach back"):
        stood(journal, steps, "1-00000000", "interviews", "i1")


def test_the_doctor_tells_how_far_undo_goes(begin: Callable[[], Program]) -> None:
    """And what of the history cannot be read."""
    program = begin()
    program.step("A")
    program.step("B")
    assert "The history holds 2 steps; 2 of them can be undone." in begin().inner.doctor().notes
    with program.history.open("ab") as file:
        file.write(b"noise\n")
    assert any("1 line of the history cannot be read" in note for note in begin().inner.doctor().notes)
    program.history.chmod(0o644)
    assert not begin().inner.doctor().ok
    assert begin().inner.doctor(repair=True).ok


def test_what_an_interrupted_rewriting_left_is_removed(begin: Callable[[], Program]) -> None:
    """By a repair, like that of a save."""
    program = begin()
    program.step("A")
    stray = program.history.with_name(".history.jsonl.tmp")
    stray.write_bytes(b"half")
    stray.chmod(0o600)
    assert any(str(stray) in problem for problem in program.inner.doctor().problems)
    assert program.inner.doctor(repair=True).ok
    assert not stray.exists()


# ── anything, in any order ────────────────────────────────────────────────────────────────────────────────────────────

_ACTS = st.sampled_from(["step", "step", "undo", "redo", "cut", "garble", "lose", "older", "elsewhere", "world"])


@given(acts=st.lists(st.tuples(_ACTS, st.integers(0, 10_000)), max_size=14))
def test_no_order_of_events_makes_undo_wrong(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    """An undo either is refused and changes nothing, or leads to what stood before the last step that can be undone."""
    known = _Known(tmp_path_factory.mktemp("life") / "journal.json")
    for act, dice in acts:
        getattr(known, act)(dice)


class _Known:
    """A journal, and what is truly known of each state it has been in: which step led there from where."""

    def __init__(self, path: Path) -> None:
        self.path, self.history = path, path.with_name("history.jsonl")
        self.clock, self.count = SetClock(), 0
        self.states: list[tuple[bytes, tuple[tuple[str, Journal] | None, ...]]] = []
        self.stack: tuple[tuple[str, Journal] | None, ...] = ()
        """What can be undone, each with the journal before it; None for what no history tells."""
        self.step(0)

    @property
    def program(self) -> Program:
        """A fresh one."""
        return Program(self.path, self.clock)

    def _after(self) -> None:
        self.states.append((self.path.read_bytes(), self.stack))

    def step(self, _dice: int, path: Path | None = None) -> None:
        """One more step."""
        self.count += 1
        before = self.program.store.journal() if self.count > 1 else Journal()
        program = Program(path or self.path, self.clock)
        program.step(f"C{self.count}")
        self.stack = (*self.stack, None if path else (f"C{self.count}", before))
        if path is None:
            self._after()

    def world(self, _dice: int) -> None:
        """Something that is not undone, on another record."""
        self.count += 1
        with self.program.store.transaction("world", undoable=False) as work:
            work.put(replace(ADA, id=f"p{self.count}"))
        self.stack = tuple(
            known
            and (
                known[0],
                known[1].apply([Change("people", f"p{self.count}", None, replace(ADA, id=f"p{self.count}"))]),
            )
            for known in self.stack
        )
        self._after()

    def undo(self, _dice: int) -> None:
        """It leads to the state before, or is refused and changes nothing."""
        before = self.program.store.journal()
        try:
            name = self.program.store.undo()
        except UserError:
            assert self.program.store.journal() == before
        else:
            assert self.stack
            expected = self.stack[-1]
            assert expected is not None
            assert (name, self.program.store.journal()) == expected
            self.stack = self.stack[:-1]
            self._after()

    def redo(self, _dice: int) -> None:
        """It leads to where an undo came from; undo leads back."""
        before = self.program.store.journal()
        try:
            name = self.program.store.redo()
        except UserError:
            assert self.program.store.journal() == before
        else:
            assert self.program.company == name
            self.stack = (*self.stack, (name, before))
            self._after()

    def cut(self, dice: int) -> None:
        """The end of the history is lost."""
        raw = self.history.read_bytes()
        self.history.write_bytes(raw[: len(raw) - dice % (len(raw) + 1)])

    def garble(self, dice: int) -> None:
        """One byte of it is another."""
        raw = bytearray(self.history.read_bytes())
        if raw:
            raw[dice % len(raw)] ^= 1 + dice % 255
            self.history.write_bytes(raw)

    def lose(self, dice: int) -> None:
        """A save is broken off behind its line."""
        raw = self.path.read_bytes()
        self.count += 1
        self.program.step(f"C{self.count}")
        if dice % 2:
            self.path.write_bytes(raw)
        else:
            self.path.write_bytes(raw)
            self.step(0)

    def older(self, dice: int) -> None:
        """A sync tool puts a version from before in place."""
        raw, self.stack = self.states[dice % len(self.states)]
        self.path.write_bytes(raw)

    def elsewhere(self, _dice: int) -> None:
        """Another machine makes a step, and its journal comes here."""
        away = self.path.parent / "away"
        away.mkdir(exist_ok=True)
        shutil.copy(self.path, away / self.path.name)
        self.step(0, away / self.path.name)
        shutil.copy(away / self.path.name, self.path)
        self._after()
