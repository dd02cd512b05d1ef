"""Owns the question what to do when the journal is gone: a copy, an empty one, or nothing; loaded for that alone."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from afterword.domain.text import clean
from afterword.errors import StoreMissing
from afterword.tui.app_context import Ok, run_action
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.screens.page import Box
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.bars import KeyLine
from afterword.tui.widgets.lines import TextView
from afterword.tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

_EMPTY = "begin anew"


class MissingJournal(Pick):
    """Dismissed with the path of the copy to bring back, with `begin anew`, or with None to leave all as it is."""

    def __init__(self, missing: StoreMissing, problem: str) -> None:
        options = [Option(path, words, Path(path).name) for path, words in missing.copies.items()]
        if missing.can_begin:
            options.append(Option(_EMPTY, "Begin a new, empty journal", "the copies stay"))
        super().__init__("Bring a copy back?", options)
        self._sentence = f"{missing.title} Nothing was changed. esc ends the program and leaves all as it is."
        self._problem = problem

    def compose(self) -> ComposeResult:
        """What is missing, over what can be done."""
        with Box(self._title):
            yield Static(clean(self._sentence), markup=False, classes="-detail")
            if self._problem:
                yield Static(clean(self._problem), markup=False, classes="-question")
            yield TextView(widget_id="typed")
            yield VirtualList(self._columns(), heading=False)
            yield KeyLine()


def ask_what_to_do(app: "AfterwordApp", missing: StoreMissing, opened: Callable[[], object], problem: str = "") -> None:
    """Ask, do that and call `opened`; where it cannot be done say why and ask again. Nothing chosen ends the app."""

    def chosen(answer: object) -> None:
        if not isinstance(answer, tuple):
            app.failure = missing
            app.exit(return_code=1)
            return
        what = str(answer[0])
        outcome = run_action(lambda: _done(app, what))
        if isinstance(outcome, Ok):
            app.say(outcome.value, TextStyle.GOOD)
            opened()
        else:
            ask_what_to_do(app, missing, opened, str(outcome.error))

    app.push_screen(MissingJournal(missing, problem), chosen)


def _done(app: "AfterwordApp", what: str) -> str:
    exchange = app.services.exchange
    if what == _EMPTY:
        exchange.begin_anew()
        return "A new journal is begun; the copies stay where they are."
    exchange.restore(what)
    return f"{Path(what).name} is your journal again."
