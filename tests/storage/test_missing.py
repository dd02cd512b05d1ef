"""A journal that is gone is named, with its copies; nothing new begins unasked, and nothing is made for a lost disk."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.storage.samples import SetClock, interview, save

from afterword.errors import StoreMissing, UserError
from afterword.storage import TinyJournalStore


@pytest.fixture
def lost(store: TinyJournalStore, path: Path, clock: SetClock) -> TinyJournalStore:
    """A store that was saved twice, whose journal was then removed; opened anew."""
    save(store, interview("i1"))
    save(store, interview("i2"))
    path.unlink()
    return TinyJournalStore(path, clock=clock)


def listed(path: Path) -> set[str]:
    """Everything in the folder of the journal, but for the lock."""
    return {found.name for found in path.parent.iterdir() if not found.name.endswith(".lock")}


def test_it_is_named_with_its_newest_copy(lost: TinyJournalStore, path: Path) -> None:
    """What it holds, how it is brought back, and how a new one is begun."""
    with pytest.raises(StoreMissing) as caught:
        lost.read()
    (copy,) = (path.parent / "backups").iterdir()
    assert str(path) in caught.value.title
    assert "1 interview" in caught.value.detail
    assert f"afterword restore {copy}" in caught.value.hint
    assert "--empty" in caught.value.hint
    assert list(caught.value.copies) == [str(copy)]


def test_the_newest_copy_is_the_newest_by_its_name(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Where the folder was copied or cloned, the times of its files say nothing."""
    for number in range(4):
        save(store, interview(f"i{number}"))
        clock.instant += timedelta(hours=1)
    path.unlink()
    for age, copy in enumerate(sorted((path.parent / "backups").iterdir())):
        os.utime(copy, (1_800_000_000 - age, 1_800_000_000 - age))
    with pytest.raises(StoreMissing) as caught:
        TinyJournalStore(path, clock=clock).read()
    assert "3 interviews" in caught.value.detail
    assert [int(words.rsplit(" ", 2)[1]) for words in caught.value.copies.values()] == [3, 2, 1]


@pytest.mark.parametrize("left", ["history.jsonl", ".journal.json.seal"])
def test_what_is_left_says_that_there_was_one(store: TinyJournalStore, path: Path, clock: SetClock, left: str) -> None:
    """Whoever cleared the folder but for that is no newcomer: nothing begins, until it is asked for."""
    save(store, interview("i0"))
    save(store, interview("i1"))
    for file in (*path.parent.iterdir(), *(path.parent / "backups").iterdir()):
        if file.is_file() and file.name != left:
            file.unlink()
    lost = TinyJournalStore(path, clock=clock)
    with pytest.raises(StoreMissing, match="there was one") as caught:
        lost.read()
    assert "restore FILE" in caught.value.hint
    assert "restore --empty" in caught.value.hint
    lost.begin_anew()
    save(lost, interview("i2"))
    assert set(TinyJournalStore(path, clock=clock).read().interviews) == {"i2"}


def test_a_first_save_that_was_broken_off_is_none(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Its line of the history and its seal stand there; no journal ever did."""
    save(store, interview("i1"))
    path.unlink()
    assert not TinyJournalStore(path, clock=clock).read().interviews


def test_nothing_new_begins(lost: TinyJournalStore, path: Path) -> None:
    """A save is refused, and the folder is as it was."""
    before = listed(path)
    with pytest.raises(StoreMissing):
        save(lost, interview("i3"))
    assert listed(path) == before
    report = lost.doctor()
    assert not report.ok
    assert "is not there" in report.problems[0]


def test_a_copy_brings_it_back(lost: TinyJournalStore, path: Path) -> None:
    """Then everything goes on from it."""
    (copy,) = (path.parent / "backups").iterdir()
    assert lost.restore(copy) is None
    save(lost, interview("i3"))
    assert set(lost.read().interviews) == {"i1", "i3"}


def test_a_new_one_begins_when_asked(lost: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Empty, with the copies where they are; never over a journal that is there."""
    lost.begin_anew()
    assert not TinyJournalStore(path, clock=clock).read().interviews
    assert list((path.parent / "backups").iterdir())
    save(lost, interview("i3"))
    with pytest.raises(UserError, match="There is a journal"):
        lost.begin_anew()
    assert set(lost.read().interviews) == {"i3"}


def test_a_copy_of_a_sync_program_alone_is_named(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """Were it put aside on another machine, before the journal itself arrived here."""
    save(store, interview("i1"))
    aside = path.with_name("journal.sync-conflict-20261127-101500-ABCDEFG.json")
    path.rename(aside)
    with pytest.raises(StoreMissing) as caught:
        TinyJournalStore(path, clock=clock).read()
    assert list(caught.value.copies) == [str(aside)]


def test_a_link_to_a_file_that_is_gone_is_named(store: TinyJournalStore, path: Path, clock: SetClock) -> None:
    """The folder it leads to is there, so that a copy may be put into it."""
    save(store, interview("i1"))
    away = path.with_name("elsewhere.json")
    copy = path.rename(path.with_name("kept.json"))
    path.symlink_to(away)
    gone = TinyJournalStore(path, clock=clock)
    with pytest.raises(StoreMissing, match=r"where the link .* leads"):
        gone.read()
    gone.restore(copy)
    assert away.exists()
    assert path.is_symlink()


@pytest.mark.parametrize("of_the_folder", [False, True])
def test_nothing_is_made_where_a_disk_is_missing(
    store: TinyJournalStore,
    path: Path,
    clock: SetClock,
    of_the_folder: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Neither by a save nor by a copy brought back nor by beginning anew: it would be hidden once the disk is there."""
    save(store, interview("i1"))
    disk = path.parent.with_name("disk")
    if of_the_folder:
        path.parent.rename(disk)
        path.parent.symlink_to(disk)
        disk.rename(disk.with_name("unplugged"))
    else:
        path.unlink()
        path.symlink_to(disk / "journal.json")
    copy = path.parent.with_name("copy.json")
    copy.write_bytes(b"{}")
    gone = TinyJournalStore(path, clock=clock)
    for verb in (gone.read, gone.begin_anew, lambda: save(gone, interview("i2")), lambda: save(store, interview("i2"))):
        with pytest.raises(StoreMissing, match="cannot be reached") as caught:
            verb()
        assert not caught.value.can_begin
    assert not disk.exists()


def test_a_newcomer_is_greeted(path: Path, clock: SetClock) -> None:
    """Where nothing says that there ever was a journal, the first save makes one."""
    path.parent.mkdir()
    newcomer = TinyJournalStore(path, clock=clock)
    assert not newcomer.read().interviews
    save(newcomer, interview("i1"))
    assert path.exists()
