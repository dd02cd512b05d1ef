"""Owns where the stylesheets are found: in the installed package, or in the checkout it was started from."""

from functools import cache
from pathlib import Path

from textual.app import App

from afterword.errors import Unusable


@cache
def folder() -> Path:
    """The folder of the stylesheets. Raises `Unusable` when the installation lacks it."""
    package = Path(__file__).parents[1]
    for place in (package / "styles", package.parents[1] / "styles"):
        if (place / "frame.tcss").is_file():
            return place
    raise Unusable(
        "The stylesheets of the screen are missing.", f"They belong into {package / 'styles'}.", "Install again."
    )


def path(name: str) -> Path:
    """Where the stylesheet of that name is."""
    return folder() / f"{name}.tcss"


def add(app: App[None], name: str) -> None:
    """Read one more stylesheet into the app, once; widgets mounted from now on are drawn by it."""
    place = path(name)
    if place.is_file() and not app.stylesheet.has_source(str(place)):
        app.stylesheet.read(place)
        # Read alone it would not count before somebody asks for all rules; the next widget mounted looks them up.
        app.stylesheet.parse()
