"""Every screen at its smallest and plainest: too small a window, no colour, sixteen colours; and by the mouse."""

import re

import pytest
from tests.tui.feedback_app import ADA, opened
from tests.tui.pty_app import on_terminal
from tests.tui.screens import text_of
from textual import events
from textual.geometry import Offset

from afterword.tui.screens.page import TooSmall
from afterword.tui.styles import CONTRAST, DARK, LIGHT
from afterword.tui.widgets.bars import HeaderLine, KeyFooter

_LOOK = re.compile(rb"\x1b\[([0-9;]*)m")
_NO_COLOURS = {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"39", b"49"}
"""Bold, slanted, underlined and reversed, in the two colours of the terminal."""


async def test_too_small_a_window_says_which_size_is_needed_and_keeps_everything() -> None:
    """Keys do nothing in it; enlarged, the screen below is as it was, what was typed and all."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("slash")
        await feedback.type("ada")
        before = feedback.screen
        await feedback.pilot.resize_terminal(39, 11)
        await feedback.pilot.pause()
        words = " ".join(feedback.screen.split())
        assert "needs 40 columns and 12 lines" in words
        assert "39 and 11" in words
        await feedback.press("x", "escape", "enter")
        await feedback.pilot.resize_terminal(20, 5)
        await feedback.pilot.pause()
        assert "20 and 5" in " ".join(feedback.screen.split())
        await feedback.pilot.resize_terminal(80, 24)
        await feedback.pilot.pause()
        assert not any(isinstance(screen, TooSmall) for screen in feedback.app.screen_stack)
        assert feedback.screen == before


async def test_a_window_may_begin_too_small() -> None:
    """Then the app is there once it is larger, and `ctrl+q` leaves it before."""
    async with opened(size=(30, 8)) as feedback:
        assert isinstance(feedback.app.screen, TooSmall)
        await feedback.pilot.resize_terminal(80, 24)
        await feedback.pilot.pause()
        assert "1 Reflection" in feedback.screen
    async with opened(size=(30, 8)) as feedback:
        assert "ctrl+q leaves." in feedback.screen
        await feedback.press("ctrl+q")
        assert feedback.app._exit


async def test_at_the_smallest_size_the_tabs_and_a_way_to_help_are_seen() -> None:
    """Of the tabs that are not shown the keys stay."""
    async with opened(size=(40, 12)) as feedback:
        lines = feedback.screen.splitlines()
        assert "[2 Feedback]" in lines[0]
        assert " 3 " in lines[0]
        assert lines[-1].endswith("? help")
        assert all(len(line) <= 40 for line in lines)


async def test_every_theme_has_its_turn() -> None:
    """`f9` goes on to the next, and round."""
    async with opened() as feedback:
        seen = []
        for _ in range(4):
            seen.append(feedback.app.theme)
            await feedback.press("f9")
        assert seen == [DARK, LIGHT, CONTRAST, DARK]
        assert LIGHT in feedback.screen


def test_without_colour_no_colour_is_written_and_the_cursor_is_turned_round() -> None:
    """NO_COLOR: not even greys; what has the cursor is told by its sign and by reversed letters."""
    with on_terminal(("--demo",), NO_COLOR="1") as terminal:
        terminal.until("Sample data")
        terminal.press("2", until="Next: ")
        codes = {code for look in _LOOK.findall(bytes(terminal.written)) for code in look.split(b";")}
        assert codes <= _NO_COLOURS
        row = next(place for place, line in enumerate(terminal.screen.display) if line.startswith("›"))
        assert terminal.screen.buffer[row][3].reverse
        assert not terminal.screen.buffer[row + 1][3].reverse


async def test_the_footer_and_the_tabs_are_clicked() -> None:
    """A key that is named there is pressed by a click on it."""
    async with opened() as feedback:
        footer = feedback.app.screen.query_one(KeyFooter)
        line = feedback.screen.splitlines()[-1]
        await feedback.pilot.click(footer, offset=Offset(line.index("filter"), 1))
        await feedback.pilot.pause()
        assert "words" in feedback.screen.splitlines()[1]
        await feedback.press("escape")
        header = feedback.app.screen.query_one(HeaderLine)
        await feedback.pilot.click(header, offset=Offset(feedback.screen.index("3 Evaluation"), 0))
        await feedback.pilot.pause()
        assert "[3 Evaluation]" in feedback.screen


async def test_the_wheel_scrolls_what_is_under_the_pointer() -> None:
    """The list or the conversation, whichever has the focus."""
    async with opened() as feedback:
        listed = feedback.pane.query_one("#tracker")
        before = feedback.screen
        at = listed.region.offset + Offset(5, 3)
        for _ in range(4):
            wheel = events.MouseScrollDown(listed, at.x, at.y, 0, 1, 0, False, False, False, at.x, at.y)
            feedback.app.screen._forward_event(wheel)
            await feedback.pilot.pause()
        await feedback.settle()
        assert feedback.screen != before
        assert listed.scroll_offset.y > 0


async def test_a_click_beside_a_dialog_does_nothing() -> None:
    """Neither closes it nor reaches what lies behind."""
    async with opened(size=(120, 40)) as feedback:
        await feedback.press("F")
        before = text_of(feedback.app)
        for place in (Offset(1, 1), Offset(118, 38)):
            await feedback.pilot.click(offset=place)
            await feedback.pilot.pause()
        assert text_of(feedback.app) == before


@pytest.mark.parametrize(("term", "colorterm"), [("linux", ""), ("linux", "truecolor"), ("xterm-16color", "")])
def test_sixteen_colours_are_drawn_as_such(term: str, colorterm: str) -> None:
    """On their black, for yellow on white is read by nobody; no other is asked for, and every state has its sign."""
    with on_terminal(("--demo",), TERM=term, COLORTERM=colorterm) as terminal:
        terminal.until("Sample data")
        terminal.press("2", until="Next: ")
        terminal.type("|")
        terminal.until("Columns")
        assert b"38;" not in terminal.written
        assert b"48;" not in terminal.written
        codes = {code for style in re.findall(rb"\x1b\[([0-9;]*)m", terminal.written) for code in style.split(b";")}
        assert {b"40", b"44", b"96"} <= codes
        assert not codes & {b"39", b"49"}
        assert ("›" in terminal.text) is (term != "linux")
        # What the fonts of the console have beside the letters.
        beyond = {sign for sign in terminal.text if ord(sign) > 0xFF} - set("─│┌┐└┘├┤▄█░▲▼■√•◆…·Éé")
        assert (beyond == set()) is (term == "linux")
