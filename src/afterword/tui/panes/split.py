"""Owns the split of a pane into a list and what belongs to its line: one over the other, side by side, or one alone.

Which it is follows from the size; how much room the list takes, a person sets by keys and with the mouse.
"""

from collections.abc import Mapping
from typing import Any

from textual import events
from textual.containers import Container
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from afterword.tui.panes.pane import Pane

BESIDE_FROM = 100
"""The columns from which both parts stand side by side."""
_LEAST, _MOST, _STEP = 20, 80, 5


class DetailPart(Container):
    """The part beside or below the list; its first column, or its first line, can be dragged."""

    class Dragged(Message):
        """The mouse drags the edge to this place of the screen."""

        def __init__(self, x: int, y: int) -> None:
            super().__init__()
            self.x = x
            self.y = y

    _is_dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the edge."""
        if event.screen_x == self.region.x > 0 or (event.screen_y == self.region.y and not self.region.x):
            self._is_dragged = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the edge is wanted."""
        if self._is_dragged:
            self.post_message(self.Dragged(int(event.screen_x), int(event.screen_y)))

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()


class SplitPane(Pane):
    """A pane whose list has the id `list_part` and whose other part is a `DetailPart`.

    Where the screen has room for one part only, its class `-reading` says that this is not the list.
    """

    list_part = ""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._shares: dict[str, int] = {}

    @property
    def is_single(self) -> bool:
        """Whether there is room for one part only."""
        return self.screen.has_class("-single")

    @property
    def is_reading(self) -> bool:
        """Whether the other part stands where the list was."""
        return self.is_single and self.has_class("-reading")

    def clear_label(self) -> str:
        """`esc` leads from the other part back to the list where only one of them is seen."""
        return "list" if self.is_reading else ""

    def leave(self) -> bool:
        """Go back from the other part to the list where only one of them is seen."""
        return self.is_reading and self.clear()

    def read(self, *, reading: bool) -> None:
        """Show the other part in place of the list, or the list again."""
        self.set_class(reading, "-reading")

    def fit(self) -> None:
        """Give the list the room that the person chose for it; there is one choice side by side, and one otherwise."""
        part = self.query_one(f"#{self.list_part}", Widget)
        share = None if self.is_single else self._shares.get(self._way)
        part.styles.width = f"{share}%" if share is not None and self._is_beside else None
        # What the list leaves is the other part's, whatever it has without a choice.
        self.query_one(DetailPart).styles.width = "1fr" if share is not None and self._is_beside else None
        part.styles.height = f"{share}%" if share is not None and not self._is_beside else None

    @property
    def _is_beside(self) -> bool:
        return self.app.size.width >= BESIDE_FROM

    @property
    def _way(self) -> str:
        return "beside" if self._is_beside else "below"

    def _share_at(self, x: int, y: int) -> int:
        # What only arranges others is not drawn, and has no region of its own.
        room = Region.from_union([part.region for part in self.walk_children(Widget) if part.region])
        return round(100 * (x - room.x) / room.width if self._is_beside else 100 * (y - room.y) / room.height)

    def _set_share(self, share: int) -> None:
        self._shares[self._way] = min(max(share, _LEAST), _MOST)
        self.fit()

    def action_move_split(self, by: int) -> None:
        """Give the list more room, or less."""
        edge = self.query_one(DetailPart).region
        self._set_share(round(self._share_at(edge.x, edge.y) / _STEP) * _STEP + by * _STEP)

    def on_detail_part_dragged(self, message: DetailPart.Dragged) -> None:
        """The edge follows the mouse."""
        message.stop()
        self._set_share(self._share_at(message.x, message.y))

    def state(self) -> dict[str, Any]:
        """With where the split is."""
        return super().state() | {"split": dict(self._shares)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put the split where it was."""
        shares = state.get("split")
        if isinstance(shares, Mapping):
            self._shares = {way: share for way, share in shares.items() if isinstance(share, int)}
            self.fit()
        super().restore(state)
