"""Owns the evaluation: strengths, areas and unknowns by competency, each line with its sources (E1).

No score of a person is ever computed. How both sides compare is calibration's, what is a pattern seen's.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.conversation.request import EventKind
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX

HIGH, LOW = 4, 2
"""A self-rating from HIGH up claims the competency; one of LOW or below doubts it. The middle says neither."""


class Standing(StrEnum):
    """What the findings on a competency amount to."""

    STRENGTH = "strength"
    AREA = "area to develop"
    BOTH = "both said"
    UNKNOWN = "unknown"


class Source(Struct, frozen=True):
    """Where a line comes from: an interviewer's words, with who said them, about which interview, and when."""

    finding_id: str
    request_id: str
    interview_id: str
    kind: FindingKind
    who: str
    where: str
    on: date
    words: str


class OwnRating(Struct, frozen=True):
    """What you said of yourself after one interview. `after_reply`: when you knew already what they had said."""

    interview_id: str
    where: str
    on: date
    value: int
    note: str
    after_reply: bool = False


class Material(Struct, frozen=True):
    """What an evaluation is made from: sources by competency id and self-ratings by scale id, both oldest first."""

    sources: Mapping[str | None, list[Source]]
    own: Mapping[str, list[OwnRating]]


class CompetencyEvidence(Struct, frozen=True):
    """Everything known about one competency."""

    competency: Competency
    own: tuple[OwnRating, ...]
    sources: tuple[Source, ...]

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


class Evaluation(Struct, frozen=True):
    """What is known by competency, and the findings that belong to none of those shown."""

    competencies: tuple[CompetencyEvidence, ...]
    unassigned: tuple[Source, ...]


def gather(journal: Journal) -> Material:
    """Everything that was said, by them and by you, in one pass over each kind of record."""
    return Material(_sources(journal), _own_ratings(journal))


def evaluate(journal: Journal, material: Material | None = None) -> Evaluation:
    """The evaluation of everything at hand; `material` is what `gather` gave for this journal, if at hand."""
    known_material = material or gather(journal)
    sources, own = known_material.sources, known_material.own
    evidence = [_evidence(one, sources, own) for one in journal.all_competencies if not one.archived]
    known = {one.competency.id for one in evidence}
    evidence.sort(key=lambda one: (not one.sources, not one.own))
    unassigned = tuple(s for key, group in sources.items() if key not in known for s in group)
    return Evaluation(tuple(evidence), unassigned)


def _evidence(
    competency: Competency, sources: Mapping[str | None, list[Source]], own: Mapping[str, list[OwnRating]]
) -> CompetencyEvidence:
    return CompetencyEvidence(
        competency,
        tuple(own.get(COMPETENCY_PREFIX + competency.id, ())),
        tuple(sources.get(competency.id, ())),
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
                entry = OwnRating(interview.id, where, on, rating.value, rating.note, rating.after_reply)
                found.setdefault(rating.dimension, []).append(entry)
    return found
