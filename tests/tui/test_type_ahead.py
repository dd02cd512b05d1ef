"""Keys typed ahead: written to a terminal in one go, each acts on what those before it opened."""

import os
import time
from random import Random

import pytest
from tests.tui.pty_app import OnTerminal, on_terminal
from tests.tui.running import running
from tests.tui.stand_ins import MemoryStore, sample_journal, services
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from afterword.domain.journal import Journal
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.key_input import EscapeReader
from afterword.tui.widgets.virtual_list import VirtualList

ESC = "\x1b"
RUNS = {
    "in forms": (
        ("aAcme\tBackend\ttoday 10:00", ("Company *         Acme", "Role *            Backend", "today 10:00")),
        ("aAcme" + ESC + "naQA", ("Company *         QA",)),
        ("aAcme" + ESC + ESC + "\tBackend", ("Company *         Acme", "Role *            Backend")),
        ("aAcme\tQA\t+3d\t\x1b[Z\x1b[Zx", ("Role *            QAx",)),
        ("a\x1b[200~pasted\x1b[201~\tQA", ("Company *         pasted", "Role *            QA")),
    ),
    "between panes": (
        ("dyu", ("18 interviews", "Undone")),
        ("3X", ("[3 Evaluation]", "›e[X]amples")),
        ("?" + ESC + "2", ("[2 Feedback]",)),
        ("\x10check mail\r", ("[2 Feedback]", "No mailbox is set up")),
        ("2/hooli\r" + ESC + "jj", ("[2 Feedback]", "›= Globex")),
    ),
    "into records": (
        ("2jj\r", ("Address of Joan Clarke",)),
        (
            "j\r\x1b[B\x1b[B43215",
            (
                "How convincing            ■■■■□ 4",
                "Picture                 ■■■□□ 3",
                "Sound                   ■■□□□ 2",
                "Looking at the camera   ■□□□□ 1",
                "Expression              ■■■■■ 5",
                "›    Pace                    □□□□□ –",
            ),
        ),
    ),
}
"""What is typed at once, one run after the other, and what is seen then."""
BACK = {"in forms": ESC + "n", "into records": ESC}
"""What leads from the end of a run to the interviews."""


def write(terminal: OnTerminal, keys: str, *, pause: float) -> None:
    """The keys in one write, or one by one as a fast hand does."""
    if not pause:
        terminal.type(keys)
        return
    for key in keys:
        os.write(terminal.fd, key.encode())
        time.sleep(pause)


@pytest.mark.parametrize(
    "pause",
    [pytest.param(0, id="one write"), pytest.param(0.004, id="a few milliseconds apart", marks=pytest.mark.long)],
)
@pytest.mark.parametrize("where", RUNS)
def test_a_run_of_keys_does_what_slow_typing_does(where: str, pause: float) -> None:
    """Forms, fields, panes, filters, questions, the palette, help: a key acts on what the key before it opened."""
    with on_terminal(["--demo"]) as terminal:
        terminal.until("In a quiet moment")
        for keys, seen in RUNS[where]:
            terminal.press("1", "[1 Reflection]")
            write(terminal, keys, pause=pause)
            for words in seen:
                terminal.until(words)
            for key in BACK.get(where, ""):
                terminal.type(key)
                terminal.until("")


def test_what_no_terminal_should_send_ends_nothing() -> None:
    """A size of no pixels, then a click: Textual divides by them."""
    with on_terminal(["--demo"]) as terminal:
        terminal.until("In a quiet moment")
        terminal.type("\x1b[48;32;110;0;0t\x1b[<0;11;4M\x1b[<0;11;4m")
        terminal.press("2", "[2 Feedback]")


def test_keys_typed_before_the_first_screen_are_not_lost() -> None:
    """What is typed while the program starts acts as soon as it can."""
    with on_terminal(["--demo"]) as terminal:
        terminal.until("\n")
        terminal.type("aAcme\tBackend")
        terminal.until("Company *         Acme")
        terminal.until("Role *            Backend")


# ── any run, compared with the same run typed slowly ──────────────────────────────────────────────────────────────

KEYS = (
    *"123aeotdfrjkgG/npc? xyvuUwzbOPFSETXC+-0",
    *["enter", "escape"] * 6,
    *["tab"] * 4,
    *["down", "up", "left", "right", "shift+tab", "backspace", "f1", "f2", "f3", "f8", "ctrl+p", "ctrl+q"],
    "Acme",
    "today 10:00",
    "hooli",
)
CHARACTERS = {"enter": "\r", "tab": "\t", "space": " "}


def run_of_keys(seed: int) -> list[str]:
    """Twenty keys or words by chance, as names of single keys."""
    chance = Random(seed)  # noqa: S311 - no secret
    chosen = [chance.choice(KEYS) for _ in range(20)]
    words = {"Acme", "today 10:00", "hooli"}
    return [key for one in chosen for key in (one if one in words else [one])]


def event(key: str) -> events.Key:
    """The event a terminal makes of that key."""
    return events.Key(_character_to_key(key), key) if len(key) == 1 else events.Key(key, CHARACTERS.get(key))


def state(app: AfterwordApp) -> list[object]:
    """Where the person is: screens, focus, what is typed, chosen and said."""
    found: list[object] = [type(app.focused).__name__]
    for screen in app.screen_stack:
        found.append(type(screen).__name__)
        for widget in screen.walk_children():
            if isinstance(widget, Input):
                found.append(widget.value)
            elif isinstance(widget, TextArea):
                found.append(widget.text)
            elif isinstance(widget, VirtualList):
                found.append((widget.id, widget.key, widget.count))
    return found


async def settled(app: AfterwordApp, pilot: Pilot[None]) -> None:
    """Wait until no key waits and nothing changes."""
    seen: object = None
    while app.is_running and (app.type_ahead.is_busy or seen != state(app)):
        seen = state(app)
        await pilot.pause()


async def typed(keys: list[str], *, slowly: bool) -> tuple[list[object], Journal]:
    """Where that leads: the state of the screen, if there is one, and the journal."""
    store = MemoryStore(sample_journal())
    app = AfterwordApp(lambda: services(store), Settings())
    async with running(app, size=(100, 30)) as pilot:
        await settled(app, pilot)
        for key in keys:
            app.post_message(event(key))
            if slowly:
                await settled(app, pilot)
        await settled(app, pilot)
        return state(app) if app.is_running else [], store.journal


@pytest.mark.parametrize("seed", range(6))
async def test_any_run_ends_where_slow_typing_ends(seed: int) -> None:
    """Keys by chance, all at once and one after the other: the same screens, focus, texts and journal."""
    keys = run_of_keys(seed)
    assert await typed(keys, slowly=False) == await typed(keys, slowly=True), keys


# ── what a terminal sends ─────────────────────────────────────────────────────────────────────────────────────────

KEY = "\x1b[27u"
READ = (
    ("\x1bx", KEY + "x"),
    ("\x1baAcme\t\x1b", KEY + "aAcme\t" + KEY),
    ("\x1b\x1b[A", KEY + "\x1b[A"),
    ("\x1bOA\x1bOzz", "\x1bOA" + KEY + "Ozz"),
    ("\x1b[1;5Cx\x1b[<0;3;4M\x1b[[A", "\x1b[1;5Cx\x1b[<0;3;4M\x1b[[A"),
    ("\x1b\r\x1b\t", KEY + "\r" + KEY + "\t"),
    ("\x1b[200~a\x1bb\x1b[Ac\x1b[201~\x1bd", "\x1b[200~a\x1bb\x1b[Ac\x1b[201~" + KEY + "d"),
    ("\x1b[200~a\x1b", "\x1b[200~a\x1b"),
    ("\x1b\x7f", "\x1b\x7f"),
    ("\x1bO", KEY + "O"),
)


@pytest.mark.parametrize(("sent", "read"), READ, ids=[repr(sent) for sent, _ in READ])
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_esc_is_told_from_what_it_begins(sent: str, read: str, size: int) -> None:
    """However the text is cut: what cannot go on a sequence follows an `esc`; pastes stay as they are."""
    reader = EscapeReader()
    pieces = [sent[at : at + size] for at in range(0, len(sent), size)]
    assert "".join(map(reader.feed, pieces)) + reader.flush() == read
    assert not reader.waits
