"""Owns asking an IMAP server to search, where a folder holds too much to look at every header."""

import imaplib
from collections.abc import Iterator
from datetime import date
from itertools import islice

from afterword.domain.conversation.incoming import Wanted
from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.threads import Thread
from afterword.mail.imap_session import Session

_MANY = 2_000
"""So many headers are fetched faster than a server searches for many terms."""
_TERMS_A_SEARCH = 10
_HEADERS_A_TERM = 20
_DAEMONS = ("mailer-daemon", "postmaster", "mail delivery", "microsoftexchange")
_BEHIND = ("Reply-To", "X-Original-From", "X-Original-Sender")
_LETTERS = (EventKind.SENDING, EventKind.SENT)
_RETURNED = ("undeliver", "returned mail", "delivery status", "delivery failure", "failure notice", "unzustellbar")


def narrowed(session: Session, found: set[int], wanted: Wanted, since: date) -> set[int]:
    """Those of the UIDs that the server finds for any term; all of them where searching would not pay.

    A server that cannot search for letters beyond ASCII is not asked again.
    """
    if len(found) <= _MANY:
        return found
    terms = list(_terms(wanted))
    if len(terms) * _HEADERS_A_TERM > len(found):
        return found
    hits: set[int] = set()
    parts = iter(terms)
    try:
        while part := list(islice(parts, _TERMS_A_SEARCH)):
            plain = all(word.isascii() for term in part for word in term)
            hits.update(session.search(["SINCE", since, *_any_of(part)], None if plain else "UTF-8"))
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return found
    return found & hits


def _terms(wanted: Wanted) -> Iterator[tuple[str, ...]]:
    """What to search for; each finds more rather than less, since the headers are looked at afterwards."""
    yield from (("FROM", one) for one in _DAEMONS)
    for address in sorted(wanted.addresses):
        # With a tag the address stands in two pieces, so what is before the tag is looked for too.
        yield from (("FROM", one) for one in (address, f"{address.partition('@')[0]}+"))
        yield from (("HEADER", field, address) for field in _BEHIND)
    yield from (("SUBJECT", one) for one in _RETURNED)
    yield ("HEADER", "Auto-Submitted", "auto-replied")
    yield ("HEADER", "Content-Type", "multipart/report")
    for message_id in sorted(wanted.message_ids):
        yield ("HEADER", "In-Reply-To", message_id)
        yield ("HEADER", "References", message_id)
    for draft in wanted.threads.drafts.every:
        if draft.message_id:
            yield ("HEADER", "Message-ID", draft.message_id)
        if draft.address:
            yield ("TO", draft.address)
    by_word = {term for thread in wanted.threads.all.values() for term in _by_word(thread)}
    yield from sorted(by_word)


def _by_word(thread: Thread) -> Iterator[tuple[str, str]]:
    """The interviewer's longest name and the subjects, in the spelling in which they were written."""
    person = next((one for one in thread.interview.interviewers if one.id == thread.request.interviewer_id), None)
    if person is not None and thread.name:
        yield "FROM", max(person.name.split(), key=len)
    for event in thread.request.events:
        words = event.subject.split()
        if event.kind in _LETTERS and words:
            yield "SUBJECT", max(words, key=len)


def _any_of(terms: list[tuple[str, ...]]) -> list[object]:
    """`OR a OR b c`, as IMAP wants it."""
    first, *rest = terms
    return ["OR", *first, *_any_of(rest)] if rest else list(first)
