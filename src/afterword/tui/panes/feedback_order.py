"""Owns the lines of the tracker in the order and the columns that a person chose."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from afterword.domain.conversation.tracker import TrackerRow
from afterword.services.services import Services
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import SummaryChanged
from afterword.tui.mail_work import LetterSender
from afterword.tui.panes.list_pane import ListPane
from afterword.tui.panes.split import SplitPane
from afterword.tui.presenters import tracker_list
from afterword.tui.presenters.tracker_list import COLUMNS, TrackerOrder
from afterword.tui.screens.dialogs import Option, Pick
from afterword.tui.widgets.virtual_list import Row, VirtualList


class TrackerList(VirtualList, inherit_bindings=False):
    """The lines of the tracker. Its `g` groups them, so that `home` alone goes to the first."""

    BINDINGS = bindings("list", without="g")


class OrderedTracker(SplitPane, ListPane):
    """The tracker: one line per person and application, in an order of the person's choice."""

    list_part = "tracker-part"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self.sender = LetterSender(services)
        self._lines: dict[str, TrackerRow] = {}
        self._order = TrackerOrder()
        self._list = TrackerList(tracker_list.columns_of(self._order), widget_id="tracker")

    @property
    def line(self) -> TrackerRow | None:
        """The line under the cursor."""
        return self._lines.get(self._list.key or "")

    @property
    def record(self) -> tuple[str, str] | None:
        """The conversation under the cursor."""
        return ("requests", self._list.key) if self._list.key in self._lines else None

    def load_lines(self, kept: Collection[str]) -> None:
        """Put the lines with these keys into the list."""
        lines = tracker_list.in_order((self._lines[key] for key in kept), self._order)
        if not self._order.grouped:
            self._list.load([line.request.id for line in lines], self._row)
            return
        whole = tracker_list.by_application(self._lines.values())
        keys: list[str] = []
        for application, group in tracker_list.by_application(lines).items():
            keys += [application, *(line.request.id for line in group)]
        self._list.load(
            keys,
            lambda key: tracker_list.heading(whole[key]) if key in whole else self._row(key),
            headings=whole.keys() & keys,
        )

    def _row(self, key: str) -> Row:
        return tracker_list.row(self._lines[key], self._today, self._order, on_the_way=self.sender.carries(key))

    @property
    def _today(self) -> date:
        return self.services.overview.today()

    # ── the order ─────────────────────────────────────────────────────────────────────────────────────────────────

    def action_group(self) -> None:
        """Group by application, or list line by line again."""
        grouped = not self._order.grouped
        self._arrange(replace(self._order, grouped=grouped))
        self.context.say("By application; g lists them one by one again." if grouped else "Line by line.")

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._arrange(self._order.by_next_column())
        self.context.say(f"{self._order.sentence}; < turns it round.")

    def on_virtual_list_heading_clicked(self, message: VirtualList.HeadingClicked) -> None:
        """Sort by the column whose heading was clicked; again, the other way round."""
        message.stop()
        self._arrange(self._order.sorted_by(self._order.shown[message.column]))
        self.context.say(f"{self._order.sentence}.")

    def action_columns(self) -> None:
        """Ask which columns are shown."""
        options = [Option(name, column.words) for name, column in COLUMNS.items()]
        self.app.push_screen(Pick("Columns", options, many=True, ticked=self._order.shown), self._show_columns)

    def _show_columns(self, chosen: tuple[str, ...] | None) -> None:
        if chosen is not None:
            self._arrange(self._order.with_columns(chosen))

    def action_turn(self) -> None:
        """Turn the order round."""
        self._arrange(replace(self._order, turned=not self._order.turned))
        self.context.say(f"{self._order.sentence}.")

    def _arrange(self, order: TrackerOrder) -> None:
        self._order = order
        self._list.show_columns(tracker_list.columns_of(order))
        self.reload()
        self.post_message(SummaryChanged())

    def state(self) -> dict[str, Any]:
        """With the order of the lines and the columns."""
        return super().state() | {"order": msgspec.to_builtins(self._order)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """The order first, so that the line has its place."""
        try:
            order = msgspec.convert(state.get("order", {}), TrackerOrder)
        except msgspec.ValidationError:
            order = TrackerOrder()
        self._arrange(order.with_columns(order.shown))
        super().restore(state)
