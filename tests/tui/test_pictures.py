"""A few screens compared with how they were last drawn, as text and as SVG; `make screens` draws them again.

A difference is no mistake by itself: look at it, and when it is meant, draw the pictures again and commit them.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import MemoryStore, sample_journal, services

from afterword.domain.journal import Journal
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp

FOLDER = Path(__file__).parent / "pictures"
DRAW_AGAIN = "AFTERWORD_DRAW_SCREENS"
NARROW, WIDE = (80, 24), (120, 40)
FRAME = "c5c8c6"
"""The colour in which every exported picture says its title; no part of the screen."""
PANES = {"today": "0", "reflection": "1", "feedback": "2", "evaluation": "3"}


@dataclass(frozen=True)
class Drawn:
    """One screen, as words and as a picture."""

    text: str
    svg: str


async def drawn(pane: str, journal: Journal, size: tuple[int, int]) -> Drawn:
    """The pane at that size, once everything that follows the first paint is done."""
    app = AfterwordApp(services(MemoryStore(journal)), Settings())
    async with running(app, size=size, as_it_opens=True) as pilot:
        await pilot.pause()
        if app.main_screen.pane.pane_id != pane:
            await pilot.press(PANES[pane])
        seen = ""
        while seen != (seen := text_of(app)):
            await pilot.pause()
        return Drawn("\n".join(line.rstrip() for line in seen.splitlines()) + "\n", app.export_screenshot())


def compare(name: str, found: str) -> None:
    """Hold a picture against the stored one, or store it."""
    stored = FOLDER / name
    if os.environ.get(DRAW_AGAIN):
        FOLDER.mkdir(exist_ok=True)
        stored.write_text(found, encoding="utf-8")
    assert found == stored.read_text(encoding="utf-8"), f"{name} looks different; if that is meant: make screens"


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["narrow", "wide"])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "filled"])
@pytest.mark.parametrize("pane", PANES)
async def test_a_pane_looks_as_it_did(pane: str, filled: bool, size: tuple[int, int]) -> None:  # noqa: FBT001 - a case
    """Its words stand where they stood, empty and filled, at 80 and at 120 columns."""
    screen = await drawn(pane, sample_journal() if filled else Journal(), size)
    compare(f"{pane}-{'filled' if filled else 'empty'}-{size[0]}x{size[1]}.txt", screen.text)


@pytest.mark.parametrize("pane", PANES)
async def test_a_pane_has_the_colours_it_had(pane: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a picture, sample data at 80 columns, whatever the person who tests has set."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    compare(f"{pane}.svg", (await drawn(pane, sample_journal(), NARROW)).svg)


@pytest.mark.parametrize("pane", PANES)
async def test_without_colour_the_words_are_the_same(pane: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes every hue away and no word with it."""
    coloured = await drawn(pane, sample_journal(), NARROW)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = await drawn(pane, sample_journal(), NARROW)
    assert plain.text == coloured.text
    colours = set(re.findall(r"fill: #([0-9a-f]{6})", plain.svg)) - {FRAME}
    hues = {colour for colour in colours if len(set(re.findall("..", colour))) > 1}
    assert hues == set()
