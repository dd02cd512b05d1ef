"""The answer for shell prompts: the same as the program's, at once, and never an old one."""

import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.cli.calls import Calls
from tests.domain.builders import START
from tests.storage.samples import journals

from afterword.codec.records import encode_record
from afterword.domain.conversation import agenda, tracker
from afterword.domain.conversation.tracking import UNDECIDED, read
from afterword.domain.dates import Policy
from afterword.domain.journal import TABLES, Journal
from afterword.quick_answers import DUE, quick_answer, remember
from afterword.storage.history import RecordedChange


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
    asked.done("interview", "add", "--company", "Globex", "--role", "Cook", "--at", "yesterday 11:00")
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
    ("words", "stays"),
    [
        (("interview", "edit", "{id}", "--notes", "They asked about shifts."), True),
        (("competency", "add", "Shifts"), True),
        (("interview", "edit", "{id}", "--round", "second"), False),
        (("interview", "outcome", "{id}", "rejected"), False),
        (("undo",), False),
    ],
)
def test_a_change_by_which_nothing_is_due_leaves_the_answer(asked: Calls, words: tuple[str, ...], stays: bool) -> None:  # noqa: FBT001
    """A prompt need not wait for the program after a note; after whatever might matter, it does."""
    (listed,) = asked.json("interview", "list")
    now, before = _clock(asked), answer(asked, _clock(asked))
    asked.done(*(word.format(id=listed["id"]) for word in words))
    assert answer(asked, now) == (before if stays else None)
    assert asked.done("due", "--quiet").strip() == answer(asked, _clock(asked))


def test_an_answer_about_another_journal_is_not_taken_over(asked: Calls) -> None:
    """What came between was nobody's who could tell."""
    (listed,) = asked.json("interview", "list")
    asked.journal.touch()
    asked.done("interview", "edit", listed["id"], "--notes", "Nothing else.")
    assert answer(asked, _clock(asked)) is None


@given(journals(), journals(), MOMENTS)
def test_what_a_change_leaves_due_is_what_was_due(journal: Journal, other: Journal, now: datetime) -> None:
    """The records of another journal, as far as the line of the history says that nothing is due by them."""
    tables: dict[str, dict[str, Any]] = {}
    for table in TABLES:
        records = dict(getattr(journal, table))
        for key, record in zip(records, getattr(other, table).values(), strict=False):
            changed = replace(record, id=key) if table != "interviews" else replace(records[key], notes=record.notes)
            sides = (msgspec.Raw(encode_record(each)) for each in (records[key], changed))
            if RecordedChange(table, key, *sides).leaves_what_is_due:
                records[key] = changed
        if table in ("examples", "competencies", "cues"):
            records |= getattr(other, table)
        tables[table] = records
    assert due(replace(journal, **tables), now) == due(journal, now)
