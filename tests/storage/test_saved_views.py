"""The file of saved views: kept for this person alone, whole or not at all, and never in the way."""

from pathlib import Path

import pytest

from afterword.domain.history import SavedView, seen, with_view
from afterword.errors import SaveFailed, UserError
from afterword.storage.typed_store import FileViews

VIEW = SavedView("Ada", "feedback", {"place": {"words": "ada"}, "order": {"grouped": True}})


def test_views_are_read_as_they_were_written(tmp_path: Path) -> None:
    """In a file that nobody else can read."""
    views = FileViews(tmp_path / "data" / "views.json")
    assert views.read() == ()
    views.write([VIEW])
    assert views.read() == (VIEW,)
    assert (tmp_path / "data" / "views.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["views.json"]


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b'[{"name": 3}]', b"[" * 9999, b"\xff", b"x" * 2_000_000])
def test_a_file_that_makes_no_sense_holds_no_views(tmp_path: Path, raw: bytes) -> None:
    """It keeps nobody from saving a new one."""
    file = tmp_path / "views.json"
    file.write_bytes(raw)
    assert FileViews(file).read() == ()
    FileViews(file).write([VIEW])
    assert FileViews(file).read() == (VIEW,)


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """With its place."""
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveFailed, match="views could not be kept"):
        FileViews(tmp_path / "file" / "views.json").write([VIEW])


def test_a_view_has_a_name_and_knows_no_line() -> None:
    """Where the cursor was is no part of it."""
    state = seen({"place": {"line": "x", "words": "ada"}, "tops": {"list": 4}, "size": [80, 24], "order": {}})
    assert state == {"place": {"words": "ada"}, "tops": {}, "order": {}}
    with pytest.raises(UserError, match="needs a name"):
        with_view([], SavedView(" \x1b ", "feedback", {}))


def test_a_view_takes_the_place_of_the_one_of_its_name_and_there_are_nine() -> None:
    """However its name is written: the digits of the others stay theirs; a tenth is refused, a change of one is not."""
    nine = [SavedView(f"v{number}", "feedback", {}) for number in range(9)]
    new_view = SavedView(" V3\x1b", "evaluation", {"order": 1})
    changed = with_view(nine, new_view)
    assert changed == (*nine[:3], SavedView("V3", "evaluation", {"order": 1}), *nine[4:])
    assert with_view(nine[:2], new_view)[2].name == "V3"
    with pytest.raises(UserError, match="nine views already"):
        with_view(nine, SavedView("tenth", "feedback", {}))
