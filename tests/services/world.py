"""A world of a few lines for the services: a journal in memory, a clock that is set by hand, ids that count up."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.fakes import FixedClock, MemoryJournal

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import Finding, FindingKind, Request
from afterword.domain.dates import Policy
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import NamedAddress, Person
from afterword.services.letters import Writer
from afterword.services.reflections import Mark
from afterword.services.requests import Reply
from afterword.services.services import Services
from afterword.settings import Me, Settings
from afterword.storage.journal_store import JournalTransaction

START = datetime(2026, 11, 9, 10, tzinfo=UTC)
"""A Monday morning."""
WORDS = "You were clear about trade-offs. I would have liked a concrete incident."


class CountingIds:
    """Ids that count up."""

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> str:
        """The next id."""
        self._count += 1
        return f"x{self._count:04}"


class CountingJournal(MemoryJournal):
    """A journal in memory that counts the transactions on it."""

    def __init__(self, journal: Journal | None = None) -> None:
        super().__init__(journal)
        self.transactions = 0

    @contextlib.contextmanager
    def transaction(self) -> Iterator[JournalTransaction]:
        """One more transaction."""
        self.transactions += 1
        with super().transaction() as work:
            yield work


@dataclass
class Life:
    """Somebody's services, with the clock and the store behind them, and short cuts through a usual story."""

    store: CountingJournal = field(default_factory=CountingJournal)
    clock: FixedClock = field(default_factory=lambda: FixedClock(START))
    policy: Policy = field(default_factory=Policy)

    def __post_init__(self) -> None:
        settings = Settings(me=Me(name="Sam Doe", address="sam@doe.example"), policy=self.policy)
        world = World(self.store, self.clock, CountingIds())
        self.services: Services = wired(world, settings, lambda: Writer(default_templates(), "Sam Doe"))

    @property
    def journal(self) -> Journal:
        """The journal as it stands."""
        return self.store.read()

    def wait(self, days: float) -> datetime:
        """Let days pass."""
        self.clock.set(self.clock.now() + timedelta(days=days))
        return self.clock.now()

    def interview(self, **changes: object) -> Interview:
        """An interview at Initech with Ada Byron, an hour ago, the only round of its application."""
        values: dict[str, object] = {
            "company": "Initech",
            "role": "Backend Engineer",
            "at": self.clock.now() - timedelta(hours=1),
            "zone": "UTC",
            "round": "system design",
            "interviewers": (NamedAddress("Ada Byron", "ada@initech.example"),),
        }
        return self.services.interviews.add(values | changes, "new")

    def interviewer(self, request: Request) -> Person:
        """With whom that conversation is."""
        return self.journal.people[request.person_id]

    def names(self, interview: Interview) -> list[str]:
        """Who interviewed you then."""
        return [person.name for person in self.journal.interviewers_of(interview)]

    def decide(self, interview_id: str, outcome: Outcome, on: date | None = None) -> Application:
        """The application of that interview, with how it ended."""
        return self.services.interviews.hear(interview_id, {"outcome": outcome, "outcome_on": on})

    def rejected(self, **changes: object) -> Request:
        """The open request of an interview that was rejected today."""
        interview = self.interview(**changes)
        self.decide(interview.id, Outcome.REJECTED)
        return self.journal.requests_of(interview.id)[0]

    def asked(self) -> Request:
        """A request that went out today."""
        (drafted,) = self.services.requests.draft(self.rejected().interview_id)
        return self.services.requests.mark_sent(drafted.id)

    def reply(self, request: Request, words: str = WORDS) -> Request:
        """The request with a reply of this moment."""
        return self.services.requests.record_reply(request.id, Reply(text=words, at=self.clock.now()))

    def replied(self, words: str = WORDS) -> Request:
        """A request that was answered the day after it went out."""
        asked = self.asked()
        return self.services.requests.record_reply(asked.id, Reply(text=words, at=self.wait(1)))

    def marked(self) -> Finding:
        """A strength that was marked in a reply."""
        return self.services.findings.mark(self.replied().id, Mark(kind=FindingKind.STRENGTH, quote="trade-offs"))
