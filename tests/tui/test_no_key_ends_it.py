"""No key ends the app: mistakes behind keys are told, a toolkit's as well, and the app goes on where it was."""

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tui.running import running
from tests.tui.stand_ins import MemoryStore, sample_journal, services
from textual import events
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.widgets.bars import KeyFooter

KEYS = (
    *"0123abcdefghijklmnopqrstuvwxyzADEGIPX?/,.!<>[] ",
    *("up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "escape"),
    *("backspace", "delete", "ctrl+p", "ctrl+a", "ctrl+e", "ctrl+k", "ctrl+u", "ctrl+w", "f1", "f2", "f3", "f5"),
)


@pytest.fixture(scope="module", autouse=True)
def nothing_outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Whatever is chosen writes into a folder of the test, and finds no other program to start."""
    home = tmp_path_factory.mktemp("home")
    with chdir(home), pytest.MonkeyPatch.context() as environment:
        for name in ("HOME", "PATH", "TMPDIR"):
            environment.setenv(name, str(home))
        for name in ("EDITOR", "VISUAL", "DISPLAY", "WAYLAND_DISPLAY"):
            environment.delenv(name, raising=False)
        yield home


def app_on_sample() -> AfterwordApp:
    """The app on sample data in memory."""
    return AfterwordApp(services(MemoryStore(sample_journal())), Settings())


class Broken(OptionList):
    """A list of the toolkit that fails at a page key, as one did while it was being filled."""

    def action_page_up(self) -> None:
        """Fail."""
        raise KeyError("not there yet")

    async def _on_key(self, event: events.Key) -> None:
        """Fail at this letter in its own time, not in the app's."""
        if event.key == "x":
            raise IndexError("no line")


async def test_a_mistake_of_the_toolkit_is_told_and_the_app_goes_on() -> None:
    """Whether it comes from what a key is bound to or from what a part does with it, again and again."""
    app = app_on_sample()
    app.guard.is_on = True
    async with running(app) as pilot:
        broken = Broken(Option("one"), Option("two"))
        await app.main_screen.mount(broken)
        broken.focus()
        for key, name in (("pageup", "KeyError"), ("x", "IndexError")) * 8:
            await pilot.press(key)
            assert app.is_running
            assert name in app.query_one(KeyFooter).notice_text
        await pilot.press("down")
        assert broken.highlighted == 1


async def test_what_fails_by_itself_for_ever_ends_it() -> None:
    """A part that fails without any key would fill the screen with its mistake; that is an end."""
    app = app_on_sample()
    app.guard.is_on = True
    async with running(app):
        assert all(app.guard.tells(KeyError("again")) for _ in range(10))
        assert not app.guard.tells(KeyError("again"))
        app.ended_by = 129
        assert app.guard.tells(KeyError("of a part that is gone already"))


@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=25))
@settings(max_examples=settings().max_examples // 4 or 1)
async def test_whatever_is_pressed(keys: list[str]) -> None:
    """No sequence of keys ends in a mistake: here nothing is guarded, so each would fail the test."""
    app = app_on_sample()
    async with running(app) as pilot:
        for key in keys:
            if not app.is_running or app._exit:
                break
            await pilot.press(key)
