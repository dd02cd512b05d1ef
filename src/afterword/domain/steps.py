"""Owns the steps of a conversation that are legal, each from one request to the next; the illegal get a sentence."""

from dataclasses import replace
from datetime import date, datetime

from afterword.domain.dates import show_date
from afterword.domain.request import CloseAs, Draft, Event, EventKind, Letter, Request
from afterword.errors import Refusal


def put_draft(request: Request, draft: Draft, event_id: str, at: datetime) -> Request:
    """The request with this letter as its draft; an unsent draft of the same letter is replaced in place."""
    check_letter(request, draft.letter)
    if not draft.body.strip():
        raise Refusal("The letter is empty.", hint="Write a sentence or two, or leave the draft as it was.")
    open_event = request.open_draft
    if open_event is not None and open_event.letter is draft.letter:
        changed = replace(open_event, subject=draft.subject, text=draft.body)
        return replace(request, events=tuple(changed if e.id == open_event.id else e for e in request.events))
    event = Event(
        id=event_id,
        kind=EventKind.DRAFTED,
        at=at,
        letter=draft.letter,
        subject=draft.subject,
        text=draft.body,
    )
    return add(request, event)


def discard_draft(request: Request) -> Request:
    """The request without its unsent draft."""
    open_event = request.open_draft
    if open_event is None:
        raise Refusal("There is no draft to discard.")
    return replace(request, events=tuple(e for e in request.events if e.id != open_event.id))


def check_letter(request: Request, letter: Letter) -> None:
    """Refuse a letter that is out of turn: each has its moment in the conversation."""
    sending = in_flight(request)
    if sending is not None:
        raise Refusal(
            "A letter of this conversation may have gone out already.",
            "The program stopped while it was being sent.",
            "Look into your sent mail, then mark it as sent or as not sent.",
        )
    if letter is Letter.REQUEST:
        _check_request(request)
    elif letter is Letter.FOLLOW_UP:
        _check_follow_up(request)
    else:
        _check_thank_you(request)


def in_flight(request: Request) -> Event | None:
    """The sending that neither succeeded nor failed, if any."""
    found: Event | None = None
    for event in request.history:
        if event.kind is EventKind.SENDING:
            found = event
        elif event.kind in (EventKind.FAILED, EventKind.SENT, EventKind.REPLY):
            found = None
    return found


def _asked(request: Request) -> Event | None:
    """The request that went out and was not returned."""
    found: Event | None = None
    for event in request.history:
        if event.kind is EventKind.SENT and event.letter is Letter.REQUEST:
            found = event
        elif event.kind is EventKind.BOUNCED:
            found = None
    return found


def _check_request(request: Request) -> None:
    asked = _asked(request)
    if request.replies:
        raise Refusal("They have replied already.", hint="Thank them instead.")
    if asked is not None:
        raise Refusal(
            f"This interviewer was asked on {show_date(asked.at.date())}.",
            "One request per interviewer and interview is the rule.",
            "A follow-up is possible once it is due.",
        )


def _check_follow_up(request: Request) -> None:
    if request.replies:
        raise Refusal("They have replied, so there is nothing to follow up.", hint="Thank them instead.")
    if _asked(request) is None:
        raise Refusal("Nothing has been sent that could be followed up.", hint="Send the request first.")


def _check_thank_you(request: Request) -> None:
    if not request.replies:
        raise Refusal(
            "A thank-you answers a reply, and none has been recorded yet.",
            hint="Record the reply first; then thank them for what they wrote.",
        )
    if request.last(EventKind.SENT, Letter.THANK_YOU) is not None and not _thank_you_returned(request):
        raise Refusal("They have been thanked already.")


def _thank_you_returned(request: Request) -> bool:
    thanked = request.last(EventKind.SENT, Letter.THANK_YOU)
    bounced = request.last(EventKind.BOUNCED)
    return thanked is not None and bounced is not None and bounced.at >= thanked.at


def mark_sent(request: Request, event: Event) -> Request:
    """The request with a letter that went out: the draft as it stands unless the event brings its own words.

    Settles an unfinished sending too. Refused when there is nothing to send or the letter is out of turn.
    """
    sending = in_flight(request)
    draft = request.draft
    if sending is not None:
        letter, subject, text = sending.letter, sending.subject, sending.text
        event = replace(event, message_id=event.message_id or sending.message_id)
    elif draft is not None:
        check_letter(request, draft.letter)
        letter, subject, text = draft.letter, draft.subject, draft.body
    else:
        letter, subject, text = event.letter or _expected(request), event.subject, event.text
        check_letter(request, letter)
    _check_order(request, event)
    return add(
        request,
        replace(
            event,
            kind=EventKind.SENT,
            letter=letter,
            subject=event.subject or subject,
            text=event.text or text,
        ),
    )


def mark_failed(request: Request, event: Event) -> Request:
    """The request after a sending that did not succeed; the draft is kept."""
    sending = in_flight(request)
    if sending is None:
        raise Refusal("Nothing is being sent in this conversation.")
    return add(request, replace(event, kind=EventKind.FAILED, letter=sending.letter))


def _expected(request: Request) -> Letter:
    if request.replies:
        return Letter.THANK_YOU
    return Letter.REQUEST if _asked(request) is None else Letter.FOLLOW_UP


def record_reply(request: Request, event: Event) -> Request:
    """The request with a reply. One that came before anything was sent is kept too: people write first."""
    if not event.text.strip():
        raise Refusal("The reply is empty.", hint="Write down what they said, even in a few words.")
    if event.message_id and any(e.message_id == event.message_id for e in request.replies):
        raise Refusal("This reply has been recorded already.")
    _check_order(request, event)
    return add(request, replace(event, kind=EventKind.REPLY))


def _check_order(request: Request, event: Event) -> None:
    asked = _asked(request)
    if asked is not None and event.at < asked.at and event.at.date() != asked.at.date():
        raise Refusal(
            f"{show_date(event.at.date())} lies before the request of {show_date(asked.at.date())}.",
            hint="Check the day.",
        )


def record_bounce(request: Request, event: Event) -> Request:
    """The request with the news that its letter came back. Refused when nothing was sent."""
    if request.last(EventKind.SENT) is None:
        raise Refusal("Nothing has been sent that could have come back.")
    return add(request, replace(event, kind=EventKind.BOUNCED))


def record_absence(request: Request, event: Event) -> Request:
    """The request with an auto-reply; `until` is the day they are back, if they said so."""
    return add(request, replace(event, kind=EventKind.AUTO_REPLY))


def snooze(request: Request, event: Event, today: date) -> Request:
    """The request with its next step held until `event.until`. Refused for a day that is not ahead."""
    if event.until is None or event.until <= today:
        raise Refusal("A snooze ends on a day ahead.", hint="Try +3d or next mon.")
    return add(request, replace(event, kind=EventKind.SNOOZED))


def close(request: Request, event: Event) -> Request:
    """The request closed. Refused when it is closed already, or as `no answer` after a reply."""
    if is_closed(request):
        raise Refusal("This conversation is closed already.", hint="Reopen it first to close it differently.")
    if event.close_as is CloseAs.NO_ANSWER and request.replies:
        raise Refusal("They have replied, so “no answer” would not be true.", hint="Close it as done or declined.")
    return add(request, replace(event, kind=EventKind.CLOSED))


def reopen(request: Request, event: Event) -> Request:
    """The request open again."""
    if not is_closed(request):
        raise Refusal("This conversation is not closed.")
    return add(request, replace(event, kind=EventKind.REOPENED))


def is_closed(request: Request) -> bool:
    """Whether somebody closed it, and nothing has reopened it since."""
    closed = False
    for event in request.history:
        if event.kind is EventKind.CLOSED:
            closed = True
        elif event.kind in (EventKind.REOPENED, EventKind.REPLY):
            closed = False
    return closed


def plan_reapproach(request: Request, event: Event, today: date) -> Request:
    """The request with a day to write again (`event.until`), or without one (None: done or dropped)."""
    if event.until is not None and event.until <= today:
        raise Refusal("The day to write again lies ahead.", hint="Try +4 months.")
    return add(request, replace(event, kind=EventKind.REAPPROACH))


def add(request: Request, event: Event) -> Request:
    """The request with one more event."""
    return replace(request, events=(*request.events, event))
