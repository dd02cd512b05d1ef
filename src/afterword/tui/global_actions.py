"""Owns what the keys that work everywhere do: search, palette, views, files, panes, undo and redo, help, leaving."""

import os
import signal
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.dom import DOMNode
from textual.screen import Screen

from afterword.domain.dates import show_day
from afterword.tui.actions import Action, action, shown_keys, usable
from afterword.tui.app_context import ActionHost, Err, JournalChanged, Ok, context_of, hosts, not_now, run_action
from afterword.tui.panes.pane import is_pane
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import Dialog, Page, ReadingPage
from afterword.tui.styles import SIXTEEN, TextStyle, next_theme, take_theme

if TYPE_CHECKING:
    from textual.app import App

    from afterword.domain.conversation.tracker import Due
    from afterword.own_settings import OwnSettings
    from afterword.tui.screens.search import ChosenHit, Palette, SearchPlace

    _App = App[None]
else:
    _App = object

LOOK_EVERY = 1.0
"""Seconds between two looks at the store: other processes' writes are seen within two."""


class JournalActions(ActionHost, _App):
    """The verbs of the app that concern the whole journal; a subclass sets `main_screen`, and is an app."""

    main_screen: MainScreen
    _used: tuple[str, ...] = ()

    # ── searching ─────────────────────────────────────────────────────────────────────────────────────────────────

    def action_search(self) -> None:
        """Search everything."""
        self._search()

    def _search(self, place: "SearchPlace | None" = None) -> None:
        from afterword.tui.screens.search import SearchPage, SearchPlace

        main = self.main_screen
        keep = partial(setattr, main, "searched")
        self.push_screen(SearchPage(main.services, place or SearchPlace(main.searched), keep), self._go_to_hit)

    async def _go_to_hit(self, chosen: "ChosenHit | None") -> None:
        if chosen is not None:
            await self.go_to_found(chosen, searched=True)

    async def go_to_found(self, chosen: "ChosenHit", *, searched: bool = False) -> None:
        """Go to what was found, closing the pages over the panes; `esc` comes back, to the search if `searched`."""
        while isinstance(page := self.screen, Page):
            # The first time, a page may only show again what it had narrowed.
            for _ in range(2):
                if self.screen is page:
                    page.leave()
            if self.screen is page:
                break
        if self.screen is self.main_screen:
            again = partial(self._search, chosen.place) if searched else None
            await self.main_screen.lead_to_found(chosen, again)
        elif not isinstance(self.screen, Dialog):
            context_of(self).say("Close this page first; ctrl+f then goes there.", TextStyle.WARN)

    # ── what was done ─────────────────────────────────────────────────────────────────────────────────────────────

    def action_history(self) -> None:
        """Show what changed when in the record under the cursor, or in everything where there is none."""
        from afterword.tui.screens.journal_files import HistoryPage

        services, record = self.main_screen.services, self.main_screen.pane.record
        words = "everything" if record is None else services.history.name_of(record)
        title = " · ".join(filter(None, ("What changed when", words)))
        self.push_screen(HistoryPage(services, record, title))

    def action_trash(self) -> None:
        """Show what was removed."""
        from afterword.tui.screens.journal_files import TrashPage

        self.push_screen(TrashPage(self.main_screen.services))

    # ── the palette ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_palette(self) -> None:
        """Offer every action and every record."""
        from afterword.tui.screens.search import Palette

        services = self.main_screen.services if self.main_screen.is_ready else None
        palette = Palette(self.screen, context_of(self).keymap, self._used, services)
        self.push_screen(palette, partial(self._run_chosen, palette))

    async def _run_chosen(self, palette: "Palette", chosen: tuple[str, ...] | None) -> None:
        if not chosen:
            return
        if (record := palette.record(chosen[0])) is not None:
            await self.go_to_found(record)
            return
        self._used = (chosen[0], *(used for used in self._used if used != chosen[0]))
        wanted = action(chosen[0])
        if self.screen is self.main_screen and is_pane(wanted.scope) and self._host_of(wanted) is None:
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

    # ── saved views ───────────────────────────────────────────────────────────────────────────────────────────────

    def action_views(self) -> None:
        """Offer the saved views."""
        from afterword.tui.screens.search import ViewsDialog

        self.push_screen(ViewsDialog(self.main_screen), self._show_view)

    async def _show_view(self, number: int | None) -> None:
        if number is not None:
            from afterword.tui.screens.search import show_view

            await show_view(self.main_screen, number)

    # ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def action_export(self) -> None:
        """Ask where to write everything."""
        from afterword.tui.screens.journal_files import ask_export

        ask_export(self.main_screen)

    def action_import(self) -> None:
        """Ask for a file to take in."""
        from afterword.tui.screens.journal_files import ask_import

        ask_import(self.main_screen)

    def action_came_in(self) -> None:
        """Show what came in from another machine since the start."""
        arrivals = self.main_screen.services.store.arrivals
        if not arrivals:
            context_of(self).say("Nothing came in from another machine since the start.")
            return
        from afterword.tui.screens.journal_files import arrival_lines

        self.push_screen(ReadingPage("What came in from another machine", arrival_lines(arrivals)))

    def action_backup(self) -> None:
        """Copy the journal."""
        services = self.main_screen.services
        copy = context_of(self).run_service(lambda: services.exchange.copies.backup())  # noqa: PLW0108 - there may be no files
        if copy is not None:
            context_of(self).say(f"Copied to {copy}", TextStyle.GOOD)


_ONLY_ON_THE_PANES = frozenset({"show_pane", "next_due", "clear", "views", "history", "trash"})
_FILES = frozenset({"export", "import", "backup", "came_in"})
_NEED_THE_JOURNAL = _ONLY_ON_THE_PANES - {"show_pane"} | {"undo", "redo", "search"} | _FILES


class GlobalActions(JournalActions):
    """The app with the verbs of the scope `app`; a subclass sets `main_screen`."""

    _last_due: "Due | None" = None
    _told = 0

    def bring_in(self) -> None:
        """Merge what other machines left, and tell it once; then the copies it came by are removed."""
        store = self.main_screen.services.store
        outcome = run_action(store.bring_in)
        if isinstance(outcome, Err):
            context_of(self).say(str(outcome.error), TextStyle.BAD)
            return
        untold = store.arrivals[self._told :]
        self._told = len(store.arrivals)
        if untold:
            more = f" And {len(untold) - 1} more." if untold[1:] else ""
            words = f"{untold[0].name}: {untold[0].merged.words}.{more} W shows all of it."
            context_of(self).say(words, TextStyle.WARN if any(arrival.lost for arrival in untold) else TextStyle.GOOD)
            self.post_message(JournalChanged())
        for arrival in untold:
            self.call_after_refresh(arrival.told)

    def _look(self) -> None:
        """Look after what others wrote."""
        if not self.main_screen.is_ready:
            return
        changed = run_action(self.main_screen.services.store.changed)
        self.bring_in()
        if isinstance(changed, Ok) and changed.value:
            self.post_message(JournalChanged())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A terminal of sixteen colours keeps its own; over the panes and before the journal is open some keys wait."""
        if action == "theme":
            return self.theme != SIXTEEN
        if action == "settings" and any(screen.id == "settings" for screen in self.screen_stack):
            return False
        if not self.main_screen.is_ready:
            return action not in _NEED_THE_JOURNAL
        if action == "show_pane" and parameters == (self.main_screen.pane.pane_id,):
            return False
        if action == "search":
            return not (self.screen.is_modal or self.screen.has_class("-search"))
        on_a_page = any(isinstance(screen, Page) for screen in self.screen_stack)
        return not on_a_page or action not in _ONLY_ON_THE_PANES

    def reason(self, action: str) -> str:
        """The pane of that key may be the one that is seen."""
        on_a_page = any(isinstance(screen, Page) for screen in self.screen_stack)
        return "It is the pane that is open." if action == "show_pane" and not on_a_page else ""

    def offers(self, action: str) -> bool:
        """`esc` is named where it has something to stop or to clear."""
        if action != "clear":
            return True
        main = self.main_screen
        return main.is_ready and bool(self._is_looking or main.way_back or main.pane.narrowed)

    @property
    def _is_looking(self) -> bool:
        # It is not loaded before the first rows are seen.
        return "checker" in vars(self.main_screen) and self.main_screen.checker.can_stop

    def label(self, action: str) -> str:
        """Where `esc` leads back to, or what it does in the pane."""
        main = self.main_screen
        if action != "clear" or not main.is_ready:
            return ""
        leads = not self._is_looking and main.way_back
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
        by_enter = pane_id == "feedback" or item.action in (DueAction.REFLECT, DueAction.ADVICE)
        key = shown_keys(action("reflection.due-step"), context_of(self).keymap)[0]
        by = "" if by_enter else f" ({key})"
        context_of(self).say(f"{place % len(items) + 1} of {len(items)} due{by}: {item.text}")

    def action_undo(self) -> None:
        """Take back the last change."""
        self._move(self.main_screen.services.store.undo, "Undone")

    def action_redo(self) -> None:
        """Bring back the change that was taken back last."""
        self._move(self.main_screen.services.store.redo, "Done again")

    def _move(self, verb: Callable[[], str], words: str) -> None:
        """Say which step was moved, and from when it is where that was not today."""
        name, services = context_of(self).run_service(verb), self.main_screen.services
        if name is not None:
            step, today = services.store.moved, services.clock.now().date()
            day = f" of {show_day(step.at.date())}" if step is not None and step.at.date() != today else ""
            context_of(self).say(f"{words}: {name}{day}", TextStyle.GOOD)

    def action_help(self) -> None:
        """Show every key."""
        from afterword.tui.screens.dialogs import HelpDialog

        self.push_screen(HelpDialog(self.screen, context_of(self).last_notice))

    def action_theme(self) -> None:
        """Change to the next theme: dark, light, high contrast."""
        name = self.theme = next_theme(self.theme)
        context_of(self).say(f"{name}, until you leave; the settings (,) keep one.")

    def action_tour(self) -> None:
        """Say in five sentences what is where."""
        from afterword.tui.screens.dialogs import Tour

        self.push_screen(Tour(context_of(self).keymap))

    def action_settings(self) -> None:
        """Show all settings."""
        from afterword.tui.screens.settings import SettingsPage

        own = context_of(self).own
        if own is None:
            context_of(self).say("This session was opened without a file of settings.", TextStyle.WARN)
        else:
            self.push_screen(SettingsPage(self.main_screen.services, own))

    def go_by(self, own: "OwnSettings") -> None:
        """Let theme, keys, editor and services go by what the settings say now."""
        app, settings = context_of(self), own.settings
        app.keymap, app.editor = usable(settings.keys), settings.screen.editor
        self.set_keymap(app.keymap)
        take_theme(self, settings.screen.theme)
        own.apply(app.services)
        self.post_message(JournalChanged())
        self.refresh_bindings()

    def ask_first(self) -> None:
        """At the first start: a few questions, then the tour."""
        from afterword.tui.screens.settings import first_questions

        own = context_of(self).own
        if own is None:
            return

        def answered(saved: object) -> None:
            if not saved:
                # A file that is there is not asked about again; where none can be written, nobody is held up by that.
                run_action(lambda: own.change({}, {}))
            self.action_tour()

        self.push_screen(first_questions(self.main_screen.services, own, self), answered)

    def action_clear(self) -> None:
        """Stop what is looked for, else clear what was narrowed, else go back to the line that led here."""
        if self._is_looking and self.main_screen.checker.stop():
            return
        if not self.main_screen.way_back and self.main_screen.pane.clear():
            self.main_screen.refresh_summary()
        else:
            self.call_next(self.main_screen.lead_back)

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
