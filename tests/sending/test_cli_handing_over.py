"""`afterword request send` by the ways on which the person sends: mail program, file, clipboard."""

import os
from collections.abc import Iterator
from contextlib import chdir
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from tests.cli.calls import Answer, Screen
from tests.sending.letters import script
from tests.sending.test_cli_send import ME, MainScreen, drafted


@pytest.fixture
def ssh(tmp_path: Path) -> Iterator[MainScreen]:
    """Somebody at a terminal without a desktop, in a folder of their own."""
    (tmp_path / "bin").mkdir()
    made = MainScreen(tmp_path, display="")
    made.config.write_text(ME, encoding="utf-8")
    with chdir(tmp_path):
        yield made


def _at_terminal(desk: MainScreen, *words: str) -> Answer:
    return desk(*words, stdin=Screen(), stdout=Screen())


def _choose(desk: MainScreen, via: str) -> None:
    desk.config.write_text(f"{ME}[send]\nvia = '{via}'\n", encoding="utf-8")


@pytest.mark.parametrize("by_flag", [True, False])
def test_eml_writes_a_draft_to_open(ssh: MainScreen, *, by_flag: bool) -> None:
    """`via = "eml"` and `--via eml` write a private file under a free name, and say what to do with it."""
    if not by_flag:
        _choose(ssh, "eml")
    flag = ("--via", "eml") if by_flag else ()
    request = drafted(ssh)
    places = [Path(ssh(*("request", "send", request), *flag).out.strip()) for _ in range(2)]
    assert [place.name for place in places] == ["request-ada-byron-initech.eml", "request-ada-byron-initech-2.eml"]
    assert places[0].stat().st_mode & 0o777 == 0o600
    message = message_from_bytes(places[0].read_bytes(), policy=policy.default)
    assert (message["X-Unsent"], message["To"]) == ("1", "Ada Byron <ada@initech.example>")
    record = ssh.json("request", "send", request, "--via", "eml")
    assert (record["via"], record["sent"], record["state"]) == ("eml", False, "draft")
    assert Path(record["file"]).exists()


@pytest.mark.parametrize("by_flag", [True, False])
def test_clipboard_holds_the_words_alone(ssh: MainScreen, *, by_flag: bool) -> None:
    """Address and subject are printed, to be copied one by one; the letter is a draft as before."""
    script(ssh.home / "bin", "xclip", "/bin/cat > {place}/copied")
    ssh.display = ":0"
    if not by_flag:
        _choose(ssh, "clipboard")
    request = drafted(ssh)
    answer = ssh("request", "send", request, *(("--via", "clipboard") if by_flag else ()))
    shown = ssh.json("request", "show", request)
    assert (ssh.home / "bin" / "copied").read_text() == shown["draft"]["body"]
    assert answer.out == f"To: ada@initech.example\nSubject: {shown['draft']['subject']}\n"
    assert shown["state"] == "draft"
    assert f"afterword request sent {request}" in answer.err


@pytest.mark.parametrize("program", ["neomutt", "mutt"])
def test_without_a_desktop_mutt_opens_the_whole_draft(ssh: MainScreen, program: str) -> None:
    """`-H` names a private draft, which is gone afterwards; it keeps the id that an answer will name."""
    script(
        ssh.home / "bin", program, "echo $1 > {place}/words", "echo $2 > {place}/file", "/bin/cat $2 > {place}/draft"
    )
    request = drafted(ssh)
    answer = _at_terminal(ssh, "request", "send", request, "--via", "mailto")
    place = ssh.home / "bin"
    assert (place / "words").read_text() == "-H\n"
    assert not Path((place / "file").read_text().strip()).exists()
    letter = message_from_bytes((place / "draft").read_bytes(), policy=policy.default)
    again = message_from_bytes(ssh.done("request", "eml", request).encode(), policy=policy.default)
    assert (letter["Message-ID"], letter["X-Unsent"]) == (again["Message-ID"], None)
    assert "%20" not in answer.out + answer.err
    assert f"afterword request sent {request}" in answer.err


@pytest.mark.parametrize(
    ("program", "option"), [("aerc", "mailto:ada@initech.example?subject="), ("alpine", "-url mailto:ada@")]
)
def test_without_a_desktop_other_programs_get_the_address(ssh: MainScreen, program: str, option: str) -> None:
    """Aerc takes a mailto address, alpine one after `-url`."""
    script(ssh.home / "bin", program, "echo $@ > {place}/words")
    _at_terminal(ssh, "request", "send", drafted(ssh), "--via", "mailto")
    assert (ssh.home / "bin" / "words").read_text().startswith(option)


def test_the_persons_own_mailer_comes_first(ssh: MainScreen) -> None:
    """$MAILER may have words of its own."""
    for name in ("neomutt", "mymail"):
        script(ssh.home / "bin", name, "echo $0 $@ > {place}/words")
    ssh.mailer = "mymail --new"
    _at_terminal(ssh, "request", "send", drafted(ssh), "--via", "mailto")
    assert "mymail --new mailto:ada@" in (ssh.home / "bin" / "words").read_text()


def test_without_any_mail_program_the_terminal_is_not_filled(ssh: MainScreen) -> None:
    """It says what works instead; a script still gets the address."""
    request = drafted(ssh)
    answer = _at_terminal(ssh, "request", "send", request, "--via", "mailto")
    assert answer.code == 0
    assert "%20" not in answer.out + answer.err
    for words in (f"request eml {request} > letter.eml", "--via clipboard", f"request sent {request}"):
        assert words in answer.err
    assert ssh.done("request", "send", request, "--via", "mailto").startswith("mailto:ada@initech.example?")


def test_a_mail_program_that_fails_is_named(ssh: MainScreen) -> None:
    """The draft is kept."""
    script(ssh.home / "bin", "neomutt", "exit 3")
    request = drafted(ssh)
    answer = _at_terminal(ssh, "request", "send", request, "--via", "mailto")
    assert answer.code == 1
    assert "“neomutt” ended with an error (3)." in answer.err
    assert ssh.json("request", "show", request)["state"] == "draft"


def test_file_and_sendmail_carry_the_same_id(ssh: MainScreen) -> None:
    """A letter that was written to a file first and then sent is one letter."""
    command = script(ssh.home, "msmtp", "/bin/cat > {place}/letter")
    ssh.config.write_text(f"{ME}[send]\ncommand = ['{command}', '-t']\n", encoding="utf-8")
    request = drafted(ssh)
    file = message_from_bytes(ssh.done("request", "eml", request).encode(), policy=policy.default)
    ssh.done("request", "send", request, "--via", "sendmail")
    sent = message_from_bytes((ssh.home / "letter").read_bytes(), policy=policy.default)
    assert (sent["Message-ID"], "X-Unsent" in sent) == (file["Message-ID"], False)


def test_what_holds_the_clipboard_outlives_the_terminal(ssh: MainScreen) -> None:
    """The tool is in a session of its own, so that closing the terminal does not end it."""
    script(ssh.home / "bin", "xclip", "read _ _ _ _ _ session _ < /proc/$$/stat", "echo $session > {place}/session")
    ssh.display = ":0"
    ssh.done("request", "send", drafted(ssh), "--via", "clipboard")
    assert int((ssh.home / "bin" / "session").read_text()) != os.getsid(0)
