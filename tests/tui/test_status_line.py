"""The two lines at the bottom, the palette over everything, and what a person is told of sample data and colours."""

import asyncio
import re
from dataclasses import dataclass

import pytest
from tests.tui.pty_app import on_terminal
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_ins import MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.journal import Journal
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.styles import TextStyle

VERBS = {
    "D declined": "enter thank",
    "R replied": "enter thank",
    "! follow-up due": "enter remind",
    ". to ask": "enter ask",
    "= draft": "enter go on writing",
    "o waiting": "enter record a reply",
    "T thanked": "enter write again",
    "x bounced": "enter address",
}
LONG = "The server does not know this address and says so in a sentence that is far longer than any line here. " * 2


def made(journal: Journal | None = None, *, sample: bool = False) -> AfterwordApp:
    """An app on the sample, or on another journal."""
    store = MemoryStore(sample_journal() if journal is None else journal)
    return AfterwordApp(services(store), Settings(), sample=sample)


def bottom(app: AfterwordApp) -> tuple[str, str]:
    """The status line and the keys."""
    status, keys = text_of(app).splitlines()[-2:]
    return status, keys


async def until(pilot: Pilot[None], words: str) -> None:
    """Wait until these words are seen; the test's own time limit ends a vain wait."""
    async with asyncio.timeout(20):
        while words not in text_of(pilot.app):
            await pilot.pause()


@pytest.mark.parametrize("key", ["down", "2", "escape", "tab", "u"])
async def test_a_notice_goes_with_the_next_key_that_does_something(key: str) -> None:
    """Moving, changing the pane, clearing and undoing take it away; the counter is seen again."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.pause()
        app.say(LONG, TextStyle.BAD)
        await pilot.pause()
        assert "18 interviews" not in bottom(app)[0]
        await pilot.press(key)
        assert "The server" not in text_of(app)


async def test_a_notice_goes_when_something_is_typed() -> None:
    """A letter into a field does something, too."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("2", "slash")
        app.say("Saved.")
        await pilot.press("h")
        assert "Saved." not in text_of(app)


async def test_a_notice_takes_one_line_and_help_shows_it_whole() -> None:
    """However long it is; the way to the rest stands at its end."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.pause()
        app.say(LONG, TextStyle.BAD)
        await pilot.pause()
        assert text_of(app).count("The server") == 1
        assert bottom(app)[0].endswith("… (? shows all)")
        assert "n next due" in bottom(app)[1]
        await pilot.press("question_mark")
        await until(pilot, "What was said last")
        assert "any line here." in " ".join(re.sub(r"[│\s]+", " ", text_of(app)).split())


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (["R"], "Bring back (R): No interview was removed."),
        (["y"], "y does nothing here; ? shows every key."),
        (["f6"], "f6 does nothing here; ? shows every key."),
        (["3", "space"], "Done (space): Only an advice can be done (A shows them)."),
        (["2", "P"], "Place mails (P): "),
    ],
)
async def test_a_key_that_cannot_act_says_why(keys: list[str], words: str) -> None:
    """What it would need, or that it has no meaning here."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await until(pilot, words) if words[-2] != ":" else await pilot.pause()


async def test_a_key_of_an_empty_pane_says_what_is_missing() -> None:
    """Every key on an interview needs one."""
    app = made(Journal())
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("o")
        await until(pilot, "Outcome (o): There is no interview here yet; a adds one.")


async def test_the_footer_names_what_enter_does_and_only_what_is_possible() -> None:
    """The next step of each line by its own name, once; the letter that does the same is told in the help."""
    app = made()
    async with running(app, size=(120, 30)) as pilot:
        await pilot.press("2")
        seen = {}
        for _ in range(13):
            await pilot.pause()
            # The state in words stands over the conversation.
            line = text_of(app).splitlines()[1]
            state = next((words for words in VERBS if words in line), "")
            seen[state] = bottom(app)[1]
            await pilot.press("down")
    assert {state: state in seen and verb in seen[state] for state, verb in VERBS.items()} == dict.fromkeys(VERBS, True)
    assert "t thank" not in seen[". to ask"]
    assert "f findings" not in seen[". to ask"]
    assert "f findings" in seen["R replied"]
    assert seen["R replied"].count("thank") == 1


async def test_while_something_is_typed_the_footer_names_no_letters() -> None:
    """Letters, and `?`, are typed; `f1` shows the keys, and `esc` is named as long as it clears something."""
    app = made()
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("2")
        assert "esc" not in bottom(app)[1]
        await pilot.press("slash", "h")
        assert bottom(app)[1].split() == ["enter", "keep", "esc", "clear", "f1", "help"]
        await pilot.press("question_mark")
        assert "/ h?" in text_of(app)
        await pilot.press("enter")
        assert "esc clear" in bottom(app)[1]


@dataclass(frozen=True)
class Chosen:
    """What is typed into the palette, and what is seen once it was chosen."""

    words: str
    seen: str


@pytest.mark.parametrize(
    "chosen",
    [
        Chosen("thank", "Thank-you"),
        Chosen("remind", "[2 Feedback]"),
        Chosen("prep sheet", "Prep"),
        Chosen("mark strengths", " finding"),
        Chosen("mailboxes", "No mailbox is set up"),
        Chosen("export", "Write everything to a file"),
        Chosen("theme", "afterword-light, until you leave"),
        Chosen("give an advice", "Day (t): Only an advice or an opening takes a day (A"),
    ],
    ids=lambda chosen: chosen.words,
)
async def test_the_palette_goes_to_the_pane_of_an_action_and_does_it(chosen: Chosen) -> None:
    """From another pane, by words of the label, the sentence or the name; where it cannot, it says why."""
    app = made()
    async with running(app, size=(100, 30)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*("space" if letter == " " else letter for letter in chosen.words))
        await pilot.press("enter")
        await until(pilot, chosen.seen)


@pytest.mark.parametrize("width", [80, 120])
async def test_sample_data_says_that_it_is(width: int) -> None:
    """All the time in the first line, and once that nothing is kept."""
    app = made(sample=True)
    async with running(app, size=(width, 24)) as pilot:
        await until(pilot, "What you add or change is not kept.")
        assert text_of(app).startswith(" Sample data ")
        await pilot.press("2")
        assert text_of(app).startswith(" Sample data ")


def test_leaving_the_sample_says_that_it_is_gone() -> None:
    """On the terminal that the person is back at."""
    with on_terminal(["--demo"]) as terminal:
        terminal.until("In a quiet moment")
        terminal.leave()
        assert b"That was sample data; what you added or changed there is gone." in bytes(terminal.written)
