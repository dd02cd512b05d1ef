"""`search` from the shell: every record whose words match, best first."""

import pytest
from tests.cli.calls import ADA, Answer, Calls, Screen


@pytest.fixture
def story(calls: Calls) -> str:
    """A request that was answered; its id."""
    return calls.replied("Thank you, Müller is our name. You could name the load first.")


def test_every_kind_of_record_is_found_with_where_it_belongs(calls: Calls, story: str) -> None:
    """The reply, under the id of its request."""
    (hit,) = calls.json("search", "LOA", "mueller")
    assert (hit["id"], hit["kind"]) == (story, "reply")
    assert hit["where"].startswith("Initech · Backend · Ada Byron · ")
    assert [hit["snippet"][begin:end] for begin, end in hit["marks"]] == ["Müller", "load"]
    assert calls.json("request", "show", hit["id"])["id"] == story


def test_the_best_comes_first(calls: Calls, story: str) -> None:
    """A person by their name, then what was said with them."""
    assert story
    names = [hit["kind"] for hit in calls.json("search", "ada")]
    assert set(names[:2]) == {"person", "request"}
    assert "reply" in names[2:]


def test_lines_for_people_mark_the_words(calls: Calls, story: str) -> None:
    """What it is, its id, where it belongs, and the words between asterisks."""
    shown = calls.done("search", "load")
    assert shown.splitlines()[0] == f"reply        Reply  {story}"
    assert "*load*" in shown


def test_a_limit_and_a_terminal_show_the_best_only(calls: Calls) -> None:
    """On a terminal twenty, unless more are wanted; into a pipe all."""
    for number in range(25):
        calls.done("interview", "add", "--company", f"Firm {number}", "--role", "Nurse", "--at", "2026-11-06T10:00")
    assert len(calls.json("search", "firm")) == 50
    assert len(calls.json("search", "firm", "--limit", "3")) == 3
    screen = calls("search", "firm", stdout=Screen())
    assert screen.out.count("Firm") == 20
    assert "30 more hits" in screen.err
    assert calls("search", "firm", "--limit", "0", stdout=Screen()).out.count("Firm") == 50
    assert calls.done("search", "firm").count("Firm") == 50


def test_nothing_found_is_no_failure(calls: Calls) -> None:
    """A sentence says so, and the data is empty."""
    answer = calls("search", "nowhere")
    assert (answer.code, answer.out) == (0, "")
    assert "Nothing has these words" in answer.err
    assert calls.json("search", "nowhere") == []


@pytest.mark.parametrize(
    "words", [("search",), ("search", " "), ("search", "x", "--limit", "-1"), ("search", "x", "-z")]
)
def test_wrong_words_are_refused(calls: Calls, words: tuple[str, ...]) -> None:
    """With exit code 2 and a way on."""
    answer = calls(*words)
    assert answer.code == 2
    assert answer.err


def test_a_hostile_note_reaches_no_terminal(calls: Calls) -> None:
    """Nothing that a terminal obeys, on one line that fits."""
    note = "\x1b]0;title\x07 needle " + "wide 漢字 " * 40
    calls.done(
        "interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "2026-11-06T10:00", "--notes", note
    )
    shown: Answer = calls("search", "needle", stdout=Screen())
    assert "\x1b" not in shown.out
    assert "\x07" not in shown.out
    assert "*needle*" in shown.out


def test_it_is_quick_to_find_a_person_by_any_spelling(calls: Calls) -> None:
    """With or without accents, or spelled out."""
    calls.interview("Jörg Straßer <joerg@initech.example>", ADA)
    for typed in ("jorg strasser", "JOERG", "straßer jö", "strass"):
        assert [hit["title"] for hit in calls.json("search", typed) if hit["kind"] == "person"] == ["Jörg Straßer"]
