"""Applications: which one a round belongs to, one outcome for all rounds, each person asked once, join and split."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.services.world import Life

from afterword.domain.conversation.request import FindingKind
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.interview import Interview, Outcome, Standing, Way, standing
from afterword.domain.people import NamedAddress
from afterword.errors import NotFound, UserError
from afterword.services.reflections import Mark

ADA, GRACE = NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Grace Hopper", "grace@initech.example")


def added(life: Life, days: float, application: str = "", **changes: object) -> Interview:
    """An interview at Initech so many days from now, which joins the application it belongs to."""
    values: dict[str, object] = {"company": "Initech", "role": "Backend", "zone": "UTC", "interviewers": (ADA,)}
    at = life.clock.now() + timedelta(days=days)
    return life.services.interviews.add({**values, "at": at, **changes}, application)


def rounds(life: Life) -> list[list[str]]:
    """The ids of the rounds of each application, the one with the latest round first."""
    journal = life.journal
    return [[held.id for held in journal.rounds_of(known.id)] for known in journal.live_applications]


@pytest.mark.parametrize(
    ("company", "role", "days", "together"),
    [
        ("Initech", "Backend", -1, True),
        (" initech ", "BACKEND", -1, True),
        ("Initech", "Backend", -100 - 179, True),
        ("Initech", "Backend", -100 - 181, False),
        ("Initech", "Frontend", -1, False),
        ("Initrode", "Backend", -1, False),
    ],
)
def test_a_round_joins_the_open_application_of_the_same_post(
    company: str,
    role: str,
    days: float,
    together: bool,  # noqa: FBT001 - a value
) -> None:
    """However it is written, up to half a year apart; and the program says which round it is."""
    life = Life()
    added(life, -100)
    second = added(life, days, company=company, role=role)
    assert (len(rounds(life)) == 1) is together
    assert ("round" in life.services.interviews.joined_words(second)) is together
    if together:
        assert (second.company, second.role) == ("Initech", "Backend")


def test_after_a_decision_the_same_post_is_a_new_application() -> None:
    """What was held before the decision still belongs to it; `new` and an id say otherwise."""
    life = Life()
    first = added(life, -60)
    life.decide(first.id, Outcome.REJECTED, (life.clock.now() - timedelta(days=30)).date())
    assert added(life, -40).application_id == first.application_id
    again = added(life, -5)
    assert again.application_id != first.application_id
    assert added(life, -45, "new").application_id not in (first.application_id, again.application_id)
    assert added(life, -3, first.application_id, company="Hooli").application_id == first.application_id


def test_a_rejection_asks_everybody_of_all_rounds_once() -> None:
    """About the latest round with them; whoever was to be met in a round that was not held any more is not asked."""
    life = Life()
    first, second = added(life, -20), added(life, -10, interviewers=(ADA, GRACE))
    added(life, 5, interviewers=(NamedAddress("Edsger Dijkstra", ""),))
    life.decide(first.id, Outcome.REJECTED)
    requests = life.journal.requests_of_application(first.application_id)
    assert [(life.interviewer(request).name, request.interview_id) for request in requests] == [
        ("Ada Byron", second.id),
        ("Grace Hopper", second.id),
    ]
    life.decide(second.id, Outcome.REJECTED)
    assert life.journal.requests_of_application(first.application_id) == requests


def test_whoever_met_you_by_the_decision_is_asked_whichever_round_ended_it() -> None:
    """A round that lies behind the day of the decision was not held, so nobody of it is asked."""
    life = Life()
    common = {"company": "Initech", "role": "Backend Engineer", "zone": "UTC"}
    first = life.interview(interviewers=(NamedAddress("Ada Byron", "ada@initech.example"),))
    for name, days in (("Max Weber", 3), ("Kim Roth", 9)):
        person = NamedAddress(name, f"{name[:3].lower()}@initech.example")
        values = {**common, "at": life.clock.now() + timedelta(days=days), "interviewers": (person,)}
        life.services.interviews.add(values, first.application_id)
    life.wait(6)
    ended = {"outcome": Outcome.REJECTED, "ended_by": first.id}
    life.services.applications.hear(first.application_id, ended)
    life.wait(1)
    asked = [item for item in life.services.overview.due() if item.action is DueAction.ASK]
    assert sorted(item.text.split("(")[0] for item in asked) == ["Ask Ada Byron ", "Ask Max Weber "]


def test_rounds_before_the_one_that_ended_it_stay_passed() -> None:
    """The last round up to that day ended it, unless another is named; behind it only what took place was held."""
    life = Life()
    held = [added(life, days) for days in (-20, -10, 5)]

    def standings() -> list[Standing]:
        journal = life.journal
        application = journal.application_of(held[0])
        every = journal.rounds_of(application.id)
        return [standing(application, every, interview) for interview in every]

    assert standings() == [Standing.PASSED, Standing.PASSED, Standing.OPEN]
    life.decide(held[0].id, Outcome.REJECTED)
    assert standings() == [Standing.PASSED, Standing.ENDED, Standing.NOT_HELD]
    life.services.interviews.hear(held[0].id, {"outcome": Outcome.REJECTED, "ended_by": held[0].id})
    assert standings() == [Standing.ENDED, Standing.HELD, Standing.NOT_HELD]
    life.decide(held[0].id, Outcome.OFFER)
    assert standings()[0] is Standing.PASSED
    with pytest.raises(NotFound):
        life.services.interviews.hear(held[0].id, {"outcome": Outcome.REJECTED, "ended_by": added(life, -3, "new").id})


def test_the_words_of_the_decision_are_kept_as_they_came() -> None:
    """With the way they came; they stay when the outcome is corrected."""
    life = Life()
    made = added(life, -5)
    words = "Dear Sam,\n\nwe went with somebody else."
    heard = {"outcome": Outcome.REJECTED, "words": words, "channel": Way.PORTAL}
    application = life.services.applications.hear(made.application_id, heard)
    assert (application.words, application.channel) == (words, Way.PORTAL)
    assert life.decide(made.id, Outcome.PENDING).words == words


def test_a_join_moves_the_rounds_and_undo_is_exact() -> None:
    """Outcome, marked words and requests come along; afterwards everything is as it was."""
    life = Life()
    first, second = added(life, -30), added(life, -10, "new", role="Backend (Go)", interviewers=(ADA, GRACE))
    life.services.interviews.hear(second.id, {"outcome": Outcome.REJECTED, "words": "We went with somebody else."})
    life.services.findings.mark(second.application_id, Mark(kind=FindingKind.REASON, quote="somebody else"))
    before = life.journal
    joined = life.services.applications.join(second.application_id, first.application_id)
    assert (joined.id, joined.outcome, joined.words) == (
        first.application_id,
        Outcome.REJECTED,
        "We went with somebody else.",
    )
    assert rounds(life) == [[first.id, second.id]]
    assert {finding.application_id for finding in life.journal.findings.values()} == {joined.id}
    assert sorted(life.interviewer(request).name for request in life.journal.requests.values()) == [
        ADA.name,
        GRACE.name,
    ]
    life.services.store.undo()
    assert life.journal == before


def test_two_outcomes_are_not_joined() -> None:
    """One of them would be lost; neither is an application joined to itself."""
    life = Life()
    first, second = added(life, -30), added(life, -10, "new")
    life.decide(first.id, Outcome.REJECTED)
    life.decide(second.id, Outcome.NO_ANSWER)
    before = life.journal
    refused: list[Callable[[], object]] = [
        lambda: life.services.applications.join(first.application_id, second.application_id),
        lambda: life.services.applications.join(first.application_id, first.application_id),
    ]
    for verb in refused:
        with pytest.raises(UserError, match=r"Both have an outcome|one application already"):
            verb()
    assert life.journal == before


def test_the_outcome_goes_with_the_round_that_ended_it() -> None:
    """Another round leaves it where it is; the only round cannot be split off."""
    life = Life()
    first, second, third = added(life, -30), added(life, -20), added(life, -10)
    life.decide(first.id, Outcome.REJECTED)
    assert life.services.applications.split(first.id).outcome is Outcome.PENDING
    assert life.journal.application_of(life.journal.interviews[third.id]).outcome is Outcome.REJECTED
    ended = life.services.applications.split(third.id)
    assert (ended.outcome, life.journal.application_of(life.journal.interviews[second.id]).outcome) == (
        Outcome.REJECTED,
        Outcome.PENDING,
    )
    with pytest.raises(UserError, match="only round"):
        life.services.applications.split(third.id)


def test_editing_an_application_renames_the_rounds_that_bore_its_words() -> None:
    """A round in words of its own keeps them; the only round and its application go by one name."""
    life = Life()
    first, second = added(life, -30), added(life, -20)
    life.services.interviews.edit(second.id, {"role": "Backend (Go)"})
    life.services.applications.edit(first.application_id, {"company": "Initech Ltd", "role": "Platform"})
    assert [life.journal.interviews[held.id].label for held in (first, second)] == [
        "Initech Ltd · Platform",
        "Initech Ltd · Backend (Go)",
    ]
    alone = added(life, -5, company="Hooli")
    life.services.interviews.edit(alone.id, {"company": "Hooli Inc"})
    assert life.journal.application_of(alone).company == "Hooli Inc"


def test_a_contact_is_kept_beside_the_interviewers() -> None:
    """Somebody to write to who did not interview you; taken out again, they are forgotten."""
    life = Life()
    made = added(life, -5)
    life.services.applications.edit(made.application_id, {"contacts": (NamedAddress("Jo Park", "jo@talent.example"),)})
    assert [person.name for person in life.journal.people_of(made.application_id)] == ["Ada Byron", "Jo Park"]
    life.services.applications.edit(made.application_id, {"contacts": ()})
    assert [person.name for person in life.journal.people.values()] == ["Ada Byron"]


def test_a_reply_to_one_round_locks_the_ratings_of_all() -> None:
    """They were given before anybody of that application had answered."""
    life = Life()
    first, second = added(life, -20), added(life, -10)
    life.services.reflections.rate(first.id, "convincing-2", 4)
    life.decide(first.id, Outcome.REJECTED)
    (request,) = life.journal.requests_of(second.id)
    assert not life.journal.is_locked(first.id)
    life.reply(request)
    assert life.journal.is_locked(first.id)


def test_what_an_update_put_together_is_said_once_and_undo_takes_it_apart() -> None:
    """The outcome stays with the round that ended it, and redo puts them together again."""
    life = Life()
    first, second = added(life, -30), added(life, -20)
    life.decide(second.id, Outcome.REJECTED)
    with life.store.transaction() as work:
        work.put(replace(work.journal.application_of(second), joined=True))
    assert [known.label for known in life.services.applications.settle_joined()] == ["Initech · Backend"]
    assert life.services.applications.settle_joined() == ()
    together = life.journal
    assert life.services.store.undo() == "put rounds together"
    assert rounds(life) == [[second.id], [first.id]]
    assert [known.outcome for known in life.journal.live_applications] == [Outcome.REJECTED, Outcome.PENDING]
    life.services.store.redo()
    assert life.journal == together


def test_a_note_on_an_old_interview_asks_nobody() -> None:
    """Only who is new in it, or a round that was moved, makes somebody due to be asked."""
    life = Life()
    made = added(life, -20, interviewers=(ADA, GRACE))
    life.decide(made.id, Outcome.REJECTED)
    grace = next(request for request in life.journal.requests.values() if life.interviewer(request).name == GRACE.name)
    with life.store.transaction() as work:
        work.remove(grace)
    life.services.interviews.edit(made.id, {"notes": "Second floor."})
    assert grace.person_id not in {request.person_id for request in life.journal.requests.values()}
    life.services.interviews.edit(made.id, {"interviewers": (GRACE, ADA)})
    assert grace.person_id in {request.person_id for request in life.journal.requests.values()}
