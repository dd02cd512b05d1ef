"""Owns the start and the end of the full-screen app, apart from it since all this comes before Textual is imported."""

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from afterword.errors import Unusable

if TYPE_CHECKING:
    from afterword.own_settings import OwnSettings
    from afterword.services.services import Services

_HAND_OVER_EVERY = 0.0005
"""Seconds after which a thread at work lets another in. Textual writes to the terminal in a thread of its own; at
Python's five milliseconds a finished frame would wait for whatever follows it."""
_FRAMES_A_SECOND = "240"
"""How often Textual draws at most; what follows the first change of a key waits for one or two such beats."""


_SIXTEEN_COLOURS = ("linux", "linux-16color")
"""The console of Linux, which has no more colours whatever COLORTERM it was left by the session that opened it."""


def run(services: "Services | Callable[[], Services]", own: "OwnSettings", *, sample: bool = False) -> int:
    """Open the app and return when the person leaves it: 0, or by a signal: 128 and its number.

    Given a call that opens the services, the frame is on the screen before the journal is read. `sample`: the journal
    holds sample data. Raises what that call raises, and `Unusable` when the screen itself failed.

    The collector rests until the first pane is seen: nothing is garbage before that, and looking for it costs a
    fifth of the start. Call this as early as possible, and without Textual imported.
    """
    gc.disable()
    sys.setswitchinterval(_HAND_OVER_EVERY)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
    if os.environ.get("TERM") in _SIXTEEN_COLOURS:
        os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "standard")
    from afterword.tui import themes
    from afterword.tui.app import AfterwordApp

    app = AfterwordApp(services, own.settings, own=own, sample=sample)
    app.main_screen.works_ahead = app.guard.is_on = True
    themes.fit_terminal(app)
    try:
        app.run(mouse=own.settings.screen.mouse)
    finally:
        gc.enable()
    if app.failure is not None:
        raise app.failure
    if app.return_code:
        raise Unusable(
            "The screen stopped because of a mistake in the program.",
            "What was saved is safe.",
            "Start with AFTERWORD_DEBUG=1 to see where.",
        )
    return app.ended_by
