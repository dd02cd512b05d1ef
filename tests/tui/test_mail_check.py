"""Looking for replies while the app is open: by key, by itself, stopped, refused, and with a server that hangs."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from tests.checking.imap_accounts import inbox as imap_inbox
from tests.checking.imap_accounts import settings
from tests.servers.scripted import ImapScript, Talker, creep, hang, pour, scripted
from tests.tui.feedback_app import GRACE, LINUS, Opened, opened
from tests.tui.mailbox import GivenInbox, answer, away, bounce, mail
from tests.tui.running import running
from tests.tui.stand_ins import MemoryStore, services

from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.tracking import State
from afterword.errors import CheckFailed
from afterword.settings import CheckSettings, MailSettings, Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.panes.reflection import ReflectionPane

HOPPER, PAULING = "Grace Hopper <grace.hopper@initech.example>", "linus.pauling@hooli.example"
REPLY = answer(GRACE, HOPPER)
FROM_ELSEWHERE = mail("Ada Byron <ada@home.example>", headers=[("Subject", "Hello again")])


async def _check(feedback: Opened) -> None:
    await feedback.press("m")
    await feedback.settle()


def _kinds(feedback: Opened, request_id: str) -> list[EventKind]:
    return [event.kind for event in feedback.request(request_id).events]


async def test_a_reply_is_found_by_key_and_recorded_once() -> None:
    """Who has replied is said, the line says so, and another check finds nothing new."""
    inbox = GivenInbox([REPLY])
    async with opened(inboxes=(inbox,)) as feedback:
        await _check(feedback)
        assert "Grace Hopper (Initech) has replied." in feedback.screen
        assert feedback.state(GRACE) is State.REPLIED
        await _check(feedback)
        assert "Nothing new." in feedback.screen
        assert _kinds(feedback, GRACE).count(EventKind.REPLY) == 1
        assert inbox.looks == 2


async def test_a_check_that_is_asked_for_before_anything_is_ready_for_it_is_made() -> None:
    """The key was typed ahead, before what looks has joined the screen."""
    async with opened(inboxes=(GivenInbox([REPLY]),)) as feedback:
        vars(feedback.app.main_screen).pop("checker")
        await _check(feedback)
        assert "Grace Hopper (Initech) has replied." in feedback.screen


async def test_what_was_found_is_one_sentence() -> None:
    """Replies, absences, bounces and mails to place are counted."""
    mails = [REPLY, bounce(LINUS, PAULING), FROM_ELSEWHERE, away("stark-0-r", "Rosalind <rosalind@stark.example>")]
    async with opened(size=(120, 30), inboxes=(GivenInbox(mails),)) as feedback:
        await _check(feedback)
        assert "1 replied, 1 out of office, 1 bounced, 1 mail to place (P)." in feedback.screen
        assert feedback.state(LINUS) is State.BOUNCED
        assert "1 mail to place (P)" in feedback.pane.summary()


async def test_two_replies_name_one_and_count_the_others() -> None:
    """The note stays short."""
    mails = [REPLY, answer(LINUS, f"Linus Pauling <{PAULING}>")]
    async with opened(inboxes=(GivenInbox(mails),)) as feedback:
        await _check(feedback)
        assert "Grace Hopper (Initech) and 1 other have replied." in feedback.screen


async def test_a_mailbox_that_fails_is_named_and_the_next_one_is_looked_into() -> None:
    """What went wrong is a sentence with the name of the place."""
    broken = GivenInbox(error=CheckFailed("The password was refused.", hint="Check [imap] password_command."))
    async with opened(inboxes=(broken, GivenInbox([REPLY], name="Maildir ~/Mail"))) as feedback:
        await _check(feedback)
        assert feedback.state(GRACE) is State.REPLIED
        assert "Grace Hopper (Initech) has replied. IMAP sam@mail.example: " in feedback.screen
        await feedback.press("question_mark")
        assert "refused." in feedback.screen


async def test_without_a_mailbox_the_setting_is_named() -> None:
    """The sentence says where to put one."""
    async with opened() as feedback:
        await _check(feedback)
        assert "No mailbox is set up." in feedback.screen
        await feedback.press("question_mark")
        assert "[check]" in feedback.screen
        assert "maildirs" in feedback.screen


async def test_the_app_goes_on_while_a_check_runs_and_esc_stops_it() -> None:
    """Progress is shown, panes and forms work, and what was found before stays."""
    gate = Event()
    inbox = GivenInbox([REPLY], gate=gate, counted=1200)
    async with opened(inboxes=(inbox,)) as feedback:
        await feedback.press("m")
        assert inbox.at_the_gate.wait(10)
        feedback.app.main_screen.checker.tell()
        await feedback.pilot.pause()
        assert "Looking for replies: looked at 1,200 mails … (esc stops)" in feedback.screen
        await feedback.press("1")
        assert isinstance(feedback.app.main_screen.pane, ReflectionPane)
        await feedback.press("2", "escape")
        assert "Stopping; what was found is kept." in feedback.screen
        gate.set()
        await feedback.settle()
        assert "Stopped before the end" in " ".join(feedback.screen.split())
        assert feedback.state(GRACE) is State.WAITING
        await _check(feedback)
        assert feedback.state(GRACE) is State.REPLIED


async def test_the_same_key_stops_and_never_begins_a_second_check() -> None:
    """One check at a time."""
    gate = Event()
    inbox = GivenInbox([REPLY], gate=gate)
    async with opened(inboxes=(inbox,)) as feedback:
        await feedback.press("m", "m")
        assert "Stopping; what was found is kept." in feedback.screen
        await feedback.press("m")
        assert "The check is still stopping." in feedback.screen
        gate.set()
        await feedback.settle()
        assert inbox.looks == 1


async def test_what_was_said_meanwhile_is_left_to_be_read() -> None:
    """Progress gives way to another sentence for a while, then takes its place again."""
    gate = Event()
    inbox = GivenInbox([REPLY], gate=gate, counted=7)
    async with opened(inboxes=(inbox,)) as feedback:
        await feedback.press("m")
        assert inbox.at_the_gate.wait(10)
        feedback.app.say("The draft is saved")
        feedback.app.main_screen.checker.tell()
        await feedback.pilot.pause()
        assert "The draft is saved" in feedback.screen
        for _ in range(6):
            feedback.app.main_screen.checker.tell()
        await feedback.pilot.pause()
        assert "looked at 7 mails" in feedback.screen
        gate.set()
        await feedback.settle()


async def test_looking_by_itself_is_silent_until_somebody_has_replied() -> None:
    """Nothing new is no news; a reply is a quiet note, wherever the person is."""
    inbox = GivenInbox()
    async with opened(inboxes=(inbox,)) as feedback:
        feedback.app.say("The draft is saved")
        feedback.app.main_screen.checker.look_by_itself()
        await feedback.settle()
        assert "The draft is saved" in feedback.screen
        inbox.mails = [REPLY]
        await feedback.press("1")
        feedback.app.main_screen.checker.look_by_itself()
        await feedback.settle()
        assert "Grace Hopper (Initech) has replied." in feedback.screen
        assert feedback.state(GRACE) is State.REPLIED


async def test_trouble_is_told_once_when_nobody_asked() -> None:
    """A server that is down at every look is no news at every look; asked for, it is told again."""
    inbox = GivenInbox(error=CheckFailed("The server does not answer."))
    async with opened(inboxes=(inbox,)) as feedback:
        for said in (True, False):
            feedback.app.say("")
            feedback.app.main_screen.checker.look_by_itself()
            await feedback.settle()
            assert ("The server does not answer." in feedback.screen) is said
        await _check(feedback)
        assert "The server does not answer." in feedback.screen


async def test_a_key_during_a_look_of_its_own_says_so_and_begins_no_other() -> None:
    """The look that runs is told of, and its end, too."""
    gate = Event()
    inbox = GivenInbox(gate=gate)
    async with opened(inboxes=(inbox,)) as feedback:
        feedback.app.main_screen.checker.look_by_itself()
        await feedback.pilot.pause()
        await feedback.press("m")
        assert "A check is running already; esc stops it." in feedback.screen
        feedback.app.main_screen.checker.look_by_itself()
        gate.set()
        await feedback.settle()
        assert "Nothing new." in feedback.screen
        assert inbox.looks == 1


async def test_the_app_ends_while_a_server_hangs() -> None:
    """Leaving waits for no mailbox; the look is told to stop."""
    gate = Event()
    inbox = GivenInbox([REPLY], gate=gate)
    async with opened(inboxes=(inbox,)) as feedback:
        await feedback.press("m")
        assert inbox.at_the_gate.wait(10)
        await feedback.press("q")
        assert feedback.app.return_code == 0
    assert not gate.is_set()
    gate.set()


@pytest.mark.parametrize("minutes", [0, 5])
async def test_it_looks_by_itself_as_often_as_the_settings_say(minutes: int) -> None:
    """Every so many minutes, or never."""
    settings = Settings(mail=MailSettings(check=CheckSettings(every_minutes=minutes)))
    app = AfterwordApp(services(MemoryStore()), settings)
    async with running(app) as pilot:
        await pilot.pause()
        assert app.main_screen.checker.every == 60 * minutes


@pytest.mark.parametrize("step", ["greeting", "LOGIN", "LIST", "UID FETCH"])
@pytest.mark.parametrize(
    "does", [hang, creep(b"* OK "), pour(b"* OK " + b"x" * 50 + b"\r\n")], ids=["hangs", "creeps", "pours"]
)
async def test_keys_are_answered_while_a_server_never_ends(
    tmp_path: Path, step: str, does: Callable[[Talker], None]
) -> None:
    """Whatever a server does at whichever step, the panes go on, and the look can be ended."""
    there = Event()

    def arrives(line: Talker) -> None:
        there.set()
        does(line)

    script = ImapScript(folders={"INBOX": {1: REPLY}})
    if step == "greeting":
        script.greeting = arrives
    else:
        script.answers[step] = arrives
    with scripted(script.talk) as server:
        account = imap_inbox(settings(server.port, "sam", timeout=60), tmp_path, secret="let me in")  # noqa: S106 - of nobody
        async with opened(inboxes=(account,)) as feedback:
            await feedback.press("m")
            assert there.wait(10)
            await feedback.press("1")
            assert isinstance(feedback.app.main_screen.pane, ReflectionPane)
            await feedback.press("2", "escape")
            server.over.set()
            await feedback.settle()
            # Without the list of folders the inbox is looked into all the same, as soon as the list is given up.
            assert feedback.state(GRACE) is State.WAITING or step == "LIST"
