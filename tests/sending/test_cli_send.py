"""`afterword request send` from the words of the call to a real server, and what it leaves behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.cli.calls import Calls
from tests.sending.conftest import Certificates
from tests.sending.letters import read, script
from tests.servers.smtp import PASSWORD, USER, Server

ME = "[me]\nname = 'Sam Doe'\naddress = 'sam@doe.example'\nzone = 'Europe/Berlin'\n"


@dataclass
class MainScreen(Calls):
    """Calls of somebody with a graphical desktop, where programs lie in one folder."""

    display: str = ":0"
    mailer: str = ""

    @property
    def environ(self) -> Mapping[str, str]:
        """Theirs."""
        return {**super().environ, "PATH": str(self.home / "bin"), "DISPLAY": self.display, "MAILER": self.mailer}


@pytest.fixture
def desk(tmp_path: Path) -> MainScreen:
    """Somebody who hands letters over."""
    (tmp_path / "bin").mkdir()
    made = MainScreen(tmp_path)
    made.config.write_text(ME, encoding="utf-8")
    return made


@pytest.fixture
def calls(desk: MainScreen, submission: Server, certificates: Certificates) -> MainScreen:
    """Somebody who sends by a real server, with a password command that notes how it was called."""
    command = script(
        desk.home, "show", 'echo "$@" >> {place}/asked', "echo '{password}'", values={"password": PASSWORD}
    )
    smtp = {
        "host": "127.0.0.1",
        "port": submission.port,
        "security": "starttls",
        "user": USER,
        "password_command": [command, "mail"],
        "ca_file": certificates.ca_file,
        "timeout": 5,
    }
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in smtp.items())
    desk.config.write_text(f"{ME}[send]\nvia = 'smtp'\n[smtp]\n{lines}", encoding="utf-8")
    return desk


def drafted(calls: Calls, name: str = "ada") -> str:
    """The id of a request that is a draft, to that name."""
    about = calls.interview(f"Ada Byron <{name}@initech.example>", at="3 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "2 weeks ago")
    return calls.done("request", "draft", about)


def test_a_letter_is_sent_and_told(calls: MainScreen, submission: Server) -> None:
    """Exit code 0, nothing but narration on stderr; the tracker waits for an answer."""
    request = drafted(calls)
    answer = calls("request", "send", request[:4])
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "Sent to Ada Byron <ada@initech.example> by smtp (250 2.0.0 queued as 4F2).\n"
    assert calls.json("request", "show", request)["state"] == "waiting"
    assert read(submission.postbox.received[0])["To"] == "Ada Byron <ada@initech.example>"


def test_json_is_the_record_with_how_it_went_out(calls: MainScreen) -> None:
    """One document, with the way, the answer and the warning."""
    record = calls.json("request", "send", drafted(calls))
    assert (record["state"], record["via"], record["sent"], record["warning"]) == ("waiting", "smtp", True, "")
    assert record["answer"] == "250 2.0.0 queued as 4F2"


def test_the_password_is_found_nowhere(calls: MainScreen) -> None:
    """Neither in any file of the journal or the settings, nor in what is printed, nor as anybody's argument."""
    printed = [calls("request", "send", drafted(calls, name)) for name in ("ada", "nobody", "lost")]
    printed += [calls("config", "check"), calls("export", "--format", "json")]
    words = "".join(one.out + one.err for one in printed)
    files = [path for path in (calls.home / "data").rglob("*") if path.is_file()]
    kept = "".join(path.read_text(encoding="utf-8") for path in [*files, calls.config])
    assert files
    for one in (PASSWORD, json.dumps(PASSWORD)[1:-1]):
        assert one not in words + kept
    assert set((calls.home / "asked").read_text().splitlines()) == {"mail"}


def test_a_refusal_exits_with_1_and_keeps_the_draft(calls: MainScreen) -> None:
    """What happened, what the server said, what to do."""
    request = drafted(calls, "nobody")
    answer = calls("request", "send", request)
    assert answer.code == 1
    assert "refused the recipient nobody@initech.example" in answer.err
    assert "550 5.1.1" in answer.err
    assert "draft is kept" in answer.err
    assert calls.json("request", "show", request)["state"] == "draft"


def test_an_unknown_end_exits_with_1_and_names_the_two_ways_on(calls: MainScreen) -> None:
    """Both are commands that can be copied, and work."""
    request = drafted(calls, "lost")
    answer = calls("request", "send", request)
    assert answer.code == 1
    assert f"afterword request sent {request}" in answer.err
    assert f"afterword request not-sent {request}" in answer.err
    assert calls("request", "send", request).code == 1
    calls.done("request", "sent", request)
    assert calls.json("request", "show", request)["state"] == "waiting"


def test_a_copy_that_fails_is_told_and_exits_with_0(calls: MainScreen) -> None:
    """The letter is out, and that is what counts."""
    text = calls.config.read_text(encoding="utf-8")
    wanted = f"via = 'smtp'\ncopy_to = 'maildir'\ncopy_folder = '{calls.home}/Sent'"
    calls.config.write_text(text.replace("via = 'smtp'", wanted), encoding="utf-8")
    answer = calls("request", "send", drafted(calls))
    assert answer.code == 0
    assert "It was sent, but the copy could not be kept" in answer.err


# A run in the background ignores Ctrl-C, and its children would, too.
_WITH_INTERRUPTS = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from afterword.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(("sign", "said"), [(signal.SIGKILL, ""), (signal.SIGINT, "Stopped. The letter may have gone")])
def test_a_program_ended_while_it_waits_for_the_server_leaves_a_question(
    calls: MainScreen, submission: Server, sign: signal.Signals, said: str
) -> None:
    """After `kill -9` or Ctrl-C the letter “may have gone out”; it is not sent again until the person has answered."""
    request = drafted(calls, "slow")
    command = [sys.executable, "-c", _WITH_INTERRUPTS, "request", "send", request]
    environ = {**os.environ, **calls.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own words
        assert submission.postbox.arrived.wait(20), process.communicate(timeout=5)
        process.send_signal(sign)
        assert said in process.communicate(timeout=20)[1].decode()
    assert calls.json("request", "show", request)["state"] == "sending"
    again = calls("request", "send", request)
    assert (again.code, len(submission.postbox.received)) == (1, 1)
    assert "may have gone out already" in again.err
    calls.done("request", "not-sent", request)
    assert calls.json("request", "show", request)["state"] == "draft"


# ── the other ways ────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_way_in_the_settings_it_says_how_to_choose_one(desk: MainScreen) -> None:
    """By hand is the default; nothing begins."""
    request = drafted(desk)
    answer = desk("request", "send", request)
    assert answer.code == 1
    assert "letters go out by hand" in answer.err
    assert "[send] via = 'smtp'" in answer.err
    assert desk.json("request", "show", request)["state"] == "draft"


def test_via_overrules_the_settings(desk: MainScreen) -> None:
    """`--via sendmail` runs the command that is set, whatever `via` says there."""
    command = script(desk.home, "msmtp", "cat > {place}/letter", "echo taken")
    desk.config.write_text(f"{ME}[send]\ncommand = ['{command}', '-t']\n", encoding="utf-8")
    record = desk.json("request", "send", drafted(desk), "--via", "sendmail")
    assert (record["via"], record["answer"], record["state"]) == ("sendmail", "taken", "waiting")
    assert "To: Ada Byron <ada@initech.example>" in (desk.home / "letter").read_text()


def test_a_way_that_is_none_names_the_nearest(tmp_path: Path) -> None:
    """Wrong words exit with 2."""
    answer = Calls(tmp_path)("request", "send", "k7", "--via", "stmp")
    assert answer.code == 2
    assert "Did you mean “smtp”?" in answer.err


def test_mailto_opens_the_mail_program_and_counts_as_nothing(desk: MainScreen) -> None:
    """The link is printed and given to the desktop; the draft stays a draft."""
    script(desk.home / "bin", "xdg-open", 'printf %s "$1" > {place}/opened')
    request = drafted(desk)
    answer = desk("request", "send", request, "--via", "mailto")
    url = answer.out.strip()
    assert (answer.code, (desk.home / "bin" / "opened").read_text()) == (0, url)
    parts = urlsplit(url)
    assert (parts.scheme, parts.path) == ("mailto", "ada@initech.example")
    shown = desk.json("request", "show", request)
    assert parse_qs(parts.query)["body"][0].split() == shown["draft"]["body"].split()
    assert shown["state"] == "draft"
    assert f"afterword request sent {request}" in answer.err


@pytest.mark.parametrize("lines", [(), ("exit 3",)])
def test_mailto_without_a_mail_program_still_prints_the_link(desk: MainScreen, lines: tuple[str, ...]) -> None:
    """No opener, or one that fails: the link can be copied."""
    if lines:
        script(desk.home / "bin", "xdg-open", *lines)
    record = desk.json("request", "send", drafted(desk), "--via", "mailto")
    assert (record["opened"], record["sent"], record["state"]) == (False, False, "draft")
    assert record["url"].startswith("mailto:ada@initech.example?")


def test_on_a_machine_without_a_desktop_nothing_is_opened(desk: MainScreen) -> None:
    """There, the opener would start a text browser in the terminal."""
    script(desk.home / "bin", "xdg-open", ": > {place}/opened")
    desk.display = ""
    assert desk.json("request", "send", drafted(desk), "--via", "mailto")["opened"] is False
    assert not (desk.home / "bin" / "opened").exists()


# ── the settings ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("[send]\nvia = 'stmp'", ("send.via", "Did you mean “smtp”?")),
        ("[send]\ncopy_to = 'mail-dir'", ("send.copy_to", "Did you mean “maildir”?")),
        ("[send]\ncopy_to = 'maildir'\ncopy_folder = 'Sent'", ("send.copy_folder", "Write it like ~/Mail/Sent.")),
        ("[send]\ncommand = []", ("send.command", "Write it word by word")),
        ("[send]\ncommand = 'msmtp -t'", ("send.command", "Write a list, word by word")),
        ("[smtp]\nsecurity = 'startls'", ("smtp.security", "Did you mean “starttls”?")),
        ("[smtp]\nauth = 'oauth2'", ("smtp.auth", "Did you mean “xoauth2”?")),
        ("[smtp]\nport = 70000", ("smtp.port", "0 means the usual port")),
        ("[smtp]\ntimeout = 0", ("smtp.timeout", "30 is usual")),
        ("[smtp]\nhost = 'smtps://mail.example.org'", ("smtp.host", "Write it like mail.example.org")),
        ("[smtp]\npassword = 'x'", ("smtp.password", "Did you mean “password_command”?")),
        ("[imap]\nport = -1", ("imap.port", "0 means the usual port")),
    ],
)
def test_a_setting_that_cannot_work_is_named_with_what_to_write(
    desk: MainScreen, lines: str, words: tuple[str, str]
) -> None:
    """File, key and the nearest valid choice stand in the error."""
    desk.config.write_text(ME + lines + "\n", encoding="utf-8")
    answer = desk("config", "check")
    assert answer.code == 1
    assert f"{desk.config}: " in answer.err
    for word in words:
        assert word in answer.err


def test_config_check_says_what_is_missing_before_letters_can_go_out(desk: MainScreen) -> None:
    """Settings that are valid but not complete are no error, and not silent either."""
    desk.config.write_text("[send]\nvia = 'smtp'\ncopy_to = 'imap'\n[smtp]\nuser = 'sam'\n", encoding="utf-8")
    answer = desk("config", "check")
    assert answer.code == 0
    for word in ("[me] address", "[smtp] host", "[smtp] password_command", "[imap] host"):
        assert word in answer.err


def test_config_check_shows_each_setting_by_its_name_in_the_file(calls: MainScreen) -> None:
    """What is printed can be written into the file; of the password command only the program is shown."""
    shown = calls.json("config", "check")
    assert (shown["send.via"], shown["smtp.user"], shown["smtp.timeout"]) == ("smtp", USER, 5)
    assert shown["smtp.password_command"] == [str(calls.home / "show"), "…"]
    assert not [name for name in shown if name.startswith("mail.")]
