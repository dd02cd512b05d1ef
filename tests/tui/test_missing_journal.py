"""The app asks what to do when the journal is gone, and does that alone."""

from pathlib import Path

import pytest
from tests.tui.running import running

from afterword.bootstrap import open_journal
from afterword.demo import fill_with_sample
from afterword.errors import StoreMissing
from afterword.paths import Paths
from afterword.settings import Settings
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.journal_files import MissingJournal


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A journal that is gone, with one copy of the sample."""
    paths = Paths(tmp_path, tmp_path / "config.toml")
    fill_with_sample(open_journal(paths, Settings()))
    paths.backups.mkdir(exist_ok=True)
    paths.journal.rename(paths.backups / "journal-20260101T120000-backup.json")
    return paths


def app_on(paths: Paths) -> AfterwordApp:
    """The app, which opens the journal once it is seen."""
    return AfterwordApp(lambda: open_journal(paths, Settings()), Settings())


def seen(app: AfterwordApp) -> str:
    """Every line of the screen."""
    return "\n".join("".join(piece.text for piece in strip) for strip in app.screen._compositor.render_strips())


async def test_the_chosen_copy_is_brought_back(paths: Paths) -> None:
    """It says what is missing and what each copy holds; enter brings back the newest and shows it."""
    app = app_on(paths)
    async with running(app) as pilot:
        assert isinstance(app.screen, MissingJournal)
        assert "is not there" in seen(app)
        assert "18 interviews" in seen(app)
        await pilot.press("enter")
        assert app.main_screen.is_ready
        assert len(app.services.store.journal().live_interviews) == 18
    assert paths.journal.exists()


async def test_a_new_one_is_begun_when_chosen(paths: Paths) -> None:
    """The copies stay."""
    app = app_on(paths)
    async with running(app) as pilot:
        await pilot.press("down", "enter")
        assert not app.services.store.journal().interviews
    assert paths.journal.exists()
    assert list(paths.backups.iterdir())


async def test_leaving_leaves_all_as_it_is(paths: Paths) -> None:
    """The app ends with what the command line says of it."""
    app = app_on(paths)
    async with running(app):
        app.screen.dismiss(None)
    assert isinstance(app.failure, StoreMissing)
    assert not paths.journal.exists()


async def test_a_copy_that_cannot_be_read_is_no_end(paths: Paths) -> None:
    """Why it cannot is said, and another can be chosen."""
    (paths.backups / "journal-20260102T120000-backup.json").write_text("{")
    app = app_on(paths)
    async with running(app) as pilot:
        await pilot.press("enter")
        assert "cannot be restored" in " ".join(seen(app).split())
        assert not paths.journal.exists()
        await pilot.press("down", "enter")
        assert app.main_screen.is_ready
