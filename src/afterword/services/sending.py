"""Owns how letters leave, each under one Message-ID, and what the person's own programs hear after a save."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from afterword.domain.conversation import steps
from afterword.domain.conversation import steps as outcome_of
from afterword.domain.conversation.facts import Outgoing, Sender, address_letter, check_occasion
from afterword.domain.conversation.request import Channel, Draft, Event, EventKind, Request
from afterword.domain.conversation.tracker import Due
from afterword.domain.interview import Application, Outcome
from afterword.domain.journal import Change, Journal
from afterword.errors import AfterwordError, NotFound, SendFailed, SendUnclear, TransportUnavailable, UserError
from afterword.ports import Clock, Ids, LetterForms, Outbox, SentFolder
from afterword.services import lookup
from afterword.services.services import UndoableStore


class LetterIds(Struct, frozen=True):
    """Fresh ids for what `sender` writes."""

    ids: Ids
    sender: Sender

    def new(self) -> str:
        """The id of a record."""
        return self.ids.new()

    def message_id(self) -> str:
        """A Message-ID; under a name that can never exist while the sender's address is not known."""
        try:
            host = self.sender.address.rpartition("@")[2].encode("idna").decode("ascii")
        except UnicodeError:
            host = ""
        return f"<{self.new()}{self.new()}@{host or 'afterword.invalid'}>"


class Sent(Struct, frozen=True):
    """How one sending ended. `warning` is a sentence about the copy that could not be kept, or empty."""

    request: Request
    answer: str
    warning: str = ""


class Unsent(Struct, frozen=True):
    """A letter of several that did not go out, or may have."""

    request_id: str
    error: AfterwordError


class SendingProgress(Protocol):
    """Hears how the sending of several letters proceeds."""

    def __call__(self, done: int, total: int, outcome: Sent | Unsent) -> None:
        """One more letter has been dealt with."""
        ...


class _OutgoingMessage(Struct, frozen=True):
    """A letter on its way: the request it belongs to, the event that says so, and the letter itself."""

    request_id: str
    sending: Event
    letter: Outgoing


class SendingService:
    """The verbs of sending."""

    def __init__(
        self,
        store: UndoableStore,
        clock: Clock,
        ids: LetterIds,
        outbox: Outbox | None = None,
        sent_folder: SentFolder | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._way_out = outbox
        self._sent_folder = sent_folder

    @property
    def via(self) -> str:
        """The way out that the settings choose; empty when letters are handed over by the person."""
        return self._way_out.via if self._way_out is not None else ""

    def send(self, request_id: str) -> Sent:
        """Send the draft now. Raises `SendFailed` (the draft is kept) or `SendUnclear` (it may have gone out)."""
        outbox = self._outbox()
        departure = self._begin(request_id, outbox.via)
        try:
            answer = outbox.send(departure.letter)
        except SendUnclear:
            raise
        except AfterwordError as error:
            self._note_failure(departure, error)
            raise
        request = self._note_success(departure, answer)
        return Sent(request, answer, self._keep_copy(departure.letter))

    def send_all(
        self, request_ids: Iterable[str], tell: SendingProgress, stopped: Callable[[], bool] = lambda: False
    ) -> tuple[Sent | Unsent, ...]:
        """Send several drafts one after the other; one that is refused does not keep the next from going out.

        It ends early when `stopped` says so, or when the way out itself does not work, so that a wrong password is
        tried once and a dead server waited for once. The letters that were not begun stay drafts.
        """
        ids = list(dict.fromkeys(request_ids))
        outcomes: list[Sent | Unsent] = []
        for request_id in ids:
            if stopped():
                break
            try:
                outcomes.append(self.send(request_id))
            except UserError as error:
                outcomes.append(Unsent(request_id, error))
            tell(len(outcomes), len(ids), outcomes[-1])
            if isinstance(outcomes[-1], Unsent) and isinstance(outcomes[-1].error, TransportUnavailable):
                break
        return tuple(outcomes)

    def _outbox(self) -> Outbox:
        if self._way_out is None:
            raise UserError(
                "No way to send is set up.",
                hint="Choose one in the settings ([send] via = 'smtp'), or send it yourself and say so.",
            )
        if not self._ids.sender.address:
            raise UserError(
                "Your own address is not set.", hint="Put it into the settings: [me] address = 'you@example.org'."
            )
        return self._way_out

    def _begin(self, request_id: str, via: str) -> _OutgoingMessage:
        with self._store.transaction("send", undoable=False) as work:
            request = steps.name_draft(lookup.request(work.journal, request_id), self._ids.message_id())
            event = Event(id=self._ids.new(), kind=EventKind.SENDING, at=self._clock.now(), via=via)
            changed = steps.begin_sending(request, event)
            sending = changed.events[-1]
            letter = _addressed(work.journal, request, sending, self._ids.sender)
            work.put(changed)
        return _OutgoingMessage(request.id, sending, letter)

    def _note_success(self, departure: _OutgoingMessage, answer: str) -> Request:
        event = self._event(EventKind.SENT, departure, full_text=answer)
        try:
            return self._settle(departure, event, outcome_of.went_out)
        except AfterwordError as error:
            raise type(error)(
                "The letter went out, but that could not be noted.",
                str(error),
                "Once it can be saved again, mark the letter as sent; do not send it again.",
            ) from error

    def _note_failure(self, departure: _OutgoingMessage, failure: AfterwordError) -> None:
        event = self._event(EventKind.FAILED, departure, text=str(failure))
        try:
            self._settle(departure, event, outcome_of.did_not_go_out)
        except AfterwordError as error:
            raise SendFailed(
                failure.title,
                f"{failure.detail} That could not be noted either: {error.title}".strip(),
                "Once it can be saved again, mark the letter as not sent.",
            ) from failure

    def _settle(
        self, departure: _OutgoingMessage, event: Event, step: Callable[[Request, Event, Event], Request]
    ) -> Request:
        with self._store.transaction("settle sending", undoable=False) as work:
            # Removed interviews count too: another window may have removed this one meanwhile.
            request = work.journal.requests.get(departure.request_id)
            if request is None:
                raise NotFound("The conversation is gone.", hint="Another program has taken it out of the journal.")
            settled = step(request, departure.sending, event)
            if settled is not request:
                work.put(settled)
        return settled

    def _event(self, kind: EventKind, departure: _OutgoingMessage, text: str = "", full_text: str = "") -> Event:
        via = departure.sending.via
        return Event(id=self._ids.new(), kind=kind, at=self._clock.now(), via=via, text=text, full_text=full_text)

    def _keep_copy(self, letter: Outgoing) -> str:
        if self._sent_folder is None:
            return ""
        try:
            self._sent_folder.keep(letter)
        except UserError as error:
            return f"It was sent, but the copy could not be kept: {error}"
        return ""


class HandoverService:
    """The draft of a conversation in the forms other programs take. `via` is the way the settings choose."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: LetterIds, forms: LetterForms, via: str = "") -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._forms = forms
        self.via = via

    def letter(self, request_id: str) -> Outgoing:
        """The draft, addressed and put into its thread, under the Message-ID that it keeps from now on."""
        return self._addressed(self._with_message_id(request_id))

    def _addressed(self, request: Request) -> Outgoing:
        draft = request.open_draft
        if draft is None:
            raise _no_draft()
        return _addressed(self._store.journal(), request, replace(draft, at=self._clock.now()), self._ids.sender)

    def _with_message_id(self, request_id: str) -> Request:
        """The request, its draft with a Message-ID; one that was drafted without gets it now."""
        request = lookup.request(self._store.journal(), request_id)
        if request.open_draft is None or request.open_draft.message_id:
            return request
        with self._store.transaction("name the letter", undoable=False) as work:
            request = steps.name_draft(lookup.request(work.journal, request_id), self._ids.message_id())
            return work.put(request)

    def draft(self, request_id: str) -> Draft:
        """The draft as it stands; it may have no address to go to."""
        draft = lookup.request(self._store.journal(), request_id).draft
        if draft is None:
            raise _no_draft()
        return draft

    def address(self, request_id: str) -> str:
        """Where the draft goes: an address, a profile or a number; empty where none is known."""
        journal = self._store.journal()
        request = lookup.request(journal, request_id)
        person, channel = journal.people[request.person_id], self.draft(request_id).channel
        if channel is not Channel.MAIL:
            return person.linkedin if channel is Channel.LINKEDIN else person.phone
        try:
            return self._addressed(request).to_address
        except UserError:
            return ""

    def eml(self, request_id: str, *, as_draft: bool = False) -> bytes:
        """The draft as an RFC 5322 message; `as_draft` marks it for mail programs to open it for editing."""
        return self._forms.eml(self.letter(request_id), as_draft=as_draft)

    def mailto(self, request_id: str, *, for_terminal: bool = False) -> str:
        """The draft as a `mailto:` address. Refused when it is too long for one; programs here take any length."""
        return self._forms.mailto(self.letter(request_id), for_terminal=for_terminal)

    def text(self, request_id: str) -> str:
        """The draft as plain text: whom it goes to, the subject, the words."""
        letter = self.letter(request_id)
        return f"To: {letter.to_address}\nSubject: {letter.subject}\n\n{letter.body}"


def _no_draft() -> UserError:
    return UserError("There is no draft in this conversation.", hint="Begin one with ask, follow-up or thank.")


def _addressed(journal: Journal, request: Request, letter: Event, sender: Sender) -> Outgoing:
    """The letter to whom it goes to. Refused after an offer or a withdrawal for letters that follow a rejection."""
    check_occasion(journal.application_of(journal.interviews[request.interview_id]), letter.letter)
    return address_letter(journal.people[request.person_id], request, letter, sender)


# ── what the person's own programs hear ───────────────────────────────────────────────────────────────────────────────


class Hook(StrEnum):
    """After what a program can be run."""

    REPLIED = "replied"
    SENT = "sent"
    REJECTED = "rejected"
    DUE_CHANGED = "due-changed"


class HookCall(Struct, frozen=True):
    """One call: after what, and the document that the program gets."""

    hook: Hook
    document: Mapping[str, Any]


RunHook = Callable[[Sequence[str], HookCall], str]
"""Runs a command with the document on its stdin; returns a sentence where it failed, else nothing."""
DueIn = Callable[[Journal], Sequence[Due]]
"""What is due in a journal now."""


class Hooks:
    """The programs of the person, by what they are run after; `run` starts one, `due` is asked only where it matters.

    Nothing that goes wrong here can harm what was saved: it becomes a sentence.
    """

    def __init__(self, commands: Mapping[Hook, Sequence[str]], run: RunHook, due: DueIn) -> None:
        self._commands = {hook: tuple(words) for hook, words in commands.items() if words}
        self._run = run
        self._due = due

    def __bool__(self) -> bool:
        return bool(self._commands)

    def after(self, before: Journal, journal: Journal, changes: Sequence[Change]) -> list[str]:
        """Run what is to be run after that save; a sentence for each program that failed."""
        calls = list(_calls(journal, changes))
        if Hook.DUE_CHANGED in self._commands:
            calls += self._due_calls(before, journal)
        failed = (self._run(self._commands[call.hook], call) for call in calls if call.hook in self._commands)
        return [sentence for sentence in failed if sentence]

    def _due_calls(self, before: Journal, journal: Journal) -> list[HookCall]:
        was, now = self._due(before), self._due(journal)
        if {item.key for item in was} == {item.key for item in now}:
            return []
        items = [
            {"action": item.action.value, "due": item.due.isoformat(), "text": item.text, "request_id": item.request_id}
            for item in now
        ]
        return [HookCall(Hook.DUE_CHANGED, {"hook": Hook.DUE_CHANGED.value, "count": len(now), "due": items})]


def _calls(journal: Journal, changes: Sequence[Change]) -> Iterator[HookCall]:
    for change in changes:
        if isinstance(change.after, Request):
            yield from _of_request(journal, change.before, change.after)
        elif isinstance(change.after, Application):
            was = change.before.outcome if isinstance(change.before, Application) else Outcome.PENDING
            if change.after.outcome is Outcome.REJECTED and was is not Outcome.REJECTED:
                yield HookCall(Hook.REJECTED, {"hook": Hook.REJECTED.value, "application": to_builtins(change.after)})


def _of_request(journal: Journal, before: object, after: Request) -> Iterator[HookCall]:
    old_ids = {event.id for event in before.events} if isinstance(before, Request) else set()
    for event in after.events:
        hook = Hook.REPLIED if event.is_reply else Hook.SENT if event.kind is EventKind.SENT else None
        if hook is not None and event.id not in old_ids:
            yield HookCall(hook, {"hook": hook.value, **_hook_values(journal, after, event)})


def _hook_values(journal: Journal, request: Request, event: Event) -> dict[str, Any]:
    interview, person = journal.interviews.get(request.interview_id), journal.people.get(request.person_id)
    return {
        "request_id": request.id,
        "company": interview.company if interview is not None else "",
        "role": interview.role if interview is not None else "",
        "interviewer": {"name": person.name, "email": person.email} if person is not None else None,
        "event": to_builtins(event),
    }
