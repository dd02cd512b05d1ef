"""An app under test whose pilot goes on as soon as nothing is left to do, where Textual's own lets time pass."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread
from threading import enumerate as threads
from typing import ClassVar

from textual import events
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from afterword.tui.app import AfterwordApp
from afterword.tui.panes.pane import FIRST

A_MOMENT = 0.0005
"""Seconds between two looks whether the app is at rest. With none, looking would itself be work that the app sees."""
PATIENCE = 20.0
"""Seconds after which an app that never comes to rest fails the test."""


class SharedRules(LRUCache[tuple[object, ...], list[RuleSet]]):
    """What the stylesheets say, read once for all apps of a run that have the same variables; no app changes a rule."""

    _read: ClassVar[dict[object, list[RuleSet]]] = {}

    def __init__(self, stylesheet: Stylesheet) -> None:
        super().__init__(1)
        self._stylesheet = stylesheet
        self.clear()

    def clear(self) -> None:
        """Other variables hold from now on."""
        self._variables: tuple[object, ...] = ()

    def __getitem__(self, key: tuple[object, ...]) -> list[RuleSet]:
        """The rules of a text. Raises `KeyError` where no app has read it with these variables."""
        self._variables = self._variables or tuple(self._stylesheet._variables.items())
        return self._read[self._variables, key]

    def __setitem__(self, key: tuple[object, ...], rules: list[RuleSet]) -> None:
        """Keep them for every app that follows."""
        self._read[self._variables, key] = rules


@asynccontextmanager
async def running(
    app: App[None], size: tuple[int, int] = (80, 24), *, as_it_opens: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The app on a screen of that size, at rest after its start, on the interviews: most tests begin there.

    `as_it_opens`: on whatever it opens with, which is Today where something is due.
    """
    app.stylesheet._parse_cache = SharedRules(app.stylesheet)
    async with app.run_test(size=size):
        pilot = PromptPilot(app)
        await pilot.pause()
        if isinstance(app, AfterwordApp) and not as_it_opens and app.main_screen.is_ready:
            await app.main_screen.show_pane(FIRST)
            await pilot.pause()
        yield pilot


class PromptPilot(Pilot[None]):
    """Types the next key when the app is at rest, and draws what waits for the next frame at once.

    What waits for a clock, a person or a thread that is held up stays as it is; a thread at work is given the time
    that Textual's pilot gives to everything.
    """

    async def press(self, *keys: str) -> None:
        """Type these keys, each when the one before has done all it does, and wait until that is drawn."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            driver.send_message(key_event(key))
            await self._rest()
        await self.pause()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until the app is at rest and drawn."""
        assert delay is None
        await self._rest()
        if self.app._screen_stack:
            self.app.screen._on_timer_update()

    async def _rest(self) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(PATIENCE):
            await asyncio.sleep(A_MOMENT)
            # There is no event to wait for: what is looked at belongs to the loop itself and to Textual's drawing.
            while self._goes_on(loop):  # noqa: ASYNC110
                await asyncio.sleep(A_MOMENT)
        if works_aside(self.app):
            await super().pause()

    def _goes_on(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Whether anything is left to do at once; what waits for the next frame is begun."""
        if loop._ready:  # type: ignore[attr-defined] # asyncio says in public of no loop whether it has work
            return True
        if not self.app._screen_stack:
            return False
        if self.app._resize_event is not None:
            self.app._check_resize()
            return True
        screen = self.app.screen
        if screen._layout_required or screen._scroll_required or screen._recompose_required or screen._callbacks:
            screen._on_timer_update()
            return True
        return isinstance(self.app, AfterwordApp) and self.app.type_ahead.is_busy


def works_aside(app: App[None]) -> bool:
    """Whether a worker or a thread of the app is at work."""
    return any(worker.is_running for worker in app.workers) or any(map(_is_of_the_app, threads()))


def _is_of_the_app(thread: Thread) -> bool:
    return thread.name == "service call"


def key_event(key: str) -> events.Key:
    """The event that a terminal makes of the key."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    try:
        return events.Key(key, unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key))))
    except KeyError:
        return events.Key(key, None)
