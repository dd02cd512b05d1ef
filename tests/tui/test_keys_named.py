"""Which keys the footer names where the new rows are: what can be done there, and each of it once."""

import re

from tests.tui.feedback_app import GRACE, opened
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import MemoryStore, sample_journal
from tests.tui.test_reflection import app_on, open_guided
from textual.pilot import Pilot

DEMO = sample_journal()


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
        rows.move_to("section/Possible reasons")
        await pilot.pause()
        assert (keys_of(pilot).count(" add"), "enter add" in keys_of(pilot)) == (1, True)
        rows.move_to("section/Body language")
        await pilot.pause()
        assert "+ add here" in keys_of(pilot)


async def test_a_pointer_and_a_plan_are_told_from_the_cursor() -> None:
    """Each row begins with what it is, not with the sign of the cursor; a plan has an example of its own."""
    async with running(app_on(MemoryStore(DEMO)), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/When the next no comes")
        await pilot.press("enter")
        await pilot.pause()
        assert "call a friend, and read it again" in text_of(pilot.app)
        await pilot.press("tab", "w", "a", "l", "k", "f2")
        await pilot.pause()
        assert re.search(r"  plan +When the next no comes, I will walk", text_of(pilot.app))


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
