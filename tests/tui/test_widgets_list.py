"""The list, the text and the marking view under a person's keys."""

import asyncio
from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.test_text import SIGNS
from tests.tui.running import running
from tests.tui.screens import text_of
from textual.app import App
from textual.widget import Widget

from afterword.domain.text import cells
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.lines import TextLine, TextView
from afterword.tui.widgets.marking_view import MarkingView, TextMark
from afterword.tui.widgets.virtual_list import ListColumn, Row, VirtualList


class Bench(App[None]):
    """One widget and what it says."""

    CSS = "Screen > * { height: 1fr; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.said: list[tuple[str, object]] = []

    def compose(self) -> Iterable[Widget]:
        """The widget alone."""
        yield self.widget

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Remember."""
        self.said.append(("highlighted", message.key))

    def on_virtual_list_selected(self, message: VirtualList.Selected) -> None:
        """Remember."""
        self.said.append(("selected", message.key))

    def on_marking_view_moved(self, message: MarkingView.Moved) -> None:
        """Remember."""
        self.said.append(("moved", message.phrase))


def rows(count: int) -> list[str]:
    """Keys in order."""
    return [f"k{number}" for number in range(count)]


def a_list() -> VirtualList:
    """A list of two columns."""
    return VirtualList((ListColumn("name", 8), ListColumn("what", 6, share=1)))


def row_of(key: str) -> Row:
    """Its key and some markup that must stay text."""
    return Row((key, Span("[b]x[/b]", TextStyle.GOOD)))


async def test_other_rows_are_drawn_without_laying_the_screen_out_anew() -> None:
    """However many there are then, as long as the bar stays; a list with as many looks the same from the start."""
    listed, fresh = a_list(), a_list()
    laid_out: list[object] = []
    async with running(Bench(listed), size=(40, 10)) as pilot:
        listed.load(rows(100), row_of)
        await pilot.pause()
        pilot.app.screen.screen_layout_refresh_signal.subscribe(listed, laid_out.append)
        listed.load(rows(70)[1:], row_of)
        listed.tick({"k3"})
        listed.tick({"k3", "k4"})
        await pilot.pause()
        seen = text_of(pilot.app)
    assert not laid_out
    async with running(Bench(fresh), size=(40, 10)) as pilot:
        fresh.load(rows(70)[1:], row_of)
        fresh.tick({"k3", "k4"})
        await pilot.pause()
        assert text_of(pilot.app) == seen


async def test_a_row_that_changed_while_nobody_saw_it_is_seen_as_it_is() -> None:
    """A list that was hidden is drawn as a whole when it comes back."""
    listed = a_list()
    async with running(Bench(listed), size=(40, 10)) as pilot:
        listed.load(rows(3), row_of)
        await pilot.pause()
        listed.display = False
        await pilot.pause()
        listed.load(rows(3), lambda key: Row((key, "new")))
        listed.display = True
        await pilot.pause()
        assert text_of(pilot.app).count("new") == len(rows(3))


async def test_only_the_rows_that_are_seen_are_asked_for() -> None:
    """Ten thousand rows cost as many calls as there are lines on the screen."""
    listed, asked = a_list(), []

    def row(key: str) -> Row:
        asked.append(key)
        return row_of(key)

    async with running(Bench(listed), size=(40, 10)) as pilot:
        listed.load(rows(10_000), row)
        await pilot.pause()
        assert set(asked) <= set(rows(10))
        await pilot.press("end")
        assert len(set(asked)) <= 20
        assert "k9999" in text_of(pilot.app)


async def test_rows_that_were_never_drawn_are_not_asked_for_when_others_come() -> None:
    """What stood there may be gone by then: the list was scrolled a moment before, or lies behind a page."""
    listed, looked_up = a_list(), {key: row_of(key) for key in rows(100)}
    async with running(Bench(listed), size=(40, 10)) as pilot:
        listed.load(rows(100), lambda key: looked_up[key])
        await pilot.pause()
        listed.scroll_to(y=50, animate=False, immediate=True)
        looked_up = {"k0": row_of("k0")}
        listed.tick({"k0"})
        listed.load(["k0"], lambda key: looked_up[key])
        await pilot.pause()
        assert "k0" in text_of(pilot.app)
        assert "k5" not in text_of(pilot.app)


async def test_the_keys_of_a_list() -> None:
    """Arrows and letters move by one, page keys by a page, home and end to the ends; enter opens."""
    listed = a_list()
    bench = Bench(listed)
    async with running(bench, size=(40, 11)) as pilot:
        listed.load(rows(50), row_of)
        for key, expected in (
            ("down", "k1"),
            ("j", "k2"),
            ("k", "k1"),
            ("pagedown", "k10"),
            ("pageup", "k1"),
            ("end", "k49"),
            ("up", "k48"),
            ("home", "k0"),
        ):
            await pilot.press(key)
            assert listed.key == expected, key
            await pilot.pause()
            assert f"›{expected}" in text_of(bench)
        await pilot.press("enter")
        assert bench.said[-1] == ("selected", "k0")
        assert bench.said[0] == ("highlighted", "k0")


async def test_the_cursor_stays_on_its_key_when_rows_change() -> None:
    """New rows above move the line, not the choice; a vanished key leaves the cursor near its place."""
    listed = a_list()
    bench = Bench(listed)
    async with running(bench, size=(40, 10)) as pilot:
        listed.load(rows(30), row_of)
        assert listed.move_to("k20")
        await pilot.pause()
        bench.said.clear()
        listed.load(["new", *rows(30)], row_of)
        await pilot.pause()
        assert listed.key == "k20"
        assert "›k20" in text_of(bench)
        assert bench.said == []
        listed.load([key for key in rows(30) if key != "k20"], row_of)
        await pilot.pause()
        assert listed.key == "k22"
        assert bench.said == [("highlighted", "k22")]
        listed.load([], row_of)
        await pilot.press("down", "enter")
        assert listed.key is None
        assert bench.said[-1] == ("highlighted", None)
        assert not listed.move_to("k1")


async def test_a_list_says_what_is_in_its_columns_and_reads_no_markup() -> None:
    """Titles stand above, cells are cut to their columns, brackets stay brackets."""
    listed = a_list()
    async with running(Bench(listed), size=(30, 6)) as pilot:
        listed.load(["a very long key", "日本語日本語"], row_of)
        await pilot.pause()
        lines = text_of(pilot.app).splitlines()
        assert lines[0].split() == ["name", "what"]
        assert lines[1] == "›a very…  [b]x[/b]"
        assert lines[2] == " 日本語…  [b]x[/b]"


@settings(max_examples=30)
@given(st.lists(st.text(max_size=30) | st.sampled_from(SIGNS), min_size=1, max_size=6), st.integers(8, 60))
def test_every_line_of_a_list_takes_exactly_its_width(words: list[str], width: int) -> None:
    """Whatever is in its cells, the line is as wide as the list, and what stands beside it stays in its place."""
    columns = (ListColumn("name", 6, share=1), ListColumn("what", 4), ListColumn("when", 3, hide_below=30))

    async def drawn() -> list[str]:
        listed = VirtualList(columns)
        async with running(Bench(listed), size=(width, 10)) as pilot:
            listed.load([str(place) for place in range(len(words))], lambda key: Row((words[int(key)], "x", key)))
            await pilot.pause()
            return ["".join(part.text for part in listed.render_line(y)) for y in range(len(words) + 1)]

    assert [cells(line) for line in asyncio.run(drawn())] == [width] * (len(words) + 1)


async def test_a_click_moves_the_cursor() -> None:
    """The mouse is a guest: a click chooses its line."""
    listed = a_list()
    async with running(Bench(listed), size=(30, 10)) as pilot:
        listed.load(rows(5), row_of)
        await pilot.pause()
        await pilot.click(listed, offset=(3, 4))
        assert listed.key == "k3"


async def test_a_text_wraps_scrolls_and_reads_no_markup() -> None:
    """Long lines go on below; the end is reached by keys."""
    text = TextView()
    async with running(Bench(text), size=(20, 5)) as pilot:
        text.show_lines([TextLine("one two three four five"), *(TextLine(f"[b]{number}[/b]") for number in range(20))])
        await pilot.pause()
        assert [line[:18].rstrip() for line in text_of(pilot.app).splitlines()[:3]] == [
            "one two three four",
            "five",
            "[b]0[/b]",
        ]
        await pilot.press("end")
        assert "[b]19[/b]" in text_of(pilot.app)
        await pilot.press("home", "down")
        assert text_of(pilot.app).splitlines()[0].startswith("five ")


async def test_a_phrase_is_marked_by_keys() -> None:
    """`v`, `w` and `E` mark a phrase; its offsets are those of the text, whatever the width; `s` takes a sentence."""
    view = MarkingView()
    bench = Bench(view)
    text = "Thank you.\nYou were clear about trade-offs. 日本語 too."
    async with running(bench, size=(16, 8)) as pilot:
        view.show_text(text, [TextMark(0, 5)])
        view.focus()
        assert view.at == text.index("You were")
        view.move_to(0)
        await pilot.press("down", "w", "w", "v", "E")
        assert view.phrase is not None
        assert text[slice(*view.phrase)] == "clear"
        await pilot.pause()
        assert bench.said[-1] == ("moved", view.phrase)
        await pilot.press("v")
        assert view.phrase is None
        await pilot.press("end", "down", "s")
        assert view.phrase is not None
        assert text[slice(*view.phrase)] == "You were clear about trade-offs."
        assert view.unmark()
        assert not view.unmark()


async def test_words_are_marked_whole_by_keys() -> None:
    """`v` and `w` take the word under the cursor to its end, `b` the one before; `l` takes single characters."""
    view = MarkingView()
    text = "The team, l’équipe, was kind."
    async with Bench(view).run_test(size=(40, 8)) as pilot:
        view.show_text(text)
        view.focus()
        for keys, marked in (
            (("w", "right", "v", "w"), "team"),
            (("w",), "team, l’équipe"),
            (("w", "w", "w", "w"), "team, l’équipe, was kind"),
            (("b",), "team, l’équipe, was"),
            (("v", "v", "b"), "was"),
            (("b",), "l’équipe, was"),
            (("v", "v", "right"), "l’"),
            (("w",), "l’équipe"),
        ):
            await pilot.press(*keys)
            assert text[slice(*(view.phrase or (0, 0)))] == marked, keys


async def test_the_cursor_of_an_empty_text_stays_put() -> None:
    """Every key is harmless where there is nothing."""
    view = MarkingView()
    async with running(Bench(view), size=(16, 8)) as pilot:
        view.show_text("")
        view.focus()
        await pilot.press("w", "v", "e", "b", "s", "down", "up", "left", "right", "end")
        assert view.at == 0
        assert view.phrase is None
