"""What is drawn and made ready: a whole screen seldom, and every screen before it is asked for."""

import sys
from typing import Any

import pyte
import pytest
from tests.tui.running import key_event, running
from tests.tui.screens import text_of
from tests.tui.stand_ins import MemoryStore, closed_on, sample_journal
from textual._compositor import CompositorUpdate, LayoutUpdate
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


class Emulated(AfterwordApp):
    """Draws on a terminal that shows what it was sent, bit by bit."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.terminal = pyte.Screen(120, 40)
        self.frames = 0
        self._stream = pyte.Stream(self.terminal)

    def _display(self, screen: Any, renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.frames += 1
            self._stream.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)

    @property
    def shown(self) -> str:
        """What the terminal shows."""
        return "\n".join(line.rstrip() for line in self.terminal.display).rstrip()


def emulated(pane: str) -> Emulated:
    """The app on that pane, on a terminal."""
    return Emulated(closed_on(pane, MemoryStore(sample_journal())), Settings())


_LISTS = {"0": (), "1": (), "2": (), "3": ("E",)}
"""The keys of the panes, and those that lead from there to a list with much to tell."""


@pytest.mark.parametrize("pane", _LISTS)
async def test_what_is_drawn_bit_by_bit_is_what_is_drawn_as_a_whole(pane: str) -> None:
    """Whatever moves, scrolls, opens over the lists and closes again: every cell that changed was drawn."""
    app = emulated("reflection")
    async with running(app, size=(120, 40)) as pilot:
        for key in (pane, "down", "down", "end", "up", "home", "pagedown", "tab", "down", "a", "escape", "?", "escape"):
            await pilot.press("question_mark" if key == "?" else key)
            assert app.shown == "\n".join(line.rstrip() for line in text_of(app).split("\n")).rstrip(), key


async def test_a_line_and_what_is_told_of_it_are_drawn_in_one_frame() -> None:
    """The line under the cursor, the one that was, the words beside it, its bar and the keys below."""
    app = emulated("reflection")
    async with running(app, size=(120, 40)) as pilot:
        await pilot.press("down")
        before, app.frames = app.shown, 0
        await pilot.press("down")
        assert app.frames == 1
        assert app.shown != before


@pytest.mark.parametrize("pane", _LISTS)
async def test_a_burst_of_keys_ends_on_the_right_line_with_what_is_told_of_it(pane: str) -> None:
    """As when a key is held down: the same is seen as when each was pressed for itself."""
    app, other = emulated("reflection"), emulated("reflection")
    async with running(app, size=(120, 40)) as pilot:
        await pilot.press(pane, *_LISTS[pane], *["down"] * 7)
        async with running(other, size=(120, 40)) as burst:
            await burst.press(pane, *_LISTS[pane])
            for _ in range(7):
                assert other._driver is not None
                other._driver.send_message(key_event("down"))
            await burst.pause()
        assert other.shown == app.shown


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
