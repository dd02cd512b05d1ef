"""The frame: panes, notices, undo, what another process wrote, leaving."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

import pytest
from tests.tui.running import running
from tests.tui.screens import text_of
from tests.tui.stand_in_pane import StandIn
from tests.tui.stand_ins import NOW, MemoryStore, services
from textual import events
from textual.pilot import Pilot

from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.people import NamedAddress
from afterword.errors import SaveFailed, StoreUnusable, UserError
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.panes.pane import Pane
from afterword.tui.screens.dialogs import Confirm, HelpDialog
from afterword.tui.screens.page import Box
from afterword.tui.widgets.bars import HeaderLine, due_in
from afterword.tui.widgets.virtual_list import VirtualList

ADA = NamedAddress("Ada Byron", "ada@example.org")


@dataclass
class World:
    """An app on a journal in memory, and which panes were built."""

    store: MemoryStore
    services: Services
    app: AfterwordApp
    built: list[str]

    @property
    def pane(self) -> StandIn:
        """The pane that is seen."""
        pane = self.app.main_screen.pane
        assert isinstance(pane, StandIn)
        return pane


def world(settings: Settings | None = None) -> World:
    """A fresh world."""
    store = MemoryStore()
    bundle = services(store)
    built: list[str] = []

    def build(pane_id: str, wired: Services) -> Pane:
        built.append(pane_id)
        return StandIn(pane_id, wired)

    return World(store, bundle, AfterwordApp(bundle, settings or Settings(), build), built)


def add_interview(bundle: Services, company: str = "Initech") -> Interview:
    """One interview, held two days ago."""
    return bundle.interviews.add(
        {"company": company, "role": "Backend", "at": NOW - timedelta(days=2), "zone": "UTC", "interviewers": (ADA,)}
    )


def bottom(app: AfterwordApp) -> list[str]:
    """The status line and the keys."""
    return text_of(app).splitlines()[-2:]


async def until_seen(pilot: Pilot[None], words: str) -> str:
    """The screen as soon as it shows these words; the test's own time limit ends a vain wait."""
    async with asyncio.timeout(10):
        while words not in (seen := text_of(pilot.app)):
            await pilot.pause()
    return seen


async def test_header_names_the_program_the_panes_and_what_is_due() -> None:
    """The first line holds the title, the three tabs with the active one marked, and the due words at its right end."""
    here = world()
    async with running(here.app, size=(120, 40)) as pilot:
        await pilot.pause()
        first = text_of(here.app).splitlines()[0]
        assert first.startswith(" Afterword")
        assert "[1 Reflection]" in first
        assert " 2 Feedback " in first
        assert first.rstrip().endswith("nothing due today (0)")


async def test_header_at_80_columns_keeps_the_due_words_and_gives_up_the_title() -> None:
    """At 80 columns the words about today matter more than the name of the program."""
    here = world()
    for number in range(12):
        done = add_interview(here.services, f"Company {number}")
        here.services.interviews.hear(done.id, {"outcome": Outcome.REJECTED, "outcome_on": done.day})
    async with running(here.app, size=(80, 24)) as pilot:
        await pilot.pause()
        first = text_of(here.app).splitlines()[0]
        assert "24 due: ask Ada, …" in first or "24 due: ask Ada, ask Ada …" in first
        assert "3 Evaluation" in first
        assert len(first) <= 80


@pytest.mark.parametrize("active", ["reflection", "feedback", "evaluation", "today"])
@pytest.mark.parametrize("width", [60, 70, 80, 120])
def test_due_words_never_touch_the_tabs(active: str, width: int) -> None:
    """A blank stands between them, and nothing runs over the edge."""
    line = HeaderLine(sample=True)
    line.show(active=active, words="9 due: thank Ada, mend the address of Joan, ask Mary, ask Max")
    shown = "".join(piece.text for piece in line.line(0, width))
    left, _, right = shown.partition("3 Evaluation")
    assert left
    assert right[1:2] in ("", " ")
    assert len(shown) <= width


def test_due_words_that_do_not_fit_are_left_out_whole() -> None:
    """How much is due and the key that shows it stay; half a word about one thing tells nothing."""
    words = "3 due: thank Ada, ask Mary, reflect on Initech"
    assert due_in(words, "0", 60) == "3 due: thank Ada, ask Mary, reflect on Initech (0) "
    assert due_in(words, "0", 40) == "3 due: thank Ada, ask Mary … (0) "
    assert due_in(words, "0", 25) == "3 due: thank Ada … (0) "
    assert due_in("1 due: reflect on Initech GmbH", "0", 30) == "1 due: reflect on Initec… (0) "
    ahead = "2 due: Universitätsklinikum Hamburg-Eppendorf in 3 days, ask Mary"
    assert due_in(ahead, "0", 40) == "2 due: Universitätsklini… in 3 days (0) "
    assert due_in(words, "0", 12) == "3 due (0) "
    assert due_in("nothing due today", "0", 18) == "nothing due (0) "
    assert due_in(words, "0", 5) == "0 3… "
    assert due_in("nothing due today", "0", 30) == "nothing due today (0) "


async def test_a_click_on_what_is_due_shows_today() -> None:
    """The words at the right are a tab of their own."""
    here = world()
    async with running(here.app, size=(80, 24)) as pilot:
        await pilot.click(HeaderLine, offset=(75, 0))
        await pilot.pause()
        assert here.pane.id == "today"
        assert "[0 Today]" in text_of(here.app).splitlines()[0]


async def test_panes_are_built_when_first_shown_and_kept() -> None:
    """Only the first pane exists at the start; going to another builds it once."""
    here = world()
    async with running(here.app) as pilot:
        await pilot.pause()
        assert here.built == ["reflection"]
        await pilot.press("3", "1", "3")
        assert here.built == ["reflection", "evaluation"]
        assert here.pane.id == "evaluation"


async def test_a_change_reaches_the_pane_that_is_seen_and_others_when_they_are() -> None:
    """After a verb only the visible pane re-reads; a hidden one does when it is shown, and not again without need."""
    here = world()
    async with running(here.app) as pilot:
        await pilot.press("2", "1")
        reflection, feedback = here.app.main_screen.query(StandIn)
        assert (len(reflection.shown), len(feedback.shown)) == (1, 1)
        here.app.run_service(lambda: add_interview(here.services), "Saved")
        await pilot.pause()
        assert (len(reflection.shown), len(feedback.shown)) == (2, 1)
        await pilot.press("2")
        assert len(feedback.shown) == 2
        assert feedback.shown[-1] is here.store.journal
        await pilot.press("1", "2")
        assert (len(reflection.shown), len(feedback.shown)) == (2, 2)


async def test_what_was_done_is_said_and_an_error_says_what_to_do() -> None:
    """A verb that worked leaves its word in the status line; one that failed leaves its sentence with the hint."""
    here = world()
    async with running(here.app, size=(120, 30)) as pilot:
        assert here.app.run_service(lambda: 7, "Saved [b]it[/b]") == 7
        await pilot.pause()
        assert "✓ Saved [b]it[/b]" in bottom(here.app)[0]

        def fail() -> int:
            raise SaveFailed("The disk is full.", "Nothing was changed.", "Free some space.")

        assert here.app.run_service(fail, "Saved") is None
        await pilot.pause()
        assert "! The disk is full. Nothing was changed. Free some space." in bottom(here.app)[0]


async def test_a_mistake_in_the_program_is_a_sentence_too() -> None:
    """An exception nobody foresaw is shown, and the app goes on."""
    here = world()
    async with running(here.app, size=(120, 30)) as pilot:
        here.app.run_service(lambda: 1 // 0)
        await pilot.pause()
        assert "Something went wrong that should not have." in text_of(here.app)
        await pilot.press("2")
        assert here.pane.id == "feedback"


async def test_an_error_can_be_told_nearer_to_its_cause() -> None:
    """With `tell` the status line stays as it was."""
    here = world()
    told: list[str] = []

    def fail() -> None:
        raise UserError("No.")

    async with running(here.app) as pilot:
        here.app.run_service(fail, tell=lambda error: told.append(error.title))
        await pilot.pause()
        assert told == ["No."]
        assert "No." not in bottom(here.app)[0]


async def test_undo_and_redo_name_the_step() -> None:
    """`u` takes the last change back and `U` brings it again; both say which one."""
    here = world()
    added = add_interview(here.services)
    async with running(here.app, size=(100, 30)) as pilot:
        await pilot.press("u")
        assert added.id not in here.store.journal.interviews
        assert "Undone: " in bottom(here.app)[0]
        await pilot.press("U")
        assert added.id in here.store.journal.interviews
        assert "Done again: " in bottom(here.app)[0]
        await pilot.press("U")
        assert "There is nothing to redo." in bottom(here.app)[0]


async def test_another_process_shows_up_within_two_seconds() -> None:
    """What somebody else writes reaches the visible pane without a key."""
    here = world()
    application = Application(id="y", company="Hooli", role="SRE", created=NOW)
    interview = Interview(id="x", application_id="y", company="Hooli", role="SRE", at=NOW, zone="UTC", created=NOW)
    async with running(here.app) as pilot:
        await pilot.pause()
        begin = asyncio.get_running_loop().time()
        here.store.write_elsewhere(application, interview)
        async with asyncio.timeout(2):
            while here.pane.shown[-1].interviews != {"x": interview}:
                await pilot.pause()
        assert asyncio.get_running_loop().time() - begin < 2


async def test_n_goes_round_what_is_due() -> None:
    """`n` shows the pane of the next due thing, goes to its record, and begins again after the last."""
    here = world()
    first, second = add_interview(here.services), add_interview(here.services, "Hooli")
    async with running(here.app, size=(120, 30)) as pilot:
        await pilot.press("3")
        seen = []
        for _ in range(3):
            await pilot.press("n")
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            seen.append(here.pane.went_to)
        assert {seen[0], seen[1]} == {first.id, second.id}
        assert seen[2] == seen[0]
        assert here.pane.id == "reflection"
        assert "1 of 2 due: " in bottom(here.app)[0]


async def test_n_says_so_when_nothing_is_due() -> None:
    """With nothing due `n` stays where it is."""
    here = world()
    async with running(here.app) as pilot:
        await pilot.press("n")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Nothing is due today." in bottom(here.app)[0]


async def test_escape_clears_the_filter_and_the_notice() -> None:
    """`esc` asks the pane to clear and takes the notice away."""
    here = world()
    async with running(here.app) as pilot:
        here.pane.filtered = True
        here.app.say("Something")
        await pilot.press("escape")
        assert not here.pane.filtered
        assert "Something" not in bottom(here.app)[0]


async def test_q_leaves_at_the_top_only() -> None:
    """`q` closes help first, and the program only where nothing lies over the panes."""
    here = world()
    async with running(here.app) as pilot:
        await pilot.press("question_mark")
        assert isinstance(here.app.screen, HelpDialog)
        await pilot.press("q")
        assert len(here.app.screen_stack) == 1
        assert here.app.is_running
        await pilot.press("q")
        assert not here.app.is_running


async def test_footer_holds_the_keys_and_the_pane_s_words() -> None:
    """The last two lines: summary at the right of the first, keys with help at the end of the second."""
    here = world()
    async with running(here.app, size=(80, 24)) as pilot:
        await pilot.pause()
        status, keys = bottom(here.app)
        assert status.endswith("asked 9 · replied 5 (56 %)")
        assert "n next due" in keys
        assert keys.endswith("? help")


async def test_the_keymap_moves_a_key_everywhere() -> None:
    """A key of the person's own choice acts, is shown, and the old one is dead."""
    here = world(Settings(keys=MappingProxyType({"app.feedback": "f", "app.next-due": "x"})))
    async with running(here.app, size=(80, 24)) as pilot:
        await pilot.press("2")
        assert here.pane.id == "reflection"
        await pilot.press("f")
        assert here.pane.id == "feedback"
        assert "x next due" in bottom(here.app)[1]
        await pilot.press("question_mark")
        assert " f " in text_of(here.app)


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False), ("escape", False), ("enter", False)])
async def test_a_question_is_answered_by_one_key_and_no_is_the_default(key: str, *, answer: bool) -> None:
    """Only `y` says yes."""
    here = world()
    answers: list[bool | None] = []
    async with running(here.app) as pilot:
        here.app.push_screen(Confirm("Remove it?", "It can be brought back."), answers.append)
        await pilot.pause()
        assert "Remove it?" in text_of(here.app)
        await pilot.press("2", key)
        assert answers == [answer]
        assert here.pane.id == "reflection"


@pytest.mark.parametrize(
    ("size", "question", "title"),
    [
        ((80, 24), "Remove Initech · SRE?", "Remove Initech · SRE?"),
        (
            (80, 24),
            "You were noting your arrival at Oscorp (today 20:2)?",
            "You were noting your arrival at Oscorp (today 20:2)?",
        ),
        ((80, 24), "Remove " + "a very " * 10 + "long name?", "One question"),
        ((40, 12), "Discard the draft to Ada Byron of Initech?", "One question"),
    ],
)
async def test_a_question_has_a_title_as_every_dialog(size: tuple[int, int], question: str, title: str) -> None:
    """It is its own title while the frame has room for it; then nothing of it is cut."""
    here = world()
    async with running(here.app, size=size) as pilot:
        here.app.push_screen(Confirm(question, "u brings it back."))
        await pilot.pause()
        box = here.app.screen.query_one(Box)
        assert str(box.border_title).strip() == title
        assert title in text_of(here.app)
        assert here.app.screen.query_one(".-question").display is (title != question)


async def test_keys_typed_fast_reach_the_pane_that_was_just_shown() -> None:
    """A key right behind a pane's number acts in that pane, whether it was there before or not."""
    here = world()
    async with running(here.app, size=(80, 24)) as pilot:
        await pilot.press("2", "1")
        for key in ("2", "down"):
            here.app.post_message(events.Key(key, None))
        async with asyncio.timeout(20):
            while [listed.key for listed in here.app.main_screen.query(VirtualList)] != ["0", "1"]:
                await pilot.pause()


async def test_the_frame_is_seen_before_the_journal_is_opened() -> None:
    """Given a call that opens the services, header and footer stand before it is made, and the pane comes after."""
    opened: list[str] = []
    store = MemoryStore()
    frame: list[AfterwordApp] = []

    def open_services() -> Services:
        opened.append(text_of(frame[0]).splitlines()[0])
        return services(store)

    frame.append(AfterwordApp(open_services, Settings(), StandIn))
    async with running(frame[0], size=(80, 24)) as pilot:
        seen = await until_seen(pilot, "Person 3")
        assert " 1 Reflection " in opened[0]
        assert len(opened) == 1
        assert "nothing due today" in seen
        await pilot.press("down")
        assert "Details of 1" in text_of(frame[0])


async def test_a_click_on_a_part_that_has_just_gone_does_nothing() -> None:
    """The terminal still shows it, since the next frame is not drawn yet; the pane goes on."""
    here = world()
    async with running(here.app, size=(120, 40)) as pilot:
        clicked, _ = here.app.screen.get_widget_at(60, 20)
        await clicked.remove()
        for kind in (events.MouseDown, events.MouseUp):
            here.app.post_message(kind(None, 60, 20, 0, 0, 1, False, False, False, 60, 20))
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(here.app.screen, HelpDialog)


async def test_a_journal_that_cannot_be_used_ends_the_app_with_its_error() -> None:
    """The error is kept for whoever started the app; no pane was built."""
    error = StoreUnusable("The journal is damaged.", "It has not been touched.", "Run: afterword doctor.")

    def open_services() -> Services:
        raise error

    frame = AfterwordApp(open_services, Settings(), StandIn)
    async with running(frame) as pilot:
        async with asyncio.timeout(10):
            while frame.failure is None:
                await pilot.pause()
        assert frame.failure is error
        assert frame.return_code == 1
        assert not frame.main_screen.is_ready


async def test_what_was_left_out_of_the_journal_is_told() -> None:
    """A value that could not be read is named in the footer with the command that helps, and names itself once."""
    here = world()
    here.store.apart = ("reflections → i1 → ratings[0] → value is 9: 9 is not on the scale",)
    async with running(here.app, size=(120, 40)) as pilot:
        await pilot.pause()
        assert "1 value is left out; see: afterword doctor. reflections → i1" in text_of(here.app)
        here.app.say("Something else")
        here.app.main_screen.refresh_summary()
        await pilot.pause()
        assert "left out" not in text_of(here.app)
