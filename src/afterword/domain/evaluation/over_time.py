"""Owns what can be counted over time, by month, and before and since a pointer; and how that is shown.

Nothing is said of fewer than five. What changed since a pointer went together with it; one need not be the cause.
"""

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, groupby

from msgspec import Struct

from afterword.domain.conversation.tracker import TrackerRow
from afterword.domain.dates import show_date
from afterword.domain.document import DocumentSection, Entry, ShareChart, TableRow, TextRun, Words, percent, sparkline
from afterword.domain.evaluation.claims import Evidence, Material
from afterword.domain.evaluation.plans import PointerHistory
from afterword.domain.interview import Outcome, ended_round
from afterword.domain.journal import Journal
from afterword.domain.practice import Kept, Occasion, Pointer
from afterword.domain.reflection import TOLD
from afterword.domain.text import Emphasis, capital, plural, shorten

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

    def height(self, most: float) -> float:
        """How high it is drawn, from 0 to 1, where the longest of the days is `most`."""
        return self.share if self.middle is None else self.middle / most

    @property
    def short(self) -> str:
        """`5 of 7`, `4 days`, or that there are too few."""
        if not self.enough:
            return f"{TOO_FEW} ({self.count})"
        return f"{self.hits or 'none'} of {self.count}" if self.middle is None else days_words(self.middle)

    @property
    def words(self) -> str:
        """`5 of 7 stories named a result`."""
        amount = str(self.hits or "none") if self.middle is None else days_words(self.middle)
        return _ONE_AND_MANY[self.measure][self.count != 1].format(n=amount, of=self.count)

    @property
    def sentence(self) -> str:
        """The same, or how many there are and are needed."""
        return self.words if self.enough else f"{TOO_FEW} ({self.count} so far, {FEWEST} are needed)"


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
        months: list[Month] = []
        place = 0
        while place < len(self._days):
            first = self._days[place].replace(day=1)
            last = first.replace(day=monthrange(first.year, first.month)[1])
            behind = bisect_right(self._days, last, lo=place)
            months.append(Month(first, self._between(place, behind)))
            place = behind
        return tuple(months)

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
    def comparable(self) -> tuple[Around, ...]:
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
        created_on = origin.day if origin is not None else pointer.created.date()
        around = (Around(measure, *measure.around(created_on)) for measure in self.measures)
        return SincePointer(pointer, created_on, tuple(around))

    @cached_property
    def pointers(self) -> tuple[SincePointer, ...]:
        """The latest pointers for interviews, newest first."""
        pointers = [history.pointer for history in self.histories if history.pointer.occasion is Occasion.INTERVIEW]
        latest = sorted(pointers, key=lambda pointer: pointer.created, reverse=True)[:_MOST_POINTERS]
        return tuple(map(self.since, latest))

    @property
    def furthest(self) -> str:
        """`Furthest: first round 4, second round 2, offer 1.`."""
        return f"Furthest: {', '.join(f'{stage} {count}' for stage, count in self.stages.items())}."


def over_time(
    journal: Journal, material: Material, histories: tuple[PointerHistory, ...], rows: Iterable[TrackerRow]
) -> OverTime:
    """Everything that is counted, from one pass over each kind of record."""
    asked = [(row.track, on) for row in rows if (on := row.track.asked_on) is not None]
    furthest = list(_furthest(journal))
    samples: Mapping[MeasureId, Iterable[Sample]] = {
        MeasureId.RESULTS: (
            Sample(answer_given.evidence.on, int(answer_given.answer.result), answer_given.evidence)
            for answer_given in material.answers
            if answer_given.answer.kind in TOLD
        ),
        MeasureId.ARRIVALS: (Sample(came.on, int(came.rated <= 0), came) for came in material.arrivals),
        # *Partly* is not counted as kept.
        MeasureId.KEPT: (
            Sample(check.evidence.on, int(check.kept is Kept.DONE), check.evidence)
            for history in histories
            for check in history.checks
            if check.kept is not Kept.NO_OCCASION
        ),
        MeasureId.STAGES: (Sample(on, int(stage != _STAGES[0])) for on, stage in furthest),
        MeasureId.REPLIES: (Sample(on, int(track.replied_on is not None)) for track, on in asked),
        MeasureId.DAYS: (Sample(on, max(0, days)) for track, on in asked if (days := track.reply_days) is not None),
    }
    ordered = {key: sorted(series, key=lambda sample: sample.on) for key, series in samples.items()}
    measures = tuple(Measure(key, series) for key, series in ordered.items() if series)
    return OverTime(measures, histories, journal, Counter(stage for _, stage in furthest))


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


# ── how it is shown ───────────────────────────────────────────────────────────────────────────────────────────────────


_MOST_MONTHS, _SHOWN_MONTHS = 12, 2
_LONG = 60
_ABOUT = {
    MeasureId.RESULTS: "Of the answers that told of something: those in which you noted a result.",
    MeasureId.ARRIVALS: "Of the arrivals you noted: those at the planned time or before it.",
    MeasureId.KEPT: "Of the times a pointer had its occasion: those in which you did what it says.",
    MeasureId.STAGES: "Of the applications that are decided: those with a round behind the first, or an offer.",
    MeasureId.REPLIES: "Of the requests sent in that month: those that were answered. No answer is normal.",
    MeasureId.DAYS: "From the request to the reply: the one in the middle, by the month of the request.",
}


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def over_time_rows(statistics: OverTime) -> Iterator[TableRow]:
    """What is counted by month, then what changed since a pointer."""
    for measure in statistics.measures:
        months = measure.months[-_MOST_MONTHS:]
        heights = [month.tally.height(_most(months)) if month.tally.enough else None for month in months]
        drawn = ("·" if height is None else sparkline((height,), low=0, high=1) for height in heights)
        picture = Words("".join(drawn).rjust(_MOST_MONTHS), Emphasis.ACCENT)
        yield TableRow(f"time/{measure.id}", ((measure.name,), (picture,), (_latest(measure),)))
    for since in statistics.pointers:
        if comparisons := since.comparable:
            changes = [f"{around.before.short} → {around.since.short}" for around in comparisons]
            words = "; ".join(
                f"{around.measure.name.lower()} {change}" for around, change in zip(comparisons, changes, strict=True)
            )
            cells = (f"Since “{shorten(since.pointer.will, _LONG)}”", changes[0], words)
            yield TableRow(f"since/{since.pointer.id}", tuple((cell,) for cell in cells))


def _most(months: Sequence[Month]) -> float:
    """The longest of the days, by which the others are drawn."""
    return max((month.tally.middle or 0 for month in months if month.tally.enough), default=0) or 1


def _latest(measure: Measure) -> str:
    """`Oct 2 of 6, Nov 5 of 7`, or how many there are."""
    enough = [month for month in measure.months if month.tally.enough][-_SHOWN_MONTHS:]
    if enough:
        return ", ".join(f"{month.first:%b} {month.tally.short}" for month in enough)
    return f"{measure.whole.words}; {TOO_FEW} by month" if measure.whole.enough else measure.whole.sentence


# ── beside a row ──────────────────────────────────────────────────────────────────────────────────────────────────────


def over_time_details(statistics: OverTime, measure: Measure) -> Sequence[DocumentSection]:
    """The months with their numbers, how far applications came, and before and since each pointer."""
    head = [
        Entry((Words(measure.name, Emphasis.STRONG), f"  {_ABOUT[measure.id]}")),
        Entry((f"In all: {measure.whole.sentence}.",)),
    ]
    if measure.id is MeasureId.STAGES:
        head.append(Entry((statistics.furthest,)))
    lines: list[TextRun] = []
    for since in statistics.pointers:
        for around in since.around:
            if around.measure is measure:
                bars = _two_bars(around) if around.enough else ()
                lines += ((Words(since.head, Emphasis.STRONG),), _around(around), *bars)
    parts = (("By month", _bars(measure)), ("Before and since a pointer", lines))
    sections = ((title, tuple(map(Entry, runs))) for title, runs in parts)
    return [DocumentSection("", tuple(head)), *(DocumentSection(*section) for section in sections if section[1])]


def over_time_chart(statistics: OverTime, key: str) -> Iterator[Entry]:
    """A bar a month with its numbers beside it; of too few only how many there are."""
    measure = statistics.measure(key)
    return map(Entry, _bars(measure) if measure is not None else ())


def _bars(measure: Measure) -> Iterator[TextRun]:
    months = measure.months[-_MOST_MONTHS:]
    if len(months) < len(measure.months):
        yield (Words(f"and {plural(len(measure.months) - len(months), 'month')} before", Emphasis.MUTED),)
    most = _most(months)
    for enough, group in groupby(months, key=lambda month: month.tally.enough):
        together = list(group)
        if enough:
            yield from (_bar(month, most) for month in together)
            continue
        # Months in a row with how many there were in each: `Jul to Sep 2026  too few to say (1, 2, 1)`.
        first, last = together[0], together[-1]
        begin = f"{first.first:%b}" if first.first.year == last.first.year else first.label
        label = last.label if first is last else f"{begin} to {last.label}"
        counts = ", ".join(str(month.tally.count) for month in together)
        yield (f"{label}  ", Words(f"{TOO_FEW} ({counts})", Emphasis.MUTED))


def _bar(month: Month, most: float) -> TextRun:
    tally = month.tally
    words = f"{tally.short} ({percent(tally.hits, tally.count)} %)"
    if tally.middle is not None:
        words = f"{days_words(tally.middle)} ({plural(tally.count, 'reply', 'replies')})"
    return (f"{month.label}  ", ShareChart(tally.height(most), f"{month.label}: {words}"), words)


def since_details(statistics: OverTime, pointer: Pointer) -> Sequence[DocumentSection]:
    """Everything that is counted before and since a pointer, as bars where there is enough."""
    head = Entry((Words(statistics.since(pointer).head, Emphasis.STRONG),))
    return [DocumentSection("", (head,)), *before_and_since(statistics, pointer)]


def before_and_since(statistics: OverTime, pointer: Pointer) -> Sequence[DocumentSection]:
    """The part beside a pointer: each measure before it was made and since; none where nothing was counted."""
    since = statistics.since(pointer)
    if not since.around:
        return ()
    entries = [Entry(run) for around in since.comparable for run in (_around(around), *_two_bars(around))]
    entries += [Entry((Words(TOGETHER, Emphasis.MUTED),))] if any(map(_differs, since.comparable)) else []
    return [DocumentSection("Before and since", (*entries, *_too_few(since)))]


def _around(around: Around) -> TextRun:
    return (Words(around.sentence, Emphasis.PLAIN if around.enough else Emphasis.MUTED, generous=True),)


def _differs(around: Around) -> bool:
    before, since = around.before, around.since
    return (before.share, before.middle) != (since.share, since.middle)


def _two_bars(around: Around) -> Iterator[TextRun]:
    most = max(around.before.middle or 0, around.since.middle or 0) or 1
    for label, tally in (("before", around.before), ("since", around.since)):
        yield (f"{label:<6}  ", ShareChart(tally.height(most), f"{label}: {tally.short}"), tally.short)


def _too_few(since: SincePointer) -> Iterator[Entry]:
    few = [around for around in since.around if not around.enough]
    if few:
        counts = ", ".join(
            f"{sparse.measure.name.lower()} ({sparse.before.count} before, {sparse.since.count} since)"
            for sparse in few
        )
        yield Entry((Words(f"{capital(TOO_FEW)}: {counts}.", Emphasis.MUTED, generous=True),))


# ── in the document ───────────────────────────────────────────────────────────────────────────────────────────────────


def over_time_entries(statistics: OverTime) -> Iterator[Entry]:
    """Every measure of which there is enough with its months, then in one line those of which there is not.

    Nothing while there is too little of each: that says nothing to anybody.
    """
    measures = [measure for measure in statistics.measures if measure.whole.enough]
    for measure in measures:
        lead = (Words(measure.name, Emphasis.STRONG), f". In all: {measure.whole.words}.")
        below = list(_bars(measure))
        if measure.id is MeasureId.STAGES:
            below.insert(0, (statistics.furthest,))
        yield Entry(lead, tuple(below))
    few = [
        f"{measure.name.lower()} ({measure.whole.count})" for measure in statistics.measures if not measure.whole.enough
    ]
    if measures and few:
        words = f"{capital(TOO_FEW)} yet; {FEWEST} of a kind are needed: {', '.join(few)}."
        yield Entry((Words(words, Emphasis.MUTED, generous=True),))


def since_entries(statistics: OverTime) -> Iterator[Entry]:
    """The pointers since which there is enough to say something, and how many there are of which nothing can be."""
    pointers = [since for since in statistics.pointers if since.around]
    informative = [since for since in pointers if since.comparable]
    for since in informative:
        below: list[TextRun] = [_around(around) for around in since.comparable]
        below += [(TOGETHER,)] if any(map(_differs, since.comparable)) else []
        yield Entry((Words(since.head, generous=True),), tuple(below))
    if len(informative) < len(pointers):
        rest = plural(len(pointers) - len(informative), "pointer")
        words = f"{rest}: {TOO_FEW}; {FEWEST} of a kind before it and {FEWEST} since are needed."
        yield Entry((Words(words, Emphasis.MUTED),))
