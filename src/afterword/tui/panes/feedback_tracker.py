"""Owns the lines of the tracker in the order that a person chose, and which of them a verb is for."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from afterword.desktop import Clipboard
from afterword.domain.conversation.request import TOLD, EventKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.services.services import Batch, Services, reading_context
from afterword.tui.actions import bindings
from afterword.tui.app_context import SummaryChanged
from afterword.tui.background_work import LetterSender
from afterword.tui.panes.pane import SplitPane, TickedPane
from afterword.tui.presenters import tracker
from afterword.tui.presenters.tracker import COLUMNS, TrackerOrder
from afterword.tui.screens.dialogs import Option, Pick, offer_steps
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.styles import TextStyle, plain
from afterword.tui.widgets.virtual_list import Row, VirtualList

T = TypeVar("T")
_BEING_SENT = "This letter is being sent at this moment."


class TrackerList(VirtualList, inherit_bindings=False):
    """The lines of the tracker. Its `g` groups them, so that `home` alone goes to the first."""

    BINDINGS = bindings("list", without="g")


class TrackerPart(SplitPane, TickedPane):
    """The tracker: one line per person and application, in an order of the person's choice, some of them ticked."""

    list_part = "tracker-part"

    def __init__(self, services: Services) -> None:
        super().__init__(id=self.pane_id)
        self.services = services
        self.sender = LetterSender(services)
        self._lines: dict[str, TrackerRow] = {}
        self._order = TrackerOrder()
        self._list = TrackerList(tracker.columns_of(self._order), widget_id="tracker")
        self.clipboard: Clipboard | None = None

    @property
    def line(self) -> TrackerRow | None:
        """The line under the cursor."""
        return self._lines.get(self._list.key or "")

    @property
    def record(self) -> tuple[str, str] | None:
        """The conversation under the cursor."""
        return ("requests", self._list.key) if self._list.key in self._lines else None

    def show_lines(self, kept: Collection[str]) -> None:
        """Show the lines with these keys in the order that was chosen."""
        if self._ticked:
            self.post_message(SummaryChanged())
        lines = tracker.in_order((self._lines[key] for key in kept), self._order)
        if not self._order.grouped:
            self._list.load([line.request.id for line in lines], self._row)
            return
        whole = tracker.by_application(self._lines.values())
        keys: list[str] = []
        for application, group in tracker.by_application(lines).items():
            keys += [application, *(line.request.id for line in group)]
        self._list.load(
            keys,
            lambda key: tracker.heading(whole[key]) if key in whole else self._row(key),
            headings=whole.keys() & keys,
        )

    def _row(self, key: str) -> Row:
        return tracker.row(self._lines[key], self._today, self._order, on_the_way=self.sender.carries(key))

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
        self._list.show_columns(tracker.columns_of(order))
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

    # ── the lines a verb is for ───────────────────────────────────────────────────────────────────────────────────

    @property
    def _keys(self) -> Collection[str]:
        return self._lines.keys()

    @property
    def line_alone(self) -> TrackerRow | None:
        """The line under the cursor, for what cannot be done with several; where some are ticked, that is said."""
        if self.line is not None and self._ticked:
            stay = plural(len(self._ticked), "ticked line stays as it is", "ticked lines stay as they are")
            self.context.say(f"{self.line.interviewer.name} alone: this works on one line. {stay}.")
        return self.line

    @property
    def chosen(self) -> tuple[TrackerRow, ...]:
        """The lines that are ticked, as they stand in the list; without ticks the one under the cursor."""
        if not self._ticked:
            return () if self.line is None else (self.line,)
        return tuple(line for line in tracker.in_order(self._lines.values(), self._order) if self._is_ticked(line))

    def _is_ticked(self, line: TrackerRow) -> bool:
        return line.request.id in self._ticked

    def select(self, request_id: str) -> bool:
        """Put the cursor on that line alone, whatever was ticked or filtered; False when there is none."""
        raise NotImplementedError

    def order_words(self) -> str:
        """How many lines are ticked, and how they are sorted, where it is not the usual way."""
        ticked = f"{len(self._ticked)} ticked" if self._ticked else ""
        hidden = sum(not self._list.holds(key) for key in self._ticked)
        return " · ".join(filter(None, (ticked + (f", {hidden} hidden" if hidden else ""), self._order.words)))

    def is_free(self, request_id: str) -> bool:
        """Whether that letter is not being sent at this moment; where it is, it says so."""
        if self.sender.carries(request_id):
            self.context.say(_BEING_SENT, TextStyle.WARN)
            return False
        return True

    # ── one verb for several ──────────────────────────────────────────────────────────────────────────────────────

    def for_ticked(self, name: str, verb: Callable[[TrackerRow], T]) -> Batch[T]:
        """Call `verb` for every ticked line, as one step to be undone; then nothing is ticked any more."""
        lines = {line.request.id: line for line in self.chosen}

        def one_of_them(request_id: str) -> T:
            if self.sender.carries(request_id):
                raise UserError(_BEING_SENT)
            return verb(lines[request_id])

        step = f"{name} {plural(len(lines), 'conversation')}"
        batch = self.services.store.for_each(step, list(lines), one_of_them)
        self._tick(set())
        return batch

    def run_for_ticked(self, name: str, verb: Callable[[TrackerRow], object], done: str) -> None:
        """Do so, and say how many it was `done` with."""
        batch = self.context.run_service(lambda: self.for_ticked(name, verb))
        if batch is not None:
            self.context.say(batch_words(batch, done), TextStyle.WARN if batch.refused else TextStyle.GOOD)

    def form_for_ticked(self, kind: EventKind, name: str, verb: Callable[..., object], done: str) -> None:
        """Ask once what is told of such an event; `verb` takes the id of a request and what was told."""
        offered = {EventKind.SNOOZED: "+3d", EventKind.REAPPROACH: self._suggested}.get(kind, "")
        spec = FormSpec(
            title=f"{name[0].upper()}{name[1:]}: {plural(len(self._ticked), 'conversation')}",
            fields=TOLD[kind],
            save=lambda changes: self.for_ticked(name, lambda line: verb(line.request.id, *changes.values())),
            context=reading_context(self.services),
            offered={"at": "now", "until": offered},
            said=lambda _changes, batch: batch_words(batch, done),
        )
        self.app.push_screen(Form(spec))

    @property
    def _suggested(self) -> str:
        return self.services.policy.reapproach_due(self._today).isoformat()

    def action_copy(self) -> None:
        """Copy the addresses of the chosen lines, or the lines."""
        lines = self.chosen
        addresses = [line.interviewer.label for line in lines if line.interviewer.email]
        rows = [tracker.row(line, self._today, self._order) for line in lines]
        tabbed = ["\t".join(map(plain, row.cells)) for row in rows]
        offer_steps(
            self.app,
            f"Copy of {plural(len(lines), 'conversation')}",
            ("their addresses", "Name <address>, one a line", lambda: self._copy(addresses)),
            ("the lines", "as they stand in the list, with tabs between the columns", lambda: self._copy(tabbed)),
        )

    def _copy(self, words: Sequence[str]) -> None:
        if not words:
            self.context.say("None of them has an address yet; e adds one.", TextStyle.WARN)
            return
        clipboard = self.clipboard or Clipboard(os.environ, self.app.copy_to_clipboard)
        done = self.context.run_service(lambda: clipboard.copy("\n".join(words)))
        if done is not None:
            self.context.say(f"{plural(len(words), 'conversation')}: {done[0].lower()}{done[1:]}", TextStyle.GOOD)


def batch_words(batch: Batch[object], done: str) -> str:
    """`3 conversations: closed as done; u takes it back`, or for how many it was refused, with the first reason."""
    words = f"{plural(len(batch.done), 'conversation')}: {done}"
    return (
        f"{words}. {len(batch.refused)} not: {batch.refused[0].title}" if batch.refused else f"{words}; u takes it back"
    )
