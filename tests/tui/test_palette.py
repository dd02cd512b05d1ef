"""The palette: every action and every record by its words; what was done last comes first."""

import json
from pathlib import Path

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import COPY, MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.journal import Journal
from afterword.exchange.json_document import export_json
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.palette import Palette
from afterword.tui.widgets.virtual_list import VirtualList


def made(journal: Journal | None = None) -> AfterwordApp:
    """The app on the sample or another journal."""
    return AfterwordApp(services(MemoryStore(sample_journal() if journal is None else journal)), Settings())


async def choose(pilot: Pilot[None], words: str) -> Palette:
    """Type these words into the palette."""
    await pilot.press("ctrl+p", *("space" if letter == " " else letter for letter in words))
    await pilot.pause()
    palette = pilot.app.screen
    assert isinstance(palette, Palette)
    return palette


async def test_a_record_is_found_and_gone_to() -> None:
    """`esc` leads back to where one was."""
    app = made()
    async with running(app) as pilot:
        await pilot.press("3")
        await choose(pilot, "somerville")
        assert "request" in text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert (app.main_screen.pane.pane_id, app.main_screen.pane.place()["line"]) == ("feedback", "globex-0-r")
        await pilot.press("escape")
        assert app.main_screen.pane.pane_id == "evaluation"


async def test_the_actions_of_today_are_offered_in_every_pane() -> None:
    """Choosing one leads there."""
    app = made()
    async with running(app) as pilot:
        await pilot.press("3")
        palette = await choose(pilot, "let it wait")
        assert palette.query_one(VirtualList).key == "today.wait"
        await pilot.press("enter")
        await pilot.pause()
        assert app.main_screen.pane.pane_id == "today"


async def test_what_was_done_last_comes_first() -> None:
    """Also of two that the same words find."""
    app = made()
    async with running(app) as pilot:
        await choose(pilot, "backup")
        await pilot.press("enter")
        palette = await choose(pilot, "")
        assert palette.query_one(VirtualList).key == "app.backup"
        await pilot.press("escape")
        palette = await choose(pilot, "back")
        assert palette.query_one(VirtualList).key == "app.backup"


async def test_a_backup_is_made_and_its_place_is_said() -> None:
    """By its key as well."""
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("B")
        await pilot.pause()
        assert f"Copied to {COPY}" in text_of(app)


async def test_everything_is_written_to_a_file_and_taken_in_again(tmp_path: Path) -> None:
    """What would come in is said before; `u` takes it back."""
    place = tmp_path / "journal.json"
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("f10", "tab")
        await type_text(pilot, str(place))
        await pilot.press("f2")
        await pilot.pause()
        assert f"Written: {place}" in text_of(app)
    assert "interviews" in json.loads(place.read_bytes())
    empty = made(Journal())
    async with running(empty, size=(120, 30)) as pilot:
        await pilot.press("I")
        await type_text(pilot, str(place))
        await pilot.press("f2")
        await pilot.pause()
        assert "18 interviews" in text_of(empty)
        assert not empty.services.store.journal().interviews
        await pilot.press("y")
        await pilot.pause()
        assert len(empty.services.store.journal().live_interviews) == 18
        await pilot.press("u")
        assert not empty.services.store.journal().interviews


@pytest.mark.parametrize("content", [b"", b"{}", b"no journal", b"\x00\xff"])
async def test_a_file_that_is_no_journal_is_refused_in_the_form(tmp_path: Path, content: bytes) -> None:
    """Nothing comes in, and what was typed stays."""
    place = tmp_path / "other.json"
    place.write_bytes(content)
    app = made(Journal())
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("I")
        await type_text(pilot, str(place))
        await pilot.press("f2")
        await pilot.pause()
        assert "cannot be imported" in text_of(app)
        assert not app.services.store.journal().interviews


async def test_a_file_with_nothing_new_is_not_asked_about(tmp_path: Path) -> None:
    """It says how much is here already."""
    place = tmp_path / "same.json"
    place.write_bytes(export_json(sample_journal()))
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("I")
        await type_text(pilot, str(place))
        await pilot.press("f2")
        await pilot.pause()
        assert "Nothing to take in" in text_of(app)
