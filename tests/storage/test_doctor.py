"""The doctor names what is wrong, mends what is safe to mend, and destroys nothing."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.storage.samples import SetClock, finding, interview, request, save

from afterword.storage import TinyJournalStore


def test_a_sound_store_is_well(store: TinyJournalStore) -> None:
    """A store that was only ever written by the program has no problems."""
    save(store, interview(), request(), finding())
    report = store.doctor()
    assert report.ok
    assert any("1 person, 1 interview, " in note for note in report.notes)


def test_no_store_is_no_problem(store: TinyJournalStore, path: Path) -> None:
    """Before the first save there is nothing to mend, and looking creates nothing."""
    assert store.doctor(repair=True).ok
    assert not path.parent.exists()


def test_a_vanished_journal_is_a_problem(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Copies without a journal point the way to bring one back."""
    save(store, interview())
    copy = store.backup()
    path.unlink()
    report = TinyJournalStore(path, clock=clock).doctor()
    assert [str(copy) in problem for problem in report.problems] == [True]


def test_a_file_in_place_of_the_folder_of_copies_is_named(store: TinyJournalStore, path: Path) -> None:
    """It is no fault of the journal."""
    save(store, interview())
    folder = path.with_name("backups")
    folder.write_text("mine")
    (problem,) = store.doctor().problems
    assert problem.startswith(f"The folder of copies {folder} cannot be read")


def test_loose_ends_are_named(store: TinyJournalStore) -> None:
    """A record that names another one which is not there is named, each with a sentence."""
    save(store, replace(request("r1"), person_id="nobody"), interview(), request("r2", "gone"))
    save(store, finding("f1", "gone"), replace(finding("f2"), reply_id="e9", competency="juggling"))
    *problems, transport = store.doctor().problems
    assert len(problems) == 4
    assert all("not there" in one or "not among" in one for one in problems)
    assert "afterword doctor --repair" in transport


def test_two_requests_to_one_person_about_one_interview_are_named(store: TinyJournalStore) -> None:
    """Whoever was asked twice is named once; another interview's request to them is none too many."""
    save(store, interview("i1"), interview("i2"), request("r1"), request("r2", "i2"))
    assert store.doctor().ok
    save(store, request("r3"))
    assert store.doctor().problems == ("There are two requests to ada about i1.",)


def test_what_else_stands_in_the_file_is_told(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Tables of other programs are named as kept; without one, nothing is said of them."""
    save(store, interview())
    assert not any("other programs" in note for note in store.doctor().notes)
    plain = json.loads(path.read_bytes())
    path.write_text(json.dumps({**plain, "moods": {"1": {"mood": "calm"}}}))
    notes = TinyJournalStore(path, clock=clock).doctor().notes
    assert "Tables of other programs are kept as they are: moods." in notes


def test_open_permissions_are_closed(store: TinyJournalStore, path: Path) -> None:
    """File and folder that others can read are named, and closed by a repair."""
    save(store, interview())
    path.chmod(0o644)
    path.parent.chmod(0o755)
    assert len(store.doctor().problems) == 2
    report = store.doctor(repair=True)
    assert (report.ok, len(report.repaired)) == (True, 2)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_meeting_place_is_left_open(tmp_path: Path, clock: SetClock) -> None:
    """A folder with the sticky bit, such as /tmp, is never closed to others."""
    tmp_path.chmod(0o1777)
    store = TinyJournalStore(tmp_path / "journal.json", clock=clock)
    save(store, interview())
    assert store.doctor(repair=True).ok
    assert tmp_path.stat().st_mode & 0o1777 == 0o1777


def test_a_stray_temporary_file_is_removed(store: TinyJournalStore, path: Path) -> None:
    """What an interrupted save left behind is named, and removed by a repair."""
    save(store, interview())
    stray = path.with_name(".journal.json.tmp")
    stray.write_bytes(b"{")
    assert not store.doctor().ok
    assert store.doctor(repair=True).ok
    assert not stray.exists()


def test_conflict_copies_are_mentioned_and_left(store: TinyJournalStore, path: Path) -> None:
    """A copy that a sync tool set aside is no problem and stays."""
    save(store, interview())
    for name in ("journal.sync-conflict-20261112-091500-ABC.json", "journal (Ada's Conflicted Copy).json"):
        aside = path.with_name(name)
        aside.write_bytes(path.read_bytes())
        report = store.doctor(repair=True)
        assert report.ok
        assert any(aside.name in note for note in report.notes)
        assert aside.exists()


def test_damage_shows_the_way_back(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A text that is no journal is named with the newest copy and its age; going back is left to the person."""
    save(store, interview("i1"))
    good = store.backup()
    save(store, interview("i2"))
    path.write_bytes(b"broken")
    clock.instant += timedelta(hours=3)
    fresh = TinyJournalStore(path, clock=clock)
    for repair in (False, True):
        (problem,) = fresh.doctor(repair=repair).problems
        assert f"afterword restore {good}" in problem
        assert "3 hours old, holds 1 interview;" in problem
        assert path.read_bytes() == b"broken"


@pytest.mark.parametrize(
    ("later", "age"),
    [
        (timedelta(days=2), "2 days old"),
        (timedelta(days=1), "1 day old"),
        (timedelta(hours=23, minutes=59), "23 hours old"),
        (timedelta(hours=1), "1 hour old"),
        (timedelta(minutes=1), "1 minute old"),
        (timedelta(seconds=59), "less than a minute old"),
        (timedelta(days=-1), "less than a minute old"),
    ],
)
def test_the_age_of_a_copy_is_told_in_its_largest_unit(
    later: timedelta, age: str, store: TinyJournalStore, path: Path, clock: SetClock
) -> None:
    """Days, hours or minutes; a clock that was set back makes no copy of the future."""
    save(store, interview())
    store.backup()
    path.write_bytes(b"broken")
    clock.instant += later
    (problem,) = TinyJournalStore(path, clock=clock).doctor().problems
    assert f"that can be read, {age}," in problem


def test_a_bad_copy_is_passed_over(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """The way back leads to the newest copy that can be read, not the newest."""
    save(store, interview("i1"))
    good = store.backup()
    store.backup().write_bytes(b"rotten")
    path.write_bytes(b"broken")
    assert f"afterword restore {good}" in TinyJournalStore(path, clock=clock).doctor().problems[0]


def test_damage_without_a_copy_is_left_alone(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """With nothing to bring back, a repair says so and keeps the damaged bytes in place."""
    save(store, interview("i1"))
    path.write_bytes(b"broken")
    report = TinyJournalStore(path, clock=clock).doctor(repair=True)
    assert not report.ok
    assert path.read_bytes() == b"broken"


def test_a_newer_journal_is_never_repaired(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A journal of a newer schema is sound for another program and is not replaced by an old copy."""
    save(store, interview("i1"))
    store.backup()
    newer = json.loads(path.read_bytes())
    newer["meta"]["afterword"]["schema"] = 99
    path.write_text(json.dumps(newer))
    report = TinyJournalStore(path, clock=clock).doctor(repair=True)
    assert "newer Afterword" in report.problems[0]
    assert json.loads(path.read_bytes()) == newer
