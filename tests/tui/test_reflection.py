"""The Reflection pane, by keys alone."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from tests.tui.running import running
from tests.tui.screens import Driven, text_of, type_text
from tests.tui.stand_ins import NOW, MemoryStore, closed_on, sample_journal, services
from textual import events
from textual.pilot import Pilot

from afterword.domain.interview import Interview, Outcome
from afterword.domain.practice import Kept, Occasion, for_a_no
from afterword.domain.reflection import Control, Reflection, note
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.presenters.reflection import guided
from afterword.tui.screens.dialogs import UnsavedDialog
from afterword.tui.screens.form import Form
from afterword.tui.widgets.fields import LineField
from afterword.tui.widgets.form_sheet import TextField
from afterword.tui.widgets.virtual_list import VirtualList

DEMO = sample_journal()
TEAMWORK = "rating/competency/teamwork"
WIDE = (120, 40)


def app_on(store: MemoryStore) -> AfterwordApp:
    """The app on that store, opened on the list of interviews."""
    return AfterwordApp(closed_on("reflection", store), Settings())


async def open_guided(pilot: Pilot[None], interview_id: str) -> VirtualList:
    """Put the cursor on an interview and go into its reflection."""
    pilot.app.query_one("#interviews", VirtualList).move_to(interview_id)
    await pilot.pause()
    await pilot.press("enter")
    return pilot.app.query_one("#guided-rows", VirtualList)


@dataclass
class Reflecting(Driven):
    """The reflection on one interview, driven by keys, with what is saved of it."""

    store: MemoryStore
    about: str
    rows: VirtualList

    @property
    def said(self) -> Reflection:
        """What is saved."""
        return self.store.journal.reflections[self.about]


@asynccontextmanager
async def reflecting_on(interview_id: str, row: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reflecting]:
    """That reflection of the sample, with the cursor on the row."""
    store = MemoryStore(DEMO)
    app = app_on(store)
    async with running(app, size=size) as pilot:
        reflection = Reflecting(app, pilot, store, interview_id, await open_guided(pilot, interview_id))
        reflection.rows.move_to(row)
        await pilot.pause()
        yield reflection


def shortcut(pilot: Pilot[None], words: str) -> str:
    """The key that ticks the line with these words."""
    found = re.search(rf"(\S) \[.\] {words}", text_of(pilot.app))
    assert found, text_of(pilot.app)
    return found[1]


def only_interview(store: MemoryStore) -> Interview:
    """The one interview of the store."""
    (interview,) = store.journal.live_interviews
    return interview


async def test_an_interview_is_added_with_one_form() -> None:
    """Company, role, time and people are typed, enter saves, and the cursor is on the new line."""
    store = MemoryStore()
    async with running(app_on(store), size=(80, 24)) as pilot:
        await pilot.press("a")
        for words in ("Initech", "SRE", "2026-11-12 10:00"):
            await type_text(pilot, words)
            await pilot.press("tab")
        await type_text(pilot, "Ada Byron <ada@x.example>; Grace")
        await pilot.press("enter", "enter")
        found = only_interview(store)
        assert (found.company, found.role, found.local.hour) == ("Initech", "SRE", 10)
        people = store.journal.interviewers_of(found)
        assert [(person.name, person.email) for person in people] == [("Ada Byron", "ada@x.example"), ("Grace", "")]
        assert pilot.app.query_one("#interviews", VirtualList).key == found.id


async def test_a_wrong_date_keeps_the_form_open_with_what_was_typed() -> None:
    """The sentence says what can be typed, and nothing is saved."""
    store = MemoryStore()
    async with running(app_on(store), size=(80, 24)) as pilot:
        await pilot.press("a")
        for words in ("Initech", "SRE", "the other day"):
            await type_text(pilot, words)
            await pilot.press("tab")
        await pilot.press("f2")
        assert isinstance(pilot.app.screen, Form)
        assert "not a date I understand" in text_of(pilot.app)
        assert "the other day" in text_of(pilot.app)
        assert not store.journal.interviews


async def test_digits_rate_the_row_under_the_cursor() -> None:
    """A digit saves the rating at once and moves on; on its row stands the sentence it stands for."""
    async with reflecting_on("nakatomi", "rating/camera-2", WIDE) as reflection:
        await reflection.press("4")
        assert reflection.said.rating("camera-2").value == 4
        assert reflection.rows.key == "rating/expression-2"
        await reflection.press("up")
        assert "■ 4  I looked at the camera in most answers." in reflection.screen


async def test_locked_ratings_do_not_change() -> None:
    """Once a reply stands, digits rate nothing, lead nowhere else, and the words say why."""
    store = MemoryStore(DEMO)
    before = DEMO.reflections["initech"]
    async with running(app_on(store), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "initech")
        rows.move_to("rating/convincing-2")
        await pilot.press("2")
        assert store.journal.reflections["initech"] == before
        assert "This rating is locked" in text_of(pilot.app)
        assert rows.has_focus


async def test_space_steps_through_what_became_of_a_pointer() -> None:
    """Done, partly, no occasion, forgot: each press saves the next."""
    async with reflecting_on("nakatomi", "kept/p-aloud", WIDE) as reflection:
        await reflection.press("space", "space")
        checks = {one.interview_id: one.kept for one in reflection.store.journal.pointers["p-aloud"].checks}
        assert checks["nakatomi"] is Kept.PARTLY


async def test_a_pointer_is_added_from_its_section() -> None:
    """`+` opens the form, and the pointer belongs to this interview."""
    async with reflecting_on("nakatomi", "section/Pointers for next time", WIDE) as reflection:
        await reflection.press("plus")
        await reflection.type("they ask about load")
        await reflection.press("tab")
        await reflection.type("name the number first")
        await reflection.press("enter")
        (made,) = (one for one in reflection.store.journal.live_pointers if one.interview_id == "nakatomi")
        assert made.sentence == "When they ask about load, I will name the number first."


async def test_a_reason_is_added_stepped_and_removed() -> None:
    """A possible reason is chosen, its control changed with space, and removed after y."""
    async with reflecting_on("nakatomi", "section/Possible reasons", WIDE) as reflection:
        await reflection.press("plus", "f2")
        (reason,) = reflection.said.scenarios
        assert (reason.kind, reason.control) == ("another was stronger", Control.NOT_MINE)
        reflection.rows.move_to(f"scenario/{reason.id}")
        await reflection.press("space")
        assert reflection.said.scenarios[0].control is Control.UNKNOWN
        await reflection.press("d", "y")
        assert reflection.said.scenarios == ()


async def test_an_answer_is_ticked_with_space() -> None:
    """Space steps “was it enough?” through yes, no and cannot say."""
    async with reflecting_on("stark", "answer/stark-a0", WIDE) as reflection:
        await reflection.press("space")
        assert reflection.said.answers[0].enough is None


async def test_a_rejection_makes_a_request_due_for_each_interviewer() -> None:
    """The outcome form offers the rejection; saving it opens the conversations."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(120, 40)) as pilot:
        pilot.app.query_one("#interviews", VirtualList).move_to("nakatomi")
        await pilot.press("o", "f2")
        assert store.journal.application_of(store.journal.interviews["nakatomi"]).outcome is Outcome.REJECTED
        assert len(store.journal.requests_of("nakatomi")) == 1


async def test_removing_asks_first_and_undo_brings_it_back() -> None:
    """Enter on the question changes nothing; y removes; u restores."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(120, 40)) as pilot:
        pilot.app.query_one("#interviews", VirtualList).move_to("acme")
        await pilot.press("d", "enter")
        assert store.journal.interviews["acme"].deleted is None
        await pilot.press("d", "y")
        assert store.journal.interviews["acme"].deleted is not None
        await pilot.press("u")
        assert store.journal.interviews["acme"].deleted is None


async def test_a_removed_interview_can_be_brought_back_later() -> None:
    """`R` lists what was removed."""
    gone = replace(DEMO.interviews["acme"], deleted=NOW)
    store = MemoryStore(replace(DEMO, interviews={**DEMO.interviews, "acme": gone}))
    async with running(app_on(store), size=(120, 40)) as pilot:
        await pilot.press("R", "enter")
        assert store.journal.interviews["acme"].deleted is None


async def test_competencies_unfold_with_enter() -> None:
    """Only rated ones have a row, until more are ticked in the list; the cursor stands on the first of these."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(120, 50)) as pilot:
        rows = await open_guided(pilot, "stark")
        assert not rows.holds("rating/competency/leadership")
        rows.move_to("section/What I showed")
        await pilot.press("enter")
        await pilot.press(shortcut(pilot, "Teamwork"), shortcut(pilot, "Leadership"), "enter")
        ticked = [key for key in rows._source.keys if key in ("rating/competency/leadership", TEAMWORK)]
        assert len(ticked) == 2
        assert rows.key == ticked[0]
        assert not rows.holds("rating/competency/delivery")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_the_empty_pane_teaches(size: tuple[int, int]) -> None:
    """It says what it is for and which key begins."""
    async with running(app_on(MemoryStore()), size=size) as pilot:
        await pilot.pause()
        assert "to add the first one" in text_of(pilot.app)


async def test_escape_leads_back_to_the_list() -> None:
    """From the rows to the list, where 2 shows the next pane again."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(80, 24)) as pilot:
        await open_guided(pilot, "nakatomi")
        await pilot.press("escape")
        focused = pilot.app.focused
        assert focused is not None
        assert focused.id == "interviews"


async def test_a_rejection_says_who_is_to_be_asked_and_from_which_day() -> None:
    """The screen says what the command line says, from one place."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(120, 40)) as pilot:
        pilot.app.query_one("#interviews", VirtualList).move_to("nakatomi")
        await pilot.press("o")
        await pilot.press("enter")
        application = store.journal.application_of(store.journal.interviews["nakatomi"])
        assert application.outcome is Outcome.REJECTED
        assert services(store).overview.outcome_words(application) in text_of(pilot.app)
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
    async with running(app_on(store), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/What went well")
        await pilot.press("enter")
        field = pilot.app.screen.query_one(TextField)
        field.put(typed)
        await pilot.press("f2")
        assert store.journal.reflections["nakatomi"].went_well == typed
        assert f"✓ {said}" in text_of(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 50)])
@pytest.mark.parametrize("interview_id", ["initech", "nakatomi", "hooli"])
async def test_the_whole_scale_and_the_note_are_seen_where_a_rating_is_given(
    size: tuple[int, int], interview_id: str
) -> None:
    """All five sentences of every scale stand uncut below the rows, and the note of the rating after them."""
    said = DEMO.reflection_of(interview_id)
    for dimension in ("convincing-2", "sitting"):
        said = note(said, dimension, "They looked at the clock twice.")
    store = MemoryStore(replace(DEMO, reflections={**DEMO.reflections, interview_id: said}))
    async with running(app_on(store), size=size) as pilot:
        rows = await open_guided(pilot, interview_id)
        shown = guided(store.journal, store.journal.interviews[interview_id])
        for key, scale in shown.scales.items():
            rows.move_to(key)
            await pilot.pause()
            left = pilot.app.query_one("#guided-details").content_region.x
            text = " ".join(" ".join(line[left:] for line in text_of(pilot.app).split("\n")).split())
            assert [sentence for sentence in scale.points if sentence not in text] == []
            assert ("Your note: They looked at the clock twice." in text) == (scale.id in ("convincing-2", "sitting"))


async def test_q_goes_back_from_the_reflection_and_leaves_only_from_the_list() -> None:
    """One `q` leads to the list of interviews, wherever in the reflection the cursor is; the program runs on."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(80, 24)) as pilot:
        for key in ("section/Arrival", "section/What went well", "rating/convincing-2", "section/Other thoughts"):
            rows = await open_guided(pilot, "nakatomi")
            rows.move_to(key)
            await pilot.press("q")
            assert pilot.app.query_one("#interviews", VirtualList).has_focus
            assert pilot.app.is_running
        assert store.journal == DEMO


@pytest.mark.parametrize("digit", "1239")
async def test_a_digit_that_rates_nothing_leads_nowhere_else(digit: str) -> None:
    """On a row without a scale the pane stays, nothing is changed, and a sentence says what digits are for."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(80, 24)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        for key in ("section/Arrival", "section/Body language", "section/Pointers for next time"):
            rows.move_to(key)
            await pilot.press(digit)
            assert rows.has_focus
            assert rows.key == key
            assert "1 to 5 rate a row with a scale" in text_of(pilot.app)
        assert store.journal == DEMO


@pytest.mark.parametrize("section", ["What went well", "Other thoughts"])
@pytest.mark.parametrize(
    "words", ["The diagram landed.", "jokes went well", "10 minutes early", "under way", "+ clear"]
)
async def test_what_is_typed_on_the_row_of_a_text_is_written_into_it(section: str, words: str) -> None:
    """The first letter opens the text and stands in it; none of it runs as a command."""
    async with reflecting_on("nakatomi", f"section/{section}") as reflection:
        await reflection.press(words[0] if words[0] != "+" else "plus")
        assert isinstance(reflection.app.screen, Form)
        await reflection.type(words[1:])
        await reflection.press("f2")
        said = reflection.said
        assert (said.went_well if section == "What went well" else said.thoughts) == words


async def test_what_is_typed_goes_below_a_text_that_is_there_and_is_not_lost_by_leaving() -> None:
    """The old words stay, the new ones follow, and going away asks first."""
    life = replace(DEMO.reflection_of("nakatomi"), went_well="The start.")
    store = MemoryStore(replace(DEMO, reflections={**DEMO.reflections, "nakatomi": life}))
    async with running(app_on(store), size=(80, 24)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/What went well")
        await pilot.press("E")
        await type_text(pilot, "nd, too.")
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, UnsavedDialog)
        await pilot.press("y")
        assert store.journal.reflections["nakatomi"].went_well == "The start.\nEnd, too."


async def test_who_moves_by_letters_goes_on_moving_by_them() -> None:
    """`j` after `j` passes the row of a text; after an arrow it begins one."""
    async with reflecting_on("nakatomi", "section/Arrival") as reflection:
        await reflection.press("j", "j")
        assert reflection.rows.key == "rating/convincing-2"
        await reflection.press("up", "j")
        assert isinstance(reflection.app.screen, Form)


async def test_a_rating_after_the_reply_is_taken_and_marked() -> None:
    """What was never rated can be rated when the reply is known already; the row and the words below say so."""
    store = MemoryStore(DEMO)
    before = replace(DEMO.reflections["initech"], ratings=())
    store.write_elsewhere(before)
    async with running(app_on(store), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "initech")
        rows.move_to("rating/convincing-2")
        await pilot.pause()
        assert "A reply is here already" in text_of(pilot.app)
        await pilot.press("3")
        rating = store.journal.reflections["initech"].rating("convincing-2")
        assert (rating.value, rating.after_reply) == (3, True)


def _shown(pilot: Pilot[None]) -> list[str]:
    rows = pilot.app.query_one("#interviews", VirtualList)
    return [key for key in rows._source.keys if key not in rows._source.headings]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("oscorp", ["oscorp"]),
        ("MOTIV oscorp", []),
        ("31 jul", ["acme"]),
        ("withdrawn", ["aperture"]),
        ("outage story beginning", ["hooli"]),
        ("ten times load", ["hooli"]),
    ],
)
async def test_a_filter_finds_interviews_by_the_line_and_by_what_the_reflection_says(
    typed: str, found: list[str]
) -> None:
    """Letters go into the filter and run no command; esc shows every interview again."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(80, 24)) as pilot:
        every = _shown(pilot)
        await pilot.press("slash")
        await type_text(pilot, typed)
        assert _shown(pilot) == found
        assert f"{len(found)} of {len(every)}" in text_of(pilot.app)
        await pilot.press("enter")
        assert pilot.app.query_one("#interviews", VirtualList).has_focus
        assert _shown(pilot) == found
        await pilot.press("escape")
        assert _shown(pilot) == every
        assert store.journal == DEMO


async def test_letters_of_the_filter_are_no_commands_and_every_one_of_them_counts() -> None:
    """`q`, `d`, `a`, digits and `?` are typed like any other letter."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(80, 24)) as pilot:
        await pilot.press("slash", "q", "d", "a", "1", "3", "question_mark", "u", "n", "slash")
        assert isinstance(pilot.app.focused, LineField)
        assert pilot.app.focused.value == "qda13?un/"
        assert _shown(pilot) == []
        assert "No interview has these words" in text_of(pilot.app)


async def test_people_and_notes_of_an_interview_are_found() -> None:
    """Who was there and what you wrote down about it belong to the interview."""
    interview = replace(DEMO.interviews["acme"], notes="The lift was broken.")
    store = MemoryStore(replace(DEMO, interviews={**DEMO.interviews, "acme": interview}))
    async with running(app_on(store), size=(120, 40)) as pilot:
        for words in ("lift broken", store.journal.interviewers_of(interview)[0].name):
            await pilot.press("slash")
            await type_text(pilot, words)
            await pilot.press("enter")
            assert _shown(pilot) == ["acme"]
            await pilot.press("escape")


async def test_a_sentence_typed_in_one_go_on_the_row_of_a_text_is_there_whole() -> None:
    """Letters that arrive before the text is open belong to it; none is lost and none opens a second one."""
    async with reflecting_on("nakatomi", "section/What went well") as reflection:
        sentence = "I think it went: quite all right, and no questions?"
        for letter in sentence:
            reflection.app.post_message(events.Key({" ": "space"}.get(letter, letter), letter))
        await reflection.pilot.pause()
        await reflection.pilot.pause()
        assert isinstance(reflection.app.screen, Form)
        await reflection.press("f2")
        assert reflection.said.went_well == sentence
        assert len(reflection.app.screen_stack) == 1


async def test_minus_says_that_a_competency_was_not_asked_for() -> None:
    """The row says so, 0 takes it back, and on a cue the key does nothing."""
    async with reflecting_on("nakatomi", "section/What I showed", (120, 50)) as reflection:
        await reflection.press("enter")
        await reflection.press(shortcut(reflection.pilot, "Teamwork"), "enter")
        assert reflection.rows.key == TEAMWORK
        await reflection.press("minus")
        reflection.rows.move_to(TEAMWORK)
        await reflection.pilot.pause()
        assert reflection.said.rating("competency/teamwork").not_asked
        assert "not asked" in reflection.screen
        await reflection.press("0")
        assert not reflection.said.rating("competency/teamwork").is_given
        reflection.rows.move_to("rating/camera-2")
        await reflection.press("minus")
        assert not reflection.said.rating("camera-2").is_given


async def test_a_question_i_asked_is_added_changed_and_removed() -> None:
    """`+` on its section, enter on its row, `d` takes it out."""
    async with reflecting_on("nakatomi", "section/Questions I asked") as reflection:
        await reflection.press("plus")
        await reflection.type("A usual day?")
        await reflection.press("f2")
        (asked,) = reflection.said.own_questions
        assert asked.question == "A usual day?"
        reflection.rows.move_to(f"asked/{asked.id}")
        await reflection.press("enter", "tab")
        await reflection.type("Calls until noon")
        await reflection.press("f2")
        assert reflection.said.own_questions[0].reply == "Calls until noon"
        assert "they said: Calls until noon" in reflection.screen
        await reflection.press("d", "y")
        assert reflection.said.own_questions == ()


async def test_private_writing_is_not_shown_in_the_list() -> None:
    """The row says that there is something, the words below it are the person's own; the filter does not find them."""
    async with reflecting_on("nakatomi", "section/Private writing") as reflection:
        await reflection.press("I")
        await reflection.type(" was furious")
        await reflection.press("f2")
        assert reflection.said.private == "I was furious"
        assert "written, for nobody" in reflection.screen
        reflection.rows.move_to("section/Other thoughts")
        await reflection.pilot.pause()
        assert "furious" not in reflection.screen
        await reflection.press("escape", "slash")
        await reflection.type("furious")
        assert _shown(reflection.pilot) == []


async def test_the_only_interviewer_is_offered_as_who_asked() -> None:
    """Nothing has to be chosen where there is one person."""
    store = MemoryStore(DEMO)
    about = store.journal.interviews["nakatomi"]
    async with running(app_on(store), size=(80, 24)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/Examples given")
        await pilot.press("plus")
        await type_text(pilot, "Why us?")
        await pilot.press("f2")
        answer = store.journal.reflections["nakatomi"].answers[-1]
        assert answer.person_id == (about.interviewers[0] if len(about.interviewers) == 1 else None)


async def test_a_cue_is_put_away_brought_back_and_added() -> None:
    """`x` on its row, `R` in its section, `+` for one of your own and `e` for its words."""
    async with reflecting_on("nakatomi", "rating/camera-2") as reflection:
        await reflection.press("x")
        assert "rating/camera-2" not in reflection.rows._source.keys
        assert "Put away" in reflection.screen
        reflection.rows.move_to("section/Body language")
        await reflection.press("R", "enter")
        assert "rating/camera-2" in reflection.rows._source.keys
        await reflection.press("plus")
        await reflection.type("Nodding")
        await reflection.press("f2")
        reflection.rows.move_to("rating/nodding")
        await reflection.pilot.pause()
        assert "A plain rating from 1 to 5." in reflection.screen
        await reflection.press("4")
        reflection.rows.move_to("rating/nodding")
        await reflection.press("e")
        await reflection.type("Nods given")
        await reflection.press("f2")
        assert reflection.said.rating("nodding").value == 4
        assert "Nods given" in reflection.screen


async def test_a_rated_cue_that_is_put_away_stays_in_its_reflection() -> None:
    """Its row says so; it cannot be put away twice."""
    store = MemoryStore(DEMO)
    async with running(app_on(store), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "stark")
        cue = next(key for key in rows._source.keys if key in ("rating/hands-2", "rating/camera-2", "rating/pace-2"))
        rows.move_to(cue)
        await pilot.press("x")
        assert cue in rows._source.keys
        assert "(put away)" in text_of(pilot.app)
        before = store.journal
        rows.move_to(cue)
        await pilot.press("x")
        assert store.journal == before


async def test_a_plan_for_the_next_no_is_seen_while_the_next_one_is_recorded() -> None:
    """Written in the reflection; it stands under the outcome in the form, and in the notice after it."""
    planned = {key: pointer for key, pointer in DEMO.pointers.items() if pointer.occasion is not Occasion.DECISION}
    store = MemoryStore(replace(DEMO, pointers=planned))
    async with running(app_on(store), size=(120, 40)) as pilot:
        rows = await open_guided(pilot, "nakatomi")
        rows.move_to("section/When the next no comes")
        await pilot.press("plus", "enter")
        await type_text(pilot, "call a friend")
        await pilot.press("f2")
        (plan,) = for_a_no(store.journal.live_pointers)
        assert plan.sentence == "When the next no comes, I will call a friend."
        rows.move_to(f"pointer/{plan.id}")
        await pilot.press("escape", "o")
        assert "= Your plan: When the next no comes, I will call a friend." in text_of(pilot.app)
        await pilot.press("f2")
        assert "Your plan: When the next no comes" in pilot.app._notice  # type: ignore[attr-defined]


async def test_a_reason_says_what_it_usually_is() -> None:
    """The form says it beside the reason that is chosen, and it is taken where nothing else is."""
    async with reflecting_on("nakatomi", "section/Possible reasons") as reflection:
        await reflection.press("plus")
        form = reflection.app.screen
        assert isinstance(form, Form)
        assert "= usually not in my control" in reflection.screen
        form.fill({next(iter(form.values)): "answers stayed general"})
        await reflection.pilot.pause()
        assert "= usually in my control" in reflection.screen
        await reflection.press("f2")
        assert reflection.said.scenarios[-1].control is Control.MINE
