"""Owns how the prep sheet is laid out: the same parts in the same order on the screen, on paper and in a file."""

from collections.abc import Iterable, Iterator

from afterword.domain.document import Document, DocumentSection, Emphasis, Entry, RatingChart, ShareChart, Words
from afterword.domain.evaluation.competency_evidence import Source
from afterword.domain.evaluation.coverage import BankEntry
from afterword.domain.evaluation.prep import Chosen, PrepSheet, quotes
from afterword.domain.example import TELLING_SECONDS
from afterword.domain.text import shorten

_LONG = 220
"""Characters that one part of a story may take; on the sheet it is a reminder, not the story."""


def prep_document(sheet: PrepSheet) -> Document:
    """The sheet as a document; parts that hold nothing are left out."""
    interview = sheet.interview
    parts: tuple[tuple[str, Iterable[Entry]], ...] = (
        ("What they may ask for", (_named(one.competency.name, one.because) for one in sheet.demands)),
        ("To practise", _pointers(sheet)),
        ("Strengths, in their words", _strengths(sheet)),
        ("Examples to tell", map(_example, sheet.examples)),
        ("No example yet for", _uncovered(sheet)),
        ("Likely weak points", _weak_points(sheet)),
        ("Advice received", _advice(sheet)),
        ("Why me", (_named(name, line) for name, line in sheet.why_me)),
        ("My ratings over time", _trends(sheet)),
    )
    sections = [DocumentSection(title, entries) for title, found in parts if (entries := tuple(found))]
    letter = DocumentSection("A letter to me", paragraphs=tuple(sheet.letter.split("\n\n")))
    return Document(
        title=interview.label,
        subtitle=interview.round,
        facts=tuple((fact.label, fact.words) for fact in sheet.facts),
        sections=(*sections, letter),
        made_on=sheet.made_on,
    )


def _named(name: str, words: str) -> Entry:
    return Entry((Words(name, Emphasis.STRONG), Words(f": {words}", generous=True)))


def _pointers(sheet: PrepSheet) -> Iterator[Entry]:
    for history in sheet.pointers:
        sentence = Words(history.pointer.sentence, generous=True)
        yield Entry((sentence,), ((Words(history.words, Emphasis.MUTED),),), to_tick=True)


def _strengths(sheet: PrepSheet) -> Iterator[Entry]:
    for line in sheet.strengths:
        lead = (Words(line.competency.name, Emphasis.GOOD), Words(f" ({line.seen})", Emphasis.MUTED))
        yield Entry(lead, tuple((_quoted(source),) for source in quotes(line)))
    for source in sheet.other_praise:
        yield Entry((_quoted(source),))


def _quoted(source: Source) -> Words:
    return Words(f"“{source.words}” ({source.who}, {source.where})")


def _example(chosen: Chosen) -> Entry:
    entry, example = chosen.entry, chosen.entry.example
    covers = ", ".join(competency.name for competency in chosen.covers)
    lead = [Words(example.title, Emphasis.STRONG)]
    lead += [Words(f" (for {covers})", Emphasis.MUTED)] if covers else []
    told = (("I did", example.action), ("Result", example.result), ("Numbers", example.numbers))
    parts = [(Words(f"{label}: {shorten(words, _LONG)}"),) for label, words in told if words.strip()]
    share = ShareChart(entry.meter, f"{round(100 * entry.meter)} percent written")
    return Entry(tuple(lead), (*parts, (share, Words(standing(entry), Emphasis.MUTED))))


def standing(entry: BankEntry) -> str:
    """`85 % written; told twice, last at Hooli · SRE; rehearsed in 95 seconds`."""
    last = entry.example.last_rehearsal
    rehearsed = (
        f"last rehearsed in {last.seconds} seconds" if last else f"rehearse it once in {TELLING_SECONDS} seconds"
    )
    return f"{round(100 * entry.meter)} % written; {entry.told_words}; {rehearsed}"


def _uncovered(sheet: PrepSheet) -> Iterator[Entry]:
    if sheet.uncovered:
        yield Entry((Words(", ".join(competency.name for competency in sheet.uncovered), generous=True),))


def _weak_points(sheet: PrepSheet) -> Iterator[Entry]:
    for point in sheet.weak_points:
        lead = (Words(point.title, Emphasis.WARN), Words(f" ({point.seen})", Emphasis.MUTED))
        will = point.will if point.planned else f"One way: {point.will}"
        yield Entry(lead, ((Words(point.because, Emphasis.MUTED),), (Words(will, generous=True),)))


def _advice(sheet: PrepSheet) -> Iterator[Entry]:
    for advice in sheet.advice:
        who = f" ({advice.source.who}, {advice.source.where}; {advice.words})"
        yield Entry((Words(f"“{advice.source.words}”"), Words(who, Emphasis.MUTED)))


def _trends(sheet: PrepSheet) -> Iterator[Entry]:
    for trend in sheet.trends:
        chart = RatingChart(tuple(trend.values), f"{trend.title}: {', '.join(map(str, trend.values))}")
        numbers = " ".join(map(str, trend.values))
        yield Entry((Words(f"{trend.title}: "), chart, Words(f" {numbers} ({trend.words})")))
