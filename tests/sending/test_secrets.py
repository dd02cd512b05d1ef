"""Passwords: had from a command when they are needed, and found nowhere afterwards."""

import logging
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import pytest
from tests.sending.conftest import Certificates
from tests.sending.letters import LETTER, outbox, script, server
from tests.servers.smtp import Server

from afterword.errors import SettingsInvalid, TransportUnavailable, UserError
from afterword.mail.connection import run_command, secret_from
from afterword.settings_file import load_settings

PHRASE = "hunter2 correct horse"


def test_a_command_prints_the_secret(tmp_path: Path) -> None:
    """Its whole output comes back; the first line is what counts later."""
    command = script(tmp_path, "show", f"echo {PHRASE}", "echo note")
    assert run_command((command,)) == f"{PHRASE}\nnote\n"


def test_a_tilde_is_the_persons_own_folder(tmp_path: Path) -> None:
    """As people write it in settings, where no shell expands it."""
    script(tmp_path, "show", 'echo "$1"')
    code = "from afterword.mail.connection import run_command; print(run_command(('~/show', '~/mail')), end='')"
    done = subprocess.run(  # noqa: S603  # our own interpreter on our own words
        [sys.executable, "-c", code], env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "~/mail\n"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("echo {secret}", "echo {secret} >&2", "exit 2"), "ended with status 2"),
        (("echo {secret}", "exec sleep 600"), "did not end within 0.3 seconds"),
        (("echo {secret}", "kill -9 $$"), "was ended by signal 9"),
    ],
)
def test_a_command_that_fails_tells_nothing_it_printed(tmp_path: Path, lines: tuple[str, ...], why: str) -> None:
    """Neither the sentence nor anything a traceback would show holds it."""
    command = script(tmp_path, "show", *lines, values={"secret": PHRASE})
    with pytest.raises(UserError, match=why) as refused:
        run_command((command, "mail"), patience=0.3)
    shown = "".join(traceback.format_exception(refused.value))
    assert PHRASE not in shown + str(refused.value)


@pytest.mark.parametrize("printed", ["", "\n{secret}", "\x1b[32m{secret}\x1b[0m", "a\0b", "a\rb"])
def test_what_can_be_no_password_is_not_sent(printed: str) -> None:
    """Nothing, an empty line, or what colours a terminal: the server never hears of it."""
    with pytest.raises(UserError, match="printed no password") as refused:
        secret_from(("show",), lambda _words: f"{printed.format(secret=PHRASE)}\r\n", TransportUnavailable)
    assert PHRASE not in str(refused.value)


def test_a_command_whose_child_keeps_its_output_is_not_waited_for(tmp_path: Path) -> None:
    """An agent that a password manager starts lives on with the streams of whoever started it."""
    command = script(tmp_path, "show", f"echo {PHRASE}", "sleep 30 &", 'echo $! > "{place}/child"')
    try:
        assert run_command((command,), patience=20) == f"{PHRASE}\n"
    finally:
        os.kill(int((tmp_path / "child").read_text(encoding="utf-8")), signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="nothing lists who started whom")
def test_a_command_that_hangs_is_ended_in_time_with_all_it_started(tmp_path: Path) -> None:
    """Its child holds its output, and a child of that sleeps: neither is waited for, neither goes on."""
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    begun = time.monotonic()
    with pytest.raises(UserError, match=r"did not end within 0\.5 seconds"):
        run_command((script(tmp_path, "show", "exec 9>{place}/alive", "(sleep 30 & wait) &", "wait"),), patience=0.5)
    os.set_blocking(alive, True)
    assert os.read(alive, 1) == b"", "until nobody has it open to write"
    os.close(alive)
    assert time.monotonic() - begun < 20


def test_a_command_that_closes_its_output_and_hangs_ends_in_time(tmp_path: Path) -> None:
    """Nothing more can come, but it has not said that it went well."""
    with pytest.raises(UserError, match=r"did not end within 0\.3 seconds"):
        run_command((script(tmp_path, "show", "exec sleep 30 >&-"),), patience=0.3)


@pytest.mark.parametrize("line", ["exec cat /dev/zero", "exec yes", "head -c 70000 /dev/zero"])
def test_a_command_that_prints_too_much_is_ended(tmp_path: Path, line: str) -> None:
    """A password is short; whatever goes on and on is none, and fills no memory."""
    with pytest.raises(UserError, match="printed far more than a password"):
        run_command((script(tmp_path, "show", line),), patience=20)


def test_what_a_command_complains_of_is_no_part_of_the_secret(tmp_path: Path) -> None:
    """Its error stream is neither read nor waited for, however much there is."""
    command = script(tmp_path, "show", "head -c 3000000 /dev/zero >&2", f"echo {PHRASE}")
    assert run_command((command,), patience=20) == f"{PHRASE}\n"


@pytest.mark.parametrize("words", [("/nowhere/pass",), ("a\0b",)])
def test_a_command_that_cannot_be_run_is_named(words: tuple[str, ...]) -> None:
    """The setting to look at stands beside it."""
    with pytest.raises(UserError) as refused:
        run_command(words)
    assert "password_command" in refused.value.hint


def test_a_refused_password_is_in_no_log_message_or_traceback(
    submission: Server, certificates: Certificates, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even when the server repeats it; the log of the server in this process is looked through too."""
    caplog.set_level(logging.DEBUG, logger="afterword")
    with pytest.raises(TransportUnavailable) as refused:
        outbox(server(submission.port, certificates.ca_file), PHRASE).send(LETTER)
    chain: list[BaseException] = [refused.value]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None:
        chain.append(cause)
    shown = "".join(traceback.format_exception(refused.value)) + "".join(f"{one!r} {vars(one)}" for one in chain)
    assert "535 5.7.8 Not you with …" in shown
    assert PHRASE not in shown
    assert [record for record in caplog.records if record.name.startswith("afterword")] == []


def test_a_password_command_written_as_one_text_is_refused_without_repeating_it(tmp_path: Path) -> None:
    """Somebody may have written the password itself there."""
    path = tmp_path / "config.toml"
    for line in (f"password_command = '{PHRASE}'", f"password = '{PHRASE}'"):
        path.write_text(f"[smtp]\n{line}\n", encoding="utf-8")
        with pytest.raises(SettingsInvalid, match=r"smtp\.password") as invalid:
            load_settings(path)
        assert PHRASE not in str(invalid.value)


def test_choosing_a_way_out_loads_none_of_it() -> None:
    """Neither smtplib nor an IMAP library is there before the first letter leaves."""
    code = (
        "import sys; from afterword.mail.adapters import sent_folder_of, outbox_of\n"
        "from afterword.settings import *\n"
        "mail = MailSettings(send=SendSettings(via=Via.SMTP, copy_to=SentCopy.IMAP))\n"
        "assert outbox_of(mail).via == 'smtp' and sent_folder_of(mail) is not None\n"
        "print(sorted({'smtplib', 'imaplib', 'imapclient', 'ssl', 'email'} & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter on our own words
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
