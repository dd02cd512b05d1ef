"""Owns the questions the panes and the command line ask: the tracker and what is due.

Answers are kept until something they depend on has changed; a track is read again only for a changed request.
"""

from datetime import date

from msgspec import Struct

from afterword.domain.conversation import steps, tracker
from afterword.domain.conversation.request import EventKind, Request
from afterword.domain.conversation.tracker import Due, TrackerRow
from afterword.domain.conversation.tracking import Track, check_due, read
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy
from afterword.ports import Clock
from afterword.services import lookup
from afterword.services.undoable_store import UndoableStore


class _Known(Struct, frozen=True):
    """A track and what it was read from."""

    request: Request
    decided: date | None
    ended: bool
    track: Track


class OverviewService:
    """The questions. Every answer is of the newest state."""

    def __init__(self, ledger: UndoableStore, clock: Clock, policy: Policy) -> None:
        self._store = ledger
        self._clock = clock
        self._policy = policy
        self._today = date.min
        self._tracks: dict[str, _Known] = {}
        self._lines: tuple[Journal, date, tuple[TrackerRow, ...]] | None = None

    def journal(self) -> Journal:
        """The newest state."""
        return self._store.journal()

    def today(self) -> date:
        """Today, in the person's own zone."""
        return self._clock.now().date()

    def tracker(self) -> tuple[TrackerRow, ...]:
        """One line per interviewer and interview, what is due first on top."""
        journal, today = self._store.journal(), self.today()
        if self._lines is None or self._lines[0] is not journal or self._lines[1] != today:
            if self._today != today:
                self._tracks.clear()
                self._today = today
            self._lines = (journal, today, tracker.lines(journal, self._read))
        return self._lines[2]

    def check_possible(self, request_id: str, kind: EventKind) -> None:
        """Raises `UserError` where such an event cannot be noted now, before anybody is asked for its day."""
        request = lookup.request(self._store.journal(), request_id)
        steps.check_possible(request, kind)
        if kind is EventKind.SNOOZED:
            check_due(self.track(request), self.today())

    def _read(self, request: Request, interview: Interview) -> Track:
        decided, ended = tracker.decided_on(interview), tracker.is_ended(interview)
        known = self._tracks.get(request.id)
        if known is None or known.request is not request or (known.decided, known.ended) != (decided, ended):
            track = read(request, self._policy, self._today, decided, ended=ended)
            known = _Known(request, decided, ended, track)
            self._tracks[request.id] = known
        return known.track

    def track(self, request: Request) -> Track:
        """The track of one request."""
        interview = self._store.journal().interviews[request.interview_id]
        decided, ended = tracker.decided_on(interview), tracker.is_ended(interview)
        return read(request, self._policy, self.today(), decided, ended=ended)

    def outcome_words(self, interview: Interview) -> str:
        """What is said once an outcome is recorded: how it ended, and how many are still to ask, from which day."""
        lines = [line for line in self.tracker() if line.interview.id == interview.id]
        return tracker.outcome_words(interview, lines, self.today())

    def due(self) -> tuple[Due, ...]:
        """What is due today, in order."""
        return tracker.due(self._store.journal(), self.tracker(), self._clock.now())

    def due_words(self) -> str:
        """`2 to ask · 1 follow-up`, for the header."""
        return tracker.due_words(self.due())

    def reply_words(self) -> str:
        """`asked 9 · replied 5 (56 %)`, for the footer."""
        return tracker.reply_words(self.tracker())
