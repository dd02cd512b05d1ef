"""Owns what a conversation amounts to: its state, who waits for whom and how long, and what is due next.

Everything here is computed from the events, the policy and today; nothing of it is stored.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from afterword.domain.policy import Policy
from afterword.domain.request import CloseAs, Event, EventKind, Letter, Request


class State(StrEnum):
    """The states of a request, in the product's words."""

    TO_ASK = "to ask"
    DRAFT = "draft"
    SENDING = "sending"
    WAITING = "waiting"
    FOLLOW_UP_DUE = "follow-up due"
    REPLIED = "replied"
    THANKED = "thanked"
    BOUNCED = "bounced"
    NO_ANSWER = "no answer"
    DECLINED = "declined"
    CLOSED = "closed"


class Action(StrEnum):
    """What can be due next in a conversation."""

    ASK = "ask"
    SEND = "send"
    SETTLE = "settle"
    FOLLOW_UP = "follow-up"
    WAIT = "wait"
    FIX_ADDRESS = "fix-address"
    THANK = "thank"
    REAPPROACH = "re-approach"


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next, and from which day on."""

    action: Action
    due: date


@dataclass(frozen=True, slots=True)
class Track:
    """A conversation read at one day. `waiting_days` counts from the last letter while an answer is awaited."""

    state: State
    next: Next | None
    asked_on: date | None = None
    replied_on: date | None = None
    thanked_on: date | None = None
    nudged_on: date | None = None
    waiting_days: int | None = None
    reapproach_on: date | None = None

    @property
    def reply_days(self) -> int | None:
        """Days from the request to the first reply."""
        if self.asked_on is None or self.replied_on is None:
            return None
        return (self.replied_on - self.asked_on).days


@dataclass(slots=True)
class _Facts:
    """What one pass over the events gathers; local to `read`."""

    drafted: Event | None = None
    in_flight: Event | None = None
    asked: Event | None = None
    nudges: int = 0
    nudged: Event | None = None
    first_reply: Event | None = None
    last_reply: Event | None = None
    thanked: Event | None = None
    bounced: Event | None = None
    closed: Event | None = None
    hold_until: date | None = None
    reapproach: date | None = None


def read(request: Request, policy: Policy, today: date, decided: date | None = None) -> Track:
    """The track of a conversation today. `decided` is the day of the rejection, from which asking falls due.

    Any order of any events gives exactly one state; an action is named only where the step is legal.
    """
    facts = _gather(request)
    state = _state(facts, policy, today)
    last_letter = facts.nudged or facts.asked
    awaiting = state in (State.WAITING, State.FOLLOW_UP_DUE, State.NO_ANSWER)
    return Track(
        state=state,
        next=_next(facts, state, policy, decided),
        asked_on=_day(facts.asked),
        replied_on=_day(facts.first_reply),
        thanked_on=_day(facts.thanked),
        nudged_on=_day(facts.nudged),
        waiting_days=max(0, (today - last_letter.at.date()).days) if awaiting and last_letter else None,
        reapproach_on=facts.reapproach,
    )


def _day(event: Event | None) -> date | None:
    return event.at.date() if event is not None else None


def _gather(request: Request) -> _Facts:
    facts = _Facts()
    for event in request.history:
        _TAKE[event.kind](facts, event)
    return facts


def _take_drafted(facts: _Facts, event: Event) -> None:
    facts.drafted = event
    if event.letter is Letter.REQUEST:
        facts.bounced = None


def _take_sending(facts: _Facts, event: Event) -> None:
    facts.in_flight = event


def _take_failed(facts: _Facts, _event: Event) -> None:
    facts.in_flight = None


def _take_sent(facts: _Facts, event: Event) -> None:
    if facts.in_flight is not None and facts.in_flight.letter is event.letter:
        facts.in_flight = None
    if facts.drafted is not None and facts.drafted.letter is event.letter:
        facts.drafted = None
    if event.letter is Letter.THANK_YOU:
        # A thank-you answers a reply; one dated before any reply is kept in the record and counts for nothing.
        facts.thanked = event if facts.first_reply is not None else facts.thanked
        facts.hold_until = None
        return
    facts.bounced = None
    if event.letter is Letter.FOLLOW_UP and facts.asked is not None:
        facts.nudged, facts.nudges = event, facts.nudges + 1
    elif event.letter is not Letter.FOLLOW_UP:
        facts.asked, facts.nudged, facts.nudges = event, None, 0
    facts.hold_until = None


def _take_bounced(facts: _Facts, event: Event) -> None:
    if facts.thanked is not None and event.letter in (None, Letter.THANK_YOU):
        facts.thanked = None
    elif facts.asked is not None:
        facts.bounced = event


def _take_absence(facts: _Facts, event: Event) -> None:
    if event.until is not None:
        facts.hold_until = event.until


def _take_reply(facts: _Facts, event: Event) -> None:
    if facts.in_flight is not None and facts.in_flight.letter is not Letter.THANK_YOU:
        # An answer proves that the letter went out.
        facts.asked, facts.in_flight = facts.asked or facts.in_flight, None
    facts.first_reply = facts.first_reply or event
    facts.last_reply = event
    facts.bounced = facts.closed = facts.hold_until = None


def _take_closed(facts: _Facts, event: Event) -> None:
    facts.closed = event


def _take_reopened(facts: _Facts, _event: Event) -> None:
    facts.closed = None


def _take_reapproach(facts: _Facts, event: Event) -> None:
    facts.reapproach = event.until


_TAKE = {
    EventKind.DRAFTED: _take_drafted,
    EventKind.SENDING: _take_sending,
    EventKind.FAILED: _take_failed,
    EventKind.SENT: _take_sent,
    EventKind.BOUNCED: _take_bounced,
    EventKind.AUTO_REPLY: _take_absence,
    EventKind.REPLY: _take_reply,
    EventKind.SNOOZED: _take_absence,
    EventKind.CLOSED: _take_closed,
    EventKind.REOPENED: _take_reopened,
    EventKind.REAPPROACH: _take_reapproach,
}

_CLOSED_STATES = {
    CloseAs.NO_ANSWER: State.NO_ANSWER,
    CloseAs.DECLINED: State.DECLINED,
    CloseAs.DONE: State.CLOSED,
}


def _state(facts: _Facts, policy: Policy, today: date) -> State:
    if facts.in_flight is not None:
        return State.SENDING
    if facts.closed is not None and not _thanked_since(facts, facts.closed):
        return _CLOSED_STATES.get(facts.closed.close_as or CloseAs.DONE, State.CLOSED)
    if facts.first_reply is not None:
        return State.THANKED if facts.thanked is not None else State.REPLIED
    if facts.bounced is not None:
        return State.BOUNCED
    if facts.asked is None or _redrafted(facts):
        return State.DRAFT if facts.drafted is not None else State.TO_ASK
    return _awaiting(facts, facts.asked, policy, today)


def _thanked_since(facts: _Facts, closed: Event) -> bool:
    return facts.thanked is not None and closed.close_as is CloseAs.DECLINED and facts.thanked.at >= closed.at


def _redrafted(facts: _Facts) -> bool:
    """A new request is being written although one went out: it bounced, and the address was mended."""
    return facts.drafted is not None and facts.drafted.letter is Letter.REQUEST


def _awaiting(facts: _Facts, asked: Event, policy: Policy, today: date) -> State:
    if today >= _silence_due(facts, asked, policy):
        return State.NO_ANSWER
    if facts.nudges < policy.max_follow_ups and today >= _nudge_due(facts, asked, policy):
        return State.FOLLOW_UP_DUE
    return State.WAITING


def _held(facts: _Facts, due: date, policy: Policy) -> date:
    return due if facts.hold_until is None else max(due, policy.weekday(facts.hold_until))


def _nudge_due(facts: _Facts, asked: Event, policy: Policy) -> date:
    return _held(facts, policy.follow_up_due((facts.nudged or asked).at.date()), policy)


def _silence_due(facts: _Facts, asked: Event, policy: Policy) -> date:
    due = policy.no_answer_due(asked.at.date(), _day(facts.nudged))
    if facts.hold_until is None:
        return due
    # A held conversation gets the same time to answer after the hold as any other gets after the nudge falls due.
    return max(due, policy.follow_up_due(facts.hold_until))


def _next(facts: _Facts, state: State, policy: Policy, decided: date | None) -> Next | None:
    match state:
        case State.SENDING if facts.in_flight is not None:
            return Next(Action.SETTLE, facts.in_flight.at.date())
        case State.TO_ASK | State.DRAFT:
            return _next_ask(facts, state, policy, decided)
        case State.BOUNCED if facts.bounced is not None:
            return Next(Action.FIX_ADDRESS, _held(facts, policy.weekday(facts.bounced.at.date()), policy))
        case State.WAITING | State.FOLLOW_UP_DUE if facts.asked is not None:
            return _next_wait(facts, facts.asked, policy)
        case State.REPLIED | State.DECLINED if facts.last_reply is not None and facts.thanked is None:
            return Next(Action.THANK, _held(facts, policy.weekday(facts.last_reply.at.date()), policy))
    return _next_reapproach(facts, policy)


def _next_ask(facts: _Facts, state: State, policy: Policy, decided: date | None) -> Next | None:
    if state is State.DRAFT and facts.drafted is not None:
        due = policy.weekday(facts.drafted.at.date())
        due = due if decided is None else max(due, policy.ask_due(decided))
        return Next(Action.SEND, _held(facts, due, policy))
    if decided is None:
        return None
    return Next(Action.ASK, _held(facts, policy.ask_due(decided), policy))


def _next_wait(facts: _Facts, asked: Event, policy: Policy) -> Next:
    if facts.nudges < policy.max_follow_ups:
        return Next(Action.FOLLOW_UP, _nudge_due(facts, asked, policy))
    return Next(Action.WAIT, _silence_due(facts, asked, policy))


def _next_reapproach(facts: _Facts, policy: Policy) -> Next | None:
    if facts.reapproach is None:
        return None
    return Next(Action.REAPPROACH, policy.weekday(facts.reapproach))
