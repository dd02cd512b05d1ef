"""The whole round while the app is open: a letter leaves over SMTP, the answer is found by key, recorded once."""

import email
import email.policy
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.servers.imap import WATCHWORD, Dovecot
from tests.servers.smtp import Kind, Received, Server
from tests.servers.smtp import running as smtp_running
from tests.tui.running import running
from tests.tui.screens import text_of
from textual.pilot import Pilot

from afterword.bootstrap import open_journal
from afterword.domain.conversation.request import EventKind, Request
from afterword.domain.conversation.tracking import State
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.paths import Paths
from afterword.services.services import Services
from afterword.settings_file import load_settings
from afterword.tui.app import AfterwordApp

WORDS = "You explained the cache design well. Read up on back-pressure."


@pytest.fixture
def outgoing() -> Iterator[Server]:
    """The server that takes the letters."""
    with smtp_running(Kind(accounts=False)) as server:
        yield server


def places(home: Path, outgoing: Server, mailbox: str) -> Paths:
    """A home whose settings send by this server and read this mailbox."""
    found = Paths(home / "data", home / "config.toml")
    found.settings.write_text(
        f"""
[me]
name = "Sam Doe"
address = "sam@doe.example"
zone = "UTC"
[policy]
weekdays_only = false
[send]
via = "smtp"
[smtp]
host = "127.0.0.1"
port = {outgoing.port}
security = "none"
{mailbox}
""",
        encoding="utf-8",
    )
    return found


@asynccontextmanager
async def rejected_by_ada(found: Paths) -> AsyncIterator[tuple[Services, Pilot[None]]]:
    """The app on the feedback pane, with a request to Ada due."""
    settings = load_settings(found.settings)
    services = open_journal(found, settings)
    at = datetime.now(UTC) - timedelta(days=5)
    people = (NamedAddress("Ada Byron", "ada@initech.example"),)
    made = services.interviews.add(
        {"company": "Initech", "role": "Backend", "at": at, "zone": "UTC", "interviewers": people}
    )
    heard = {"outcome": Outcome.REJECTED, "outcome_on": (at + timedelta(days=1)).date()}
    services.interviews.hear(made.id, heard)
    app = AfterwordApp(services, settings)
    async with running(app, size=(100, 30)) as pilot:
        await pilot.press("2")
        yield services, pilot


async def send(pilot: Pilot[None], outgoing: Server) -> Received:
    """The request written, and sent with the keys of the app."""
    await pilot.press("a")
    await pilot.press("f2")
    await pilot.press("enter")
    await pilot.press("y")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    (received,) = outgoing.postbox.received
    return received


async def check(pilot: Pilot[None]) -> str:
    """What is seen after a look into the mailbox by key."""
    await pilot.press("m")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return text_of(pilot.app)


def reply_to(letter: bytes) -> bytes:
    """What Ada's mail program makes of the letter."""
    got = email.message_from_bytes(letter, policy=email.policy.default)
    made = EmailMessage(policy=email.policy.SMTP)
    made["From"], made["To"], made["Subject"] = "Ada Byron <ada@initech.example>", got["From"], f"Re: {got['Subject']}"
    made["Date"], made["Message-ID"] = format_datetime(datetime.now(UTC)), "<round-1@initech.example>"
    made["In-Reply-To"], made["References"] = got["Message-ID"], got["Message-ID"]
    quoted = "".join(f"> {line}\n" for line in got.get_content().splitlines())
    made.set_content(f"{WORDS}\n\nOn {got['Date']}, Sam Doe wrote:\n{quoted}")
    return made.as_bytes()


def the_request(services: Services) -> tuple[Request, State]:
    """The one conversation and its state."""
    (line,) = services.overview.tracker()
    return line.request, line.track.state


async def test_a_letter_goes_round_by_maildir_while_the_app_is_open(tmp_path: Path, outgoing: Server) -> None:
    """Sent, answered, found, shown and recorded once, also when the same mail lies there twice."""
    box = maildir(tmp_path / "Mail")
    async with rejected_by_ada(places(tmp_path, outgoing, f'[check]\nmaildirs = ["{box}"]')) as (services, pilot):
        letter = await send(pilot, outgoing)
        assert the_request(services)[1] is State.WAITING
        assert "Nothing new." in await check(pilot)
        lay(box / "new" / "1.mail", reply_to(letter.content))
        lay(box / "cur" / "2.mail:2,S", reply_to(letter.content))
        assert "Ada Byron (Initech) has replied." in await check(pilot)
        assert "Nothing new" in await check(pilot)
        request, state = the_request(services)
        assert state is State.REPLIED
        assert [event.text for event in request.events if event.kind is EventKind.REPLY] == [WORDS]
        assert WORDS[:22] in text_of(pilot.app)
    again = open_journal(places(tmp_path, outgoing, ""))
    assert the_request(again)[1] is State.REPLIED


async def test_a_letter_goes_round_by_imap_while_the_app_is_open(
    tmp_path: Path, outgoing: Server, dovecot: Dovecot
) -> None:
    """The same over a real IMAP server with STARTTLS, met again in the Maildir beneath it."""
    user = "sam-with-the-app-open"
    mailbox = f"""
[imap]
host = "localhost"
port = {dovecot.imap}
security = "starttls"
user = "{user}"
password_command = ["echo", "{WATCHWORD}"]
ca_file = "{dovecot.authority}"
[check]
maildirs = ["{dovecot.maildir(user)}"]
"""
    async with rejected_by_ada(places(tmp_path, outgoing, mailbox)) as (services, pilot):
        letter = await send(pilot, outgoing)
        dovecot.deliver(user, reply_to(letter.content))
        assert "Ada Byron (Initech) has replied." in " ".join((await check(pilot)).split())
        await check(pilot)
        request, state = the_request(services)
        assert state is State.REPLIED
        assert [event.text for event in request.events if event.kind is EventKind.REPLY] == [WORDS]


async def test_a_wrong_password_is_a_sentence_and_the_app_goes_on(
    tmp_path: Path, outgoing: Server, dovecot: Dovecot
) -> None:
    """Nothing is lost, nothing ends."""
    mailbox = f"""
[imap]
host = "localhost"
port = {dovecot.imap}
security = "starttls"
user = "sam"
password_command = ["echo", "wrong"]
ca_file = "{dovecot.authority}"
"""
    async with rejected_by_ada(places(tmp_path, outgoing, mailbox)) as (services, pilot):
        await send(pilot, outgoing)
        said = " ".join((await check(pilot)).split())
        assert "IMAP sam@localhost:" in said
        assert "password" in said
        assert the_request(services)[1] is State.WAITING
        await pilot.press("1")
        assert pilot.app.return_code is None


def maildir(path: Path) -> Path:
    """An empty Maildir."""
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True)
    return path


def lay(path: Path, raw: bytes) -> None:
    """A mail where a delivery agent puts it."""
    path.write_bytes(raw)
