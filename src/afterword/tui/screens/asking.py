"""Owns asking yes or no on the way to a verb: only a clear yes goes on."""

from collections.abc import Callable

from textual.app import App

from afterword.tui.screens.confirm import Confirm


def ask(
    app: App[object], question: Confirm, then: Callable[[], object], otherwise: Callable[[], object] | None = None
) -> None:
    """Ask; on yes call `then`, on a plain no `otherwise`."""

    def answered(answer: object) -> None:
        if answer is True:
            then()
        elif otherwise is not None:
            otherwise()

    app.push_screen(question, answered)
