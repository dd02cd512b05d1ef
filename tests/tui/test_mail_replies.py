"""Replies that are handed in as whole mails: from a file or pasted; and mails that are no answers."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

from tests.tui.feedback_app import GRACE, LINUS, Opened, opened
from tests.tui.mailbox import GivenInbox, answer, away, bounce, mail
from tests.tui.stand_ins import NOW

from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.tracking import State
from afterword.tui.screens.dialogs import Pick
from afterword.tui.screens.findings import FindingsPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.widgets.form_sheet import TextField

HOPPER = "Grace Hopper <grace.hopper@initech.example>"
WORDS = "You were clear about trade-offs."
QUOTED = f"{WORDS}\n\nOn Mon, 16 Nov 2026 at 10:00, Sam <sam@seeker.example> wrote:\n> Dear Grace\n> one question"


async def _hand_in(feedback: Opened, path: Path, raw: bytes, request_id: str = GRACE) -> None:
    await asyncio.to_thread(path.write_bytes, raw)
    await feedback.on(request_id)
    await feedback.press("r", "tab")
    await feedback.type(str(path))


async def test_a_saved_mail_gives_its_new_text_its_date_and_its_id(tmp_path: Path) -> None:
    """What is read is said before it is saved; the whole is kept; a later check does not record it again."""
    raw = answer(GRACE, HOPPER, QUOTED)
    async with opened(size=(100, 30), inboxes=(GivenInbox([raw]),)) as feedback:
        await _hand_in(feedback, tmp_path / "reply.eml", raw)
        assert "a mail of Wed 18 Nov 2026 08:00 from Grace Hopper: You were clear" in feedback.screen
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, FindingsPage)
        (reply,) = feedback.request(GRACE).replies
        assert (reply.text, reply.at) == (WORDS, NOW - timedelta(hours=2))
        assert "> one question" in reply.full_text
        assert reply.message_id.startswith("<")
        await feedback.press("escape", "m")
        await feedback.settle()
        assert len(feedback.request(GRACE).replies) == 1


async def test_a_pasted_source_is_taken_apart_and_a_typed_day_counts_more() -> None:
    """The person knows better when it came."""
    async with opened(size=(100, 40)) as feedback:
        await feedback.on(GRACE)
        await feedback.press("r")
        field = feedback.app.focused
        assert isinstance(field, TextField)
        field.put(answer(GRACE, HOPPER, QUOTED).decode())
        await feedback.press("tab", "tab", "tab", "home", "shift+end", "backspace")
        await feedback.type("yesterday 15:00")
        await feedback.press("f2")
        (reply,) = feedback.request(GRACE).replies
        assert (reply.text, reply.at.day, reply.at.hour) == (WORDS, 17, 15)


async def test_a_bounce_says_what_it_is_and_why_and_is_recorded_as_one(tmp_path: Path) -> None:
    """One key records it as what it is."""
    async with opened(size=(140, 30)) as feedback:
        await _hand_in(feedback, tmp_path / "back.eml", bounce(LINUS, "linus.pauling@hooli.example"), LINUS)
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, Pick)
        assert "This is a bounce, it seems" in feedback.screen
        assert "delivery report" in feedback.screen
        await feedback.press("enter")
        assert feedback.state(LINUS) is State.BOUNCED
        assert feedback.request(LINUS).events[-1].message_id == f"<returned-{LINUS}@mx.seeker.example>"


async def test_an_absence_with_a_date_is_recorded_with_it(tmp_path: Path) -> None:
    """The reminder waits until they are back."""
    async with opened(size=(140, 30)) as feedback:
        await _hand_in(feedback, tmp_path / "away.eml", away(GRACE, HOPPER))
        assert "(an automatic answer)" in feedback.screen
        await feedback.press("enter")
        assert "record that they are away, back on Fri 27 Nov" in feedback.screen
        await feedback.press("enter")
        event = feedback.request(GRACE).events[-1]
        assert (event.kind, event.until) == (EventKind.AUTO_REPLY, date(2026, 11, 27))


async def test_the_person_may_say_it_is_a_reply_all_the_same(tmp_path: Path) -> None:
    """Then it is marked like any other."""
    async with opened(size=(140, 30)) as feedback:
        await _hand_in(feedback, tmp_path / "away.eml", away(GRACE, HOPPER))
        await feedback.press("enter", "down", "enter")
        assert isinstance(feedback.app.screen, FindingsPage)
        assert feedback.state(GRACE) is State.REPLIED


async def test_going_back_keeps_what_was_filled_in(tmp_path: Path) -> None:
    """Nothing is recorded, and the form stands as it was."""
    news = mail(
        "News <n@shop.example>",
        "Buy.",
        headers=[("Subject", "This week"), ("List-Unsubscribe", "<https://x>"), ("Precedence", "bulk")],
    )
    async with opened(size=(140, 30)) as feedback:
        await _hand_in(feedback, tmp_path / "news.eml", news)
        await feedback.press("enter")
        assert "This is a mail sent to many, it seems" in feedback.screen
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, Form)
        assert feedback.app.screen.values["file"] == str(tmp_path / "news.eml")
        assert not feedback.request(GRACE).replies
        await feedback.press("escape", "n")
        assert isinstance(feedback.app.screen, MainScreen)
