"""Owns what is made ready while the person reads: modules, stylesheets, what the evaluation says, words of letters.

Each step leaves every key its turn; what is ready already costs nothing.
"""

import asyncio
import gc
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

from afterword.desktop import sweep_shown_files
from afterword.domain.journal import share_words
from afterword.tui.app_context import Err, run_action
from afterword.tui.themes import add_stylesheet, stylesheet_folder

if TYPE_CHECKING:
    from afterword.domain.evaluation.evaluation import Evaluation
    from afterword.domain.evaluation.sources import ShownEvaluation
    from afterword.services.services import Services

_PACKAGES = ("afterword.tui.panes", "afterword.tui.screens", "afterword.tui.presenters")
_ONE_SCREEN, _SELDOM = 25_000, 1_000
"""New objects after which the collector looks by itself, more than a screen is made of; and how many of such looks come
before one at the oldest: there is a look whenever a screen was closed."""


def collect_again() -> None:
    """Look for garbage again, after a start without; what was just built stays and is not looked through.

    With a large journal a look through everything would hold up a key for a tenth of a second: `rest` does it.
    """
    gc.freeze()
    gc.set_threshold(_ONE_SCREEN, gc.get_threshold()[1], _SELDOM)
    gc.enable()


class WorkAhead:
    """Makes things ready, each once; the newest evaluation is made again after a change made the last one wrong."""

    def __init__(self, app: App[Any], services: "Services") -> None:
        self._app = app
        self._services = services
        self._has_screens = self._has_letters = False
        self._made: Evaluation | None = None

    async def records(self) -> None:
        """Let what was read at the start take less memory, and sweep up what programs before this one left behind."""
        if not self._has_screens:
            await asyncio.to_thread(run_action, lambda: share_words(self._services.store.journal()))
            await asyncio.to_thread(sweep_shown_files)

    async def screens(self) -> None:
        """Import every pane and screen, and read their stylesheets."""
        if self._has_screens:
            return
        for name in tuple(_modules()):
            await asyncio.to_thread(import_module, name)
        for place in sorted(stylesheet_folder().glob("*.tcss")):
            add_stylesheet(self._app, place.stem)
            await asyncio.sleep(0)
        self._has_screens = True

    async def evaluation(self) -> None:
        """What the views of the newest evaluation say, and the prep sheet that is made from it."""
        from afterword.domain.evaluation.sources import ShownEvaluation

        outcome = run_action(self._services.preparation.evaluation)
        if isinstance(outcome, Err) or outcome.value is self._made:
            return
        self._made = outcome.value
        shown = ShownEvaluation(outcome.value, self._services.store.journal(), self._services.overview.today())
        await asyncio.to_thread(_make_evaluation, shown)
        await asyncio.to_thread(run_action, partial(self._services.preparation.sheet, None))

    async def letters(self) -> None:
        """The words that letters are made of; and what was done, which the history and the trash tell."""
        if not self._has_letters:
            self._has_letters = True
            await asyncio.to_thread(_read_letter, self._services)
            await asyncio.to_thread(run_action, self._services.store.steps)

    def rest(self) -> None:
        """Throw garbage away now that nobody waits, if only the panes are open: they stay, and are not looked at again.

        What was opened over them and closed is garbage; what is open would never be thrown away later.
        """
        if gc.isenabled() and len(self._app.screen_stack) == 1:
            gc.collect()
            gc.freeze()


def _modules() -> Iterator[str]:
    from pkgutil import iter_modules

    for package in _PACKAGES:
        for module in iter_modules(import_module(package).__path__):
            yield f"{package}.{module.name}"


def _read_letter(services: "Services") -> None:
    """Read back an empty letter that nobody sees, so that the first that is wanted waits for no words to be read."""
    from afterword.domain.conversation.request import Draft, Letter

    letter = Draft(letter=Letter.REQUEST, body="")
    for request in services.store.journal().live_requests[-1:]:
        run_action(partial(services.requests.check, request.id, letter))


def _make_evaluation(shown: "ShownEvaluation") -> None:
    """What its views say; the evaluation keeps what they are made from."""
    from afterword.domain.evaluation.details import details
    from afterword.domain.evaluation.views import VIEWS

    for view in VIEWS:
        for row in list(view.rows(shown))[:1]:
            details(shown, row.key)
