"""Owns the whole evaluation of what a filter lets through: every part put together once, and what to focus on."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.evaluation.calibration import CalibrationLine, View, calibrate
from afterword.domain.evaluation.competency_evidence import Evaluation, Material, Source, evaluate, gather
from afterword.domain.evaluation.coverage import Bank, bank
from afterword.domain.evaluation.evidence import EvidenceTable, tabulate
from afterword.domain.evaluation.filters import Filter, narrow
from afterword.domain.evaluation.habits import Answers, Habit, answers, habits
from afterword.domain.evaluation.openings import Advice, Opening, advice, openings
from afterword.domain.evaluation.pointers import PointerHistory, histories
from afterword.domain.evaluation.trends import Arrival, Replies, Trend, arrivals, ratings, replies
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy

_FOCUS = 3


class Focus(Struct, frozen=True):
    """One thing to work on next: what, why it is named, and how often it was seen. `key` is a competency or habit."""

    key: str
    title: str
    why: str
    seen: str


class Report(Struct, frozen=True):
    """The whole evaluation. `material` is what it was made from; no part of it is a score of a person."""

    chosen: Filter
    material: Material
    evaluation: Evaluation
    calibration: tuple[CalibrationLine, ...]
    table: EvidenceTable
    trends: tuple[Trend, ...]
    replies: tuple[Replies, ...]
    arrivals: tuple[Arrival, ...]
    answers: Answers
    habits: tuple[Habit, ...]
    bank: Bank
    pointers: tuple[PointerHistory, ...]
    openings: tuple[Opening, ...]
    advice: tuple[Advice, ...]
    interviews: int

    def of_view(self, view: View) -> tuple[CalibrationLine, ...]:
        """The lines of the comparison with that view."""
        return tuple(line for line in self.calibration if line.view is view)

    @property
    def focus(self) -> tuple[Focus, ...]:
        """At most three things to work on: areas and habits seen in most interviews, then the latest said."""
        found = [
            (len({one.interview_id for one in line.sources}), line.sources[-1].on, self._area(index))
            for index, line in enumerate(self.table.areas)
        ]
        found += [
            (len({one.interview_id for one in habit.sources}), habit.sources[-1].on, _habit(habit))
            for habit in self.habits
            if habit.pattern
        ]
        found.sort(key=lambda entry: (-entry[0], -entry[1].toordinal(), entry[2].key))
        return tuple(focus for _, _, focus in found[:_FOCUS])

    def _area(self, index: int) -> Focus:
        line = self.table.areas[index]
        latest = line.sources[-1]
        why = f"{latest.who} ({latest.where}): “{latest.words}”"
        return Focus(line.competency.id, line.competency.name, why, line.seen)


def _habit(habit: Habit) -> Focus:
    return Focus(habit.id, habit.title, habit.sentence, habit.seen)


class EvaluationContext(Struct, frozen=True):
    """What a report needs beside the journal: the day, the intervals, and the tracker read on that day."""

    today: date
    policy: Policy
    lines: tuple[TrackerRow, ...]


def report(journal: Journal, chosen: Filter, at: EvaluationContext) -> Report:
    """The whole evaluation of the interviews the filter lets through."""
    part = narrow(journal, chosen)
    material = gather(part)
    evaluation = evaluate(part, material)
    given = answers(part)
    came = arrivals(part)
    lines = tuple(_within(part, at.lines))
    return Report(
        chosen=chosen,
        material=material,
        evaluation=evaluation,
        calibration=calibrate(part, material.sources, material.own),
        table=tabulate(evaluation, _put_away(part, material)),
        trends=ratings(material.own, part.all_competencies),
        replies=replies(lines),
        arrivals=came,
        answers=given,
        habits=habits(part, given, came),
        bank=bank(part, given.given, material.sources, at.policy),
        pointers=histories(part, material.own),
        openings=openings(material.sources, lines, at.policy, at.today),
        advice=advice(part, material.sources),
        interviews=len(part.live_interviews),
    )


def _put_away(journal: Journal, material: Material) -> Iterable[Source]:
    archived = [one.id for one in journal.all_competencies if one.archived]
    return (source for key in archived for source in material.sources.get(key, ()))


def _within(journal: Journal, lines: Iterable[TrackerRow]) -> Iterable[TrackerRow]:
    return (line for line in lines if line.interview.id in journal.interviews)
