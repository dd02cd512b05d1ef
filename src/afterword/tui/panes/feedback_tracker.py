"""Owns the lines of the tracker that a verb is for: the one under the cursor, or all that are ticked."""

import os
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from afterword.desktop import Clipboard
from afterword.domain.conversation.request import TOLD, EventKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.text import plural
from afterword.errors import UserError
from afterword.services.services import Batch, Services, reading_context
from afterword.tui.app_context import SummaryChanged
from afterword.tui.panes.feedback_order import OrderedTracker
from afterword.tui.panes.list_pane import TickedPane
from afterword.tui.presenters import tracker_list
from afterword.tui.screens.dialogs import offer_steps
from afterword.tui.screens.form import Form, FormSpec
from afterword.tui.styles import TextStyle, plain

T = TypeVar("T")
_BEING_SENT = "This letter is being sent at this moment."


class TrackerPart(OrderedTracker, TickedPane):
    """The tracker: one line per person and application, in an order of the person's choice, some of them ticked."""

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.clipboard: Clipboard | None = None

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
        return tuple(line for line in tracker_list.in_order(self._lines.values(), self._order) if self._is_ticked(line))

    def _is_ticked(self, line: TrackerRow) -> bool:
        return line.request.id in self._ticked

    # ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────

    def show_lines(self, kept: Collection[str]) -> None:
        """Show the lines with these keys in the order that was chosen."""
        self.load_lines(kept)
        if self._ticked:
            self.post_message(SummaryChanged())

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
        rows = [tracker_list.row(line, self._today, self._order) for line in lines]
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
