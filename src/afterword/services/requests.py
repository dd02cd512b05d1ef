"""Owns the verbs of a conversation: draft, send, record a reply, follow up, thank, snooze, close."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation import agenda, steps
from afterword.domain.conversation.agenda import CLOSE_KINDLY, to_ask
from afterword.domain.conversation.facts import check_occasion, fits_occasion, gather
from afterword.domain.conversation.letters import LetterCheck
from afterword.domain.conversation.request import HAPPENED, Channel, CloseAs, Draft, Event, EventKind, Letter, Request
from afterword.domain.conversation.tracking import Track, check_due, check_put_off, read
from afterword.domain.dates import Policy, show_date
from afterword.domain.fields import changed, clash_words
from afterword.domain.interview import Application, Interview, Outcome, check_not_before, check_took_place
from afterword.domain.journal import Journal
from afterword.domain.people import Person, check_address, check_own_address, read_named_address
from afterword.domain.text import clean, clean_line
from afterword.errors import ChangedElsewhere, NotFound, UserError
from afterword.ports import Clock, Transaction
from afterword.services import lookup
from afterword.services.letters import LetterForm, Writer
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


class Wish(Struct, frozen=True, kw_only=True):
    """How a letter shall go out: by another way than usual, or in another language (its code)."""

    channel: Channel | None = None
    language: str = ""


class Writing(Struct, frozen=True, kw_only=True):
    """A letter at work: the changes of one `merge_key` are undone together; `began` is the draft they begin from.

    With `anew` it is first written anew, for another way or in another language.
    """

    merge_key: str = ""
    began: Draft | None = None
    anew: Wish | None = None


_ALONE = Writing()
_USUAL = Wish()


class RequestService:
    """The verbs of a conversation. Each returns the request as it is now."""

    def __init__(self, store: UndoableStore, clock: Clock, ids: LetterIds, writer: Writer, policy: Policy) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._writer = writer
        self._policy = policy

    def draft(self, about_id: str, who: str | None = None, wish: Wish = _USUAL) -> tuple[Request, ...]:
        """A draft for each person not asked yet, or for the one with that address or id.

        `about_id` names an interview, and so its interviewers, or an application, and so everybody of it. Refused when
        nobody is left to ask, and for one person when the request is out of turn.
        """
        with self._store.transaction("draft request") as work:
            application, interview = lookup.application_or_round(work.journal, about_id)
            check_occasion(application, Letter.REQUEST)
            if interview is None:
                interview = self._round(work.journal, about_id)[1]
                met = work.journal.people_of(application.id)
            else:
                check_took_place(interview, self._clock.now())
                met = work.journal.interviewers_of(interview)
            people = (
                _everybody(work.journal, interview, met)
                if who is None
                else (_person(work.journal.people_of(application.id), application, who),)
            )
            drafted: list[Request] = []
            for person in people:
                request = self._conversation(work, person, _met_in(work.journal, interview, person))
                if who is None and _is_begun(request, application):
                    continue
                drafted.append(self._write(work, request, Letter.REQUEST, wish))
            if not drafted:
                raise UserError(
                    "Every interviewer of this interview has been asked or has a draft.",
                    hint="See how each stands: afterword request list.",
                )
        return tuple(drafted)

    def write(
        self,
        about_id: str,
        letter: Letter,
        who: str | None = None,
        by_hand: datetime | None = None,
        wish: Wish = _USUAL,
    ) -> tuple[Request, ...]:
        """A draft of a note, of the question where things stand, or of an answer to an offer, about an application.

        `about_id` names it or one of its rounds, the last one where it names none; `who` somebody in it, by address or
        id. Without, a note goes to each interviewer of the round who was not thanked since, the others to the contact
        or the last interviewer. With `by_hand` nothing is drafted: the letter went out otherwise, at that moment.
        """
        with self._store.transaction(f"draft {letter}" if by_hand is None else f"mark {letter} as sent") as work:
            at, interview, _alone = self._round(work.journal, about_id)
            people = _readers(at, interview, letter, who)
            requests = [self._conversation(work, person, interview) for person in people]
            if by_hand is None:
                return tuple(self._write(work, request, letter, wish) for request in requests)
            return tuple(self._written(work, request, letter, by_hand) for request in requests)

    def _round(self, journal: Journal, about_id: str) -> tuple[agenda.Course, Interview, bool]:
        """The application, and the round that was named (which the last says) or else the last held.

        Refused while that lies ahead.
        """
        application, about = lookup.application_or_round(journal, about_id)
        at = agenda.course(journal, application, self._clock.now())
        interview = about or (at.held or journal.rounds_of(application.id))[-1]
        check_took_place(interview, self._clock.now())
        return at, interview, about is not None

    def _written(self, work: Transaction, request: Request, letter: Letter, by_hand: datetime) -> Request:
        check_occasion(_application(work.journal, request), letter)
        event = replace(self._event(EventKind.SENT, by_hand, via="by hand"), letter=letter)
        return _save(work, steps.mark_sent(request, event))

    def follow_up(self, request_id: str) -> Request:
        """The request with a draft of the nudge.

        Refused for more than the policy allows, on the day of the request, and when it is too late for one.
        """
        with self._store.transaction("draft follow-up") as work:
            request = lookup.request(work.journal, request_id)
            steps.check_letter(request, Letter.FOLLOW_UP)
            steps.check_nudge(request, self._policy, self._clock.now().date())
            return self._write(work, request, Letter.FOLLOW_UP)

    def thank(self, request_id: str) -> Request:
        """The request with a draft of the thank-you, quoting the strengths that were marked."""
        with self._store.transaction("draft thank-you") as work:
            return self._write(work, lookup.request(work.journal, request_id), Letter.THANK_YOU)

    def write_again(self, request_id: str, wish: Wish = _USUAL) -> Request:
        """The request with a draft of the letter that comes back to them after a while."""
        with self._store.transaction("draft letter to write again") as work:
            return self._write(work, lookup.request(work.journal, request_id), Letter.REAPPROACH, wish)

    def _read(self, journal: Journal, request: Request) -> Track:
        now = self._clock.now()
        return read(request, self._policy, now.date(), agenda.occasions_in(journal, request, self._policy, now))

    def fresh(self, request_id: str) -> Draft:
        """The open draft written anew from the template and what is known now; nothing is saved."""
        journal = self._store.journal()
        request = lookup.request(journal, request_id)
        draft = _open(request)
        return self._fresh(journal, request, draft.letter, Wish(channel=draft.channel, language=draft.language))

    def edit(
        self, request_id: str, subject: str | None = None, body: str | None = None, writing: Writing = _ALONE
    ) -> Request:
        """The request with its draft changed; what is None stays.

        Raises `ChangedElsewhere` where somebody else changed the same part of it since the writing began.
        """
        with self._store.transaction("edit draft", merge_key=writing.merge_key) as work:
            request = lookup.request(work.journal, request_id)
            draft = _open(request)
            changes = {name: words for name, words in (("subject", subject), ("body", body)) if words is not None}
            if writing.began is not None and writing.began.letter is not draft.letter:
                raise UserError("Another letter is being written here by now.", hint="Open it again to see it.")
            if writing.anew is not None:
                draft = self._fresh(work.journal, request, draft.letter, writing.anew)
            new = changed(draft, changes, writing.began)
            return _save(work, _drafted(request, new, self._ids, self._clock))

    def check(self, request_id: str, draft: Draft | None = None) -> LetterCheck:
        """What a draft holds: the one given (as it is being typed) or the saved one."""
        journal = self._store.journal()
        request = lookup.request(journal, request_id)
        written = draft or _open(request)
        today = self._clock.now().date()
        check = self._writer.check(journal, request, written, today)
        early = written.letter is Letter.FOLLOW_UP and steps.early_nudge(request, self._policy, today)
        return replace(check, warnings=(*check.warnings, early)) if early else check

    def discard_draft(self, request_id: str) -> Request:
        """The request without its draft."""
        with self._store.transaction("discard draft") as work:
            return _save(work, steps.discard_draft(lookup.request(work.journal, request_id)))

    def mark_sent(
        self, request_id: str, at: datetime | None = None, channel: Channel | None = None, letter: Letter | None = None
    ) -> Request:
        """“I sent it”, or said it: the draft counts as sent at that moment (or now), by the way it was written for.

        With `letter` that one is meant, drafted or not; a re-approach settles the day to write again. Without a draft
        it is the one that fits: while nothing is decided the note or the question where things stand.
        """
        again = letter is Letter.REAPPROACH
        with self._store.transaction("mark as written again" if again else "mark as sent") as work:
            request = lookup.request(work.journal, request_id)
            letter = letter or agenda.letter_out(work.journal, request, self._policy, self._clock.now())
            event = replace(self._event(EventKind.SENT, at, via="by hand"), channel=channel, letter=letter)
            if again:
                opened = self._read(work.journal, request).reapproach_on is not None
                return _save(work, steps.mark_written_again(request, event, opened=opened))
            check_occasion(_application(work.journal, request), letter)
            if letter is not None and (draft := request.draft) is not None and draft.letter is not letter:
                raise UserError(
                    f"Another letter is a draft here: the {draft.letter}.", hint="Send it or discard it first."
                )
            return _save(work, steps.mark_sent(request, event))

    def mark_not_sent(self, request_id: str) -> Request:
        """“It did not go out”: an unfinished sending ends here and the draft is kept."""
        with self._store.transaction("mark as not sent") as work:
            request = lookup.request(work.journal, request_id)
            event = self._event(EventKind.FAILED, None, text="You said it did not go out.")
            return _save(work, steps.mark_failed(request, event))

    def record_reply(self, request_id: str, form: Reply, *, again: bool = False) -> Request:
        """The request with a reply; the self-ratings given before the first one are locked from then on.

        Words that stand there already are refused, unless they shall stand there `again`.
        """
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
            return _save(work, steps.record_reply(request, event, again=again))

    def record_bounce(self, request_id: str, reason: str, at: datetime | None = None) -> Request:
        """The request with the news that its letter came back."""
        with self._store.transaction("record bounce") as work:
            request = lookup.request(work.journal, request_id)
            steps.check_possible(request, EventKind.BOUNCED)
            event = self._event(EventKind.BOUNCED, at, text=clean_line(reason))
            return _save(work, steps.record_bounce(request, event))

    def record_absence(self, request_id: str, until: date | None, words: str = "") -> Request:
        """The request with an out-of-office note; the follow-up waits for the day they are back."""
        with self._store.transaction("record out of office") as work:
            request = lookup.request(work.journal, request_id)
            steps.check_possible(request, EventKind.AUTO_REPLY)
            sent = gather(request).asked
            if until is not None and sent is not None and until < sent.at.date():
                raise UserError(f"{show_date(until)} lies before the request of {show_date(sent.at.date())}.")
            event = self._event(EventKind.AUTO_REPLY, None, text=clean(words).strip(), until=until)
            return _save(work, steps.add(request, event))

    def mend_address(self, request_id: str, address: str, began: Person | None = None) -> Request:
        """The interviewer's address corrected, and the returned letter as a draft again."""
        typed = check_address(address)
        with self._store.transaction("mend address") as work:
            request = lookup.request(work.journal, request_id)
            person = changed(work.journal.people[request.person_id], {"email": typed}, began)
            check_own_address(work.journal.people.values(), person)
            work.put(person)
            returned = _returned(_application(work.journal, request), request)
            if returned is None:
                return request
            draft = Draft(letter=returned.letter or Letter.REQUEST, subject=returned.subject, body=returned.text)
            if not draft.body.strip():
                draft = self._fresh(work.journal, request, draft.letter, _USUAL)
            return _save(work, _drafted(request, draft, self._ids, self._clock))

    def snooze(self, request_id: str, until: date) -> Request:
        """The request with its next step held until that day. Refused where that would change nothing."""
        with self._store.transaction("snooze") as work:
            request = lookup.request(work.journal, request_id)
            today = self._clock.now().date()
            before = self._read(work.journal, request)
            check_due(before)
            snoozed = steps.snooze(request, self._event(EventKind.SNOOZED, None, until=until), today)
            check_put_off(before, self._read(work.journal, snoozed), until, today)
            return _save(work, snoozed)

    def close(self, request_id: str, close_as: CloseAs = CloseAs.DONE) -> Request:
        """The request closed."""
        with self._store.transaction("close") as work:
            request = lookup.request(work.journal, request_id)
            event = replace(self._event(EventKind.CLOSED, None), close_as=close_as)
            return _save(work, steps.close(request, event))

    def reopen(self, request_id: str) -> Request:
        """The request open again."""
        with self._store.transaction("reopen") as work:
            request = lookup.request(work.journal, request_id)
            return _save(work, steps.reopen(request, self._event(EventKind.REOPENED, None)))

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
            return _save(work, steps.plan_reapproach(request, event, self._clock.now().date()))

    # ── the parts of a verb ───────────────────────────────────────────────────────────────────────────────────────

    def _event(
        self, kind: EventKind, at: datetime | None, text: str = "", via: str = "", until: date | None = None
    ) -> Event:
        now = self._clock.now()
        # Days are counted in the person's own zone, whatever offset the mail or the words of the call carry.
        moment = now if at is None else at.astimezone(now.tzinfo)
        if moment.date() > now.date():
            raise UserError(f"{show_date(moment.date())} is still to come.", hint="Note it once it has happened.")
        return Event(id=self._ids.new(), kind=kind, at=moment, text=text, via=via, until=until)

    def _write(self, work: Transaction, request: Request, letter: Letter, wish: Wish = _USUAL) -> Request:
        """A fresh draft of the letter; one of the same letter that is being written is left as it stands."""
        steps.check_letter(request, letter)
        check_occasion(_application(work.journal, request), letter)
        current = request.draft
        if current is not None and current.letter is letter and wish is _USUAL:
            return request
        return _save(work, _drafted(request, self._fresh(work.journal, request, letter, wish), self._ids, self._clock))

    def _fresh(self, journal: Journal, request: Request, letter: Letter, wish: Wish) -> Draft:
        """The letter as it would be written now."""
        form = LetterForm(today=self._clock.now().date(), channel=wish.channel, language=wish.language)
        return self._writer.write(journal, request, letter, form)

    def _conversation(self, work: Transaction, person: Person, interview: Interview) -> Request:
        """The conversation with that person in this application, or a new one, about the latest of their rounds."""
        journal = work.journal
        for request in journal.requests_of_application(interview.application_id):
            if request.person_id == person.id:
                later = interview.at > journal.interviews[request.interview_id].at
                return replace(request, interview_id=interview.id) if later else request
        now = self._clock.now()
        return Request(id=self._ids.new(), interview_id=interview.id, person_id=person.id, created=now)


def _application(journal: Journal, request: Request) -> Application:
    return journal.application_of(journal.interviews[request.interview_id])


def _returned(application: Application, request: Request) -> Event | None:
    """The letter that came back or reached nobody and can go out again: as it was, or as a request by now."""
    facts = gather(request)
    if facts.closed is not None or request.draft is not None:
        return None
    if facts.asked is not None:
        return facts.asked if facts.bounced is not None or facts.left is not None else None
    early = facts.returned
    if early is None or application.outcome is Outcome.WITHDRAWN:
        return None
    if fits_occasion(application, early.letter):
        return early
    return replace(early, letter=Letter.REQUEST, subject="", text="") if application.asks else None


def _readers(at: agenda.Course, interview: Interview, letter: Letter, who: str | None) -> list[Person]:
    """Whom that letter goes to; refused where nobody is left, or nobody can be written to."""
    if who is not None:
        return [_person(at.people.values(), at.application, who)]
    if letter is not Letter.NOTE:
        if at.contact is None:
            raise UserError(
                f"Nobody of {at.application.label} can be written to.",
                hint="Add a contact, such as the recruiter, or the address of an interviewer.",
            )
        return [at.contact]
    people = [at.people[person_id] for person_id in interview.interviewers]
    if not people:
        raise UserError("This interview has no interviewers yet.", hint="Edit it and add whom you met.")
    readers = [person for person in people if not at.is_thanked(person, interview)]
    if not readers:
        raise UserError("Everybody of this interview was thanked for it.")
    return readers


def _person(people: Iterable[Person], application: Application, who: str) -> Person:
    """The one with that address, or the beginning of that id."""
    query, candidates = who.strip().casefold(), tuple(people)
    for person in candidates:
        if query and (query == person.email.casefold() or person.id.startswith(query)):
            return person
    names = ", ".join(person.label for person in candidates)
    raise NotFound(
        f"Nobody of {application.label} goes by “{who}”.", hint=f"There are: {names}." if names else "Add whom you met."
    )


def _everybody(journal: Journal, interview: Interview, met: Sequence[Person]) -> tuple[Person, ...]:
    """Those who were met, in the order of asking; in place of a program's address, who is asked instead."""
    if not met:
        raise UserError("This interview has no interviewers yet.", hint="Edit it and add whom you met.")
    all_people = journal.people_of(interview.application_id)
    people = to_ask(journal.rounds_of(interview.application_id), met, all_people)
    if not people:
        raise UserError(f"{met[0].email} is read by a program or a team.", hint=CLOSE_KINDLY)
    return people


def _met_in(journal: Journal, interview: Interview, person: Person) -> Interview:
    """The latest round up to that one in which the person was met; that one for who was met in none."""
    rounds = [earlier for earlier in journal.rounds_of(interview.application_id) if earlier.at <= interview.at]
    return next((earlier for earlier in reversed(rounds) if person.id in earlier.interviewers), interview)


def _is_begun(request: Request, application: Application) -> bool:
    """Whether anything was written, sent, answered or closed: a snooze alone is no beginning.

    A draft whose moment the decision has ended, such as a note, gives way.
    """
    facts = gather(request)
    drafted = facts.drafted is not None and fits_occasion(application, facts.drafted.letter)
    letters = (facts.in_flight, facts.asked, facts.first_reply, facts.closed)
    return drafted or any(event is not None for event in letters)


def _open(request: Request) -> Draft:
    draft = request.draft
    if draft is None:
        raise UserError("There is no draft in this conversation.", hint="Begin one with ask, follow-up or thank.")
    return draft


def check_days(journal: Journal, request: Request) -> None:
    """Refuse what is new in the request and dated before its interview."""
    old_events = journal.requests[request.id].events if request.id in journal.requests else ()
    for event in request.events:
        if event.kind in HAPPENED and event not in old_events:
            check_not_before(journal.interviews[request.interview_id], event.at)


def _drafted(request: Request, draft: Draft, ids: LetterIds, clock: Clock) -> Request:
    return steps.put_draft(request, draft, ids.new(), clock.now(), ids.message_id())


def _save(work: Transaction, request: Request) -> Request:
    check_days(work.journal, request)
    return work.put(request)
