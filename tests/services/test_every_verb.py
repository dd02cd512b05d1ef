"""What holds for every verb: one transaction, nothing changed by a refusal, and every step can be taken back."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.verbs import VERBS
from tests.services.world import Life

from afterword.domain.journal import Journal
from afterword.errors import UserError
from afterword.services.overview import OverviewService

# A person mostly goes forward, so the story begins with the usual steps and goes on in any order.
USUAL = ["interviews.add", "interviews.decide", "requests.draft", "requests.mark_sent", "requests.record_reply"]
orders = st.tuples(st.integers(0, len(USUAL)), st.lists(st.sampled_from(sorted(VERBS)), max_size=25)).map(
    lambda chosen: USUAL[: chosen[0]] + chosen[1]
)


def tried(life: Life, name: str) -> UserError | None:
    """The refusal of that verb, or None when it went through."""
    try:
        VERBS[name](life)
    except UserError as refused:
        return refused
    return None


def live(order: list[str]) -> tuple[Life, list[Journal]]:
    """A life in which these verbs were tried, and the journal after each that changed anything."""
    life = Life()
    stages = [life.journal]
    for name in order:
        life.wait(0.5)
        tried(life, name)
        if life.journal != stages[-1]:
            stages.append(life.journal)
    return life, stages


@given(orders)
@settings(max_examples=2 * settings().max_examples)
def test_all_steps_can_be_undone_and_redone(order: list[str]) -> None:
    """Undoing goes back through every stage to the first journal, and redoing through every stage to the last."""
    life, stages = live(order)
    for stage in reversed(stages[:-1]):
        assert life.services.store.undo()
        assert life.journal == stage
    for stage in stages[1:]:
        assert life.services.store.redo()
        assert life.journal == stage


@given(orders)
@settings(max_examples=2 * settings().max_examples)
def test_each_verb_is_one_transaction_and_a_refusal_changes_nothing(order: list[str]) -> None:
    """A verb opens at most one transaction; one that is refused leaves the journal untouched and says a sentence."""
    life = Life()
    for name in order:
        before, opened = life.journal, life.store.transactions
        refused = tried(life, name)
        if refused is not None:
            assert life.journal is before, refused.title
            assert refused.title.endswith((".", "?")), refused.title
        assert life.store.transactions - opened <= 1


@given(orders)
@settings(max_examples=2 * settings().max_examples)
def test_once_a_reply_stands_no_rating_changes(order: list[str]) -> None:
    """From the first reply on, no verb changes the value of a self-rating of that interview."""
    life = Life()
    values: dict[str, list[int]] = {}
    for name in order:
        tried(life, name)
        for interview_id in life.journal.interviews:
            rated = [one.value for one in life.journal.reflection_of(interview_id).ratings if one.value is not None]
            if life.journal.is_locked(interview_id):
                assert rated == values.setdefault(interview_id, rated)


@given(orders)
@settings(max_examples=2 * settings().max_examples)
def test_every_view_can_be_read_after_any_steps(order: list[str]) -> None:
    """Tracker, due list, header words and evaluation answer after any order of verbs."""
    life, _ = live(order)
    overview = life.services.overview
    assert len(overview.tracker()) == len(life.journal.live_requests)
    assert overview.due_words()
    assert overview.reply_words()
    assert life.services.preparation.evaluation().said.claims


@given(orders)
@settings(max_examples=2 * settings().max_examples)
def test_after_every_step_the_tracker_is_what_it_would_be_if_made_anew(order: list[str]) -> None:
    """Lines of applications that a step or the time does not touch are kept; nobody can tell, nor after an undo."""
    life = Life()
    services = life.services
    back, again = services.store.undo, services.store.redo
    steps: list[Callable[[], object]] = [partial(VERBS[name], life) for name in order]
    for step in (*steps, *[back] * len(order), *[again] * 3):
        life.wait(0.1)
        with suppress(UserError):
            step()
        anew = OverviewService(services.store, services.clock, services.policy)
        assert (services.overview.tracker(), services.overview.due()) == (anew.tracker(), anew.due())


def test_every_verb_works_somewhere() -> None:
    """Each verb of the list succeeds in some story, so that none of these proofs is empty."""
    after_reply = [*USUAL, "findings.mark", "pointers.add from a finding"]
    life_long = {
        "findings.mark": USUAL,
        "requests.follow_up": USUAL[:4],
        "requests.write note": USUAL[:1],
        "requests.write status": USUAL[:1],
        "requests.write by hand": USUAL[:1],
        "requests.write offer": [*USUAL[:1], "interviews.decide offer"],
        "requests.record_bounce": USUAL[:4],
        "requests.record_absence": USUAL[:4],
        "requests.edit": USUAL[:3],
        "requests.discard_draft": USUAL[:3],
        "requests.mark_sent": USUAL[:3],
        "requests.draft": USUAL[:2],
        "requests.reopen": [*USUAL, "requests.close"],
        "interviews.restore": ["interviews.add", "interviews.remove"],
        "examples.restore": ["examples.add", "examples.remove"],
        "competencies.edit": ["competencies.add"],
        "cues.edit": ["cues.add"],
        "cues.put_away back": ["cues.put_away"],
        "reflections.rate": ["interviews.add"],
        "interviews.arrive": ["interviews.add"],
        "reflections.rate none": ["interviews.add", "reflections.rate"],
        "reflections.put_answer again": ["interviews.add", "reflections.put_answer"],
        "reflections.remove": ["interviews.add", "reflections.put_answer"],
        "reflections.remove question": ["interviews.add", "reflections.put_own_question"],
        "reflections.remove reason": ["interviews.add", "reflections.put_scenario"],
    }
    for name, verb in VERBS.items():
        if name == "requests.mark_not_sent":
            continue
        before = life_long.get(name, after_reply)
        if name.startswith("examples.") and name not in life_long:
            before = ["examples.add"]
        life, stages = live(before)
        verb(life)
        assert life.journal != stages[-1], name
