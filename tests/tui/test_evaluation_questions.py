"""The view Questions by keys: what is worth preparing, the next answer, an example of an answer, where it was asked."""

from tests.evaluation.histories import History
from tests.tui.evaluation_app import Opened, opened
from tests.tui.stand_ins import MemoryStore

from afterword.domain.evaluation.details import details
from afterword.domain.reflection import Answer, AnswerKind
from afterword.tui.panes.reflection import ReflectionPane
from afterword.tui.presenters.conversation import section_lines
from afterword.tui.screens.findings import SourcesPage
from afterword.tui.screens.form import Form
from afterword.tui.widgets.lines import words_of
from afterword.tui.widgets.virtual_list import VirtualList

LED = "question/stark-a1"


def answer_of(page: Opened, interview_id: str, answer_id: str) -> Answer:
    """That answer as it is stored."""
    answers = page.store.journal.reflections[interview_id].answers
    return next(answer for answer in answers if answer.id == answer_id)


def beside(page: Opened) -> str:
    """What stands beside the row under the cursor, unwrapped."""
    return words_of(section_lines(details(page.pane.known, page.key)))


async def test_what_is_worth_preparing_stands_first_with_all_that_is_known() -> None:
    """Asked twice without a result: the better answer, the example, every time it was asked stand beside it."""
    async with opened() as page:
        await page.press("Q")
        assert page.key == LED
        assert "Asked twice, never with a result." in page.screen
        for words in (
            "Asked twice, never with a result. Not enough the last time.",
            "Next time: I will begin with the forty services",
            "“Moving 40 services without a night shift”, told for it",
            "(Rosalind Franklin)",
            "example: an action, no result, not enough; they followed up.",
            "(Katherine Johnson)",
        ):
            assert words in beside(page), words


async def test_the_names_of_all_views_fit_at_eighty_columns() -> None:
    """The one that is seen stands whole among them."""
    async with opened(size=(80, 24)) as page:
        await page.press("Q")
        line = page.screen.split("\n")[1]
        assert "›[Q]uestions" in line
        assert "…" not in line


async def test_the_next_answer_is_written_where_the_cursor_is() -> None:
    """`e`, the words, `f2`; it is kept beside the answer, and `u` takes it back."""
    async with opened() as page:
        await page.press("Q")
        await page.down_to("question/initech-a1")
        await page.press("e")
        assert isinstance(page.app.screen, Form)
        await page.type("I will tell the queue that filled up")
        await page.press("f2")
        assert answer_of(page, "initech", "initech-a1").better == "I will tell the queue that filled up"
        assert page.key == "question/initech-a1"
        assert "Next time: I will tell the queue that filled up" in beside(page)
        await page.press("u")
        assert answer_of(page, "initech", "initech-a1").better == ""


async def test_a_better_answer_is_changed_where_it_was_written_first() -> None:
    """The question came again since; the words stay in one place."""
    async with opened() as page:
        await page.press("Q")
        await page.down_to("question/globex-a0")
        await page.press("e", "end")
        await page.type("!")
        await page.press("f2")
        assert answer_of(page, "acme", "acme-a1").better.endswith("!")
        assert answer_of(page, "globex", "globex-a0").better == ""


async def test_a_story_told_well_becomes_an_example_by_one_key() -> None:
    """The form begins with the question, its competency and what was noted; the answer is tied to what is saved."""
    life = History()
    life.interview("ward", 9)
    told = {"action": True, "result": True, "note": "I sorted them by what could not wait.", "competency": "teamwork"}
    life.answer("ward", AnswerKind.STORY, question="Tell me about three patients who called at once", **told)
    async with opened(MemoryStore(life.journal)) as page:
        await page.press("Q")
        assert "No example serves it yet." in beside(page)
        await page.press("a", "f2")
        (made,) = page.store.journal.live_examples
        assert (made.title, made.competencies) == ("Three patients who called at once", ("teamwork",))
        assert made.action == "I sorted them by what could not wait."
        assert answer_of(page, "ward", "ward-a0").example == made.id
        assert page.key == "question/ward-a0"
        assert "“Three patients who called at once”, told for it" in beside(page)
        await page.press("u")
        assert not page.store.journal.live_examples
        assert answer_of(page, "ward", "ward-a0").example is None


async def test_the_same_key_opens_the_example_that_was_told_for_it() -> None:
    """A second one is not made."""
    async with opened() as page:
        await page.press("Q", "a", "end")
        await page.type(", twice")
        await page.press("f2")
        assert page.store.journal.examples["migration"].title == "Moving 40 services without a night shift, twice"
        assert len(page.store.journal.live_examples) == 4


async def test_enter_leads_to_the_row_of_the_reflection_where_it_was_asked() -> None:
    """At once where it was asked once; of several times one is chosen first."""
    async with opened() as page:
        await page.press("Q")
        await page.down_to("question/initech-a1")
        await page.press("enter")
        pane = page.app.main_screen.pane
        assert isinstance(pane, ReflectionPane)
        rows = pane.query_one("#guided-rows", VirtualList)
        assert (rows.key, rows.has_focus) == ("answer/initech-a1", True)
        await page.press("escape", "3")
        await page.down_to(LED)
        await page.press("enter")
        assert isinstance(page.app.screen, SourcesPage)
        assert "2 sources" in page.screen
        await page.press("j", "enter")
        assert rows.key == "answer/wayne-a0"


async def test_what_you_asked_them_stands_below_with_what_they_said() -> None:
    """It can be gone to, and neither edited nor made an example."""
    async with opened() as page:
        await page.press("Q", "G", "k")
        assert page.key == "own-question/globex-q2"
        assert "It is new; they do not know yet." in beside(page)
        assert "One week in six; nobody is called twice in a row." in beside(page)
        await page.press("a")
        assert "Nothing can be added in this view." in page.screen
        await page.press("enter", "enter")
        pane = page.app.main_screen.pane
        assert pane.query_one("#guided-rows", VirtualList).key == "asked/globex-q2"


async def test_words_narrow_the_questions_by_all_that_stands_beside_them() -> None:
    """The name of somebody who asked finds what they asked."""
    async with opened() as page:
        await page.press("Q", "slash")
        await page.type("Rosalind")
        await page.press("enter")
        assert page.key == LED
        assert "Why do you want to leave?" in page.screen
        assert "Parse this log" not in page.screen


async def test_the_interviews_that_count_decide_which_questions_stand_there() -> None:
    """A role leaves the questions of other roles out."""
    async with opened() as page:
        await page.press("Q", "f", "right")
        await page.press("f2")
        asked = {question.latest.interview.role for question in page.pane.known.questions.theirs}
        assert asked == {page.pane.known.evaluation.chosen.role}


async def test_an_empty_view_says_where_questions_come_from() -> None:
    """Nothing is asked of somebody who has just begun."""
    async with opened(MemoryStore()) as page:
        await page.press("Q")
        assert "Here stands every question they asked" in page.screen
        await page.press("a")
        assert "Nothing can be added in this view." in page.screen


async def test_a_question_that_was_asked_before_is_known_while_it_is_typed() -> None:
    """Below the field stands where it was asked, how it went and the better answer."""
    async with opened(size=(80, 24)) as page:
        await page.press("1")
        pane = page.app.main_screen.pane
        pane.go_to("nakatomi")
        rows = pane.query_one("#guided-rows", VirtualList)
        assert rows.move_to("section/Examples given")
        await page.press("enter")
        await page.type("A project you led")
        shown = " ".join(page.screen.replace("│", " ").replace("▁", " ").split())
        for words in (
            "= asked twice before, last at Stark Industries",
            "; never with a result;",
            "better: “I will begin",
        ):
            assert words in shown, shown
