"""Owns the calendar of a journal: interviews and what falls due, each with a UID that never changes; loaded for it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from afterword.calendars import CalendarItem, write_calendar
from afterword.domain.conversation.tracker import DUE_OF, SENTENCES, Due, DueAction, TrackerRow
from afterword.domain.conversation.tracking import NextStep
from afterword.domain.interview import MODES
from afterword.domain.journal import Journal

NAME = "Afterword"
_DOMAIN = "afterword.invalid"


def export_ics(journal: Journal, tracker: Iterable[TrackerRow], due: Iterable[Due], now: datetime) -> bytes:
    """The calendar of all interviews, of what is due today and of the next step of every conversation.

    No note, no letter and no word of theirs stands in it: calendars are shared.
    """
    items = {item.uid: item for item in (*_meetings(journal, now), *_ahead(tracker), *_today(due))}
    return write_calendar(items.values(), now, NAME)


def _meetings(journal: Journal, now: datetime) -> Iterator[CalendarItem]:
    """All interviews; one that was removed while it lay ahead is taken back, where a calendar has it already."""
    gone = (each for each in journal.interviews.values() if each.deleted is not None and each.at > now)
    for interview in (*journal.live_interviews, *gone):
        people = ", ".join(person.name for person in journal.interviewers_of(interview))
        how = f"How you meet: {dict(MODES)[interview.mode]}"
        title = f"Interview: {interview.company}, {interview.role}"
        yield CalendarItem(
            uid=_uid("interview", interview.id),
            title=f"{title} ({interview.round})" if interview.round else title,
            at=interview.at,
            where=interview.where,
            words=f"With {people}\n{how}" if people else how,
            taken_back=interview.deleted is not None,
        )


def _ahead(tracker: Iterable[TrackerRow]) -> Iterator[CalendarItem]:
    """The next step of each conversation on its day."""
    for line in tracker:
        step = line.track.next
        if step is not None:
            action = DUE_OF.get(step.action, DueAction.FOLLOW_UP)
            title = SENTENCES[action].format(who=line.interviewer.name, company=line.interview.company)
            waits = ", if no answer came" if step.action is NextStep.WAIT else ""
            yield CalendarItem(uid=_uid("request", line.request.id), title=f"{title}{waits}", at=step.due)


def _today(due: Iterable[Due]) -> Iterator[CalendarItem]:
    """What is due beside the conversations, on the day it fell due."""
    for item in due:
        if item.request_id is None:
            yield CalendarItem(uid=_uid("due", item.key.replace("/", "-")), title=item.text, at=item.due)


def _uid(kind: str, record_id: str) -> str:
    return f"{kind}-{record_id}@{_DOMAIN}"
