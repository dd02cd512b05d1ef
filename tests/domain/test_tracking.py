"""What a conversation amounts to, for any events and for the stories that people live through."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.domain.builders import MONDAY, START, days, drafted, event, moments, reply, request, requests, sent

from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import Channel, CloseAs, Event, EventKind, Letter, Request
from afterword.domain.conversation.tracking import ComeBack, Next, NextStep, Occasions, State, Track, read
from afterword.domain.dates import Policy

POLICY = Policy()
REJECTED = Occasions(decided=MONDAY)
weekdays = days.filter(lambda day: day.weekday() < 5)
policies = st.builds(
    Policy,
    ask_after=st.integers(0, 60),
    follow_up_after=st.integers(0, 60),
    no_answer_after=st.integers(0, 60),
    max_follow_ups=st.integers(0, 3),
    weekdays_only=st.booleans(),
)
occasions = st.builds(
    Occasions,
    decided=st.none() | days,
    ended=st.booleans(),
    letter=st.none() | st.sampled_from(Letter),
    on=st.none() | weekdays,
    come_back=st.lists(st.builds(ComeBack, day=days, words=st.just("in January"), said=moments), max_size=3).map(tuple),
)


def at(day: int) -> date:
    """The day so many days after the start."""
    return MONDAY + timedelta(days=day)


def track(day: int, *events: Event) -> Track:
    """The track of these events on that day, rejected on the first."""
    return read(request(*events), POLICY, at(day), REJECTED)


@given(requests, policies, days, occasions)
def test_any_events_amount_to_one_state_and_the_same_each_time(
    conversation: Request, policy: Policy, today: date, about: Occasions
) -> None:
    """Any events in any order give exactly one state, and reading twice gives the same track."""
    first = read(conversation, policy, today, about)
    assert isinstance(first.state, State)
    assert first == read(conversation, policy, today, about)


@given(requests, policies, days, occasions)
def test_a_follow_up_is_only_named_while_an_answer_is_awaited(
    conversation: Request, policy: Policy, today: date, about: Occasions
) -> None:
    """FOLLOW_UP stands only where a request went out, neither bounced nor was answered, and reminders are left."""
    step = read(conversation, policy, today, about).next
    if step is not None and step.action is NextStep.FOLLOW_UP:
        facts = gather(conversation)
        assert facts.waits_for_answer
        assert facts.nudges < policy.max_follow_ups
        assert facts.first_reply is None


@given(requests, policies, days, occasions)
def test_a_thank_you_is_only_named_after_a_reply(
    conversation: Request, policy: Policy, today: date, about: Occasions
) -> None:
    """THANK stands only where a reply was recorded and no thank-you stands after it."""
    step = read(conversation, policy, today, about).next
    if step is not None and step.action is NextStep.THANK:
        assert conversation.replies
        thanks = [one for one in conversation.history if one.letter is Letter.THANK_YOU and one.kind is EventKind.SENT]
        bounces = [one for one in conversation.history if one.kind is EventKind.BOUNCED]
        after = [one for one in thanks if one.at > conversation.replies[0].at]
        assert not after or bounces


@given(requests, policies, days, occasions)
def test_nobody_is_asked_while_a_request_is_out(
    conversation: Request, policy: Policy, today: date, about: Occasions
) -> None:
    """ASK and SEND never stand after a request that went out and did not come back, nor after a reply."""
    step = read(conversation, policy, today, about).next
    if step is not None and step.action in (NextStep.ASK, NextStep.SEND):
        facts = gather(conversation)
        assert facts.asked is None or facts.bounced is not None
        assert facts.first_reply is None


@given(requests, policies, days, occasions)
def test_nothing_is_due_on_a_weekend(conversation: Request, policy: Policy, today: date, about: Occasions) -> None:
    """No due date falls on a Saturday or Sunday when only weekdays count."""
    step = read(conversation, policy, today, about).next
    if step is not None and policy.weekdays_only:
        assert step.due.weekday() < 5


@given(requests, policies, days, occasions)
def test_nothing_is_due_before_its_day(conversation: Request, policy: Policy, today: date, about: Occasions) -> None:
    """Asking waits for its interval after the decision, and the reminder for its own after the last letter."""
    found = read(conversation, policy, today, about)
    if found.next is None:
        return
    if found.next.action in (NextStep.ASK, NextStep.SEND) and about.decided is not None and not about.ended:
        assert found.next.due >= policy.ask_due(about.decided)
    last_letter = found.nudged_on or found.asked_on
    if found.next.action is NextStep.FOLLOW_UP and last_letter is not None:
        assert found.next.due >= policy.follow_up_due(last_letter)


@given(requests, policies, days, occasions)
def test_a_reminder_that_is_due_is_called_so(
    conversation: Request, policy: Policy, today: date, about: Occasions
) -> None:
    """The state says `follow-up due` exactly when a follow-up is named whose day has come."""
    found = read(conversation, policy, today, about)
    due = found.next is not None and found.next.action is NextStep.FOLLOW_UP and found.next.due <= today
    assert (found.state is State.FOLLOW_UP_DUE) == due


@pytest.mark.parametrize(("decided", "due"), [(0, 1), (3, 4), (4, 7), (5, 7), (6, 7)])
def test_a_rejection_makes_asking_due_on_the_next_weekday(decided: int, due: int) -> None:
    """Rejected on a Monday, the request is due on Tuesday; rejected from Friday to Sunday, on Monday."""
    step = read(request(), POLICY, at(0), Occasions(decided=at(decided))).next
    assert step is not None
    assert (step.action, step.due) == (NextStep.ASK, at(due))


def test_without_a_rejection_nothing_is_to_be_asked() -> None:
    """An undecided interview has a request to ask, and nothing due."""
    found = read(request(), POLICY, at(0))
    assert (found.state, found.next) == (State.TO_ASK, None)


def test_a_draft_is_not_sent() -> None:
    """A draft never counts as sent: it is there to be sent."""
    found = track(1, drafted(1))
    assert found.state is State.DRAFT
    assert found.asked_on is None
    assert found.next is not None
    assert found.next.action is NextStep.SEND


def test_a_draft_written_at_once_waits_a_day() -> None:
    """A draft of the day of the rejection is due for sending when asking is, not before."""
    step = track(0, drafted(0)).next
    assert step is not None
    assert (step.action, step.due) == (NextStep.SEND, at(1))


@pytest.mark.parametrize(
    ("day", "state", "waiting"),
    [(1, State.WAITING, 0), (7, State.WAITING, 6), (8, State.FOLLOW_UP_DUE, 7), (15, State.NO_ANSWER, 14)],
)
def test_silence_goes_from_waiting_to_no_answer(day: int, state: State, waiting: int) -> None:
    """Asked on Tuesday: a reminder falls due a week later, and silence after two weeks is called `no answer`."""
    found = track(day, drafted(1), sent(1))
    assert (found.state, found.waiting_days) == (state, waiting)


def test_a_reminder_gets_its_own_week() -> None:
    """After a reminder, silence is `no answer` a week later and no second reminder is named."""
    story = (sent(1), sent(12, Letter.FOLLOW_UP))
    assert [track(day, *story).state for day in (12, 18, 21)] == [State.WAITING, State.WAITING, State.NO_ANSWER]
    step = track(12, *story).next
    assert step is not None
    assert step.action is NextStep.WAIT


def test_a_reply_ends_the_waiting_and_asks_for_thanks() -> None:
    """From the reply on, thanking is due the same day and the days to the reply are known."""
    found = track(3, sent(1), reply(3))
    assert (found.state, found.waiting_days, found.reply_days) == (State.REPLIED, None, 2)
    assert found.next is not None
    assert (found.next.action, found.next.due) == (NextStep.THANK, at(3))


def test_thanks_end_the_thread() -> None:
    """After the thank-you nothing is due any more."""
    found = track(4, sent(1), reply(3), sent(4, Letter.THANK_YOU))
    assert (found.state, found.next, found.thanked_on) == (State.THANKED, None, at(4))


def test_what_they_write_after_the_thanks_is_to_be_read_for_a_week() -> None:
    """A further answer is news: nothing is owed, a letter since then or a week ends it, and it can be put off."""
    thanked = (sent(1), reply(2), sent(3, Letter.THANK_YOU))
    again = reply(4, "One more thing: another team has an opening.")
    assert track(4, *thanked, again).next == Next(NextStep.READ, at(4))
    assert track(4, *thanked, again).state is State.THANKED
    assert track(12, *thanked, again).next is None
    assert track(8, *thanked, again, sent(7, Letter.REAPPROACH)).next is None
    put_off = event(EventKind.SNOOZED, 4, until=at(7))
    assert track(5, *thanked, again, put_off).next == Next(NextStep.READ, at(7))
    assert track(4, sent(1), reply(2), reply(3), sent(4, Letter.THANK_YOU)).next is None


def test_thanks_before_any_reply_count_for_nothing() -> None:
    """A thank-you that is dated before the reply leaves the reply to be thanked for."""
    assert track(3, sent(1), sent(2, Letter.THANK_YOU), reply(3)).state is State.REPLIED


def test_without_reminders_silence_is_only_waited_for() -> None:
    """Where the policy allows no reminder, none falls due."""
    found = read(request(sent(1)), Policy(max_follow_ups=0), at(9), REJECTED)
    assert found.state is State.WAITING
    assert found.next is not None
    assert found.next.action is NextStep.WAIT


def test_a_late_reply_wakes_a_conversation_that_was_closed() -> None:
    """A reply that arrived before the closing and is found after it still counts as a reply."""
    closed = event(EventKind.CLOSED, 20, close_as=CloseAs.NO_ANSWER)
    assert track(21, sent(1), closed).state is State.NO_ANSWER
    assert track(21, sent(1), closed, reply(18)).state is State.REPLIED


def test_a_letter_marked_as_sent_yesterday_takes_its_draft_along() -> None:
    """“I sent it yesterday” settles a draft that was written today."""
    found = track(3, drafted(3), sent(2))
    assert (found.state, found.asked_on) == (State.WAITING, at(2))
    assert request(drafted(3), sent(2)).draft is None


def test_an_unfinished_sending_is_shown_until_it_is_settled() -> None:
    """After a crash the letter may have gone out; saying that it went out yesterday settles it."""
    sending = event(EventKind.SENDING, 3, Letter.REQUEST)
    found = track(3, drafted(3), sending)
    assert found.state is State.SENDING
    assert found.next is not None
    assert found.next.action is NextStep.SETTLE
    assert track(3, drafted(3), sending, sent(2)).state is State.WAITING
    assert track(3, drafted(3), sending, event(EventKind.FAILED, 3, Letter.REQUEST)).state is State.DRAFT


def test_an_answer_proves_that_a_letter_went_out() -> None:
    """A reply after an unfinished sending settles it, and the day of sending counts as the day of asking."""
    found = track(5, drafted(3), event(EventKind.SENDING, 3, Letter.REQUEST), reply(5))
    assert (found.state, found.asked_on) == (State.REPLIED, at(3))


def test_a_reply_proves_a_request_and_no_thank_you() -> None:
    """An answer shows that an unclear request went out; a second answer says nothing about an unclear thank-you."""
    asking = event(EventKind.SENDING, 0, Letter.REQUEST)
    assert gather(request(asking, reply(1))).in_flight is None
    thanking = event(EventKind.SENDING, 2, Letter.THANK_YOU)
    twice = request(sent(0), reply(1), thanking, reply(3, "One more thing."))
    assert gather(twice).in_flight == thanking
    assert track(4, *twice.events).state is State.SENDING


def test_a_bounce_asks_for_the_address_and_a_new_draft_for_sending() -> None:
    """A returned request asks to mend the address; once it is drafted anew, it is there to be sent."""
    bounce = event(EventKind.BOUNCED, 1)
    found = track(2, sent(1), bounce)
    assert found.state is State.BOUNCED
    assert found.next is not None
    assert found.next.action is NextStep.FIX_ADDRESS
    assert track(2, sent(1), bounce, drafted(2)).state is State.DRAFT
    assert track(3, sent(1), bounce, drafted(2), sent(2)).state is State.WAITING


def test_a_returned_thank_you_is_due_again() -> None:
    """A thank-you that came back leaves the conversation replied, not thanked."""
    returned = event(EventKind.BOUNCED, 5)
    assert track(5, sent(1), reply(3), sent(4, Letter.THANK_YOU), returned).state is State.REPLIED


def test_an_absence_moves_the_reminder_and_the_end() -> None:
    """An out-of-office note is no reply: the reminder waits for the return, and silence counts from there."""
    away = event(EventKind.AUTO_REPLY, 1, until=at(21))
    found = track(8, sent(1), away)
    assert found.state is State.WAITING
    assert found.next is not None
    assert found.next.due == at(21)
    assert [track(day, sent(1), away).state for day in (20, 21, 28)] == [
        State.WAITING,
        State.FOLLOW_UP_DUE,
        State.NO_ANSWER,
    ]


def test_a_snooze_holds_the_next_step() -> None:
    """A snoozed request is due on the weekday after the snooze."""
    found = read(request(event(EventKind.SNOOZED, 0, until=at(12))), POLICY, at(1), REJECTED)
    assert found.next is not None
    assert found.next.due == at(14)


def test_declining_asks_for_short_thanks_only_where_they_answered() -> None:
    """Closed as declined after a reply, thanks are due; without a reply nothing is, and thanks end it."""
    declined = event(EventKind.CLOSED, 4, close_as=CloseAs.DECLINED)
    after_reply = track(4, sent(1), reply(3), declined)
    assert after_reply.state is State.DECLINED
    assert after_reply.next is not None
    assert after_reply.next.action is NextStep.THANK
    assert track(4, sent(1), declined).next is None
    assert track(5, sent(1), reply(3), declined, sent(5, Letter.THANK_YOU)).state is State.THANKED


def test_keep_me_in_mind_comes_back_months_later() -> None:
    """A day to write again is the next step once the thread is done, and planning none takes it away."""
    planned = event(EventKind.REAPPROACH, 4, until=at(124))
    done = (sent(1), reply(3), sent(4, Letter.THANK_YOU))
    step = track(5, *done, planned).next
    assert step is not None
    assert (step.action, step.due) == (NextStep.REAPPROACH, POLICY.weekday(at(124)))
    assert track(5, *done, planned, event(EventKind.REAPPROACH, 5)).next is None


@given(requests, policies, days)
def test_silence_never_comes_before_the_reminder_had_its_time(
    conversation: Request, policy: Policy, today: date
) -> None:
    """Sent late, or still to be sent: no answer is said only once its days have passed, unless somebody closed it."""
    facts = gather(conversation)
    if read(conversation, policy, today).state is not State.NO_ANSWER or facts.closed or facts.left or not facts.asked:
        return
    last = (facts.nudged or facts.asked).at.date()
    nudge = policy.follow_up_due(last) if facts.nudges < policy.max_follow_ups else last
    if facts.nudges or policy.max_follow_ups:
        assert today >= policy.follow_up_due(nudge)


@given(requests, policies, days, occasions)
def test_a_letter_that_its_application_calls_for_is_named_on_its_day(
    conversation: Request, policy: Policy, today: date, about: Occasions
) -> None:
    """A note, a question or an answer stands only where there is occasion, and never before the day."""
    step = read(conversation, policy, today, about).next
    if step is not None and step.action in (NextStep.NOTE, NextStep.STATUS, NextStep.OFFER):
        assert about.letter is not None
        assert about.on is not None
        assert step.due >= about.on
        assert step.action is NextStep.OFFER or gather(conversation).closed is None


@pytest.mark.parametrize(("no_answer_after", "silent"), [(14, 15), (8, 15), (30, 31)])
def test_a_reminder_that_was_never_sent_has_its_time_as_well(no_answer_after: int, silent: int) -> None:
    """However soon the settings call silence so, it is not before the reminder was due and a week has passed."""
    policy = Policy(no_answer_after=no_answer_after)
    states = [read(request(sent(1)), policy, at(day), REJECTED).state for day in (silent - 1, silent)]
    assert states == [State.FOLLOW_UP_DUE, State.NO_ANSWER]


@pytest.mark.parametrize("letter", [Letter.NOTE, Letter.STATUS])
def test_an_early_reply_is_no_feedback_asked_for(letter: Letter) -> None:
    """It answers a note or a question: the request is still to be asked, and what it brings is counted from there."""
    early = (sent(0, letter), reply(1))
    found = track(5, *early)
    assert (found.state, found.asked_on, found.replied_on) == (State.TO_ASK, None, None)
    assert found.next is not None
    assert found.next.action is NextStep.ASK
    assert track(7, *early, sent(6)).state is State.WAITING
    answered = track(8, *early, sent(6), reply(8))
    assert (answered.state, answered.reply_days) == (State.REPLIED, 2)


def test_a_reply_to_a_letter_of_unknown_fate_answers_that_letter() -> None:
    """A note that may have gone out has gone out once they answer it, and the request stays to be asked."""
    sending = event(EventKind.SENDING, 0, Letter.NOTE)
    found = gather(request(sending, reply(1)))
    assert (found.in_flight, found.noted, found.first_reply) == (None, sending, None)
    failed = gather(request(sending, event(EventKind.FAILED, 0, Letter.NOTE), reply(1)))
    assert (failed.noted, failed.early_reply) == (None, None)
    assert failed.first_reply is not None


def test_a_draft_of_a_note_ends_with_the_decision() -> None:
    """Before it, the draft is there to be sent; after it, asking is what comes next."""
    draft = drafted(0, Letter.NOTE)
    before = read(request(draft), POLICY, at(0))
    assert before.state is State.DRAFT
    assert before.next is not None
    assert before.next.action is NextStep.SEND
    after = track(1, draft)
    assert after.state is State.TO_ASK
    assert after.next is not None
    assert after.next.action is NextStep.ASK


def test_an_answer_to_an_offer_is_there_to_be_sent() -> None:
    """A draft that accepts or declines is named; a request that was being written is not."""
    ended = Occasions(ended=True, letter=Letter.ACCEPT, on=at(0))
    for letter, action in ((Letter.DECLINE, NextStep.SEND), (Letter.REQUEST, NextStep.OFFER)):
        step = read(request(drafted(0, letter)), POLICY, at(1), ended).next
        assert step is not None
        assert step.action is action


def test_each_day_they_named_is_come_back_to() -> None:
    """The earlier first; dropped, done or moved, it makes room for the later, and a plan stands beside both."""
    march = ComeBack(at(100), "we will reopen in March", START, "f1")
    june = ComeBack(at(190), "ask me in June", START + timedelta(days=3), "f2")
    said = Occasions(decided=MONDAY, come_back=(june, march))
    done = (sent(1), reply(3), sent(4, Letter.THANK_YOU))

    def days_left(day: int, *events: Event) -> tuple[date | None, list[str]]:
        found = read(request(*done, *events), POLICY, at(day), said)
        return found.reapproach_on, [each.finding_id for each in found.named]

    assert days_left(10) == (march.day, ["f1", "f2"])
    assert days_left(10, event(EventKind.REAPPROACH, 9)) == (june.day, ["f2"])
    assert days_left(10, event(EventKind.REAPPROACH, 8), event(EventKind.REAPPROACH, 9)) == (None, [])
    assert days_left(110, sent(101, Letter.REAPPROACH)) == (june.day, ["f2"])
    assert days_left(200, sent(195, Letter.REAPPROACH)) == (None, [])
    moved = event(EventKind.REAPPROACH, 9, until=at(120))
    assert days_left(10, moved) == (at(120), ["f2"])
    assert days_left(130, moved, sent(121, Letter.REAPPROACH)) == (june.day, ["f2"])
    assert days_left(10, event(EventKind.REAPPROACH, 2, until=at(60))) == (june.day, ["f2"])


def test_thanks_are_due_for_five_weeks_and_only_offered_then() -> None:
    """Nobody is pressed for months to thank; a hold moves that day, and a day to write again still comes."""
    events = (sent(1), reply(3))
    last = track(3 + POLICY.thank_until, *events)
    assert last.next is not None
    assert (last.next.action, last.offered) == (NextStep.THANK, "")
    late = track(4 + POLICY.thank_until, *events)
    assert (late.state, late.next, late.offered) == (State.REPLIED, None, "never thanked")
    held = track(4 + POLICY.thank_until, *events, event(EventKind.SNOOZED, 5, until=at(20)))
    assert held.next is not None
    assert track(60, *events, sent(50, Letter.THANK_YOU)).offered == ""
    said = Occasions(decided=MONDAY, come_back=(ComeBack(at(60), "in January", START),))
    again = read(request(*events), POLICY, at(50), said).next
    assert again is not None
    assert again.action is NextStep.REAPPROACH


def test_a_day_that_is_half_a_year_past_is_forgotten() -> None:
    """What they said about January is no news in August."""
    said = Occasions(decided=MONDAY, come_back=(ComeBack(at(60), "in January", START),))
    done = request(sent(1), reply(3), sent(4, Letter.THANK_YOU))
    assert read(done, POLICY, at(60), said).next is not None
    assert read(done, POLICY, at(60 + 184), said).next is None


def test_a_day_at_the_end_of_time_breaks_nothing() -> None:
    """A hold until the last day there is leaves the conversation waiting instead of failing."""
    assert track(20, sent(1), event(EventKind.SNOOZED, 1, until=date.max)).state is State.WAITING


@given(requests, policies, days, occasions, st.integers(0, 40))
def test_what_a_mentor_says_changes_nothing_between_the_two(
    conversation: Request, policy: Policy, today: date, about: Occasions, later: int
) -> None:
    """Whatever else happened, the state, what is due and the days to reply stay as they were."""
    said = replace(reply(later), id="mentor", channel=Channel.MENTOR)
    commented = replace(conversation, events=(*conversation.events, said))
    assert read(commented, policy, today, about) == read(conversation, policy, today, about)
    assert commented.draft == conversation.draft
    assert commented.replies == conversation.replies
    assert said in commented.comments
