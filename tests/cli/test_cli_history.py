"""Undo, redo and history from the shell, whichever call took the step."""

import io

from tests.cli.calls import Calls


def test_a_call_takes_back_what_another_did(calls: Calls) -> None:
    """The step is named on stderr, and redo does it again."""
    about = calls.interview()
    calls.done("interview", "arrived", about, "2026-11-06T10:05")
    answer = calls("undo")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.startswith("Undone: note arrival, ")
    assert answer.err.endswith(". It comes back with: afterword redo\n")
    assert calls.json("interview", "show", about)["arrived"] is None
    assert calls.json("redo")["redone"] == "note arrival"
    assert calls.json("interview", "show", about)["minutes_late"] == 5


def test_nothing_to_undo_is_a_refusal(calls: Calls) -> None:
    """With a sentence and the exit code 1; nothing is made on the disk."""
    answer = calls("undo")
    assert (answer.code, answer.err) == (1, "afterword: There is nothing to undo.\n")
    assert calls("redo").code == 1
    assert calls.json("undo", "--list") == []
    assert not calls.journal.parent.exists()


def test_the_list_numbers_the_steps_as_they_will_be_undone(calls: Calls) -> None:
    """With time, name and what each touched."""
    about = calls.interview()
    calls.done("interview", "arrived", about, "2026-11-06T10:05")
    rows = calls.done("undo", "--list").splitlines()
    assert [row.split()[0] for row in rows] == ["no.", "1", "2"]
    assert "note arrival" in rows[1]
    assert "interview Initech · Backend" in rows[1]
    calls.done("undo")
    (step,) = calls.json("undo", "--list")
    assert (step["number"], step["name"], step["undoable"]) == (1, "add interview", True)
    assert {record["table"] for record in step["records"]} == {"applications", "interviews"}


def test_the_history_tells_every_step_and_which_was_undone(calls: Calls) -> None:
    """Newest first."""
    calls.interview()
    calls.done("undo")
    told = [(step["name"], step["undone"]) for step in calls.json("history")]
    assert told == [("undo: add interview", False), ("add interview", True)]
    assert "undone" in calls.done("history")


def test_the_history_of_a_record_is_told_field_by_field(calls: Calls) -> None:
    """As text in the words of its form, and as JSON with the record before and after."""
    about = calls.interview()
    calls.done("interview", "edit", about, "--round", "final")
    assert "Round: – → final" in calls.done("history", about[:6])
    newest, first = calls.json("history", about)
    (change,) = newest["changes"]
    assert (change["before"]["round"], change["after"]["round"]) == ("", "final")
    assert change["fields"] == [{"label": "Round", "before": "", "after": "final"}]
    assert {each["before"] for each in first["changes"]} == {None}


def test_a_record_is_shown_as_a_step_left_it(calls: Calls) -> None:
    """Steps are named by the ids in the JSON of the history."""
    about = calls.interview()
    calls.done("interview", "edit", about, "--round", "final")
    calls.done("interview", "edit", about, "--round", "last")
    _, second, first = calls.json("history", about)
    assert calls.json("history", about, "--as-of", second["id"])["round"] == "final"
    assert calls.json("history", about, "--as-of", first["id"])["round"] == ""
    assert calls("history", about, "--as-of", "1-00000000").code == 1
    assert calls("history", "--as-of", first["id"]).code == 2


def test_what_was_removed_is_listed_and_comes_back(calls: Calls) -> None:
    """By its key, or by the id in it; a second time there is nothing to bring back."""
    request = calls.replied("You were clear about trade-offs.")
    finding = calls.done("finding", "add", request, "--kind", "strength", "--quote", "trade-offs")
    calls.done("finding", "rm", finding)
    assert not calls.json("finding", "list")
    (thing,) = calls.json("history", "--removed")
    assert (thing["key"], thing["noun"]) == (f"findings/{finding}", "finding")
    assert "trade-offs" in calls.done("history", "--removed")
    assert calls.done("history", "--restore", finding[:5]) == thing["key"]
    assert [kept["id"] for kept in calls.json("finding", "list")] == [finding]
    assert calls("history", "--restore", finding).code == 1
    assert calls("history", finding, "--removed").code == 2


def test_a_change_that_cannot_be_undone_is_saved_and_said_so(calls: Calls) -> None:
    """The exit code is 0: it is done."""
    history = calls.journal.with_name("history.jsonl")
    history.mkdir(parents=True)
    answer = calls("interview", "add", "--company", "Initech", "--role", "SRE", "--at", "2026-11-06T10:00")
    assert answer.code == 0
    assert "It is saved, but it cannot be undone" in answer.err
    assert "no undo" in calls("doctor").out


def test_the_places_name_the_history(calls: Calls) -> None:
    """It belongs to this machine."""
    assert calls.json("paths")["history"] == str(calls.journal.with_name("history.jsonl"))


def test_due_and_help_never_read_the_history(calls: Calls) -> None:
    """Nor does adding one more interview: a history that cannot be read holds nobody up."""
    calls.interview()
    history = calls.journal.with_name("history.jsonl")
    history.write_bytes(b"\0" * 1000)
    history.chmod(0o200)
    before = history.stat().st_atime_ns
    out = io.StringIO()
    assert calls("due", stdout=out).code == 0
    assert calls("--help").code == 0
    assert history.stat().st_atime_ns == before


def test_restoring_a_copy_can_be_undone(calls: Calls) -> None:
    """It says so, unless what stood there could not be read."""
    calls.interview()
    copy = calls.done("backup")
    second = calls.interview()
    assert "To take that back: afterword undo" in calls("restore", copy).err
    assert calls.json("undo")["undone"].startswith("restore journal-")
    assert second in {one["id"] for one in calls.json("interview", "list")}
    calls.journal.write_text('{"torn')
    assert "afterword undo" not in calls("restore", copy).err
    assert calls("undo", "--list").code == 0


def test_sample_data_has_a_history_of_its_own(calls: Calls) -> None:
    """It is gone with the sample; the person's own folder is never touched."""
    (step,) = calls.json("--demo", "history")
    assert (step["name"], step["undoable"]) == ("sample data", False)
    assert calls("--demo", "undo").code == 1
    assert not calls.journal.parent.exists()
