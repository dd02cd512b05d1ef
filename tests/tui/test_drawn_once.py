"""What is drawn and made ready: a whole screen seldom, and every screen before it is asked for."""

import sys
from typing import Any

from tests.tui.running import running
from tests.tui.stand_ins import MemoryStore, closed_on, sample_journal
from textual._compositor import LayoutUpdate
from textual.events import Resize
from textual.geometry import Size

from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.styles import stylesheet_folder


class Counting(AfterwordApp):
    """Counts how often all of a screen is drawn."""

    whole = 0

    def _display(self, screen: Any, renderable: Any) -> None:
        self.whole += isinstance(renderable, LayoutUpdate)
        super()._display(screen, renderable)


def app_on_the_list() -> Counting:
    """The app with the list of interviews."""
    return Counting(closed_on("reflection", MemoryStore(sample_journal())), Settings())


async def test_a_form_is_drawn_when_it_opens_and_what_is_behind_when_it_closes() -> None:
    """Opening and closing draw the screen once; a move of the focus and a new layout draw what they change."""
    app = app_on_the_list()
    async with running(app, size=(120, 40)) as pilot:
        drawn: list[int] = []
        for key in ("a", "tab", "tab", "escape"):
            app.whole = 0
            await pilot.press(key)
            drawn.append(app.whole)
        assert drawn == [1, 0, 0, 1]


async def test_two_sizes_at_once_come_to_rest_in_the_last_one() -> None:
    """As when the edge of a window is dragged: a size that is the window's no more is laid out no more."""
    app = app_on_the_list()
    async with running(app, size=(80, 24)) as pilot:
        app.main_screen.post_message(Resize(Size(60, 20), Size(60, 20)))
        # Textual lets the last of several sizes stand for those right before it.
        app.main_screen.call_later(lambda: None)
        app.main_screen.post_message(Resize(app.size, app.size))
        await pilot.pause()
        assert app.main_screen.query_one("KeyFooter").size.width == app.size.width == 80


async def test_every_screen_is_ready_before_it_is_asked_for() -> None:
    """Its module is imported and its stylesheet read while the person reads, so that opening it does neither."""
    app = app_on_the_list()
    async with running(app) as pilot:
        await app.main_screen.work_ahead()
        await pilot.pause()
        assert {"afterword.tui.screens.settings", "afterword.tui.panes.evaluation"} <= set(sys.modules)
        sheets = list(stylesheet_folder().glob("*.tcss"))
        assert [path for path in sheets if not app.stylesheet.has_source(str(path))] == []


async def test_a_page_is_drawn_once_when_it_opens_and_fits_the_window_when_it_comes_back() -> None:
    """It knows the width from the beginning; what lay under it while the window changed is laid out for that."""
    app = app_on_the_list()
    async with running(app, size=(150, 40)) as pilot:
        app.whole = 0
        await pilot.press("H")
        assert app.whole == 1
        assert app.screen.has_class("-wide")
        await pilot.press("question_mark")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("escape", "escape")
        assert app.screen is app.main_screen
        assert app.screen.has_class("-narrow")
        assert not app.screen.has_class("-wide")
