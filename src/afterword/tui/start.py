"""Owns starting the full-screen app and what it costs: nothing is drawn before it, nothing is left behind after it."""

import gc

from afterword.services.services import Services
from afterword.settings import Settings


def run(services: Services, settings: Settings) -> int:
    """Open the app on this journal and return the exit code. Raises `StoreUnusable` before anything is drawn."""
    gc.disable()  # until the first paint: collecting while importing costs a tenth of the start
    from afterword.tui.app import AfterwordApp

    app = AfterwordApp(services, settings)
    app.run(mouse=settings.screen.mouse)
    return app.return_code or 0
