"""Letting what is due wait, and writing its letters together: any kind of it, as one step to be undone."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from tests.services.world import START, Life

from afterword.domain.conversation.message import MailKind, Offer, Proposal
from afterword.domain.conversation.request import FindingKind, Letter
from afterword.domain.conversation.tracker import Due, DueAction
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.errors import UserError
from afterword.services.reflections import Mark

ADA, MAX = NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Max Weber", "max@initech.example")
BOT = NamedAddress("Careers", "no-reply@initech.example")


def due(life: Life, *actions: DueAction) -> list[Due]:
    """What is due now of these kinds."""
    return [item for item in life.services.overview.due() if item.action in actions]


def kinds(life: Life) -> set[DueAction]:
    """The kinds of all that is due now."""
    return {item.action for item in life.services.overview.due()}


def note(life: Life) -> None:
    """Thanks for an interview of this morning, and the reflection on it."""
    life.interview()


def ask(life: Life) -> None:
    """A request is due."""
    life.rejected()
    life.wait(1)


def follow_up(life: Life) -> None:
    """The reminder is due."""
    life.asked()
    life.wait(7)


def thank(life: Life) -> None:
    """The thank-you is due."""
    life.replied()


def status(life: Life) -> None:
    """The question where things stand is due; no conversation has begun."""
    life.interview()
    life.wait(11)


def ghosted(life: Life) -> None:
    """Silence may be taken as the answer."""
    life.interview()
    life.wait(31)


def prepare(life: Life) -> None:
    """An interview lies two days ahead."""
    life.interview(at=START + timedelta(days=2))


def advice(life: Life) -> None:
    """An advice is to be acted on today."""
    request = life.replied()
    found = life.services.findings.mark(request.id, Mark(kind=FindingKind.ADVICE, quote="a concrete incident"))
    life.services.advice.plan(found.id, {"due": life.clock.now().date()})


def mail(life: Life) -> None:
    """A mail waits for a decision."""
    with life.store.transaction() as work:
        work.put(
            Proposal(
                id="m1",
                from_name="Ada",
                from_address="ada@initech.example",
                subject="Hello",
                at=START,
                kind=MailKind.REPLY,
                reason="it may be hers",
                text="Hello",
                candidates=(),
                offer=Offer.REPLY,
            )
        )


def again(life: Life) -> None:
    """The day to write again has come."""
    request = life.replied()
    life.services.requests.mark_sent(life.services.requests.thank(request.id).id)
    life.services.requests.plan_reapproach(request.id, date(2026, 12, 1))
    life.clock.set(START + timedelta(days=22))


@pytest.mark.parametrize(
    ("story", "action"),
    [
        (note, DueAction.REFLECT),
        (ask, DueAction.ASK),
        (follow_up, DueAction.FOLLOW_UP),
        (thank, DueAction.THANK),
        (status, DueAction.STATUS),
        (ghosted, DueAction.GHOSTED),
        (prepare, DueAction.PREPARE),
        (advice, DueAction.ADVICE),
        (mail, DueAction.PLACE),
        (again, DueAction.REAPPROACH),
    ],
)
def test_every_kind_can_wait_and_comes_back(story: object, action: DueAction) -> None:
    """It is gone today, back on the day that was said (or, of a preparation, as the interview itself), and undone."""
    assert callable(story)
    life = Life()
    story(life)
    items = due(life, action)
    assert items, kinds(life)
    batch = life.services.agenda.put_off(items)
    assert not due(life, action)
    day = max(batch.done)
    assert day > life.clock.now().date()
    life.services.store.undo()
    assert [item.key for item in due(life, action)] == [item.key for item in items]
    life.services.store.redo()
    life.wait((day - life.clock.now().date()).days)
    assert action in kinds(life)


def test_only_what_was_put_off_waits() -> None:
    """Thanks to Max wait, those to Ada do not."""
    life = Life()
    life.interview(interviewers=(ADA, MAX))
    first, second = due(life, DueAction.NOTE)
    life.services.agenda.put_off([second])
    assert [item.key for item in due(life, DueAction.NOTE)] == [first.key]
    assert DueAction.REFLECT in kinds(life)


@pytest.mark.parametrize(("days", "words"), [(0.2, "does not wait"), (1, "")])
def test_the_day_of_an_interview_does_not_wait(days: float, words: str) -> None:
    """The day itself stays; before it, preparing may wait until then."""
    life = Life()
    life.interview(at=START + timedelta(days=days))
    items = due(life, DueAction.INTERVIEW, DueAction.PREPARE)
    if words:
        with pytest.raises(UserError, match=words):
            life.services.agenda.put_off(items)
    else:
        life.services.agenda.put_off(items)
        assert not kinds(life)
        life.wait(1)
        assert not due(life, DueAction.PREPARE)


def test_thanks_that_would_come_too_late_are_not_put_off() -> None:
    """The note is in time for a day: letting it wait then would drop it without a word."""
    life = Life()
    life.interview()
    life.wait(1)
    with pytest.raises(UserError, match="in time today only"):
        life.services.agenda.put_off(due(life, DueAction.NOTE))


def test_what_cannot_wait_holds_up_nothing_else() -> None:
    """Of several the others wait, and for what does not the reason is told; a day that is past is refused."""
    life = Life()
    life.rejected(company="Hooli", interviewers=(MAX,))
    life.interview(at=START + timedelta(days=1, hours=3))
    life.wait(1)
    items = due(life, DueAction.INTERVIEW, DueAction.ASK)
    assert len(items) == 2
    with pytest.raises(UserError, match="not ahead"):
        life.services.agenda.put_off(items, life.clock.now().date())
    batch = life.services.agenda.put_off(items, life.clock.now().date() + timedelta(days=5))
    assert (len(batch.done), len(batch.refused)) == (1, 1)
    assert not due(life, DueAction.ASK)


def test_several_letters_are_written_as_one_step() -> None:
    """Requests, a reminder and thanks; one undo takes all drafts away, and a draft that stands already is kept."""
    life = Life()
    life.asked()
    life.rejected(company="Hooli", interviewers=(MAX,))
    life.replied()
    life.wait(7)
    items = due(life, DueAction.ASK, DueAction.FOLLOW_UP, DueAction.THANK)
    assert {item.action for item in items} == {DueAction.ASK, DueAction.FOLLOW_UP, DueAction.THANK}
    batch = life.services.agenda.write(items)
    letters = {request.draft.letter for request in batch.done if request.draft is not None}
    assert letters == {Letter.REQUEST, Letter.FOLLOW_UP, Letter.THANK_YOU}
    assert life.services.store.undo() == f"write {len(items)} letters"
    assert not any(request.draft for request in life.journal.requests.values())


def test_the_first_letter_to_somebody_begins_a_conversation() -> None:
    """Notes and the question where things stand are written before there is any conversation."""
    life = Life()
    life.interview(interviewers=(ADA, MAX))
    batch = life.services.agenda.write(due(life, DueAction.NOTE))
    assert [life.interviewer(request).name for request in batch.done] == ["Ada Byron", "Max Weber"]
    again = life.services.agenda.write(due(life, DueAction.SEND))
    assert [request.id for request in again.done] == [request.id for request in batch.done]


def test_what_is_no_letter_and_an_address_of_a_program_are_left_out() -> None:
    """The others are written all the same; alone it is refused, in a sentence."""
    life = Life()
    life.interview(interviewers=(ADA,))
    life.rejected(company="Hooli", interviewers=(BOT,))
    life.wait(1)
    items = [*due(life, DueAction.NOTE, DueAction.REFLECT), *due(life, DueAction.ASK)]
    batch = life.services.agenda.write(items)
    assert [life.interviewer(request).name for request in batch.done] == ["Ada Byron"]
    assert len(batch.refused) == len(items) - 1
    assert any("read by a program" in str(error) for error in batch.refused)
    with pytest.raises(UserError, match="is not done"):
        life.services.agenda.write(due(life, DueAction.REFLECT))


def names(items: Iterable[Due]) -> list[str]:
    """Their sentences."""
    return [item.text for item in items]


def test_an_answer_to_an_offer_is_asked_about_alone() -> None:
    """Accept or decline is a person's word; no batch writes it."""
    life = Life()
    life.decide(life.interview().id, Outcome.OFFER)
    items = due(life, DueAction.OFFER)
    assert names(items)
    with pytest.raises(UserError):
        life.services.agenda.write(items)
