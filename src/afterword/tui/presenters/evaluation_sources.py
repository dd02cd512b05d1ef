"""Owns which evidence stands behind a row of the evaluation pane; how it reads is left to `evidence`.

A row's key says what it is: `competency/ID`, `scale/ID`, `strength/ID`, `area/ID`, `unknown/ID`, `unassigned/`,
`trend/ID`, `habit/ID`, `answers/`, `arrivals/`, `replies/ROUND`, `example/ID`, `cover/ID`, `pointer/ID`,
`advice/FINDING`, `opening/FINDING`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from afterword.domain.evaluation.calibration import CalibrationLine
from afterword.domain.evaluation.competency_evidence import CompetencyEvidence, Source
from afterword.domain.evaluation.habits import Instance
from afterword.domain.evaluation.pointers import PointerHistory
from afterword.domain.evaluation.report import Report
from afterword.domain.finding import FindingKind
from afterword.domain.journal import Journal
from afterword.domain.scales import COMPETENCY_PREFIX
from afterword.tui.presenters.evidence import EvidenceRow, rated, said, seen
from afterword.tui.styles import Span, TextStyle

KEPT_TONES = {"done": TextStyle.GOOD, "forgot": TextStyle.WARN}


class Known(Struct, frozen=True):
    """What every row is made from: the evaluation, the journal behind it, and the day."""

    report: Report
    journal: Journal
    today: date


def split(key: str) -> tuple[str, str]:
    """The kind of a row and the id of what it is about."""
    kind, _, record_id = key.partition("/")
    return kind, record_id


def compared(known: Known, key: str) -> tuple[CalibrationLine, ...]:
    """The lines that compare both sides of that competency or scale, the one most worth reading first."""
    kind, record_id = split(key)
    wanted = COMPETENCY_PREFIX + record_id if kind == "competency" else record_id
    return tuple(line for line in known.report.calibration if line.dimension.id == wanted)


def competency_evidence(known: Known, competency_id: str) -> CompetencyEvidence | None:
    """Everything known about that competency."""
    return next((one for one in known.report.evaluation.competencies if one.competency.id == competency_id), None)


def unassigned(known: Known) -> tuple[Source, ...]:
    """The findings that belong to no competency, the latest first."""
    return tuple(reversed(known.report.table.unassigned))


def witnesses(known: Known, key: str) -> tuple[EvidenceRow, ...]:
    """The evidence behind that row."""
    kind, record_id = split(key)
    found = _FOUND.get(kind)
    return tuple(found(known, record_id)) if found is not None else ()


def _competency(known: Known, record_id: str) -> Iterator[EvidenceRow]:
    one = competency_evidence(known, record_id)
    if one is None:
        return
    first = next(iter(compared(known, f"competency/{record_id}")), None)
    against_said = {source.finding_id for source in first.against_said} if first else set()
    against_own = {rating.interview_id for rating in first.against_own} if first else set()
    yield from (said(source, against=source.finding_id in against_said) for source in one.sources)
    yield from (rated(rating, against=rating.interview_id in against_own) for rating in one.own)


def _scale(known: Known, record_id: str) -> Iterator[EvidenceRow]:
    lines = compared(known, f"scale/{record_id}")
    for pair in {pair.said.finding_id: pair for line in lines for pair in line.pairs}.values():
        yield said(pair.said)
        if pair.rating is not None:
            yield rated(pair.rating)
    if len(lines) == 1:
        yield from (said(source, against=True) for source in lines[0].against_said)
        yield from (rated(rating, against=True) for rating in lines[0].against_own)


def _evidence(known: Known, standing: str, record_id: str) -> Iterator[EvidenceRow]:
    lines = {
        "strength": known.report.table.strengths,
        "area": known.report.table.areas,
        "unknown": known.report.table.unknown,
    }[standing]
    for line in lines:
        if line.competency.id != record_id:
            continue
        yield from map(said, line.sources)
        yield from (said(source, against=True) for source in line.against)
        against = {rating.interview_id for rating in line.own_against}
        yield from (rated(rating, against=rating.interview_id in against) for rating in line.own)


def _habit(known: Known, record_id: str) -> Iterator[EvidenceRow]:
    for habit in known.report.habits:
        if habit.id == record_id:
            yield from map(seen, habit.sources)
            yield from (seen(one, against=True) for one in habit.against)


def _trend(known: Known, record_id: str) -> Iterator[EvidenceRow]:
    for trend in known.report.trends:
        if trend.id == record_id:
            yield from map(rated, trend.points)


def _arrivals(known: Known, _record_id: str) -> Iterator[EvidenceRow]:
    for arrival in reversed(known.report.arrivals):
        day = known.journal.interviews[arrival.interview_id].day
        yield seen(Instance(arrival.interview_id, arrival.where, day, arrival.words))


def _answers(known: Known, _record_id: str) -> Iterator[EvidenceRow]:
    for one in reversed(known.report.answers.given):
        marks = f"action {'named' if one.answer.action else '–'}, result {'named' if one.answer.result else '–'}"
        words = f"{one.answer.kind}: {one.instance.words} ({marks})"
        yield seen(Instance(one.instance.interview_id, one.instance.where, one.instance.on, words))


def _example(known: Known, record_id: str) -> Iterator[EvidenceRow]:
    entry = known.report.bank.entry(record_id)
    for telling in entry.tellings if entry is not None else ():
        words = f"told for “{telling.question}”: {telling.effect}"
        yield seen(Instance(telling.interview_id, telling.where, telling.on, words))
        yield from map(said, telling.said)


def pointer_history(known: Known, record_id: str) -> PointerHistory | None:
    """The history of that pointer."""
    return next((one for one in known.report.pointers if one.pointer.id == record_id), None)


def _pointer(known: Known, record_id: str) -> Iterator[EvidenceRow]:
    history = pointer_history(known, record_id)
    if history is None:
        return
    if history.pointer.finding_id is not None:
        yield from map(said, _all_with(known, history.pointer.finding_id))
    for one in history.checks:
        tone = KEPT_TONES.get(one.kept, TextStyle.PLAIN)
        where = ("reflection", one.interview_id)
        yield EvidenceRow(Span(f"o {one.kept}", tone), "what you noted afterwards", "you", one.where, one.on, where)


def _all_with(known: Known, finding_id: str) -> Iterable[Source]:
    return (one for group in known.report.material.sources.values() for one in group if one.finding_id == finding_id)


_FOUND: Mapping[str, Callable[[Known, str], Iterable[EvidenceRow]]] = {
    "competency": _competency,
    "scale": _scale,
    "strength": lambda known, key: _evidence(known, "strength", key),
    "area": lambda known, key: _evidence(known, "area", key),
    "unknown": lambda known, key: _evidence(known, "unknown", key),
    "unassigned": lambda known, _key: map(said, unassigned(known)),
    "habit": _habit,
    "trend": _trend,
    "arrivals": _arrivals,
    "answers": _answers,
    "example": _example,
    "pointer": _pointer,
    "advice": lambda known, key: (said(one) for one in _all_with(known, key) if one.kind is FindingKind.ADVICE),
    "opening": lambda known, key: (said(one) for one in _all_with(known, key) if one.kind is FindingKind.OPPORTUNITY),
}
