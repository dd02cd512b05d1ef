"""Owns how keys come in: what the terminal sends is taken apart, and a key typed ahead waits for those before it.

A terminal sends `esc` as the byte that begins every longer sequence. Typed quickly, or handed on in one go, it would
be read as `alt` with the letter after it, or swallow a run of letters. Whatever cannot be such a sequence is `esc`.

Textual gives a key to whatever has the focus when it arrives, though an earlier one may just be moving the focus,
opening a screen or closing one. Here a key waits until nothing that an earlier one set going is left to do: no message,
no worker's step, no layout. What waits for time, for a thread or for the next key holds up nobody.
"""

import asyncio
import os
import selectors
import termios
from codecs import getincrementaldecoder
from collections import deque
from collections.abc import Iterator, Sized
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual import constants, events
from textual._parser import ParseError  # Textual offers its parser under no public name
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers._writer_thread import WriterThread  # nor its thread
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.screen import Screen

from afterword.domain.text import lazy_pattern

if TYPE_CHECKING:
    from afterword.tui.app import AfterwordApp

_ESC = "\x1b"
_ESC_KEY = "\x1b[27u"
"""How a terminal with the keyboard protocol of kitty writes `esc`, which leaves no doubt."""
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_A_SEQUENCE = r"\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-Z\\-~]|O[A-DFHMP-Sa-dj-y]|\x7f)"
"""What keys, mouse and answers of a terminal look like: CSI, the function keys of a console, SS3, alt+backspace."""
_SEQUENCE = lazy_pattern(_A_SEQUENCE)
_PIECES = lazy_pattern(rf"{_A_SEQUENCE}|\x1b|[^\x1b]+")
_UNFINISHED = lazy_pattern(r"\x1b(?:\[\[?|\[[0-?]*[ -/]*|O)?\Z")
_LONGEST_START = 2
"""More than so many characters of a sequence were not typed by hand."""
_READ = 4096
_TAKE = "\x1b[?1049h"
"""Turns to the terminal's other screen, and clears it."""
_LOOK_EVERY = 0.1
"""Seconds after which a thread that waits for keys looks whether the program has ended."""


class EscapeReader:
    """Text of a terminal with each typed `esc` written so that it cannot be taken for a beginning.

    What may go on in the next piece of text is held until `feed` brings it, or `flush` says that nothing came.
    """

    def __init__(self) -> None:
        self._held = ""
        self._in_paste = False

    @property
    def waits(self) -> bool:
        """Whether something is held."""
        return bool(self._held)

    def feed(self, text: str) -> str:
        """What is certain of the text so far."""
        text, self._held = self._held + text, ""
        return "".join(self._certain(text))

    def flush(self) -> str:
        """What was held, since nothing followed it."""
        pending, self._held = self._held, ""
        typed = pending and not self._in_paste and len(pending) <= _LONGEST_START
        return _ESC_KEY + pending[1:] if typed else pending

    def _certain(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            esc = text.find(_ESC, at)
            if esc < 0:
                yield text[at:]
                return
            yield text[at:esc]
            part = self._part(text, esc)
            if not part:
                self._held = text[esc:]
                return
            at = esc + (1 if part == _ESC_KEY else len(part))
            yield part

    def _part(self, text: str, esc: int) -> str:
        """What begins at this escape; empty when that cannot be told yet."""
        if self._in_paste:
            rest = text[esc : esc + len(_PASTE_ENDS)]
            self._in_paste = rest != _PASTE_ENDS
            return rest if rest == _PASTE_ENDS else "" if _PASTE_ENDS.startswith(rest) else _ESC
        sequence = _SEQUENCE.match(text, esc)
        if sequence:
            self._in_paste = sequence.group() == _PASTE_BEGINS
            return sequence.group()
        return "" if _UNFINISHED.match(text, esc) else _ESC_KEY


class TerminalWriter:
    """What is written to the terminal; written to nobody once the terminal is gone.

    Textual's thread that writes would end at the first such error, and the app would wait for it for ever. With
    PYTHONUNBUFFERED, Python's own stream forgets the rest of what a signal interrupts, in the middle of a sequence.
    """

    def __init__(self, file: TextIO) -> None:
        whole = BufferedWriter(FileIO(file.fileno(), "w", closefd=False))
        self._file = TextIOWrapper(whole, encoding=file.encoding, errors="backslashreplace", newline="")

    def write(self, text: str) -> None:
        """Write to the terminal, if it is there."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand on what was written, if the terminal is there."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The number of the file."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver, reading keys by way of `EscapeReader`; when the terminal is gone, the app ends."""

    def __init__(self, app: "App[Any]", **more: Any) -> None:
        super().__init__(app, **more)
        self._file: Any = TerminalWriter(self._file)
        self._is_taken = False

    def write(self, data: str) -> None:
        """Write to the terminal; one that shows what was kept for the start is not cleared by being taken again."""
        if not self._is_taken or data != _TAKE:
            super().write(data)

    def send_message(self, message: Message) -> None:
        """Give the app what was typed; Textual would start a task of its own for each key to do that."""
        self._app.post_message(message)

    def start_application_mode(self) -> None:
        """Take the terminal; at the end it becomes what it was before the call."""
        first = cast("AfterwordApp", self._app).keeper.first
        before = first.terminal if first is not None else None
        self._is_taken = before is not None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._is_taken = False
        if first is not None and before is not None:
            self.attrs_before, first.terminal = before, None

    def disable_input(self) -> None:
        """Read no more, and wait until all that is to be drawn is: from now on the terminal may show what is typed.

        It would show it in the middle of the last frame, or of a sequence in it, where the line is slow.
        """
        super().disable_input()
        if self._writer_thread is None:
            return
        self._writer_thread.stop()
        self._writer_thread = WriterThread(self._file)
        self._writer_thread.start()
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)

    def run_input_thread(self) -> None:
        """Read until the program ends, lends the terminal to another one, or has no terminal any more."""
        parser, reader = XTermParser(self._debug), EscapeReader()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            ends = False
            while not ends:
                ends = self.exit_event.is_set()
                if selector.select(constants.ESCAPE_DELAY if reader.waits else _LOOK_EVERY):
                    read = self._read()
                    if not read:
                        self._loop.call_soon_threadsafe(self._app.exit)
                        break
                    text = reader.feed(decode(read))
                else:
                    text = reader.flush()
                parser = self._handed_on(parser, text)
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone, which not every end tells the program by a signal."""
        try:
            return os.read(self.fileno, _READ)
        except OSError:
            return b""

    def _handed_on(self, parser: XTermParser, text: str) -> XTermParser:
        """The parser to go on with: a fresh one where Textual's fails over what no terminal should send."""
        messages: list[Message] = []
        for piece in _PIECES.findall(text):
            try:
                messages.extend(parser.feed(piece))
            except Exception:  # noqa: BLE001 - whatever it is, it ends neither the app nor what follows
                parser = XTermParser(self._debug)
        for message in (*messages, *parser.tick()):
            self.process_message(message)
        return parser


_A_FRAME = 0.002
"""Seconds between two looks whether the screen has been laid out anew."""
_PATIENCE = 2.0
"""Seconds after which a key is handed on come what may, so that nothing can lock anybody out."""


class TypeAhead:
    """Asked for every event that reaches the app, it keeps keys and pastes that came too early, and posts them again.

    Letters that run into one text field wait for the first of them only: none of them moves anything but the text.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._waiting: deque[events.Event] = deque()
        self._handed_on: deque[events.Event] = deque()
        self._writes_in: object = None
        self._drain: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a key waits, or what one has set going is not done yet."""
        return bool(self._waiting) or not self._is_settled()

    def holds(self, event: events.Event) -> bool:
        """Whether this event comes too early; then it is posted to the app again when its turn has come."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            return False
        if self._handed_on and event is self._handed_on[0]:
            self._handed_on.popleft()
            return False
        if not self._waiting and not self._handed_on and (self._runs_on(event) or self._is_settled()):
            self._begin(event)
            return False
        self._waiting.append(event)
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._hand_on())
        return True

    def _begin(self, event: events.Event) -> None:
        self._writes_in = self._app.focused if self._is_text(event) else None

    def _runs_on(self, event: events.Event) -> bool:
        """Whether this is one more letter into the field in which the one before is being written."""
        return self._writes_in is not None and self._writes_in is self._app.focused and self._is_text(event)

    def _is_text(self, event: events.Event) -> bool:
        focused = self._app.focused
        return (
            isinstance(event, events.Key)
            and focused is not None
            and focused.check_consume_key(event.key, event.character)
        )

    async def _hand_on(self) -> None:
        while self._waiting:
            await self._settle()
            self._begin(self._waiting[0])
            self._post()
            while self._waiting and self._runs_on(self._waiting[0]):
                self._post()

    def _post(self) -> None:
        event = self._waiting.popleft()
        if self._app.post_message(event):
            self._handed_on.append(event)

    async def _settle(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE
        await asyncio.sleep(0)
        # There is no event to wait for: what is looked at belongs to the loop itself and to Textual's own drawing.
        while not self._is_settled() and loop.time() < end:  # noqa: ASYNC110
            await asyncio.sleep(0 if goes_on(loop) else _A_FRAME)
        self._handed_on.clear()

    def _is_settled(self) -> bool:
        return not (self._handed_on or goes_on(asyncio.get_running_loop()) or self._awaits_layout())

    def _awaits_layout(self) -> bool:
        stack = self._app.screen_stack
        return not stack or _is_dirty(stack[-1])


def goes_on(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether anything is left to do at once."""
    # Neither asyncio nor Textual says in public whether there is anything left to do at once. A loop without this
    # list, such as another implementation, hands every key on as Textual does.
    ready: Sized = getattr(loop, "_ready", ())
    return len(ready) > 0


def _is_dirty(screen: Screen[Any]) -> bool:
    # What waits for the next layout, and calls that wait for it; drawing alone changes nothing a key could meet.
    return bool(screen._layout_required or screen._recompose_required or screen._callbacks)  # noqa: SLF001
