"""`/` narrows a text as it does a list: documents, phrases, whole messages; `enter` keeps, `esc` shows all again."""

from collections.abc import Sequence

import pytest
from tests.tui import evaluation_app
from tests.tui.running import running
from tests.tui.stand_ins import MemoryStore, sample_journal, services

from afterword.domain.text import matches
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.page import ReadingPage
from afterword.tui.styles import Span, TextStyle, plain
from afterword.tui.widgets.fields import FilterLine, kept_lines
from afterword.tui.widgets.lines import TextLine

LINES = (
    TextLine("Strengths", TextStyle.STRONG),
    TextLine("- clear about trade-offs", indent=2),
    TextLine("    Ada Byron, Initech", indent=4),
    TextLine(""),
    TextLine("- tidy code", indent=2),
    TextLine("Areas", TextStyle.STRONG),
    TextLine(Span("By others", TextStyle.ACCENT)),
    TextLine("- a concrete incident", indent=2),
)


def kept(words: str) -> tuple[list[str], int, int]:
    """The lines that stay, how many, and of how many."""
    lines, shown, of = kept_lines(LINES, lambda text: matches(text, words))
    return [plain(line.text) for line in lines if plain(line.text)], shown, of


@pytest.mark.parametrize(
    ("words", "lines", "count"),
    [
        ("trade", ["Strengths", "- clear about trade-offs", "    Ada Byron, Initech"], 1),
        ("byron", ["Strengths", "- clear about trade-offs", "    Ada Byron, Initech"], 1),
        ("incid conc", ["Areas", "By others", "- a concrete incident"], 1),
        ("areas", ["Areas", "By others", "- a concrete incident"], 1),
        ("nothing", [], 0),
    ],
)
def test_a_line_is_kept_with_its_headings_and_what_belongs_to_it(words: str, lines: Sequence[str], count: int) -> None:
    """A heading that holds the words keeps all below it."""
    assert kept(words) == (lines, count, 3)


async def test_the_prep_sheet_is_narrowed_and_shown_whole_again() -> None:
    """`esc` clears before it goes back."""
    async with evaluation_app.opened(size=(100, 30)) as page:
        await page.press("p")
        whole = page.screen
        await page.press("slash", *"when", "enter")
        assert " of " in page.screen
        assert page.screen != whole
        await page.press("escape")
        assert page.screen == whole
        await page.press("escape")
        assert page.app.screen.id == "main-screen"


async def test_a_page_to_read_is_narrowed_alike() -> None:
    """With the same line, the same count and the same way out."""
    app = AfterwordApp(services(MemoryStore(sample_journal())), Settings())
    async with running(app) as pilot:
        app.push_screen(ReadingPage("What their phrases tell", LINES))
        await pilot.pause()
        await pilot.press("slash", *"tidy")
        bar = app.screen.query_one(FilterLine)
        assert bar.display
        assert "1 of 3" in "".join(str(static.render()) for static in bar.query(".-words"))
        await pilot.press("escape")
        assert not bar.display
        assert isinstance(app.screen, ReadingPage)
