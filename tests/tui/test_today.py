"""Today: everything that is due in one list; enter does it, z lets it wait, several letters are one flow."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.fakes import FixedClock
from tests.tui.feedback_app import KeptOutbox
from tests.tui.running import running
from tests.tui.screens import Driven
from tests.tui.stand_ins import NOW, CountingIds, MemoryStore, sample_journal, services

from afterword.bootstrap import World
from afterword.bootstrap import services as wire
from afterword.domain.conversation.message import MailKind, Proposal
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import EventKind, Letter
from afterword.domain.conversation.tracker import DueAction
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.services.letters import Writer
from afterword.services.requests import Reply
from afterword.services.services import Services
from afterword.settings import MailSettings, Me, SendSettings, Settings, Via
from afterword.tui.app import AfterwordApp
from afterword.tui.panes.pane import opening_pane
from afterword.tui.panes.today import TodayPane
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.conversation_forms import PlacingPage
from afterword.tui.screens.dialogs import Confirm, Pick
from afterword.tui.screens.findings import FindingsPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import PrepPage

ADA, MAX, JO = (
    NamedAddress("Ada Byron", "ada@initech.example"),
    NamedAddress("Max Weber", "max@initech.example"),
    NamedAddress("Jo Park", "jo@initech.example"),
)


@dataclass
class Day(Driven):
    """The app on Today, driven by keys."""

    store: MemoryStore

    @property
    def pane(self) -> TodayPane:
        """The pane."""
        pane = self.app.main_screen.pane
        assert isinstance(pane, TodayPane)
        return pane

    @property
    def action(self) -> DueAction | None:
        """The kind of what is under the cursor."""
        return self.pane.item.action if self.pane.item is not None else None

    async def on(self, action: DueAction) -> None:
        """Put the cursor on the first thing of that kind."""
        item = next(item for item in self.app.services.overview.due() if item.action is action)
        self.pane.go_to(item.key)
        await self.pilot.pause()

    def drafts(self) -> list[str]:
        """To whom letters are drafts."""
        people = self.store.journal.people
        return [people[each.person_id].name for each in self.store.journal.requests.values() if each.draft is not None]


@asynccontextmanager
async def opened(
    store: MemoryStore, *, size: tuple[int, int] = (80, 24), outbox: KeptOutbox | None = None
) -> AsyncIterator[Day]:
    """The app on that store, which opens on Today."""
    via = Via.SMTP if outbox is not None else Via.BY_HAND
    mail = MailSettings(send=SendSettings(via=via))
    settings = Settings(me=Me(name="Sam", address="sam@seeker.example"), mail=mail)
    world = World(store, FixedClock(NOW), CountingIds(), outbox=outbox)
    app = AfterwordApp(wire(world, settings, lambda: Writer(default_templates(), "Sam")), settings)
    async with running(app, size=size, as_it_opens=True) as pilot:
        await pilot.pause()
        yield Day(app, pilot, store)


def rejected(*people: NamedAddress, days_ago: int = 3) -> tuple[MemoryStore, Services]:
    """An interview with these people that was reflected on and rejected, so that each is to be asked."""
    store = MemoryStore()
    made = services(store)
    reject(made, *people, days_ago=days_ago)
    return store, made


def reject(made: Services, *people: NamedAddress, days_ago: int = 3, company: str = "Initech") -> None:
    """One more of them."""
    held = made.interviews.add(
        {"company": company, "role": "Nurse", "at": NOW - timedelta(days=9), "interviewers": people}
    )
    made.reflections.edit(held.id, {"went_well": "the start"})
    on = (NOW - timedelta(days=days_ago)).date()
    made.interviews.hear(held.id, {"outcome": Outcome.REJECTED, "outcome_on": on})


def offered_mail(number: int) -> Proposal:
    """A mail that waits for a decision."""
    return Proposal(
        id=f"m{number}",
        from_name="Ada",
        from_address="ada@initech.example",
        subject=f"Mail {number}",
        at=NOW - timedelta(days=4 - number),
        kind=MailKind.REPLY,
        reason="it may be hers",
        text=f"Words of mail {number}",
        candidates=(),
    )


def sample() -> MemoryStore:
    """The sample journal."""
    return MemoryStore(sample_journal())


# ── what is shown ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_app_opens_on_what_is_due() -> None:
    """One list with its groups: what, who, why, since when; the header says how much it is."""
    async with opened(sample()) as day:
        first, *lines = day.screen.splitlines()
        assert "[0 Today · " in first
        assert [line.split()[0] for line in lines if "──" in line] == ["Ahead", "To", "People", "In"]
        line = next(line for line in lines if "Ada Byron" in line)
        assert " ".join(line.split()) == "thank Ada Byron · Initech replied 9 Nov 9 days"
        assert day.action is DueAction.PREPARE


@pytest.mark.parametrize(
    ("due", "last", "known", "pane"),
    [
        ([], "", [], "reflection"),
        (["ask/r1"], "", [], "today"),
        ([], "feedback", ["ask/r1"], "feedback"),
        (["ask/r1"], "feedback", ["ask/r1", "thank/r2"], "feedback"),
        (["ask/r1", "thank/r2"], "feedback", ["ask/r1"], "today"),
    ],
)
def test_it_opens_where_it_was_closed_unless_something_new_is_due(
    due: list[str], last: str, known: list[str], pane: str
) -> None:
    """What was due then already brings nobody away from where they were."""
    assert opening_pane(due, last, known) == pane


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_what_matters_is_not_cut(size: tuple[int, int]) -> None:
    """At every size the line says what, whom, which company, and since when."""
    store, _ = rejected(ADA)
    async with opened(store, size=size) as day:
        line = next(line for line in day.screen.splitlines() if line.startswith("›"))
        for words in ("ask", "Ada Byron · Initech", "since Monday"):
            assert words in line


async def test_beside_the_list_it_says_why_and_what_enter_does() -> None:
    """From 100 columns on; the last words of the conversation stand below."""
    async with opened(sample(), size=(120, 40)) as day:
        day.pane.go_to("thank/initech-0-r")
        await day.pilot.pause()
        beside = " ".join(" ".join(line.partition("│")[2] for line in day.screen.splitlines()).split())
        assert "Thanks that take up what they said keep the door open." in beside
        assert "enter writes the thank-you" in beside
        assert "Ada Byron, Mon 9 Nov" in beside
    async with opened(sample()) as day:
        assert "enter writes" not in day.screen


async def test_an_empty_journal_teaches_and_a_adds_the_first_interview() -> None:
    """It opens with the interviews; `0` says what will stand there."""
    async with opened(MemoryStore()) as day:
        assert "[1 Reflection]" in day.screen
        await day.press("0")
        assert "to add your first interview" in day.screen
        await day.press("a")
        assert isinstance(day.app.screen, Form)
        await day.press("escape", "z")
        assert "Nothing is due here" in day.screen


async def test_where_nothing_is_due_it_says_what_comes_next() -> None:
    """Kindly, with its day and how far ahead that is."""
    store, _ = rejected(ADA, days_ago=0)
    async with opened(store) as day:
        await day.press("0")
        assert "Nothing is due today." in day.screen
        assert "Thu 19 Nov  Ask Ada Byron (Initech) for feedback  tomorrow" in day.screen
        assert "nothing due today" in day.screen or "[0 Today" in day.screen


@pytest.mark.parametrize(
    ("width", "words"),
    [(120, "3 due: ask Ada, ask Max, ask Jo (0)"), (80, "3 due: ask Ada, ask Max, ask Jo (0)"), (60, "3 due (0)")],
)
async def test_the_header_says_it_in_words_that_fit(width: int, words: str) -> None:
    """Whole things only; the key that shows them all stays."""
    store, _ = rejected(ADA, MAX, JO)
    async with opened(store, size=(width, 24)) as day:
        await day.press("1")
        assert day.screen.splitlines()[0].rstrip().endswith(words)


async def test_a_further_answer_after_the_thanks_is_shown_as_news() -> None:
    """It stands in the list with its day; enter opens it to be marked, and the tracker says the same."""
    store, made = rejected(ADA)
    asked = made.requests.draft(next(iter(store.journal.interviews)))[0]
    made.requests.mark_sent(asked.id, NOW - timedelta(days=2))
    made.requests.record_reply(asked.id, Reply(text="Clear, but slow.", at=NOW - timedelta(days=1, hours=3)))
    made.requests.thank(asked.id)
    made.requests.mark_sent(asked.id, NOW - timedelta(days=1, hours=2))
    made.requests.record_reply(asked.id, Reply(text="One more thing: another team has an opening.", at=NOW))
    async with opened(store) as day:
        await day.press("0")
        await day.on(DueAction.READ)
        assert "has written again" in day.screen
        await day.press("enter")
        await day.settle()
        assert isinstance(day.app.screen, FindingsPage)
        assert "another team has an opening" in day.screen


# ── doing it ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "screen"),
    [
        (DueAction.PREPARE, PrepPage),
        (DueAction.SETTLE, Pick),
        (DueAction.FIX_ADDRESS, Form),
        (DueAction.ASK, ComposePage),
        (DueAction.SEND, ComposePage),
        (DueAction.FOLLOW_UP, ComposePage),
        (DueAction.REAPPROACH, ComposePage),
        (DueAction.ADVICE, Pick),
    ],
)
async def test_enter_does_it_and_closing_leads_to_the_next(action: DueAction, screen: type) -> None:
    """What opens lies over Today; `esc` leads back there, with the cursor on what follows."""
    async with opened(sample()) as day:
        await day.on(action)
        keys = [item.key for item in day.app.services.overview.due()]
        before = day.pane.due_key
        await day.press("enter")
        assert isinstance(day.app.screen, screen)
        await day.press("escape")
        assert day.app.screen is day.app.main_screen
        following = keys[keys.index(before) + 1 :]
        assert day.pane.due_key == (following[0] if following else keys[-1])


async def test_a_reflection_is_begun_and_esc_leads_back() -> None:
    """The guided reflection is a pane of its own; one `esc` comes back to what follows."""
    store = MemoryStore()
    made = services(store)
    for number in (1, 2):
        made.interviews.add({"company": f"Company {number}", "role": "Nurse", "at": NOW - timedelta(days=4 + number)})
    async with opened(store) as day:
        assert day.action is DueAction.REFLECT
        first = day.pane.due_key
        await day.press("enter")
        assert "[1 Reflection]" in day.screen
        await day.press("4")
        await day.press("escape")
        assert day.pane.due_key != first
        assert day.action is DueAction.REFLECT


async def test_a_mail_to_decide_on_opens_at_that_mail() -> None:
    """Of several the one under the cursor is read first, and the next one follows when the page is closed."""
    store = MemoryStore()
    for number in (1, 2, 3):
        store.write_elsewhere(offered_mail(number))
    async with opened(store) as day:
        await day.press("0", "down")
        assert day.action is DueAction.PLACE
        await day.press("enter")
        assert isinstance(day.app.screen, PlacingPage)
        assert "Words of mail 2" in day.screen
        await day.press("escape")
        assert day.pane.item is not None
        assert day.pane.item.proposal_id == "m3"


async def test_an_advice_is_done_or_moved() -> None:
    """A question first; done, it is due no longer."""
    async with opened(sample()) as day:
        await day.on(DueAction.ADVICE)
        await day.press("enter", "enter")
        assert DueAction.ADVICE not in {item.action for item in day.app.services.overview.due()}
        await day.press("u")
        assert DueAction.ADVICE in {item.action for item in day.app.services.overview.due()}


async def test_n_goes_on_from_the_line_under_the_cursor() -> None:
    """The next due thing is shown in its own pane, in the same order."""
    async with opened(sample()) as day:
        await day.on(DueAction.ASK)
        items = day.app.services.overview.due()
        place = [item.key for item in items].index(day.pane.due_key)
        await day.press("n")
        assert f"{place + 1} of {len(items)} due" in day.screen
        assert "[2 Feedback]" in day.screen
        await day.press("n")
        assert f"{place + 2} of {len(items)} due" in day.screen


# ── waiting ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_z_lets_it_wait_and_u_brings_it_back() -> None:
    """The day is named; the next thing is under the cursor."""
    store, made = rejected(ADA, MAX)
    async with opened(store) as day:
        await day.press("z")
        assert "It waits until Thu 19 Nov; u takes it back" in day.screen
        assert [item.text for item in made.overview.due()] == ["Ask Max Weber (Initech) for feedback"]
        await day.press("u")
        assert len(made.overview.due()) == 2


async def test_several_wait_until_a_day_of_ones_choice() -> None:
    """`*` ticks all, `Z` asks for the day; it is one step."""
    store, made = rejected(ADA, MAX, JO)
    async with opened(store) as day:
        await day.press("asterisk", "Z")
        assert isinstance(day.app.screen, Form)
        await day.press("f2")
        assert not made.overview.due()
        assert "3 things wait until Mon 23 Nov" in day.screen
        await day.press("u")
        assert len(made.overview.due()) == 3


# ── several letters ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_ticked_requests_are_written_looked_through_and_sent() -> None:
    """Each is shown with its place among them; after the last every address is shown, and `y` sends them all."""
    store, _ = rejected(ADA, MAX, JO)
    outbox = KeptOutbox()
    async with opened(store, outbox=outbox) as day:
        await day.press("space", "space", "space")
        assert "enter write 3 letters" in day.screen
        await day.press("enter")
        for number, name in enumerate(("Ada", "Max", "Jo"), 1):
            assert f"Letter {number} of 3" in day.screen
            assert f"{name.lower()}@initech.example" in day.screen
            await day.press("f2")
        assert isinstance(day.app.screen, Confirm)
        for address in ("ada@", "max@", "jo@"):
            assert address in day.screen
        assert not outbox.sent
        await day.press("y")
        await day.settle()
        assert len(outbox.sent) == 3
        assert "Nothing is due today." in day.screen


async def test_no_keeps_them_as_drafts_and_one_undo_takes_them_all_away() -> None:
    """Nothing was sent; the drafts are due to be sent, and were made in one step."""
    store, made = rejected(ADA, MAX)
    outbox = KeptOutbox()
    async with opened(store, outbox=outbox) as day:
        await day.press("asterisk", "enter", "f2", "f2", "n")
        assert day.drafts() == ["Ada Byron", "Max Weber"]
        assert {item.action for item in made.overview.due()} == {DueAction.SEND}
        assert not outbox.sent
        await day.press("u")
        assert not day.drafts()


async def test_closing_one_of_them_stops_there() -> None:
    """`esc` keeps every letter as a draft, and says where it stopped."""
    store, _ = rejected(ADA, MAX, JO)
    async with opened(store, outbox=KeptOutbox()) as day:
        await day.press("asterisk", "enter", "f2", "escape")
        assert day.app.screen is day.app.main_screen
        assert "Stopped at letter 2" in day.screen
        assert len(day.drafts()) == 3


async def test_letters_sent_by_hand_are_looked_through_one_after_the_other() -> None:
    """Without a way to send, `f2` hands each over and `f7` goes on; a letter that was sent leads to the next."""
    store, _ = rejected(ADA, MAX, JO)
    async with opened(store) as day:
        await day.press("asterisk", "enter")
        assert "f7 next letter" in day.screen
        await day.press("f7")
        assert "Letter 2 of 3" in day.screen
        await day.press("f3", "f2")
        assert "Letter 3 of 3" in day.screen
        await day.press("f7")
        assert day.app.screen is day.app.main_screen
        assert day.drafts() == ["Ada Byron", "Jo Park"]
        sent = [each for each in store.journal.requests.values() if each.last(EventKind.SENT, Letter.REQUEST)]
        assert [store.journal.people[each.person_id].name for each in sent] == ["Max Weber"]


async def test_f7_selects_in_a_single_letter() -> None:
    """Only among several letters does it lead anywhere."""
    store, _ = rejected(ADA)
    async with opened(store) as day:
        await day.press("enter", "f7")
        assert isinstance(day.app.screen, ComposePage)
        assert "f7" not in day.screen


async def test_what_cannot_be_written_is_told_with_its_reason() -> None:
    """A program reads one address: the other letter opens, and the notice says why there is one only."""
    store, made = rejected(ADA)
    reject(made, NamedAddress("Careers", "no-reply@hooli.example"), company="Hooli")
    async with opened(store) as day:
        await day.press("asterisk", "enter")
        assert isinstance(day.app.screen, ComposePage)
        assert "1 not: no-reply@hooli.example is read by a program." in day.screen


async def test_after_a_rejection_one_key_writes_to_everybody() -> None:
    """The notice names it; letters that are due only tomorrow say so before they go."""
    store = MemoryStore()
    made = services(store)
    held = made.interviews.add(
        {"company": "Initech", "role": "Nurse", "at": NOW - timedelta(days=3), "interviewers": (ADA, MAX)}
    )
    made.reflections.edit(held.id, {"went_well": "the start"})
    outbox = KeptOutbox()
    async with opened(store, outbox=outbox) as day:
        await day.press("1", "o", "f2")
        assert "2 people to ask, from Thursday. w writes to them." in day.screen
        await day.press("w")
        assert "Letter 1 of 2" in day.screen
        await day.press("f2", "f2")
        assert "They are due from Thu 19 Nov" in day.screen
        await day.press("n")
        assert day.drafts() == ["Ada Byron", "Max Weber"]
        assert not outbox.sent


async def test_ticked_things_that_are_no_letters_are_done_one_by_one() -> None:
    """`enter` takes the first; the others stay ticked, and the next of them is under the cursor then."""
    store = MemoryStore()
    made = services(store)
    for number in (1, 2, 3):
        made.interviews.add({"company": f"Company {number}", "role": "Nurse", "at": NOW - timedelta(days=4 + number)})
    async with opened(store) as day:
        await day.press("asterisk")
        assert "3 ticked" in day.screen
        await day.press("enter", "escape")
        assert "2 ticked" in day.screen
        assert day.pane.due_key == day.pane.chosen[0].key


async def test_words_narrow_the_list() -> None:
    """They are looked for in the line and in why it is due; `esc` shows all."""
    store, made = rejected(ADA, MAX)
    async with opened(store) as day:
        await day.press("slash", "m", "a", "x", "enter")
        assert "Ada Byron" not in day.screen
        await day.press("escape")
        assert "Ada Byron" in day.screen
    assert len(made.overview.due()) == 2
