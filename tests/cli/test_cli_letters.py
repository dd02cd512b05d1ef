"""Letters from the command line: their kind, to whom, by which way, in which language, and how they read back."""

import pytest
from tests.cli.calls import ADA, GRACE, Calls

KEYS = {"parts", "words", "questions", "warnings", "channel", "characters", "fits"}


def _rejected(calls: Calls, *people: str) -> str:
    about = calls.interview(*people, at="2 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "3 days ago")
    return about


def _body(calls: Calls, request: str) -> str:
    events = calls.json("request", "show", request)["events"]
    return str(next(event["text"] for event in reversed(events) if event["kind"] == "drafted"))


@pytest.mark.parametrize(
    ("code", "greeting", "closing"),
    [
        ("en", "Hello Ada,", "Kind regards"),
        ("de", "Guten Tag Ada Byron,", "Mit freundlichen Grüßen"),
        ("fr", "Bonjour Ada Byron,", "Bien cordialement,"),
        ("es", "Buenos días, Ada Byron:", "Un cordial saludo,"),
    ],
)
def test_a_draft_in_each_language(calls: Calls, code: str, greeting: str, closing: str) -> None:
    """`--lang` chooses; it is read back in it, with all five parts."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA), "--lang", code)
    body = _body(calls, request)
    assert body.startswith(greeting)
    assert closing in body
    check = calls.json("request", "edit", request)
    assert set(check) == KEYS
    assert all(check["parts"].values())


def test_a_note_on_linkedin_is_counted(calls: Calls) -> None:
    """Its characters, and whether they fit a free account and any other; by what it went is kept."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA), "--channel", "linkedin")
    check = calls.json("request", "edit", request)
    assert (check["channel"], check["characters"]) == ("linkedin", len(_body(calls, request).strip()))
    assert check["fits"] == {"200": True, "300": True}
    assert "left of 200" in calls.done("request", "edit", request)
    answer = calls("request", "eml", request)
    assert (answer.code, "written for LinkedIn" in answer.err) == (1, True)
    calls.done("request", "sent", request)
    events = calls.json("request", "show", request)["events"]
    assert [event["channel"] for event in events if event["kind"] == "sent"] == ["linkedin"]


def test_how_a_letter_went_can_be_said(calls: Calls) -> None:
    """`request sent --channel` says that it went another way than it was drafted for."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    calls.done("request", "sent", request, "--channel", "phone")
    events = calls.json("request", "show", request)["events"]
    assert [event["channel"] for event in events if event["kind"] == "sent"] == ["phone"]


def test_which_letter_was_sent_can_be_said(calls: Calls) -> None:
    """`request sent --kind` names it; without a draft and before the decision it is no request for feedback."""
    about = calls.interview(ADA, at="yesterday 10:00")
    (request,) = calls.json("request", "draft", about, "--kind", "status")
    calls.done("request", "discard", request)
    said = calls("request", "sent", request)
    assert "Noted as sent: the note." in said.err
    said = calls("request", "sent", request)
    assert (said.code, "--kind KIND, which is note, status or request" in said.err) == (1, True)
    assert "Noted as sent: the status question." in calls("request", "sent", request, "--kind", "status").err


def test_a_draft_for_one_person_of_the_application(calls: Calls) -> None:
    """`--person` takes an id; without it everybody of the application gets one, each other words."""
    about = _rejected(calls, ADA, GRACE)
    people = {person["name"]: person["id"] for person in calls.json("person", "list")}
    application = calls.json("interview", "show", about)["application_id"]
    (grace,) = calls.json("request", "draft", application, "--person", people["Grace Hopper"])
    assert _body(calls, grace).startswith("Hello Grace,")
    (ada,) = calls.json("request", "draft", application)
    assert _body(calls, ada).splitlines()[2] != _body(calls, grace).splitlines()[2]


@pytest.mark.parametrize(("kind", "words"), [("note", "This needs no answer"), ("status", "where things stand?")])
def test_letters_before_a_decision(calls: Calls, kind: str, words: str) -> None:
    """A note after the interview, and the question where things stand."""
    about = calls.interview(GRACE, ADA, at="3 weeks ago 10:00" if kind == "status" else "1 day ago 10:00")
    drafted = calls.json("request", "draft", about, "--kind", kind)
    assert any(words in _body(calls, request) for request in drafted)


@pytest.mark.parametrize(("kind", "words"), [("accept", "I accept it gladly"), ("decline", "decided not to accept it")])
def test_letters_after_an_offer(calls: Calls, kind: str, words: str) -> None:
    """Accepting and declining, with thanks."""
    about = calls.interview(ADA, at="2 weeks ago 10:00")
    calls.done("interview", "outcome", about, "offer")
    (request,) = calls.json("request", "draft", about, "--kind", kind)
    assert words in _body(calls, request)


@pytest.mark.parametrize("words", [("--channel", "mentor"), ("--lang", "xx"), ("--kind", "thank-you")])
def test_what_cannot_be_drafted_is_refused(calls: Calls, words: tuple[str, str]) -> None:
    """With the choices there are."""
    answer = calls("request", "draft", _rejected(calls, ADA), *words)
    assert answer.code == 2
    assert words[1] in answer.err
