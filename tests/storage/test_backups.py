"""Copies are made before they are needed, brought back whole, and never at the price of what stands there."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.storage.samples import SetClock, interview, save

from afterword.errors import UserError
from afterword.storage import TinyJournalStore
from afterword.storage.document_storage import DAYS, LEAST, MOST_BYTES, RECENT


def copies(path: Path, pattern: str = "*") -> list[Path]:
    """The copies beside that journal."""
    return sorted((path.parent / "backups").glob(pattern))


def test_the_first_save_of_a_day_keeps_the_version_before(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Each day's first save leaves a copy of what stood there in the morning."""
    save(store, interview("i1"))
    morning = path.read_bytes()
    clock.instant += timedelta(days=1)
    save(store, interview("i2"))
    save(store, interview("i3"))
    assert [one.read_bytes() for one in copies(path)] == [morning]


def test_saves_in_one_go_make_one_copy(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Copies of one day are at least ten minutes apart."""
    save(store, interview("i1"))
    for number in range(2, 12):
        clock.instant += timedelta(minutes=3)
        save(store, interview(f"i{number}"))
    assert len(copies(path)) == 3


def test_the_number_of_copies_is_capped(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Of a long history the recent copies and the first of each of the last days stay."""
    for number in range(120):
        clock.instant += timedelta(hours=6)
        save(store, interview(f"i{number}"))
    kept = copies(path)
    assert len(kept) <= RECENT + DAYS
    assert len({one.name[:16] for one in kept}) == DAYS


def test_a_copy_is_untouched_by_later_saves(store: TinyJournalStore, path: Path) -> None:
    """Saving goes to a new file, so what a copy holds stays as it was."""
    save(store, interview("i1"))
    save(store, interview("i2"))
    (copy,) = copies(path)
    before = copy.read_bytes()
    for number in range(3, 6):
        save(store, interview(f"i{number}"))
    assert copy.read_bytes() == before
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_save_does_not_fail_for_want_of_a_copy(store: TinyJournalStore, path: Path) -> None:
    """Where no copy can be made, saving goes on."""
    save(store, interview("i1"))
    (path.parent / "backups").write_text("in the way")
    save(store, interview("i2"))
    assert set(store.read().interviews) == {"i1", "i2"}


def test_backup_makes_a_copy_that_stays(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A copy made on request holds the very bytes, two in one second are two, and none is thinned out later."""
    save(store, interview("i1"))
    first, second = store.backup(), store.backup()
    assert first != second
    assert first.read_bytes() == second.read_bytes() == path.read_bytes()
    for number in range(40):
        clock.instant += timedelta(days=1)
        save(store, interview(f"j{number}"))
    assert first.exists()


def test_the_copies_of_a_journal_are_its_own_the_newest_first(path: Path, clock: SetClock) -> None:
    """Two journals in one folder share the folder of copies; each has its own, and the newest is offered."""
    store, other = (TinyJournalStore(path.with_name(name), clock=clock) for name in ("journal.json", "notes.json"))
    save(store, interview("i1"))
    save(other, interview("i1"))
    store.backup()
    clock.instant += timedelta(minutes=1)
    newest = store.backup()
    other.backup()
    assert any(note.startswith("2 copies") and note.endswith(f"{newest.name}.") for note in store.doctor().notes)
    path.unlink()
    (problem,) = TinyJournalStore(path, clock=clock).doctor().problems
    assert f"afterword restore {newest}" in problem


def test_a_clock_that_was_set_back_stops_no_copies(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A copy from a time that has not come yet counts as far away, like one of long ago."""
    save(store, interview("i1"))
    save(store, interview("i2"))
    clock.instant -= timedelta(minutes=30)
    save(store, interview("i3"))
    assert len(copies(path)) == 2


def test_a_file_with_an_impossible_day_in_its_name_is_no_rolling_copy(
    store: TinyJournalStore, path: Path, clock: SetClock
) -> None:
    """What somebody named like a copy stays, and stops no save."""
    save(store, interview("i1"))
    odd = path.parent / "backups" / "journal-20269999T999999.json"
    odd.parent.mkdir(exist_ok=True)
    odd.write_bytes(path.read_bytes())
    for number in range(40):
        clock.instant += timedelta(days=1)
        save(store, interview(f"j{number}"))
    assert odd.exists()
    assert len(copies(path)) == DAYS + 1


def test_there_is_nothing_to_copy_at_first(store: TinyJournalStore) -> None:
    """Without a journal, backup says so."""
    with pytest.raises(UserError, match="no journal to copy"):
        store.backup()


def test_restore_brings_a_copy_back_and_keeps_what_was_there(store: TinyJournalStore, path: Path) -> None:
    """After a restore the journal is the copy's, and the former one stands among the copies."""
    save(store, interview("i1"))
    copy = store.backup()
    save(store, interview("i2"))
    former = path.read_bytes()
    kept = store.restore(copy)
    assert set(store.read().interviews) == {"i1"}
    assert kept is not None
    assert kept.read_bytes() == former


def test_another_store_takes_a_restored_journal_over(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """A process that was running sees the restored journal as the newest version, not as a foreign one."""
    save(store, interview("i1"))
    copy = store.backup()
    save(store, interview("i2"))
    other = TinyJournalStore(path, clock=clock)
    other.read()
    store.restore(copy)
    assert set(other.read().interviews) == {"i1"}
    assert not copies(path, "*replaced*")


def test_restore_works_over_a_damaged_journal(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Damage is kept as it is and the copy takes its place."""
    save(store, interview("i1"))
    copy = store.backup()
    path.write_bytes(b"\0\0\0")
    fresh = TinyJournalStore(path, clock=clock)
    kept = fresh.restore(copy)
    assert kept is not None
    assert kept.read_bytes() == b"\0\0\0"
    assert set(fresh.read().interviews) == {"i1"}


@pytest.mark.parametrize("content", [b"", b"null", b'{"meta": {"afterword": {"schema":99}}}', None])
def test_a_bad_copy_is_refused(content: bytes | None, store: TinyJournalStore, path: Path, tmp_path: Path) -> None:
    """A copy that is damaged, too new or not there is refused before anything is touched."""
    save(store, interview("i1"))
    before = path.read_bytes()
    copy = tmp_path / "copy.json"
    if content is not None:
        copy.write_bytes(content)
    with pytest.raises(UserError, match=r"copy\.json"):
        store.restore(copy)
    assert path.read_bytes() == before


@pytest.mark.parametrize("file", ["/proc/self/environ", "/proc/self/status"])
def test_a_file_that_has_no_length_is_not_waited_for(file: str, store: TinyJournalStore, path: Path) -> None:
    """It would be read again and again until it stays as long as it says, which it never does."""
    save(store, interview("i1"))
    before = path.read_bytes()
    with pytest.raises(UserError, match="cannot be read"):
        store.restore(Path(file))
    assert path.read_bytes() == before


def test_only_a_second_copy_of_one_second_is_numbered(store: TinyJournalStore) -> None:
    """The first has the name that people look for."""
    save(store, interview("i1"))
    names = [store.backup().stem.partition("-backup")[2] for _ in range(3)]
    assert names == ["", "-2", "-3"]


def grown(path: Path, size: int) -> None:
    """Make a copy that large, without taking the room on the disk."""
    os.truncate(path, size)


def test_copies_are_bounded_by_their_size(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Of a large journal fewer are kept, the newest, and never less than a few."""
    for number in range(60):
        for copy in copies(path):
            grown(copy, MOST_BYTES // 10)
        clock.instant += timedelta(hours=6)
        save(store, interview(f"i{number}"))
    assert LEAST <= len(copies(path)) <= 11
    for number in range(60, 80):
        for copy in copies(path):
            grown(copy, MOST_BYTES)
        clock.instant += timedelta(hours=6)
        save(store, interview(f"i{number}"))
    kept = store._storage.backups.rolling()
    assert len(kept) == LEAST
    assert clock.instant - max(kept) <= timedelta(hours=6)


@pytest.mark.parametrize("why", ["replaced", "schema-1", "merged", "before-restore"])
def test_copies_made_by_themselves_go_in_time(store: TinyJournalStore, clock: SetClock, why: str) -> None:
    """The many, the large and the old of each kind; the newest stays, however old and large it is."""
    backups = store._storage.backups
    asked_for = backups.keep(b"{}", "backup")
    other = backups.keep(b"{}", "set-apart")
    for _ in range(40):
        clock.instant += timedelta(hours=1)
        newest = backups.keep(b"{}", why)
    assert len(backups.all()) == 2 + 20
    for copy in set(backups.all()) - {asked_for, other}:
        grown(copy, MOST_BYTES // 4)
    clock.instant += timedelta(hours=1)
    newest = backups.keep(b"{}", why)
    assert len(backups.all()) == 2 + 4
    clock.instant += timedelta(days=200)
    grown(newest, MOST_BYTES * 2)
    latest = backups.keep(b"{}", why)
    assert set(backups.all()) == {asked_for, other, latest}
