"""Wherever a person is, the keys at the bottom name what `enter` does there; and `/` finds lines in every list."""

import pytest
from tests.tui import evaluation_app, feedback_app
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import NOW, MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.conversation.message import MailKind, Proposal
from afterword.domain.conversation.request import FindingKind
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.conversation_forms import PlacingPage
from afterword.tui.screens.findings import FindingsPage, SourcesPage
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.widgets.virtual_list import VirtualList

ROWS = {
    "section/Arrival": "arrival",
    "section/What went well": "write",
    "rating/convincing-2": "note",
    "section/Body language": "its rows",
    "rating/eye-contact-2": "note",
    "section/Examples given": "add",
    "section/Questions I asked": "add",
    "section/What I showed": "list to tick",
    "section/Possible reasons": "list to tick",
    "section/Pointers for next time": "add",
    "section/When the next no comes": "add",
    "section/Other thoughts": "write",
    "section/Private writing": "write",
}


def keys(app: AfterwordApp) -> str:
    """The line of keys."""
    return " ".join(text_of(app).splitlines()[-1].split())


def in_dialog(app: AfterwordApp) -> str:
    """The line of keys of the form that is open."""
    return " ".join(next(line for line in text_of(app).splitlines() if "f2 save" in line).strip(" │").split())


def made() -> AfterwordApp:
    """The app on the sample."""
    return AfterwordApp(services(MemoryStore(sample_journal())), Settings())


async def reflecting(pilot: Pilot[None]) -> VirtualList:
    """The rows of the reflection on the last interview of the sample that was held."""
    await pilot.press("down", "enter")
    return pilot.app.query_one("#guided-rows", VirtualList)


async def test_every_row_of_the_reflection_names_what_enter_does() -> None:
    """Its word follows the cursor."""
    app = made()
    async with running(app, size=(120, 40)) as pilot:
        rows = await reflecting(pilot)
        for key, word in ROWS.items():
            if rows.move_to(key):
                await pilot.pause()
                assert f"enter {word} " in keys(app), key
                assert "esc interviews" in keys(app)


async def test_the_heading_of_fixed_rows_leads_to_the_first_of_them() -> None:
    """Nothing is added there, so `enter` goes on instead of doing nothing."""
    app = made()
    async with running(app, size=(120, 40)) as pilot:
        rows = await reflecting(pilot)
        rows.move_to("section/Body language")
        await pilot.press("enter")
        assert (rows.key or "").startswith("rating/")


async def test_every_field_of_a_form_names_what_enter_does() -> None:
    """The next field in the first ones, saving in the others, nothing in a text, where it ends a line."""
    app = made()
    async with running(app, size=(120, 40)) as pilot:
        await pilot.press("a")
        assert "enter next field" in in_dialog(app)
        await pilot.press("tab", "tab", "tab")
        assert "enter save" in in_dialog(app)
        await pilot.press("escape", "down", "enter")
        app.query_one("#guided-rows", VirtualList).move_to("section/Other thoughts")
        await pilot.press("enter")
        assert "enter" not in in_dialog(app)


@pytest.mark.parametrize("pane", ["1", "2", "3"])
async def test_the_line_of_words_to_find_names_its_keys(pane: str) -> None:
    """In every pane: `enter` keeps, `esc` clears."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press(pane, "slash", "e")
        assert "enter keep" in keys(app)
        assert "esc clear" in keys(app)


async def test_sources_are_found_by_words() -> None:
    """`/` narrows them, `enter` goes back to the list, `esc` shows all, and once more goes back."""
    async with evaluation_app.opened(size=(80, 24)) as page:
        await page.press("E", "enter")
        sources = page.app.screen
        assert isinstance(sources, SourcesPage)
        before = sources.listed.count
        assert before > 1
        assert "/ filter" in keys(page.app)
        await page.press("slash")
        await page.type("zebra")
        assert "No line has these words" in page.screen
        await page.press("escape")
        assert sources.listed.count == before
        last = page.app.screen.query_one("#source")
        await page.press("G", "slash")
        await page.type("nothing like this")
        assert (sources.listed.count, last.is_attached) == (0, True)
        await page.press("enter", "escape")
        assert (sources.listed.count, sources.listed.has_focus) == (before, True)
        await page.press("escape")
        assert isinstance(page.app.screen, MainScreen)


def mail(number: int, words: str) -> Proposal:
    """A mail to place."""
    return Proposal(
        id=f"<{number}@home.example>",
        from_name="Grace H.",
        from_address="grace@home.example",
        subject="Hello again",
        at=NOW,
        kind=MailKind.REPLY,
        reason="Nothing speaks against a person who answers.",
        text=words,
        candidates=(feedback_app.GRACE,),
        full_text=f"{words}\n> and quoted words of mail {number}",
    )


async def test_mails_to_place_are_found_by_words_of_the_whole_mail() -> None:
    """Also by what is quoted in it; what is placed then is the one that was found."""
    store = feedback_app.sample()
    store.write_elsewhere(mail(1, "You were clear."), mail(2, "Practise aloud."))
    async with feedback_app.opened(store, size=(80, 24)) as feedback:
        await feedback.press("P")
        page = feedback.app.screen
        assert isinstance(page, PlacingPage)
        await feedback.press("slash")
        await feedback.type("words of mail 2")
        await feedback.press("enter")
        assert (page.listed.count, page.listed.key) == (1, "<2@home.example>")
        assert "Practise aloud." in feedback.screen
        await feedback.press("x")
        assert list(feedback.store.journal.open_proposals) == [feedback.store.journal.proposals["<1@home.example>"]]
        assert isinstance(feedback.app.screen, PlacingPage)
        await feedback.press("escape")
        assert page.listed.key == "<1@home.example>"


async def test_findings_are_found_by_words() -> None:
    """Kind, quote and competency are searched; the text stays as it is."""
    async with feedback_app.opened() as feedback:
        await feedback.on(feedback_app.LINUS)
        await feedback.press("r")
        await feedback.type("You were very clear. I missed a concrete example.")
        await feedback.press("f2", "s", "plus", "end", "s", "minus")
        page = feedback.app.screen
        assert isinstance(page, FindingsPage)
        assert page.listed.count == 2
        await feedback.press("slash")
        await feedback.type("concrete")
        await feedback.press("enter")
        found = feedback.store.journal.findings[page.listed.key or ""]
        assert (page.listed.count, found.kind) == (1, FindingKind.AREA)
        await feedback.press("escape")
        assert page.listed.count == 2


async def test_the_prep_sheet_says_why_there_is_no_other_interview() -> None:
    """A key that cannot act tells what it would need."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("3", "p", "o")
        assert "No other interview lies ahead." in text_of(app)


@pytest.mark.parametrize("pane", ["1", "2", "3"])
@pytest.mark.parametrize("width", [80, 140])
async def test_words_to_find_in_an_empty_pane_are_words_and_no_keys(pane: str, width: int) -> None:
    """The line opens there, too: it says that there is nothing to search, and what is typed carries nothing out."""
    app = AfterwordApp(services(MemoryStore()), Settings())
    async with running(app, size=(width, 24)) as pilot:
        await pilot.press(pane)
        taught = text_of(app).splitlines()[3:12]
        assert "/ filter" not in keys(app)
        await pilot.press("slash", "a", "d", "3", "q")
        assert isinstance(app.screen, MainScreen)
        assert "/ ad3q" in text_of(app)
        assert "nothing to search yet · esc goes back" in text_of(app)
        assert "No line" not in text_of(app)
        await pilot.press("escape")
        assert text_of(app).splitlines()[3:12] == taught
        await pilot.press("question_mark")
        assert not isinstance(app.screen, MainScreen)


async def test_a_slash_while_reflecting_looks_for_interviews() -> None:
    """The letters after it are words to find; none of them changes the reflection."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await reflecting(pilot)
        await pilot.press("slash", *"hooli")
        assert "/ hooli" in text_of(app)
        await pilot.press("enter")
        assert app.query_one("#interviews", VirtualList).has_focus
        assert "Hooli" in text_of(app)
        assert "Umbrella" not in text_of(app)


async def test_every_view_says_how_many_of_its_own_lines_are_kept() -> None:
    """Also when one goes back to a view that was seen before."""
    app = made()
    async with running(app, size=(100, 30)) as pilot:
        await pilot.press("3", "slash", "o", "enter")
        before = text_of(app).splitlines()[2]
        await pilot.press("right", "right", "right")
        assert text_of(app).splitlines()[2] != before
        await pilot.press("left", "left", "left")
        assert text_of(app).splitlines()[2] == before


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("f10", "f10 does nothing here; f1 shows every key."),
        ("ctrl+p", "ctrl+p does nothing here; f1 shows every key."),
        ("f4", "Editor (f4): It writes longer texts; this field takes one line."),
    ],
)
async def test_a_form_says_in_its_own_line_why_a_key_does_nothing(key: str, words: str) -> None:
    """It goes when something is typed."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("a", key)
        assert f"! {words}" in text_of(app)
        await pilot.press("x")
        assert words not in text_of(app)


async def test_on_the_row_of_a_text_no_letter_is_named_that_begins_it() -> None:
    """There `o` and `n` are written, so neither the bottom line nor the help says they lead elsewhere."""
    app = made()
    async with running(app, size=(120, 60)) as pilot:
        rows = await reflecting(pilot)
        assert "o next open" in keys(app)
        rows.move_to("section/Other thoughts")
        await pilot.pause()
        assert "o next open" not in keys(app)
        assert "n next due" not in keys(app)
        assert "enter write " in keys(app)
        await pilot.press("question_mark")
        here = text_of(app).partition("All other keys")[0]
        assert "The guided reflection" in here
        assert "Go to the next section that is still open" not in here


async def test_help_over_a_text_does_not_name_letters_that_are_typed_there() -> None:
    """While a letter is written, `u` and `q` are letters; `f1` and `ctrl+q` are keys."""
    async with feedback_app.opened(size=(100, 60)) as feedback:
        await feedback.on("globex-0-r")
        await feedback.press("a", "f1")
        here = feedback.screen.partition("All other keys")[0]
        assert "ctrl+q" in here
        assert "Take back the last change" not in here


async def test_after_a_search_in_an_unmarked_reply_the_text_has_the_keys_again() -> None:
    """Where nothing is listed there is nothing to go back to but the text."""
    async with feedback_app.opened() as feedback:
        await feedback.on(feedback_app.GRACE)
        await feedback.press("r")
        await feedback.type("You were very clear.")
        await feedback.press("f2", "slash", "escape", "s", "plus")
        assert "1 finding" in feedback.screen


async def test_a_list_that_empties_and_fills_again_leaves_the_keys_of_its_pane() -> None:
    """Removing the only interview hides the list; the words in its place have the keys, and the list again after."""
    app = AfterwordApp(services(MemoryStore()), Settings())
    async with running(app, size=(100, 30)) as pilot:
        await pilot.press("a", *"acme", "tab", *"dev", "tab", *"2 days ago 10:00", "tab", *"ada", "f2")
        await pilot.press("d", "y")
        assert "a add interview" in keys(app)
        await pilot.press("R", "enter")
        assert app.query_one("#interviews", VirtualList).has_focus
        await pilot.press("o", "f2", "2")
        assert "enter ask" in keys(app)
        await pilot.press("u")
        assert "Nobody to ask yet" in text_of(app)
        assert "m check mail" in keys(app)
        await pilot.press("U")
        assert app.query_one("FeedbackPane VirtualList").has_focus


async def test_a_view_that_empties_leaves_the_keys_of_its_pane() -> None:
    """Removing the only example does not take the keys away."""
    app = AfterwordApp(services(MemoryStore()), Settings())
    async with running(app, size=(100, 30)) as pilot:
        await pilot.press("3", "X", "a", *"Migration", "f2", "d", "y")
        assert "a add" in keys(app)
        await pilot.press("a")
        assert "Title" in text_of(app)


async def test_a_tick_does_not_repeat_its_label() -> None:
    """The label stands beside the box; in the box stands an answer to it."""
    app = made()
    async with running(app, size=(100, 40)) as pilot:
        rows = await reflecting(pilot)
        rows.move_to("section/Examples given")
        await pilot.press("plus")
        assert [line.count("Named a result") for line in text_of(app).splitlines() if "Named a result" in line] == [1]
        assert "[ ] yes" in text_of(app)
