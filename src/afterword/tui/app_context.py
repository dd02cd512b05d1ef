"""Owns what panes, screens and widgets may ask of the app around them; the app itself is left to `app`."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from textual.dom import DOMNode

from afterword.errors import AfterwordError
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.domain.journal import Journal

T = TypeVar("T")


@runtime_checkable
class AppContext(Protocol):
    """The app, as its parts see it."""

    keymap: Mapping[str, str]
    editor: str
    heard: str
    """What stood in the notice line before the key that is being dealt with; the help shows it whole."""

    def run_service(
        self, verb: Callable[[], T], said: str = "", *, tell: Callable[[AfterwordError], None] | None = None
    ) -> T | None:
        """Call a service's verb; on success say `said` and let every visible pane re-read.

        An error is shown in the notice line, or handed to `tell` by whoever can show it nearer to its cause; then the
        answer is None.
        """
        ...

    def say(self, text: str, tone: TextStyle = TextStyle.PLAIN) -> None:
        """Show one sentence in the notice line."""
        ...


@runtime_checkable
class ShowsJournal(Protocol):
    """A pane or a screen that can be given the newest journal."""

    def show(self, journal: "Journal") -> None:
        """Re-read everything from this journal."""
        ...


def context_of(node: DOMNode) -> AppContext:
    """The app around a node."""
    app = node.app
    if not isinstance(app, AppContext):
        raise TypeError("This widget belongs into the frame of Afterword.")
    return app
