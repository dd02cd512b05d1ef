"""`afterword check` and `afterword doubtful`: what stands on stdout, what is told, how they end; and two at once."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.checking.story import AWAY, NEWS, SENT, bounce, mail
from tests.checking.test_maildir import made, put
from tests.cli.calls import ADA, GRACE, Calls

COUNTS = dict.fromkeys(
    ("seen", "replies", "auto_replies", "bounces", "receipts", "proposals", "doubtful", "skipped"), 0
)
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    """Calls on an empty journal."""
    return Calls(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty Maildir."""
    return made(tmp_path / "Mail")


def from_ada(number: int = 1, sender: str = ADA) -> bytes:
    """A reply of yesterday from an interviewer who was asked by hand, so that no letter of ours is named."""
    raw = mail(sender, key=f"<{number}@initech.example>", text=f"Answer {number}.", headers=[("Subject", "Re: Hello")])
    return raw.replace(b"Fri, 13 Nov 2026 12:00:00 +0000", format_datetime(YESTERDAY).encode())


def test_the_counts_stand_on_stdout_and_the_news_on_stderr(calls: Calls, folder: Path) -> None:
    """One JSON document of the counts, and a sentence about who replied beside it."""
    request = calls.asked()
    put(folder, from_ada())
    put(folder, NEWS, "2.host")
    answered = calls("check", "--maildir", str(folder), "--json")
    assert answered.code == 0
    assert calls.json("check", "--maildir", str(folder)) == COUNTS
    assert answered.out.replace(" ", "").replace("\n", "") == (
        '{"seen":2,"replies":1,"auto_replies":0,"bounces":0,"receipts":0,"proposals":0,"doubtful":0,"skipped":0}'
    )
    assert answered.err == "Ada Byron (Initech) has replied.\n"
    assert calls.json("request", "show", request)["state"] == "replied"


def test_every_kind_of_place_can_be_named_together(calls: Calls, folder: Path, tmp_path: Path) -> None:
    """Maildirs, mbox files and single mails are looked into in one call; several files follow one flag."""
    calls.asked()
    put(folder, NEWS)
    (tmp_path / "box").write_bytes(b"From x Fri Nov 13 12:00:00 2026\n" + NEWS)
    (tmp_path / "1.eml").write_bytes(from_ada())
    (tmp_path / "2.eml").write_bytes(NEWS)
    files = [str(tmp_path / "1.eml"), str(tmp_path / "2.eml")]
    counts = calls.json("check", "--maildir", str(folder), "--mbox", str(tmp_path / "box"), "--eml", *files)
    assert counts == {**COUNTS, "seen": 4, "replies": 1}


def test_the_mailboxes_of_the_settings_are_the_default(calls: Calls, folder: Path) -> None:
    """Without flags, what `[check]` names is looked into; relative to nothing but the home folder and the root."""
    calls.asked()
    put(folder, from_ada())
    calls.config.write_text(f"[check]\nmaildirs = ['{folder}']\n", encoding="utf-8")
    assert calls.json("check")["replies"] == 1


def test_an_inbox_that_fails_ends_in_1_after_the_others(calls: Calls, folder: Path) -> None:
    """The counts are printed all the same, and the sentence names what could not be read."""
    calls.asked()
    put(folder, from_ada())
    answered = calls("check", "--mbox", "/nowhere/box", "--maildir", str(folder), "--json")
    assert answered.code == 1
    assert '"replies": 1' in answered.out
    assert "/nowhere/box cannot be read" in answered.err


def test_without_mailboxes_a_sentence_says_where_to_name_them(calls: Calls) -> None:
    """A check with nothing to look into is refused and prints nothing on stdout."""
    answered = calls("check", "--json")
    assert (answered.code, answered.out) == (1, "")
    assert "No mailbox is set up" in answered.err


def test_mail_that_is_passed_over_is_told_without_its_control_characters(calls: Calls, tmp_path: Path) -> None:
    """A file with escapes in its name reaches the terminal as text."""
    calls.asked()
    bad = tmp_path / "\x1b]52;c;eA\x07.eml"
    bad.write_bytes(b"%PDF-1.7")
    answered = calls("check", "--eml", str(bad), "--json")
    assert '"skipped": 1' in answered.out
    assert "Passed over" in answered.err
    assert not any(mark in answered.err + answered.out for mark in "\x1b\x07")


def test_doubtful_mails_are_listed_placed_and_ignored(calls: Calls, tmp_path: Path) -> None:
    """What only a person can place is listed with its candidates; both ways of deciding end it."""
    request = calls.asked()
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(from_ada(number, "Ada Byron <ada@home.example>"))
    answered = calls("check", "--eml", str(tmp_path), "--json")
    assert '"doubtful": 2' in answered.out
    assert "2 mails to place" in answered.err
    listed = calls.json("doubtful", "list")
    assert [(one["id"], one["candidates"]) for one in listed] == [
        ("<1@initech.example>", [request]),
        ("<2@initech.example>", [request]),
    ]
    assert calls.json("doubtful", "place", "1@", request[:4])["state"] == "replied"
    assert calls.json("doubtful", "ignore", "<2@")["fate"] == "ignored"
    assert calls.json("doubtful", "list") == []
    assert calls("doubtful", "ignore", "2@").code == 1


def test_a_wrong_match_is_taken_out_and_stays_out(calls: Calls, folder: Path) -> None:
    """After `take-out` the conversation waits again, also when the mailbox is looked through anew."""
    request = calls.asked()
    put(folder, from_ada())
    calls.done("check", "--maildir", str(folder))
    (event,) = [one for one in calls.json("request", "show", request)["events"] if one["kind"] == "reply"]
    calls.done("doubtful", "take-out", request, event["id"])
    assert calls.json("check", "--eml", str(folder / "new" / "1.host"))["replies"] == 0
    assert calls.json("request", "show", request)["replied_at"] is None


def test_two_checks_at_once_record_every_reply_once(calls: Calls, folder: Path) -> None:
    """The app and a cron job that look into the same Maildir at the same time share the replies between them."""
    calls.asked(ADA)
    calls.asked(GRACE)
    for number in range(30):
        put(folder, from_ada(number, ADA if number % 2 else GRACE), f"{number}.host")
    script = Path(sys.executable).with_name("afterword")
    running = [
        subprocess.Popen(  # noqa: S603 - our own program
            [str(script), "check", "--maildir", str(folder), "--json"],
            env={**os.environ, **calls.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    told = [one.communicate(timeout=60)[0] for one in running]
    assert [one.returncode for one in running] == [0, 0]
    replies = [int(one.split(b'"replies": ')[1].split(b",")[0]) for one in told]
    assert sum(replies) == 30
    texts = [
        event["text"]
        for request in calls.json("request", "list")
        for event in calls.json("request", "show", request["id"])["events"]
        if event["kind"] == "reply"
    ]
    assert sorted(texts) == sorted(f"Answer {number}." for number in range(30))


def test_a_check_loads_no_screen_and_no_network_for_files(calls: Calls, folder: Path) -> None:
    """Looking into files needs neither Textual nor what talks to servers."""
    words = ["check", "--maildir", str(folder)]
    probe = (
        "import sys; from afterword.__main__ import main\n"
        f"sys.argv = ['afterword', *{words!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('textual', 'imaplib', 'smtplib', 'imapclient') if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", probe], env={**os.environ, **calls.environ}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_absence_and_a_bounce_are_told(calls: Calls, tmp_path: Path) -> None:
    """The sentence says what came, in words a person uses."""
    calls.asked(ADA)
    calls.asked(GRACE)
    now = format_datetime(YESTERDAY).encode()
    old = format_datetime(SENT + timedelta(days=1)).encode()
    (tmp_path / "1.eml").write_bytes(AWAY.replace(old, now))
    (tmp_path / "2.eml").write_bytes(bounce("<none@doe.example>", "grace@initech.example").replace(old, now))
    answered = calls("check", "--eml", str(tmp_path))
    assert "Ada Byron (Initech) is away; an automatic answer came." in answered.err
    assert "Grace Hopper (Initech) was not reached; the letter came back." in answered.err
    assert answered.out == "2 mails looked at: 0 replies, 1 automatic answer, 1 bounce, 0 receipts, 0 to place.\n"
