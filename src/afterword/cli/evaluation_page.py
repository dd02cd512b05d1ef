"""Owns the evaluation as lines of text: what to focus on first, every claim with the words it rests on."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from afterword.domain.dates import show_short
from afterword.domain.evaluation.calibration import CalibrationLine, View
from afterword.domain.evaluation.charts import bar
from afterword.domain.evaluation.competency_evidence import OwnRating, Source
from afterword.domain.evaluation.evidence import EvidenceLine
from afterword.domain.evaluation.report import Report
from afterword.domain.finding import GLYPHS
from afterword.domain.text import clean_line

_WIDEST = 100
_SOURCES = 6


def page(whole: Report, width: int | None) -> str:
    """The evaluation in at most `width` columns where one is given; sections without content are left out."""
    sections: tuple[tuple[str, Iterable[str]], ...] = (
        ("Focus", (f"{one.title} ({one.seen}): {one.why}" for one in whole.focus)),
        ("Blind spots: they said it, you did not", _compared(whole.of_view(View.BLIND_SPOT))),
        ("Hidden strengths: they praised it, you rated it low", _compared(whole.of_view(View.HIDDEN_STRENGTH))),
        ("Strengths", _evidence(whole.table.strengths)),
        ("Areas to develop", _evidence(whole.table.areas)),
        ("Unknown", _unknown(whole.table.unknown)),
        ("Without a competency", (_said(one) for one in whole.table.unassigned)),
        ("What the answers show", _answers(whole)),
        ("Arrivals", _arrivals(whole)),
        ("Your ratings", (f"{one.title:<24} {one.sparkline}  {_numbers(one.points)}" for one in whole.trends)),
        ("Replies", (f"{one.name or 'all'}: {one.words}" for one in whole.replies if one.asked)),
        ("Examples", _bank(whole)),
        ("Pointers", _pointers(whole)),
        ("Openings", (f"{_said(one.source)}; {one.words}" for one in whole.openings)),
        ("Advice", (f"{_said(one.source)}; {one.words}" for one in whole.advice)),
    )
    lines: list[str] = []
    for title, entries in sections:
        shown = [line for entry in entries for line in _wrapped(entry, width)]
        if shown:
            lines += [*([""] if lines else []), title, *shown]
    return "\n".join(lines)


def _wrapped(entry: str, width: int | None) -> list[str]:
    """The entry, moved in by two columns; leading spaces of its own move it further."""
    indent = " " * (2 + len(entry) - len(entry.lstrip(" ")))
    if "  " in entry.strip():
        return [indent + clean_line(entry) if width and len(entry) > width else indent + entry.strip()]
    if width is None:
        return [indent + clean_line(entry)]
    return wrap(clean_line(entry), min(width, _WIDEST), initial_indent=indent, subsequent_indent=indent + "  ") or []


def _numbers(points: Iterable[OwnRating]) -> str:
    return " ".join(str(point.value) for point in points)


def _said(source: Source) -> str:
    where = f"{source.who}, {source.where}, {show_short(source.on)}"
    return f"{GLYPHS[source.kind]} “{source.words}” ({where})"


def _rated(rating: OwnRating) -> str:
    return f"o you rated it {rating.value} ({rating.where}, {show_short(rating.on)})"


def _compared(lines: Iterable[CalibrationLine]) -> Iterator[str]:
    for line in lines:
        yield f"{line.sentence} {line.seen[:1].upper()}{line.seen[1:]}."
        yield from (f"  {_said(pair.said)}" for pair in line.pairs)
        yield from _against(line.against_said, line.against_own)


def _evidence(lines: Iterable[EvidenceLine]) -> Iterator[str]:
    for line in lines:
        yield line.sentence
        yield from (f"  {_said(one)}" for one in line.sources[-_SOURCES:])
        if len(line.sources) > _SOURCES:
            yield f"  and {len(line.sources) - _SOURCES} earlier"
        yield from _against(line.against, line.own_against)


def _unknown(lines: Iterable[EvidenceLine]) -> Iterator[str]:
    names = ", ".join(line.competency.name for line in lines)
    if names:
        yield f"Nobody has spoken of these yet: {names}."


def _against(said: Iterable[Source], own: Iterable[OwnRating]) -> Iterator[str]:
    """What speaks against the line above, under its own word."""
    lines = [*(_said(one) for one in said), *(_rated(one) for one in own)]
    yield from (f"  against it: {one}" for one in lines[-_SOURCES:])


def _answers(whole: Report) -> Iterator[str]:
    if not whole.answers.given:
        return
    yield f"{whole.answers.words}."
    yield whole.answers.named_words
    for habit in whole.habits:
        yield f"{habit.sentence} {habit.seen[:1].upper()}{habit.seen[1:]}. One way: {habit.will}."
        yield from (f"  {one.words} ({one.where}, {show_short(one.on)})" for one in habit.sources[-_SOURCES:])


def _arrivals(whole: Report) -> Iterator[str]:
    if not whole.answers.given:
        for habit in whole.habits:
            yield f"{habit.sentence} {habit.seen[:1].upper()}{habit.seen[1:]}."
    yield from (f"{one.where}: {one.words}" for one in whole.arrivals[-_SOURCES:])


def _bank(whole: Report) -> Iterator[str]:
    if whole.bank.entries:
        yield f"{whole.bank.words}."
    for entry in whole.bank.entries:
        yield f"{bar(entry.meter)} {entry.example.title}: {entry.told_words}"
    if whole.bank.entries and whole.bank.gaps:
        yield "Wanted: " + ", ".join(f"{row.competency.name} ({row.words})" for row in whole.bank.gaps)


def _pointers(whole: Report) -> Iterator[str]:
    for one in whole.pointers:
        yield f"{one.pointer.sentence} ({one.words})"
        if one.shift is not None:
            yield f"  {one.shift.words}"
