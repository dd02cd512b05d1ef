"""Who somebody is, by keys alone; and whom to ask where a program reads an address."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import ADA, Opened, opened
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import NOW, MemoryStore, services

from afterword.domain.conversation.request import Letter, Request
from afterword.domain.conversation.tracking import State
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Part, Person
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp

ROUND = Interview(
    id="now",
    application_id="its",
    company="Initech",
    role="SRE",
    at=datetime(2026, 11, 12, 9, tzinfo=UTC),
    zone="UTC",
    created=NOW,
    interviewers=("max", "bot"),
)
EARLIER = replace(ROUND, id="then", application_id="other", company="Hooli", at=datetime(2025, 3, 4, 9, tzinfo=UTC))
MAX = Person(id="max", name="Herr Dr. Weber", email="weber@initech.example")
BOT = Person(id="bot", name="no-reply@initech.example", email="no-reply@initech.example")
JO = Person(id="jo", name="Jo Park", email="jo@talent.example", part=Part.RECRUITER)


def store_of(*contacts: Person, met: tuple[Person, ...] = (MAX, BOT)) -> MemoryStore:
    """A rejection at Initech after one round with these people, a request to each of them, and an earlier meeting."""
    its = Application(
        id="its",
        company="Initech",
        role="SRE",
        created=NOW,
        contacts=tuple(person.id for person in contacts),
        language="de",
        outcome=Outcome.REJECTED,
        outcome_on=ROUND.day,
    )
    other = Application(id="other", company="Hooli", role="SRE", created=NOW)
    ids = tuple(person.id for person in met)
    return MemoryStore(
        Journal(
            applications={"its": its, "other": other},
            people={person.id: person for person in (MAX, BOT, *contacts)},
            interviews={"now": replace(ROUND, interviewers=ids), "then": replace(EARLIER, interviewers=("max",))},
            requests={
                f"r-{key}": Request(id=f"r-{key}", interview_id="now", person_id=key, created=NOW) for key in ids
            },
        )
    )


async def fill(page: Opened, place: int, text: str) -> None:
    """Type into that field of the form, counted from 0."""
    await page.press(*["tab"] * place)
    await page.type(text)


async def test_how_letters_begin_is_told_by_all_that_is_filled_in() -> None:
    """The salutation, the language, the family name: whichever is changed, one line says what comes of it."""
    store = store_of()
    async with opened(store, size=(100, 30)) as page:
        await page.on("r-max")
        await page.press("i")
        await fill(page, 6, "e")
        assert "Letters begin: Dear Dr. Weber," in page.screen
        await page.press("shift+tab", "shift+tab")
        await page.type("Meier")
        assert "Letters begin: Dear Dr. Meier," in page.screen


async def test_the_form_fills_what_the_name_says_and_saves_what_was_typed() -> None:
    """`i` opens it; the salutation and the family name stand there, and letters begin as is told."""
    store = store_of()
    async with opened(store, size=(100, 30)) as page:
        await page.on("r-max")
        await page.press("i")
        assert "Who is Herr Dr. Weber?" in page.screen
        assert "Letters begin: Sehr geehrter Herr Dr. Weber," in page.screen
        await fill(page, 3, "Herr Prof.")
        assert "Letters begin: Sehr geehrter Herr Professor Weber," in page.screen
        assert page.screen.count("Letters begin") == 1
        await page.press("f2")
        assert store.journal.people["max"].salutation == "Herr Prof."
        assert "Sehr geehrter Herr Professor Weber," in page.screen
        await page.press("u")
        assert store.journal.people["max"] == MAX


async def test_nothing_changes_where_nothing_was_typed() -> None:
    """What the name says is shown and not stored."""
    store = store_of()
    async with opened(store) as page:
        await page.on("r-max")
        await page.press("i", "f2")
        assert store.journal.people["max"] == MAX


async def test_what_another_window_saved_meanwhile_is_asked_about() -> None:
    """Another field changed elsewhere stays; the same one is put before the person."""
    store = store_of()
    async with opened(store, size=(100, 30)) as page:
        await page.on("r-max")
        await page.press("i")
        await fill(page, 7, "+49 30 1")
        store.write_elsewhere(replace(MAX, phone="+49 30 2", remember="paging"))
        await page.press("f2")
        assert "yours" in page.screen.lower()
        await page.press("k")
        kept = store.journal.people["max"]
        assert (kept.phone, kept.remember) == ("+49 30 1", "paging")


async def test_an_address_of_somebody_else_is_refused_in_the_form() -> None:
    """With a sentence, and everything typed stays."""
    store = store_of(JO)
    async with opened(store, size=(100, 30)) as page:
        await page.on("r-max")
        await page.press("i")
        await fill(page, 1, "jo@talent.example")
        await page.press("f2")
        assert "Jo Park has that address already" in page.screen
        assert store.journal.people["max"] == MAX


@pytest.mark.parametrize(("contacts", "chosen"), [((), "max"), ((JO,), "jo")])
async def test_from_an_interview_one_of_its_people_is_chosen(contacts: tuple[Person, ...], chosen: str) -> None:
    """Contacts of the application are among them; where there is one only, their form opens at once."""
    store = store_of(*contacts, met=(MAX,))
    async with running(AfterwordApp(services(store), Settings()), size=(80, 24)) as pilot:
        assert "met Herr Dr. Weber" in text_of(pilot.app)
        await pilot.press("i")
        if contacts:
            assert "The people of Initech" in text_of(pilot.app)
            await type_text(pilot, "Jo")
            await pilot.press("enter")
        await pilot.press(*["tab"] * 9)
        await type_text(pilot, "likes paging")
        await pilot.press("f2")
        assert store.journal.people[chosen].remember == "likes paging"


async def test_where_a_program_reads_the_recruiter_is_asked() -> None:
    """`a` says so and offers who is asked instead; the request is theirs then, and its draft is open."""
    store = store_of(JO)
    async with opened(store, size=(100, 30)) as page:
        await page.on("r-bot")
        await page.press("a")
        assert "is read by a program" in page.screen
        await page.press("enter")
        request = page.request("r-bot")
        assert request.person_id == "jo"
        assert request.draft is not None
        assert request.draft.letter is Letter.REQUEST


async def test_where_nobody_is_left_it_can_be_closed_kindly() -> None:
    """Nothing is written; the line is closed."""
    lonely = replace(MAX, email="")
    store = store_of(met=(BOT,))
    store.write_elsewhere(lonely)
    async with opened(store, size=(100, 30)) as page:
        await page.on("r-bot")
        await page.press("a")
        assert "says nothing about you" in page.screen
        await page.press("enter")
        assert page.state("r-bot") is State.CLOSED


async def test_a_persons_line_is_asked_at_once() -> None:
    """No question stands between a person and the letter."""
    async with opened() as page:
        before = page.request(ADA)
        await page.press("i")
        assert "Who is" in page.screen
        await page.press("escape")
        assert page.request(ADA) == before


async def test_all_fields_begin_in_one_column() -> None:
    """A box to tick, a choice and a line of text stand under each other, whichever has the focus."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("i")
        row = next(place for place, line in enumerate(feedback.screen.splitlines()) if "First-name terms" in line)
        for _ in range(12):
            lines = feedback.screen.splitlines()
            column = lines[row].index("[")
            begins = {line[column - 1 : column + 1] for line in lines if "Language " in line or "Part " in line}
            assert begins == {" ("}
            await feedback.press("down")
