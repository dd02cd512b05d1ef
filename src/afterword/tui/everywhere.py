"""Owns what the keys that work everywhere do: panes, the next due thing, undo and redo, help, palette, leaving."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from afterword.tui.actions.host import Verbs
from afterword.tui.frame import Frame, frame_of
from afterword.tui.panes.registry import TABS
from afterword.tui.screens.desk import Desk
from afterword.tui.screens.dialog import Dialog
from afterword.tui.screens.page import Page
from afterword.tui.tones import Tone

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due

_ONLY_ON_THE_DESK = frozenset({"app.reflection", "app.feedback", "app.evaluation", "app.next-due", "app.clear"})
_NEED_THE_JOURNAL = frozenset({"app.next-due", "app.clear", "app.undo", "app.redo"})


class Everywhere:
    """The verbs of the scope `app`."""

    def __init__(self, app: App[None], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._last_due: Due | None = None

    @property
    def _frame(self) -> Frame:
        return frame_of(self._app)

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            **{f"app.{tab.pane_id}": self._shower(tab.pane_id) for tab in TABS},
            "app.next-due": lambda: self._app.run_worker(self._next_due()),
            "app.undo": self._undo,
            "app.redo": self._redo,
            "app.help": self._help,
            "app.palette": self._app.action_command_palette,
            "app.clear": self._clear,
            "app.quit": self._quit,
            "app.leave": self._quit,
            "app.interrupt": self._interrupt,
        }

    def available(self, action_id: str) -> bool:
        """See `ActionHost.available`."""
        if not self._desk.is_ready:
            return action_id not in _NEED_THE_JOURNAL
        on_a_page = any(isinstance(screen, Page) for screen in self._app.screen_stack)
        return not on_a_page or action_id not in _ONLY_ON_THE_DESK

    def _shower(self, pane_id: str) -> Callable[[], object]:
        return lambda: self._app.call_next(self._desk.show_pane, pane_id)

    async def _next_due(self) -> None:
        from afterword.domain.conversation.tracker import DueAction

        items = self._desk.services.overview.due()
        if not items:
            self._frame.say("Nothing is due today.")
            return
        place = items.index(self._last_due) + 1 if self._last_due in items else 0
        item = self._last_due = items[place % len(items)]
        pane_of = {DueAction.REFLECT: "reflection", DueAction.ADVICE: "evaluation"}
        await self._desk.show_pane(pane_of.get(item.action, "feedback"))
        self._desk.pane.go_to(item.finding_id or item.request_id or item.interview_id)
        self._frame.say(f"{place % len(items) + 1} of {len(items)} due: {item.text}")

    def _undo(self) -> None:
        name = self._frame.perform(self._desk.services.ledger.undo)
        if name is not None:
            self._frame.say(f"Undone: {name}", Tone.GOOD)

    def _redo(self) -> None:
        name = self._frame.perform(self._desk.services.ledger.redo)
        if name is not None:
            self._frame.say(f"Done again: {name}", Tone.GOOD)

    def _help(self) -> None:
        from afterword.tui.screens.help import Help

        self._app.push_screen(Help(self._app.screen))

    def _clear(self) -> None:
        if self._desk.checker.stop():
            return
        self._frame.say("")
        if self._desk.pane.clear():
            self._desk.refresh_summary()

    def _quit(self) -> None:
        if self._app.screen is self._desk:
            if not (self._desk.is_ready and self._desk.pane.leave()):
                self._app.exit()
        else:
            self._leave(self._app.screen)

    def _leave(self, screen: Screen[object]) -> None:
        if isinstance(screen, Dialog | Page):
            screen.leave()
        else:
            self._app.pop_screen()

    def _interrupt(self) -> None:
        self._frame.say("To leave, press q (or ctrl+q while typing).")
