"""Owns what a conversation amounts to: its state, who waits for whom and how long, and what is due next.

Everything here is computed from the events (read in facts), the policy and today; nothing of it is stored.
"""

from datetime import date
from enum import StrEnum

from msgspec import Struct

from afterword.domain.conversation.facts import ConversationFacts, gather
from afterword.domain.conversation.request import CloseAs, Event, Letter, Request
from afterword.domain.dates import show_date
from afterword.domain.policy import Policy
from afterword.errors import UserError


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


class NextStep(StrEnum):
    """What can be due next in a conversation."""

    ASK = "ask"
    SEND = "send"
    SETTLE = "settle"
    FOLLOW_UP = "follow-up"
    WAIT = "wait"
    FIX_ADDRESS = "fix-address"
    ASK_ELSE = "ask-somebody-else"
    THANK = "thank"
    REAPPROACH = "re-approach"


_NEVER_PUT_OFF = (NextStep.SETTLE, NextStep.REAPPROACH)
"""A letter that may have gone out cannot wait, and a day to write again is moved by planning another."""


class Next(Struct, frozen=True):
    """What to do next, and from which day on."""

    action: NextStep
    due: date


class Track(Struct, frozen=True):
    """A conversation read at one day. `waiting_days` counts from the last letter while an answer is awaited.

    `ended`: an offer or a withdrawal has ended what the person was to do.
    """

    state: State
    next: Next | None
    asked_on: date | None = None
    replied_on: date | None = None
    thanked_on: date | None = None
    nudged_on: date | None = None
    waiting_days: int | None = None
    reapproach_on: date | None = None
    ended: bool = False

    @property
    def reply_days(self) -> int | None:
        """Days from the request to the first reply."""
        if self.asked_on is None or self.replied_on is None:
            return None
        return (self.replied_on - self.asked_on).days


def read(request: Request, policy: Policy, today: date, decided: date | None = None, *, ended: bool = False) -> Track:
    """The track of a conversation today. `decided` is the day of the rejection, from which asking falls due.

    `ended` says that there was an offer or a withdrawal: nobody is asked or reminded any more, only thanked.

    Any order of any events gives exactly one state; an action is named only where the step is legal.
    """
    facts = gather(request)
    state = _state(facts, policy, today)
    state = _AT_REST.get(state, state) if ended else state
    last_letter = facts.nudged or facts.asked
    awaiting = state in (State.WAITING, State.FOLLOW_UP_DUE, State.NO_ANSWER)
    return Track(
        state=state,
        next=_next_after_end(facts, state, policy) if ended else _next(facts, state, policy, decided),
        asked_on=_day(facts.asked),
        replied_on=_day(facts.first_reply),
        thanked_on=_day(facts.thanked),
        nudged_on=_day(facts.nudged),
        waiting_days=max(0, (today - last_letter.at.date()).days) if awaiting and last_letter else None,
        reapproach_on=facts.reapproach,
        ended=ended,
    )


_AT_REST = {State.TO_ASK: State.CLOSED, State.FOLLOW_UP_DUE: State.WAITING}


def _next_after_end(facts: ConversationFacts, state: State, policy: Policy) -> Next | None:
    """What an offer or a withdrawal leaves: a letter whose fate is open, thanks for a reply, a day that was planned."""
    if state in (State.SENDING, State.REPLIED, State.DECLINED):
        return _next(facts, state, policy, None)
    return _next_reapproach(facts, policy)


def check_due(track: Track, today: date) -> None:
    """Raises `UserError` where no step is due that could be put off."""
    if track.next is None:
        raise UserError("Nothing is due in this conversation, so there is nothing to put off.")
    if track.next.action in _NEVER_PUT_OFF:
        day = show_date(track.next.due, today)
        raise UserError(f"The next step ({track.next.action}, due on {day}) is not one that can be put off.")


def check_put_off(before: Track, after: Track, until: date, today: date) -> None:
    """Raises `UserError` where resting until that day leaves the next step as it was."""
    if before.next is not None and before == after:
        raise UserError(
            f"The next step ({before.next.action}) is due on {show_date(before.next.due, today)} in any case, so "
            f"resting until {show_date(until, today)} changes nothing.",
            hint="Choose a later day.",
        )


def _day(event: Event | None) -> date | None:
    return event.at.date() if event is not None else None


_CLOSED_STATES = {
    CloseAs.NO_ANSWER: State.NO_ANSWER,
    CloseAs.DECLINED: State.DECLINED,
    CloseAs.DONE: State.CLOSED,
}


def _state(facts: ConversationFacts, policy: Policy, today: date) -> State:
    if facts.in_flight is not None:
        return State.SENDING
    if facts.closed is not None and not _thanked_since(facts, facts.closed):
        return _CLOSED_STATES.get(facts.closed.close_as or CloseAs.DONE, State.CLOSED)
    if facts.first_reply is not None:
        return State.THANKED if facts.thanked is not None else State.REPLIED
    if facts.asked is None or facts.bounced is not None or facts.left is not None:
        return _unasked(facts)
    return _awaiting(facts, facts.asked, policy, today)


def _unasked(facts: ConversationFacts) -> State:
    """Nothing is out, or it came back or reached nobody; a new draft after that means that the address was mended."""
    if facts.drafted is not None and facts.drafted.letter is Letter.REQUEST:
        return State.DRAFT
    if facts.asked is not None and facts.left is not None:
        return State.NO_ANSWER
    return State.TO_ASK if facts.bounced is None else State.BOUNCED


def _thanked_since(facts: ConversationFacts, closed: Event) -> bool:
    return facts.thanked is not None and closed.close_as is CloseAs.DECLINED and facts.thanked.at >= closed.at


def _awaiting(facts: ConversationFacts, asked: Event, policy: Policy, today: date) -> State:
    if today >= _silence_due(facts, asked, policy):
        return State.NO_ANSWER
    if facts.nudges < policy.max_follow_ups and today >= _nudge_due(facts, asked, policy):
        return State.FOLLOW_UP_DUE
    return State.WAITING


def _held(facts: ConversationFacts, due: date, policy: Policy) -> date:
    return due if facts.hold_until is None else max(due, policy.weekday(facts.hold_until))


def _nudge_due(facts: ConversationFacts, asked: Event, policy: Policy) -> date:
    return _held(facts, policy.follow_up_due((facts.nudged or asked).at.date()), policy)


def _silence_due(facts: ConversationFacts, asked: Event, policy: Policy) -> date:
    due = policy.no_answer_due(asked.at.date(), _day(facts.nudged))
    if facts.hold_until is None:
        return due
    # A held conversation gets the same time to answer after the hold as any other gets after the nudge falls due.
    return max(due, policy.follow_up_due(facts.hold_until))


def _next(facts: ConversationFacts, state: State, policy: Policy, decided: date | None) -> Next | None:
    match state:
        case State.SENDING if facts.in_flight is not None:
            return Next(NextStep.SETTLE, policy.weekday(facts.in_flight.at.date()))
        case State.TO_ASK | State.DRAFT:
            return _next_ask(facts, state, policy, decided)
        case State.BOUNCED if facts.bounced is not None:
            return Next(NextStep.FIX_ADDRESS, _held(facts, policy.weekday(facts.bounced.at.date()), policy))
        case State.NO_ANSWER if facts.left is not None and facts.closed is None:
            return Next(NextStep.ASK_ELSE, _held(facts, policy.weekday(facts.left.at.date()), policy))
        case State.WAITING | State.FOLLOW_UP_DUE if facts.asked is not None:
            return _next_wait(facts, facts.asked, policy)
        case State.REPLIED | State.DECLINED if facts.last_reply is not None and facts.thanked is None:
            return Next(NextStep.THANK, _held(facts, policy.weekday(facts.last_reply.at.date()), policy))
    return _next_reapproach(facts, policy)


def _next_ask(facts: ConversationFacts, state: State, policy: Policy, decided: date | None) -> Next | None:
    if state is State.DRAFT and facts.drafted is not None:
        due = policy.weekday(facts.drafted.at.date())
        due = due if decided is None else max(due, policy.ask_due(decided))
        return Next(NextStep.SEND, _held(facts, due, policy))
    if decided is None:
        return None
    return Next(NextStep.ASK, _held(facts, policy.ask_due(decided), policy))


def _next_wait(facts: ConversationFacts, asked: Event, policy: Policy) -> Next:
    if facts.nudges < policy.max_follow_ups:
        return Next(NextStep.FOLLOW_UP, _nudge_due(facts, asked, policy))
    return Next(NextStep.WAIT, _silence_due(facts, asked, policy))


def _next_reapproach(facts: ConversationFacts, policy: Policy) -> Next | None:
    if facts.reapproach is None:
        return None
    return Next(NextStep.REAPPROACH, policy.weekday(facts.reapproach))
