"""Recording replies and marking what was said, by keys alone."""

import os
from pathlib import Path

from msgspec.structs import replace
from tests.tui.feedback_app import ADA, GRACE, MARY, Opened, opened

from afterword.domain.conversation.request import Channel, FindingKind
from afterword.domain.conversation.tracking import State
from afterword.tui.screens.findings import FindingsPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.widgets.marking_view import MarkingView
from afterword.tui.widgets.virtual_list import VirtualList

_WORDS = "You were very clear. I missed a concrete example."


async def _record(feedback: Opened, text: str = _WORDS) -> None:
    await feedback.on(GRACE)
    await feedback.press("r")
    await feedback.type(text)
    await feedback.press("f2")


def _found(feedback: Opened, request_id: str = GRACE) -> list[tuple[FindingKind, str, str | None]]:
    return [(one.kind, one.quote, one.competency) for one in feedback.store.journal.findings_of(request_id)]


async def test_a_recorded_reply_is_marked_at_once() -> None:
    """After saving it its words are on the screen: `v`, some words, `+` is a strength, its competency proposed."""
    async with opened() as feedback:
        await _record(feedback)
        assert isinstance(feedback.app.screen, FindingsPage)
        assert isinstance(feedback.app.focused, MarkingView)
        assert feedback.state(GRACE) is State.REPLIED
        assert "Nothing is marked yet" in feedback.screen
        assert "The reply is recorded." in feedback.screen
        await feedback.press("w", "w", "v", "E", "E", "plus")
        assert _found(feedback) == [(FindingKind.STRENGTH, "very clear", "communication")]
        assert "Strength “very clear” · Communication; c changes it" in feedback.screen


async def test_a_reply_comes_from_a_text_file(tmp_path: Path) -> None:
    """The file is read as text, and echoed before it is saved."""
    file = tmp_path / "reply.txt"
    file.write_text("Well prepared.\nGood luck!", encoding="utf-8")
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("r", "tab")
        await feedback.type(str(file))
        assert "= 4 words: Well prepared." in feedback.screen
        await feedback.press("enter")
        assert feedback.request(GRACE).replies[-1].text == "Well prepared.\nGood luck!"


async def test_a_file_that_cannot_be_read_is_refused_in_the_form(tmp_path: Path) -> None:
    """Nothing, bytes that are no text, and of pipes and of nothing get a sentence; nothing is recorded."""
    (tmp_path / "picture").write_bytes(b"\x89PNG\xff\xfe")
    os.mkfifo(tmp_path / "pictures")
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("r", "f2")
        assert "The reply is empty." in feedback.screen
        await feedback.press("tab")
        await feedback.type(str(tmp_path / "picture"))
        assert "is a picture, not a mail." in " ".join(feedback.screen.split())
        await feedback.type("s")
        assert "cannot be read." in " ".join(feedback.screen.split())
        await feedback.type("q")
        assert "cannot be read." in " ".join(feedback.screen.split())
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, Form)
        assert not feedback.request(GRACE).replies


async def test_a_reply_by_phone_yesterday_keeps_channel_and_day() -> None:
    """Channel and day are what was chosen and typed."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("r")
        await feedback.type("Fine.")
        await feedback.press("tab", "tab", "2", "tab", "home", "shift+end", "backspace")
        await feedback.type("yesterday 15:00")
        assert "= Tue 17 Nov 2026 15:00 (" in feedback.screen
        await feedback.press("enter")
        reply = feedback.request(GRACE).replies[-1]
        assert (reply.channel, reply.at.day) == (Channel.PHONE, 17)


async def test_a_sentence_is_marked_with_s() -> None:
    """`s` takes the sentence at the cursor; `-` makes it an area."""
    async with opened() as feedback:
        await _record(feedback)
        await feedback.press("end", "s", "minus")
        assert _found(feedback) == [(FindingKind.AREA, "I missed a concrete example.", "telling")]


async def test_every_kind_has_its_key() -> None:
    """`>` is advice, `*` an opportunity; pressed on what is marked they change its kind."""
    async with opened() as feedback:
        await _record(feedback)
        await feedback.press("s", "greater_than_sign")
        assert _found(feedback)[0][0] is FindingKind.ADVICE
        await feedback.press("asterisk")
        assert _found(feedback)[0][0] is FindingKind.OPPORTUNITY
        await feedback.press("a")
        assert _found(feedback)[0][0] is FindingKind.AREA


_REPLY = (
    "Hi Sam,\n\nthank you for asking. You were very clear, e.g. to Dr. Roux. I missed a concrete example.\n\n"
    "- Read about queues\n- Talk to Dr. Weber in May\n\nBest,\nGrace"
)


async def test_four_findings_take_no_more_than_eight_keys() -> None:
    """From the line of the tracker: `f`, one sentence skipped, and a key for each of the others."""
    async with opened() as feedback:
        await _record(feedback, _REPLY)
        await feedback.press("escape")
        keys = ("f", "space", "plus", "minus", "greater_than_sign", "asterisk")
        await feedback.press(*keys)
        assert len(keys) <= 8
        assert [(kind, quote) for kind, quote, _ in _found(feedback)] == [
            (FindingKind.STRENGTH, "You were very clear, e.g. to Dr. Roux."),
            (FindingKind.AREA, "I missed a concrete example."),
            (FindingKind.ADVICE, "Read about queues"),
            (FindingKind.OPPORTUNITY, "Talk to Dr. Weber in May"),
        ]
        assert _found(feedback)[0][2] == "communication"


async def test_marking_goes_on_to_the_next_sentence_that_is_free() -> None:
    """What is marked already is passed over; on a marked sentence the key changes its kind and the cursor stays."""
    async with opened() as feedback:
        await _record(feedback, "You were clear. Numbers were thin. Read about queues.")
        view = feedback.app.screen.query_one(MarkingView)
        await feedback.press("space", "minus", "backspace", "backspace", "plus")
        assert view.at == len("You were clear. Numbers were thin. ")
        await feedback.press("backspace", "equals_sign")
        assert [kind for kind, _, _ in _found(feedback)] == [FindingKind.STRENGTH, FindingKind.REASON]
        assert view.at == len("You were clear. ")


async def test_on_an_empty_line_the_next_sentence_is_marked() -> None:
    """There is none under the cursor, so the key takes the one after it; behind the last one it says so."""
    async with opened() as feedback:
        await _record(feedback, "You were clear.\n\nNumbers were thin.")
        view = feedback.app.screen.query_one(MarkingView)
        await feedback.press("down", "minus")
        assert [quote for _, quote, _ in _found(feedback)] == ["Numbers were thin."]
        view.move_to(16)
        await feedback.press("minus")
        assert "There is no sentence left to mark" in feedback.screen
        assert len(_found(feedback)) == 1


async def test_the_mouse_drags_over_a_phrase() -> None:
    """Whole words from where the button was pressed to where it is let go; one key makes them a finding."""
    async with opened() as feedback:
        await _record(feedback, "You were very clear. I missed a concrete example.")
        view = feedback.app.screen.query_one(MarkingView)
        left = view.content_region.x - view.region.x
        await feedback.pilot.mouse_down(view, offset=(left + 10, 0))
        await feedback.pilot.hover(view, offset=(left + 16, 0))
        await feedback.pilot.mouse_up(view, offset=(left + 16, 0))
        await feedback.press("plus")
        assert [quote for _, quote, _ in _found(feedback)] == ["very clear"]


async def test_every_kind_is_set_in_its_own_way_without_any_colour() -> None:
    """Its sign before it, and bold, underlined, italic or dim: sixteen colours or none are enough."""
    words = "You were clear. Numbers were thin. Read about queues. Ask us in May. Somebody was stronger."
    async with opened() as feedback:
        await _record(feedback, words)
        await feedback.press("plus", "minus", "greater_than_sign", "asterisk", "equals_sign")
        view = feedback.app.screen.query_one(MarkingView)
        looks = set()
        for quote in ("clear", "thin", "queues", "in May", "stronger"):
            (style,) = {
                segment.style
                for y in range(view.size.height)
                for segment in view.render_line(y)
                if quote in segment.text and segment.style is not None
            }
            looks.add((style.bold, style.underline, style.italic, style.dim))
        assert len(looks) == 5
        assert "+You were clear. -Numbers were thin. >Read about queues. *Ask us in May." in feedback.screen


async def test_a_mark_is_changed_and_removed_with_one_key() -> None:
    """`c` offers all competencies; the chosen one is kept. `x` takes the mark away at once, `u` brings it back."""
    async with opened() as feedback:
        await _record(feedback)
        await feedback.press("s", "plus", "c")
        await feedback.type("owner")
        await feedback.press("enter")
        assert _found(feedback)[0][2] == "ownership"
        await feedback.press("x")
        assert not _found(feedback)
        assert "u brings it back" in feedback.screen
        await feedback.press("u")
        assert len(_found(feedback)) == 1


async def test_the_list_of_marks_and_the_text_follow_each_other() -> None:
    """The cursor of the text follows the list of marks, enter goes there; standing in a mark puts the list on it."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("f", "tab")
        assert isinstance(feedback.app.focused, VirtualList)
        await feedback.press("down", "down")
        text = feedback.app.screen.query_one(MarkingView)
        third = feedback.store.journal.findings_of(ADA)[2]
        assert text.at == third.start
        await feedback.press("enter")
        assert isinstance(feedback.app.focused, MarkingView)
        fourth = feedback.store.journal.findings_of(ADA)[3]
        text.move_to(fourth.start + 2)
        await feedback.pilot.pause()
        assert feedback.app.screen.query_one(VirtualList).key == fourth.id


async def test_a_pointer_is_made_of_a_finding() -> None:
    """`p` offers both halves, to be kept or put into other words, and ties the pointer to the finding."""
    async with opened() as feedback:
        await _record(feedback)
        await feedback.press("end", "s", "minus", "p", "end")
        await feedback.type(" or two")
        await feedback.press("enter", "enter")
        pointer = feedback.store.journal.live_pointers[-1]
        assert pointer.when.endswith(" or two")
        assert pointer.will
        assert pointer.finding_id == feedback.store.journal.findings_of(GRACE)[0].id


async def test_the_next_reply_is_one_key_away() -> None:
    """With two replies `r` goes from one to the other, and each keeps its own marks."""
    async with opened() as feedback:
        await _record(feedback, "First words.")
        await feedback.press("escape")
        await _record(feedback, "Second words.")
        assert "reply 2 of 2" in feedback.screen
        await feedback.press("r")
        assert "reply 1 of 2" in feedback.screen
        await feedback.press("s", "plus")
        first = feedback.request(GRACE).replies[0]
        assert [one.reply_id for one in feedback.store.journal.findings_of(GRACE)] == [first.id]


async def test_the_whole_message_can_be_read() -> None:
    """`m` shows what came with the reply beyond its new words."""
    async with opened() as feedback:
        request = feedback.request(ADA)
        events = tuple(
            replace(one, full_text=one.text + "\n\n> quoted before") if one in request.replies else one
            for one in request.events
        )
        feedback.store.write_elsewhere(replace(request, events=events))
        await feedback.on(ADA)
        await feedback.press("f", "m", "end")
        assert "> quoted before" in feedback.screen
        await feedback.press(*["down"] * 20, "end", "b", "v", "E", "plus")
        (marked,) = [one for one in feedback.store.journal.findings_of(ADA) if one.whole]
        assert marked.quote == "before"
        await feedback.press("m")
        assert "> quoted before" not in feedback.screen
        await feedback.press("escape")
        assert isinstance(feedback.app.screen, MainScreen)


async def test_esc_gives_up_the_phrase_first() -> None:
    """The first `esc` ends marking, the second goes back."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("f", "v", "E", "escape")
        assert isinstance(feedback.app.screen, FindingsPage)
        await feedback.press("escape")
        assert isinstance(feedback.app.screen, MainScreen)


async def test_findings_without_a_reply_say_what_comes_first() -> None:
    """`f` on somebody who has not answered names the key that records a reply."""
    async with opened() as feedback:
        await feedback.on(MARY)
        await feedback.press("f")
        assert "There is no reply to mark yet. Record it first (r)." in feedback.screen


async def test_a_sign_of_several_characters_is_stepped_over_and_marked_whole() -> None:
    """The cursor never stands inside an emoji, and what is marked holds all of it."""
    async with opened() as feedback:
        await _record(feedback, "Good 👩‍💻 work. Go on.")
        view = feedback.app.screen.query_one(MarkingView)
        view.move_to(5)
        await feedback.press("right")
        assert view.at == 8
        await feedback.press("left", "v", "plus")
        assert [quote for _, quote, _ in _found(feedback)] == ["👩‍💻"]


async def test_a_mentor_is_chosen_as_the_channel_and_their_words_are_marked() -> None:
    """The line waits as before, and the words stand under the mentor's name."""
    async with opened() as feedback:
        before = feedback.state(GRACE)
        await feedback.on(GRACE)
        await feedback.press("r")
        await feedback.type(_WORDS)
        await feedback.press("tab", "tab", "5", "tab", "tab")
        await feedback.type("Jo Park")
        await feedback.press("f2")
        assert isinstance(feedback.app.screen, FindingsPage)
        assert "your mentor, Jo Park" in feedback.screen
        assert "has still to answer" in feedback.screen
        assert feedback.request(GRACE).comments[-1].is_by_mentor
        await feedback.press("s", "+")
        assert _found(feedback)[0][0] is FindingKind.STRENGTH
        assert feedback.state(GRACE) is before


async def test_nobody_who_has_answered_has_still_to_answer() -> None:
    """A mentor's words on a conversation with a reply say nothing of the interviewer."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("r")
        await feedback.type(_WORDS)
        await feedback.press("tab", "tab", "5", "f2")
        assert "Kept as your mentor's words. Mark what helps." in feedback.screen
