"""What the tracker shows at which size: columns chosen and sorted, the split, the conversation and what comes next."""

import json

import pytest
from tests.tui.feedback_app import ADA, GRACE, RADIA, Opened, opened
from textual.geometry import Offset

from afterword.domain.people import Person
from afterword.tui.presenters.tracker import COLUMNS, USUAL, short_name
from afterword.tui.widgets.lines import TextView
from afterword.tui.widgets.virtual_list import VirtualList, layout

NEXT_OF_ADA = "Next: "


def listed(feedback: Opened) -> VirtualList:
    """The list of the tracker."""
    return feedback.pane.query_one("#tracker", VirtualList)


def conversation(feedback: Opened) -> TextView:
    """The text beside or below it."""
    return feedback.pane.query_one("#conversation", TextView)


def heading_at(feedback: Opened, name: str) -> Offset:
    """Where the heading of that column begins."""
    shapes = [COLUMNS[each].shape for each in USUAL]
    widths = dict(layout(tuple(shapes), listed(feedback).size.width - 2))
    place = USUAL.index(name)
    return Offset(1 + sum(size + 1 for index, size in widths.items() if index < place), 0)


async def test_what_comes_next_stands_above_the_conversation_whatever_is_scrolled() -> None:
    """It says what and when, and the newest words are in view below it."""
    async with opened() as feedback:
        await feedback.on(ADA)
        text = conversation(feedback)
        top = text.region.y
        assert feedback.screen.splitlines()[top].startswith(" Next: ")
        last = feedback.screen.splitlines()[top + text.size.height - 1]
        await feedback.press("tab", "home")
        assert feedback.screen.splitlines()[top].startswith(" Next: ")
        assert feedback.screen.splitlines()[top + text.size.height - 1] != last
        await feedback.press("end")
        assert feedback.screen.splitlines()[top].startswith(" Next: ")


async def test_a_reply_longer_than_the_room_is_shown_from_its_beginning() -> None:
    """Otherwise its end would be all that is seen of it."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("r")
        await feedback.type("It begins here.\n" + "More of it.\n" * 40)
        await feedback.press("f2")
        await feedback.press("escape")
        await feedback.on(GRACE)
        assert "It begins here." in feedback.screen


@pytest.mark.parametrize("name", ["place", "who", "next"])
async def test_a_click_on_a_heading_sorts_and_another_one_turns_it_round(name: str) -> None:
    """The sorted column carries the triangle, which says the direction, too."""
    async with opened() as feedback:
        title = COLUMNS[name].shape.title
        for mark in "▲▼" if name != "next" else "▼▲":
            await feedback.pilot.click(listed(feedback), offset=heading_at(feedback, name))
            await feedback.pilot.pause()
            assert f"{mark}{title}" in feedback.screen


async def test_columns_are_chosen_from_all_there_are() -> None:
    """One more shows at once; the order goes back to what is due where its column went away."""
    async with opened(size=(200, 50)) as feedback:
        await feedback.press(">", ">", ">")
        assert "▲who" in feedback.screen
        await feedback.press("vertical_line", *"who", "space", *["backspace"] * 3, *"round", "space", "enter")
        heading = feedback.screen.splitlines()[1]
        assert "who" not in heading.partition("│")[0]
        assert "round" in heading
        assert "▲next" in heading


async def test_the_split_moves_by_keys_and_by_the_mouse() -> None:
    """Side by side and one over the other, each with a split of its own."""
    for size, length in (((120, 40), "width"), ((80, 24), "height")):
        async with opened(size=size) as feedback:
            before = getattr(listed(feedback).size, length)
            await feedback.press("right_square_bracket")
            larger = getattr(listed(feedback).size, length)
            assert larger > before
            await feedback.press("left_square_bracket", "left_square_bracket")
            assert getattr(listed(feedback).size, length) < before
            part = feedback.pane.query_one("#conversation-part")
            edge = Offset(part.region.x, part.region.y + (0 if length == "height" else 5))
            wanted = Offset(40, edge.y) if length == "width" else Offset(edge.x, 8)
            await feedback.pilot.mouse_down(offset=edge)
            await feedback.pilot.hover(offset=wanted)
            await feedback.pilot.mouse_up(offset=wanted)
            await feedback.pilot.pause()
            place = feedback.pane.query_one("#conversation-part").region
            assert abs((place.x if length == "width" else place.y) - (40 if length == "width" else 8)) <= 1


async def test_on_a_small_screen_one_part_is_seen_at_a_time() -> None:
    """`enter` opens the conversation in full, `esc` leads back; a larger window shows both again."""
    async with opened(size=(60, 20)) as feedback:
        await feedback.on(ADA)
        assert not conversation(feedback).region
        assert "enter read" in feedback.screen
        await feedback.press("enter")
        assert not listed(feedback).region
        assert conversation(feedback).size.width > 55
        assert "esc list" in feedback.screen
        await feedback.press("q")
        assert listed(feedback).region
        assert feedback.app.focused is listed(feedback)
        await feedback.pilot.resize_terminal(100, 30)
        await feedback.pilot.pause()
        assert listed(feedback).region
        assert conversation(feedback).region.x > 0


async def test_where_a_person_was_is_plain_data_and_can_be_shown_again() -> None:
    """Line, filter, order, columns, split and whole texts; damaged or older data leaves the usual ones."""
    async with opened() as feedback:
        await feedback.press("slash")
        await feedback.type("initech")
        await feedback.press("enter", "g", ">", ">", "<", "v", "right_square_bracket")
        await feedback.on(GRACE)
        kept = json.loads(json.dumps(feedback.pane.state()))
        seen = feedback.screen
    async with opened() as feedback:
        feedback.pane.restore(kept)
        feedback.pane.focus_first()
        await feedback.press("f1", "escape")
        assert feedback.screen == seen
    async with opened() as feedback:
        usual = feedback.screen
        for damaged in ({}, {"order": 3, "split": "x"}, {"order": {"by": "gone", "shown": ["gone"]}}):
            feedback.pane.restore({"place": {"line": RADIA}, "tops": {}, **damaged})
            await feedback.pilot.pause()
            assert feedback.screen.splitlines()[1] == usual.splitlines()[1]


@pytest.mark.parametrize(
    ("name", "family", "short"),
    [
        ("Ada Byron", "", "A. Byron"),
        ("Émilie du Châtelet", "", "É. du Châtelet"),
        ("Dr. Ines Weber", "", "I. Weber"),
        ("Frau Dr. Müller", "", "Frau Müller"),
        ("Dr. Müller", "", "Dr. Müller"),
        ("Herr Jonas Groß", "", "J. Groß"),
        ("Sister Mary Jones", "", "M. Jones"),
        ("Juan Carlos García", "García", "J. García"),
        ("武田 信玄", "", "武田 信玄"),
        ("jobs@initech.example", "", "jobs@initech.example"),
    ],
)
def test_a_long_name_keeps_its_family_name(name: str, family: str, short: str) -> None:
    """The first name shrinks to its letter; where there is none, nothing is guessed."""
    assert short_name(Person(id="p", name=name, family=family)) == short
