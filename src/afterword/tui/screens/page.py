"""Owns what all full screens over the panes share: a title line, a footer, the way back; what they hold is theirs."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from afterword.tui import stylesheets
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import AppContext, context_of
from afterword.tui.widgets.key_footer import KeyFooter
from afterword.tui.widgets.title_line import TitleLine

T = TypeVar("T")


class Page(ActionHost, Screen[T], inherit_bindings=False):
    """A screen such as composing a letter. A subclass sets `sheet`, fills `content()` and may ask in `leave()`.

    One that shows records has `show(journal)`, called after every change as a pane's is.
    """

    BINDINGS = bindings("focus", "page")
    sheet: ClassVar[str] = ""
    """The name of its stylesheet, if it has one."""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self._title_line = TitleLine(title, words)
        if self.sheet:
            self.css_path = [stylesheets.path(self.sheet)]

    def content(self) -> Iterable[Widget]:
        """The widgets between title and footer."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, content, footer."""
        yield self._title_line
        yield from self.content()
        yield KeyFooter()

    @property
    def frame(self) -> AppContext:
        """The app around it."""
        return context_of(self)

    @property
    def title_line(self) -> TitleLine:
        """The line at the top, to change its words."""
        return self._title_line

    def action_back(self) -> None:
        """Go back, if nothing holds the person up."""
        self.leave()

    def leave(self) -> None:
        """Go back; a subclass asks first when something would be lost."""
        self.dismiss(None)
