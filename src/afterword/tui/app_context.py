"""Owns what the parts of the screen may ask of the app around them: services, actions, messages."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar, cast, runtime_checkable

from msgspec import Struct
from textual.actions import parse
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

from afterword.domain.text import lazy_pattern
from afterword.errors import AfterwordError, UserError
from afterword.tui.actions import TABLE, Action, keys_of, of_scope, reason_of, shown_key, shown_keys
from afterword.tui.actions import action as find_action

if TYPE_CHECKING:
    from afterword.domain.journal import Journal
    from afterword.services.services import Services
    from afterword.tui.app import AfterwordApp

T = TypeVar("T")


@runtime_checkable
class ShowsJournal(Protocol):
    """A pane or a screen that can be given the newest journal."""

    def show(self, journal: "Journal") -> None:
        """Re-read everything from this journal."""
        ...


def context_of(node: DOMNode) -> "AfterwordApp":
    """The app around a node: it calls services, says one sentence, and knows the keys and the settings."""
    return cast("AfterwordApp", node.app)


def with_sender(node: DOMNode, services: "Services", then: Callable[[], object]) -> None:
    """Call `then`, which writes a letter; where its name or the address it needs was never said, ask first, once."""
    own = context_of(node).own
    if own is None or not own.unsaid:
        then()
        return
    from afterword.tui.screens.settings import ask_for_sender

    ask_for_sender(services, own, node.app, then)


class JournalChanged(Message):
    """The journal is not what it was: a verb was carried out here, or another process wrote."""


@runtime_checkable
class LeadsBack(Protocol):
    """The screen of the panes: one leads to a record in another, and `esc` back to the very line."""

    @property
    def way_back(self) -> str:
        """The title of the place to which `esc` leads back now; empty for none."""
        ...


def way_back_from(node: DOMNode) -> str:
    """The title of the place to which `esc` leads back from there; empty for none."""
    screen = node.screen
    return screen.way_back if isinstance(screen, LeadsBack) else ""


class RecordWanted(Message):
    """A pane asks for another one to be shown with the cursor on a record; with `goes_on` its draft is opened.

    `esc` leads back to where the person is now, and then calls `again`, which opens what had lain over the line.
    """

    def __init__(
        self, pane_id: str, record_id: str, *, goes_on: bool = False, again: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.pane_id = pane_id
        self.record_id = record_id
        self.goes_on = goes_on
        self.again = again


class BackWanted(Message):
    """A pane asks to go back to where it was led to from; `otherwise` is called when there is no such place."""

    def __init__(self, otherwise: Callable[[], object]) -> None:
        super().__init__()
        self.otherwise = otherwise


class StepWanted(Message):
    """A pane asks for the next step of a conversation to be taken over it, without leaving it."""

    def __init__(self, request_id: str) -> None:
        super().__init__()
        self.request_id = request_id


class LettersWanted(Message):
    """A pane asks for the drafts of these conversations to be looked through, and sent together after that.

    `refused` is why others were not written, each in a sentence.
    """

    def __init__(self, request_ids: Sequence[str], refused: Sequence[str] = ()) -> None:
        super().__init__()
        self.request_ids = tuple(request_ids)
        self.refused = tuple(refused)


class SummaryChanged(Message):
    """What the pane says of itself at the right end of the status line is not what it was."""


class CheckWanted(Message):
    """Somebody asks to look for replies now, or to stop looking."""


class Opened(Message):
    """The journal was read, and the first pane shows it."""


class CannotOpen(Message):
    """The journal cannot be used; the session must stop, unless it is brought back and `again` opens it."""

    def __init__(self, error: AfterwordError, again: Callable[[], object]) -> None:
        super().__init__()
        self.error = error
        self.again = again


class Ok(Struct, Generic[T], frozen=True):
    """It worked; `value` is what the call returned."""

    value: T


class Err(Struct, frozen=True):
    """It did not; nothing was changed."""

    error: AfterwordError


def run_action(verb: Callable[[], T]) -> Ok[T] | Err:
    """Call `verb` and say how it went; no exception passes, except for somebody who debugs the program itself."""
    try:
        return Ok(verb())
    except AfterwordError as error:
        return Err(error)
    except Exception as error:
        if os.environ.get("AFTERWORD_DEBUG"):
            raise
        return Err(unexpected(error))


def unexpected(error: Exception) -> AfterwordError:
    """What a person is told of a mistake in the program itself."""
    return UserError(
        "Something went wrong that should not have.",
        f"({type(error).__name__}: {error})",
        "What was saved is safe; start with AFTERWORD_DEBUG=1 to see more.",
    )


async def run_in_thread(call: Callable[[], T]) -> T:
    """What `call` returns; it runs in a daemon thread, so a server that hangs does not hold up the end of the program.

    Hand in what may be broken off at any point: the store survives that, a letter on its way does not.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T) -> None:
        if not done.done():
            done.set_result(result)

    def run() -> None:
        end: Callable[[], object] = done.cancel
        try:
            end = partial(settle, call())
        finally:
            # A loop that is closed by now belongs to a program that has ended.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(end)

    Thread(target=run, name="service call", daemon=True).start()
    return await done


_SIGN = lazy_pattern(r"[a-z_]+(?:_[a-z]+)+|slash|plus|minus|comma|at|underscore|backslash|f[0-9]+")
"""Names of keys a person expects something of; the others are those of modifiers and the like."""


class ActionHost:
    """The app, a screen, a pane or a widget that carries out actions of the table; stands before the Textual class.

    A host takes its keys with `BINDINGS = bindings(scope, …)`, has a method `action_…` for each of these actions, and
    says in Textual's `check_action()` which of them make sense now; the others neither act nor are shown.
    """

    action_ids: ClassVar[frozenset[str]] = frozenset()
    """The actions whose keys it takes."""
    opens_by: ClassVar[str] = ""
    """What opening a line of its list does: the method of an action. Empty where it hears of that itself."""
    _says: tuple[tuple[bool, str] | None, ...] | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        inherited = (binding for part in cls.__mro__ for binding in part.__dict__.get("BINDINGS", ()))
        cls.action_ids = frozenset(binding.id for binding in inherited if isinstance(binding, Binding) and binding.id)

    def _on_virtual_list_selected(self, message: Message) -> None:
        """A line was opened, by `enter` or a second click."""
        if self.opens_by:
            message.stop()
            getattr(self, f"action_{self.opens_by}")()

    def check_action(self, _action: str, _parameters: tuple[object, ...]) -> bool | None:
        """Whether that action makes sense now, by the name of its method. Cheap: asked at every key."""
        return True

    def offers(self, _action: str) -> bool:
        """Whether the footer names that action, which makes sense now; unless overridden, it does."""
        return True

    def writes(self, _key: str, _letter: str | None) -> bool:
        """Whether that key begins a text here, whatever else it does elsewhere; unless overridden, it does not."""
        return False

    def label(self, _action: str) -> str:
        """What the action does here and now, in a word or two; empty for the words of the table."""
        return ""

    def reason(self, _action: str) -> str:
        """Why that action cannot be carried out here, where it hangs on the state; empty for the usual words."""
        return ""

    def can(self, action: Action) -> bool:
        """Whether this host would carry out that action now."""
        return action.id in self.action_ids and bool(self.check_action(action.method, parse(action.call)[2]))

    def refresh_keys(self) -> None:
        """Let the footer read its keys again, if this host says something else of them than when it was last asked."""
        says = tuple(
            (self.offers(action.method), self.label(action.method)) if self.can(action) else None
            for action in TABLE
            if action.footer and action.id in self.action_ids
        )
        if says != self._says:
            self._says = says
            cast("DOMNode", self).refresh_bindings()


def hosts(screen: Screen[object]) -> Iterator[ActionHost]:
    """Whoever would carry out a key now, nearest to the focus first; behind a dialog nobody is asked."""
    start = screen.focused or screen
    for node in start.ancestors_with_self:
        if isinstance(node, ActionHost) and not (screen.is_modal and isinstance(node, App)):
            yield node


def actions_now(screen: Screen[object], among: Sequence[Action] = TABLE) -> list[tuple[Action, ActionHost]]:
    """The actions available now with their hosts, in the order of the table."""
    chain = list(hosts(screen))
    capable = ((action, next((host for host in chain if host.can(action)), None)) for action in among)
    return [(action, host) for action, host in capable if host is not None]


def not_now(action: Action, keymap: Mapping[str, str], host: ActionHost | None = None) -> str:
    """Why that action cannot be carried out now, by the host that has its key, else as far as the table knows."""
    key = shown_keys(action, keymap)[0]
    name = key if ":" in action.label else f"{action.label[0].upper()}{action.label[1:]} ({key})"
    reason = (host.reason(action.method) if host is not None else "") or reason_of(action)
    return f"{name}: {reason or f'Not possible here. {action.help}'}"


def why_not(screen: Screen[object], key: str, keymap: Mapping[str, str]) -> str:
    """Why nothing came of that key: what its action needs, or that it has none; empty where nobody expects words."""
    for host in hosts(screen):
        for action in TABLE:
            if action.id in host.action_ids and key in keys_of(action, keymap):
                return not_now(action, keymap, host)
    app_keys = {name for action in of_scope("app") for name in keys_of(action, keymap)}
    if len(key) > 1 and key not in app_keys and not _SIGN.fullmatch(key):
        return ""
    help_key = shown_keys(find_action("dialog.help" if screen.is_modal else "app.help"), keymap)[0]
    return f"{shown_key(key)} does nothing here; {help_key} shows every key."
