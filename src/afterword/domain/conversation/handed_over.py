"""Owns the letters that may have been handed over: drafts, and what proves that one of them went out.

An answer names the letter's Message-ID or its subject; or the person's mail program filed the letter itself.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation import sending
from afterword.domain.conversation.request import Event, EventKind, Request
from afterword.domain.people import folded_address


class OpenLetter(Struct, frozen=True):
    """A draft as the mail can tell it: folded address, bare subject in lower case, `since` when it was begun."""

    request_id: str
    message_id: str
    address: str
    subject: str
    since: datetime


class OpenLetters(Struct, frozen=True):
    """The drafts of a journal by the id of their request, and those that were discarded with a Message-ID."""

    all: Mapping[str, OpenLetter] = field(default_factory=dict)
    discarded: tuple[OpenLetter, ...] = ()

    @property
    def every(self) -> tuple[OpenLetter, ...]:
        """The drafts, then those that were discarded."""
        return (*self.all.values(), *self.discarded)

    def named(self, ids: Iterable[str]) -> OpenLetter | None:
        """The letter whose Message-ID stands among these."""
        wanted = set(ids) - {""}
        return next((one for one in self.every if one.message_id in wanted), None)

    def titled(self, addresses: Iterable[str], subjects: frozenset[str]) -> tuple[OpenLetter, ...]:
        """The letters to one of these addresses under one of these subjects."""
        folded = {folded_address(address) for address in addresses}
        return tuple(one for one in self.every if one.address in folded and one.subject in subjects)


def note_sent(request: Request, message_id: str, at: datetime, event_id: str) -> Request:
    """The request whose draft counts as sent, since a mail proves that it went out at that moment or before.

    `message_id` is the one it went out under; a discarded draft is meant where it is the one of that draft, or where
    no other is left.
    """
    draft = request.unsent(message_id) or request.open_draft or next(reversed(request.discarded), None)
    if draft is None:
        return request
    left = Event(id=event_id, kind=EventKind.SENT, at=at, via="by hand")
    return sending.went_out(request, replace(draft, message_id=message_id), left)
