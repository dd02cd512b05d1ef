"""Threads, processes and sync tools share one file, and nobody's records are lost."""

import contextlib
import errno
import fcntl
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.storage.samples import SetClock, interview, save

from afterword.errors import SaveFailed
from afterword.storage import TinyJournalStore
from afterword.storage.files import lock_of, save_failed, took_lock

DRIVER = Path(__file__).parents[2] / "benchmarks" / "store_driver.py"


def replaced(path: Path) -> list[Path]:
    """The copies kept of versions that somebody else replaced."""
    return list((path.parent / "backups").glob("*replaced*"))


def test_one_store_sees_what_another_wrote(path: Path, clock: SetClock) -> None:
    """`changed` turns true after another's save, `read` brings it, and then it is false again."""
    mine, other = (TinyJournalStore(path, clock=clock) for _ in range(2))
    mine.read()
    save(other, interview("i1"))
    assert mine.changed()
    assert set(mine.read().interviews) == {"i1"}
    assert not mine.changed()


def test_reading_twice_is_the_same_object(path: Path, clock: SetClock) -> None:
    """When nothing has changed, reading costs no new journal."""
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"))
    assert store.read() is store.read()


def test_a_transaction_builds_on_the_newest_state(path: Path, clock: SetClock) -> None:
    """Two stores that take turns keep each other's records."""
    stores = [TinyJournalStore(path, clock=clock) for _ in range(2)]
    for number in range(6):
        save(stores[number % 2], interview(f"i{number}"))
    assert len(stores[0].read().interviews) == 6
    assert not replaced(path)


def test_many_saves_of_another_are_no_other_line_of_versions(path: Path, clock: SetClock) -> None:
    """Who was away for as many saves as a version remembers sees that the newest was made from its own."""
    mine, other = (TinyJournalStore(path, clock=clock) for _ in range(2))
    save(mine, interview("mine"))
    for number in range(32):
        save(other, interview(f"i{number}"))
    assert len(mine.read().interviews) == 33
    assert not replaced(path)


def test_threads_may_share_a_store(path: Path, clock: SetClock) -> None:
    """Eight threads saving through one store and reading meanwhile lose nothing."""
    store = TinyJournalStore(path, clock=clock)

    def work(worker: int) -> None:
        for number in range(8):
            save(store, interview(f"{worker}-{number}"))
            assert f"{worker}-{number}" in store.read().interviews

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.read().interviews) == 64
    assert store.read() == TinyJournalStore(path, clock=clock).read()


def start_writer(path: Path) -> "subprocess.Popen[str]":
    """A process that saves an interview for each id it is given."""
    return subprocess.Popen(  # noqa: S603 - our own driver
        [sys.executable, str(DRIVER), "write", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_processes_may_write_at_once(path: Path, clock: SetClock) -> None:
    """Two processes saving at the same time both find all their records in the store."""
    writers = [start_writer(path) for _ in range(2)]
    for number, writer in enumerate(writers):
        assert writer.stdin is not None
        writer.stdin.write("".join(f"p{number}-{one}\n" for one in range(15)))
        writer.stdin.close()
    answers = [writer.stdout.read().split() for writer in writers if writer.stdout is not None]
    for writer in writers:
        assert writer.wait(30) == 0
        assert writer.stdout is not None
        writer.stdout.close()
    assert [len(one) for one in answers] == [30, 30]
    assert len(TinyJournalStore(path, clock=clock).read().interviews) == 30


def test_a_killed_process_loses_nothing_it_acknowledged(path: Path, clock: SetClock) -> None:
    """After `kill -9` in the middle of writing every acknowledged record is there and the store can be written."""
    with start_writer(path) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        writer.stdin.write("".join(f"k{one}\n" for one in range(400)))
        writer.stdin.flush()
        acknowledged = [writer.stdout.readline().split()[1] for _ in range(5)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [line.split()[1] for line in writer.stdout if line.endswith("\n")]
        with contextlib.suppress(BrokenPipeError):
            writer.stdin.close()
    store = TinyJournalStore(path, clock=clock)
    assert set(acknowledged) <= set(store.read().interviews)
    save(store, interview("after"))


def test_a_busy_lock_is_a_sentence(path: Path, clock: SetClock) -> None:
    """While another process holds the lock, a save is refused after its patience, and reading works."""
    store = TinyJournalStore(path, clock=clock, patience=0.02)
    save(store, interview("i1"))
    with path.with_name(".journal.json.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SaveFailed, match="Another Afterword"):
            save(store, interview("i2"))
        assert set(store.read().interviews) == {"i1"}
    save(store, interview("i2"))


def test_a_deleted_lock_file_locks_nothing(path: Path) -> None:
    """Who opened the lock file before somebody deleted it has no lock, whether or not a new one stands there."""
    lock = lock_of(path)
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as mine:
        assert took_lock(mine.fileno(), lock)
    with lock.open("w") as mine:
        lock.unlink()
        assert not took_lock(mine.fileno(), lock)
        with lock.open("w") as other:
            assert not took_lock(mine.fileno(), lock)
            assert took_lock(other.fileno(), lock)


def test_a_file_replaced_underneath_is_taken_over_and_ours_is_kept(path: Path, clock: SetClock) -> None:
    """When a sync tool puts an older version in place, it is read, and the version it replaced stays as a copy."""
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"))
    older = path.read_bytes()
    save(store, interview("i2"))
    ours = path.read_bytes()
    incoming = path.with_name(".sync.tmp")
    incoming.write_bytes(older)
    incoming.replace(path)
    save(store, interview("i3"))
    assert set(store.read().interviews) == {"i1", "i3"}
    assert [one.read_bytes() for one in replaced(path)] == [ours]


def test_a_replaced_version_is_kept_before_anything_is_written(path: Path, clock: SetClock) -> None:
    """As long as the replaced version cannot be kept, nothing is saved, so that it is not forgotten."""
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"))
    older = path.read_bytes()
    save(store, interview("i2"))
    for one in (path.parent / "backups").iterdir():
        one.unlink()
    (path.parent / "backups").rmdir()
    (path.parent / "backups").write_text("in the way")
    path.write_bytes(older)
    with pytest.raises(SaveFailed):
        save(store, interview("i3"))
    assert path.read_bytes() == older
    (path.parent / "backups").unlink()
    save(store, interview("i3"))
    assert len(replaced(path)) == 1


def save_while(store: TinyJournalStore, meanwhile: Callable[[], object]) -> None:
    """A save during which something else happens."""
    with store.transaction() as work:
        meanwhile()
        work.put(interview("i2"))


def test_a_file_replaced_in_the_middle_of_a_save_stands(path: Path, clock: SetClock) -> None:
    """A version that arrives during a transaction is not overwritten: the save is refused and can be repeated."""
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"))
    other = path.read_bytes().replace(b"Initech", b"Hooli")
    with pytest.raises(SaveFailed, match="very moment"):
        save_while(store, lambda: path.write_bytes(other))
    assert path.read_bytes() == other
    save(store, interview("i2"))
    assert [one.company for one in store.read().interviews.values()] == ["Hooli", "Initech"]


def test_a_vanished_file_comes_back_with_the_next_save(path: Path, clock: SetClock) -> None:
    """What was read stays readable when the file is moved away, and a save writes all of it."""
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"))
    path.unlink()
    assert set(store.read().interviews) == {"i1"}
    save(store, interview("i2"))
    assert set(TinyJournalStore(path, clock=clock).read().interviews) == {"i1", "i2"}


def test_a_link_stays_a_link(path: Path, clock: SetClock, tmp_path: Path) -> None:
    """A journal that is a symbolic link is replaced where it really stands."""
    elsewhere = tmp_path / "synced" / "real.json"
    save(TinyJournalStore(elsewhere, clock=clock), interview("i1"))
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    save(TinyJournalStore(path, clock=clock), interview("i2"))
    assert path.is_symlink()
    assert set(TinyJournalStore(elsewhere, clock=clock).read().interviews) == {"i1", "i2"}


@contextlib.contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Writing fails beyond that size, as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_write_that_fails_half_way_changes_nothing(path: Path, clock: SetClock) -> None:
    """When the disk takes only a part, the save is refused, the file is as it was, and no part is left lying."""
    store = TinyJournalStore(path, clock=clock)
    save(store, interview("i1"))
    before = path.read_bytes()
    with no_file_larger_than(len(before) + 20), pytest.raises(SaveFailed, match="could not be saved"):
        save(store, interview("i2"))
    assert path.read_bytes() == before
    assert not path.with_name(".journal.json.tmp").exists()
    assert set(store.read().interviews) == {"i1"}
    save(store, interview("i2"))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EDQUOT, "Your share of the disk is used up."),
        (errno.EROFS, "The disk can only be read."),
        (errno.EACCES, "You may not write there."),
        (errno.EPERM, "You may not write there."),
        (errno.EIO, "The disk reported an error."),
        (errno.ENOLCK, "The file system offers no locks."),
        (errno.EOPNOTSUPP, "The file system offers no locks."),
        (errno.EMFILE, "Too many open files."),
    ],
)
def test_a_refusal_of_the_disk_is_put_into_words(number: int, words: str, path: Path) -> None:
    """Each reason has its sentence and a next step; one that is not known is told as the system words it."""
    failed = save_failed(path, OSError(number, os.strerror(number)))
    assert failed.title == f"The journal could not be saved. {words}"
    assert failed.hint


def test_a_folder_that_cannot_be_made_is_a_sentence(clock: SetClock) -> None:
    """Where no folder can be, reading shows an empty journal and saving says why not."""
    store = TinyJournalStore(Path("/proc/self/none/journal.json"), clock=clock)
    assert store.read().interviews == {}
    with pytest.raises(SaveFailed, match="could not be saved"):
        save(store, interview("i1"))


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_can_be_read(path: Path, clock: SetClock) -> None:
    """A store that cannot be written is read, and a save is refused with a sentence."""
    save(TinyJournalStore(path, clock=clock), interview("i1"))
    path.parent.chmod(0o500)
    try:
        store = TinyJournalStore(path, clock=clock)
        assert set(store.read().interviews) == {"i1"}
        with pytest.raises(SaveFailed, match="may not write"):
            save(store, interview("i2"))
    finally:
        path.parent.chmod(0o700)


def test_reading_needs_no_lock(path: Path, clock: SetClock) -> None:
    """A journal copied to another place is read without a trace being left."""
    save(TinyJournalStore(path, clock=clock), interview("i1"))
    lone = path.parent / "lone" / "journal.json"
    lone.parent.mkdir()
    lone.write_bytes(path.read_bytes())
    assert set(TinyJournalStore(lone, clock=clock).read().interviews) == {"i1"}
    assert list(lone.parent.iterdir()) == [lone]


def test_a_transaction_inside_another_is_refused(path: Path, clock: SetClock) -> None:
    """One use case is one transaction; a second one inside does not wait for ever."""
    store = TinyJournalStore(path, clock=clock, patience=0.02)
    with store.transaction() as work:
        work.put(interview("i1"))
        with pytest.raises(SaveFailed):
            save(store, interview("i2"))
    assert set(store.read().interviews) == {"i1"}
