"""Draws the README's picture: the Feedback pane on sample data, exported by the app itself.

python scripts/picture.py docs/feedback.svg
"""

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from afterword.bootstrap import World, services
from afterword.demo.sample import fill_with_sample
from afterword.domain.conversation.templates import DEFAULT_TEMPLATES
from afterword.services.letters import Writer
from afterword.settings import Settings
from afterword.storage.journal_store import TinyJournalStore
from afterword.system import FixedClock, RandomIds
from afterword.tui.app import AfterwordApp

SIZE = (110, 32)
DAY = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))


async def draw() -> str:
    """Open the app on the sample as it would look that day, and export the screen as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        clock = FixedClock(DAY, "Europe/Berlin")
        store = TinyJournalStore(Path(folder) / "journal.json", clock=clock)
        wired = services(World(store, clock, RandomIds()), Settings(), lambda: Writer(DEFAULT_TEMPLATES, "Sam Seeker"))
        fill_with_sample(wired)
        app = AfterwordApp(wired, Settings())
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("2")
            await pilot.pause()
            await pilot.press("down", "down", "down")
            await pilot.pause()
            return app.export_screenshot(title="afterword --demo")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(draw()), encoding="utf-8")
