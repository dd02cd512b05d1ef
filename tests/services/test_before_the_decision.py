"""The letters before a request, and what lies ahead, as the services hold them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.services.world import START, Life

from afterword.domain.conversation.request import EventKind, FindingKind, Letter, Request
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.conversation.tracking import NextStep, State
from afterword.domain.dates import Policy
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.errors import NotFound, UserError
from afterword.services.reflections import Mark
from afterword.services.requests import Reply

ADA, MAX = NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Max Weber", "max@initech.example")
JO = NamedAddress("Jo Park", "jo@talent.example")


def letters(request: Request) -> list[Letter | None]:
    """The letters that went out."""
    return [event.letter for event in request.history if event.kind is EventKind.SENT]


def actions(life: Life) -> list[DueAction]:
    """The kinds of what is due, reflections aside."""
    return [item.action for item in life.services.overview.due() if item.action is not DueAction.REFLECT]


def test_everybody_of_a_round_gets_a_note_of_their_own() -> None:
    """A draft each; who was thanked gets no second one for that round."""
    life = Life()
    made = life.interview(interviewers=(ADA, MAX))
    first, second = life.services.requests.write(made.id, Letter.NOTE)
    assert [life.interviewer(one).name for one in (first, second)] == ["Ada Byron", "Max Weber"]
    assert all(one.draft is not None and one.draft.letter is Letter.NOTE for one in (first, second))
    life.services.requests.mark_sent(first.id)
    assert [one.id for one in life.services.requests.write(made.id, Letter.NOTE)] == [second.id]
    life.services.requests.mark_sent(second.id)
    with pytest.raises(UserError, match="was thanked"):
        life.services.requests.write(made.application_id, Letter.NOTE)


def test_the_next_round_goes_on_in_the_same_conversation() -> None:
    """One conversation with each person of an application, about the latest round with them."""
    life = Life()
    first = life.interview()
    (noted,) = life.services.requests.write(first.id, Letter.NOTE, None, life.clock.now())
    life.wait(3)
    later = life.services.interviews.add(
        {
            "company": "Initech",
            "role": "Backend Engineer",
            "at": life.clock.now() - timedelta(hours=1),
            "interviewers": (ADA,),
        }
    )
    assert later.application_id == first.application_id
    (again,) = life.services.requests.write(later.application_id, Letter.NOTE)
    assert (again.id, again.interview_id) == (noted.id, later.id)
    life.services.requests.mark_sent(again.id)
    life.decide(later.id, Outcome.REJECTED)
    assert [one.id for one in life.journal.requests_of_application(first.application_id)] == [noted.id]
    assert life.services.overview.track(life.journal.requests[noted.id]).state is State.TO_ASK


def test_the_question_goes_to_one_person_and_only_once() -> None:
    """To the contact; once sent, nobody of the application is asked again."""
    life = Life()
    made = life.interview(interviewers=(ADA,))
    life.services.applications.edit(made.application_id, {"contacts": (JO,)})
    (asked,) = life.services.requests.write(made.application_id, Letter.STATUS)
    assert life.interviewer(asked).name == "Jo Park"
    assert asked.interview_id == made.id
    life.services.requests.mark_sent(asked.id)
    life.wait(12)
    assert DueAction.STATUS not in actions(life)
    with pytest.raises(UserError, match="You asked where things stand"):
        life.services.requests.write(made.application_id, Letter.STATUS)


def test_whom_a_letter_goes_to_can_be_said() -> None:
    """By address or id; nobody of that name, or nobody at all, is refused with a way on."""
    life = Life()
    made = life.interview(interviewers=(ADA, MAX))
    (asked,) = life.services.requests.write(made.id, Letter.STATUS, "MAX@initech.example")
    assert life.interviewer(asked).name == "Max Weber"
    with pytest.raises(NotFound, match="goes by “zoe@") as unknown:
        life.services.requests.write(made.id, Letter.NOTE, "zoe@initech.example")
    assert "Ada Byron" in unknown.value.hint
    bare = life.interview(interviewers=())
    with pytest.raises(UserError, match="can be written to"):
        life.services.requests.write(bare.id, Letter.STATUS)
    with pytest.raises(UserError, match="has no interviewers yet"):
        life.services.requests.write(bare.id, Letter.NOTE)


def test_nobody_is_thanked_for_an_interview_that_lies_ahead() -> None:
    """Nor asked where things stand."""
    life = Life()
    ahead = life.interview(at=life.clock.now() + timedelta(days=3))
    for letter in (Letter.NOTE, Letter.STATUS):
        with pytest.raises(UserError, match="lies ahead"):
            life.services.requests.write(ahead.id, letter)


@pytest.mark.parametrize(
    ("outcome", "refused"),
    [
        (Outcome.PENDING, {Letter.ACCEPT, Letter.DECLINE}),
        (Outcome.REJECTED, {Letter.NOTE, Letter.STATUS, Letter.ACCEPT, Letter.DECLINE}),
        (Outcome.NO_ANSWER, {Letter.NOTE, Letter.STATUS, Letter.ACCEPT, Letter.DECLINE}),
        (Outcome.WITHDRAWN, {Letter.NOTE, Letter.STATUS, Letter.ACCEPT, Letter.DECLINE}),
        (Outcome.OFFER, {Letter.NOTE, Letter.STATUS}),
    ],
)
def test_each_letter_fits_how_the_application_stands(outcome: Outcome, refused: set[Letter]) -> None:
    """A note and a question before the decision, an answer after an offer; all else is refused with a sentence."""
    for letter in (Letter.NOTE, Letter.STATUS, Letter.ACCEPT, Letter.DECLINE):
        life = Life()
        made = life.interview()
        if outcome is not Outcome.PENDING:
            life.decide(made.id, outcome)
        for by_hand in (None, life.clock.now()):
            if letter in refused:
                with pytest.raises(UserError) as sentence:
                    life.services.requests.write(made.id, letter, None, by_hand)
                assert sentence.value.hint
        if letter not in refused:
            (written,) = life.services.requests.write(made.id, letter, None, life.clock.now())
            assert letters(written) == [letter]


def test_what_was_done_by_hand_is_undone_as_one_step() -> None:
    """The conversation that began with it goes again."""
    life = Life()
    made = life.interview()
    life.services.requests.write(made.id, Letter.NOTE, None, life.clock.now())
    assert life.services.store.undo() == "mark note as sent"
    assert not life.journal.requests


def test_a_reply_to_a_note_is_kept_and_marked_and_the_request_stays_due() -> None:
    """It counts as no feedback that was asked for; the request that follows is answered on its own."""
    life = Life()
    made = life.interview()
    (noted,) = life.services.requests.write(made.id, Letter.NOTE, None, life.clock.now())
    life.wait(1)
    life.services.requests.record_reply(noted.id, Reply(text="You were clear about trade-offs.", at=life.clock.now()))
    life.services.findings.mark(noted.id, Mark(kind=FindingKind.STRENGTH, quote="clear about trade-offs"))
    assert life.services.overview.reply_words() == "asked 0 · replied 0"
    life.decide(made.id, Outcome.REJECTED)
    life.wait(1)
    assert DueAction.ASK in actions(life)
    (asked,) = life.services.requests.draft(made.id)
    assert asked.id == noted.id
    life.services.requests.mark_sent(asked.id)
    assert life.services.overview.reply_words() == "asked 1 · replied 0"
    assert life.services.overview.track(life.journal.requests[asked.id]).state is State.WAITING


@pytest.mark.parametrize(
    ("outcome", "letter"),
    [(Outcome.PENDING, Letter.NOTE), (Outcome.REJECTED, Letter.REQUEST), (Outcome.WITHDRAWN, None)],
)
def test_a_note_that_came_back_goes_out_again_as_what_fits_by_then(outcome: Outcome, letter: Letter | None) -> None:
    """Once the address is mended: the note as it was, or the request after a rejection; nothing after a withdrawal."""
    life = Life()
    made = life.interview()
    (noted,) = life.services.requests.write(made.id, Letter.NOTE)
    words = noted.draft.body if noted.draft is not None else ""
    life.services.requests.mark_sent(noted.id)
    life.services.requests.record_bounce(noted.id, "unknown user")
    assert life.services.overview.track(life.journal.requests[noted.id]).state is State.BOUNCED
    if outcome is not Outcome.PENDING:
        life.decide(made.id, outcome)
    mended = life.services.requests.mend_address(noted.id, "byron@initech.example")
    assert (mended.draft.letter if mended.draft is not None else None) is letter
    if letter is Letter.NOTE:
        assert mended.draft is not None
        assert mended.draft.body == words


def test_silence_that_is_noted_makes_everybody_due_to_be_asked() -> None:
    """A day later, on a working day, as after a rejection."""
    life = Life()
    made = life.interview(interviewers=(ADA, MAX))
    life.wait(31)
    assert DueAction.GHOSTED in actions(life)
    life.decide(made.id, Outcome.NO_ANSWER)
    assert DueAction.GHOSTED not in actions(life)
    life.wait(3)
    assert actions(life) == [DueAction.ASK, DueAction.ASK]


def test_an_interview_that_begins_meanwhile_is_thanked_for() -> None:
    """What is due follows the clock, not only the day and the journal."""
    life = Life()
    life.interview(at=START + timedelta(hours=2))
    assert actions(life) == [DueAction.INTERVIEW]
    life.wait(0.1)
    assert actions(life) == [DueAction.NOTE]


def test_settings_move_what_is_due() -> None:
    """No note, another time for the question, holidays of a country."""
    life = Life(policy=Policy(note=False, status_after=3, prepare_before=1, country="DE"))
    made = life.interview()
    assert actions(life) == []
    life.wait(3)
    assert actions(life) == [DueAction.STATUS]
    life.decide(made.id, Outcome.REJECTED, date(2026, 11, 12))
    christmas = Life(policy=Policy(country="DE"))
    christmas.wait(45)  # Christmas Eve, a Thursday
    request = christmas.rejected()
    step = christmas.services.overview.track(request).next
    assert step is not None
    assert (step.action, step.due) == (NextStep.ASK, date(2026, 12, 28))


def test_a_day_that_an_opening_names_is_done_moved_and_dropped() -> None:
    """Computed from the marked words, it needs no plan to be settled; undo brings each back."""
    life = Life()
    asked = life.replied("Please apply again in January.")
    life.services.requests.thank(asked.id)
    life.services.requests.mark_sent(asked.id)
    finding = life.services.findings.mark(asked.id, Mark(kind=FindingKind.OPPORTUNITY, quote="apply again in January"))
    life.wait(70)
    assert actions(life) == [DueAction.REAPPROACH]
    later = life.clock.now().date() + timedelta(days=30)
    settled: tuple[Callable[[], object], ...] = (
        lambda: life.services.requests.mark_sent(asked.id, letter=Letter.REAPPROACH),
        lambda: life.services.requests.plan_reapproach(asked.id, later),
        lambda: life.services.requests.plan_reapproach(asked.id, None),
    )
    for settle in settled:
        settle()
        assert actions(life) == []
        life.services.store.undo()
        assert actions(life) == [DueAction.REAPPROACH]
    life.services.findings.remove(finding.id)
    assert actions(life) == []


@pytest.mark.parametrize("letter", [Letter.NOTE, Letter.STATUS])
def test_a_draft_that_the_decision_has_ended_gives_way_to_the_request(letter: Letter) -> None:
    """Nobody is left out because a note to them was never sent."""
    life = Life()
    made = life.interview()
    (noted,) = life.services.requests.write(made.id, letter)
    life.wait(1)
    life.decide(made.id, Outcome.REJECTED)
    (drafted,) = life.services.requests.draft(made.id)
    assert drafted.id == noted.id
    assert drafted.draft is not None
    assert drafted.draft.letter is Letter.REQUEST
    with pytest.raises(UserError, match="has a draft"):
        life.services.requests.draft(made.id)


def test_after_an_offer_it_is_the_offer_that_is_named() -> None:
    """Not that everybody has a draft."""
    life = Life()
    made = life.interview()
    life.decide(made.id, Outcome.OFFER)
    life.services.requests.write(made.id, Letter.ACCEPT)
    with pytest.raises(UserError, match="ended in an offer"):
        life.services.requests.draft(made.id)


def test_a_note_that_was_never_sent_makes_room_for_the_question() -> None:
    """After a week it comes too late; it stays as a draft, and is named while it is due."""
    life = Life()
    made = life.interview()
    (noted,) = life.services.requests.write(made.id, Letter.NOTE)
    assert [item.text for item in life.services.overview.due() if item.action is DueAction.SEND] == [
        "Send the note of thanks to Ada Byron (Initech)"
    ]
    life.wait(13)
    assert actions(life) == [DueAction.STATUS]
    assert life.journal.requests[noted.id].draft is not None


def test_who_told_it_unasked_and_was_thanked_is_not_asked_for_it() -> None:
    """A call after the decision is feedback; what came on the day of it may be the decision itself."""
    for days, state in ((1, State.THANKED), (0, State.TO_ASK)):
        life = Life()
        made = life.interview()
        (noted,) = life.services.requests.write(made.id, Letter.NOTE, None, life.clock.now())
        life.wait(2)
        life.decide(made.id, Outcome.REJECTED)
        life.services.requests.record_reply(noted.id, Reply(text="You were clear.", at=life.wait(days)))
        life.services.requests.thank(noted.id)
        life.services.requests.mark_sent(noted.id)
        life.wait(5)
        assert life.services.overview.track(life.journal.requests[noted.id]).state is state
        assert (DueAction.ASK in actions(life)) is (state is State.TO_ASK)


def test_who_was_met_there_again_is_not_written_to_again() -> None:
    """“Try again in a month” is done by an interview there."""
    life = Life()
    request = life.asked()
    person = life.interviewer(request)
    words = "Good work. Try again in a month."
    life.services.requests.record_reply(request.id, Reply(text=words, at=life.wait(1)))
    life.services.findings.mark(request.id, Mark(kind=FindingKind.OPPORTUNITY, quote="Try again in a month"))
    life.services.requests.thank(request.id)
    life.services.requests.mark_sent(request.id)
    life.wait(35)
    assert DueAction.REAPPROACH in actions(life)
    life.interview(interviewers=(NamedAddress(person.name, person.email),))
    assert DueAction.REAPPROACH not in actions(life)


def test_what_was_sent_without_a_draft_is_what_fits() -> None:
    """Before the decision the note, then the question where things stand, and no request for feedback by mistake."""
    life = Life()
    made = life.interview()
    (request,) = life.services.requests.write(made.id, Letter.NOTE)
    life.services.requests.discard_draft(request.id)
    sent = life.services.requests.mark_sent
    assert letters(sent(request.id)) == [Letter.NOTE]
    life.wait(2)
    with pytest.raises(UserError, match="which letter") as refused:
        sent(request.id)
    assert "--kind KIND, which is note, status or request" in refused.value.hint
    life.wait(10)
    assert letters(sent(request.id)) == [Letter.NOTE, Letter.STATUS]
    life.decide(made.id, Outcome.REJECTED)
    life.wait(1)
    assert letters(sent(request.id)) == [Letter.NOTE, Letter.STATUS, Letter.REQUEST]


def test_who_was_asked_or_has_answered_gets_the_next_letter_of_that_conversation() -> None:
    """Though an offer came since: a reminder, then thanks, without a question which letter it was."""
    for answered, letter in ((False, Letter.FOLLOW_UP), (True, Letter.THANK_YOU)):
        life = Life()
        asked = life.asked()
        interview = life.journal.interviews[asked.interview_id]
        if answered:
            life.services.requests.record_reply(asked.id, Reply(text="You were clear.", at=life.wait(1)))
        life.wait(9)
        life.decide(interview.id, Outcome.OFFER)
        assert letters(life.services.requests.mark_sent(asked.id)) == [Letter.REQUEST, letter]


def test_the_letter_that_was_sent_can_be_named() -> None:
    """It must fit how the application stands, and be no other than the one that is drafted."""
    life = Life()
    made = life.interview()
    (request,) = life.services.requests.write(made.id, Letter.NOTE)
    with pytest.raises(UserError, match="Another letter is a draft here"):
        life.services.requests.mark_sent(request.id, letter=Letter.STATUS)
    life.services.requests.discard_draft(request.id)
    with pytest.raises(UserError, match="No offer is noted"):
        life.services.requests.mark_sent(request.id, letter=Letter.ACCEPT)
    life.decide(made.id, Outcome.OFFER)
    with pytest.raises(UserError, match="which letter"):
        life.services.requests.mark_sent(request.id)
    assert letters(life.services.requests.mark_sent(request.id, letter=Letter.DECLINE)) == [Letter.DECLINE]
