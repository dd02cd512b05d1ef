"""Owns the wiring: what stands behind the services. Only the command line and tests use it."""

from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.conversation.outgoing import Sender
from afterword.domain.policy import Policy
from afterword.mail.forms import MailForms
from afterword.mail.inbox.lazy import inboxes_of
from afterword.mail.reply_reader import MailReader
from afterword.mail.transports import sent_copies, transport
from afterword.paths import Paths
from afterword.ports import Clock, Ids, Inbox, JournalStore, Outbox, SentFolder
from afterword.services.advice import AdviceService
from afterword.services.checking import CheckingService
from afterword.services.findings import FindingService
from afterword.services.handover import HandoverService
from afterword.services.intake import IntakeService
from afterword.services.interviews import InterviewService
from afterword.services.letter_ids import LetterIds
from afterword.services.letters import Writer
from afterword.services.overview import OverviewService
from afterword.services.practice import CompetencyService, ExampleService, PointerService
from afterword.services.preparation import PreparationContext, PreparationService, SheetFormat
from afterword.services.reflections import ReflectionService
from afterword.services.requests import RequestService
from afterword.services.sending import SendingService, Transports
from afterword.services.services import Services
from afterword.services.undoable_store import UndoableStore
from afterword.settings import Settings, load_settings, load_templates
from afterword.storage.journal_store import TinyJournalStore
from afterword.system import RandomIds, SystemClock

if TYPE_CHECKING:
    from afterword.domain.document import Document


class World(Struct, frozen=True):
    """What the services stand on; a test hands in its own. Without an outbox letters are handed over by the person."""

    store: JournalStore
    clock: Clock
    ids: Ids
    outbox: Outbox | None = None
    sent_folder: SentFolder | None = None
    inboxes: tuple[Inbox, ...] = ()


def services(world: World, settings: Settings, writer: Writer) -> Services:
    """The services on this world."""
    undoable = UndoableStore(world.store)
    clock, ids = world.clock, world.ids
    policy: Policy = settings.policy
    overview = OverviewService(undoable, clock, policy)
    letter_ids = LetterIds(ids, Sender(settings.me.name, settings.me.address))
    return Services(
        store=undoable,
        clock=clock,
        policy=policy,
        interviews=InterviewService(undoable, clock, ids),
        reflections=ReflectionService(undoable, clock, ids),
        requests=RequestService(undoable, clock, letter_ids, writer, policy),
        findings=FindingService(undoable, clock, ids),
        examples=ExampleService(undoable, clock, ids),
        pointers=PointerService(undoable, clock, ids),
        competencies=CompetencyService(undoable),
        overview=overview,
        preparation=PreparationService(undoable, clock, policy, PreparationContext(overview.tracker, write_document)),
        advice=AdviceService(undoable, clock),
        handover=HandoverService(undoable, clock, letter_ids, MailForms(), settings.mail.send.via),
        sending=SendingService(undoable, clock, letter_ids, Transports(world.outbox, world.sent_folder)),
        checking=CheckingService(undoable, clock, ids, world.inboxes, own_addresses(settings)),
        intake=IntakeService(undoable, clock, ids, MailReader(), own_addresses(settings)),
    )


def write_document(document: "Document", form: SheetFormat, width: int | None) -> str:
    """The document in that form; the renderers are loaded when the first one is written."""
    if form is SheetFormat.HTML:
        from afterword.exchange.html_documents import as_html

        return as_html(document)
    from afterword.exchange.plain_documents import as_markdown, as_text

    return as_markdown(document) if form is SheetFormat.MARKDOWN else as_text(document, width)


def open_journal(places: Paths, settings: Settings | None = None) -> Services:
    """The services on the person's own journal."""
    chosen = settings or load_settings(places.settings, named=places.settings_named)
    clock = SystemClock(chosen.me.zone)
    store = open_store(places, clock)
    writer = Writer(load_templates(places.templates), chosen.me.name)
    world = World(
        store,
        clock,
        RandomIds(),
        outbox=transport(chosen.mail),
        sent_folder=sent_copies(chosen.mail),
        inboxes=inboxes_of(chosen.mail, places.bookmarks),
    )
    return services(world, chosen, writer)


def own_addresses(settings: Settings) -> frozenset[str]:
    """The addresses the person writes from: what comes from them is no answer."""
    return frozenset(
        one
        for one in (settings.me.address, *settings.me.addresses, settings.mail.smtp.user, settings.mail.imap.user)
        if "@" in one
    )


def open_store(places: Paths, clock: Clock | None = None) -> TinyJournalStore:
    """The store alone, to care for it; nothing is read, so it opens while settings or journal cannot be."""
    return TinyJournalStore(places.journal, clock=clock or SystemClock())
