"""Owns gathering all evidence of a journal, in one pass over each kind of record. Private writing is never read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.application import ended_round
from afterword.domain.conversation.request import Channel, CloseAs, Event, EventKind, Finding, FindingKind, Request
from afterword.domain.evaluation.claims import NAMED, Evidence, EvidenceKind, employer_of, noted
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.practice import TELLING, Competency
from afterword.domain.reflection import COMPETENCY_PREFIX, Answer, Reflection, Scenario, competency_scale, scales

# Looking up a member of an enumeration takes as long as making a piece of evidence, of which there are thousands.
_FINDING, _RATING, _ANSWER = EvidenceKind.FINDING, EvidenceKind.RATING, EvidenceKind.ANSWER
_REPLIED = EvidenceKind.REPLY
_REPLY, _REASON = EventKind.REPLY, FindingKind.REASON


class AnswerGiven(Struct, frozen=True, gc=False):
    """One answer with the interview it was given in."""

    answer: Answer
    evidence: Evidence


class ScenarioNoted(Struct, frozen=True, gc=False):
    """One possible reason behind a rejection with the interview it was noted for."""

    scenario: Scenario
    evidence: Evidence


class Material(Struct, frozen=True, kw_only=True):
    """All evidence of a journal, each part oldest first.

    `said` are the findings by competency id (None: without one), `rated` your own ratings by scale id, `not_asked` the
    interviews by scale id in which you noted that there was no occasion. `reasons` are phrases marked as such, which
    say nothing about a competency. `went_well`, `thoughts` and `notes` (of the interview) are your own words as they
    stand, and `unmarked` replies in which nothing has been marked yet.
    """

    said: Mapping[str | None, Sequence[Evidence]]
    rated: Mapping[str, Sequence[Evidence]]
    not_asked: Mapping[str, frozenset[str]]
    answers: tuple[AnswerGiven, ...]
    arrivals: tuple[Evidence, ...]
    scenarios: tuple[ScenarioNoted, ...]
    went_well: tuple[Evidence, ...]
    thoughts: tuple[Evidence, ...]
    notes: tuple[Evidence, ...]
    reasons: tuple[Evidence, ...] = ()
    unmarked: tuple[Evidence, ...] = ()

    def said_of(self, competency_id: str) -> tuple[Evidence, ...]:
        """The findings on that competency."""
        return tuple(self.said.get(competency_id, ()))

    def ratings_of(self, competency_id: str) -> tuple[Evidence, ...]:
        """Your own ratings on that competency."""
        return tuple(self.rated.get(COMPETENCY_PREFIX + competency_id, ()))

    def in_order(self, competencies: Iterable[Competency]) -> list[Competency]:
        """Those that are not archived: what was spoken of first, then what you only rated, then the rest."""
        living = (competency for competency in competencies if not competency.archived)
        return sorted(
            living,
            key=lambda one: (one.id not in self.said, COMPETENCY_PREFIX + one.id not in self.rated),
        )

    def subjects_of(self, journal: Journal) -> tuple[Competency, ...]:
        """The competencies; how answers were told stands among them once something was said of it or rated."""
        return tuple(
            subject
            for subject in journal.subjects
            if subject.id != TELLING or self.said_of(TELLING) or self.ratings_of(TELLING)
        )

    def of_kind(self, kind: FindingKind) -> Iterator[Evidence]:
        """The findings of that kind."""
        return (piece for group in self.said.values() for piece in group if piece.marked is kind)

    def named(self) -> Iterator[tuple[str | None, Evidence]]:
        """The strengths and areas that were marked, with the id of their competency."""
        return ((key, piece) for key, group in self.said.items() for piece in group if piece.marked in NAMED)


def gather(journal: Journal) -> Material:
    """Everything that was said, by them and by you."""
    own = _Own(journal)
    for interview in reversed(journal.live_interviews):
        own.add(interview)
    pieces = sorted([*_in_replies(journal), *_in_decisions(journal)], key=lambda pair: pair[1].finding_id)
    pieces.sort(key=lambda pair: pair[1].on)
    said: dict[str | None, list[Evidence]] = {}
    reasons: list[Evidence] = []
    for competency, piece in pieces:
        (reasons if piece.marked is _REASON else said.setdefault(competency, [])).append(piece)
    return Material(
        said=said,
        rated=own.rated,
        not_asked={key: frozenset(ids) for key, ids in own.not_asked.items()},
        answers=tuple(own.answers),
        arrivals=tuple(own.arrivals),
        scenarios=tuple(own.scenarios),
        went_well=tuple(own.went_well),
        thoughts=tuple(own.thoughts),
        notes=tuple(own.notes),
        reasons=tuple(reasons),
        unmarked=tuple(sorted(_unmarked(journal), key=lambda piece: (piece.on, piece.interview_id))),
    )


def anchors(journal: Journal) -> Mapping[str, Sequence[str]]:
    """The five sentences of every scale by its id, the person's own cues included; “” is that of any competency."""
    points: dict[str, Sequence[str]] = {scale.id: scale.points for scale in scales().values()}
    points |= {cue.id: cue.points for cue in journal.cues.values() if cue.points}
    return points | {"": competency_scale("", "", "").points}


class _Own:
    """Collects what you noted yourself, interview by interview."""

    def __init__(self, journal: Journal) -> None:
        self._reflections = journal.reflections
        self._anchors = anchors(journal)
        self.rated: dict[str, list[Evidence]] = {}
        self.not_asked: dict[str, list[str]] = {}
        self.answers: list[AnswerGiven] = []
        self.arrivals: list[Evidence] = []
        self.scenarios: list[ScenarioNoted] = []
        self.went_well: list[Evidence] = []
        self.thoughts: list[Evidence] = []
        self.notes: list[Evidence] = []

    def add(self, interview: Interview) -> None:
        """What was noted about that interview."""
        arrival = punctuality(interview)
        reflection = self._reflections.get(interview.id)
        if arrival is None and reflection is None and not interview.notes:
            return
        if arrival is not None:
            self.arrivals.append(noted(interview, EvidenceKind.ARRIVAL, arrival.words, arrival.minutes_late))
        if reflection is not None:
            self._rate(reflection, interview)
            self._tell(reflection, interview)
        if interview.notes.strip():
            self.notes.append(noted(interview, EvidenceKind.NOTE, interview.notes.strip()))

    def _rate(self, reflection: Reflection, interview: Interview) -> None:
        where, employer = interview.label, employer_of(interview)
        for rating in reflection.ratings:
            scale = rating.dimension
            if rating.value is not None:
                points = self._anchors.get(scale) or (self._anchors[""] if scale.startswith(COMPETENCY_PREFIX) else ())
                piece = Evidence(
                    kind=_RATING,
                    interview_id=interview.id,
                    where=where,
                    on=interview.day,
                    words=rating.note,
                    value=rating.value,
                    after_reply=rating.after_reply,
                    employer=employer,
                    anchor=points[rating.value - 1] if points else "",
                )
                self.rated.setdefault(scale, []).append(piece)
            elif rating.not_asked:
                self.not_asked.setdefault(scale, []).append(interview.id)

    def _tell(self, reflection: Reflection, interview: Interview) -> None:
        for answer in reflection.answers:
            self.answers.append(AnswerGiven(answer, noted(interview, _ANSWER, answer.question)))
        for scenario in reflection.scenarios:
            piece = noted(interview, EvidenceKind.SCENARIO, scenario_text(scenario))
            self.scenarios.append(ScenarioNoted(scenario, piece))
        if well := reflection.went_well.strip():
            self.went_well.append(noted(interview, EvidenceKind.WENT_WELL, well))
        if thoughts := reflection.thoughts.strip():
            self.thoughts.append(noted(interview, EvidenceKind.NOTE, thoughts))


def scenario_text(scenario: Scenario) -> str:
    """`answers stayed general; for it: “they asked twice”; against it: “they laughed”`."""
    sides = (("for it", scenario.evidence_for), ("against it", scenario.evidence_against))
    inner = str.maketrans("“”", "‘’")
    noted = (f"{side}: “{words.strip().translate(inner)}”" for side, words in sides if words.strip())
    return "; ".join((scenario.label, *noted))


# ── what interviewers said ────────────────────────────────────────────────────────────────────────────────────────────

THE_DECISION = "the decision"
"""Who says what is marked in its words: nobody has signed them."""
_Piece = tuple[str | None, Evidence]
"""A finding as evidence, with the id of its competency."""


def _in_replies(journal: Journal) -> Iterator[_Piece]:
    """The findings of every conversation; each has the day of its reply."""
    for request in journal.live_requests:
        findings = journal.findings_of(request.id)
        replies = (event for event in request.events if findings and event.kind is _REPLY)
        heard = {reply.id: _heard(journal, request, reply, reply.at.date()) for reply in replies}
        for finding in findings:
            lost = None if finding.reply_id in heard else _heard(journal, request, None, finding.created.date())
            yield _marked(finding, lost or heard[finding.reply_id])


def _in_decisions(journal: Journal) -> Iterator[_Piece]:
    """What is marked in the words of decisions: said on the day you heard, about the round that ended it."""
    for application in journal.live_applications:
        findings = journal.findings_in_words_of(application.id)
        if findings:
            rounds = journal.rounds_of(application.id)
            decided = replace(noted(ended_round(application, rounds) or rounds[-1], _FINDING, ""), who=THE_DECISION)
            for finding in findings:
                yield _marked(finding, replace(decided, on=application.outcome_on or finding.created.date()))


def _marked(finding: Finding, heard: Evidence) -> _Piece:
    piece = replace(heard, kind=_FINDING, words=finding.quote, finding_id=finding.id, marked=finding.kind)
    return finding.competency, piece


def _heard(journal: Journal, request: Request, reply: Event | None, on: date) -> Evidence:
    """A reply of that conversation in its writer's words; without one only who may have said something on that day."""
    person = journal.people[request.person_id]
    by_mentor = reply is not None and reply.is_by_mentor
    interview = journal.interviews[request.interview_id]
    return Evidence(
        kind=_REPLIED,
        interview_id=interview.id,
        where=interview.label,
        on=reply.at.date() if reply is not None else on,
        words=reply.text.strip() if reply is not None else "",
        who=reply.writer(person) if reply is not None and by_mentor else person.name,
        request_id=request.id,
        employer=employer_of(interview),
        channel=Channel.MENTOR if by_mentor else None,
    )


_NOTHING_TO_MARK = (CloseAs.DECLINED, CloseAs.DONE)
"""Who closed a conversation so has read what there was in it."""


def _unmarked(journal: Journal) -> Iterator[Evidence]:
    """Replies in which nothing is marked yet, in their writers' words."""
    for request in journal.live_requests:
        if journal.findings_of(request.id) or any(event.close_as in _NOTHING_TO_MARK for event in request.events):
            continue
        for reply in request.events:
            if reply.kind is _REPLY and reply.text.strip():
                yield _heard(journal, request, reply, reply.at.date())
