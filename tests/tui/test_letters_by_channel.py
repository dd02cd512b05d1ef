"""Letters for LinkedIn, the phone and in other languages, on the screen."""

from msgspec.structs import replace
from tests.tui.feedback_app import MARY, Opened, opened, sample

from afterword.desktop import Clipboard, Opener
from afterword.domain.conversation.request import Channel, EventKind, Letter
from afterword.domain.conversation.tracking import State
from afterword.domain.interview import Outcome
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.dialogs import Pick
from afterword.tui.screens.other_programs import DesktopTransports, HandedOverDialog


async def _composing(feedback: Opened) -> ComposePage:
    await feedback.on(MARY)
    await feedback.press("a")
    assert isinstance(feedback.app.screen, ComposePage)
    return feedback.app.screen


async def test_a_letter_is_written_anew_for_linkedin_and_counted() -> None:
    """`f6` asks how; the subject gives way to what it is, and the characters left are counted while one types."""
    async with opened() as feedback:
        await _composing(feedback)
        assert "Subject" in feedback.screen
        assert "f6 anew as …" in feedback.screen.splitlines()[-1]
        await feedback.press("f6")
        assert isinstance(feedback.app.screen, Pick)
        await feedback.press("down", "enter")
        draft = feedback.letter(MARY)
        assert (draft.channel, draft.subject) == (Channel.LINKEDIN, "")
        assert "How      a note on LinkedIn" in feedback.screen
        assert "Subject" not in feedback.screen
        count = len(draft.body.strip())
        assert f"{count} characters: {200 - count} left of 200" in feedback.screen
        await feedback.press("ctrl+end", "x")
        assert f"{count + 1} characters: {199 - count} left of 200" in feedback.screen


async def test_another_language_keeps_the_way() -> None:
    """The letter speaks German, and still by mail; undo brings the English one back."""
    async with opened() as feedback:
        await _composing(feedback)
        before = feedback.request(MARY).draft
        await feedback.press("f6")
        assert "in Deutsch" not in feedback.screen
        await feedback.type("deu")
        await feedback.press("enter")
        draft = feedback.letter(MARY)
        assert (draft.channel, draft.language) == (Channel.MAIL, "de")
        assert "Guten Tag Mary Somerville," in feedback.screen
        await feedback.press("escape", "u")
        assert feedback.request(MARY).draft == before


async def test_what_is_said_on_the_phone_counts_as_sent_by_it() -> None:
    """The way out says so, and no mail is offered."""
    async with opened() as feedback:
        await _composing(feedback)
        await feedback.press("f6", "down", "down", "enter")
        await feedback.press("f2")
        assert "I have said it" in feedback.screen
        assert ".eml" not in feedback.screen
        await feedback.press("enter", "f2")
        sent = feedback.request(MARY).last(EventKind.SENT)
        assert sent is not None
        assert (sent.channel, feedback.state(MARY)) == (Channel.PHONE, State.WAITING)


async def test_a_note_on_linkedin_leaves_by_the_clipboard() -> None:
    """It is copied to be pasted there, and counts as sent by LinkedIn once the person says so."""
    copied: list[str] = []
    async with opened() as feedback:
        page = await _composing(feedback)
        page._transports = DesktopTransports(Clipboard({}, copied.append), Opener({}))
        await feedback.press("f6", "down", "enter", "f2", "enter")
        assert isinstance(feedback.app.screen, HandedOverDialog)
        draft = feedback.letter(MARY)
        assert copied == [draft.body]
        await feedback.press("f3")
        sent = feedback.request(MARY).last(EventKind.SENT)
        assert sent is not None
        assert sent.channel is Channel.LINKEDIN


async def test_where_a_note_goes_is_shown() -> None:
    """The profile of the person for LinkedIn."""
    async with opened() as feedback:
        person = feedback.store.journal.people[feedback.request(MARY).person_id]
        with feedback.store.transaction() as work:
            work.put(replace(person, linkedin="linkedin.com/in/mary"))
        await _composing(feedback)
        await feedback.press("f6", "down", "enter")
        assert "To       Mary Somerville (linkedin.com/in/mary)" in feedback.screen


async def test_what_went_out_before_the_decision_without_a_draft_is_said() -> None:
    """`s` asks which letter it was, the likeliest first; nothing is taken for a request for feedback."""
    store = sample()
    request = store.journal.requests[MARY]
    application = store.journal.application_of(store.journal.interviews[request.interview_id])
    with store.transaction() as work:
        work.put(replace(application, outcome=Outcome.PENDING, outcome_on=None))
        work.put(replace(request, events=()))
    async with opened(store) as feedback:
        await feedback.on(MARY)
        await feedback.press("s")
        assert "Letter" in feedback.screen
        assert "thanks for the interview" in feedback.screen
        await feedback.press("f2")
        sent = feedback.request(MARY).last(EventKind.SENT)
        assert sent is not None
        assert sent.letter is Letter.NOTE
