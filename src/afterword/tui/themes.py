"""Owns the themes, the only place where colours are chosen, and where the style sheets are found.

In the dark and in the light theme every colour stands against its ground with a contrast of at least 4.5 to 1, in that
of high contrast of 7 to 1; a terminal that has sixteen colours only is drawn in its own, on its black: what stands on
a ground that nobody knows may be yellow on white. No state is told by colour alone.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor
from textual.theme import Theme

from afterword.errors import Unusable

DARK = "afterword-dark"
LIGHT = "afterword-light"
CONTRAST = "afterword-contrast"
SIXTEEN = "afterword-sixteen"

_COLOURS = {
    # dark, light, high contrast, sixteen
    "primary": ("#84abd0", "#1f5582", "#8fd0ff", "ansi_bright_cyan"),
    "secondary": ("#8fa3b8", "#4a5a6a", "#c8d6e5", "ansi_cyan"),
    "accent": ("#d9a95b", "#724500", "#ffd166", "ansi_bright_yellow"),
    "foreground": ("#dcdee1", "#1d1f22", "#ffffff", "ansi_white"),
    "background": ("#16181c", "#fbfaf7", "#000000", "ansi_black"),
    "surface": ("#1c1f24", "#f0f0ed", "#0b0b0b", "ansi_black"),
    "panel": ("#262a31", "#e5e2db", "#1c1c1c", "ansi_black"),
    "success": ("#86b97f", "#2f6b2a", "#8ef58a", "ansi_bright_green"),
    "warning": ("#e0b45c", "#6b4a00", "#ffd75f", "ansi_bright_yellow"),
    "error": ("#e58a83", "#a3271e", "#ffb3ad", "ansi_bright_red"),
}
"""The colours that Textual knows, in the four themes."""
_VARIABLES = {
    "muted": ("#a3a9b2", "#555a60", "#d6d6d6", "ansi_cyan"),
    "line-cursor": ("#242f52", "#cfe1f1", "#002a66", "ansi_blue"),
    "line-cursor-blurred": ("#2a2f37", "#e2e0da", "#303030", "ansi_black"),
    "marked": ("#6a5320", "#f3dea4", "#5c2e00", "ansi_magenta"),
    "caret": ("#d8dadd", "#1d1f22", "#ffffff", "ansi_white"),
    "caret-text": ("#16181c", "#fbfaf7", "#000000", "ansi_black"),
    "border": ("#84abd0", "#1f5582", "#8fd0ff", "ansi_bright_cyan"),
    "border-blurred": ("#3a4048", "#c4c0b6", "#9a9a9a", "ansi_blue"),
    "footer-background": ("#1c1f24", "#f0f0ed", "#1c1c1c", "ansi_black"),
}
"""Those of our own."""
_OF_SIXTEEN = {
    "panel-lighten-1": "ansi_black",
    "ansi-background": "ansi_black",
    "ansi-foreground": "ansi_white",
    "block-cursor-background": "ansi_white",
    "block-cursor-foreground": "ansi_black",
    "screen-selection-background": "ansi_cyan",
    "screen-selection-foreground": "ansi_black",
    "input-cursor-background": "ansi_white",
    "input-cursor-foreground": "ansi_black",
    "input-selection-background": "ansi_cyan",
    "input-selection-foreground": "ansi_black",
}
"""What Textual would mix of others, where there is nothing to mix with."""


def _theme(place: int, name: str) -> Theme:
    colours: dict[str, Any] = {known: row[place] for known, row in _COLOURS.items()}
    variables = {known: row[place] for known, row in _VARIABLES.items()}
    if name == SIXTEEN:
        return Theme(name, **colours, ansi=True, boost="ansi_black", variables=variables | _OF_SIXTEEN)
    return Theme(name, **colours, dark=name != LIGHT, variables=variables)


_IN_TURN = (DARK, LIGHT, CONTRAST)


def register(app: App[None], wanted: str) -> None:
    """Make the themes known and take the wanted one."""
    for place, name in enumerate((*_IN_TURN, SIXTEEN)):
        app.register_theme(_theme(place, name))
    take(app, wanted)


def take(app: App[None], wanted: str) -> None:
    """Take that theme; a terminal of sixteen colours keeps its own."""
    if app.theme != SIXTEEN:
        app.theme = wanted if wanted in _IN_TURN else DARK


def following(name: str) -> str:
    """The theme that comes after that one, when a person goes through them."""
    return _IN_TURN[(_IN_TURN.index(name) + 1) % len(_IN_TURN)]


def line_filters(filters: Sequence[LineFilter]) -> list[LineFilter]:
    """What every line goes through: no search for sixteen colours, which only the theme of sixteen has, and keeps.

    Under NO_COLOR the terminal's own two colours, where Textual alone would draw in greys.
    """
    kept = (known for known in filters if not isinstance(known, ANSIToTruecolor))
    return [NoColor() if isinstance(known, Monochrome) else known for known in kept]


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
