"""What to work on: at most three things, in the order that the rule says."""

from tests.evaluation.histories import AREA, STRENGTH
from tests.evaluation.six_lives import Life

from afterword.domain.reflection import AnswerKind, Control, Cue, ScenarioKind


def lived() -> Life:
    """Three interviews at three employers."""
    life = Life()
    for number, key in enumerate(("alfa", "bravo", "charlie")):
        life.interview(key, 60 - 10 * number)
    return life


def names(life: Life) -> list[str]:
    """What to work on, by name."""
    return [claim.subject.name for claim in life.report().focus]


def test_what_two_employers_named_comes_first_then_what_you_saw_too() -> None:
    """Then what was named once."""
    life = lived()
    life.said("alfa", AREA, "the thread", "communication")
    life.said("bravo", AREA, "the mission", "motivation")
    life.rate("bravo", c_motivation=2)
    for key in ("alfa", "charlie"):
        life.said(key, AREA, f"the outcome at {key}", "ownership")
    assert names(life) == ["Ownership", "Motivation", "Communication"]


def test_one_place_is_kept_for_what_you_saw_yourself_at_two_employers() -> None:
    """Three things that were named once do not fill all three places then."""
    life = lived()
    for competency in ("communication", "motivation", "ownership"):
        life.said("alfa", AREA, f"more on {competency}", competency)
    assert len(names(life)) == 3
    assert "Results" not in names(life)
    for key in ("alfa", "bravo"):
        life.answer(key, AnswerKind.STORY, action=True)
    assert names(life)[2] == "Results"


def test_what_belongs_to_one_subject_is_one_thing_with_all_its_sources() -> None:
    """A named area, a low rating and a forgotten reason on it do not take two places."""
    life = lived()
    life.said("alfa", AREA, "hard to follow", "communication")
    life.rate("bravo", c_communication=2)
    life.suspect("charlie", ScenarioKind.OTHER, Control.MINE, title="I did not explain it clearly")
    (claim,) = life.report().focus
    assert claim.seen == "seen once"
    assert [piece.where.split(" ")[0] for piece in (*claim.evidence, *claim.beside)] == ["Alfa", "Bravo", "Charlie"]


def test_what_was_low_and_is_high_or_not_in_your_control_is_left_out() -> None:
    """So is what others praise, and a cue that was put away."""
    life = lived()
    for key, value in (("alfa", 2), ("bravo", 2), ("charlie", 5)):
        life.rate(key, c_teamwork=value, c_learning=2, hands_2=1)
        life.suspect(key, ScenarioKind.INTERNAL, Control.NOT_MINE)
    life.said("alfa", STRENGTH, "quick to learn", "learning")
    life.put("cues", Cue(id="hands-2", title="Hands", archived=True))
    assert names(life) == []


def test_a_cue_of_your_own_without_sentences_has_a_way_to_go_on_all_the_same() -> None:
    """There is no sentence to aim for."""
    life = lived()
    life.put("cues", Cue(id="breath", title="Breath"))
    life.rate("alfa", breath=1)
    (claim,) = life.report().focus
    assert (claim.subject.name, claim.seen) == ("Breath", "seen once")
    assert claim.will == "write down one thing to do when it comes up, as a pointer"


def test_a_reply_is_unmarked_only_while_nothing_is_marked_in_it() -> None:
    """What was marked is not asked to be marked again."""
    life = lived()
    life.ask("alfa", days=2)
    life.said("bravo", STRENGTH, "clear", "communication")
    assert [piece.where for piece in life.report().material.unmarked] == ["Alfa · Gardener"]
