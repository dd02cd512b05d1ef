"""The palette: every action and every record by its words; what was done last comes first."""

from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import COPY, MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.journal import Journal
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.search import Palette
from afterword.tui.widgets.virtual_list import VirtualList


def made(journal: Journal | None = None) -> AfterwordApp:
    """The app on the sample or another journal."""
    return AfterwordApp(services(MemoryStore(sample_journal() if journal is None else journal)), Settings())


async def choose(pilot: Pilot[None], words: str) -> Palette:
    """Type these words into the palette."""
    await pilot.press("ctrl+p", *("space" if letter == " " else letter for letter in words))
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
        assert f"Copied to {COPY}" in text_of(app)
