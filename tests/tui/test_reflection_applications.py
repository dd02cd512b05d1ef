"""The Reflection pane by application: rounds under their heading, the line of one over a round, and its keys."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.tui.running import running
from tests.tui.screens import Driven, type_text
from tests.tui.stand_ins import NOW, MemoryStore, services

from afterword.domain.interview import Application, Interview, Outcome, Way
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.app_context import JournalChanged
from afterword.tui.presenters.applications import round_cells, standing_span
from afterword.tui.screens.form import Form
from afterword.tui.widgets.bars import KeyFooter
from afterword.tui.widgets.virtual_list import VirtualList

WORDS = "Thank you for your time.\nWe went with somebody whose experience was closer to the role."


@dataclass
class Reflected(Driven):
    """The app on the Reflection pane with its store, driven by keys."""

    made: Services
    rounds: tuple[Interview, ...]

    @property
    def journal(self) -> Journal:
        """The newest state."""
        return self.made.store.journal()

    @property
    def application(self) -> Application:
        """The application of the rounds."""
        return self.journal.application_of(self.journal.interviews[self.rounds[0].id])

    @property
    def said(self) -> str:
        """The notice that stands."""
        return self.app.main_screen.query_one(KeyFooter).notice_text

    @property
    def listed(self) -> VirtualList:
        """The list of interviews."""
        return self.app.query_one("#interviews", VirtualList)

    async def on(self, interview: Interview) -> None:
        """Put the cursor on that round."""
        self.listed.move_to(interview.id)
        await self.pilot.pause()


def add(made: Services, name: str, ago: int, people: str = "", company: str = "Initech") -> Interview:
    """One more interview; it joins the application it belongs to."""
    persons = tuple(Person(id="", name=person.strip()) for person in people.split(";") if person)
    changes = {"company": company, "role": "Backend", "round": name, "interviewers": persons}
    return made.interviews.add({**changes, "at": NOW - timedelta(days=ago)})


@asynccontextmanager
async def opened(outcome: Outcome = Outcome.PENDING, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reflected]:
    """Three rounds at Initech, one interview at Hooli between them, and how the first application ended."""
    made = services(MemoryStore())
    rounds = (
        add(made, "First call", 21, "Jo Park"),
        add(made, "Coding", 14, "Ada Byron"),
        add(made, "Final", 7, "Grace Hopper;Ada Byron"),
    )
    add(made, "Panel", 10, "Linus Pauling", "Hooli")
    if outcome is not Outcome.PENDING:
        heard = {"outcome": outcome, "outcome_on": NOW.date() - timedelta(days=2), "channel": Way.MAIL, "words": WORDS}
        made.interviews.hear(rounds[2].id, heard)
    app = AfterwordApp(made, Settings())
    async with running(app, size=size) as pilot:
        await pilot.pause()
        yield Reflected(app, pilot, made, rounds)


def top(page: Reflected, count: int) -> list[str]:
    """The first lines of the list, below header and titles."""
    return [" ".join(line.split()) for line in page.screen.splitlines()[2 : 2 + count]]


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_rounds_stand_under_their_application_and_passed_ones_stay_passed(size: tuple[int, int]) -> None:
    """A heading with company, role and outcome; below it each round with its day, its name and how it ended."""
    async with opened(Outcome.REJECTED, size) as page:
        text = page.screen
        heading = next(line for line in text.splitlines() if line.startswith("Initech · Backend ─"))
        assert "x rejected 16 Nov" in heading
        for words, ended in (("Final", "x ended here"), ("Coding", "> passed"), ("First call", "> passed")):
            line = next(line for line in text.splitlines()[2:] if re.search(rf"  round \d of 3 +{words}", line))
            assert ended in line
        alone = next(line for line in text.splitlines() if "Hooli · Backend" in line)
        assert "… pending" in alone
        assert page.app.main_screen.pane.summary() == "4 interviews"


async def test_an_offer_after_one_round_reads_as_an_offer() -> None:
    """Alone in the list, a round says how its application ended, and not that it was passed."""
    async with opened() as page:
        hooli = page.journal.interviews[next(key for key in page.journal.interviews if key not in _ids(page.rounds))]
        page.made.interviews.hear(hooli.id, {"outcome": Outcome.OFFER, "outcome_on": NOW.date()})
        assert standing_span(page.journal, hooli).text == "+ offer"


def _ids(rounds: tuple[Interview, ...]) -> set[str]:
    return {held.id for held in rounds}


async def test_an_open_application_has_one_open_round() -> None:
    """While nothing is decided the last round is open, and the ones before it were passed."""
    async with opened() as page:
        assert top(page, 4)[1].endswith("Final … open 0/8") or "Final … open" in top(page, 4)[1]
        assert "Coding > passed" in top(page, 4)[2]


async def test_every_key_lands_on_a_round() -> None:
    """The heading is passed over, so that no verb meets one."""
    async with opened() as page:
        for key in ("home", "up", "down", "down", "down", "down", "up", "end", "home"):
            await page.press(key)
            assert page.listed.key in page.journal.interviews, key
        assert page.listed.key == page.rounds[2].id


async def test_a_filter_keeps_the_heading_of_what_it_finds() -> None:
    """Of three rounds the one with these words is left, under its application; the count is of interviews."""
    async with opened() as page:
        await page.press("slash")
        await type_text(page.pilot, "coding")
        await page.press("enter")
        assert "1 of 4" in page.screen
        assert "Initech · Backend ─" in page.screen
        assert page.listed.key == page.rounds[1].id


# ── the line over a round ─────────────────────────────────────────────────────────────────────────────────────────


async def test_a_round_shows_the_line_of_its_application_and_the_words_of_the_decision() -> None:
    """Which round of how many, the outcome with its day and way, the people, and what they wrote."""
    async with opened(Outcome.REJECTED) as page:
        await page.on(page.rounds[1])
        await page.press("enter", "home")
        line = next(line for line in page.screen.splitlines() if "Application, round 2 of 3" in line)
        assert "x rejected 16 Nov by mail · 3 people · their words" in line
        assert "after Final" in page.screen
        assert "With Jo Park, Ada Byron, Grace Hopper" in page.screen
        await page.press("tab", "end")
        assert "We went with somebody whose experience was closer to the role." in page.screen


async def test_the_words_of_a_decision_find_the_application() -> None:
    """What they wrote is searched, as replies are."""
    async with opened(Outcome.REJECTED) as page:
        await page.press("slash")
        await type_text(page.pilot, "closer to the role")
        assert "3 of 4" in page.screen


# ── verbs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_rejection_asks_which_round_ended_it_and_says_whom_to_ask_from_when() -> None:
    """The last round is offered; the day, the way and words of several lines are kept; each person is to ask once."""
    async with opened() as page:
        await page.on(page.rounds[0])
        await page.press("o")
        assert "How did Initech · Backend end?" in page.screen
        assert "the last one" in page.screen
        await page.press("tab", "tab", "tab", "tab")
        await type_text(page.pilot, WORDS)
        await page.press("f2")
        kept = page.application
        assert (kept.outcome, kept.outcome_on, kept.words) == (Outcome.REJECTED, NOW.date(), WORDS)
        assert len(page.journal.requests_of_application(kept.id)) == 3
        assert page.said == "✓ Not this time. 3 people to ask, from Thursday. w writes to them."
        await page.press("u")
        assert page.application.outcome is Outcome.PENDING
        assert not page.journal.requests


async def test_another_round_can_have_ended_it() -> None:
    """Chosen in the form: the round after it was held all the same, and everybody in it is asked, too."""
    async with opened() as page:
        await page.press("o", "tab", "tab", "tab", "right", "right", "f2")
        assert page.application.ended_by == page.rounds[1].id
        people = {page.journal.people[known.person_id].name for known in page.journal.requests.values()}
        assert people == {"Jo Park", "Ada Byron", "Grace Hopper"}
        assert "- held" in page.screen
        assert "not held" not in page.screen


async def test_the_row_of_the_application_opens_its_outcome() -> None:
    """`enter` on it changes how it ended."""
    async with opened(Outcome.REJECTED) as page:
        await page.press("enter", "home", "enter")
        assert "How did Initech · Backend end?" in page.screen


async def test_the_application_is_edited_for_all_its_rounds() -> None:
    """Company, role, whom else to write to, the language, the promised day; one undo takes all back."""
    async with opened() as page:
        await page.press("E", "end")
        assert "The application for Initech · Backend" in page.screen
        await type_text(page.pilot, " Ltd")
        await page.press("tab", "tab")
        await type_text(page.pilot, "Max Weber <max@talent.example>")
        await page.press("tab", "right", "right", "tab")
        await type_text(page.pilot, "+5d")
        await page.press("f2")
        edited = page.application
        assert (edited.company, edited.language, edited.promised_on) == (
            "Initech Ltd",
            "de",
            NOW.date() + timedelta(days=5),
        )
        assert [page.journal.people[person_id].name for person_id in edited.contacts] == ["Max Weber"]
        assert {held.company for held in page.journal.rounds_of(edited.id)} == {"Initech Ltd"}
        await page.press("u")
        assert page.application.company == "Initech"


async def test_rounds_of_another_application_are_joined_and_taken_apart_by_undo() -> None:
    """`J` offers the others; the sentence says how many rounds there are now."""
    async with opened() as page:
        before = page.journal
        await page.press("J")
        assert "Which rounds belong to Initech · Backend, too?" in page.screen
        await page.press("enter")
        assert len(page.journal.rounds_of(page.application.id)) == 4
        assert "4 rounds now; u takes them apart again" in page.said
        await page.press("u")
        assert page.journal == before


async def test_the_same_company_is_offered_first() -> None:
    """Two applications to one company are joined more often than two to different ones."""
    async with opened() as page:
        other = page.made.interviews.add(
            {"company": "INITECH", "role": "Data", "at": NOW - timedelta(days=40), "interviewers": ()}
        )
        await page.press("J", "enter")
        assert page.journal.interviews[other.id].application_id == page.application.id


async def test_an_outcome_is_heard_today_where_a_round_is_still_to_come() -> None:
    """Also with the cursor on the coming round: a day that is still to come could not be saved."""
    async with opened() as page:
        coming = page.made.interviews.add(
            {"company": "Initech", "role": "Backend", "at": NOW + timedelta(days=6), "interviewers": ()}
        )
        await page.on(coming)
        await page.press("o", "f2")
        assert (page.application.outcome, page.application.outcome_on) == (Outcome.REJECTED, NOW.date())


async def test_rounds_without_a_name_are_numbered() -> None:
    """Several of them are told apart under the heading of their application."""
    async with opened() as page:
        for held in page.rounds[:2]:
            page.made.interviews.edit(held.id, {"round": ""})
        words = [round_cells(page.journal, page.journal.interviews[held.id]) for held in page.rounds]
        assert words == [("  round 1 of 3", ""), ("  round 2 of 3", ""), ("  round 3 of 3", "Final")]


async def test_a_round_is_split_out_and_put_back_by_undo() -> None:
    """`X` makes it an application of its own; the only round of one stays, with a sentence."""
    async with opened() as page:
        await page.on(page.rounds[0])
        await page.press("X")
        assert page.journal.interviews[page.rounds[0].id].application_id != page.rounds[1].application_id
        assert "First call stands alone now (pending); u puts it back" in page.said
        assert page.listed.key == page.rounds[0].id
        await page.press("X")
        assert "is the only round of its application" in page.said
        await page.press("u")
        assert len(page.journal.rounds_of(page.application.id)) == 3


async def test_the_keys_of_the_application_work_over_a_round_too() -> None:
    """While a person reflects, the same keys lead to the same forms."""
    async with opened() as page:
        await page.press("enter", "home", "E")
        assert isinstance(page.app.screen, Form)
        await page.press("escape", "J")
        assert "Which rounds belong" in page.screen


async def test_whom_you_met_before_stands_beside_the_application() -> None:
    """Ada of Initech interviews at Globex, too: the row says so in short, its words say where that was."""
    async with opened() as page:
        known = next(person for person in page.journal.people.values() if person.name == "Ada Byron")
        page.made.people.edit(known.id, {"email": "ada@x.example"})
        again = (Person(id="", name="Ada Byron", email="ada@x.example"),)
        when = {"at": NOW - timedelta(days=1), "interviewers": again}
        page.made.interviews.add({"company": "Globex", "role": "Platform", **when})
        page.app.post_message(JournalChanged())
        await page.press("home", "enter", "home")
        assert "1 person · met Ada" in page.screen
        assert "You met before: Ada, 2026 · Initech · Backend" in page.screen
