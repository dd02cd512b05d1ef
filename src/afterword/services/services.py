"""Owns the bundle of all services, each loaded when first asked for, and the store with undo that they write to."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from threading import Thread, local
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.facts import Sender
from afterword.domain.dates import Policy, show_moment
from afterword.domain.history import Step, StepNote, later_on, undo_stack
from afterword.domain.journal import Change, Journal
from afterword.errors import UserError
from afterword.ports import Clock, Ids, Inbox, JournalStore, LetterForms, Outbox, ReplyReader, SentFolder, Transaction

# Most calls of the command line need one or two of these.
if TYPE_CHECKING:
    from afterword.domain.field_reading import ReadingContext
    from afterword.domain.history import Arrival
    from afterword.ports import JournalFiles, TypedStore, ViewStore
    from afterword.services.applications import ApplicationService, PersonService
    from afterword.services.checking import CheckingService, IntakeService
    from afterword.services.exchange import ExchangeService
    from afterword.services.history import HistoryService
    from afterword.services.interviews import InterviewService
    from afterword.services.letters import Writer
    from afterword.services.lookup import SearchService
    from afterword.services.overview import AgendaService, OverviewService, PreparationService, Render
    from afterword.services.practice import CompetencyService, ExampleService, PointerService
    from afterword.services.reflections import AdviceService, CueService, FindingService, ReflectionService
    from afterword.services.requests import RequestService
    from afterword.services.sending import HandoverService, Hooks, LetterIds, SendingService


T = TypeVar("T")


class MailAdapters(Struct, frozen=True, kw_only=True):
    """What brings mail out and in. Without an outbox letters are handed over by the person."""

    letter_forms: LetterForms
    reply_reader: ReplyReader
    outbox: Outbox | None = None
    sent_folder: SentFolder | None = None
    inboxes: tuple[Inbox, ...] = ()


class Adapters(Struct, frozen=True, kw_only=True):
    """What the services stand on."""

    store: JournalStore
    clock: Clock
    ids: Ids
    render: "Render"
    mail: "Callable[[], MailAdapters]"
    """Asked for when the first mail is written, sent or read."""
    typed: "Callable[[], TypedStore] | None" = None
    """Asked for by the screen alone; without it nothing that is typed is kept before it is saved."""
    files: "Callable[[], JournalFiles] | None" = None
    views: "Callable[[], ViewStore] | None" = None


class Preferences(Struct, frozen=True, kw_only=True):
    """What a person has chosen: intervals, the name and address letters go out under, and the way they go out.

    `language` is that of letters where neither person nor application says another. What comes from one of their
    `addresses` is no answer.
    """

    policy: Policy
    sender: Sender
    addresses: frozenset[str]
    via: str
    language: str


class JournalServices:
    """What concerns the journal as a whole. `store` undoes, redoes and tells of changes by others."""

    def __init__(self, adapters: Adapters) -> None:
        self.store = UndoableStore(adapters.store)
        self.clock = adapters.clock
        self._adapters = adapters

    @cached_property
    def typed(self) -> "TypedStore | None":
        """What is being typed and is not saved yet, and where the person is."""
        return self._adapters.typed() if self._adapters.typed is not None else None

    @cached_property
    def search(self) -> "SearchService":
        """Finding records by words."""
        from afterword.services.lookup import SearchService

        return SearchService(self.store)

    @cached_property
    def history(self) -> "HistoryService":
        """What was done, and what was removed."""
        from afterword.services.history import HistoryService

        return HistoryService(self.store, self.clock)

    @property
    def views(self) -> "ViewStore | None":
        """The saved views; None where there is nowhere to keep them."""
        return self._adapters.views() if self._adapters.views is not None else None


class MailServices(JournalServices):
    """What goes out and comes in by mail, and the preferences it goes by."""

    def __init__(self, adapters: Adapters, preferences: Preferences, writer: "Callable[[], Writer]") -> None:
        super().__init__(adapters)
        self.policy = preferences.policy
        self.language = preferences.language
        self._preferences = preferences
        self._writer = writer

    def adopt(
        self, preferences: Preferences, writer: "Callable[[], Writer]", mail: "Callable[[], MailAdapters]"
    ) -> None:
        """Go by other preferences from now on: every service is made again when it is next asked for."""
        self.policy = preferences.policy
        self.language = preferences.language
        self._adapters = replace(self._adapters, mail=mail)
        self._preferences = preferences
        self._writer = writer
        names = [name for name in vars(self) if isinstance(getattr(type(self), name, None), cached_property)]
        for name in names:
            if name != "typed":
                del vars(self)[name]

    @cached_property
    def _mail(self) -> MailAdapters:
        return self._adapters.mail()

    @cached_property
    def _letter_ids(self) -> "LetterIds":
        from afterword.services.sending import LetterIds

        return LetterIds(self._adapters.ids, self._preferences.sender)

    @cached_property
    def handover(self) -> "HandoverService":
        """Letters handed over to another program."""
        from afterword.services.sending import HandoverService

        forms, via = self._mail.letter_forms, self._preferences.via
        return HandoverService(self.store, self.clock, self._letter_ids, forms, via)

    @cached_property
    def sending(self) -> "SendingService":
        """Letters sent by this program."""
        from afterword.services.sending import SendingService

        return SendingService(self.store, self.clock, self._letter_ids, self._mail.outbox, self._mail.sent_folder)

    @cached_property
    def checking(self) -> "CheckingService":
        """Looking for replies in mailboxes."""
        from afterword.services.checking import CheckingService

        adapters = self._adapters
        service = CheckingService(self.store, self.clock, adapters.ids, self._mail.inboxes, self._preferences.addresses)
        service.me = self._preferences.sender.name
        return service

    @cached_property
    def intake(self) -> "IntakeService":
        """Replies that a person hands in."""
        from afterword.services.checking import IntakeService

        adapters = self._adapters
        return IntakeService(self.store, self.clock, adapters.ids, self._mail.reply_reader, self._preferences.addresses)


class Services(MailServices):
    """Every verb of the program, wired to one journal."""

    @cached_property
    def interviews(self) -> "InterviewService":
        """Interviews: add, edit, arrive, decide, remove."""
        from afterword.services.interviews import InterviewService

        return InterviewService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def applications(self) -> "ApplicationService":
        """Applications: edit, note the outcome, join, split."""
        from afterword.services.applications import ApplicationService

        return ApplicationService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def people(self) -> "PersonService":
        """People: who they are and how to write to them."""
        from afterword.services.applications import PersonService

        return PersonService(self.store)

    @cached_property
    def reflections(self) -> "ReflectionService":
        """What you say about an interview."""
        from afterword.services.reflections import ReflectionService

        return ReflectionService(self.store, self.clock, self._adapters.ids)

    @cached_property
    def cues(self) -> "CueService":
        """The cues of body language: add, edit, put away, bring back."""
        from afterword.services.reflections import CueService

        return CueService(self.store)

    @cached_property
    def requests(self) -> "RequestService":
        """Conversations with interviewers: drafts and events."""
        from afterword.services.requests import RequestService

        return RequestService(self.store, self.clock, self._letter_ids, self._writer(), self.policy)

    @cached_property
    def findings(self) -> "FindingService":
        """Phrases marked in replies."""
        from afterword.services.reflections import FindingService

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
    def agenda(self) -> "AgendaService":
        """What is due: its letters written together, or put off."""
        from afterword.services.overview import AgendaService

        return AgendaService(self.store, self.clock, self.policy, self.requests, self.advice)

    @cached_property
    def exchange(self) -> "ExchangeService":
        """The journal handed on, files taken in, copies. Raises `UserError` where no files are at hand."""
        from afterword.services.exchange import ExchangeService

        if self._adapters.files is None:
            raise UserError("There are no files here to write to or to read from.")
        return ExchangeService(self, self._adapters.files(), self._preferences)

    @cached_property
    def preparation(self) -> "PreparationService":
        """The evaluation and the prep sheet."""
        from afterword.services.overview import PreparationContext, PreparationService, own_names

        around = PreparationContext(
            self.overview.tracker, self._adapters.render, lambda: own_names(self._preferences.sender)
        )
        return PreparationService(self.store, self.clock, self.policy, around)

    @cached_property
    def advice(self) -> "AdviceService":
        """What you will do about an advice."""
        from afterword.services.reflections import AdviceService

        return AdviceService(self.store, self.clock)


class Batch(Struct, Generic[T], frozen=True):
    """What became of one verb for several records: what it returned for each that took it, and why others did not."""

    done: tuple[T, ...]
    refused: tuple[UserError, ...]


class _RehearsedError(Exception):
    """Nothing is to be kept."""


class UndoableStore:
    """Every use case writes through here, so that each of them can be taken back. `saves` counts what was written."""

    def __init__(self, store: JournalStore) -> None:
        self._store = store
        self._begun = local()
        self.saves = 0
        self.moved: Step | None = None
        """The step that was undone or redone last."""
        self.hooks: Hooks | None = None
        """The person's own programs that are run after a save."""
        self.arrivals: list[Arrival] = []
        """What came in from other machines since the program began."""
        self._failures: list[str] = []
        self._running: list[Thread] = []

    def journal(self) -> Journal:
        """The newest state."""
        return self._store.read()

    def holding(self, letters: str) -> set[str]:
        """The ids of records in which these small letters may stand one after the other."""
        return self._store.holding(letters)

    def changed(self) -> bool:
        """Whether another process has written since the last look."""
        return self._store.changed()

    def bring_in(self) -> "tuple[Arrival, ...]":
        """What other machines' journals brought in since the last call, merged. Raises `StoreUnusable`.

        Whoever tells the person calls `told` of each.
        """
        came = self._store.arrivals()
        self.arrivals += came
        return came

    def set_apart(self) -> tuple[str, ...]:
        """A sentence for each value that could not be read and was set apart, until a repair settled it."""
        return self._store.set_apart()

    def unrecorded(self) -> str:
        """Why the last change is saved and cannot be undone, in a sentence; empty where it can."""
        return self._store.unrecorded()

    def steps(self) -> tuple[Step, ...]:
        """What was done to the journal, oldest first, whoever did it, as far as the history goes back."""
        return self._store.steps()

    @contextmanager
    def transaction(
        self, name: str, *, undoable: bool = True, merge_key: str = "", rehearse: bool = False
    ) -> Iterator[Transaction]:
        """A transaction called `name` (“add interview”), recorded for undo when it changed anything.

        What happened in the world, such as a letter that went out, is not undoable. Steps of one `merge_key` that
        follow each other on the same record, such as the savings of a letter while it is written, are undone together.
        One that begins inside another of the same thread is part of it, whatever it is called. With `rehearse` nothing
        is kept.
        """
        outer: Transaction | None = getattr(self._begun, "work", None)
        if outer is not None:
            yield outer
            return
        before = self._store.read() if self.hooks else None
        with suppress(_RehearsedError), self._store.transaction() as work:
            work.note = StepNote(name=name, undoable=undoable, merge_key=merge_key)
            self._begun.work = work
            try:
                yield work
            finally:
                self._begun.work = None
            if rehearse:
                # A transaction that ends by an error keeps nothing.
                raise _RehearsedError
        if work.changes and not rehearse:
            self.saves += 1
            if before is not None:
                self._run_hooks(before, work)

    @contextmanager
    def within(self, part: Transaction) -> Iterator[None]:
        """Inside a transaction of this thread: verbs meanwhile work on that part of it."""
        whole, self._begun.work = self._begun.work, part
        try:
            yield
        finally:
            self._begun.work = whole

    def _run_hooks(self, before: Journal, work: Transaction) -> None:
        """Beside everything else: a program that takes its time holds up neither keys nor the next save."""
        hooks, journal, changes = self.hooks, work.journal, work.changes
        if hooks is not None:
            running = Thread(target=lambda: self._failures.extend(hooks.after(before, journal, changes)), daemon=True)
            running.start()
            self._running = [*(thread for thread in self._running if thread.is_alive()), running]

    def hook_failures(self, *, wait: bool = False) -> tuple[str, ...]:
        """What hooks failed at since the last call, a sentence each; `wait` until all have ended."""
        for thread in self._running if wait else ():
            thread.join()
        failed, self._failures = tuple(self._failures), []
        return failed

    def for_each(self, name: str, record_ids: Iterable[str], verb: Callable[[str], T]) -> Batch[T]:
        """Call `verb` with each of these ids, all in one transaction called `name`; who is refused holds up nobody.

        Raises the first refusal where every one is refused.
        """
        done, refused = list[T](), list[UserError]()
        with self.transaction(name):
            for record_id in record_ids:
                try:
                    done.append(verb(record_id))
                except UserError as error:
                    refused.append(error)
        if refused and not done:
            raise refused[0]
        return Batch(tuple(done), tuple(refused))

    def note(self, name: str, changes: tuple[Change, ...]) -> None:
        """A step that was taken before this program began; `undo` takes it back like any other."""
        self._store.note(StepNote(name=name), changes)

    def undo(self) -> str:
        """Take back the last step, whoever took it, and return its name.

        Refused when there is none, or when what it changed does not stand as it left it.
        """
        return self._move(back=True)

    def redo(self) -> str:
        """Do the last undone step again and return its name. Refused likewise."""
        return self._move(back=False)

    def _next(self, *, back: bool) -> Step:
        stack = undo_stack(self._store.steps())
        steps = stack.done if back else stack.undone
        if not steps:
            raise UserError("There is nothing to undo." if back else "There is nothing to redo.")
        return steps[-1]

    def _move(self, *, back: bool) -> str:
        self._next(back=back)
        with self._store.transaction() as work:
            # Nobody else writes from here on, so it is the last step indeed.
            step = self._next(back=back)
            if step.obstacle:
                raise UserError(_refusal(step, back=back), step.obstacle, "Change it by hand.")
            changes = [change.reversed for change in reversed(step.changes())] if back else step.changes()
            clashing = [change for change in changes if work.journal.find(change.table, change.id) != change.before]
            if clashing:
                raise UserError(_refusal(step, back=back), self._changed_since(step, clashing), "Change it by hand.")
            for change in changes:
                if change.after is not None:
                    work.put(change.after)
                elif change.before is not None:
                    work.remove(change.before)
            work.note = StepNote(name=step.name, undoes=step.id if back else "", redoes="" if back else step.id)
        self.saves += 1
        self.moved = step
        return step.name

    def _changed_since(self, step: Step, clashing: Iterable[Change]) -> str:
        """What changed the same records after that step, as far as the history knows."""
        touched = [(change.table, change.id) for change in clashing]
        later = later_on(self._store.steps(), step, touched)
        if later is None:
            return "The same record has been changed since, by another program or by hand."
        return f"The same record has been changed since: “{later.words}”, {show_moment(later.at)}."


def _refusal(step: Step, *, back: bool) -> str:
    return f"“{step.name}” cannot be {'undone' if back else 'redone'}."


def reading_context(services: Services, record: Struct | None = None) -> "ReadingContext":
    """What the words typed for a record are read beside: the zone and the day of the record, where it has them."""
    from afterword.domain.field_reading import ReadingContext

    return ReadingContext(
        now=services.clock.now(),
        zone=getattr(record, "zone", services.clock.zone),
        day=getattr(record, "day", None),
        journal=services.store.journal(),
    )


class RecordService:
    """What verbs on records stand on: the store, the time, and where ids come from."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
