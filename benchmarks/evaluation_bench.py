"""How long the evaluation of a large life takes, beside reading the same life from the store.

1,000 interviews with reflections, 3,000 conversations and 6,000 findings, 4,000 answers to questions in 400 wordings;
prints milliseconds and their ratio.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from afterword.__main__ import COLLECT_AFTER
from afterword.bootstrap import SystemClock
from afterword.codec.document import SCHEMA, new_document, render
from afterword.domain.conversation import tracker
from afterword.domain.conversation.request import Channel, Event, EventKind, Finding, FindingKind, Letter, Request
from afterword.domain.conversation.tracking import read
from afterword.domain.dates import Policy
from afterword.domain.evaluation.evaluation import EVERYTHING, Evaluation, Filter, evaluate
from afterword.domain.evaluation.prep import prep_sheet
from afterword.domain.evaluation.sources import ShownEvaluation
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.practice import Check, Example, Kept, Pointer, competencies_of, default_competencies
from afterword.domain.reflection import COMPETENCY_PREFIX, Answer, AnswerKind, Rating, Reflection
from afterword.storage import TinyJournalStore

INTERVIEWS, PEOPLE, FINDINGS = 1000, 3, 2
COMPETENCIES = (*default_competencies(), *competencies_of("engineering"))
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ROUNDS = ("First call", "Coding", "System design", "Panel", "Final")
KINDS = tuple(FindingKind)
WORDS = ("You were clear about trade-offs.", "I would have liked a concrete incident.", "Prepare two outages.")
OPENINGS = (
    "Tell us about",
    "Describe",
    "Can you explain how you handled",
    "Walk us through",
    "What did you learn from",
)
TOPICS = (
    *("a conflict in a team", "a mistake", "a late delivery", "an angry customer", "a new tool", "a difficult review"),
    *("a change of plans", "a small budget", "a long outage", "a hard decision", "bad news", "an unclear order"),
    *("a busy week", "a new colleague", "a missed target", "a quiet success", "a risky release", "a slow query"),
    *("a training", "a handover"),
)
PLACES = ("", " last year", " under pressure", " without help")
WORDINGS = tuple(f"{opening} {topic}{place}?" for topic in TOPICS for opening in OPENINGS for place in PLACES)
PARTS = tuple(name for name, part in vars(Evaluation).items() if isinstance(part, cached_property))
"""Everything that is made when it is asked for."""
BUDGET_RATIO = 1.5
"""The evaluation may take this many times as long as reading the store, no more."""


def large_life() -> Journal:
    """The journal under measure."""
    interviews: dict[str, Interview] = {}
    reflections: dict[str, Reflection] = {}
    requests: dict[str, Request] = {}
    findings: dict[str, Finding] = {}
    for number in range(INTERVIEWS):
        interview = _interview(number)
        interviews[interview.id] = interview
        reflections[interview.id] = _reflection(interview, number)
        for index in range(PEOPLE):
            request = _request(interview, index)
            requests[request.id] = request
            for one in range(FINDINGS):
                finding = _finding(request, number + index + one, one)
                findings[finding.id] = finding
    return Journal(
        applications={interview.application_id: _application(interview) for interview in interviews.values()},
        people={
            person_id: Person(id=person_id, name=f"Person {person_id}")
            for interview in interviews.values()
            for person_id in interview.interviewers
        },
        interviews=interviews,
        reflections=reflections,
        requests=requests,
        findings=findings,
        competencies={one.id: one for one in competencies_of("engineering")},
        examples=_examples(),
        pointers=_pointers(),
    )


def _interview(number: int) -> Interview:
    at = NOW - timedelta(days=INTERVIEWS - number, hours=number % 7)
    return Interview(
        id=f"i{number}",
        application_id=f"i{number}a",
        company=f"Company {number % 300}",
        role="Backend engineer" if number % 2 else "Data engineer",
        at=at,
        zone="Europe/Berlin",
        created=at,
        round=ROUNDS[number % len(ROUNDS)],
        interviewers=tuple(f"i{number}p{index}" for index in range(PEOPLE)),
        arrived=at + timedelta(minutes=number % 9 - 4),
    )


def _application(interview: Interview) -> Application:
    return Application(
        id=interview.application_id,
        company=interview.company,
        role=interview.role,
        outcome=Outcome.REJECTED,
        outcome_on=interview.at.date() + timedelta(days=3),
        created=interview.created,
    )


def _reflection(interview: Interview, number: int) -> Reflection:
    scales = ["convincing-2", "sitting", "voice-2", *(COMPETENCY_PREFIX + one.id for one in default_competencies())]
    ratings = tuple(Rating(dimension=name, value=1 + (number + at) % 5) for at, name in enumerate(scales))
    kinds = tuple(AnswerKind)
    answers = tuple(
        Answer(
            id=f"{interview.id}a{index}",
            question=WORDINGS[(number * 4 + index) * 7 % len(WORDINGS)],
            kind=kinds[(number + index) % len(kinds)],
            action=True,
            competency=COMPETENCIES[(number + index) % len(COMPETENCIES)].id,
            example=f"e{number % 12}",
        )
        for index in range(4)
    )
    return Reflection(id=interview.id, ratings=ratings, answers=answers, went_well="I asked about the load first.")


def _request(interview: Interview, index: int) -> Request:
    asked = interview.at + timedelta(days=4)
    text = " ".join(WORDS)
    events = (
        Event(id="d", kind=EventKind.DRAFTED, at=asked, letter=Letter.REQUEST, subject="A question", text=text * 3),
        Event(id="s", kind=EventKind.SENT, at=asked, letter=Letter.REQUEST, subject="A question", text=text * 3),
        Event(id="r", kind=EventKind.REPLY, at=asked + timedelta(days=2), text=text, channel=Channel.MAIL),
    )
    person_id = interview.interviewers[index]
    return Request(id=f"{person_id}r", interview_id=interview.id, person_id=person_id, created=asked, events=events)


def _finding(request: Request, number: int, index: int) -> Finding:
    return Finding(
        id=f"{request.id}f{index}",
        request_id=request.id,
        reply_id="r",
        kind=KINDS[number % len(KINDS)],
        quote=f"{WORDS[number % len(WORDS)]} {request.id}",
        start=0,
        created=NOW,
        competency=COMPETENCIES[number % len(COMPETENCIES)].id,
    )


def _examples() -> dict[str, Example]:
    return {
        f"e{number}": Example(
            id=f"e{number}",
            title=f"Story {number}",
            created=NOW,
            action="I did this and then that. " * 5,
            result="Twice as fast.",
            competencies=(COMPETENCIES[number % len(COMPETENCIES)].id,),
        )
        for number in range(12)
    }


def _pointers() -> dict[str, Pointer]:
    return {
        f"p{number}": Pointer(
            id=f"p{number}",
            when="they ask for an example",
            will="say the result first",
            created=NOW,
            interview_id=f"i{number}",
            checks=tuple(
                Check(interview_id=f"i{number + later}", kept=Kept.DONE, on=NOW.date()) for later in range(1, 20)
            ),
        )
        for number in range(40)
    }


def fastest(work: Callable[[], object], rounds: int = 7) -> float:
    """The shortest of several runs, in milliseconds of the processor."""
    times: list[float] = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times) * 1000


def reading(journal: Journal) -> float:
    """Milliseconds to read that journal from a store on disk."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.json"
        path.write_bytes(render(new_document(journal, SCHEMA)))
        return fastest(lambda: TinyJournalStore(path, clock=SystemClock("UTC")).read())


def main() -> int:
    """Prints the figures; 1 when the evaluation takes longer than its share of reading."""
    gc.set_threshold(*COLLECT_AFTER)
    journal = large_life()
    policy = Policy()

    def lines(life: Journal) -> tuple[tracker.TrackerRow, ...]:
        return tracker.lines(life, lambda request: read(request, policy, NOW.date()))

    rows = lines(journal)

    def evaluated(chosen: Filter = EVERYTHING) -> Evaluation:
        # A copy has none of the look-ups kept that an earlier run built.
        whole = evaluate(replace(journal), chosen, NOW.date(), policy, rows)
        for part in PARTS:
            getattr(whole, part)
        known = ShownEvaluation(whole, whole.journal, NOW.date())
        for measure in known.over_time.measures:
            measure.months  # noqa: B018 - made when it is asked for
        known.over_time.pointers  # noqa: B018 - likewise
        known.questions  # noqa: B018 - likewise
        return whole

    whole = evaluated()
    read_ms = reading(journal)
    report_ms = fastest(evaluated)
    figures = {
        "read the store": read_ms,
        "the tracker": fastest(lambda: lines(replace(journal))),
        "evaluate everything": report_ms,
        "evaluate one round": fastest(lambda: evaluated(Filter(round="Coding"))),
        "one prep sheet": fastest(lambda: prep_sheet(journal, journal.live_interviews[0], whole, NOW.date())),
    }
    for name, milliseconds in figures.items():
        print(f"{name:<22}{milliseconds:8.1f} ms{milliseconds / read_ms:8.2f} × reading")
    return 0 if report_ms <= BUDGET_RATIO * read_ms else 1


if __name__ == "__main__":
    sys.exit(main())
