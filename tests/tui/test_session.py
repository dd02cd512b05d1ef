"""The app opens where it was closed: pane, line, words, order, and whatever each pane arranges."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.tui.test_left_texts import Machine, machine
from tests.tui.test_today import offered_mail

__all__ = ["machine"]


def session(machine: Machine) -> dict[str, Any]:
    """What stands in the file."""
    found: dict[str, Any] = json.loads((machine.home / "session.json").read_bytes())
    return found


async def test_it_opens_on_the_pane_the_line_and_the_words(machine: Machine) -> None:
    """Of every pane that was seen, whichever is opened first."""
    async with machine.window() as window:
        await window.press("1", "down", "down")
        reflection = window.app.main_screen.pane.place()
        await window.press("2", "slash", *"initech", "enter", "down")
        feedback = window.app.main_screen.pane.place()
    async with machine.window() as window:
        assert window.app.main_screen.pane.pane_id == "feedback"
        assert window.app.main_screen.pane.place() == feedback
        assert feedback["words"] == "initech"
        await window.press("1")
        assert window.app.main_screen.pane.place() == reflection


async def test_a_reflection_goes_on_at_its_row(machine: Machine) -> None:
    """With the keys for the rows in reach."""
    async with machine.window() as window:
        await window.press("1", "down", "enter", "down", "down")
        before = window.app.main_screen.pane.place()
        assert "/" in before["line"]
    async with machine.window() as window:
        assert window.app.main_screen.pane.place() == before


async def test_the_tracker_keeps_its_order(machine: Machine) -> None:
    """And the state that alone is shown."""
    async with machine.window() as window:
        await window.press("2", "greater_than_sign", "g")
        before = window.app.main_screen.pane.summary()
    async with machine.window() as window:
        assert window.app.main_screen.pane.summary() == before
        assert "by application" in before


async def test_the_evaluation_keeps_its_view_and_its_interviews(machine: Machine) -> None:
    """And the line in it."""
    async with machine.window() as window:
        await window.press("3", "right", "right", "down")
        await window.press("f", "tab", "tab", *"2026-01-01", "enter")
        before, summary = window.app.main_screen.pane.place(), window.app.main_screen.pane.summary()
        assert "since" in summary
    async with machine.window() as window:
        assert window.app.main_screen.pane.place() == before
        assert window.app.main_screen.pane.summary() == summary


async def test_a_key_is_enough_to_keep_it(machine: Machine) -> None:
    """So that a kill half a second later loses nothing."""
    async with machine.window() as window:
        await window.press("2")
        window.kill()
    assert session(machine)["pane"] == "feedback"


async def test_the_last_search_is_offered_again_also_after_a_kill(machine: Machine) -> None:
    """Its hits stand there; whatever is typed takes its place."""
    async with machine.window() as window:
        await window.press("ctrl+f", *"somerv")
        window.kill()
    async with machine.window() as window:
        await window.press("ctrl+f")
        assert "somerv" in window.screen
        assert "hit" in window.screen
        await window.type("zyxw")
        assert "Nothing has these words" in window.screen


@pytest.mark.parametrize(
    "garbage",
    [
        {"pane": "cellar", "panes": 3},
        {"pane": ["feedback"], "panes": {"reflection": 1, "feedback": {}}},
        {"pane": "reflection", "panes": {"reflection": {"place": {"line": "gone", "words": 7}, "tops": [], "size": 1}}},
        {"pane": "feedback", "panes": {"feedback": {"place": {"state": "melted"}, "order": {"by": 99}}}},
        {"pane": "evaluation", "panes": {"evaluation": {"place": {"view": "none", "counts": "{"}, "tops": {}}}},
    ],
    ids=str,
)
async def test_what_makes_no_sense_is_ignored(machine: Machine, garbage: object) -> None:
    """As a file of another version is, or one about records that are gone; every pane can be used."""
    (machine.home / "session.json").write_text(json.dumps(garbage), encoding="utf-8")
    async with machine.window() as window:
        for key in "123":
            await window.press(key, "down", "up")
            assert window.app.main_screen.pane.place()["line"]


async def test_a_pane_that_was_not_opened_keeps_what_it_had(machine: Machine) -> None:
    """Over a start in which nobody looked at it."""
    async with machine.window() as window:
        await window.press("2", "end")
        before = window.app.main_screen.pane.place()
        await window.press("1")
    async with machine.window() as window:
        await window.press("down")
    async with machine.window() as window:
        await window.press("2")
        assert window.app.main_screen.pane.place() == before


async def test_how_far_a_text_was_read_is_kept(machine: Machine) -> None:
    """In a window of the same size."""
    async with machine.window() as window:
        await window.press("2")
        pane = window.app.main_screen.pane
        replied = next(line for line in window.app.services.overview.tracker() if line.request.replies)
        pane.go_to(replied.request.id)
        text = pane.query_one("#conversation")
        await window.press("v", "tab", "end")
        top = text.scroll_offset.y
        assert top
    async with machine.window() as window:
        assert window.app.main_screen.pane.query_one("#conversation").scroll_offset.y == top


async def test_a_journal_that_was_never_saved_is_left_alone(tmp_path: Path) -> None:
    """Looking at it makes no file."""
    from tests.tui.stand_ins import MemoryStore

    empty = Machine(tmp_path / "none", MemoryStore())
    async with empty.window() as window:
        await window.press("2", "1")
    assert not (tmp_path / "none").exists()


async def test_something_new_that_is_due_comes_before_where_one_was(machine: Machine) -> None:
    """What was due already changes nothing; a mail that came since does, and the pane is there as it was left."""
    async with machine.window() as window:
        await window.press("2", "down", "down")
        feedback = window.app.main_screen.pane.place()
    async with machine.window() as window:
        assert window.app.main_screen.pane.pane_id == "feedback"
    machine.store.write_elsewhere(offered_mail(1))
    async with machine.window() as window:
        assert window.app.main_screen.pane.pane_id == "today"
        await window.press("2")
        assert window.app.main_screen.pane.place() == feedback
