"""Owns putting the entries of a calendar before the person: new interviews, those that were moved or taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.meeting import CalendarEntry, as_proposal, is_interview, told_by
from afterword.domain.conversation.message import Fate, Proposal
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
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
            return self._offered(self._store.journal(), read)
        with self._store.transaction("offer the entries of a calendar") as work:
            offered = self._offered(work.journal, read)
            for proposal in offered.proposals:
                self._put(work, proposal)
        return offered

    def _offered(self, journal: Journal, read: "ReadCalendar") -> OfferedMeetings:
        proposals, known = [], 0
        left_out: dict[str, list[str]] = {}
        for title, why in read.left_out:
            left_out.setdefault(why, []).append(title)
        by_entry = {interview.calendar: interview for interview in journal.live_interviews if interview.calendar}
        versions = sorted(map(self._here, read.meetings), key=lambda meeting: meeting.sequence)
        newest = {meeting.key: meeting for meeting in versions}
        for meeting in newest.values():
            ours = by_entry.get(meeting.key)
            if why := self._why_not(journal, meeting, ours, alone=len(newest) == 1):
                left_out.setdefault(why, []).append(meeting.title)
                continue
            proposal = as_proposal(meeting, self._applications(journal, meeting), self._own, self._clock.now())
            if self._is_known(journal, meeting, ours) or proposal.id in journal.proposals:
                known += 1
            else:
                proposals.append(proposal)
        notes = (f"{_titles(titles)} {why}: left out." for why, titles in left_out.items())
        return OfferedMeetings(tuple(proposals), known, sum(map(len, left_out.values())), (*read.answers, *notes))

    def _here(self, meeting: CalendarEntry) -> CalendarEntry:
        """On the person's own clock what stands on none, and what only programs write in UTC."""
        if meeting.at is None or meeting.zone not in ("", "UTC"):
            return meeting
        here = self._clock.now().tzinfo
        at = meeting.at.astimezone(here) if meeting.zone else meeting.at.replace(tzinfo=here)
        return replace(meeting, at=at, zone=self._clock.zone)

    def _why_not(self, journal: Journal, meeting: CalendarEntry, ours: Interview | None, *, alone: bool) -> str:
        """Why an entry is not put before the person, as the end of a sentence; empty where it is.

        One that no interview came of is, where it stands alone, is called one, or is of a company that is here.
        """
        if meeting.at is None:
            return "names no hour"
        if ours is not None:
            return ""
        if meeting.cancelled:
            waits = any(_entry(known) == meeting.key for known in journal.open_proposals)
            return "" if waits else "was taken back, and is not here"
        wanted = alone or is_interview(meeting) or bool(self._applications(journal, meeting))
        return "" if wanted else "is not called an interview, and names no company that is here"

    def _applications(self, journal: Journal, meeting: CalendarEntry) -> tuple[str, ...]:
        """The open applications at the company that it names, where one is there."""
        companies = {application.company for application in journal.live_applications}
        company = fold(told_by(meeting, companies).company)
        return tuple(
            known.id for known in journal.live_applications if fold(known.company) == company and not known.is_ended
        )

    @staticmethod
    def _is_known(journal: Journal, meeting: CalendarEntry, ours: Interview | None) -> bool:
        """Whether there is nothing new in it."""
        if ours is None:
            return any(
                interview.at == meeting.at and fold(interview.company) in fold(meeting.title)
                for interview in journal.live_interviews
            )
        same = (ours.at, ours.where) == (meeting.at, meeting.where)
        return not meeting.cancelled and (meeting.sequence < ours.calendar_sequence or same)

    @staticmethod
    def _put(work: Transaction, proposal: Proposal) -> None:
        """The proposal in place of an earlier version that still waits; a meeting taken back only settles that one."""
        entry = _entry(proposal)
        waiting = [known for known in work.journal.open_proposals if _entry(known) == entry]
        for known in waiting:
            work.put(replace(known, fate=Fate.IGNORED))
        is_ours = any(interview.calendar == entry for interview in work.journal.live_interviews)
        taken_back = proposal.appointment is not None and proposal.appointment.cancelled
        work.put(replace(proposal, fate=Fate.IGNORED) if taken_back and not is_ours else proposal)


def _entry(proposal: Proposal) -> str:
    return proposal.appointment.calendar if proposal.appointment is not None else ""


def _titles(titles: Sequence[str]) -> str:
    """`“Stand-up”` or `“Stand-up” and 11 more`."""
    first = f"“{clean_line(titles[0])[:_LONGEST_TITLE] or 'An entry without a title'}”"
    return f"{first} (like {len(titles) - 1} more)" if len(titles) > 1 else first
