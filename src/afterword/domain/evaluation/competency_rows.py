"""Owns the evaluation as one row per competency: both sides, the gap, the trend and the examples, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from afterword.domain.competency import Competency
from afterword.domain.evaluation.calibration import CalibrationLine, View
from afterword.domain.evaluation.charts import sparkline
from afterword.domain.evaluation.coverage import CoverageRow
from afterword.domain.evaluation.report import Report
from afterword.domain.evaluation.seen import seen_in
from afterword.domain.evaluation.whole import CompetencyEvidence, Source
from afterword.domain.finding import FindingKind
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.domain.text import plural


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One competency. `views` are the lines of the comparison on it, the one most worth reading first."""

    competency: Competency
    evidence: CompetencyEvidence
    views: tuple[CalibrationLine, ...]
    coverage: CoverageRow

    @property
    def view(self) -> View | None:
        """The view most worth reading; None where nobody has spoken of it."""
        return self.views[0].view if self.views else None

    @property
    def own(self) -> int | None:
        """Your latest rating, 1 to 5."""
        return self.evidence.own[-1].value if self.evidence.own else None

    @property
    def own_words(self) -> str:
        """Your ratings over time and the latest in digits: `▃▃▆ 4`, or `-`."""
        values = [one.value for one in self.evidence.own]
        return f"{sparkline(values, width=8)} {values[-1]}" if values else "-"

    @property
    def praised(self) -> int:
        """In how many interviews it was called a strength."""
        return _interviews(self.evidence.of_kind(FindingKind.STRENGTH))

    @property
    def named(self) -> int:
        """In how many interviews room to grow was named."""
        return _interviews(self.evidence.of_kind(FindingKind.AREA))

    @property
    def said_words(self) -> str:
        """`+2 -1`: interviews that praised it and that named room to grow; `not said` where none did."""
        parts = [f"+{self.praised}"] * bool(self.praised) + [f"-{self.named}"] * bool(self.named)
        return " ".join(parts) or "not said"

    @property
    def seen(self) -> str:
        """How often it was spoken of: `not seen`, `seen once` or `a pattern, in 2 interviews`."""
        kinds = (FindingKind.STRENGTH, FindingKind.AREA)
        said = [one for kind in kinds for one in self.evidence.of_kind(kind)]
        if self.praised and self.named:
            # Praise and room to grow are no pattern together.
            return f"spoken of in {plural(_interviews(said), 'interview')}"
        return seen_in((one.interview_id for one in said), len({one.request_id for one in said}))


def competency_rows(whole: Report) -> tuple[CompetencyRow, ...]:
    """Every competency that is not archived: blind spots, hidden strengths, what was spoken of, what was not."""
    coverage = {row.competency.id: row for row in whole.bank.rows}
    lines: dict[str, list[CalibrationLine]] = {}
    for line in whole.calibration:
        lines.setdefault(line.dimension.id, []).append(line)
    rows = [
        CompetencyRow(
            one.competency,
            one,
            tuple(lines.get(COMPETENCY_PREFIX + one.competency.id, ())),
            coverage[one.competency.id],
        )
        for one in whole.evaluation.competencies
    ]
    order = {view: index for index, view in enumerate(View)}
    return tuple(sorted(rows, key=lambda row: len(order) if row.view is None else order[row.view]))


def _interviews(sources: Iterable[Source]) -> int:
    return len({one.interview_id for one in sources})
