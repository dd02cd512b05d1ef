"""The calendar in a program that many people use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.calls import ADA, Calls

CONFIG = """[calendars]
[[own]]
path = {folder}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
[default]
default_calendar = own
"""


def khal(home: Path, *words: str) -> str:
    """What khal prints, with a home of its own."""
    environ = {"HOME": str(home), "PATH": os.environ["PATH"], "XDG_DATA_HOME": str(home / "data"), "LC_ALL": "C.UTF-8"}
    call = [sys.executable, "-m", "khal", "-c", str(home / "khal.conf"), *words]
    done = subprocess.run(call, capture_output=True, text=True, check=False, env=environ)  # noqa: S603 - our own call
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.version_info >= (3, 15), reason="khal takes no Python 3.15 yet")
def test_khal_shows_the_interview_and_a_second_import_moves_it(calls: Calls, tmp_path: Path) -> None:
    """At its hour, once, with what falls due beside it."""
    (tmp_path / "own").mkdir()
    (tmp_path / "khal.conf").write_text(CONFIG.format(folder=tmp_path / "own"))
    path = tmp_path / "afterword.ics"
    words = ("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "2026-12-03 10:00")
    key = calls.done(*words, "--tz", "Europe/Berlin", "--interviewer", ADA)
    calls.done("export", "--format", "ics", "--out", str(path))
    khal(tmp_path, "import", "--batch", str(path))
    assert "10:00-11:00 Interview: Initech, Nurse" in khal(tmp_path, "list", "2026-12-03", "1d")
    calls.done("interview", "edit", key, "--at", "2026-12-03 15:00")
    calls.done("export", "--format", "ics", "--out", str(path))
    khal(tmp_path, "import", "--batch", str(path))
    shown = khal(tmp_path, "list", "2026-12-03", "1d")
    assert "15:00-16:00 Interview: Initech, Nurse" in shown
    assert "10:00-11:00" not in shown
