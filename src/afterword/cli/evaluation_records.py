"""Owns the JSON records of the evaluation and of the prep sheet: every claim with its sources, enum words, ISO days."""

from collections.abc import Iterable

from afterword.cli import records
from afterword.cli.records import Data, iso
from afterword.domain.evaluation.calibration import CalibrationLine, View
from afterword.domain.evaluation.competency_evidence import OwnRating, Source
from afterword.domain.evaluation.coverage import Bank, BankEntry, CoverageRow
from afterword.domain.evaluation.evidence import EvidenceLine
from afterword.domain.evaluation.habits import STORY_SHARE, Answers, Habit
from afterword.domain.evaluation.openings import Advice, Opening
from afterword.domain.evaluation.pointers import PointerHistory
from afterword.domain.evaluation.prep import PrepSheet
from afterword.domain.evaluation.report import Report
from afterword.domain.evaluation.trends import Replies, Trend


def source(record: Source) -> Data:
    """An interviewer's words, with who said them about which interview, and when."""
    return {
        "finding_id": record.finding_id,
        "request_id": record.request_id,
        "interview_id": record.interview_id,
        "kind": record.kind.value,
        "who": record.who,
        "where": record.where,
        "on": iso(record.on),
        "words": record.words,
    }


def own(record: OwnRating) -> Data:
    """A self-rating, 1 to 5."""
    return {
        "interview_id": record.interview_id,
        "where": record.where,
        "on": iso(record.on),
        "value": record.value,
        "note": record.note,
    }


def calibration(line: CalibrationLine) -> Data:
    """One line of the comparison; `own` is null where the interview was not rated on it."""
    return {
        "dimension": line.dimension.id,
        "name": line.dimension.name,
        "view": line.view.value,
        "sentence": line.sentence,
        "seen": line.seen,
        "pattern": line.pattern,
        "pairs": [{"own": pair.own, "said": source(pair.said)} for pair in line.pairs],
        "against": [*_sources(line.against_said), *(own(one) for one in line.against_own)],
    }


def evidence(line: EvidenceLine) -> Data:
    """One line of the evidence table."""
    return {
        "competency": line.competency.id,
        "name": line.competency.name,
        "standing": line.standing.value,
        "sentence": line.sentence,
        "seen": line.seen,
        "pattern": line.pattern,
        "sources": _sources(line.sources),
        "against": [*_sources(line.against), *(own(one) for one in line.own_against)],
        "own": [own(one) for one in line.own],
    }


def _sources(found: Iterable[Source]) -> list[Data]:
    return [source(one) for one in found]


def habit(record: Habit) -> Data:
    """One observation with the times it was seen and the times it was otherwise."""

    def instances(kind: str) -> list[Data]:
        return [
            {"interview_id": one.interview_id, "where": one.where, "on": iso(one.on), "words": one.words}
            for one in getattr(record, kind)
        ]

    return {
        "id": record.id,
        "title": record.title,
        "sentence": record.sentence,
        "seen": record.seen,
        "pattern": record.pattern,
        "sources": instances("sources"),
        "against": instances("against"),
    }


def trend(record: Trend) -> Data:
    """Own ratings on one scale, oldest first."""
    return {
        "dimension": record.id,
        "title": record.title,
        "sparkline": record.sparkline,
        "points": [own(one) for one in record.points],
    }


def replies(record: Replies) -> Data:
    """How many replied; `rate` and `median_days` are null below five requests."""
    return {
        "round": record.name,
        "asked": record.asked,
        "replied": record.replied,
        "rate": record.rate,
        "median_days": record.median_days,
    }


def answers(record: Answers) -> Data:
    """What kinds of answers were given; `usual_story_percent` is the published figure."""
    told = record.told
    return {
        "kinds": {kind.value: number for kind, number in record.kinds.items()},
        "story_percent": record.story_percent,
        "usual_story_percent": STORY_SHARE,
        "told": len(told),
        "named_action": sum(1 for one in told if one.answer.action),
        "named_result": sum(1 for one in told if one.answer.result),
    }


def entry(record: BankEntry) -> Data:
    """One example of the bank with where it was told, with what effect, and when to rehearse it."""
    return {
        **records.example(record.example),
        "advice": record.advice,
        "rehearse_on": iso(record.rehearse_on),
        "told": [
            {
                "interview_id": one.interview_id,
                "where": one.where,
                "on": iso(one.on),
                "question": one.question,
                "enough": one.enough,
                "effect": one.effect,
                "said": _sources(one.said),
            }
            for one in record.tellings
        ],
    }


def coverage(row: CoverageRow) -> Data:
    """One competency and its examples; `gap` is how many are missing to two."""
    return {
        "competency": row.competency.id,
        "name": row.competency.name,
        "ready": list(row.ready),
        "begun": list(row.begun),
        "gap": row.gap,
    }


def history(record: PointerHistory) -> Data:
    """One pointer with every check and the ratings it went with."""
    shift = record.shift
    return {
        **records.pointer(record.pointer),
        "competency": record.competency,
        "history": record.words,
        "ratings": None
        if shift is None
        else {"before": own(shift.before), "after": [own(one) for one in shift.after], "words": shift.words},
    }


def opening(record: Opening) -> Data:
    """One opening with the day to write again: the planned one, or null, and the suggested one."""
    return {"source": source(record.source), "planned": iso(record.planned), "suggested": iso(record.suggested)}


def advice(record: Advice) -> Data:
    """One advice with what will be done about it."""
    todo = record.todo
    return {
        "source": source(record.source),
        "pointer_id": record.pointer_id,
        "todo": None if todo is None else {"text": todo.text, "due": iso(todo.due), "done": iso(todo.done)},
    }


def bank(record: Bank) -> Data:
    """The example bank and its coverage, gaps first."""
    return {"examples": [entry(one) for one in record.entries], "coverage": [coverage(row) for row in record.rows]}


def report(record: Report) -> Data:
    """The whole evaluation as one document."""
    return {
        "filter": record.chosen.words,
        "interviews": record.interviews,
        "focus": [{"key": one.key, "title": one.title, "why": one.why, "seen": one.seen} for one in record.focus],
        "blind_spots": [calibration(line) for line in record.of_view(View.BLIND_SPOT)],
        "hidden_strengths": [calibration(line) for line in record.of_view(View.HIDDEN_STRENGTH)],
        "calibration": [calibration(line) for line in record.calibration],
        "strengths": [evidence(line) for line in record.table.strengths],
        "areas": [evidence(line) for line in record.table.areas],
        "unknowns": [evidence(line) for line in record.table.unknown],
        "unassigned": _sources(record.table.unassigned),
        "habits": [habit(one) for one in record.habits],
        "trends": [trend(one) for one in record.trends],
        "replies": [replies(one) for one in record.replies],
        "punctuality": [
            {"interview_id": one.interview_id, "where": one.where, "minutes_late": one.minutes_late}
            for one in record.arrivals
        ],
        "answers": answers(record.answers),
        **bank(record.bank),
        "pointers": [history(one) for one in record.pointers],
        "opportunities": [opening(one) for one in record.openings],
        "advice": [advice(one) for one in record.advice],
    }


def sheet(record: PrepSheet) -> Data:
    """The prep sheet as one document."""
    return {
        "interview": records.interview(record.interview),
        "made_on": iso(record.made_on),
        "facts": {one.label: one.words for one in record.facts},
        "asked_for": [
            {"competency": one.competency.id, "name": one.competency.name, "because": one.because}
            for one in record.demands
        ],
        "pointers": [history(one) for one in record.pointers],
        "strengths": [evidence(one) for one in record.strengths],
        "other_praise": _sources(record.other_praise),
        "examples": [
            {**entry(one.entry), "covers": [competency.id for competency in one.covers]} for one in record.examples
        ],
        "uncovered": [one.id for one in record.uncovered],
        "weak_points": [
            {"title": one.title, "because": one.because, "seen": one.seen, "will": one.will, "planned": one.planned}
            for one in record.weak_points
        ],
        "advice": [advice(one) for one in record.advice],
        "why_me": dict(record.why_me),
        "trends": [trend(one) for one in record.trends],
        "letter": record.letter,
    }
