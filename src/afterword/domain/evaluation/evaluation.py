"""Owns the whole evaluation as one value, and which interviews count in it."""

from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.evaluation.claims import Claim, Evidence, Stance, Subject
from afterword.domain.evaluation.comparison import Said, compare, said_of_competencies
from afterword.domain.evaluation.coverage import Bank, bank
from afterword.domain.evaluation.focus import FocusSources, focus
from afterword.domain.evaluation.material import Material, gather
from afterword.domain.evaluation.own_words import OwnWords
from afterword.domain.evaluation.plans import Advice, Opening, PointerHistory, advice, histories, openings
from afterword.domain.evaluation.questions import Questions, all_questions
from afterword.domain.evaluation.suspected import Suspicion, suspicions
from afterword.domain.evaluation.trends import (
    Answers,
    Replies,
    habits,
    rating_trends,
    reasons_given,
    reasons_read,
    replies,
)
from afterword.domain.evaluation.yourself import forgotten, own_lows, titles, went_well
from afterword.domain.interview import Interview
from afterword.domain.journal import Journal
from afterword.domain.policy import Policy
from afterword.domain.text import fold_name


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
    return not wanted.strip() or fold_name(wanted) == fold_name(name)


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


class EvaluationContext(Struct, frozen=True):
    """What an evaluation needs beside the journal: the day, the intervals, and the tracker read on that day."""

    today: date
    policy: Policy
    lines: tuple[TrackerRow, ...]


_LATEST = 60
"""Thoughts and notes that are read for what they name: beyond these nobody looks."""


class Evaluation(Struct, frozen=True, dict=True):
    """The whole evaluation, each part made when it is first asked for; no part of it is a score of a person.

    `journal` holds only the interviews that count, `material` is all evidence in them.
    """

    chosen: Filter
    journal: Journal
    at: EvaluationContext

    @cached_property
    def material(self) -> Material:
        """What everything else is made from."""
        return gather(self.journal)

    @cached_property
    def _own_words(self) -> OwnWords:
        """What you wrote yourself, and what it speaks of."""
        return OwnWords(self.journal, lambda: self.pointers)

    # ── both sides ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def said(self) -> Said:
        """What interviewers said, by competency."""
        return said_of_competencies(self.material.subjects_of(self.journal), self.material)

    @cached_property
    def comparisons(self) -> tuple[Claim, ...]:
        """What they said beside what you said."""
        return compare(self.journal, self.material, self._own_words)

    def compared_as(self, *stances: Stance) -> tuple[Claim, ...]:
        """The comparisons of these kinds."""
        return tuple(claim for claim in self.comparisons if claim.stance in stances)

    @cached_property
    def _read(self) -> tuple[Evidence, ...]:
        return (*self.material.reasons, *reasons_read(self.journal))

    @cached_property
    def reasons(self) -> tuple[Claim, ...]:
        """The reasons they gave, those in words where nothing is marked included."""
        return reasons_given(self._read)

    @cached_property
    def suspected(self) -> tuple[Suspicion, ...]:
        """What you suspected, with the voices for and against it."""
        return suspicions(self.journal, self.material, self._read, self._own_words)

    # ── your own side ─────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def trends(self) -> tuple[Claim, ...]:
        """Your own ratings over time."""
        return rating_trends(self.material, titles(self.journal))

    @cached_property
    def lows(self) -> tuple[Claim, ...]:
        """What you rated low, and whether it stayed so."""
        return own_lows(self.material, self.journal)

    @cached_property
    def habits(self) -> tuple[Claim, ...]:
        """What holds more often than not."""
        return habits(self.material.arrivals, self.answers)

    @cached_property
    def went_well(self) -> tuple[Claim, ...]:
        """What comes back in what went well."""
        return went_well(self.material, self.journal.all_competencies, self._own_words)

    def written_about(self, subject: Subject) -> tuple[Evidence, ...]:
        """The sentences that name it in your latest thoughts and notes, oldest first."""
        written = (*self.material.thoughts[-_LATEST:], *self.material.notes[-_LATEST:])
        return self._own_words.about(subject, sorted(written, key=lambda piece: piece.on))

    @cached_property
    def answers(self) -> Answers:
        """The answers given."""
        return Answers(self.material.answers)

    @cached_property
    def questions(self) -> Questions:
        """Every question, theirs and yours."""
        return all_questions(self.journal)

    # ── what to do ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def focus(self) -> tuple[Claim, ...]:
        """At most three things to work on; the rule stands in focus."""
        sources = FocusSources(
            areas=self.said.areas,
            strengths=self.said.strengths,
            lows=self.lows,
            habits=self.habits,
            suspicions=self.suspected,
            forgotten=forgotten(self.pointers),
            histories=self.pointers,
            saw_too=frozenset(claim.subject.id for claim in self.compared_as(Stance.SAW_IT_TOO, Stance.SHARED_AREA)),
            competencies={competency.id: competency for competency in self.journal.subjects},
        )
        return focus(sources, self._own_words)

    @cached_property
    def _rows(self) -> tuple[TrackerRow, ...]:
        return tuple(row for row in self.at.lines if row.interview.id in self.journal.interviews)

    @cached_property
    def replies(self) -> tuple[Replies, ...]:
        """How many of those asked replied."""
        return replies(self._rows)

    @cached_property
    def bank(self) -> Bank:
        """The examples."""
        return bank(self.journal, self.material, self.at.policy)

    @cached_property
    def pointers(self) -> tuple[PointerHistory, ...]:
        """The pointers with their history."""
        return histories(self.journal, self.material)

    @cached_property
    def openings(self) -> tuple[Opening, ...]:
        """The openings to come back to."""
        return openings(self.journal, self.material, self._rows, self.at.policy, self.at.today)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """The advice that was given."""
        return advice(self.journal, self.material)


def evaluate(journal: Journal, chosen: Filter, at: EvaluationContext) -> Evaluation:
    """The whole evaluation of the interviews the filter lets through."""
    return Evaluation(chosen, narrow(journal, chosen), at)
