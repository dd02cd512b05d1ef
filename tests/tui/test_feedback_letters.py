"""Writing letters: composing, keeping what is typed, handing over, sending, thanking."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import ADA, EMILIE, GRACE, JOAN, LINUS, MARY, KeptOutbox, Opened, opened
from textual.pilot import Pilot

from afterword.desktop import Clipboard, MailProgram, Opener
from afterword.domain.conversation.request import CloseAs, EventKind, Letter
from afterword.domain.conversation.tracking import State
from afterword.errors import SaveFailed, SendFailed, SendUnclear
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.dialogs import Confirm, Pick
from afterword.tui.screens.findings import FindingsPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.other_programs import DesktopTransports, HandedOverDialog


async def test_asking_opens_a_letter_with_all_five_parts() -> None:
    """`a` writes the request from the template and shows its five parts, words, questions and the one address."""
    async with opened() as feedback:
        await feedback.on(MARY)
        await feedback.press("a")
        assert isinstance(feedback.app.screen, ComposePage)
        for words in (
            "To       Mary Somerville <",
            "there   thank-you for the chance",
            "there   advice",
            "5 of 5 parts",
            "questions",
        ):
            assert words in feedback.screen
        assert feedback.state(MARY) is State.DRAFT


async def test_a_day_to_write_again_leads_to_a_letter() -> None:
    """Enter offers to write, to call it done, to move it or to drop it; the letter is one of its own kind."""
    async with opened() as feedback:
        requests = feedback.app.services.requests
        requests.mark_sent(requests.thank(ADA).id)
        await feedback.on(ADA)
        await feedback.press("p", "enter", "enter")
        assert isinstance(feedback.app.screen, Pick)
        for words in ("write the letter now", "I have written to them", "another day", "let it be"):
            assert words in feedback.screen
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, ComposePage)
        assert feedback.letter(ADA).letter is Letter.REAPPROACH


@pytest.mark.parametrize("keys", [("down", "enter"), ("down", "down", "down", "enter")])
async def test_writing_again_is_done_or_dropped(keys: tuple[str, ...]) -> None:
    """Either way no day to write again is planned any more."""
    async with opened() as feedback:
        requests = feedback.app.services.requests
        requests.mark_sent(requests.thank(ADA).id)
        await feedback.on(ADA)
        await feedback.press("p", "enter", "enter", *keys)
        assert feedback.app.services.overview.track(feedback.request(ADA)).reapproach_on is None


async def test_a_part_taken_out_is_missing_at_once() -> None:
    """The check follows every keystroke, with a sign and a word."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f7")
        await feedback.type("Hello")
        assert "! missing thank-you" in feedback.screen
        assert "0 of 5 parts · 1 word" in feedback.screen
        assert "50 to 125" in feedback.screen


async def test_what_was_typed_is_kept_on_esc() -> None:
    """Going back saves the draft, and the line stays a draft."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter")
        await feedback.type("PS ")
        await feedback.press("escape")
        assert feedback.letter(EMILIE).body.startswith("PS Hello")
        assert feedback.state(EMILIE) is State.DRAFT


async def test_what_was_typed_is_saved_while_writing() -> None:
    """A pause saves the draft, without a key and without leaving."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter")
        await feedback.type("PS ")
        compose = feedback.app.screen
        assert isinstance(compose, ComposePage)
        assert compose.waits_to_save
        compose.save()
        assert feedback.letter(EMILIE).body.startswith("PS Hello")
        assert not compose.waits_to_save


async def test_the_savings_of_one_letter_are_undone_together() -> None:
    """However often it was saved while it was written, `u` brings back the draft as it was before."""
    async with opened() as feedback:
        before = feedback.request(EMILIE).draft
        await feedback.on(EMILIE)
        await feedback.press("enter")
        compose = feedback.app.screen
        assert isinstance(compose, ComposePage)
        for words in ("PS ", "one ", "two "):
            await feedback.type(words)
            compose.save()
        await feedback.press("escape", "u")
        assert feedback.request(EMILIE).draft == before
        assert "Undone: edit draft" in feedback.screen


async def test_an_empty_letter_leaves_the_draft_as_it_was() -> None:
    """Nothing is saved, and a sentence says so."""
    async with opened() as feedback:
        before = feedback.request(EMILIE).draft
        await feedback.on(EMILIE)
        await feedback.press("enter", "f7", "delete", "escape")
        assert feedback.request(EMILIE).draft == before
        assert "the draft stands as it was" in feedback.screen


async def test_a_save_that_fails_keeps_the_text_and_asks_before_leaving() -> None:
    """With a full disk the words stay on the screen; leaving asks, and no is the default."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter")
        feedback.store.broken = SaveFailed("The disk is full.", hint="Make room.")
        await feedback.type("PS ")
        await feedback.press("escape")
        assert isinstance(feedback.app.screen, Confirm)
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, ComposePage)
        assert "PS Hello" in feedback.screen


async def test_writing_anew_asks_first_and_takes_the_template() -> None:
    """`f5` and `y` bring the template back; `n` leaves everything."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f7")
        await feedback.type("Hello")
        await feedback.press("f5", "n")
        assert "0 of 5 parts" in feedback.screen
        await feedback.press("f5", "y")
        assert "5 of 5 parts" in feedback.screen


async def test_discarding_asks_first_and_can_be_undone() -> None:
    """`f8` and `y` end the draft and the screen; `u` brings the draft back."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f8", "enter")
        assert isinstance(feedback.app.screen, ComposePage)
        await feedback.press("f8", "y")
        assert isinstance(feedback.app.screen, MainScreen)
        assert feedback.request(EMILIE).draft is None
        await feedback.press("u")
        assert feedback.request(EMILIE).draft is not None


async def test_i_sent_it_takes_the_day_that_is_typed() -> None:
    """`f3` asks when, and the letter counts as sent then; the compose screen is over."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f3", "home", "shift+end", "backspace")
        await feedback.type("yesterday 16:00")
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, MainScreen)
        sent = feedback.request(EMILIE).events[-1]
        assert (sent.kind, sent.at.strftime("%d %H:%M")) == (EventKind.SENT, "17 16:00")
        await feedback.press("u")
        assert feedback.state(EMILIE) is State.DRAFT


def _ways(copied: list[str], opened_with: str | None = None) -> DesktopTransports:
    def by_terminal(text: str) -> None:
        copied.append(text)

    return DesktopTransports(
        Clipboard({"SSH_CONNECTION": "1"}, by_terminal),
        Opener({"DISPLAY": ":0"} if opened_with else {}, lambda _name: opened_with),
    )


async def _compose(feedback: Opened, request_id: str, ways: DesktopTransports) -> None:
    line = feedback.pane.line_of(request_id)
    assert line is not None
    assert line.request.draft is not None
    feedback.app.push_screen(ComposePage(feedback.app.services, line, line.request.draft, ways))
    await feedback.pilot.pause()


async def _choose(pilot: Pilot[None], words: str) -> None:
    await pilot.press("f2")
    await pilot.press(*words, "enter")


async def test_a_copied_letter_is_no_sent_letter() -> None:
    """The words alone are copied; the screen says how to say that it was sent, and doing nothing means no."""
    copied: list[str] = []
    async with opened() as feedback:
        await _compose(feedback, EMILIE, _ways(copied))
        await _choose(feedback.pilot, "copy")
        draft = feedback.letter(EMILIE)
        assert copied == [draft.body]
        assert "f3 says so." in feedback.screen
        await feedback.press("enter")
        assert feedback.state(EMILIE) is State.DRAFT


async def test_after_copying_esc_leaves_and_keys_reach_the_list() -> None:
    """One `esc` goes back to the list, no key is typed into the letter, and the list's key is named."""
    async with opened() as feedback:
        before = feedback.request(EMILIE)
        await feedback.on(EMILIE)
        await _compose(feedback, EMILIE, _ways([]))
        await _choose(feedback.pilot, "copy")
        await feedback.press("j", "k", "escape")
        assert isinstance(feedback.app.screen, MainScreen)
        assert "Sent it? s says so." in feedback.screen
        await feedback.press("s")
        assert isinstance(feedback.app.screen, Form)
        assert feedback.request(EMILIE) == before


async def test_subject_and_address_are_one_key_away() -> None:
    """Each is copied by a key of its own, the words once more, and `e` goes on with the letter."""
    copied: list[str] = []
    async with opened() as feedback:
        await _compose(feedback, EMILIE, _ways(copied))
        await _choose(feedback.pilot, "copy")
        await feedback.press("s", "a", "w")
        draft = feedback.letter(EMILIE)
        assert copied == [draft.body, draft.subject, "emilie@globex.example", draft.body]
        assert "Words: Handed to your terminal's clipboard" in " ".join(feedback.screen.split())
        await feedback.press("e")
        assert isinstance(feedback.app.screen, ComposePage)


@pytest.mark.parametrize(("via", "first"), [("eml", "write an .eml file"), ("clipboard", "copy it")])
async def test_the_way_of_the_settings_comes_first(via: str, first: str) -> None:
    """`f2` and `enter` do what `[send] via` says."""
    async with opened(via=via) as feedback:
        await _compose(feedback, EMILIE, _ways([]))
        await feedback.press("f2")
        lines = [line for line in feedback.screen.splitlines() if "copy it" in line or ".eml" in line]
        assert first in lines[0]
        await feedback.press("enter")
        assert isinstance(feedback.app.screen, HandedOverDialog if via == "clipboard" else Form)


async def test_without_a_desktop_the_mail_programs_of_the_terminal_are_offered() -> None:
    """Each by its name, the one of the settings' mailto first; no address in percent signs is shown."""
    programs = (MailProgram(("neomutt",)), MailProgram(("aerc",)))
    async with opened(via="mailto") as feedback:
        await _compose(feedback, EMILIE, replace(_ways([]), programs=programs))
        await feedback.press("f2")
        for words in ("write it in neomutt", "write it in aerc", "filled in; you send it there"):
            assert words in feedback.screen
        await feedback.press("enter")
        assert "This terminal cannot be handed to a mail program." in feedback.screen


async def test_a_copied_letter_counts_as_sent_when_they_say_so() -> None:
    """`y` marks it as sent and ends the compose screen."""
    async with opened() as feedback:
        await _compose(feedback, EMILIE, _ways([]))
        await _choose(feedback.pilot, "copy")
        await feedback.press("y")
        assert feedback.state(EMILIE) is State.WAITING
        assert isinstance(feedback.app.screen, MainScreen)


async def test_an_eml_file_is_written_once(tmp_path: Path) -> None:
    """The file holds the letter as a draft; a name that is taken is refused, with the form still open."""
    place = tmp_path / "letter.eml"
    async with opened() as feedback:
        await _compose(feedback, EMILIE, _ways([]))
        for _ in range(2):
            await _choose(feedback.pilot, "eml")
            await feedback.press("home", "shift+end", "backspace")
            await feedback.type(str(place))
            await feedback.press("enter")
            if isinstance(feedback.app.screen, HandedOverDialog):
                await feedback.press("e")
        assert isinstance(feedback.app.screen, Form)
        assert "already" in feedback.screen
        assert b"X-Unsent: 1" in place.read_bytes()
        assert place.stat().st_mode & 0o777 == 0o600
        assert feedback.state(EMILIE) is State.DRAFT


async def test_without_a_desktop_and_mail_programs_it_says_what_works() -> None:
    """No screen full of percent signs: a sentence names the other ways."""
    async with opened() as feedback:
        await _compose(feedback, EMILIE, _ways([]))
        await _choose(feedback.pilot, "mailto")
        assert "No mail program can be opened from here" in feedback.screen
        assert "%20" not in feedback.screen
        await feedback.press("f1")
        assert "write an .eml" in feedback.screen


async def test_somebody_without_an_address_gets_one_first() -> None:
    """Handing over offers to add the address, and no way that would need it."""
    async with opened() as feedback:
        people = feedback.store.journal.interviewers_of(feedback.store.journal.interviews["globex"])
        feedback.store.write_elsewhere(*(replace(person, email="") for person in people))
        await feedback.on(EMILIE)
        await feedback.press("enter", "f2")
        assert isinstance(feedback.app.screen, Pick)
        assert "add their address first" in feedback.screen
        assert ".eml" not in feedback.screen
        await feedback.press("enter")
        await feedback.type("emilie@new.example")
        await feedback.press("enter")
        assert "<emilie@new.example>" in feedback.screen
        assert "is noted" in feedback.screen
        assert "No address of" not in feedback.screen


async def test_sending_shows_the_one_address_and_asks() -> None:
    """With a way out in the settings the letter goes to one address, after `y`."""
    outbox = KeptOutbox()
    async with opened(outbox=outbox) as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f2", "enter")
        assert "Send it to emilie@globex.example now?" in feedback.screen
        await feedback.press("enter")
        assert not outbox.sent
        await feedback.press("f2", "enter", "y")
        await feedback.settle()
        assert [letter.to_address for letter in outbox.sent] == ["emilie@globex.example"]
        assert feedback.state(EMILIE) is State.WAITING
        assert "✓ Sent to Émilie du Châtelet." in feedback.screen


async def test_a_sending_that_failed_says_why_and_keeps_the_draft() -> None:
    """The reason stands in the notice line, and the letter is a draft as before."""
    async with opened(outbox=KeptOutbox(error=SendFailed("The server refused the password."))) as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f2", "enter", "y")
        await feedback.settle()
        assert "The server refused the password." in feedback.screen
        assert feedback.state(EMILIE) is State.DRAFT


async def test_an_unclear_sending_may_have_gone_out() -> None:
    """Nobody can know, so the line asks, and nothing is sent a second time."""
    outbox = KeptOutbox(error=SendUnclear("The connection broke after the letter was handed over."))
    async with opened(outbox=outbox) as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter", "f2", "enter", "y")
        await feedback.settle()
        assert "~ sending?" in feedback.screen
        assert "did it go out?" in feedback.screen
        await feedback.press("enter", "enter", "enter")
        assert feedback.state(EMILIE) is State.WAITING


async def test_a_thank_you_before_a_reply_is_refused_with_the_reason() -> None:
    """The sentence says why, and nothing is drafted."""
    async with opened() as feedback:
        await feedback.on(GRACE)
        await feedback.press("t")
        assert "A thank-you answers a reply" in feedback.screen
        assert feedback.request(GRACE).draft is None
        await feedback.press("question_mark")
        assert "then thank them for what they wrote." in " ".join(feedback.screen.split())


async def test_the_thank_you_quotes_what_was_marked() -> None:
    """It cites the strength and holds the pointer; sent, the line is thanked."""
    async with opened() as feedback:
        await feedback.on(ADA)
        await feedback.press("t")
        assert "“clear about trade-offs”" in " ".join(feedback.screen.split())
        assert "3 of 3 parts" in feedback.screen
        await feedback.press("f3", "enter")
        assert feedback.state(ADA) is State.THANKED


async def test_what_was_marked_stands_beside_the_letter_where_there_is_room() -> None:
    """From 100 columns the marked phrases can be read while the thank-you is written."""
    async with opened(size=(120, 40)) as feedback:
        await feedback.on(ADA)
        await feedback.press("t")
        assert "What you marked in their words" in feedback.screen
        assert "> “prepare two outages in detail, with" in feedback.screen


async def test_without_a_pointer_one_is_offered_and_goes_into_the_letter() -> None:
    """From the area they named: When …, I will …; put into own words it stands in the letter, without the help."""
    async with opened() as feedback:
        journal = feedback.store.journal
        feedback.store.journal = replace(journal, pointers={})
        await feedback.on(ADA)
        await feedback.press("t")
        assert "make a pointer of" in feedback.screen
        await feedback.press("enter")
        await feedback.press("tab", "end")
        await feedback.type(" in two minutes")
        await feedback.press("enter")
        (pointer,) = feedback.store.journal.live_pointers
        assert pointer.will.endswith(" in two minutes")
        shown = " ".join(feedback.screen.split())
        assert f"Next time, when {pointer.when}, I will " in shown
        assert "its result in two minutes." in shown
        assert "they said" not in shown


async def test_a_reply_with_nothing_marked_is_marked_first() -> None:
    """`t` offers the findings, and esc writes nothing."""
    async with opened() as feedback:
        feedback.store.journal = replace(feedback.store.journal, findings={})
        await feedback.on(ADA)
        await feedback.press("t", "escape")
        assert feedback.request(ADA).draft is None
        await feedback.press("t", "enter")
        assert isinstance(feedback.app.screen, FindingsPage)


async def test_the_one_reminder_is_written_once() -> None:
    """Enter on a due follow-up writes it; after it was sent, a second is refused."""
    async with opened() as feedback:
        await feedback.on(LINUS)
        await feedback.press("enter")
        assert feedback.letter(LINUS).letter is Letter.FOLLOW_UP
        await feedback.press("f3", "enter", "w")
        assert "The follow-up has been sent already." in feedback.screen


async def test_a_closed_conversation_is_not_written_to() -> None:
    """It is refused with the day it was closed."""
    async with opened() as feedback:
        feedback.app.services.requests.close(LINUS, CloseAs.NO_ANSWER)
        await feedback.on(LINUS)
        await feedback.press("w")
        assert "This conversation was closed on" in feedback.screen
        assert feedback.request(LINUS).draft is None


async def test_a_draft_changed_elsewhere_is_taken_over() -> None:
    """What another window saved is shown when nothing was typed here."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter")
        feedback.app.services.requests.edit(EMILIE, body="Written elsewhere.")
        feedback.store.news = True
        feedback.app._look()
        await feedback.pilot.pause()
        assert "Written elsewhere." in feedback.screen


@pytest.mark.parametrize("request_id", [JOAN, EMILIE, ADA])
async def test_u_after_discarding_from_the_pane_brings_the_draft_back(request_id: str) -> None:
    """`x` asks; without a draft it says so."""
    async with opened() as feedback:
        await feedback.on(request_id)
        before = feedback.request(request_id)
        await feedback.press("x")
        if before.draft is None:
            assert "There is no draft to discard." in feedback.screen
            return
        await feedback.press("y")
        assert feedback.request(request_id).draft is None
        await feedback.press("u")
        assert feedback.request(request_id) == before
