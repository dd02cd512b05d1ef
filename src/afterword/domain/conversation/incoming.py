"""Owns mail that came in, as plain data, and to which conversation it belongs.

The order of the evidence: our Message-ID in the thread headers (or in what a bounce returns), then the interviewer's
address and a date after the request, otherwise a person decides: about what names an interviewer, or went to one as
well. The domain of a sender is no key: hiring mail comes
from relays. Whether a mail that belongs to a conversation is an answer to it, is decided in answering.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation.hiring import (
    Processes,
    domain_of,
    is_for_everybody,
    is_named_after,
    is_one_house,
    processes,
)
from afterword.domain.conversation.message import Appointment, Decision, MailKind, Verdict
from afterword.domain.conversation.request import CloseAs, Event, EventKind
from afterword.domain.conversation.threads import ROUGHLY, Thread, Threads, bare_subject, subject_forms, threads
from afterword.domain.journal import Journal
from afterword.domain.people import NamedAddress, folded_address

_CLOCK_SKEW = timedelta(minutes=10)
_WORD = re.compile(r"\w+")
_INITIAL = 2
_NAMED_IN = 4_000
"""Characters of a mail in which names are looked for."""
_FINISHED = (CloseAs.DONE, CloseAs.DECLINED)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Incoming(Struct, frozen=True, kw_only=True):
    """One mail that was found. `key` is its Message-ID, or a hash of its content where it has none.

    `text` is what was newly written, empty where nothing was; `note` then says what stands in its place, or else names
    the attachments, and `hidden` whether it is in what cannot be read here (attached, encrypted). `behind` are those
    for whom the sender stands: whom an answer reaches, and whose mail a list or group has passed on. `to` and `cc` are
    the addresses of those who got it. `forward`: it
    passes on another mail. `notes` are sentences about what was cut or odd in it. `decision` is what it says about an
    application, `appointment` the time to meet that it names or brings as an entry for the calendar.
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
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    note: str = ""
    hidden: bool = False
    behind: tuple[NamedAddress, ...] = ()
    forward: bool = False
    decision: Decision = Decision()
    appointment: Appointment | None = None

    @property
    def writers(self) -> tuple[NamedAddress, ...]:
        """Everybody who may have written it: the sender, then those behind."""
        return (NamedAddress(self.from_name, self.from_address), *self.behind)


class Wanted(Struct, frozen=True, dict=True):
    """What a mailbox is searched for: the mails that may belong to these threads, or decide about these applications.

    `known` holds the keys of the mails that have been dealt with, `own` the person's own addresses, folded: what they
    wrote themselves is no answer. `now` dates a mail that carries no date, or one that is still to come.
    """

    threads: Threads = field(default_factory=Threads)
    known: frozenset[str] = field(default_factory=frozenset)
    own: frozenset[str] = field(default_factory=frozenset)
    now: datetime = _LONG_AGO
    processes: Processes = field(default_factory=Processes)

    @cached_property
    def message_ids(self) -> frozenset[str]:
        """Every Message-ID of the conversations and of their drafts, with angle brackets."""
        drafted = (draft.message_id for draft in self.threads.drafts.every if draft.message_id)
        return frozenset(self.threads.by_id).union(drafted)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The folded address of every interviewer who was written to, or is being written to."""
        return frozenset(self.threads.by_address) | self.drafted_to

    @cached_property
    def drafted_to(self) -> frozenset[str]:
        """The folded addresses that drafts are for."""
        return frozenset(draft.address for draft in self.threads.drafts.every if draft.address)

    @cached_property
    def written_to(self) -> frozenset[str]:
        """The folded addresses to which a letter may have gone that nobody has said was sent."""
        return self.drafted_to | {letter.address for letter in self.threads.drafts.unwritten}

    @cached_property
    def begun(self) -> Mapping[str, datetime]:
        """From each term of the search to the moment before which no mail can carry it.

        Empty when there is no application and no letter, and so nothing is looked for. The ids of replies are
        no terms of their own: who answers them comes later, or names our letters too.
        """
        found: dict[str, datetime] = {}
        for thread in self.threads.all.values():
            since = thread.begun if thread.timed else thread.begun - ROUGHLY
            for term in (thread.request.id, thread.address):
                found[term] = min(since, found.get(term, since))
            found.update(thread.sent)
        for letter in self.threads.drafts.unwritten:
            found[letter.request_id] = letter.since
        for draft in self.threads.drafts.every:
            for term in (draft.request_id, draft.message_id, draft.address):
                found[term] = min(draft.since, found.get(term, draft.since))
        found.update({process.id: process.since for process in self.processes.all.values()})
        found.pop("", None)
        return found


class Why(StrEnum):
    """What tied a mail to a conversation."""

    THREAD = "it answers our letter"
    RETURNED = "it returns our letter"
    ADDRESS = "it comes from the interviewer, after the request"


class Match(Struct, frozen=True):
    """The conversation a mail belongs to; None with candidates when a person has to decide.

    `proves` is the Message-ID of a draft of ours that must have gone out for this mail to be.
    """

    request_id: str | None
    why: Why | None
    candidates: tuple[str, ...] = ()
    proves: str = ""


def wanted(journal: Journal, now: datetime, own: frozenset[str] = frozenset(), before: Threads | None = None) -> Wanted:
    """What to look for: every conversation that was begun by a letter, and what is decided about the applications.

    A closed conversation can still be answered.
    """
    found = threads(journal, before)
    mine = frozenset(map(folded_address, own))
    return Wanted(found, found.keys | journal.proposals.keys(), mine - found.by_address.keys(), now, processes(journal))


def match(known: Threads, mail: Incoming) -> Match:
    """The conversation this mail belongs to, by the order of the evidence."""
    if mail.verdict.kind is MailKind.SENT:
        return Match(None, None, copied(known, mail))
    for why, ids in ((Why.THREAD, mail.answers), (Why.RETURNED, mail.verdict.returned_message_ids)):
        found = _together(known.by_id.get(one, ()) for one in ids)
        if draft := known.drafts.named(ids):
            # A letter that counts as sent by nobody's word: that it was is proposed, where nothing else is sure.
            proposed = Match(None, None, (draft.request_id, *found))
            decided = _decided(found, why) if draft.request_id in found else proposed
            return replace(decided, proves=draft.message_id)
        if found:
            return _decided(found, why)
    bounced = mail.verdict.kind is MailKind.BOUNCE
    people = mail.verdict.recipients if bounced else (mail.from_address,)
    people = tuple(folded_address(address) for address in people)
    correspondents = _together(known.by_address.get(address, ()) for address in people)
    sure = _begun_before(known, correspondents, mail.at)
    drafted = known.drafts.titled(people, subject_forms(mail.subject))
    rivals = [one for one in drafted if one.since <= mail.at + _CLOCK_SKEW and one.request_id not in sure]
    if rivals:
        # Another letter to the same person has this subject, and may have been handed over.
        proves = rivals[0].message_id if len(rivals) == 1 and not sure else ""
        return Match(None, None, _together([[rival.request_id for rival in rivals], sure]), proves)
    if sure:
        waiting = tuple(one for one in sure if known.all[one].waiting)
        return _decided(waiting if len(waiting) == 1 else sure, Why.RETURNED if bounced else Why.ADDRESS)
    behind = _together(known.by_address.get(folded_address(one.email), ()) for one in mail.behind)
    named = _together(known.named(writer.name) for writer in mail.writers)
    beside = _beside(known, mail) if mail.verdict.kind is MailKind.REPLY else ()
    possible = _together([correspondents, behind, named, known.titled(mail.subject), beside])
    return Match(None, None, tuple(one for one in possible if _may_concern(known.all[one], mail.at)))


def _beside(known: Threads, mail: Incoming) -> tuple[str, ...]:
    """The conversations with somebody who got the mail, too, or who is named in its words.

    Named is whose whole name stands there; one word of it, where the company's name stands in the mail as well.
    """
    together = _together(known.by_address.get(folded_address(address), ()) for address in (*mail.to, *mail.cc))
    words = f" {' '.join(_WORD.findall(mail.text[:_NAMED_IN].casefold()))} "
    called = (one for one in known.named(words) if _called(known.all[one].person.name) in words)
    about = f"{words}{_called(mail.subject)}"
    spoken = (one for one, thread in known.all.items() if _is_spoken_of(thread, words, about))
    return _together([together, called, spoken])


def _is_spoken_of(thread: Thread, words: str, about: str) -> bool:
    company = _called(thread.interview.company)
    if not company.strip() or company not in about:
        return False
    return any(f" {word} " in words for word in _WORD.findall(thread.person.name.casefold()) if len(word) > _INITIAL)


def _called(name: str) -> str:
    return f" {' '.join(_WORD.findall(name.casefold()))} "


def own_copy(known: Threads, mail: Incoming) -> Incoming | None:
    """A mail of the person's own as what it is: a letter that went out, if it can be one of a conversation."""
    verdict = Verdict(MailKind.SENT, "It is your own letter, as your mail program kept it, so it was sent.")
    return replace(mail, verdict=verdict) if copied(known, mail) else None


def copied(known: Threads, mail: Incoming) -> tuple[str, ...]:
    """The conversations whose draft this mail of the person's own is: by its id, else by address and thread or subject.

    A mail program that opens a draft for editing often gives it an id of its own. Where nothing was begun here, a
    letter to the interviewer after the interview may be the one.
    """
    if draft := known.drafts.named((mail.key,)):
        return (draft.request_id,)
    draft = known.drafts.named(mail.answers)
    if draft is not None and draft.address in map(folded_address, mail.to):
        return (draft.request_id,)
    titled = known.drafts.titled(mail.to, frozenset({bare_subject(mail.subject)}))
    fitting = [one for one in titled if one.since <= mail.at + _CLOCK_SKEW]
    if not fitting:
        to = {folded_address(address) for address in mail.to}
        fitting = [one for one in known.drafts.unwritten if one.address in to and one.since <= mail.at]
    return tuple(one.request_id for one in fitting)


def is_same(event: Event, mail: Incoming) -> bool:
    """Whether an event holds this very mail: recorded by hand before, or come a second time under another id."""
    if event.message_id == mail.key:
        return True
    if event.kind is not EventKind.REPLY or mail.verdict.kind is not MailKind.REPLY:
        return False
    unnamed = not event.message_id or not mail.key.startswith("<")
    if not unnamed and event.at.timestamp() != mail.at.timestamp():
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
    return thread.begun <= at + (_CLOCK_SKEW if thread.timed else ROUGHLY)


def doubt(thread: Thread, mail: Incoming) -> str:
    """Why a person has to decide whether this mail answers that conversation; empty where it is sure.

    What programs tell (bounces, absences, receipts) is sure; invitations and mail to many never are. An answer needs
    words of somebody who is known there, and to be no forward.
    """
    kind = mail.verdict.taken_as
    if kind in (MailKind.CALENDAR, MailKind.BULK):
        return mail.verdict.reason
    if kind is not MailKind.REPLY:
        return ""
    if mail.forward:
        return "It passes on another mail; whether it holds their answer, only you can tell."
    if not mail.hidden and not any(sign.isalnum() for sign in mail.text):
        return f"It holds only “{mail.text}”, no words." if mail.text else mail.note or "It holds no words."
    if not any(is_known(thread, writer) for writer in mail.writers):
        who = mail.from_name or mail.from_address or "somebody"
        return f"It names your letter, but {who} is nobody known in this conversation."
    return ""


def is_known(thread: Thread, writer: NamedAddress) -> bool:
    """Whether somebody may answer in that conversation: an interviewer, a colleague of theirs, who answered before."""
    people, request = (thread.person, *thread.people), thread.request
    if any(writer.is_of(person) for person in people):
        return True
    if any(event.sender is not None and event.sender.email == writer.email for event in request.replies):
        return True
    domain = domain_of(writer.email)
    if not domain or is_for_everybody(domain):
        return False
    homes = {domain_of(person.email) for person in people} - {""}
    return any(is_one_house(domain, home) for home in homes) or is_named_after(domain, thread.interview.company)
