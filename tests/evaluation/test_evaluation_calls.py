"""The command line of the evaluation: evaluate, prep, and what examples, pointers and findings gained."""

import json

import pytest
from tests.cli.calls import Calls, Screen

WORDS = "You were clear about trade-offs. I would have liked a concrete incident. Prepare two outages."


@pytest.fixture
def marked(calls: Calls) -> Calls:
    """The same person with a reply in which three phrases are marked."""
    request = calls.replied(WORDS)
    for kind, quote, competency in (
        ("strength", "clear about trade-offs", "Communication"),
        ("area", "a concrete incident", "How you told it"),
        ("advice", "Prepare two outages", "How you told it"),
    ):
        calls.done("finding", "add", request, "--kind", kind, "--quote", quote, "--competency", competency)
    return calls


def test_evaluate_answers_in_one_document(marked: Calls) -> None:
    """Every claim carries its sources, and one interview is seen once."""
    found = marked.json("evaluate")
    (strength,) = found["strengths"]
    assert (strength["competency"], strength["seen"], strength["pattern"]) == ("communication", "seen once", False)
    assert strength["sources"][0]["words"] == "clear about trade-offs"
    assert found["blind_spots"] == []
    compared = {line["name"]: line for line in found["calibration"]}
    assert (compared["How you told it"]["own"], compared["How you told it"]["sources"]) == (
        [],
        found["areas"][0]["sources"][:1],
    )
    replies = {"round": "", "asked": 1, "replied": 1, "unasked": 0, "rate": None, "median_days": None}
    assert found["replies"][0] == replies
    assert found["answers"]["usual_story_percent"] == 23


def test_evaluate_is_readable_in_eighty_columns(marked: Calls) -> None:
    """Words and who said them stand below each claim; no line is wider than the terminal."""
    page = marked("evaluate", stdout=Screen()).out
    assert "Communication: named as a strength, seen once." in page
    assert "+ strength “clear about trade-offs” (Ada Byron, Initech" in page
    assert max(map(len, page.split("\n"))) <= 80


@pytest.mark.parametrize(("form", "opening"), [("text", "Evaluation"), ("md", "# Evaluation"), ("html", "<!DOCTYPE")])
def test_evaluate_writes_each_form(marked: Calls, form: str, opening: str) -> None:
    """What is to be worked on stands first in each, with its words."""
    page = marked.done("evaluate", "--format", form)
    assert page.startswith(opening)
    assert "a concrete incident" in page
    assert page.casefold().index("to work on, at most three") < page.casefold().index("areas to develop")


def test_the_words_of_a_decision_are_read_though_nothing_is_marked(calls: Calls) -> None:
    """The reason they give is told; a reply in which nothing is marked stands in its words."""
    calls.replied("Thank you.")
    interview = calls.json("interview", "list")[0]["id"]
    words = "We have decided to go with an internal candidate."
    calls.done("interview", "outcome", interview, "rejected", "--words", words)
    found = calls.json("evaluate")
    assert found["suspected"] == []
    assert [claim["name"] for claim in found["reasons"]] == ["somebody internal"]
    assert found["unmarked"][0]["words"] == "Thank you."


def test_evaluate_takes_a_filter(marked: Calls) -> None:
    """Period, role and round leave out what they do not name."""
    assert marked.json("evaluate", "--role", "gardener")["strengths"] == []
    assert marked.json("evaluate", "--until", "2020-01-01")["interviews"] == 0
    assert marked.json("evaluate", "--since", "2020-01-01")["filter"].startswith("since Wed 1 Jan 2020")
    answer = marked("evaluate", "--round", "none")
    assert (answer.code, "nothing is said" in answer.err) == (0, True)


def test_an_empty_journal_is_evaluated_without_a_claim(calls: Calls) -> None:
    """Only what is unknown is listed."""
    assert calls.json("evaluate")["areas"] == []
    assert "Nobody has spoken of these yet" in calls.done("evaluate")


@pytest.mark.parametrize(("form", "opening"), [("text", "Initech"), ("md", "# Initech"), ("html", "<!DOCTYPE html>")])
def test_prep_writes_each_form(marked: Calls, form: str, opening: str) -> None:
    """For the interview that is named."""
    one = marked.json("interview", "list")[0]["id"]
    assert marked.done("prep", one[:5], "--format", form).startswith(opening)


def test_prep_answers_in_one_document(marked: Calls) -> None:
    """What is asked for, weak points with what to do, and the letter."""
    one = marked.json("interview", "list")[0]["id"]
    sheet = marked.json("prep", one)
    assert sheet["interview"]["id"] == one
    assert [point["title"] for point in sheet["weak_points"]] == ["How you told it"]
    assert "one interview proves nothing" in sheet["letter"]


def test_prep_for_the_evening_is_one_page(marked: Calls) -> None:
    """As text, as a page, and as one document; nothing of it is a weak point."""
    one = marked.done("interview", "add", "--company", "Hooli", "--role", "Backend", "--at", "+2d 10:00")
    shown = " ".join(marked.done("prep", "--evening").split())
    assert shown.endswith("said: “clear about trade-offs”.")
    assert "concrete incident" not in shown
    assert "To sleep on" in marked.done("prep", one, "--evening", "--format", "html")
    page = marked.json("prep", one, "--evening")
    assert set(page) == {"interview", "facts", "pointers", "stories", "last"}
    assert page["last"] in shown


def test_a_posting_is_kept_from_a_file_and_read_by_the_sheet(marked: Calls) -> None:
    """`--posting-file`, or `--posting`; both at once are refused, and what it asks for is quoted."""
    application = marked.json("application", "list")[0]["id"]
    marked.done("application", "edit", application, "--posting-file", "-", stdin="Profile\n- You work in a team\n")
    assert marked.json("application", "show", application)["posting"] == "Profile\n- You work in a team"
    reasons = [
        asked["because"] for asked in marked.json("prep", marked.json("interview", "list")[0]["id"])["asked_for"]
    ]
    assert "posting: “You work in a team”" in reasons
    twice = marked("application", "edit", application, "--posting", "x", "--posting-file", "-", stdin="y")
    assert (twice.code, "given twice" in twice.err) == (2, True)
    marked.done("application", "edit", application, "--posting", "")
    assert marked.json("application", "show", application)["posting"] == ""


def test_prep_without_a_planned_interview_says_what_to_do(calls: Calls) -> None:
    """A sentence and exit code 1."""
    answer = calls("prep")
    assert answer.code == 1
    assert "No interview is planned" in answer.err


def test_prep_knows_only_its_own_forms(marked: Calls) -> None:
    """Another one is a wrong word."""
    assert marked("prep", "--format", "pdf").code == 2


def test_a_pointer_from_a_finding_needs_no_words(marked: Calls) -> None:
    """Words are offered, and its history is shown."""
    finding = marked.json("finding", "list", "--kind", "area")[0]["id"]
    made = marked.json("pointer", "add", "--finding", finding)
    assert "“a concrete incident”" in made["sentence"]
    shown = marked.json("pointer", "show", made["id"])
    assert (shown["history"], shown["competency"], shown["ratings"]) == ("not tried yet", "telling", None)
    assert "not tried yet" in marked.done("pointer", "show", made["id"])
    assert marked("pointer", "add", "--when", "they ask").code == 2


def test_advice_with_a_day_shows_in_due_until_it_is_done(marked: Calls) -> None:
    """Planned, due, done, and open again."""
    finding = marked.json("finding", "list", "--kind", "advice")[0]["id"]
    planned = marked.json("finding", "plan", finding, "--by", "today", "--do", "write down the second outage")
    assert planned["todo"]["text"] == "write down the second outage"
    due = [one for one in marked.json("due") if one["action"] == "advice"]
    assert [one["finding_id"] for one in due] == [finding]
    assert marked.json("finding", "done", finding)["todo"]["done"] is not None
    assert [one for one in marked.json("due") if one["action"] == "advice"] == []
    assert marked.json("finding", "done", finding, "--undo")["todo"]["done"] is None


def test_examples_are_rehearsed_and_covered(calls: Calls) -> None:
    """Seconds and notes are kept; the matrix lists gaps first."""
    parts = ("--action", "I paused it.", "--result", "No order was lost.", "--role", "Backend")
    one = calls.done("example", "add", "--title", "The queue", "--competency", "Ownership", *parts)
    told = calls.json("example", "rehearse", one, "--seconds", "85", "--without-notes")
    assert (told["rehearsals"][0]["seconds"], told["rehearsals"][0]["without_notes"]) == (85, True)
    assert told["roles"] == ["Backend"]
    rows = calls.json("example", "coverage")["coverage"]
    assert [row["gap"] for row in rows] == sorted((row["gap"] for row in rows), reverse=True)
    assert next(row for row in rows if row["competency"] == "ownership")["ready"] == [one]
    assert "The queue" in calls.done("example", "coverage")
    assert calls("example", "rehearse", one, "--seconds", "0").code == 2


def test_competencies_merge_and_carry_a_line(marked: Calls) -> None:
    """Findings are with the one that remains; your own line stands with it."""
    kept = marked.json("competency", "merge", "Communication", "teamwork")
    assert kept["id"] == "teamwork"
    assert marked.json("finding", "list", "--kind", "strength")[0]["competency"] == "teamwork"
    merged = next(one for one in marked.json("competency", "list", "--all") if one["id"] == "communication")
    assert (merged["archived"], merged["merged_into"]) == (True, "teamwork")
    assert (
        marked.json("competency", "why-me", "teamwork", "I keep teams together.")["why_me"] == "I keep teams together."
    )
    assert marked("competency", "merge", "teamwork", "teamwork").code == 1


def test_the_way_there_is_told_on_the_sheet(calls: Calls) -> None:
    """Minutes of travel lead to a time to leave."""
    add = ("interview", "add", "--company", "Oscorp", "--role", "Clerk", "--at", "2099-11-27T10:00", "--travel", "35")
    one = calls.done(*add)
    assert "leave by 09:10" in calls.done("prep")
    calls.done("interview", "edit", one, "--travel", "20")
    assert json.loads(calls.done("prep", "--json"))["interview"]["travel_minutes"] == 20


def test_a_file_that_is_no_text_is_no_posting(marked: Calls) -> None:
    """A PDF is refused in a sentence and nothing changes; a text in two bytes a character is read."""
    application = marked.json("application", "list")[0]["id"]
    file = marked.home / "posting.pdf"
    for raw in (b"%PDF-1.7 words", b"PK\x03\x04docx", b"a\0b"):
        file.write_bytes(raw)
        answer = marked("application", "edit", application, "--posting-file", str(file))
        assert (answer.code, "is no plain text" in answer.err) == (1, True)
    assert marked.json("application", "show", application)["posting"] == ""
    file.write_bytes("Du planst Dienste".encode("utf-16"))
    marked.done("application", "edit", application, "--posting-file", str(file))
    assert marked.json("application", "show", application)["posting"] == "Du planst Dienste"
