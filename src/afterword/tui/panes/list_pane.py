"""Owns what the panes with a list have in common: words that narrow its lines, and ticks on some of them."""

from collections.abc import Collection
from typing import Any

from afterword.tui.app_context import SummaryChanged
from afterword.tui.panes.pane import Pane
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.virtual_list import VirtualList


class ListPane(Pane):
    """A pane whose list `/` narrows, and which teaches while it has nothing to list.

    A subclass makes `_bar` and `_list`, and reads the words of the one where it fills the other in `reload`.
    """

    _bar: FilterLine
    _list: VirtualList

    def reload(self) -> None:
        """Show the lines that the filter keeps, and what belongs to the one under the cursor."""
        raise NotImplementedError

    @property
    def narrowed(self) -> bool:
        """Whether there is a filter to clear."""
        return self._bar.display

    def clear(self) -> bool:
        """The filter, if there is one."""
        had = self._bar.clear()
        if had:
            self.reload()
            self.focus_first()
        return had

    def on_filter_line_narrowed(self, message: FilterLine.Narrowed) -> None:
        """Other words to be found."""
        message.stop()
        self.reload()
        if message.done:
            self.focus_first()

    def action_filter(self) -> None:
        """Let words be typed."""
        self._bar.ask()

    def _teach(self, *, empty: bool) -> None:
        """Show words in place of the list while that is empty; the focus goes where the keys are then."""
        turned = self.has_class("-empty") is not empty
        self.set_class(empty, "-empty")
        if turned and self.has_focus_within and not self._bar.has_focus_within:
            self.focus_first()


class TickedPane(ListPane):
    """A pane in whose list several lines can be ticked for one verb."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ticked: set[str] = set()

    @property
    def _keys(self) -> Collection[str]:
        """The keys of all lines, those that the filter hides among them."""
        raise NotImplementedError

    @property
    def narrowed(self) -> bool:
        """Whether a filter or ticks can be left."""
        return super().narrowed or bool(self._ticked)

    def clear(self) -> bool:
        """The filter, else the ticks."""
        return super().clear() or self.untick()

    def action_tick(self) -> None:
        """Tick the line under the cursor, or untick it, and go on to the next."""
        if (key := self._list.key) is not None:
            self._tick(self._ticked ^ {key})
            self._list.action_move(1)

    def action_tick_all(self) -> None:
        """Tick every line that is shown; where all of them are, untick them."""
        shown = {key for key in self._keys if self._list.holds(key)}
        self._tick(self._ticked - shown if shown <= self._ticked else self._ticked | shown)

    def keep_ticks(self) -> None:
        """Drop the ticks of lines that are gone, and mark the others in the list."""
        self._tick(self._ticked.intersection(self._keys))

    def untick(self) -> bool:
        """Take every tick away; False when there was none."""
        had = bool(self._ticked)
        self._tick(set())
        return had

    def _tick(self, keys: set[str]) -> None:
        if keys != self._ticked:
            self._ticked = keys
            self._list.tick(keys)
            self.post_message(SummaryChanged())
