"""What a person does in the evaluation pane: examples, pointers, competencies, advice, each verb with its way back."""

from datetime import date

from tests.tui.evaluation_app import Opened, opened
from tests.tui.stand_ins import MemoryStore

from afterword.domain.journal import Journal
from afterword.domain.practice import Competency
from afterword.tui.screens.dialogs import Pick
from afterword.tui.screens.form import Form


async def chosen(page: Opened, words: str) -> None:
    """Choose in a list by typing."""
    assert isinstance(page.app.screen, Pick)
    await page.type(words)
    await page.press("enter")


# ── examples ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_first_example_is_added_from_the_empty_bank() -> None:
    """`a`, a title, save: it stands in the bank, and the words beside it say what to write next."""
    store = MemoryStore()
    async with opened(store, size=(80, 24)) as page:
        await page.press("X", "a")
        await page.type("The burst pipe")
        await page.press("f2")
        (made,) = store.journal.live_examples
        assert made.title == "The burst pipe"
        assert page.key == f"example/{made.id}"
        assert "Next: Write what you did yourself, step by step." in page.screen
        assert "0 %" in page.screen


async def test_an_example_is_edited_and_its_meter_moves() -> None:
    """`e` opens all parts of the story; what is typed is kept."""
    async with opened() as page:
        await page.press("X", "j", "e")
        assert isinstance(page.app.screen, Form)
        await page.press("tab", "tab", "tab")
        await page.type("I sat beside them for a week and wrote down each question they asked")
        await page.press("f2")
        example = page.store.journal.examples[page.key.partition("/")[2]]
        assert example.action.startswith("I sat beside them")
        assert "Next: Write how it ended" in page.screen


async def test_the_form_says_how_far_the_action_carries_the_story() -> None:
    """While it is typed, a bar and what is missing stand below the action."""
    async with opened(size=(80, 24)) as page:
        await page.press("X", "a", "tab", "tab", "tab")
        await page.type("I did five things")
        assert "4 of about 25 words; missing: what you did" in page.screen
        assert "yourself, step by step" in page.screen


async def test_removing_an_example_asks_first_and_it_can_be_brought_back() -> None:
    """Enter leaves it; y removes it; `R` brings it back later."""
    async with opened() as page:
        await page.press("X", "d", "enter")
        assert len(page.store.journal.live_examples) == 4
        await page.press("d", "y")
        assert len(page.store.journal.live_examples) == 3
        await page.press("R", "enter")
        assert len(page.store.journal.live_examples) == 4


async def test_an_example_for_a_gap_is_tied_to_its_competency() -> None:
    """In Coverage `a` begins an example that already shows the competency under the cursor."""
    async with opened() as page:
        await page.press("C")
        assert page.key == "cover/motivation"
        await page.press("a")
        await page.type("Why this team")
        await page.press("f2")
        (made,) = (one for one in page.store.journal.live_examples if one.title == "Why this team")
        assert made.competencies == ("motivation",)
        assert "0 of 2, 1 begun" in page.screen


async def test_enter_in_the_matrix_goes_to_an_example_or_says_that_there_is_none() -> None:
    """A covered line leads to its example; an empty one names the key that adds one."""
    async with opened() as page:
        await page.press("C", "enter")
        assert "No example shows it yet; a adds one." in page.screen
        await page.down_to("cover/learning")
        await page.press("enter")
        assert page.pane.view_id == "examples"
        assert "queue" in page.pane.known.journal.examples[page.key.partition("/")[2]].title


# ── pointers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_finding_becomes_a_pointer_with_one_key() -> None:
    """`i` offers words from what was said; saving ties the pointer to the finding."""
    async with opened() as page:
        await page.down_to("competency/ownership")
        await page.press("i", "f2")
        made = page.store.journal.live_pointers[-1]
        assert made.finding_id == "soylent-0-r-f1"
        assert "what you did yourself" in made.sentence
        await page.press("u")
        assert made.id not in page.store.journal.pointers


async def test_a_pointer_is_made_from_a_source() -> None:
    """The same key works on the page of sources."""
    async with opened() as page:
        await page.press("A")
        await page.down_to("advice/initech-0-r-f3")
        await page.press("enter", "i", "f2", "escape")
        assert page.store.journal.live_pointers[-1].finding_id == "initech-0-r-f3"


async def test_a_pointer_is_added_edited_and_removed() -> None:
    """Both halves are typed; `e` changes them; `d` and y remove it."""
    async with opened(MemoryStore()) as page:
        await page.press("P", "a")
        await page.type("they are silent")
        await page.press("tab")
        await page.type("ask what they would like to hear more about")
        await page.press("enter")
        (made,) = page.store.journal.live_pointers
        assert made.sentence == "When they are silent, I will ask what they would like to hear more about."
        await page.press("e", "end")
        await page.type(" for long")
        await page.press("enter", "enter")
        assert page.store.journal.pointers[made.id].when == "they are silent for long"
        await page.press("d", "y")
        assert page.store.journal.live_pointers == ()


async def test_the_history_of_a_pointer_is_told() -> None:
    """What became of it in each interview, and which ratings went with it."""
    async with opened(size=(80, 40)) as page:
        await page.press("P")
        await page.down_to("pointer/p-aloud")
        words = " ".join(page.screen.split())
        assert "So far: done 1 Nov" in words
        assert "Communication: rated" in words
        assert "one need not be the cause" in words


# ── competencies ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_competency_is_added_and_renamed() -> None:
    """A new one stands among the unknown with its anchor; renaming keeps what is tied to it."""
    async with opened() as page:
        await page.press("a")
        await page.type("Patience")
        await page.press("tab")
        await page.type("Waits for the end of the question.")
        await page.press("enter")
        assert page.store.journal.competencies["patience"].anchor == "Waits for the end of the question."
        await page.down_to("competency/communication")
        await page.press("e", "end")
        await page.type(" and listening")
        await page.press("enter")
        assert "Communication and l" in page.screen
        assert "“we could not follow your" in page.screen


async def test_a_name_that_is_taken_keeps_the_form_open() -> None:
    """The refusal is shown in the form with what was typed."""
    async with opened() as page:
        await page.press("a")
        await page.type("teamwork")
        await page.press("enter")
        assert isinstance(page.app.screen, Form)
        assert "There is a competency called “Teamwork” already." in page.screen


async def test_merging_moves_everything_and_undo_takes_it_back() -> None:
    """What was said of one stands under the other afterwards."""
    async with opened() as page:
        await page.down_to("competency/ownership")
        await page.press("m")
        await chosen(page, "leadership")
        await page.press("y")
        assert page.store.journal.findings["soylent-0-r-f1"].competency == "leadership"
        await page.press("u")
        assert page.store.journal.findings["soylent-0-r-f1"].competency == "ownership"


async def test_an_archived_competency_is_out_of_the_way_and_comes_back() -> None:
    """`d` and y archive it; `R` lists it."""
    async with opened() as page:
        await page.down_to("competency/leadership")
        await page.press("d", "y")
        assert "Leadership is archived" in page.screen
        assert page.store.journal.competencies["leadership"].archived
        await page.press("R", "enter")
        assert not page.store.journal.competencies["leadership"].archived


async def test_why_me_is_written_where_the_competency_stands() -> None:
    """`w` keeps your own line; it shows beside the competency."""
    async with opened() as page:
        await page.down_to("competency/teamwork")
        await page.press("w")
        await page.type("I make quiet people heard.")
        await page.press("enter")
        assert page.store.journal.competencies["teamwork"].why_me == "I make quiet people heard."
        assert "Why me: I make quiet people heard." in page.screen


async def test_a_competency_alone_shows_without_any_interview() -> None:
    """Once one was added, the overview lists them instead of teaching."""
    store = MemoryStore(Journal(competencies={"calm": Competency(id="calm", name="Calm")}))
    async with opened(store, size=(80, 24)) as page:
        await page.press("G")
        assert "Calm" in page.screen
        assert "? unknown" in page.screen


# ── advice and openings ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_advice_gets_a_day_is_done_and_loses_it() -> None:
    """`t` plans, space marks as done and back, `x` takes the action away."""
    async with opened() as page:
        await page.press("A")
        await page.down_to("advice/cyberdyne-0-r-f2")
        await page.press("space")
        assert "Give it a day first." in page.screen
        await page.press("t")
        await page.type("Tell one story to a friend")
        await page.press("enter")
        todo = page.store.journal.findings["cyberdyne-0-r-f2"].todo
        assert todo is not None
        assert (todo.text, todo.due) == ("Tell one story to a friend", date(2026, 11, 25))
        await page.press("space")
        assert "done Wed 18 Nov" in page.screen
        await page.press("space", "x")
        assert page.store.journal.findings["cyberdyne-0-r-f2"].todo is None


async def test_a_plan_saved_as_it_was_says_so() -> None:
    """Only what is new is said to be planned."""
    async with opened() as page:
        await page.press("A")
        await page.down_to("advice/cyberdyne-0-r-f2")
        await page.press("t", "f2")
        assert "Planned; it shows among what is due on that day" in page.screen
        await page.press("t", "f2")
        assert "Nothing was changed" in page.screen
        await page.press("t")
        await page.type("Another way")
        await page.press("f2")
        assert "Planned; it shows" in page.screen


async def test_the_day_to_write_again_is_planned_and_taken_away() -> None:
    """`t` on an opening plans the day, `x` takes it away."""
    async with opened() as page:
        await page.press("A")
        await page.down_to("opening/wayne-0-r-f2")
        await page.press("t", "f2")
        assert _planned(page) is not None
        await page.press("x")
        assert _planned(page) is None


def _planned(page: Opened) -> date | None:
    """The day that is planned for what they said."""
    openings = page.pane.known.evaluation.openings
    return next(known.planned for known in openings if known.source.finding_id == "wayne-0-r-f2")


async def test_words_without_a_competency_are_tied_on_the_page_of_sources() -> None:
    """`c` ties them; the overview counts them at once."""
    async with opened() as page:
        await page.down_to("competency/teamwork")
        await page.press("enter")
        while "credited" not in page.screen.split("─")[-1]:
            await page.press("j")
        await page.press("c")
        await chosen(page, "leader")
        assert page.store.journal.findings["wayne-0-r-f1"].competency == "leadership"
        assert "Now tied to Leadership" in page.screen
