"""Forms on records: what is proposed, what another window changed, and what cannot apply."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from tests.tui.feedback_app import ADA, EMILIE, LINUS, Opened, opened
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import NOW, MemoryStore, services
from textual import events
from textual.pilot import Pilot

from afterword.domain.interview import Application, Interview, Mode, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import Example
from afterword.domain.reflection import Answer, AnswerKind, Reflection
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.app_context import JournalChanged
from afterword.tui.screens.dialogs import ChangedDialog
from afterword.tui.screens.form import Form

MADE = Interview(
    id="one",
    application_id="its",
    company="Initech",
    role="SRE",
    at=datetime(2026, 11, 12, 9, tzinfo=UTC),
    zone="Europe/Berlin",
    created=NOW,
    travel_minutes=45,
    interviewers=("p",),
)


def store_of(*interviews: Interview) -> MemoryStore:
    """A store with these interviews."""
    application = Application(id="its", company="Initech", role="SRE", created=NOW)
    ada = Person(id="p", name="Ada Byron", email="ada@initech.example")
    rounds = {interview.id: interview for interview in interviews}
    return MemoryStore(Journal(applications={"its": application}, people={"p": ada}, interviews=rounds))


def names(store: MemoryStore, interview: Interview) -> list[str]:
    """Who interviewed you then."""
    return [person.name for person in store.journal.interviewers_of(interview)]


def app_on(store: MemoryStore) -> AfterwordApp:
    """The app on that store."""
    return AfterwordApp(services(store), Settings())


@asynccontextmanager
async def writing(words: str) -> AsyncIterator[Opened]:
    """The letter to Emilie, begun with these words."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("enter")
        await feedback.type(words)
        yield feedback


async def put_elsewhere(store: MemoryStore, pilot: Pilot[None], record: Interview) -> None:
    """Another window saves the record while a form is open."""
    store.write_elsewhere(record)
    await pilot.pause()


async def test_a_proposed_arrival_is_replaced_by_typing() -> None:
    """`t` proposes 10:00; typing 10:07 is 10:07, and the arrow keys keep what stands for editing."""
    store = store_of(MADE)
    async with running(app_on(store), size=(100, 30)) as pilot:
        await pilot.press("t", *"10:07", "enter")
        arrived = store.journal.interviews["one"].arrived
        assert arrived is not None
        assert arrived.astimezone(UTC) == datetime(2026, 11, 12, 9, 7, tzinfo=UTC)
        await pilot.press("t", "right", "backspace", "9", "enter")
        again = store.journal.interviews["one"].arrived
        assert again is not None
        assert again.astimezone(UTC).minute == 9


async def test_what_was_typed_is_never_replaced() -> None:
    """Coming back to a field that was edited, or from the help, goes on where the person was."""
    async with running(app_on(store_of(MADE)), size=(100, 30)) as pilot:
        await pilot.press("e", *"Hoo", "tab", "shift+tab", *"li", "f1", "escape", "x")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.values["company"] == "Hoolix"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("up",), "2026-11-12 10:15"),
        (("down", "down"), "2026-11-12 09:30"),
        (("home", "up"), "2026-11-13 10:00"),
        ((*"tomorrow", "down"), "2026-11-18"),
        ((*"tue 23:50", "up"), "2026-11-25 00:05"),
        ((*"2026-11-12T10:00+05:00", "up"), "2026-11-12T10:15+05:00"),
        ((*"whenever", "up"), "whenever"),
    ],
)
async def test_arrow_keys_move_a_moment(keys: tuple[str, ...], value: str) -> None:
    """A quarter of an hour on the time, a day on the date; what is no date stays as it is."""
    async with running(app_on(store_of(MADE)), size=(100, 30)) as pilot:
        await pilot.press("e", "tab", "tab", *(key if key != " " else "space" for key in keys))
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.values["at"] == value


async def test_arrow_keys_move_a_day() -> None:
    """In a field for a day they move a day, whatever was typed."""
    async with running(app_on(store_of(MADE)), size=(100, 30)) as pilot:
        await pilot.press("o", "tab", "down", "down")
        form = pilot.app.screen
        assert isinstance(form, Form)
        assert form.values["outcome_on"] == "2026-11-16"


async def test_only_what_was_changed_is_saved() -> None:
    """The company typed here and the round saved elsewhere are both kept, and so is what the form began with."""
    store = store_of(MADE)
    async with running(app_on(store), size=(100, 30)) as pilot:
        await pilot.press("e", "X")
        await put_elsewhere(store, pilot, replace(MADE, round="final", notes="third floor", mode=Mode.VIDEO))
        await pilot.press("f2")
        assert store.journal.interviews["one"] == replace(
            MADE, company="X", round="final", notes="third floor", mode=Mode.VIDEO
        )


@pytest.mark.parametrize(("key", "company"), [("k", "Mine"), ("t", "Theirs"), ("escape", "Theirs")])
async def test_what_both_changed_is_chosen(key: str, company: str) -> None:
    """Both values are shown; one is taken, or the form is as it was; what only they changed is kept in any case."""
    store = store_of(MADE)
    async with running(app_on(store), size=(100, 30)) as pilot:
        await pilot.press("e", *"Mine")
        await put_elsewhere(store, pilot, replace(MADE, company="Theirs", round="final"))
        await pilot.press("f2")
        assert isinstance(pilot.app.screen, ChangedDialog)
        shown = text_of(pilot.app)
        assert "Company was changed elsewhere" in shown
        assert "Mine" in shown
        assert "Theirs" in shown
        await pilot.press(key)
        kept = store.journal.interviews["one"]
        assert (kept.company, kept.round, kept.travel_minutes) == (company, "final", 45)
        form = pilot.app.screen
        assert isinstance(form, Form) == (key == "escape")


async def test_a_note_that_both_wrote_is_chosen() -> None:
    """What went well: the text of this window and that of the other are shown."""
    store = store_of(MADE)
    async with running(app_on(store), size=(100, 30)) as pilot:
        await pilot.press("enter")
        rows = pilot.app.query_one("#guided-rows")
        rows.move_to("section/What went well")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await type_text(pilot, "I was calm")
        store.write_elsewhere(Reflection(id="one", went_well="They laughed"))
        await pilot.press("f2")
        assert "They laughed" in text_of(pilot.app)
        await pilot.press("k")
        assert store.journal.reflections["one"].went_well == "I was calm"


async def test_a_letter_that_both_wrote_is_chosen() -> None:
    """What another window saved in the letter is not written over; what only it changed is taken over."""
    async with writing("Mine. ") as feedback:
        feedback.app.services.requests.edit(EMILIE, subject="Their subject", body="Written elsewhere.")
        await feedback.press("f2")
        assert isinstance(feedback.app.screen, ChangedDialog)
        assert "Written elsewhere." in feedback.screen
        await feedback.press("k")
        draft = feedback.letter(EMILIE)
        assert draft.subject == "Their subject"
        assert draft.body.startswith("Mine. ")


async def test_a_letter_that_was_not_chosen_is_not_lost() -> None:
    """Where the other window's words stay, undoing brings back those that were typed here."""
    async with writing("Mine. ") as feedback:
        feedback.app.services.requests.edit(EMILIE, body="Written elsewhere.")
        await feedback.press("f2")
        await feedback.press("t")
        assert feedback.letter(EMILIE).body.strip() == "Written elsewhere."
        feedback.app.services.store.undo()
        assert feedback.letter(EMILIE).body.startswith("Mine. ")


async def test_nothing_is_asked_while_a_letter_is_written() -> None:
    """The next letter typed would answer it, were it `t` or `k`; it is said, and asked when the letter is left."""
    async with writing("Mine. ") as feedback:
        feedback.app.services.requests.edit(EMILIE, body="Written elsewhere.")
        feedback.app.post_message(JournalChanged())
        await feedback.pilot.pause()
        assert "in another window" in feedback.screen
        await type_text(feedback.pilot, "Take ")
        assert "Mine. Take " in feedback.screen
        assert feedback.letter(EMILIE).body.strip() == "Written elsewhere."
        await feedback.press("escape")
        assert isinstance(feedback.app.screen, ChangedDialog)
        await feedback.press("k")
        assert feedback.letter(EMILIE).body.startswith("Mine. Take ")


async def test_a_letter_that_left_elsewhere_keeps_what_is_typed() -> None:
    """The page stays while it holds words that stand nowhere else."""
    async with writing("Mine. ") as feedback:
        feedback.app.services.requests.discard_draft(EMILIE)
        feedback.app.post_message(JournalChanged())
        await feedback.pilot.pause()
        assert "Mine. " in feedback.screen
        assert "now stand only here" in feedback.screen


async def test_a_letter_where_a_number_stands_is_refused_in_words_and_without_a_bell() -> None:
    """A bell says nothing, and wakes whoever sleeps next door."""
    app = app_on(store_of(MADE))
    async with running(app, size=(100, 40)) as pilot:
        await pilot.press("e", *["tab"] * 7, "x")
        assert "Only a number can stand here." in text_of(app)
        await pilot.press("3")
        assert "Only a number" not in text_of(app)


async def test_the_travel_time_survives_and_can_be_set() -> None:
    """Every field of an interview stands in its form; one letter changed leaves the others as they were."""
    store = store_of(MADE)
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("e", "end", "x", "f2")
        assert store.journal.interviews["one"] == replace(MADE, company="Initechx")
        await pilot.press("e", *["tab"] * 7, *"30", "f2")
        assert store.journal.interviews["one"].travel_minutes == 30
        await pilot.press("e", *["tab"] * 7, "backspace", "f2")
        assert store.journal.interviews["one"].travel_minutes is None


async def test_a_number_that_is_none_is_told() -> None:
    """A lone sign in a field for minutes is a sentence, and nothing is saved."""
    store = store_of(MADE)
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("e", *["tab"] * 7, "-", "f2")
        assert "“-” is no number of minutes." in text_of(pilot.app)
        assert store.journal.interviews["one"] == MADE


async def test_an_answer_keeps_what_is_out_of_sight() -> None:
    """The archived competency and the removed example of an answer outlive a change of its note."""
    answer = Answer(id="a", question="q", kind=AnswerKind.STORY, competency="motivation", example="gone")
    store = store_of(MADE)
    example = Example(id="gone", title="The outage", created=NOW, deleted=NOW)
    store.write_elsewhere(Reflection(id="one", answers=(answer,)), example)
    frame = app_on(store)
    async with running(frame, size=(100, 40)) as pilot:
        frame.services.competencies.archive("motivation")
        await pilot.press("enter")
        pilot.app.query_one("#guided-rows").move_to("answer/a")  # type: ignore[attr-defined]
        await pilot.press("enter", *["tab"] * 10, "n", "f2")
        assert store.journal.reflections["one"].answers == (replace(answer, note="n"),)


@pytest.mark.parametrize(
    ("zone", "typed", "instant", "echo"),
    [
        ("Europe/Berlin", "2026-11-12T10:00+05:00", "2026-11-12T05:00+00:00", "06:00 (Europe/Berlin, +0100)"),
        ("America/New_York", "now", "2026-11-18T10:00+00:00", "05:00 (America/New_York, -0500)"),
        ("America/New_York", "+2h", "2026-11-18T12:00+00:00", "07:00 (America/New_York, -0500)"),
        ("Asia/Tokyo", "2026-11-12 10:00", "2026-11-12T01:00+00:00", "10:00 (Asia/Tokyo, +0900)"),
    ],
)
async def test_when_means_the_same_as_on_the_command_line(zone: str, typed: str, instant: str, echo: str) -> None:
    """A typed offset is kept as that instant, `now` is now in every zone, and the echo names the zone."""
    store = MemoryStore()
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("a")
        for words in ("Initech", "SRE", typed, "", "", "", "", "", zone):
            if words:
                await type_text(pilot, words)
            await pilot.press("tab")
        assert echo in text_of(pilot.app)
        await pilot.press("f2")
        (made,) = store.journal.live_interviews
        assert made.at == datetime.fromisoformat(instant)


async def test_a_day_without_a_time_asks_for_it() -> None:
    """It does not become noon: the form says that its time is missing, and saves once it stands there."""
    store = MemoryStore()
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("a", *"Acme", "tab", *"SRE", "tab", *"2026-12-01", "f2")
        assert "! “2026-12-01” is a day; the time is missing." in text_of(pilot.app)
        assert not store.journal.interviews
        await pilot.press("space", *"9:30", "f2")
        assert [f"{one.local:%d %H:%M}" for one in store.journal.live_interviews] == ["01 09:30"]


async def test_enter_goes_through_the_first_fields_before_it_saves() -> None:
    """Company, role, when, interviewers; what cannot stand so is said below, and led back to when all is saved."""
    store = MemoryStore()
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("a", *"Acme", "enter", *"SRE", "enter", *"today", "enter", *"Ada")
        assert "! “today” is a day; the time is missing." in text_of(pilot.app)
        await pilot.press("enter", "enter", "end", "space", *"9:00", "f2")
        (made,) = store.journal.live_interviews
        assert (made.company, made.role, names(store, made)) == ("Acme", "SRE", ["Ada"])


async def test_enter_in_an_interview_that_is_edited_goes_on_as_in_a_new_one() -> None:
    """The same keys add and edit; nothing is closed under the hands of whoever types on."""
    store = MemoryStore()
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("a", *"Acme", "enter", *"SRE", "enter", *"today 9:00", "f2")
        await pilot.press("e", "enter", *"Lead", "enter", *"today 10:00", "enter", *"Ada", "f2")
        (made,) = store.journal.live_interviews
        assert (made.company, made.role, f"{made.local:%H:%M}", names(store, made)) == (
            "Acme",
            "Lead",
            "10:00",
            ["Ada"],
        )


async def test_several_lines_that_are_pasted_are_several_people() -> None:
    """Every line becomes somebody; in another line they are joined, and none is dropped."""
    store = MemoryStore()
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("a")
        pilot.app.post_message(events.Paste("Acme\nLtd"))
        await pilot.press("enter", *"SRE", "enter", *"now", "enter")
        pilot.app.post_message(events.Paste("O'Brien, Pat\nAda Byron <ada@x.example>\r\n\nGrace Hopper\n"))
        await pilot.press("enter", "enter")
        (made,) = store.journal.live_interviews
        assert made.company == "Acme Ltd"
        assert names(store, made) == ["Pat O'Brien", "Ada Byron", "Grace Hopper"]


async def test_a_word_that_is_pasted_keeps_the_space_before_it() -> None:
    """What is pasted behind other words does not run into them."""
    async with running(app_on(MemoryStore()), size=(100, 40)) as pilot:
        await pilot.press("a", *"Acme")
        pilot.app.post_message(events.Paste(" Ltd\n"))
        await pilot.press("tab")
        assert "Acme Ltd" in text_of(pilot.app)


async def test_a_rejection_without_interviewers_asks_for_a_name() -> None:
    """The form for the outcome has a line for who met you; where it stays empty, `f` says what adds them."""
    store = store_of(replace(MADE, interviewers=()))
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("o", "enter", "f")
        assert "e adds whoever interviewed you" in text_of(pilot.app)
        await pilot.press("o", "tab", "tab", "tab")
        await type_text(pilot, "Ada Byron; Grace Hopper")
        await pilot.press("f2")
        assert names(store, store.journal.interviews["one"]) == ["Ada Byron", "Grace Hopper"]
        assert len(store.journal.requests) == 2


async def test_a_coming_interview_takes_no_arrival_and_only_a_withdrawal() -> None:
    """`t` says when it is; `o` offers the withdrawal, with a day that is accepted."""
    store = store_of(replace(MADE, at=NOW + timedelta(days=2)))
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("t")
        assert not isinstance(pilot.app.screen, Form)
        assert "lies ahead: Fri 20 Nov 2026 11:00 (Europe/Berlin, +0100)" in text_of(pilot.app)
        await pilot.press("o")
        assert "rejected" not in text_of(pilot.app)
        await pilot.press("enter")
        kept = store.journal.applications["its"]
        assert (kept.outcome, kept.outcome_on) == (Outcome.WITHDRAWN, NOW.date())


async def test_who_comes_early_notes_it_before_the_planned_time() -> None:
    """Within half a day of the interview the proposal is now, which is accepted as it stands."""
    store = store_of(replace(MADE, at=NOW + timedelta(minutes=20)))
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.press("t", "enter")
        assert store.journal.interviews["one"].arrived == NOW


@pytest.mark.parametrize(
    ("request_id", "key", "words"),
    [
        (ADA, "O", "They have replied, so nothing waits for their return."),
        (EMILIE, "b", "Nothing has been sent that could have come back."),
        (EMILIE, "O", "Nothing has been sent yet that an absence could answer."),
    ],
)
async def test_a_key_that_cannot_apply_says_why(request_id: str, key: str, words: str) -> None:
    """No form opens for what cannot have happened."""
    async with opened() as feedback:
        await feedback.on(request_id)
        await feedback.press(key)
        assert not isinstance(feedback.app.screen, Form)
        assert words in feedback.screen


async def test_a_closed_conversation_is_not_closed_again() -> None:
    """`c` says so instead of asking how."""
    async with opened() as feedback:
        await feedback.on(LINUS)
        await feedback.press("c", "enter", "c")
        assert "This conversation is closed already." in feedback.screen


async def test_a_letter_of_2019_is_refused_in_the_form() -> None:
    """The sentence names the day of the interview, and the form stays."""
    async with opened() as feedback:
        await feedback.on(EMILIE)
        await feedback.press("s")
        await type_text(feedback.pilot, "2019-03-04 10:00")
        await feedback.press("enter")
        assert "lies before the interview of" in feedback.screen
        assert isinstance(feedback.app.screen, Form)


async def test_the_first_start_after_an_update_says_what_was_put_together() -> None:
    """Once, in the notice line; `u` takes the rounds apart."""
    rounds = (MADE, replace(MADE, id="two", round="final", at=MADE.at + timedelta(days=7)))
    store = store_of(*rounds)
    store.write_elsewhere(replace(store.journal.applications["its"], joined=True))
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.pause()
        assert "The rounds of Initech · SRE stand together now. u takes them apart again." in text_of(pilot.app)
        await pilot.press("u")
        assert len(store.journal.live_applications) == len(rounds)
    async with running(app_on(store), size=(100, 40)) as pilot:
        await pilot.pause()
        assert "stand together" not in text_of(pilot.app)
