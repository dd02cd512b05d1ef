"""Journals of several machines: merged files, copies of sync programs, git's marks, and real clones that converge."""

import json
import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from msgspec.structs import replace
from tests.storage.samples import ADA, SetClock, application, finding, interview, request, save

from afterword.codec.layout import checksum
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.errors import StoreUnusable, UserError
from afterword.paths import Paths
from afterword.storage import TinyJournalStore
from afterword.storage.history import read_seal
from afterword.storage.merging import sides_of

GIT = shutil.which("git") or ""


def store_in(folder: Path) -> TinyJournalStore:
    """A store in that folder, with a clock that stands still until it is set."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return TinyJournalStore(folder / "journal.json", clock=SetClock())


def later(store: TinyJournalStore, seconds: int) -> None:
    """Let the clock of that machine go on."""
    clock: Any = store._clock
    clock.instant += timedelta(seconds=seconds)


def put(store: TinyJournalStore, *records: Any) -> None:
    """One save."""
    with store.transaction() as work:
        for record in records:
            work.put(record)


@pytest.fixture
def here(tmp_path: Path) -> TinyJournalStore:
    """This machine, with one interview, its conversation and a finding."""
    store = store_in(tmp_path / "here")
    save(store, interview(), request(), finding())
    return store


@pytest.fixture
def there(here: TinyJournalStore, tmp_path: Path) -> TinyJournalStore:
    """Another machine that began with the same journal."""
    folder = tmp_path / "there"
    folder.mkdir()
    shutil.copy(here.path, folder / "journal.json")
    return store_in(folder)


def test_what_two_machines_did_is_in_the_merged_journal(here: TinyJournalStore, there: TinyJournalStore) -> None:
    """Records that one added and fields that each changed."""
    save(there, interview("i2", "Globex"))
    later(there, 60)
    put(there, replace(interview(), where="Room 4"))
    put(here, replace(interview(), round="first"))
    here.merge(there.path)
    merged = here.read()
    assert set(merged.interviews) == {"i1", "i2"}
    assert (merged.interviews["i1"].round, merged.interviews["i1"].where) == ("first", "Room 4")


def test_a_merge_is_one_step_that_can_be_looked_at_and_keeps_the_file_before(
    here: TinyJournalStore, there: TinyJournalStore
) -> None:
    """Whoever merged the wrong file goes back."""
    save(there, interview("i2", "Globex"))
    before = here.path.read_bytes()
    result = here.merge(there.path)
    assert result.kept is not None
    assert result.kept.read_bytes() == before
    assert here.steps()[-1].note.name == "merge journal.json"


def test_a_removal_reaches_the_other_machine_and_is_not_undone_by_it(
    here: TinyJournalStore, there: TinyJournalStore
) -> None:
    """Without any common state: the journal itself remembers."""
    later(here, 60)
    with here.transaction() as work:
        work.remove(finding())
    there.merge(here.path)
    assert not there.read().findings
    here.merge(there.path)
    assert not here.read().findings


def test_an_older_state_of_a_record_never_comes_back(here: TinyJournalStore, there: TinyJournalStore) -> None:
    """What the other machine still has is known here as a state of before, whatever its clock says."""
    later(there, 3600)
    put(there, interview())
    put(here, replace(interview(), round="first", notes="mine"))
    here.merge(there.path)
    assert (here.read().interviews["i1"].round, here.read().interviews["i1"].notes) == ("first", "mine")


def test_the_same_file_twice_changes_nothing(here: TinyJournalStore, there: TinyJournalStore) -> None:
    """Not a byte."""
    save(there, interview("i2", "Globex"))
    here.merge(there.path)
    raw = here.path.read_bytes()
    assert here.merge(there.path).kept is None
    assert here.path.read_bytes() == raw


def test_what_is_no_journal_is_refused_and_nothing_changes(here: TinyJournalStore, tmp_path: Path) -> None:
    """With a sentence that says so."""
    raw = here.path.read_bytes()
    for name, text in (("a.json", "{}"), ("b.json", "words"), ("c.json", '{"meta": {"afterword": {"schema": 99}}}')):
        (tmp_path / name).write_text(text)
        with pytest.raises(UserError, match=name):
            here.merge(tmp_path / name)
    with pytest.raises(UserError, match="missing"):
        here.merge(tmp_path / "missing.json")
    assert here.path.read_bytes() == raw


COPIES = (
    "journal.sync-conflict-20261127-101010-ABCDEFG.json",
    "journal (Max's conflicted copy 2026-11-27).json",
    "journal (In Konflikt stehende Kopie von Max 2026-11-27).json",
    "journal (conflicted copy 2026-11-27 101010).json",
    "journal_conflict-20261127-101010.json",
    "journal 2.json",
    "journal-LAPTOP.json",
    "journal (1).json",
)


@pytest.mark.parametrize("name", COPIES)
def test_the_copy_of_a_sync_program_is_merged_and_removed_when_it_was_told(
    here: TinyJournalStore, there: TinyJournalStore, name: str
) -> None:
    """Syncthing, Dropbox, Nextcloud, iCloud, OneDrive, Google Drive."""
    save(there, interview("i2", "Globex"))
    copy = here.path.with_name(name)
    shutil.copy(there.path, copy)
    (settled,) = here.arrivals()
    assert settled.merged.added["interviews"] == ("i2",)
    assert set(here.read().interviews) == {"i1", "i2"}
    assert copy.exists()
    settled.told()
    assert not copy.exists()
    assert any("merged-copy" in path.name for path in (here.path.parent / "backups").iterdir())
    assert here.arrivals() == ()


def test_other_files_beside_the_journal_are_left_alone(here: TinyJournalStore, there: TinyJournalStore) -> None:
    """What the person named themselves, and a damaged copy, which stays where it is."""
    own = ("notes.json", "journal.txt", "journal-old.json", "journal-2026-11-27.json", "journal backup.json")
    for name in own:
        here.path.with_name(name).write_bytes(there.path.read_bytes())
    damaged = here.path.with_name(COPIES[0])
    damaged.write_bytes(there.path.read_bytes()[:-200])
    save(there, interview("i2", "Globex"))
    assert here.arrivals() == ()
    assert all(here.path.with_name(name).exists() for name in (*own, damaged.name))


# ── git ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def git(folder: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Git as a person calls it, without their settings."""
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@x"}
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1", **names}
    call = [GIT, *words]
    return subprocess.run(call, cwd=folder, env=environ, capture_output=True, text=True, check=check)  # noqa: S603


@pytest.fixture
def clones(here: TinyJournalStore, there: TinyJournalStore) -> tuple[TinyJournalStore, TinyJournalStore]:
    """Two clones of one repository that nobody told of any driver."""
    one, other = here.path.parent, there.path.parent
    git(one, "init", "-q", "-b", "main")
    git(one, "add", "journal.json")
    git(one, "commit", "-qm", "first")
    shutil.rmtree(other)
    git(one.parent, "clone", "-q", str(one), str(other))
    return here, store_in(other)


def _many(number: int) -> str:
    return f"{number * 37 % 100:02d}"


@pytest.fixture
def plain_clones(tmp_path: Path) -> tuple[TinyJournalStore, TinyJournalStore]:
    """Two clones of a journal of forty interviews, made by somebody who knows git alone."""
    one = store_in(tmp_path / "one")
    put(one, *(record for number in range(40) for record in _round(_many(number))))
    git(one.path.parent, "init", "-q", "-b", "main")
    git(one.path.parent, "add", ".")
    git(one.path.parent, "commit", "-qm", "first")
    git(tmp_path, "clone", "-q", "one", "two")
    return one, store_in(tmp_path / "two")


def _round(key: str) -> tuple[Any, ...]:
    return replace(ADA, id=f"p{key}"), application(f"a-{key}"), replace(interview(key), interviewers=(f"p{key}",))


def _edit(store: TinyJournalStore, *numbers: int) -> None:
    put(store, *(replace(store.read().interviews[_many(number)], notes="edited") for number in numbers))


def _remove(store: TinyJournalStore, *numbers: int) -> None:
    with store.transaction() as work:
        for number in numbers:
            work.remove(store.read().interviews[_many(number)])


def _add(store: TinyJournalStore, *numbers: int) -> None:
    put(store, *(record for number in numbers for record in _round(f"{_many(number)}x")))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ((_edit, 3), (_edit, 20)),
        ((_add, 3), (_add, 20)),
        ((_remove, 3), (_remove, 20)),
        ((_add, 3), (_edit, 20)),
        ((_remove, 3), (_add, 20)),
        ((_edit, 1, 2, 4, 5), (_add, 30, 35, 12)),
        ((_add, 27), (_remove, 1, 20)),
    ],
)
def test_plain_git_merges_what_was_done_to_different_records(
    plain_clones: tuple[TinyJournalStore, TinyJournalStore], ours: tuple[Any, ...], theirs: tuple[Any, ...]
) -> None:
    """No driver, no marks: what both did is in the journal, which is as this program writes it and sealed anew."""
    one, two = plain_clones
    both = store_in(one.path.parent.parent / "both")
    both.path.write_bytes(one.path.read_bytes())
    for store, (act, *numbers) in ((one, ours), (two, theirs), (both, ours), (both, theirs)):
        act(store, *numbers)
    for store in (one, two):
        git(store.path.parent, "commit", "-qam", "more")
    git(one.path.parent, "pull", "-q", "--no-rebase", "--no-edit", str(two.path.parent), "main")
    assert not git(one.path.parent, "status", "--short").stdout
    assert one.arrivals() == ()
    assert one.read() == both.read() == store_in(one.path.parent).read()
    assert one.path.read_bytes() == both.path.read_bytes()
    assert one.doctor(repair=True).ok
    seal = read_seal(one.path)
    assert seal is not None
    assert seal.versions_of(checksum(one.path.read_bytes())) is not None
    assert not list(one.path.parent.glob("backups/*replaced*"))


def test_nothing_is_undone_beyond_what_git_brought(plain_clones: tuple[TinyJournalStore, TinyJournalStore]) -> None:
    """The step before the merge is shown, and what came in stays."""
    one, two = plain_clones
    _edit(one, 3)
    _edit(two, 20)
    for store in (one, two):
        git(store.path.parent, "commit", "-qam", "more")
    git(one.path.parent, "pull", "-q", "--no-rebase", "--no-edit", str(two.path.parent), "main")
    steps = one.steps()
    assert len(steps) == 2
    assert all("not in the history" in step.obstacle for step in steps)
    _edit(one, 5)
    assert [bool(step.obstacle) for step in one.steps()] == [True, True, False]


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_the_marks_of_a_git_conflict_are_resolved_record_by_record(
    clones: tuple[TinyJournalStore, TinyJournalStore], style: str
) -> None:
    """As plain git leaves them, in each of its styles."""
    here, there = clones
    save(here, interview("i2", "Globex"))
    put(here, replace(interview(), round="first"))
    later(there, 60)
    save(there, interview("i3", "Hooli"))
    put(there, replace(interview(), where="Room 4"))
    for store in (here, there):
        git(store.path.parent, "commit", "-qam", "more")
    git(here.path.parent, "fetch", "-q", str(there.path.parent), "main")
    merged = git(here.path.parent, "-c", f"merge.conflictStyle={style}", "merge", "FETCH_HEAD", check=False)
    assert merged.returncode != 0
    assert "<<<<<<<" in here.path.read_text()
    (settled,) = here.arrivals()
    assert set(here.read().interviews) == {"i1", "i2", "i3"}
    assert (here.read().interviews["i1"].round, here.read().interviews["i1"].where) == ("first", "Room 4")
    assert here.doctor().ok
    assert settled.merged.both == ()
    (kept,) = here.path.parent.glob("backups/*git-conflict*")
    assert "<<<<<<<" in kept.read_text()


def test_sides_of_a_text_without_a_base_are_told_apart() -> None:
    """Line by line."""
    raw = b"a\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\nz\n"
    assert sides_of(raw) == (b"a\nours\nz\n", b"a\ntheirs\nz\n", None)


def test_marks_that_cannot_be_resolved_leave_the_file_as_it_is(here: TinyJournalStore) -> None:
    """And say which way out there is."""
    raw = b"<<<<<<< HEAD\nwords\n=======\nother words\n>>>>>>> x\n"
    here.path.write_bytes(raw)
    with pytest.raises(StoreUnusable, match="git conflict"):
        here.arrivals()
    assert here.path.read_bytes() == raw


def test_sync_commits_merges_and_pushes_over_a_remote_of_ones_own(here: TinyJournalStore, tmp_path: Path) -> None:
    """Two machines that edit in turn and at once have the same journal in the end, private to its owner."""
    remote, other = tmp_path / "remote.git", store_in(tmp_path / "other")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    for store in (here, other):
        store.git().set_up(str(remote))
        store.git().sync()
    assert set(other.read().interviews) == {"i1"}
    save(here, interview("i2", "Globex"))
    save(other, interview("i3", "Hooli"))
    put(here, replace(interview(), round="first"))
    later(other, 5)
    put(other, replace(interview(), where="Room 4"))
    for store in (here, other, here):
        store.git().sync()
    assert here.read() == other.read()
    assert set(here.read().interviews) == {"i1", "i2", "i3"}
    assert (here.read().interviews["i1"].round, here.read().interviews["i1"].where) == ("first", "Room 4")
    assert other.path.stat().st_mode & 0o077 == 0
    assert not git(here.path.parent, "status", "--short").stdout


def test_sync_leaves_alone_what_belongs_to_one_machine(here: TinyJournalStore, tmp_path: Path) -> None:
    """Copies, the history, what is being typed and locks are not in git; what a person wrote into its files stays."""
    folder = here.path.parent
    (folder / ".gitignore").write_text("mine\n")
    places = Paths(data_dir=folder, settings=tmp_path / "config.toml")
    for place in (places.typed, places.bookmarks, places.backups):
        place.mkdir(exist_ok=True)
        (place / "private").write_text("not for others")
    for file in (places.session, places.views, places.history):
        file.touch()
    here.git().set_up("")
    here.git().sync()
    listed = git(folder, "ls-files").stdout.split()
    assert listed == [".gitattributes", ".gitignore", "journal.json"]
    assert (folder / ".gitignore").read_text().startswith("mine\n")
    assert not git(folder, "status", "--short").stdout


def test_sync_without_a_set_up_or_a_remote_that_answers_says_what_to_do(here: TinyJournalStore, tmp_path: Path) -> None:
    """Nothing is lost."""
    with pytest.raises(UserError, match="not in git yet"):
        here.git().sync()
    here.git().set_up(str(tmp_path / "nowhere.git"))
    with pytest.raises(UserError, match="fetch failed"):
        here.git().sync()
    git(tmp_path, "init", "-q", "--bare", "nowhere.git")
    refuses = tmp_path / "nowhere.git" / "hooks" / "pre-receive"
    refuses.write_text("#!/bin/sh\nprintf 'Sp\\344ter' >&2\nexit 1\n")
    refuses.chmod(0o700)
    with pytest.raises(UserError, match="push failed") as refused:
        here.git().sync()
    assert "Sp\N{REPLACEMENT CHARACTER}ter" in refused.value.detail, "the words of a server in another encoding"
    assert here.doctor().ok


# ── three machines, whatever they do ──────────────────────────────────────────────────────────────────────────────────


class ThreeMachines(RuleBasedStateMachine):
    """Edits in any order at three machines whose clocks differ, merged by files in any order: all come to the same."""

    machines = Bundle("machines")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self._folder = tempfile.TemporaryDirectory()
        self._stores: list[TinyJournalStore] = []
        self._added: set[str] = set()
        self._removed: set[str] = set()

    @initialize(target=machines, skews=st.lists(st.integers(-7200, 7200), min_size=3, max_size=3))
    def begin(self, skews: list[int]) -> Any:
        """Three copies of one journal."""
        first = store_in(Path(self._folder.name) / "0")
        save(first, interview(), request(), finding())
        for number, skew in enumerate(skews):
            store = first if number == 0 else store_in(Path(self._folder.name) / str(number))
            if number:
                shutil.copy(first.path, store.path)
            later(store, skew)
            self._stores.append(store)
        self._added.add("i1")
        return 0

    @rule(
        place=st.integers(0, 2),
        words=st.sampled_from(["", "first", "final"]),
        field=st.sampled_from(["round", "where", "notes"]),
    )
    def edit(self, place: int, words: str, field: str) -> None:
        """A field of the interview that all have."""
        store = self._stores[place]
        later(store, 1)
        changes: dict[str, Any] = {field: words}
        put(store, replace(store.read().interviews["i1"], **changes))

    @rule(place=st.integers(0, 2), number=st.integers(2, 6))
    def add(self, place: int, number: int) -> None:
        """An interview that only this machine has, if nobody else added it before."""
        key = f"i{number}"
        if key not in self._added:
            self._added.add(key)
            store = self._stores[place]
            later(store, 1)
            save(store, interview(key, f"Firm {number}"))

    @rule(place=st.integers(0, 2), other=st.integers(0, 2))
    def merge(self, place: int, other: int) -> None:
        """One machine takes in the journal of another."""
        if place != other:
            self._stores[place].merge(self._stores[other].path)

    @invariant()
    def nothing_that_was_added_is_lost_where_it_was_added(self) -> None:
        """On some machine every interview is there."""
        there = {key for store in self._stores for key in store.read().interviews}
        assert there == self._added

    def teardown(self) -> None:
        """After merges all round, twice, all have the same journal, and every interview is in it."""
        if self._stores:
            for _ in range(2):
                for store in self._stores:
                    for other in self._stores:
                        if store is not other:
                            store.merge(other.path)
            journals = [_plain(store.read()) for store in self._stores]
            assert journals[0] == journals[1] == journals[2]
            assert set(self._stores[0].read().interviews) == self._added
        self._folder.cleanup()


def _plain(journal: Journal) -> dict[str, dict[str, Interview]]:
    return {name: dict(sorted(getattr(journal, name).items())) for name in ("interviews", "requests", "findings")}


TestThreeMachines = ThreeMachines.TestCase
TestThreeMachines.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)


def test_a_journal_of_an_older_version_in_between_loses_nothing(here: TinyJournalStore, tmp_path: Path) -> None:
    """It knows no times of its records, and keeps the table that it does not know."""
    raw = json.loads(here.path.read_text())
    del raw["revisions"]
    old = tmp_path / "old.json"
    old.write_text(json.dumps(raw))
    save(here, interview("i2", "Globex"))
    here.merge(old)
    assert set(here.read().interviews) == {"i1", "i2"}
    assert ADA.id in here.read().people
    assert application().id in here.read().applications


def test_a_folder_that_is_made_for_git_is_private_to_its_owner(tmp_path: Path) -> None:
    """Before anything is written into it."""
    fresh = TinyJournalStore(tmp_path / "fresh" / "journal.json", clock=SetClock())
    fresh.git().set_up("")
    assert fresh.path.parent.stat().st_mode & 0o077 == 0
