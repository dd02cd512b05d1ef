"""Owns the whole evaluation as one value: what is claimed, what to work on first, and what it rests on."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.evaluation.claims import (
    Claim,
    Evidence,
    Material,
    Said,
    Stance,
    gather,
    said_of_competencies,
)
from afterword.domain.evaluation.comparison import compare
from afterword.domain.evaluation.coverage import Bank, bank
from afterword.domain.evaluation.filters import Filter, narrow
from afterword.domain.evaluation.plans import Advice, Opening, PointerHistory, advice, histories, openings
from afterword.domain.evaluation.reasons_given import reasons_given
from afterword.domain.evaluation.trends import Answers, Replies, habits, rating_trends, replies
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy

_FOCUS = 3


class Evaluation(Struct, frozen=True):
    """The whole evaluation. `material` is what it was made from; no part of it is a score of a person."""

    chosen: Filter
    material: Material
    comparisons: tuple[Claim, ...]
    said: Said
    trends: tuple[Claim, ...]
    habits: tuple[Claim, ...]
    replies: tuple[Replies, ...]
    bank: Bank
    pointers: tuple[PointerHistory, ...]
    openings: tuple[Opening, ...]
    advice: tuple[Advice, ...]
    interviews: int
    reasons: tuple[Claim, ...] = ()

    @property
    def answers(self) -> Answers:
        """The answers given."""
        return Answers(self.material.answers)

    @property
    def arrivals(self) -> tuple[Evidence, ...]:
        """The arrivals that were noted, oldest first."""
        return self.material.arrivals

    def compared_as(self, stance: Stance) -> tuple[Claim, ...]:
        """The comparisons of that kind."""
        return tuple(claim for claim in self.comparisons if claim.stance is stance)

    def compared(self, subject_id: str) -> tuple[Claim, ...]:
        """The comparisons of that subject, the one most worth reading first."""
        return tuple(claim for claim in self.comparisons if claim.subject.id == subject_id)

    @property
    def focus(self) -> tuple[Claim, ...]:
        """At most three things to work on: areas and habits seen in most interviews, then the latest said."""
        claims = [*self.said.areas, *(habit for habit in self.habits if habit.pattern)]
        claims.sort(
            key=lambda claim: (
                -len(claim.interviews),
                -claim.evidence[-1].on.toordinal(),
                claim.subject.record_id,
            )
        )
        return tuple(claims[:_FOCUS])


class EvaluationContext(Struct, frozen=True):
    """What an evaluation needs beside the journal: the day, the intervals, and the tracker read on that day."""

    today: date
    policy: Policy
    lines: tuple[TrackerRow, ...]


def evaluate(journal: Journal, chosen: Filter, at: EvaluationContext) -> Evaluation:
    """The whole evaluation of the interviews the filter lets through."""
    part = narrow(journal, chosen)
    material = gather(part)
    rows = tuple(_within(part, at.lines))
    return Evaluation(
        chosen=chosen,
        material=material,
        comparisons=compare(part, material),
        said=said_of_competencies(part.all_competencies, material),
        trends=rating_trends(material, part.all_competencies),
        habits=habits(material),
        replies=replies(rows),
        bank=bank(part, material, at.policy),
        pointers=histories(part, material),
        openings=openings(material, rows, at.policy, at.today),
        advice=advice(part, material),
        interviews=len(part.live_interviews),
        reasons=reasons_given(material) if material.reasons else (),
    )


def _within(journal: Journal, rows: Iterable[TrackerRow]) -> Iterable[TrackerRow]:
    return (row for row in rows if row.interview.id in journal.interviews)
