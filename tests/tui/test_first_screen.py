"""What the app was left with is seen at once at the next start, unless anything it rests on is another by then."""

import os
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.tui.pty_app import PATIENCE, OnTerminal, Size, in_own_window, on_terminal
from tests.tui.test_terminal_sizes import call, paths

from afterword.bootstrap import open_journal
from afterword.paths import Paths
from afterword.quick_answers import SCREEN, first_screen, is_drawing, quick_answer
from afterword.settings_file import load_settings

__all__ = ["paths"]
SIZE = (100, 30)
TAKE, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"
F9 = "\x1b[20~"
LIGHT = b"48;2;251;250;247"
"""The ground of the theme after the first one."""


def kept(paths: Paths) -> Path:
    """Where it stands."""
    return paths.data_dir / SCREEN


def is_drawn_at_once(terminal: OnTerminal, drawn: bytes) -> bool:
    """Whether it is the first thing on the terminal, which is then taken only once: it would be cleared again."""
    return drawn in terminal.written[: len(drawn) + 40] and terminal.written.count(TAKE) == 1


def test_it_is_seen_first_and_what_the_app_then_draws_is_the_same(paths: Paths) -> None:
    """So nothing moves when the app takes over. Keys that are typed before wait for it, in their order."""
    with on_terminal(call(paths), size=SIZE) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.until("[0 Today")
        terminal.press("2", "[2 Feedback]")
        terminal.press("jjj", "[2 Feedback]")
        terminal.leave()
    drawn = kept(paths).read_bytes().split(b"\n", 3)[3]
    assert kept(paths).stat().st_mode & 0o777 == 0o600
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[2 Feedback]")
        seen = terminal.text
        terminal.type("j1/hopper\r")
        terminal.until("/ hopper")
        assert is_drawn_at_once(terminal, drawn)
        terminal.press("\x1b2k", "[2 Feedback]")
        terminal.shows(seen)
        terminal.leave()
        assert termios.tcgetattr(terminal.fd) == before


def test_a_shell_prompt_knows_what_is_due_once_the_app_is_left(paths: Paths) -> None:
    """The app has just told it: the prompt need not work it out again, until something else writes."""
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[0 Today")
        terminal.press("2", "[2 Feedback]")
        terminal.leave()
    asked = [*call(paths), "due", "--quiet"]
    due = open_journal(paths, load_settings(paths.settings)).overview.due()
    assert quick_answer(asked, os.environ, time.time()) == str(len(due))
    renamed(paths)
    assert quick_answer(asked, os.environ, time.time()) == str(len(due))
    (paths.data_dir / "journal.json").touch()
    assert quick_answer(asked, os.environ, time.time()) is None


def renamed(paths: Paths) -> None:
    """Another program has written."""
    services = open_journal(paths)
    known = services.store.journal().live_applications
    initech = next(application for application in known if application.company == "Initech")
    services.applications.edit(initech.id, {"company": "Other Initech"})


def test_an_app_that_is_killed_has_left_what_the_next_start_needs(paths: Paths) -> None:
    """It is kept once the first rows are seen, and not at the end alone."""
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[0 Today")
        end = time.monotonic() + PATIENCE
        while not kept(paths).exists():
            assert time.monotonic() < end
            terminal.idle()
        seen = terminal.text
    assert quick_answer([*call(paths), "due", "--quiet"], os.environ, time.time()) is not None
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[0 Today")
        assert is_drawn_at_once(terminal, kept(paths).read_bytes().split(b"\n", 3)[3])
        terminal.shows(seen)


@pytest.mark.parametrize(("key", "seen"), [(" ", "1 ticked"), (F9, "until you leave")], ids=["ticks", "theme"])
def test_what_the_next_start_does_not_show_is_not_kept(paths: Paths, key: str, seen: str) -> None:
    """Ticks are gone by then, and so is a theme that was tried."""
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[0 Today")
        terminal.press(key, seen)
        terminal.type("\x11")
        terminal.process.wait(PATIENCE)
    drawn = kept(paths).read_bytes() if kept(paths).exists() else b""
    assert b"ticked" not in drawn
    assert LIGHT not in drawn


def test_what_another_program_wrote_while_the_app_was_left_is_not_hidden(paths: Paths) -> None:
    """Its last look at the journal was before that: nothing old is kept for what is new."""
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[0 Today")
        renamed(paths)
        terminal.leave()
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("Other ")
        first = terminal.written.index(b"Other ")
        assert b"Initech" not in terminal.written[:first].replace(b"Other Initech", b"")


def test_of_two_windows_the_one_that_is_left_last_is_seen(paths: Paths) -> None:
    """On the same journal."""
    with on_terminal(call(paths), size=SIZE) as one, on_terminal(call(paths), size=SIZE) as other:
        one.until("[0 Today")
        other.until("[0 Today")
        one.press("3", "[3 Evaluation]")
        one.leave()
        other.press("1", "[1 Reflection]")
        other.leave()
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[1 Reflection]")
        assert is_drawn_at_once(terminal, kept(paths).read_bytes().split(b"\n", 3)[3])


# ── without the app ───────────────────────────────────────────────────────────────────────────────────────────────────

_BEGIN = """
import os, sys, time
from afterword.quick_answers import first_screen
first = first_screen(sys.argv[1:], os.environ)
"""
_KEEP = f"{_BEGIN}\nfirst.keep(first.rests_on, '\\x1b[1;1H\\x1b[1mHello', (time.time() - 9, time.time() + 999))"
_DRAW = f"""{_BEGIN}
first.draw(time.time())
if "KILLED" in os.environ:
    os.kill(os.getpid(), int(os.environ["KILLED"]))
first.put_back()
"""
NOTHING: Mapping[str, str] = {}
HELLO = b"\x1b[1;1H\x1b[1mHello"


def done(paths: Paths, code: str, size: Size = SIZE, more: Mapping[str, str] = NOTHING) -> OnTerminal:
    """That code, run to its end on a terminal of its own, which is as it was before."""
    names = [f"{name}={value}" for name, value in more.items()]
    with in_own_window(["/usr/bin/env", *names, sys.executable, "-c", code, *call(paths)], size=size) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.leave()
        assert termios.tcgetattr(terminal.fd) == before
        assert terminal.written.count(TAKE) == terminal.written.count(LEAVE)
    return terminal


@pytest.fixture
def known(paths: Paths) -> Paths:
    """The app was left with one word on the screen."""
    paths.session.write_text("{}")
    done(paths, _KEEP)
    assert HELLO in done(paths, _DRAW).written
    return paths


@pytest.mark.parametrize("more", [{}, {"KILLED": "15"}, {"KILLED": "2"}], ids=["failed", "killed", "interrupted"])
def test_a_start_that_comes_to_nothing_gives_the_terminal_back(known: Paths, more: dict[str, str]) -> None:
    """Its keys are seen again, and so is what stood there before."""
    drawn = done(known, _DRAW, more=more)
    assert drawn.written.replace(b"q", b"").endswith(b"\x1b[?7h\x1b[?1049l\x1b[?25h")


def _in_place(file: Path, device: str) -> None:
    file.unlink()
    file.symlink_to(device)


def _with(paths: Paths, begun: str = "", until: str = "", drawn: str = "") -> None:
    rests_on, *was = kept(paths).read_text().split("\n", 3)
    new = (new or old for new, old in zip((begun, until, drawn), was, strict=True))
    kept(paths).write_text("\n".join([rests_on, *new]))


CHANGES: dict[str, Callable[[Paths], object]] = {
    "journal": renamed,
    "settings": lambda paths: paths.settings.write_text('[me]\nname = "Somebody"\n'),
    "place": lambda paths: paths.session.unlink(),
    "nothing": lambda paths: kept(paths).write_text(""),
    "cut": lambda paths: os.truncate(kept(paths), 60),
    "no text": lambda paths: kept(paths).write_bytes(b"\xff\x00" * 999),
    "no end": lambda paths: _in_place(kept(paths), "/dev/zero"),
    "another day": lambda paths: _with(paths, until="2.0"),
    "a clock set back": lambda paths: _with(paths, begun="9e9"),
    "more than signs": lambda paths: _with(paths, drawn="\x1b[1;1H\x1b[1mHello\x1b]0;taken\x07"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_left_to_the_app(known: Paths, change: str) -> None:
    """Without a word: it draws itself, and knows it again the next time."""
    CHANGES[change](known)
    assert TAKE not in done(known, _DRAW).written


@pytest.mark.parametrize(
    "other",
    [{"NO_COLOR": "1"}, {"TERM": "linux"}, {"AFTERWORD_PLAIN": "1"}, {"TZ": "Asia/Tokyo"}],
    ids=str,
)
def test_what_another_terminal_would_show_is_left_to_the_app(known: Paths, other: dict[str, str]) -> None:
    """What was kept is in colours it has not, or of another day; and so it is in another size."""
    assert HELLO not in done(known, f"{_DRAW.replace('first.', 'first and first.')}", more=other).written
    assert TAKE not in done(known, _DRAW, size=(90, 30)).written


@pytest.mark.parametrize(
    "text", ["a", "\x1b[1;1Ha\nb", "\x1b[2J", "\x1b[1;1H\x1b]0;t\x07", "\x1b[1m\x9b2J", "\x1b[?1049l", "\x1b", "\x1b["]
)
def test_only_signs_their_looks_and_places_are_a_drawing(text: str) -> None:
    """Whatever else a terminal obeys is none."""
    assert is_drawing("\x1b[1;1H\x1b[1;38;2;1;2;3mAda · é 日本\x1b[0m")
    assert not is_drawing(text)


@pytest.mark.parametrize("words", [["due"], ["--demo"], ["--data-dir"], ["--data-dir", ""]])
def test_any_other_call_leaves_the_terminal_alone(words: list[str]) -> None:
    """Only the app has a screen to be left with."""
    assert first_screen(words, {"HOME": "/nowhere"}) is None
