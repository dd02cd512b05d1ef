"""The feedback pane of an app on the sample journal, opened and ready for keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from msgspec.structs import replace
from tests.fakes import FixedClock
from tests.tui.running import running
from tests.tui.screens import Driven
from tests.tui.stand_ins import NOW, CountingIds, MemoryStore, sample_journal

from afterword.bootstrap import World
from afterword.bootstrap import services as wire
from afterword.domain.conversation.facts import Outgoing
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import Draft, Request
from afterword.domain.conversation.tracking import State
from afterword.errors import AfterwordError
from afterword.ports import Inbox, Outbox
from afterword.services.letters import Writer
from afterword.settings import MailSettings, Me, SendSettings, Settings, Via
from afterword.tui.app import AfterwordApp
from afterword.tui.panes.feedback import FeedbackPane

ADA, GRACE, LINUS, JOAN = "initech-0-r", "initech-1-r", "hooli-0-r", "umbrella-0-r"
MARY, EMILIE, HEDY, RADIA = "globex-0-r", "globex-1-r", "soylent-0-r", "tyrell-0-r"


@dataclass
class KeptOutbox:
    """A way out that keeps what was sent, or fails."""

    sent: list[Outgoing] = field(default_factory=list)
    error: AfterwordError | None = None
    via: str = "smtp"

    def send(self, letter: Outgoing) -> str:
        """Keep it."""
        if self.error is not None:
            raise self.error
        self.sent.append(letter)
        return "250 queued"


@dataclass
class Opened(Driven):
    """The app on the feedback pane, driven by keys."""

    store: MemoryStore

    @property
    def pane(self) -> FeedbackPane:
        """The pane."""
        pane = self.app.main_screen.pane
        assert isinstance(pane, FeedbackPane)
        return pane

    def request(self, request_id: str) -> Request:
        """The stored request."""
        return self.store.journal.requests[request_id]

    def letter(self, request_id: str) -> Draft:
        """The letter that is being written in it."""
        draft = self.request(request_id).draft
        assert draft is not None
        return draft

    def state(self, request_id: str) -> State:
        """Its state now."""
        return self.app.services.overview.track(self.request(request_id)).state

    async def on(self, request_id: str) -> None:
        """Put the cursor on that line."""
        self.pane.go_to(request_id)
        await self.pilot.pause()


def sample() -> MemoryStore:
    """A store with the sample journal."""
    return MemoryStore(sample_journal())


@asynccontextmanager
async def opened(
    store: MemoryStore | None = None,
    *,
    size: tuple[int, int] = (80, 24),
    outbox: Outbox | None = None,
    inboxes: tuple[Inbox, ...] = (),
    via: str = "by hand",
) -> AsyncIterator[Opened]:
    """The feedback pane on that store (the sample, when none is given)."""
    kept = sample() if store is None else store
    mail = MailSettings(send=SendSettings(via=Via(via)))
    settings = replace(Settings(), me=Me(name="Sam", address="sam@seeker.example"), mail=mail)
    world = World(kept, FixedClock(NOW), CountingIds(), outbox=outbox, inboxes=inboxes)
    app = AfterwordApp(wire(world, settings, lambda: Writer(default_templates(), "Sam")), settings)
    async with running(app, size=size) as pilot:
        await pilot.press("2")
        yield Opened(app, pilot, kept)
