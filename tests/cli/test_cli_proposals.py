"""Rejections and invitations from the command line: listed, taken and dismissed; phrases marked and explained."""

import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.cli.calls import ADA, Calls

NO = "Dear Sam,\n\nunfortunately an internal candidate was chosen for the role.\n\nInitech"
COME = "Hi Sam,\n\nwe would like to invite you to a second interview.\n\nAda"


def put(folder: Path, text: str, key: str = "no-1") -> Path:
    """A mail of today from the company."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = (
        "Initech <jobs@initech.example>",
        "sam@doe.example",
        "Your role",
    )
    message["Date"], message["Message-ID"] = (
        format_datetime(datetime.now(UTC) - timedelta(hours=2)),
        f"<{key}@x.example>",
    )
    message.set_content(text)
    file = folder / f"{key}.eml"
    file.write_bytes(message.as_bytes())
    return file


@pytest.mark.parametrize("noun", ["proposal", "doubtful"])
def test_a_rejection_is_listed_and_taken(calls: Calls, tmp_path: Path, noun: str) -> None:
    """The check proposes it, the list names it for what it is, and taking it keeps its words; both nouns do."""
    calls.interview(ADA, at="3 weeks ago 10:00")
    answered = calls("check", "--json", "--eml", str(put(tmp_path, NO)))
    counts = json.loads(answered.out)
    assert (counts["proposals"], counts["doubtful"], counts["skipped"]) == (1, 1, 0)
    assert "1 rejection to confirm. See: afterword proposal list." in answered.err
    (listed,) = calls.json(noun, "list")
    assert (listed["id"], listed["offer"], listed["fate"]) == ("<no-1@x.example>", "rejection", "open")
    assert calls.json("due")[0]["action"] == "confirm-rejection"
    taken = calls(noun, "accept", "no-1", "--json")
    record = json.loads(taken.out)
    assert (record["outcome"], record["channel"], record["words"]) == ("rejected", "mail", NO)
    assert "Not this time." in taken.err
    assert calls.json(noun, "list") == []


def test_a_decision_of_a_stranger_is_counted(calls: Calls, tmp_path: Path) -> None:
    """It stands among those passed over, and nothing is noted."""
    calls.interview(ADA, at="3 weeks ago 10:00")
    mail = put(tmp_path, NO.replace("Initech", "Hooli"))
    mail.write_bytes(mail.read_bytes().replace(b"Initech <jobs@initech.example>", b"Hooli <jobs@hooli.example>"))
    answered = calls("check", "--json", "--eml", str(mail))
    assert json.loads(answered.out)["skipped"] == 1
    assert "1 mail about an application that is not kept here" in answered.err
    assert calls.json("proposal", "list") == []


def test_what_is_dismissed_stays_dismissed(calls: Calls, tmp_path: Path) -> None:
    """The same mail is offered to nobody again."""
    calls.interview(ADA, at="3 weeks ago 10:00")
    mail = put(tmp_path, NO)
    calls.done("check", "--eml", str(mail))
    assert calls.json("proposal", "dismiss", "no-1")["fate"] == "ignored"
    assert calls.json("check", "--eml", str(mail))["proposals"] == 0


def test_an_invitation_becomes_an_interview(calls: Calls, tmp_path: Path) -> None:
    """Where it names no hour it is asked for; it joins the application it goes on with."""
    first = calls.interview(ADA, at="3 weeks ago 10:00")
    calls.done("check", "--eml", str(put(tmp_path, COME)))
    refused = calls("proposal", "accept", "no-1")
    assert (refused.code, "--at WHEN" in refused.err) == (2, True)
    added = calls.json("proposal", "accept", "no-1", "--at", "+3d 14:00", "--round", "final")
    before = calls.json("interview", "show", first)
    assert (added["application_id"], added["round"]) == (before["application_id"], "final")
    assert calls.json("proposal", "list") == []


def test_an_answer_is_accepted_into_its_conversation(calls: Calls, tmp_path: Path) -> None:
    """What only a person can place is placed by the same verb, where one conversation is possible."""
    request = calls.asked()
    mail = put(tmp_path, "You were clear about trade-offs.")
    ours = calls.json("request", "show", request)
    raw = mail.read_bytes().replace(b"Initech <jobs@initech.example>", b"Ada Byron <ada@home.example>")
    mail.write_bytes(raw)
    calls.done("check", "--eml", str(mail))
    assert calls.json("proposal", "accept", "no-1")["state"] == "replied"
    assert ours["state"] != "replied"


def test_the_words_of_a_rejection_are_marked(calls: Calls) -> None:
    """Typed by hand, they are marked by the application's id, and listed beside what was marked in replies."""
    about = calls.interview(ADA, at="3 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--words", "We chose an internal candidate.")
    application = calls.json("interview", "show", about)["application_id"]
    finding = calls.done("finding", "add", application, "--kind", "reason", "--quote", "an internal candidate")
    (listed,) = calls.json("finding", "list", "--kind", "reason")
    assert (listed["id"], listed["company"], listed["interview_id"]) == (finding, "Initech", about)
    assert [shown["id"] for shown in calls.json("application", "show", application)["findings"]] == [finding]
    (reason,) = calls.json("evaluate")["reasons"]
    assert (reason["name"], reason["stance"], bool(reason["can"])) == ("somebody internal", "reason", True)
    refused = calls("finding", "add", application, "--kind", "reason", "--quote", "a hiring freeze")
    assert (refused.code, "do not stand" in refused.err) == (1, True)


def test_a_phrase_is_explained(calls: Calls) -> None:
    """What it is, what it tells, what it does not, what can be done; no store is made for it."""
    told = calls.done("phrase", "explain", "Unfortunately an internal candidate was chosen.")
    for words in ("somebody internal", "tells", "does not tell", "what you can do"):
        assert words in told
    (record,) = calls.json("phrase", "explain", "-", stdin="The position has been filled.")
    assert (record["id"], record["words"]) == ("filled", "The position has been filled.")
    assert not calls.journal.exists()


def test_an_unknown_phrase_is_said_to_be_unknown(calls: Calls) -> None:
    """Honestly, and with what can be done all the same."""
    answered = calls("phrase", "explain", "purple", "elephants", "--json")
    assert (answered.code, json.loads(answered.out)) == (0, [])
    assert "No phrase in it is known here" in answered.err
    assert calls("phrase", "explain", " ").code == 2
