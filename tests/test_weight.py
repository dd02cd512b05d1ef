"""How much of the program a person has to open to follow one step: files it enters, and files there are."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.files_entered import files_entered
from tests.tui.feedback_app import LINUS, Opened, opened

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "afterword"
MOST_FILES, MOST_LINES = 213, 67_711
MOST_FOR_AN_INTERVIEW, MOST_FOR_A_REPLY = 30, 53
MORE_FOR_THE_FIRST = 5
"""The first interview looks up which pack of competencies its role suggests."""
ADD = ["interview", "add", "--company", "Initech", "--role", "Nurse"]
CALL = """
import sys
from tests.files_entered import files_entered
from afterword.__main__ import main

with files_entered() as entered:
    code = main()
print("\\n".join(sorted(entered)), file=sys.stderr)
sys.exit(code)
"""


def test_the_package_stays_as_light_as_it_is() -> None:
    """A feature that needs more room has to make some."""
    files = list(SOURCE.rglob("*.py"))
    assert len(files) <= MOST_FILES
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files) <= MOST_LINES


def test_adding_an_interview_by_a_command_enters_few_files(tmp_path: Path) -> None:
    """From the words of the shell to the disk and back, imports aside; only the first one reads words of roles."""
    first, later = _entered_by_adding(tmp_path), _entered_by_adding(tmp_path)
    assert "services/interviews.py" in later
    assert len(later) <= MOST_FOR_AN_INTERVIEW, later
    assert later < first
    assert len(first) <= MOST_FOR_AN_INTERVIEW + MORE_FOR_THE_FIRST, first


def _entered_by_adding(folder: Path) -> set[str]:
    words = ["--data-dir", str(folder), *ADD, "--at", "2026-11-12 10:00", "--application", "new"]
    environ = {**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", CALL, *words]
    done = subprocess.run(call, capture_output=True, text=True, check=True, env=environ)  # noqa: S603 - our own call
    return set(re.findall(r"^[\w/]+\.py$", done.stderr, re.MULTILINE))


async def test_recording_a_reply_by_a_key_enters_few_files() -> None:
    """From the key to the saved reply and the screen that marks it."""
    async with opened() as page:
        await page.on(LINUS)
        with files_entered() as entered:
            await _reply(page)
        assert page.request(LINUS).replies
        assert len(entered) <= MOST_FOR_A_REPLY, sorted(entered)


async def _reply(page: Opened) -> None:
    await page.press("r")
    await page.type("Thank you. You were clear.")
    await page.press("f2")
