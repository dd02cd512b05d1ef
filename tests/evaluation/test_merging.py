"""Merging competencies: everything moves, nothing is lost, and it is one step."""

import pytest
from tests.evaluation.lives import Life, history

from afterword.domain.journal import TABLES
from afterword.domain.reflection import COMPETENCY_PREFIX, AnswerKind, Rating
from afterword.domain.suggestion import suggest
from afterword.errors import UserError


@pytest.fixture
def life() -> Life:
    """That history with its services."""
    return Life(history())


def test_merging_moves_everything_and_keeps_history(life: Life) -> None:
    """Findings, ratings, examples and answers are with the one that remains; the other is archived and remembers."""
    services = life.services
    services.reflections.rate("oscorp", COMPETENCY_PREFIX + "communication", 5)
    story = services.examples.add({"title": "A story", "competencies": ("communication", "teamwork")})
    merged = services.competencies.merge("Communication", "teamwork")
    journal = life.store.read()
    assert merged.id == "teamwork"
    assert journal.findings["f0"].competency == "teamwork"
    assert journal.examples[story.id].competencies == ("teamwork",)
    old = journal.competency("communication")
    assert old is not None
    assert (old.archived, old.merged_into) == (True, "teamwork")
    assert journal.reflections["oscorp"].rating(COMPETENCY_PREFIX + "teamwork").value == 5
    both = journal.reflections["initech"].rating(COMPETENCY_PREFIX + "teamwork")
    assert (both.value, both.note) == (4, "Communication: rated 2.")
    assert journal.reflections["initech"].rating(COMPETENCY_PREFIX + "communication").value is None
    assert suggest("You communicated well", journal.all_competencies) == "teamwork"
    strengths = services.preparation.evaluation().said.strengths
    assert [line.subject.record_id for line in strengths] == ["teamwork"]


def test_answers_move_with_a_merged_competency() -> None:
    """An answer about it is about the one that remains."""
    made = history()
    made.answer("initech", AnswerKind.STORY, competency="communication")
    life = Life(made)
    life.services.competencies.merge("communication", "teamwork")
    assert life.store.read().reflections["initech"].answers[0].competency == "teamwork"


def test_the_line_of_the_one_that_remains_stands(life: Life) -> None:
    """Only where it has none, that of the other moves to it."""
    verbs = life.services.competencies
    for key, line in (("communication", "I write short."), ("teamwork", "I ask first.")):
        verbs.edit(key, {"why_me": line})
    verbs.merge("communication", "teamwork")
    verbs.merge("teamwork", "ownership")
    lines = {one.id: one.why_me for one in life.store.read().all_competencies}
    assert (lines["teamwork"], lines["ownership"]) == ("I ask first.", "I ask first.")


def test_a_note_without_a_value_moves_too() -> None:
    """What was written beside a scale that was left open is not lost."""
    made = history()
    made.reflect("oscorp", ratings=(Rating(dimension=COMPETENCY_PREFIX + "communication", note="too fast to judge"),))
    life = Life(made)
    life.services.competencies.merge("communication", "teamwork")
    moved = life.store.read().reflections["oscorp"].rating(COMPETENCY_PREFIX + "teamwork")
    assert (moved.value, moved.note) == (None, "too fast to judge")


def test_merging_is_one_step_that_can_be_undone(life: Life) -> None:
    """Undo brings back every record as it was."""
    before = life.store.read()
    life.services.competencies.merge("communication", "teamwork")
    life.services.store.undo()
    after = life.store.read()
    assert all(getattr(after, table) == getattr(before, table) for table in TABLES)


def test_a_merge_follows_an_earlier_one(life: Life) -> None:
    """Words that pointed at the first still find the last."""
    life.services.competencies.merge("communication", "teamwork")
    life.services.competencies.merge("teamwork", "leadership")
    assert suggest("hard to follow", life.store.read().all_competencies) == "leadership"


def test_a_competency_merges_neither_into_itself_nor_into_an_archived_one(life: Life) -> None:
    """Both are refused in a sentence."""
    with pytest.raises(UserError, match="into itself"):
        life.services.competencies.merge("communication", "communication")
    life.services.competencies.archive("teamwork")
    with pytest.raises(UserError, match="archived"):
        life.services.competencies.merge("communication", "teamwork")


def test_a_competency_brought_back_stands_for_itself_again(life: Life) -> None:
    """After archiving is taken back, its words point at it."""
    life.services.competencies.merge("communication", "teamwork")
    life.services.competencies.archive("communication", archived=False)
    assert suggest("hard to follow", life.store.read().all_competencies) == "communication"


def test_why_me_stands_on_the_sheet(life: Life) -> None:
    """Your own line on a competency that is asked for."""
    life.services.competencies.edit("ownership", {"why_me": "  I keep a\nlogbook. "})
    assert ("Ownership", "I keep a logbook.") in life.services.preparation.prep("oscorp").why_me


def test_what_was_merged_before_remembers_the_last(life: Life) -> None:
    """Bringing back the middle one does not make the first point at nothing."""
    life.services.competencies.merge("communication", "teamwork")
    life.services.competencies.merge("teamwork", "leadership")
    first = life.store.read().competency("communication")
    assert first is not None
    assert first.merged_into == "leadership"


def test_not_asked_goes_along_and_gives_way_to_a_value() -> None:
    """What was said of the first is said of the one that remains, with whether it came after the reply."""
    said, mine = COMPETENCY_PREFIX + "communication", COMPETENCY_PREFIX + "teamwork"
    late = Rating(dimension=said, not_asked=True, after_reply=True)
    made = history()
    made.reflect("oscorp", ratings=(late,))
    made.reflect("initech", ratings=(late, Rating(dimension=mine, value=4)))
    life = Life(made)
    life.services.competencies.merge("communication", "teamwork")
    reflections = life.store.read().reflections
    moved = reflections["oscorp"].rating(mine)
    assert (moved.value, moved.not_asked, moved.after_reply) == (None, True, True)
    assert reflections["initech"].rating(mine).value == 4
