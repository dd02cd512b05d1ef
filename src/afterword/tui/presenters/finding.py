"""Owns how findings read: glyph, kind, quotation and competency, and where they stand in a reply."""

from collections.abc import Iterable, Mapping, Sequence

from afterword.domain.finding import GLYPHS, Finding, FindingKind
from afterword.domain.journal import Journal
from afterword.domain.text import clean
from afterword.tui.styles import Cell, Span, TextStyle
from afterword.tui.widgets.columns import ListColumn
from afterword.tui.widgets.marking_view import TextMark
from afterword.tui.widgets.text_view import TextLine
from afterword.tui.widgets.virtual_list import Row

TONES: Mapping[FindingKind, TextStyle] = {
    FindingKind.STRENGTH: TextStyle.GOOD,
    FindingKind.AREA: TextStyle.WARN,
    FindingKind.ADVICE: TextStyle.ACCENT,
    FindingKind.OPPORTUNITY: TextStyle.KEY,
}
COLUMNS = (ListColumn("what", 13), ListColumn("their words", 20, share=3), ListColumn("competency", 16, share=1))
_WIDEST = max(len(kind) for kind in FindingKind)


def kind_words(kind: FindingKind) -> str:
    """`+ strength`."""
    return f"{GLYPHS[kind]} {kind}"


def competency_words(finding: Finding, journal: Journal) -> str:
    """The name of its competency, or that it has none."""
    known = journal.competency(finding.competency)
    return known.name if known is not None else "no competency"


def finding_row(finding: Finding, journal: Journal) -> Row:
    """One line of the list of findings; see `COLUMNS`."""
    tone = TextStyle.MUTED if finding.competency is None else TextStyle.PLAIN
    return Row(
        (
            Span(kind_words(finding.kind), TONES[finding.kind]),
            f"“{finding.quote}”",
            Span(competency_words(finding, journal), tone),
        )
    )


def finding_line(finding: Finding, journal: Journal, indent: int) -> TextLine:
    """A finding as a line of a text."""
    text: Cell = (
        " " * indent,
        Span(f"{GLYPHS[finding.kind]} {finding.kind.ljust(_WIDEST)}  ", TONES[finding.kind]),
        f"“{finding.quote}”",
        Span(f"  {competency_words(finding, journal)}", TextStyle.MUTED),
    )
    return TextLine(text, indent=indent + _WIDEST + 4)


def shown_text(text: str) -> str:
    """The text, each character in its place, with a sign for every one that a terminal could obey."""
    return text if clean(text) == text else "".join(clean(char) or "\N{REPLACEMENT CHARACTER}" for char in text)


def marks_of(findings: Iterable[Finding]) -> Sequence[TextMark]:
    """Where these findings stand in their text."""
    return [TextMark(one.start, one.start + len(one.quote), TONES[one.kind], GLYPHS[one.kind]) for one in findings]


def finding_at(findings: Iterable[Finding], at: int) -> Finding | None:
    """That of these findings which stands around a place in their text; the shortest where they overlap."""
    around = [one for one in findings if one.start <= at < one.start + len(one.quote)]
    return min(around, key=lambda one: len(one.quote), default=None)


def marked_sentence(finding: Finding, journal: Journal) -> str:
    """What is said when a phrase was marked."""
    known = journal.competency(finding.competency)
    tied = f"{known.name}; c changes it" if known is not None else "c ties it to a competency"
    return f"{finding.kind.capitalize()} “{finding.quote}” · {tied}"


def quotable_lines(journal: Journal, request_id: str) -> list[TextLine]:
    """What was marked in that conversation, to draw on while writing; empty when nothing was."""
    found = journal.findings_of(request_id)
    heading = [TextLine(), TextLine("What you marked in their words", TextStyle.STRONG)] if found else []
    return [
        *heading,
        *(TextLine((Span(f"{GLYPHS[one.kind]} ", TONES[one.kind]), f"“{one.quote}”"), indent=2) for one in found),
    ]
