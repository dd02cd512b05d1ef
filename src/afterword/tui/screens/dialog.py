"""Owns what all dialogs share: a framed box over the panes, its title, its own line of keys, moving the focus."""

from typing import TypeVar

from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen

from afterword.domain.text import clean_line
from afterword.tui import stylesheets
from afterword.tui.actions.host import ActionHost
from afterword.tui.actions.table import bindings

T = TypeVar("T")


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
        self.css_path = [stylesheets.path("dialogs")]

    def leave(self) -> None:
        """Close without an answer; a dialog with something typed asks first."""
        self.dismiss(None)
