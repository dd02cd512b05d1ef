"""Which keys the footer names, what can be done there and each of it once; and that what is to be read is not cut."""

import re
from pathlib import Path

import pytest
from tests.tui.evaluation_app import opened as evaluation
from tests.tui.feedback_app import GRACE, opened
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import MemoryStore, sample_journal
from tests.tui.test_reflection import app_on, open_guided
from textual.pilot import Pilot

from afterword.domain.practice import for_a_no
from afterword.tui.panes.evaluation_views import COLUMNS
from afterword.tui.widgets.bars import KeyFooter
from afterword.tui.widgets.virtual_list import layout

DEMO = sample_journal()
BESIDE = 63
"""Cells for the columns of a view where its details stand beside it in the smallest terminal that has room for both."""


def keys_of(pilot: Pilot[None]) -> str:
    """The line of the keys."""
    return text_of(pilot.app).rstrip("\n").split("\n")[-1]


async def test_a_cue_names_how_it_is_put_away_and_brought_back() -> None:
    """On its row and on the heading above it, in a small terminal."""
    async with running(app_on(MemoryStore(DEMO))) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("rating/camera-2")
        await pilot.pause()
        assert "x put away" in keys_of(pilot)
        await pilot.press("x")
        rows.move_to("section/Body language")
        await pilot.pause()
        assert "R bring cue back" in keys_of(pilot)


async def test_one_key_is_named_for_one_thing() -> None:
    """Where `enter` writes the note or adds, the other key for it is left to the help."""
    async with running(app_on(MemoryStore(DEMO)), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("rating/camera-2")
        await pilot.pause()
        assert (keys_of(pilot).count("note"), "enter note" in keys_of(pilot)) == (1, True)
        rows.move_to("section/Pointers for next time")
        await pilot.pause()
        assert (keys_of(pilot).count(" add"), "enter add" in keys_of(pilot)) == (1, True)
        rows.move_to("section/Body language")
        await pilot.pause()
        assert "+ add here" in keys_of(pilot)


async def test_a_pointer_and_a_plan_are_told_from_the_cursor() -> None:
    """Each row begins with what it is, not with the sign of the cursor; a plan has an example of its own."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/When the next no comes")
        await pilot.press("enter")
        assert "call a friend, and read it again" in text_of(pilot.app)
        await pilot.press("tab", "w", "a", "l", "k", "f2")
        assert re.search(r"  plan +When the next no comes", text_of(pilot.app))
        assert [plan.sentence for plan in for_a_no(store.journal.live_pointers)][-1].endswith("I will walk.")


async def test_a_mark_names_what_can_be_done_with_it() -> None:
    """In a small terminal the kinds make room for it; where a phrase is to be marked they stand there again."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("r")
        await feedback.type("You were very clear. Another candidate was stronger.")
        await feedback.press("f2")
        assert "+ strength" in keys_of(feedback.pilot)
        await feedback.press("s", "plus")
        assert all(f" {key} " in keys_of(feedback.pilot) for key in ("c competency", "x remove", "p pointer"))
        await feedback.press("end", "s")
        assert "= reason" in keys_of(feedback.pilot)


async def test_a_reason_marked_as_an_area_is_told() -> None:
    """It says which key makes it one; a long phrase is cut before that is."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("r")
        await feedback.type("We decided in favour of another candidate whose experience was a closer match.")
        await feedback.press("f2", "s", "minus")
        assert "reads like a reason; = makes it one" in feedback.screen


@pytest.mark.parametrize("view", COLUMNS)
def test_no_view_is_wider_than_its_room_beside_the_details(view: str) -> None:
    """What does not fit is shortened with a sign, never cut by the edge."""
    widths = [cells for _index, cells in layout(COLUMNS[view], BESIDE)]
    assert sum(widths) + len(widths) - 1 <= BESIDE


async def test_a_key_that_changes_between_two_says_what_comes() -> None:
    """The sheet and the page for the evening; the report with names and without."""
    async with evaluation(size=(80, 24)) as page:
        await page.press("p")
        assert "e evening page" in keys_of(page.pilot)
        await page.press("e")
        assert "e whole sheet" in keys_of(page.pilot)
        await page.press("escape", "S")
        assert "n without names" in keys_of(page.pilot)
        await page.press("n")
        assert "n with names" in keys_of(page.pilot)


async def test_a_saved_report_says_where_the_answer_goes(tmp_path: Path) -> None:
    """What the mentor says is recorded in the other pane."""
    async with evaluation(size=(120, 40)) as page:
        await page.press("S", "m", "home", "shift+end", "backspace")
        await page.type(str(tmp_path / "r.md"))
        await page.press("enter")
        assert (tmp_path / "r.md").is_file()
        assert "recorded with r in Feedback" in page.app.screen.query_one(KeyFooter).notice_text


async def test_sorting_is_named_on_the_phrases_that_have_no_competency() -> None:
    """There, in a small terminal, and nowhere else."""
    async with evaluation(size=(80, 24)) as page:
        assert "s sort" not in keys_of(page.pilot)
        await page.down_to("unassigned/")
        assert "s sort" in keys_of(page.pilot)


async def test_the_competencies_of_a_pack_are_read_in_the_list_of_packs() -> None:
    """Short names take no more room than they need."""
    async with evaluation(size=(80, 24)) as page:
        await page.press("K")
        assert "Care for people, Clinical judgement, Saf" in page.screen


async def test_a_question_stands_in_quotes_once() -> None:
    """Where an example was told, the question is quoted, and not what is said of the answer."""
    async with evaluation(size=(80, 60)) as page:
        await page.press("X")
        assert "answer  “A slow query you fixed”: it was enough;" in page.screen


async def test_help_begins_with_the_place_one_is_in() -> None:
    """Its own keys first, those of everywhere last; a key that does something else here is not told as that."""
    async with running(app_on(MemoryStore(DEMO)), size=(100, 200)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("rating/camera-2")
        await pilot.press("question_mark")
        here = text_of(pilot.app).partition("All other keys")[0]
        assert here.index("The guided reflection") < here.index(" Reflection ") < here.index("Everywhere")
        assert "Rate with the first sentence" in here
        assert "Show the reflections on your interviews" not in here


async def test_the_sample_shows_what_can_be_seen_nowhere_else() -> None:
    """A mode with its cues and one of your own, what was not asked for, a plan for the next no, phrases to sort."""
    async with running(app_on(MemoryStore(DEMO)), size=(120, 60)) as pilot:
        rows = await open_guided(pilot, "umbrella")
        rows.move_to("section/What I showed")
        await pilot.pause()
        shown = text_of(pilot.app)
        assert all(words in shown for words in ("In the group", "Taking notes", "not asked", "plan "))
        await pilot.press("escape", "3", "s")
        assert "Cost (2)" in text_of(pilot.app)
