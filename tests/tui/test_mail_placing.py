"""Mails that only a person can place, and mails that were placed wrongly, by keys alone."""

from datetime import timedelta

from msgspec.structs import replace
from tests.tui.feedback_app import ADA, GRACE, LINUS, Opened, opened, sample
from tests.tui.mailbox import GivenInbox, answer
from tests.tui.stand_ins import NOW, MemoryStore

from afterword.domain.conversation.message import Fate, MailKind, Proposal
from afterword.domain.conversation.request import EventKind
from afterword.domain.conversation.tracking import State
from afterword.tui.screens.conversation_forms import PlacingPage
from afterword.tui.screens.dialogs import Confirm, Pick
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import ReadingPage

FIRST = Proposal(
    id="<home@home.example>",
    from_name="Grace H.",
    from_address="grace@home.example",
    subject="Hello again",
    at=NOW - timedelta(days=2),
    kind=MailKind.REPLY,
    reason="Nothing speaks against a person who answers.",
    text="You were clear about trade-offs.",
    candidates=(GRACE,),
    full_text="You were clear about trade-offs.\n> and what was quoted",
)
SECOND = Proposal(
    id="<robot@hooli.example>",
    from_name="",
    from_address="robot@hooli.example",
    subject="Out of office?",
    at=NOW - timedelta(days=1),
    kind=MailKind.AUTO_REPLY,
    reason="It says so itself: Auto-Submitted.",
    text="I am away, but: well done.",
    candidates=(LINUS, GRACE),
)


def _waiting(*mails: Proposal) -> MemoryStore:
    store = sample()
    store.write_elsewhere(*(mails or (FIRST, SECOND)))
    return store


def _fates(feedback: Opened) -> list[Fate]:
    return [mail.fate for mail in feedback.store.journal.proposals.values()]


async def test_the_mails_to_place_are_counted_and_listed_with_the_reason() -> None:
    """Who wrote, when, what it was taken for and why, where it may belong, and its words."""
    async with opened(_waiting(), size=(100, 30)) as feedback:
        assert "2 mails to place (P)" in feedback.pane.summary()
        await feedback.press("P")
        assert isinstance(feedback.app.screen, PlacingPage)
        said = " ".join(feedback.screen.split())
        for words in (
            "Grace H. <grace@home.example>",
            "Hello again",
            "Mon 16 Nov 10:00",
            "a reply. Nothing speaks against a person who answers.",
            "Grace Hopper · Initech",
            "You were clear about trade-offs.",
        ):
            assert words in said, words
        await feedback.press("j")
        assert "an automatic answer. It says so itself: Auto-Submitted." in " ".join(feedback.screen.split())
        await feedback.press("k", "m")
        assert isinstance(feedback.app.screen, ReadingPage)
        assert "> and what was quoted" in feedback.screen


async def test_enter_places_a_mail_and_goes_on_to_the_next() -> None:
    """The conversation it may belong to stands first; after the last one the page closes."""
    async with opened(_waiting()) as feedback:
        await feedback.press("P", "enter")
        assert isinstance(feedback.app.screen, Pick)
        await feedback.press("enter")
        assert feedback.state(GRACE) is State.REPLIED
        assert feedback.request(GRACE).replies[-1].message_id == FIRST.id
        assert isinstance(feedback.app.screen, PlacingPage)
        assert "Placed; u takes it back. 1 more to decide on." in feedback.screen
        assert "robot@hooli.example" in feedback.screen
        await feedback.press("enter", "enter")
        assert isinstance(feedback.app.screen, MainScreen)
        assert "That was the last one." in feedback.screen
        assert [event.kind for event in feedback.request(LINUS).events][-1] is EventKind.AUTO_REPLY
        assert feedback.pane.summary().startswith("asked")


async def test_the_tracker_goes_to_what_was_placed_last() -> None:
    """Its line is under the cursor when the page closes, by itself or by `esc`."""
    async with opened(_waiting()) as feedback:
        await feedback.on(LINUS)
        await feedback.press("P", "enter", "enter", "escape")
        assert isinstance(feedback.app.screen, MainScreen)
        assert feedback.pane.line is not None
        assert feedback.pane.line.request.id == GRACE
        await feedback.press("P", "enter", "enter")
        assert isinstance(feedback.app.screen, MainScreen)
        assert feedback.pane.line.request.id == LINUS
        await feedback.press("u")


async def test_a_mail_is_placed_anywhere_and_as_a_reply_whatever_it_was_taken_for() -> None:
    """Typing narrows all conversations; `r` overrules what the mail was taken for."""
    async with opened(_waiting(SECOND)) as feedback:
        await feedback.press("P", "r")
        await feedback.type("rosalind")
        await feedback.press("enter")
        assert feedback.request("stark-0-r").replies[-1].text == SECOND.text


async def test_a_mail_is_ignored_and_comes_back_with_u() -> None:
    """It is not offered again, unless the decision is taken back."""
    async with opened(_waiting()) as feedback:
        await feedback.press("P", "x")
        assert _fates(feedback) == [Fate.IGNORED, Fate.OPEN]
        await feedback.press("u")
        assert _fates(feedback) == [Fate.OPEN, Fate.OPEN]
        await feedback.press("escape")
        assert isinstance(feedback.app.screen, MainScreen)


async def test_a_place_that_takes_no_such_mail_is_refused_with_the_reason() -> None:
    """A bounce of what was never sent stays where it is."""
    returned = Proposal(
        **{name: getattr(SECOND, name) for name in ("from_name", "from_address", "subject", "at", "reason", "text")},
        id="<back@mx.example>",
        kind=MailKind.BOUNCE,
        candidates=("globex-0-r",),
    )
    async with opened(_waiting(returned)) as feedback:
        await feedback.press("P", "enter", "enter")
        assert "Nothing has been sent that could have come back." in " ".join(feedback.screen.split())
        assert _fates(feedback) == [Fate.OPEN]


async def test_n_leads_to_the_mails_to_place() -> None:
    """They are due; the sentence names the mail."""
    async with opened(_waiting(FIRST), size=(120, 30)) as feedback:
        assert "1 mail to place (P)" in feedback.screen
        for _ in range(9):
            await feedback.press("n")
            if "Place the mail" in feedback.screen:
                break
        assert "Place the mail “Hello again” of Grace H." in feedback.screen
        assert feedback.pane.line is not None
        assert feedback.pane.line.request.id == GRACE


async def test_mails_dealt_with_elsewhere_close_the_page() -> None:
    """Another window placed the last one."""
    async with opened(_waiting(FIRST)) as feedback:
        await feedback.press("P")
        feedback.store.write_elsewhere(replace(FIRST, fate=Fate.IGNORED))
        feedback.app._look()
        await feedback.pilot.pause()
        assert isinstance(feedback.app.screen, MainScreen)


async def test_without_a_mail_to_place_the_key_is_dead() -> None:
    """It stands in no footer either."""
    async with opened(size=(160, 30)) as feedback:
        assert not feedback.pane.check_action("to_place", ())
        await feedback.press("P")
        assert isinstance(feedback.app.screen, MainScreen)


async def test_a_reply_that_is_none_is_taken_out_with_what_was_marked_in_it() -> None:
    """It is asked first; no check brings it back; u does, with the marks."""
    inbox = GivenInbox([answer(GRACE, "Grace Hopper <grace.hopper@initech.example>")])
    async with opened(inboxes=(inbox,)) as feedback:
        await feedback.on(GRACE)
        await feedback.press("m")
        await feedback.settle()
        await feedback.press("f", "s", "+", "escape", "escape")
        assert len(feedback.store.journal.findings_of(GRACE)) == 1
        await feedback.press("d")
        assert isinstance(feedback.app.screen, Confirm)
        said = " ".join(feedback.screen.split())
        assert "Take the reply of" in said
        assert "1 finding in it goes too." in said
        await feedback.press("n")
        assert feedback.state(GRACE) is State.REPLIED
        await feedback.press("d", "y")
        assert feedback.state(GRACE) is State.WAITING
        assert feedback.store.journal.findings_of(GRACE) == ()
        await feedback.press("m")
        await feedback.settle()
        assert feedback.state(GRACE) is State.WAITING
        assert not feedback.store.journal.open_proposals
        await feedback.press("u")
        assert feedback.state(GRACE) is State.REPLIED
        assert len(feedback.store.journal.findings_of(GRACE)) == 1


async def test_of_several_mails_one_is_chosen() -> None:
    """The newest stands first; nothing that was sent is offered."""
    async with opened() as feedback:
        await feedback.on(ADA)
        before = feedback.request(ADA).replies
        await feedback.press("r")
        await feedback.type("One more thing.")
        await feedback.press("f2", "escape", "d")
        assert isinstance(feedback.app.screen, Pick)
        await feedback.press("enter", "y")
        assert feedback.request(ADA).replies == before


async def test_where_nothing_came_in_there_is_nothing_to_take_out() -> None:
    """A sentence says so."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("d")
        assert "Nothing has come in here" in feedback.screen
