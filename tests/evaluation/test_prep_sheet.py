"""The prep sheet: what is chosen, that two people get different sheets, and that each form holds it all."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from tests.evaluation.full_life import full
from tests.evaluation.histories import ADVICE, AREA, NOW, STRENGTH, History
from tests.evaluation.sheet_forms import prep_text

from afterword.domain.evaluation.prep import next_interview
from afterword.domain.evaluation.sheet_parts import logistics, quotes
from afterword.domain.interview import Mode
from afterword.domain.practice import Check, Kept, default_competencies
from afterword.domain.reflection import AnswerKind


def ready(role: str = "Gardener", round_name: str = "System design") -> History:
    """Somebody with one interview behind them and one ahead."""
    life = History()
    life.interview("initech", 20, role=role)
    life.interview("oscorp", -4, role=role, round=round_name)
    life.reflect("initech", went_well="I asked about the load first.")
    life.said("initech", STRENGTH, "clear about trade-offs", "communication")
    return life


def test_the_competencies_asked_for_are_guessed_from_round_and_role() -> None:
    """Each guess says which words it comes from."""
    sheet = ready(role="Team lead").sheet("oscorp")
    reasons = {one.competency.id: one.because for one in sheet.demands}
    assert reasons["system-design"] == "round “System design”"
    assert reasons["leadership"] == "role “Team lead”"
    assert sheet.demands[0].competency.id == "system-design"


def test_an_interview_about_nothing_known_asks_for_what_most_ask() -> None:
    """Three competencies are always there to prepare."""
    life = History()
    life.interview("oscorp", -4, role="Zzz")
    assert [one.because for one in life.sheet("oscorp").demands] == ["most interviews ask for it"] * 3


def test_questions_of_an_earlier_round_of_that_name_are_expected_again() -> None:
    """What was asked in another company's panel may be asked in this one."""
    life = History()
    life.interview("initech", 20, round="Panel", role="Zzz")
    life.answer("initech", AnswerKind.STORY, competency="leadership")
    life.interview("oscorp", -4, round="panel", role="Zzz")
    reasons = {one.competency.id: one.because for one in life.sheet("oscorp").demands}
    assert reasons["leadership"] == "asked in an earlier panel round"


def test_examples_are_chosen_to_cover_what_is_asked() -> None:
    """The one that covers most comes first, one that only repeats is left out once three are there."""
    life = ready()
    life.example("queue", "system-design", "communication", "motivation", "telling")
    for number in range(4):
        life.example(f"other{number}", "learning")
    sheet = life.sheet("oscorp")
    assert sheet.examples[0].entry.example.id == "queue"
    assert len(sheet.examples) == 3
    assert "system-design" not in {one.id for one in sheet.uncovered}


def test_never_more_than_three_examples() -> None:
    """Nobody tells more in an hour; what is left over stands among what no story shows."""
    life = ready(role="Backend engineer and team lead", round_name="Panel, culture, coding")
    asked = [one.competency.id for one in life.sheet("oscorp").demands]
    for one in asked:
        life.example(f"about-{one}", one)
    sheet = life.sheet("oscorp")
    assert len(asked) == 5
    assert len(sheet.examples) == 3
    assert len(sheet.uncovered) == 2


def test_an_unwritten_example_is_not_offered_for_telling() -> None:
    """A title alone cannot be told."""
    life = ready()
    life.example("blank", "system-design", situation="", task="", action="", result="")
    assert life.sheet("oscorp").examples == ()


def test_one_weak_point_takes_the_pointer_that_answers_it() -> None:
    """The one that is asked for; with a plan it is my plan, without one a way is offered and named as such."""
    life = ready()
    life.said("initech", AREA, "what you did yourself", "learning")
    finding = life.said("initech", AREA, "the load was never named", "system-design")
    (weak,) = life.sheet("oscorp").weak_points
    assert (weak.title, weak.planned) == ("System design", False)
    assert "Pat Initech (Initech · Gardener): “the load was never named”" in weak.because
    assert f"One way: {weak.will}" in " ".join(prep_text(life.sheet("oscorp")).split())
    life.pointer("p1", "they ask for a design", "say the load first", finding_id=finding.id)
    (weak,) = life.sheet("oscorp").weak_points
    assert (weak.will, weak.planned) == ("When they ask for a design, I will say the load first.", True)
    assert "One way" not in prep_text(life.sheet("oscorp"))


def test_own_low_ratings_are_no_weak_point() -> None:
    """What you rated low yourself, with a harsh note, stands on no sheet."""
    life = ready()
    life.rate("initech", convincing=1, c_system_design=1)
    assert life.sheet("oscorp").weak_points == ()


def test_two_people_with_different_histories_get_different_sheets() -> None:
    """The same interview ahead, and every part that rests on the past differs."""
    one = ready()
    one.said("initech", AREA, "the load was never named", "system-design")
    one.example("queue", "system-design")
    other = History()
    other.interview("initech", 20)
    other.interview("oscorp", -4, round="System design")
    other.reflect("initech", went_well="They laughed twice.")
    other.said("initech", STRENGTH, "knows plants", "technical-depth")
    other.said("initech", ADVICE, "read the annual report", "motivation")
    other.pointer("p1", "they ask why", "name the greenhouse")
    first, second = one.sheet("oscorp"), other.sheet("oscorp")
    for part in ("pointers", "strengths", "examples", "weak_points", "advice", "letter"):
        assert getattr(first, part) != getattr(second, part), part
    assert first.facts == second.facts


def test_the_same_journal_gives_the_same_sheet() -> None:
    """Nothing of it is left to chance."""
    assert full().sheet("oscorp") == full().sheet("oscorp")


def test_the_letter_holds_only_what_was_written_or_said() -> None:
    """What went well, and last their words; without any of these it says so."""
    life = ready()
    *_, well, last = life.sheet("oscorp").letter.split("\n\n")
    assert "“I asked about the load first.”" in well
    assert last == "Pat Initech (Initech · Gardener) said: “clear about trade-offs”. I did that, and can again."
    assert " ".join(prep_text(life.sheet("oscorp")).split()).endswith(last)
    bare = History()
    bare.interview("oscorp", -4)
    assert "Nothing is written down yet." in bare.sheet("oscorp").letter


def test_praise_without_a_competency_is_on_the_sheet_too() -> None:
    """Kind words count before anybody has sorted them."""
    life = History()
    life.interview("initech", 20)
    life.interview("oscorp", -4)
    life.said("initech", STRENGTH, "calm with the family", None)
    sheet = life.sheet("oscorp")
    assert [one.words for one in sheet.other_praise] == ["calm with the family"]
    assert "“calm with the family”" in sheet.letter


def test_what_was_written_after_this_interview_is_not_in_its_letter() -> None:
    """A sheet for a past interview knows only what lay before it."""
    life = ready()
    assert "I asked about the load first." not in life.sheet("initech").letter


def test_logistics_are_told_on_the_clock_of_the_place() -> None:
    """When, where, with whom, and when to leave to be there a quarter of an hour early."""
    life = History()
    at = datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("UTC"))
    made = life.interview("oscorp", -4, zone="Europe/Berlin", where="Tower", travel_minutes=40, at=at)
    facts = dict(logistics(made, life.journal.interviewers_of(made)))
    assert facts["When"] == "Fri 27 Nov 2026 10:00 (Europe/Berlin)"
    assert facts["Getting there"] == "40 minutes; leave by 09:05 to be a quarter of an hour early"
    assert (facts["Where"], facts["With"]) == ("Tower", "Pat Oscorp")
    by_video = dict(logistics(replace(made, mode=Mode.VIDEO, travel_minutes=None), ()))
    assert "Link" in by_video
    assert "Getting there" not in by_video


def test_the_next_interview_is_the_nearest_ahead() -> None:
    """Past ones never are; with nothing ahead there is none."""
    life = ready()
    life.interview("later", -9)
    found = next_interview(life.journal, NOW)
    assert found is not None
    assert found.id == "oscorp"
    assert next_interview(life.journal, NOW + timedelta(days=9)) == life.journal.interviews["later"]
    assert next_interview(life.journal, NOW + timedelta(days=10)) is None


def test_what_earlier_rounds_asked_stands_in_the_order_of_the_competencies() -> None:
    """Each counts the same, and what this interview itself asked is not told as asked before."""
    life = History()
    life.interview("initech", 20, round="Tea")
    life.interview("oscorp", -4, round="Tea")
    *first, last = (one.id for one in default_competencies()[:4])
    for competency in reversed(first):
        life.answer("initech", AnswerKind.STORY, competency=competency)
    life.answer("oscorp", AnswerKind.STORY, competency=last)
    asked = [one for one in life.sheet("oscorp").demands if "earlier Tea round" in one.because]
    assert [one.competency.id for one in asked] == first


def test_a_settled_pointer_leaves_room_for_one_to_practise() -> None:
    """Also where the settled one fits what is asked for, and the other does not."""
    life = ready()
    for number in range(3):
        life.interview(f"c{number}", 30 - number)
    kept = tuple(Check(interview_id=f"c{number}", kept=Kept.DONE, on=NOW.date()) for number in range(3))
    life.pointer("settled", "I design something", "name what the architecture has to carry", checks=kept)
    life.pointer("open", "they greet me", "smile")
    assert [one.pointer.id for one in life.sheet("oscorp").pointers] == ["open", "settled"]


def test_an_example_that_adds_nothing_is_left_out_once_three_are_there() -> None:
    """Even while something asked for is still uncovered."""
    life = ready()
    asked = [one.competency.id for one in life.sheet("oscorp").demands]
    for number, one in enumerate((asked[0], asked[0], asked[1], asked[1], asked[1])):
        life.example(f"story{number}", one)
    sheet = life.sheet("oscorp")
    assert len(sheet.examples) == 3
    assert sheet.uncovered


def test_an_example_told_at_this_company_comes_after_an_equal_one() -> None:
    """They have heard it already."""
    life = ready()
    life.interview("earlier", 40, company="Oscorp")
    life.answer("earlier", AnswerKind.STORY, example="zz-told")
    life.example("zz-told", "system-design")
    life.example("aa-new", "system-design")
    assert life.sheet("oscorp").examples[0].entry.example.id == "aa-new"


def test_a_pointer_on_the_same_competency_answers_a_weak_point() -> None:
    """It need not come from that very finding."""
    life = ready()
    life.said("initech", AREA, "the load was never named", "system-design")
    life.pointer("p1", "I design something", "name what the architecture has to carry")
    (weak,) = life.sheet("oscorp").weak_points
    assert weak.will == "When I design something, I will name what the architecture has to carry."


def test_an_example_that_is_half_written_can_be_told() -> None:
    """One that lacks its result is still better than none."""
    life = ready()
    life.example("half", "system-design", result="")
    assert [choice.entry.example.id for choice in life.sheet("oscorp").examples] == ["half"]


def test_the_words_behind_a_strength_come_from_different_conversations() -> None:
    """The latest of each, before a second one of the same."""
    life = History()
    for number, key in enumerate(("old", "middle", "new")):
        life.interview(key, 60 - 20 * number)
        life.said(key, STRENGTH, f"clear in the {key} round", "communication")
    life.said("new", STRENGTH, "clear once more", "communication")
    (strength,) = life.report().said.strengths
    chosen = [piece.request_id for piece in quotes(strength, 3)]
    assert sorted(chosen) == ["middle-p-r", "new-p-r", "old-p-r"]
    assert [piece.request_id for piece in quotes(strength, 2)] == chosen[:2]


def test_what_no_example_shows_is_named() -> None:
    """Until an example shows it."""
    life = ready()
    life.example("queue", "communication")
    sheet = life.sheet("oscorp")
    assert sheet.uncovered[0].name == "System design"
    shown = " ".join(prep_text(sheet).split())
    assert "System design: round “System design” No story yet; prepare: “What did you design," in shown
    assert shown.count("No story yet") == len(sheet.uncovered)
