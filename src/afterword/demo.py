"""Owns the sample journal of `--demo`: read from its file, with every date counted from the day it is made for."""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import FrameType

from msgspec import Struct, convert
from msgspec.structs import asdict, replace

from afterword.domain.application import Application, Outcome, Way
from afterword.domain.conversation.phrasing import default_templates
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
    locate,
)
from afterword.domain.interview import Interview, Mode
from afterword.domain.journal import TABLES, Journal
from afterword.domain.people import Person
from afterword.domain.practice import Check, Example, Kept, Occasion, Pointer, Rehearsal, competencies_of
from afterword.domain.reflection import (
    Answer,
    AnswerKind,
    Control,
    Cue,
    OwnQuestion,
    Rating,
    Reflection,
    Scenario,
    ScenarioKind,
    Taken,
)
from afterword.services.letters import LetterForm, Writer
from afterword.services.services import Services


class SampleInterview(Struct, frozen=True):
    """One sample interview. `ago` counts days back from today (negative: still ahead); `late` is in minutes.

    `of` names the meeting whose application it is a round of, where that is another one. Somebody who is named in two
    meetings is one person.
    """

    id: str
    company: str
    role: str
    round: str
    ago: int
    hour: int
    mode: Mode
    where: str
    people: tuple[tuple[str, str], ...]
    outcome: Outcome = Outcome.PENDING
    heard_ago: int | None = None
    late: int | None = None
    notes: str = ""
    travel: int | None = None
    of: str = ""


class SampleProcess(Struct, frozen=True):
    """What is known of an application beside its rounds: the meeting it began with, contacts, their words.

    `reasons` are phrases marked in these words.
    """

    meeting: str
    contacts: tuple[str, ...] = ()
    language: str = ""
    channel: Way | None = None
    ended_by: str = ""
    words: str = ""
    reasons: tuple[str, ...] = ()
    promised_ago: int | None = None


class SampleAnswer(Struct, frozen=True):
    """One answer given: the question, its kind, whether it named an action and a result, whether it was enough.

    `taken` is how they took it, `better` the answer for next time.
    """

    question: str
    kind: AnswerKind
    action: bool
    result: bool
    enough: bool
    competency: str
    example: str | None = None
    taken: Taken | None = None
    better: str = ""


class SampleQuestion(Struct, frozen=True):
    """A question that was asked them in that meeting, and what they said."""

    meeting: str
    question: str
    reply: str


class Reason(Struct, frozen=True):
    """One possible reason behind the rejection."""

    kind: ScenarioKind
    evidence_for: str
    evidence_against: str
    control: Control


class Thought(Struct, frozen=True):
    """A reflection: ratings by scale, scales that were not asked for, notes on some of them, answers, reasons."""

    meeting: str
    ratings: dict[str, int]
    went_well: str
    not_asked: tuple[str, ...] = ()
    answers: tuple[SampleAnswer, ...] = ()
    reasons: tuple[Reason, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    thoughts: str = ""


class SampleStory(Struct, frozen=True):
    """An example of the bank."""

    id: str
    title: str
    situation: str
    task: str
    action: str
    result: str
    competencies: tuple[str, ...]
    numbers: str = ""
    roles: tuple[str, ...] = ()
    told_aloud: tuple[tuple[int, int, bool], ...] = ()
    """Rehearsals: days ago, seconds, without notes."""


class Plan(Struct, frozen=True):
    """A pointer, the meeting it came from, and what became of it in later ones."""

    id: str
    meeting: str
    when: str
    will: str
    checks: tuple[tuple[str, Kept], ...] = ()
    finding: str | None = None
    occasion: Occasion = Occasion.INTERVIEW


class Happening(Struct, frozen=True):
    """One event, `ago` days back. `until` counts days from today (positive: ahead)."""

    kind: EventKind
    ago: int
    letter: Letter | None = None
    text: str = ""
    channel: Channel | None = None
    until: int | None = None
    close_as: CloseAs | None = None


class Phrase(Struct, frozen=True):
    """A marked phrase of the first reply."""

    kind: FindingKind
    quote: str
    competency: str
    plan: tuple[str, int] | None = None
    """What will be done about an advice, and in how many days from today (negative: overdue)."""


class Talk(Struct, frozen=True):
    """The conversation with the `person`-th interviewer of a meeting, or with that contact, and what was marked."""

    meeting: str
    person: int | str
    events: tuple[Happening, ...] = ()
    phrases: tuple[Phrase, ...] = ()


class _Sample(Struct, frozen=True):
    """The file as a whole. `persons` holds what is known of somebody beside name and address."""

    my_name: str
    why_me: dict[str, str]
    persons: dict[str, dict[str, str]]
    processes: tuple[SampleProcess, ...]
    meetings: tuple[SampleInterview, ...]
    thoughts: tuple[Thought, ...]
    cues: tuple[Cue, ...]
    asked: tuple[SampleQuestion, ...]
    stories: tuple[SampleStory, ...]
    plans: tuple[Plan, ...]
    talks: tuple[Talk, ...]


@cache
def _sample() -> _Sample:
    with Path(__file__).with_name("demo.toml").open("rb") as file:
        return convert(tomllib.load(file), _Sample)


def sample_settings() -> str:
    """A settings file for the person of the sample."""
    return f'[me]\nname = "{_sample().my_name}"\naddress = "sam@seeker.example"\n'


def fill_with_sample(services: Services) -> None:
    """Write the sample of today into the journal, as a beginning that cannot be undone."""
    sample = demo_journal(services.clock.now(), services.clock.zone)
    with services.store.transaction("sample data", undoable=False) as work:
        for table in TABLES:
            for record in getattr(sample, table).values():
                work.put(record)


_OF_PACKS = ("technical-depth", "system-design", "leadership")
"""The competencies of packs that the sample person has taken."""


def demo_journal(now: datetime, zone: str) -> Journal:
    """About a dozen interviews with conversations in every state. `now` is aware, `zone` its IANA name."""
    maker, sample = _Maker(now, zone), _sample()
    interviews = [maker.interview(row) for row in sample.meetings]
    journal = Journal(
        applications={f"{row.id}-application": maker.application(row) for row in sample.meetings if not row.of},
        people=maker.people,
        findings=maker.reasons(),
        interviews={interview.id: interview for interview in interviews},
        reflections={row.meeting: maker.reflection(row) for row in sample.thoughts},
        examples={row.id: maker.example(row) for row in sample.stories},
        pointers={row.id: maker.pointer(row) for row in sample.plans},
        cues={cue.id: cue for cue in sample.cues},
        competencies={
            known.id: replace(known, why_me=sample.why_me.get(known.id, ""))
            for pack in ("core", "engineering", "leading")
            for known in competencies_of(pack)
            if known.id in sample.why_me or known.id in _OF_PACKS
        },
    )
    for row in sample.talks:
        journal = maker.talk(journal, row)
    return journal


class _Maker:
    """Makes records from rows, for one day."""

    def __init__(self, now: datetime, zone: str) -> None:
        self._now = now
        self._zone = zone
        self._ids: dict[str, str] = {}
        self.people: dict[str, Person] = {}
        for row in _sample().meetings:
            for index, (name, email) in enumerate(row.people):
                self._add(f"{row.id}-{index}", name, email)
        self._processes = {row.meeting: row for row in _sample().processes}
        for process in _sample().processes:
            for index, name in enumerate(process.contacts):
                self._add(f"{process.meeting}-contact-{index}", name)

    def _add(self, person_id: str, name: str, email: str = "") -> None:
        """Somebody by name, unless they were named before."""
        if name not in self._ids:
            self._ids[name] = person_id
            known = {"name": name, "email": email} | _sample().persons.get(name, {})
            self.people[person_id] = convert({"id": person_id, **known}, Person)

    def _at(self, ago: int, hour: int) -> datetime:
        day = self._now - timedelta(days=ago)
        at = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        return min(at, self._now) if ago >= 0 else at

    def _day(self, ago: int) -> date:
        return (self._now - timedelta(days=ago)).date()

    def interview(self, row: SampleInterview) -> Interview:
        at = self._at(row.ago, row.hour)
        return Interview(
            id=row.id,
            application_id=f"{row.of or row.id}-application",
            company=row.company,
            role=row.role,
            at=at,
            zone=self._zone,
            created=self._at(max(row.ago, 0) + 7, 18),
            round=row.round,
            mode=row.mode,
            where=row.where,
            interviewers=tuple(self._ids[name] for name, _email in row.people),
            notes=row.notes,
            arrived=None if row.late is None else at + timedelta(minutes=row.late),
            travel_minutes=row.travel,
        )

    def application(self, row: SampleInterview) -> Application:
        known = self._processes.get(row.id, SampleProcess(meeting=row.id))
        return Application(
            id=f"{row.id}-application",
            company=row.company,
            role=row.role,
            contacts=tuple(self._ids[name] for name in known.contacts),
            language=known.language,
            promised_on=None if known.promised_ago is None else self._day(known.promised_ago),
            outcome=row.outcome,
            outcome_on=None if row.heard_ago is None else self._day(row.heard_ago),
            channel=known.channel,
            ended_by=known.ended_by,
            words=known.words,
            created=self._at(max(row.ago, 0) + 7, 18),
        )

    def reasons(self) -> dict[str, Finding]:
        """What was marked in the words of decisions."""
        heard_ago = {row.id: row.heard_ago or 0 for row in _sample().meetings}
        marked: dict[str, Finding] = {}
        for row in self._processes.values():
            for index, phrase in enumerate(row.reasons):
                start, quote = locate(phrase, row.words)
                finding = Finding(
                    id=f"{row.meeting}-reason-{index}",
                    request_id="",
                    application_id=f"{row.meeting}-application",
                    reply_id="",
                    kind=FindingKind.REASON,
                    quote=quote,
                    start=start,
                    created=self._at(heard_ago[row.meeting], 12),
                )
                marked[finding.id] = finding
        return marked

    def reflection(self, row: Thought) -> Reflection:
        notes = dict(row.notes)
        meeting = next(meeting for meeting in _sample().meetings if meeting.id == row.meeting)
        return Reflection(
            id=row.meeting,
            ratings=(
                *(
                    Rating(dimension=name, value=value, note=notes.get(name, ""))
                    for name, value in sorted(row.ratings.items())
                ),
                *(Rating(dimension=name, not_asked=True) for name in row.not_asked),
            ),
            answers=tuple(
                Answer(id=f"{row.meeting}-a{index}", **asdict(told)) for index, told in enumerate(row.answers)
            ),
            own_questions=tuple(
                OwnQuestion(id=f"{row.meeting}-q{index}", question=asked.question, reply=asked.reply)
                for index, asked in enumerate(_sample().asked)
                if asked.meeting == row.meeting
            ),
            scenarios=tuple(
                Scenario(id=f"{row.meeting}-s{index}", **asdict(reason)) for index, reason in enumerate(row.reasons)
            ),
            went_well=row.went_well,
            thoughts=row.thoughts,
            updated=self._at(meeting.ago, 20),
        )

    def example(self, row: SampleStory) -> Example:
        return Example(
            id=row.id,
            title=row.title,
            created=self._at(60, 19),
            situation=row.situation,
            task=row.task,
            action=row.action,
            result=row.result,
            competencies=row.competencies,
            numbers=row.numbers,
            roles=row.roles,
            rehearsals=tuple(
                Rehearsal(at=self._at(ago, 19), seconds=seconds, without_notes=bare)
                for ago, seconds, bare in row.told_aloud
            ),
        )

    def pointer(self, row: Plan) -> Pointer:
        ago = {meeting.id: meeting.ago for meeting in _sample().meetings}
        return Pointer(
            id=row.id,
            when=row.when,
            will=row.will,
            created=self._at(ago[row.meeting], 20),
            interview_id=row.meeting,
            finding_id=row.finding,
            occasion=row.occasion,
            checks=tuple(
                Check(interview_id=meeting, kept=kept, on=self._day(ago[meeting])) for meeting, kept in row.checks
            ),
        )

    def talk(self, journal: Journal, row: Talk) -> Journal:
        interview = journal.interviews[row.meeting]
        person_id = self._ids[row.person] if isinstance(row.person, str) else interview.interviewers[row.person]
        heard_on = journal.application_of(interview).outcome_on or self._now.date()
        made = self._at((self._now.date() - heard_on).days, 12)
        request = Request(id=f"{person_id}-r", interview_id=interview.id, person_id=person_id, created=made)
        journal = replace(journal, requests={**journal.requests, request.id: request})
        for index, happening in enumerate(row.events):
            request = self._happen(journal, request, happening, index)
            journal = replace(journal, requests={**journal.requests, request.id: request})
            if happening.kind is EventKind.REPLY:
                journal = replace(journal, findings={**journal.findings, **self._findings(request, row)})
        return journal

    def _happen(self, journal: Journal, request: Request, row: Happening, index: int) -> Request:
        subject, text = "", row.text
        if row.letter is not None and row.kind in (EventKind.SENT, EventKind.DRAFTED, EventKind.SENDING):
            form = LetterForm(today=self._at(row.ago, 0).date())
            draft = Writer(default_templates(), _sample().my_name).write(journal, request, row.letter, form)
            subject, text = draft.subject, draft.body
        sent = row.kind is EventKind.SENT or row.kind is EventKind.SENDING
        event = Event(
            id=f"{request.id}-{index}",
            kind=row.kind,
            at=self._at(row.ago, 10 + 2 * index),
            letter=row.letter,
            subject=subject,
            text=text,
            via="by hand" if sent else "",
            channel=row.channel,
            message_id=f"<{request.id}-{index}@seeker.example>" if sent else "",
            until=None if row.until is None else self._day(-row.until),
            close_as=row.close_as,
        )
        return replace(request, events=(*request.events, event))

    def _findings(self, request: Request, row: Talk) -> dict[str, Finding]:
        reply = request.replies[-1]
        found: dict[str, Finding] = {}
        for index, phrase in enumerate(row.phrases):
            start, quote = locate(phrase.quote, reply.text)
            finding = Finding(
                id=f"{request.id}-f{index}",
                request_id=request.id,
                reply_id=reply.id,
                kind=phrase.kind,
                quote=quote,
                start=start,
                created=reply.at,
                competency=phrase.competency or None,
                todo=None if phrase.plan is None else Todo(text=phrase.plan[0], due=self._day(-phrase.plan[1])),
            )
            found[finding.id] = finding
        return found


# ── a folder for it, which is gone when the call is over, also when the call is ended from outside ───────────────────

_ENDINGS = (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT)


@contextlib.contextmanager
def folder_for_a_while(prefix: str) -> Iterator[Path]:
    """A new folder for its owner alone; removed afterwards, and on a hang-up, a closed window or a `kill`.

    The process ends by that signal all the same. One that is ignored (`nohup`) stays ignored.
    """
    with tempfile.TemporaryDirectory(prefix=prefix) as name, _before_the_end(name):
        yield Path(name)


@contextlib.contextmanager
def _before_the_end(folder: str) -> Iterator[None]:
    def remove(number: int, _frame: FrameType | None) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    with contextlib.ExitStack() as stack:
        if threading.current_thread() is threading.main_thread():
            for ending in _ENDINGS:
                if signal.getsignal(ending) is signal.SIG_DFL:
                    signal.signal(ending, remove)
                    stack.callback(signal.signal, ending, signal.SIG_DFL)
        yield
