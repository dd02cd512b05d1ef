"""Owns the line that names the views of a pane and tells which one is seen."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.cells import fit_pieces
from afterword.tui.widgets.paint import Painted


class ViewLine(Painted):
    """Names side by side; the one that is seen stands in brackets, so that no colour is needed."""

    class Clicked(Message):
        """A name was clicked."""

        def __init__(self, view_id: str) -> None:
            super().__init__()
            self.view_id = view_id

    def __init__(self, views: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._views = tuple(views)
        self._active = ""

    def show(self, active: str) -> None:
        """Mark that view."""
        if active != self._active:
            self._active = active
            self.refresh()

    def line(self, y: int, width: int) -> Sequence[Span]:
        """See `Painted.line`."""
        if y:
            return ()
        return tuple(fit_pieces([self._piece(view_id, title) for view_id, title in self._views], width))

    def _piece(self, view_id: str, title: str) -> Span:
        if view_id == self._active:
            return Span(f"[{title}]", TextStyle.ACTIVE)
        return Span(f" {title} ", TextStyle.MUTED)

    def on_click(self, event: events.Click) -> None:
        """A click on a name shows its view."""
        at = 0
        for view_id, title in self._views:
            end = at + cell_len(title) + 2
            if at <= event.x < end:
                self.post_message(self.Clicked(view_id))
            at = end
