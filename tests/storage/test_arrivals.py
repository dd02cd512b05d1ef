"""What other machines left beside, inside and in place of the journal: merged when it is opened, told, and removed."""

import os
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.cli.calls import Calls
from tests.storage.samples import interview, save
from tests.storage.test_two_machines import COPIES, GIT, git, later, put, store_in
from tests.tui.running import running
from tests.tui.screens import text_of

from afterword.bootstrap import open_journal
from afterword.domain.interview import Interview
from afterword.errors import StoreUnusable
from afterword.paths import Paths
from afterword.settings import Settings
from afterword.storage import TinyJournalStore
from afterword.tui.app import AfterwordApp


def parted(folder: Path) -> tuple[TinyJournalStore, TinyJournalStore]:
    """Two machines that began with the same journal."""
    here = store_in(folder / "data")
    save(here, interview())
    (folder / "there").mkdir()
    shutil.copy(here.path, folder / "there" / "journal.json")
    return here, store_in(folder / "there")


def copied(folder: Path) -> Path:
    """Beside our journal, the conflict copy of another machine that has one more interview."""
    here, there = parted(folder)
    save(there, interview("i2", "Globex"))
    copy = here.path.with_name(COPIES[0])
    shutil.copy(there.path, copy)
    return copy


# ── at the start ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_command_merges_tells_and_removes_a_copy(tmp_path: Path) -> None:
    """On stderr, so that a script reads what it always does."""
    copy, calls = copied(tmp_path), Calls(tmp_path)
    answer = calls("interview", "list", "--json")
    assert f"{copy.name}: 2 added" in answer.err
    assert "Globex" in answer.out
    assert not copy.exists()
    assert calls("interview", "list").err.count("added") == 0


@pytest.mark.parametrize("words", [("paths",), ("doctor",), ("config", "check"), ("completion", "bash"), ("backup",)])
def test_whoever_only_looks_after_the_store_finds_it_as_it_is(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A copy waits for somebody who reads the journal."""
    copy = copied(tmp_path)
    Calls(tmp_path)(*words)
    assert copy.exists()


def test_a_prompt_and_a_completion_leave_it_to_somebody_who_can_be_told(tmp_path: Path) -> None:
    """Nobody reads what they say."""
    copy, calls = copied(tmp_path), Calls(tmp_path)
    calls.done("due", "--quiet")
    calls.done("completion", "zsh", "--ids", "interview")
    assert copy.exists()


def test_values_that_both_had_changed_are_named(tmp_path: Path) -> None:
    """With what was kept of them."""
    here, there = parted(tmp_path)
    put(here, _with_round("first"))
    later(there, 60)
    put(there, _with_round("final"))
    shutil.copy(there.path, here.path.with_name(COPIES[1]))
    assert "“first” and “final”; kept “final”" in Calls(tmp_path)("interview", "list").err


def _with_round(words: str) -> Interview:
    return replace(interview(), round=words)


def test_three_copies_come_in_at_once(tmp_path: Path) -> None:
    """Of three machines, two of which had changed the same record."""
    here, _ = parted(tmp_path)
    raw = here.path.read_bytes()
    for number, name in enumerate(COPIES[:3]):
        other = store_in(tmp_path / f"m{number}")
        other.path.write_bytes(raw)
        save(other, interview(f"x{number}", f"Company {number}"))
        shutil.copy(other.path, here.path.with_name(name))
    assert len(here.arrivals()) == 3
    assert set(here.read().interviews) == {"i1", "x0", "x1", "x2"}


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_only_be_read_keeps_nobody_out(tmp_path: Path) -> None:
    """The copy waits."""
    copy = copied(tmp_path)
    copy.parent.chmod(0o500)
    try:
        assert Calls(tmp_path)("interview", "list").code == 0
        assert copy.exists()
    finally:
        copy.parent.chmod(0o700)


def test_a_copy_that_cannot_be_read_keeps_nobody_out(tmp_path: Path) -> None:
    """It stays where it is, and nothing is said of it."""
    copy, calls = copied(tmp_path), Calls(tmp_path)
    copy.write_bytes(copy.read_bytes()[:-100])
    answer = calls("interview", "list")
    assert (answer.code, "added" in answer.err) == (0, False)
    assert copy.exists()


def test_a_copy_that_was_written_again_meanwhile_is_not_removed(tmp_path: Path) -> None:
    """What nobody has merged yet is merged the next time."""
    copy = copied(tmp_path)
    here = store_in(tmp_path / "data")
    (arrival,) = here.arrivals()
    other = store_in(tmp_path / "there")
    save(other, interview("i3", "Hooli"))
    shutil.copy(other.path, copy)
    arrival.told()
    assert copy.exists()
    (arrival,) = here.arrivals()
    arrival.told()
    assert not copy.exists()
    assert "i3" in here.read().interviews


@pytest.mark.skipif(not GIT, reason="git is not here")
def test_marks_of_git_are_resolved_before_the_journal_is_read(tmp_path: Path) -> None:
    """Where they can; else every command says what to do, and the file stays."""
    here, there = parted(tmp_path)
    one, other = here.path.parent, there.path.parent
    git(one, "init", "-q", "-b", "main")
    git(one, "add", "journal.json")
    git(one, "commit", "-qm", "first")
    shutil.rmtree(other)
    git(one.parent, "clone", "-q", str(one), str(other))
    there = store_in(other)
    for store, key in ((here, "i2"), (there, "i3")):
        save(store, interview(key, f"Company {key}"))
        git(store.path.parent, "commit", "-qam", "more")
    git(one, "fetch", "-q", str(other), "main")
    assert git(one, "merge", "FETCH_HEAD", check=False).returncode
    calls = Calls(tmp_path)
    answer = calls("interview", "list")
    assert answer.code == 0, answer.err
    assert "What git could not merge: 2 added" in answer.err
    assert all(f"Company {key}" in answer.out for key in ("i2", "i3"))
    raw = b"{\n<<<<<<< HEAD\nwords\n=======\nother words\n>>>>>>> x\n}\n"
    here.path.write_bytes(raw)
    answer = calls("interview", "list")
    assert (answer.code, "git checkout --ours" in answer.err) == (3, True)
    assert here.path.read_bytes() == raw


# ── while somebody is at it ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_journal_put_in_place_of_ours_is_merged_with_what_was_saved_here(tmp_path: Path) -> None:
    """Both lines of versions had gone on; ours stays among the copies as well."""
    here, there = parted(tmp_path)
    save(here, interview("i2", "Globex"))
    save(there, interview("i3", "Hooli"))
    shutil.copy(there.path, here.path)
    (arrival,) = here.arrivals()
    assert arrival.merged.added["interviews"] == ("i2",)
    assert set(here.read().interviews) == {"i1", "i2", "i3"}
    assert here.arrivals() == ()


def test_an_older_copy_that_somebody_put_back_stands_and_is_told(tmp_path: Path) -> None:
    """Going back is not undone behind their back; what is not in it is named, and where the former one is kept."""
    here, _ = parted(tmp_path)
    raw = here.path.read_bytes()
    save(here, interview("i2", "Globex"))
    here.path.write_bytes(raw)
    (arrival,) = here.arrivals()
    (kept,) = here.path.parent.glob("backups/*replaced*")
    assert set(here.read().interviews) == {"i1"}
    assert arrival.merged.words == "2 removed"
    assert arrival.lost[0] == f"Yours is kept. To bring it back: afterword restore {kept}"
    assert all(words.startswith("Not in it: ") and "Globex" in words for words in arrival.lost[1:])
    assert here.arrivals() == ()
    assert any(f"afterword restore {kept}" in note for note in here.doctor().notes)


async def test_the_app_says_that_what_it_saved_was_taken_away(tmp_path: Path) -> None:
    """It does not go on saying that it is saved."""
    here, _ = parted(tmp_path)
    raw = here.path.read_bytes()
    app = AfterwordApp(lambda: open_journal(Paths(here.path.parent, tmp_path / "config.toml"), Settings()), Settings())
    async with running(app, size=(120, 30)) as pilot:
        save(here, interview("i2", "Globex"))
        app._look()
        await pilot.pause()
        assert "Globex" in text_of(app)
        here.path.write_bytes(raw)
        app._look()
        await pilot.pause()
        assert "An older journal was put in place of yours: " in text_of(app)
        await pilot.press("W")
        assert "Yours is kept. To bring it back: afterword restore" in text_of(app)
        assert "Not in it: interview Globex" in text_of(app)


def test_marks_that_cannot_be_resolved_are_a_sentence_of_the_store(tmp_path: Path) -> None:
    """The session must stop: the journal cannot be read."""
    here, _ = parted(tmp_path)
    here.path.write_bytes(b"<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n")
    with pytest.raises(StoreUnusable, match="git conflict"):
        here.arrivals()


async def test_the_app_tells_what_came_in_and_then_removes_the_copy(tmp_path: Path) -> None:
    """At its start, and while it is open; a key shows all of it."""
    copy = copied(tmp_path)
    paths = Paths(copy.parent, tmp_path / "config.toml", settings_named=False)
    app = AfterwordApp(lambda: open_journal(paths, Settings()), Settings())
    async with running(app, size=(120, 30)) as pilot:
        assert f"{copy.name}: 2 added. W shows all of it." in text_of(app)
        assert not copy.exists()
        await pilot.press("W")
        assert copy.name in text_of(app)
        await pilot.press("escape")
        other = store_in(tmp_path / "there")
        save(other, interview("i3", "Hooli"))
        shutil.copy(other.path, copy)
        app._look()
        await pilot.pause()
        assert "i3" in app.services.store.journal().interviews
        assert "Hooli" in text_of(app)
        assert not copy.exists()


async def test_the_app_says_that_nothing_came_in(tmp_path: Path) -> None:
    """Where nothing did."""
    here, _ = parted(tmp_path)
    paths = Paths(here.path.parent, tmp_path / "config.toml", settings_named=False)
    app = AfterwordApp(lambda: open_journal(paths, Settings()), Settings())
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("W")
        assert "Nothing came in" in text_of(app)
