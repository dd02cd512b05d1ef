"""Owns the two themes, dark and light: the only place where colours are chosen.

Every colour stands against its ground with a contrast of at least 4.5 to 1, and no state is told by colour alone.
"""

from textual.app import App
from textual.theme import Theme

DARK = "afterword-dark"
LIGHT = "afterword-light"

_DARK = Theme(
    name=DARK,
    dark=True,
    primary="#84abd0",
    secondary="#8fa3b8",
    accent="#d9a95b",
    foreground="#d8dadd",
    background="#16181c",
    surface="#1c1f24",
    panel="#262a31",
    success="#86b97f",
    warning="#e0b45c",
    error="#e58a83",
    variables={
        "muted": "#a3a9b2",
        "line-cursor": "#243a52",
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
    accent="#8a5300",
    foreground="#1d1f22",
    background="#fbfaf7",
    surface="#f1efea",
    panel="#e5e2db",
    success="#2f6b2a",
    warning="#845200",
    error="#a3271e",
    variables={
        "muted": "#5c6168",
        "line-cursor": "#cfe1f1",
        "line-cursor-blurred": "#e2e0da",
        "marked": "#f3dea4",
        "caret": "#1d1f22",
        "caret-text": "#fbfaf7",
        "border": "#1f5582",
        "border-blurred": "#c4c0b6",
        "footer-background": "#f1efea",
    },
)


def register(app: App[None], wanted: str) -> None:
    """Make both themes known and take the wanted one."""
    app.register_theme(_DARK)
    app.register_theme(_LIGHT)
    app.theme = LIGHT if wanted == LIGHT else DARK
