"""The example bank and the pointers: meters, gaps, tellings, rehearsals, histories and words to begin with."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.evaluation.histories import ADVICE, AREA, NOW, POLICY, STRENGTH, WORDS, History

from afterword.domain.conversation.request import FindingKind
from afterword.domain.dates import Policy
from afterword.domain.evaluation.plans import PointerHistory, offer
from afterword.domain.practice import (
    Check,
    Competency,
    Example,
    Kept,
    Rehearsal,
    advise,
    bare_half,
    default_competencies,
    rehearsal_due,
    rehearsal_words,
    weight,
)
from afterword.domain.reflection import AnswerKind


def story(**parts: str) -> Example:
    """An example with these parts."""
    made = Example(id="e", title="A story", created=NOW)
    return replace(made, **parts)


@pytest.mark.parametrize(
    ("parts", "advice"),
    [
        ({"situation": WORDS * 4}, "Write what you did yourself, step by step."),
        ({"action": WORDS * 2}, "Write how it ended, with a number if there is one."),
        ({"action": "I asked.", "result": WORDS}, "Say more about what you did yourself."),
        ({"action": WORDS * 2, "result": "Good."}, "Say more about the result: what changed, for whom, by how much."),
        (
            {"situation": WORDS * 9, "task": WORDS, "action": WORDS * 2, "result": WORDS},
            "The situation is longer than what you did: shorten it.",
        ),
        ({"action": WORDS * 2, "result": WORDS}, "Add a sentence on the situation and your task."),
        ({"situation": WORDS, "task": WORDS, "action": WORDS * 2, "result": WORDS}, ""),
    ],
)
def test_the_next_thing_to_write_is_what_weighs_most(parts: dict[str, str], advice: str) -> None:
    """Action first, then result, then what is too long, then the rest."""
    assert advise(story(**parts)) == advice


def test_a_long_situation_does_not_make_a_story() -> None:
    """The meter weighs action and result twice."""
    assert weight(story(situation=WORDS * 9)) < weight(story(action=WORDS * 2))


def test_the_coverage_matrix_lists_the_emptiest_competencies_first() -> None:
    """Only stories that can be told count; begun ones are named apart."""
    life = History()
    life.example("move", "teamwork", "ownership")
    life.example("queue", "teamwork")
    life.example("blank", "leadership", action="", result="")
    bank = life.report().bank
    rows = {row.competency.id: row for row in bank.rows}
    assert (rows["teamwork"].gap, rows["ownership"].gap, rows["leadership"].gap) == (0, 1, 2)
    assert rows["leadership"].begun == ("blank",)
    assert [row.gap for row in bank.rows] == sorted((row.gap for row in bank.rows), reverse=True)
    assert rows["teamwork"] not in bank.gaps


def test_of_two_gaps_alike_the_one_with_nothing_begun_comes_first() -> None:
    """What is begun is nearer to being told."""
    life = History()
    first = life.report().bank.rows[0].competency.id
    life.example("blank", first, action="", result="")
    rows = life.report().bank.rows
    assert rows[0].competency.id != first
    assert [row.competency.id for row in rows if row.gap == 2][-1] == first


def test_a_telling_says_where_and_with_what_effect() -> None:
    """It joins the note on the answer with what the interviewers of that interview marked."""
    life = History()
    life.interview("hooli", 20)
    life.example("move", "teamwork")
    life.answer("hooli", AnswerKind.STORY, action=True, result=True, enough=True, example="move", question="Conflict?")
    life.said("hooli", STRENGTH, "credited the team", "teamwork")
    entry = life.report().bank.entry("move")
    assert entry is not None
    (telling,) = entry.tellings
    assert (telling.evidence.words, telling.effect) == ("Conflict?", "it was enough; they praised it there")
    assert [source.words for source in telling.said] == ["credited the team"]
    assert entry.told_words == "told once, last at Hooli · Gardener"


def test_words_about_something_else_are_no_effect_of_a_telling() -> None:
    """What they marked on another competency is left out."""
    life = History()
    life.interview("hooli", 20)
    life.example("move", "teamwork")
    life.answer("hooli", AnswerKind.STORY, enough=False, example="move")
    life.said("hooli", STRENGTH, "fast typing", "technical-depth")
    entry = life.report().bank.entry("move")
    assert entry is not None
    assert entry.tellings[0].effect == "it was not enough"


def test_rehearsing_comes_back_every_so_many_days() -> None:
    """The interval is the same after each time, whatever came before."""
    told = tuple(Rehearsal(at=NOW - timedelta(days=day), seconds=95) for day in (30, 3, 9))
    example = replace(story(action=WORDS, result=WORDS), rehearsals=told)
    assert rehearsal_due(example, POLICY) == (NOW + timedelta(days=4)).date()
    assert rehearsal_due(example, Policy(rehearse_every=2)) == (NOW - timedelta(days=1)).date()


def test_a_story_that_cannot_be_told_is_not_due() -> None:
    """Without a result there is nothing to rehearse."""
    assert rehearsal_due(story(action=WORDS), POLICY) is None


def test_the_longest_due_is_rehearsed_first() -> None:
    """Those whose day has come are listed, longest due first."""
    life = History()
    life.example("new", "teamwork", created=NOW - timedelta(days=1))
    life.example("old", "teamwork")
    life.example("fresh", "teamwork", rehearsals=(Rehearsal(at=NOW, seconds=80, without_notes=True),))
    assert [one.example.id for one in life.report().bank.to_rehearse(NOW.date())] == ["old", "new"]
    due = life.report().bank.entry("new")
    assert due is not None
    assert due.rehearse_on is not None
    listed = [life.report().bank.to_rehearse(due.rehearse_on - timedelta(days=ago)) for ago in (0, 1)]
    assert [any(one.example.id == "new" for one in entries) for entries in listed] == [True, False]


def test_a_rehearsal_is_said_in_words() -> None:
    """Seconds, notes, and the aim where it took much longer."""
    assert rehearsal_words(Rehearsal(at=NOW, seconds=85, without_notes=True)) == "85 seconds, without notes"
    assert rehearsal_words(Rehearsal(at=NOW, seconds=200)) == "200 seconds, with notes; aim at 90"


def learner() -> History:
    """Made a plan on communication after a rating of 2, kept it once, and rated 4 there."""
    life = History()
    life.interview("initech", 50)
    life.interview("hooli", 20)
    life.rate("initech", c_communication=2)
    life.rate("hooli", c_communication=4)
    finding = life.said("initech", AREA, "we lost the thread", "communication")
    kept = (Check(interview_id="hooli", kept=Kept.DONE, on=NOW.date()),)
    life.pointer(
        "p1", "I answer", "say the point first", interview_id="initech", finding_id=finding.id, checks=kept,
        created=NOW - timedelta(days=45),
    )  # fmt: skip
    return life


def history_of(life: History, key: str = "p1") -> PointerHistory:
    """The history of that pointer."""
    return next(one for one in life.report().pointers if one.pointer.id == key)


def test_a_pointer_that_went_with_a_change_says_so_and_no_more() -> None:
    """Both numbers, and that it was seen once."""
    shift = history_of(learner()).shift
    assert shift is not None
    assert shift.words == "Communication: rated 2 before, 4 after; seen once."


def test_a_pointer_that_was_forgotten_is_given_no_credit() -> None:
    """A later rating counts only where the pointer was kept."""
    life = learner()
    forgot = (Check(interview_id="hooli", kept=Kept.FORGOT, on=NOW.date()),)
    life.put("pointers", replace(life.journal.pointers["p1"], checks=forgot))
    assert history_of(life).shift is None
    assert history_of(life).words == "forgot 3 Nov"


def test_what_became_of_a_pointer_is_told_by_the_day_of_the_interview() -> None:
    """Whatever was noted first; a rating that is the same as before is told as such."""
    life = learner()
    life.put("pointers", replace(life.journal.pointers["p1"], checks=kept_at(hooli=Kept.DONE, initech=Kept.FORGOT)))
    assert history_of(life).words == "forgot 4 Oct, done 3 Nov"
    life.put("reflections", replace(life.journal.reflections["hooli"], ratings=()))
    life.rate("hooli", c_communication=2)
    shift = history_of(life).shift
    assert shift is not None
    assert "rated 2 before, 2 after" in shift.words


def test_words_that_point_at_two_competencies_alike_name_none() -> None:
    """Only one that stands out is taken for what the pointer works on."""
    life = History()
    life.competency("pruning", "Pruning")
    life.competency("grafting", "Grafting")
    life.pointer("p1", "they ask", "speak of pruning and grafting")
    life.pointer("p2", "they ask", "speak of grafting")
    assert (history_of(life).competency, history_of(life, "p2").competency) == (None, "grafting")


def kept_at(**interviews: Kept) -> tuple[Check, ...]:
    """The checks of a pointer, interview by interview."""
    return tuple(Check(interview_id=key, kept=kept, on=NOW.date()) for key, kept in interviews.items())


def test_a_pointer_that_was_kept_partly_counts() -> None:
    """A rating where the pointer was kept in part is one after it."""
    life = learner()
    life.put("pointers", replace(life.journal.pointers["p1"], checks=kept_at(hooli=Kept.PARTLY)))
    shift = history_of(life).shift
    assert shift is not None
    assert shift.words == "Communication: rated 2 before, 4 after; seen once."


def test_each_rating_counts_on_one_side_of_the_pointer() -> None:
    """Before: the last until it was made, where it was not kept yet. After: from then on, where it was kept."""
    life = learner()
    life.interview("globex", 60)
    life.rate("globex", c_communication=3)
    checks = kept_at(initech=Kept.DONE, hooli=Kept.DONE)
    life.put("pointers", replace(life.journal.pointers["p1"], checks=checks))
    shift = history_of(life).shift
    assert shift is not None
    assert shift.words == "Communication: rated 3 before, 2 to 4 after; seen in 2 interviews."
    earlier = kept_at(globex=Kept.DONE, hooli=Kept.DONE)
    life.put("pointers", replace(life.journal.pointers["p1"], checks=earlier))
    shift = history_of(life).shift
    assert shift is not None
    assert shift.words == "Communication: rated 2 before, 4 after; seen once."


def test_pointers_that_need_practice_come_first() -> None:
    """Forgotten, partly kept, untried, kept; one kept three times in a row comes last."""
    life = History()
    for number in range(3):
        life.interview(f"c{number}", 30 - number)
    for key, kept in (
        ("done", [Kept.DONE]),
        ("habit", [Kept.DONE] * 3),
        ("untried", []),
        ("partly", [Kept.DONE, Kept.PARTLY]),
        ("forgot", [Kept.FORGOT, Kept.NO_OCCASION]),
    ):
        checks = tuple(Check(interview_id=f"c{at}", kept=one, on=NOW.date()) for at, one in enumerate(kept))
        # The settled one is the newest, so that only its history can put it last.
        made = NOW if key == "habit" else NOW - timedelta(days=60)
        life.pointer(key, "they ask", f"do {key}", checks=checks, created=made)
    assert [one.pointer.id for one in life.report().pointers] == ["forgot", "partly", "untried", "done", "habit"]


def test_of_two_pointers_that_need_the_same_practice_the_later_one_comes_first() -> None:
    """What was made last is nearest to what was said last."""
    life = History()
    for key, ago in (("older", 9), ("newest", 1), ("middle", 5)):
        life.pointer(key, "they ask", f"do {key}", created=NOW - timedelta(days=ago))
    assert [one.pointer.id for one in life.report().pointers] == ["newest", "middle", "older"]


@pytest.mark.parametrize("kind", [AREA, ADVICE, STRENGTH])
@pytest.mark.parametrize("competency", [*default_competencies(), Competency(id="own", name="Gardening"), None])
def test_words_offered_from_a_finding_are_a_pointer(kind: FindingKind, competency: Competency | None) -> None:
    """Both halves are there, and the interviewer's words stand in them."""
    life = History()
    life.interview("initech", 20)
    finding = life.said("initech", AREA, "the load was never named.", "system-design")
    when, will = offer(replace(finding, kind=kind), competency)
    assert (bare_half("when", when), bare_half("will", will)) == (when, will)
    assert "“the load was never named”" in will
