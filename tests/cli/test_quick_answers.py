"""The answer for shell prompts: the same as the program's, at once, and never an old one."""

import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calls import Calls
from tests.domain.builders import START
from tests.storage.samples import journals

from afterword.domain.conversation import agenda, tracker
from afterword.domain.conversation.tracking import UNDECIDED, read
from afterword.domain.dates import Policy
from afterword.domain.journal import Journal
from afterword.quick_answers import DUE, quick_answer, remember


def answer(calls: Calls, at: float | None = None, **environ: str) -> str | None:
    """What is known at once."""
    words = ["--data-dir", str(calls.home / "data"), "--config", str(calls.config), "due", "--quiet"]
    return quick_answer(words, environ, time.time() if at is None else at)


@pytest.fixture
def asked(calls: Calls) -> Calls:
    """One interview to reflect on, and the program asked once."""
    calls.done("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "yesterday 10:00")
    assert answer(calls) is None
    calls.done("due", "--quiet")
    return calls


def test_the_answer_is_that_of_the_program(asked: Calls) -> None:
    """Once it was asked, nothing has to be read again."""
    assert answer(asked, _clock(asked)) == asked.done("due", "--quiet").strip()


def _clock(calls: Calls) -> float:
    """The moment at which the program was asked."""
    return float((calls.home / "data" / ".due").read_text().split("\n")[1])


def test_nothing_due_is_an_answer_too(calls: Calls) -> None:
    """An empty prompt, without starting the program."""
    calls.done("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "+200d 10:00")
    calls.done("due", "--quiet")
    assert answer(calls, _clock(calls)) == ""


def test_a_change_of_journal_settings_or_zone_asks_the_program_again(asked: Calls) -> None:
    """Whatever the answer rests on."""
    now = _clock(asked)
    assert answer(asked, now) is not None
    assert answer(asked, now, TZ="Asia/Tokyo") is None
    asked.config.write_text("[policy]\nfollow_up_after = 9\n")
    assert answer(asked, now) is None
    asked.done("due", "--quiet")
    assert answer(asked, _clock(asked)) is not None
    asked.journal.touch()
    assert answer(asked, _clock(asked)) is None


def test_an_answer_ends_when_something_may_fall_due(asked: Calls) -> None:
    """At the latest after an hour, and before the clock was set back it says nothing."""
    now = _clock(asked)
    assert answer(asked, now + 3601) is None
    assert answer(asked, now - 1) is None


@pytest.mark.parametrize("text", ["", "x", "a\nb\nc\nd\n", "\n" * 9, "a\n0\n9e99\n-1\n", "\0"])
def test_a_damaged_answer_is_none(asked: Calls, text: str) -> None:
    """The program is asked, and writes it anew."""
    (asked.home / "data" / ".due").write_text(text)
    assert answer(asked) is None
    asked.done("due", "--quiet")
    assert answer(asked, _clock(asked)) is not None


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", ""])
def test_a_pipe_or_a_device_in_place_of_the_answer_holds_up_no_prompt(asked: Calls, device: str) -> None:
    """Nobody writes into the pipe, and the device has no end."""
    file = asked.home / "data" / ".due"
    file.unlink()
    if device:
        file.symlink_to(device)
    else:
        os.mkfifo(file)
    assert answer(asked) is None


def test_a_journal_that_leads_to_itself_is_told_in_words(calls: Calls) -> None:
    """A symbolic link to nowhere but itself."""
    calls.journal.parent.mkdir()
    calls.journal.symlink_to(calls.journal.name)
    told = calls("due", "--quiet")
    assert told.code == 3
    assert "unexpected" not in told.err


@pytest.mark.parametrize(
    "words", [["due"], ["due", "--json", "--quiet"], ["--demo", "due", "--quiet"], ["--data-dir"], []]
)
def test_any_other_call_is_for_the_program(words: list[str]) -> None:
    """Only that one question has an answer at once."""
    assert quick_answer(words, {"HOME": "/nowhere"}, 0.0) is None


def test_a_folder_that_takes_no_file_costs_only_the_time(tmp_path: Path) -> None:
    """No sentence, no error."""
    remember(str(tmp_path / "missing"), DUE, "", "1", (0.0, 1.0))
    (tmp_path / DUE).mkdir()
    remember(str(tmp_path), DUE, "", "1", (0.0, 1.0))
    assert [left.name for left in tmp_path.iterdir()] == [DUE], "nothing half written stays"
    assert not (tmp_path / "missing").exists()


def test_the_program_is_not_loaded_for_an_answer_that_is_known(asked: Calls) -> None:
    """That is why a prompt may ask at every line."""
    words = ["--data-dir", str(asked.home / "data"), "--config", str(asked.config), "due", "--quiet"]
    environ = {"HOME": str(asked.home), "PATH": os.environ["PATH"]}

    def loaded() -> tuple[str, str]:
        call = [sys.executable, "-X", "importtime", "-m", "afterword", *words]
        done = subprocess.run(call, capture_output=True, text=True, check=True, env=environ)  # noqa: S603 - our own call
        return done.stdout, done.stderr

    (asked.home / "data" / ".due").unlink()
    first, second = loaded(), loaded()
    assert first[0] == second[0]
    assert "afterword.cli.main" in first[1]
    assert "afterword.cli" not in second[1]
    assert "afterword.quick_answers" in second[1]


MOMENTS = st.datetimes(datetime.fromisoformat("2026-11-09"), datetime.fromisoformat("2026-11-20")).map(
    lambda at: at.replace(tzinfo=START.tzinfo)
)


def due(journal: Journal, now: datetime) -> list[tuple[object, ...]]:
    """What is due at that moment, without its words."""
    policy = Policy()
    occasions = agenda.occasions(journal, policy, now)
    rows = tracker.lines(
        journal, lambda request: read(request, policy, now.date(), occasions.get(request.id, UNDECIDED))
    )
    return sorted((item.action, item.due, item.key) for item in tracker.due(journal, rows, policy, now))


@given(journals(), MOMENTS, st.floats(0, 1))
def test_what_is_due_stays_until_the_moment_that_is_told(journal: Journal, now: datetime, part: float) -> None:
    """Whatever journal it is."""
    ends = tracker.due_holds_until(journal, now)
    later = now + (ends - now - timedelta(microseconds=1)) * part
    assert due(journal, now) == due(journal, later)


@pytest.mark.parametrize(
    "words",
    [
        ("interview", "edit", "{id}", "--notes", "They asked about shifts."),
        ("competency", "add", "Shifts"),
        ("interview", "edit", "{id}", "--round", "second"),
        ("interview", "outcome", "{id}", "rejected"),
        ("interview", "add", "--company", "Globex", "--role", "Cook", "--at", "yesterday 11:00"),
        ("undo",),
    ],
)
def test_a_change_from_the_shell_keeps_the_answer_right(asked: Calls, words: tuple[str, ...]) -> None:
    """A prompt need not wait for the program: whoever changes the journal says what that did to what is due."""
    (listed,) = asked.json("interview", "list")
    now = _clock(asked)
    asked.done(*(word.format(id=listed["id"]) for word in words))
    known = answer(asked, now)
    (asked.home / "data" / ".due").unlink()
    assert asked.done("due", "--quiet").strip() == known


def test_an_answer_that_has_ended_stays_one_that_has(asked: Calls) -> None:
    """A change does not make it hold again; what it says beside the count is told of the change, too."""
    file = asked.home / "data" / ".due"
    rests_on, begun, _until, rest = file.read_text().split("\n", 3)
    file.write_text(f"{rests_on}\n{begun}\n{begun}\n{rest}")
    asked.done("interview", "add", "--company", "Globex", "--role", "Cook", "--at", "yesterday 11:00")
    assert answer(asked, time.time()) is None
    assert file.read_text().split("\n")[1:3] == [begun, begun]
    assert asked.done("due", "--quiet").strip() == "2"


@pytest.mark.parametrize("line", ["", "{", '["a"]', '{"a":1}', "null"])
def test_what_is_kept_beside_the_count_may_be_damaged(asked: Calls, line: str) -> None:
    """Then everything is looked for, and no save is troubled by it."""
    file = asked.home / "data" / ".due"
    file.write_text("\n".join([*file.read_text().split("\n")[:2], "0", "7", line, ""]))
    assert asked.done("due", "--quiet").strip() == "1"
    file.write_text("\n".join([*file.read_text().split("\n")[:4], line, ""]))
    asked.done("interview", "add", "--company", "Globex", "--role", "Cook", "--at", "yesterday 11:00")
    assert asked.done("due", "--quiet").strip() == "2"


def test_an_answer_about_another_journal_is_not_taken_over(asked: Calls) -> None:
    """What came between was nobody's who could tell."""
    (listed,) = asked.json("interview", "list")
    asked.journal.touch()
    asked.done("interview", "edit", listed["id"], "--notes", "Nothing else.")
    assert answer(asked, _clock(asked)) is None
