"""Loading costs nothing where it is not needed: which files of the languages a call reads."""

import subprocess
import sys
from pathlib import Path

WATCHED = """
import sys

read = set()

def watch(event, args):
    if event == "open" and str(args[0]).endswith(".toml") and "languages" in str(args[0]):
        read.add(str(args[0]).replace("\\\\", "/").rsplit("/", 1)[-1])

sys.addaudithook(watch)
"""
CALL = "from afterword.__main__ import main\nmain()\n"
FRAME = """
import asyncio
from tests.tui.running import running
from afterword.bootstrap import open_journal
from afterword.paths import find_paths
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp

places = find_paths({}, data_dir=sys.argv[2], config=sys.argv[2] + "/config.toml")
app = AfterwordApp(open_journal(places, Settings()), Settings())

async def look():
    async with running(app, size=(80, 24)) as pilot:
        await pilot.pause()

asyncio.run(look())
"""
TELL = "print('', *sorted(read), sep=chr(10), file=sys.stderr)\n"


def _read(folder: Path, code: str, *call: str) -> set[str]:
    """The files of the languages that a process opens."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", WATCHED + code + TELL, "--data-dir", str(folder), *call],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {line for line in done.stderr.splitlines() if line.endswith(".toml")}


def test_what_starts_often_reads_no_phrases(tmp_path: Path) -> None:
    """`due` and `interview add` read none, the first screen what its pane shows; none reads letters or mail."""
    assert _read(tmp_path, CALL, "due", "--quiet") == set()
    person = "Ada Byron <ada@initech.example>"
    call = ("interview", "add", "--company", "Initech", "--role", "Dev", "--at", "2026-11-03 10:00", "--interviewer")
    assert _read(tmp_path, CALL, *call, person) == {"roles.toml"}, "the first role suggests a pack"
    assert _read(tmp_path, CALL, *call, person) == set()
    assert _read(tmp_path, CALL, "due", "--quiet") <= {"names.toml"}
    assert _read(tmp_path, FRAME) <= {"core.toml", "scales.toml", "names.toml"}


def test_a_letter_is_read_when_one_is_written(tmp_path: Path) -> None:
    """The watch sees files at all: reading a letter opens its words."""
    code = 'from afterword.domain.conversation.letter_reading import argues\nargues("You got it wrong.")\n'
    assert _read(tmp_path, code) == {"letter_parts.toml"}
