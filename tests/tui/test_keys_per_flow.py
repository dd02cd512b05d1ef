"""How many keys each flow takes, from a list to what it stores: a key is one, a text typed or pasted into a field one.

A full reflection is counted in test_reflection_flow, four findings in test_feedback_findings.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from tests.tui.feedback_app import ADA, MARY, RADIA, Opened, opened
from tests.tui.stand_ins import NOW, MemoryStore, services

from afterword.domain.conversation.request import EventKind, Letter
from afterword.domain.interview import Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import NamedAddress
from afterword.tui.screens.preparation import DocumentPage

THREE = tuple(NamedAddress(name, f"{name.partition(' ')[0]}@initech.example") for name in ("Ada B", "Bo C", "Cy D"))


@dataclass
class Hand:
    """Whoever types, and the keys they needed so far."""

    page: Opened
    count: int = field(default=0)

    @property
    def journal(self) -> Journal:
        """What is stored."""
        return self.page.store.journal

    async def keys(self, *keys: str) -> None:
        """Press these keys."""
        self.count += len(keys)
        await self.page.press(*keys)

    async def text(self, words: str) -> None:
        """Type a text, or paste it."""
        self.count += 1
        await self.page.type(words)


def held_with_three() -> tuple[MemoryStore, Interview]:
    """A journal with one interview of three days ago, and three people in it."""
    store = MemoryStore()
    values = {"company": "Initech", "role": "Nurse", "at": NOW - timedelta(days=3), "interviewers": THREE}
    return store, services(store).interviews.add(values)


@asynccontextmanager
async def at(pane: str, store: MemoryStore | None = None) -> AsyncIterator[Hand]:
    """A hand over that pane; the way there is not counted."""
    async with opened(store) as page:
        await page.press(pane)
        yield Hand(page)


async def test_an_interview_with_two_people_takes_eleven_keys() -> None:
    """Company, role, when and two people: `enter` between them, `f2` at the end."""
    async with at("1", MemoryStore()) as hand:
        await hand.keys("a")
        for words in ("Initech", "Nurse", "today 09:00", "Ada Byron <ada@initech.example>"):
            await hand.text(words)
            await hand.keys("enter")
        await hand.text("Grace Hopper")
        await hand.keys("f2")
        (held,) = hand.journal.interviews.values()
        assert (held.company, held.role, held.at) == ("Initech", "Nurse", NOW.replace(hour=9))
        assert [hand.journal.people[key].name for key in held.interviewers] == ["Ada Byron", "Grace Hopper"]
        assert hand.count == 11


async def test_two_people_who_are_pasted_take_two_keys_less() -> None:
    """Lines that are pasted are one text."""
    async with at("1", MemoryStore()) as hand:
        await hand.keys("a")
        for words in ("Initech", "Nurse", "today 09:00"):
            await hand.text(words)
            await hand.keys("enter")
        await hand.text("Ada Byron <ada@initech.example>\nGrace Hopper")
        await hand.keys("f2")
        (held,) = hand.journal.interviews.values()
        assert [hand.journal.people[key].name for key in held.interviewers] == ["Ada Byron", "Grace Hopper"]
        assert hand.count == 9


async def test_a_rejection_with_its_words_takes_seven_keys() -> None:
    """`o`, `r` for rejected, over day and channel to the words, `f2`."""
    store, held = held_with_three()
    async with at("1", store) as hand:
        await hand.keys("o", "r", "tab", "tab", "tab")
        await hand.text("We chose another candidate.")
        await hand.keys("f2")
        application = hand.journal.application_of(held)
        assert (application.outcome, application.words) == (Outcome.REJECTED, "We chose another candidate.")
        assert hand.count == 7


async def test_three_requests_take_seven_keys() -> None:
    """`w` writes all three; `f3` and `enter` say of each that it went out by hand, and lead to the next."""
    store, held = held_with_three()
    services(store).applications.hear(held.application_id, {"outcome": Outcome.REJECTED})
    async with at("1", store) as hand:
        await hand.keys("w", *("f3", "enter") * 3)
        sent = [[event.kind for event in request.events] for request in hand.journal.requests.values()]
        assert [EventKind.SENT in kinds for kinds in sent] == [True] * 3
        assert len(hand.page.app.screen_stack) == 1
        assert hand.count == 7


async def test_a_reply_that_is_pasted_takes_three_keys() -> None:
    """`r`, the text, `f2`: marking it opens then."""
    async with at("2") as hand:
        await hand.page.on(ADA)
        known = len(hand.page.request(ADA).replies)
        await hand.keys("r")
        await hand.text("You were clear.\n\nYou left the load out.")
        await hand.keys("f2")
        assert [reply.text for reply in hand.page.request(ADA).replies[known:]] == [
            "You were clear.\n\nYou left the load out."
        ]
        assert hand.count == 3


async def test_thanks_take_three_keys() -> None:
    """`t` writes it; `f3` and `enter` say that it went out by hand."""
    async with at("2") as hand:
        await hand.page.on(RADIA)
        await hand.keys("t", "f3", "enter")
        last = hand.page.request(RADIA).events[-1]
        assert (last.kind, last.letter) == (EventKind.SENT, Letter.THANK_YOU)
        assert hand.count == 3


async def test_a_pointer_takes_six_keys() -> None:
    """From any view of the evaluation: its view, `a`, both halves of the plan, `enter` after each."""
    async with at("3") as hand:
        await hand.keys("P", "a")
        await hand.text("they ask about load")
        await hand.keys("enter")
        await hand.text("name the numbers")
        await hand.keys("enter")
        assert "When they ask about load, I will name the numbers." in {
            pointer.sentence for pointer in hand.journal.live_pointers
        }
        assert hand.count == 6


async def test_the_prep_sheet_takes_one_key() -> None:
    """`p` on an interview that is to come; on Today it is `enter`."""
    for pane, key in (("1", "p"), ("0", "enter")):
        async with at(pane) as hand:
            await hand.keys(key)
            assert isinstance(hand.page.app.screen, DocumentPage)
            assert "Prep sheet: Oscorp" in hand.page.screen
            assert hand.count == 1


async def test_everything_is_taken_back_with_a_key_for_each_step() -> None:
    """A rejection, three letters that went out: `u` as often as something was done, and the journal is what it was."""
    store, held = held_with_three()
    before = store.journal
    async with at("1", store) as hand:
        await hand.keys("o", "r", "f2", "w", *("f3", "enter") * 3)
        assert len(hand.journal.requests) == 3
        steps = len(store.history.steps)
        hand.count = 0
        while hand.journal.application_of(held).outcome is not Outcome.PENDING:
            await hand.keys("u")
        assert hand.journal.requests == before.requests
        assert hand.journal.applications == before.applications
        assert hand.count <= steps


async def test_a_record_is_found_from_anywhere_with_three_keys_and_one_leads_back() -> None:
    """`ctrl+f`, the words, `enter`; `esc` is back in the search with them, once more where the person was."""
    for pane in "0123":
        async with at(pane) as hand:
            await hand.keys("ctrl+f")
            await hand.text("somerville globex mary")
            await hand.keys("enter")
            assert hand.page.pane.pane_id == "feedback"
            line = hand.page.pane.line
            assert line is not None
            assert line.request.id == MARY
            assert hand.count == 3
            await hand.keys("escape", "escape")
            assert (
                hand.page.app.main_screen.pane.pane_id == ("today", "reflection", "feedback", "evaluation")[int(pane)]
            )
