"""Invented histories: each test adds what it is about, and knows what is true of the person."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from afterword.domain.conversation import tracker
from afterword.domain.conversation.agenda import occasions
from afterword.domain.conversation.request import Channel, Event, EventKind, Finding, FindingKind, Letter, Request
from afterword.domain.conversation.tracking import read
from afterword.domain.dates import Policy
from afterword.domain.evaluation.evaluation import EVERYTHING, Evaluation, Filter, evaluate
from afterword.domain.evaluation.prep import PrepSheet, prep_sheet
from afterword.domain.evaluation.sources import ShownEvaluation
from afterword.domain.interview import Application, Interview, Outcome
from afterword.domain.journal import Journal, Record
from afterword.domain.people import Person
from afterword.domain.practice import Competency, Example, Pointer, competencies_of
from afterword.domain.reflection import COMPETENCY_PREFIX, Answer, AnswerKind, Rating, Reflection

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
POLICY = Policy()
STRENGTH, AREA = FindingKind.STRENGTH, FindingKind.AREA
ADVICE, OPPORTUNITY = FindingKind.ADVICE, FindingKind.OPPORTUNITY
WORDS = (
    "I drew the plan with both teams, moved the quiet parts first, and kept a way back for each of the steps we took. "
)


TAKEN = tuple(
    competency
    for pack in ("engineering", "leading")
    for competency in competencies_of(pack)
    if competency.id in ("technical-depth", "system-design", "leadership")
)
"""Competencies of packs that these lives have beside the core."""


def begun() -> Journal:
    """A journal with these and nothing else."""
    return Journal(competencies={competency.id: competency for competency in TAKEN})


@dataclass
class History:
    """One life, added to piece by piece."""

    journal: Journal = field(default_factory=begun)

    def put(self, table: str, record: Record) -> None:
        """The record, added or replaced."""
        self.journal = replace(self.journal, **{table: {**getattr(self.journal, table), record.id: record}})

    def interview(self, key: str, ago: int, **changes: object) -> Interview:
        """An interview at a company of that name, so many days ago (negative: ahead)."""
        at = NOW - timedelta(days=ago)
        person = Person(id=f"{key}-p", name=f"Pat {key.title()}", email=f"pat@{key}.example")
        self.put("people", person)
        made = Interview(
            id=key,
            application_id=f"{key}-a",
            company=key.title(),
            role="Gardener",
            at=at,
            zone="UTC",
            created=min(at, NOW) - timedelta(days=7),
            interviewers=(person.id,),
        )
        made = replace(made, **changes)
        application = Application(
            id=f"{key}-a",
            company=made.company,
            role=made.role,
            outcome=Outcome.REJECTED if ago > 0 else Outcome.PENDING,
            outcome_on=(at + timedelta(days=2)).date() if ago > 0 else None,
            created=made.created,
        )
        self.put("applications", application)
        self.put("interviews", made)
        return made

    def reflect(self, key: str, **changes: object) -> None:
        """More in the reflection on that interview."""
        old = self.journal.reflection_of(key)
        self.put("reflections", replace(old, **changes))

    def rate(self, key: str, **values: int) -> None:
        """Self-ratings: scales by their name, competencies as `c_system_design`."""
        old: Reflection = self.journal.reflection_of(key)
        new = tuple(Rating(dimension=_scale(name), value=value) for name, value in values.items())
        self.reflect(key, ratings=(*old.ratings, *new))

    def rate_afterwards(self, key: str, **values: int) -> None:
        """Self-ratings given when a reply was known already."""
        old: Reflection = self.journal.reflection_of(key)
        new = tuple(Rating(dimension=_scale(name), value=value, after_reply=True) for name, value in values.items())
        self.reflect(key, ratings=(*old.ratings, *new))

    def answer(self, key: str, kind: AnswerKind, **changes: object) -> None:
        """One more answer given in that interview."""
        old = self.journal.reflection_of(key)
        made = Answer(id=f"{key}-a{len(old.answers)}", question=f"Question {len(old.answers) + 1}", kind=kind)
        made = replace(made, **changes)
        self.reflect(key, answers=(*old.answers, made))

    def said(self, key: str, kind: FindingKind, quote: str, competency: str | None, person: str = "p") -> Finding:
        """A phrase that an interviewer of that interview wrote in a reply, marked."""
        quote = quote.strip()
        request_id = f"{key}-{person}-r"
        asked = self.journal.interviews[key].at + timedelta(days=3)
        request = self.journal.requests.get(request_id) or self._conversation(key, person)
        reply = next((one for one in request.events if one.kind is EventKind.REPLY), None)
        if reply is None:
            reply = Event(id=f"{request_id}-reply", kind=EventKind.REPLY, at=asked + timedelta(days=2))
            reply = replace(reply, channel=Channel.MAIL)
        reply = replace(reply, text=f"{reply.text} {quote}".strip())
        others = tuple(one for one in request.events if one.id != reply.id)
        self.put("requests", replace(request, events=(*others, reply)))
        number = len(self.journal.findings)
        finding = Finding(
            id=f"f{number}",
            request_id=request_id,
            reply_id=reply.id,
            kind=kind,
            quote=quote,
            start=reply.text.index(quote),
            created=reply.at,
            competency=competency,
        )
        self.put("findings", finding)
        return finding

    def ask(self, key: str, person: str = "p", *, days: int | None = None) -> None:
        """A request that went out, with a reply after so many days where one came."""
        request = self._conversation(key, person)
        if days is not None:
            sent = request.events[0]
            reply = Event(id="reply", kind=EventKind.REPLY, at=sent.at + timedelta(days=days), text="Thank you.")
            request = replace(request, events=(sent, reply))
        self.put("requests", request)

    def _conversation(self, key: str, person: str) -> Request:
        interview = self.journal.interviews[key]
        person_id = f"{key}-{person}"
        if person_id not in interview.interviewers:
            self.put("people", Person(id=person_id, name=f"{person.title()} {key.title()}"))
            self.put("interviews", replace(interview, interviewers=(*interview.interviewers, person_id)))
        asked = interview.at + timedelta(days=3)
        sent = Event(id=f"{person_id}-sent", kind=EventKind.SENT, at=asked, letter=Letter.REQUEST)
        return Request(id=f"{person_id}-r", interview_id=key, person_id=person_id, created=asked, events=(sent,))

    def example(self, key: str, *competencies: str, **changes: object) -> Example:
        """An example of the bank, fully written."""
        made = Example(
            id=key,
            title=f"The {key} story",
            created=NOW - timedelta(days=40),
            situation=WORDS,
            task=WORDS,
            action=WORDS * 2,
            result=WORDS,
            competencies=competencies,
        )
        made = replace(made, **changes)
        self.put("examples", made)
        return made

    def pointer(self, key: str, when: str, will: str, **changes: object) -> Pointer:
        """A pointer made in the past."""
        made = Pointer(id=key, when=when, will=will, created=NOW - timedelta(days=60))
        made = replace(made, **changes)
        self.put("pointers", made)
        return made

    def competency(self, key: str, name: str, **changes: object) -> Competency:
        """A competency of their own."""
        made = replace(Competency(id=key, name=name), **changes)
        self.put("competencies", made)
        return made

    def report(self, chosen: Filter = EVERYTHING) -> Evaluation:
        """The evaluation of this life."""
        today = NOW.date()
        about = occasions(self.journal, POLICY, NOW)
        lines = tracker.lines(self.journal, lambda request: read(request, POLICY, today, about[request.id]))
        return evaluate(self.journal, chosen, today, POLICY, lines)

    def shown(self) -> ShownEvaluation:
        """The evaluation of this life as it is read."""
        return ShownEvaluation(self.report(), self.journal, NOW.date())

    def sheet(self, key: str) -> PrepSheet:
        """The prep sheet for that interview."""
        return prep_sheet(self.journal, self.journal.interviews[key], self.report(), NOW.date())


def _scale(name: str) -> str:
    bare = name.replace("_", "-")
    return COMPETENCY_PREFIX + bare.removeprefix("c-") if bare.startswith("c-") else bare
