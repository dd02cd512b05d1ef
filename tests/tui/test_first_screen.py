"""What the app was left with is seen at once at the next start, unless anything it rests on is another by then."""

import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.pty_app import OnTerminal, Size, in_own_window, on_terminal
from tests.tui.test_terminal_sizes import call, paths

from afterword.bootstrap import open_journal
from afterword.paths import Paths
from afterword.quick_answers import SCREEN, first_screen, is_drawing

__all__ = ["paths"]
SIZE = (100, 30)
TAKE = b"\x1b[?1049h"


@pytest.fixture
def left(paths: Paths) -> Paths:
    """The app was left on the Feedback pane, some lines down."""
    with on_terminal(call(paths), size=SIZE) as terminal:
        terminal.until("[0 Today")
        terminal.press("2", "[2 Feedback]")
        terminal.press("jjj", "[2 Feedback]")
        terminal.leave()
    return paths


def kept(paths: Paths) -> Path:
    """Where it stands."""
    return paths.data_dir / SCREEN


def drawing(paths: Paths) -> bytes:
    """What was kept, as a terminal is told to draw it."""
    return kept(paths).read_bytes().split(b"\n", 3)[3]


def is_drawn_at_once(terminal: OnTerminal, drawn: bytes) -> bool:
    """Whether it is the first thing on the terminal, which is then taken only once: it would be cleared again."""
    return drawn in terminal.written[: len(drawn) + 40] and terminal.written.count(TAKE) == 1


def starts_with(paths: Paths, drawn: bytes, *, size: Size = SIZE, seen: str = "2 Feedback", **more: str) -> bool:
    """Whether the app, started now, shows that first; it is usable in any case."""
    with on_terminal(call(paths), size=size, **more) as terminal:
        terminal.until(seen)
        terminal.press("1", "[1 Reflection]")
        return is_drawn_at_once(terminal, drawn)


def test_it_is_seen_before_the_app_and_what_the_app_then_draws_is_the_same(left: Paths) -> None:
    """So nothing moves when the app takes over; what only the person may read is theirs alone."""
    drawn = drawing(left)
    with on_terminal(call(left), size=SIZE) as terminal:
        terminal.until("[2 Feedback]")
        first = terminal.text
        terminal.press("?", "esc")
        terminal.press("\x1b", "[2 Feedback]")
        assert is_drawn_at_once(terminal, drawn)
        assert terminal.text == first
    assert kept(left).stat().st_mode & 0o777 == 0o600


def test_keys_typed_over_it_wait_for_the_app_in_their_order(left: Paths) -> None:
    """All of them are typed before there is an app."""
    with on_terminal(call(left), size=SIZE) as terminal:
        terminal.type("1/hopper\r")
        terminal.until("[1 Reflection]")
        terminal.until("hopper")
        assert "Hopper" in terminal.text or "hopper" in terminal.text
        assert "^" not in terminal.text


def changed_journal(paths: Paths) -> None:
    """Another program has written."""
    services = open_journal(paths)
    for application in services.store.journal().live_applications:
        services.applications.edit(application.id, {"company": f"Other {application.company}"})


CHANGES: dict[str, Callable[[Paths], object]] = {
    "journal": changed_journal,
    "settings": lambda paths: paths.settings.write_text('[me]\nname = "Somebody"\n'),
    "place": lambda paths: paths.session.unlink(),
    "nothing": lambda paths: kept(paths).write_text(""),
    "cut": lambda paths: kept(paths).write_bytes(kept(paths).read_bytes()[:200]),
    "no text": lambda paths: kept(paths).write_bytes(b"\xff\x00" * 999),
    "no end": lambda paths: _in_place(kept(paths), "/dev/zero"),
    "another day": lambda paths: _with_times(paths, "1.0", "2.0"),
    "a clock set back": lambda paths: _with_times(paths, "9e9", "9.1e9"),
}


def _in_place(file: Path, device: str) -> None:
    file.unlink()
    file.symlink_to(device)


def _with_times(paths: Paths, begun: str, until: str) -> None:
    rests_on, _, _, drawn = kept(paths).read_text().split("\n", 3)
    kept(paths).write_text(f"{rests_on}\n{begun}\n{until}\n{drawn}")


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_is_drawn_by_the_app_itself(left: Paths, change: str) -> None:
    """No error either, and the next time it is known again."""
    drawn = drawing(left)
    CHANGES[change](left)
    assert not starts_with(left, drawn)


@pytest.mark.parametrize("other", [{"size": (90, 30)}, {"NO_COLOR": "1"}, {"TERM": "screen-256color"}], ids=str)
def test_another_terminal_is_drawn_by_the_app_itself(left: Paths, other: dict[str, str]) -> None:
    """What was kept is in another size, or in colours it has not."""
    assert not starts_with(left, drawing(left), **other)  # type: ignore[arg-type]


def test_a_file_with_more_than_signs_in_it_is_never_shown(left: Paths) -> None:
    """Somebody else may have written it: a terminal would obey."""
    rests_on, begun, until, _ = kept(left).read_text().split("\n", 3)
    kept(left).write_text(f"{rests_on}\n{begun}\n{until}\n\x1b[1;1HHello\x1b]0;taken\x07")
    with on_terminal(call(left), size=SIZE) as terminal:
        terminal.until("[2 Feedback]")
        assert b"taken" not in terminal.written


@pytest.mark.parametrize(
    "text", ["a", "\x1b[1;1Ha\nb", "\x1b[2J", "\x1b[1;1H\x1b]0;t\x07", "\x1b[1m\x9b2J", "\x1b[?1049l"]
)
def test_only_signs_their_looks_and_places_are_a_drawing(text: str) -> None:
    """Whatever else a terminal obeys is none."""
    assert is_drawing("\x1b[1;1H\x1b[1;38;2;1;2;3mAda · é 日本\x1b[0m")
    assert not is_drawing(text)


def test_what_another_window_wrote_while_the_app_was_left_is_not_hidden(left: Paths) -> None:
    """Its last look at the journal was before that: nothing old is kept for what is new."""
    drawn = drawing(left)
    with on_terminal(call(left), size=SIZE) as terminal:
        terminal.until("[2 Feedback]")
        changed_journal(left)
        terminal.leave()
    assert not starts_with(left, drawn, seen="Other ")
    assert b"Other " in drawing(left)


def test_of_two_windows_the_one_that_is_left_last_is_seen(left: Paths) -> None:
    """On the same journal."""
    with on_terminal(call(left), size=SIZE) as one, on_terminal(call(left), size=SIZE) as other:
        one.until("[2 Feedback]")
        other.until("[2 Feedback]")
        one.press("3", "[3 Evaluation]")
        one.leave()
        other.press("1", "[1 Reflection]")
        other.leave()
    assert starts_with(left, drawing(left), seen="[1 Reflection]")


def test_ticks_are_not_kept_so_neither_is_the_screen_that_shows_them(left: Paths) -> None:
    """It would show what is not so."""
    drawn = drawing(left)
    with on_terminal(call(left), size=SIZE) as terminal:
        terminal.until("[2 Feedback]")
        terminal.press(" ", "1 ticked")
        terminal.type("\x11")
        terminal.process.wait(20)
    assert not starts_with(left, drawn)


_SHOWN = """
import os, sys, time
from afterword.quick_answers import first_screen
first = first_screen(sys.argv[1:], os.environ)
first.draw(time.time())
if "kill" in os.environ:
    os.kill(os.getpid(), 15)
first.put_back()
"""


@pytest.mark.parametrize("more", [{}, {"kill": "1"}], ids=["failed", "killed"])
def test_a_start_that_comes_to_nothing_gives_the_terminal_back(left: Paths, more: dict[str, str]) -> None:
    """Its keys are seen again, and so is what stood there before."""
    with on_terminal(call(left), size=SIZE) as terminal:
        before = termios.tcgetattr(terminal.fd)
        terminal.until("[2 Feedback]")
    command = [sys.executable, "-c", _SHOWN, *call(left)]
    with in_own_window(
        ["/usr/bin/env", *(f"{name}={value}" for name, value in more.items()), *command], size=SIZE
    ) as given:
        given.leave()
        assert termios.tcgetattr(given.fd) == before
        assert given.written.rfind(b"\x1b[?1049l") > given.written.rfind(TAKE) >= 0


@pytest.mark.parametrize("words", [["due"], ["--demo"], ["--data-dir"], ["--data-dir", ""]])
def test_any_other_call_leaves_the_terminal_alone(words: list[str]) -> None:
    """Only the app has a screen to be left with."""
    assert first_screen(words, {"HOME": "/nowhere"}) is None
