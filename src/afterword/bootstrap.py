"""Owns the wiring: which clock, ids and store stand behind the services. Nothing imports it but cli, tui's start and tests."""

from dataclasses import dataclass

from afterword.domain.policy import Policy
from afterword.places import Places
from afterword.ports import Clock, Ids, JournalStore
from afterword.services.findings import FindingService
from afterword.services.interviews import InterviewService
from afterword.services.ledger import Ledger
from afterword.services.letters import Writer
from afterword.services.overview import OverviewService
from afterword.services.practice import CompetencyService, ExampleService, PointerService
from afterword.services.reflections import ReflectionService
from afterword.services.requests import RequestService
from afterword.services.services import Services
from afterword.settings import Settings, load_settings, load_templates
from afterword.storage.journal_store import TinyJournalStore
from afterword.system import RandomIds, SystemClock


@dataclass(frozen=True, slots=True)
class World:
    """What the services stand on; a test hands in its own."""

    store: JournalStore
    clock: Clock
    ids: Ids


def services(world: World, settings: Settings, writer: Writer) -> Services:
    """The services on this world."""
    ledger = Ledger(world.store)
    clock, ids = world.clock, world.ids
    policy: Policy = settings.policy
    return Services(
        ledger=ledger,
        clock=clock,
        policy=policy,
        interviews=InterviewService(ledger, clock, ids),
        reflections=ReflectionService(ledger, clock, ids),
        requests=RequestService(ledger, clock, ids, writer, policy),
        findings=FindingService(ledger, clock, ids),
        examples=ExampleService(ledger, clock, ids),
        pointers=PointerService(ledger, clock, ids),
        competencies=CompetencyService(ledger),
        overview=OverviewService(ledger, clock, policy),
    )


def open_journal(places: Places, settings: Settings | None = None) -> Services:
    """The services on the person's own journal."""
    chosen = settings or load_settings(places.settings)
    clock = SystemClock(chosen.me.zone)
    store = TinyJournalStore(places.journal, clock=clock)
    writer = Writer(load_templates(places.templates), chosen.me.name)
    return services(World(store, clock, RandomIds()), chosen, writer)
