"""One pane leads to a record in another, and `esc` back to the very line."""

from tests.tui.evaluation_app import Opened, opened
from tests.tui.feedback_app import ADA

from afterword.tui.screens.findings import SourcesPage
from afterword.tui.widgets.virtual_list import VirtualList

COMMUNICATION = "competency/communication"


def pane_of(page: Opened) -> str:
    """The pane that is seen."""
    return page.app.main_screen.pane.pane_id


async def test_escape_leads_back_from_a_conversation_to_the_very_source() -> None:
    """The sources lie open again, on the source that led there; one more `esc` shows the line of the evaluation."""
    async with opened() as page:
        await page.down_to(COMMUNICATION)
        await page.press("enter", "j")
        assert isinstance(page.app.screen, SourcesPage)
        source = page.app.screen.query_one(VirtualList).key
        await page.press("enter")
        assert pane_of(page) in ("feedback", "reflection")
        assert "esc back to Evaluation" in page.screen
        await page.press("escape")
        assert pane_of(page) == "evaluation"
        assert isinstance(page.app.screen, SourcesPage)
        assert page.app.screen.query_one(VirtualList).key == source
        await page.press("escape")
        assert page.key == COMMUNICATION


async def test_an_own_rating_leads_back_from_the_reflection_by_escape_and_by_q() -> None:
    """In the guided reflection `esc` usually goes to the list; from a source it leads back instead, and so does `q`."""
    for key in ("escape", "q"):
        async with opened() as page:
            await page.down_to(COMMUNICATION)
            await page.press("enter")
            for _ in range(20):
                assert isinstance(page.app.screen, SourcesPage)
                if "leads to the reflection" in page.screen:
                    break
                await page.press("j")
            await page.press("enter")
            assert pane_of(page) == "reflection"
            await page.press(key)
            assert pane_of(page) == "evaluation"
            assert isinstance(page.app.screen, SourcesPage)


async def test_words_typed_meanwhile_are_cleared_before_the_way_back() -> None:
    """`esc` does the nearest thing first: the filter of the conversation list, then the way back."""
    async with opened() as page:
        await page.app.main_screen.lead_to("feedback", ADA)
        await page.press("slash", "a", "d", "a", "enter")
        assert not page.app.main_screen.way_back
        await page.press("escape")
        assert (pane_of(page), page.app.main_screen.way_back) == ("feedback", "Evaluation")
        await page.press("escape")
        assert pane_of(page) == "evaluation"


async def test_whoever_chooses_a_pane_themselves_is_led_back_nowhere() -> None:
    """A pane chosen by its number is where the person wants to be; `esc` stays there."""
    async with opened() as page:
        await page.app.main_screen.lead_to("feedback", ADA)
        await page.press("1", "2", "escape")
        assert pane_of(page) == "feedback"


async def test_each_step_is_gone_back_one_by_one() -> None:
    """From Reflection to Feedback to Reflection: the way back has every step, with what narrowed the list there."""
    async with opened() as page:
        await page.press("1", "slash", "i", "n", "i", "t", "enter")
        reflection = page.app.main_screen.pane.place()
        await page.press("f")
        assert pane_of(page) == "feedback"
        await page.app.main_screen.lead_to("evaluation", "")
        await page.press("escape")
        assert pane_of(page) == "feedback"
        await page.press("escape")
        assert (pane_of(page), page.app.main_screen.pane.place()) == ("reflection", reflection)
        assert reflection["words"] == "init"


async def test_what_lay_over_the_line_is_opened_again() -> None:
    """A caller such as a search hands in what is to be opened once the person is back."""
    async with opened() as page:
        opened_again: list[str] = []
        await page.app.main_screen.lead_to("feedback", ADA, again=lambda: opened_again.append("search"))
        await page.press("escape")
        assert (pane_of(page), opened_again) == ("evaluation", ["search"])
