"""Owns how a document reads on the screen: its parts as lines of text, wrapped by whoever shows them."""

from collections.abc import Iterable

from afterword.domain.dates import show_date
from afterword.domain.document import Document, Emphasis, Entry, Part, RatingChart, Words
from afterword.domain.evaluation.charts import bar, sparkline
from afterword.tui.styles import Span, TextStyle
from afterword.tui.widgets.text_view import TextLine

_LABEL = 15
_BELOW = 4


def document_lines(document: Document) -> list[TextLine]:
    """The whole document but for its title, which the page shows."""
    lines = [
        TextLine((Span(label.ljust(_LABEL), TextStyle.MUTED), words), indent=_LABEL) for label, words in document.facts
    ]
    for section in document.sections:
        lines += [TextLine(""), TextLine(Span(section.title, TextStyle.STRONG))]
        lines += [line for entry in section.entries for line in _entry(entry)]
        lines += [
            TextLine(paragraph) for paragraph in "\n\n".join(section.paragraphs).split("\n") if section.paragraphs
        ]
    if document.made_on is not None:
        lines += [TextLine(""), TextLine(Span(f"Made on {show_date(document.made_on)}.", TextStyle.MUTED))]
    return lines


def _entry(entry: Entry) -> Iterable[TextLine]:
    sign = "[ ] " if entry.to_tick else "- "
    yield TextLine((sign, *map(_span, entry.lead)), indent=len(sign))
    for parts in entry.below:
        yield TextLine((" " * _BELOW, *map(_span, parts)), indent=_BELOW)


def _span(part: Part) -> Span:
    if isinstance(part, Words):
        return Span(part.text, _STYLES[part.emphasis])
    if isinstance(part, RatingChart):
        return Span(sparkline(part.values), TextStyle.ACCENT)
    return Span(f"{bar(part.share)} ", TextStyle.MUTED)


_STYLES = {
    Emphasis.PLAIN: TextStyle.PLAIN,
    Emphasis.MUTED: TextStyle.MUTED,
    Emphasis.STRONG: TextStyle.STRONG,
    Emphasis.GOOD: TextStyle.GOOD,
    Emphasis.WARN: TextStyle.WARN,
}
