"""What lies ahead and comes before the decision, from the command line."""

from typing import Any

from tests.cli.calls import ADA, GRACE, Calls


def _held(calls: Calls, when: str = "today 00:01", *more: str) -> str:
    """An interview that took place then."""
    words = ("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", when, "--interviewer", ADA)
    return calls.done(*words, *more)


def _due(calls: Calls) -> dict[str, dict[str, Any]]:
    """What is due, by its kind."""
    return {item["action"]: item for item in calls.json("due")}


def test_due_names_a_coming_interview(calls: Calls) -> None:
    """With its application, and no request."""
    interview = _held(calls, "+2d 12:00")
    item = _due(calls)["prepare"]
    assert set(item) == {"action", "request_id", "interview_id", "application_id", "due", "text"}
    assert (item["interview_id"], item["request_id"]) == (interview, None)
    assert item["text"].startswith("Prepare for Initech · Nurse")
    assert "Prepare for Initech" in calls.done("due")
    assert calls.done("due", "--quiet") == "1"


def test_a_note_is_drafted_and_sent(calls: Calls) -> None:
    """For each interviewer, or one of them; once sent it is due no longer."""
    interview = _held(calls, "today 00:01", "--interviewer", GRACE)
    item = _due(calls)["note"]
    assert item["person_id"]
    assert len(calls.json("request", "draft", interview, "--kind", "note")) == 2
    (request,) = calls.json("request", "draft", interview, "--kind", "note", "--interviewer", "ada@initech.example")
    assert calls.json("request", "show", request)["draft"]["letter"] == "note"
    calls.done("request", "sent", request)
    (other,) = calls.json("request", "draft", interview, "--kind", "note")
    calls.done("request", "sent", other)
    assert not {"note", "send"} & _due(calls).keys()


def test_the_question_is_drafted_for_the_application(calls: Calls) -> None:
    """`--kind status` takes an application as well as an interview, and `--person` whom to ask."""
    interview = _held(calls, "12 days ago 10:00", "--interviewer", GRACE)
    item = _due(calls)["status"]
    (request,) = calls.json("request", "draft", item["application_id"], "--kind", "status")
    assert calls.json("request", "show", request)["interviewer"]["name"] == "Ada Byron"
    (asked,) = calls.json("request", "draft", interview, "--kind", "status", "--person", "grace@initech.example")
    assert asked != request
    assert "No offer is noted" in calls.refused("request", "draft", interview, "--kind", "accept")


def test_an_offer_is_answered(calls: Calls) -> None:
    """Declined with thanks, and nothing else is due; asked on a day that may be one of a weekend."""
    calls.config.write_text(f"{calls.config.read_text()}[policy]\nweekdays_only = false\n")
    interview = _held(calls, "3 days ago 10:00")
    calls.done("interview", "outcome", interview, "offer")
    assert set(_due(calls)) == {"offer"}
    (request,) = calls.json("request", "draft", interview, "--kind", "decline")
    calls.done("request", "sent", request)
    assert _due(calls) == {}


def test_everybody_of_an_application_is_asked_once(calls: Calls) -> None:
    """Named by its application: people of all rounds, whoever was in several of them once."""
    first = _held(calls, "9 days ago 10:00")
    _held(calls, "5 days ago 10:00", "--interviewer", GRACE)
    calls.done("interview", "outcome", first, "rejected")
    application = calls.json("interview", "show", first)["application_id"]
    assert len(calls.json("request", "draft", application)) == 2
    assert len(calls.json("request", "list")) == 2


def test_what_they_said_about_later_is_written_to_and_dropped(calls: Calls) -> None:
    """The day comes from their words; `--kind re-approach` writes, `--never` takes it away."""
    request = calls.asked()
    calls.done("request", "reply", request, stdin="Do apply again in six months.")
    calls.done("finding", "add", request, "--kind", "opportunity", "--quote", "apply again in six months")
    interview = calls.json("request", "show", request)["interview_id"]
    assert calls.json("request", "draft", interview, "--kind", "re-approach") == [request]
    calls.done("request", "discard", request)
    calls.done("request", "reapproach", request, "--never")
    assert "request reapproach ID WHEN" in calls.refused("request", "draft", interview, "--kind", "re-approach")


def test_who_is_written_to_again_is_named_by_the_beginning_of_an_id(calls: Calls) -> None:
    """Whoever no conversation has begun with is named as such."""
    request = calls.replied("Try again in March.")
    shown = calls.json("request", "show", request)
    person, about = shown["person"]["id"], shown["interview_id"]
    drafting = ("request", "draft", about, "--kind", "re-approach", "--person")
    assert calls.json(*drafting, person[:6]) == [request]
    assert "No conversation with “zzzz” has begun" in calls.refused(*drafting, "zzzz")


def test_what_is_due_waits_until_a_day(calls: Calls) -> None:
    """Whatever it is, by the id it is listed with; the table says since when it is due, not the day."""
    interview = _held(calls, "-4d 10:00")
    assert "since" in calls.done("due").splitlines()[0]
    assert set(_due(calls)) == {"reflect"}
    answer = calls("due", "--wait", interview[:6], "--until", "+2d")
    assert "It waits until" in answer.err
    assert not _due(calls)
    answer = calls("due")
    assert "Nothing is due today." in answer.err
    assert "Next: " in answer.err
    assert calls("due", "--wait", "nothing-like-it").code == 1
