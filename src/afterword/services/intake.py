"""Owns what a person hands in as an answer: told apart as a mail or plain words, and put into its conversation."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation import mail_steps
from afterword.domain.conversation.incoming import Incoming, Match, Why, wanted
from afterword.domain.conversation.message import MailKind
from afterword.domain.conversation.request import Channel, Event, Request
from afterword.domain.dates import show_date
from afterword.domain.people import folded_address, read_named_address
from afterword.errors import UserError
from afterword.ports import Clock, Ids, ReplyReader
from afterword.services import lookup
from afterword.services.requests import check_days
from afterword.services.undoable_store import UndoableStore


class IntakeOptions(Struct, frozen=True, kw_only=True):
    """How a mail is taken: as what (None: as what it is), when it came (None: its own date), and by which channel.

    `sender` is who wrote it, where that is not who sent the mail; empty means as it says.
    """

    kind: MailKind | None = None
    at: datetime | None = None
    channel: Channel = Channel.MAIL
    sender: str = ""


_AS_IT_IS = IntakeOptions()


class IntakeService:
    """The verbs of handing in; `own` are the person's own addresses."""

    def __init__(
        self, ledger: UndoableStore, clock: Clock, ids: Ids, reader: ReplyReader, own: frozenset[str] = frozenset()
    ) -> None:
        self._store = ledger
        self._clock = clock
        self._ids = ids
        self._reader = reader
        self._own = frozenset(map(folded_address, own))

    def read(self, handed: bytes | str) -> Incoming | None:
        """The mail that was handed in; None when it is plain words. Refused when it is neither."""
        found = self._reader.read(handed, wanted(self._store.journal(), self._clock.now()))
        return found and replace(found, at=found.at.astimezone(self._clock.now().tzinfo))

    def take(self, request_id: str, mail: Incoming, taking: IntakeOptions = _AS_IT_IS) -> Request:
        """The request with that mail in it: as a reply, a bounce, an absence or a receipt.

        Refused when it stands there already, and when it is (and is taken as) none of these.
        """
        if taking.at is not None and taking.at.date() > self._clock.now().date():
            raise UserError(f"{show_date(taking.at.date())} is still to come.", hint="Note it once it has happened.")
        kind = taking.kind or mail.verdict.kind
        if mail.verdict.delayed and kind is not MailKind.REPLY:
            raise UserError("The letter is only delayed, and still under way.", mail.verdict.reason)
        if kind in (MailKind.CALENDAR, MailKind.BULK):
            raise UserError("This is no answer.", mail.verdict.reason, "Take it as a reply if it is one after all.")
        chosen = replace(mail, verdict=replace(mail.verdict, kind=kind), at=taking.at or mail.at)
        with self._store.transaction(_STEPS[kind]) as work:
            request = lookup.request(work.journal, request_id)
            if mail_steps.recorded_before(request, chosen) is not None:
                raise UserError("This mail has been recorded already.")
            changed = mail_steps.record_mail(request, chosen, Match(request.id, _why(taking)), self._ids.new())
            changed = replace(changed, events=(*changed.events[:-1], self._said(changed.events[-1], taking)))
            check_days(work.journal, changed)
            work.put(changed)
        return changed

    def _said(self, event: Event, taking: IntakeOptions) -> Event:
        """The event with what the person said about it; what they passed on to themselves was written by another."""
        sender = event.sender
        if taking.sender.strip():
            sender = read_named_address(taking.sender)
        elif sender is not None and folded_address(sender.email) in self._own:
            sender = None
        channel = taking.channel if event.channel is not None else None
        return replace(event, sender=sender, channel=channel)


_STEPS = {
    MailKind.REPLY: "record reply",
    MailKind.BOUNCE: "record bounce",
    MailKind.AUTO_REPLY: "record out of office",
    MailKind.RECEIPT: "record receipt",
}


def _why(taking: IntakeOptions) -> Why:
    """The thread headers date a mail after the letter it names, unless the person says when it came."""
    return Why.THREAD if taking.at is None else Why.ADDRESS
