"""Owns what all screens over the panes share: full ones with a title and a footer, and dialogs in a box."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from afterword.domain.text import clean_line
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import AppContext, context_of
from afterword.tui.themes import stylesheet_path
from afterword.tui.widgets.bars import KeyFooter, TitleLine

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
            self.css_path = [stylesheet_path(self.sheet)]

    def content(self) -> Iterable[Widget]:
        """The widgets between title and footer."""
        return ()

    def compose(self) -> ComposeResult:
        """Title, content, footer."""
        yield self._title_line
        yield from self.content()
        yield KeyFooter()

    @property
    def context(self) -> AppContext:
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


class Box(Container, inherit_bindings=False):
    """The frame of a dialog; its title stands in the border."""

    def __init__(self, title: str, *, small: bool = False) -> None:
        super().__init__(classes="-small" if small else "-large")
        # As content, not as a string: a title may hold a company's name, and strings are read for markup.
        self.border_title = Content(f" {clean_line(title)} ") if title else None


class Dialog(ActionHost, ModalScreen[T], inherit_bindings=False):
    """A screen over the panes that is closed with an answer."""

    BINDINGS = bindings("focus")

    def __init__(self) -> None:
        super().__init__()
        self.css_path = [stylesheet_path("dialogs")]

    def tell(self, words: str) -> None:
        """Say why a key did nothing, where the dialog has a line for that; the notice line lies behind it."""

    def leave(self) -> None:
        """Close without an answer; a dialog with something typed asks first."""
        self.dismiss(None)
