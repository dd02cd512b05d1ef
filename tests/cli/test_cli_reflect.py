"""The guided reflection as plain prompts, R1 to R6."""

from typing import Any

import pytest
from tests.cli.calls import ADA, Calls, Screen

# One line per question of an interview in the room: arrival, what went well, how convincing, six cues, one answer
# and no more, one question asked back and no more, two competencies and the others passed over with >, two reasons,
# one pointer and no more, a plan for the next no, a thought, a word for nobody.
ALL_ANSWERS = """\
10:04
The diagram landed
4 they built on it
5
4, at the greeting
3
2 crossed arms
1

A conflict in a team
story
y
n
y
pushed back
I will name the result first

What does a usual day look like?
Calls until noon

3
- they only spoke of pay
>
1, 13
they said so
I led one
not in my control


3
they ask about scale, I will name the load first

call a friend
slept badly
I am angry
"""


PARTS = ("went_well", "answers", "own_questions", "scenarios", "pointers", "plans_for_a_no", "thoughts", "private")


def _said(calls: Calls, about: str) -> Any:
    return calls.json("reflect", about, "--show")


def test_every_part_can_be_answered_from_piped_input(calls: Calls) -> None:
    """One line a question fills R1 to R6."""
    about = calls.interview(ADA)
    answer = calls("reflect", about, stdin=ALL_ANSWERS)
    assert (answer.code, answer.out) == (0, "")
    assert "7 of 7 parts done" in answer.err
    said = _said(calls, about)
    assert (said["minutes_late"], said["went_well"], said["thoughts"]) == (4, "The diagram landed", "slept badly")
    ratings = {one["dimension"]: (one["value"], one["note"]) for one in said["ratings"]}
    assert ratings["convincing-2"] == (4, "they built on it")
    assert (ratings["greeting-2"], ratings["eye-contact-2"]) == ((5, ""), (4, "at the greeting"))
    assert (ratings["hands-2"], ratings["voice-2"]) == ((2, "crossed arms"), (1, ""))
    assert ratings["competency/communication"] == (3, "")
    (skipped,) = (rating for rating in said["ratings"] if rating["not_asked"])
    assert (skipped["value"], skipped["note"]) == (None, "they only spoke of pay")
    (story,) = said["answers"]
    assert (story["question"], story["kind"]) == ("A conflict in a team", "story")
    assert (story["action"], story["result"], story["enough"]) == (True, False, True)
    assert (story["taken"], story["better"]) == ("pushed back", "I will name the result first")
    assert story["person_id"] == calls.json("person", "list")[0]["id"]
    (asked,) = said["own_questions"]
    assert (asked["question"], asked["reply"]) == ("What does a usual day look like?", "Calls until noon")
    assert said["private"] == "I am angry"
    (plan,) = said["plans_for_a_no"]
    assert (plan["sentence"], plan["occasion"]) == ("When the next no comes, I will call a friend.", "decision")
    stronger, unknowable = said["scenarios"]
    assert (stronger["label"], stronger["evidence_for"]) == ("another was stronger", "they said so")
    assert (stronger["evidence_against"], stronger["control"]) == ("I led one", "not in my control")
    assert (unknowable["kind"], unknowable["control"]) == ("cannot know", "cannot know")
    assert [one["sentence"] for one in said["pointers"]] == ["When they ask about scale, I will name the load first."]


def test_the_anchors_of_each_scale_are_shown(calls: Calls) -> None:
    """Each point of a scale is a sentence on stderr before the question."""
    answer = calls("reflect", calls.interview(), stdin="\n" * 40)
    assert "4  Most answers named what I did and what came of it." in answer.err
    assert "I looked at the table or past them nearly all the time." in answer.err


@pytest.mark.parametrize("apart", [3, pytest.param(1, marks=pytest.mark.long)])
def test_the_end_of_input_at_any_line_keeps_what_was_answered(calls: Calls, apart: int) -> None:
    """Cut after any line, everything before it is saved, and the exit code is 0."""
    lines = ALL_ANSWERS.split("\n")[:-1]
    seen = 0
    for cut in range(len(lines), -1, -apart)[::-1]:
        about = calls.interview()
        answer = calls("reflect", about, stdin="".join(f"{line}\n" for line in lines[:cut]))
        assert answer.code == 0, answer.err
        said = _said(calls, about)
        kept = sum(bool(said[key]) for key in PARTS)
        kept += len(said["ratings"])
        assert kept >= seen
        seen = kept
    assert seen == 16


def test_on_time_is_an_arrival(calls: Calls) -> None:
    """Nobody has to look up or type the hour that was planned."""
    about = calls.interview(ADA)
    calls("reflect", about, stdin="On time\n")
    shown = calls.json("interview", "show", about)
    assert shown["arrived"] == shown["at"]


def test_a_question_without_its_kind_is_kept(calls: Calls) -> None:
    """Input that ends after the question still leaves the question, as a mere example."""
    about = calls.interview()
    calls.done("reflect", about, stdin="\n\n\n>\nWhy us?")
    (answer,) = _said(calls, about)["answers"]
    assert (answer["question"], answer["kind"], answer["action"]) == ("Why us?", "example", False)


def test_empty_lines_skip_and_change_nothing(calls: Calls) -> None:
    """Going through once more with empty lines leaves every answer as it was."""
    about = calls.interview()
    calls.done("reflect", about, stdin=ALL_ANSWERS)
    before = _said(calls, about)
    calls.done("reflect", about, stdin="\n" * 60)
    assert _said(calls, about) == before


def test_more_words_are_added_below_those_that_stand_there(calls: Calls) -> None:
    """A second line for what went well does not replace the first."""
    about = calls.interview()
    calls.done("reflect", about, stdin="\nThe diagram\n")
    calls.done("reflect", about, stdin="\nThe greeting\n")
    assert _said(calls, about)["went_well"] == "The diagram\nThe greeting"


def test_an_answer_piped_in_that_is_not_understood_is_left_out_and_told(calls: Calls) -> None:
    """A wrong line takes no other answer's place: it is named, the rest is saved, the exit code is 1."""
    about = calls.interview()
    assert "2 answers were not understood" in calls.refused("reflect", about, stdin="later\nThe diagram\n7\n")
    said = _said(calls, about)
    assert (said["went_well"], said["ratings"], said["minutes_late"]) == ("The diagram", [], None)


def test_a_person_is_asked_again(calls: Calls) -> None:
    """At a keyboard a wrong answer is explained and the question comes again."""
    about = calls.interview()
    answer = calls("reflect", about, stdin=Screen("soon\n9:58\nThe diagram\n"))
    assert answer.code == 0
    assert "not a date I understand" in answer.err
    assert _said(calls, about)["minutes_late"] == -2


def test_after_a_reply_only_what_was_not_rated_before_is_asked_for(calls: Calls) -> None:
    """What was rated before is passed over with a sentence, and the rest is marked as given after the reply."""
    request = calls.asked()
    about = calls.json("request", "show", request)["interview_id"]
    calls("reflect", about, stdin="\n\n4 they nodded\n")
    calls.done("request", "reply", request, "--on", "yesterday", stdin="You were clear.")
    answer = calls("reflect", about, stdin="\nThe diagram\n2 looked away\n>\nWhy us?\nopinion\n")
    assert answer.code == 0
    assert answer.err.count("locked and skipped") == 2
    said = _said(calls, about)
    assert [(one["value"], one["note"], one["after_reply"]) for one in said["ratings"]] == [
        (4, "they nodded", False),
        (2, "looked away", True),
    ]
    assert [one["question"] for one in said["answers"]] == ["Why us?"]
    page = calls("reflect", about, "--show").out
    assert page.count("(rated after the reply)") == 1
    assert "What was rated before the first reply is locked." in page


def test_earlier_pointers_are_checked(calls: Calls) -> None:
    """Pointers from an earlier interview are asked about after a later one."""
    earlier = calls.interview(at="2026-10-01 10:00")
    pointer = calls.done("pointer", "add", "--when", "asked why", "--will", "say why", "--interview", earlier)
    later = calls.interview()
    answer = calls("reflect", later, stdin="\n\n>\n>\n\n\n>\n\nno occasion\n")
    assert answer.code == 0
    assert "When asked why, I will say why." in answer.err
    assert [(one["pointer_id"], one["kept"]) for one in _said(calls, later)["kept"]] == [(pointer, "no occasion")]


def test_half_a_pointer_is_told_not_to_be_kept(calls: Calls) -> None:
    """Input that ends before “I will” leaves no half plan, and says so."""
    about = calls.interview()
    answer = calls("reflect", about, stdin="\n\n>\n>\n\n\n>\n\nthey ask")
    assert answer.code == 0
    assert "“they ask” has no second half" in answer.err
    assert _said(calls, about)["pointers"] == []


def test_a_reason_of_ones_own_takes_a_title(calls: Calls) -> None:
    """`other` is kept under the person's own words."""
    about = calls.interview()
    calls.done("reflect", about, stdin="\n\n>\n>\n\n\n>\n14\nthe team was dissolved\n")
    assert [one["label"] for one in _said(calls, about)["scenarios"]] == ["the team was dissolved"]


def test_show_prints_a_page(calls: Calls) -> None:
    """`--show` tells what was written, each rating with its sentence."""
    about = calls.interview()
    assert calls.done("reflect", about, "--show") == "Nothing has been written yet."
    calls.done("reflect", about, stdin=ALL_ANSWERS)
    page = calls.done("reflect", about, "--show")
    for words in ("4 minutes late", "The diagram landed", "Most answers named", "A conflict in a team: story"):
        assert words in page


def test_private_writing_is_shown_to_its_writer_alone(calls: Calls) -> None:
    """It has a part of its own that says whom it is for; the page of the interview leaves it out."""
    about = calls.interview()
    calls.done("reflect", about, stdin=ALL_ANSWERS)
    page = calls.done("reflect", about, "--show")
    assert "Private writing (for nobody: never counted, never shared)\n  I am angry" in page
    assert "I am angry" not in calls.done("interview", "show", about)
    assert "I am angry" not in calls("reflect", about, stdin="\n" * 60).err


def test_a_competency_that_was_not_asked_for_is_locked_like_a_rating(calls: Calls) -> None:
    """It can be said again until the reply comes, is shown in words, and is passed over afterwards."""
    request = calls.asked()
    about = calls.json("request", "show", request)["interview_id"]
    calls("reflect", about, stdin="\n\n\n>\n\n\n4\n>\n")
    calls("reflect", about, stdin="\n\n\n>\n\n\nn\n>\n")
    first = _said(calls, about)["ratings"][0]
    assert (first["value"], first["not_asked"]) == (None, True)
    assert f"{first['title']}: not asked" in calls.done("reflect", about, "--show")
    calls.done("request", "reply", request, "--on", "yesterday", stdin="You were clear.")
    answer = calls("reflect", about, stdin="\n\n>\n>\n\n\n3\n>\n")
    assert f"{first['title']}:" not in answer.err
    assert [rating["value"] for rating in _said(calls, about)["ratings"]] == [None, 3]


def test_a_cue_is_rated_or_left_open(calls: Calls) -> None:
    """`-` is for competencies; on a cue it is refused in a sentence and becomes no note."""
    about = calls.interview()
    assert "Only a competency can be “not asked”" in calls.refused("reflect", about, stdin="\n\n\n-\n")
    assert _said(calls, about)["ratings"] == []


def test_a_plan_for_the_next_no_is_shown_when_it_is_recorded(calls: Calls) -> None:
    """In one line after the outcome, by whichever command; never before an interview, and never checked after one."""
    plan = calls.done("pointer", "add", "--for", "decision", "--will", "call a friend")
    pointer = calls.done("pointer", "add", "--when", "asked why", "--will", "say why")
    about = calls.interview(ADA, at="2026-11-02 10:00")
    assert [known["id"] for known in calls.json("pointer", "list", "--for", about)] in ([], [pointer])
    answer = calls("interview", "outcome", about, "rejected")
    assert "Your plan: When the next no comes, I will call a friend." in answer.err.split("\n")
    assert "Your plan" not in calls("interview", "outcome", about, "withdrawn").err
    refused = calls("pointer", "check", plan, "--interview", about, "--kept", "done")
    assert (refused.code, "not checked after an interview" in refused.err) == (1, True)
    calls.done("pointer", "edit", plan, "--will", "go for a run")
    assert "go for a run" in calls("application", "outcome", calls.json("application", "list")[0]["id"], "rejected").err
    listed = calls.done("pointer", "list")
    assert "for the next no" in listed
    assert "shown when a rejection is recorded" in calls.done("pointer", "show", plan)
    sheet = calls.done("interview", "add", "--company", "Hooli", "--role", "Nurse", "--at", "+2d 10:00")
    assert "go for a run" not in calls.done("prep", sheet)
    assert "say why" in calls.done("prep", sheet)


def test_reasons_get_the_control_they_usually_have(calls: Calls) -> None:
    """Unless something else is said; “cannot know” stands last but one."""
    about = calls.interview()
    told = calls("reflect", about, stdin="\n\n>\n>\n\n\n>\n8 9 11\n\n\n\n\n\n1\n\n\n\n")
    assert "  13  cannot know\n  14  other" in told.err
    reasons = {reason["kind"]: reason["control"] for reason in _said(calls, about)["scenarios"]}
    assert reasons == {
        "somebody internal was chosen": "not in my control",
        "nerves or health": "in my control",
        "over- or underqualified": "not in my control",
    }
