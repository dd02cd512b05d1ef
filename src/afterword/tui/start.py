"""Owns the start and the end of the full-screen app, apart from it since all this comes before Textual is imported."""

import gc
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from afterword.errors import Unusable

if TYPE_CHECKING:
    from afterword.own_settings import OwnSettings
    from afterword.quick_answers import FirstScreen
    from afterword.services.services import Services

_HAND_OVER_EVERY = 0.0005
"""Seconds after which a thread at work lets another in. Textual writes to the terminal in a thread of its own; at
Python's five milliseconds a finished frame would wait for whatever follows it."""
_FRAMES_A_SECOND = "240"
"""How often Textual draws at most; what follows the first change of a key waits for one or two such beats."""


_SIXTEEN_COLOURS = ("linux", "linux-16color")
"""The console of Linux, which has no more colours whatever COLORTERM it was left by the session that opened it."""


def run(
    services: "Callable[[], Services]",
    own: "OwnSettings",
    *,
    sample: bool = False,
    first: "FirstScreen | None" = None,
) -> int:
    """Open the app and return when the person leaves it: 0, or by a signal: 128 and its number.

    The frame is on the screen before the journal is read, unless `first` has drawn all of it: then rows and frame come
    together. `sample`: the journal holds sample data. Raises what opening the services raises, and `Unusable`.

    The collector rests until the first pane is seen: nothing is garbage before that. Call it before Textual is loaded.
    """
    gc.disable()
    sys.setswitchinterval(_HAND_OVER_EVERY)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES_A_SECOND)
    if os.environ.get("TERM") in _SIXTEEN_COLOURS:
        os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "standard")
    from afterword.tui import themes
    from afterword.tui.app import AfterwordApp

    is_drawn = first is not None and first.terminal is not None
    app = AfterwordApp(_read(services) if is_drawn else services, own.settings, own=own, sample=sample)
    app.main_screen.works_ahead = app.guard.is_on = True
    app.keeper.first = first
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


def _read(services: "Callable[[], Services]") -> "Services | Callable[[], Services]":
    """The services with their journal read; what cannot be read is left to the app, which tells why."""
    from afterword.tui.app_context import Ok, run_action

    opened = run_action(services)
    is_read = isinstance(opened, Ok) and isinstance(run_action(opened.value.store.journal), Ok)
    return opened.value if isinstance(opened, Ok) and is_read else services
