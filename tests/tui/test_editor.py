"""The person's own editor: whatever it does, the words it saved are taken in, or kept and named."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.calls import ADA, Calls
from tests.tui.pty_app import OnTerminal, on_terminal

from afterword.desktop import show_file, sweep_shown_files
from afterword.errors import UserError
from afterword.tui.screens import other_programs

F4 = "\x1bOS"
WORDS = "Grüße aus Köln, and a café"


def _script(folder: Path, *lines: str) -> str:
    path = folder / "editor"
    path.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o700)
    return str(path)


def _saving(folder: Path, raw: bytes, *after: str) -> other_programs.EditedText:
    (folder / "saved").write_bytes(raw)
    return other_programs.written(_script(folder, f'cat {folder}/saved > "$1"', *after), "old", {"PATH": os.defpath})


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_words_in_another_encoding_are_taken_in_and_kept(tmp_path: Path, encoding: str) -> None:
    """They are read as what they are, and the file is named in case that was a guess."""
    found = _saving(tmp_path, f"{WORDS}\n".encode(encoding))
    assert (found.text, found.trouble) == (WORDS, "")
    assert found.kept is not None
    assert found.kept.read_bytes().decode(encoding) == f"{WORDS}\n"
    assert str(found.kept) in found.note
    assert (found.kept.stat().st_mode & 0o777, found.kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_plain_words_leave_no_file_behind(tmp_path: Path, encoding: str) -> None:
    """What is surely taken in is kept nowhere else."""
    found = _saving(tmp_path, WORDS.encode(encoding), f'echo "$1" > {tmp_path}/where')
    assert found == other_programs.EditedText(WORDS)
    assert not Path((tmp_path / "where").read_text().strip()).parent.exists()


@pytest.mark.parametrize(("end", "words"), [("exit 3", "ended with an error (3)"), ("kill -9 $$", "was killed")])
def test_what_was_saved_before_a_bad_end_is_kept_and_named(tmp_path: Path, end: str, words: str) -> None:
    """The person is asked whether to take it in."""
    found = _saving(tmp_path, WORDS.encode(), end)
    assert words in found.trouble
    assert found.kept is not None
    assert found.kept.read_text(encoding="utf-8") == WORDS


def test_what_an_editor_left_for_its_own_recovery_is_named(tmp_path: Path) -> None:
    """A swap file holds words that were never saved."""
    command = _script(tmp_path, 'echo unsaved > "$(dirname "$1")/.note.txt.swp"', "kill -9 $$")
    with pytest.raises(UserError, match=r"It left \S+\.note\.txt\.swp behind"):
        other_programs.written(command, "old", {"PATH": os.defpath})


def test_nothing_saved_and_a_bad_end_leave_nothing(tmp_path: Path) -> None:
    """Then the text stands as it was, and no copy of it lies about."""
    command = _script(tmp_path, f'echo "$1" > {tmp_path}/where', "exit 1")
    with pytest.raises(UserError, match="ended with an error"):
        other_programs.written(command, "old", {"PATH": os.defpath})
    assert not Path((tmp_path / "where").read_text().strip()).parent.exists()


def test_an_editor_that_is_left_unchanged_is_no_trouble(tmp_path: Path) -> None:
    """Whoever looked and changed nothing is asked nothing."""
    command = _script(tmp_path, "exit 0")
    assert other_programs.written(command, "old", {"PATH": os.defpath}, at_once=0) == other_programs.EditedText("old")


@contextmanager
def _over_a_letter(calls: Calls, command: str) -> Iterator[tuple[OnTerminal, str]]:
    """The app with that editor, and the request of which it shows the draft."""
    calls.config.write_text(f"[screen]\neditor = '{command}'\n", encoding="utf-8")
    about = calls.interview(ADA, at="3 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
    request = calls.done("request", "draft", about)
    with on_terminal(["--data-dir", str(calls.home / "data"), "--config", str(calls.config)]) as run:
        run.until("Reflection")
        run.press("2", "Ada Byron")
        run.press("\r", "Request ·")
        yield run, request


def test_what_interrupts_an_editor_ends_no_app(tmp_path: Path) -> None:
    """Its terminal sends ctrl+c to both."""
    command = _script(tmp_path, "kill -INT $PPID", 'echo "Words before ctrl+c." > "$1"')
    with _over_a_letter(Calls(tmp_path), command) as (run, _):
        run.press(F4, "Words before ctrl+c.")
        run.press("\x1b", "= draft")
        run.leave()


def test_words_saved_after_the_editor_came_back_are_taken_in(tmp_path: Path) -> None:
    """`code` without --wait: the file is named, and `y` takes in what was saved by then."""
    calls = Calls(tmp_path)
    with _over_a_letter(calls, _script(tmp_path, f'echo "$1" > {tmp_path}/where')) as (run, request):
        run.press(F4, "came back at once")
        file = Path((tmp_path / "where").read_text().strip())
        assert file.parent.name in "".join(run.text.split())
        file.write_text("Words from the other window.", encoding="utf-8")
        run.press("y", "Words from the other window.")
        run.press("\x1b", "= draft")
        run.leave()
    assert calls.json("request", "show", request)["draft"]["body"].strip() == "Words from the other window."
    assert not file.parent.exists()


# ── what other programs are shown ─────────────────────────────────────────────────────────────────────────────────


def _shown(folder: Path, *after: str) -> tuple[Path, int]:
    lines = ("from afterword.desktop import show_file", "print(show_file('prep.html', b'words'), flush=True)")
    ended = subprocess.run(  # noqa: S603 - Python itself
        [sys.executable, "-c", "\n".join((*lines, *after))],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        check=False,
    )
    return Path(ended.stdout.decode().strip()), ended.returncode


def test_a_shown_file_is_private_and_gone_at_the_end(tmp_path: Path) -> None:
    """Nobody else can read it, and nothing of it stays."""
    place, code = _shown(tmp_path)
    assert code == 0
    assert place.parent.parent == tmp_path
    assert not list(tmp_path.iterdir())
    mine = show_file("prep.html", b"words")
    assert (mine.stat().st_mode & 0o777, mine.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """And only that: what a program shows that still runs, and files of others, stay."""
    place, code = _shown(tmp_path, "import os", f"os.kill(os.getpid(), {int(signal.SIGKILL)})")
    assert (code, place.read_bytes()) == (-signal.SIGKILL, b"words")
    (tmp_path / "afterword-shown-me").mkdir()
    (tmp_path / f"afterword-shown-{os.getpid()}-x").mkdir()
    sweep_shown_files(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {"afterword-shown-me", f"afterword-shown-{os.getpid()}-x"}
