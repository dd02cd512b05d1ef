"""The order of the tracker: by application, by any column; and several lines ticked for one verb."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import ADA, EMILIE, GRACE, HEDY, JOAN, LINUS, MARY, RADIA, Opened, opened, sample
from tests.tui.pty_app import on_terminal
from tests.tui.running import running
from tests.tui.screens import text_of
from textual.pilot import Pilot

from afterword.desktop import Clipboard
from afterword.domain.conversation.request import CloseAs, EventKind, Letter
from afterword.domain.conversation.tracking import State
from afterword.tui.presenters.tracker import USUAL, TrackerOrder, by_application, in_order
from afterword.tui.screens.form import Form
from afterword.tui.widgets.bars import KeyFooter
from afterword.tui.widgets.virtual_list import Row, VirtualList

TICK = "✓"
CHARLES, ANNIE = "initech-call-0-r", "initech-code-0-r"


def shown(feedback: Opened) -> list[str]:
    """The keys of the lines in the list, as they stand."""
    listed = feedback.pane.query_one(VirtualList)
    return [key for key in listed._source.keys if key not in listed._source.headings]


def lines_of(screen: str, words: str) -> str:
    """The line of the screen that holds these words."""
    return next(line for line in screen.splitlines() if words in line)


async def tick(feedback: Opened, *request_ids: str) -> None:
    """Tick these lines."""
    for request_id in request_ids:
        await feedback.on(request_id)
        await feedback.press("space")


# ── by application ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_g_puts_the_lines_under_their_applications() -> None:
    """A heading says company, role, how it ended and how many replied; the people stand below, with their round."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("g")
        lines = feedback.screen.splitlines()
        place = next(place for place, line in enumerate(lines) if line.startswith("Initech · Backend engineer ─"))
        assert lines[place].endswith("rejected 6 Nov · 1 of 4 replied")
        people = "\n".join(lines[place + 1 : place + 5])
        for person in ("›R System design", " . Coding"):
            assert person in people
        assert "Ada Byron" in people
        assert "by application" in feedback.pane.summary()
        await feedback.press("g")
        assert "─ rejected" not in feedback.screen
        assert feedback.pane.line is not None
        assert feedback.pane.line.request.id == ADA


async def test_the_cursor_passes_over_headings_and_home_shows_the_first() -> None:
    """Every key lands on a conversation; a verb never meets a heading."""
    async with opened() as feedback:
        await feedback.press("g")
        for key in ("home", *["down"] * 13, *["up"] * 13, "pagedown", "pageup", "end", "home"):
            await feedback.press(key)
            assert feedback.pane.line is not None, key
        assert feedback.screen.splitlines()[2].startswith("Tyrell · Tools engineer")


async def test_the_grouping_lasts_for_the_session() -> None:
    """Another pane, another journal, a filter: it stays until it is turned off."""
    async with opened() as feedback:
        await feedback.press("g", "1", "2", "slash")
        await feedback.type("grace")
        await feedback.press("enter")
        assert "Initech · Backend engineer ─" in feedback.screen
        assert "1 of 4 replied" in feedback.screen
        assert shown(feedback) == [GRACE]


# ── by any column ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("presses", "title", "value"),
    [
        (1, "▲", lambda line: list(State).index(line.track.state)),
        (2, "▲company", lambda line: line.interview.company.casefold()),
        (3, "▲who", lambda line: line.interviewer.name.casefold()),
        (4, "▲state", lambda line: list(State).index(line.track.state)),
    ],
)
async def test_it_sorts_by_the_next_column_and_marks_it(presses: int, title: str, value: object) -> None:
    """Each press takes the next column; lines without a value stand last, whichever way round."""
    assert callable(value)
    async with opened() as feedback:
        await feedback.press(*[">"] * presses)
        assert title in feedback.screen
        for turned in (False, True):
            lines = {line.request.id: line for line in feedback.app.services.overview.tracker()}
            values = [value(lines[key]) for key in shown(feedback)]
            there = [one for one in values if one is not None]
            assert there == sorted(there, reverse=turned)
            assert values == there + [None] * (len(values) - len(there))
            await feedback.press("<")


async def test_at_first_what_is_due_stands_first_and_five_presses_lead_back() -> None:
    """The usual order is the one of the overview, marked at the next step; it needs no words."""
    async with opened() as feedback:
        usual = [line.request.id for line in feedback.app.services.overview.tracker()]
        assert shown(feedback) == usual
        assert "▲next" in feedback.screen
        assert feedback.pane.order_words() == ""
        await feedback.press(">")
        assert shown(feedback) != usual
        assert feedback.pane.order_words() == "by state, first steps first"
        await feedback.press(*[">"] * 4)
        assert shown(feedback) == usual


async def test_applications_follow_the_order_of_their_first_line() -> None:
    """Sorted by company and grouped, the headings go from A to Z, and every line stands under its own."""
    async with opened() as feedback:
        await feedback.press("g", ">", ">")
        keys = feedback.pane.query_one(VirtualList)._source.keys
        lines = {line.request.id: line for line in feedback.app.services.overview.tracker()}
        companies = [lines[key].interview.company for key in keys if key in lines]
        assert companies == sorted(companies)
        assert len(keys) == len(lines) + len(set(companies))


def test_equal_lines_keep_the_order_they_had() -> None:
    """Two people of one interview are sorted by company alike, and stand as they were given, turned round or not."""
    from tests.tui.stand_ins import services

    given = services(sample()).overview.tracker()
    for turned in (False, True):
        found = [line.request.id for line in in_order(given, TrackerOrder("place", turned))]
        assert found.index(ADA) < found.index(GRACE)
    assert sum(map(len, by_application(given).values())) == len(given)


# ── ticks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_tick_is_a_sign_and_a_count_and_goes_with_esc() -> None:
    """`space` ticks and goes on; the status line counts; `esc` takes the ticks away."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("space", "space")
        assert feedback.screen.count(TICK) == 2
        assert "2 ticked" in feedback.screen
        assert "z snooze 2" in feedback.screen
        await feedback.press("escape")
        assert TICK not in feedback.screen
        assert "ticked" not in feedback.screen


async def test_esc_clears_the_filter_before_the_ticks() -> None:
    """Ticks survive a filter and its end; those that it hides are told."""
    async with opened() as feedback:
        await tick(feedback, ADA, LINUS)
        await feedback.press("slash")
        await feedback.type("hooli")
        await feedback.press("enter")
        assert "2 ticked, 1 hidden" in feedback.screen
        await feedback.press("escape")
        assert {line.request.id for line in feedback.pane.chosen} == {ADA, LINUS}
        await feedback.press("escape")
        assert len(feedback.pane.chosen) == 1


async def test_a_tick_outlives_a_new_reading_and_goes_with_its_line() -> None:
    """What another window does to the journal keeps the ticks; a line that is gone keeps none."""
    async with opened() as feedback:
        await tick(feedback, ADA, LINUS)
        hooli = feedback.store.journal.interviews["hooli"]
        feedback.store.write_elsewhere(replace(hooli, deleted=hooli.created))
        feedback.app._look()
        await feedback.pilot.pause()
        assert {line.request.id for line in feedback.pane.chosen} == {ADA}
        await feedback.press("u")
        assert "1 ticked" in feedback.screen


async def test_the_asterisk_ticks_what_is_shown_and_unticks_it_again() -> None:
    """With a filter, that is a whole application."""
    async with opened() as feedback:
        await feedback.press("slash")
        await feedback.type("initech")
        await feedback.press("enter", "asterisk")
        assert {line.request.id for line in feedback.pane.chosen} == {ADA, GRACE, CHARLES, ANNIE}
        await feedback.press("asterisk")
        assert "ticked" not in feedback.screen


# ── one verb for several ──────────────────────────────────────────────────────────────────────────────────────────


async def test_several_conversations_rest_until_a_day_and_one_undo_wakes_them() -> None:
    """`z` asks once; the step has a name that says how many; `u` takes all of it back."""
    async with opened() as feedback:
        before = feedback.store.journal.requests
        await tick(feedback, MARY, LINUS)
        await feedback.press("z")
        assert "Snooze: 2 conversations" in feedback.screen
        await feedback.press("enter")
        for request_id in (MARY, LINUS):
            assert feedback.request(request_id).events[-1].kind is EventKind.SNOOZED
        assert "2 conversations: resting; u takes it back" in feedback.screen
        assert "ticked" not in feedback.pane.summary()
        await feedback.press("u")
        assert "Undone: snooze 2 conversations" in feedback.screen
        assert feedback.store.journal.requests == before


async def test_who_cannot_is_left_as_before_with_the_reason() -> None:
    """Nothing is due with one of them; the others rest, and the sentence says why one does not."""
    async with opened() as feedback:
        await tick(feedback, LINUS, RADIA)
        await feedback.press("c", *"done", "enter")
        assert feedback.request(LINUS).events[-1].close_as is CloseAs.DONE
        assert feedback.request(RADIA).events[-1].close_as is CloseAs.DECLINED
        assert "1 conversation: closed as done. 1 not: This conversation is closed" in feedback.screen


async def test_where_nobody_can_the_form_says_why_and_nothing_is_lost() -> None:
    """A day that has passed is refused for all: the form stays open, the ticks stay, nothing is stored."""
    async with opened() as feedback:
        before = feedback.store.journal.requests
        await tick(feedback, GRACE, LINUS)
        await feedback.press("z", "backspace", "backspace", "backspace")
        await feedback.type("today")
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, Form)
        assert "A snooze ends on a day ahead." in feedback.screen
        await feedback.press("escape", "n")
        assert len(feedback.pane.chosen) == 2
        assert feedback.store.journal.requests == before


async def test_several_are_asked_at_once_and_nothing_goes_out() -> None:
    """`a` writes to each who can be asked, and opens the first; a draft that was begun stays as it is."""
    async with opened() as feedback:
        begun = feedback.request(EMILIE).draft
        await tick(feedback, MARY, EMILIE, GRACE)
        await feedback.press("a")
        for request_id in (MARY, EMILIE):
            assert feedback.letter(request_id).letter is Letter.REQUEST
        assert feedback.request(EMILIE).draft == begun
        assert feedback.request(GRACE).draft is None
        assert "Letter 1 of 2 · Request · Mary Somerville" in feedback.screen
        assert "1 not: " in feedback.screen
        await feedback.press("escape", "u")
        assert feedback.request(MARY).draft is None


async def test_several_count_as_sent_are_closed_and_opened_again() -> None:
    """`s`, `c` and `o` act on all that are ticked, each as one step."""
    async with opened() as feedback:
        await tick(feedback, MARY, EMILIE)
        await feedback.press("s", "enter")
        assert {feedback.state(MARY), feedback.state(EMILIE)} == {State.WAITING}
        await tick(feedback, MARY, EMILIE)
        await feedback.press("c", "enter")
        assert feedback.request(MARY).events[-1].close_as is CloseAs.NO_ANSWER
        await tick(feedback, MARY, EMILIE)
        await feedback.press("o")
        assert feedback.request(EMILIE).events[-1].kind is EventKind.REOPENED
        await feedback.press("u", "u", "u")
        assert feedback.state(MARY) is State.TO_ASK


async def test_who_is_not_to_be_asked_is_skipped_and_the_list_says_so() -> None:
    """Of somebody not asked yet that is the first choice; of one who was asked it is none."""
    async with opened() as feedback:
        await feedback.on(MARY)
        await feedback.press("c")
        assert "skipped: they are not asked" in feedback.screen
        await feedback.press("enter")
        assert "c skipped" in next(line for line in feedback.screen.splitlines() if "Mary Somerv" in line)
        assert feedback.pane.line is not None
        assert feedback.pane.line.track.next is None
        await feedback.on(EMILIE)
        await feedback.press("c", "enter")
        assert "enter" not in feedback.screen.splitlines()[-1]
        assert "ask" not in feedback.screen.splitlines()[-1]
        await feedback.press("enter")
        assert "Nothing comes next here; o opens it again, p plans to write later." in feedback.screen
        await feedback.on(GRACE)
        await feedback.press("c")
        assert "skipped" not in feedback.screen.partition("Close the conversation")[2]


async def test_reminders_are_drafted_and_a_day_to_write_again_is_planned_for_several() -> None:
    """`w` and `p`, each with one key for all."""
    async with opened() as feedback:
        await tick(feedback, GRACE, LINUS)
        await feedback.press("w")
        drafts = [feedback.request(request_id).draft for request_id in (GRACE, LINUS)]
        assert [draft.letter for draft in drafts if draft] == [Letter.FOLLOW_UP] * 2
        await feedback.press("f7", "f7")
        assert "2 letters looked through and kept as drafts" in feedback.screen
        await tick(feedback, ADA, RADIA)
        await feedback.press("p", "enter")
        for request_id in (ADA, RADIA):
            assert feedback.request(request_id).events[-1].kind is EventKind.REAPPROACH


async def test_what_works_on_one_line_alone_says_so() -> None:
    """A reply is of one person: the form names who, and the ticked lines stay ticked."""
    async with opened() as feedback:
        await tick(feedback, LINUS, JOAN)
        await feedback.on(HEDY)
        await feedback.press("d")
        assert feedback.app.screen_stack[-1] is not feedback.app.main_screen
        await feedback.press("escape")
        await feedback.on(MARY)
        await feedback.press("f")
        assert "There is no reply to mark yet" in feedback.screen
        await feedback.press("r")
        assert "What Mary Somerville answered" in feedback.screen
        footer = feedback.app.main_screen.query_one(KeyFooter)
        assert "Mary Somerville alone: this works on one line" in footer.notice_text
        await feedback.press("escape")
        assert len(feedback.pane.chosen) == 2


async def test_addresses_and_lines_are_copied() -> None:
    """`y` copies what is ticked, or the line under the cursor: addresses to write to, or the lines with tabs."""
    copied: list[str] = []
    async with opened() as feedback:
        feedback.pane.clipboard = Clipboard({}, copied.append, lambda _tool: None)
        await tick(feedback, GRACE, LINUS)
        await feedback.press("y", "enter")
        addresses = {"Linus Pauling <linus.pauling@hooli.example>", "Grace Hopper <grace.hopper@initech.example>"}
        assert set(copied[0].splitlines()) == addresses
        assert "2 conversations: handed to your terminal's clipboard" in feedback.screen
        await feedback.press("y", *"lines", "enter")
        assert copied[-1].count("\n") == 1
        assert all(row.count("\t") == len(USUAL) - 1 for row in copied[-1].splitlines())


def headed(keys: Sequence[str]) -> list[str]:
    """A heading before every tenth key."""
    return [key for place, line in enumerate(keys) for key in ([f"h{place}", line] if place % 10 == 0 else [line])]


async def test_grouped_and_ticked_a_long_list_draws_only_what_is_seen() -> None:
    """Three thousand lines under headings: moving to the end asks for the lines of two screens."""
    from tests.tui.test_widgets_list import Bench, a_list, rows

    asked: list[str] = []

    def row(key: str) -> Row:
        asked.append(key)
        return Row((key, key))

    keys = headed(rows(3_000))
    listed = a_list()
    async with running(Bench(listed), size=(40, 12)) as pilot:
        listed.load(keys, row, headings=frozenset(key for key in keys if key.startswith("h")))
        listed.tick({"k2999"})
        await _settled(pilot)
        assert listed.key == "k0"
        assert listed.count == 3_000
        await pilot.press("end")
        await _settled(pilot)
        assert listed.key == "k2999"
        assert f"›{TICK}k2999" in text_of(pilot.app)
        assert len(asked) < 60


async def _settled(pilot: Pilot[None]) -> None:
    await pilot.pause()


# ── on a terminal ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_keys_in_one_burst_group_tick_and_close() -> None:
    """Typed faster than anything is drawn: the same as slowly."""
    with on_terminal(["--demo"], size=(80, 24)) as terminal:
        terminal.until("In a quiet moment")
        terminal.type("2g/initech\r*c")
        terminal.until("Close 4 conversations as")
        terminal.type("\r")
        terminal.until("Initech · Backend engineer ─")
        terminal.type("u")
        terminal.until("Undone: close 4 conversations")
