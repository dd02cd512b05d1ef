"""Owns what can be counted over time: by month, and before and since a pointer. How it is shown is over_time_views'.

Nothing is said of fewer than five. What changed since a pointer went together with it; one need not be the cause.
"""

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from afterword.domain.application import Outcome, ended_round
from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.evaluation.claims import Evidence, Material
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.journal import Journal
from afterword.domain.practice import Kept, Occasion, Pointer
from afterword.domain.reflection import TOLD
from afterword.domain.text import capital

FEWEST = 5
"""From how many on something is said; of fewer only how many there are."""
TOO_FEW = "too few to say"
TOGETHER = "They went together; one need not be the cause."
_MOST_POINTERS = 12
"""Pointers, the latest ones, before and since which everything is compared."""


class MeasureId(StrEnum):
    """What is counted."""

    RESULTS = "results"
    ARRIVALS = "arrivals"
    KEPT = "kept"
    STAGES = "stages"
    REPLIES = "replies"
    DAYS = "days"


NAMES: Mapping[MeasureId, str] = {
    MeasureId.RESULTS: "Stories with a result",
    MeasureId.ARRIVALS: "Arrivals on time",
    MeasureId.KEPT: "Pointers kept",
    MeasureId.STAGES: "Past the first round",
    MeasureId.REPLIES: "Requests answered",
    MeasureId.DAYS: "Days to reply",
}
_ONE_AND_MANY: Mapping[MeasureId, tuple[str, str]] = {
    MeasureId.RESULTS: ("{n} of {of} story named a result", "{n} of {of} stories named a result"),
    MeasureId.ARRIVALS: ("{n} of {of} arrival was on time", "{n} of {of} arrivals were on time"),
    MeasureId.KEPT: ("a pointer was kept {n} of {of} time", "a pointer was kept {n} of {of} times"),
    MeasureId.STAGES: (
        "{n} of {of} application went past the first round",
        "{n} of {of} applications went past the first round",
    ),
    MeasureId.REPLIES: ("{n} of {of} request was answered", "{n} of {of} requests were answered"),
    MeasureId.DAYS: ("{n} to reply, for {of} reply", "{n} to reply in the middle of {of} replies"),
}


class Sample(Struct, frozen=True, gc=False):
    """One thing that was counted, on its day: 1 for yes, 0 for no, or days; `piece` is where it stands."""

    on: date
    value: int
    piece: Evidence | None = None


class Tally(Struct, frozen=True):
    """Samples of one period: how many, the sum of their values, and the middle of the days for what is days."""

    measure: MeasureId
    count: int
    hits: int
    middle: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there are enough for anything to be said."""
        return self.count >= FEWEST

    @property
    def share(self) -> float:
        """From 0 to 1; of days there is none."""
        return self.hits / self.count if self.count and self.middle is None else 0.0

    @property
    def short(self) -> str:
        """`5 of 7`, `4 days`, or that there are too few."""
        if not self.enough:
            return f"{TOO_FEW} ({self.count})"
        return f"{self.hits or 'none'} of {self.count}" if self.middle is None else days_words(self.middle)

    @property
    def words(self) -> str:
        """`5 of 7 stories named a result`."""
        shown = str(self.hits or "none") if self.middle is None else days_words(self.middle)
        return _ONE_AND_MANY[self.measure][self.count != 1].format(n=shown, of=self.count)


def days_words(days: float) -> str:
    """`1 day`, `2.5 days`."""
    return f"{days:g} {'day' if days == 1 else 'days'}"


class Month(Struct, frozen=True):
    """What fell into one month; `first` is its first day."""

    first: date
    tally: Tally

    @property
    def label(self) -> str:
        """`Oct 2026`."""
        return f"{self.first:%b %Y}"


class Measure(Struct, frozen=True, dict=True):
    """One thing that is counted, with its samples, oldest first."""

    id: MeasureId
    samples: Sequence[Sample]

    @property
    def name(self) -> str:
        """What it is called."""
        return NAMES[self.id]

    @cached_property
    def _days(self) -> list[date]:
        return [sample.on for sample in self.samples]

    @cached_property
    def _sums(self) -> list[int]:
        return list(accumulate((sample.value for sample in self.samples), initial=0))

    def _between(self, first: int, behind: int) -> Tally:
        count = behind - first
        middle = None
        if self.id is MeasureId.DAYS:
            days = sorted(sample.value for sample in self.samples[first:behind])
            middle = (days[(count - 1) // 2] + days[count // 2]) / 2 if days else 0.0
        return Tally(self.id, count, self._sums[behind] - self._sums[first], middle)

    @property
    def whole(self) -> Tally:
        """All of it."""
        return self._between(0, len(self.samples))

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The months in which there is anything, oldest first."""
        found: list[Month] = []
        place = 0
        while place < len(self._days):
            first = self._days[place].replace(day=1)
            last = first.replace(day=monthrange(first.year, first.month)[1])
            behind = bisect_right(self._days, last, lo=place)
            found.append(Month(first, self._between(place, behind)))
            place = behind
        return tuple(found)

    def around(self, day: date) -> tuple[Tally, Tally]:
        """Up to that day, and since."""
        place = bisect_right(self._days, day)
        return self._between(0, place), self._between(place, len(self.samples))


class Around(Struct, frozen=True):
    """One measure before and since a pointer."""

    measure: Measure
    before: Tally
    since: Tally

    @property
    def enough(self) -> bool:
        """Whether both sides have enough for anything to be said."""
        return self.before.enough and self.since.enough

    @property
    def sentence(self) -> str:
        """`2 of 6 stories named a result before the pointer, 5 of 7 since.`, or that there are too few."""
        if not self.enough:
            counts = f"{self.before.count} before the pointer, {self.since.count} since"
            return f"{self.measure.name}: {TOO_FEW} ({counts})."
        return capital(f"{self.before.words} before the pointer, {self.since.short} since.")


class SincePointer(Struct, frozen=True):
    """Everything that is counted, before and since the day a pointer was made."""

    pointer: Pointer
    made: date
    around: tuple[Around, ...]

    @property
    def told(self) -> tuple[Around, ...]:
        """What there is enough of on both sides."""
        return tuple(around for around in self.around if around.enough)

    @property
    def head(self) -> str:
        """The pointer and its day."""
        return f"{self.pointer.sentence.rstrip('.')} (made on {show_date(self.made)})"


class OverTime(Struct, frozen=True, dict=True):
    """What can be counted over time. A measure without a sample is left out."""

    measures: tuple[Measure, ...]
    histories: tuple[PointerHistory, ...]
    journal: Journal
    stages: Mapping[str, int]
    """How many applications got how far: `first round`, `second round`, `offer`."""

    def measure(self, key: str) -> Measure | None:
        """That measure."""
        return next((measure for measure in self.measures if measure.id == key), None)

    def since(self, pointer: Pointer) -> SincePointer:
        """Everything before and since that pointer; what fell on its own day belongs to before."""
        origin = self.journal.interviews.get(pointer.interview_id or "")
        made = origin.day if origin is not None else pointer.created.date()
        around = (Around(measure, *measure.around(made)) for measure in self.measures)
        return SincePointer(pointer, made, tuple(around))

    @cached_property
    def pointers(self) -> tuple[SincePointer, ...]:
        """The latest pointers for interviews, newest first."""
        pointers = [one.pointer for one in self.histories if one.pointer.occasion is Occasion.INTERVIEW]
        latest = sorted(pointers, key=lambda pointer: pointer.created, reverse=True)[:_MOST_POINTERS]
        return tuple(map(self.since, latest))


def over_time(
    journal: Journal, material: Material, histories: tuple[PointerHistory, ...], rows: Iterable[TrackerRow]
) -> OverTime:
    """Everything that is counted, from one pass over each kind of record."""
    asked = [row.track for row in rows if row.track.asked_on is not None]
    furthest = list(_furthest(journal))
    samples: Mapping[MeasureId, Iterable[Sample]] = {
        MeasureId.RESULTS: (
            Sample(given.evidence.on, int(given.answer.result), given.evidence)
            for given in material.answers
            if given.answer.kind in TOLD
        ),
        MeasureId.ARRIVALS: (Sample(came.on, int(came.rated <= 0), came) for came in material.arrivals),
        MeasureId.KEPT: _kept(histories),
        MeasureId.STAGES: (Sample(on, int(stage != _STAGES[0])) for on, stage in furthest),
        MeasureId.REPLIES: (
            Sample(track.asked_on, int(track.replied_on is not None)) for track in asked if track.asked_on is not None
        ),
        MeasureId.DAYS: (
            Sample(track.asked_on, max(0, days))
            for track in asked
            if track.asked_on is not None and (days := track.reply_days) is not None
        ),
    }
    ordered = {key: sorted(found, key=lambda sample: sample.on) for key, found in samples.items()}
    measures = tuple(Measure(key, found) for key, found in ordered.items() if found)
    return OverTime(measures, histories, journal, Counter(stage for _, stage in furthest))


def _kept(histories: Iterable[PointerHistory]) -> Iterator[Sample]:
    """Every time there was an occasion; *partly* is not counted as kept."""
    for history in histories:
        for check in history.checks:
            if check.kept is not Kept.NO_OCCASION:
                yield Sample(check.evidence.on, int(check.kept is Kept.DONE), check.evidence)


_STAGES = ("first round", "second round", "third round", "fourth round or further")
_OFFER = "offer"


def _furthest(journal: Journal) -> Iterator[tuple[date, str]]:
    """The furthest round of every application that is decided, and its day; one that goes on may get further."""
    for application in journal.live_applications:
        if application.outcome is Outcome.PENDING:
            continue
        rounds = journal.rounds_of(application.id)
        last = ended_round(application, rounds)
        if last is not None:
            place = rounds.index(last)
            stage = _STAGES[min(place, len(_STAGES) - 1)]
            yield last.day, _OFFER if application.outcome is Outcome.OFFER else stage
