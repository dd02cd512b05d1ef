"""What a mailbox offers, decided on by keys; and the words of a rejection, marked and explained."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import Opened, opened, sample
from tests.tui.stand_ins import NOW, MemoryStore

from afterword.domain.conversation.message import Appointment, Fate, MailKind, Offer, Proposal
from afterword.domain.conversation.request import FindingKind
from afterword.domain.interview import Outcome
from afterword.tui.screens.conversation_forms import PlacingPage
from afterword.tui.screens.dialogs import Pick
from afterword.tui.screens.findings import FindingsPage
from afterword.tui.screens.form import Form
from afterword.tui.screens.main_screen import MainScreen
from afterword.tui.screens.page import ReadingPage

PENDING = "nakatomi-application"
WORDS = "Dear Sam,\n\nunfortunately an internal candidate was chosen. We'll keep your CV on file.\n\nNakatomi"
NO = Proposal(
    id="<no@nakatomi.example>",
    from_name="Nakatomi Hiring",
    from_address="no-reply@us.greenhouse-mail.io",
    subject="Your application",
    at=NOW - timedelta(hours=3),
    kind=MailKind.REPLY,
    reason="It says: “unfortunately an internal candidate was chosen”",
    text=WORDS,
    candidates=(),
    offer=Offer.REJECTION,
    applications=(PENDING,),
)
COME = replace(
    NO,
    id="<come@nakatomi.example>",
    subject="Second interview",
    text="Could you come on Monday?",
    offer=Offer.INVITATION,
    appointment=Appointment(at=NOW + timedelta(days=4), zone="UTC", where="Room 2"),
)


def waiting(*mails: Proposal) -> MemoryStore:
    """The sample journal with these mails to decide on."""
    store = sample()
    store.write_elsewhere(*mails)
    return store


def fates(feedback: Opened) -> list[Fate]:
    """What was decided about the mails."""
    return [mail.fate for mail in feedback.store.journal.proposals.values()]


async def test_one_key_notes_a_rejection_with_its_words() -> None:
    """What it is about is shown beside its words; after that it says whom to ask, and `u` takes all of it back."""
    async with opened(waiting(NO), size=(100, 30)) as feedback:
        assert "1 rejection to confirm (P)" in feedback.pane.summary()
        await feedback.press("P")
        assert isinstance(feedback.app.screen, PlacingPage)
        said = " ".join(feedback.screen.split())
        for words in (
            "a rejection",
            "Nakatomi · ",
            "an internal candidate was chosen",
            "no-reply@us.greenhouse-mail.io",
        ):
            assert words in said, words
        await feedback.press("enter")
        application = feedback.store.journal.applications[PENDING]
        assert (application.outcome, application.words) == (Outcome.REJECTED, WORDS)
        assert application.outcome_on == NO.at.date()
        assert isinstance(feedback.app.screen, MainScreen)
        assert "Not this time." in feedback.screen
        await feedback.press("u")
        assert feedback.store.journal.applications[PENDING].outcome is Outcome.PENDING
        assert fates(feedback) == [Fate.OPEN]


async def test_a_rejection_is_dismissed_by_another_key() -> None:
    """Nothing is noted, and it is not offered again."""
    async with opened(waiting(NO)) as feedback:
        await feedback.press("P", "x")
        assert feedback.store.journal.applications[PENDING].outcome is Outcome.PENDING
        assert fates(feedback) == [Fate.IGNORED]


async def test_of_several_applications_the_person_chooses_one() -> None:
    """Where the mail fits more than one, it is asked which."""
    async with opened(waiting(replace(NO, applications=(PENDING, "oscorp-application")))) as feedback:
        await feedback.press("P", "enter")
        assert isinstance(feedback.app.screen, Pick)
        await feedback.type("nakatomi")
        await feedback.press("enter")
        assert feedback.store.journal.applications[PENDING].outcome is Outcome.REJECTED


async def test_an_invitation_opens_the_form_with_what_it_says() -> None:
    """Saving adds the round to its application and settles the mail; closing the form keeps it waiting."""
    async with opened(waiting(COME), size=(100, 30)) as feedback:
        assert "1 invitation to add (P)" in feedback.pane.summary()
        await feedback.press("P", "enter")
        assert isinstance(feedback.app.screen, Form)
        for words in ("Nakatomi", f"{COME.appointment.at:%Y-%m-%d %H:%M}" if COME.appointment else "", "Room 2"):
            assert words in feedback.screen, words
        await feedback.press("escape")
        assert fates(feedback) == [Fate.OPEN]
        await feedback.press("enter", "f2")
        rounds = feedback.store.journal.rounds_of(PENDING)
        assert [interview.where for interview in rounds][-1] == "Room 2"
        assert fates(feedback) == [Fate.TAKEN]


async def test_what_was_taken_for_a_rejection_can_be_a_reply() -> None:
    """It goes into the conversation that is chosen."""
    async with opened(waiting(NO)) as feedback:
        await feedback.press("P", "r")
        assert isinstance(feedback.app.screen, Pick)
        await feedback.type("rosalind")
        await feedback.press("enter")
        assert feedback.request("stark-0-r").replies[-1].text == WORDS
        assert feedback.store.journal.applications[PENDING].outcome is Outcome.PENDING


async def test_the_phrases_of_a_mail_are_explained_by_a_key() -> None:
    """What each tells, what it does not, what can be done."""
    async with opened(waiting(NO), size=(100, 30)) as feedback:
        await feedback.press("P", "e")
        assert isinstance(feedback.app.screen, ReadingPage)
        for words in ("somebody internal", "Does not tell", "your CV stays on file", "politeness or procedure"):
            assert words in feedback.screen, words


def told() -> MemoryStore:
    """The sample journal with the words of one rejection."""
    store = sample()
    store.write_elsewhere(replace(store.journal.applications["initech-application"], words=WORDS))
    return store


@pytest.mark.parametrize("keys", [("s", "equals_sign"), ("s", "n")])
async def test_a_reason_is_marked_in_the_words_of_a_rejection(keys: tuple[str, ...]) -> None:
    """From the conversation, `f` and `r` lead to the words of the decision; there they are marked like a reply."""
    async with opened(told(), size=(100, 30)) as feedback:
        await feedback.on("initech-0-r")
        await feedback.press("f")
        page = feedback.app.screen
        assert isinstance(page, FindingsPage)
        while "Initech: rejected" not in feedback.screen:
            await feedback.press("r")
        await feedback.press(*keys)
        (found,) = feedback.store.journal.findings_in_words_of("initech-application")
        assert (found.kind, found.request_id) == (FindingKind.REASON, "")
        assert found.quote == "unfortunately an internal candidate was chosen."
        assert "Reason “unfortunately an intern…” · no word about you" in feedback.screen
        await feedback.press("e")
        assert isinstance(feedback.app.screen, ReadingPage)
        assert "somebody internal" in feedback.screen


async def test_e_explains_the_sentence_at_the_cursor_or_says_that_it_is_unknown() -> None:
    """While nothing is marked, it is the sentence at the cursor."""
    async with opened(told(), size=(100, 30)) as feedback:
        await feedback.on("initech-0-r")
        await feedback.press("f")
        while "Initech: rejected" not in feedback.screen:
            await feedback.press("r")
        await feedback.press("backspace", "e")
        assert "No phrase in it is known here" in feedback.screen


async def test_the_words_are_marked_from_the_list_of_interviews() -> None:
    """`M` opens them; where none are kept, it says how to keep them."""
    async with opened(told(), size=(100, 30)) as feedback:
        await feedback.press("1")
        main = feedback.app.main_screen
        main.pane.go_to("initech")
        await feedback.pilot.pause()
        await feedback.press("M")
        assert isinstance(feedback.app.screen, FindingsPage)
        await feedback.press("escape")
        main.pane.go_to("hooli")
        await feedback.pilot.pause()
        await feedback.press("M")
        assert "Their words are not kept yet" in feedback.screen
