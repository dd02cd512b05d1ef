"""Owns what conversations can be told by in the mail: ids, addresses, names and subjects, ready to be looked up.

To which of them a mail belongs is decided in incoming.
"""

import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from itertools import islice
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation import steps
from afterword.domain.conversation.facts import addressee, gather, thread_of
from afterword.domain.conversation.request import CloseAs, Event, EventKind, Request
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.people import Person, folded_address, name_words

K = TypeVar("K")
_PREFIXES = re.compile(r"^(?:(?:re|aw|antw|sv|vs|odp|rv|ref|res|fw|fwd|wg|tr|回复|答复|返信)(?:\[\d+\])?\s*[:：]\s*)+")
_AFTER_MARK = re.compile(r"[:：\]]\s*")
_TELLING = 8
"""Letters that a subject needs before it says anything about where a mail belongs."""
_FORMS = 12
_SUBJECT_LENGTH = 500
_TIMED = ("smtp", "sendmail")
"""The ways out whose moment is known to the second; a letter sent by hand is dated by the person."""
ROUGHLY = timedelta(hours=24)
"""How far from its date a letter sent by hand may have left."""


class OpenLetter(Struct, frozen=True):
    """A draft as the mail can tell it: folded address, bare subject in lower case, `since` when it was begun."""

    request_id: str
    message_id: str
    address: str
    subject: str
    since: datetime


class OpenLetters(Struct, frozen=True):
    """The drafts of a journal by the id of their request, and those that were discarded with a Message-ID.

    `unwritten` stand for the letters that nobody began here: one may have been written and sent by hand.
    """

    all: Mapping[str, OpenLetter] = field(default_factory=dict)
    discarded: tuple[OpenLetter, ...] = ()
    unwritten: tuple[OpenLetter, ...] = ()

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


def note_by_hand(request: Request, letter: Event) -> Request:
    """The request with a letter of the person's own that nobody drafted here."""
    return steps.went_out(request, letter, replace(letter, via="by hand"))


def note_sent(request: Request, message_id: str, at: datetime, event_id: str) -> Request:
    """The request whose draft counts as sent, since a mail proves that it went out at that moment or before.

    `message_id` is the one it went out under; a discarded draft is meant where it is the one of that draft, or where
    no other is left.
    """
    draft = request.unsent(message_id) or request.open_draft or next(reversed(request.discarded), None)
    if draft is None:
        return request
    left = Event(id=event_id, kind=EventKind.SENT, at=at, via="by hand")
    return steps.went_out(request, replace(draft, message_id=message_id), left)


class Thread(Struct, frozen=True):
    """What one conversation can be told by. `people` are the interviewers of its round.

    `ids` are the Message-IDs an answer can name, `sent` goes from those of our letters to when each left at the
    earliest, `keys` are those of every mail in it. `address` is folded. `name` holds the words of the interviewer's
    name, empty when a single word would have to do. `timed` says whether `begun` is exact. `draft` is the next letter,
    which is no mail yet, and `discarded` those that may be one all the same.
    """

    request: Request
    interview: Interview
    person: Person
    people: tuple[Person, ...]
    begun: datetime
    timed: bool
    ids: frozenset[str]
    sent: Mapping[str, datetime]
    keys: frozenset[str]
    address: str
    name: frozenset[str]
    subjects: frozenset[str]
    answered: bool
    closed: CloseAs | None
    draft: OpenLetter | None
    discarded: tuple[OpenLetter, ...]

    @property
    def waiting(self) -> bool:
        """Whether an answer is still awaited."""
        return not self.answered and self.closed is None


class Threads(Struct, frozen=True, dict=True):
    """Every conversation that was begun by a letter, by the id of its request, and the look-ups over them.

    `drafts` are the letters that nobody has said were sent, of conversations begun or not.
    """

    all: Mapping[str, Thread] = field(default_factory=dict)
    drafts: OpenLetters = field(default_factory=OpenLetters)

    @cached_property
    def by_id(self) -> Mapping[str, tuple[str, ...]]:
        """From each Message-ID to its conversations."""
        return _grouped((one, thread) for thread in self.all.values() for one in thread.ids)

    @cached_property
    def by_address(self) -> Mapping[str, tuple[str, ...]]:
        """From each interviewer's address, folded (see `folded_address`), to the conversations."""
        return _grouped((thread.address, thread) for thread in self.all.values() if thread.address)

    @cached_property
    def by_subject(self) -> Mapping[str, tuple[str, ...]]:
        """From each subject, bare, to the conversations."""
        return _grouped((subject, thread) for thread in self.all.values() for subject in thread.subjects)

    @cached_property
    def by_name_word(self) -> Mapping[str, tuple[str, ...]]:
        """From the longest word of each interviewer's name to the conversations."""
        return _grouped((_longest(thread.name), thread) for thread in self.all.values() if thread.name)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of every mail that stands in a conversation, sent or received."""
        return frozenset(key for thread in self.all.values() for key in thread.keys)

    def named(self, name: str) -> Iterator[str]:
        """The conversations with somebody of that name, whatever the order of its words and whatever stands around."""
        words = name_words(name)
        for word in words & self.by_name_word.keys():
            yield from (one for one in self.by_name_word[word] if self.all[one].name <= words)

    def titled(self, subject: str) -> Iterator[str]:
        """The conversations whose subject stands in this one, alone or after `Re:`, `Undeliverable:` or `[list]`."""
        text = _folded(subject)
        # Each form is an ending of the whole, so almost every subject is told apart by its last letters.
        if text[-_TELLING:] in self._endings:
            for form in subject_forms(text):
                yield from self.by_subject.get(form, ())

    @cached_property
    def _endings(self) -> frozenset[str]:
        return frozenset(subject[-_TELLING:] for subject in self.by_subject)


def threads(journal: Journal, before: Threads | None = None) -> Threads:
    """The threads of a journal. What has not changed since `before` is taken over, so that asking again is cheap."""
    known = before.all if before is not None else {}
    found: dict[str, Thread] = {}
    drafts: dict[str, OpenLetter] = {}
    discarded: list[OpenLetter] = []
    unwritten: list[OpenLetter] = []
    same = len(known)
    for request in journal.live_requests:
        interview, person = journal.interviews[request.interview_id], journal.people[request.person_id]
        people = journal.interviewers_of(interview)
        thread = known.get(request.id)
        if thread is None or not _is_of(thread, request, interview, (person, *people)):
            thread, same = _thread(request, interview, person, people), -1
        if thread is not None:
            found[request.id] = thread
        if draft := _open_letter(request, person) if thread is None else thread.draft:
            drafts[request.id] = draft
        discarded += _discarded(request, person) if thread is None else thread.discarded
        if thread is None and draft is None and person.email:
            unwritten.append(OpenLetter(request.id, "", folded_address(person.email), "", interview.at))
    letters = OpenLetters(drafts, tuple(discarded), tuple(unwritten))
    if before is not None and same == len(found) and letters == before.drafts:
        return before
    return Threads(found, letters)


def bare_subject(subject: str) -> str:
    """The subject in lower case without `Re:`, `AW:`, `Fwd:` and the like before it."""
    return _PREFIXES.sub("", _folded(subject))


def subject_forms(subject: str) -> frozenset[str]:
    """What may be the subject of the mail that was answered or returned: the whole, and what stands after each mark."""
    text = _folded(subject)
    return frozenset({text, *(text[mark.end() :] for mark in islice(_AFTER_MARK.finditer(text), _FORMS))})


def _folded(subject: str) -> str:
    return " ".join(subject[:_SUBJECT_LENGTH].split()).casefold()


def _is_of(thread: Thread, request: Request, interview: Interview, people: tuple[Person, ...]) -> bool:
    """Whether the thread was made of these very records."""
    before = (thread.request, thread.interview, thread.person, *thread.people)
    now = (request, interview, *people)
    return len(before) == len(now) and all(map(operator.is_, before, now))


def _thread(request: Request, interview: Interview, person: Person, people: tuple[Person, ...]) -> Thread | None:
    facts = gather(request)
    letters = [event for event in request.history if event.kind is EventKind.SENT]
    letters += [facts.in_flight] if facts.in_flight is not None else []
    if not letters:
        return None
    first = min(letters, key=lambda event: event.at)
    draft, discarded = _open_letter(request, person), _discarded(request, person)
    unsent = {one.message_id for one in (draft, *discarded) if one is not None}
    words = name_words(person.name)
    subjects = {bare_subject(event.subject) for event in letters}
    return Thread(
        request=request,
        interview=interview,
        person=person,
        people=people,
        begun=first.at,
        timed=first.via in _TIMED,
        ids=frozenset(thread_of(request)),
        sent={event.message_id: _earliest(event) for event in letters if event.message_id},
        keys=frozenset(event.message_id for event in request.events if event.message_id) - unsent,
        address=folded_address(person.email),
        name=words if len(words) > 1 else frozenset(),
        subjects=frozenset(subject for subject in subjects if len(subject) >= _TELLING),
        answered=facts.first_reply is not None,
        closed=facts.closed.close_as or CloseAs.DONE if facts.closed is not None else None,
        draft=draft,
        discarded=discarded,
    )


def _earliest(letter: Event) -> datetime:
    return letter.at if letter.via in _TIMED else letter.at - ROUGHLY


def _open_letter(request: Request, person: Person) -> OpenLetter | None:
    return None if request.open_draft is None else _letter(request, person, request.open_draft)


def _discarded(request: Request, person: Person) -> tuple[OpenLetter, ...]:
    return tuple(_letter(request, person, event) for event in request.discarded)


def _letter(request: Request, person: Person, event: Event) -> OpenLetter:
    address = folded_address(addressee(person, request, event.letter).email)
    return OpenLetter(request.id, event.message_id, address, bare_subject(event.subject), event.at)


def _longest(words: frozenset[str]) -> str:
    return max(words, key=lambda word: (len(word), word))


def _grouped(pairs: Iterable[tuple[K, Thread]]) -> Mapping[K, tuple[str, ...]]:
    groups: dict[K, tuple[str, ...]] = {}
    for key, thread in pairs:
        groups[key] = (*groups.get(key, ()), thread.request.id)
    return groups
