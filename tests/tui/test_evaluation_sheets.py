"""The prep sheet on the screen and in files, and telling an example aloud by the clock."""

from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.tui.evaluation_app import SIZES, Opened, opened, sample
from tests.tui.screens import text_of
from tests.tui.stand_ins import NOW, MemoryStore

from afterword.desktop import Opener
from afterword.domain.practice import Rehearsal
from afterword.tui.screens.dialogs import Confirm, Pick
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import PrepPage, RehearsalPage, SharePage
from afterword.tui.widgets.fields import LineField


def with_another_ahead() -> MemoryStore:
    """The sample with a second interview ahead."""
    store = sample()
    ahead = next(one for one in store.journal.live_interviews if one.at > NOW)
    store.write_elsewhere(replace(ahead, id="later", company="Zorg", at=ahead.at + timedelta(days=3)))
    return store


async def save_to(page: Opened, key: str, place: Path) -> None:
    """Save the sheet that is shown to that file."""
    await page.press(key)
    assert isinstance(page.app.screen, Form)
    page.app.screen.query_one(LineField).put(str(place))
    await page.press("f2")


@pytest.mark.parametrize("size", SIZES)
async def test_the_sheet_for_the_one_interview_ahead_opens_at_once(size: tuple[int, int]) -> None:
    """`p` shows when and where first, then what to practise and to tell."""
    async with opened(size=size) as page:
        await page.press("p")
        assert isinstance(page.app.screen, PrepPage)
        words = page.screen
        assert "Prep sheet: Oscorp" in words
        assert words.index("When") < words.index("To practise")
        assert all(len(line) <= size[0] for line in words.split("\n"))


async def test_the_whole_sheet_can_be_read() -> None:
    """Paging down reaches the letter to me at the end."""
    async with opened(size=(80, 24)) as page:
        await page.press("p", "end")
        assert "A letter to me" in page.screen
        assert "one interview proves nothing" in " ".join(page.screen.split())


async def test_with_several_interviews_ahead_one_is_chosen() -> None:
    """A list of those ahead, the next one first; `o` changes it later."""
    async with opened(with_another_ahead()) as page:
        await page.press("p")
        assert isinstance(page.app.screen, Pick)
        await page.type("zorg")
        await page.press("enter")
        assert "Prep sheet: Zorg" in page.screen
        await page.press("o")
        await page.type("osc")
        await page.press("enter")
        assert "Prep sheet: Oscorp" in page.screen


async def test_without_an_interview_ahead_a_sentence_says_what_to_do() -> None:
    """Nothing opens; the words name the pane and the key."""
    async with opened(MemoryStore()) as page:
        await page.press("p")
        assert not isinstance(page.app.screen, PrepPage)
        assert "Add it first: 1, then a." in page.screen


async def test_the_sheet_is_saved_as_markdown_and_as_a_page(tmp_path: Path) -> None:
    """The files hold the sheet, only the person can read them, and the notice says where they are."""
    async with opened() as page:
        await page.press("p")
        await save_to(page, "m", tmp_path / "sheet.md")
        assert (tmp_path / "sheet.md").read_text().startswith("# Oscorp")
        assert "Saved: " in page.screen
        assert "sheet.md" in page.screen
        await save_to(page, "h", tmp_path / "sheet.html")
        assert "</html>" in (tmp_path / "sheet.html").read_text()
        assert (tmp_path / "sheet.html").stat().st_mode & 0o077 == 0


async def test_the_evening_page_is_saved_as_it_is_shown(tmp_path: Path) -> None:
    """`e` changes what the keys for files write; the file has a name of its own."""
    async with opened() as page:
        await page.press("p", "e", "h")
        assert "evening-before-oscorp-2026-11" in page.app.screen.query_one(LineField).text_value
        await page.press("escape")
        await save_to(page, "m", tmp_path / "tonight.md")
        assert "To sleep on" in (tmp_path / "tonight.md").read_text()


async def test_a_pasted_posting_is_read_at_once() -> None:
    """`p` on the sheet opens the field; what it asks for stands on the sheet with its line."""
    async with opened() as page:
        await page.press("p", "p")
        assert isinstance(page.app.screen, Form)
        assert "The posting of Oscorp" in page.screen
        await page.type("You explain results clearly.")
        await page.press("f2")
        assert "posting: “You explain results clearly.”" in page.screen
        journal = page.app.services.store.journal()
        assert "You explain results clearly." in {known.posting for known in journal.applications.values()}


async def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """The refusal stands in the form, and the path can be changed."""
    place = tmp_path / "sheet.md"
    place.write_text("mine")
    async with opened() as page:
        await page.press("p")
        await save_to(page, "m", place)
        assert isinstance(page.app.screen, Form)
        assert "already" in page.screen
        assert place.read_text() == "mine"


async def test_the_browser_is_offered_only_where_there_is_one() -> None:
    """With a desktop `b` stands in the footer; without one it is dead."""
    for opener, offered in (
        (Opener({"DISPLAY": ":0"}, find=lambda name: name), True),
        (Opener({}, find=lambda _name: None), False),
    ):
        async with opened() as page:
            page.app.push_screen(PrepPage(page.app.services, "oscorp", opener))
            await page.pilot.pause()
            assert ("b browser" in page.screen.split("\n")[-1]) is offered


async def test_the_default_name_is_in_the_current_folder() -> None:
    """The form proposes a name with the company and the day."""
    async with opened() as page:
        await page.press("p", "h")
        value = page.app.screen.query_one(LineField).text_value
        assert value.startswith(str(Path.cwd()))
        assert "prep-oscorp-2026-11" in value
        assert value.endswith(".html")


# ── telling aloud ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def rehearsing(page: Opened, *keys: str) -> None:
    """Open the rehearsal of the first example and press these keys."""
    await page.press("X", "r", *keys)


def told(page: Opened) -> Rehearsal:
    """The last telling of the first example."""
    last = page.store.journal.live_examples[0].last_rehearsal
    assert last is not None
    return last


async def test_a_telling_without_notes_is_kept_with_its_seconds() -> None:
    """The story hidden, the clock started and stopped, then kept."""
    async with opened() as page:
        await rehearsing(page, "h")
        assert "replaced two indexes" not in page.screen
        await page.press("space")
        page.clock.set(NOW + timedelta(seconds=84))
        await page.press("space")
        assert "1:24" in page.screen
        assert "6 seconds left" in page.screen
        await page.press("enter")
        assert (told(page).seconds, told(page).without_notes) == (84, True)
        assert "Told in 84 seconds, without notes" in page.screen


async def test_looking_at_the_story_makes_it_a_telling_with_notes() -> None:
    """Shown once while the clock runs, it counts as told with notes; enter also stops the clock."""
    async with opened() as page:
        await rehearsing(page, "h", "space", "h", "h")
        page.clock.set(NOW + timedelta(seconds=100))
        await page.press("enter")
        assert (told(page).seconds, told(page).without_notes) == (100, False)


async def test_the_clock_says_how_far_over_ninety_it_is() -> None:
    """Past the end it counts on, in words."""
    async with opened() as page:
        await rehearsing(page, "space")
        page.clock.set(NOW + timedelta(seconds=121))
        await page.press("space")
        assert "31 seconds over ninety" in page.screen
        await page.press("backspace")
        assert "90 seconds left" in page.screen


async def test_leaving_asks_when_a_telling_would_be_lost() -> None:
    """Escape asks; y leaves without keeping it."""
    async with opened() as page:
        before = page.store.journal
        await rehearsing(page, "space")
        page.clock.set(NOW + timedelta(seconds=30))
        await page.press("escape")
        assert isinstance(page.app.screen, Confirm)
        await page.press("y")
        assert not isinstance(page.app.screen, RehearsalPage)
        assert page.store.journal is before


async def test_nothing_can_be_kept_before_the_clock_ran() -> None:
    """`enter` does nothing at zero, and the footer does not offer it."""
    async with opened(size=(80, 24)) as page:
        await rehearsing(page)
        assert "keep" not in text_of(page.app).split("\n")[-1]
        await page.press("enter")
        assert isinstance(page.app.screen, RehearsalPage)


# ── the report for a mentor ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", SIZES)
async def test_the_report_for_a_mentor_is_read_with_names_and_without(size: tuple[int, int]) -> None:
    """`S` shows it, `n` takes the names out and brings them back."""
    async with opened(size=size) as page:
        await page.press("S")
        assert isinstance(page.app.screen, SharePage)
        assert "all applications, with names" in page.screen
        assert "Oscorp" in page.screen
        await page.press("n")
        assert "Oscorp" not in page.screen
        assert "company" in page.screen
        assert "Read it once" in page.screen
        assert all(len(line) <= size[0] for line in page.screen.split("\n"))
        await page.press("n")
        assert "Oscorp" in page.screen


async def test_the_report_is_saved_as_it_is_shown(tmp_path: Path) -> None:
    """Without names where they were taken out, and with what was left out left out."""
    async with opened(size=(120, 40)) as page:
        await page.press("S", "n", "x", "space", "enter")
        await save_to(page, "m", tmp_path / "report.md")
        text = (tmp_path / "report.md").read_text(encoding="utf-8")
        assert "Initech" not in text
        assert "Ada" not in text
        assert "interviewer 1" in text
        assert "What I applied for" not in text
        assert "Saved: " in page.screen
        await save_to(page, "h", tmp_path / "report.html")
        assert "Initech" not in (tmp_path / "report.html").read_text(encoding="utf-8")


async def test_one_application_is_shared_alone() -> None:
    """`o` chooses it."""
    async with opened(size=(120, 40)) as page:
        await page.press("S", "o", "down", "enter")
        assert "one application, with names" in page.screen
        assert page.screen.count("open so far") + page.screen.count("not this time") == 1
