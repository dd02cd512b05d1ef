"""Owns mail that came in, as plain data, and to which conversation it belongs.

The order of the evidence: our Message-ID in the thread headers (or in what a bounce returns), then the interviewer's
address and a date after the request, otherwise a person decides. The domain of a sender is no key: hiring mail comes
from relays. Whether a mail that belongs to a conversation is an answer to it, is decided in answering.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from afterword.domain.conversation.message import MailKind, Verdict
from afterword.domain.conversation.request import CloseAs, Event, EventKind
from afterword.domain.conversation.threads import Thread, Threads, threads
from afterword.domain.journal import Journal
from afterword.domain.people import NamedAddress, folded_address

_CLOCK_SKEW = timedelta(minutes=10)
_ROUGHLY = timedelta(hours=24)
_FINISHED = (CloseAs.DONE, CloseAs.DECLINED)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One mail that was found. `key` is its Message-ID, or a hash of its content where it has none.

    `text` is what was newly written, empty where nothing was; `note` then says what stands in its place, or else names
    the attachments, and `hidden` whether it is in what cannot be read here (attached, encrypted). `behind` are those
    for whom the sender stands: whom an answer reaches, and whose mail a list or group has passed on. `forward`: it
    passes on another mail. `notes` are sentences about what was cut or odd in it.
    """

    key: str
    from_name: str
    from_address: str
    subject: str
    at: datetime
    answers: tuple[str, ...]
    verdict: Verdict
    text: str
    full_text: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    note: str = ""
    hidden: bool = False
    behind: tuple[NamedAddress, ...] = ()
    forward: bool = False

    @property
    def writers(self) -> tuple[NamedAddress, ...]:
        """Everybody who may have written it: the sender, then those behind."""
        return (NamedAddress(self.from_name, self.from_address), *self.behind)


@dataclass(frozen=True)
class Wanted:
    """What a mailbox is searched for: the mails that may belong to these threads.

    `known` holds the keys of the mails that have been dealt with, `own` the person's own addresses, folded: what they
    wrote themselves is no answer. `now` dates a mail that carries no date, or one that is still to come.
    """

    threads: Threads = field(default_factory=Threads)
    known: frozenset[str] = field(default_factory=frozenset)
    own: frozenset[str] = field(default_factory=frozenset)
    now: datetime = _LONG_AGO

    @cached_property
    def message_ids(self) -> frozenset[str]:
        """Every Message-ID of the conversations, with angle brackets."""
        return frozenset(self.threads.by_id)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Every interviewer's address, folded."""
        return frozenset(self.threads.by_address)

    @cached_property
    def begun(self) -> Mapping[str, datetime]:
        """From each term of the search to the moment before which no mail can carry it.

        Empty when nothing was sent, and so nothing is looked for. The ids of replies are no terms of their own: who
        answers them comes later, or names our letters too.
        """
        found: dict[str, datetime] = {}
        for thread in self.threads.all.values():
            for term in (thread.request.id, thread.address):
                found[term] = min(thread.begun, found.get(term, thread.begun))
            found.update(thread.sent)
        found.pop("", None)
        return found


class Why(StrEnum):
    """What tied a mail to a conversation."""

    THREAD = "it answers our letter"
    RETURNED = "it returns our letter"
    ADDRESS = "it comes from the interviewer, after the request"


@dataclass(frozen=True, slots=True)
class Match:
    """The conversation a mail belongs to; None with candidates when a person has to decide."""

    request_id: str | None
    why: Why | None
    candidates: tuple[str, ...] = ()


def wanted(journal: Journal, now: datetime, own: frozenset[str] = frozenset(), before: Threads | None = None) -> Wanted:
    """What to look for: every conversation that was begun by a letter. A closed one can still be answered."""
    found = threads(journal, before)
    mine = frozenset(map(folded_address, own))
    return Wanted(found, found.keys | journal.doubtful.keys(), mine - found.by_address.keys(), now)


def match(known: Threads, mail: Incoming) -> Match:
    """The conversation this mail belongs to, by the order of the evidence."""
    for why, ids in ((Why.THREAD, mail.answers), (Why.RETURNED, mail.verdict.returned_message_ids)):
        if found := _together(known.by_id.get(one, ()) for one in ids):
            return _decided(found, why)
    bounced = mail.verdict.kind is MailKind.BOUNCE
    people = mail.verdict.recipients if bounced else (mail.from_address,)
    correspondents = _together(known.by_address.get(folded_address(address), ()) for address in people)
    if sure := _begun_before(known, correspondents, mail.at):
        waiting = tuple(one for one in sure if known.all[one].waiting)
        return _decided(waiting if len(waiting) == 1 else sure, Why.RETURNED if bounced else Why.ADDRESS)
    behind = _together(known.by_address.get(folded_address(one.email), ()) for one in mail.behind)
    named = _together(known.named(one.name) for one in mail.writers)
    possible = _together([correspondents, behind, named, known.titled(mail.subject)])
    return Match(None, None, tuple(one for one in possible if _may_concern(known.all[one], mail.at)))


def is_same(event: Event, mail: Incoming) -> bool:
    """Whether an event holds this very mail: recorded by hand before, or come a second time under another id."""
    if event.message_id == mail.key:
        return True
    if event.kind is not EventKind.REPLY or mail.verdict.kind is not MailKind.REPLY:
        return False
    unnamed = not event.message_id or not mail.key.startswith("<")
    if not unnamed and event.at != mail.at:
        return False
    said = {_bare(event.text), _bare(event.full_text)} - {""}
    return bool(said & {_bare(mail.text), _bare(mail.full_text)})


def _bare(text: str) -> str:
    return " ".join(text.split())


def _together(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))


def _decided(found: tuple[str, ...], why: Why) -> Match:
    return Match(found[0], why) if len(found) == 1 else Match(None, None, found)


def _begun_before(known: Threads, found: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Those begun before that moment. After a finished conversation somebody may write about anything."""
    asked = (known.all[one] for one in found)
    return tuple(one.request.id for one in asked if one.begun <= at + _CLOCK_SKEW and one.closed not in _FINISHED)


def _may_concern(thread: Thread, at: datetime) -> bool:
    """Whether a mail of that moment may concern a conversation; a letter sent by hand is dated only roughly."""
    return thread.begun <= at + (_CLOCK_SKEW if thread.timed else _ROUGHLY)
