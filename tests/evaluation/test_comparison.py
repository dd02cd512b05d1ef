"""The comparison of both sides and the evidence table: their order, and what stands against each line."""

from datetime import timedelta

import pytest
from tests.evaluation.histories import AREA, NOW, STRENGTH, History

from afterword.domain.conversation.request import FindingKind
from afterword.domain.evaluation.claims import Claim, Stance, Subject
from afterword.domain.evaluation.comparison import COMPARED
from afterword.domain.evaluation.evaluation import Filter, narrow
from afterword.domain.reflection import Answer, AnswerKind, Rating, Scenario, ScenarioKind


def mixed() -> History:
    """Three interviews with every view on something, told in an order that is not that of the lines."""
    life = History()
    for number, key in enumerate(("initech", "hooli", "umbrella")):
        life.interview(key, 90 - 20 * number, round="Final")
        life.rate(key, c_communication=4, c_teamwork=2, c_learning=3, c_ownership=2, c_leadership=5)
    life.said("initech", STRENGTH, "clear", "communication")
    life.said("initech", AREA, "what others did", "teamwork")
    life.said("initech", AREA, "some mistake", "learning")
    life.said("initech", STRENGTH, "took it to the end", "ownership")
    life.said("initech", AREA, "the numbers", "telling")
    life.said("initech", AREA, "direction", "leadership")
    life.said("hooli", AREA, "more room", "leadership")
    life.rate_afterwards("initech", c_motivation=2)
    life.said("initech", AREA, "took it badly", "motivation")
    life.said("umbrella", AREA, "the direction again", "leadership")
    life.reflect("umbrella", thoughts="I gave no direction.")
    old = life.journal.reflection_of("hooli")
    life.reflect("hooli", ratings=(*old.ratings, Rating(dimension="competency/problem-solving", not_asked=True)))
    life.said("hooli", AREA, "no second way", "problem-solving")
    return life


def test_blind_spots_come_first_and_patterns_before_what_was_seen_once() -> None:
    """Then hidden strengths, then what both see, then the rest."""
    lines = mixed().report().comparisons
    order = list(COMPARED)
    assert [order.index(line.stance) for line in lines] == sorted(order.index(line.stance) for line in lines)
    assert {line.stance for line in lines} == set(COMPARED)
    assert [(line.subject.name, line.pattern) for line in lines[:2]] == [("Leadership", True), ("Ownership", False)]


@pytest.mark.parametrize("written", [{}, {"went_well": "I was on time."}])
def test_what_was_never_rated_is_not_rated_and_no_blind_spot(written: dict[str, str]) -> None:
    """Without a claim of your own there is none to be wrong about, whether you wrote something or nothing."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", AREA, "the numbers", "telling")
    life.reflect("initech", **written)
    (line,) = life.report().comparisons
    assert line.stance is Stance.NOT_RATED
    assert line.sentence == "How you told it: they named room to grow, you had not rated it."


SAYINGS: dict[str, dict[str, object]] = {
    "a reason": {"scenarios": (Scenario(id="s", kind=ScenarioKind.OTHER, title="I forgot the numbers"),)},
    "what speaks for it": {
        "scenarios": (Scenario(id="s", kind=ScenarioKind.STRONGER, evidence_for="I gave no numbers"),)
    },
    "thoughts": {"thoughts": "It was a nice room. I could not name numbers."},
    "an answer": {
        "answers": (
            Answer(id="a", question="What did it cost?", kind=AnswerKind.STORY, enough=False, competency="ownership"),
        )
    },
}
PRAISING: dict[str, dict[str, object]] = {
    "what went well": {"went_well": "The numbers were no problem."},
    "proud thoughts": {"thoughts": "They loved my numbers."},
    "cannot know": {
        "scenarios": (Scenario(id="s", kind=ScenarioKind.UNKNOWABLE, evidence_for="No word about numbers"),)
    },
    "another was stronger": {
        "scenarios": (Scenario(id="s", kind=ScenarioKind.STRONGER, evidence_for="The numbers of people who applied"),)
    },
    "a good answer": {
        "answers": (
            Answer(
                id="a", question="What did it cost?", kind=AnswerKind.STORY, action=True, result=True, enough=True,
                competency="ownership",
            ),
        )
    },
    "private words": {"private": "I could not name numbers."},
}  # fmt: skip


def rated_high(written: dict[str, object]) -> Claim:
    """The comparison of somebody who rated it 5, wrote this, and was told of the numbers."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", c_ownership=5)
    life.reflect("initech", **written)
    life.said("initech", AREA, "the numbers of your project", "ownership")
    (line,) = life.report().comparisons
    return line


@pytest.mark.parametrize("name", SAYINGS)
def test_what_you_wrote_yourself_is_no_blind_spot(name: str) -> None:
    """You saw it, too, though you rated it 5; what you wrote stands beside it."""
    line = rated_high(SAYINGS[name])
    assert (line.stance, line.sentence) == (Stance.SAW_IT_TOO, "Ownership: they named room to grow, you saw it, too.")
    assert len(line.beside) == 2


@pytest.mark.parametrize("name", PRAISING)
def test_what_sees_no_room_to_grow_leaves_a_blind_spot(name: str) -> None:
    """Praise of your own, a formula, a good answer and private words do not say what they said."""
    assert rated_high(PRAISING[name]).stance is Stance.BLIND_SPOT


@pytest.mark.parametrize(
    ("notes", "stance"),
    [
        ("Do not forget the numbers of the bus.", Stance.BLIND_SPOT),
        ("I had no numbers.", Stance.SAW_IT_TOO),
        ("Mir fehlten die Numbers.", Stance.SAW_IT_TOO),
    ],
)
def test_notes_of_an_interview_say_it_only_where_they_speak_of_you(notes: str, stance: Stance) -> None:
    """What is noted of the way there sees no room to grow."""
    life = History()
    life.interview("initech", 30, notes=notes)
    life.rate("initech", c_ownership=5)
    life.said("initech", AREA, "the numbers of your project", "ownership")
    assert life.report().comparisons[0].stance is stance


@pytest.mark.parametrize(("finding", "stance"), [(None, Stance.SAW_IT_TOO), ("f0", Stance.BLIND_SPOT)])
def test_a_pointer_of_your_own_says_it_and_one_made_of_their_words_does_not(
    finding: str | None, stance: Stance
) -> None:
    """A plan on the same competency shows that you knew."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", c_ownership=5)
    life.pointer("p", "they ask about a project", "say what I was responsible for", finding_id=finding)
    life.said("initech", AREA, "the cost", "ownership")
    assert life.report().comparisons[0].stance is stance


@pytest.mark.parametrize("value", [1, 3, 5])
@pytest.mark.parametrize("kind", [AREA, STRENGTH])
def test_what_was_rated_after_the_reply_is_compared_with_nothing(value: int, kind: FindingKind) -> None:
    """Who has read their words cannot have missed them: such a rating makes no blind spot and no hidden strength."""
    life = History()
    life.interview("initech", 30)
    life.said("initech", kind, "the numbers", "telling")
    life.rate_afterwards("initech", c_telling=value)
    (line,) = life.report().comparisons
    assert line.stance is Stance.AFTERWARDS
    assert line.sentence.endswith(f"you rated it {value} after the reply.")


def test_your_own_ratings_stand_beside_a_line_and_never_against_it() -> None:
    """A strength you rated 2 stays a strength; an area you rated 4 is what the comparison tells."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", c_communication=2, c_teamwork=4, c_learning=3)
    life.said("initech", STRENGTH, "clear", "communication")
    life.said("initech", AREA, "the others", "teamwork")
    life.said("initech", AREA, "a mistake", "learning")
    table = life.report().said
    beside = {line.subject.record_id: [piece.value for piece in line.beside] for line in table.claims}
    assert (beside["communication"], beside["teamwork"], beside["learning"]) == ([2], [4], [3])
    assert {line.against for line in table.claims} == {()}
    assert table.strengths[0].sentence == "Communication: named as a strength, seen once."


def test_at_most_three_things_are_in_focus() -> None:
    """More than three cannot be worked on at once."""
    assert len(mixed().report().said.areas) > 3
    assert len(mixed().report().focus) == 3


@pytest.mark.parametrize(("since", "until", "count"), [(70, 50, 2), (69, 51, 0), (90, 90, 1), (89, 71, 0)])
def test_both_ends_of_a_period_belong_to_it(since: int, until: int, count: int) -> None:
    """An interview on the first or the last day counts."""
    chosen = Filter(since=(NOW - timedelta(days=since)).date(), until=(NOW - timedelta(days=until)).date())
    assert len(mixed().report(chosen).journal.live_interviews) == count


@pytest.mark.parametrize("role", ["gardener", "GARDENER", " Gardener ", ""])
@pytest.mark.parametrize("stage", ["final", " FINAL ", ""])
def test_role_and_round_are_found_in_any_case(role: str, stage: str) -> None:
    """Case and spaces make no difference in a name, and without a name every one counts."""
    assert len(mixed().report(Filter(role=role, round=stage)).journal.live_interviews) == 3


@pytest.mark.parametrize(
    ("chosen", "counted"),
    [
        (Filter(role="Backend"), {"one", "three"}),
        (Filter(role="senior backend"), {"two"}),
        (Filter(round="Final"), {"one", "two"}),
        (Filter(round="Semifinal"), {"three"}),
        (Filter(role="Back"), set()),
        (Filter(role="Backend", round="Final"), {"one"}),
    ],
)
def test_a_role_lets_no_other_role_through_that_only_holds_its_name(chosen: Filter, counted: set[str]) -> None:
    """“Backend” means that role; “Senior Backend” is another one, and so it is with rounds."""
    life = History()
    life.interview("one", 90, role="Backend", round="Final")
    life.interview("two", 80, role="Senior Backend", round="Final")
    life.interview("three", 70, role="backend", round="Semifinal")
    assert set(narrow(life.journal, chosen).interviews) == counted


@pytest.mark.parametrize(
    "words",
    [
        "hands-on experience",
        "you see the bigger picture",
        "a fast learner",
        "you voice your doubts",
        "a connection to our mission",
        "quiet confidence",
        "kept a good pace of delivery",
        "specific knowledge of the field",
    ],
)
def test_words_that_only_look_like_body_language_are_not_taken_for_it(words: str) -> None:
    """Nothing is held beside a rating that was not meant by it."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", convincing=1, hands=1, framing=1, pace=1, voice=1)
    life.said("initech", STRENGTH, words, "ownership")
    assert [line.subject.id for line in life.report().comparisons] == ["competency/ownership"]


@pytest.mark.parametrize(
    ("words", "scale"),
    [
        ("you spoke fast at times", "pace"),
        ("your hands told the story", "hands"),
        ("You smiled at everyone", "expression"),
        ("answers stayed general", "convincing"),
        ("the lighting was poor", "framing"),
        ("good eye contact", "camera"),
        ("you greeted each of us", "greeting"),
        ("you slouched", "posture"),
    ],
)
def test_words_on_body_language_find_their_scale(words: str, scale: str) -> None:
    """Where that scale was rated in the interview, both sides are compared."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", **{scale: 5})
    life.said("initech", AREA, words, None)
    assert [line.subject.id for line in life.report().comparisons] == [scale]


def test_of_two_comparisons_alike_the_one_with_more_words_comes_first() -> None:
    """Both were seen in one interview only."""
    life = History()
    life.interview("initech", 30)
    life.rate("initech", c_communication=5, c_teamwork=5)
    life.said("initech", AREA, "the thread", "communication")
    life.said("initech", AREA, "the others", "teamwork")
    life.said("initech", AREA, "a quarrel", "teamwork")
    assert [one.subject.name for one in life.report().comparisons] == ["Teamwork", "Communication"]


def test_of_strengths_seen_as_often_the_one_named_last_comes_first() -> None:
    """However long ago it was named first."""
    life = History()
    for key, ago in (("first", 90), ("second", 60), ("third", 50), ("fourth", 10)):
        life.interview(key, ago)
    for key, competency in (
        ("first", "teamwork"), ("second", "communication"), ("third", "communication"), ("fourth", "teamwork"),
    ):  # fmt: skip
        life.said(key, STRENGTH, f"good at {competency}", competency)
    assert [claim.subject.name for claim in life.report().said.strengths] == ["Teamwork", "Communication"]


def test_a_claim_that_rests_on_no_words_gives_its_sentence_as_the_reason() -> None:
    """So does one that rests on your own ratings alone."""
    claim = Claim(Subject("habit/x", "Habit"), Stance.AREA, "You often forget it.", ())
    assert claim.why == "You often forget it."
