"""`V`: a pane as it is filtered, sorted and grouped is kept under a name, and a digit brings it back."""

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import MemoryStore, MemoryViews, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.history import SavedView
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.page import Box
from afterword.tui.screens.search import ViewsDialog


def made(views: MemoryViews) -> AfterwordApp:
    """The app on the sample."""
    return AfterwordApp(services(MemoryStore(sample_journal()), views), Settings())


async def save(pilot: Pilot[None], name: str) -> None:
    """Keep the pane as it is."""
    await pilot.press("V", "a")
    await type_text(pilot, name)
    await pilot.press("f2")


@pytest.mark.parametrize(
    "keys",
    [
        ("1", "slash", *"init", "enter"),
        ("2", "slash", *"ada", "enter", "greater_than_sign", "less_than_sign", "g"),
        ("3", "right", "right", "slash", "e", "enter"),
    ],
)
async def test_a_view_brings_back_filter_sorting_and_grouping(keys: tuple[str, ...]) -> None:
    """From another pane, and in the next session."""
    views = MemoryViews()
    app = made(views)
    async with running(app) as pilot:
        await pilot.press(*keys)
        before = app.main_screen.pane.state()
        await save(pilot, "mine")
        assert "Saved as view 1" in text_of(app)
        await pilot.press("escape", "escape", "escape", "0", "V", "1")
        assert app.main_screen.pane.state() | {"tops": {}} == before | {"tops": {}}
    again = made(views)
    async with running(again) as pilot:
        await pilot.press("V", "1")
        shown = again.main_screen.pane.state()["place"]
        assert {**shown, "line": ""} == {**before["place"], "line": ""}


async def test_the_box_is_as_tall_as_what_stands_in_it() -> None:
    """The sentences begin at its top while there is no view, and stand below the views that there are."""
    app = made(MemoryViews())
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("V")
        box = app.screen.query_one(Box)
        assert box.region.height == 6
        await pilot.press("escape")
        await save(pilot, "mine")
        await pilot.press("V")
        assert app.screen.query_one(Box).region.height == 7
        assert "mine" in text_of(app)


async def test_views_are_listed_shown_and_removed() -> None:
    """With what they narrow; the same name replaces, and a digit without a view does nothing."""
    views = MemoryViews()
    app = made(views)
    async with running(app) as pilot:
        await pilot.press("2", "slash", *"ada", "enter")
        await save(pilot, "Ada")
        await pilot.press("escape")
        await save(pilot, "all of them")
        await save(pilot, "ALL OF THEM")
        assert [view.name for view in views.kept] == ["Ada", "ALL OF THEM"]
        await pilot.press("V")
        assert "Feedback · ada" in text_of(app)
        await pilot.press("3")
        assert isinstance(app.screen, ViewsDialog)
        await pilot.press("d", "escape")
        assert [view.name for view in views.kept] == ["ALL OF THEM"]


async def test_nine_views_are_enough() -> None:
    """One for each digit; the tenth is refused in its form."""
    views = MemoryViews(tuple(SavedView(f"view {number}", "feedback", {}) for number in range(9)))
    app = made(views)
    async with running(app, size=(100, 30)) as pilot:
        await save(pilot, "one more")
        assert "nine views already" in text_of(app)
        assert len(views.kept) == 9


@pytest.mark.parametrize("state", [{}, {"place": 3}, {"place": {"words": "x"}, "order": {"by": "nobody"}}])
async def test_a_view_of_another_version_shows_what_it_can(state: dict[str, object]) -> None:
    """Its pane, and no mistake."""
    app = made(MemoryViews((SavedView("old", "feedback", state),)))
    async with running(app) as pilot:
        await pilot.press("V", "1")
        assert app.main_screen.pane.pane_id == "feedback"


async def test_a_view_of_a_pane_that_is_not_there_is_left_alone() -> None:
    """It may come from a newer program."""
    app = made(MemoryViews((SavedView("new", "nowhere", {}),)))
    async with running(app) as pilot:
        await pilot.press("1", "V", "1")
        assert app.main_screen.pane.pane_id == "reflection"
