"""What changed when, and the trash, by keys alone."""

from pathlib import Path

from msgspec.structs import replace
from tests.fakes import FixedClock
from tests.tui.running import running
from tests.tui.screens import text_of, type_text
from tests.tui.stand_ins import NOW, CountingIds, MemoryStore, sample_journal, services
from textual.pilot import Pilot

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.phrasing import default_templates
from afterword.services.letters import Writer
from afterword.services.services import Services
from afterword.settings import Settings
from afterword.storage import TinyJournalStore
from afterword.tui.app import AfterwordApp
from afterword.tui.screens.journal_files import HistoryPage, TrashPage
from afterword.tui.widgets.virtual_list import VirtualList


def on_disk(path: Path) -> Services:
    """A program on a journal that is kept, as another window or a fresh start has it."""
    world = World(TinyJournalStore(path, clock=FixedClock(NOW)), FixedClock(NOW), CountingIds())
    return wired(world, Settings(), lambda: Writer(default_templates(), "Sam"))


def filled(store: MemoryStore) -> tuple[Services, str]:
    """An interview that was edited and given an arrival."""
    made = services(store)
    values = {"company": "Initech", "role": "SRE", "at": NOW.replace(day=12), "zone": "UTC"}
    added = made.interviews.add(values)
    made.interviews.edit(added.id, {**values, "round": "final"})
    made.interviews.arrive(added.id, NOW.replace(day=12, minute=5))
    return made, added.id


async def on_reflection(pilot: Pilot[None]) -> None:
    """The list of interviews, wherever the app opened."""
    await pilot.press("1")


async def test_a_line_without_a_record_of_its_own_has_a_whole_title() -> None:
    """A competency that came with the program was never changed; nothing dangles behind the title."""
    made, _ = filled(MemoryStore(sample_journal()))
    async with running(AfterwordApp(made, Settings()), size=(80, 24)) as pilot:
        await pilot.press("3", "H")
        assert isinstance(page := pilot.app.screen, HistoryPage)
        assert page.title_line.title.rstrip(" ·") == page.title_line.title


async def test_what_changed_when_is_shown_for_the_line_under_the_cursor() -> None:
    """Newest first, each field before and after; `u` takes the newest back, and the page follows."""
    store = MemoryStore()
    made, about = filled(store)
    made.examples.add({"title": "The outage"})
    made.store.undo()
    async with running(AfterwordApp(made, Settings()), size=(80, 24)) as pilot:
        await on_reflection(pilot)
        await pilot.press("H")
        shown = text_of(pilot.app)
        assert isinstance(pilot.app.screen, HistoryPage)
        assert "What changed when · Initech · SRE" in shown
        assert "The outage" not in shown
        assert "Arrived: – → Thu 12 Nov 2026 10:05 (UTC)" in shown
        assert "takes it back" in shown
        await pilot.press("j")
        assert "Round: – → final" in text_of(pilot.app)
        assert "takes it back" not in text_of(pilot.app)
        await pilot.press("u")
        assert "undo: note arrival" in text_of(pilot.app)
        assert store.journal.interviews[about].arrived is None
        await pilot.press("enter", "escape")
        assert isinstance(pilot.app.focused, VirtualList)
        await pilot.press("escape")
        assert pilot.app.screen.id == "main-screen"


async def test_the_history_is_narrowed_by_what_changed() -> None:
    """Words of a value are found, though no line shows them."""
    made, _ = filled(MemoryStore())
    async with running(AfterwordApp(made, Settings()), size=(80, 24)) as pilot:
        await on_reflection(pilot)
        await pilot.press("H", "slash")
        await type_text(pilot, "final")
        await pilot.press("enter")
        steps = pilot.app.screen.query_one("#steps", VirtualList)
        assert steps.count == 1
        assert "edit interview" in text_of(pilot.app)


async def test_every_pane_knows_the_record_under_its_cursor() -> None:
    """A conversation with its person in Feedback, an example in Evaluation; where there is none, everything."""
    store = MemoryStore(sample_journal())
    made = services(store)
    made.examples.add({"title": "The migration"})
    request = next(iter(store.journal.live_requests))
    made.people.edit(request.person_id, {"remember": "likes diagrams"})
    async with running(AfterwordApp(made, Settings()), size=(120, 40)) as pilot:
        await pilot.press("2")
        pilot.app.query_one("#tracker", VirtualList).move_to(request.id)
        await pilot.pause()
        await pilot.press("H")
        assert "likes diagrams" in text_of(pilot.app)
        await pilot.press("escape", "3", "X")
        example = next(key for key, one in store.journal.examples.items() if one.title == "The migration")
        pilot.app.query_one("#view-examples", VirtualList).move_to(f"example/{example}")
        await pilot.press("H")
        assert "Title: The migration" in text_of(pilot.app)


async def test_with_nothing_under_the_cursor_everything_is_shown() -> None:
    """Also that nothing was done yet."""
    made = services(MemoryStore())
    async with running(AfterwordApp(made, Settings()), size=(80, 24)) as pilot:
        await on_reflection(pilot)
        await pilot.press("H")
        assert "What changed when · everything" in text_of(pilot.app)
        assert "Nothing has been done here" in text_of(pilot.app)


async def test_what_was_removed_comes_back_by_one_key() -> None:
    """The trash is the same wherever it is opened from; `/` narrows it; what is back is gone from it."""
    store = MemoryStore()
    made, about = filled(store)
    made.interviews.remove(about)
    example = made.examples.add({"title": "The outage"})
    made.examples.remove(example.id)
    made.cues.put_away("Hands")
    async with running(AfterwordApp(made, Settings()), size=(80, 24)) as pilot:
        await pilot.press("ctrl+t")
        assert isinstance(pilot.app.screen, TrashPage)
        shown = text_of(pilot.app)
        for words in ("interview", "Initech · SRE", "example", "The outage", "cue", "Hands"):
            assert words in shown
        await pilot.press("slash")
        await type_text(pilot, "outage")
        await pilot.press("enter", "R")
        assert store.journal.examples[example.id].deleted is None
        assert "The example is back: The outage" in text_of(pilot.app)
        await pilot.press("escape")
        trash = pilot.app.screen.query_one("#removed", VirtualList)
        trash.move_to(f"interviews/{about}")
        await pilot.press("enter")
        assert store.journal.interviews[about].deleted is None
        await pilot.press("u")
        assert store.journal.interviews[about].deleted is not None
        assert trash.holds(f"interviews/{about}")


async def test_an_empty_trash_says_so() -> None:
    """And what will be in it."""
    async with running(AfterwordApp(services(MemoryStore()), Settings()), size=(60, 20)) as pilot:
        await pilot.press("ctrl+t")
        assert "Nothing was removed." in text_of(pilot.app)
        await pilot.press("q")
        assert pilot.app.screen.id == "main-screen"


async def test_u_takes_back_what_another_window_did_before_a_restart(tmp_path: Path) -> None:
    """And U does it again."""
    path = tmp_path / "journal.json"
    values = {"company": "Initech", "role": "SRE", "at": NOW.replace(day=12), "zone": "UTC"}
    on_disk(path).interviews.add(values)
    async with running(AfterwordApp(on_disk(path), Settings()), size=(80, 24)) as pilot:
        await pilot.press("u")
        assert "Undone: add interview" in text_of(pilot.app)
        assert not on_disk(path).store.journal().interviews
        await pilot.press("U")
        assert len(on_disk(path).store.journal().interviews) == 1


async def test_a_step_from_another_day_is_named_with_its_day(tmp_path: Path) -> None:
    """Who comes back after months sees what `u` took away."""
    path = tmp_path / "journal.json"
    values = {"company": "Initech", "role": "SRE", "at": NOW.replace(day=12), "zone": "UTC"}
    on_disk(path).interviews.add(values)
    late = FixedClock(NOW.replace(month=12), "UTC")
    world = World(TinyJournalStore(path, clock=late), late, CountingIds())
    app = AfterwordApp(wired(world, Settings(), lambda: Writer(default_templates(), "Sam")), Settings())
    async with running(app, size=(80, 24)) as pilot:
        await pilot.press("u")
        assert "Undone: add interview of 18 Nov 2026" in text_of(pilot.app)


async def test_a_change_that_will_not_be_undone_is_said_once(tmp_path: Path) -> None:
    """The save itself went well."""
    path = tmp_path / "data" / "journal.json"
    (path.parent / "history.jsonl").mkdir(parents=True)
    made = on_disk(path)
    values = {"company": "Initech", "role": "SRE", "at": NOW.replace(day=12), "zone": "UTC"}
    added = made.interviews.add(values)
    async with running(AfterwordApp(made, Settings()), size=(120, 24)) as pilot:
        await pilot.pause()
        assert "cannot be undone" in text_of(pilot.app)
        assert made.store.journal().interviews[added.id] == replace(added)
