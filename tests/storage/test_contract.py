"""Every promise of the journal store's port, on every store there is."""

import contextlib
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.fakes import MemoryJournal
from tests.storage.samples import SetClock, finding, interview, request

from afterword.domain.history import StepNote
from afterword.domain.interview import Interview
from afterword.domain.journal import Change, Journal
from afterword.domain.practice import Competency
from afterword.ports import JournalStore
from afterword.storage import TinyJournalStore


@pytest.fixture(params=["tiny", "memory"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> JournalStore:
    """Each implementation in turn."""
    if request.param == "memory":
        return MemoryJournal()
    return TinyJournalStore(tmp_path / "data" / "journal.json", clock=SetClock())


def fail_after_putting(store: JournalStore, record: Interview) -> None:
    """A transaction that comes to grief after its put."""
    with contextlib.suppress(KeyError), store.transaction() as work:
        work.put(record)
        raise KeyError


def test_a_new_store_is_empty(any_store: JournalStore) -> None:
    """A store nobody has written to holds an empty journal."""
    assert any_store.read() == Journal()


def test_put_then_read(any_store: JournalStore) -> None:
    """What a transaction put is read back equal."""
    with any_store.transaction() as work:
        work.put(interview())
        work.put(request())
        work.put(finding())
    journal = any_store.read()
    assert (journal.interviews, journal.requests, journal.findings) == (
        {"i1": interview()},
        {"r1": request()},
        {"f1": finding()},
    )


def test_the_journal_of_a_transaction_shows_its_own_changes(any_store: JournalStore) -> None:
    """Inside a transaction the journal is the newest state with the changes so far."""
    with any_store.transaction() as work:
        work.put(interview())
        assert "i1" in work.journal.interviews
        work.remove(interview())
        assert "i1" not in work.journal.interviews


def test_a_failing_block_changes_nothing(any_store: JournalStore) -> None:
    """When the block raises, not one of its changes is kept."""
    fail_after_putting(any_store, interview())
    assert any_store.read() == Journal()


def test_the_store_can_be_written_after_a_failing_block(any_store: JournalStore) -> None:
    """A block that raised leaves nothing behind that stands in the way of the next."""
    fail_after_putting(any_store, interview("lost"))
    with any_store.transaction() as work:
        work.put(interview("kept"))
    assert list(any_store.read().interviews) == ["kept"]


def test_changes_are_one_per_record_in_order(any_store: JournalStore) -> None:
    """Two puts of one record are one change, from the state before to the last state."""
    with any_store.transaction() as work:
        work.put(interview("i2"))
    with any_store.transaction() as work:
        work.put(interview("i1", "First"))
        work.remove(interview("i2"))
        work.put(interview("i1", "Second"))
        changes = work.changes
    assert [(one.table, one.id, one.before, one.after) for one in changes] == [
        ("interviews", "i1", None, interview("i1", "Second")),
        ("interviews", "i2", interview("i2"), None),
    ]


def test_what_changes_nothing_is_no_change(any_store: JournalStore) -> None:
    """An equal record, a record that came and went, and removing what is not there are no changes."""
    with any_store.transaction() as work:
        work.put(interview())
    with any_store.transaction() as work:
        work.put(interview())
        work.put(request())
        work.remove(request())
        work.remove(finding())
        assert work.changes == ()


def test_reversed_changes_take_everything_back(any_store: JournalStore) -> None:
    """Putting the reverse of each change leads to the state before."""
    with any_store.transaction() as work:
        work.put(interview("i1"))
        work.put(interview("i2"))
    before = any_store.read()
    with any_store.transaction() as work:
        work.put(replace(interview("i1"), company="Hooli"))
        work.remove(interview("i2"))
        changes = work.changes
    with any_store.transaction() as work:
        for change in changes:
            undo = change.reversed
            record = undo.after or undo.before
            assert record is not None
            (work.put if undo.after else work.remove)(record)
    assert any_store.read() == before


def test_a_changed_record_keeps_its_place(any_store: JournalStore) -> None:
    """A changed record does not move."""
    for record_id in ("i1", "i2", "i3"):
        with any_store.transaction() as work:
            work.put(interview(record_id))
    with any_store.transaction() as work:
        work.put(interview("i1", "Hooli"))
    assert list(any_store.read().interviews) == ["i1", "i2", "i3"]


def test_records_stand_in_the_order_of_their_ids_but_for_those_whose_order_shows(any_store: JournalStore) -> None:
    """Competencies stay in the order in which they were added."""
    for record_id in ("z", "a", "m"):
        with any_store.transaction() as work:
            work.put(interview(record_id))
            work.put(Competency(id=record_id, name=record_id))
    assert list(any_store.read().interviews) == ["a", "m", "z"]
    assert list(any_store.read().competencies) == ["z", "a", "m"]


def test_a_journal_once_read_does_not_change(any_store: JournalStore) -> None:
    """A journal in hand is a snapshot: later transactions do not reach it."""
    before = any_store.read()
    with any_store.transaction() as work:
        work.put(interview())
    assert before == Journal()


def test_own_writes_are_no_news(any_store: JournalStore) -> None:
    """`changed` speaks of others only."""
    any_store.read()
    with any_store.transaction() as work:
        work.put(interview())
    assert not any_store.changed()


def test_every_step_is_told_with_what_it_changed(any_store: JournalStore) -> None:
    """By its name, oldest first, with the records before and after; what changed nothing is no step."""
    for company in ("Initech", "Hooli", "Hooli"):
        with any_store.transaction() as work:
            work.note = StepNote(name=company)
            work.put(interview(company=company))
    first, second = any_store.steps()
    assert [first.name, second.name] == ["Initech", "Hooli"]
    assert second.touched == (("interviews", "i1"),)
    assert second.changes() == (Change("interviews", "i1", interview(), interview(company="Hooli")),)
    assert first.changes()[0].before is None
    with any_store.transaction() as work:
        work.remove(interview(company="Hooli"))
    assert any_store.steps()[-1].removed == (("interviews", "i1"),)
    assert any_store.unrecorded() == ""


def test_the_savings_of_one_sitting_are_one_step(any_store: JournalStore) -> None:
    """From the first state to the last; where that is the same, there is none."""
    with any_store.transaction() as work:
        work.put(interview())
    for company in ("A", "B"):
        with any_store.transaction() as work:
            work.note = StepNote(name="edit", merge_key="a sitting")
            work.put(interview(company=company))
    (change,) = any_store.steps()[-1].changes()
    assert (change.before, change.after) == (interview(), interview(company="B"))
    with any_store.transaction() as work:
        work.note = StepNote(name="edit", merge_key="a sitting")
        work.put(interview())
    assert [step.name for step in any_store.steps()] == ["change"]


def test_a_step_noted_later_is_the_last(any_store: JournalStore) -> None:
    """It changes nothing in the journal."""
    with any_store.transaction() as work:
        work.put(interview())
    change = Change("interviews", "i1", None, interview())
    any_store.note(StepNote(name="as it was"), (change,))
    assert any_store.steps()[-1].changes() == (change,)
    assert any_store.read().interviews == {"i1": interview()}
