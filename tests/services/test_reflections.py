"""The verbs on a reflection."""

from collections.abc import Callable

import pytest
from tests.services.world import Life

from afterword.domain.interview import Mode
from afterword.domain.reflection import AnswerKind, Control, ScenarioKind, Taken
from afterword.errors import NotFound, NotUnderstood, UserError
from afterword.services.requests import Reply


def test_a_reflection_grows_piece_by_piece() -> None:
    """Each verb saves its piece and keeps the others."""
    life = Life()
    made, verbs = life.interview(), life.services.reflections
    verbs.rate(made.id, "convincing-2", 3)
    verbs.note(made.id, "convincing-2", "they asked twice")
    verbs.edit(made.id, {"went_well": "I asked about the load."})
    verbs.edit(made.id, {"thoughts": "Glad it is over."})
    verbs.put_answer(made.id, {"question": "a conflict", "kind": AnswerKind.OPINION})
    found = verbs.put_scenario(made.id, {"kind": ScenarioKind.UNKNOWABLE})
    assert found == life.journal.reflections[made.id]
    assert (found.rating("convincing-2").value, found.rating("convincing-2").note) == (3, "they asked twice")
    assert (found.went_well, found.thoughts) == ("I asked about the load.", "Glad it is over.")
    assert (len(found.answers), len(found.scenarios), found.updated) == (1, 1, life.clock.now())


def test_the_first_reply_locks_the_ratings_and_not_the_notes() -> None:
    """After a reply what was rated before is refused with the reason, and notes can still be written."""
    life = Life()
    replied = life.asked()
    life.services.reflections.rate(replied.interview_id, "convincing-2", 3)
    life.services.requests.record_reply(replied.id, Reply(text="Clear.", at=life.wait(1)))
    with pytest.raises(UserError, match="locked"):
        life.services.reflections.rate(replied.interview_id, "convincing-2", 5)
    with pytest.raises(UserError, match="locked"):
        life.services.reflections.rate(replied.interview_id, "convincing-2", None)
    assert life.services.reflections.note(replied.interview_id, "convincing-2", "x").rating("convincing-2").note == "x"


def test_a_call_that_brings_the_rejection_and_the_feedback_locks_nothing_that_was_never_rated() -> None:
    """The reflection that was not begun before can still be done; each rating says that it came after the reply."""
    life = Life()
    replied = life.replied()
    rated = life.services.reflections.rate(replied.interview_id, "convincing-2", 4)
    assert (rated.rating("convincing-2").value, rated.rating("convincing-2").after_reply) == (4, True)


def test_undoing_the_reply_takes_the_lock_away() -> None:
    """A reply recorded by mistake and undone leaves the ratings open."""
    life = Life()
    replied = life.replied()
    life.services.store.undo()
    assert life.services.reflections.rate(replied.interview_id, "convincing-2", 5).ratings


@pytest.mark.parametrize("dimension", ["nonsense", "camera-2", "competency/juggling", ""])
def test_only_scales_of_this_interview_can_be_rated(dimension: str) -> None:
    """A scale that is not asked for this kind of meeting is refused, and those that are get named."""
    life = Life()
    made = life.interview(mode=Mode.ONSITE)
    with pytest.raises(NotUnderstood, match="There is no scale") as refused:
        life.services.reflections.rate(made.id, dimension, 3)
    assert "eye-contact-2" in refused.value.hint
    with pytest.raises(NotUnderstood):
        life.services.reflections.note(made.id, dimension, "x")


def test_leaving_a_field_as_it_was_is_no_step() -> None:
    """Saving the same words again changes nothing and adds nothing to undo."""
    life = Life()
    made = life.interview()
    life.services.reflections.edit(made.id, {"thoughts": "so be it"})
    life.wait(1)
    before = life.journal
    life.services.reflections.edit(made.id, {"thoughts": "so be it "})
    life.services.reflections.edit(made.id, {"went_well": ""})
    assert life.journal is before
    assert life.services.store.undo() == "other thoughts"


def test_an_answer_is_tied_to_what_there_is() -> None:
    """Competency and example are found by name or id; what is unknown is refused."""
    life = Life()
    made = life.interview()
    story = life.services.examples.add({"title": "The outage"})
    form = {"question": "a conflict", "kind": AnswerKind.STORY, "competency": "Teamwork", "example": story.id}
    (answer,) = life.services.reflections.put_answer(made.id, form).answers
    assert (answer.competency, answer.example) == ("teamwork", story.id)
    with pytest.raises(NotFound):
        life.services.reflections.put_answer(
            made.id, {"question": "x", "kind": AnswerKind.STORY, "competency": "juggling"}
        )


def test_an_answer_is_changed_in_its_place_and_taken_out() -> None:
    """Changing keeps the order; what was taken out is not there any more."""
    life = Life()
    made, verbs = life.interview(), life.services.reflections
    for question in ("first", "second"):
        found = verbs.put_answer(made.id, {"question": question, "kind": AnswerKind.STORY})
    first = found.answers[0].id
    found = verbs.put_answer(made.id, {"question": "first, again", "kind": AnswerKind.EXAMPLE}, first)
    assert [one.question for one in found.answers] == ["first, again", "second"]
    assert len(verbs.remove(made.id, first).answers) == 1
    verbs_refused: list[Callable[[], object]] = [
        lambda: verbs.remove(made.id, first),
        lambda: verbs.put_answer(made.id, {"question": "x", "kind": AnswerKind.STORY}, first),
        lambda: verbs.remove(made.id, "x0000"),
    ]
    for verb in verbs_refused:
        with pytest.raises(NotFound, match="not there any more"):
            verb()


def test_an_answer_says_who_asked_and_how_they_took_it() -> None:
    """The person may be named by the beginning of the id; somebody unknown is refused."""
    life = Life()
    made, verbs = life.interview(), life.services.reflections
    person_id = made.interviewers[0]
    told = {"question": "a conflict", "person_id": person_id, "taken": Taken.PUSHED_BACK, "better": "the result first"}
    (answer,) = verbs.put_answer(made.id, told).answers
    assert (answer.person_id, answer.taken, answer.better) == (person_id, "pushed back", "the result first")
    with pytest.raises(NotFound, match="no person"):
        verbs.put_answer(made.id, {"person_id": "nobody"}, answer.id)


def test_questions_i_asked_are_kept_changed_and_taken_out() -> None:
    """Each with what they said; one without words is refused."""
    life = Life()
    made, verbs = life.interview(), life.services.reflections
    (asked,) = verbs.put_own_question(made.id, {"question": "a usual day"}).own_questions
    (asked,) = verbs.put_own_question(made.id, {"reply": "calls until noon"}, asked.id, asked).own_questions
    assert (asked.question, asked.reply) == ("a usual day", "calls until noon")
    with pytest.raises(NotUnderstood, match="question is missing"):
        verbs.put_own_question(made.id, {"question": " "})
    assert verbs.remove(made.id, asked.id).own_questions == ()


def test_what_is_needed_is_asked_for() -> None:
    """An answer needs its question, and a reason of one's own a few words."""
    life = Life()
    made = life.interview()
    with pytest.raises(NotUnderstood, match="question is missing"):
        life.services.reflections.put_answer(made.id, {"question": " ", "kind": AnswerKind.STORY})
    with pytest.raises(NotUnderstood, match="few words"):
        life.services.reflections.put_scenario(made.id, {"kind": ScenarioKind.OTHER})


POINTS = ("Never.", "Once.", "At times.", "Often.", "All the time.")


def test_a_cue_of_ones_own_has_five_sentences_or_none() -> None:
    """It gets an id from its name, a name is given once, and three sentences are no scale."""
    cues = Life().services.cues
    assert cues.add({"title": "Nodding", "points": POINTS}).id == "nodding"
    assert cues.add({"title": "Sitting still"}).scale.anchor(3) == ""
    for title in ("nodding", "Eye contact"):
        with pytest.raises(UserError, match="already"):
            cues.add({"title": title})
    with pytest.raises(NotUnderstood, match="five different sentences"):
        cues.add({"title": "Humming", "points": POINTS[:3]})
    with pytest.raises(NotUnderstood, match="title is missing"):
        cues.add({"title": " "})


def test_sentences_that_were_rated_by_stay() -> None:
    """Its name can change, its sentences only while nothing was rated by them; the usual cues keep their words."""
    life = Life()
    made, cues = life.interview(), life.services.cues
    cue = cues.add({"title": "Nodding", "points": POINTS})
    assert cues.edit(cue.id, {"points": (*POINTS[:4], "Always.")}).points[-1] == "Always."
    life.services.reflections.rate(made.id, cue.id, 4)
    assert cues.edit(cue.id, {"title": "Nods"}).title == "Nods"
    with pytest.raises(UserError, match="rated by these sentences"):
        cues.edit(cue.id, {"points": POINTS})
    with pytest.raises(UserError, match="usual cues"):
        cues.edit("Hands", {"title": "Fingers"})


def test_a_cue_that_was_put_away_can_be_rated_no_more_until_it_is_back() -> None:
    """A rating it has in an interview can still be changed there; u takes the step back."""
    life = Life()
    made, verbs, cues = life.interview(), life.services.reflections, life.services.cues
    verbs.rate(made.id, "hands-2", 2)
    other = life.interview(company="Hooli")
    cues.put_away("hands-2")
    assert verbs.rate(made.id, "hands-2", 3).rating("hands-2").value == 3
    with pytest.raises(NotUnderstood, match="There is no scale"):
        verbs.rate(other.id, "hands-2", 3)
    cues.put_away("hands-2", away=False)
    assert verbs.rate(other.id, "hands-2", 3).rating("hands-2").value == 3


def test_a_cue_is_never_said_not_to_be_asked_for() -> None:
    """That is for competencies; a cue is left open or put away."""
    life = Life()
    made = life.interview()
    with pytest.raises(NotUnderstood, match="Only a competency"):
        life.services.reflections.not_asked(made.id, "hands-2")


def test_reasons_are_ticked_in_one_step() -> None:
    """New ones have the control they usually have; one that is gone meanwhile is named, and nothing is changed."""
    life = Life()
    made, verbs = life.interview(), life.services.reflections
    (kept,) = verbs.put_scenario(made.id, {"kind": ScenarioKind.TERMS, "evidence_for": "the salary"}).scenarios
    said = verbs.tick_scenarios(made.id, [ScenarioKind.ANSWERS, ScenarioKind.INTERNAL], [])
    assert [(reason.kind, reason.control) for reason in said.scenarios[1:]] == [
        (ScenarioKind.ANSWERS, Control.MINE),
        (ScenarioKind.INTERNAL, Control.NOT_MINE),
    ]
    with pytest.raises(NotFound):
        verbs.tick_scenarios(made.id, [ScenarioKind.TEST], ["gone"])
    assert life.journal.reflection_of(made.id) == said
    verbs.tick_scenarios(made.id, [], [reason.id for reason in said.scenarios[1:]])
    assert life.journal.reflection_of(made.id).scenarios == (kept,)
