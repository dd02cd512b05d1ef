"""What is due before there is any request, done by keys: preparing, a note, a question, silence, an offer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from tests.fakes import FixedClock
from tests.tui.running import running
from tests.tui.screens import Driven
from tests.tui.stand_ins import NOW, MemoryStore, services

from afterword.domain.conversation.request import EventKind, FindingKind, Letter, Request
from afterword.domain.interview import Interview, Outcome
from afterword.domain.people import NamedAddress
from afterword.services.reflections import Mark
from afterword.services.requests import Reply
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.form import Form
from afterword.tui.screens.preparation import PrepPage

ADA, MAX = NamedAddress("Ada Byron", "ada@initech.example"), NamedAddress("Max Weber", "max@initech.example")


@dataclass
class Day(Driven):
    """The app on a day with an interview so many days ago (or ahead), driven by keys."""

    store: MemoryStore

    @property
    def request(self) -> Request:
        """The only conversation."""
        (request,) = self.store.journal.requests.values()
        return request


def lived(store: MemoryStore, days_ago: float, *people: NamedAddress) -> tuple[Services, Interview]:
    """The services, and an interview at Initech that many days ago which was reflected on."""
    made = services(store)
    values = {
        "company": "Initech",
        "role": "Nurse",
        "at": NOW - timedelta(days=days_ago),
        "interviewers": people or (ADA,),
    }
    interview = made.interviews.add(values)
    made.reflections.edit(interview.id, {"went_well": "the start"})
    return made, interview


@asynccontextmanager
async def opened(store: MemoryStore) -> AsyncIterator[Day]:
    """The app on that store, at 80 columns."""
    app = AfterwordApp(services(store), Settings())
    async with running(app, size=(80, 24)) as pilot:
        await pilot.pause()
        yield Day(app, pilot, store)


async def test_n_leads_to_a_coming_interview_and_its_sheet() -> None:
    """The header says when it is, `n` goes to it, the footer names the key, and that opens the sheet."""
    store = MemoryStore()
    lived(store, -1)
    async with opened(store) as day:
        assert "1 due: Initech tomorrow" in day.screen
        await day.press("n")
        assert "1 of 1 due (p): Prepare for Initech · Nurse" in day.screen
        assert "p prepare" in day.screen
        await day.press("p")
        assert isinstance(day.pilot.app.screen, PrepPage)


async def test_on_the_evening_before_one_page_opens() -> None:
    """`n` says so, and the key that does what is due shows it; `e` leads to the whole sheet and back."""
    store = MemoryStore()
    lived(store, -1)
    made = services(store)
    assert isinstance(made.clock, FixedClock)
    made.clock.set(NOW.replace(hour=19))
    app = AfterwordApp(made, Settings())
    async with running(app, size=(80, 24)) as pilot:
        day = Day(app, pilot, store)
        await day.press("1", "n")
        assert "Read one page for tomorrow" in day.screen
        assert "p page for tonight" in day.screen
        await day.press("p")
        assert "For the evening before: Initech" in day.screen
        assert "To sleep on" in day.screen
        await day.press("e")
        assert "Prep sheet: Initech" in day.screen
        assert "What they may ask for" in day.screen
        await day.press("e")
        assert "To sleep on" in day.screen


async def test_a_note_is_written_from_the_interview() -> None:
    """Of two people one is chosen, the letter opens in Feedback, and what is typed there is a note."""
    store = MemoryStore()
    lived(store, 0.1, ADA, MAX)
    async with opened(store) as day:
        await day.press("n", "p")
        assert "thank Max Weber" in day.screen
        await day.press("down", "enter", "enter")
        assert isinstance(day.pilot.app.screen, ComposePage)
        assert "max@initech.example" in day.screen
        assert day.request.draft is not None
        assert day.request.draft.letter is Letter.NOTE
        await day.press("escape", "n")
        assert "Send the note of thanks to Max Weber (Initech)" in day.screen


async def test_what_was_done_otherwise_is_noted_and_can_be_undone() -> None:
    """“I have done it” settles the question where things stand; `u` makes it due again."""
    store = MemoryStore()
    made, _ = lived(store, 12)
    async with opened(store) as day:
        await day.press("n")
        assert "p ask how it stands" in day.screen
        await day.press("p", "down", "enter")
        assert day.request.last(EventKind.SENT, Letter.STATUS) is not None
        assert made.overview.due() == ()
        await day.press("u")
        assert not store.journal.requests


async def test_silence_is_noted_with_the_outcome_that_fits() -> None:
    """The form offers “no answer”; saved, everybody is to be asked all the same."""
    store = MemoryStore()
    made, interview = lived(store, 33)
    async with opened(store) as day:
        await day.press("n")
        assert "Nothing from Initech · Nurse for 33 days" in day.screen
        await day.press("p")
        assert isinstance(day.pilot.app.screen, Form)
        await day.press("f2")
        assert store.journal.application_of(interview).outcome is Outcome.NO_ANSWER
        assert "No answer is normal" in day.screen
        assert day.request.person_id in interview.interviewers
        assert made.overview.track(day.request).next is not None


async def test_an_offer_is_declined_with_thanks() -> None:
    """Three keys lead to the letter."""
    store = MemoryStore()
    made, interview = lived(store, 5)
    made.interviews.hear(interview.id, {"outcome": Outcome.OFFER})
    async with opened(store) as day:
        await day.press("n")
        assert "p answer the offer" in day.screen
        await day.press("p", "down", "enter")
        assert isinstance(day.pilot.app.screen, ComposePage)
        assert day.request.draft is not None
        assert day.request.draft.letter is Letter.DECLINE


async def test_an_offer_that_was_answered_elsewhere_rests() -> None:
    """In the conversation too: `enter` asks, and what was told is noted."""
    store = MemoryStore()
    made, interview = lived(store, 5)
    made.requests.write(interview.id, Letter.NOTE, None, NOW - timedelta(days=4))
    made.interviews.hear(interview.id, {"outcome": Outcome.OFFER})
    async with opened(store) as day:
        await day.press("n")
        assert "answer the offer" in day.screen.splitlines()[-1]
        await day.press("enter", "down", "down", "enter")
        assert day.request.last(EventKind.SENT, Letter.ACCEPT) is not None
        assert made.overview.due() == ()


async def test_the_question_is_written_from_the_conversation() -> None:
    """Somebody who was thanked stands in Feedback, where `enter` writes the one question."""
    store = MemoryStore()
    made, interview = lived(store, 12)
    made.requests.write(interview.id, Letter.NOTE, None, NOW - timedelta(days=11))
    async with opened(store) as day:
        await day.press("2")
        assert "status today" in day.screen
        assert "Next: ask once where things stand today" in day.screen
        await day.press("enter")
        assert day.request.draft is not None
        assert day.request.draft.letter is Letter.STATUS


async def test_a_note_that_was_never_sent_gives_way_to_the_request() -> None:
    """After the rejection `enter` writes the request, though a draft of the note is left."""
    store = MemoryStore()
    made, interview = lived(store, 3)
    made.requests.write(interview.id, Letter.NOTE)
    made.interviews.hear(interview.id, {"outcome": Outcome.REJECTED, "outcome_on": (NOW - timedelta(days=2)).date()})
    async with opened(store) as day:
        await day.press("2", "enter")
        assert day.request.draft is not None
        assert day.request.draft.letter is Letter.REQUEST


async def test_a_day_they_named_is_said_with_their_words_and_can_be_dropped() -> None:
    """The tracker has it by itself; `enter` names the words and lets it be, and `u` brings it back."""
    store = MemoryStore()
    made, interview = lived(store, 60)
    made.interviews.hear(interview.id, {"outcome": Outcome.REJECTED, "outcome_on": (NOW - timedelta(days=58)).date()})
    (drafted,) = made.requests.draft(interview.id)
    made.requests.mark_sent(drafted.id, NOW - timedelta(days=57))
    made.requests.record_reply(drafted.id, Reply(text="Try us again in November.", at=NOW - timedelta(days=56)))
    made.requests.thank(drafted.id)
    made.requests.mark_sent(drafted.id, NOW - timedelta(days=55))
    made.findings.mark(drafted.id, Mark(kind=FindingKind.OPPORTUNITY, quote="Try us again in November"))
    async with opened(store) as day:
        await day.press("n")
        assert "1 of 1 due: Write to Ada Byron (Initech) again: they said" in day.screen
        await day.press("enter")
        assert "they said “Try us again" in day.screen
        await day.press("down", "down", "down", "enter")
        assert made.overview.due() == ()
        await day.press("u")
        assert len(made.overview.due()) == 1


async def test_where_nothing_is_due_the_key_names_what_may_be() -> None:
    """The whole sentence fits at 80 columns."""
    store = MemoryStore()
    lived(store, 3)
    async with opened(store) as day:
        await day.press("p")
        assert "Only reflecting (enter) or Feedback (2) may be due here." in day.screen
