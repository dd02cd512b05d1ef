"""Owns what the keys that work everywhere do: panes, the next due thing, undo and redo, help, palette, leaving."""

import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from afterword.domain.dates import show_day
from afterword.tui import themes
from afterword.tui.actions.table import bindings
from afterword.tui.app_context import Err, JournalChanged, Ok, context_of, run_action
from afterword.tui.journal_actions import JournalActions
from afterword.tui.screens.page import Dialog, Page
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from afterword.domain.conversation.tracker import Due

_ONLY_ON_THE_PANES = frozenset({"show_pane", "next_due", "clear", "views", "history", "trash"})
_FILES = frozenset({"export", "import", "backup", "came_in"})
_NEED_THE_JOURNAL = _ONLY_ON_THE_PANES - {"show_pane"} | {"undo", "redo", "search"} | _FILES


class GlobalActions(JournalActions):
    """The app with the verbs of the scope `app`; a subclass sets `main_screen`."""

    BINDINGS = bindings("app")
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
            context_of(self).say(words, TextStyle.GOOD)
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
            return self.theme != themes.SIXTEEN
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
        from afterword.tui.screens.help import HelpDialog

        self.push_screen(HelpDialog(self.screen, context_of(self).last_notice))

    def action_theme(self) -> None:
        """Change to the next theme: dark, light, high contrast."""
        name = self.theme = themes.following(self.theme)
        context_of(self).say(f"{name}, until you leave; the settings (,) keep one.")

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

    def action_clear(self) -> None:
        """Stop what is looked for, else clear what was narrowed, else go back to the line that led here."""
        if self.main_screen.checker.stop():
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
