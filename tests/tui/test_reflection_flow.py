"""A reflection in one go: digits move on, the next section opens by itself, and how many keys all of it takes."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import NOW, MemoryStore, closed_on, sample_journal, services
from textual.pilot import Pilot

from afterword.domain.interview import Interview, Mode, Outcome
from afterword.domain.practice import Kept
from afterword.domain.progress import Section, done_of, progress
from afterword.domain.reflection import AnswerKind, Control, ScenarioKind, note
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.app_context import JournalChanged
from afterword.tui.screens.form import Form
from afterword.tui.screens.page import Box
from afterword.tui.screens.reflection_forms import TickList
from afterword.tui.widgets.virtual_list import VirtualList

MOST_KEYS = 24
DEMO = sample_journal()


@dataclass
class Reflecting:
    """A person who reflects, and the units they type: a key each, and a text typed into a field one."""

    pilot: Pilot[None]
    store: MemoryStore
    made: Services
    about: Interview
    units: int = field(default=0)

    async def keys(self, *keys: str) -> None:
        """Press these keys."""
        self.units += len(keys)
        await self.pilot.press(*keys)

    async def text(self, words: str) -> None:
        """Type a text into the field that has the focus."""
        self.units += 1
        await type_text(self.pilot, words)

    @property
    def rows(self) -> VirtualList:
        """The rows of the reflection."""
        return self.pilot.app.query_one("#guided-rows", VirtualList)

    @property
    def screen(self) -> str:
        """What is seen."""
        return text_of(self.pilot.app)

    @property
    def done(self) -> tuple[int, int]:
        """How many sections are done, of how many that count."""
        return done_of(progress(self.store.journal, self.store.journal.interviews[self.about.id]))

    def value(self, dimension: str) -> int | None:
        """The rating on that scale."""
        return self.store.journal.reflection_of(self.about.id).rating(dimension).value


@asynccontextmanager
async def reflecting(
    mode: Mode = Mode.ONSITE,
    size: tuple[int, int] = (80, 24),
    store: MemoryStore | None = None,
    outcome: Outcome = Outcome.REJECTED,
) -> AsyncIterator[Reflecting]:
    """The list with the cursor on an interview of yesterday, nothing said of it yet."""
    store = store or MemoryStore()
    made = services(store)
    about = made.interviews.add(
        {
            "company": "Initech",
            "role": "SRE",
            "round": "Panel",
            "at": NOW - timedelta(days=1),
            "mode": mode,
            "interviewers": (),
        }
    )
    if outcome is not Outcome.PENDING:
        made.applications.hear(about.application_id, {"outcome": outcome})
    app = AfterwordApp(closed_on("reflection", store), Settings())
    async with running(app, size=size) as pilot:
        app.query_one("#interviews", VirtualList).move_to(about.id)
        await pilot.pause()
        yield Reflecting(pilot, store, made, about)


@pytest.mark.parametrize(
    ("mode", "ratings"),
    [(Mode.ONSITE, "3443435"), (Mode.VIDEO, "34434355"), (Mode.PHONE, "4343"), (Mode.TRIAL, "3443435")],
)
async def test_a_full_reflection_takes_24_keys_or_fewer(mode: Mode, ratings: str) -> None:
    """Counted from the list of interviews: every key is one, and the letters of a text in a field are one together.

    Full is what `progress` says: every section that counts is done. Here every cue is rated, also those that may stay
    open, and the kind of the answer is said.
    """
    async with reflecting(mode) as person:
        await person.keys("enter", "space")
        await person.text("The diagram landed.")
        await person.keys("f2", *ratings)
        await person.text("A conflict in a team")
        await person.keys("tab", "right", "f2")
        await person.keys("1", "enter")
        await person.text("they ask about conflict")
        await person.keys("tab")
        await person.text("name what I did")
        await person.keys("enter")
        done, total = person.done
        assert (done, done) == (total, 7)
        assert "All of it is answered" in person.screen
        assert person.units <= MOST_KEYS
        said = person.store.journal.reflection_of(person.about.id)
        assert person.store.journal.interviews[person.about.id].arrived == person.about.at
        assert [answer.kind for answer in said.answers] == [AnswerKind.PSEUDO_STORY]
        assert [(reason.kind, reason.control) for reason in said.scenarios] == [
            (ScenarioKind.STRONGER, Control.NOT_MINE)
        ]


async def test_a_mistake_is_mended_with_up_and_another_digit() -> None:
    """The row above takes the new digit, and the run goes on below it."""
    async with reflecting() as person:
        await person.keys("enter", "down", "down", "4", "3")
        await person.keys("up", "5")
        assert (person.value("convincing-2"), person.value("greeting-2")) == (4, 5)
        assert person.rows.key == "rating/eye-contact-2"
        assert person.value("eye-contact-2") is None


async def test_digits_behind_the_last_cue_rate_nothing() -> None:
    """Where a row above was passed over, the run ends on the heading below; more digits change nothing there."""
    async with reflecting(Mode.PHONE) as person:
        await person.keys("enter", "down", "down", "4", "down", "3", "2", "5", "1")
        assert [person.value(key) for key in ("convincing-2", "voice-2", "pace-2", "pauses")] == [4, None, 3, 2]
        assert person.rows.key == "section/Examples given"
        assert "1 to 5 rate a row" in person.screen
        await person.keys("o")
        assert person.rows.key == "section/Possible reasons"


async def test_o_goes_to_the_next_open_cue_and_round_to_those_passed_over() -> None:
    """What is rated is left out, and so is a cue that may stay open."""
    async with reflecting() as person:
        await person.keys("enter", "o", "o", "o")
        assert person.rows.key == "rating/greeting-2"
        await person.keys("down", "4", "up", "up", "o")
        assert person.rows.key == "rating/sitting"
        for _ in range(4):
            await person.keys("o")
        assert person.rows.key == "section/Possible reasons"
        await person.keys("o", "o")
        assert person.rows.key == "section/Arrival"


async def test_o_on_a_cue_that_may_stay_open_goes_on_as_a_digit_does() -> None:
    """Every cue that is asked for is rated, so the next section opens."""
    async with reflecting() as person:
        await person.keys("enter", "down", "down", *"444444")
        assert person.rows.key == "rating/standing"
        await person.keys("o")
        assert isinstance(person.pilot.app.screen, Form)
        assert "An answer you gave" in person.screen


async def test_leaving_what_opened_by_itself_leads_back_to_the_row_before() -> None:
    """There a digit corrects at once, and then only the cursor moves on."""
    async with reflecting() as person:
        await person.keys("enter", "down", "down", *"4444444", "escape")
        assert person.rows.key == "rating/standing"
        await person.keys("2")
        assert person.value("standing") == 2
        assert person.rows.key == "section/Examples given"
        assert not isinstance(person.pilot.app.screen, Form)


async def test_the_arrival_is_shown_as_it_was_noted_though_the_next_section_opens() -> None:
    """`space` notes it and opens the text below; behind that stands when they got there."""
    async with reflecting() as person:
        await person.keys("enter", "space", "escape")
        assert "Arrival                   on time" in person.screen


async def test_a_section_that_was_done_opens_nothing() -> None:
    """A second answer, a text put in other words: the cursor stays."""
    async with reflecting() as person:
        person.made.reflections.edit(person.about.id, {"went_well": "The start."})
        await person.keys("enter", "home", "down", "down")
        assert person.rows.key == "section/What went well"
        await person.keys("enter")
        await person.text(" And the end.")
        await person.keys("f2")
        assert person.rows.key == "section/What went well"
        assert len(person.pilot.app.screen_stack) == 1


# ── several at once ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("outcome", [Outcome.PENDING, Outcome.OFFER, Outcome.WITHDRAWN])
async def test_nothing_asks_what_lies_behind_a_no_that_never_came(outcome: Outcome) -> None:
    """The list opens when asked for, and what was noted counts; nothing leads there before."""
    async with reflecting(outcome=outcome) as person:
        await person.keys("enter")
        person.rows.move_to("section/Examples given")
        await person.keys("enter")
        await person.text("A conflict in a team")
        await person.keys("tab", "right", "f2")
        assert isinstance(person.pilot.app.screen, Form), "the plan for next time"
        await person.keys("escape")
        assert person.rows.key != "section/Possible reasons"
        assert person.done == (1, 6)
        person.rows.move_to("section/Possible reasons")
        await person.keys("enter", "1", "enter")
        assert person.done == (2, 7)


async def test_reasons_are_ticked_and_unticked_in_one_list_and_undone_in_one_step() -> None:
    """By their keys or with the space bar; what speaks for a reason stays with it, and `u` brings all of it back."""
    async with reflecting() as person:
        person.made.reflections.put_scenario(
            person.about.id, {"kind": ScenarioKind.TERMS, "evidence_for": "the salary", "control": None}
        )
        await person.keys("enter")
        person.rows.move_to("section/Possible reasons")
        await person.keys("enter", "1", "down", "space", "enter")
        said = person.store.journal.reflection_of(person.about.id)
        before = {reason.kind: reason.evidence_for for reason in said.scenarios}
        assert before == {ScenarioKind.TERMS: "the salary", ScenarioKind.STRONGER: "", ScenarioKind.EXPERIENCE: ""}
        await person.keys("enter", "1", "6", "enter")
        said = person.store.journal.reflection_of(person.about.id)
        assert [reason.kind for reason in said.scenarios] == [ScenarioKind.EXPERIENCE]
        await person.keys("u")
        said = person.store.journal.reflection_of(person.about.id)
        assert {reason.kind: reason.evidence_for for reason in said.scenarios} == before


async def test_leaving_the_list_changes_nothing() -> None:
    """`esc` takes no tick."""
    async with reflecting() as person:
        await person.keys("enter")
        before = person.store.journal
        person.rows.move_to("section/Possible reasons")
        await person.keys("enter", "1", "2")
        assert isinstance(person.pilot.app.screen, TickList)
        await person.keys("escape")
        assert person.store.journal == before


async def test_a_reason_in_own_words_is_asked_for_when_it_is_ticked() -> None:
    """Its form opens with that kind chosen."""
    async with reflecting() as person:
        await person.keys("enter")
        person.rows.move_to("section/Possible reasons")
        await person.keys("enter")
        found = re.search(r"(\S) \[ \] another one", person.screen)
        assert found
        await person.keys(found[1], "enter", "tab")
        await person.text("They wanted a driver")
        await person.keys("f2")
        (reason,) = person.store.journal.reflection_of(person.about.id).scenarios
        assert (reason.kind, reason.label) == (ScenarioKind.OTHER, "They wanted a driver")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_every_reason_with_its_key_can_be_seen(size: tuple[int, int]) -> None:
    """None of the words is cut; where the list is longer than the screen it scrolls."""
    async with reflecting(size=size) as person:
        await person.keys("enter")
        person.rows.move_to("section/Possible reasons")
        await person.keys("enter")
        seen = person.screen
        await person.keys(*["down"] * len(ScenarioKind))
        for kind in ScenarioKind:
            assert f"[ ] {'another one' if kind is ScenarioKind.OTHER else kind}" in seen + person.screen


# ── pointers that were there ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_digit_says_what_became_of_a_pointer_and_moves_on() -> None:
    """1 done, 2 partly, 3 no occasion, 4 forgot; 5 says nothing."""
    store = MemoryStore(DEMO)
    async with reflecting(store=store) as person:
        await person.keys("enter")
        kept = [key for key in person.rows._source.keys if key.startswith("kept/")]
        person.rows.move_to(kept[0])
        await person.pilot.pause()
        assert "4  forgot" in person.screen
        await person.keys("2", "5", "4")
        assert person.rows.key == kept[2]
        checks = [
            [check.kept for check in store.journal.pointers[key.removeprefix("kept/")].checks][-1] for key in kept[:2]
        ]
        assert checks == [Kept.PARTLY, Kept.FORGOT]


# ── what is seen ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 50)])
async def test_a_row_with_a_note_has_a_mark_and_the_note_stands_below_the_scale(size: tuple[int, int]) -> None:
    """Before the sentence, so that it is never cut; other rows have none."""
    async with reflecting(size=size) as person:
        said = note(person.store.journal.reflection_of(person.about.id), "greeting-2", "They stood up.")
        person.store.write_elsewhere(said)
        person.made.reflections.rate(person.about.id, "convincing-2", 4)
        person.pilot.app.post_message(JournalChanged())
        await person.keys("enter", "o", "o")
        assert re.search(r"Greeting +□□□□□ – ¶ not rated", person.screen)
        assert re.search(r"How convincing +■■■■□ 4   Most", person.screen)
        assert "Your note: They stood up." in person.screen


@pytest.mark.parametrize(
    ("size", "words"), [((80, 24), "Before: 2 Hooli"), ((120, 40), "2  Tue 17 Nov 2026  Hooli: Late")]
)
async def test_what_was_said_before_about_a_cue_stands_beside_it(size: tuple[int, int], words: str) -> None:
    """On one line in a small terminal, with days and notes in a wide one; never that of a later interview."""
    async with reflecting(size=size) as person:
        for company, days in (("Hooli", 1), ("Acme", -3)):
            other = person.made.interviews.add(
                {"company": company, "role": "SRE", "at": NOW - timedelta(days=days, hours=1), "interviewers": ()}
            )
            person.made.reflections.rate(other.id, "convincing-2", 2)
            person.made.reflections.note(other.id, "convincing-2", "Late")
        await person.keys("enter", "o", "o")
        assert words in person.screen
        assert "Acme" not in person.screen.partition("Before")[2].partition("before")[2]


async def test_a_wide_screen_shows_rows_and_scale_side_by_side() -> None:
    """The right half holds the whole scale; the list of interviews is back when the person leaves."""
    async with reflecting(size=(120, 40)) as person:
        await person.keys("enter", "o", "o")
        line = next(line for line in person.screen.splitlines() if "Arrival" in line)
        assert "of it?" in line
        assert all(sentence in person.screen for sentence in ("1  No answer named", "5  Nearly every answer"))
        await person.keys("escape")
        assert "company · role" in person.screen


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_list_shows_company_role_and_round_before_the_day(size: tuple[int, int]) -> None:
    """And the outcome in words."""
    async with reflecting(size=size, outcome=Outcome.PENDING) as person:
        line = next(line for line in person.screen.splitlines() if "Initech" in line and "pending" in line)
        assert re.search(r"Initech · SRE +Panel +… pending", line)


@pytest.mark.parametrize(("size", "left", "top"), [((120, 40), 60, 16), ((100, 30), 50, 12), ((80, 30), 0, 12)])
async def test_a_note_leaves_in_sight_what_it_is_about(size: tuple[int, int], left: int, top: int) -> None:
    """It stands beside the rows where there is room for both, else below the first of them, and names its rating."""
    async with reflecting(size=size) as person:
        await person.keys("enter")
        person.rows.move_to("rating/convincing-2")
        await person.keys("m")
        box = person.pilot.app.screen.query_one(Box)
        assert "How convincing" in str(box.border_title)
        assert box.region.x >= left
        assert box.region.y >= top
        assert (box.region.right, box.region.bottom) == size


@pytest.mark.parametrize(("size", "left"), [((120, 40), 60), ((120, 30), 10), ((80, 40), 0)])
async def test_an_answer_stands_beside_the_reflection_in_a_large_window(size: tuple[int, int], left: int) -> None:
    """In a smaller one its many fields have all of it."""
    async with reflecting(size=size) as person:
        await person.keys("enter")
        person.rows.move_to("section/Examples given")
        await person.keys("enter")
        assert isinstance(person.pilot.app.screen, Form)
        assert person.pilot.app.screen.query_one(Box).region.x == left


async def test_beside_the_reflection_the_round_gives_way_to_company_and_role() -> None:
    """At 100 columns the list has half the room; the reflection beside it names the round."""
    async with reflecting(size=(100, 30), outcome=Outcome.PENDING) as person:
        line = next(line for line in person.screen.splitlines() if "Initech" in line and "pending" in line)
        assert re.search(r"Initech · SRE +… pending", line)


def test_the_sections_that_count_are_the_seven_of_the_flow() -> None:
    """The count of keys is for all of them."""
    store = MemoryStore()
    made = services(store)
    about = made.interviews.add({"company": "Initech", "role": "SRE", "at": NOW, "interviewers": ()})
    made.applications.hear(about.application_id, {"outcome": Outcome.REJECTED})
    counted = [entry.section for entry in progress(store.journal, replace(about)) if not entry.optional]
    assert counted == [
        Section.ARRIVAL,
        Section.WENT_WELL,
        Section.CONVINCING,
        Section.BODY,
        Section.ANSWERS,
        Section.SCENARIOS,
        Section.POINTERS,
    ]
