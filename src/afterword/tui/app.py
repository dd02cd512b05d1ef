"""Owns the frame of the full-screen app: what is always there, and the one way from a key to a service and back.

Everything a person works on is left to the panes and screens.
"""

import os
from collections.abc import Callable, Mapping
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Event, Key, MouseScrollDown, MouseScrollUp, MouseUp, Paste, Resize
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from afterword.errors import AfterwordError
from afterword.settings import Mistake
from afterword.tui.actions import TABLE, bindings, mistakes, usable
from afterword.tui.app_context import ActionHost, Err, JournalChanged, ShowsJournal, run_action, why_not
from afterword.tui.global_actions import LOOK_EVERY, GlobalActions
from afterword.tui.key_input import TerminalDriver, TypeAhead
from afterword.tui.panes.pane import BuildPane, build_pane
from afterword.tui.screens.main_screen import MainScreen, StartOptions, greeting
from afterword.tui.screens.page import Dialog, DrawnOnce, TooSmall
from afterword.tui.session import KEEP_SCREEN_AFTER, Guard, Keeper, cannot_open, end_on_signals
from afterword.tui.styles import FEW, GLYPHS, TextStyle, line_filters, register_themes, stylesheet_path
from afterword.tui.widgets.bars import KeyFooter
from afterword.tui.widgets.lines import LineView

if TYPE_CHECKING:
    from afterword.own_settings import OwnSettings
    from afterword.services.services import Services
    from afterword.settings import Settings
    from afterword.tui.app_context import CannotOpen, Opened


T = TypeVar("T")
_METHODS = frozenset(action.method for action in TABLE)


class AfterwordApp(GlobalActions, App[None], inherit_bindings=False):
    """The app. Given a call that opens the services rather than the services, it is seen first and opens them then.

    `sample`: the journal holds sample data and will be gone with the program.
    """

    BINDINGS = bindings("app")
    TITLE = "Afterword"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        services: "Services | Callable[[], Services]",
        settings: "Settings",
        build: BuildPane = build_pane,
        *,
        own: "OwnSettings | None" = None,
        sample: bool = False,
    ) -> None:
        self._is_console = os.environ.get("TERM", "").startswith("linux")
        super().__init__(css_path=[stylesheet_path("frame")])
        self.set_class(self._is_console, "-console")
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (140, "-wide")]
        self.keymap: Mapping[str, str] = usable(settings.keys)
        self._notice = self.last_notice = ""
        self.own = own
        wrong = own.mistakes if own is not None else [Mistake(*mistake) for mistake in mistakes(settings.keys)]
        self._greeting = greeting(wrong, sample=sample)
        self._asks_first = own is not None and own.is_first_start and not sample
        self.failure: AfterwordError | None = None
        self.ended_by = 0  # the exit code where a signal has ended it
        self.editor = settings.screen.editor
        register_themes(self, settings.screen.theme)
        self._styled_for = self.theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._filters = line_filters(self._filters)
        # Nothing here is said by Textual's notifications and tooltips; every screen would hold a widget for each.
        self._disable_notifications = self._disable_tooltips = True
        self.set_keymap(self.keymap)
        self.main_screen = MainScreen(services, build, StartOptions(settings.mail.check.every_minutes, sample=sample))
        self.type_ahead, self.keeper, self.guard = TypeAhead(self), Keeper(self), Guard(self)

    @property
    def services(self) -> "Services":
        """Every verb of the program."""
        return self.main_screen.services

    def get_default_screen(self) -> Screen[None]:
        """The screen under all others."""
        return self.main_screen

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What the terminal has in every theme: the console of Linux has few glyphs."""
        return {GLYPHS: FEW} if self._is_console else {}

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's own
        """Read the rules again for another theme; Textual would do so for the first one, too, just after reading."""
        if self.theme != self._styled_for:
            self._styled_for = self.theme
            super().refresh_css(animate=animate)

    def get_driver_class(self) -> type[Driver]:
        """The driver that keeps `esc` apart from the key after it, where Textual would take its own for terminals."""
        return TerminalDriver if (driver := super().get_driver_class()) is LinuxDriver else driver

    async def on_event(self, event: Event) -> None:
        """Deal with an event, unless it is a key whose turn has not come yet."""
        if self.type_ahead.holds(event):
            return
        if isinstance(event, Key | Paste | MouseUp | MouseScrollDown | MouseScrollUp):
            self.keeper.soon()
            self.guard.next_key()
            self.main_screen.last_key = monotonic()
        if isinstance(event, Key) and not event.is_forwarded and (field := self.focused) is not None:
            if field.check_consume_key(event.key, event.character):
                self.clear_notice()
            elif isinstance(field, LineView) and await field.takes_key(event):
                return
        await super().on_event(event)

    def _register_child(self, parent: DOMNode, child: Widget, before: int | None, after: int | None) -> None:
        """Take in a part of the screen, whatever toolkit it is from, with a guard around it; screens bring styles."""
        self.guard.around(child)
        if isinstance(child, DrawnOnce):
            child.begin(self)
        super()._register_child(parent, child, before, after)

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:  # noqa: FBT001, FBT002 - Textual's own
        """Carry out what a key is bound to; when that cannot be done now, say why."""
        done = await super()._check_bindings(key, priority)
        if not done and not priority and (reason := why_not(self.screen, key, self.keymap)):
            (self.screen.tell if isinstance(self.screen, Dialog) else self.say)(reason)
        return done

    async def _dispatch_action(self, namespace: DOMNode, action_name: str, params: Any) -> bool:
        """Carry out an action; once a key of the table does something, what was said before it has been read."""
        if isinstance(namespace, ActionHost) and action_name in _METHODS:
            self.clear_notice()
        return await super()._dispatch_action(namespace, action_name, params)

    def on_load(self) -> None:
        """Look for signals before the terminal is taken."""
        end_on_signals(self)

    def on_mount(self) -> None:
        """Begin to look after the store, and say what has to be known first."""
        if self._greeting[0]:
            self.call_after_refresh(lambda: self.say(*self._greeting))
        self.set_interval(LOOK_EVERY, self._look)
        self.app_resume_signal.subscribe(self, lambda _app: self.refresh())

    def on_resize(self, event: Resize) -> None:
        """Say where the window is too small, and show everything again once it is not."""
        too_small = TooSmall.covers(event.size)
        if too_small and not any(isinstance(screen, TooSmall) for screen in self.screen_stack):
            self.push_screen(TooSmall())
        elif not too_small and isinstance(self.screen, TooSmall):
            self.screen.dismiss(None)

    def on_opened(self, message: "Opened") -> None:
        """Offer what was left unsaved, and say once which rounds an older journal's update put together."""
        message.stop()
        self.keeper.begin(self.services.typed)
        self.keeper.offer_left()
        if self._asks_first:
            self.ask_first()
        self.bring_in()
        self.call_after_refresh(self.set_timer, KEEP_SCREEN_AFTER, self.keeper.keep_screen)
        if not any(application.joined for application in self.services.store.journal().applications.values()):
            return
        from afterword.tui.presenters.applications import joined_words

        if joined := self.run_service(self.services.applications.settle_joined):
            self.say(f"{joined_words(joined)} u takes them apart again.")

    def pop_screen(self) -> AwaitComplete:
        """Go back to the screen below; what was typed in this one is saved or thrown away by now."""
        popped = super().pop_screen()
        self.keeper.keep()
        self.attempt(self.main_screen.catch_up)
        return popped

    def exit(self, *result: Any, **more: Any) -> None:
        """End, whatever goes wrong; what is being typed at this moment is left for the next start."""
        run_action(self.keeper.end)
        super().exit(*result, **more)

    # ── from a key to a service and back ──────────────────────────────────────────────────────────────────────────

    def run_service(
        self, verb: Callable[[], T], notice: str = "", *, tell: Callable[[AfterwordError], None] | None = None
    ) -> T | None:
        """Call a service's verb; say `notice` and let everything re-read, or show the error."""
        outcome = run_action(verb)
        if isinstance(outcome, Err):
            tell(outcome.error) if tell is not None else self.say(str(outcome.error), TextStyle.BAD)
            return None
        if notice:
            self.say(notice, TextStyle.GOOD)
        self.post_message(JournalChanged())
        return outcome.value

    def attempt(self, verb: Callable[[], T]) -> T | None:
        """Call what changes no record; an error is shown, and then the answer is None."""
        outcome = run_action(verb)
        if isinstance(outcome, Err):
            self.say(str(outcome.error), TextStyle.BAD)
            return None
        return outcome.value

    def say(self, text: str, tone: TextStyle = TextStyle.PLAIN) -> None:
        """Show one sentence in the notice line of every screen."""
        self._notice = text
        for footer in [footer for screen in self.screen_stack for footer in screen.query(KeyFooter)]:
            footer.notice(text, tone)

    def clear_notice(self) -> None:
        """Take the notice away; the next key that does something does."""
        self.last_notice = self._notice
        if self._notice:
            self.say("")

    def on_journal_changed(self, message: Message) -> None:
        """Let everything that is seen re-read."""
        message.stop()
        self.attempt(self._re_read)

    def on_cannot_open(self, message: "CannotOpen") -> None:
        """Ask what shall be done, or end."""
        cannot_open(self, message)

    def _re_read(self) -> None:
        journal = self.services.store.journal()
        for screen in self.screen_stack:
            if isinstance(screen, ShowsJournal):
                screen.show(journal)

    def _handle_exception(self, error: Exception) -> None:
        """End after a mistake that nothing survives; only who debugs it sees a traceback, others get a sentence."""
        if self.guard.tells(error):
            return
        run_action(self.keeper.end)
        super()._handle_exception(error)
        if not os.environ.get("AFTERWORD_DEBUG"):
            self._exit_renderables.clear()
