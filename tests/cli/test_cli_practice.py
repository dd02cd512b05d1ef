"""The verbs of findings, examples, pointers and competencies."""

from tests.cli.calls import Calls

WORDS = "You were clear about trade-offs. I would have liked a concrete incident."


def test_a_finding_must_stand_in_the_reply(calls: Calls) -> None:
    """A quote that was never written is refused; one retyped with other spaces and case is found."""
    request = calls.replied(WORDS)
    assert calls("finding", "add", request, "--kind", "area", "--quote", "too quiet").code == 1
    found = calls.json("finding", "add", request, "--kind", "strength", "--quote", "Clear  about TRADE-OFFS")
    assert (found["quote"], found["kind"], found["interviewer"]) == ("clear about trade-offs", "strength", "Ada Byron")
    assert calls.json("finding", "list") == [found]


def test_a_finding_before_any_reply_is_refused(calls: Calls) -> None:
    """There is nothing to mark yet."""
    assert "no reply" in calls.refused("finding", "add", calls.asked(), "--kind", "area", "--quote", "x")


def test_findings_take_a_competency_by_name_and_change(calls: Calls) -> None:
    """A competency is named, changed, taken away; the mark can be removed."""
    request = calls.replied(WORDS)
    add = ("finding", "add", request, "--kind", "area", "--quote", "a concrete incident", "--competency", "teamwork")
    one = calls.done(*add)
    assert calls.json("finding", "list")[0]["competency"] == "teamwork"
    changed = calls.json("finding", "edit", one[:4], "--kind", "advice", "--competency", "Examples")
    assert (changed["kind"], changed["competency"]) == ("advice", "telling")
    assert calls.json("finding", "edit", one, "--competency", "")["competency"] is None
    assert calls("finding", "edit", one).code == 2
    assert calls.json("finding", "list", "--kind", "area") == []
    calls.done("finding", "rm", one)
    assert calls.json("finding", "list", "--request", request) == []


def test_an_unknown_competency_is_refused(calls: Calls) -> None:
    """A name nobody knows is a sentence, not a new competency."""
    request = calls.replied(WORDS)
    why = calls.refused("finding", "add", request, "--kind", "area", "--quote", "incident", "--competency", "juggling")
    assert "juggling" in why


def test_an_example_grows_part_by_part(calls: Calls) -> None:
    """A title is enough to begin with; what is still to write is told, and parts fill it."""
    answer = calls("example", "add", "--title", "The stalled queue", "--competency", "Ownership")
    assert "Still to write: situation, task, action, result." in answer.err
    one = answer.out.strip()
    record = calls.json("example", "edit", one, "--action", "I paused the consumers.", "--result", "No order was lost.")
    assert (record["title"], record["missing"]) == ("The stalled queue", ["situation", "task"])
    assert record["competencies"] == ["ownership"]
    assert calls.json("example", "edit", one, "--numbers", "40,000 orders")["action"] == "I paused the consumers."
    changed = calls.json("example", "edit", one, "--competency", "Teamwork")
    assert (changed["competencies"], changed["numbers"]) == (["teamwork"], "40,000 orders")
    page = calls.done("example", "show", one)
    assert "I paused the consumers." in page
    assert "Teamwork" in page


def test_examples_are_listed_by_competency_and_removed(calls: Calls) -> None:
    """`--competency` keeps those that show it; a removed one is gone from the list."""
    one = calls.done("example", "add", "--title", "A", "--competency", "teamwork")
    calls.done("example", "add", "--title", "B")
    assert [found["id"] for found in calls.json("example", "list", "--competency", "Teamwork")] == [one]
    calls.done("example", "rm", one)
    assert [found["title"] for found in calls.json("example", "list")] == ["B"]
    calls.done("example", "restore", one)
    assert {found["title"] for found in calls.json("example", "list")} == {"A", "B"}


def test_a_pointer_is_a_sentence_and_is_checked(calls: Calls) -> None:
    """When …, I will …; after an interview it is noted what became of it."""
    one = calls.done("pointer", "add", "--when", "When they ask why", "--will", "I will say why")
    (record,) = calls.json("pointer", "list")
    assert (record["id"], record["sentence"]) == (one, "When they ask why, I will say why.")
    about = calls.interview()
    assert calls.done("pointer", "check", one, "--interview", about, "--kept", "partly").startswith("partly:")
    assert calls.json("pointer", "list")[0]["checks"][0]["kept"] == "partly"


def test_pointers_are_edited_and_removed(calls: Calls) -> None:
    """One half can be put in other words; a removed pointer is gone from the list."""
    one = calls.done("pointer", "add", "--when", "a", "--will", "b")
    assert calls.json("pointer", "edit", one, "--will", "c")["sentence"] == "When a, I will c."
    assert calls("pointer", "edit", one).code == 2
    calls.done("pointer", "rm", one)
    assert calls.json("pointer", "list") == []


def test_a_pointer_answers_a_finding(calls: Calls) -> None:
    """A pointer made from a finding belongs to the same interview."""
    request = calls.replied(WORDS)
    finding = calls.json("finding", "add", request, "--kind", "area", "--quote", "a concrete incident")
    calls.done("pointer", "add", "--when", "a", "--will", "b", "--finding", finding["id"])
    (record,) = calls.json("pointer", "list")
    assert (record["finding_id"], record["interview_id"]) == (finding["id"], finding["interview_id"])


def test_competencies_are_added_renamed_and_archived(calls: Calls) -> None:
    """Ids stay when names change, and an archived one is out of the way but not gone."""
    one = calls.done("competency", "add", "Négociation", "--anchor", "Names both sides' aims.")
    assert calls.json("competency", "rename", one, "Negotiating")["id"] == one
    assert calls("competency", "add", "negotiating").code == 1
    calls.done("competency", "archive", "Negotiating")
    assert one not in [found["id"] for found in calls.json("competency", "list")]
    assert one in [found["id"] for found in calls.json("competency", "list", "--all")]
    calls.done("competency", "archive", "Negotiating", "--back")
    assert "Negotiating" in calls.done("competency", "list")


def test_the_headings_of_a_page_keep_the_word_i(calls: Calls) -> None:
    """An advice is something “I will” do, and a competency says why me."""
    request = calls.replied(WORDS)
    one = calls.done("finding", "add", request, "--kind", "advice", "--quote", "a concrete incident")
    calls.done("finding", "plan", one, "--by", "+3d", "--do", "Write two down")
    assert "I will      Write two down" in calls.done("finding", "show", one)
    calls.done("competency", "why-me", "teamwork", "I make quiet people heard.")
    assert "why me         I make quiet people heard." in calls.done("competency", "show", "teamwork")


def test_what_is_no_number_is_told_in_plain_words(calls: Calls) -> None:
    """As the forms say it, in every flag that takes a number."""
    interview = calls.interview()
    answer = calls("interview", "edit", interview, "--travel", "an hour")
    assert (answer.code, "“an hour” is no number of minutes." in answer.err) == (2, True)
    assert calls.json("interview", "edit", interview, "--travel", "45")["travel_minutes"] == 45
    assert calls.json("interview", "edit", interview, "--travel", "")["travel_minutes"] is None
    example = calls.done("example", "add", "--title", "The stalled queue")
    answer = calls("example", "rehearse", example, "--seconds", "ninety")
    assert (answer.code, "“ninety” is no whole number." in answer.err) == (2, True)


def test_nothing_is_called_changed_that_was_not(calls: Calls) -> None:
    """What is said again as it stands is refused, and no step is taken."""
    request = calls.replied(WORDS)
    marked = ("finding", "add", request, "--kind", "area", "--quote", "a concrete incident", "--competency", "teamwork")
    ids = {
        "finding": calls.done(*marked),
        "example": calls.done("example", "add", "--title", "The queue", "--competency", "Teamwork"),
        "pointer": calls.done("pointer", "add", "--when", "they ask about scale", "--will", "name the load"),
        "competency": calls.done("competency", "add", "Patience"),
    }
    steps = calls.json("undo", "--list")
    for words in (
        ("finding", "edit", ids["finding"], "--kind", "area", "--competency", "Teamwork"),
        ("example", "edit", ids["example"], "--title", "The queue", "--competency", "teamwork"),
        ("pointer", "edit", ids["pointer"], "--will", "name the load"),
        ("competency", "rename", ids["competency"], "Patience"),
    ):
        answer = calls(*words)
        assert (answer.code, answer.out) == (2, ""), words
        assert "Nothing was said to change" in answer.err
    draft = calls.done("request", "thank", request)
    calls.done("request", "edit", draft, "--subject", "Thank you")
    assert "says so already" in calls("request", "edit", draft, "--subject", "Thank you").err
    assert len(calls.json("undo", "--list")) == len(steps) + 2
