"""Owns how things look: text in a few styles, cut by the cells of a terminal, and the themes, which choose its colours.

Presenters build cells and lines from `str` and `Span`; no markup is ever read out of a text, whatever it contains.

In the dark and in the light theme every colour stands against its ground with a contrast of at least 4.5 to 1, in that
of high contrast of 7 to 1; a terminal that has sixteen colours only is drawn in its own, on its black: what stands on
a ground that nobody knows may be yellow on white. No state is told by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, json
from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor
from textual.theme import Theme

from afterword.domain.text import ELLIPSIS, cells, clean, fit, settled, signs_of, takes_one_cell_each
from afterword.errors import Unusable


class TextStyle(StrEnum):
    """How a piece of text stands out. A tone never says anything the words beside it do not say."""

    PLAIN = "plain"
    MUTED = "muted"
    STRONG = "strong"
    ACCENT = "accent"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MARKED = "marked"
    KEY = "key"
    ACTIVE = "active"

    __hash__ = str.__hash__  # That of an enumeration is a call, and every line that is drawn looks tones up.


class Span(Struct, frozen=True):
    """A run of text in one tone."""

    text: str
    tone: TextStyle = TextStyle.PLAIN


class Alternatives(Struct, frozen=True):
    """The same said ever shorter: a column takes the first that fits into it whole, and the last where none does."""

    spans: tuple[str | Span, ...]

    def fitting(self, width: int) -> str | Span:
        """What stands in a column of that width."""
        whole = (span for span in self.spans if cells(span if isinstance(span, str) else span.text) <= width)
        return next(whole, self.spans[-1])


Cell = str | Span | tuple[str | Span, ...] | Alternatives
"""What stands in a cell or a line: one run, several side by side, or one of several."""


def pieces(cell: Cell, tone: TextStyle = TextStyle.PLAIN) -> tuple[Span, ...]:
    """The cell as clean pieces; plain parts take `tone`. The last line of defence: nothing a terminal obeys passes.

    Nor does what terminals draw in different cells.
    """
    if isinstance(cell, str):
        return (Span(settled(clean(cell)), tone),)
    if isinstance(cell, Span):
        return (Span(settled(clean(cell.text)), tone if cell.tone is TextStyle.PLAIN else cell.tone),)
    if isinstance(cell, Alternatives):
        return pieces(cell.spans[0], tone)
    return tuple(piece for part in cell for piece in pieces(part, tone))


GLYPHS, FEW = "glyphs", "few"
"""The variable of the theme that says which signs the terminal has, and its value for the console of Linux."""
_ON_CONSOLE = str.maketrans("✓✔✗›‹□●▪◦▁▂▃▅▆▇╭╮╰╯", "√√x><·•··__▄▄██┌┐└┘")


def on_console(text: str) -> str:
    """The text in signs that the fonts of the Linux console have, each in as many cells."""
    return text if text.isascii() else text.translate(_ON_CONSOLE)


def plain(cell: Cell) -> str:
    """The words of the cell without tones."""
    return "".join(piece.text for piece in pieces(cell))


def fit_pieces(parts: Sequence[Span], width: int) -> Iterable[Span]:
    """Pieces that fill exactly `width` cells; what does not fit ends in `…`."""
    if len(parts) == 1:
        yield Span(fit(parts[0].text, width), parts[0].tone)
        return
    room = width
    last = len(parts) - 1
    for index, part in enumerate(parts):
        size = cells(part.text)
        if size > room or (size == room and index < last and any(rest.text for rest in parts[index + 1 :])):
            yield Span(fit(part.text + " " * (room - size) + ELLIPSIS, room), part.tone)
            return
        yield part
        room -= size
    if room:
        yield Span(" " * room)


def wrap(text: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """Where the lines of `text` begin and end when it is set in `width` cells, all but the first in `hang` cells less.

    Offsets into `text`; a line end is in no line, and a space at which a line was broken belongs to the line before it.
    Every other character is in exactly one line. An empty text is one empty line.
    """
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        first = max(width - (hang if lines else 0), 2)
        lines.extend((start + begin, start + end) for begin, end in _wrap_line(paragraph, first, max(width - hang, 2)))
        start += len(paragraph) + 1
    return lines


def _wrap_line(line: str, first: int, later: int) -> list[tuple[int, int]]:
    if len(line) * 2 <= first:
        return [(0, len(line))]
    if takes_one_cell_each(line):
        return _wrap_even_line(line, first, later)
    signs = signs_of(line)
    lines: list[tuple[int, int]] = []
    place, width = 0, first
    while True:
        after = _line_end(line, signs, place, width)
        end = signs[after][0] if after < len(signs) else len(line)
        lines.append((signs[place][0], end))
        if after >= len(signs):
            return lines
        place, width = after, later


def _wrap_even_line(line: str, first: int, later: int) -> list[tuple[int, int]]:
    """The same for a line whose signs need not be measured: most lines, many times as fast."""
    lines: list[tuple[int, int]] = []
    begin, width = 0, first
    while True:
        over = begin + width
        while over < len(line) and line[over] == " ":
            over += 1
        if over >= len(line):
            return [*lines, (begin, len(line))]
        end = line.rfind(" ", begin, over) + 1 or over
        lines.append((begin, end))
        begin, width = end, later


def _line_end(line: str, signs: Sequence[tuple[int, int, int]], begin: int, width: int) -> int:
    """The sign at which the next line begins."""
    used, gap = 0, -1
    for place in range(begin, len(signs)):
        start, _, size = signs[place]
        used += size
        if line[start] == " ":
            # A space may hang over the edge, where nobody sees it.
            gap = place
        elif used > width:
            return gap + 1 if gap >= begin else max(place, begin + 1)
    return len(signs)


DARK = "afterword-dark"
LIGHT = "afterword-light"
CONTRAST = "afterword-contrast"
SIXTEEN = "afterword-sixteen"


class _Colours(Struct, frozen=True):
    """The colours of styles.json: Textual's and our own in four themes, and what it would mix of others."""

    colours: Mapping[str, tuple[str, str, str, str]]
    variables: Mapping[str, tuple[str, str, str, str]]
    of_sixteen: dict[str, str]


_COLOURS = json.decode(Path(__file__).with_suffix(".json").read_bytes(), type=_Colours)


def _theme(place: int, name: str) -> Theme:
    colours: dict[str, Any] = {colour: row[place] for colour, row in _COLOURS.colours.items()}
    variables = {colour: row[place] for colour, row in _COLOURS.variables.items()}
    if name == SIXTEEN:
        return Theme(name, **colours, ansi=True, boost="ansi_black", variables=variables | _COLOURS.of_sixteen)
    return Theme(name, **colours, dark=name != LIGHT, variables=variables)


_IN_TURN = (DARK, LIGHT, CONTRAST)


def register_themes(app: App[None], chosen: str) -> None:
    """Make the themes known and take the wanted one."""
    for place, name in enumerate((*_IN_TURN, SIXTEEN)):
        app.register_theme(_theme(place, name))
    take_theme(app, chosen)


def take_theme(app: App[None], name: str) -> None:
    """Take that theme; a terminal of sixteen colours keeps its own."""
    if app.theme != SIXTEEN:
        app.theme = name if name in _IN_TURN else DARK


def next_theme(name: str) -> str:
    """The theme that comes after that one, when a person goes through them."""
    return _IN_TURN[(_IN_TURN.index(name) + 1) % len(_IN_TURN)]


def line_filters(filters: Sequence[LineFilter]) -> list[LineFilter]:
    """What every line goes through: no search for sixteen colours, which only the theme of sixteen has, and keeps.

    Under NO_COLOR the terminal's own two colours, where Textual alone would draw in greys.
    """
    kept = (line_filter for line_filter in filters if not isinstance(line_filter, ANSIToTruecolor))
    return [NoColor() if isinstance(line_filter, Monochrome) else line_filter for line_filter in kept]


def fit_terminal(app: App[None]) -> None:
    """Take the terminal's own sixteen colours where it has no more."""
    if app.console.color_system == "standard" and not app.no_color:
        app.theme = SIXTEEN


@cache
def stylesheet_folder() -> Path:
    """The folder of the stylesheets. Raises `Unusable` when the installation lacks it."""
    package = Path(__file__).parents[1]
    for place in (package / "styles", package.parents[1] / "styles"):
        if (place / "frame.tcss").is_file():
            return place
    raise Unusable(
        "The stylesheets of the screen are missing.", f"They belong into {package / 'styles'}.", "Install again."
    )


def stylesheet_path(name: str) -> Path:
    """Where the stylesheet of that name is."""
    return stylesheet_folder() / f"{name}.tcss"


def add_stylesheet(app: App[None], name: str) -> None:
    """Read one more stylesheet into the app, once; widgets mounted from now on are drawn by it."""
    place = stylesheet_path(name)
    if place.is_file() and not app.stylesheet.has_source(str(place)):
        app.stylesheet.read(place)
        # Read alone it would not count before somebody asks for all rules; the next widget mounted looks them up.
        app.stylesheet.parse()
