"""The whole round: letters leave over SMTP, people and programs answer, and the answers are found in the mailbox."""

import email
import email.policy
import time
from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from pathlib import Path

import pytest
from tests.checking.story import bounce
from tests.cli.calls import Calls
from tests.servers.imap import WATCHWORD, Dovecot
from tests.servers.smtp import Kind, Received, Server
from tests.servers.smtp import running as smtp_running

PATIENCE = 20.0
ADA, GRACE, JOAN = "Ada Byron <ada@initech.example>", "Grace Hopper <grace@x.example>", "Joan Clarke <joan@y.example>"
WORDS = "You explained the cache design well. Read up on back-pressure."
VACATION = """require ["vacation"];
vacation :days 1 :addresses ["grace@x.example"] :subject "Out of office"
"I am out of the office until {day.day} {day:%B %Y} and read my mail after that.";
"""
BACK = date.today() + timedelta(days=10)  # noqa: DTZ011 - a day as people write it


@pytest.fixture
def outgoing() -> Iterator[Server]:
    """The server that takes the letters."""
    with smtp_running(Kind(accounts=False)) as server:
        yield server


@pytest.fixture
def calls(tmp_path: Path, dovecot: Dovecot, outgoing: Server) -> Calls:
    """Calls of somebody who sends by SMTP and reads by IMAP."""
    found = Calls(tmp_path / "home")
    found.home.mkdir(exist_ok=True)
    found.config.write_text(
        f"""
[me]
name = "Sam Doe"
address = "sam@doe.example"
[send]
via = "smtp"
[smtp]
host = "127.0.0.1"
port = {outgoing.port}
security = "none"
[imap]
host = "localhost"
port = {dovecot.imap}
security = "starttls"
user = "sam-of-the-round"
password_command = ["echo", "{WATCHWORD}"]
ca_file = "{dovecot.authority}"
""",
        encoding="utf-8",
    )
    return found


def sent(calls: Calls, outgoing: Server, person: str) -> tuple[str, Received]:
    """A request that went out to this person, and the letter as the server got it."""
    about = calls.interview(person, at="2 weeks ago 10:00")
    calls.done("interview", "outcome", about, "rejected", "--on", "10 days ago")
    request = calls.done("request", "draft", about)
    calls.done("request", "send", request)
    return request, outgoing.postbox.received[-1]


def reply_to(letter: bytes) -> bytes:
    """What Ada's mail program makes of the letter."""
    got = email.message_from_bytes(letter, policy=email.policy.default)
    made = EmailMessage(policy=email.policy.SMTP)
    made["From"], made["To"], made["Subject"] = ADA, got["From"], f"Re: {got['Subject']}"
    made["Date"], made["Message-ID"] = format_datetime(localtime()), "<round-1@initech.example>"
    made["In-Reply-To"], made["References"] = got["Message-ID"], got["Message-ID"]
    quoted = "".join(f"> {line}\n" for line in got.get_content().splitlines())
    made.set_content(f"{WORDS}\n\nAda\n\nOn {got['Date']}, Sam Doe wrote:\n{quoted}")
    return made.as_bytes()


def vacation_reply(dovecot: Dovecot, letter: Received) -> bytes:
    """What Dovecot's own vacation answers when the letter arrives."""
    dovecot.answers_away("grace", VACATION.format(day=BACK))
    dovecot.deliver("grace", letter.content, sender=letter.sender)
    end = time.monotonic() + PATIENCE
    while not (found := list((dovecot.home / "outgoing").glob("*.eml"))):
        assert time.monotonic() < end, (dovecot.home / "log").read_text("utf-8", "replace")
    return found[0].read_bytes()


def test_a_letter_goes_round(calls: Calls, outgoing: Server, dovecot: Dovecot) -> None:
    """A reply, a bounce and an absence are found by IMAP, recorded once, and met again in the Maildir."""
    asked = {who: sent(calls, outgoing, who) for who in (ADA, GRACE, JOAN)}
    answers = [
        reply_to(asked[ADA][1].content),
        vacation_reply(dovecot, asked[GRACE][1]),
        bounce(message_id(asked[JOAN][1]), "joan@y.example"),
    ]
    for raw in answers:
        dovecot.deliver("sam-of-the-round", raw)
    told = calls("check", "--json")
    assert told.code == 0, told.err
    assert '"replies": 1,\n  "auto_replies": 1,\n  "bounces": 1,\n  "receipts": 0,\n  "proposals": 0' in told.out
    states = {who: calls.json("request", "show", request)["state"] for who, (request, _) in asked.items()}
    assert states == {ADA: "replied", GRACE: "waiting", JOAN: "bounced"}
    shown = calls.json("request", "show", asked[ADA][0])
    assert [event["text"] for event in shown["events"] if event["kind"] == "reply"] == [f"{WORDS}\n\nAda"]
    absence = calls.json("request", "show", asked[GRACE][0])["events"][-1]
    assert (absence["kind"], absence["until"]) == ("auto-reply", BACK.isoformat())
    again = calls.json("check", "--maildir", str(dovecot.maildir("sam-of-the-round")))
    assert (again["seen"], again["replies"], again["auto_replies"], again["bounces"]) == (3, 0, 0, 0)


def message_id(letter: Received) -> str:
    """The id that the letter left with."""
    return str(email.message_from_bytes(letter.content)["Message-ID"])
