"""Owns what the keys that work everywhere do: panes, the next due thing, undo and redo, help, palette, leaving."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from afterword.tui import themes
from afterword.tui.actions.host import Verbs
from afterword.tui.actions.table import action
from afterword.tui.app_context import AppContext, context_of
from afterword.tui.panes.registry import TABS
from afterword.tui.screens.dialog import Dialog
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Page
from afterword.tui.styles import TextStyle
from afterword.tui.widgets.key_footer import hosts, not_now

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due

_ONLY_ON_THE_DESK = frozenset({"app.reflection", "app.feedback", "app.evaluation", "app.next-due", "app.clear"})
_EXPORT = "In a shell: afterword export --format json (or csv, or md) --out FILE"
_PANES = frozenset(tab.pane_id for tab in TABS)
_NEED_THE_JOURNAL = frozenset({"app.next-due", "app.clear", "app.undo", "app.redo"})


class GlobalActions:
    """The verbs of the scope `app`."""

    def __init__(self, app: App[None], desk: MainScreen) -> None:
        self._app = app
        self._desk = desk
        self._last_due: Due | None = None

    @property
    def _frame(self) -> AppContext:
        return context_of(self._app)

    def verbs(self) -> Verbs:
        """See `ActionHost.verbs`."""
        return {
            **{f"app.{tab.pane_id}": self._shower(tab.pane_id) for tab in TABS},
            "app.next-due": lambda: self._app.call_next(self._next_due),
            "app.undo": self._undo,
            "app.redo": self._redo,
            "app.help": self._help,
            "app.palette": self._palette,
            "app.theme": self._theme,
            "app.export": lambda: self._frame.say(_EXPORT),
            "app.clear": self._clear,
            "app.quit": self._quit,
            "app.leave": self._quit,
            "app.interrupt": self._interrupt,
        }

    def available(self, action_id: str) -> bool:
        """See `ActionHost.available`."""
        if action_id == "app.theme":
            return self._app.theme != themes.SIXTEEN
        if not self._desk.is_ready:
            return action_id not in _NEED_THE_JOURNAL
        on_a_page = any(isinstance(screen, Page) for screen in self._app.screen_stack)
        return not on_a_page or action_id not in _ONLY_ON_THE_DESK

    def offers(self, action_id: str) -> bool:
        """See `ActionHost.offers`: `esc` is named where it has something to stop or to clear."""
        if action_id != "app.clear":
            return self.available(action_id)
        return self._desk.is_ready and (self._desk.checker.can_stop or self._desk.pane.narrowed)

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
        name = self._frame.run_service(self._desk.services.store.undo)
        if name is not None:
            self._frame.say(f"Undone: {name}", TextStyle.GOOD)

    def _redo(self) -> None:
        name = self._frame.run_service(self._desk.services.store.redo)
        if name is not None:
            self._frame.say(f"Done again: {name}", TextStyle.GOOD)

    def _help(self) -> None:
        from afterword.tui.screens.help import Help

        self._app.push_screen(Help(self._app.screen, self._frame.heard))

    def _theme(self) -> None:
        name = self._app.theme = themes.DARK if self._app.theme == themes.LIGHT else themes.LIGHT
        self._frame.say(f'Until you leave. To keep it, write theme = "{name}" under [screen] in the settings.')

    def _palette(self) -> None:
        from afterword.tui.screens.palette import palette

        below = self._app.screen
        on_the_panes = below is self._desk and self._desk.is_ready
        self._app.push_screen(palette(below, self._frame.keymap, panes=on_the_panes), self._chosen)

    async def _chosen(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        scope = chosen[0].partition(".")[0]
        if self._app.screen is self._desk and scope in _PANES and not self._can(chosen[0]):
            await self._desk.show_pane(scope)
            self._desk.pane.focus_first()
        # The pane has its focus when what is waiting now has been done.
        self._app.call_later(self._do, chosen[0])

    def _can(self, action_id: str) -> bool:
        return any(host.can(action_id) for host in hosts(self._app.screen))

    def _do(self, action_id: str) -> None:
        host = next((host for host in hosts(self._app.screen) if host.can(action_id)), None)
        if host is not None:
            host.action_do(action_id)
        else:
            self._frame.say(not_now(action(action_id), self._frame.keymap))

    def _clear(self) -> None:
        if self._desk.checker.stop():
            return
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
