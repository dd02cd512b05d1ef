"""What was typed and not saved when the program ended is offered again, whole, and overwrites nothing that is newer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.fakes import FixedClock
from tests.storage.test_typed_store import killed
from tests.tui.feedback_app import MARY
from tests.tui.running import running
from tests.tui.screens import Driven
from tests.tui.stand_ins import NOW, CountingIds, MemoryStore, sample_journal
from textual.css.query import NoMatches
from textual.screen import Screen

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.history import TypedText
from afterword.services.letters import Writer
from afterword.settings import Settings
from afterword.storage.typed_store import FileTypedStore
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.form import Form

LATER = NOW + timedelta(days=1)


class HalfThere(Screen[None]):
    """A form without fields yet."""

    def typed(self, *, untouched: bool = False) -> TypedText | None:
        """Nobody can say."""
        raise NoMatches(untouched)

    place = offer = take_back = lacks = None


@dataclass
class Window(Driven):
    """One run of the app on a journal, with what it keeps of what is typed."""

    typed: FileTypedStore

    @property
    def values(self) -> dict[str, str]:
        """What stands in the form that is open."""
        assert isinstance(self.app.screen, Form)
        return self.app.screen.values

    def kill(self) -> None:
        """A second after the last key the process is gone."""
        self.app.keeper.keep()
        killed(self.typed)
        self.app.keeper.begin(None)


@dataclass
class Machine:
    """A journal and the folder beside it."""

    home: Path
    store: MemoryStore

    @asynccontextmanager
    async def window(self, *, later: bool = True) -> AsyncIterator[Window]:
        """The app, opened anew; `later`: the day after the sample was made."""
        clock = FixedClock(LATER if later else NOW)
        typed = FileTypedStore(self.home / "typed", self.home / "session.json", clock)
        world = World(self.store, clock, CountingIds(), typed=lambda: typed)
        app = AfterwordApp(wired(world, Settings(), lambda: Writer(default_templates(), "Sam")), Settings())
        async with running(app, as_it_opens=(self.home / "session.json").exists()) as pilot:
            await pilot.pause()
            yield Window(app, pilot, typed)
            app.keeper.end()

    def left(self) -> tuple[TypedText, ...]:
        """What a next window would find."""
        store = FileTypedStore(self.home / "typed", self.home / "session.json", FixedClock(LATER))
        found = store.left()
        store.close()
        return found


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """The sample journal on a disk of its own."""
    return Machine(tmp_path, MemoryStore(sample_journal()))


async def test_a_form_is_opened_again_with_everything_that_was_typed(machine: Machine) -> None:
    """One key at the next start; saving it then leaves nothing."""
    async with machine.window(later=False) as window:
        await window.press("a", *"Acme", "tab", *"Nurse")
        window.kill()
    async with machine.window() as window:
        assert "You were adding an interview (yesterday 10:00)." in window.screen
        await window.press("enter")
        assert (window.values["company"], window.values["role"]) == ("Acme", "Nurse")
        await window.type(" in charge")
        assert window.values["role"] == "Nurse in charge"
        await window.press("tab")
        await window.type("2026-11-10 10:00")
        await window.press("f2")
        assert any(known.company == "Acme" for known in machine.store.journal.interviews.values())
    assert machine.left() == ()


async def test_it_can_be_thrown_away_at_the_start(machine: Machine) -> None:
    """One key, and nobody speaks of it again."""
    async with machine.window() as window:
        await window.press("a", *"Acme")
        window.kill()
    async with machine.window() as window:
        await window.press("x")
        assert "You were" not in window.screen
        await window.press("a")
        assert "f3 bring back" not in window.screen
    assert machine.left() == ()


async def test_later_it_is_offered_where_it_was_typed(machine: Machine) -> None:
    """Typing goes on meanwhile; `f3` brings it back, asking where something stands in the way."""
    async with machine.window(later=False) as window:
        await window.press("a", *"Acme", "tab", *"Nurse")
        window.kill()
    async with machine.window() as window:
        await window.press("escape", "a")
        assert "You typed here (yesterday 10:00) and did not save: “Nurse”" in window.screen
        await window.press(*"xen")
        await window.press("f3")
        assert "has become another since you typed this" in window.screen
        await window.press("k")
        assert (window.values["company"], window.values["role"]) == ("Acme", "Nurse")
        assert "f3 bring back" not in window.screen


async def test_it_can_be_thrown_away_where_it_was_typed(machine: Machine) -> None:
    """What stands in the form by now stays."""
    async with machine.window() as window:
        await window.press("a", *"Acme")
        window.kill()
    async with machine.window() as window:
        await window.press("escape", "a", *"Xenon", "f8")
        assert window.values["company"] == "Xenon"
        window.app.keeper.begin(None)
        killed(window.typed)
    assert not any(field.text == "Acme" for text in machine.left() for field in text.fields)


async def test_what_is_discarded_on_purpose_is_not_offered(machine: Machine) -> None:
    """The person has decided already."""
    async with machine.window() as window:
        await window.press("a", *"Acme")
        window.app.keeper.keep()
        await window.press("escape", "n")
    assert machine.left() == ()


@pytest.mark.parametrize(("key", "company"), [("t", "Newer"), ("k", "Acme")])
async def test_a_record_that_was_changed_meanwhile_is_not_overwritten(machine: Machine, key: str, company: str) -> None:
    """Where both differ the person chooses; what was not typed stays as it is stored."""
    interview = machine.store.journal.live_interviews[0]
    async with machine.window() as window:
        await window.press("1")
        window.app.main_screen.pane.go_to(interview.id)
        await window.press("escape", "e", *"Acme", "tab", *"Nurse")
        window.kill()
    machine.store.write_elsewhere(replace(interview, company="Newer", notes="Ring the bell."))
    async with machine.window() as window:
        await window.press("enter")
        assert "You typed:" in window.screen
        assert "Newer" in window.screen
        await window.press(key)
        assert window.values["company"] == company
        assert (window.values["role"], window.values["notes"]) == ("Nurse", "Ring the bell.")


async def test_what_is_saved_already_is_not_offered(machine: Machine) -> None:
    """The kill came between saving and forgetting."""
    interview = machine.store.journal.live_interviews[0]
    async with machine.window() as window:
        await window.press("1")
        window.app.main_screen.pane.go_to(interview.id)
        await window.press("escape", "e", *"Acme")
        window.kill()
    machine.store.write_elsewhere(replace(interview, company="Acme"))
    async with machine.window() as window:
        assert "You were" not in window.screen
    assert machine.left() == ()


async def test_a_note_is_offered_in_its_own_reflection(machine: Machine) -> None:
    """With what stood there before."""
    async with machine.window() as window:
        await window.press("1", "enter", "j")
        guided = window.app.main_screen.pane
        guided.go_to(guided.place()["line"].partition("/")[0] + "/section/thoughts")
        await window.press("enter")
        await window.type("I spoke too fast.")
        before = window.values
        window.kill()
    async with machine.window() as window:
        assert "You were writing a note on" in window.screen
        await window.press("enter")
        assert window.values == before
        await window.type(" Next time slower.")
        assert next(iter(window.values.values())).endswith("I spoke too fast. Next time slower.")


async def test_a_letter_goes_on_with_its_last_words(machine: Machine) -> None:
    """Those that were typed since the draft was saved; opened anew it has them, too."""
    async with machine.window() as window:
        await window.press("2")
        window.app.main_screen.pane.go_to(MARY)
        await window.press("a")
        assert isinstance(window.app.screen, ComposePage)
        window.app.screen.save()
        await window.type("One word more. ")
        typed = window.app.screen._sheet.typed
        request_id = window.app.screen.place.ids[0]
        window.kill()
    draft = machine.store.journal.requests[request_id].draft
    assert draft is not None
    assert "One word more." not in draft.body
    async with machine.window() as window:
        assert "You were writing to" in window.screen
        await window.press("escape", "2")
        window.app.main_screen.pane.go_to(request_id)
        await window.press("a")
        assert isinstance(window.app.screen, ComposePage)
        assert window.app.screen._sheet.typed == typed
        window.app.screen.save()
    draft = machine.store.journal.requests[request_id].draft
    assert draft is not None
    assert "One word more." in draft.body
    assert machine.left() == ()


async def test_a_letter_is_opened_from_the_start(machine: Machine) -> None:
    """Where its draft was written anew meanwhile, both are shown."""
    async with machine.window() as window:
        await window.press("2")
        window.app.main_screen.pane.go_to(MARY)
        await window.press("a")
        assert isinstance(window.app.screen, ComposePage)
        await window.type("One word more. ")
        request_id = window.app.screen.place.ids[0]
        window.kill()
        window.app.services.requests.edit(request_id, body="Another letter.")
    async with machine.window() as window:
        await window.press("enter")
        assert "was changed elsewhere" in window.screen
        await window.press("k")
        await window.press("escape")
    draft = machine.store.journal.requests[request_id].draft
    assert draft is not None
    assert "One word more." in draft.body


async def test_a_pasted_reply_goes_on_to_its_marks(machine: Machine) -> None:
    """As if nothing had happened in between."""
    async with machine.window() as window:
        await window.press("2")
        waiting = next(line for line in window.app.services.overview.tracker() if line.track.state == "waiting")
        window.app.main_screen.pane.go_to(waiting.request.id)
        await window.press("r")
        await window.type("You were clear. Think of cost.")
        window.kill()
    async with machine.window() as window:
        assert "You were writing down what" in window.screen
        await window.press("enter")
        assert window.values["text"] == "You were clear. Think of cost."
        await window.press("f2")
        assert machine.store.journal.requests[waiting.request.id].replies
        assert "Mark" in window.screen
    assert machine.left() == ()


async def test_of_several_texts_one_after_the_other_is_offered(machine: Machine) -> None:
    """The newest first; whoever goes on with it is asked about the next one afterwards."""
    async with machine.window(later=False) as window:
        await window.press("a", *"Acme")
        window.kill()
    async with machine.window() as window:
        await window.press("escape", "2", "i")
        await window.type("They like tea")
        window.kill()
    async with machine.window() as window:
        assert "adding an interview" not in window.screen
        await window.press("x")
        assert "adding an interview" in window.screen
        await window.press("enter", "escape", "n")
    assert machine.left() == ()


async def test_a_text_whose_record_is_gone_can_still_be_read(machine: Machine) -> None:
    """And is kept until it is thrown away."""
    interview = machine.store.journal.live_interviews[0]
    async with machine.window() as window:
        await window.press("1")
        window.app.main_screen.pane.go_to(interview.id)
        await window.press("escape", "e", *"Acme")
        window.kill()
    machine.store.write_elsewhere(replace(interview, deleted=NOW))
    async with machine.window() as window:
        await window.press("enter")
        assert "Acme" in window.screen
        await window.press("escape")
    (text,) = machine.left()
    assert text.fields[0].text == "Acme"


async def test_a_form_that_fails_takes_nothing_from_the_others(machine: Machine) -> None:
    """One that is only half there when the program ends: what another holds is kept, and the program does end."""
    async with machine.window() as window:
        await window.press("1", "a")
        await window.type("Acme")
        await window.app.push_screen(HalfThere())
        window.app.exit()
    (left,) = machine.left()
    assert [field.text for field in left.fields] == ["Acme"]


async def test_a_folder_that_cannot_be_written_is_said_once(machine: Machine) -> None:
    """And everything goes on."""
    (machine.home / "typed").write_text("in the way")
    async with machine.window() as window:
        await window.press("a", *"Acme")
        window.app.keeper.keep()
        window.typed.flush()
        window.app.keeper.keep()
        await window.pilot.pause()
        assert "What you type is kept only once you save it" in window.screen
        await window.press("e")
        window.app.keeper.keep()
        await window.pilot.pause()
        assert "What you type is kept only" not in window.screen


async def test_what_an_editor_had_saved_is_brought_back(machine: Machine, tmp_path: Path) -> None:
    """Its file is read at the next start, and goes with the text."""
    folder = tmp_path / "afterword-words-1"
    folder.mkdir()
    file = folder / "note.txt"
    async with machine.window() as window:
        await window.press("a", *("tab",) * 9)
        await window.type("before")
        window.app.keeper.lend(file)
        window.app.keeper.begin(None)
        killed(window.typed)
    file.write_text("before, and more in the editor\n", encoding="utf-8")
    async with machine.window() as window:
        await window.press("enter")
        assert window.values["notes"] == "before, and more in the editor"
        await window.press("escape", "n")
    assert not folder.exists()
    assert machine.left() == ()
