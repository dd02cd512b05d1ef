"""Owns what conversations can be told by in the mail, and to which of them a mail that came in belongs.

They are told by ids, addresses, names and subjects, ready to be looked up. The order of the evidence: our Message-ID in
the thread headers (or in what a bounce returns), then the interviewer's address and a date after the request, otherwise
a person decides: about what names an interviewer, or went to one as well. The domain of a sender is no key: hiring mail
comes from relays. What a mail does to its conversation is for mail_steps.
"""

import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import islice
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation import steps
from afterword.domain.conversation.facts import addressee, gather, thread_of
from afterword.domain.conversation.hiring import Processes, processes
from afterword.domain.conversation.message import Incoming, MailKind, Verdict
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
        message_ids = set(ids) - {""}
        return next((letter for letter in self.every if letter.message_id in message_ids), None)

    def titled(self, addresses: Iterable[str], subjects: frozenset[str]) -> tuple[OpenLetter, ...]:
        """The letters to one of these addresses under one of these subjects."""
        folded = {folded_address(address) for address in addresses}
        return tuple(letter for letter in self.every if letter.address in folded and letter.subject in subjects)


def note_sent(request: Request, message_id: str, at: datetime, event_id: str) -> Request:
    """The request whose draft counts as sent, since a mail proves that it went out at that moment or before.

    `message_id` is the one it went out under; a discarded draft is meant where it is the one of that draft, or where
    no other is left.
    """
    draft = request.unsent(message_id) or request.open_draft or next(reversed(request.discarded), None)
    if draft is None:
        return request
    sent_event = Event(id=event_id, kind=EventKind.SENT, at=at, via="by hand")
    return steps.went_out(request, replace(draft, message_id=message_id), sent_event)


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
        return _grouped((message_id, thread) for thread in self.all.values() for message_id in thread.ids)

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
            yield from (request_id for request_id in self.by_name_word[word] if self.all[request_id].name <= words)

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
    old_threads = before.all if before is not None else {}
    by_request: dict[str, Thread] = {}
    drafts: dict[str, OpenLetter] = {}
    discarded: list[OpenLetter] = []
    unwritten: list[OpenLetter] = []
    same = len(old_threads)
    for request in journal.live_requests:
        interview, person = journal.interviews[request.interview_id], journal.people[request.person_id]
        people = journal.interviewers_of(interview)
        thread = old_threads.get(request.id)
        if thread is None or not _is_of(thread, request, interview, (person, *people)):
            thread, same = _thread(request, interview, person, people), -1
        if thread is not None:
            by_request[request.id] = thread
        if draft := _open_letter(request, person) if thread is None else thread.draft:
            drafts[request.id] = draft
        discarded += _discarded(request, person) if thread is None else thread.discarded
        if thread is None and draft is None and person.email:
            unwritten.append(OpenLetter(request.id, "", folded_address(person.email), "", interview.at))
    letters = OpenLetters(drafts, tuple(discarded), tuple(unwritten))
    if before is not None and same == len(by_request) and letters == before.drafts:
        return before
    return Threads(by_request, letters)


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
    unsent = {open_letter.message_id for open_letter in (draft, *discarded) if open_letter is not None}
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


# ── to which conversation a mail belongs ──────────────────────────────────────────────────────────────────────────────


_CLOCK_SKEW = timedelta(minutes=10)
_WORD = re.compile(r"\w+")
_INITIAL = 2
_NAMED_IN = 4_000
"""Characters of a mail in which names are looked for."""
_FINISHED = (CloseAs.DONE, CloseAs.DECLINED)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class MailSearch(Struct, frozen=True, dict=True):
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
        earliest: dict[str, datetime] = {}
        for thread in self.threads.all.values():
            since = thread.begun if thread.timed else thread.begun - ROUGHLY
            for term in (thread.request.id, thread.address):
                earliest[term] = min(since, earliest.get(term, since))
            earliest.update(thread.sent)
        for letter in self.threads.drafts.unwritten:
            earliest[letter.request_id] = letter.since
        for draft in self.threads.drafts.every:
            for term in (draft.request_id, draft.message_id, draft.address):
                earliest[term] = min(draft.since, earliest.get(term, draft.since))
        earliest.update({process.id: process.since for process in self.processes.all.values()})
        earliest.pop("", None)
        return earliest


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


def wanted(
    journal: Journal, now: datetime, own: frozenset[str] = frozenset(), before: Threads | None = None
) -> MailSearch:
    """What to look for: every conversation that was begun by a letter, and what is decided about the applications.

    A closed conversation can still be answered.
    """
    index = threads(journal, before)
    mine = frozenset(map(folded_address, own))
    return MailSearch(
        index, index.keys | journal.proposals.keys(), mine - index.by_address.keys(), now, processes(journal)
    )


def match(index: Threads, mail: Incoming) -> Match:
    """The conversation this mail belongs to, by the order of the evidence."""
    if mail.verdict.kind is MailKind.SENT:
        return Match(None, None, copied(index, mail))
    for why, ids in ((Why.THREAD, mail.answers), (Why.RETURNED, mail.verdict.returned_message_ids)):
        request_ids = _together(index.by_id.get(each, ()) for each in ids)
        if draft := index.drafts.named(ids):
            # A letter that counts as sent by nobody's word: that it was is proposed, where nothing else is sure.
            proposed = Match(None, None, (draft.request_id, *request_ids))
            decided = _decided(request_ids, why) if draft.request_id in request_ids else proposed
            return replace(decided, proves=draft.message_id)
        if request_ids:
            return _decided(request_ids, why)
    bounced = mail.verdict.kind is MailKind.BOUNCE
    people = mail.verdict.recipients if bounced else (mail.from_address,)
    people = tuple(folded_address(address) for address in people)
    correspondents = _together(index.by_address.get(address, ()) for address in people)
    sure = _begun_before(index, correspondents, mail.at)
    drafted = index.drafts.titled(people, subject_forms(mail.subject))
    rivals = [each for each in drafted if each.since <= mail.at + _CLOCK_SKEW and each.request_id not in sure]
    if rivals:
        # Another letter to the same person has this subject, and may have been handed over.
        proves = rivals[0].message_id if len(rivals) == 1 and not sure else ""
        return Match(None, None, _together([[rival.request_id for rival in rivals], sure]), proves)
    if sure:
        waiting = tuple(each for each in sure if index.all[each].waiting)
        return _decided(waiting if len(waiting) == 1 else sure, Why.RETURNED if bounced else Why.ADDRESS)
    behind = _together(index.by_address.get(folded_address(each.email), ()) for each in mail.behind)
    namesakes = _together(index.named(writer.name) for writer in mail.writers)
    beside = _beside(index, mail) if mail.verdict.kind is MailKind.REPLY else ()
    possible = _together([correspondents, behind, namesakes, index.titled(mail.subject), beside])
    return Match(None, None, tuple(each for each in possible if _may_concern(index.all[each], mail.at)))


def _beside(index: Threads, mail: Incoming) -> tuple[str, ...]:
    """The conversations with somebody who got the mail, too, or who is named in its words or its subject.

    Named is whose whole name stands there; one word of it, where the company's name stands in the mail as well.
    """
    together = _together(index.by_address.get(folded_address(address), ()) for address in (*mail.to, *mail.cc))
    words = f" {' '.join(_WORD.findall(mail.text[:_NAMED_IN].casefold()))} "
    about = f"{words}{_called(mail.subject)}"
    called = (request_id for request_id in index.named(about) if _called(index.all[request_id].person.name) in about)
    spoken = (request_id for request_id, thread in index.all.items() if _is_spoken_of(thread, words, about))
    return _together([together, called, spoken])


def _is_spoken_of(thread: Thread, words: str, about: str) -> bool:
    company = _called(thread.interview.company)
    if not company.strip() or company not in about:
        return False
    return any(f" {word} " in words for word in _WORD.findall(thread.person.name.casefold()) if len(word) > _INITIAL)


def _called(name: str) -> str:
    return f" {' '.join(_WORD.findall(name.casefold()))} "


def own_copy(index: Threads, mail: Incoming) -> Incoming | None:
    """A mail of the person's own as what it is: a letter that went out, if it can be one of a conversation."""
    verdict = Verdict(MailKind.SENT, "It is your own letter, as your mail program kept it, so it was sent.")
    return replace(mail, verdict=verdict) if copied(index, mail) else None


def copied(index: Threads, mail: Incoming) -> tuple[str, ...]:
    """The conversations whose draft this mail of the person's own is: by its id, else by address and thread or subject.

    A mail program that opens a draft for editing often gives it an id of its own. Where nothing was begun here, a
    letter to the interviewer after the interview may be the one.
    """
    if draft := index.drafts.named((mail.key,)):
        return (draft.request_id,)
    draft = index.drafts.named(mail.answers)
    if draft is not None and draft.address in map(folded_address, mail.to):
        return (draft.request_id,)
    titled = index.drafts.titled(mail.to, frozenset({bare_subject(mail.subject)}))
    fitting = [letter for letter in titled if letter.since <= mail.at + _CLOCK_SKEW]
    if not fitting:
        to = {folded_address(address) for address in mail.to}
        fitting = [letter for letter in index.drafts.unwritten if letter.address in to and letter.since <= mail.at]
    return tuple(letter.request_id for letter in fitting)


def _together(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(request_id for group in groups for request_id in group))


def _decided(request_ids: tuple[str, ...], why: Why) -> Match:
    return Match(request_ids[0], why) if len(request_ids) == 1 else Match(None, None, request_ids)


def _begun_before(index: Threads, request_ids: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Those begun before that moment. After a finished conversation somebody may write about anything."""
    asked = (index.all[each] for each in request_ids)
    return tuple(each.request.id for each in asked if each.begun <= at + _CLOCK_SKEW and each.closed not in _FINISHED)


def _may_concern(thread: Thread, at: datetime) -> bool:
    """Whether a mail of that moment may concern a conversation; a letter sent by hand is dated only roughly."""
    return thread.begun <= at + (_CLOCK_SKEW if thread.timed else ROUGHLY)
