"""The tracker: one line per interviewer and interview, and what is due."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.domain.builders import START, application, event, interview, journal, reply, request, sent

from afterword.domain.application import Outcome
from afterword.domain.conversation.agenda import occasions
from afterword.domain.conversation.request import EventKind, Letter, Request
from afterword.domain.conversation.today import DueReading
from afterword.domain.conversation.tracker import (
    REFLECT_WITHIN,
    Due,
    DueAction,
    TrackerRow,
    due,
    lines,
    reply_words,
)
from afterword.domain.conversation.tracking import read
from afterword.domain.dates import Policy
from afterword.domain.evaluation.patterns import replies
from afterword.domain.journal import Journal
from afterword.domain.reflection import Reflection


def tracked(found: Journal, day: int) -> tuple[TrackerRow, ...]:
    """The tracker so many days after the start."""
    now = START + timedelta(days=day)
    about = occasions(found, Policy(), now)
    return lines(found, lambda conversation: read(conversation, Policy(), now.date(), about[conversation.id]))


def due_on(found: Journal, day: int) -> tuple[Due, ...]:
    """What is due so many days after the start."""
    return due(found, tracked(found, day), Policy(), START + timedelta(days=day))


def many(*requests: Request) -> Journal:
    """A journal with one reflected interview for each request."""
    every = [interview(one.interview_id) for one in requests]
    return journal(*every, *(Reflection(id=one.id, went_well="x") for one in every), *requests)


STORIES = {
    "thank": request(sent(0), reply(2), request_id="thank", interview_id="i1"),
    "nudge": request(sent(0), request_id="nudge", interview_id="i2"),
    "ask": request(request_id="ask", interview_id="i3"),
    "done": request(sent(0), reply(2), sent(3, Letter.THANK_YOU), request_id="done", interview_id="i4"),
    "bounced": request(sent(0), event(EventKind.BOUNCED, 0), request_id="bounced", interview_id="i5"),
}


def test_one_person_of_an_application_is_asked_once() -> None:
    """Rounds of before applications each brought a request; where one was begun, the untouched ones say nothing."""
    rounds = [
        interview(f"i{day}", START + timedelta(days=day), application_id="a", interviewers=("ada",))
        for day in (1, 2, 3)
    ]
    about = application("a", outcome=Outcome.REJECTED, outcome_on=(START + timedelta(days=3)).date())
    asked = [replace(request(request_id=f"r{day}", interview_id=f"i{day}"), person_id="ada") for day in (1, 2, 3)]
    assert [line.request.id for line in tracked(journal(about, *rounds, *asked), 5)] == ["r3"]
    begun = [replace(asked[0], events=(sent(4),)), *asked[1:]]
    assert [line.request.id for line in tracked(journal(about, *rounds, *begun), 5)] == ["r1"]


def test_a_round_that_was_not_held_is_not_reflected_on() -> None:
    """It was planned, and the decision came before it."""
    rounds = [interview(f"i{day}", START + timedelta(days=day), application_id="a") for day in (1, 5)]
    about = application("a", outcome=Outcome.REJECTED, outcome_on=(START + timedelta(days=3)).date())
    reflect = [item.interview_id for item in due_on(journal(about, *rounds), 6) if item.action is DueAction.REFLECT]
    assert reflect == ["i1"]


def test_what_is_due_comes_first() -> None:
    """Lines are sorted by the day on which they are due; those with nothing due come last."""
    found = [line.request.id for line in tracked(many(*STORIES.values()), 8)]
    assert found == ["bounced", "ask", "thank", "nudge", "done"]


def test_what_is_due_is_named_in_order() -> None:
    """The due list goes from the most pressing kind on, each with a sentence that names the person."""
    found = many(*STORIES.values())
    items = due_on(found, 8)
    assert [item.action for item in items] == [
        DueAction.THANK,
        DueAction.FIX_ADDRESS,
        DueAction.ASK,
        DueAction.FOLLOW_UP,
    ]
    assert items[0].text == "Thank Ada Byron (Initech) for the reply"
    reading = DueReading(found, tracked(found, 8), START + timedelta(days=8))
    assert reading.words(items) == "4 due: thank Ada, mend Ada’s address, ask Ada, remind Ada"
    assert reading.words(()) == "nothing due today"


@pytest.mark.parametrize(("day", "count"), [(6, 0), (7, 1)])
def test_nothing_is_listed_before_its_day(day: int, count: int) -> None:
    """A reminder is listed from its day on."""
    found = many(STORIES["nudge"])
    assert len(due_on(found, day)) == count


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_interview_without_a_reflection_is_due_for_a_while(outcome: Outcome) -> None:
    """A past interview nobody reflected on is listed while one remembers it, but not after an offer or a withdrawal."""
    found = journal(application(outcome=outcome), interview())
    listed = [
        sum(item.action is DueAction.REFLECT for item in due_on(found, day))
        for day in (-1, 0, REFLECT_WITHIN.days, REFLECT_WITHIN.days + 1)
    ]
    assert listed == ([0, 0, 0, 0] if outcome in (Outcome.OFFER, Outcome.WITHDRAWN) else [0, 1, 1, 0])


def test_a_removed_interview_takes_its_lines_along() -> None:
    """The conversations of a removed interview are not shown."""
    found = many(STORIES["thank"])
    gone = replace(found, interviews={"i1": interview(deleted=START)})
    assert tracked(gone, 8) == ()
    assert due_on(gone, 8) == ()


def test_only_a_rejection_makes_asking_due() -> None:
    """Silence that was taken as one does, too; before a decision, or after an offer, nobody is to be asked."""
    for outcome in Outcome:
        found = journal(application(outcome=outcome), interview(), Reflection(id="i1"), request())
        asked = DueAction.ASK in {item.action for item in due_on(found, 8)}
        assert asked == (outcome in (Outcome.REJECTED, Outcome.NO_ANSWER))


def test_a_share_of_replies_is_shown_from_five_requests_on() -> None:
    """Below five requests a percentage says nothing, so it is not shown."""
    asked = [request(sent(0), request_id=f"r{number}", interview_id=f"i{number}") for number in range(4)]
    replied = request(sent(0), reply(1), request_id="r9", interview_id="i9")
    assert reply_words(tracked(many(*asked), 1)) == "asked 4 · replied 0"
    assert reply_words(tracked(many(*asked, replied), 1)) == "asked 5 · replied 1 (20 %)"


def test_who_wrote_unasked_is_no_reply_to_a_request() -> None:
    """So never more have replied than were asked."""
    unasked = request(reply(1), request_id="r7", interview_id="i7")
    asked = request(sent(0), request_id="r9", interview_id="i9")
    lines = tracked(many(unasked, asked), 6)
    assert reply_words(lines) == "asked 1 · replied 0 · 1 wrote unasked"
    assert reply_words(lines[:0]) == "asked 0 · replied 0"
    whole = replies(lines)[0]
    assert (whole.asked, whole.replied, whole.unasked) == (1, 0, 1)
    assert whole.words.startswith("asked 1, replied 0; 1 wrote unasked;")
