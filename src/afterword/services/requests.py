"""Owns the verbs of a conversation: draft, send, record a reply, follow up, thank, snooze, close."""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import Application
from afterword.domain.conversation import steps
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.letters import LetterCheck
from afterword.domain.conversation.outgoing import check_occasion
from afterword.domain.conversation.request import (
    HAPPENED,
    Channel,
    CloseAs,
    Draft,
    Event,
    EventKind,
    Letter,
    Request,
)
from afterword.domain.conversation.tracking import check_due, check_put_off, read
from afterword.domain.dates import show_date
from afterword.domain.fields import changed, clash_words
from afterword.domain.interview import Interview, check_not_before, check_took_place
from afterword.domain.journal import Journal
from afterword.domain.people import Person, check_address, check_own_address, read_named_address
from afterword.domain.policy import Policy
from afterword.domain.text import clean, clean_line
from afterword.errors import ChangedElsewhere, NotFound, UserError
from afterword.ports import Clock, Transaction
from afterword.services import lookup
from afterword.services.letters import Writer
from afterword.services.sending import LetterIds
from afterword.services.services import UndoableStore


class Reply(Struct, frozen=True, kw_only=True):
    """A reply as it came in. `at` is aware; `full_text` the whole message when `text` is only its new part.

    `sender` is who wrote it, as `Name <mail>` or a name; empty means the interviewer.
    """

    text: str
    at: datetime
    channel: Channel = Channel.MAIL
    subject: str = ""
    full_text: str = ""
    message_id: str = ""
    sender: str = ""


class Writing(Struct, frozen=True, kw_only=True):
    """A letter at work: the changes of one `merge_key` are undone together; `began` is the draft they begin from."""

    merge_key: object | None = None
    began: Draft | None = None


_ALONE = Writing()


class _Events(Struct, frozen=True):
    """Makes the dated events of conversations."""

    _clock: Clock
    _ids: LetterIds

    def __call__(
        self, kind: EventKind, at: datetime | None, text: str = "", via: str = "", until: date | None = None
    ) -> Event:
        now = self._clock.now()
        # Days are counted in the person's own zone, whatever offset the mail or the words of the call carry.
        moment = now if at is None else at.astimezone(now.tzinfo)
        if moment.date() > now.date():
            raise UserError(f"{show_date(moment.date())} is still to come.", hint="Note it once it has happened.")
        return Event(id=self._ids.new(), kind=kind, at=moment, text=text, via=via, until=until)


class _Drafting(Struct, frozen=True):
    """Writes the first draft of a letter into a transaction."""

    _clock: Clock
    _ids: LetterIds
    _writer: Writer

    def __call__(self, work: Transaction, request: Request, letter: Letter) -> Request:
        """A fresh draft of the letter; one of the same letter that is being written is left as it stands."""
        steps.check_letter(request, letter)
        check_occasion(_about(work.journal, request), letter)
        current = request.draft
        if current is not None and current.letter is letter:
            return request
        draft = self._writer.write(work.journal, request, letter)
        return _put(work, _drafted(request, draft, self._ids, self._clock))


class RequestService:
    """The verbs of a conversation. Each returns the request as it is now."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: LetterIds, writer: Writer, policy: Policy) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._writer = writer
        self._policy = policy
        self._event = _Events(clock, ids)
        self._write = _Drafting(clock, ids, writer)

    def draft(self, interview_id: str, email: str | None = None) -> tuple[Request, ...]:
        """A draft for each interviewer not asked yet, or for the one with that address.

        Refused when nobody is left to ask, and for one interviewer when the request is out of turn.
        """
        with self._store.transaction("draft request") as work:
            interview = lookup.live_interview(work.journal, interview_id)
            check_took_place(interview, self._clock.now())
            if not interview.interviewers:
                raise UserError("This interview has no interviewers yet.", hint="Edit it and add whom you met.")
            people = _chosen(work.journal, interview, email)
            begun = {request.person_id: request for request in work.journal.requests_of(interview.id)}
            drafted: list[Request] = []
            for person in people:
                request = begun.get(person.id) or Request(
                    id=self._ids.new(),
                    interview_id=interview.id,
                    person_id=person.id,
                    created=self._clock.now(),
                )
                if email is None and _is_begun(request):
                    continue
                drafted.append(self._write(work, request, Letter.REQUEST))
            if not drafted:
                raise UserError("Every interviewer of this interview has been asked or has a draft.")
        return tuple(drafted)

    def follow_up(self, request_id: str) -> Request:
        """The request with a draft of the nudge; more than the policy allows is refused."""
        with self._store.transaction("draft follow-up") as work:
            request = lookup.request(work.journal, request_id)
            facts = gather(request)
            if facts.waits_for_answer and facts.nudges >= self._policy.max_follow_ups:
                raise _enough_reminders(facts.nudges)
            return self._write(work, request, Letter.FOLLOW_UP)

    def thank(self, request_id: str) -> Request:
        """The request with a draft of the thank-you, quoting the strengths that were marked."""
        with self._store.transaction("draft thank-you") as work:
            return self._write(work, lookup.request(work.journal, request_id), Letter.THANK_YOU)

    def write_again(self, request_id: str) -> Request:
        """The request with a draft of the letter that comes back to them after a while."""
        with self._store.transaction("draft letter to write again") as work:
            return self._write(work, lookup.request(work.journal, request_id), Letter.REAPPROACH)

    def mark_written_again(self, request_id: str, at: datetime | None = None) -> Request:
        """“I have written to them again”: the day to do so is settled."""
        with self._store.transaction("mark as written again") as work:
            request = lookup.request(work.journal, request_id)
            return _put(work, steps.mark_written_again(request, self._event(EventKind.SENT, at, via="by hand")))

    def fresh(self, request_id: str) -> Draft:
        """The open draft written anew from the template and what is known now; nothing is saved."""
        journal = self._store.journal()
        request = lookup.request(journal, request_id)
        return self._writer.write(journal, request, _open(request).letter)

    def edit(
        self, request_id: str, subject: str | None = None, body: str | None = None, writing: Writing = _ALONE
    ) -> Request:
        """The request with its draft changed; what is None stays.

        Raises `ChangedElsewhere` where somebody else changed the same part of it since the writing began.
        """
        with self._store.transaction("edit draft", merge_key=writing.merge_key) as work:
            request = lookup.request(work.journal, request_id)
            draft = _open(request)
            given = {name: words for name, words in (("subject", subject), ("body", body)) if words is not None}
            if writing.began is not None and writing.began.letter is not draft.letter:
                raise UserError("Another letter is being written here by now.", hint="Open it again to see it.")
            kept = changed(draft, given, writing.began)
            return _put(work, _drafted(request, kept, self._ids, self._clock))

    def check(self, request_id: str, draft: Draft | None = None) -> LetterCheck:
        """What a draft holds: the one given (as it is being typed) or the saved one."""
        journal = self._store.journal()
        request = lookup.request(journal, request_id)
        return self._writer.check(journal, request, draft or _open(request))

    def discard_draft(self, request_id: str) -> Request:
        """The request without its draft."""
        with self._store.transaction("discard draft") as work:
            return _put(work, steps.discard_draft(lookup.request(work.journal, request_id)))

    def mark_sent(self, request_id: str, at: datetime | None = None, via: str = "by hand") -> Request:
        """“I sent it”: the draft counts as sent at that moment (or now)."""
        with self._store.transaction("mark as sent") as work:
            request = lookup.request(work.journal, request_id)
            return _put(work, steps.mark_sent(request, self._event(EventKind.SENT, at, via=via)))

    def mark_not_sent(self, request_id: str) -> Request:
        """“It did not go out”: an unfinished sending ends here and the draft is kept."""
        with self._store.transaction("mark as not sent") as work:
            request = lookup.request(work.journal, request_id)
            event = self._event(EventKind.FAILED, None, text="You said it did not go out.")
            return _put(work, steps.mark_failed(request, event))

    def record_reply(self, request_id: str, form: Reply) -> Request:
        """The request with a reply; the self-ratings given before the first one are locked from then on."""
        with self._store.transaction("record reply") as work:
            request = lookup.request(work.journal, request_id)
            event = replace(
                self._event(EventKind.REPLY, form.at),
                text=clean(form.text).strip(),
                full_text=clean(form.full_text).strip(),
                channel=form.channel,
                subject=clean_line(form.subject),
                message_id=clean_line(form.message_id),
                sender=read_named_address(form.sender) if form.sender.strip() else None,
            )
            return _put(work, steps.record_reply(request, event))

    def record_bounce(self, request_id: str, reason: str, at: datetime | None = None) -> Request:
        """The request with the news that its letter came back."""
        with self._store.transaction("record bounce") as work:
            request = lookup.request(work.journal, request_id)
            steps.check_possible(request, EventKind.BOUNCED)
            event = self._event(EventKind.BOUNCED, at, text=clean_line(reason))
            return _put(work, steps.record_bounce(request, event))

    def record_absence(self, request_id: str, until: date | None, words: str = "") -> Request:
        """The request with an out-of-office note; the follow-up waits for the day they are back."""
        with self._store.transaction("record out of office") as work:
            request = lookup.request(work.journal, request_id)
            steps.check_possible(request, EventKind.AUTO_REPLY)
            sent = gather(request).asked
            if until is not None and sent is not None and until < sent.at.date():
                raise UserError(f"{show_date(until)} lies before the request of {show_date(sent.at.date())}.")
            event = self._event(EventKind.AUTO_REPLY, None, text=clean(words).strip(), until=until)
            return _put(work, steps.record_absence(request, event))

    def mend_address(self, request_id: str, address: str, began: Person | None = None) -> Request:
        """The interviewer's address corrected, and the returned letter as a draft again."""
        typed = check_address(address)
        with self._store.transaction("mend address") as work:
            request = lookup.request(work.journal, request_id)
            person = changed(work.journal.people[request.person_id], {"email": typed}, began)
            check_own_address(work.journal.people.values(), person)
            work.put(person)
            facts = gather(request)
            unreached = facts.bounced is not None or facts.left is not None
            if not unreached or facts.asked is None or facts.closed is not None or request.draft is not None:
                return request
            draft = Draft(letter=Letter.REQUEST, subject=facts.asked.subject, body=facts.asked.text)
            if not draft.body.strip():
                draft = self._writer.write(work.journal, request, Letter.REQUEST)
            return _put(work, _drafted(request, draft, self._ids, self._clock))

    def snooze(self, request_id: str, until: date) -> Request:
        """The request with its next step held until that day. Refused where that would change nothing."""
        with self._store.transaction("snooze") as work:
            request = lookup.request(work.journal, request_id)
            today = self._clock.now().date()
            application = _about(work.journal, request)
            decided, ended = application.decided_on, application.is_ended
            before = read(request, self._policy, today, decided, ended=ended)
            check_due(before, today)
            snoozed = steps.snooze(request, self._event(EventKind.SNOOZED, None, until=until), today)
            after = read(snoozed, self._policy, today, decided, ended=ended)
            check_put_off(before, after, until, today)
            return _put(work, snoozed)

    def close(self, request_id: str, close_as: CloseAs = CloseAs.DONE) -> Request:
        """The request closed."""
        with self._store.transaction("close") as work:
            request = lookup.request(work.journal, request_id)
            event = replace(self._event(EventKind.CLOSED, None), close_as=close_as)
            return _put(work, steps.close(request, event))

    def reopen(self, request_id: str) -> Request:
        """The request open again."""
        with self._store.transaction("reopen") as work:
            request = lookup.request(work.journal, request_id)
            return _put(work, steps.reopen(request, self._event(EventKind.REOPENED, None)))

    def plan_reapproach(self, request_id: str, until: date | None, began: Request | None = None) -> Request:
        """The request with a day to write again; None takes it away."""
        with self._store.transaction("plan to write again") as work:
            request = lookup.request(work.journal, request_id)
            stored = gather(request).reapproach
            before = stored if began is None else gather(began).reapproach
            if stored not in (before, until) and until != before:
                raise ChangedElsewhere(("until",), clash_words("Day", until, stored))
            day = stored if began is not None and until == before else until
            event = self._event(EventKind.REAPPROACH, None, until=day)
            return _put(work, steps.plan_reapproach(request, event, self._clock.now().date()))


def _about(journal: Journal, request: Request) -> Application:
    return journal.application_of(journal.interviews[request.interview_id])


def _chosen(journal: Journal, interview: Interview, email: str | None) -> list[Person]:
    """The interviewer with that address (or id), or all of them."""
    wanted = None if email is None else email.strip().lower()
    people = [
        interviewer
        for interviewer in journal.interviewers_of(interview)
        if wanted is None or (wanted and wanted in (interviewer.email.lower(), interviewer.id))
    ]
    if not people:
        known = ", ".join(person.label for person in journal.interviewers_of(interview))
        raise NotFound(f"No interviewer of {interview.label} has the address “{email}”.", hint=f"There are: {known}.")
    return people


def _is_begun(request: Request) -> bool:
    """Whether anything was written, sent, answered or closed: a snooze alone is no beginning."""
    facts = gather(request)
    letters = (facts.drafted, facts.in_flight, facts.asked, facts.first_reply)
    return facts.closed is not None or any(event is not None for event in letters)


def _enough_reminders(sent: int) -> UserError:
    if not sent:
        return UserError("Your settings allow no follow-ups.", hint="See max_follow_ups under [policy].")
    return UserError(
        "The follow-up has been sent already.",
        "One reminder is kind; a second one seldom brings an answer.",
        "Let it rest, or close the conversation.",
    )


def _open(request: Request) -> Draft:
    draft = request.draft
    if draft is None:
        raise UserError("There is no draft in this conversation.", hint="Begin one with ask, follow-up or thank.")
    return draft


def check_days(journal: Journal, request: Request) -> None:
    """Refuse what is new in the request and dated before its interview."""
    known = journal.requests[request.id].events if request.id in journal.requests else ()
    for event in request.events:
        if event.kind in HAPPENED and event not in known:
            check_not_before(journal.interviews[request.interview_id], event.at)


def _drafted(request: Request, draft: Draft, ids: LetterIds, clock: Clock) -> Request:
    return steps.put_draft(request, draft, ids.new(), clock.now(), ids.message_id())


def _put(work: Transaction, request: Request) -> Request:
    check_days(work.journal, request)
    work.put(request)
    return request
