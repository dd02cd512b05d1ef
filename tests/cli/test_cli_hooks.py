"""The person's own programs after a save: what they are told, and that nothing they do harms anything."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.cli.calls import ADA, Calls

from afterword.desktop import run_hook
from afterword.services.sending import Hook, HookCall

KEEP = "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write(sys.stdin.read())"


def hook(calls: Calls, name: str, *words: str) -> None:
    """One hook in the settings."""
    before = calls.config.read_text()
    calls.config.write_text(f"{before}\n[hooks]\n{name} = {json.dumps(list(words))}\n")


def kept(calls: Calls, name: str) -> Any:
    """Set a hook that keeps what it is told, and return what reads it."""
    path = calls.home / f"{name}.jsonl"
    hook(calls, name, sys.executable, "-c", KEEP, str(path))
    return lambda: [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def asked(calls: Calls) -> str:
    """A rejected interview with Ada, whom a request was sent to; the id of the request."""
    words = ("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "2026-11-02 10:00")
    key = calls.done(*words, "--interviewer", ADA)
    calls.done("interview", "outcome", key, "rejected", "--on", "2026-11-04")
    request = calls.done("request", "draft", key)
    calls.done("request", "sent", request, "--on", "2026-11-06")
    return request


def test_a_program_hears_of_a_reply_with_its_words_and_who_wrote_it(calls: Calls, asked: str, tmp_path: Path) -> None:
    """One document on stdin."""
    heard = kept(calls, "replied")
    path = tmp_path / "reply.txt"
    path.write_text("Clear answers. Draw first.\n")
    calls.done("request", "reply", asked, "--file", str(path), "--on", "2026-11-10")
    (told,) = heard()
    assert (told["hook"], told["company"], told["role"]) == ("replied", "Initech", "Nurse")
    assert told["interviewer"] == {"name": "Ada Byron", "email": "ada@initech.example"}
    assert told["event"]["text"].strip() == "Clear answers. Draw first."
    assert told["request_id"] == asked


def test_a_program_hears_of_a_letter_sent_and_of_a_rejection_once(calls: Calls) -> None:
    """Not of every later change of the same records."""
    sent = kept(calls, "sent")
    words = ("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "2026-11-02 10:00")
    key = calls.done(*words, "--interviewer", ADA)
    calls.done("interview", "outcome", key, "rejected", "--on", "2026-11-04")
    request = calls.done("request", "draft", key)
    assert sent() == []
    calls.done("request", "sent", request, "--on", "2026-11-06")
    calls.done("request", "close", request)
    assert [told["hook"] for told in sent()] == ["sent"]


def test_a_program_hears_when_something_else_is_due_and_only_then(calls: Calls) -> None:
    """Written as the event is called, with a dash."""
    heard = kept(calls, "due-changed")
    words = ("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "yesterday 10:00")
    key = calls.done(*words)
    calls.done("interview", "edit", key, "--notes", "Bring the badge.")
    (told,) = heard()
    assert told["count"] == len(told["due"]) > 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("/nowhere/program",), "could not be started"),
        ((sys.executable, "-c", "import sys; sys.exit('no bus here')"), "no bus here"),
        ((sys.executable, "-c", "raise SystemExit(3)"), "failed (3)"),
    ],
)
def test_a_program_that_fails_costs_a_sentence_and_no_change(calls: Calls, words: tuple[str, ...], why: str) -> None:
    """The save is done, and says so."""
    hook(calls, "due-changed", *words)
    answer = calls("interview", "add", "--company", "Initech", "--role", "Nurse", "--at", "yesterday 10:00")
    assert answer.code == 0
    assert why in answer.err
    assert "Everything is saved." in answer.err
    assert len(calls.json("interview", "list")) == 1


def test_a_wrong_name_of_a_hook_is_named_by_the_check_of_the_settings(calls: Calls) -> None:
    """Like any other mistake."""
    hook(calls, "answered", "x")
    assert "hooks.answered" in calls("config", "check").err


def test_a_program_that_never_ends_is_ended_with_all_it_began(tmp_path: Path) -> None:
    """Whatever it prints meanwhile: nobody holds the pipe any more that its child had opened."""
    pipe = tmp_path / "held"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    script = f"sh -c 'exec 3> {pipe}; while echo x; do :; done' >&2 & wait"
    said = run_hook(["sh", "-c", script], HookCall(Hook.SENT, {"hook": "sent"}), patience=0.5)
    assert said == "The hook sent (sh) took more than 0.5 seconds and was ended. Everything is saved."
    os.set_blocking(held, True)
    assert os.read(held, 1) == b""
    os.close(held)


def test_of_a_flood_of_errors_the_beginning_is_told() -> None:
    """And a program that does not read its document holds nothing up."""
    call = HookCall(Hook.SENT, {"words": "x" * 500_000})
    said = run_hook(["sh", "-c", "echo not today >&2; head -c 3000000 /dev/zero >&2; exit 3"], call)
    assert said.startswith("The hook sent (sh) failed (3): not today")
    assert len(said) < 250
