"""Owns how the prep sheet reads on the screen: the same parts as on paper, in the same order."""

from collections.abc import Iterable

from afterword.domain.dates import show_date
from afterword.domain.evaluation.charts import bar
from afterword.domain.evaluation.prep import Chosen, PrepSheet, quotes
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.text_view import TextLine

_LABEL = 15


def prep_lines(sheet: PrepSheet) -> list[TextLine]:
    """The whole sheet; parts that hold nothing are left out."""
    lines = [
        TextLine((Span(fact.label.ljust(_LABEL), TextStyle.MUTED), fact.words), indent=_LABEL) for fact in sheet.facts
    ]
    parts: tuple[tuple[str, Iterable[TextLine]], ...] = (
        ("What they may ask for", (_entry((one.competency.name, ": ", one.because)) for one in sheet.demands)),
        ("To practise", _pointers(sheet)),
        ("Strengths, in their words", _strengths(sheet)),
        ("Examples to tell", (line for one in sheet.examples for line in _example(one))),
        ("No example yet for", (_entry(one.name) for one in sheet.uncovered)),
        ("Likely weak points", _weak(sheet)),
        ("Advice received", (_entry(f"“{one.source.words}” ({one.source.who}; {one.words})") for one in sheet.advice)),
        ("Why me", (_entry((Span(name, TextStyle.STRONG), f": {line}")) for name, line in sheet.why_me)),
        ("My ratings over time", _trends(sheet)),
        ("A letter to me", (TextLine(text) for text in sheet.letter.split("\n"))),
    )
    for title, entries in parts:
        found = list(entries)
        if found:
            lines += [TextLine(""), TextLine(Span(title, TextStyle.STRONG)), *found]
    return [*lines, TextLine(""), TextLine(Span(f"Made on {show_date(sheet.made_on)}.", TextStyle.MUTED))]


def _entry(words: Cell, sign: str = "-") -> TextLine:
    return TextLine((f"{sign} ", *((words,) if isinstance(words, str | Span) else words)), indent=len(sign) + 1)


def _below(words: str, tone: TextStyle = TextStyle.MUTED) -> TextLine:
    return TextLine(Span(f"    {words}", tone), indent=4)


def _pointers(sheet: PrepSheet) -> Iterable[TextLine]:
    for one in sheet.pointers:
        yield _entry((Span(one.pointer.sentence), Span(f"  ({one.words})", TextStyle.MUTED)), "[ ]")


def _strengths(sheet: PrepSheet) -> Iterable[TextLine]:
    for line in sheet.strengths:
        yield _entry((Span(line.competency.name, TextStyle.GOOD), f"  {line.seen}"), "+")
        for source in quotes(line):
            yield _below(f"“{source.words}” ({source.who}, {source.where})", TextStyle.PLAIN)


def _example(chosen: Chosen) -> Iterable[TextLine]:
    one = chosen.entry.example
    covers = ", ".join(found.name for found in chosen.covers)
    yield _entry((Span(one.title, TextStyle.STRONG), f"  {covers}" if covers else ""))
    yield _below(f"{bar(chosen.entry.meter)} {round(100 * chosen.entry.meter)} % written; {chosen.entry.told_words}")
    for label, words in (("I did", one.action), ("Result", one.result), ("Numbers", one.numbers)):
        if words:
            yield _below(f"{label}: {words}", TextStyle.PLAIN)


def _weak(sheet: PrepSheet) -> Iterable[TextLine]:
    for one in sheet.weak_points:
        yield _entry((Span(one.title, TextStyle.WARN), f"  {one.seen}"))
        yield _below(one.because)
        yield _below(one.will if one.planned else f"One way: {one.will}", TextStyle.PLAIN)


def _trends(sheet: PrepSheet) -> Iterable[TextLine]:
    for trend in sheet.trends:
        numbers = " ".join(map(str, trend.values[-12:]))
        yield _entry((f"{trend.title}: ", Span(trend.sparkline, TextStyle.ACCENT), f" {numbers} ({trend.words})"))
