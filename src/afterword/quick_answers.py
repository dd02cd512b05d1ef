"""Owns what is known while nothing has changed: the answer of `due --quiet`, and what the app was left with.

Shell prompts ask for the one at every line; the other is seen while the app is still being loaded. It imports nothing
of the program, and next to nothing of Python. Both stand beside the journal in files of their own, with what they rest
on: the journal and the settings as they were, the zone, and the moment until which they hold. With the answer stands
where anything may be due on any day; whoever reads the journal looks there alone.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import FrameType
    from typing import Any

DUE, SCREEN = ".due", ".due.screen"
"""The files; git has been told to leave alone whatever begins with the name of the first."""
HOLDS_FOR = 3600
"""Seconds after which the whole program is asked what is due in any case."""
_PRIVATE = 0o600
_LONGEST = 1 << 18
_WITH_VALUE = {"--data-dir": "AFTERWORD_DATA_DIR", "--config": "AFTERWORD_CONFIG"}


def quick_answer(words: list[str], environ: "Mapping[str, str]", now: float) -> str | None:
    """What `due --quiet` prints, where it is known; None where the program has to be asked."""
    places = _places(words[:-2], environ) if words[-2:] == ["due", "--quiet"] else None
    if places is None:
        return None
    answer = _read_kept(places[0], DUE, KeptDue(places, environ).ground, now)
    count = None if answer is None else answer.partition("\n")[0]
    return count if count == "" or (count is not None and count.isdecimal()) else None


def _places(flags: list[str], environ: "Mapping[str, str]") -> tuple[str, str] | None:
    """The data folder and the settings that flags and environment name; None where the program has to find them."""
    places = _named_places(flags, environ)
    if places is None:
        return None
    folder = places["AFTERWORD_DATA_DIR"] or _usual(environ, "XDG_DATA_HOME", ".local/share")
    settings = places["AFTERWORD_CONFIG"] or _usual(environ, "XDG_CONFIG_HOME", ".config")
    if not folder or not settings:
        return None
    return folder, settings if places["AFTERWORD_CONFIG"] else f"{settings}/config.toml"


def _read_kept(folder: str, name: str, rests_on: str, now: float, *, for_good: bool = False) -> str | None:
    """What stands in that file, if it rests on that and holds now, or from its beginning on `for_good`."""
    try:
        basis, since, until, content = _read(os.path.join(folder, name)).split("\n", 3)  # noqa: PTH118 - pathlib takes longer
        return content if basis == rests_on and float(since) <= now and (for_good or now < float(until)) else None
    except (OSError, ValueError):
        return None


def _read(file: str) -> str:
    """What stands there; no shell waits for a pipe or an endless device in its place."""
    handle = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return os.read(handle, _LONGEST).decode()
    finally:
        os.close(handle)


def _named_places(flags: list[str], environ: "Mapping[str, str]") -> dict[str, str] | None:
    """What flags and environment name; None where the program has to say what is wrong with that."""
    places = {name: environ.get(name, "") for name in _WITH_VALUE.values()}
    is_empty = any(name in environ and not places[name].strip() for name in places)
    for flag, value in zip(flags[::2], flags[1::2], strict=False):
        if flag not in _WITH_VALUE or not value:
            return None
        places[_WITH_VALUE[flag]] = value
    return None if len(flags) % 2 or is_empty else places


def _usual(environ: "Mapping[str, str]", name: str, below: str) -> str:
    """The usual place on Linux; elsewhere the program knows better."""
    if not sys.platform.startswith("linux"):
        return ""
    home = environ.get("HOME", "")
    base = environ.get(name, "") or (f"{home}/{below}" if home else "")
    return f"{base}/afterword" if base.startswith("/") else ""


def _state(file: str) -> str:
    try:
        status = os.stat(file)  # noqa: PTH116 - pathlib takes longer to load than all the rest
    except FileNotFoundError:
        return "-"
    except OSError as error:
        return f"{error.errno}"
    return _identity_text((status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns))


def _identity_text(identity: tuple[int, ...]) -> str:
    return ".".join(map(str, identity))


def remember(folder: str, name: str, rests_on: str, content: str, times: tuple[float, float]) -> None:
    """Keeps that with what it rested on, from and until these seconds; what cannot be kept is worked out again."""
    try:
        _replace(os.path.join(folder, name), f"{rests_on}\n{times[0]}\n{times[1]}\n{content}")  # noqa: PTH118
    except OSError:
        return


Moved = tuple[float, float, int, str]
"""The seconds at which a change was made, until which that holds, how many more things are due, and what to keep."""


def outlives(folder: str, versions: "tuple[tuple[int, ...], ...]", moved: "Callable[[str], Moved] | None") -> None:
    """Lets the kept answer of `due` hold for the journal that took the place of another one, too.

    Both are told by device, inode, size and time. `moved` tells of the line that was kept what the change did to it;
    None where it did nothing.
    """
    path, (before, after) = os.path.join(folder, DUE), map(_identity_text, versions)  # noqa: PTH118
    try:
        version, bar, rest = _read(path).partition("|")
        if version == before:
            _replace(path, f"{after}{bar}{rest if moved is None else _moved(rest, moved)}")
    except (OSError, ValueError):
        return


def _moved(text: str, moved: "Callable[[str], Moved]") -> str:
    rests_on, since, until, count, old_line, _end = text.split("\n")
    now, ends, more, line = moved(old_line)
    # An answer that no longer holds is kept for its line alone.
    until = f"{min(float(until), ends)}" if float(since) <= now < float(until) else since
    return f"{rests_on}\n{since}\n{until}\n{int(count or 0) + more or ''}\n{line}\n"


def _replace(path: str, text: str) -> None:
    fresh = f"{path}.{os.getpid()}.tmp"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _PRIVATE)
    try:
        with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(text)
        os.replace(fresh, path)  # noqa: PTH105
    except (OSError, ValueError):
        os.unlink(fresh)  # noqa: PTH108
        raise


class KeptDue:
    """What is known of what is due in the journal of that folder, with these settings."""

    def __init__(self, places: tuple[str, str], environ: "Mapping[str, str]") -> None:
        self._places = places
        self._environ = environ

    @property
    def ground(self) -> str:
        """What it rests on, in one line: another journal, other settings or another zone give another line."""
        folder, settings = self._places
        files = (os.path.join(folder, "journal.json"), settings, __file__, "/etc/localtime")  # noqa: PTH118
        return "|".join([*map(_state, files), self._environ.get("TZ", "")])

    def known(self, rests_on: str, now: float) -> str | None:
        """The line that was kept with the answer, where it is known of the journal as it was then.

        That was read since: None where it may be another one.
        """
        content = _read_kept(self._places[0], DUE, rests_on, now, for_good=True) or ""
        line, end, _ = content.partition("\n")[2].partition("\n")
        # One that was cut off has no end.
        return line if end and self.ground == rests_on else None

    def keep_due(self, rests_on: str, due: tuple[int, str], times: tuple[float, float]) -> None:
        """Keep how many things are due, and a line on what may be; times as in `remember`."""
        begins, ends = times
        remember(self._places[0], DUE, rests_on, f"{due[0] or ''}\n{due[1]}\n", (begins, min(ends, begins + HOLDS_FOR)))


# ── the screen ────────────────────────────────────────────────────────────────────────────────────────────────────────

_DRAWN_FOR = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "AFTERWORD_PLAIN")
"""What says how the screen is drawn, beside its size and the settings."""
_TAKE, _GIVE_BACK = "\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?1049l\x1b[?25h"
_SMALL, _SMALL_WHERE_KNOWN = 2_000_000, 10_000_000
"""Bytes of a journal that is read, and its rows drawn, hardly later than the frame alone would be; where it is known
in which conversations anything may be due, these are five times as many."""
_KEYS, _SCREEN = 0, 2
"""The streams that Textual reads keys from, and draws on."""


class FirstScreen(KeptDue):
    """The terminal with what the app showed when it was left, seen until the app that is being loaded draws it itself.

    Nothing acts on it: keys that are typed meanwhile wait, unseen, for the app.
    """

    terminal: "list[Any] | None" = None
    """How the terminal was before; None while nothing of ours is on it."""

    @property
    def rests_on(self) -> str:
        """What it rests on, in one line: also where the person was, the size of the window, and what it can show.

        Empty where there is no window any more.
        """
        try:
            size = os.get_terminal_size(_SCREEN)
        except OSError:
            return ""
        session = _state(os.path.join(self._places[0], "session.json"))  # noqa: PTH118
        drawn_for = (self._environ.get(name, "") for name in _DRAWN_FOR)
        return "|".join([self.ground, session, f"{size.columns}x{size.lines}", *drawn_for])

    def reads_journal_first(self, now: float) -> bool:
        """Whether the journal is read before the app draws: something is seen already, or it is read in no time."""
        try:
            size = os.stat(os.path.join(self._places[0], "journal.json")).st_size  # noqa: PTH116, PTH118
        except OSError:
            size = 0
        if self.terminal is not None or size <= _SMALL:
            return True
        return size <= _SMALL_WHERE_KNOWN and self.known(self.ground, now) is not None

    def draw(self, now: float) -> None:
        """Draw what is known, if anything is."""
        drawing = _read_kept(self._places[0], SCREEN, self.rests_on, now)
        if drawing is None or not is_drawing(drawing):
            return
        import signal
        import termios

        self.terminal = termios.tcgetattr(_KEYS)
        quiet = [*self.terminal]
        quiet[0] &= ~(termios.IXON | termios.ICRNL)
        quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                signal.signal(number, self._end)
        termios.tcsetattr(_KEYS, termios.TCSANOW, quiet)
        _write(_TAKE + drawing)

    def put_back(self) -> None:
        """Give the terminal back as it was, where the app has not taken it over."""
        if self.terminal is not None:
            import termios

            _write(_GIVE_BACK)
            termios.tcsetattr(_KEYS, termios.TCSANOW, self.terminal)
            self.terminal = None

    def _end(self, number: int, _frame: "FrameType | None") -> None:
        import signal

        self.put_back()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def keep(self, rests_on: str, drawing: str, times: tuple[float, float]) -> None:
        """Keep that for the next start; times as in `remember`."""
        if is_drawing(drawing) and len(drawing) * 2 < _LONGEST:
            remember(self._places[0], SCREEN, rests_on, drawing, times)


def first_screen(words: list[str], environ: "Mapping[str, str]") -> FirstScreen | None:
    """The terminal of this call, if it is one that opens the app; None also where only the program can tell."""
    places = _places(words, environ)
    if places is None or not all(map(os.isatty, range(3))):
        return None
    return None if _is_in_background() else FirstScreen(places, environ)


def _is_in_background() -> bool:
    """Whether the shell has given the terminal to somebody else; one without job control never does."""
    try:
        return os.tcgetpgrp(_KEYS) != os.getpgrp()
    except OSError:
        return False


def is_drawing(text: str) -> bool:
    """Whether that is nothing but signs, their looks and their places: no terminal obeys it otherwise."""
    before, *parts = text.split("\x1b[")
    for part in parts:
        sign = part.lstrip("0123456789;")
        if sign[:1] not in ("m", "H") or not sign[1:].isprintable():
            return False
    return not before


def _write(text: str) -> None:
    raw = text.encode()
    try:
        while raw:
            raw = raw[os.write(_SCREEN, raw) :]
    except OSError:
        return
