"""Sending through a command: what it is given, what its end means, and that it always ends."""

import email
import os
import select
from email import policy
from pathlib import Path

import pytest
from tests.sending.letters import LETTER, script, to

from afterword.errors import SendFailed, SendUnclear, TransportUnavailable
from afterword.mail.outbox import SendmailOutbox


def test_the_command_gets_the_letter_with_the_line_ends_of_this_system(tmp_path: Path) -> None:
    """The letter comes on its input, its arguments are those that were set, and its words are the answer."""
    command = script(tmp_path, "sendmail", 'echo "$@" > {place}/words', "cat > {place}/letter", "echo queued as 7.")
    assert SendmailOutbox((command, "-i", "-t")).send(LETTER) == "queued as 7"
    assert (tmp_path / "words").read_text() == "-i -t\n"
    raw = (tmp_path / "letter").read_bytes()
    assert b"\r" not in raw
    message = email.message_from_bytes(raw, policy=policy.default)
    assert (message["To"], message["Message-ID"]) == ("Ada Byron <ada@initech.example>", "<x1@doe.example>")


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("-t",), "-t"),
        (("--read-recipients",), "--read-recipients"),
        (("-oi", "-ti"), "-oi -ti"),
        (("-a", "art"), "-a art -- ada@initech.example"),
        (("-ftest@x.example",), "-ftest@x.example -- ada@initech.example"),
    ],
)
def test_the_recipient_is_named_where_the_command_does_not_read_it(
    tmp_path: Path, words: tuple[str, ...], given: str
) -> None:
    """Only `-t` and its kin read the letter; a `t` elsewhere does not."""
    command = script(tmp_path, "send", 'echo "$@"')
    assert SendmailOutbox((command, *words)).send(LETTER) == given


def test_no_shell_reads_the_address(tmp_path: Path) -> None:
    """An address with characters of a shell is one plain word."""
    command = script(tmp_path, "send", 'echo "$2"')
    name = "$IFS`id`&'"
    assert SendmailOutbox((command,)).send(to(name)) == f"{name}@initech.example"


def test_a_command_that_prints_nothing_has_taken_it(tmp_path: Path) -> None:
    """Even one that does not read the letter."""
    command = script(tmp_path, "send", "exit 0")
    assert SendmailOutbox((command, "-t")).send(LETTER) == f"{command} took it"


@pytest.mark.parametrize(("status", "hint"), [(75, "for now only"), (67, "mend what it says")])
def test_a_command_that_refuses_says_why(tmp_path: Path, status: int, hint: str) -> None:
    """Status and words stand in the sentence, without what could steer a terminal; 75 may be tried again."""
    command = script(tmp_path, "send", "printf 'no such\\033[31m user\\n' >&2", f"exit {status}")
    with pytest.raises(SendFailed, match=f"did not take the letter .status {status}.") as failed:
        SendmailOutbox((command, "-t")).send(LETTER)
    assert failed.value.detail == "It said: no such[31m user."
    assert hint in failed.value.hint
    assert "draft is kept" in failed.value.hint


def test_a_command_that_is_not_there_blocks_the_way(tmp_path: Path) -> None:
    """So does one that may not be run, and none at all."""
    locked = tmp_path / "locked"
    locked.write_text("#!/bin/sh\n")
    for command, words in [
        (("/nowhere/msmtp", "-t"), "was not found"),
        ((str(locked),), "Permission denied"),
        (("a\0b",), "could not be run"),
        ((), "No command"),
    ]:
        with pytest.raises(TransportUnavailable, match=words) as blocked:
            SendmailOutbox(command).send(LETTER)
        assert "[send] command" in blocked.value.hint


def test_a_command_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    """After the patience the letter may have gone out, and nothing is left that could send it later."""
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    command = script(tmp_path, "send", "exec 3> {place}/alive", "echo up >&3", "sleep 600 & wait")
    try:
        with pytest.raises(SendUnclear, match="did not end within 1 seconds") as unclear:
            SendmailOutbox((command, "-t"), patience=1).send(LETTER)
        assert "may have gone out" in unclear.value.detail
        # Every process of the command holds the pipe open, so it ends with the last of them.
        assert _until_closed(alive) == b"up\n"
    finally:
        os.close(alive)


def _until_closed(pipe: int) -> bytes:
    """What was written to the pipe until nobody had it open any more; fails when that takes five seconds."""
    said = b""
    while True:
        ready, _, _ = select.select([pipe], [], [], 5)
        assert ready, "somebody still holds the pipe open"
        part = os.read(pipe, 100)
        if not part:
            return said
        said += part


def test_a_command_that_leaves_something_behind_is_not_waited_for(tmp_path: Path) -> None:
    """A queue runner that goes on with the streams open keeps nobody waiting."""
    command = script(tmp_path, "send", "sleep 600 & echo $! > {place}/child", "echo queued")
    try:
        assert SendmailOutbox((command, "-t"), patience=5).send(LETTER) == "queued"
    finally:
        os.kill(int((tmp_path / "child").read_text()), 9)


def test_a_command_that_is_killed_leaves_it_open(tmp_path: Path) -> None:
    """It may have handed the letter on before."""
    command = script(tmp_path, "send", "cat > /dev/null", "kill -9 $$")
    with pytest.raises(SendUnclear, match="was killed"):
        SendmailOutbox((command, "-t")).send(LETTER)


def test_a_talkative_command_is_heard_in_part(tmp_path: Path) -> None:
    """What is kept of its words is bounded."""
    command = script(tmp_path, "send", "yes talk | head -c 1000000")
    assert len(SendmailOutbox((command, "-t")).send(LETTER)) <= 300
