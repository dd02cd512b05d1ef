"""Mistakes in the settings: all of them at once, in plain words, each with where it stands and what to write."""

import io
import json
import os
import time

import pytest
from tests.cli.calls import Calls, Screen

from afterword.bootstrap import open_journal, own_settings
from afterword.cli.main import run
from afterword.cli.shell import Terminal
from afterword.errors import SettingsInvalid
from afterword.paths import Paths
from afterword.quick_answers import quick_answer
from afterword.storage.typed_store import FileViews

SECONDS = 5
"""Of the processor, for two commands that read a file which took more than twenty."""
WRONG = """
[me]
name = 5
zone = "Mars/Base"
adress = "sam@seeker.example"

[policy]
follow_up_after = "seven"
ask_after = 9000

[screen]
mouse = "no"
theme = "afterword-drak"

[send]
via = "stmp"
command = "msmtp -t"

[smtp]
host = "smtp.example.org"
security = "none"
port = true
timeout = "long"

[check]
maildirs = "~/Mail"

[keys]
"feedback.ask" = 3
"""


def test_every_mistake_is_named_at_once(calls: Calls) -> None:
    """Each with its key and what to write, none in the words of a decoder."""
    calls.config.write_text(WRONG, encoding="utf-8")
    calls.config.with_name("templates.toml").write_text(
        "[request]\nthanks = 'Dear {nmae}'\n[reqest]\n", encoding="utf-8"
    )
    answer = calls("config", "check", "--json")
    assert answer.code == 1
    found = {one["key"]: one for one in json.loads(answer.out)["mistakes"]}
    assert set(found) == {
        *("me.name", "me.zone", "me.adress", "policy.follow_up_after", "policy.ask_after", "screen.mouse"),
        *("screen.theme", "send.via", "send.command", "smtp.security", "smtp.port", "smtp.timeout"),
        *("check.maildirs", "keys.feedback.ask", "request.thanks", "reqest"),
    }
    for key, one in found.items():
        assert one["problem"]
        assert key in answer.err
        for word in ("expected", "Expected", "`", "str`", "got"):
            assert word not in one["problem"], one
    assert found["smtp.port"]["hint"] == "Write it like port = 7."
    assert found["send.via"]["hint"] == "Did you mean “smtp”?"


def test_a_call_that_needs_them_says_all_of_it_too(calls: Calls) -> None:
    """Settings that cannot be used stop what needs them, with all that is wrong in them; a wrong key stops nothing."""
    calls.interview()
    calls.config.write_text(WRONG, encoding="utf-8")
    why = calls.refused("due")
    for key in ("me.name", "policy.follow_up_after", "smtp.security"):
        assert key in why
    assert "keys.feedback.ask" not in why


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_no_security_is_for_this_machine_alone(calls: Calls, host: str) -> None:
    """A host that is not this machine is refused with security none, for sending and for looking alike."""
    for section in ("smtp", "imap"):
        calls.config.write_text(f"[{section}]\nhost = '{host}'\nsecurity = 'none'\n", encoding="utf-8")
        calls.done("config", "check")
        calls.config.write_text(f"[{section}]\nhost = 'mail.{host}'\nsecurity = 'none'\n", encoding="utf-8")
        why = calls.refused("config", "check")
        assert f"{section}.security" in why


def test_a_named_file_of_settings_must_exist(calls: Calls) -> None:
    """A name that was typed wrong is not taken for having no settings, from the flag or from the environment."""
    assert "cofnig.toml" in calls.refused("--config", f"{calls.home}/cofnig.toml", "due")
    calls.config.unlink()
    for words in ("config check", "paths", "doctor", "backup", "due", "completion bash", "phrase explain wide"):
        assert "config.toml" in calls.refused(*words.split(" "))
    assert calls("paths", "--help").code == 0
    calls.done("config", "init")
    calls.done("paths")


@pytest.mark.parametrize("name", ["~nobody-of-that-name/x", "x" * 300])
def test_a_name_that_can_be_no_path_is_named(calls: Calls, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home of somebody who is not here, and more letters than any name holds: a sentence, wherever it is typed."""
    monkeypatch.chdir(calls.home)
    calls.asked()
    named = ["restore", "merge", "import", "check --eml", "check --mbox", "check --maildir", "export --out"]
    for words in (*(f"{verb} {name}" for verb in named), f"--data-dir {name} paths", f"--config {name} config init"):
        assert "cannot be a path" in calls.refused(*words.split(" "))


def test_a_mailbox_that_can_be_no_path_keeps_no_other_from_being_read(calls: Calls) -> None:
    """It is named by itself, and the others are looked into."""
    calls.asked()
    boxes = f'"~nobody-of-that-name/x", "a\\u0000b", "{calls.home}/box"'
    calls.config.write_text(f"[check]\nmboxes = [{boxes}]\nmaildirs = [{boxes}]\n", encoding="utf-8")
    err = calls.refused("check")
    assert err.count("cannot be a path") == 4
    assert f"There is no folder {calls.home}/box" in err
    assert f"{calls.home}/box cannot be read" in err


@pytest.mark.parametrize("zone", ["europe/berlin", "EUROPE/BERLIN"])
def test_a_zone_in_any_case_is_that_zone(calls: Calls, zone: str) -> None:
    """What the check of the settings takes, every command takes."""
    calls.config.write_text(f"[me]\nzone = '{zone}'\n", encoding="utf-8")
    calls.done("config", "check")
    assert "Europe/Berlin" in calls("interview", "add", *["--company", "A", "--role", "B", "--at"], "today 10:00").err


@pytest.mark.parametrize(
    "text",
    [
        f"keys.{'.'.join('a' * 2000)} = 1",
        f"keys.{'.'.join('a' * 120_000)} = 1",
        "[" + '"a".' * 60_000 + "a]",
        f"smtp.port.{'.'.join('a' * 2000)} = 1",
        f"me.name = {'[' * 60}{']' * 60}",
        f"[me]\nname = {'{a = ' * 60}1{'}' * 60}",
    ],
)
def test_what_stands_deeper_than_any_setting_is_said_plainly(calls: Calls, text: str) -> None:
    """It ends no command in a mistake of the program."""
    calls.config.write_text(text, encoding="utf-8")
    began = time.process_time()
    assert "a value that no setting can have" in calls.refused("config", "check")
    assert calls("due").code == 0
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(("heading", "told"), [("", "no such setting"), ("[keys]\n", "no such action")])
def test_a_file_that_is_none_of_settings_is_told_in_part(calls: Calls, heading: str, told: str) -> None:
    """Tens of thousands of names that nobody knows are neither listed nor waited for."""
    calls.config.write_text(heading + "".join(f"k{number} = 1\n" for number in range(20_000)), encoding="utf-8")
    assert calls.refused("config", "check").count(told) == 50


@pytest.mark.parametrize("raw", [b'[me]\nname = "\xe9"\n', b"a = " + b"[" * 5000, b"a = " + b"9" * 5000])
def test_what_no_settings_can_hold_is_said_plainly(raw: bytes, calls: Calls) -> None:
    """Another encoding, lists in lists, a number without an end: one sentence, none in the words of a decoder."""
    calls.config.write_bytes(raw)
    answer = calls("config", "check")
    assert (answer.code, str(calls.config) in answer.err) == (1, True)
    for word in ("codec", "recursion", "digits", "unexpected"):
        assert word not in answer.err


def test_the_sample_takes_only_settings_that_are_there(calls: Calls) -> None:
    """A file that is named must exist, beside sample data too."""
    answer = calls("--demo", "--config", str(calls.home / "nowhere.toml"), "due")
    assert (answer.code, "no settings file" in answer.err) == (1, True)


def test_a_country_without_a_calendar_is_named(calls: Calls) -> None:
    """`config check` says which country or region is not known; other calls go on without its holidays."""
    for words, key in (("country = 'Atlantis'", "policy.country"), ("country = 'DE'\nregion = 'ZZ'", "policy.region")):
        calls.config.write_text(f"[policy]\n{words}\n", encoding="utf-8")
        answer = calls("config", "check", "--json")
        assert answer.code == 1
        (mistake,) = json.loads(answer.out)["mistakes"]
        assert mistake["key"] == key
        assert mistake["hint"]
        calls.done("due")
    calls.config.write_text("[policy]\ncountry = 'DE'\nregion = 'BY'\nnote = false\n", encoding="utf-8")
    calls.done("config", "check")


def test_a_wrong_setting_of_mail_stops_mail_alone(calls: Calls) -> None:
    """Whatever needs no mail does all it does and says so; what needs mail, or rests on another section, is refused."""
    calls.done("interview", "add", "--company", "Acme", "--role", "Nurse", "--at", "yesterday 10:00")
    calls.config.write_text('[smtp]\nport = "x"\n')
    answer = calls("interview", "list")
    assert answer.code == 0
    assert "Acme" in answer.out
    assert "smtp.port" in answer.err
    assert calls("due").code == 0
    refused = calls("request", "send", "any", "--via", "smtp")
    assert (refused.code, refused.out) == (1, "")
    assert "smtp.port" in refused.err
    (calls.home / "replies.mbox").touch()
    assert calls("check", "--mbox", str(calls.home / "replies.mbox")).code == 0


POLICY, ZONE, NAME, TORN = "[policy]\nask_after = -3", "[me]\nzone = 'Narnia'", "[me]\nname = ['Sam']", "[policy\na = 1"
ADD = ("interview", "add", "--company", "Acme", "--role", "Nurse", "--at")


@pytest.mark.parametrize(
    ("wrong", "words", "code"),
    [
        *((wrong, ("interview", "list"), 0) for wrong in (POLICY, ZONE, NAME, TORN, "me = 1", "a = 1e")),
        *((wrong, ("search", "Acme"), 0) for wrong in (POLICY, ZONE, NAME, TORN)),
        *((wrong, ("request", "list"), int(wrong is POLICY)) for wrong in (POLICY, ZONE)),
        *((wrong, ("export", "--format", "json"), 0) for wrong in (POLICY, ZONE, NAME, TORN)),
        *((wrong, ("pointer", "add", "--when", "stuck", "--will", "think aloud"), 0) for wrong in (POLICY, ZONE, TORN)),
        *((wrong, (*ADD, "2026-11-02T10:00"), 1) for wrong in (ZONE, TORN)),
        *((wrong, (*ADD, "2026-11-02T10:00"), 0) for wrong in (POLICY, NAME)),
        (ZONE, (*ADD, "10:00", "--tz", "Asia/Tokyo"), 0),
        *((wrong, ("due",), 1) for wrong in (POLICY, TORN)),
        *((wrong, ("due",), 0) for wrong in (ZONE, NAME)),
        *((wrong, ("request", "close", "REQUEST"), 0) for wrong in (NAME, ZONE)),
        *((wrong, ("request", "edit", "REQUEST", "--subject", "Hello"), int(wrong is NAME)) for wrong in (NAME, ZONE)),
        *((wrong, ("request", "eml", "REQUEST"), 1) for wrong in (NAME, TORN)),
        ("[smtp]\nport = 'x'", ("request", "eml", "REQUEST"), 0),
        *((wrong, ("evaluate",), 0) for wrong in (NAME, ZONE)),
        *((wrong, ("share", "--anonymous"), 1) for wrong in (NAME, POLICY)),
    ],
)
def test_a_wrong_setting_stops_what_needs_it_alone(calls: Calls, wrong: str, words: tuple[str, ...], code: int) -> None:
    """Everything else does what it does, with a sentence on stderr that says what is wrong."""
    interview = calls.interview("Ada Byron <ada@initech.example>")
    calls.done("interview", "outcome", interview, "rejected", "--on", "today")
    request = calls.done("request", "draft", interview)
    calls.config.write_text(f"{wrong}\n", encoding="utf-8")
    answer = calls(*(request if word == "REQUEST" else word for word in words))
    assert answer.code == code, answer.err
    assert "config.toml" in answer.err
    assert "unexpected" not in answer.err


def test_wrong_words_of_letters_stop_no_letter_that_is_written(calls: Calls) -> None:
    """What happened to a letter is noted whatever stands in the file of templates; a new one is refused."""
    request = calls.asked()
    calls.config.with_name("templates.toml").write_text("[reqest]\n", encoding="utf-8")
    calls.done("request", "reply", request, "--on", "yesterday", stdin="Thank you.")
    refused = calls("request", "thank", request)
    assert refused.code == 1


def test_a_place_that_cannot_be_used_is_named(calls: Calls) -> None:
    """Where nobody reckoned with it: no mistake of the program is told."""

    def gone(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/mnt/stick")

    calls.done("interview", "list")
    err = io.StringIO()
    assert run(["--data-dir", str(calls.home)], Terminal(Screen(), Screen(), err, calls.environ), gone) == 1
    assert err.getvalue().startswith("afterword: /mnt/stick cannot be used: Permission denied.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_of_settings_that_may_not_be_looked_into_stops_nothing(calls: Calls) -> None:
    """The defaults hold, and nobody is greeted as a newcomer."""
    folder = calls.home / "locked"
    folder.mkdir(mode=0)
    err, environ = io.StringIO(), {**calls.environ, "XDG_CONFIG_HOME": str(folder)}
    del environ["AFTERWORD_CONFIG"]
    assert run(["interview", "list"], Terminal(io.StringIO(), io.StringIO(), err, environ), lambda *_: 0) == 0
    assert "config.toml cannot be read. Permission denied." in err.getvalue()
    assert not own_settings(Paths(calls.home, folder / "config.toml"), lambda _keys: ()).is_first_start


def test_words_of_letters_that_are_changed_or_mended_meanwhile_count_at_once(calls: Calls) -> None:
    """The app may be open for days; it refuses only as long as there is something to mend."""
    request, file = calls.replied("Thank you."), calls.config.with_name("templates.toml")
    services = open_journal(Paths(calls.home / "data", calls.config))
    file.write_text("[thank-you]\nthanks = 5\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="must be a text in quotes"):
        services.requests.thank(request)
    file.write_text("[thank-you]\nthanks = 'Merci mille fois.'\n", encoding="utf-8")
    services.requests.thank(request)
    assert "Merci mille fois." in services.overview.journal().requests[request].draft.body  # type: ignore[union-attr]


def test_what_is_no_section_is_told_and_stops_nothing(calls: Calls) -> None:
    """A slip in its name, or one of another version."""
    calls.config.write_text("[smpt]\nport = 25\n")
    answer = calls("interview", "list")
    assert answer.code == 0
    assert "smpt: no such setting" in answer.err


@pytest.mark.parametrize("name", ["AFTERWORD_DATA_DIR", "AFTERWORD_CONFIG"])
@pytest.mark.parametrize("value", ["", "  "])
def test_a_place_without_a_name_is_refused(calls: Calls, name: str, value: str) -> None:
    """A script whose variable is not set must never meet the person's own data; a flag stands above it."""
    for words in (["paths"], ["due", "--quiet"]):
        err = io.StringIO()
        terminal = Terminal(io.StringIO(), io.StringIO(), err, {**calls.environ, name: value})
        assert run(words, terminal, lambda *_: 0) == 2
        assert name in err.getvalue()
        assert quick_answer(words, terminal.environ, 0.0) is None
    flag = "--data-dir" if name.endswith("DIR") else "--config"
    (calls.home / "other").touch()
    terminal = Terminal(io.StringIO(), io.StringIO(), io.StringIO(), {**calls.environ, name: value})
    assert run([flag, str(calls.home / "other"), "paths"], terminal, lambda *_: 0) == 0


def test_a_pipe_in_place_of_the_settings_holds_nobody_up(calls: Calls) -> None:
    """Nor one in place of the letters, of a mailbox, or of what the app keeps: it is named, and the rest goes on."""
    calls.done("interview", "add", "--company", "Acme", "--role", "Nurse", "--at", "yesterday 10:00")
    mailbox, views = calls.home / "replies.mbox", calls.home / "views.json"
    calls.config.unlink()
    for pipe in (calls.config, calls.config.with_name("templates.toml"), mailbox, views):
        os.mkfifo(pipe)
    answer = calls("interview", "list")
    assert (answer.code, "Acme" in answer.out) == (0, True)
    assert "It is a pipe" in answer.err
    assert calls("config", "check").code == 1
    assert FileViews(views).read() == ()
    _, inner = os.openpty()
    for device, told in (("/dev/zero", "longer than"), (os.ttyname(inner), "nothing to be read")):
        calls.config.unlink()
        calls.config.symlink_to(device)
        assert told in calls("interview", "list").err
    calls.config.unlink()
    calls.config.touch()
    assert "it is a pipe" in calls("check", "--mbox", str(mailbox)).err
