"""The services of the evaluation: kept answers, merging, rehearsing, pointers from findings, advice with a day."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.evaluation.histories import AREA, NOW
from tests.evaluation.lives import Life, history

from afterword.domain.conversation.request import Channel
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.evaluation.evaluation import Filter
from afterword.domain.interview import Outcome
from afterword.domain.text import DocumentFormat
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.services.requests import Reply
from afterword.services.services import Services


@pytest.fixture
def life() -> Life:
    """That history with its services."""
    return Life(history())


def test_the_evaluation_is_kept_while_nothing_has_changed(life: Life) -> None:
    """Asking again gives the very same object, per filter."""
    ask = life.services.preparation
    assert ask.evaluation() is ask.evaluation()
    assert ask.evaluation(Filter(round="Panel")) is ask.evaluation(Filter(round="Panel"))
    assert ask.prep("oscorp") is ask.prep("oscorp")


def test_writing_a_draft_leaves_the_evaluation_as_it_was(life: Life) -> None:
    """Nothing it depends on has changed."""
    before = life.services.preparation.evaluation()
    request = life.store.read().live_requests[0]
    life.services.requests.thank(request.id)
    assert life.services.requests.check(request.id).words > 0
    assert life.services.preparation.evaluation() is before


REPLY = Reply(text="And thanks.", channel=Channel.MAIL, at=NOW)
CHANGES: dict[str, Callable[[Services], object]] = {
    "a finding": lambda s: s.findings.change("f0", kind=AREA),
    "a rating": lambda s: s.reflections.rate("oscorp", "convincing-2", 3),
    "a reply": lambda s: s.requests.record_reply("initech-p-r", REPLY),
    "an interview": lambda s: s.interviews.remove("initech"),
    "an example": lambda s: s.examples.add({"title": "A story"}),
    "a pointer": lambda s: s.pointers.add({"when": "they ask", "will": "answer"}),
    "a competency": lambda s: s.competencies.edit("telling", {"name": "Stories"}),
    "a plan": lambda s: s.advice.plan("f2", {"due": date(2026, 12, 1)}),
    "a day to write again": lambda s: s.requests.plan_reapproach("initech-p-r", date(2027, 3, 1)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_it_depends_on_is_seen_at_once(life: Life, change: Callable[[Services], object]) -> None:
    """After each such change the evaluation is another one."""
    before = life.services.preparation.evaluation()
    change(life.services)
    after = life.services.preparation.evaluation()
    assert after is not before
    assert after != before or life.services.preparation.prep("oscorp") is not None


def test_another_day_makes_another_evaluation(life: Life) -> None:
    """What is due depends on the day."""
    before = life.services.preparation.evaluation()
    life.clock.set(NOW + timedelta(days=1))
    assert life.services.preparation.evaluation() is not before


def test_a_marked_phrase_shows_in_the_evaluation_at_once(life: Life) -> None:
    """Changing its kind moves it from the strengths to the areas."""
    life.services.findings.change("f0", kind=AREA)
    table = life.services.preparation.evaluation().said
    assert "clear about trade-offs" in [source.words for line in table.areas for source in line.evidence]
    assert table.strengths == ()


def test_the_sheet_is_for_the_next_interview_unless_another_is_named(life: Life) -> None:
    """Without a planned interview it says what to do."""
    assert life.services.preparation.prep().interview.id == "oscorp"
    assert life.services.preparation.prep("ini").interview.id == "initech"
    life.services.interviews.remove("oscorp")
    with pytest.raises(NotFound, match="No interview is planned"):
        life.services.preparation.prep()


@pytest.mark.parametrize(
    ("form", "opening"),
    [
        (DocumentFormat.TEXT, "Oscorp · Gardener"),
        (DocumentFormat.MARKDOWN, "# Oscorp"),
        (DocumentFormat.HTML, "<!DOCTYPE html>"),
    ],
)
def test_the_sheet_is_written_in_each_form(life: Life, form: DocumentFormat, opening: str) -> None:
    """Each begins as it should."""
    assert life.services.preparation.sheet_text(form=form).startswith(opening)


def test_rehearsals_are_logged(life: Life) -> None:
    """Each time with its seconds and whether notes were needed; nonsense is refused."""
    story = life.services.examples.add({"title": "A", "action": "I did.", "result": "It held."})
    life.services.examples.rehearse(story.id, 140)
    told = life.services.examples.rehearse(story.id, 88, without_notes=True)
    assert [(one.seconds, one.without_notes) for one in told.rehearsals] == [(140, False), (88, True)]
    entry = life.services.preparation.evaluation().bank.entry(story.id)
    assert entry is not None
    assert entry.rehearse_on == (NOW + timedelta(days=7)).date()
    for seconds in (0, -5, 100_000):
        with pytest.raises(NotUnderstood):
            life.services.examples.rehearse(story.id, seconds)


def test_editing_an_example_keeps_its_rehearsals(life: Life) -> None:
    """Only the fields that are named change, numbers and roles among them."""
    story = life.services.examples.add({"title": "A", "action": "I did.", "result": "It held."})
    told = life.services.examples.rehearse(story.id, 88)
    changes = {"numbers": "40 of 40", "roles": (" Backend ", "Backend", "")}
    edited = life.services.examples.edit(story.id, changes)
    assert (edited.numbers, edited.roles, edited.rehearsals) == ("40 of 40", ("Backend",), told.rehearsals)


def test_a_pointer_is_made_from_a_finding_in_one_call(life: Life) -> None:
    """The words offered hold the interviewer's; halves that are given take their place."""
    made = life.services.pointers.add({}, "f1")
    assert made.sentence == (
        "When they ask for an example, I will tell one event with what I did and its result "
        "(they said: “a concrete incident”)."
    )
    assert (made.finding_id, made.interview_id) == ("f1", "initech")
    own = life.services.pointers.add({"will": "tell the outage"}, "f1")
    assert own.sentence == "When they ask for an example, I will tell the outage."


def test_advice_becomes_an_action_that_falls_due_and_is_done(life: Life) -> None:
    """It shows in what is due from its day on, and is gone once it is done."""
    services = life.services
    services.advice.plan("f2", {"due": NOW.date() + timedelta(days=2)})
    assert not _advice_due(services)
    life.clock.set(NOW + timedelta(days=2))
    (due,) = _advice_due(services)
    assert due == ("f2", "Act on advice (Initech): prepare two outages")
    services.advice.done("f2")
    assert not _advice_due(services)
    assert services.preparation.evaluation().advice[0].words == "done Wed 25 Nov 2026"
    services.advice.reopen("f2")
    assert _advice_due(services)
    services.advice.drop("f2")
    assert not _advice_due(services)


def _advice_due(services: Services) -> list[tuple[str | None, str]]:
    return [(one.finding_id, one.text) for one in services.overview.due() if one.action is DueAction.ADVICE]


def test_the_header_counts_advice_that_is_due(life: Life) -> None:
    """It is named in words like all that is due."""
    life.services.advice.plan("f2", {"due": NOW.date()})
    assert "act on advice" in life.services.overview.due_words()


def test_only_advice_becomes_an_action(life: Life) -> None:
    """A strength is refused, and so is finishing what was never planned."""
    with pytest.raises(UserError, match="not as advice"):
        life.services.advice.plan("f0", {"due": NOW.date()})
    for verb in (life.services.advice.done, life.services.advice.drop, life.services.advice.reopen):
        with pytest.raises(UserError, match="Nothing is planned"):
            verb("f2")


def test_what_is_no_advice_any_more_is_not_due(life: Life) -> None:
    """Its kind was corrected, so its action goes out of the way with it."""
    life.services.advice.plan("f2", {"due": NOW.date()})
    life.services.findings.change("f2", kind=AREA)
    assert not _advice_due(life.services)


def test_advice_of_a_removed_interview_is_not_due(life: Life) -> None:
    """It is out of the way with its interview."""
    life.services.advice.plan("f2", {"due": NOW.date()})
    life.services.interviews.remove("initech")
    assert not _advice_due(life.services)


def test_the_way_there_is_kept_and_nonsense_refused(life: Life) -> None:
    """Minutes to get there are part of an interview."""
    assert life.services.interviews.edit("oscorp", {"travel_minutes": 35}).travel_minutes == 35
    with pytest.raises(NotUnderstood, match="on the way"):
        life.services.interviews.edit("oscorp", {"travel_minutes": -1})


def test_a_letter_that_goes_out_counts_in_the_reply_rate(life: Life) -> None:
    """Asking somebody else changes how many were asked."""
    life.clock.set(NOW + timedelta(days=10))
    made = life.store.read().interviews["oscorp"]
    life.services.interviews.hear(made.id, {"outcome": Outcome.REJECTED, "outcome_on": None})
    before = life.services.preparation.evaluation().replies[0].asked
    request = life.store.read().requests_of(made.id)[0]
    life.services.requests.draft(made.id)
    life.services.requests.mark_sent(request.id)
    assert life.services.preparation.evaluation().replies[0].asked == before + 1
