"""Owns the evaluation: strengths, areas and unknowns by competency, each line with its sources (E1).

Nothing with fewer than two sources is called a pattern, and no score of a person is ever computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from afterword.domain.competency import Competency
from afterword.domain.conversation.request import EventKind
from afterword.domain.finding import FindingKind
from afterword.domain.interview import punctuality
from afterword.domain.journal import Journal
from afterword.domain.reflection import AnswerKind
from afterword.domain.scales import COMPETENCY_PREFIX, CONVINCING

HIGH, LOW = 4, 2
"""A self-rating from HIGH up claims the competency; one of LOW or below doubts it. The middle says neither."""


class Standing(StrEnum):
    """What the findings on a competency amount to."""

    STRENGTH = "strength"
    AREA = "area to develop"
    BOTH = "both said"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a line comes from: an interviewer's words, with who said them, about which interview, and when."""

    finding_id: str
    request_id: str
    interview_id: str
    kind: FindingKind
    who: str
    where: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class OwnRating:
    """What you said of yourself after one interview."""

    interview_id: str
    where: str
    on: date
    value: int
    note: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an evaluation is made from: sources by competency id and self-ratings by scale id, both oldest first."""

    sources: Mapping[str | None, list[Source]]
    own: Mapping[str, list[OwnRating]]


@dataclass(frozen=True, slots=True)
class CompetencyEvidence:
    """Everything known about one competency."""

    competency: Competency
    own: tuple[OwnRating, ...]
    sources: tuple[Source, ...]
    examples: tuple[str, ...]

    def of_kind(self, kind: FindingKind) -> tuple[Source, ...]:
        """The sources of that kind."""
        return tuple(source for source in self.sources if source.kind is kind)

    @property
    def standing(self) -> Standing:
        """Whether interviewers called it a strength, an area, both, or said nothing."""
        strengths, areas = self.of_kind(FindingKind.STRENGTH), self.of_kind(FindingKind.AREA)
        if strengths and areas:
            return Standing.BOTH
        if strengths:
            return Standing.STRENGTH
        return Standing.AREA if areas else Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Gap:
    """A difference between what they said and what you said: `own` is None where you did not rate it."""

    competency: Competency
    source: Source
    own: int | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole evaluation; competencies with a blind spot or a hidden strength come first."""

    competencies: tuple[CompetencyEvidence, ...]
    blind_spots: tuple[Gap, ...]
    hidden_strengths: tuple[Gap, ...]
    unassigned: tuple[Source, ...]
    convincing: tuple[OwnRating, ...]
    answer_kinds: Mapping[AnswerKind, int]
    minutes_late: tuple[tuple[str, int], ...]

    @property
    def unknowns(self) -> tuple[Competency, ...]:
        """The competencies nobody has said anything about."""
        return tuple(one.competency for one in self.competencies if one.standing is Standing.UNKNOWN)


def gather(journal: Journal) -> Material:
    """Everything that was said, by them and by you, in one pass over each kind of record."""
    return Material(_sources(journal), _own_ratings(journal))


def evaluate(journal: Journal, material: Material | None = None) -> Evaluation:
    """The evaluation of everything at hand; `material` is what `gather` gave for this journal, if at hand."""
    known_material = material or gather(journal)
    sources, own = known_material.sources, known_material.own
    gaps = _gaps(journal, sources, own)
    evidence = [_evidence(journal, one, sources, own) for one in journal.all_competencies if not one.archived]
    blind, hidden = gaps
    noted = {gap.competency.id for gap in (*blind, *hidden)}
    known = {one.competency.id for one in evidence}
    evidence.sort(key=lambda one: (one.competency.id not in noted, not one.sources, not one.own))
    unassigned = tuple(s for key, group in sources.items() if key not in known for s in group)
    return Evaluation(
        competencies=tuple(evidence),
        blind_spots=blind,
        hidden_strengths=hidden,
        unassigned=unassigned,
        convincing=tuple(own.get(CONVINCING.id, ())),
        answer_kinds=_answer_kinds(journal),
        minutes_late=_minutes_late(journal),
    )


def _evidence(
    journal: Journal,
    competency: Competency,
    sources: Mapping[str | None, list[Source]],
    own: Mapping[str, list[OwnRating]],
) -> CompetencyEvidence:
    return CompetencyEvidence(
        competency,
        tuple(own.get(COMPETENCY_PREFIX + competency.id, ())),
        tuple(sources.get(competency.id, ())),
        tuple(example.id for example in journal.live_examples if competency.id in example.competencies),
    )


def _sources(journal: Journal) -> dict[str | None, list[Source]]:
    """The findings of every conversation as sources, by competency, oldest first."""
    found: dict[str | None, list[Source]] = {}
    for request in journal.live_requests:
        findings = journal.findings_of(request.id)
        if not findings:
            continue
        interview = journal.interviews[request.interview_id]
        days = {event.id: event.at.date() for event in request.events if event.kind is EventKind.REPLY}
        who = next((p.name for p in interview.interviewers if p.id == request.interviewer_id), "")
        where = interview.label
        for one in findings:
            on = days.get(one.reply_id) or one.created.date()
            source = Source(one.id, request.id, interview.id, one.kind, who, where, on, one.quote)
            found.setdefault(one.competency, []).append(source)
    for group in found.values():
        group.sort(key=lambda source: (source.on, source.finding_id))
    return found


def _own_ratings(journal: Journal) -> dict[str, list[OwnRating]]:
    """The self-ratings by scale, oldest interview first."""
    found: dict[str, list[OwnRating]] = {}
    for interview in reversed(journal.live_interviews):
        reflection = journal.reflections.get(interview.id)
        if reflection is None:
            continue
        where, on = interview.label, interview.day
        for rating in reflection.ratings:
            if rating.value is not None:
                entry = OwnRating(interview.id, where, on, rating.value, rating.note)
                found.setdefault(rating.dimension, []).append(entry)
    return found


def _gaps(
    journal: Journal, sources: Mapping[str | None, list[Source]], own: Mapping[str, list[OwnRating]]
) -> tuple[tuple[Gap, ...], tuple[Gap, ...]]:
    """Blind spots (they named an area, you claimed it or passed over it) and hidden strengths (the other way round).

    Where no reflection was written there is nothing to compare with.
    """
    blind: list[Gap] = []
    hidden: list[Gap] = []
    for competency in journal.all_competencies:
        ratings = {one.interview_id: one.value for one in own.get(COMPETENCY_PREFIX + competency.id, ())}
        for source in sources.get(competency.id, ()):
            value = ratings.get(source.interview_id)
            passed_over = value is None and source.interview_id in journal.reflections
            if source.kind is FindingKind.AREA and (passed_over or (value is not None and value >= HIGH)):
                blind.append(Gap(competency, source, value))
            elif source.kind is FindingKind.STRENGTH and value is not None and value <= LOW:
                hidden.append(Gap(competency, source, value))
    return tuple(blind), tuple(hidden)


def _answer_kinds(journal: Journal) -> dict[AnswerKind, int]:
    counts = dict.fromkeys(AnswerKind, 0)
    for interview in journal.live_interviews:
        for answer in journal.reflection_of(interview.id).answers:
            counts[answer.kind] += 1
    return counts


def _minutes_late(journal: Journal) -> tuple[tuple[str, int], ...]:
    """Interview id and minutes late, oldest first."""
    return tuple(
        (interview.id, arrival.minutes_late)
        for interview in reversed(journal.live_interviews)
        if (arrival := punctuality(interview)) is not None
    )
