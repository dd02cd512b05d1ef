"""Owns putting the entries of a calendar before the person: new interviews, those that were moved or taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.meeting import CalendarEntry, as_proposal, is_interview, told_by
from afterword.domain.conversation.message import Fate, Proposal
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal, grouped
from afterword.domain.text import clean_line, fold
from afterword.ports import Clock, Transaction
from afterword.services.services import UndoableStore

if TYPE_CHECKING:
    from afterword.calendars import ReadCalendar

_LONGEST_TITLE = 60


class OfferedMeetings(Struct, frozen=True):
    """What came of a calendar: the proposals it makes, how many of its entries were known, and how many are none.

    `notes` say in sentences why an entry is none.
    """

    proposals: tuple[Proposal, ...]
    known: int
    left_out: int
    notes: tuple[str, ...]


class CalendarService:
    """The verb of offering meetings; `own` are the person's own addresses in small letters."""

    def __init__(self, store: UndoableStore, clock: Clock, own: frozenset[str]) -> None:
        self._store = store
        self._clock = clock
        self._own = own

    def offer(self, read: "ReadCalendar", *, rehearse: bool = False) -> OfferedMeetings:
        """Each interview among the meetings as a proposal; of a calendar with many, those that are called one.

        A later version takes the place of an earlier one; one that is known already is passed over.
        """
        if rehearse:
            return self._offered(_Here(self._store.journal()), read)
        with self._store.transaction("offer the entries of a calendar") as work:
            here = _Here(work.journal)
            offered = self._offered(here, read)
            for proposal in offered.proposals:
                self._put(work, here, proposal)
        return offered

    def _offered(self, here: "_Here", read: "ReadCalendar") -> OfferedMeetings:
        proposals, known = [], 0
        left_out: dict[str, list[str]] = {}
        for title, why in read.left_out:
            left_out.setdefault(why, []).append(title)
        versions = sorted(map(self._on_my_clock, read.meetings), key=lambda meeting: meeting.sequence)
        newest = {meeting.key: meeting for meeting in versions}
        for meeting in sorted(newest.values(), key=lambda meeting: meeting.day):
            ours, applications = here.by_entry.get(meeting.key), here.applications(meeting)
            wanted = len(newest) == 1 or is_interview(meeting) or bool(applications)
            if why := _why_not(meeting, ours, wanted=wanted, waits=meeting.key in here.waiting):
                left_out.setdefault(why, []).append(meeting.title)
                continue
            proposal = as_proposal(meeting, applications, self._own, self._clock.now())
            if here.knows(meeting, ours) or proposal.id in here.proposals:
                known += 1
            else:
                proposals.append(proposal)
        notes = (f"{_titles(titles)} {why}: left out." for why, titles in left_out.items())
        return OfferedMeetings(tuple(proposals), known, sum(map(len, left_out.values())), (*read.answers, *notes))

    def _on_my_clock(self, meeting: CalendarEntry) -> CalendarEntry:
        """On the person's own clock what stands on none, and what only programs write in UTC."""
        if meeting.at is None or meeting.zone not in ("", "UTC"):
            return meeting
        here = self._clock.now().tzinfo
        at = meeting.at.astimezone(here) if meeting.zone else meeting.at.replace(tzinfo=here)
        return replace(meeting, at=at, zone=self._clock.zone)

    @staticmethod
    def _put(work: Transaction, here: "_Here", proposal: Proposal) -> None:
        """The proposal in place of an earlier version that still waits; a meeting taken back only settles that one."""
        entry = _entry(proposal)
        for waiting in here.waiting.get(entry, ()):
            work.put(replace(waiting, fate=Fate.IGNORED))
        taken_back = proposal.appointment is not None and proposal.appointment.cancelled
        work.put(replace(proposal, fate=Fate.IGNORED) if taken_back and entry not in here.by_entry else proposal)


class _Here:
    """What a journal knows of meetings, each looked up by what an entry names."""

    def __init__(self, journal: Journal) -> None:
        self.proposals = journal.proposals
        self.by_entry = {interview.calendar: interview for interview in journal.live_interviews if interview.calendar}
        self.waiting = grouped((_entry(proposal), proposal) for proposal in journal.open_proposals)
        self._companies_at = grouped((interview.at, fold(interview.company)) for interview in journal.live_interviews)
        self._companies = {application.company for application in journal.live_applications}
        still_open = (application for application in journal.live_applications if not application.is_ended)
        self._applications = grouped((fold(application.company), application.id) for application in still_open)

    def applications(self, meeting: CalendarEntry) -> tuple[str, ...]:
        """The open applications at the company that it names, where one is here."""
        return self._applications.get(fold(told_by(meeting, self._companies).company), ())

    def knows(self, meeting: CalendarEntry, ours: Interview | None) -> bool:
        """Whether there is nothing new in it."""
        if ours is None:
            there = self._companies_at.get(meeting.at, ()) if meeting.at is not None else ()
            return any(company in fold(meeting.title) for company in there)
        same = (ours.at, ours.where) == (meeting.at, meeting.where)
        return not meeting.cancelled and (meeting.sequence < ours.calendar_sequence or same)


def _why_not(meeting: CalendarEntry, ours: Interview | None, *, wanted: bool, waits: bool) -> str:
    """Why an entry is not put before the person, as the end of a sentence; empty where it is.

    One that no interview came of is, where it is `wanted`: it stands alone, is called one, or is of a company here.
    """
    if meeting.at is None:
        return "names no hour"
    if ours is not None:
        return ""
    if meeting.cancelled:
        return "" if waits else "was taken back, and is not here"
    return "" if wanted else "is not called an interview, and names no company that is here"


def _entry(proposal: Proposal) -> str:
    return proposal.appointment.calendar if proposal.appointment is not None else ""


def _titles(titles: Sequence[str]) -> str:
    """`“Stand-up”` or `“Stand-up” and 11 more`."""
    first = f"“{clean_line(titles[0])[:_LONGEST_TITLE] or 'An entry without a title'}”"
    return f"{first} (like {len(titles) - 1} more)" if len(titles) > 1 else first
