"""A world that sends: somebody's services with a way out, and ways out that do as they are told."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.services.world import CountingIds, CountingJournal, Life

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.facts import Outgoing
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.people import NamedAddress
from afterword.errors import SaveFailed
from afterword.ports import Outbox, SentFolder
from afterword.services.letters import Writer
from afterword.settings import Me, Settings
from afterword.storage.journal_store import JournalTransaction


@dataclass
class KeptOutbox:
    """Takes every letter, after doing what it is told to do then."""

    then: Callable[[Outgoing], object] = lambda _letter: None
    letters: list[Outgoing] = field(default_factory=list)
    via: str = "smtp"

    def send(self, letter: Outgoing) -> str:
        """See `ports.Outbox`."""
        self.then(letter)
        self.letters.append(letter)
        return "250 kept"


class Disk(CountingJournal):
    """A journal in memory that cannot be written while the disk is full."""

    full = False

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """See `ports.JournalStore`."""
        with super().transaction() as work:
            yield work
            if self.full:
                raise SaveFailed("The disk is full.")


@dataclass
class SendingLife(Life):
    """Somebody who sends letters by this way out."""

    store: Disk = field(default_factory=Disk)
    outbox: Outbox | None = None
    sent_folder: SentFolder | None = None
    address: str = "sam@doe.example"
    ids: CountingIds = field(default_factory=CountingIds)

    def __post_init__(self) -> None:
        settings = Settings(me=Me(name="Sam Doe", address=self.address), policy=self.policy)
        world = World(self.store, self.clock, self.ids, self.outbox, self.sent_folder)
        self.services = wired(world, settings, lambda: Writer(default_templates(), "Sam Doe"))

    def drafted(self, email: str = "ada@initech.example") -> str:
        """The id of a request whose letter is written; the interviewer has this address."""
        request = self.rejected(interviewers=(NamedAddress("Ada Byron", email),))
        return self.services.requests.draft(request.interview_id)[0].id

    def state(self, request_id: str) -> str:
        """The state of a request in the product's word."""
        request = self.services.overview.journal().requests[request_id]
        return self.services.overview.track(request).state.value
