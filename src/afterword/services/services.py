"""Owns the bundle of all services that screen and command line are given; each is loaded when first asked for."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from afterword.domain.conversation.outgoing import Sender
from afterword.domain.policy import Policy
from afterword.ports import Clock, Ids, Inbox, JournalStore, LetterForms, Outbox, ReplyReader, SentFolder
from afterword.services.undoable_store import UndoableStore

# Most calls of the command line need one or two of these.
if TYPE_CHECKING:
    from afterword.services.advice import AdviceService
    from afterword.services.checking import CheckingService
    from afterword.services.findings import FindingService
    from afterword.services.handover import HandoverService
    from afterword.services.intake import IntakeService
    from afterword.services.interviews import InterviewService
    from afterword.services.letters import LetterIds, Writer
    from afterword.services.overview import OverviewService
    from afterword.services.practice import CompetencyService, ExampleService, PointerService
    from afterword.services.preparation import PreparationService, Render
    from afterword.services.reflections import ReflectionService
    from afterword.services.requests import RequestService
    from afterword.services.sending import SendingService


class Adapters(Struct, frozen=True, kw_only=True):
    """What the services stand on. Without an outbox letters are handed over by the person."""

    store: JournalStore
    clock: Clock
    ids: Ids
    letter_forms: LetterForms
    reply_reader: ReplyReader
    render: "Render"
    outbox: Outbox | None = None
    sent_folder: SentFolder | None = None
    inboxes: tuple[Inbox, ...] = ()


class Preferences(Struct, frozen=True, kw_only=True):
    """What a person has chosen: intervals, the name and address letters go out under, and the way they go out.

    What comes from one of their `addresses` is no answer.
    """

    policy: Policy
    sender: Sender
    addresses: frozenset[str]
    via: str


class Services:
    """Every verb of the program, wired to one journal. `store` undoes, redoes and tells of changes by others."""

    def __init__(self, adapters: Adapters, preferences: Preferences, writer: "Callable[[], Writer]") -> None:
        self.store = UndoableStore(adapters.store)
        self.clock = adapters.clock
        self.policy = preferences.policy
        self._adapters = adapters
        self._preferences = preferences
        self._writer = writer

    @cached_property
    def _letter_ids(self) -> "LetterIds":
        from afterword.services.letters import LetterIds

        return LetterIds(self._adapters.ids, self._preferences.sender)

    @cached_property
    def interviews(self) -> "InterviewService":
        """Interviews: add, edit, arrive, decide, remove."""
        from afterword.services.interviews import InterviewService

        return InterviewService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def reflections(self) -> "ReflectionService":
        """What you say about an interview."""
        from afterword.services.reflections import ReflectionService

        return ReflectionService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def requests(self) -> "RequestService":
        """Conversations with interviewers: drafts and events."""
        from afterword.services.requests import RequestService

        return RequestService(self.store, self.clock, self._letter_ids, self._writer(), self.policy)

    @cached_property
    def findings(self) -> "FindingService":
        """Phrases marked in replies."""
        from afterword.services.findings import FindingService

        return FindingService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def examples(self) -> "ExampleService":
        """The example bank."""
        from afterword.services.practice import ExampleService

        return ExampleService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def pointers(self) -> "PointerService":
        """Plans for next time."""
        from afterword.services.practice import PointerService

        return PointerService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def competencies(self) -> "CompetencyService":
        """What interviewers look for."""
        from afterword.services.practice import CompetencyService

        return CompetencyService(self.store)

    @cached_property
    def overview(self) -> "OverviewService":
        """The tracker and what is due."""
        from afterword.services.overview import OverviewService

        return OverviewService(self.store, self.clock, self.policy)

    @cached_property
    def preparation(self) -> "PreparationService":
        """The evaluation and the prep sheet."""
        from afterword.services.preparation import PreparationContext, PreparationService

        around = PreparationContext(self.overview.tracker, self._adapters.render)
        return PreparationService(self.store, self.clock, self.policy, around)

    @cached_property
    def advice(self) -> "AdviceService":
        """What you will do about an advice."""
        from afterword.services.advice import AdviceService

        return AdviceService(self.store, self.clock)

    @cached_property
    def handover(self) -> "HandoverService":
        """Letters handed over to another program."""
        from afterword.services.handover import HandoverService

        forms, via = self._adapters.letter_forms, self._preferences.via
        return HandoverService(self.store, self.clock, self._letter_ids, forms, via)

    @cached_property
    def sending(self) -> "SendingService":
        """Letters sent by this program."""
        from afterword.services.sending import SendingService, Transports

        ways = Transports(self._adapters.outbox, self._adapters.sent_folder)
        return SendingService(self.store, self.clock, self._letter_ids, ways)

    @cached_property
    def checking(self) -> "CheckingService":
        """Looking for replies in mailboxes."""
        from afterword.services.checking import CheckingService

        adapters = self._adapters
        return CheckingService(self.store, self.clock, adapters.ids, adapters.inboxes, self._preferences.addresses)

    @cached_property
    def intake(self) -> "IntakeService":
        """Replies that a person hands in."""
        from afterword.services.intake import IntakeService

        adapters = self._adapters
        return IntakeService(self.store, self.clock, adapters.ids, adapters.reply_reader, self._preferences.addresses)
