"""Owns what the keys that work everywhere do: panes, the next due thing, undo and redo, help, palette, leaving."""

import os
import signal
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from afterword.tui import themes
from afterword.tui.actions.host import ActionHost, hosts, not_now
from afterword.tui.actions.shared import Action
from afterword.tui.actions.table import action, bindings
from afterword.tui.app_context import context_of, run_action
from afterword.tui.panes.pane import TABS, TODAY
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Dialog, Page
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due
    from afterword.tui.screens.search import Chosen, SearchPlace

_ONLY_ON_THE_PANES = frozenset({"show_pane", "next_due", "clear"})
_EXPORT = "In a shell: afterword export --format json (or csv, or md) --out FILE"
_PANES = frozenset(tab.pane_id for tab in (TODAY, *TABS))
_NEED_THE_JOURNAL = frozenset({"next_due", "clear", "undo", "redo"})


class GlobalActions(ActionHost, App[None], inherit_bindings=False):
    """The app with the verbs of the scope `app`; a subclass sets `main_screen`."""

    BINDINGS = bindings("app")
    main_screen: MainScreen
    _last_due: "Due | None" = None

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """A terminal of sixteen colours keeps its own; over the panes and before the journal is open some keys wait."""
        if action == "theme":
            return self.theme != themes.SIXTEEN
        if action == "search":
            return self.main_screen.is_ready and not (self.screen.is_modal or self.screen.has_class("-search"))
        if action == "settings" and any(screen.id == "settings" for screen in self.screen_stack):
            return False
        if not self.main_screen.is_ready:
            return action not in _NEED_THE_JOURNAL
        on_a_page = any(isinstance(screen, Page) for screen in self.screen_stack)
        return not on_a_page or action not in _ONLY_ON_THE_PANES

    def offers(self, action: str) -> bool:
        """`esc` is named where it has something to stop or to clear."""
        if action != "clear":
            return True
        main = self.main_screen
        return main.is_ready and bool(main.checker.can_stop or main.way_back or main.pane.narrowed)

    def label(self, action: str) -> str:
        """Where `esc` leads back to, or what it does in the pane."""
        main = self.main_screen
        if action != "clear" or not main.is_ready:
            return ""
        leads = not main.checker.can_stop and main.way_back
        return f"back to {main.way_back}" if leads else main.pane.clear_label()

    def action_show_pane(self, pane_id: str) -> None:
        """Show that pane."""
        self.call_next(self.main_screen.show_pane, pane_id)

    def action_next_due(self) -> None:
        """Go to the next thing that is due."""
        self.call_next(self._next_due)

    async def _next_due(self) -> None:
        from afterword.domain.conversation.tracker import DueAction

        items = self.main_screen.services.overview.due()
        if not items:
            context_of(self).say("Nothing is due today.")
            return
        place = items.index(self._last_due) + 1 if self._last_due in items else 0
        if (chosen := self.main_screen.pane.due_key) and chosen in (keys := [item.key for item in items]):
            place = keys.index(chosen)
        item = self._last_due = items[place % len(items)]
        pane_id = "feedback" if item.request_id or item.action is DueAction.PLACE else "reflection"
        await self.main_screen.show_pane("evaluation" if item.action is DueAction.ADVICE else pane_id)
        self.main_screen.pane.go_to(item.finding_id or item.request_id or item.interview_id)
        context_of(self).say(f"{place % len(items) + 1} of {len(items)} due: {item.text}")

    def action_undo(self) -> None:
        """Take back the last change."""
        name = context_of(self).run_service(self.main_screen.services.store.undo)
        if name is not None:
            context_of(self).say(f"Undone: {name}", TextStyle.GOOD)

    def action_redo(self) -> None:
        """Bring back the change that was taken back last."""
        name = context_of(self).run_service(self.main_screen.services.store.redo)
        if name is not None:
            context_of(self).say(f"Done again: {name}", TextStyle.GOOD)

    def action_help(self) -> None:
        """Show every key."""
        from afterword.tui.screens.help import HelpDialog

        self.push_screen(HelpDialog(self.screen, context_of(self).last_notice))

    def action_search(self) -> None:
        """Search everything."""
        self._search()

    def _search(self, place: "SearchPlace | None" = None) -> None:
        from afterword.tui.screens.search import SearchPage, SearchPlace

        self.push_screen(SearchPage(self.main_screen.services, place or SearchPlace()), self.go_to_found)

    async def go_to_found(self, chosen: "Chosen | None") -> None:
        """Go to what was found, closing the pages that lie over the panes; `esc` then comes back to the search."""
        if chosen is None:
            return
        while isinstance(page := self.screen, Page):
            # The first time, a page may only show again what it had narrowed.
            for _ in range(2):
                if self.screen is page:
                    page.leave()
            if self.screen is page:
                break
        if self.screen is self.main_screen:
            await self.main_screen.lead_to_found(chosen, partial(self._search, chosen.place))
        elif not isinstance(self.screen, Dialog):
            context_of(self).say("Close this page first; ctrl+f then goes there.", TextStyle.WARN)

    def action_theme(self) -> None:
        """Change between the dark and the light theme."""
        name = self.theme = themes.DARK if self.theme == themes.LIGHT else themes.LIGHT
        context_of(self).say(f'Until you leave. To keep it, write theme = "{name}" under [screen] in the settings.')

    def action_tour(self) -> None:
        """Say in five sentences what is where."""
        from afterword.tui.screens.help import Tour

        self.push_screen(Tour(context_of(self).keymap))

    def action_settings(self) -> None:
        """Show all settings."""
        from afterword.tui.screens.settings import SettingsPage

        own = context_of(self).own
        if own is None:
            context_of(self).say("This session was opened without a file of settings.", TextStyle.WARN)
        else:
            self.push_screen(SettingsPage(self.main_screen.services, own))

    def ask_first(self) -> None:
        """At the first start: a few questions, then the tour."""
        from afterword.tui.screens.settings import first_questions, note_skipped

        own = context_of(self).own
        if own is None:
            return

        def answered(saved: object) -> None:
            if not saved:
                # Where nothing can be written it is asked again, which is no reason to hold anybody up.
                run_action(lambda: note_skipped(own, {}))
            self.action_tour()

        self.push_screen(first_questions(self.main_screen.services, own, self), answered)

    def action_palette(self) -> None:
        """Offer every action."""
        from afterword.tui.screens.palette import palette

        below = self.screen
        on_the_panes = below is self.main_screen and self.main_screen.is_ready
        self.push_screen(palette(below, context_of(self).keymap, panes=on_the_panes), self._chosen)

    async def _chosen(self, chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        wanted = action(chosen[0])
        if self.screen is self.main_screen and wanted.scope in _PANES and self._host_of(wanted) is None:
            await self.main_screen.show_pane(wanted.scope)
            self.main_screen.pane.focus_first()
        # The pane has its focus when what is waiting now has been done.
        self.call_later(self._do, wanted)

    def _host_of(self, chosen: Action) -> ActionHost | None:
        return next((host for host in hosts(self.screen) if host.can(chosen)), None)

    async def _do(self, chosen: Action) -> None:
        host = self._host_of(chosen)
        if isinstance(host, DOMNode):
            await self.run_action(chosen.call, host)
        else:
            context_of(self).say(not_now(chosen, context_of(self).keymap))

    def action_clear(self) -> None:
        """Stop what is looked for, else clear what was narrowed, else go back to the line that led here."""
        if self.main_screen.checker.stop():
            return
        if not self.main_screen.way_back and self.main_screen.pane.clear():
            self.main_screen.refresh_summary()
        else:
            self.call_next(self.main_screen.lead_back)

    def action_export(self) -> None:
        """Say which command exports everything."""
        context_of(self).say(_EXPORT)

    def action_go_back(self) -> None:
        """Go back; at the top, leave the program."""
        if self.screen is self.main_screen:
            if self.main_screen.is_ready and self.main_screen.way_back:
                self.call_next(self.main_screen.lead_back)
            elif not (self.main_screen.is_ready and self.main_screen.pane.leave()):
                self.exit()
        else:
            self._close(self.screen)

    def _close(self, screen: Screen[object]) -> None:
        if isinstance(screen, Dialog | Page):
            screen.leave()
        else:
            self.pop_screen()

    def action_suspend(self) -> None:
        """Go to the shell, from which `fg` comes back; where there is none to go to, say so."""
        job = os.getpgrp()
        if job == os.getsid(0) or self._driver is None or not self._driver.can_suspend:
            context_of(self).say("There is no shell behind this window to go to.", TextStyle.WARN)
            return
        context_of(self).keeper.pause()
        self._suspend_signal()
        # The whole job, as the terminal itself would do it: whoever started this one must not wait meanwhile.
        os.killpg(job, signal.SIGTSTP)

    def action_interrupt(self) -> None:
        """Say how to leave."""
        context_of(self).say("To leave, press q (or ctrl+q while typing).")
