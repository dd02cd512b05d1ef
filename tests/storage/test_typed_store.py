"""What is being typed, on the disk: kept for each window, found again when the window is gone, and never in the way."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.fakes import FixedClock

from afterword.domain.history import TypedField, TypedPlace, TypedText
from afterword.storage.typed_store import FileTypedStore

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
NOTE = TypedText(
    place=TypedPlace("note", ("i1",), "writing a note on Initech"),
    fields=(TypedField("note", "Note", "I spoke too fast.\nNext time, slower.", "I spoke"),),
    here="note",
)
LETTER = TypedText(place=TypedPlace("letter", ("r1",)), fields=(TypedField("body", "Letter", "Dear Ada,"),))


def window(home: Path, now: datetime = NOW) -> FileTypedStore:
    """Another window of the same journal."""
    home.mkdir(exist_ok=True)
    return FileTypedStore(home / "typed", home / "session.json", FixedClock(now))


def killed(store: FileTypedStore) -> None:
    """The process of that window is gone: the system lets go of its locks, and nothing else happens."""
    store.flush()
    for lock in (store._lock, *(window.lock for window in store._left.values())):
        if lock is not None:
            os.close(lock)
    store._lock, store._left = None, {}


def test_what_a_killed_window_was_typing_is_found_by_the_next(tmp_path: Path) -> None:
    """Whole, with the time at which it was typed."""
    first = window(tmp_path)
    first.keep((NOTE,))
    killed(first)
    assert window(tmp_path, NOW + timedelta(days=1)).left() == (replace(NOTE, at=NOW),)


def test_what_a_living_window_is_typing_is_its_own(tmp_path: Path) -> None:
    """Neither is it offered to another one, nor does what that one types overwrite it."""
    first, second = window(tmp_path), window(tmp_path)
    first.keep((NOTE,))
    first.flush()
    second.keep((LETTER,))
    second.flush()
    assert second.left() == () == first.left()
    killed(first)
    killed(second)
    assert {text.place.kind for text in window(tmp_path).left()} == {"note", "letter"}


def test_only_one_window_offers_what_was_left(tmp_path: Path) -> None:
    """Until it is gone itself without a decision."""
    first = window(tmp_path)
    first.keep((NOTE,))
    killed(first)
    second, third = window(tmp_path), window(tmp_path)
    assert second.left()
    assert third.left() == ()
    second.close()
    assert third.left() == (replace(NOTE, at=NOW),)


def test_what_is_saved_or_thrown_away_leaves_nothing(tmp_path: Path) -> None:
    """Neither a text nor an empty file, of this window and of the one before."""
    first = window(tmp_path)
    first.keep((NOTE,))
    killed(first)
    second = window(tmp_path)
    second.keep((LETTER,))
    (left,) = second.left()
    second.drop(left)
    assert second.left() == ()
    second.keep(())
    second.close()
    assert list((tmp_path / "typed").iterdir()) == []


def test_what_is_still_typed_at_the_end_is_left_to_the_next_window(tmp_path: Path) -> None:
    """A window that closes while a form is open, as when its terminal goes, keeps the text."""
    first = window(tmp_path)
    first.keep((NOTE,))
    first.close()
    assert window(tmp_path).left() == (replace(NOTE, at=NOW),)


def test_only_what_changed_gets_a_new_time(tmp_path: Path) -> None:
    """A letter below the form that is typed in keeps its own."""
    clock = FixedClock(NOW)
    first = FileTypedStore(tmp_path / "typed", tmp_path / "session.json", clock)
    first.keep((LETTER,))
    first._clock = FixedClock(NOW + timedelta(hours=1))
    first.keep((LETTER, NOTE))
    killed(first)
    times = {text.place.kind: text.at for text in window(tmp_path).left()}
    assert times == {"letter": NOW, "note": NOW + timedelta(hours=1)}


def test_it_is_for_the_person_alone(tmp_path: Path) -> None:
    """As private as the journal."""
    first = window(tmp_path)
    first.keep((NOTE,))
    first.keep_session({"pane": "feedback"})
    first.flush()
    assert stat.S_IMODE((tmp_path / "typed").stat().st_mode) == 0o700
    files = [*(tmp_path / "typed").iterdir(), tmp_path / "session.json"]
    assert len(files) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """Nothing fails; once it can be written again, the trouble is over."""
    tmp_path.joinpath("typed").write_text("a file in the way")
    first = window(tmp_path)
    first.keep((NOTE,))
    first.flush()
    assert first.trouble.startswith("What you type is kept only once you save it")
    tmp_path.joinpath("typed").unlink()
    first.keep((NOTE, LETTER))
    first.flush()
    assert first.trouble == ""
    first.close()


@pytest.mark.parametrize("raw", [b'[{"place": 1', b'[{"here":"\xff"}]', b"[" * 100_000])
def test_garbage_among_the_files_hides_nothing_else(tmp_path: Path, raw: bytes) -> None:
    """It stays where it is, since somebody may still read it."""
    first = window(tmp_path)
    first.keep((NOTE,))
    killed(first)
    garbage = tmp_path / "typed" / "0123.json"
    garbage.write_bytes(raw)
    assert window(tmp_path).left() == (replace(NOTE, at=NOW),)
    assert garbage.exists()


def test_so_many_are_left_and_not_more(tmp_path: Path) -> None:
    """The newest of a year of crashes."""
    for number in range(60):
        crashed = window(tmp_path, NOW + timedelta(days=number))
        crashed.keep((replace(NOTE, here=str(number)),))
        killed(crashed)
    last = window(tmp_path)
    assert [text.here for text in last.left()] == [str(number) for number in range(59, 9, -1)]
    last.close()
    assert len(window(tmp_path).left()) == 50


def test_where_the_person_was_is_read_again(tmp_path: Path) -> None:
    """What was kept last, by whichever window."""
    first = window(tmp_path)
    first.keep_session({"pane": "feedback", "panes": {"feedback": {"line": "r1", "top": 3}}})
    first.flush()
    second = window(tmp_path)
    second.keep_session({"pane": "evaluation"})
    second.close()
    assert window(tmp_path).session() == {"pane": "evaluation"}


@pytest.mark.parametrize(
    "garbage", [b"", b"[]", b'{"pane": ', b"\xff\xfe", b'"feedback"', b'{"pane":"\xff"}', b'{"a":' * 100_000]
)
def test_a_session_that_makes_no_sense_is_none(tmp_path: Path, garbage: bytes) -> None:
    """It is ignored in silence."""
    (tmp_path / "session.json").write_bytes(garbage)
    assert window(tmp_path).session() == {}


def test_where_the_person_is_makes_no_folder(tmp_path: Path) -> None:
    """Looking at an empty journal leaves nothing behind."""
    first = FileTypedStore(tmp_path / "none" / "typed", tmp_path / "none" / "session.json", FixedClock(NOW))
    first.keep_session({"pane": "feedback"})
    first.close()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("began", "typed", "added"),
    [
        ("", "I spoke  too fast.", "I spoke too fast."),
        ("I spoke to both.", "I spoke to both.\nNext time slower.", "Next time slower."),
        ("I spoke to both.", "I spoke to all.", "all."),
        ("I spoke to both.", "I spoke", "I spoke"),
    ],
)
def test_what_is_new_is_what_a_person_knows_again(began: str, typed: str, added: str) -> None:
    """Not what stood there long before."""
    assert TypedText(TypedPlace("note"), (TypedField("note", "Note", typed, began),)).excerpt == added
