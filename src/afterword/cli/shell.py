"""Owns what a command works with: streams, paths, services, dates and files understood, and how records look.

Tables and blocks fit the width, and are free of control characters.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import msgspec
from msgspec import Struct

from afterword.domain.text import cells, clean, clean_line, fit, plural, whole_number
from afterword.errors import UserError
from afterword.paths import Paths, typed_path

# What a command needs it imports when it runs: help and version cost nothing of the services.
if TYPE_CHECKING:
    from afterword.domain.dates import Lean
    from afterword.domain.history import Merged
    from afterword.errors import SettingsInvalid
    from afterword.own_settings import OwnSettings
    from afterword.ports import Clock
    from afterword.services.services import Services
    from afterword.settings import Settings

WIDTH, LEAST_WIDTH = 80, 40
"""The columns of a terminal that does not say, and the fewest a table is cut to."""
_GAP = "  "
Columns = Mapping[str, int | None]
"""Headings, each with the width below which its cells are never cut; `None` never cuts them at all."""


def as_json(value: Any) -> str:
    """One JSON document. Escaped to ASCII, so that no control or bidi character of stored data gets out."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=True, default=_as_text)


def _as_text(value: Any) -> str:
    """A day or a moment in ISO 8601; anything else is no data."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def plain(record: Struct, *without: str, **computed: Any) -> dict[str, Any]:
    """All fields of a record as plain data but for those named, and what is computed beside them."""
    plain_values: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(date, datetime))
    return {name: value for name, value in plain_values.items() if name not in without} | computed


def picked(record: object, *names: str, **computed: Any) -> dict[str, Any]:
    """These attributes of a record as plain data, and what is computed beside them."""
    values = {name: getattr(record, name) for name in names}
    plain_values: dict[str, Any] = msgspec.to_builtins(values, builtin_types=(date, datetime))
    return plain_values | computed


def table(columns: Columns, rows: Iterable[Sequence[str]], width: int | None = WIDTH) -> str:
    """The rows under their headings, in at most `width` columns where one is given; the widest give way first.

    Without one, as into a pipe, every character stays as it was written. Nothing where there is no row.
    """
    clean_rows = [[clean_line(cell) for cell in row] for row in rows]
    if not clean_rows:
        return ""
    titles = list(columns)
    natural = [max(cells(row[at]) for row in [titles, *clean_rows]) for at in range(len(columns))]
    widths = natural if width is None else _fitted(columns, natural, width - len(_GAP) * (len(columns) - 1))
    padded = fit if width is not None else _padded
    lines = [_GAP.join(map(padded, row, widths)).rstrip() for row in [titles, *clean_rows]]
    return "\n".join(lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _fitted(columns: Columns, natural: list[int], room: int) -> list[int]:
    widths = list(natural)
    while sum(widths) > room:
        loose = [at for at, least in enumerate(columns.values()) if least is not None and widths[at] > max(least, 1)]
        if not loose:
            break
        widest = max(loose, key=lambda at: widths[at])
        widths[widest] -= 1
    return widths


def fields(pairs: Iterable[tuple[str, str]]) -> str:
    """`name  value` lines with the names aligned; empty values are left out, longer ones keep their lines."""
    filled = [(name, clean(value).strip()) for name, value in pairs if value.strip()]
    wide = max((cells(name) for name, _ in filled), default=0)
    lines: list[str] = []
    for name, value in filled:
        first, *rest = value.split("\n")
        lines.append(f"{_padded(name, wide)}{_GAP}{first}")
        lines += [f"{' ' * wide}{_GAP}{line}".rstrip() for line in rest]
    return "\n".join(lines)


def indented(text: str, by: int = 4) -> str:
    """The text, cleaned and moved to the right."""
    return "\n".join(" " * by + line if line else "" for line in clean(text).strip("\n").split("\n"))


Listed = TypeVar("Listed")
CheckKeys = Callable[[Mapping[str, object]], Sequence[tuple[str, str, str]]]
"""All that is wrong with a keymap: setting, problem and hint of each. Handed in, since only the screen has keys."""

STDIN = "-"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How a text begins whose characters take two bytes."""
_NO_TEXT = (b"%PDF-", b"PK\x03\x04")
"""How a PDF and a word processor's file begin."""
_PIECE = 1024 * 1024
_LONGEST_LINE = 1_000_000
_DIFFERING = 20
"""Values that both sides had changed of which so many are told one by one."""
LARGEST_FILE = 1024**3
"""Bytes of a file that a command reads. No journal that `export` writes is longer; the bound is for /dev/zero."""


class NotShown(Exception):
    """The answer could not be written to stdout; `text` is what nobody has seen, and the cause an `OSError`."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class HelpAsked(Exception):
    """Somebody asked for help; `text` is what to print."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Terminal(Struct, frozen=True):
    """The three streams and the environment of a call."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]

    def show(self, text: str) -> None:
        """Writes to stdout, at once, and to a terminal nothing that it could obey.

        Raises `NotShown`, and `BrokenPipeError` when the reader has gone.
        """
        try:
            if text:  # a full device refuses even nothing
                self.stdout.write(clean(text) if self.stdout.isatty() else text)
            self.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise NotShown(text) from error

    def show_bytes(self, raw: bytes) -> None:
        """Bytes on stdout, as they are; on a terminal without any character that it could obey."""
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None or self.stdout.isatty():
            self.show(clean(raw.decode("utf-8", "replace")))
            return
        try:
            self.stdout.flush()
            buffer.write(raw)
            buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise NotShown(raw.decode("utf-8", "replace")) from error

    def next_line(self) -> str:
        """The next line of stdin; nothing at its end, and where a line has none, as in /dev/zero."""
        line = self.stdin.readline(_LONGEST_LINE)
        if len(line) < _LONGEST_LINE:
            return line
        self.tell(f"\nA line has more than {_LONGEST_LINE:,} characters: nothing more is read.\n")
        return ""

    def tell(self, text: str) -> None:
        """Writes to stderr; what nobody can be told stops no command."""
        with contextlib.suppress(OSError):
            self.stderr.write(clean(text) if self.stderr.isatty() else text)
            self.stderr.flush()


def any_keys(_keys: Mapping[str, object]) -> Sequence[tuple[str, str, str]]:
    """Where no screen is at hand, every keymap will do."""
    return ()


class Shell:
    """What a command is given. Settings and services are read when they are first asked for.

    `sample`: the folders hold sample data and will soon be gone.
    """

    def __init__(
        self, terminal: Terminal, paths: Paths, check_keys: CheckKeys = any_keys, *, sample: bool = False
    ) -> None:
        self.terminal = terminal
        self.paths = paths
        self.check_keys = check_keys
        self.sample = sample
        self.json = False
        self.brings_in = True
        """Whether what other machines left beside the journal is merged and told when the journal is opened."""
        self.left_out: SettingsInvalid | None = None
        """What is wrong in settings that this call could do without."""

    @cached_property
    def settings(self) -> "Settings":
        """The person's settings; what is wrong in them is in `left_out`."""
        from afterword.settings_file import settings_to_go_on_with

        settings, self.left_out = settings_to_go_on_with(self.paths.settings)
        return settings

    def check_settings(self, *sections: str, but: Collection[str] = ()) -> "Settings":
        """The settings, for what needs these sections. Raises `SettingsInvalid` where something is wrong in them."""
        settings = self.settings
        if self.left_out is not None and self.left_out.is_about(*sections, but=but):
            raise self.left_out
        return settings

    def _clock(self) -> "Clock":
        """The clock by which words are read. Raises `SettingsInvalid` where the zone they are meant in is not known."""
        self.check_settings("me", but=("me.name", "me.address", "me.addresses", "me.language", "me.linkedin"))
        return self.services.clock

    @cached_property
    def own_settings(self) -> "OwnSettings":
        """The person's file of settings for the screen, which opens with what can be read of it and changes it.

        From here on `settings` are what it holds.
        """
        from afterword.bootstrap import own_settings

        own = own_settings(self.paths, self.check_keys)
        self.settings = own.settings
        return own

    @cached_property
    def services(self) -> "Services":
        """Every verb, on the journal in these folders."""
        from afterword.bootstrap import open_journal

        settings = self.settings
        services = open_journal(self.paths, settings, self.left_out)
        for arrival in services.store.bring_in() if self.brings_in else ():
            tell_merge(self, arrival.name, arrival.merged)
            arrival.told()
        return services

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment of the call."""
        return self.terminal.environ

    @property
    def interactive(self) -> bool:
        """Whether a person sits at the other end of stdin."""
        return self.terminal.stdin.isatty()

    @property
    def on_screen(self) -> bool:
        """Whether a full-screen app can be shown and steered."""
        return self.terminal.stdin.isatty() and self.terminal.stdout.isatty()

    @property
    def width(self) -> int | None:
        """The columns a table may take: COLUMNS where it is set, else those of the terminal; None into a pipe."""
        setting = whole_number(self.environ.get("COLUMNS", ""))
        if setting:
            return max(LEAST_WIDTH, setting)
        if not self.terminal.stdout.isatty():
            return None
        try:
            columns = os.get_terminal_size(self.terminal.stdout.fileno()).columns
        except (OSError, ValueError):
            columns = 0
        return max(LEAST_WIDTH, columns or WIDTH)

    def answer(self, record: Any, plain: str) -> None:
        """The data of a command: the record with `--json`, else the plain text (nothing when it is empty).

        Records that are made one by one are made only where they are shown.
        """
        if self.json:
            self.terminal.show(as_json(list(record) if isinstance(record, Iterator) else record) + "\n")
        elif plain:
            self.terminal.show(clean(plain).rstrip("\n") + "\n")

    def answer_list(
        self,
        records: Sequence[Listed],
        record: Callable[[Listed], Any],
        columns: Columns,
        row: Callable[[Listed], Sequence[str]],
        nothing: str = "",
    ) -> None:
        """A line of a table for each of them, or their records with `--json`; where there is none, that is told."""
        if not records:
            self.say(nothing)
        self.answer(map(record, records), "" if self.json else table(columns, map(row, records), self.width))

    def say(self, *sentences: str) -> None:
        """Something told to the person, on stderr; where nothing is to be said, no line."""
        if words := " ".join(filter(None, sentences)):
            self.terminal.tell(clean(words) + "\n")

    def prompt(self, question: str) -> str | None:
        """One line from stdin without its end, asked for on stderr; None when stdin has ended."""
        self.terminal.tell(clean(question) + " ")
        line = self.terminal.next_line()
        if not self.interactive:
            self.terminal.tell("\n")
        return clean(line).rstrip("\n") if line else None

    @property
    def saves(self) -> int:
        """How many changes of the journal this call has saved."""
        return self.services.store.saves if "services" in vars(self) else 0

    @property
    def set_apart(self) -> tuple[str, ...]:
        """A sentence for each value of the journal that this call had to leave out."""
        return self.services.store.set_apart() if "services" in vars(self) else ()

    def read_bytes(self, name: str, most: int = LARGEST_FILE) -> bytes:
        """The whole content of a file, or of stdin for `-`. Raises `UserError` when it cannot be read or is longer."""
        try:
            if name == STDIN:
                buffer = getattr(self.terminal.stdin, "buffer", None)
                raw = self.terminal.stdin.read().encode() if buffer is None else _read_at_most(buffer, most)
            else:
                with typed_path(name).open("rb") as file:
                    raw = _read_at_most(file, most)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise UserError(f"{name} cannot be read.", f"{why}.", "Check the path.") from error
        if len(raw) > most:
            source = "What came on stdin" if name == STDIN else name
            title = f"{source} is longer than {most:,} bytes, the most that is read."
            raise UserError(title, "Nothing was taken from it.")
        return raw

    def read_text(self, name: str) -> str:
        """The text in a file, or of stdin for `-`. Raises `UserError` for a PDF, a picture or the like."""
        raw = self.read_bytes(name)
        if raw.startswith(_NO_TEXT) or (b"\0" in raw and not raw.startswith(_WIDE)):
            title = f"{name if name != STDIN else 'What came on stdin'} is no plain text."
            raise UserError(title, "Nothing was taken from it.", "Save it as text (.txt) first.")
        return as_text(raw)

    def understand(self, words: str | Iterable[str], lean: "Lean") -> datetime:
        """The instant that was typed; what was understood is echoed on stderr, with the person's zone."""
        from afterword.domain.dates import echo_moment, understand_moment

        clock = self._clock()
        moment = understand_moment(_joined(words), clock.now(), lean)
        self.say(f"Understood: {echo_moment(moment, clock.zone).removesuffix('.')}.")
        return moment

    def understand_time(
        self, words: str | Iterable[str], lean: "Lean", *, zone: str, day: date | None = None
    ) -> datetime:
        """A time of day at a place, echoed likewise; a day without a time is refused."""
        from zoneinfo import ZoneInfo

        from afterword.domain.dates import echo_moment, understand_moment

        clock = self.services.clock
        local_now = (self._clock() if zone == clock.zone else clock).now().astimezone(ZoneInfo(zone))
        moment = understand_moment(_joined(words), local_now, lean, day, needs_time=True)
        self.say(f"Understood: {echo_moment(moment, zone).removesuffix('.')}.")
        return moment

    def understand_day(self, words: str | Iterable[str], lean: "Lean") -> date:
        """The day that was typed, echoed likewise; a time that was typed with it is said not to count."""
        from afterword.domain.dates import show_date, understand

        text = _joined(words)
        understood = understand(text, self._clock().now(), lean)
        only = " The day counts here, not the time." if understood.has_time and text.strip().lower() != "now" else ""
        self.say(f"Understood: {show_date(understood.at.date())}.{only}")
        return understood.at.date()


def tell_merge(shell: Shell, name: str, merged: "Merged") -> None:
    """What a merge did, and each value that both sides had changed with what was kept."""
    shell.say(f"{name}: {merged.words}.")
    for differing in merged.both[:_DIFFERING]:
        shell.say(f"  {differing.words}")
    if len(merged.both) > _DIFFERING:
        shell.say(f"  And {plural(len(merged.both) - _DIFFERING, 'value')} more.")


def _joined(words: str | Iterable[str]) -> str:
    return words if isinstance(words, str) else " ".join(words)


def _read_at_most(file: BufferedReader, most: int) -> bytes:
    """All bytes up to the end, and one more than `most` where there are more.

    Taken as they come: a longer read would hold back a signal (`kill`, a hang-up) until all of it has arrived.
    """
    pieces, room = [], most + 1
    while room and (piece := file.read1(min(room, _PIECE))):
        pieces.append(piece)
        room -= len(piece)
    return b"".join(pieces)


def as_text(raw: bytes) -> str:
    """Bytes as text: UTF-8 (or UTF-16 with its mark), else the Western code page, which reads anything."""
    if raw.startswith(_WIDE):
        return clean(raw.decode("utf-16", "replace"))
    try:
        return clean(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return clean(raw.decode("cp1252", "replace"))


def system_terminal() -> Terminal:
    """The streams of this process; letters a stream cannot show become `?`, and one that is closed reads as empty."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    nowhere = Path(os.devnull)
    return Terminal(
        sys.stdin or nowhere.open(encoding="utf-8"),
        sys.stdout or nowhere.open("w", encoding="utf-8"),
        sys.stderr or nowhere.open("w", encoding="utf-8"),
        os.environ,
    )
