"""The evaluation pane of an app on a journal, opened and ready for keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.fakes import FixedClock
from tests.tui.running import running
from tests.tui.screens import Driven
from tests.tui.stand_ins import NOW, CountingIds, MemoryStore, sample_journal

from afterword.bootstrap import World
from afterword.bootstrap import services as wire
from afterword.domain.conversation.phrasing import default_templates
from afterword.services.letters import Writer
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.panes.evaluation import EvaluationPane

SIZES = [(80, 24), (120, 40), (200, 50)]


@dataclass
class Opened(Driven):
    """The app on the evaluation pane, driven by keys; `clock` stands still until it is set."""

    store: MemoryStore
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))

    @property
    def pane(self) -> EvaluationPane:
        """The pane."""
        pane = self.app.main_screen.pane
        assert isinstance(pane, EvaluationPane)
        return pane

    @property
    def key(self) -> str:
        """The row under the cursor."""
        return self.pane.key

    async def down_to(self, key: str) -> None:
        """Go down to that row, line by line."""
        await self.press("g")
        for _ in range(60):
            if self.key == key:
                return
            await self.pilot.press("j")
        raise AssertionError(f"{key} is not in this view; the cursor ended on {self.key}")


def sample() -> MemoryStore:
    """A store with the sample journal."""
    return MemoryStore(sample_journal())


@asynccontextmanager
async def opened(store: MemoryStore | None = None, *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Opened]:
    """The evaluation pane on that store (the sample, when none is given)."""
    kept = sample() if store is None else store
    clock = FixedClock(NOW)
    world = World(kept, clock, CountingIds())
    app = AfterwordApp(wire(world, Settings(), lambda: Writer(default_templates(), "Sam")), Settings())
    async with running(app, size=size) as pilot:
        await pilot.press("3")
        yield Opened(app, pilot, kept, clock)
