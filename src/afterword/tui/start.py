"""Owns the start of the full-screen app and what is left of it when it ends."""

import gc

from afterword.errors import Unusable
from afterword.services.services import Services
from afterword.settings import Settings


def run(services: Services, settings: Settings) -> int:
    """Open the app and return when the person leaves it: 0.

    Raises `StoreUnusable` before anything is drawn, and `Unusable` when the screen itself failed.

    The collector rests until the first paint: nothing is garbage before that, and looking for it costs a fifth of
    the start. Call this as early as possible, and without Textual imported.
    """
    gc.disable()
    from afterword.tui.app import AfterwordApp

    services.ledger.journal()  # a store that cannot be used is named before the terminal is taken over
    app = AfterwordApp(services, settings)
    try:
        app.run(mouse=settings.screen.mouse)
    finally:
        gc.enable()
    if app.return_code:
        raise Unusable(
            "The screen stopped because of a mistake in the program.",
            "What was saved is safe.",
            "Start with AFTERWORD_DEBUG=1 to see where.",
        )
    return 0
