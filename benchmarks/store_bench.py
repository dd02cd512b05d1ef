"""Measures the store at 1,000 interviews, each with a reflection, 3,000 requests and 6,000 findings.

The baseline of the same run is `msgspec.json.decode` of the same bytes, untyped: what merely reading JSON costs.
Each figure is the best of some runs, in milliseconds and as a ratio to the baseline.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from afterword.domain.conversation.request import Channel, Event, EventKind, Letter, Request
from afterword.domain.finding import Finding, FindingKind
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.reflection import Answer, AnswerKind, Rating, Reflection, Scenario, ScenarioKind
from afterword.storage import TinyJournalStore
from afterword.storage.history import History

INTERVIEWS, REQUESTS_EACH, FINDINGS_EACH = 1000, 3, 2
START = datetime(2024, 1, 8, 10, tzinfo=UTC)
LETTER = "Thank you for the hour on Thursday. I would like to know which part of my answers you missed most. " * 6
REPLY = "You were clear about trade-offs. I would have liked a concrete incident with numbers. " * 6


class BenchClock:
    """A clock that stands still."""

    zone = "UTC"

    def now(self) -> datetime:
        """Always the same instant."""
        return START


def interview(number: int) -> Interview:
    """One interview with three interviewers."""
    people = tuple(f"p{place}" for place in range(REQUESTS_EACH))
    at = START + timedelta(hours=number)
    return Interview(
        id=f"i{number:05d}",
        application_id=f"a{number:05d}",
        company="Initech",
        role="Backend",
        at=at,
        zone="UTC",
        created=at,
        interviewers=people,
    )


def reflection(number: int) -> Reflection:
    """Six ratings, four answers, two scenarios."""
    return Reflection(
        id=f"i{number:05d}",
        ratings=tuple(Rating(dimension=f"scale{one}", value=one % 5 + 1, note="A note on it.") for one in range(6)),
        answers=tuple(
            Answer(id=f"a{one}", question="Tell me about an outage.", kind=AnswerKind.STORY, action=True)
            for one in range(4)
        ),
        scenarios=tuple(
            Scenario(id=f"s{one}", kind=ScenarioKind.ANSWERS, evidence_for="They asked twice.") for one in range(2)
        ),
        went_well="I drew the picture first.",
    )


def request(number: int, person: int) -> Request:
    """Drafted, sending, sent, replied, thanked."""
    at = START + timedelta(hours=number)
    kinds = (
        Event(id="e1", kind=EventKind.DRAFTED, at=at, letter=Letter.REQUEST, subject="One question", text=LETTER),
        Event(id="e2", kind=EventKind.SENDING, at=at, letter=Letter.REQUEST, message_id="<one@example.org>"),
        Event(id="e3", kind=EventKind.SENT, at=at, letter=Letter.REQUEST, subject="One question", text=LETTER),
        Event(id="e4", kind=EventKind.REPLY, at=at, channel=Channel.MAIL, text=REPLY, full_text=REPLY + LETTER),
        Event(id="e5", kind=EventKind.DRAFTED, at=at, letter=Letter.THANK_YOU, subject="Thank you", text=REPLY),
        Event(id="e6", kind=EventKind.SENT, at=at, letter=Letter.THANK_YOU, subject="Thank you", text=REPLY),
    )
    return Request(
        id=f"r{number:05d}{person}",
        interview_id=f"i{number:05d}",
        person_id=f"p{person}",
        created=at,
        events=kinds,
    )


def finding(number: int, person: int, which: int) -> Finding:
    """A phrase of that reply."""
    return Finding(
        id=f"f{number:05d}{person}{which}",
        request_id=f"r{number:05d}{person}",
        reply_id="e4",
        kind=FindingKind.STRENGTH if which else FindingKind.AREA,
        quote="clear about trade-offs",
        start=9,
        created=START,
        competency="communication",
    )


def big_journal() -> Journal:
    """All of it."""
    people = [(number, person) for number in range(INTERVIEWS) for person in range(REQUESTS_EACH)]
    findings = [finding(*pair, which) for pair in people for which in range(FINDINGS_EACH)]
    return Journal(
        interviews={one.id: one for one in map(interview, range(INTERVIEWS))},
        reflections={one.id: one for one in map(reflection, range(INTERVIEWS))},
        requests={one.id: one for one in (request(*pair) for pair in people)},
        findings={one.id: one for one in findings},
    )


def best(action: Callable[[], object], runs: int = 7) -> float:
    """The shortest of some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = action()
        times.append((time.perf_counter() - start) * 1000)
        del result  # letting go of it is not part of the figure
    return min(times)


def fill(store: TinyJournalStore, journal: Journal) -> None:
    """Writes the whole journal in one transaction."""
    with store.transaction() as work:
        for table in (journal.interviews, journal.reflections, journal.requests, journal.findings):
            for record in table.values():
                work.put(record)


def save_one(store: TinyJournalStore) -> None:
    """One changed interview."""
    with store.transaction() as work:
        first = work.journal.interviews["i00000"]
        work.put(replace(first, notes=first.notes + "."))


def save_request(store: TinyJournalStore) -> None:
    """One more event in a request."""
    with store.transaction() as work:
        first = work.journal.requests["r000000"]
        work.put(replace(first, events=(*first.events, first.events[-1])))


def measure(path: Path) -> dict[str, float]:
    """Every figure, the baseline first."""
    clock = BenchClock()
    writer, reader = (TinyJournalStore(path, clock=clock) for _ in range(2))
    figures = {"first write of everything": best(lambda: fill(writer, big_journal()), runs=1)}
    reader.read()

    def seen_by_another() -> None:
        save_one(writer)
        start = time.perf_counter()
        reader.read()
        again.append((time.perf_counter() - start) * 1000)

    again: list[float] = []
    best(seen_by_another, runs=5)
    history = History(path.with_name("history.jsonl"))
    lines, _ = history.lines()
    return {
        "msgspec.json.decode, untyped (baseline)": best(lambda: msgspec.json.decode(path.read_bytes())),
        "open and read, strict": best(lambda: TinyJournalStore(path, clock=clock).read()),
        "read, nothing changed": best(writer.read),
        "read, another process saved one record": min(again),
        "save one interview, durable": best(lambda: save_one(writer)),
        "save one request, durable": best(lambda: save_request(writer)),
        "of which one line of the history": best(lambda: history.append(lines[-1])),
        "what can be undone": best(writer.steps),
        **figures,
    }


def main() -> int:
    """Prints the table; the folder may be named, since disks differ."""
    parent = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        path = Path(folder) / "journal.json"
        figures = measure(path)
        size = path.stat().st_size / 1e6
    baseline = next(iter(figures.values()))
    print(f"{size:.1f} MB, {INTERVIEWS} interviews, {INTERVIEWS * REQUESTS_EACH} requests")
    for name, milliseconds in figures.items():
        print(f"{name:42} {milliseconds:9.2f} ms {milliseconds / baseline:7.2f} x")
    return 0


if __name__ == "__main__":
    sys.exit(main())
