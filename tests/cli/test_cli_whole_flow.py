"""The flow a person follows, from the interview to the evaluation's raw material, by the command line alone."""

from tests.cli.calls import ADA, GRACE, Calls


def test_from_the_interview_to_the_thank_you(calls: Calls) -> None:
    """Add, reflect, be rejected, ask, track, record a reply, mark, thank, and find all of it again."""
    # 1 and 2: the interview, and the reflection before any feedback.
    about = calls.interview(ADA, GRACE, at="3 weeks ago 10:00")
    start = calls.json("interview", "show", about)["at"]
    calls.done("interview", "arrived", about, start[11:16])
    calls.done("reflect", about, stdin="\nThe diagram helped\n4 they built on it\n")
    # 3: the outcome makes two requests due.
    calls.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
    assert [one["action"] for one in calls.json("due") if one["request_id"]] == ["ask", "ask"]
    # 4: a draft each, complete as it stands; one is put in other words; both are sent by hand.
    ada, grace = calls.json("request", "draft", about)
    assert all(calls.json("request", "edit", ada)["parts"].values())
    for request in (ada, grace):
        assert "To: " in calls.done("request", "eml", request)
        assert calls.json("request", "sent", request, "--on", "12 days ago")["waiting_days"] == 12
    # 5: the nudge is due, and goes out once.
    assert [one["action"] for one in calls.json("due") if one["request_id"]] == ["follow-up", "follow-up"]
    calls.done("request", "follow-up", grace)
    assert calls.json("request", "sent", grace)["state"] == "waiting"
    _answered_and_thanked(calls, about, ada)
    # 8: what an evaluation rests on is all there.
    calls.done("example", "add", "--title", "The stalled queue", "--competency", "Examples")
    record = calls.json("interview", "show", about)
    assert {one["id"]: one["state"] for one in record["requests"]} == {ada: "thanked", grace: "waiting"}
    assert [one["kind"] for one in record["findings"]] == ["strength", "area"]
    assert record["reflection"]["ratings"][0]["value"] == 4
    assert record["reflection"]["pointers"][0]["sentence"] == "When they ask how, I will tell one incident."
    assert calls.json("request", "close", grace)["state"] == "closed"
    assert [one for one in calls.json("due") if one["request_id"]] == []


def _answered_and_thanked(calls: Calls, about: str, ada: str) -> None:
    # 6: Ada replies; the ratings lock; her words are marked.
    words = "You were clear about trade-offs. I would have liked a concrete incident."
    calls.done("request", "reply", ada, "--channel", "phone", "--on", "yesterday", stdin=words)
    assert calls.json("reflect", about, "--show")["locked"] is True
    calls.done("finding", "add", ada, "--kind", "strength", "--quote", "clear about trade-offs")
    area = calls.done("finding", "add", ada, "--kind", "area", "--quote", "a concrete incident")
    calls.done("pointer", "add", "--when", "they ask how", "--will", "tell one incident", "--finding", area)
    # 7: the thank-you quotes her and says what comes of it.
    assert [one["action"] for one in calls.json("due") if one["request_id"] == ada] == ["thank"]
    calls.done("request", "thank", ada)
    letter = calls.json("request", "show", ada)["draft"]["body"]
    assert "clear about trade-offs" in letter
    assert "when they ask how, I will tell one incident" in letter
    calls.done("request", "sent", ada)
    calls.done("request", "reapproach", ada, "+4 months")
