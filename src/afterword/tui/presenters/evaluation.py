"""Owns the rows of the views Overview and Evidence: what stands between you and them, and what has been said."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from afterword.domain.evaluation.calibration import CalibrationLine, View
from afterword.domain.evaluation.charts import sparkline
from afterword.domain.evaluation.competency_evidence import OwnRating, Source, Standing
from afterword.domain.evaluation.coverage import CoverageRow
from afterword.domain.evaluation.evidence import EvidenceLine
from afterword.domain.evaluation.patterns import is_pattern
from afterword.domain.finding import GLYPHS, FindingKind
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.tui.presenters.evaluation_sources import (
    Known,
    compared,
    competency_evidence,
    split,
    unassigned,
)
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.virtual_list import Row


class Listing(Struct, frozen=True):
    """The rows of one view: their keys in order, and how each looks."""

    keys: Sequence[str]
    row: Callable[[str], Row]


OVERVIEW_COLUMNS = (
    ListColumn("competency", 15, share=2),
    ListColumn("compared", 17),
    ListColumn("yours", 7),
    ListColumn("they said", 19, share=1),
    ListColumn("examples", 8, hide_below=70),
)
EVIDENCE_COLUMNS = (
    ListColumn("what", 10),
    ListColumn("competency", 15, share=1),
    ListColumn("seen", 27),
    ListColumn("against", 9),
    ListColumn("latest words", 20, share=3, hide_below=100),
)

VIEW_CELLS: dict[View, Span] = {
    View.BLIND_SPOT: Span("! blind spot", TextStyle.WARN),
    View.HIDDEN_STRENGTH: Span("^ hidden strength", TextStyle.GOOD),
    View.SHARED_AREA: Span("= both: to grow"),
    View.SHARED_STRENGTH: Span("= both: strength"),
    View.OPEN: Span("~ they said it"),
    View.AFTERWARDS: Span("~ they said it"),
}
_ONLY_YOU, _UNKNOWN = Span("o only you"), Span("? unknown", TextStyle.MUTED)
_SPARK = 5


# ── Overview ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def overview(known: Known) -> Listing:
    """Blind spots and hidden strengths first, then what is shared, what only you rated, and the unknown last."""
    evaluation = known.report.evaluation
    listed = [_key_of(line) for line in known.report.calibration]
    living = {f"competency/{one.competency.id}" for one in evaluation.competencies}
    order = dict.fromkeys(key for key in listed if key in living or key.startswith("scale/"))
    rest = [one for one in evaluation.competencies if f"competency/{one.competency.id}" not in order]
    rest.sort(key=lambda one: (not one.sources, not one.own))
    order |= dict.fromkeys(f"competency/{one.competency.id}" for one in rest if one.sources or one.own)
    if known.report.table.unassigned:
        order |= {"unassigned/": None}
    order |= dict.fromkeys(f"competency/{one.competency.id}" for one in rest)
    covered = {row.competency.id: row for row in known.report.bank.rows}
    return Listing(tuple(order), lambda key: overview_row(known, covered, key))


def _key_of(line: CalibrationLine) -> str:
    dimension = line.dimension.id
    return dimension if dimension.startswith(COMPETENCY_PREFIX) else f"scale/{dimension}"


def overview_row(known: Known, covered: dict[str, CoverageRow], key: str) -> Row:
    """One line of the overview; see `OVERVIEW_COLUMNS`."""
    kind, record_id = split(key)
    if kind == "unassigned":
        return Row(
            (
                Span("without competency", TextStyle.MUTED),
                Span("· enter ties them", TextStyle.MUTED),
                "",
                *_unassigned(known),
            )
        )
    lines = compared(known, key)
    if kind == "scale":
        own = known.report.material.own.get(record_id, ())
        sources: Sequence[Source] = [pair.said for line in lines for pair in line.pairs]
        return Row((lines[0].dimension.name, VIEW_CELLS[lines[0].view], own_cell(own), said_cell(sources), "–"))
    one = competency_evidence(known, record_id)
    if one is None:
        return Row((record_id,))
    between = VIEW_CELLS[lines[0].view] if lines else _ONLY_YOU if one.own else _UNKNOWN
    stories = covered.get(record_id)
    tone = TextStyle.PLAIN if lines or one.own else TextStyle.MUTED
    have = "" if stories is None else f"{len(stories.ready)} of 2" if stories.gap else f"✓ {len(stories.ready)}"
    return Row((one.competency.name, between, own_cell(one.own), said_cell(one.sources), have), tone)


def _unassigned(known: Known) -> tuple[Cell, Cell]:
    return said_cell(unassigned(known)), ""


def own_cell(ratings: Sequence[OwnRating]) -> Cell:
    """`▃▅▇ 5`: the last ratings as a picture, and the latest as a number."""
    if not ratings:
        return Span("–", TextStyle.MUTED)
    values = [one.value for one in ratings]
    return Span(sparkline(values, width=_SPARK).rjust(_SPARK), TextStyle.ACCENT), f" {values[-1]}"


def said_cell(sources: Sequence[Source]) -> Cell:
    """`+2 pattern  -1 once`: strengths and areas, and whether two interviews or more say so."""
    parts: list[str | Span] = []
    for kind, tone in ((FindingKind.STRENGTH, TextStyle.GOOD), (FindingKind.AREA, TextStyle.WARN)):
        found = [one for one in sources if one.kind is kind]
        if found:
            how = "pattern" if is_pattern(one.interview_id for one in found) else "once"
            parts += ["  "] * bool(parts) + [Span(f"{GLYPHS[kind]}{len(found)}", tone), f" {how}"]
    return tuple(parts) if parts else Span("–", TextStyle.MUTED)


# ── Evidence ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_STANDINGS: dict[Standing, tuple[str, Span]] = {
    Standing.STRENGTH: ("strength", Span("+ strength", TextStyle.GOOD)),
    Standing.AREA: ("area", Span("- area", TextStyle.WARN)),
    Standing.UNKNOWN: ("unknown", Span("? unknown", TextStyle.MUTED)),
}


def evidence(known: Known) -> Listing:
    """Strengths, areas, unknown; then what interviewers said that belongs to no competency."""
    lines = {f"{_STANDINGS[line.standing][0]}/{line.competency.id}": line for line in known.report.table.lines}
    keys = [*lines, *(["unassigned/"] if known.report.table.unassigned else [])]
    return Listing(keys, lambda key: _unassigned_row(known) if key not in lines else evidence_row(lines[key]))


def evidence_row(line: EvidenceLine) -> Row:
    """One line of the table; see `EVIDENCE_COLUMNS`."""
    count = len(line.against) + len(line.own_against)
    against: Cell = f"{count} against" if count else Span("–", TextStyle.MUTED)
    latest = f"“{line.sources[-1].words}”" if line.sources else ""
    tone = TextStyle.MUTED if line.standing is Standing.UNKNOWN else TextStyle.PLAIN
    return Row((_STANDINGS[line.standing][1], line.competency.name, line.seen, against, latest), tone)


def _unassigned_row(known: Known) -> Row:
    sources = unassigned(known)
    return Row((Span("· said", TextStyle.MUTED), "no competency", said_cell(sources), "", f"“{sources[0].words}”"))
