"""Settings on the screen: asked at the first start, listed and changed, asked again where a letter needs them."""

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.tui.pty_app import on_terminal
from tests.tui.running import running
from tests.tui.screens import Driven
from tests.tui.stand_ins import sample_journal

from afterword.bootstrap import open_journal, own_settings
from afterword.domain.conversation.request import Letter
from afterword.domain.conversation.tracking import State
from afterword.domain.journal import TABLES
from afterword.own_settings import OwnSettings, all_settings
from afterword.paths import Paths
from afterword.tui.actions import TABLE, mistakes
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.compose import ComposePage
from afterword.tui.screens.dialogs import ChangedDialog, HelpDialog, Tour
from afterword.tui.screens.form import Form
from afterword.tui.screens.page import Box
from afterword.tui.screens.settings import FewQuestions, SettingsPage, spoken
from afterword.tui.widgets.virtual_list import VirtualList

COMMENTED = '# mine\n[policy]\nfollow_up_after = 7 # a week\n\n[me]\nname = "Sam"  # the short one\n'


@dataclass
class Started(Driven):
    """The app with a file of settings of its own."""

    own: OwnSettings

    @property
    def file(self) -> str:
        """What stands in the file of settings."""
        return self.own.path.read_text(encoding="utf-8")

    @property
    def on_dialog(self) -> bool:
        """Whether anything lies over the panes."""
        return len(self.app.screen_stack) > 1

    async def on_somebody_to_ask(self) -> str:
        """Put the cursor on a conversation that has not begun; its id."""
        await self.press("2")
        lines = self.app.services.overview.tracker()
        request_id = next(line.request.id for line in lines if line.track.state is State.TO_ASK)
        self.app.main_screen.pane.go_to(request_id)
        await self.pilot.pause()
        return request_id

    async def go_to(self, key: str) -> None:
        """Put the cursor on that setting."""
        assert isinstance(self.app.screen, SettingsPage)
        assert self.app.screen.query_one(VirtualList).move_to(key)
        await self.pilot.pause()


@asynccontextmanager
async def started(
    home: Path, text: str | None = None, *, sample: bool = False, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Started]:
    """The app as the program opens it, in that folder; with the journal of the sample if wanted."""
    paths = Paths(home / "data", home / "config.toml")
    if text is not None:
        paths.settings.write_text(text, encoding="utf-8")
    own = own_settings(paths, mistakes)
    services = open_journal(paths, replace(own.settings, me=replace(own.settings.me, zone="UTC")))
    if sample:
        with services.store.transaction("sample", undoable=False) as work:
            for table in TABLES:
                for record in getattr(sample_journal(), table).values():
                    work.put(record)
    app = AfterwordApp(services, own.settings, own=own)
    async with running(app, size=size) as pilot:
        await pilot.pause()
        yield Started(app, pilot, own)


# ── the first start ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_first_start_asks_four_things_and_shows_the_tour(tmp_path: Path) -> None:
    """Name, address, language, country; then five sentences; a key that leads somewhere leads on from there."""
    async with started(tmp_path) as here:
        assert isinstance(here.app.screen, FewQuestions)
        await here.type("Zoé Seeker")
        await here.press("enter")
        await here.type("zoe@seeker.example")
        await here.press("enter", "enter")
        await here.type("Germany")
        await here.press("f2")
        assert isinstance(here.app.screen, Tour)
        assert all(f"{word}:" in here.screen for word in ("Reflection", "Feedback", "Evaluation", "Help"))
        await here.press("f12")
        assert not here.on_dialog
        await here.press("f12", "a")
        assert isinstance(here.app.screen, Form)
        assert "Add an interview" in str(here.app.screen.query_one(Box).border_title)
    raw = tomllib.loads((tmp_path / "config.toml").read_text(encoding="utf-8"))
    assert raw == {"me": {"name": "Zoé Seeker", "address": "zoe@seeker.example"}, "policy": {"country": "DE"}}
    async with started(tmp_path) as again:
        assert again.app.screen is again.app.main_screen


async def test_escape_skips_all_of_it_and_nobody_is_asked_again_at_the_start(tmp_path: Path) -> None:
    """One key to the tour, one to the panes; the tour is found again by its key."""
    async with started(tmp_path) as here:
        await here.press("escape")
        assert isinstance(here.app.screen, Tour)
        await here.press("x")
        assert not here.on_dialog
    async with started(tmp_path) as again:
        assert again.app.screen is again.app.main_screen
        await again.press("f12")
        assert isinstance(again.app.screen, Tour)


async def test_whoever_has_a_journal_or_settings_is_not_asked(tmp_path: Path) -> None:
    """Neither after an update nor with a file that somebody wrote before."""
    async with started(tmp_path / "a", sample=True) as here:
        await here.press("escape", "escape")
    (tmp_path / "a" / "config.toml").unlink()
    async with started(tmp_path / "a") as here:
        assert here.app.screen is here.app.main_screen
    (tmp_path / "b").mkdir()
    async with started(tmp_path / "b", "") as here:
        assert here.app.screen is here.app.main_screen


async def test_an_address_that_is_none_is_refused_where_it_is_typed(tmp_path: Path) -> None:
    """The form stays open with everything typed, and nothing is written."""
    async with started(tmp_path) as here:
        await here.type("Zoé")
        await here.press("enter")
        await here.type("not an address")
        await here.press("f2")
        assert isinstance(here.app.screen, FewQuestions)
        assert "! “not an address” is not a mail address." in here.screen
        assert not here.own.path.exists()
        await here.press("ctrl+u")
        await here.type("zoe@seeker.example")
        await here.press("enter", "enter")
        await here.type("wonderland")
        await here.press("up", "up", "up", "f2")
        assert "! No public holidays are known for a country “wonderland”" in " ".join(here.screen.split())
        await here.press("ctrl+u")
        await here.type("germany")
        await here.press("f2")
        assert 'address = "zoe@seeker.example"' in here.file
        assert 'country = "DE"' in here.file


def test_the_machine_tells_which_language_it_speaks() -> None:
    """German of Austria is offered as such; the usual English says nothing of anybody."""
    assert spoken({"LANG": "de_AT.UTF-8"}) == {"me.language": "de", "policy.country": "AT"}
    assert spoken({"LC_ALL": "fr_FR@euro", "LANG": "de_DE"}) == {"me.language": "fr", "policy.country": "FR"}
    for usual in ({}, {"LANG": "C.UTF-8"}, {"LANG": "en_US.UTF-8"}, {"LANG": "pt_BR"}):
        assert spoken(usual) == {}


def test_a_real_first_start_shows_the_questions_and_the_sample_never_does(tmp_path: Path) -> None:
    """On a terminal with an empty folder; `--demo` has settings of its own."""
    words, config = ["--data-dir", str(tmp_path / "data")], str(tmp_path / "config")
    with on_terminal(words, size=(80, 24), XDG_CONFIG_HOME=config, HOME=str(tmp_path)) as terminal:
        terminal.until("Welcome to Afterword")
        terminal.press("Zoe\x1bOQ", until="What is where")
        terminal.press(" ", until="Press a to add the first one")
        terminal.leave()
    assert 'name = "Zoe"' in (tmp_path / "config" / "afterword" / "config.toml").read_text(encoding="utf-8")
    with on_terminal(["--demo"], size=(80, 24), TMPDIR=str(tmp_path)) as terminal:
        terminal.until("Sample data")
        assert "Welcome" not in terminal.text


# ── the settings ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_every_setting_and_every_key_is_listed_and_can_be_narrowed(tmp_path: Path) -> None:
    """All that may stand in the file, under its sections; `/` keeps those with the words, by what is said of them."""
    async with started(tmp_path, COMMENTED) as here:
        await here.press("comma")
        listed = here.app.screen.query_one(VirtualList)
        for key in (*(known.key for known in all_settings()), *(f"keys.{action.id}" for action in TABLE)):
            assert listed.holds(key), key
        await here.press("slash")
        await here.type("holidays region")
        await here.press("enter")
        assert (listed.holds("policy.region"), listed.holds("policy.follow_up_after")) == (True, False)


async def test_a_number_is_changed_and_a_wrong_one_refused_as_config_check_would(tmp_path: Path) -> None:
    """What a person wrote around it stays; the sentence says what is wrong."""
    async with started(tmp_path, COMMENTED) as here:
        await here.press("comma")
        await here.go_to("policy.follow_up_after")
        await here.press("enter")
        await here.type("9000")
        await here.press("enter")
        assert "! 9000 is not between 0 and 365." in " ".join(here.screen.split())
        assert here.file == COMMENTED
        await here.press("ctrl+u")
        await here.type("9")
        await here.press("enter")
        assert here.file == COMMENTED.replace("= 7 #", "= 9 #")
        assert here.app.services.policy.follow_up_after == 9
        await here.press("x")
        assert here.file == COMMENTED


async def test_name_theme_keys_and_ticks_count_at_once(tmp_path: Path) -> None:
    """The theme is seen, the key acts, the name stands under the next letter, without a new start."""
    async with started(tmp_path, COMMENTED) as here:
        await here.press("comma")
        await here.go_to("screen.theme")
        await here.press("enter", "right", "enter")
        assert here.app.theme == "afterword-light"
        await here.go_to("keys.app.help")
        await here.press("enter")
        await here.type("f7")
        await here.press("enter")
        await here.go_to("policy.note")
        await here.press("enter")
        assert not here.app.services.policy.note
        await here.go_to("screen.mouse")
        await here.press("enter")
        assert "from the next start" in here.screen
        await here.press("escape", "f7")
        assert isinstance(here.app.screen, HelpDialog)


@pytest.mark.parametrize(("typed", "problem"), [("ctrl+ü", "is not a key's name"), ("q", "is already the key of")])
async def test_a_key_that_cannot_hold_is_refused(tmp_path: Path, typed: str, problem: str) -> None:
    """Neither a name that is none nor a key that another action has."""
    async with started(tmp_path, COMMENTED) as here:
        await here.press("comma")
        await here.go_to("keys.app.undo")
        await here.press("enter")
        await here.type(typed)
        await here.press("enter")
        assert problem in " ".join(here.screen.replace("│", "").split())
        assert here.file == COMMENTED


async def test_what_was_written_elsewhere_meanwhile_is_put_before_the_person(tmp_path: Path) -> None:
    """Both values are shown, and nothing is overwritten unasked."""
    async with started(tmp_path, COMMENTED) as here:
        await here.press("comma")
        await here.go_to("policy.follow_up_after")
        await here.press("enter")
        await here.type("9")
        here.own.path.write_text(COMMENTED.replace("= 7", "= 5"), encoding="utf-8")
        await here.press("enter")
        assert isinstance(here.app.screen, ChangedDialog)
        await here.press("t")
        assert "= 5 # a week" in here.file


async def test_a_broken_file_opens_what_can_be_opened_and_names_the_line(tmp_path: Path) -> None:
    """The app is there with the other settings; the list says what is wrong, and writes nothing into such a file."""
    text = "[me]\nname = 'Sam'\n[policy\nask_after = 3\n"
    async with started(tmp_path, text) as here:
        assert "! settings, line 3: " in here.screen
        assert here.own.settings.me.name == "Sam"
        await here.press("comma")
        assert "1 mistake" in here.screen
        await here.press("g")
        assert "Mend that line." in here.screen
        await here.go_to("policy.note")
        await here.press("enter")
        assert "! Line 3: Expected" in here.screen
        assert here.file == text


async def test_a_wrong_value_is_marked_where_it_stands_and_can_be_mended(tmp_path: Path) -> None:
    """The line is named beside the setting; a right value takes the mark away."""
    async with started(tmp_path, "[policy]\nask_after = 9000 # soon\n", size=(120, 40)) as here:
        await here.press("comma")
        await here.go_to("policy.ask_after")
        assert "! Line 2: 9000 is not between 0 and 365." in " ".join(here.screen.split())
        await here.press("enter")
        await here.type("2")
        await here.press("enter")
        assert (here.file, "mistake" in here.screen) == ("[policy]\nask_after = 2 # soon\n", False)


# ── a letter that needs a name ────────────────────────────────────────────────────────────────────────────────────────


async def test_a_letter_asks_for_the_name_and_goes_on(tmp_path: Path) -> None:
    """The small form, then the letter, with the name under it."""
    async with started(tmp_path, "", sample=True) as here:
        asked = await here.on_somebody_to_ask()
        await here.press("a")
        assert isinstance(here.app.screen, FewQuestions)
        await here.type("Zoé Seeker")
        await here.press("f2")
        assert isinstance(here.app.screen, ComposePage)
        draft = here.app.services.store.journal().requests[asked].draft
        assert draft is not None
        assert draft.letter is Letter.REQUEST
        assert "Zoé Seeker" in draft.body


async def test_whoever_skips_the_name_is_asked_once_and_never_again(tmp_path: Path) -> None:
    """Not at the next letter, nor after the next start."""
    async with started(tmp_path, "# mine\n", sample=True) as here:
        await here.on_somebody_to_ask()
        await here.press("a", "escape")
        assert isinstance(here.app.screen, ComposePage)
        assert 'name = ""' in here.file
        assert here.file.startswith("# mine\n")
    async with started(tmp_path) as again:
        assert again.own.unsaid == ()
