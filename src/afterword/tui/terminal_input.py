"""Owns what is read from the terminal before Textual names the keys in it, and the end of a terminal that is gone.

A terminal sends `esc` as the byte that begins every longer sequence. Typed quickly, or handed on in one go, it would
be read as `alt` with the letter after it, or swallow a run of letters. Whatever cannot be such a sequence is `esc`.
"""

import os
import re
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any

from textual import constants
from textual._parser import ParseError  # Textual offers its parser under no public name
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

_ESC = "\x1b"
_ESC_KEY = "\x1b[27u"
"""How a terminal with the keyboard protocol of kitty writes `esc`, which leaves no doubt."""
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"
_SEQUENCE = re.compile(r"\x1b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-Z\\-~]|O[A-DFHMP-Sa-dj-y]|\x7f)")
"""What keys, mouse and answers of a terminal look like: CSI, the function keys of a console, SS3, alt+backspace."""
_UNFINISHED = re.compile(r"\x1b(?:\[\[?|\[[0-?]*[ -/]*|O)?\Z")
_LONGEST_START = 2
"""More than so many characters of a sequence were not typed by hand."""
_READ = 4096
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
        held, self._held = self._held, ""
        typed = held and not self._in_paste and len(held) <= _LONGEST_START
        return _ESC_KEY + held[1:] if typed else held

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
        found = _SEQUENCE.match(text, esc)
        if found:
            self._in_paste = found.group() == _PASTE_BEGINS
            return found.group()
        return "" if _UNFINISHED.match(text, esc) else _ESC_KEY


class Screenward:
    """What is written to the terminal; written to nobody once the terminal is gone.

    Textual's thread that writes would end at the first such error, and the app would wait for it for ever.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

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
        self._file: Any = Screenward(self._file)

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
                self._hand_on(parser, text)
        with suppress(EOFError, ParseError):
            list(parser.feed(""))

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone, which not every end tells the program by a signal."""
        try:
            return os.read(self.fileno, _READ)
        except OSError:
            return b""

    def _hand_on(self, parser: XTermParser, text: str) -> None:
        if text:  # An empty text would end the parser.
            for message in parser.feed(text):
                self.process_message(message)
        for message in parser.tick():
            self.process_message(message)
