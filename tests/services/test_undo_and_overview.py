"""Undo and redo, and the views that panes and commands read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from tests.fakes import FixedClock
from tests.services.world import START, CountingIds, Life

from afterword.bootstrap import World
from afterword.bootstrap import services as wired
from afterword.domain.conversation.phrasing import default_templates
from afterword.domain.conversation.request import FindingKind, Letter
from afterword.domain.conversation.tracking import NextStep, State
from afterword.domain.interview import Outcome
from afterword.domain.people import NamedAddress
from afterword.errors import UserError
from afterword.services.letters import Writer
from afterword.services.reflections import Mark
from afterword.services.requests import Writing
from afterword.settings import Settings
from afterword.storage.journal_store import TinyJournalStore


def test_undo_names_the_step_and_stops_at_the_beginning() -> None:
    """Each undo and redo tells which step it moved; beyond the ends it is refused."""
    life = Life()
    life.interview()
    assert life.services.store.undo() == "add interview"
    with pytest.raises(UserError, match="nothing to undo"):
        life.services.store.undo()
    assert life.services.store.redo() == "add interview"
    with pytest.raises(UserError, match="nothing to redo"):
        life.services.store.redo()


def test_a_new_step_forgets_what_was_undone() -> None:
    """After undoing and doing something else, there is nothing to redo."""
    life = Life()
    made = life.interview()
    life.decide(made.id, Outcome.REJECTED)
    life.services.store.undo()
    life.decide(made.id, Outcome.OFFER)
    with pytest.raises(UserError, match="nothing to redo"):
        life.services.store.redo()


def test_the_last_step_is_undone_whichever_window_took_it() -> None:
    """Two windows share one history: each undoes the other's last step before its own earlier one."""
    life = Life()
    made = life.interview()
    other = Life(store=life.store)
    other.services.interviews.arrive(made.id, START)
    assert life.services.store.undo() == "note arrival"
    assert other.services.store.redo() == "note arrival"
    assert [other.services.store.undo(), other.services.store.undo()] == ["note arrival", "add interview"]
    assert not life.journal.interviews


def test_what_was_changed_since_is_not_undone_and_the_later_step_is_named() -> None:
    """A letter that went out is no step to undo, and stands in the way of those before it on the same record."""
    life = Life()
    life.asked()
    (request,) = life.journal.requests.values()
    with life.services.store.transaction("send", undoable=False) as work:
        work.put(replace(request, events=request.events[:-1]))
    before = life.journal
    with pytest.raises(UserError, match="“mark as sent” cannot be undone") as refused:
        life.services.store.undo()
    assert refused.value.detail == "The same record has been changed since: “send”, Mon 9 Nov 2026 10:00."
    assert life.journal is before


def test_a_refused_verb_leaves_no_step() -> None:
    """What was refused is nothing to undo."""
    life = Life()
    made = life.interview()
    with pytest.raises(UserError):
        life.services.requests.draft(life.interview(interviewers=()).id)
    life.services.store.undo()
    assert life.services.store.undo() == "add interview"
    assert made.id not in life.journal.interviews


def test_the_tracker_follows_changes_and_the_calendar() -> None:
    """The same tracker is given until something changes or the day does."""
    life = Life()
    asked = life.asked()
    overview = life.services.overview
    first = overview.tracker()
    assert overview.tracker() is first
    life.wait(7)
    assert overview.tracker()[0].track.state is State.FOLLOW_UP_DUE
    life.services.requests.close(asked.id)
    assert overview.tracker()[0].track.state is State.CLOSED
    assert overview.tracker()[0].track == overview.track(life.journal.requests[asked.id])


def test_a_rating_leaves_the_tracker_and_what_is_due_as_they_are() -> None:
    """They rest on other records; that a reflection was begun is all that matters of it."""
    life = Life()
    request = life.rejected()
    overview = life.services.overview
    first = overview.tracker()
    life.services.reflections.rate(request.interview_id, "convincing-2", 3)
    due = overview.due()
    life.services.reflections.rate(request.interview_id, "convincing-2", 4)
    assert (overview.tracker() is first, overview.due() is due) == (True, True)
    life.services.requests.draft(request.interview_id, request.person_id)
    assert overview.tracker()[0].request is life.journal.requests[request.id]


def test_an_outcome_of_another_day_moves_what_is_due() -> None:
    """The tracker reads the day of the rejection anew when it is corrected."""
    life = Life()
    request = life.rejected(at=START.replace(day=2))
    overview = life.services.overview
    first = overview.tracker()[0].track.next
    life.decide(request.interview_id, Outcome.REJECTED, START.replace(day=3).date())
    second = overview.tracker()[0].track.next
    assert first is not None
    assert second is not None
    assert second.due < first.due


def test_the_header_says_what_is_due_today() -> None:
    """The words for the header say how much is due and what; the footer counts requests and replies."""
    life = Life()
    life.replied()
    life.rejected()
    life.wait(1)
    assert life.services.overview.due_words() == "4 due: thank Ada, ask Ada, reflect on Initech, reflect on Initech"
    assert life.services.overview.reply_words() == "asked 1 · replied 1"


def test_the_savings_of_one_sitting_are_one_step() -> None:
    """A letter saved again and again while it is written is undone as a whole, and comes back as a whole."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    drafted, merge_key = life.journal, "a sitting"
    for words in ("One.", "One two.", "One two three."):
        life.services.requests.edit(request.id, body=words, writing=Writing(merge_key=merge_key))
    written = life.journal
    assert life.services.store.undo() == "edit draft"
    assert life.journal == drafted
    assert life.services.store.redo() == "edit draft"
    assert life.journal == written


def test_another_sitting_and_what_came_between_are_steps_of_their_own() -> None:
    """Only savings that follow each other, in one sitting, on the same record belong together."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    first, second = "one sitting", "another"
    edit = life.services.requests.edit
    edit(request.id, body="One.", writing=Writing(merge_key=first))
    edit(request.id, body="Two.", writing=Writing(merge_key=second))
    life.services.pointers.add({"when": "they ask", "will": "breathe"})
    edit(request.id, body="Three.", writing=Writing(merge_key=second))
    Life(store=life.store).services.requests.edit(request.id, body="Elsewhere.")
    edit(request.id, body="Four.", writing=Writing(merge_key=second))
    undone = [life.services.store.undo() for _ in range(6)]
    assert undone == ["edit draft", "edit draft", "edit draft", "add pointer", "edit draft", "edit draft"]
    assert life.services.store.undo() == "draft request"


def test_what_was_typed_and_taken_back_leaves_no_step() -> None:
    """When the savings of a sitting end where they began, what is undone is the step before it."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    store, merge_key = life.services.store, "a sitting"
    for there in (True, False):
        with store.transaction("edit draft", merge_key=merge_key) as work:
            work.put(replace(request, events=request.events[:-1]) if there else request)
    assert store.undo() == "draft request"


@pytest.mark.parametrize("hour", [0, 1])
def test_a_change_in_the_hour_that_clocks_repeat_is_undone(tmp_path: Path, hour: int) -> None:
    """Moments are compared as instants: those of a named zone equal no others in that hour, not even themselves."""
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    clock = FixedClock(at + timedelta(minutes=10), "Europe/Berlin")
    store = TinyJournalStore(tmp_path / "journal.json", clock=clock)
    services = wired(World(store, clock, CountingIds()), Settings(), lambda: Writer(default_templates(), ""))
    here = at.astimezone(ZoneInfo("Europe/Berlin"))
    people = (NamedAddress("Ada", ""),)
    changes = {"company": "Initech", "role": "SRE", "at": here, "zone": "Europe/Berlin", "interviewers": people}
    made = services.interviews.add(changes)
    services.interviews.edit(made.id, {**changes, "notes": "bring the diagram"})
    services.interviews.arrive(made.id, here)
    for name in ("note arrival", "edit interview", "add interview"):
        assert services.store.undo() == name
    assert services.store.redo() == "add interview"
    assert store.read().interviews[made.id].at == at


def test_saving_what_stands_there_already_changes_nothing_in_the_hour_that_clocks_repeat(tmp_path: Path) -> None:
    """The same interview saved again is no step to undo."""
    clock = FixedClock(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin")
    store = TinyJournalStore(tmp_path / "journal.json", clock=clock)
    services = wired(World(store, clock, CountingIds()), Settings(), lambda: Writer(default_templates(), ""))
    changes = {"company": "Initech", "role": "SRE", "at": clock.now(), "zone": "Europe/Berlin"}
    made = services.interviews.add(changes)
    services.interviews.edit(made.id, changes)
    assert services.store.undo() == "add interview"


def test_a_step_that_changed_more_is_no_part_of_the_saving_that_follows() -> None:
    """What it did to other records stays to be undone."""
    life = Life()
    (request,) = life.services.requests.draft(life.rejected().interview_id)
    store, merge_key, before = life.services.store, "a sitting", life.journal
    with store.transaction("edit draft", merge_key=merge_key) as work:
        work.put(replace(request, events=request.events[:-1]))
        work.put(replace(work.journal.interviews[request.interview_id], notes="bring the diagram"))
    between = life.journal
    with store.transaction("edit draft", merge_key=merge_key) as work:
        work.put(request)
    assert store.undo() == "edit draft"
    assert life.journal == between
    assert store.undo() == "edit draft"
    assert life.journal == before


def _several(life: Life) -> list[str]:
    """Three requests that wait to be written."""
    people = tuple(NamedAddress(name, f"{name.lower()}@x.example") for name in ("Ada", "Grace", "Joan"))
    made = life.interview(interviewers=people)
    life.decide(made.id, Outcome.REJECTED)
    return [request.id for request in life.journal.requests_of(made.id)]


def test_one_verb_for_several_records_is_one_transaction_and_one_step() -> None:
    """Whoever is refused is told apart and holds up nobody; undo takes everything back at once."""
    life = Life()
    first, *others = _several(life)
    requests, store = life.services.requests, life.services.store
    requests.close(first)
    before, written = life.journal, life.store.transactions
    batch = store.for_each("close 3 conversations", [first, *others], requests.close)
    assert [request.id for request in batch.done] == others
    assert [refusal.title for refusal in batch.refused] == ["This conversation is closed already."]
    assert life.store.transactions == written + 1
    assert store.undo() == "close 3 conversations"
    assert life.journal == before


def test_where_every_record_is_refused_the_first_reason_is_raised_and_nothing_is_written() -> None:
    """There is no step then."""
    life = Life()
    made = _several(life)
    before = life.journal
    with pytest.raises(UserError, match="no reply"):
        life.services.store.for_each("x", made, lambda _request_id: _refuse())
    assert life.journal is before


def _refuse() -> None:
    raise UserError("There is no reply.")


def test_another_thread_is_no_part_of_a_transaction_of_this_one() -> None:
    """A letter that goes out meanwhile is saved for itself, and its step is one of its own."""
    life = Life()
    first, second, _third = _several(life)
    store, requests = life.services.store, life.services.requests

    def beside(request_id: str) -> None:
        with ThreadPoolExecutor(1) as other:
            other.submit(requests.close, second).result()
        requests.close(request_id)

    store.for_each("close 1 conversation", [first], beside)
    assert [store.undo(), store.undo()] == ["close 1 conversation", "close"]


def test_an_interview_that_takes_place_meanwhile_makes_its_note_due() -> None:
    """Nothing was changed since, and the day is the same: the clock alone has come past it."""
    life = Life()
    first = life.interview()
    (note,) = life.services.requests.write(first.id, Letter.NOTE)
    life.services.requests.mark_sent(note.id)
    people = (NamedAddress("Ada Byron", "ada@initech.example"),)
    second = {"company": "Initech", "role": "Backend Engineer", "at": START + timedelta(hours=1), "zone": "UTC"}
    life.services.interviews.add({**second, "interviewers": people}, first.application_id)
    assert [line.track.next for line in life.services.overview.tracker()] == [None]
    life.wait(0.1)
    actions = [line.track.next.action for line in life.services.overview.tracker() if line.track.next is not None]
    assert actions == [NextStep.NOTE]


def test_another_interview_at_a_company_settles_what_somebody_there_said() -> None:
    """“Write again in March” is done once you are interviewed there anyway, in whichever application."""
    life = Life()
    reply = life.replied("We liked you. Please write to us again in March 2027.")
    life.services.findings.mark(reply.id, Mark(kind=FindingKind.OPPORTUNITY, quote="write to us again in March 2027"))
    assert [line.track.named != () for line in life.services.overview.tracker()] == [True]
    life.wait(0.1)
    life.interview(company="initech", interviewers=(NamedAddress("Mary", "m@initech.example"),))
    assert [line.track.named for line in life.services.overview.tracker()] == [()]
