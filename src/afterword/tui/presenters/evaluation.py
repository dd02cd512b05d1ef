"""Owns the rows of the views Overview and Evidence: what stands between you and them, and what has been said."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from afterword.domain.evaluation.calibration import CalibrationLine, View
from afterword.domain.evaluation.charts import sparkline
from afterword.domain.evaluation.coverage import CoverageRow
from afterword.domain.evaluation.evidence import EvidenceLine
from afterword.domain.evaluation.seen import is_pattern
from afterword.domain.evaluation.whole import OwnRating, Source, Standing
from afterword.domain.finding import GLYPHS, FindingKind
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.tui.presenters.evaluation_sources import (
    Known,
    compared,
    competency_evidence,
    split,
    unassigned,
)
from afterword.tui.tones import Cell, Piece, Tone
from afterword.tui.widgets.columns import Column
from afterword.tui.widgets.virtual_list import Row


class Listing(Struct, frozen=True):
    """The rows of one view: their keys in order, and how each looks."""

    keys: Sequence[str]
    row: Callable[[str], Row]


OVERVIEW_COLUMNS = (
    Column("competency", 15, share=2),
    Column("compared", 17),
    Column("yours", 7),
    Column("they said", 19, share=1),
    Column("examples", 8, hide_below=70),
)
EVIDENCE_COLUMNS = (
    Column("what", 10),
    Column("competency", 15, share=1),
    Column("seen", 27),
    Column("against", 9),
    Column("latest words", 20, share=3, hide_below=100),
)

VIEW_CELLS: dict[View, Piece] = {
    View.BLIND_SPOT: Piece("! blind spot", Tone.WARN),
    View.HIDDEN_STRENGTH: Piece("^ hidden strength", Tone.GOOD),
    View.SHARED_AREA: Piece("= both: to grow"),
    View.SHARED_STRENGTH: Piece("= both: strength"),
    View.OPEN: Piece("~ they said it"),
    View.AFTERWARDS: Piece("~ they said it"),
}
_ONLY_YOU, _UNKNOWN = Piece("o only you"), Piece("? unknown", Tone.MUTED)
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
            (Piece("without competency", Tone.MUTED), Piece("· enter ties them", Tone.MUTED), "", *_unassigned(known))
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
    tone = Tone.PLAIN if lines or one.own else Tone.MUTED
    have = "" if stories is None else f"{len(stories.ready)} of 2" if stories.gap else f"✓ {len(stories.ready)}"
    return Row((one.competency.name, between, own_cell(one.own), said_cell(one.sources), have), tone)


def _unassigned(known: Known) -> tuple[Cell, Cell]:
    return said_cell(unassigned(known)), ""


def own_cell(ratings: Sequence[OwnRating]) -> Cell:
    """`▃▅▇ 5`: the last ratings as a picture, and the latest as a number."""
    if not ratings:
        return Piece("–", Tone.MUTED)
    values = [one.value for one in ratings]
    return Piece(sparkline(values, width=_SPARK).rjust(_SPARK), Tone.ACCENT), f" {values[-1]}"


def said_cell(sources: Sequence[Source]) -> Cell:
    """`+2 pattern  -1 once`: strengths and areas, and whether two interviews or more say so."""
    parts: list[str | Piece] = []
    for kind, tone in ((FindingKind.STRENGTH, Tone.GOOD), (FindingKind.AREA, Tone.WARN)):
        found = [one for one in sources if one.kind is kind]
        if found:
            how = "pattern" if is_pattern(one.interview_id for one in found) else "once"
            parts += ["  "] * bool(parts) + [Piece(f"{GLYPHS[kind]}{len(found)}", tone), f" {how}"]
    return tuple(parts) if parts else Piece("–", Tone.MUTED)


# ── Evidence ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_STANDINGS: dict[Standing, tuple[str, Piece]] = {
    Standing.STRENGTH: ("strength", Piece("+ strength", Tone.GOOD)),
    Standing.AREA: ("area", Piece("- area", Tone.WARN)),
    Standing.UNKNOWN: ("unknown", Piece("? unknown", Tone.MUTED)),
}


def evidence(known: Known) -> Listing:
    """Strengths, areas, unknown; then what interviewers said that belongs to no competency."""
    lines = {f"{_STANDINGS[line.standing][0]}/{line.competency.id}": line for line in known.report.table.lines}
    keys = [*lines, *(["unassigned/"] if known.report.table.unassigned else [])]
    return Listing(keys, lambda key: _unassigned_row(known) if key not in lines else evidence_row(lines[key]))


def evidence_row(line: EvidenceLine) -> Row:
    """One line of the table; see `EVIDENCE_COLUMNS`."""
    count = len(line.against) + len(line.own_against)
    against: Cell = f"{count} against" if count else Piece("–", Tone.MUTED)
    latest = f"“{line.sources[-1].words}”" if line.sources else ""
    tone = Tone.MUTED if line.standing is Standing.UNKNOWN else Tone.PLAIN
    return Row((_STANDINGS[line.standing][1], line.competency.name, line.seen, against, latest), tone)


def _unassigned_row(known: Known) -> Row:
    sources = unassigned(known)
    return Row((Piece("· said", Tone.MUTED), "no competency", said_cell(sources), "", f"“{sources[0].words}”"))
