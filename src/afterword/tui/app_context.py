"""Owns what the parts of the screen may ask of the app around them: services called, one sentence said, messages."""

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast, runtime_checkable

from msgspec import Struct
from textual.dom import DOMNode
from textual.message import Message

from afterword.errors import AfterwordError, UserError

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
