"""Every theme can be read: every tone on every ground it stands on, measured as WCAG 2 does."""

import pytest
from rich._palettes import EIGHT_BIT_PALETTE
from rich.color import Color as RichColor
from rich.color import ColorSystem
from tests.tui.stand_ins import MemoryStore, services
from textual.color import Color

from afterword.settings import ScreenSettings, Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.styles import CONTRAST, DARK, LIGHT

LEAST = {DARK: 4.5, LIGHT: 4.5, CONTRAST: 7.0}
"""What WCAG asks of text of normal size; its stricter level for who chose high contrast."""
GROUNDS = ("background", "surface", "panel", "line-cursor", "line-cursor-blurred")
TEXTS = ("foreground", "muted", "accent", "success", "warning", "error", "primary")


def luminance(colour: Color) -> float:
    """The relative luminance of WCAG 2."""
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def as_drawn(colour: str, colours: int) -> Color:
    """The colour itself, or the nearest that a terminal of 256 colours has."""
    if colours > 256:
        return Color.parse(colour)
    number = RichColor.parse(colour).downgrade(ColorSystem.EIGHT_BIT).number
    assert number is not None
    return Color(*EIGHT_BIT_PALETTE[number])


def contrast(text: Color, ground: Color) -> float:
    """Between 1 and 21."""
    darker, lighter = sorted((luminance(text), luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours_there", [256, 1 << 24])
@pytest.mark.parametrize("theme", LEAST)
def test_every_tone_can_be_read_on_every_ground(theme: str, colours_there: int) -> None:
    """At least 4.5 to 1, and 7 to 1 in high contrast, also where a terminal has the nearest colours only."""
    app = AfterwordApp(services(MemoryStore()), Settings(screen=ScreenSettings(theme=theme)))
    colours = app.get_css_variables()
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [("foreground", "marked"), ("caret-text", "caret")]
    drawn = {name: as_drawn(colours[name], colours_there) for pair in pairs for name in pair}
    measured = {f"{text} on {ground}": contrast(drawn[text], drawn[ground]) for text, ground in pairs}
    assert {name: round(ratio, 2) for name, ratio in measured.items() if ratio < LEAST[theme]} == {}
