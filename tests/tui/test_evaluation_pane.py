"""The evaluation pane by keys: its views, the sources of each line, the filter, what is shown at which size."""

from asyncio import timeout

import pytest
from msgspec.structs import replace
from tests.tui.evaluation_app import SIZES, Opened, opened, sample
from tests.tui.stand_ins import MemoryStore

from afterword.domain.conversation.request import FindingKind
from afterword.domain.document import part_words
from afterword.domain.evaluation.views import VIEWS, EvaluationView
from afterword.services.reflections import Mark
from afterword.tui.app_context import JournalChanged
from afterword.tui.panes.evaluation_views import COLUMNS
from afterword.tui.screens.findings import ChartPage, SourcesPage
from afterword.tui.screens.form import Form
from afterword.tui.widgets.virtual_list import VirtualList

COMMUNICATION = "competency/communication"


def seen_view(line: str) -> str:
    """The line of the views from the one that is seen on, without brackets and capitals."""
    return line.partition("›")[2].replace("[", "").replace("]", "").casefold()


def rows_of(page: Opened) -> list[str]:
    """The keys of the view that is seen, from the top."""
    seen = next(one for one in page.pane.query(VirtualList) if one.has_class("-seen"))
    return list(seen._source.keys)


async def test_right_and_left_go_round_the_views() -> None:
    """`→` shows the next view, `←` the one before, round and round."""
    async with opened() as page:
        names = []
        for _ in VIEWS:
            names.append(page.pane.view_id)
            await page.press("right")
        assert names == [view.id for view in VIEWS]
        assert page.pane.view_id == "overview"
        await page.press("left")
        assert page.pane.view_id == "advice"


async def test_a_letter_goes_straight_to_a_view_and_escape_back() -> None:
    """`X` is the bank; `esc` leads back to the overview."""
    async with opened() as page:
        await page.press("X")
        assert page.pane.view_id == "examples"
        assert "esc overview" in page.screen
        await page.press("escape")
        assert page.pane.view_id == "overview"


@pytest.mark.parametrize("width", [60, 70, 80, 100, 140])
async def test_every_view_shows_its_letter_at_every_width(width: int) -> None:
    """The names are shortened before one disappears, the one that is seen never; a click on what is left shows it."""
    async with opened(size=(width, 24)) as page:
        for key, view in zip("OETQXCPA", VIEWS, strict=True):
            await page.press(key)
            line = page.screen.split("\n")[1]
            assert all(f"[{letter}]" in line for letter in "OETQXCPA")
            assert seen_view(line).startswith(view.title.casefold())
        at = line.index("[C]")
        await page.pilot.click(offset=(at + 1, 1))
        assert page.pane.view_id == "coverage"


@pytest.mark.parametrize("view", ["O", "E", "C"])
async def test_names_of_competencies_are_whole_in_the_narrowest_window(view: str) -> None:
    """What else is told of them gives way first; it stands below."""
    async with opened(size=(60, 24)) as page:
        await page.press(view)
        names = [competency.name for competency in page.app.services.store.journal().all_competencies]
        rows = "\n".join(page.screen.split("\n")[3:10])
        begun = [name for name in names if len(name) <= 19 and name[:9] in rows]
        assert begun
        assert all(name in rows for name in begun)


async def test_a_view_keeps_its_cursor() -> None:
    """Coming back to a view, the cursor is where it was."""
    async with opened() as page:
        await page.press("j", "j")
        key = page.key
        await page.press("X", "O")
        assert page.key == key


async def test_enter_lists_the_sources_and_leads_to_the_conversation() -> None:
    """From a line to its sources, and from a source to the letter it stands in."""
    async with opened() as page:
        await page.press("A")
        await page.down_to("advice/cyberdyne-0-r-f2")
        await page.press("enter")
        assert isinstance(page.app.screen, SourcesPage)
        assert "say the next step aloud" in page.screen
        await page.press("enter")
        assert page.app.main_screen.pane.pane_id == "feedback"
        assert "Barbara Liskov" in page.screen


async def test_an_own_rating_leads_to_the_reflection() -> None:
    """A source that is your own rating opens the reflection of that interview."""
    async with opened() as page:
        await page.press("T", "enter", "enter")
        assert page.app.main_screen.pane.pane_id == "reflection"


async def test_a_line_without_sources_says_so() -> None:
    """Nothing opens where nothing is behind it, and the sentence says why."""
    async with opened() as page:
        await page.press("G", "enter")
        assert not isinstance(page.app.screen, SourcesPage)
        assert "nothing is behind it yet" in page.screen


async def test_a_finding_added_elsewhere_shows_at_once() -> None:
    """Marking a phrase in Feedback moves the line in Evaluation without anything pressed."""
    async with opened() as page:
        assert "competency/leadership" in rows_of(page)[-2:]
        mark = Mark(kind=FindingKind.AREA, quote="it stayed general", competency="leadership")
        found = page.app.run_service(lambda: page.app.services.findings.mark("initech-0-r", mark))
        await page.pilot.pause()
        assert found is not None
        assert rows_of(page).index("competency/leadership") < rows_of(page).index("competency/motivation")


async def test_the_filter_narrows_every_view_and_escape_clears_it() -> None:
    """Only interviews of the chosen role count; the status line says which."""
    async with opened() as page:
        await page.press("f")
        assert isinstance(page.app.screen, Form)
        await page.press("right", "f2")
        assert "role “" in page.screen
        narrowed = len(page.pane.known.evaluation.journal.live_interviews)
        assert 0 < narrowed < 13
        await page.press("escape")
        assert len(page.pane.known.evaluation.journal.live_interviews) == 18


async def test_a_filter_that_fits_nothing_says_how_to_clear_it() -> None:
    """No interview since tomorrow: the words say what to press, and esc brings all back."""
    async with opened() as page:
        await page.press("f", "tab", "tab")
        await page.type("2030-01-01")
        await page.press("f2")
        assert "No interview fits the filter" in page.screen
        await page.press("escape")
        assert "blind spot" in page.screen


async def test_the_chart_of_a_scale_opens_large_with_its_numbers() -> None:
    """`c` shows the ratings over time with a number below each point."""
    async with opened(size=(80, 24)) as page:
        await page.press("T", "c")
        assert isinstance(page.app.screen, ChartPage)
        assert "5 ┤" in page.screen
        assert "●" in page.screen
        await page.press("escape")
        assert page.pane.view_id == "trends"


async def test_stories_are_compared_with_what_is_usual() -> None:
    """The kinds of answer stand beside the published share of stories."""
    async with opened() as page:
        await page.press("T")
        await page.down_to("answers/")
        beside = " ".join(line.partition("│")[2].strip() for line in page.screen.split("\n"))
        assert "23 % is usual in interviews" in beside


async def test_a_record_wanted_by_another_part_is_found_through_a_filter() -> None:
    """Going to an advice clears a filter that hides it."""
    async with opened() as page:
        await page.press("f", "tab", "tab")
        await page.type("2030-01-01")
        await page.press("f2")
        page.pane.go_to("cyberdyne-0-r-f2")
        await page.pilot.pause()
        assert page.key == "advice/cyberdyne-0-r-f2"


async def test_advice_that_is_due_is_shown_where_it_can_be_done() -> None:
    """`n` leads to the line of the advice, and space marks it as done."""
    async with opened(size=(80, 24)) as page:
        for _ in range(20):
            await page.press("n")
            if "Act on advice" in page.screen:
                break
        assert page.key == "advice/initech-0-r-f3"
        await page.press("space")
        todo = page.store.journal.findings["initech-0-r-f3"].todo
        assert todo is not None
        assert todo.done is not None


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_of_the_sample_fits_the_screen(size: tuple[int, int]) -> None:
    """No line runs over the edge, the heading is whole, and there are words beside the rows."""
    async with opened(size=size) as page:
        for view in VIEWS:
            lines = page.screen.split("\n")
            assert len(lines) <= size[1]
            assert all(len(line) <= size[0] for line in lines)
            assert seen_view(lines[1]).startswith(view.title.casefold())
            titles = [column.title for column in COLUMNS[view.id] if not column.hide_below]
            assert all(title in lines[2] for title in titles)
            assert page.key
            await page.press("right")


@pytest.mark.parametrize("size", SIZES)
async def test_every_empty_view_teaches(size: tuple[int, int]) -> None:
    """Without anything to show, a view says what it is for and where it fills; the matrix shows its gaps."""
    async with opened(MemoryStore(), size=size) as page:
        for view in VIEWS:
            assert seen_view(page.screen.split("\n")[1]).startswith(view.title.casefold())
            if view.id == "coverage":
                assert "! 0 of 2" in page.screen
                assert "no examples yet" in page.screen
            else:
                assert not page.key
                assert "Here" in page.screen
                assert "pattern" not in page.screen
            await page.press("right")


async def test_the_sample_is_left_as_it_is_by_looking() -> None:
    """Going through every view and every row changes nothing in the store."""
    store = sample()
    before = store.journal
    async with opened(store) as page:
        for _ in VIEWS:
            for _ in range(3):
                await page.press("j")
            await page.press("right")
        assert store.journal is before


@pytest.mark.parametrize("size", SIZES)
async def test_a_view_is_at_its_top_when_all_of_it_up_to_the_cursor_can_be_seen(size: tuple[int, int]) -> None:
    """A view that was read anew while another one was seen does not open scrolled past its first rows."""
    async with opened(size=size) as page:
        await page.press("j", "j", "j", "T")
        interview = page.store.journal.live_interviews[0]
        page.store.write_elsewhere(replace(interview, notes="changed elsewhere"))
        page.app.post_message(JournalChanged())
        await page.press("O")
        assert page.pane.query_one("#view-overview", VirtualList).scroll_offset.y == 0


@pytest.mark.parametrize("view", VIEWS)
async def test_a_filter_narrows_every_view_by_the_line_and_by_its_sources(view: EvaluationView) -> None:
    """What stands in a row or beside it finds the row; esc shows every row again."""
    async with opened() as page:
        page.pane.action_show_view(view.id)
        await page.press("g")
        every = rows_of(page)
        first = page.key
        row = next(row for row in view.rows(page.pane.known) if row.key == first)
        words = "".join(part_words(part) for cell in row.cells for part in (*cell, " ")).split()[-1]
        await page.press("slash")
        await page.type(words)
        assert first in rows_of(page)
        await page.press("slash", "x", "q", "z")
        assert rows_of(page) == []
        assert "No line of this view has these words" in page.screen
        assert page.pane.view_id == view.id
        await page.press("escape")
        assert rows_of(page) == every


async def test_words_of_a_source_find_the_competency_they_speak_of() -> None:
    """What an interviewer wrote stands beside the line, not in it."""
    async with opened() as page:
        await page.press("slash")
        await page.type("could not follow your reasoning")
        await page.press("enter")
        assert rows_of(page) == [f"focus/{COMMUNICATION}", COMMUNICATION]


async def test_a_record_that_is_led_to_is_shown_although_a_filter_hid_it() -> None:
    """Being led somewhere clears the words."""
    async with opened() as page:
        await page.press("slash", "x", "q", "z", "enter")
        example = next(iter(page.store.journal.live_examples)).id
        page.pane.go_to(example)
        await page.pilot.pause()
        assert page.key == f"example/{example}"


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_counted_over_time_has_its_months_beside_it_and_a_chart(size: tuple[int, int]) -> None:
    """At every size the numbers stand beside the bars, and `c` shows them alone."""
    async with opened(size=size) as page:
        page.pane.action_show_view("trends")
        await page.down_to("time/arrivals")
        assert "Arrivals on time" in page.screen
        await page.press("c")
        assert isinstance(page.app.screen, ChartPage)
        assert " of " in page.screen
        assert "█" in page.screen


_MADE = {"focus", "bank", "questions"}


async def test_the_evaluation_is_made_while_nothing_else_happens_and_again_after_a_change() -> None:
    """Whoever goes there does not wait, and never sees what was made before a change."""
    async with opened() as page:
        main, services = page.app.main_screen, page.app.services
        await page.press("1")
        mark = Mark(kind=FindingKind.AREA, quote="it stayed general", competency="leadership")
        assert page.app.run_service(lambda: services.findings.mark("initech-0-r", mark)) is not None
        assert not _MADE & vars(services.preparation.evaluation()).keys()
        main.works_ahead = True
        async with timeout(20):
            while not vars(services.preparation.evaluation()).keys() >= _MADE:
                await page.pilot.pause()
        await page.press("3")
        assert rows_of(page).index("competency/leadership") < rows_of(page).index("competency/motivation")


async def test_the_other_panes_are_built_and_filled_before_anybody_goes_there() -> None:
    """While the person reads one pane the others are made ready, out of sight."""
    async with opened() as page:
        main = page.app.main_screen
        assert not page.app.query("#feedback")
        main.works_ahead = True
        main.refresh_summary()
        async with timeout(20):
            while not any(some._source.keys for some in page.app.query("#feedback VirtualList").results(VirtualList)):
                await page.pilot.pause()
        assert (page.pane.display, page.app.query_one("#feedback").display) == (True, False)
