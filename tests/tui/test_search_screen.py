"""`ctrl+f`: everything is found by its words, a hit leads to its place, and `esc` comes back, step by step."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import NOW, MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.conversation.message import MailKind, Proposal
from afterword.domain.journal import Journal
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.conversation_forms import PlacingPage
from afterword.tui.screens.findings import SourcesPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.search import SearchPage
from afterword.tui.widgets.lines import TextView
from afterword.tui.widgets.virtual_list import VirtualList

PLACES = [
    ("radia byr", "", ""),
    ("somerville", "feedback", "globex-0-r"),
    ("conflict team", "evaluation", "question/globex-a0"),
    ("moving night", "evaluation", "example/migration"),
    ("they ask fail", "evaluation", "pointer/p-incident"),
    ("communication", "evaluation", "competency/communication"),
    ("second team spring", "evaluation", "opening/wayne-0-r-f2"),
    ("drew box", "reflection", "initech/section/What went well"),
    ("both names", "reflection", "initech/rating/greeting"),
    ("rapport", "reflection", "stark/scenario/"),
    ("call rota", "reflection", "asked/"),
    ("sorry delay", "feedback", "cyberdyne-0-r"),
]


@asynccontextmanager
async def opened(journal: Journal | None = None, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app on the sample or another journal."""
    app = AfterwordApp(services(MemoryStore(journal or sample_journal())), Settings())
    async with running(app, size=size) as pilot:
        yield pilot


async def typed(pilot: Pilot[None], words: str) -> None:
    """Type these words."""
    await pilot.press(*("space" if letter == " " else letter for letter in words))


async def search(pilot: Pilot[None], words: str) -> SearchPage:
    """Search for these words."""
    await pilot.press("ctrl+f")
    await typed(pilot, words)
    page = pilot.app.screen
    assert isinstance(page, SearchPage)
    return page


def hits(page: SearchPage) -> VirtualList:
    """The list of hits."""
    return page.query_one("#hits", VirtualList)


def pane_of(pilot: Pilot[None]) -> str:
    """The pane that is seen."""
    assert isinstance(pilot.app, AfterwordApp)
    return pilot.app.main_screen.pane.pane_id


def place_of(pilot: Pilot[None]) -> str:
    """The line under the cursor."""
    assert isinstance(pilot.app, AfterwordApp)
    return pilot.app.main_screen.pane.place()["line"]


@pytest.mark.parametrize(("words", "pane", "line"), PLACES)
async def test_a_hit_leads_to_its_place_and_escape_to_the_search_and_then_to_where_one_was(
    words: str, pane: str, line: str
) -> None:
    """Its words and its cursor are as they were; once more, and everything is as before the search."""
    async with opened() as pilot:
        await pilot.press("2", "down", "down")
        before = place_of(pilot)
        page = await search(pilot, words)
        if not pane:
            assert hits(page).count == 0
            assert "Nothing has these words" in text_of(pilot.app)
            return
        assert f"{hits(page).count} hit" in text_of(pilot.app)
        await pilot.press("enter")
        assert pane_of(pilot) == pane
        assert line in place_of(pilot)
        assert "esc back to the search" in text_of(pilot.app)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SearchPage)
        assert words in text_of(pilot.app)
        await pilot.press("escape")
        assert (pane_of(pilot), place_of(pilot)) == ("feedback", before)


async def test_the_cursor_among_the_hits_is_where_it_was() -> None:
    """Of several hits the second was gone to."""
    async with opened() as pilot:
        page = await search(pilot, "load")
        await pilot.press("down")
        second = hits(page).key
        await pilot.press("enter", "escape")
        again = pilot.app.screen
        assert isinstance(again, SearchPage)
        assert hits(again).key == second == "1"


async def test_a_finding_leads_to_it_among_its_sources_and_back_at_once() -> None:
    """The cursor stands on it."""
    async with opened() as pilot:
        page = await search(pilot, "clear about trade-offs")
        assert hits(page).count >= 1
        await pilot.press("enter")
        sources = pilot.app.screen
        assert isinstance(sources, SourcesPage)
        assert sources.query_one(VirtualList).key == "initech-0-r-f0"
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SearchPage)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_letter_is_read_where_its_words_stand(size: tuple[int, int]) -> None:
    """Whole texts are shown for it, and scrolled to the words; `esc` still leads back to the search."""
    async with opened(size=size) as pilot:
        await search(pilot, "")
        await typed(pilot, "hello charles arranged")
        await pilot.press("enter")
        assert pane_of(pilot) == "feedback"
        assert "arranged" in text_of(pilot.app)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, SearchPage)


async def test_a_proposal_is_decided_on() -> None:
    """Its page opens with the cursor on it."""
    mails = {
        name: Proposal(
            id=name,
            from_name="Jo",
            from_address="jo@initech.example",
            subject=f"About {name}",
            at=NOW,
            kind=MailKind.REPLY,
            reason="",
            text="words",
            candidates=(),
        )
        for name in ("first", "second")
    }
    async with opened(replace(sample_journal(), proposals=mails)) as pilot:
        await search(pilot, "about second")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, PlacingPage)
        assert pilot.app.screen.listed.key == "second"


@pytest.mark.parametrize(
    "keys", [("1",), ("2",), ("3",), ("0",), ("1", "slash", "a"), ("3", "E", "enter"), ("2", "enter")]
)
async def test_it_opens_from_every_pane_and_page_and_while_words_are_typed(keys: tuple[str, ...]) -> None:
    """And a hit closes what lies over the panes."""
    async with opened() as pilot:
        await pilot.press(*keys)
        await search(pilot, "somerville")
        await pilot.press("enter")
        assert pilot.app.screen.id == "main-screen"
        assert pane_of(pilot) == "feedback"


async def test_a_form_is_not_left_for_it() -> None:
    """What is typed there comes first: the key means there what it always means."""
    async with opened() as pilot:
        await pilot.press("1", "a", "I", "n", "ctrl+f")
        assert isinstance(pilot.app.screen, Form)


async def test_what_changes_meanwhile_is_found() -> None:
    """Another window adds a company."""
    async with opened() as pilot:
        page = await search(pilot, "zyxw")
        assert hits(page).count == 0
        app = pilot.app
        assert isinstance(app, AfterwordApp)
        first = app.services.store.journal().live_interviews[0]
        app.run_service(lambda: app.services.interviews.edit(first.id, {"notes": "zyxwvut"}))
        await pilot.pause()
        assert hits(page).count == 1


async def test_everything_is_read_once_while_nothing_is_typed_yet() -> None:
    """A letter finds in what was read when the page was opened; only a change makes it read anew."""
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, AfterwordApp)
        await pilot.press("ctrl+f")
        await app.workers.wait_for_complete()
        index = app.services.search.index()
        assert app.services.search.find("radia").index is index
        first = app.services.store.journal().live_interviews[0]
        app.run_service(lambda: app.services.interviews.edit(first.id, {"notes": "zyxwvut"}))
        assert app.services.search.find("radia").index is not index


async def test_what_is_read_ahead_is_read_again_after_a_change() -> None:
    """The filter of the list finds what was written since."""
    async with opened() as pilot:
        app = pilot.app
        assert isinstance(app, AfterwordApp)
        await pilot.press("1")
        app.main_screen.pane.read_ahead()
        first = app.services.store.journal().live_interviews[0]
        app.run_service(lambda: app.services.interviews.edit(first.id, {"notes": "zyxwvut"}))
        await pilot.press("slash", *"zyxw")
        assert "1 of 18" in text_of(app)


async def test_hostile_texts_stay_in_their_lines() -> None:
    """Controls, words from right to left, and two hundred thousand characters."""
    sample = sample_journal()
    first = sample.live_interviews[0]
    notes = "\x1b[31m needle \u202e" + "שלום עולם " * 20 + "\n" + "needle " * 30_000
    worse = replace(first, notes=notes)
    journal = replace(sample, interviews={**sample.interviews, first.id: worse})
    async with opened(journal, (80, 24)) as pilot:
        page = await search(pilot, "needle")
        assert hits(page).count == 1
        shown = text_of(pilot.app)
        assert "\x1b" not in shown
        assert "needle" in page.query_one("#hit", TextView).render_line(3).text


async def test_where_there_is_room_the_hit_is_read_beside_the_list() -> None:
    """Below it at 80 columns."""
    for size, beside in (((80, 24), False), ((160, 40), True)):
        async with opened(size=size) as pilot:
            page = await search(pilot, "load")
            listed, text = hits(page).region, page.query_one("#hit", TextView).region
            assert (text.x > listed.x) is beside
            assert (text.y > listed.y) is not beside
