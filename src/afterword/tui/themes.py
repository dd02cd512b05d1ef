"""Owns the themes, the only place where colours are chosen, and where the style sheets are found.

In the dark and in the light theme every colour stands against its ground with a contrast of at least 4.5 to 1, in that
of high contrast of 7 to 1; a terminal that has sixteen colours only is drawn in its own. No state is told by colour
alone.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome, NoColor
from textual.theme import Theme

from afterword.errors import Unusable

DARK = "afterword-dark"
LIGHT = "afterword-light"
CONTRAST = "afterword-contrast"
SIXTEEN = "afterword-sixteen"

_DARK = Theme(
    name=DARK,
    dark=True,
    primary="#84abd0",
    secondary="#8fa3b8",
    accent="#d9a95b",
    foreground="#dcdee1",
    background="#16181c",
    surface="#1c1f24",
    panel="#262a31",
    success="#86b97f",
    warning="#e0b45c",
    error="#e58a83",
    variables={
        "muted": "#a3a9b2",
        "line-cursor": "#242f52",
        "line-cursor-blurred": "#2a2f37",
        "marked": "#6a5320",
        "caret": "#d8dadd",
        "caret-text": "#16181c",
        "border": "#84abd0",
        "border-blurred": "#3a4048",
        "footer-background": "#1c1f24",
    },
)

_LIGHT = Theme(
    name=LIGHT,
    dark=False,
    primary="#1f5582",
    secondary="#4a5a6a",
    accent="#724500",
    foreground="#1d1f22",
    background="#fbfaf7",
    surface="#f0f0ed",
    panel="#e5e2db",
    success="#2f6b2a",
    warning="#6b4a00",
    error="#a3271e",
    variables={
        "muted": "#555a60",
        "line-cursor": "#cfe1f1",
        "line-cursor-blurred": "#e2e0da",
        "marked": "#f3dea4",
        "caret": "#1d1f22",
        "caret-text": "#fbfaf7",
        "border": "#1f5582",
        "border-blurred": "#c4c0b6",
        "footer-background": "#f0f0ed",
    },
)

_CONTRAST = Theme(
    name=CONTRAST,
    dark=True,
    primary="#8fd0ff",
    secondary="#c8d6e5",
    accent="#ffd166",
    foreground="#ffffff",
    background="#000000",
    surface="#0b0b0b",
    panel="#1c1c1c",
    success="#8ef58a",
    warning="#ffd75f",
    error="#ffb3ad",
    variables={
        "muted": "#d6d6d6",
        "line-cursor": "#002a66",
        "line-cursor-blurred": "#303030",
        "marked": "#5c2e00",
        "caret": "#ffffff",
        "caret-text": "#000000",
        "border": "#8fd0ff",
        "border-blurred": "#9a9a9a",
        "footer-background": "#1c1c1c",
    },
)

_SIXTEEN = Theme(
    name=SIXTEEN,
    ansi=True,
    dark=True,
    primary="ansi_bright_cyan",
    secondary="ansi_cyan",
    accent="ansi_bright_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_bright_green",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    variables={
        "muted": "ansi_cyan",
        "line-cursor": "ansi_blue",
        "line-cursor-blurred": "ansi_default",
        "marked": "ansi_magenta",
        "caret": "ansi_white",
        "caret-text": "ansi_black",
        "border": "ansi_bright_cyan",
        "border-blurred": "ansi_blue",
        "footer-background": "ansi_default",
        "panel-lighten-1": "ansi_default",
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
    },
)


_IN_TURN = (DARK, LIGHT, CONTRAST)


def register(app: App[None], wanted: str) -> None:
    """Make the themes known and take the wanted one."""
    for theme in (_DARK, _LIGHT, _CONTRAST, _SIXTEEN):
        app.register_theme(theme)
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
