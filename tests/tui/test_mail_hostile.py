"""Hostile mail is only text: nothing in it reaches the terminal as a control or the screen as markup."""

import re
from pathlib import Path

from msgspec.structs import replace
from tests.tui.feedback_app import GRACE, Opened, opened, sample
from tests.tui.mailbox import GivenInbox
from tests.tui.pty_app import on_terminal

from afterword.bootstrap import open_store
from afterword.domain.journal import Journal
from afterword.domain.text import clean
from afterword.errors import CheckFailed
from afterword.paths import Paths
from afterword.tui.screens.conversation_forms import PlacingPage

MARKUP = "[@click=app.quit]x[/] [link=file:///x]y[/link]"
CONTROLS = "\x1b]52;c;cHduZWQ=\x07\x1b]0;pwned\x07\x1b[6n\x1b[31;47mred\x9b2J\u202etxt\u202c\x1bPq\x1b\\"
BAD = f"{MARKUP} {CONTROLS}"
_SEEN = "[@click=app.quit]x[/]"


def hostile(letter: str, address: str, *, key: str, name: str = "Eve") -> bytes:
    """A mail whose subject, name and words are hostile, raw and in encoded words."""
    encoded = "".join(f"={byte:02X}" for byte in BAD.encode())
    thread = f"In-Reply-To: {letter}\r\n" if letter else ""
    head = (
        f"From: =?utf-8?Q?{name}_{encoded.replace('=20', '_')}?= <{address}>\r\nTo: sam@seeker.example\r\n"
        f"Subject: =?utf-8?Q?{encoded}?=\r\nDate: Wed, 18 Nov 2026 08:00:00 +0000\r\nMessage-ID: {key}\r\n{thread}"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    )
    return head.encode() + f"You were clear. {BAD}\r\nBye {MARKUP}\r\n".encode()


REPLY = hostile(f"<{GRACE}-0@seeker.example>", "grace.hopper@initech.example", key="<evil-1@x.example>")
DOUBTFUL = hostile("", "eve@home.example", key="<evil-2@x.example>", name="Ada Byron")


def harmless(feedback: Opened) -> bool:
    """Whether nothing on the screen could move a terminal's cursor or turn its text around."""
    return clean(feedback.screen) == feedback.screen


async def test_a_hostile_mail_is_only_text_on_every_screen() -> None:
    """From the check through the tracker, the conversation, the mails to place, notices, help and palette."""
    store = sample()
    interview = store.journal.interviews["initech"]
    store.write_elsewhere(replace(interview, company=BAD, role=BAD))
    trouble = CheckFailed(f"The server said {BAD}.")
    async with opened(store, size=(140, 36), inboxes=(GivenInbox([REPLY, DOUBTFUL], error=trouble),)) as feedback:
        await feedback.press("m")
        await feedback.settle()
        assert "The server said [@click=app.quit]x[/]" in " ".join(feedback.screen.split())
        assert harmless(feedback)
        await feedback.on(GRACE)
        assert feedback.screen.count(_SEEN) >= 3
        steps = (("v",), ("f",), ("m",), ("escape", "escape", "d"), ("escape", "question_mark"), ("escape", "ctrl+p"))
        for keys in (*steps, ("escape", "t"), ("escape", "S"), ("escape", "r"), ("escape",)):
            await feedback.press(*keys)
            assert harmless(feedback), keys
        await feedback.press("P")
        assert isinstance(feedback.app.screen, PlacingPage)
        assert feedback.screen.count(_SEEN) >= 3
        for keys in (("m",), ("escape", "enter"), ("enter",)):
            await feedback.press(*keys)
            assert harmless(feedback), keys
        assert feedback.app.return_code is None


async def test_the_name_in_the_quiet_note_is_only_text() -> None:
    """Who has replied is said in plain words."""
    store = sample()
    people = store.journal.interviewers_of(store.journal.interviews["initech"])
    store.write_elsewhere(*(replace(person, name=BAD) for person in people))
    async with opened(store, size=(140, 30), inboxes=(GivenInbox([REPLY]),)) as feedback:
        feedback.app.main_screen.checker.look_by_itself()
        await feedback.settle()
        assert "(Initech) has replied." in " ".join(feedback.screen.split())
        assert _SEEN in feedback.screen
        assert harmless(feedback)


def test_no_byte_of_a_mail_reaches_the_terminal_as_a_control(tmp_path: Path) -> None:
    """On a real terminal: nothing but what the program itself draws with, whatever the mail holds."""
    places = Paths(tmp_path / "data", tmp_path / "config.toml")
    box = tmp_path / "Mail"
    for part in ("cur", "new", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1.evil").write_bytes(REPLY)
    (box / "new" / "2.evil").write_bytes(DOUBTFUL)
    places.settings.write_text(f'[me]\nzone = "UTC"\n[check]\nmaildirs = ["{box}"]\n', encoding="utf-8")
    _keep(places, sample().journal)
    with on_terminal(["--data-dir", str(places.data_dir), "--config", str(places.settings)]) as run:
        run.until("Reflection")
        run.press("2", "Ada Byron")
        run.press("m", "1 replied, 1 mail to place (P).")
        run.press("P", "What your mailbox offers")
        run.press("m", "the whole message")
        run.press("q", "Taken for")
        run.press("\r", "belong?")
        run.press("\r", "That was the last one.")
        run.press("/Grace\r", _SEEN)
        run.leave()
    # Textual itself asks for a shape of the mouse pointer, by a number that no mail here uses.
    written = re.sub(rb"\x1b\]22;[a-z-]*\x07", b"", bytes(run.written))
    for control in (b"\x1b]", b"\x1bP", b"\x1b[6n", b"\x1b[31;47m", b"\x07", "\u202e".encode(), "\x9b".encode()):
        assert control not in written, control
    assert set(re.findall(rb"\x1b([^\[])", written)) <= {b"7", b"8", b"=", b">", b"("}
    assert run.process.returncode == 0


def _keep(places: Paths, journal: Journal) -> None:
    with open_store(places).transaction() as work:
        for table in (journal.people, journal.applications, journal.interviews, journal.requests, journal.findings):
            for record in table.values():
                work.put(record)
