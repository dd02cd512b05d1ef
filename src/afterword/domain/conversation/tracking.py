"""Owns what a conversation amounts to: its state, who waits for whom and how long, and what is due next.

Everything here is computed from the events (read in facts), the policy and today; nothing of it is stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct, field

from afterword.domain.conversation.facts import ConversationFacts, gather
from afterword.domain.conversation.request import CloseAs, Event, Letter, Request
from afterword.domain.dates import Policy, add_days, show_date
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

    NOTE = "note"
    STATUS = "status"
    OFFER = "offer"
    ASK = "ask"
    SEND = "send"
    SETTLE = "settle"
    FOLLOW_UP = "follow-up"
    WAIT = "wait"
    FIX_ADDRESS = "fix-address"
    ASK_ELSE = "ask-somebody-else"
    THANK = "thank"
    READ = "read"
    REAPPROACH = "re-approach"


_NEVER_PUT_OFF = {
    NextStep.SETTLE: "Say first whether the letter went out; that cannot be put off.",
    NextStep.REAPPROACH: "The day to write again is not put off: plan another one in its place.",
}


class Next(Struct, frozen=True, gc=False):
    """What to do next, and from which day on."""

    action: NextStep
    due: date


class ComeBack(Struct, frozen=True, gc=False):
    """A day to write again that somebody named: the words it comes from, when they wrote them, and where it is marked.

    `guessed`: the words name no day, so it is the one that the policy gives.
    """

    day: date
    words: str
    said: datetime
    finding_id: str = ""
    guessed: bool = False


class Occasions(Struct, frozen=True, gc=False, kw_only=True):
    """What its application gives occasion to in one conversation.

    `decided` is the day from which asking falls due: that of the rejection, or on which silence was taken as one.
    `ended`: there was an offer or a withdrawal, so nobody is asked or reminded any more, only thanked. `letter` is the
    note, the question where things stand, or the answer to an offer, that falls due on the day `on`. `come_back` are
    the days on which they said to write again, in a reply or in the words of the decision.
    """

    decided: date | None = None
    ended: bool = False
    letter: Letter | None = None
    on: date | None = None
    come_back: tuple[ComeBack, ...] = ()


UNDECIDED = Occasions()


class Track(Struct, frozen=True, gc=False):
    """A conversation read at one day. `waiting_days` counts from the last letter while an answer is awaited.

    `ended`: an offer or a withdrawal has ended what the person was to do. `reapproach_on` is the first day to write
    again, `named` the days they named that are still to come to, earliest first; each is dropped or done by itself,
    and `settled` goes from the id of its finding to the event that did so. `plans` are all events that set, dropped or
    did such a day, in order.
    """

    state: State
    next: Next | None
    asked_on: date | None = None
    replied_on: date | None = None
    thanked_on: date | None = None
    nudged_on: date | None = None
    waiting_days: int | None = None
    reapproach_on: date | None = None
    named: tuple[ComeBack, ...] = ()
    settled: Mapping[str, Event] = field(default_factory=dict)
    plans: tuple[Event, ...] = ()
    ended: bool = False

    @property
    def reapproach_words(self) -> str:
        """Their words that name the day to write again; empty where the person planned it."""
        return next((come_back.words for come_back in self.named if come_back.day == self.reapproach_on), "")

    @property
    def offered(self) -> str:
        """What can still be done where nothing is due: `never thanked` of a reply too old to press for thanks."""
        return "never thanked" if self.state is State.REPLIED and self.next is None else ""

    @property
    def wrote_unasked(self) -> bool:
        """Whether they wrote without having been asked; such a reply answers no request."""
        return self.replied_on is not None and self.asked_on is None

    @property
    def has_answered(self) -> bool:
        """Whether they replied and were asked; days are rough, so a reply dated before the letter answers it, too."""
        return self.replied_on is not None and self.asked_on is not None

    @property
    def reply_days(self) -> int | None:
        """Days from the request to the first reply."""
        if self.asked_on is None or self.replied_on is None:
            return None
        return (self.replied_on - self.asked_on).days


def read(request: Request, policy: Policy, today: date, occasions: Occasions = UNDECIDED) -> Track:
    """The track of a conversation today.

    Any order of any events gives exactly one state; an action is named only where the step is legal.
    """
    facts = gather(request)
    state = _state(facts, policy, today, occasions)
    state = _AT_REST.get(state, state) if occasions.ended else state
    last_letter = facts.nudged or facts.asked
    awaiting = state in (State.WAITING, State.FOLLOW_UP_DUE, State.NO_ANSWER)
    again = _to_come_back(facts, occasions)
    # Half a year after a day nobody waits for the letter any more.
    come_backs = () if occasions.ended else again.named
    timely = tuple([come_back for come_back in come_backs if today <= add_days(come_back.day, _STALE)])
    days = [come_back.day for come_back in timely]
    if again.plan is not None and again.plan.until is not None:
        days.append(again.plan.until)
    facts.reapproach = min(days, default=None)
    after_end = _next_after_end if occasions.ended else _next
    return Track(
        state=state,
        next=after_end(facts, state, policy, today, occasions),
        asked_on=_day(facts.asked),
        replied_on=_day(facts.first_reply),
        thanked_on=_day(facts.thanked),
        nudged_on=_day(facts.nudged),
        waiting_days=max(0, (today - last_letter.at.date()).days) if awaiting and last_letter else None,
        reapproach_on=facts.reapproach,
        named=timely,
        settled=again.settled,
        plans=facts.settled,
        ended=occasions.ended,
    )


class _Again(Struct):
    """The plan that stands, the days that were named and are still to come to, and by what each other was settled."""

    plan: Event | None
    named: Sequence[ComeBack]
    settled: dict[str, Event]


_NOTHING = _Again(None, (), {})


def _to_come_back(facts: ConversationFacts, occasions: Occasions) -> _Again:
    """What is left of the days to write again that the person planned and that were named.

    Whatever sets, drops or does a day settles the one that comes first, and those that had come by then. A day that is
    named later counts instead of a plan made before.
    """
    if not (occasions.come_back or facts.settled):
        return _NOTHING
    again = _Again(None, sorted(occasions.come_back, key=lambda come_back: come_back.day), {})
    for event in facts.settled:
        named_days = [come_back for come_back in again.named if come_back.said <= event.at]
        plan = _standing(again.plan, named_days)
        first = named_days[:1] if plan is None or (plan.until and named_days and named_days[0].day < plan.until) else []
        done = [come_back for come_back in named_days if come_back in first or come_back.day <= event.at.date()]
        again.settled.update((come_back.finding_id, event) for come_back in done)
        again.named = [come_back for come_back in again.named if come_back not in done]
        again.plan = event if event.until is not None else (plan if first else None)
    again.plan = _standing(again.plan, again.named)
    return again


def _standing(plan: Event | None, come_backs: Iterable[ComeBack]) -> Event | None:
    """The plan, unless somebody has named a day since."""
    return None if plan is not None and any(come_back.said > plan.at for come_back in come_backs) else plan


_AT_REST = {State.TO_ASK: State.CLOSED, State.FOLLOW_UP_DUE: State.WAITING}
_STALE = 183
_NOTE_FOR = 7  # Days for which the draft of a note waits to be sent; after them it comes too late.
_NEWS_FOR = 7  # Days for which a further answer is news.
_ANSWERS = (Letter.ACCEPT, Letter.DECLINE)


def _next_after_end(
    facts: ConversationFacts, state: State, policy: Policy, today: date, occasions: Occasions
) -> Next | None:
    """What an offer or a withdrawal leaves: its answer, a letter whose fate is open, thanks for a reply, a planned day.

    A draft that answers the offer is there to be sent.
    """
    drafted = facts.drafted.letter if facts.drafted is not None else None
    usual_states = (State.SENDING, State.REPLIED, State.DECLINED, State.THANKED)
    if state in usual_states or (state is State.DRAFT and drafted in _ANSWERS):
        return _next(facts, state, policy, today, occasions)
    return _next_courtesy(facts, policy, occasions) or _next_reapproach(facts, policy)


def check_due(track: Track) -> None:
    """Raises `UserError` where no step is due that could be put off."""
    if track.next is None:
        raise UserError("Nothing is due in this conversation, so there is nothing to put off.")
    if track.next.action in _NEVER_PUT_OFF:
        raise UserError(_NEVER_PUT_OFF[track.next.action])


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


_CLOSED_STATES = {CloseAs.NO_ANSWER: State.NO_ANSWER, CloseAs.DECLINED: State.DECLINED, CloseAs.DONE: State.CLOSED}


def _state(facts: ConversationFacts, policy: Policy, today: date, occasions: Occasions) -> State:
    if facts.in_flight is not None:
        return State.SENDING
    if facts.closed is not None and not _thanked_since(facts, facts.closed):
        return _CLOSED_STATES.get(facts.closed.close_as or CloseAs.DONE, State.CLOSED)
    if facts.first_reply is not None:
        return State.THANKED if facts.thanked is not None else State.REPLIED
    if facts.asked is None or facts.bounced is not None or facts.left is not None:
        return _unasked(facts, today, occasions)
    return _awaiting(facts, facts.asked, policy, today)


def _unasked(facts: ConversationFacts, today: date, occasions: Occasions) -> State:
    """Nothing is out, or it came back or reached nobody; a new draft after that means that the address was mended."""
    if facts.drafted is not None and _is_timely(facts.drafted, today, occasions):
        return State.DRAFT
    if _told_unasked(facts, occasions.decided):
        return State.THANKED
    if facts.asked is not None and facts.left is not None:
        return State.NO_ANSWER
    return State.TO_ASK if facts.bounced is None and facts.returned is None else State.BOUNCED


def _is_timely(drafted: Event, today: date, occasions: Occasions) -> bool:
    """Whether a draft still has its moment: a note for a week and up to the decision; an offer alone is answered."""
    letter = drafted.letter
    if letter is Letter.NOTE and today > add_days(drafted.at.date(), _NOTE_FOR):
        return False
    if letter in (Letter.NOTE, Letter.STATUS):
        return occasions.decided is None and not occasions.ended
    return letter is Letter.REQUEST or (letter in _ANSWERS and occasions.ended)


def _told_unasked(facts: ConversationFacts, decided: date | None) -> bool:
    """Whether they wrote after the day of the decision without having been asked, and were thanked for it."""
    replied, thanked = _day(facts.early_reply), _day(facts.thanked)
    return bool(replied and thanked and decided and facts.asked is None and decided < replied <= thanked)


def _thanked_since(facts: ConversationFacts, closed: Event) -> bool:
    return facts.thanked is not None and closed.close_as is CloseAs.DECLINED and facts.thanked.at >= closed.at


def _awaiting(facts: ConversationFacts, asked: Event, policy: Policy, today: date) -> State:
    if today >= _silence_due(facts, asked, policy):
        return State.NO_ANSWER
    if facts.nudges < policy.max_follow_ups and today >= _nudge_due(facts, asked, policy):
        return State.FOLLOW_UP_DUE
    return State.WAITING


def _not_before_hold(facts: ConversationFacts, due: date, policy: Policy) -> date:
    return due if facts.hold_until is None else max(due, policy.weekday(facts.hold_until))


def _nudge_due(facts: ConversationFacts, asked: Event, policy: Policy) -> date:
    return _not_before_hold(facts, policy.follow_up_due((facts.nudged or asked).at.date()), policy)


def _silence_due(facts: ConversationFacts, asked: Event, policy: Policy) -> date:
    """The day on which silence is called so: never before the last nudge, sent late or still to be sent, had its time.

    A hold that is noted after the last nudge moves it as well.
    """
    more = facts.nudges < policy.max_follow_ups
    due = policy.no_answer_due(asked.at.date(), _nudge_due(facts, asked, policy) if more else _day(facts.nudged))
    # A held conversation gets the same time to answer after the hold as any other gets after the nudge falls due.
    return due if facts.hold_until is None else max(due, policy.follow_up_due(facts.hold_until))


def _next(facts: ConversationFacts, state: State, policy: Policy, today: date, occasions: Occasions) -> Next | None:
    match state:
        case State.SENDING if facts.in_flight is not None:
            return Next(NextStep.SETTLE, policy.weekday(facts.in_flight.at.date()))
        case State.TO_ASK | State.DRAFT:
            return _next_ask(facts, state, policy, occasions)
        case State.BOUNCED if back := facts.bounced or facts.returned:
            return Next(NextStep.FIX_ADDRESS, _not_before_hold(facts, policy.weekday(back.at.date()), policy))
        case State.NO_ANSWER if facts.left is not None and facts.closed is None:
            return Next(NextStep.ASK_ELSE, _not_before_hold(facts, policy.weekday(facts.left.at.date()), policy))
        case State.WAITING | State.FOLLOW_UP_DUE if facts.asked is not None:
            return _next_wait(facts, facts.asked, policy)
        case State.REPLIED | State.DECLINED if facts.last_reply is not None and facts.thanked is None:
            return _next_thanks(facts, facts.last_reply, policy, today)
        case State.THANKED if news := _next_news(facts, policy, today):
            return news
    return _next_courtesy(facts, policy, occasions) or _next_reapproach(facts, policy)


def _next_ask(facts: ConversationFacts, state: State, policy: Policy, occasions: Occasions) -> Next | None:
    decided = occasions.decided
    if state is State.DRAFT and facts.drafted is not None:
        due = policy.weekday(facts.drafted.at.date())
        due = due if decided is None else max(due, policy.ask_due(decided))
        return Next(NextStep.SEND, _not_before_hold(facts, due, policy))
    if decided is None:
        return _next_courtesy(facts, policy, occasions) or _next_reapproach(facts, policy)
    return Next(NextStep.ASK, _not_before_hold(facts, policy.ask_due(decided), policy))


_COURTESIES = {
    Letter.NOTE: NextStep.NOTE,
    Letter.STATUS: NextStep.STATUS,
    Letter.ACCEPT: NextStep.OFFER,
    Letter.DECLINE: NextStep.OFFER,
}


def _next_courtesy(facts: ConversationFacts, policy: Policy, occasions: Occasions) -> Next | None:
    """The letter that its application gives occasion to; somebody who was put away is not written to."""
    if occasions.letter is None or occasions.on is None:
        return None
    step = _COURTESIES.get(occasions.letter)
    if step is None or (facts.closed is not None and step is not NextStep.OFFER):
        return None
    return Next(step, _not_before_hold(facts, occasions.on, policy))


def _next_wait(facts: ConversationFacts, asked: Event, policy: Policy) -> Next:
    if facts.nudges < policy.max_follow_ups:
        return Next(NextStep.FOLLOW_UP, _nudge_due(facts, asked, policy))
    return Next(NextStep.WAIT, _silence_due(facts, asked, policy))


def _next_thanks(facts: ConversationFacts, replied: Event, policy: Policy, today: date) -> Next | None:
    """Thanks for the reply, for some weeks; once the day to write again has come, that letter takes their place."""
    reply_day = replied.at.date()
    again = _next_reapproach(facts, policy)
    if today > policy.thanks_end(max(reply_day, facts.hold_until or reply_day)):
        return again
    thanks = Next(NextStep.THANK, _not_before_hold(facts, policy.weekday(reply_day), policy))
    return again if again is not None and thanks.due < again.due <= today else thanks


def _next_news(facts: ConversationFacts, policy: Policy, today: date) -> Next | None:
    """What they wrote after they were thanked, to be read: for a week, or until a later letter; nothing is owed."""
    written, thanked = facts.last_reply, facts.thanked
    if written is None or thanked is None or written.at <= thanked.at:
        return None
    if any(letter is not None and letter.at > written.at for letter in (facts.asked, facts.came_again)):
        return None
    due = _not_before_hold(facts, policy.weekday(written.at.date()), policy)
    again = _next_reapproach(facts, policy)
    if today > add_days(due, _NEWS_FOR) or (again is not None and again.due <= today):
        return None
    return Next(NextStep.READ, due)


def _next_reapproach(facts: ConversationFacts, policy: Policy) -> Next | None:
    if facts.reapproach is None:
        return None
    return Next(NextStep.REAPPROACH, policy.weekday(facts.reapproach))
