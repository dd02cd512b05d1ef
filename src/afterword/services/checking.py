"""Owns replies coming in: found in mailboxes, or handed in by a person."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from afterword.domain.conversation import mail_steps
from afterword.domain.conversation.facts import news_words
from afterword.domain.conversation.hiring import Processes, processes
from afterword.domain.conversation.mail_steps import doubt
from afterword.domain.conversation.message import Fate, Incoming, MailKind, Offer, Proposal
from afterword.domain.conversation.request import Channel, Event, EventKind, Request
from afterword.domain.conversation.threads import MailSearch, Match, Threads, Why, match, threads, wanted
from afterword.domain.dates import show_date
from afterword.domain.interview import Application, Outcome, Way
from afterword.domain.journal import Journal
from afterword.domain.people import folded_address, read_named_address
from afterword.domain.text import clean_line
from afterword.errors import CheckFailed, UserError
from afterword.ports import Clock, Ids, Inbox, Progress, ReplyReader, Transaction
from afterword.services import lookup
from afterword.services.applications import OutcomeNoting
from afterword.services.requests import check_days
from afterword.services.services import UndoableStore

_SHOWN = 8
_FROM_MAIL = (EventKind.REPLY, EventKind.AUTO_REPLY, EventKind.BOUNCED, EventKind.RECEIPT)


class Recorded(Struct, frozen=True):
    """One mail that was recorded: in which conversation, what it was, who wrote it, and what became of it there."""

    request_id: str
    kind: MailKind
    sender: str
    event: Event | None = None


class CheckReport(Struct):
    """What one check found. `recorded` is what changed; `problems` are sentences about inboxes that failed.

    `skipped` could not be read; `elsewhere` are the subjects of those that tell a decision, and not about any
    application here. `offers` are the mails that wait for the person now.
    """

    seen: int = 0
    replies: int = 0
    auto_replies: int = 0
    bounces: int = 0
    receipts: int = 0
    offers: list[Proposal] = field(default_factory=list)
    skipped: int = 0
    elsewhere: list[str] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def proposals(self) -> int:
        """How many mails wait for the person now."""
        return len(self.offers)

    @property
    def offered(self) -> list[Offer]:
        """What they offer to record."""
        return [proposal.offer for proposal in self.offers]

    def add(self, outcome: Recorded | Proposal | None) -> None:
        """Count what became of one mail."""
        if isinstance(outcome, Proposal):
            self.offers.append(outcome)
        elif outcome is not None:
            self.recorded.append(outcome)
            self.bounces += outcome.kind is MailKind.BOUNCE
            self.auto_replies += outcome.kind is MailKind.AUTO_REPLY
            self.receipts += outcome.kind is MailKind.RECEIPT
            self.replies += outcome.kind is MailKind.REPLY


_Found = tuple[Match, mail_steps.Offering | None]
"""What a mail is to the journal: the conversation it belongs to, and what it offers to record of an application."""


class _Counting:
    """Passes progress on and keeps the counts of a report."""

    def __init__(self, report: CheckReport, listener: Progress) -> None:
        self._report = report
        self._listener = listener
        self._before = 0

    def next_inbox(self) -> None:
        self._before = self._report.seen

    def seen(self, count: int, total: int | None) -> None:
        self._report.seen = self._before + count
        self._listener.seen(self._before + count, None if total is None else self._before + total)

    def skipped(self, reason: str) -> None:
        self._report.skipped += 1
        self._listener.skipped(reason)

    @property
    def stopped(self) -> bool:
        return self._listener.stopped


class _Hearing:
    """Hears why mails were passed over."""

    stopped = False

    def __init__(self) -> None:
        self.passed_over: list[str] = []

    def seen(self, count: int, total: int | None) -> None:
        """How many is counted elsewhere."""

    def skipped(self, reason: str) -> None:
        self.passed_over.append(f"Passed over: {clean_line(reason)}")


def recorded_words(journal: Journal, recorded: Recorded) -> str:
    """What became of it: `Ada Byron (Initech) replied.`."""
    request = journal.requests[recorded.request_id]
    person, event = journal.people[request.person_id], recorded.event
    who = event.writer(person) if recorded.kind is MailKind.REPLY and event is not None else person.name
    return f"{who} ({journal.interviews[request.interview_id].company}) {news_words(recorded.kind, event)}."


class CheckingService:
    """The verbs of looking for replies; `own` are the person's own addresses, whose mails are no answers."""

    def __init__(
        self,
        store: UndoableStore,
        clock: Clock,
        ids: Ids,
        inboxes: Sequence[Inbox] = (),
        own: frozenset[str] = frozenset(),
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._note = OutcomeNoting(clock, ids)
        self._inboxes = inboxes
        self._own = frozenset(address.lower() for address in own if address)
        self._threads = Threads()
        self._journal = Journal()
        self._hiring: tuple[Journal, Processes] | None = None
        self._begins = False
        self.me = ""
        """The person's own name, which the titles of invitations hold."""

    def check(self, listener: Progress, inboxes: Sequence[Inbox] | None = None) -> CheckReport:
        """Look into every inbox (or those given) and record what is sure.

        An inbox that fails is named in the report and the next one is looked into all the same. Refused when there
        is none.
        """
        places = tuple(self._inboxes if inboxes is None else inboxes)
        if not places:
            raise UserError(
                "No mailbox is set up.",
                hint="Name one in the settings ([imap] or [check] maildirs), or record replies by hand.",
            )
        report = CheckReport()
        counting = _Counting(report, listener)
        for inbox in places:
            counting.next_inbox()
            if counting.stopped:
                break
            try:
                self._empty(inbox, counting, report)
            except CheckFailed as error:
                report.problems.append(f"{inbox.name}: {error}")
        return report

    def take_in(self, inbox: Inbox, *, rehearse: bool) -> tuple[CheckReport, tuple[str, ...]]:
        """The same for mails that the person named, as one step; and a sentence for each that was passed over.

        An invitation by a company that is not here is offered, too: it begins an application. With `rehearse` nothing
        is kept. Raises `CheckFailed`.
        """
        report, heard = CheckReport(), _Hearing()
        mails = tuple(inbox.look(self._search(), _Counting(report, heard)))
        self._begins = True
        try:
            with self._store.transaction("import mails", rehearse=rehearse):
                for mail in mails:
                    self._take(mail, report)
        finally:
            self._begins = False
        return report, tuple(heard.passed_over)

    def _search(self) -> MailSearch:
        journal = self._store.journal()
        return wanted(journal, self._clock.now(), self._own, self._index(journal))

    def _empty(self, inbox: Inbox, progress: Progress, report: CheckReport) -> None:
        try:
            for mail in inbox.look(self._search(), progress):
                self._take(mail, report)
        except (CheckFailed, KeyboardInterrupt):
            # Whatever it found before it was broken off has been taken, and it remembers no more than that.
            inbox.done()
            raise
        inbox.done()

    def _take(self, mail: Incoming, report: CheckReport) -> None:
        """Record a mail, or put it before the person. What needs no writing opens no transaction."""
        matched = self._match(self._store.journal(), mail)
        if matched is None:
            report.elsewhere += [clean_line(mail.subject)] if self._decides_elsewhere(mail) else []
            return
        outcomes: list[Recorded | Proposal] = []
        with self._store.transaction("check", undoable=False) as work:
            # Another process may have dealt with it since.
            matched = self._match(work.journal, mail)
            if matched is not None:
                outcomes = list(self._dealt_with(work, mail, matched))
        for outcome in outcomes:
            report.add(outcome)

    def _decides_elsewhere(self, mail: Incoming) -> bool:
        journal = self._store.journal()
        if mail.key in self._index(journal).keys or mail.key in journal.proposals:
            return False
        return mail_steps.offering(self._processes(journal), mail) is not None

    def _match(self, journal: Journal, mail: Incoming) -> _Found | None:
        """What the mail is to the journal; None when it is of no concern or has been dealt with."""
        index = self._index(journal)
        if mail.key in index.keys or mail.key in journal.proposals:
            return None
        place, offers = match(index, mail), mail_steps.offering(self._processes(journal), mail)
        concerned = place.request_id is not None or bool(place.candidates)
        if offers is not None and self._begins and not offers.applications and offers.offer is Offer.INVITATION:
            return place, offers
        if offers is not None and not mail_steps.is_offered(journal, mail, offers, answers=concerned):
            offers = None
        return (place, offers) if concerned or offers is not None else None

    def _processes(self, journal: Journal) -> Processes:
        if self._hiring is None or self._hiring[0] is not journal:
            self._hiring = journal, processes(journal)
        return self._hiring[1]

    def _index(self, journal: Journal) -> Threads:
        """The threads of that journal; what has not changed since the last one is taken over."""
        if journal is not self._journal:
            self._journal, self._threads = journal, threads(journal, self._threads)
        return self._threads

    def _dealt_with(self, work: Transaction, mail: Incoming, matched: _Found) -> Iterator[Recorded | Proposal]:
        """Put into the conversation, or before the person; nothing when it had been recorded by hand already.

        An answer that also tells a decision nobody has noted yet is both: recorded, and the decision offered.
        """
        place, offers = matched
        candidates, reason = place.candidates, ""
        if place.request_id is not None:
            request = work.journal.requests[place.request_id]
            before = mail_steps.recorded_before(request, mail)
            if before is not None:
                work.put(mail_steps.adopt(request, before, mail))
                return
            candidates = (request.id,)
            thread = self._index(work.journal).all[request.id]
            reason = doubt(thread, mail)
            is_decision = offers is not None and mail_steps.is_news(offers, place, mail)
            if not reason and not is_decision and (recorded := self._recorded(work, request, mail, place)) is not None:
                yield recorded
                if offers is None:
                    return
        asked = mail_steps.proposal_from(self._in_own_zone(mail), candidates, reason, place.proves, offers)
        work.put(asked)
        yield asked

    def _recorded(self, work: Transaction, request: Request, mail: Incoming, place: Match) -> Recorded | None:
        """The mail put into its conversation; None where that has no place for it."""
        try:
            proved = mail_steps.note_proved(request, place.proves, mail.at, self._ids.new())
            changed = mail_steps.record_mail(proved, self._in_own_zone(mail), place, self._ids.new())
        except UserError:
            return None
        work.put(changed)
        sender = mail.from_name or mail.from_address
        return Recorded(request.id, mail.verdict.taken_as, sender, changed.events[-1])

    def _in_own_zone(self, mail: Incoming) -> Incoming:
        """The mail with its moment in the person's own zone, in which days are counted and hours are meant."""
        tzinfo = self._clock.now().tzinfo
        meeting = mail.appointment
        if meeting is not None and not meeting.zone:
            meeting = replace(meeting, at=meeting.at.replace(tzinfo=tzinfo))
        elif meeting is not None and meeting.zone == "UTC":
            # Nobody meets by it; only programs write so.
            meeting = replace(meeting, at=meeting.at.astimezone(tzinfo), zone=self._clock.zone)
        return replace(mail, at=mail.at.astimezone(tzinfo), appointment=meeting)

    def place(self, mail_id: str, request_id: str, kind: MailKind | None = None) -> Request:
        """“It belongs there”: a proposed mail goes into that conversation, as what it was taken for or as `kind`."""
        with self._store.transaction("place mail") as work:
            mail = lookup.proposal(work.journal, mail_id)
            request = lookup.request(work.journal, request_id)
            proved = mail_steps.note_proved(request, mail.proves, mail.at, self._ids.new())
            interview = work.journal.interviews[request.interview_id]
            letter = mail_steps.letter_by_hand(work.journal.application_of(interview), interview, mail.at)
            changed = mail_steps.place(proved, mail, kind or mail.kind, self._ids.new(), letter)
            work.put(changed)
            work.put(replace(mail, fate=Fate.TAKEN))
        return changed

    def ignore(self, mail_id: str) -> Proposal:
        """“It belongs to none of them”: it is not offered again."""
        with self._store.transaction("ignore mail") as work:
            return work.put(replace(lookup.proposal(work.journal, mail_id), fate=Fate.IGNORED))

    def accept(self, mail_id: str, application_id: str = "") -> Application:
        """“Yes, that is how it ended”: the decision a mail tells, noted with its day and its words.

        Refused where it may concern several applications and none is named, and for what is no decision.
        """
        with self._store.transaction("note the decision of a mail") as work:
            mail = lookup.proposal(work.journal, mail_id)
            if mail.offer not in _ENDS:
                raise UserError(
                    "This mail tells no decision to note.", hint=_HOW_ELSE[mail.offer].format(id=mail.id.strip("<>"))
                )
            application = _meant(work.journal, mail, application_id)
            heard = {
                "outcome": _ENDS[mail.offer],
                "outcome_on": application.decided_on or mail.at.date(),
                "channel": application.channel or (Way.MAIL if mail.from_address else None),
                "words": application.words or mail.text or mail.full_text,
            }
            noted = self._note(work, application, heard)
            for proposal in work.journal.open_proposals:
                # The same news about it, come by another mail, is no news any more.
                if proposal.id == mail.id or (
                    proposal.offer is mail.offer and proposal.applications == (application.id,)
                ):
                    work.put(replace(proposal, fate=Fate.TAKEN))
        return noted

    def invited_to(self, mail_id: str, application_id: str = "") -> tuple[Application | None, dict[str, object]]:
        """The application that an invitation goes on with, and what is known of the interview, by its fields.

        None where it concerns none that is here: it begins one. Refused where it may be one of
        several applications and none is named.
        """
        journal = self._store.journal()
        mail = lookup.proposal(journal, mail_id)
        if mail.offer is Offer.INVITATION and not mail.applications and not application_id:
            from afterword.domain.exchange_files import told_in

            job = told_in(mail, {each.company for each in journal.live_applications}, self.me)
            return None, mail_steps.invited_to(mail, job.company, job.role)
        application = _meant(journal, mail, application_id)
        return application, mail_steps.invited_to(mail, application.company, application.role)

    def take_out(self, request_id: str, event_id: str, *, with_findings: bool = False) -> Request:
        """“It does not belong here”: a mail that came in is taken out of its conversation, and no check brings it back.

        What is marked in it goes too with `with_findings`; without, it is refused while phrases of it are marked.
        """
        with self._store.transaction("take mail out") as work:
            request = lookup.request(work.journal, request_id)
            events, see = {record.id: record for record in request.events}, f"request show {request.id} --json"
            event = lookup.by_prefix(
                events, event_id, "event", lambda record: f"{record.kind}, {record.at:%Y-%m-%d}", see
            )
            if event.kind not in _FROM_MAIL:
                raise UserError("Only what came in can be taken out.", hint="A letter that was sent stays sent.")
            marked = [record for record in work.journal.findings_of(request.id) if record.reply_id == event.id]
            if marked and not with_findings:
                raise UserError("Phrases of this reply are marked.", hint="Remove its findings first.")
            for finding in marked:
                work.remove(finding)
            changed = mail_steps.take_out(request, event)
            work.put(changed)
            if event.message_id:
                work.put(mail_steps.refused(request, event))
        return changed

    def proposals(self) -> tuple[Proposal, ...]:
        """The mails that wait for a person to place them, oldest first."""
        return self._store.journal().open_proposals


_ENDS = {Offer.REJECTION: Outcome.REJECTED, Offer.JOB: Outcome.OFFER}
_HOW_ELSE = {
    Offer.REPLY: "Say which conversation it belongs to: afterword proposal accept {id} --request REQUEST",
    Offer.INVITATION: "Say when it is: afterword proposal accept {id} --at WHEN",
}


def _meant(journal: Journal, mail: Proposal, application_id: str) -> Application:
    """The application that is named, or the only one the mail may concern."""
    if application_id:
        return lookup.application(journal, application_id)
    possible = [application for application in journal.live_applications if application.id in mail.applications]
    if len(possible) == 1:
        return possible[0]
    choices = "\n".join(
        f"{application.id}  {application.label}" for application in possible or journal.live_applications[:_SHOWN]
    )
    raise UserError("Say which application it is about:", choices, "Name it with --application ID.")


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
        self, store: UndoableStore, clock: Clock, ids: Ids, reader: ReplyReader, own: frozenset[str] = frozenset()
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._reader = reader
        self._own = frozenset(map(folded_address, own))

    def read(self, handed: bytes | str) -> Incoming | None:
        """The mail that was handed in; None when it is plain words. Refused when it is neither."""
        mail = self._reader.read(handed, wanted(self._store.journal(), self._clock.now()))
        return mail and replace(mail, at=mail.at.astimezone(self._clock.now().tzinfo))

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
            changed = replace(changed, events=(*changed.events[:-1], self._with_details(changed.events[-1], taking)))
            check_days(work.journal, changed)
            return work.put(changed)

    def _with_details(self, event: Event, taking: IntakeOptions) -> Event:
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
