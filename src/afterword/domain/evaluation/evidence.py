"""Owns the evidence table: strengths, areas and unknown, each line with its sources and what is against it."""

from collections.abc import Iterable

from msgspec import Struct

from afterword.domain.competency import Competency
from afterword.domain.evaluation.competency_evidence import (
    HIGH,
    LOW,
    CompetencyEvidence,
    Evaluation,
    OwnRating,
    Source,
    Standing,
)
from afterword.domain.evaluation.patterns import is_pattern, seen_in
from afterword.domain.finding import FindingKind

_NAMED = (FindingKind.STRENGTH, FindingKind.AREA)


class EvidenceLine(Struct, frozen=True):
    """One line of the table. `standing` is strength, area or unknown; `sources` say so, `against` say otherwise.

    `own` are all your ratings on the competency, `own_against` those that point the other way.
    """

    standing: Standing
    competency: Competency
    sources: tuple[Source, ...]
    against: tuple[Source, ...]
    own: tuple[OwnRating, ...]
    own_against: tuple[OwnRating, ...]

    @property
    def seen(self) -> str:
        """`not seen`, `seen once` or `a pattern, in 2 interviews`."""
        return seen_in((one.interview_id for one in self.sources), len({one.request_id for one in self.sources}))

    @property
    def pattern(self) -> bool:
        """Whether two interviews or more say so."""
        return is_pattern(one.interview_id for one in self.sources)

    @property
    def sentence(self) -> str:
        """The line in words: `Communication: named as a strength, seen once; 1 speaks against it.`."""
        if self.standing is Standing.UNKNOWN:
            rated = "; you rated it yourself" if self.own else ""
            return f"{self.competency.name}: nobody has spoken of it yet{rated}."
        named = "a strength" if self.standing is Standing.STRENGTH else "room to grow"
        count = len(self.against) + len(self.own_against)
        against = f"; {count} {'speaks' if count == 1 else 'speak'} against it" if count else ""
        return f"{self.competency.name}: named as {named}, {self.seen}{against}."


class EvidenceTable(Struct, frozen=True):
    """The whole table. `unassigned` are strengths and areas without a competency; they count nowhere else."""

    strengths: tuple[EvidenceLine, ...]
    areas: tuple[EvidenceLine, ...]
    unknown: tuple[EvidenceLine, ...]
    unassigned: tuple[Source, ...]

    @property
    def lines(self) -> tuple[EvidenceLine, ...]:
        """Strengths, areas, unknown, in this order."""
        return (*self.strengths, *self.areas, *self.unknown)


def tabulate(evaluation: Evaluation, put_away: Iterable[Source] = ()) -> EvidenceTable:
    """The table of an evaluation; patterns first, then what was said most recently.

    `put_away` are the phrases of archived competencies: they wait with these and are not unassigned.
    """
    hidden = {one.finding_id for one in put_away}
    strengths: list[EvidenceLine] = []
    areas: list[EvidenceLine] = []
    unknown: list[EvidenceLine] = []
    for one in evaluation.competencies:
        praised, named = one.of_kind(FindingKind.STRENGTH), one.of_kind(FindingKind.AREA)
        if praised:
            doubts = tuple(own for own in one.own if own.value <= LOW)
            strengths.append(EvidenceLine(Standing.STRENGTH, one.competency, praised, named, one.own, doubts))
        if named:
            claims = tuple(own for own in one.own if own.value >= HIGH)
            areas.append(EvidenceLine(Standing.AREA, one.competency, named, praised, one.own, claims))
        if not praised and not named:
            unknown.append(_unknown(one))
    waiting = (one for one in evaluation.unassigned if one.finding_id not in hidden and one.kind in _NAMED)
    return EvidenceTable(_ordered(strengths), _ordered(areas), tuple(unknown), tuple(waiting))


def _unknown(one: CompetencyEvidence) -> EvidenceLine:
    return EvidenceLine(Standing.UNKNOWN, one.competency, (), (), one.own, ())


def _ordered(lines: Iterable[EvidenceLine]) -> tuple[EvidenceLine, ...]:
    newest = sorted(lines, key=lambda line: line.sources[-1].on, reverse=True)
    return tuple(sorted(newest, key=lambda line: -len({source.interview_id for source in line.sources})))
