"""Owns sending letters: *sending* is saved before the network is touched, *sent* or *failed* after it.

A crash in between leaves *sending* in the journal, which is shown as “may have gone out” and never repeated unasked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from afterword.domain import steps
from afterword.domain.outgoing import Outgoing, Sender, address_letter
from afterword.domain.request import Event, EventKind, Request
from afterword.errors import AfterwordError, Refusal, SendFailed, SendUnclear
from afterword.ports import Clock, Ids, Outbox, SentFolder
from afterword.services import lookup
from afterword.services.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Sent:
    """How one sending ended. `warning` is a sentence about the copy that could not be kept, or empty."""

    request: Request
    answer: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Unsent:
    """A letter of several that did not go out, or may have."""

    request_id: str
    error: AfterwordError


class Told(Protocol):
    """Hears how the sending of several letters proceeds."""

    def __call__(self, done: int, total: int, outcome: Sent | Unsent) -> None:
        """One more letter has been dealt with."""
        ...


@dataclass(frozen=True, slots=True)
class WaysOut:
    """The person's way out, where copies go, and who writes."""

    sender: Sender
    outbox: Outbox | None = None
    sent_folder: SentFolder | None = None


class SendingService:
    """The verbs of sending."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, ways: WaysOut) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ids = ids
        self._ways = ways

    @property
    def via(self) -> str:
        """The way out that the settings choose; empty when letters are handed over by the person."""
        return self._ways.outbox.via if self._ways.outbox is not None else ""

    def send(self, request_id: str) -> Sent:
        """Send the draft now. Raises `SendFailed` (the draft is kept) or `SendUnclear` (it may have gone out)."""
        outbox = self._outbox()
        letter = self._begin(request_id, outbox.via)
        try:
            answer = outbox.send(letter)
        except SendUnclear:
            raise
        except AfterwordError as error:
            self._end(request_id, EventKind.FAILED, str(error), outbox.via)
            raise
        request = self._end(request_id, EventKind.SENT, answer, outbox.via)
        return Sent(request, answer, self._keep_copy(letter))

    def send_all(
        self, request_ids: Iterable[str], tell: Told, stopped: Callable[[], bool] = lambda: False
    ) -> tuple[Sent | Unsent, ...]:
        """Send several drafts one after the other; one that fails does not keep the next from going out."""
        wanted = list(request_ids)
        outcomes: list[Sent | Unsent] = []
        for request_id in wanted:
            if stopped():
                break
            try:
                outcomes.append(self.send(request_id))
            except AfterwordError as error:
                outcomes.append(Unsent(request_id, error))
            tell(len(outcomes), len(wanted), outcomes[-1])
        return tuple(outcomes)

    def _outbox(self) -> Outbox:
        if self._ways.outbox is not None and not self._ways.sender.address:
            raise Refusal(
                "Your own address is not set.", hint="Put it into the settings: [me] address = 'you@example.org'."
            )
        if self._ways.outbox is None:
            raise Refusal(
                "No way to send is set up.",
                hint="Choose one in the settings ([send] via = 'smtp'), or send it yourself and say so.",
            )
        return self._ways.outbox

    def _begin(self, request_id: str, via: str) -> Outgoing:
        with self._ledger.transaction("send", undoable=False) as work:
            request = lookup.request(work.journal, request_id)
            event = Event(
                id=self._ids.new(),
                kind=EventKind.SENDING,
                at=self._clock.now(),
                via=via,
                message_id=self._new_message_id(),
            )
            sending = steps.begin_sending(request, event)
            interview = work.journal.interviews[request.interview_id]
            letter = address_letter(interview, request, sending.events[-1], self._ways.sender)
            work.put(sending)
        return letter

    def _end(self, request_id: str, kind: EventKind, words: str, via: str) -> Request:
        with self._ledger.transaction("sent", undoable=False) as work:
            request = lookup.request(work.journal, request_id)
            event = Event(id=self._ids.new(), kind=kind, at=self._clock.now(), via=via, full_text=words)
            if kind is EventKind.SENT:
                ended = steps.mark_sent(request, event)
            else:
                ended = steps.mark_failed(request, replace(event, text=words, full_text=""))
            work.put(ended)
        return ended

    def _keep_copy(self, letter: Outgoing) -> str:
        if self._ways.sent_folder is None:
            return ""
        try:
            self._ways.sent_folder.keep(letter)
        except SendFailed as error:
            return f"It was sent, but the copy could not be kept: {error}"
        return ""

    def _new_message_id(self) -> str:
        return new_message_id(self._ids, self._ways.sender)


def new_message_id(ids: Ids, sender: Sender) -> str:
    """A Message-ID under the sender's own domain."""
    host = sender.address.rpartition("@")[2] or "afterword.invalid"
    return f"<{ids.new()}{ids.new()}@{host}>"
