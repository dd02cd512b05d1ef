"""Owns what ends the app and what does not: a journal that cannot be used, a mistake behind a key, a signal.

No key ends the app, whoever's mistake is behind it, a toolkit's or ours: it is told, and what was seen stays. A signal
(the window closes, the connection is lost, `kill`) ends it as leaving does, with what is typed kept.
"""

import asyncio
import os
import signal
import threading
from types import FrameType
from typing import TYPE_CHECKING

from textual.message import Message
from textual.message_pump import MessagePump

from afterword.errors import StoreMissing
from afterword.tui.app_context import CannotOpen, run_action, unexpected
from afterword.tui.screens.page import Dialog
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

ENDINGS = (signal.SIGHUP, signal.SIGTERM)
OF_SIGNALS = 128
"""What shells add to the number of the signal by which a program ended."""
_MOST = 10
"""Mistakes since the last key after which the app does end: it makes them by itself, again and again."""


class Guard:
    """Stands around every part of the screen. `is_on` while a person sits before it: tests are to see each mistake."""

    def __init__(self, app: "AfterwordApp") -> None:
        self._app = app
        self._count = 0
        self.is_on = False
        self.around(app)

    def around(self, part: MessagePump) -> None:
        """Tell a mistake in what this part does with a message; Textual would end the app with it."""
        dispatch = part._dispatch_message  # noqa: SLF001 - nothing public lies between a message and the end

        async def guarded(message: Message) -> None:
            try:
                await dispatch(message)
            except Exception as error:
                if not self.tells(error):
                    raise

        part._dispatch_message = guarded  # type: ignore[method-assign] # noqa: SLF001

    def next_key(self) -> None:
        """A key was pressed: from here on mistakes are counted anew."""
        self._count = 0

    def tells(self, error: Exception) -> bool:
        """Whether the app goes on after this mistake, which the person is told of then."""
        if self._app.ended_by:
            # Parts of the screen are gone, and others were never made.
            return True
        if not self.is_on or os.environ.get("AFTERWORD_DEBUG") or not self._app.main_screen.is_ready:
            return False
        self._count += 1
        if self._count <= _MOST:
            run_action(lambda: self._tell(str(unexpected(error))))
        return self._count <= _MOST

    def _tell(self, sentence: str) -> None:
        screen = self._app.screen
        screen.tell(sentence) if isinstance(screen, Dialog) else self._app.say(sentence, TextStyle.BAD)


def end_on_signals(app: "AfterwordApp") -> None:
    """From now on a hang-up and `kill` leave the app in good order; one that is ignored (`nohup`) stays ignored."""
    if not app.guard.is_on or threading.current_thread() is not threading.main_thread():
        return
    # Not by the loop's own way, which now and then misses one that follows another size of the window at once.
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in ENDINGS}

    def arrived(number: int, _frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(_end, app, number)
            return
        signal.signal(number, before[signal.Signals(number)])
        os.kill(os.getpid(), number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, arrived)


def _end(app: "AfterwordApp", number: int) -> None:
    app.ended_by = OF_SIGNALS + number
    app.exit()


def cannot_open(app: "AfterwordApp", message: CannotOpen) -> None:
    """Ask what shall be done where the journal is gone; else end, and whoever started the app tells why."""
    if isinstance(message.error, StoreMissing) and message.error.can_begin:
        from afterword.tui.screens.reopening import ask_what_to_do

        ask_what_to_do(app, message.error, message.again)
        return
    app.failure = message.error
    app.exit(return_code=1)
