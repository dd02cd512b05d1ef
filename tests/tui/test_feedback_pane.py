"""The tracker, its filter, and the conversation below it."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import ADA, GRACE, HEDY, JOAN, LINUS, MARY, RADIA, opened, sample
from tests.tui.stand_ins import MemoryStore

from afterword.domain.conversation.request import Channel, CloseAs, EventKind
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.conversation.tracking import State
from afterword.domain.people import NamedAddress
from afterword.tui.screens.form import Form
from afterword.tui.widgets.fields import LineField
from afterword.tui.widgets.virtual_list import VirtualList


async def test_every_conversation_is_a_line_with_glyph_word_and_next_step() -> None:
    """At 80 columns a line shows the sign, where, who, what happened last and when in words, and what comes next."""
    async with opened() as feedback:
        await feedback.on(ADA)
        words = ("›R Initech · Backend engineer", "Ada Byron", "replied 9 Nov", "thank today")
        line = next(line for line in feedback.screen.splitlines() if line.startswith("›"))
        places = [line.find(part) for part in words]
        assert -1 not in places
        assert places == sorted(places)
        await feedback.on(GRACE)
        waiting = next(line for line in feedback.screen.splitlines() if "Grace Hopper" in line)
        assert re.search(r"asked \d+ Nov · \d+ ?d ", waiting)


async def test_a_narrow_screen_keeps_state_and_next_step() -> None:
    """Below 80 columns the days give way, never the sign of the state and what to do."""
    async with opened(size=(60, 20)) as feedback:
        await feedback.on(ADA)
        line = next(line for line in feedback.screen.splitlines() if line.startswith("›"))
        for words in ("›R Initech · Backend engineer", "Ada Byron", "thank today"):
            assert words in line


async def test_what_is_due_stands_on_top() -> None:
    """The first line is due, and a resting conversation is last."""
    async with opened() as feedback:
        assert feedback.pane.line is not None
        assert feedback.pane.line.track.next is not None
        await feedback.press("G")
        assert feedback.pane.line.track.state is State.CLOSED


async def test_words_narrow_the_list_as_they_are_typed_and_esc_shows_all() -> None:
    """Company, role and name are searched in any case; the filter line says how many of how many are shown."""
    async with opened() as feedback:
        await feedback.press("slash")
        await feedback.type("GRACE inI")
        assert "1 of 18" in feedback.screen
        assert feedback.pane.query_one(VirtualList).key == GRACE
        await feedback.press("enter")
        assert isinstance(feedback.app.focused, VirtualList)
        await feedback.press("escape")
        assert feedback.pane.query_one(VirtualList).count == 18


async def test_letters_typed_into_the_filter_are_no_actions() -> None:
    """An `a` in the filter is a letter, and writes to nobody."""
    async with opened() as feedback:
        await feedback.press("slash", "a", "r", "t")
        assert isinstance(feedback.app.focused, LineField)
        assert feedback.app.focused.value == "art"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bounced", lambda line: line.track.state is State.BOUNCED),
        ("= draft", lambda line: line.track.state is State.DRAFT),
        ("thanked", lambda line: line.track.state is State.THANKED),
        ("RADIA", lambda line: line.request.id == RADIA),
        ("oct", lambda line: any(event.at.month == 10 for event in line.request.events)),
    ],
)
async def test_states_days_and_people_find_their_lines(typed: str, found: Callable[[TrackerRow], bool]) -> None:
    """What stands in the line or in its conversation finds it, and nothing else does."""
    async with opened() as feedback:
        await feedback.press("slash")
        await feedback.type(typed)
        await feedback.pilot.pause()
        lines = feedback.app.services.overview.tracker()
        shown = feedback.pane.query_one(VirtualList)._source.keys
        assert set(shown) == {line.request.id for line in lines if found(line)}


async def test_words_of_a_reply_and_of_what_was_marked_in_it_find_the_conversation() -> None:
    """A few words of what they wrote are enough, in any order."""
    async with opened() as feedback:
        for line in feedback.app.services.overview.tracker():
            for reply in line.request.replies:
                await feedback.press("slash")
                await feedback.type(" ".join(reversed(reply.text.split()[2:6])))
                await feedback.press("enter")
                assert line.request.id in feedback.pane.query_one(VirtualList)._source.keys
                await feedback.press("escape")


async def test_one_state_can_be_shown_alone() -> None:
    """`F` offers the states there are, with how many lines each has."""
    async with opened() as feedback:
        await feedback.press("F")
        await feedback.type("bounced")
        await feedback.press("enter")
        assert feedback.pane.query_one(VirtualList).count == 1
        assert feedback.pane.line is not None
        assert feedback.pane.line.request.id == JOAN
        assert "only x bounced · 1 of 18" in feedback.screen


async def test_nothing_that_matches_is_said_with_the_way_back() -> None:
    """An empty result names the key that shows everything."""
    async with opened() as feedback:
        await feedback.press("slash")
        await feedback.type("zzz")
        assert "No line matches the filter; esc shows all." in feedback.screen


async def test_a_jump_to_a_hidden_line_clears_the_filter() -> None:
    """What is due next is shown even when the filter hid it."""
    async with opened() as feedback:
        await feedback.press("slash")
        await feedback.type("grace")
        feedback.pane.go_to(LINUS)
        await feedback.pilot.pause()
        assert feedback.pane.line is not None
        assert feedback.pane.line.request.id == LINUS


async def test_an_empty_journal_is_told_what_the_pane_is_for() -> None:
    """The empty pane says that rejections bring lines, and which key leads there."""
    async with opened(MemoryStore()) as feedback:
        assert "Nobody to ask yet" in feedback.screen
        assert "Press 1" in feedback.screen
        await feedback.press("a", "r", "t", "enter")
        assert not feedback.store.journal.requests


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 48)])
async def test_the_conversation_shows_the_reply_and_what_was_marked(size: tuple[int, int]) -> None:
    """The reply's words and its findings with glyph, kind, quotation and competency are on the screen."""
    async with opened(size=size) as feedback:
        await feedback.on(ADA)
        await feedback.press("tab", "end")
        assert "Ada" in feedback.screen
        assert "+ strength     “clear about" in feedback.screen
        assert "Communication" in feedback.screen


async def test_v_shows_letters_and_whole_messages() -> None:
    """The letter that was sent can be read, and `v` folds it again."""
    async with opened(size=(120, 40)) as feedback:
        await feedback.on(GRACE)
        assert "I would value your advice" not in feedback.screen
        await feedback.press("v")
        assert "I would value your advice" in feedback.screen
        await feedback.press("v")
        assert "I would value your advice" not in feedback.screen


async def test_a_snooze_is_typed_echoed_and_undone() -> None:
    """`z` holds the next step until the day typed; `u` takes it back."""
    async with opened() as feedback:
        await feedback.on(LINUS)
        await feedback.press("z")
        assert "= Sat 21 Nov" in feedback.screen
        await feedback.press("enter")
        assert feedback.request(LINUS).events[-1].kind is EventKind.SNOOZED
        await feedback.press("u")
        assert feedback.request(LINUS).events[-1].kind is EventKind.SENT


async def test_a_snooze_into_the_past_stays_open_with_the_reason() -> None:
    """The refusal is shown in the form and nothing is stored."""
    async with opened() as feedback:
        await feedback.on(LINUS)
        await feedback.press("z", "backspace", "backspace", "backspace")
        await feedback.type("today")
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, Form)
        assert "A snooze ends on a day ahead." in feedback.screen


async def test_closing_names_how_and_can_be_opened_again() -> None:
    """`c` offers the ways to close, `o` opens the conversation again."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("c", "enter")
        assert feedback.request(GRACE).events[-1].close_as is CloseAs.NO_ANSWER
        await feedback.press("o")
        assert feedback.state(GRACE) is State.WAITING


async def test_opening_what_is_open_is_refused_with_a_sentence() -> None:
    """The reason stands in the notice line."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("o")
        assert "This conversation is not closed." in feedback.screen


async def test_a_bounce_leads_to_a_new_address_and_a_draft_again() -> None:
    """Enter on a bounced line asks for the address; then the letter is a draft again, to the new one."""
    async with opened() as feedback:
        await feedback.on(JOAN)
        await feedback.press("enter", "home", "shift+end", "backspace")
        await feedback.type("joan@new.example")
        await feedback.press("enter")
        assert feedback.state(JOAN) is State.DRAFT
        await feedback.press("enter")
        assert "<joan@new.example>" in feedback.screen


async def test_a_bounce_is_recorded_by_hand() -> None:
    """`b` notes that the letter came back."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("b")
        await feedback.type("no such user")
        await feedback.press("enter")
        assert feedback.state(GRACE) is State.BOUNCED
        assert "It came back: no such user" in feedback.screen


async def test_out_of_office_moves_the_reminder() -> None:
    """`O` keeps the day they are back; the reminder waits for it."""
    async with opened() as feedback:
        await feedback.on(LINUS)
        await feedback.press("O")
        await feedback.type("+9d")
        await feedback.press("enter")
        assert feedback.state(LINUS) is State.WAITING
        assert "Out of office, back on Fri 27 Nov" in feedback.screen


async def test_writing_again_is_planned_on_the_suggested_day() -> None:
    """`p` suggests a day months after the reply, and enter takes it."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("p", "enter")
        event = feedback.request(ADA).events[-1]
        assert event.kind is EventKind.REAPPROACH
        assert event.until == feedback.app.services.policy.reapproach_due(feedback.request(ADA).replies[0].at.date())


async def test_a_letter_that_may_have_gone_out_is_settled() -> None:
    """Enter asks whether it went out; “it did not” keeps the draft."""
    async with opened() as feedback:
        await feedback.on(HEDY)
        assert feedback.state(HEDY) is State.SENDING
        await feedback.press("enter", "down", "enter")
        assert feedback.state(HEDY) is State.REPLIED
        assert feedback.request(HEDY).draft is not None


async def test_a_late_reply_is_recorded_after_silence() -> None:
    """Enter on a waiting line records a reply, with its channel and words."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("enter")
        await feedback.type("You explained the cache well.")
        await feedback.press("tab", "tab", "right", "right", "f2")
        reply = feedback.request(GRACE).replies[-1]
        assert (reply.text, reply.channel) == ("You explained the cache well.", Channel.LINKEDIN)


async def test_who_answered_instead_is_said_in_the_form_and_on_the_screen() -> None:
    """The last field names another writer; the conversation then shows for whom they wrote."""
    async with opened(size=(200, 50)) as feedback:
        await feedback.on(GRACE)
        await feedback.press("r")
        await feedback.type("You explained the cache well.")
        await feedback.press("tab", "tab", "tab", "tab")
        await feedback.type("Jo Park")
        await feedback.press("f2")
        reply = feedback.request(GRACE).replies[-1]
        assert reply.sender == NamedAddress("Jo Park", "")
        await feedback.press("escape")
        assert "Jo Park for Grace Hopper replied by mail" in feedback.screen


async def test_declined_is_answered_with_a_short_thank_you() -> None:
    """Somebody who may give no feedback is thanked for answering."""
    async with opened() as feedback:
        await feedback.on(RADIA)
        await feedback.press("t")
        assert "policy prevents feedback" in feedback.screen


async def test_a_change_by_another_process_keeps_the_cursor() -> None:
    """The line under the cursor stays the same when another process writes."""
    store = sample()
    async with opened(store) as feedback:
        await feedback.on(MARY)
        interview = store.journal.interviews["globex"]
        store.write_elsewhere(replace(interview, company="Globex Two"))
        feedback.app._look()
        await feedback.pilot.pause()
        assert feedback.pane.line is not None
        assert feedback.pane.line.request.id == MARY
        assert "Globex Two" in feedback.screen


async def test_hostile_names_and_words_are_only_text() -> None:
    """Markup and escapes in a name, a subject or a reply never act, on the pane or on any screen over it."""
    bad = "[link=file:///x]Eve[/link] \x1b]52;c;eHg=\x07"
    store = sample()
    interview, request = store.journal.interviews["initech"], store.journal.requests[ADA]
    people = [replace(person, name=bad) for person in store.journal.interviewers_of(interview)]
    events = tuple(replace(one, subject=bad, text=bad + one.text) for one in request.events)
    store.write_elsewhere(replace(interview, company=bad), *people, replace(request, events=events))
    async with opened(store) as feedback:
        await feedback.on(ADA)
        for keys in (
            ("t",),
            ("escape", "t"),
            ("f2",),
            ("escape", "escape"),
            ("f",),
            ("m",),
            ("escape", "escape"),
            ("c",),
        ):
            await feedback.press(*keys)
            assert "\x1b" not in feedback.screen
            assert "[link=" in feedback.screen


async def test_what_cannot_be_put_off_says_what_to_do_first() -> None:
    """In words of the letter, not of the program."""
    async with opened() as feedback:
        await feedback.on(HEDY)
        await feedback.press("z")
        assert "Say first whether the letter went out; that cannot be put off." in feedback.screen
