"""The verbs of requests: the tracker, the letters, and what happened to them."""

import email
import email.policy
import json

import pytest
from tests.cli.calls import ADA, GRACE, Calls, Screen

LINE_KEYS = {
    "id",
    "application_id",
    "person",
    "interview_id",
    "company",
    "role",
    "interviewer",
    "state",
    "asked_at",
    "replied_at",
    "waiting_days",
    "next",
}


def _rejected(calls: Calls, *people: str) -> str:
    about = calls.interview(*people, at="2 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "10 days ago")
    return about


def _state(calls: Calls, request: str) -> str:
    return str(calls.json("request", "show", request)["state"])


def test_draft_prints_an_id_for_each_interviewer(calls: Calls) -> None:
    """Everybody not asked yet gets a draft; a second call has nobody left and is refused."""
    about = _rejected(calls, ADA, GRACE)
    ids = calls.done("request", "draft", about).split("\n")
    assert len(ids) == 2
    assert {_state(calls, one) for one in ids} == {"draft"}
    answer = calls("request", "draft", about)
    assert (answer.code, answer.out) == (1, "")


def test_a_request_without_a_decision_says_what_it_takes_for_granted(calls: Calls) -> None:
    """The letter speaks of a decision, so it is said that none is noted, and which letters come before one."""
    about = calls.interview(ADA, at="2 weeks ago 10:00")
    assert "afterword interview outcome" in calls("request", "draft", about).err
    assert "none is noted" not in calls("request", "draft", _rejected(calls, GRACE)).err


def test_an_id_of_another_kind_is_told_with_those_that_belong_to_it(calls: Calls) -> None:
    """An interview is not marked in; its application and its requests are named, and the other way round."""
    about = _rejected(calls, ADA)
    request = calls.done("request", "draft", about)
    application = calls.json("interview", "show", about)["application_id"]
    mark = ("finding", "add", about, "--kind", "strength", "--quote", "clear")
    assert f"application {application}; request {request} (Ada Byron)" in calls.refused(*mark)
    assert f"interview {about}" in calls.refused("request", "show", application)
    assert f"interview {about}" in calls.refused("application", "show", request)
    assert "is the id of a person" in calls.refused("interview", "show", calls.json("person", "list")[0]["id"])


def test_draft_for_one_interviewer(calls: Calls) -> None:
    """`--interviewer` drafts for that address alone, whatever its case."""
    about = _rejected(calls, ADA, GRACE)
    (only,) = calls.json("request", "draft", about, "--interviewer", "GRACE@initech.example")
    assert calls.json("request", "show", only)["interviewer"]["name"] == "Grace Hopper"


def test_list_has_exactly_the_promised_fields(calls: Calls) -> None:
    """The record of the tracker is what scripts were promised."""
    request = calls.asked()
    (line,) = calls.json("request", "list")
    assert set(line) == LINE_KEYS
    assert set(line["interviewer"]) == {"name", "email"}
    assert (line["id"], line["state"], line["waiting_days"]) == (request, "follow-up due", 10)
    assert set(line["next"]) == {"action", "due"}
    assert line["replied_at"] is None
    assert line["asked_at"].endswith(("+01:00", "+02:00"))


def test_list_filters_by_state_typed_either_way(calls: Calls) -> None:
    """`to-ask` and `to ask` are the same state."""
    _rejected(calls, ADA)
    assert len(calls.json("request", "list", "--state", "to ask")) == 1
    assert len(calls.json("request", "list", "--state", "to-ask")) == 1
    assert calls.json("request", "list", "--state", "replied") == []


def test_the_table_fits_eighty_columns(calls: Calls) -> None:
    """However long names are, the tracker stays within the width and keeps ids and states whole."""
    about = calls.interview("Wilhelmina Featherstonehaugh-Cholmondeley <w@initech.example>", at="2 weeks ago 10:00")
    calls.done("interview", "edit", about, "--company", "The Extraordinarily Long Company Name Group")
    calls.done("interview", "outcome", about, "rejected", "--on", "10 days ago")
    page = calls("request", "list", stdout=Screen()).out
    assert max(len(line) for line in page.split("\n")) <= 80
    assert calls.json("request", "list")[0]["id"] in page
    assert "to ask" in page


def test_eml_is_a_message_a_mail_program_can_open(calls: Calls) -> None:
    """The draft on stdout parses as RFC 5322 with one recipient, and drafting is not sending."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    message = email.message_from_string(calls.done("request", "eml", request), policy=email.policy.default)
    assert message["To"] == "Ada Byron <ada@initech.example>"
    assert message["From"] == "Alan <alan@home.example>"
    assert "Hello Ada," in message.get_content()
    assert _state(calls, request) == "draft"


def test_eml_needs_no_address_of_ones_own(calls: Calls) -> None:
    """A mail program adds the sender itself."""
    calls.config.write_text("")
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    assert "\nSubject: " in calls.done("request", "eml", request)


def test_edit_says_what_the_draft_holds(calls: Calls) -> None:
    """The default letter holds F1 to F5; one that holds less is told so."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    check = calls.json("request", "edit", request)
    parts = ("thanks", "consideration", "opportunities", "pointers", "advice")
    assert check["parts"] == dict.fromkeys(parts, True)
    assert (50 <= check["words"] <= 125, check["questions"], check["warnings"]) == (True, 2, [])
    poor = calls.json("request", "edit", request, "--subject", "Hm", "--body-file", "-", stdin="Hello Ada, why?")
    assert not any(poor["parts"].values())
    assert (poor["words"], poor["questions"]) == (3, 1)
    assert poor["warnings"]
    assert calls.json("request", "show", request)["draft"]["subject"] == "Hm"


def test_a_draft_is_edited_from_a_file(calls: Calls) -> None:
    """`--body-file` takes the words of a file; one that is not there is refused and changes nothing."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    letter = calls.home / "letter.txt"
    letter.write_text("Thank you.\n")
    calls.done("request", "edit", request, "--body-file", str(letter))
    assert calls("request", "edit", request, "--body-file", str(calls.home / "none")).code == 1
    assert calls.json("request", "show", request)["draft"]["body"] == "Thank you.\n"


def test_sent_counts_from_the_day_that_was_said(calls: Calls) -> None:
    """“I sent it myself” three days ago waits three days."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    line = calls.json("request", "sent", request, "--on", "3 days ago")
    assert (line["state"], line["waiting_days"]) == ("waiting", 3)


def test_follow_up_once(calls: Calls) -> None:
    """One nudge can be drafted and sent; a second one is refused."""
    request = calls.asked()
    assert calls.json("request", "follow-up", request) == [request]
    calls.done("request", "sent", request)
    assert _state(calls, request) == "waiting"
    assert calls("request", "follow-up", request).code == 1


def test_thank_before_a_reply_is_refused(calls: Calls) -> None:
    """The second thank-you exits with 1 unless the interviewer has replied."""
    answer = calls("request", "thank", calls.asked())
    assert (answer.code, answer.out) == (1, "")
    assert "none has been recorded yet" in answer.err


def test_what_a_thank_you_thanks_for_is_the_feedback(calls: Calls) -> None:
    """The check names the part as the letter means it, present or missing."""
    request = calls.replied("You were clear about trade-offs.")
    calls.done("request", "thank", request)
    assert "yes  thank-you for the feedback" in calls.done("request", "edit", request, "--subject", "Re: our interview")
    body = calls.home / "letter.txt"
    body.write_text("Hello Ada,\n\nuntil soon.\n", encoding="utf-8")
    assert "Missing: thank-you for the feedback." in calls.done("request", "edit", request, "--body-file", str(body))


def test_thank_quotes_the_marked_strength(calls: Calls) -> None:
    """After a reply the draft quotes what they named, and sending it ends the thread."""
    request = calls.replied("You were clear about trade-offs.")
    calls.done("finding", "add", request, "--kind", "strength", "--quote", "clear about trade-offs")
    assert calls.done("request", "thank", request) == request
    assert "“clear about trade-offs”" in calls.json("request", "show", request)["draft"]["body"]
    assert calls.json("request", "sent", request)["state"] == "thanked"


def test_snooze_holds_the_next_step(calls: Calls) -> None:
    """What rests is not due until the day that was said, which cannot lie behind."""
    request = calls.asked()
    assert [one["request_id"] for one in calls.json("due") if one["action"] == "follow-up"] == [request]
    calls.done("request", "snooze", request, "--until", "+3d")
    assert [one for one in calls.json("due") if one["request_id"]] == []
    assert calls("request", "snooze", request, "--until", "yesterday").code == 1


@pytest.mark.parametrize(("word", "state"), [("no-answer", "no answer"), ("declined", "declined"), ("done", "closed")])
def test_close_and_reopen(calls: Calls, word: str, state: str) -> None:
    """A conversation is closed for a reason and can be opened again."""
    request = calls.asked()
    assert calls.json("request", "close", request, "--as", word)["state"] == state
    assert calls("request", "close", request).code == 1
    assert calls.json("request", "reopen", request)["state"] == "follow-up due"


def test_a_bounce_is_mended_with_the_right_address(calls: Calls) -> None:
    """A returned letter waits for an address; with one, it is a draft again."""
    request = calls.asked()
    assert calls.json("request", "bounced", request, "--reason", "no such user")["next"]["action"] == "fix-address"
    mended = calls.json("request", "address", request, "ada.byron@initech.example")
    assert (mended["state"], mended["interviewer"]["email"]) == ("draft", "ada.byron@initech.example")
    assert calls("request", "address", request, "nonsense").code == 2


def test_an_absence_is_no_reply(calls: Calls) -> None:
    """Out of office until a day: still waiting, and nothing is due before."""
    line = calls.json("request", "absent", calls.asked(), "--until", "+10d")
    assert (line["state"], line["replied_at"]) == ("waiting", None)


def test_reapproach_is_planned_and_taken_away(calls: Calls) -> None:
    """“Keep me in mind” gets a day months later; `--never` takes it away."""
    request = calls.replied("We will keep you in mind.")
    calls.done("request", "thank", request)
    calls.done("request", "sent", request)
    assert calls.json("request", "reapproach", request)["next"]["action"] == "re-approach"
    assert calls.json("request", "reapproach", request, "--never")["next"] is None


def test_writing_again_is_drafted_and_noted_as_done(calls: Calls) -> None:
    """`--draft` writes that letter and `--done` settles the day, whether or not it was sent from here."""
    request = calls.replied("We will keep you in mind.")
    calls.done("request", "thank", request)
    calls.done("request", "sent", request)
    calls.done("request", "reapproach", request)
    assert calls.json("request", "reapproach", request, "--draft") == [request]
    assert "an opening now, or soon" in calls.done("request", "edit", request)
    assert calls.json("request", "reapproach", request, "--done")["next"] is None
    assert calls("request", "reapproach", request, "--done").code == 1


def test_an_offer_leaves_nothing_to_ask(calls: Calls) -> None:
    """After an offer a draft is refused with a sentence that says why."""
    interview = calls.interview("Ada Byron <ada@initech.example>")
    calls.done("interview", "outcome", interview, "offer")
    assert "ended in an offer" in calls.refused("request", "draft", interview)


def test_show_prints_the_conversation(calls: Calls) -> None:
    """The page holds who, how it stands, each letter once, and the reply."""
    request = calls.replied("You were clear about trade-offs.")
    page = calls.done("request", "show", request)
    assert "Ada Byron <ada@initech.example>" in page
    assert page.count("Hello Ada,") == 1
    assert "You were clear about trade-offs." in page


def test_due_lists_and_counts(calls: Calls) -> None:
    """`due` names the actions with their ids; `--quiet` prints how many, or nothing."""
    assert calls.done("due", "--quiet") == ""
    request = calls.asked()
    (item,) = [one for one in calls.json("due") if one["action"] == "follow-up"]
    assert set(item) == {"action", "request_id", "interview_id", "application_id", "due", "text"}
    assert item["request_id"] == request
    assert calls.done("due", "--quiet") == str(len(calls.json("due")))
    assert request in calls.done("due")


def test_discard_takes_the_draft_away(calls: Calls) -> None:
    """An unsent draft can be thrown away; then there is nothing to edit."""
    (request,) = calls.json("request", "draft", _rejected(calls, ADA))
    assert calls.json("request", "discard", request)["state"] == "to ask"
    assert calls("request", "edit", request).code == 1
    assert json.loads(calls("request", "list", "--json").out)[0]["state"] == "to ask"
