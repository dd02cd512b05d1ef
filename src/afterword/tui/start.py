"""Owns the start of the full-screen app and what is left of it when it ends."""

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from afterword.errors import Unusable

if TYPE_CHECKING:
    from afterword.services.services import Services
    from afterword.settings import Settings


def run(services: "Services | Callable[[], Services]", settings: "Settings") -> int:
    """Open the app and return when the person leaves it: 0.

    Given a call that opens the services, the frame is on the screen before the journal is read. Raises what that call
    raises, and `Unusable` when the screen itself failed.

    The collector rests until the first paint: nothing is garbage before that, and looking for it costs a fifth of
    the start. Call this as early as possible, and without Textual imported.
    """
    gc.disable()
    from afterword.tui.app import AfterwordApp

    app = AfterwordApp(services, settings)
    try:
        app.run(mouse=settings.screen.mouse)
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
    return 0
