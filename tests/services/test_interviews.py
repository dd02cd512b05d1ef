"""The verbs on interviews."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace
from tests.services.world import START, Life

from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.domain.practice import Kept
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.services.requests import Reply

ADA = NamedAddress("Ada Byron", "ada@initech.example")
GRACE = NamedAddress("Grace Hopper", "grace@initech.example")


def test_an_interview_is_kept_as_it_was_filled_in() -> None:
    """A saved interview has the values that were typed, cleaned."""
    life = Life()
    made = life.interview(company="  Initech\x1b ", interviewers=(ADA, GRACE), notes="third floor\r\n")
    assert (made.company, made.notes) == ("Initech", "third floor")
    people = life.journal.interviewers_of(made)
    assert [(person.name, person.email) for person in people] == [(ADA.name, ADA.email), (GRACE.name, GRACE.email)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"company": " "}, "The company is missing"),
        ({"role": "\n"}, "The role is missing"),
        ({"zone": "Berlin"}, "not a known time zone"),
        ({"at": datetime(9999, 12, 31, tzinfo=UTC)}, "year 9999 is out of reach"),
        ({"interviewers": (ADA, NamedAddress("Eva", "ADA@initech.example"))}, "Two people have the same address"),
        ({"interviewers": (NamedAddress("", ""),)}, "needs a name"),
        ({"interviewers": (NamedAddress("Ada", "ada"),)}, "not a mail address"),
    ],
)
def test_what_is_missing_or_wrong_is_named(changes: dict[str, object], words: str) -> None:
    """A form with a gap or a slip is refused with a sentence, and nothing is saved."""
    life = Life()
    with pytest.raises(NotUnderstood, match=words) as refused:
        life.interview(**changes)
    assert refused.value.hint
    assert life.journal.interviews == {}


def test_a_rejection_opens_a_request_for_each_interviewer() -> None:
    """From the rejection on there is one conversation per interviewer; another outcome takes untouched ones back."""
    life = Life()
    made = life.interview(interviewers=(ADA, GRACE))
    life.decide(made.id, Outcome.REJECTED)
    assert len(life.journal.requests_of(made.id)) == 2
    life.decide(made.id, Outcome.REJECTED)
    assert len(life.journal.requests_of(made.id)) == 2
    life.decide(made.id, Outcome.OFFER)
    assert life.journal.requests_of(made.id) == ()


def test_a_conversation_that_began_stays_through_every_outcome() -> None:
    """A request that was drafted is kept when the outcome changes."""
    life = Life()
    asked = life.asked()
    life.decide(asked.interview_id, Outcome.PENDING)
    assert asked.id in life.journal.requests


def test_an_interviewer_added_after_the_rejection_is_to_be_asked_too() -> None:
    """Editing a rejected interview opens a request for the new interviewer and drops that of one nobody wrote to."""
    life = Life()
    first = life.rejected()
    life.services.interviews.edit(first.interview_id, {"interviewers": (GRACE,)})
    (only,) = life.journal.requests_of(first.interview_id)
    assert only.id != first.id


def test_people_keep_their_conversation_through_corrections() -> None:
    """A corrected name or address keeps the person; by address first, so that a namesake takes nobody's place."""
    life = Life()
    asked = life.asked()
    namesake = NamedAddress("Ada Byron", "")
    life.services.interviews.edit(asked.interview_id, {"interviewers": (namesake, ADA)})
    assert life.interviewer(asked).email == "ada@initech.example"
    life.services.interviews.edit(
        asked.interview_id, {"interviewers": (namesake, NamedAddress("Ada King", "ada@initech.example"))}
    )
    assert life.interviewer(asked).name == "Ada King"


def test_an_interviewer_with_a_conversation_stays() -> None:
    """Taking out somebody who was written to is refused, by name."""
    life = Life()
    asked = life.asked()
    with pytest.raises(UserError, match="There is a conversation with Ada Byron"):
        life.services.interviews.edit(asked.interview_id, {"interviewers": (GRACE,)})


def test_moving_an_interview_to_another_day_drops_its_arrival() -> None:
    """An arrival that belongs to another day says nothing about lateness; on the same day it stays."""
    life = Life()
    made = life.interview()
    life.services.interviews.arrive(made.id, START)
    assert life.services.interviews.edit(made.id, {"role": "SRE"}).arrived == START
    moved = life.services.interviews.edit(made.id, {"at": made.at - timedelta(days=2)})
    assert moved.arrived is None


def test_what_is_still_to_come_cannot_be_noted() -> None:
    """An arrival or an outcome on a day to come is refused."""
    life = Life()
    made = life.interview()
    with pytest.raises(UserError, match="Tue 10 Nov 2026 is still to come"):
        life.services.interviews.arrive(made.id, START + timedelta(days=1))
    with pytest.raises(UserError, match="still to come"):
        life.decide(made.id, Outcome.REJECTED, date(2026, 11, 10))


def test_the_day_of_an_outcome_is_today_or_that_of_the_interview() -> None:
    """Without a day the outcome is dated today; a withdrawal may come before the interview."""
    life = Life()
    past, ahead = life.interview(), life.interview(at=START + timedelta(days=3))
    assert life.decide(past.id, Outcome.REJECTED).outcome_on == START.date()
    assert life.decide(ahead.id, Outcome.WITHDRAWN).outcome_on == START.date()


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.OFFER, Outcome.NO_ANSWER])
def test_nothing_comes_of_an_interview_that_lies_ahead(outcome: Outcome) -> None:
    """No outcome but a withdrawal, no kept pointer, no letter, and no new date ahead once there is an outcome."""
    life = Life()
    ahead = life.interview(at=START + timedelta(minutes=1))
    pointer = life.services.pointers.add({"when": "they ask", "will": "breathe"})
    past = life.interview()
    life.decide(past.id, outcome)
    verbs_refused: list[Callable[[], object]] = [
        lambda: life.decide(ahead.id, outcome),
        lambda: life.services.pointers.check(pointer.id, ahead.id, Kept.DONE),
        lambda: life.services.requests.draft(ahead.id),
        lambda: life.services.interviews.edit(past.id, {"at": START + timedelta(days=2)}),
    ]
    for verb in verbs_refused:
        with pytest.raises(UserError, match="lies ahead"):
            verb()
    life.wait(1)
    assert life.decide(ahead.id, outcome).outcome is outcome
    assert life.services.pointers.check(pointer.id, ahead.id, Kept.DONE).checks


def test_an_interview_cannot_move_behind_what_came_of_it() -> None:
    """A new date after the letter that was sent about it is refused."""
    life = Life()
    asked = life.asked()
    made = life.journal.interviews[asked.interview_id]
    life.wait(5)
    with pytest.raises(UserError, match="lies before the interview"):
        life.services.interviews.edit(made.id, {"at": life.clock.now()}, replace(made, round="first"))


def test_people_stand_in_the_order_they_were_given() -> None:
    """Conversations, tracker and what is due keep that order, also after somebody was put in between."""
    life = Life()
    names = ("Zoe Young", "Ada Byron", "Mary Shelley", "Bob Martin")
    made = life.interview(interviewers=tuple(NamedAddress(name, "") for name in names[:2]))
    life.decide(made.id, Outcome.REJECTED)
    order = (names[0], names[3], names[1], names[2])
    life.services.interviews.edit(made.id, {"interviewers": tuple(NamedAddress(name, "") for name in order)})
    life.wait(10)
    asked = [life.interviewer(request).name for request in life.journal.requests_of(made.id)]
    assert asked == [line.interviewer.name for line in life.services.overview.tracker()] == list(order)
    due = [item.text for item in life.services.overview.due() if item.request_id]
    assert [next(name for name in names if name in text) for text in due] == list(order)


def test_who_interviewed_you_can_be_named_with_the_rejection() -> None:
    """People named with the outcome join those known, and each is to be asked."""
    life = Life()
    made = life.interview(interviewers=())
    heard = {"outcome": Outcome.REJECTED, "interviewers": (ADA, GRACE)}
    life.services.interviews.hear(made.id, heard)
    assert life.names(life.journal.interviews[made.id]) == [ADA.name, GRACE.name]
    assert len(life.journal.requests_of(made.id)) == 2


def test_a_removed_interview_is_left_alone_until_it_is_restored() -> None:
    """A removed interview is refused to every verb but restore, which brings its conversations back."""
    life = Life()
    asked = life.asked()
    made = life.services.interviews.remove(asked.interview_id)
    verbs_refused: list[Callable[[], object]] = [
        lambda: life.decide(made.id, Outcome.OFFER),
        lambda: life.services.interviews.edit(made.id, {"role": "SRE"}),
        lambda: life.services.interviews.arrive(made.id, START),
        lambda: life.services.interviews.remove(made.id),
        lambda: life.services.reflections.rate(made.id, "convincing-2", 3),
        lambda: life.services.requests.draft(made.id),
    ]
    for verb in verbs_refused:
        with pytest.raises(UserError, match="has been removed"):
            verb()
    with pytest.raises(NotFound, match="no request"):
        life.services.requests.thank(asked.id)
    life.services.interviews.restore(made.id)
    assert [line.request.id for line in life.services.overview.tracker()] == [asked.id]


def test_an_id_may_be_shortened_as_long_as_it_is_unique() -> None:
    """A prefix finds its record; an ambiguous one names the candidates, an unknown one says so."""
    life = Life()
    first, second = life.interview(interviewers=()), life.interview(interviewers=())
    assert life.services.interviews.remove(first.id[:5]).id == first.id
    with pytest.raises(NotFound, match="There is no interview “zzz”"):
        life.services.interviews.remove("zzz")
    life.services.interviews.restore(first.id)
    with pytest.raises(NotFound, match=f"“x00” fits 2 interviews: {first.id}  Initech.*\n{second.id}  Initech"):
        life.services.interviews.remove("x00")


def test_the_form_takes_any_offset_and_keeps_the_zone_of_the_place() -> None:
    """A moment typed in one's own zone is kept as the same instant on the clock of the place."""
    life = Life()
    made = life.services.interviews.add({"company": "Hooli", "role": "SRE", "at": START, "zone": "America/New_York"})
    assert made.at == START
    assert f"{made.local:%H:%M}" == "05:00"


def _words_after(life: Life, interview_id: str, outcome: Outcome) -> str:
    return life.services.overview.outcome_words(life.decide(interview_id, outcome))


TWO = (NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Grace Hopper", ""))


def test_a_rejection_tells_how_many_are_still_to_be_asked_and_from_which_day() -> None:
    """Who was asked or has replied is not counted again when the rejection is recorded a second time."""
    life = Life()
    made = life.interview(interviewers=TWO)
    words = _words_after(life, made.id, Outcome.REJECTED)
    assert words == "Not this time. 2 people to ask, from Tuesday."
    drafted = life.services.requests.draft(made.id)
    assert _words_after(life, made.id, Outcome.REJECTED).startswith("Not this time. 2 people to ask")
    life.services.requests.mark_sent(drafted[0].id)
    assert _words_after(life, made.id, Outcome.REJECTED).startswith("Not this time. 1 person to ask")
    life.services.requests.record_reply(drafted[0].id, Reply(text="Clear.", at=life.wait(3)))
    words = _words_after(life, made.id, Outcome.REJECTED)
    assert words.startswith("Not this time. 1 person to ask, from ")
    life.services.requests.mark_sent(drafted[1].id)
    assert _words_after(life, made.id, Outcome.REJECTED) == "Not this time. Nobody is left to ask for feedback."


def test_where_only_a_program_is_named_nobody_is_to_ask_but_somebody_to_name() -> None:
    """What was recorded says what to do next, not that an address of a program waits for a letter."""
    life = Life()
    made = life.interview(interviewers=(NamedAddress("no-reply@acme.example", "no-reply@acme.example"),))
    words = _words_after(life, made.id, Outcome.REJECTED)
    assert words.startswith("Not this time. no-reply@acme.example is read by a program or a team; name a recruiter")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.OFFER, "An offer: congratulations."),
        (Outcome.WITHDRAWN, "You withdrew, and that is noted."),
        (Outcome.NO_ANSWER, "No answer is normal; it is no verdict. 2 people to ask, from Tuesday."),
        (Outcome.PENDING, "Still open; note how it ends when you hear from them."),
    ],
)
def test_every_outcome_has_its_own_sentence(outcome: Outcome, words: str) -> None:
    """No outcome is only “recorded”."""
    life = Life()
    assert _words_after(life, life.interview(interviewers=TWO).id, outcome) == words


def test_a_rejection_without_interviewers_says_who_is_missing() -> None:
    """Nobody can be asked before somebody is named."""
    life = Life()
    assert "add who interviewed you" in _words_after(life, life.interview(interviewers=()).id, Outcome.REJECTED)
