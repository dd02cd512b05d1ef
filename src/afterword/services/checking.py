"""Owns the check for replies: what the inboxes find is matched, sure matches are recorded once, the doubtful kept.

A mail that came in is never undone by a keypress meant for something else; taking a wrong match back is a verb.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from afterword.domain import steps
from afterword.domain.doubtful import Doubtful, Fate
from afterword.domain.incoming import Incoming, Match, match, wanted
from afterword.domain.journal import Journal
from afterword.domain.message import MailKind
from afterword.domain.request import Channel, Event, EventKind, Request
from afterword.errors import AfterwordError, NotFound, Refusal
from afterword.ports import Clock, Ids, Inbox, Progress, Transaction
from afterword.services import lookup
from afterword.services.ledger import Ledger

_FROM_MAIL = (EventKind.REPLY, EventKind.AUTO_REPLY, EventKind.BOUNCED)


@dataclass(slots=True)
class CheckReport:
    """What one check found. `recorded`: the requests that changed; `problems`: sentences about inboxes that failed."""

    seen: int = 0
    replies: int = 0
    auto_replies: int = 0
    bounces: int = 0
    doubtful: int = 0
    skipped: int = 0
    recorded: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


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


class CheckingService:
    """The verbs of looking for replies."""

    def __init__(self, ledger: Ledger, clock: Clock, ids: Ids, inboxes: Sequence[Inbox] = ()) -> None:
        self._ledger = ledger
        self._clock = clock
        self._ids = ids
        self._inboxes = tuple(inboxes)

    @property
    def inboxes(self) -> tuple[Inbox, ...]:
        """The places the settings name."""
        return self._inboxes

    def check(self, listener: Progress, inboxes: Sequence[Inbox] | None = None) -> CheckReport:
        """Look into every inbox (or those given) and record what is sure.

        An inbox that fails is named in the report and the next one is looked into all the same. Refused when there
        is none.
        """
        places = self._inboxes if inboxes is None else tuple(inboxes)
        if not places:
            raise Refusal(
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
            except AfterwordError as error:
                report.problems.append(f"{inbox.name}: {error}")
        return report

    def _empty(self, inbox: Inbox, progress: Progress, report: CheckReport) -> None:
        journal = self._ledger.journal()
        search = wanted(journal, dealt_with(journal))
        for mail in inbox.look(search, progress):
            self._take(mail, report)
        if not progress.stopped:
            inbox.done()

    def _take(self, mail: Incoming, report: CheckReport) -> None:
        with self._ledger.transaction("check", undoable=False) as work:
            if mail.key in dealt_with(work.journal):
                return
            found = match(work.journal, mail)
            if mail.verdict.delayed or mail.verdict.kind in (MailKind.CALENDAR, MailKind.BULK):
                return
            changed = self._recorded(work.journal, mail, found)
            if changed is not None:
                work.put(changed)
                report.recorded.append(changed.id)
                _count(report, mail.verdict.kind)
            elif candidates := _candidates(found):
                work.put(_doubtful(mail, candidates))
                report.doubtful += 1

    def _recorded(self, journal: Journal, mail: Incoming, found: Match) -> Request | None:
        """The request with this mail in it; None when it is for a person to decide."""
        if found.request_id is None:
            return None
        try:
            return self._step(journal.requests[found.request_id], mail)
        except Refusal:
            return None

    def _step(self, request: Request, mail: Incoming) -> Request:
        event = Event(
            id=self._ids.new(),
            kind=EventKind.REPLY,
            at=mail.at.astimezone(self._clock.now().tzinfo),
            text=mail.text,
            full_text=mail.full_text,
            subject=mail.subject,
            channel=Channel.MAIL,
            message_id=mail.key,
            until=mail.verdict.return_date,
        )
        if mail.verdict.kind is MailKind.BOUNCE:
            return steps.record_bounce(request, replace(event, text=mail.verdict.reason, channel=None, until=None))
        if mail.verdict.kind is MailKind.AUTO_REPLY:
            return steps.record_absence(request, replace(event, channel=None))
        return steps.record_reply(request, replace(event, until=None))

    def place(self, doubtful_id: str, request_id: str) -> Request:
        """“It belongs there”: a doubtful mail becomes a reply of that conversation."""
        with self._ledger.transaction("place mail") as work:
            mail = _find(work, doubtful_id)
            request = lookup.request(work.journal, request_id)
            event = Event(
                id=self._ids.new(),
                kind=EventKind.REPLY,
                at=mail.at,
                text=mail.text,
                full_text=mail.full_text,
                subject=mail.subject,
                channel=Channel.MAIL,
                message_id=mail.id,
            )
            changed = steps.record_reply(request, event)
            work.put(changed)
            work.put(replace(mail, fate=Fate.TAKEN))
        return changed

    def ignore(self, doubtful_id: str) -> Doubtful:
        """“It belongs to none of them”: it is not offered again."""
        with self._ledger.transaction("ignore mail") as work:
            mail = replace(_find(work, doubtful_id), fate=Fate.IGNORED)
            work.put(mail)
        return mail


def dealt_with(journal: Journal) -> frozenset[str]:
    """The keys of every mail that was recorded or put before a person."""
    recorded = {
        event.message_id
        for request in journal.requests.values()
        for event in request.events
        if event.kind in _FROM_MAIL and event.message_id
    }
    return frozenset(recorded | set(journal.doubtful))


def _candidates(found: Match) -> tuple[str, ...]:
    return found.candidates if found.request_id is None else (found.request_id,)


def _doubtful(mail: Incoming, candidates: tuple[str, ...]) -> Doubtful:
    return Doubtful(
        id=mail.key,
        from_name=mail.from_name,
        from_address=mail.from_address,
        subject=mail.subject,
        at=mail.at,
        kind=mail.verdict.kind,
        reason=mail.verdict.reason,
        text=mail.text or mail.full_text,
        candidates=candidates,
        full_text=mail.full_text,
    )


def _count(report: CheckReport, kind: MailKind) -> None:
    if kind is MailKind.BOUNCE:
        report.bounces += 1
    elif kind is MailKind.AUTO_REPLY:
        report.auto_replies += 1
    else:
        report.replies += 1


def _find(work: Transaction, doubtful_id: str) -> Doubtful:
    mail = work.journal.doubtful.get(doubtful_id)
    if mail is None or mail.fate is not Fate.OPEN:
        raise NotFound("That mail has been dealt with already.")
    return mail
