"""Owns what is kept of a session, and what ends it: a journal that cannot be used, a signal, and nothing else.

What is typed is asked of the screens themselves, half a second after a key and not at the key, so no key waits for it;
it is offered when it was left. No key ends the app, whoever's mistake is behind it, a toolkit's or ours: it is told,
and what was seen stays. A signal (the window closes, the connection is lost, `kill`) ends it as leaving does.
"""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from msgspec.structs import replace
from textual.message import Message
from textual.message_pump import MessagePump

from afterword.domain.history import TypedPlace, TypedText
from afterword.errors import StoreMissing
from afterword.tui.app_context import CannotOpen, Ok, run_action, unexpected
from afterword.tui.panes.pane import TickedPane
from afterword.tui.screens.page import Dialog
from afterword.tui.styles import TextStyle

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from afterword.ports import TypedStore
    from afterword.quick_answers import FirstScreen
    from afterword.tui.app import AfterwordApp

KEEP_AFTER, KEEP_SCREEN_AFTER = 0.5, 0.1
"""Seconds from a key until what it typed is on its way to the disk; and from the first rows until they are kept."""


@runtime_checkable
class HoldsTyped(Protocol):
    """A screen in which something is typed that is not saved at once."""

    @property
    def place(self) -> TypedPlace:
        """What it is, across starts."""
        ...

    def typed(self, *, untouched: bool = False) -> TypedText | None:
        """What was typed and is not saved; None where nothing was. With `untouched` the field in use counts, too."""
        ...

    def lacks(self, text: TypedText) -> bool:
        """Whether it does not hold all of that text already."""
        ...

    def offer(self, text: TypedText, when: str) -> None:
        """Say that this was left here, typed `when` it was, so that it can be brought back."""
        ...

    def take_back(self, text: TypedText, settled: Callable[[], object]) -> None:
        """Fill it in again, asking where the record is another by now; `settled` is called once all of it is there."""
        ...


class Keeper:
    """Keeps what is typed in the screens of the app, and where the person is. Without a store it does nothing."""

    def __init__(self, app: "AfterwordApp") -> None:
        self._app = app
        self._store: TypedStore | None = None
        self._timer: Timer | None = None
        self._told = False
        self._wanted: TypedText | None = None
        self._file = ""
        self.first: FirstScreen | None = None
        """The terminal as the call found it."""
        self._theme = ""

    def begin(self, store: "TypedStore | None") -> None:
        """The journal is open: keep from now on what is typed."""
        self._store, self._theme = store, self._app.theme

    # ── keeping ───────────────────────────────────────────────────────────────────────────────────────────────────

    def soon(self) -> None:
        """A key or the mouse did something: look soon what is typed."""
        if self._timer is None and self._store is not None:
            self._timer = self._app.set_timer(KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Keep what is typed now, and where the person is."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._store is None:
            return
        texts = map(self._typed_on, self._app.screen_stack)
        self._store.keep(tuple(text for text in texts if text is not None))
        # While the app closes, parts of its panes are gone already.
        state = run_action(self._app.main_screen.state)
        if isinstance(state, Ok) and state.value:
            self._store.keep_session(state.value)
        if self._store.trouble and not self._told:
            self._told = True
            screen, trouble = self._app.screen, self._store.trouble
            screen.tell(trouble) if isinstance(screen, Dialog) else self._app.say(trouble, TextStyle.WARN)

    def _typed_on(self, screen: "Screen[Any]") -> TypedText | None:
        if not isinstance(screen, HoldsTyped):
            return None
        file = self._file if screen is self._app.screen_stack[-1] else ""
        # One that is just being opened or closed may have no fields: it takes nothing from the others.
        outcome = run_action(lambda: screen.typed(untouched=bool(file)))
        text = outcome.value if isinstance(outcome, Ok) else None
        return replace(text, file=file) if text is not None and file else text

    def lend(self, file: Path) -> None:
        """The text in use goes to an editor, which writes it in this file: keep where that is, before it begins."""
        self._file = str(file)
        self.pause()
        self._file = ""

    def pause(self) -> None:
        """The app rests for a while: everything is on the disk before."""
        self.keep()
        if self._store is not None:
            self._store.flush()

    def end(self) -> None:
        """The app ends: what is typed now is kept, and whatever its screens do afterwards is not."""
        self.keep()
        if self._store is not None:
            self._store.close()
            self._store = None
            self._app.clear_notice()
            self.keep_screen()

    def keep_screen(self) -> None:
        """Keep what is due for shell prompts, and what is seen for the next start where that will show the same."""
        first, services = self.first, self._app.services
        if first is None:
            return
        # What it rests on is asked before what is known: a change in between makes it useless, not wrong.
        due_rests_on, rests_on = first.ground, first.rests_on
        if services.store.changed():
            return
        now = services.clock.now()
        times = now.timestamp(), services.overview.due_changes_at(now).timestamp()
        if not services.store.set_apart():
            first.keep_due(due_rests_on, (len(services.overview.due()), services.overview.to_keep()), times)
        if rests_on and self._is_seen_again():
            first.keep(rests_on, self._drawing(), times)

    def _is_seen_again(self) -> bool:
        """Whether the next start begins with what is seen now."""
        main = self._app.main_screen
        if not main.is_current or self._app.theme != self._theme:
            return False
        if isinstance(main.pane, TickedPane) and main.pane.has_ticks:
            return False
        return main.shown_journal is self._app.services.store.journal()

    def _drawing(self) -> str:
        strips = self._app.screen._compositor.render_strips()  # noqa: SLF001 - Textual's own way to draw it whole
        return "".join(f"\x1b[{y};1H{strip.render(self._app.console)}" for y, strip in enumerate(strips, 1))

    # ── offering again ────────────────────────────────────────────────────────────────────────────────────────────

    def opened(self, screen: HoldsTyped) -> None:
        """A form or a letter was opened: what was left there is offered; what it was opened for is filled in."""
        if self._wanted is not None and self._wanted.place.is_same(screen.place):
            self.bring_back(screen, self._wanted)
        elif text := next((text for text in self._left_texts() if text.place.is_same(screen.place)), None):
            if screen.lacks(text):
                screen.offer(text, text.when(self._app.services.clock.now()))
            else:
                self.drop(text)

    def bring_back(self, screen: HoldsTyped, text: TypedText) -> None:
        """Fill it in; once it is kept as what is typed there, it is left no longer."""
        self._wanted = None

        def settled() -> None:
            self.keep()
            self.drop(text)

        screen.take_back(text, settled)

    def drop(self, text: TypedText) -> None:
        """Nobody needs it any more."""
        if self._store is not None:
            self._store.drop(_as_kept(self._store.left(), text))
        if text.file:
            from afterword.tui.screens import other_programs

            other_programs.forget(Path(text.file))

    def _left_texts(self) -> tuple[TypedText, ...]:
        return tuple(map(_with_file, self._store.left())) if self._store is not None else ()

    def offer_left(self) -> None:
        """Ask about what was typed when the program ended without having been left; the newest first."""
        texts = self._left_texts()
        if texts:
            from afterword.tui.screens.left_texts import offer_each

            offer_each(self._app, texts)

    def want(self, text: TypedText) -> None:
        """Its form is about to be opened for it: fill it in there."""
        self._wanted = text


def _with_file(text: TypedText) -> TypedText:
    """With what an editor that was at work had saved, where that can still be read."""
    if not text.file:
        return text
    from afterword.tui.screens import other_programs

    words = other_programs.recovered(Path(text.file))
    if words is None:
        return text
    fields = tuple(replace(field, text=words) if field.name == text.here else field for field in text.fields)
    return replace(text, fields=fields)


def _as_kept(texts: tuple[TypedText, ...], text: TypedText) -> TypedText:
    """As it stands on the disk, without what an editor added to it."""
    return next((other for other in texts if other.place == text.place and other.at == text.at), text)


ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
OF_SIGNALS = 128
"""What shells add to the number of the signal by which a program ended."""
_MOST = 10
"""Mistakes since the last key after which the app does end: it makes them by itself, again and again."""


class Guard:
    """Stands around every part of the screen. `is_on` while a person sits before it: tests are to see each mistake."""

    def __init__(self, app: "AfterwordApp") -> None:
        self._app = app
        self._count = 0
        self.is_on = False
        self.around(app)

    def around(self, part: MessagePump) -> None:
        """Tell a mistake in what this part does with a message; Textual would end the app with it."""
        dispatch = part._dispatch_message  # noqa: SLF001 - nothing public lies between a message and the end

        async def guarded(message: Message) -> None:
            try:
                await dispatch(message)
            except Exception as error:
                if not self.tells(error):
                    raise

        part._dispatch_message = guarded  # type: ignore[method-assign] # noqa: SLF001

    def next_key(self) -> None:
        """A key was pressed: from here on mistakes are counted anew."""
        self._count = 0

    def tells(self, error: Exception) -> bool:
        """Whether the app goes on after this mistake, which the person is told of then."""
        if self._app.ended_by:
            # Parts of the screen are gone, and others were never made.
            return True
        if not self.is_on or os.environ.get("AFTERWORD_DEBUG") or not self._app.main_screen.is_ready:
            return False
        self._count += 1
        if self._count <= _MOST:
            run_action(lambda: self._tell(str(unexpected(error))))
        return self._count <= _MOST

    def _tell(self, sentence: str) -> None:
        screen = self._app.screen
        screen.tell(sentence) if isinstance(screen, Dialog) else self._app.say(sentence, TextStyle.BAD)


def end_on_signals(app: "AfterwordApp") -> None:
    """From now on a hang-up and `kill` leave the app in good order; one that is ignored (`nohup`) stays ignored."""
    if not app.guard.is_on or threading.current_thread() is not threading.main_thread():
        return
    # Not by the loop's own way, which now and then misses one that follows another size of the window at once.
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in ENDINGS}

    def arrived(number: int, _frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(_end, app, number)
            return
        signal.signal(number, before[signal.Signals(number)])
        os.kill(os.getpid(), number)

    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, arrived)


def _end(app: "AfterwordApp", number: int) -> None:
    app.ended_by = OF_SIGNALS + number
    app.exit()


def cannot_open(app: "AfterwordApp", message: CannotOpen) -> None:
    """Ask what shall be done where the journal is gone; else end, and whoever started the app tells why."""
    if isinstance(message.error, StoreMissing) and message.error.can_begin:
        from afterword.tui.screens.journal_files import ask_what_to_do

        ask_what_to_do(app, message.error, message.again)
        return
    app.failure = message.error
    app.exit(return_code=1)
