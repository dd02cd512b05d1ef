"""Sending everything that is due, one letter after the other, by keys alone."""

from dataclasses import dataclass, field
from threading import Event

from tests.tui.feedback_app import GRACE, KeptOutbox, Opened, opened
from tests.tui.mailbox import PATIENCE

from afterword.domain.conversation.facts import Outgoing
from afterword.domain.conversation.tracking import State
from afterword.errors import AfterwordError, SendFailed, SendUnclear, TransportUnavailable
from afterword.tui.screens.dialogs import Confirm, Pick
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import ReadingPage

EMILIE, MARY, LINUS, INES = "globex-1-r", "globex-0-r", "hooli-0-r", "nordwind-0-r"


@dataclass
class Selective(KeptOutbox):
    """A way out that fails for some, and waits at each letter for a gate."""

    errors: dict[str, AfterwordError] = field(default_factory=dict)
    gate: Event | None = None
    at_the_gate: Event = field(default_factory=Event)

    def send(self, letter: Outgoing) -> str:
        """Keep it, or fail as told."""
        self.at_the_gate.set()
        if self.gate is not None:
            self.gate.wait(PATIENCE)
        if letter.to_address in self.errors:
            raise self.errors[letter.to_address]
        return super().send(letter)

    @property
    def addresses(self) -> list[str]:
        """To whom letters went."""
        return [letter.to_address for letter in self.sent]


async def _three_drafts(feedback: Opened) -> None:
    """A reminder to Linus, requests to Mary and Émilie: all due."""
    services = feedback.app.services
    services.requests.discard_draft(INES)
    services.requests.draft("globex", "mary@globex.example")
    services.requests.follow_up(LINUS)
    feedback.app._look()
    feedback.pane.show(feedback.store.journal)
    await feedback.pilot.pause()


async def test_one_draft_is_sent_after_one_question_with_its_address() -> None:
    """The address is seen before anything leaves; enter means no."""
    outbox = KeptOutbox()
    async with opened(outbox=outbox) as feedback:
        feedback.app.services.requests.discard_draft(INES)
        await feedback.press("S")
        assert isinstance(feedback.app.screen, Confirm)
        assert "Send 1 letter now, by smtp?" in feedback.screen
        assert "emilie@globex.example" in feedback.screen
        await feedback.press("enter")
        await feedback.settle()
        assert not outbox.sent
        await feedback.press("S", "y")
        await feedback.settle()
        assert [letter.to_address for letter in outbox.sent] == ["emilie@globex.example"]
        assert feedback.state(EMILIE) is State.WAITING
        assert "1 letter sent." in feedback.screen


async def test_several_are_listed_with_their_addresses_and_one_can_be_left_out() -> None:
    """Ticks say which; the others stay drafts."""
    outbox = Selective()
    async with opened(outbox=outbox, size=(100, 30)) as feedback:
        await _three_drafts(feedback)
        await feedback.press("S")
        assert isinstance(feedback.app.screen, Pick)
        for address in ("linus.pauling@hooli.example", "mary@globex.example", "emilie@globex.example"):
            assert f"<{address}>" in feedback.screen
        await feedback.press("space", "enter")
        assert "Send 2 letters now, by smtp?" in feedback.screen
        await feedback.press("y")
        await feedback.settle()
        assert outbox.addresses == ["emilie@globex.example", "mary@globex.example"]
        assert feedback.request(LINUS).draft is not None
        assert "2 letters sent." in feedback.screen


async def test_each_failure_is_listed_with_its_sentence_and_the_others_go_out() -> None:
    """One refused address keeps nobody else waiting; the draft stays, and what may have gone out is asked about."""
    errors: dict[str, AfterwordError] = {
        "linus.pauling@hooli.example": SendFailed("The server refused linus.pauling@hooli.example."),
        "mary@globex.example": SendUnclear("The connection broke after the letter."),
    }
    outbox = Selective(errors=errors)
    async with opened(outbox=outbox, size=(100, 30)) as feedback:
        await _three_drafts(feedback)
        await feedback.press("S", "enter", "y")
        await feedback.settle()
        assert isinstance(feedback.app.screen, ReadingPage)
        assert "1 letter sent, 1 failed, 1 may have gone out." in feedback.screen
        said = " ".join(feedback.screen.split())
        assert "did not go out The server refused linus.pauling@hooli.example." in said
        assert "may have gone out The connection broke after the letter." in said
        await feedback.press("escape")
        assert feedback.request(LINUS).draft is not None
        assert feedback.state(MARY) is State.SENDING
        await feedback.on(MARY)
        await feedback.press("enter", "down", "enter")
        assert feedback.state(MARY) is State.DRAFT


async def test_esc_stops_between_two_letters() -> None:
    """The letter on its way arrives; the others are not begun."""
    gate = Event()
    outbox = Selective(gate=gate)
    async with opened(outbox=outbox, size=(100, 40)) as feedback:
        await _three_drafts(feedback)
        await feedback.press("S", "enter", "y")
        assert outbox.at_the_gate.wait(10)
        assert sum("on its way  " in line for line in feedback.screen.splitlines()) == 3
        await feedback.press("S")
        assert "Letters are being sent already" in feedback.screen
        await feedback.press("escape")
        assert "Stopping after the letter on its way" in feedback.screen
        gate.set()
        await feedback.settle()
        assert outbox.addresses == ["linus.pauling@hooli.example"]
        assert "1 letter sent, 2 not begun." in feedback.screen
        assert feedback.state(EMILIE) is State.DRAFT
        assert "on its way  " not in feedback.screen


async def test_a_way_that_does_not_work_is_tried_once() -> None:
    """A wrong password ends it; the letters that were not begun say so."""
    blocked = TransportUnavailable("The password was refused.")
    outbox = Selective(errors={"linus.pauling@hooli.example": blocked})
    async with opened(outbox=outbox, size=(100, 30)) as feedback:
        await _three_drafts(feedback)
        await feedback.press("S", "enter", "y")
        await feedback.settle()
        assert outbox.addresses == []
        assert "0 letters sent, 1 failed, 2 not begun." in feedback.screen
        assert "The password was refused." in feedback.screen
        assert feedback.screen.count("not begun; it is still a draft") == 2


async def test_a_letter_that_is_being_sent_is_not_opened() -> None:
    """What leaves is what was saved when it was said so."""
    gate = Event()
    outbox = Selective(gate=gate)
    async with opened(outbox=outbox, size=(100, 30)) as feedback:
        await _three_drafts(feedback)
        await feedback.press("S", "enter", "y")
        assert outbox.at_the_gate.wait(10)
        await feedback.on(EMILIE)
        await feedback.press("a")
        assert isinstance(feedback.app.screen, MainScreen)
        assert "This letter is being sent at this moment." in feedback.screen
        gate.set()
        await feedback.settle()


async def test_nothing_to_send_and_no_way_to_send_are_said() -> None:
    """Each with what to do."""
    async with opened() as feedback:
        await feedback.press("S")
        assert "No way to send is set up." in feedback.screen
        feedback.app.services.requests.mark_sent(EMILIE)
        feedback.app.services.requests.discard_draft(INES)
        await feedback.press("S")
        assert "No draft is due to be sent." in feedback.screen
        await feedback.on(GRACE)
