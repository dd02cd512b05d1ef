"""Owns how what is counted over time is shown: its rows, what stands beside each, its part of the document."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from afterword.domain.document import (
    DocumentSection,
    Emphasis,
    Entry,
    ShareChart,
    TableRow,
    TextRun,
    Words,
    percent,
    sparkline,
)
from afterword.domain.evaluation.over_time import (
    FEWEST,
    TOGETHER,
    TOO_FEW,
    Around,
    Measure,
    MeasureId,
    Month,
    SincePointer,
    days_words,
)
from afterword.domain.evaluation.sources import ShownEvaluation, Source, newest, source_run
from afterword.domain.practice import Pointer
from afterword.domain.text import capital, plural, shorten

_MOST_MONTHS, _SHOWN_MONTHS, _MOST_SOURCES = 12, 2, 12
_LONG = 60
_ARROW = " → "
_ABOUT = {
    MeasureId.RESULTS: "Of the answers that told of something: those in which you noted a result.",
    MeasureId.ARRIVALS: "Of the arrivals you noted: those at the planned time or before it.",
    MeasureId.KEPT: "Of the times a pointer had its occasion: those in which you did what it says.",
    MeasureId.STAGES: "Of the applications that are decided: those with a round behind the first, or an offer.",
    MeasureId.REPLIES: "Of the requests sent in that month: those that were answered. No answer is normal.",
    MeasureId.DAYS: "From the request to the reply: the one in the middle, by the month of the request.",
}


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def over_time_rows(known: ShownEvaluation) -> Iterator[TableRow]:
    """What is counted by month, then what changed since a pointer."""
    for measure in known.over_time.measures:
        picture = Words(_spark(measure).rjust(_MOST_MONTHS), Emphasis.ACCENT)
        yield TableRow(f"time/{measure.id}", ((measure.name,), (picture,), (_latest(measure),)))
    for since in known.over_time.pointers:
        if since.told:
            first = since.told[0]
            words = "; ".join(f"{_name(around)} {_change(around)}" for around in since.told)
            cells = (f"Since “{shorten(since.pointer.will, _LONG)}”", _change(first), words)
            yield TableRow(f"since/{since.pointer.id}", tuple((cell,) for cell in cells))


def _name(around: Around) -> str:
    return around.measure.name.lower()


def _change(around: Around) -> str:
    """`2 of 6 → 5 of 7`."""
    return f"{around.before.short}{_ARROW}{around.since.short}"


def _spark(measure: Measure) -> str:
    """A character a month, a point where there were too few."""
    months = measure.months[-_MOST_MONTHS:]
    most = _most(months)
    return "".join(sparkline((_height(month, most),), low=0, high=1) if month.tally.enough else "·" for month in months)


def _most(months: Sequence[Month]) -> float:
    """The longest of the days, by which the others are drawn."""
    return max((month.tally.middle or 0 for month in months if month.tally.enough), default=0) or 1


def _height(month: Month, most: float) -> float:
    return month.tally.share if month.tally.middle is None else month.tally.middle / most


def _latest(measure: Measure) -> str:
    """`Oct 2 of 6, Nov 5 of 7`, or how many there are."""
    enough = [month for month in measure.months if month.tally.enough][-_SHOWN_MONTHS:]
    if enough:
        return ", ".join(f"{month.first:%b} {month.tally.short}" for month in enough)
    if measure.whole.enough:
        return f"{measure.whole.words}; {TOO_FEW} by month"
    return f"{TOO_FEW} ({measure.whole.count} so far, {FEWEST} are needed)"


# ── beside a row ──────────────────────────────────────────────────────────────────────────────────────────────────────


def over_time_details(known: ShownEvaluation, measure: Measure) -> Sequence[DocumentSection]:
    """The months with their numbers, how far applications came, before and since each pointer, and what it rests on."""
    whole = known.over_time
    head = [Entry((Words(measure.name, Emphasis.STRONG), f"  {_ABOUT[measure.id]}")), Entry((_all(measure),))]
    if measure.id is MeasureId.STAGES:
        head.append(Entry((_stages(whole.stages),)))
    around = [(since, one) for since in whole.pointers for one in since.around if one.measure is measure]
    lines = [
        Entry(run)
        for since, one in around
        for run in ((Words(since.head, Emphasis.STRONG),), _around(one), *(_two_bars(one) if one.enough else ()))
    ]
    behind = newest(Source(sample.piece) for sample in measure.samples if sample.piece is not None)[:_MOST_SOURCES]
    sections = (
        ("", head),
        ("By month", [Entry(run) for run in _bars(measure)]),
        ("Before and since a pointer", lines),
        ("The latest", [Entry(source_run(source.evidence)) for source in behind]),
    )
    return [DocumentSection(title, tuple(entries)) for title, entries in sections if entries]


def _all(measure: Measure) -> str:
    """All of it in one sentence."""
    whole = measure.whole
    words = whole.words if whole.enough else f"{TOO_FEW} ({whole.count} so far, {FEWEST} are needed)"
    return f"In all: {words}."


def _stages(stages: Mapping[str, int]) -> str:
    """`Furthest: first round 4, second round 2, offer 1.`."""
    return f"Furthest: {', '.join(f'{stage} {count}' for stage, count in stages.items())}."


def over_time_chart(known: ShownEvaluation, key: str) -> Iterator[Entry]:
    """A bar a month with its numbers beside it; of too few only how many there are."""
    measure = known.over_time.measure(key)
    if measure is not None:
        yield from (Entry(run) for run in _bars(measure))


def _bars(measure: Measure) -> Iterator[TextRun]:
    months = measure.months[-_MOST_MONTHS:]
    if len(months) < len(measure.months):
        yield (Words(f"and {plural(len(measure.months) - len(months), 'month')} before", Emphasis.MUTED),)
    most = _most(months)
    for enough, group in groupby(months, key=lambda month: month.tally.enough):
        together = list(group)
        yield from (_bar(month, most) for month in together) if enough else (_few(together),)


def _few(months: Sequence[Month]) -> TextRun:
    """`Jul to Sep 2026  too few to say (1, 2, 1)`: months in a row with how many there were in each."""
    first, last = months[0], months[-1]
    begin = f"{first.first:%b}" if first.first.year == last.first.year else first.label
    label = last.label if first is last else f"{begin} to {last.label}"
    counts = ", ".join(str(month.tally.count) for month in months)
    return (f"{label}  ", Words(f"{TOO_FEW} ({counts})", Emphasis.MUTED))


def _bar(month: Month, most: float) -> TextRun:
    tally = month.tally
    words = f"{tally.short} ({percent(tally.hits, tally.count)} %)"
    if tally.middle is not None:
        words = f"{days_words(tally.middle)} ({plural(tally.count, 'reply', 'replies')})"
    return (f"{month.label}  ", ShareChart(_height(month, most), f"{month.label}: {words}"), words)


def since_details(known: ShownEvaluation, pointer: Pointer) -> Sequence[DocumentSection]:
    """Everything that is counted before and since a pointer, as bars where there is enough."""
    head = Entry((Words(known.over_time.since(pointer).head, Emphasis.STRONG),))
    return [DocumentSection("", (head,)), *before_and_since(known, pointer)]


def before_and_since(known: ShownEvaluation, pointer: Pointer) -> Sequence[DocumentSection]:
    """The part beside a pointer: each measure before it was made and since; none where nothing was counted."""
    since = known.over_time.since(pointer)
    if not since.around:
        return ()
    entries = [Entry(run) for around in since.told for run in (_around(around), *_two_bars(around))]
    entries += [Entry((Words(TOGETHER, Emphasis.MUTED),))] if any(map(_differs, since.told)) else []
    return [DocumentSection("Before and since", (*entries, *_too_few(since)))]


def _around(around: Around) -> TextRun:
    return (Words(around.sentence, Emphasis.PLAIN if around.enough else Emphasis.MUTED, generous=True),)


def _differs(around: Around) -> bool:
    before, since = around.before, around.since
    return (before.share, before.middle) != (since.share, since.middle)


def _two_bars(around: Around) -> Iterator[TextRun]:
    most = max(around.before.middle or 0, around.since.middle or 0) or 1
    for label, tally in (("before", around.before), ("since", around.since)):
        share = tally.share if tally.middle is None else tally.middle / most
        yield (f"{label:<6}  ", ShareChart(share, f"{label}: {tally.short}"), tally.short)


def _too_few(since: SincePointer) -> Iterator[Entry]:
    few = [around for around in since.around if not around.enough]
    if few:
        counts = ", ".join(f"{_name(one)} ({one.before.count} before, {one.since.count} since)" for one in few)
        yield Entry((Words(f"{capital(TOO_FEW)}: {counts}.", Emphasis.MUTED, generous=True),))


# ── in the document ───────────────────────────────────────────────────────────────────────────────────────────────────


def over_time_entries(known: ShownEvaluation) -> Iterator[Entry]:
    """Every measure of which there is enough with its months, then in one line those of which there is not."""
    measures = known.over_time.measures
    for measure in measures:
        if not measure.whole.enough:
            continue
        lead = (Words(measure.name, Emphasis.STRONG), f". {_all(measure)}")
        below = list(_bars(measure))
        if measure.id is MeasureId.STAGES:
            below.insert(0, (_stages(known.over_time.stages),))
        yield Entry(lead, tuple(below))
    few = ", ".join(
        f"{measure.name.lower()} ({measure.whole.count})" for measure in measures if not measure.whole.enough
    )
    if few:
        yield Entry(
            (Words(f"{capital(TOO_FEW)} yet; {FEWEST} of a kind are needed: {few}.", Emphasis.MUTED, generous=True),)
        )


def since_entries(known: ShownEvaluation) -> Iterator[Entry]:
    """The pointers since which there is enough to say something, and how many there are of which nothing can be."""
    pointers = [since for since in known.over_time.pointers if since.around]
    told = [since for since in pointers if since.told]
    for since in told:
        below: list[TextRun] = [_around(around) for around in since.told]
        below += [(TOGETHER,)] if any(map(_differs, since.told)) else []
        yield Entry((Words(since.head, generous=True),), tuple(below))
    if len(told) < len(pointers):
        rest = plural(len(pointers) - len(told), "pointer")
        words = f"{rest}: {TOO_FEW}; {FEWEST} of a kind before it and {FEWEST} since are needed."
        yield Entry((Words(words, Emphasis.MUTED),))
