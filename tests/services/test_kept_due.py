"""What is kept of what is due: on any later day, and after any change, it leads to what is due then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import json
from tests.domain.builders import START

from afterword.domain.conversation import agenda, tracker
from afterword.domain.conversation.message import News
from afterword.domain.conversation.request import (
    Channel,
    CloseAs,
    Event,
    EventKind,
    Finding,
    FindingKind,
    Letter,
    Request,
    Todo,
)
from afterword.domain.conversation.tracker import Due
from afterword.domain.dates import Policy
from afterword.domain.interview import Application, Interview, Outcome, PutOff
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.reflection import Reflection
from afterword.ports import Clock, JournalStore
from afterword.services.overview import OverviewService, due_in, due_moved
from afterword.services.services import UndoableStore

POLICY = Policy()
DAYS = st.integers(-240, 30)
SAID = "Thank you. We open again in March 2027, so try again in two months, or next summer. Read a book on it."
QUOTES = ("We open again in March 2027", "try again in two months", "next summer", "Read a book on it.")


def day(days: int) -> datetime:
    """So many days after the one on which the journal is looked at."""
    return START + timedelta(days=days, minutes=days % 7)


def some(kind: Any) -> st.SearchStrategy[Any]:
    """Mostly one of these, sometimes none."""
    return st.none() | st.sampled_from(kind)


EVENTS = st.builds(
    Event,
    id=st.sampled_from(["e1", "e2", "e3"]),
    kind=st.sampled_from([*EventKind, EventKind.SENT, EventKind.REPLY, EventKind.REPLY]),
    at=DAYS.map(day),
    letter=st.sampled_from([*Letter, Letter.REQUEST, Letter.THANK_YOU]),
    text=st.just(SAID),
    channel=some(Channel),
    until=st.none() | st.integers(-60, 300).map(lambda days: day(days).date()),
    close_as=some(CloseAs),
    news=some(News),
    discarded=st.booleans(),
)
NAMES = st.sampled_from(["1", "2"])


def table(kind: type, most: int = 3, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some records of that kind, by their ids."""
    ids = st.sampled_from([str(number) for number in range(1, most + 1)])
    some_of_them = st.lists(st.builds(kind, id=ids, **fields), min_size=most, max_size=2 * most)
    return some_of_them.map(lambda records: {record.id: record for record in sorted(records, key=lambda one: one.id)})


JOURNALS = st.builds(
    Journal,
    applications=st.fixed_dictionaries(
        {
            key: st.builds(
                Application,
                id=st.just(key),
                company=st.sampled_from(["Initech", "Globex"]),
                role=st.just("Nurse"),
                outcome=st.sampled_from([*Outcome, Outcome.REJECTED, Outcome.REJECTED]),
                outcome_on=st.none() | DAYS.map(lambda days: day(days).date()),
                words=st.sampled_from(["", SAID]),
                created=st.just(START),
            )
            for key in ("1", "2")
        }
    ),
    people=st.fixed_dictionaries(
        {
            key: st.builds(Person, id=st.just(key), name=st.just(f"Ada {key}"), email=st.just(f"ada{key}@x.example"))
            for key in ("1", "2")
        }
    ),
    interviews=st.fixed_dictionaries(
        {
            key: st.builds(
                Interview,
                id=st.just(key),
                application_id=NAMES,
                company=st.just("Initech"),
                role=st.just("Nurse"),
                at=DAYS.map(day),
                zone=st.just("UTC"),
                created=st.just(START),
                deleted=st.sampled_from([None, None, None, START]),
                interviewers=st.just(("2", "1")),
                put_off=st.sampled_from([(), (PutOff(what="reflect", until=day(9).date()),)]),
            )
            for key in ("1", "2", "3")
        }
    ),
    reflections=table(Reflection),
    requests=table(
        Request,
        5,
        interview_id=st.sampled_from(["1", "2", "3"]),
        person_id=NAMES,
        created=DAYS.map(day),
        events=st.lists(EVENTS, min_size=1, max_size=4).map(tuple),
    ),
    findings=table(
        Finding,
        4,
        request_id=st.sampled_from(["1", "2", "3", "4"]),
        reply_id=st.sampled_from(["e1", "e2", "e3"]),
        kind=st.sampled_from([FindingKind.OPPORTUNITY, FindingKind.ADVICE]),
        quote=st.sampled_from(QUOTES),
        start=st.integers(0, 60),
        created=st.just(START),
        competency=st.none(),
        todo=st.none() | st.builds(Todo, text=st.just("Read"), due=DAYS.map(lambda days: day(days).date())),
    ),
)


class Held:
    """A store of one journal, which can be made another, and a clock that stands still until it is moved."""

    zone = "UTC"

    def __init__(self, journal: Journal, now: datetime) -> None:
        self.journal, self.moment = journal, now

    def read(self) -> Journal:
        """The journal."""
        return self.journal

    def now(self) -> datetime:
        """The moment."""
        return self.moment


def overview(held: Any, known: Callable[[], str | None] = lambda: None) -> OverviewService:
    """The service over it."""
    store: JournalStore = held
    clock: Clock = held
    made = OverviewService(UndoableStore(store), clock, POLICY)
    made.known = known
    return made


def sound(journal: Journal) -> Journal:
    """Without what names records that are not there."""
    requests = {key: each for key, each in journal.requests.items() if each.interview_id in journal.interviews}
    findings = {key: each for key, each in journal.findings.items() if each.request_id in requests}
    return Journal(
        journal.applications,
        journal.people,
        journal.interviews,
        {key: each for key, each in journal.reflections.items() if key in journal.interviews},
        requests,
        findings,
    )


SOUND = JOURNALS.map(sound)


def everything(journal: Journal, now: datetime) -> tuple[Due, ...]:
    """What is due, looked for everywhere."""
    return due_in(sound(journal), POLICY, now)


@given(SOUND, st.integers(0, 500), st.integers(0, 30))
def test_on_any_later_day_nothing_is_due_but_where_it_was_said_that_it_may_be(
    journal: Journal, days: int, more: int
) -> None:
    """The same, in the same words and order; also on the day after that, by what was kept then."""
    held = Held(journal, START)
    line = overview(held).to_keep()
    held.moment = START + timedelta(days=days)
    later = overview(held, lambda: line)
    assert later.due() == everything(journal, held.moment)
    line = later.to_keep()
    held.moment += timedelta(days=more, hours=5)
    assert overview(held, lambda: line).due() == everything(journal, held.moment)
    assert later.due() == everything(journal, held.moment)


@given(SOUND, SOUND, st.integers(0, 300))
def test_a_change_moves_what_is_due_by_as_much_as_is_told(before: Journal, after: Journal, days: int) -> None:
    """The count, and what may be due on later days; whatever else has changed."""
    counts = len(everything(before, START)), len(everything(after, START))
    line = overview(Held(before, START)).to_keep()
    at, ends, more, line = due_moved(before, after, POLICY, START, line)
    assert counts[0] + more == counts[1]
    assert at == START.timestamp() < ends
    held = Held(after, START + timedelta(days=days))
    assert overview(held, lambda: line).due() == everything(after, held.moment)


@given(SOUND, SOUND)
def test_a_change_after_what_was_kept_was_read_is_seen(before: Journal, after: Journal) -> None:
    """As when everything had been looked for."""
    held = Held(before, START)
    line = overview(held).to_keep()
    begun = overview(held, lambda: line)
    begun.due()
    held.journal = after
    assert begun.due() == everything(after, START)
    assert begun.tracker() == overview(held).tracker()


def test_what_cannot_be_read_is_not_known() -> None:
    """Everything is looked for then, and a change leaves it as it is."""
    held = Held(Journal(), START)
    for line in ("", "{", '{"a":1}', "[]"):
        assert overview(held, partial(str, line)).due() == ()
        *_, kept = due_moved(Journal(), Journal(), POLICY, START, line)
        assert json.decode(kept) is None


def test_what_is_kept_names_what_the_replies_named() -> None:
    """So their words need not be read again."""
    reply = Event(id="e1", kind=EventKind.REPLY, at=day(-20), text=SAID)
    sent = Event(id="e2", kind=EventKind.SENT, at=day(-30), letter=Letter.REQUEST)
    quote = QUOTES[1]
    found = Finding(
        id="1",
        request_id="1",
        reply_id="e1",
        kind=FindingKind.OPPORTUNITY,
        quote=quote,
        start=SAID.index(quote),
        created=START,
        competency=None,
    )
    journal = Journal(
        applications={
            "1": Application(id="1", company="Initech", role="Nurse", outcome=Outcome.REJECTED, created=START)
        },
        people={"1": Person(id="1", name="Ada")},
        interviews={
            "1": Interview(
                id="1", application_id="1", company="Initech", role="Nurse", at=day(-40), zone="UTC", created=START
            )
        },
        requests={"1": Request(id="1", interview_id="1", person_id="1", created=START, events=(sent, reply))},
        findings={"1": found},
    )
    known = json.decode(overview(Held(journal, START)).to_keep(), type=agenda.Named)
    (named,) = known["1"] or ()
    assert (named.words, named.finding_id) == (quote, "1")
    assert tracker.may_be_due(overview(Held(journal, START)).tracker()) == ["1"]
