"""The verbs of questions: what was asked, the next answer, an example of an answer."""

from tests.cli.calls import ADA, Calls


def asked(calls: Calls, *questions: str, own: str = "") -> str:
    """An interview with Ada in which these were asked, answered by a story without a result; its id."""
    about = calls.interview(ADA)
    service = ("reflect", about)
    answers = "".join(f"{question}\nstory\ny\nn\nn\n\n\n" for question in questions)
    before = ">\n" * 4
    after = "\n" + (f"{own}\nOne week in six.\n\n" if own else "")
    done = calls(*service, stdin=before + answers + after)
    assert done.code == 0, done.err
    return about


def test_a_question_asked_twice_is_listed_once_with_what_is_worth_preparing(calls: Calls) -> None:
    """In other words it is the same; its id is that of the latest answer."""
    first, second = asked(calls, "A conflict in a team", "Design a cache"), asked(calls, "A time you disagreed")
    conflict, cache = calls.json("question", "list")
    assert conflict["question"] in ("A conflict in a team", "A time you disagreed")
    assert conflict["notes"] == [
        "asked twice, never with a result",
        "not enough the last time",
        "no example serves it yet",
    ]
    assert {once["interview_id"] for once in conflict["asked"]} == {first, second}
    assert {(once["company"], once["by"], once["kind"]) for once in conflict["asked"]} == {
        ("Initech", "Ada Byron", "story")
    }
    assert (cache["times"], cache["untold"], cache["better"], cache["example"]) == (1, True, "", None)
    text = calls.done("question", "list")
    assert "asked twice, never with a result" in text
    assert conflict["id"] in text


def test_the_list_is_narrowed_by_flags(calls: Calls) -> None:
    """A part of a name will do; what fits nothing says so and is no error."""
    about = asked(calls, "A conflict in a team", "Design a cache")
    calls.done("interview", "edit", about, "--round", "First call")
    assert len(calls.json("question", "list", "--company", "init", "--round", "first", "--role", "backend")) == 2
    nothing = calls("question", "list", "--company", "hooli")
    assert (nothing.code, nothing.out) == (0, "")
    assert "No question fits." in nothing.err
    shown = calls.json("reflect", about, "--show")["answers"][0]["id"]
    calls.done("example", "add", "--from-answer", shown, "--competency", "Teamwork", "--result", "Both stayed.")
    assert len(calls.json("question", "list", "--untold")) == 2
    assert calls("question", "list", "--competency", "juggling").code == 1
    assert calls.json("question", "list", "--competency", "Ownership") == []


def test_the_next_answer_is_kept_and_taken_away(calls: Calls) -> None:
    """Any beginning of the id of any answer to it will do."""
    asked(calls, "A conflict in a team")
    (question,) = calls.json("question", "list")
    done = calls("question", "better", question["id"][:6], "--text", "I will begin with how it ended.")
    assert (done.code, done.out) == (0, "")
    assert "Next time: I will begin with how it ended." in done.err
    page = calls.done("question", "show", question["id"])
    assert "I will begin with how it ended." in page
    assert "Ada Byron asked; story: an action, no result, not enough." in page
    assert calls.json("question", "better", question["id"], "--text", "")["better"] == ""
    assert calls("question", "better", "nope", "--text", "x").code == 1
    assert calls("question", "better", question["id"]).code == 2


def test_an_example_is_made_of_an_answer(calls: Calls) -> None:
    """The question is its title, what is typed comes first, and the answer is tied to it."""
    asked(calls, "Tell me about a conflict in your team")
    (question,) = calls.json("question", "list")
    calls.done("question", "better", question["id"], "--text", "I asked both what they needed.")
    made = calls.json("example", "add", "--from-answer", question["id"], "--result", "Both stayed.")
    assert (made["title"], made["action"], made["result"]) == (
        "A conflict in your team",
        "I asked both what they needed.",
        "Both stayed.",
    )
    (question,) = calls.json("question", "list")
    assert question["example"] == {"id": made["id"], "title": made["title"], "told": True}
    assert question["asked"][0]["example"] == made["id"]
    assert calls("example", "add", "--from-answer", "nope").code == 1
    assert calls("example", "add").code == 2


def test_what_you_asked_them_is_listed_with_what_they_said(calls: Calls) -> None:
    """In a list of its own, which the other one names."""
    asked(calls, "A conflict in a team", own="What does the rota look like?")
    assert "question list --yours" in calls("question", "list").err
    (own,) = calls.json("question", "list", "--yours")
    assert (own["question"], own["asked"][0]["reply"]) == ("What does the rota look like?", "One week in six.")
    assert "One week in six." in calls.done("question", "list", "--yours")
    assert calls.json("question", "list", "--yours", "--company", "hooli") == []


def test_the_evaluation_holds_the_questions_of_the_interviews_that_count(calls: Calls) -> None:
    """As JSON and as text; a filter leaves others out."""
    asked(calls, "A conflict in a team", own="What does the rota look like?")
    found = calls.json("evaluate")
    assert [known["question"] for known in found["questions"]] == ["A conflict in a team"]
    assert [known["question"] for known in found["own_questions"]] == ["What does the rota look like?"]
    assert calls.json("evaluate", "--role", "Nurse")["questions"] == []
    text = calls.done("evaluate")
    assert "“A conflict in a team”: never told with a result; not enough; no example serves it yet." in text
    assert "“What does the rota look like?”" in text


def test_a_question_asked_before_is_known_in_the_prompts(calls: Calls) -> None:
    """Before the answer is asked for, it is said what is known."""
    asked(calls, "A conflict in a team")
    about = calls.interview(ADA)
    told = calls("reflect", about, stdin=">\n" * 4 + "A time you disagreed\n").err
    assert "Asked before at Initech · Backend; never told with a result; not enough; no example serves it yet." in told
    new = calls("reflect", calls.interview(ADA), stdin=">\n" * 4 + "Design a cache\n").err
    assert "Asked before" not in new


def test_ids_of_questions_are_completed(calls: Calls) -> None:
    """The shells ask for them."""
    asked(calls, "A conflict in a team")
    (question,) = calls.json("question", "list")
    assert calls.json("completion", "bash", "--ids", "question") == {question["id"]: "A conflict in a team"}
    script = calls.done("completion", "bash")
    assert "'question show 1') spec='@question'" in script
    assert "'example add --from-answer') spec='@question'" in script


def test_an_empty_journal_says_where_questions_come_from(calls: Calls) -> None:
    """And that is no failure."""
    answer = calls("question", "list")
    assert (answer.code, answer.out) == (0, "")
    assert "afterword reflect ID" in answer.err
