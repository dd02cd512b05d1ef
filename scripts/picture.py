"""Draws the README's picture: Today, a reply being marked and the evaluation, of the sample, laid out as one SVG.

python scripts/picture.py docs/afterword.svg
"""

import asyncio
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.fakes import FixedClock

from afterword.bootstrap import RandomIds, World, services
from afterword.demo import fill_with_sample
from afterword.domain.conversation.phrasing import default_templates
from afterword.services.letters import Writer
from afterword.settings import Settings
from afterword.storage.journal_store import TinyJournalStore
from afterword.tui.app import AfterwordApp

DAY = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
WIDE, HALF = (116, 26), (84, 24)
WIDTH, GAP = 1420.0, 20.0
SCREENS = (
    (WIDE, ("0", "down", "down", "down")),
    (HALF, ("2", "down", "down", "down", "f")),
    (HALF, ("3",)),
)
"""Each screen with its size and the keys that lead to it: the first above, as wide as the other two together."""


async def screens() -> list[str]:
    """The screens as SVG, of one app on the sample as it would look that day."""
    with tempfile.TemporaryDirectory() as folder:
        clock = FixedClock(DAY, "Europe/Berlin")
        store = TinyJournalStore(Path(folder) / "journal.json", clock=clock)
        wired = services(
            World(store, clock, RandomIds()), Settings(), lambda: Writer(default_templates(), "Sam Seeker")
        )
        fill_with_sample(wired)
        drawn = []
        for size, keys in SCREENS:
            app = AfterwordApp(wired, Settings())
            async with app.run_test(size=size) as pilot:
                for key in keys:
                    await pilot.press(key)
                    await pilot.pause()
                drawn.append(app.export_screenshot(title="afterword --demo"))
        return drawn


def laid_out(drawn: list[str]) -> str:
    """One SVG: the first screen above, the others side by side below it."""
    half = (WIDTH - GAP) / 2
    first, first_height = placed(drawn[0], 0, 0, WIDTH)
    below = [placed(screen, (half + GAP) * place, first_height + GAP, half) for place, screen in enumerate(drawn[1:])]
    height = first_height + GAP + max(tall for _, tall in below)
    parts = "\n".join([first, *(screen for screen, _ in below)])
    return f'<svg viewBox="0 0 {WIDTH:g} {height:.1f}" xmlns="http://www.w3.org/2000/svg">\n{parts}\n</svg>\n'


def placed(screen: str, x: float, y: float, width: float) -> tuple[str, float]:
    """The screen at that place and width, and how tall it is then."""
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', screen)
    if box is None:
        raise ValueError("The exported screen has no size.")
    height = width * float(box[2]) / float(box[1])
    at = f'<svg x="{x:g}" y="{y:g}" width="{width:g}" height="{height:.1f}" '
    return screen.replace("<svg ", at, 1), height


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(laid_out(asyncio.run(screens())), encoding="utf-8")
