"""Owns gathering all evidence of a journal, in one pass over each kind of record. Private writing is never read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct

from afterword.domain.application import ended_round
from afterword.domain.competency import TELLING, Competency
from afterword.domain.conversation.request import Channel, CloseAs, Event, EventKind, Request
from afterword.domain.evaluation.claims import NAMED, Evidence, EvidenceKind, employer_of
from afterword.domain.finding import Finding, FindingKind
from afterword.domain.interview import Interview, punctuality
from afterword.domain.journal import Journal
from afterword.domain.people import Person
from afterword.domain.reflection import Answer, Reflection, Scenario
from afterword.domain.scales import COMPETENCY_PREFIX, competency_scale, scales

# Looking up a member of an enumeration takes as long as making a piece of evidence, of which there are thousands.
_FINDING, _RATING, _ANSWER = EvidenceKind.FINDING, EvidenceKind.RATING, EvidenceKind.ANSWER
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
    pieces = sorted(_findings(journal), key=lambda pair: pair[1].finding_id)
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
        self._scales: dict[str, tuple[list[Evidence], Sequence[str]]] = {}
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
        at = _Place(interview.id, interview.label, interview.day, employer_of(interview))
        if arrival is not None:
            self.arrivals.append(at.noted(EvidenceKind.ARRIVAL, arrival.words, arrival.minutes_late))
        if reflection is not None:
            self._rate(reflection, at)
            self._tell(reflection, at)
        if interview.notes.strip():
            self.notes.append(at.noted(EvidenceKind.NOTE, interview.notes.strip()))

    def _rate(self, reflection: Reflection, at: "_Place") -> None:
        for rating in reflection.ratings:
            if rating.value is not None:
                pieces, points = self._scales.get(rating.dimension) or self._scale(rating.dimension)
                piece = Evidence(
                    kind=_RATING,
                    interview_id=at.interview_id,
                    where=at.where,
                    on=at.on,
                    words=rating.note,
                    value=rating.value,
                    after_reply=rating.after_reply,
                    employer=at.employer,
                    anchor=points[rating.value - 1] if points else "",
                )
                pieces.append(piece)
            elif rating.not_asked:
                self.not_asked.setdefault(rating.dimension, []).append(at.interview_id)

    def _scale(self, scale: str) -> tuple[list[Evidence], Sequence[str]]:
        """Where the ratings on that scale go, and its sentences."""
        points = self._anchors.get(scale) or (self._anchors[""] if scale.startswith(COMPETENCY_PREFIX) else ())
        self._scales[scale] = self.rated.setdefault(scale, []), points
        return self._scales[scale]

    def _tell(self, reflection: Reflection, at: "_Place") -> None:
        for answer in reflection.answers:
            self.answers.append(AnswerGiven(answer, at.noted(_ANSWER, answer.question)))
        for scenario in reflection.scenarios:
            self.scenarios.append(ScenarioNoted(scenario, at.noted(EvidenceKind.SCENARIO, scenario_text(scenario))))
        if well := reflection.went_well.strip():
            self.went_well.append(at.noted(EvidenceKind.WENT_WELL, well))
        if thoughts := reflection.thoughts.strip():
            self.thoughts.append(at.noted(EvidenceKind.NOTE, thoughts))


def scenario_text(scenario: Scenario) -> str:
    """`answers stayed general; for it: “they asked twice”; against it: “they laughed”`."""
    sides = (("for it", scenario.evidence_for), ("against it", scenario.evidence_against))
    inner = str.maketrans("“”", "‘’")
    noted = (f"{side}: “{words.strip().translate(inner)}”" for side, words in sides if words.strip())
    return "; ".join((scenario.label, *noted))


class _Place(Struct, frozen=True, gc=False):
    """What every piece of evidence from one interview has in common."""

    interview_id: str
    where: str
    on: date
    employer: str

    def noted(self, kind: EvidenceKind, words: str, value: int | None = None) -> Evidence:
        """What you noted yourself about it."""
        return Evidence(
            kind=kind,
            interview_id=self.interview_id,
            where=self.where,
            on=self.on,
            words=words,
            value=value,
            employer=self.employer,
        )


# ── what interviewers said ────────────────────────────────────────────────────────────────────────────────────────────

THE_DECISION = "the decision"
"""Who says what is marked in its words: nobody has signed them."""
_Piece = tuple[str | None, Evidence]
"""A finding as evidence, with the id of its competency."""


def _findings(journal: Journal) -> list[_Piece]:
    return [*_in_replies(journal), *_in_decisions(journal)]


def _in_replies(journal: Journal) -> list[_Piece]:
    """The findings of every conversation; each has the day of its reply."""
    pieces: list[_Piece] = []
    places: dict[str, _Place] = {}
    for request in journal.live_requests:
        findings = journal.findings_of(request.id)
        if not findings:
            continue
        at = places.get(request.interview_id)
        if at is None:
            at = places[request.interview_id] = _place(journal.interviews[request.interview_id])
        person = journal.people[request.person_id]
        said = {event.id: (event.at.date(), _voice(event, person)) for event in request.events if event.kind is _REPLY}
        for finding in findings:
            on, voice = said.get(finding.reply_id) or (finding.created.date(), (person.name, None))
            pieces.append((finding.competency, _marked(finding, at, on, voice)))
    return pieces


_Voice = tuple[str, Channel | None]
"""Who said it, and the channel where that is no interviewer's."""


def _voice(reply: Event, person: Person) -> _Voice:
    return (reply.writer(person), Channel.MENTOR) if reply.channel is Channel.MENTOR else (person.name, None)


def _place(interview: Interview) -> _Place:
    return _Place(interview.id, interview.label, interview.day, employer_of(interview))


def _in_decisions(journal: Journal) -> Iterator[_Piece]:
    """What is marked in the words of decisions: said on the day you heard, about the round that ended it."""
    for application in journal.live_applications:
        findings = journal.findings_in_words_of(application.id)
        if findings:
            rounds = journal.rounds_of(application.id)
            interview = ended_round(application, rounds) or rounds[-1]
            at = _place(interview)
            for finding in findings:
                on = application.outcome_on or finding.created.date()
                yield finding.competency, _marked(finding, at, on, (THE_DECISION, None))


def _marked(finding: Finding, at: _Place, on: date, voice: _Voice) -> Evidence:
    return Evidence(
        kind=_FINDING,
        interview_id=at.interview_id,
        where=at.where,
        on=on,
        words=finding.quote,
        who=voice[0],
        request_id=finding.request_id,
        finding_id=finding.id,
        marked=finding.kind,
        employer=at.employer,
        channel=voice[1],
    )


_NOTHING_TO_MARK = (CloseAs.DECLINED, CloseAs.DONE)
"""Who closed a conversation so has read what there was in it."""


def _unmarked(journal: Journal) -> Iterator[Evidence]:
    """Replies in which nothing is marked yet, in their writers' words."""
    for request in journal.live_requests:
        if journal.findings_of(request.id) or any(event.close_as in _NOTHING_TO_MARK for event in request.events):
            continue
        replies = [event for event in request.events if event.kind is _REPLY and event.text.strip()]
        yield from (_unread(journal, request, reply) for reply in replies)


def _unread(journal: Journal, request: Request, reply: Event) -> Evidence:
    interview, person = journal.interviews[request.interview_id], journal.people[request.person_id]
    return Evidence(
        kind=EvidenceKind.REPLY,
        interview_id=interview.id,
        where=interview.label,
        on=reply.at.date(),
        words=reply.text.strip(),
        who=reply.writer(person) if reply.is_by_mentor else person.name,
        request_id=request.id,
        employer=employer_of(interview),
        channel=Channel.MENTOR if reply.is_by_mentor else None,
    )
