"""The steps of a conversation: which are legal, and that no order of legal ones leads astray."""

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.domain.builders import MONDAY, START, drafted, event, reply, request, sent

from afterword.domain.conversation import steps
from afterword.domain.conversation.facts import gather
from afterword.domain.conversation.request import CloseAs, Draft, Event, EventKind, Letter, Request
from afterword.domain.conversation.tracking import NextStep, Occasions, State, read
from afterword.domain.dates import Policy
from afterword.domain.people import NamedAddress
from afterword.errors import UserError

POLICY = Policy()
Step = Callable[[Request, Event], Request]


def write(request: Request, letter: Letter, at: datetime = START) -> Request:
    """The request with a draft of that letter."""
    return steps.put_draft(request, Draft(letter=letter, subject="A question", body="Hello Ada"), f"d{at}", at)


def _writing(letter: Letter) -> Step:
    return lambda found, one: write(found, letter, one.at)


STEPS: dict[str, Step] = {
    "draft the request": _writing(Letter.REQUEST),
    "draft the follow-up": _writing(Letter.FOLLOW_UP),
    "draft the thank-you": _writing(Letter.THANK_YOU),
    "draft the note": _writing(Letter.NOTE),
    "draft the question": _writing(Letter.STATUS),
    "accept": lambda found, one: steps.mark_sent(found, replace(one, letter=Letter.ACCEPT)),
    "thank by hand": lambda found, one: steps.mark_sent(found, replace(one, letter=Letter.NOTE)),
    "question by hand": lambda found, one: steps.mark_sent(found, replace(one, letter=Letter.STATUS)),
    "discard": lambda found, _: steps.discard_draft(found),
    "begin sending": steps.begin_sending,
    "mark as sent": steps.mark_sent,
    "mark as not sent": steps.mark_failed,
    "record a reply": lambda found, one: steps.record_reply(found, replace(one, text="You were clear.")),
    "record a bounce": steps.record_bounce,
    "record an absence": lambda found, one: steps.add(
        found, replace(one, kind=EventKind.AUTO_REPLY, until=one.at.date())
    ),
    "snooze": lambda found, one: steps.snooze(found, replace(one, until=one.at.date() + timedelta(3)), one.at.date()),
    "close": steps.close,
    "decline": lambda found, one: steps.close(found, replace(one, close_as=CloseAs.DECLINED)),
    "give up": lambda found, one: steps.close(found, replace(one, close_as=CloseAs.NO_ANSWER)),
    "reopen": steps.reopen,
}
# What a person does and how many hours after the step before; recorded late by up to two days.
orders = st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 200), st.integers(0, 48)), max_size=25)


def walk(order: list[tuple[str, int, int]]) -> list[Request]:
    """The conversation after every step that was not refused."""
    found, now, stages = request(), START, [request()]
    for number, (name, hours, late) in enumerate(order):
        now += timedelta(hours=hours)
        one = Event(id=f"e{number}", kind=EventKind.SENT, at=now - timedelta(hours=late))
        with contextlib.suppress(UserError):
            found = STEPS[name](found, one)
            stages.append(found)
    return stages


@given(orders)
def test_legal_steps_lead_to_one_request_and_one_thank_you(order: list[tuple[str, int, int]]) -> None:
    """Whatever order a person tries, nobody is asked twice without a bounce between, nor thanked before a reply."""
    for stage in walk(order):
        kinds = [one for one in stage.history if one.kind in (EventKind.SENT, EventKind.BOUNCED, EventKind.REPLY)]
        out = replied = False
        for one in kinds:
            if one.kind is EventKind.SENT and one.letter is Letter.REQUEST:
                assert not out
            if one.kind is EventKind.SENT and one.letter is Letter.THANK_YOU:
                assert replied
            back = one.kind is EventKind.BOUNCED and one.letter not in (Letter.NOTE, Letter.STATUS)
            out = not back and (out or one.letter is Letter.REQUEST)
            replied = replied or one.kind is EventKind.REPLY


@given(orders)
def test_what_the_tracker_names_can_be_done(order: list[tuple[str, int, int]]) -> None:
    """The next action that is named is never refused when a person follows it."""
    letters = {NextStep.ASK: Letter.REQUEST, NextStep.FOLLOW_UP: Letter.FOLLOW_UP, NextStep.THANK: Letter.THANK_YOU}
    for stage in walk(order):
        step = read(stage, POLICY, MONDAY, Occasions(decided=MONDAY)).next
        if step is not None and step.action in letters:
            steps.check_letter(stage, letters[step.action])
        if step is not None and step.action is NextStep.SEND:
            assert stage.draft is not None
            steps.check_letter(stage, stage.draft.letter)


@given(orders)
def test_a_letter_marked_as_sent_leaves_no_draft_of_itself(order: list[tuple[str, int, int]]) -> None:
    """Right after a letter was marked as sent there is no draft of it and no unfinished sending."""
    for stage in walk(order):
        latest = stage.events[-1] if stage.events else None
        if latest is not None and latest.kind is EventKind.SENT:
            assert stage.draft is None or stage.draft.letter is not latest.letter
            assert gather(stage).in_flight is None


@pytest.mark.parametrize(
    ("events", "letter", "words"),
    [
        ((), Letter.THANK_YOU, "A thank-you answers a reply"),
        ((sent(0),), Letter.THANK_YOU, "A thank-you answers a reply"),
        ((sent(0), reply(1)), Letter.FOLLOW_UP, "They have replied, so there is nothing to follow up"),
        ((), Letter.FOLLOW_UP, "Nothing has been sent that could be followed up"),
        ((sent(0), event(EventKind.BOUNCED, 1)), Letter.FOLLOW_UP, "The request came back"),
        ((sent(0),), Letter.REQUEST, "This interviewer was asked on Mon 9 Nov 2026"),
        ((reply(0),), Letter.REQUEST, "They have replied already"),
        ((sent(0), reply(1), sent(2, Letter.THANK_YOU)), Letter.THANK_YOU, "They were thanked on Wed 11 Nov 2026"),
        ((event(EventKind.CLOSED, 1),), Letter.REQUEST, "This conversation was closed on Tue 10 Nov 2026"),
        ((drafted(0), event(EventKind.SENDING, 0, Letter.REQUEST)), Letter.REQUEST, "may have gone out already"),
    ],
)
def test_a_letter_out_of_turn_is_refused(events: tuple[Event, ...], letter: Letter, words: str) -> None:
    """Each letter has its moment; out of turn it is refused with a sentence and a way on."""
    with pytest.raises(UserError, match=words) as refused:
        write(request(*events), letter, START + timedelta(days=3))
    assert refused.value.hint


def test_who_was_thanked_is_not_to_be_thanked_again() -> None:
    """The way on from a reminder out of turn is the one that is still open."""
    replied = (sent(0), reply(1))
    for events, way_on in ((replied, "Thank them"), ((*replied, sent(2, Letter.THANK_YOU)), "plan a day to write")):
        with pytest.raises(UserError) as refused:
            write(request(*events), Letter.FOLLOW_UP, START + timedelta(days=3))
        assert way_on in refused.value.hint


@pytest.mark.parametrize(
    ("events", "letter", "words"),
    [
        ((sent(0),), Letter.NOTE, "You asked them for feedback on Mon 9 Nov 2026; a note of thanks comes before that"),
        ((sent(0),), Letter.STATUS, "so it is known where things stand"),
        ((sent(0, Letter.STATUS),), Letter.STATUS, "You asked where things stand on Mon 9 Nov 2026"),
        ((sent(0, Letter.ACCEPT),), Letter.DECLINE, "You accepted the offer on Mon 9 Nov 2026"),
        ((sent(0, Letter.DECLINE),), Letter.DECLINE, "You declined the offer on Mon 9 Nov 2026"),
        ((sent(0, Letter.NOTE),), Letter.FOLLOW_UP, "Nothing has been sent that could be followed up"),
        ((sent(0, Letter.NOTE),), Letter.THANK_YOU, "A thank-you answers a reply"),
        ((event(EventKind.CLOSED, 1),), Letter.NOTE, "This conversation was closed on Tue 10 Nov 2026"),
    ],
)
def test_a_letter_before_the_decision_has_its_moment_too(events: tuple[Event, ...], letter: Letter, words: str) -> None:
    """A note and one question go before a request, an offer is answered once; a note is followed by no reminder."""
    with pytest.raises(UserError, match=words) as refused:
        write(request(*events), letter, START + timedelta(days=3))
    assert refused.value.hint


@pytest.mark.parametrize("letter", [Letter.NOTE, Letter.STATUS])
def test_a_note_and_a_question_leave_the_request_open(letter: Letter) -> None:
    """Whoever was thanked, or asked where things stand, and has written back, can be asked for feedback afterwards."""
    early = request(sent(0, letter), reply(1))
    assert write(early, Letter.REQUEST, START + timedelta(days=5)).draft is not None
    asked = steps.mark_sent(early, event(EventKind.SENT, 5))
    assert asked.events[-1].letter is Letter.REQUEST
    assert gather(asked).waits_for_answer
    assert gather(steps.record_reply(asked, reply(6))).first_reply is not None
    assert write(early, Letter.THANK_YOU).draft is not None
    assert write(early, Letter.REAPPROACH).draft is not None


def test_a_note_is_written_again_after_the_next_round() -> None:
    """It thanks for an interview, and there may be several; the question is asked again only where it came back."""
    assert write(request(sent(0, Letter.NOTE)), Letter.NOTE).draft is not None
    back = request(sent(0, Letter.STATUS), event(EventKind.BOUNCED, 1))
    assert write(back, Letter.STATUS).draft is not None


def test_an_offer_is_answered_whatever_was_closed() -> None:
    """Somebody who was put away may be the one who made it."""
    assert write(request(event(EventKind.CLOSED, 0)), Letter.ACCEPT).draft is not None


def test_a_reply_to_a_note_may_be_recorded_after_the_request() -> None:
    """It is dated before the request, and no slip: it answers what went out before."""
    asked = request(sent(0, Letter.NOTE), sent(5))
    late = steps.record_reply(asked, reply(1))
    assert gather(late).early_reply is not None
    assert gather(late).waits_for_answer
    closed = steps.close(late, event(EventKind.CLOSED, 20, close_as=CloseAs.NO_ANSWER))
    assert steps.is_closed(closed)


@pytest.mark.parametrize(
    ("letter", "settled"), [(Letter.NOTE, True), (Letter.STATUS, True), (Letter.REQUEST, False), (Letter.ACCEPT, False)]
)
def test_a_reply_makes_only_some_drafts_needless(letter: Letter, settled: object) -> None:
    """After a note, their answer leaves the request to be sent, and makes a note or a question needless."""
    early = write(request(sent(0, Letter.NOTE)), letter)
    assert (steps.record_reply(early, reply(1)).draft is None) is settled


def test_only_what_went_out_before_a_request_can_come_back_as_such() -> None:
    """A note that came back can be noted so; a second time it cannot."""
    note = request(sent(0, Letter.NOTE))
    steps.check_possible(note, EventKind.BOUNCED)
    back = steps.record_bounce(note, event(EventKind.BOUNCED, 1))
    with pytest.raises(UserError, match="noted already"):
        steps.check_possible(back, EventKind.BOUNCED)


def test_an_opening_alone_can_be_settled() -> None:
    """“I have written to them again” needs a plan of yours, or a day that they named."""
    thanked = request(sent(0), reply(1), sent(2, Letter.THANK_YOU))
    with pytest.raises(UserError, match="No day to write again is planned"):
        steps.mark_written_again(thanked, event(EventKind.SENT, 3))
    assert gather(steps.mark_written_again(thanked, event(EventKind.SENT, 3), opened=True)).settled


def test_an_empty_letter_is_refused() -> None:
    """A draft without words is refused."""
    with pytest.raises(UserError, match="The letter is empty"):
        steps.put_draft(request(), Draft(letter=Letter.REQUEST, subject="", body=" \n"), "d", START)


def test_writing_on_keeps_one_draft() -> None:
    """Saving a draft again changes it in place instead of adding another."""
    again = write(write(request(), Letter.REQUEST), Letter.REQUEST, START + timedelta(hours=1))
    assert len(again.events) == 1


def test_a_discarded_draft_leaves_nothing_to_discard() -> None:
    """Discarding takes the draft away; a second time there is none."""
    without = steps.discard_draft(write(request(), Letter.REQUEST))
    assert without.draft is None
    with pytest.raises(UserError, match="no draft to discard"):
        steps.discard_draft(without)


def test_sent_by_hand_needs_no_draft() -> None:
    """“I sent it” without a draft counts as the letter whose turn it is."""
    asked = steps.mark_sent(request(), event(EventKind.SENT, 0))
    nudged = steps.mark_sent(asked, event(EventKind.SENT, 8))
    thanked = steps.mark_sent(steps.record_reply(nudged, reply(9)), event(EventKind.SENT, 9))
    assert [one.letter for one in thanked.events if one.kind is EventKind.SENT] == [
        Letter.REQUEST,
        Letter.FOLLOW_UP,
        Letter.THANK_YOU,
    ]


def test_the_same_letter_is_not_marked_as_sent_twice() -> None:
    """A second “I sent it” on the same day is a slip, not a reminder."""
    asked = steps.mark_sent(request(), event(EventKind.SENT, 0))
    with pytest.raises(UserError, match="marked as sent on Mon 9 Nov 2026 already"):
        steps.mark_sent(asked, event(EventKind.SENT, 0))


def test_a_letter_is_never_sent_before_what_it_answers() -> None:
    """A thank-you dated before the reply is refused for another day, and put after it on the same day."""
    replied = request(sent(0), reply(2))
    with pytest.raises(UserError, match="Tue 10 Nov 2026 lies before the reply of Wed 11 Nov 2026"):
        steps.mark_sent(replied, event(EventKind.SENT, 1))
    earlier = replace(event(EventKind.SENT, 2), at=START + timedelta(days=2, hours=-3))
    assert read(steps.mark_sent(replied, earlier), POLICY, MONDAY).state is State.THANKED


def test_settling_takes_the_words_of_the_sending() -> None:
    """Marking an unfinished sending as sent keeps its subject, words and Message-ID."""
    began = steps.begin_sending(write(request(), Letter.REQUEST), event(EventKind.SENDING, 0, message_id="<1@x>"))
    settled = steps.mark_sent(began, event(EventKind.SENT, 1))
    latest = settled.events[-1]
    assert (latest.letter, latest.subject, latest.text, latest.message_id) == (
        Letter.REQUEST,
        "A question",
        "Hello Ada",
        "<1@x>",
    )


def test_a_failed_sending_keeps_the_draft() -> None:
    """After a failure the draft is as it was; without a sending nothing can fail."""
    began = steps.begin_sending(write(request(), Letter.REQUEST), event(EventKind.SENDING, 0))
    failed = steps.mark_failed(began, event(EventKind.FAILED, 0))
    assert failed.draft is not None
    with pytest.raises(UserError, match="Nothing is being sent"):
        steps.mark_failed(failed, event(EventKind.FAILED, 0))


def test_a_letter_comes_back_after_it_went_out() -> None:
    """A bounce of a day before its letter is refused; on the same day, where times are rough, it comes right after."""
    asked = request(sent(2))
    left = asked.events[0].at
    with pytest.raises(UserError, match="lies before the letter of Wed 11 Nov"):
        steps.record_bounce(asked, replace(event(EventKind.BOUNCED), at=left - timedelta(days=1)))
    back = steps.record_bounce(asked, replace(event(EventKind.BOUNCED), at=left - timedelta(hours=3)))
    assert back.events[-1].at == left
    later = steps.record_bounce(asked, replace(event(EventKind.BOUNCED), at=left + timedelta(hours=3)))
    assert later.events[-1].at == left + timedelta(hours=3)


def test_a_reply_needs_words_and_comes_once() -> None:
    """An empty reply, one recorded before, and one dated before the request are refused."""
    asked = request(sent(2))
    with pytest.raises(UserError, match="The reply is empty"):
        steps.record_reply(asked, reply(3, text=" "))
    with pytest.raises(UserError, match="Mon 9 Nov 2026 lies before the request of Wed 11 Nov 2026"):
        steps.record_reply(asked, reply(0))
    once = steps.record_reply(asked, replace(reply(3), message_id="<1@x>"))
    with pytest.raises(UserError, match="recorded already"):
        steps.record_reply(once, replace(reply(3), message_id="<1@x>"))


def test_the_same_words_are_recorded_once_by_hand() -> None:
    """On their day, or on any where they are more than a few; another person may say them, and a wish decides."""
    asked = request(sent(2))
    long = "You explained trade-offs well, and the story ran long."
    mail = replace(reply(3, text=f"{long}\n\nAda"), message_id="<1@x>", full_text="> all of it")
    found = steps.record_reply(asked, mail)
    for again in (reply(3, text=f" {long}\nAda"), reply(5, text=f"{long} Ada"), reply(3, text="> all  of it")):
        with pytest.raises(UserError, match="recorded already: the one of Thu 12 Nov 2026"):
            steps.record_reply(found, again)
    thanked = steps.record_reply(asked, reply(3, text="Thank you!"))
    assert len(steps.record_reply(thanked, reply(4, text="Thank you!")).comments) == 2
    assert len(steps.record_reply(thanked, reply(3, text="Thank you!"), again=True).comments) == 2
    by_name = [replace(reply(3, text="Thank you!"), sender=NamedAddress(name, "")) for name in ("Ada", "Ben")]
    assert len(steps.record_reply(steps.record_reply(asked, by_name[0]), by_name[1]).comments) == 2


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ((), ""),
        ((sent(0),), ""),
        ((sent(0), reply(1), sent(2, Letter.THANK_YOU)), "They were thanked"),
        ((event(EventKind.CLOSED, 1),), "This conversation was closed"),
        ((drafted(0), event(EventKind.SENDING, 0, Letter.REQUEST)), ""),
    ],
)
def test_what_can_be_marked_as_sent_is_known_before_its_day_is_asked(events: tuple[Event, ...], words: str) -> None:
    """The letter that may have gone out, the one that is drafted, or else the next one of the conversation."""
    possible = contextlib.nullcontext() if not words else pytest.raises(UserError, match=words)
    with possible:
        steps.check_possible(request(*events), EventKind.SENT)


def test_people_may_write_first() -> None:
    """A reply before any request is kept, and thanks are possible."""
    first = steps.record_reply(request(), reply(0))
    assert read(first, POLICY, MONDAY).state is State.REPLIED


def test_only_what_was_sent_can_come_back() -> None:
    """A bounce without a letter before it is refused."""
    with pytest.raises(UserError, match="Nothing has been sent"):
        steps.record_bounce(request(), event(EventKind.BOUNCED, 0))


@pytest.mark.parametrize("until", [None, MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=2000)])
def test_a_snooze_ends_on_a_near_day_ahead(until: object) -> None:
    """A snooze until today, the past, or years ahead is refused."""
    with pytest.raises(UserError):
        steps.snooze(request(), event(EventKind.SNOOZED, 0, until=until), MONDAY)


def test_writing_again_lies_ahead() -> None:
    """A day to write again that has passed is refused; none at all takes the plan away."""
    with pytest.raises(UserError, match="lies ahead"):
        steps.plan_reapproach(request(), event(EventKind.REAPPROACH, 0, until=MONDAY), MONDAY)
    assert steps.plan_reapproach(request(), event(EventKind.REAPPROACH, 0), MONDAY).events


def test_closing_and_reopening_take_turns() -> None:
    """A closed conversation is closed once, and only a closed one is reopened; `no answer` is not said of a reply."""
    closed = steps.close(request(), event(EventKind.CLOSED, 0, close_as=CloseAs.DONE))
    assert steps.is_closed(closed)
    with pytest.raises(UserError, match="closed already"):
        steps.close(closed, event(EventKind.CLOSED, 1, close_as=CloseAs.DONE))
    opened = steps.reopen(closed, event(EventKind.REOPENED, 1))
    with pytest.raises(UserError, match="not closed"):
        steps.reopen(opened, event(EventKind.REOPENED, 2))
    with pytest.raises(UserError, match="would not be true"):
        steps.close(request(reply(0)), event(EventKind.CLOSED, 1, close_as=CloseAs.NO_ANSWER))
