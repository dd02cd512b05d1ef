"""Owns the whole evaluation as one value, and which interviews count in it."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
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
from afterword.domain.evaluation.plans import Advice, Opening, PointerHistory, advice, histories, openings
from afterword.domain.evaluation.trends import Answers, Replies, habits, rating_trends, reasons_given, replies
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy
from afterword.domain.text import fold


class Filter(Struct, frozen=True, kw_only=True):
    """The interviews that count. Both days belong to the period; `role` and `round` are whole names, and empty for all.

    Case and spaces make no difference in a name.
    """

    since: date | None = None
    until: date | None = None
    role: str = ""
    round: str = ""

    def admits(self, interview: Interview) -> bool:
        """Whether that interview counts."""
        if not (_named(self.role, interview.role) and _named(self.round, interview.round)):
            return False
        return (self.since is None or interview.day >= self.since) and (
            self.until is None or interview.day <= self.until
        )

    @property
    def words(self) -> str:
        """`role “backend” · since Thu 1 Oct 2026`, or `all interviews`."""
        parts = [f"role “{self.role}”"] if self.role else []
        parts += [f"round “{self.round}”"] if self.round else []
        parts += [f"since {show_date(self.since)}"] if self.since else []
        parts += [f"until {show_date(self.until)}"] if self.until else []
        return " · ".join(parts) or "all interviews"


EVERYTHING = Filter()


def _named(wanted: str, name: str) -> bool:
    return not wanted.strip() or fold(wanted) == fold(name)


def narrow(journal: Journal, chosen: Filter) -> Journal:
    """The journal with only the interviews that count; examples, pointers and competencies stay whole."""
    if chosen == EVERYTHING:
        return journal
    kept = {key: interview for key, interview in journal.interviews.items() if chosen.admits(interview)}
    return replace(journal, interviews=kept)


def roles(journal: Journal) -> tuple[str, ...]:
    """The roles there are, by name, to choose from."""
    return tuple(sorted({interview.role for interview in journal.live_interviews if interview.role}, key=str.casefold))


def rounds(journal: Journal) -> tuple[str, ...]:
    """The rounds there are, by name, to choose from."""
    return tuple(
        sorted({interview.round for interview in journal.live_interviews if interview.round}, key=str.casefold)
    )


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
        said=said_of_competencies(material.subjects_of(part), material),
        trends=rating_trends(material, part.subjects),
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
