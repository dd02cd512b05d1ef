"""Owns the order of keys: one that is typed ahead waits until those before it have been dealt with.

Textual gives a key to whatever has the focus when it arrives, though an earlier one may just be moving the focus,
opening a screen or closing one. Here a key waits until nothing that an earlier one set going is left to do: no message,
no worker's step, no layout. What waits for time, for a thread or for the next key holds up nobody.
"""

import asyncio
from collections import deque
from collections.abc import Sized
from typing import Any

from textual import events
from textual.app import App
from textual.screen import Screen

_A_FRAME = 0.002
"""Seconds between two looks whether the screen has been laid out anew."""
_PATIENCE = 2.0
"""Seconds after which a key is handed on come what may, so that nothing can lock anybody out."""


class TypeAhead:
    """Asked for every event that reaches the app, it keeps keys and pastes that came too early, and posts them again.

    Letters that run into one text field wait for the first of them only: none of them moves anything but the text.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._handed_on: deque[events.Event] = deque()
        self._writes_in: object = None
        self._drain: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a key waits, or what one has set going is not done yet."""
        return bool(self._waiting) or not self._is_settled()

    def holds(self, event: events.Event) -> bool:
        """Whether this event comes too early; then it is posted to the app again when its turn has come."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if self._handed_on and event is self._handed_on[0]:
            self._handed_on.popleft()
            return False
        if not self._waiting and not self._handed_on and (self._runs_on(event) or self._is_settled()):
            self._begin(event)
            return False
        self._waiting.append(event)
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._hand_on())
        return True

    def _begin(self, event: events.Event) -> None:
        self._writes_in = self._app.focused if self._is_text(event) else None

    def _runs_on(self, event: events.Event) -> bool:
        """Whether this is one more letter into the field in which the one before is being written."""
        return self._writes_in is not None and self._writes_in is self._app.focused and self._is_text(event)

    def _is_text(self, event: events.Event) -> bool:
        focused = self._app.focused
        return (
            isinstance(event, events.Key)
            and focused is not None
            and focused.check_consume_key(event.key, event.character)
        )

    async def _hand_on(self) -> None:
        while self._waiting:
            await self._settle()
            self._begin(self._waiting[0])
            self._post()
            while self._waiting and self._runs_on(self._waiting[0]):
                self._post()

    def _post(self) -> None:
        event = self._waiting.popleft()
        if self._app.post_message(event):
            self._handed_on.append(event)

    async def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        await asyncio.sleep(0)
        # There is no event to wait for: what is looked at belongs to the loop itself and to Textual's own drawing.
        while not self._is_settled() and loop.time() < end:  # noqa: ASYNC110
            await asyncio.sleep(0 if _goes_on(loop) else _A_FRAME)
        self._handed_on.clear()

    def _is_settled(self) -> bool:
        return not (self._handed_on or _goes_on(asyncio.get_running_loop()) or self._awaits_layout())

    def _awaits_layout(self) -> bool:
        stack = self._app.screen_stack
        return not stack or _is_dirty(stack[-1])


def _goes_on(loop: asyncio.AbstractEventLoop) -> bool:
    # Neither asyncio nor Textual says in public whether there is anything left to do at once. A loop without this
    # list, such as another implementation, hands every key on as Textual does.
    ready: Sized = getattr(loop, "_ready", ())
    return len(ready) > 0


def _is_dirty(screen: Screen[Any]) -> bool:
    # What waits for the next layout, and calls that wait for it; drawing alone changes nothing a key could meet.
    return bool(screen._layout_required or screen._recompose_required or screen._callbacks)  # noqa: SLF001
