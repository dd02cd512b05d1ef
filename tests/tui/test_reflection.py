"""The Reflection pane, by keys alone."""

from dataclasses import replace

import pytest
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import NOW, MemoryStore, services
from textual.pilot import Pilot

from afterword.demo import demo_journal
from afterword.domain.interview import Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.pointer import Kept
from afterword.domain.reflection import Control
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.form import Form
from afterword.tui.widgets.fields import TextField
from afterword.tui.widgets.virtual_list import VirtualList

DEMO = demo_journal(NOW, "UTC")


def app_on(store: MemoryStore) -> AfterwordApp:
    """The app on that store."""
    return AfterwordApp(services(store), Settings())


async def open_guided(pilot: Pilot[None], interview_id: str) -> VirtualList:
    """Put the cursor on an interview and go into its reflection."""
    pilot.app.query_one("#interviews", VirtualList).move_to(interview_id)
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()
    return pilot.app.query_one("#guided-rows", VirtualList)


def only_interview(store: MemoryStore) -> Interview:
    """The one interview of the store."""
    (interview,) = store.journal.live_interviews
    return interview


async def test_an_interview_is_added_with_one_form() -> None:
    """Company, role, time and people are typed, enter saves, and the cursor is on the new line."""
    store = MemoryStore()
    async with app_on(store).run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        for words in ("Initech", "SRE", "2026-11-12 10:00"):
            await type_text(pilot, words)
            await pilot.press("tab")
        await type_text(pilot, "Ada Byron <ada@x.example>; Grace")
        await pilot.press("enter")
        await pilot.pause()
        found = only_interview(store)
        assert (found.company, found.role, found.local.hour) == ("Initech", "SRE", 10)
        assert [(one.name, one.email) for one in found.interviewers] == [("Ada Byron", "ada@x.example"), ("Grace", "")]
        assert pilot.app.query_one("#interviews", VirtualList).key == found.id


async def test_a_wrong_date_keeps_the_form_open_with_what_was_typed() -> None:
    """The sentence says what can be typed, and nothing is saved."""
    store = MemoryStore()
    async with app_on(store).run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        for words in ("Initech", "SRE", "the other day"):
            await type_text(pilot, words)
            await pilot.press("tab")
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Form)
        assert "not a date I understand" in text_of(pilot.app)
        assert "the other day" in text_of(pilot.app)
        assert not store.journal.interviews


async def test_digits_rate_the_row_under_the_cursor() -> None:
    """A digit saves the rating at once and shows the sentence it stands for."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("rating/camera")
        await pilot.press("4")
        await pilot.pause()
        assert store.journal.reflections["nakatomi"].rating("camera").value == 4
        assert "I looked at the camera when I made a point." in text_of(pilot.app)


async def test_locked_ratings_do_not_change() -> None:
    """Once a reply stands, digits rate nothing, lead nowhere else, and the words say why."""
    store = MemoryStore(DEMO)
    before = DEMO.reflections["initech"]
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "initech")
        rows.move_to("rating/convincing")
        await pilot.press("2")
        await pilot.pause()
        assert store.journal.reflections["initech"] == before
        assert "This rating is locked" in text_of(pilot.app)
        assert rows.has_focus


async def test_space_steps_through_what_became_of_a_pointer() -> None:
    """Done, partly, no occasion, forgot: each press saves the next."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("kept/p-aloud")
        await pilot.press("space", "space")
        await pilot.pause()
        checks = {one.interview_id: one.kept for one in store.journal.pointers["p-aloud"].checks}
        assert checks["nakatomi"] is Kept.PARTLY


async def test_a_pointer_is_added_from_its_section() -> None:
    """`+` opens the form, and the pointer belongs to this interview."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/Pointers for next time")
        await pilot.press("plus")
        await type_text(pilot, "they ask about load")
        await pilot.press("tab")
        await type_text(pilot, "name the number first")
        await pilot.press("enter")
        await pilot.pause()
        (made,) = (one for one in store.journal.live_pointers if one.interview_id == "nakatomi")
        assert made.sentence == "When they ask about load, I will name the number first."


async def test_a_reason_is_added_stepped_and_removed() -> None:
    """A possible reason is chosen, its control changed with space, and removed after y."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/Possible reasons")
        await pilot.press("plus", "f2")
        await pilot.pause()
        (reason,) = store.journal.reflections["nakatomi"].scenarios
        rows.move_to(f"scenario/{reason.id}")
        await pilot.press("space")
        await pilot.pause()
        assert store.journal.reflections["nakatomi"].scenarios[0].control is Control.MINE
        await pilot.press("d", "y")
        await pilot.pause()
        assert store.journal.reflections["nakatomi"].scenarios == ()


async def test_an_answer_is_ticked_with_space() -> None:
    """Space steps “was it enough?” through yes, no and cannot say."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "stark")
        rows.move_to("answer/stark-a0")
        await pilot.press("space")
        await pilot.pause()
        assert store.journal.reflections["stark"].answers[0].enough is None


async def test_a_rejection_makes_a_request_due_for_each_interviewer() -> None:
    """The outcome form offers the rejection; saving it opens the conversations."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        pilot.app.query_one("#interviews", VirtualList).move_to("nakatomi")
        await pilot.press("o", "f2")
        await pilot.pause()
        assert store.journal.interviews["nakatomi"].outcome is Outcome.REJECTED
        assert len(store.journal.requests_of("nakatomi")) == 1


async def test_removing_asks_first_and_undo_brings_it_back() -> None:
    """Enter on the question changes nothing; y removes; u restores."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        pilot.app.query_one("#interviews", VirtualList).move_to("acme")
        await pilot.press("d", "enter")
        await pilot.pause()
        assert store.journal.interviews["acme"].deleted is None
        await pilot.press("d", "y")
        await pilot.pause()
        assert store.journal.interviews["acme"].deleted is not None
        await pilot.press("u")
        await pilot.pause()
        assert store.journal.interviews["acme"].deleted is None


async def test_a_removed_interview_can_be_brought_back_later() -> None:
    """`R` lists what was removed."""
    gone = replace(DEMO.interviews["acme"], deleted=NOW)
    store = MemoryStore(Journal(interviews={**DEMO.interviews, "acme": gone}))
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        await pilot.press("R", "enter")
        await pilot.pause()
        assert store.journal.interviews["acme"].deleted is None


async def test_competencies_unfold_with_enter() -> None:
    """Only rated ones are listed until the section is opened."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 50)) as pilot:
        rows = await open_guided(pilot, "stark")
        assert "Leadership" not in text_of(pilot.app)
        rows.move_to("section/What I showed")
        await pilot.press("enter")
        await pilot.pause()
        assert "Leadership" in text_of(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_empty_pane_teaches(size: tuple[int, int]) -> None:
    """It says what it is for and which key begins."""
    async with app_on(MemoryStore()).run_test(size=size) as pilot:
        await pilot.pause()
        assert "to add the first one" in text_of(pilot.app)


async def test_escape_leads_back_to_the_list() -> None:
    """From the rows to the list, where 2 shows the next pane again."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(80, 24)) as pilot:
        await open_guided(pilot, "nakatomi")
        await pilot.press("escape")
        await pilot.pause()
        focused = pilot.app.focused
        assert focused is not None
        assert focused.id == "interviews"


async def test_a_rejection_says_who_is_to_be_asked_and_from_which_day() -> None:
    """The screen says what the command line says, from one place."""
    store = MemoryStore(DEMO)
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        pilot.app.query_one("#interviews", VirtualList).move_to("nakatomi")
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        interview = store.journal.interviews["nakatomi"]
        assert interview.outcome is Outcome.REJECTED
        assert services(store).overview.outcome_words(interview) in text_of(pilot.app)
        assert "Not this time. " in text_of(pilot.app)


@pytest.mark.parametrize(
    ("before", "typed", "said"),
    [
        ("", "", "Nothing was written"),
        ("clear", "", "The text is removed"),
        ("clear", "clear", "Nothing was changed"),
        ("", "They nodded", "Saved"),
    ],
)
async def test_saving_a_text_says_what_became_of_it(before: str, typed: str, said: str) -> None:
    """An empty note is not called saved."""
    life = replace(DEMO.reflection_of("nakatomi"), went_well=before)
    store = MemoryStore(replace(DEMO, reflections={**DEMO.reflections, "nakatomi": life}))
    async with app_on(store).run_test(size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/What went well")
        await pilot.press("enter")
        await pilot.pause()
        field = pilot.app.screen.query_one(TextField)
        field.put(typed)
        await pilot.press("f2")
        await pilot.pause()
        assert store.journal.reflections["nakatomi"].went_well == typed
        assert f"✓ {said}" in text_of(pilot.app)
