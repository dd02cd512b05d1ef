"""Every key of every place either does something or says why not, in a sentence of its own; no inner word is shown."""

import re
from collections.abc import Iterator

import pytest
from tests.tui.evaluation_app import Opened, opened
from tests.tui.stand_ins import MemoryStore, sample_journal

from afterword.tui.actions import TABLE, keys_of
from afterword.tui.app_context import hosts, not_now
from afterword.tui.screens.dialogs import HelpDialog
from afterword.tui.widgets.bars import is_typed
from afterword.tui.widgets.fields import FilterLine
from afterword.tui.widgets.virtual_list import VirtualList

PLACES = {
    "today": ("0",),
    "reflection": ("1",),
    "reflecting": ("1", "enter"),
    "feedback": ("2",),
    "conversation": ("2", "tab"),
    **{f"evaluation {key}": ("3", key) for key in "OETQXCPA"},
}
PAGES = {
    "the sources": ("3", "O", "j", "enter"),
    "the chart": ("3", "T", "c"),
    "the sheet": ("3", "p"),
    "the report": ("3", "S"),
    "telling": ("3", "X", "r"),
    "marking": ("2", "down", "down", "down", "f"),
    "a form": ("1", "a"),
    "a letter": ("2", "down", "down", "down", "down", "a"),
    "help": ("1", "question_mark"),
    "palette": ("1", "ctrl+p"),
    "tour": ("1", "f12"),
}
VAGUE = "Not possible here"
INNER = re.compile(r"\b[FRTEAPQNLCSW][1-6]\b(?!\s*[/%])|at rest|\b[a-z]+_[a-z]+\b|\b[a-z]+-\d-[a-z]\b")
"""Numbers of promises, states of the program and names in its code; ids such as `initech-0-r`."""


def silent(page: Opened) -> Iterator[str]:
    """The keys of this moment that would neither act nor say anything of their own."""
    chain = list(hosts(page.app.screen))
    for host in chain:
        for action in TABLE:
            if action.id in host.action_ids and not any(other.can(action) for other in chain):
                typed = all(is_typed(page.app.screen, key) for key in keys_of(action, page.app.keymap))
                if not typed and VAGUE in not_now(action, page.app.keymap, host):
                    yield action.id


def inner_words(page: Opened) -> list[str]:
    """What is seen of the program's own names."""
    return INNER.findall(page.screen)


async def each_row(page: Opened) -> list[str]:
    """The rows of the lists that are seen, one of each kind, with the cursor on it."""
    seen: list[str] = []
    screen = page.app.screen
    for listed in (page.app.main_screen.pane if screen is page.app.main_screen else screen).query(VirtualList):
        if not (listed.display and listed.focusable and listed.count):
            continue
        kinds: set[str] = set()
        for key in listed._source.keys:
            kind = key.partition("/")[0] if "/" in key else str(listed._source.row(key).cells[-1])[:12]
            if kind in kinds or not listed.move_to(key):
                continue
            kinds.add(kind)
            await page.pilot.pause()
            seen += [f"{key}: {name}" for name in silent(page)]
            seen += [f"{key}: {word}" for word in inner_words(page)]
    return seen


@pytest.mark.parametrize("place", PLACES)
async def test_each_key_of_a_pane_acts_or_says_why_not(place: str) -> None:
    """On each kind of row of the sample, and where there is nothing at all."""
    for store in (None, MemoryStore()):
        async with opened(store, size=(120, 40)) as page:
            await page.press(*PLACES[place])
            assert list(silent(page)) == []
            assert await each_row(page) == []
            await page.press("slash", "z", "z", "z", "enter")
            assert list(silent(page)) == []


@pytest.mark.parametrize("place", PAGES)
async def test_each_key_of_a_screen_over_the_panes_acts_or_says_why_not(place: str) -> None:
    """Forms, letters, pages and dialogs, and what they show."""
    async with opened(size=(120, 40)) as page:
        await page.press(*PAGES[place])
        assert len(page.app.screen_stack) > 1
        assert list(silent(page)) == []
        assert await each_row(page) == []
        assert inner_words(page) == []


@pytest.mark.parametrize(
    "keys",
    [
        ("0",),
        ("1",),
        ("1", "enter"),
        ("1", "a"),
        ("1", "d"),
        ("1", "slash", "x"),
        ("1", "a", "x", "escape"),
        ("2", "F"),
        ("2", "tab"),
        ("3", "p"),
        ("3", "O", "j", "enter"),
        ("1", "ctrl+p"),
        ("1", "ctrl+p", "x"),
    ],
    ids=" ".join,
)
async def test_help_opens_everywhere_and_begins_with_the_place(keys: tuple[str, ...]) -> None:
    """In lists, forms, texts, pages and dialogs alike by `f1`; its first lines say where one is and what it is for."""
    async with opened(size=(100, 50)) as page:
        await page.press(*keys)
        below = page.app.screen
        await page.press("f1")
        assert isinstance(page.app.screen, HelpDialog)
        place = page.app.screen._place
        assert place.title
        assert place.about
        assert place.about.split(".")[0][:40] in page.screen
        await page.press("slash")
        await page.type("palette")
        await page.press("enter", "escape")
        assert isinstance(page.app.screen, HelpDialog)
        await page.press("escape")
        assert page.app.screen is below


@pytest.mark.long
async def test_a_key_that_can_act_does_something_that_is_seen() -> None:
    """It opens something, moves something or says a sentence: on each kind of line of the tracker, and of each view."""
    for place in ("feedback", "reflection", "evaluation O", "evaluation A"):
        async with opened(size=(120, 40)) as page:
            await page.press(*PLACES[place])
            pane = page.app.main_screen.pane
            before = page.screen
            for action in TABLE:
                if action.scope != pane.pane_id or not pane.can(action):
                    continue
                await page.press(keys_of(action, {})[0])
                said = page.app.main_screen.query_one("KeyFooter").notice_text  # type: ignore[attr-defined]
                changed = page.screen != before or bool(said) or len(page.app.screen_stack) > 1
                assert changed, action.id
                while len(page.app.screen_stack) > 1:
                    page.app.pop_screen()
                    await page.pilot.pause()
                page.store.journal = sample_journal()
                page.app.clear_notice()
                if page.app.query(FilterLine).first().display:
                    await page.press("escape")
                await page.press("escape", "escape", *PLACES[place])
                before = page.screen
