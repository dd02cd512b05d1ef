"""Owns what the list and the texts have in common: they scroll, draw their own lines, and take the focus at once."""

from typing import ClassVar, Self

from textual.scroll_view import ScrollView

from afterword.tui.actions.host import ActionHost
from afterword.tui.widgets.paint import PLAIN_LINE


class LineView(ActionHost, ScrollView, can_focus=True, inherit_bindings=False):
    """A widget that scrolls over lines it draws itself in `render_line`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {PLAIN_LINE}

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - Textual's signature
        """Take the focus now; Textual's own way puts it off, and a key typed in between would go astray."""
        if not self.is_attached:
            return super().focus(scroll_visible)
        self.screen.set_focus(self, scroll_visible)
        return self
