"""Owns mail that came in, as plain data, and to which conversation it belongs.

The order of the evidence: our Message-ID in the thread headers (or in what a bounce returns), then the interviewer's
address and a date after the request, otherwise a person decides. The domain of a sender is no key: hiring mail comes
from relays.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from afterword.domain.journal import Journal
from afterword.domain.message import MailKind, Verdict
from afterword.domain.outgoing import thread_of
from afterword.domain.people import Interviewer
from afterword.domain.request import EventKind, Request
from afterword.domain.steps import is_closed

_CLOCK_SKEW = timedelta(hours=12)
_PREFIXES = re.compile(r"^(?:(?:re|aw|antw|sv|vs|odp|rv|ref|res|fw|fwd|wg|tr|回复|答复|返信)(?:\[\d+\])?\s*[:：]\s*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One mail that was found. `key` is its Message-ID, or a hash of its content where it has none."""

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mailbox is searched for: ids of ours, addresses, names and subjects, all in lower case but the ids.

    `begun` goes from each id and address to the first letter of its conversation; where it is empty nothing was sent
    and nothing is looked for. `known` holds the keys of the mails that have been dealt with.
    """

    message_ids: frozenset[str]
    addresses: frozenset[str]
    names: frozenset[str]
    subjects: frozenset[str]
    begun: Mapping[str, datetime]
    known: frozenset[str] = field(default_factory=frozenset)


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


def wanted(journal: Journal, known: Iterable[str] = ()) -> Wanted:
    """What to look for: every conversation that has been begun by a letter, except the closed ones' addresses."""
    ids: set[str] = set()
    people: set[Interviewer] = set()
    subjects: set[str] = set()
    begun: dict[str, datetime] = {}
    for request in journal.live_requests:
        sent = _first_letter(request)
        if sent is None:
            continue
        terms = set(thread_of(request))
        ids |= terms
        if not is_closed(request):
            people.update(_person(journal, request))
            subjects.update(_subjects(request))
            terms.add(_email(journal, request))
        for term in terms - {""}:
            begun[term] = min(sent, begun.get(term, sent))
    return Wanted(
        frozenset(ids),
        frozenset(one.email.lower() for one in people if one.email),
        frozenset(one.name.casefold() for one in people if " " in one.name),
        frozenset(subjects),
        begun,
        frozenset(known),
    )


def match(journal: Journal, mail: Incoming) -> Match:
    """The conversation this mail belongs to, by the order of the evidence."""
    by_thread = _by_ids(journal, mail.answers)
    if by_thread:
        return Match(by_thread[0], Why.THREAD) if len(by_thread) == 1 else Match(None, None, by_thread)
    by_return = _by_ids(journal, mail.verdict.returned_message_ids)
    if by_return:
        return Match(by_return[0], Why.RETURNED) if len(by_return) == 1 else Match(None, None, by_return)
    if mail.verdict.kind is MailKind.BOUNCE:
        named = _by_addresses(journal, mail.verdict.recipients, mail.at)
        return Match(named[0], Why.RETURNED) if len(named) == 1 else Match(None, None, named)
    senders = _by_addresses(journal, (mail.from_address,), mail.at)
    if senders:
        return Match(senders[0], Why.ADDRESS) if len(senders) == 1 else Match(None, None, senders)
    return Match(None, None, _resembling(journal, mail))


def bare_subject(subject: str) -> str:
    """The subject in lower case without `Re:`, `AW:`, `Fwd:` and the like before it."""
    return _PREFIXES.sub("", " ".join(subject.split()).casefold())


def _resembling(journal: Journal, mail: Incoming) -> tuple[str, ...]:
    """The conversations that a mail from elsewhere may belong to, by the sender's name or our subject: for a person."""
    name, subject = mail.from_name.casefold().strip(), bare_subject(mail.subject)
    found: list[str] = []
    for request in journal.live_requests:
        sent = _first_letter(request)
        if sent is None or sent > mail.at + _CLOCK_SKEW:
            continue
        named = " " in name and any(one.name.casefold() == name for one in _person(journal, request))
        if named or (subject and subject in _subjects(request)):
            found.append(request.id)
    return tuple(found)


def _by_ids(journal: Journal, ids: Iterable[str]) -> tuple[str, ...]:
    named = set(ids)
    if not named:
        return ()
    return tuple(one.id for one in journal.live_requests if named.intersection(thread_of(one)))


def _by_addresses(journal: Journal, addresses: Iterable[str], at: datetime) -> tuple[str, ...]:
    """The conversations with that person, begun before the mail was written; unanswered ones before answered ones."""
    named = {address.lower() for address in addresses if address}
    found = [
        one
        for one in journal.live_requests
        if _email(journal, one) in named and (sent := _first_letter(one)) is not None and sent <= at + _CLOCK_SKEW
    ]
    waiting = [one for one in found if not one.replies and not is_closed(one)]
    return tuple(one.id for one in (waiting if len(waiting) == 1 else found))


def _first_letter(request: Request) -> datetime | None:
    sent = [e.at for e in request.events if e.kind in (EventKind.SENT, EventKind.SENDING)]
    return min(sent) if sent else None


def _subjects(request: Request) -> set[str]:
    return {bare_subject(event.subject) for event in request.events if event.kind is EventKind.SENT and event.subject}


def _person(journal: Journal, request: Request) -> tuple[Interviewer, ...]:
    interview = journal.interviews[request.interview_id]
    return tuple(one for one in interview.interviewers if one.id == request.interviewer_id)


def _email(journal: Journal, request: Request) -> str:
    return next((one.email.lower() for one in _person(journal, request)), "")
